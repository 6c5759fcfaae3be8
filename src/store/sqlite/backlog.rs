//! How much there is to do, and when the next of it is due.

use jiff::Timestamp;
use rusqlite::Connection;

use super::columns::{Count, Micros};
use super::failure::Tx;
use crate::store::Backlog;

/// Messages that nobody waits for but us, and replies that have not gone out.
pub(super) fn count(db: &Connection) -> Tx<Backlog> {
    Ok(db
        .prepare_cached(
            "SELECT (SELECT count(*) FROM messages INDEXED BY messages_open
                     WHERE state IN ('received', 'running', 'waiting') AND state <> 'waiting'),
                    (SELECT count(*) FROM replies WHERE state IN ('pending', 'sending')),
                    (SELECT received_at FROM messages WHERE seq = (SELECT min(head) FROM lanes WHERE due IS NOT NULL))",
        )?
        .query_row([], |row| {
            Ok(Backlog {
                messages: row.get::<_, Count>(0)?.0,
                replies: row.get::<_, Count>(1)?.0,
                oldest: row.get::<_, Option<Micros>>(2)?.map(|at| at.0),
            })
        })?)
}

/// The earliest due time of a lane.
pub(super) fn lane_due(db: &Connection) -> Tx<Option<Timestamp>> {
    earliest(db, "SELECT min(due) FROM lanes WHERE due IS NOT NULL")
}

/// The earliest due time of a reply.
pub(super) fn reply_due(db: &Connection) -> Tx<Option<Timestamp>> {
    earliest(db, "SELECT min(due) FROM replies WHERE due IS NOT NULL")
}

fn earliest(db: &Connection, sql: &str) -> Tx<Option<Timestamp>> {
    let due: Option<Micros> = db.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
    Ok(due.map(|due| due.0))
}
