//! T1: who works on which lane, and the guard of everything written for it.

use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::columns::{Micros, lease_end, sender};
use super::failure::Tx;
use crate::domain::{InboundSms, LineName};
use crate::store::{Claim, Guard, StoreError};

/// A lane that its holder may write for.
pub(super) struct Held {
    pub(super) lane: i64,
    /// The message at its head.
    pub(super) head: i64,
    pub(super) line: LineName,
    /// The sender's column.
    pub(super) sender: String,
    pub(super) phone: bool,
}

/// Takes the lane that has been ready longest. A lane becomes ready anew with each of its messages, so that one with many
/// does not keep out the others.
pub(super) fn claim(
    db: &Connection,
    owner: &str,
    now: Timestamp,
    lease: Duration,
) -> Tx<Option<Claim>> {
    let due = db
        .prepare_cached(
            "SELECT id, head, fence, owner IS NOT NULL, line, sender, phone FROM lanes
             WHERE due <= ? ORDER BY due, head LIMIT 1",
        )?
        .query_row([Micros(now)], |row| {
            Ok((
                row.get::<_, i64>(0)?,
                row.get::<_, i64>(1)?,
                row.get::<_, i64>(2)? + 1,
                row.get::<_, bool>(3)?,
                row.get::<_, LineName>(4)?,
                sender(row.get(5)?, row.get(6)?)?,
            ))
        })
        .optional()?;
    let Some((id, head, fence, died, line, from)) = due else {
        return Ok(None);
    };
    db.prepare_cached("UPDATE lanes SET owner = ?, fence = ?, due = ? WHERE id = ?")?
        .execute(params![owner, fence, lease_end(now, lease), id])?;
    let claim = db
        .prepare_cached(
            "SELECT id, text, provider_id, fingerprint, recipient, sent_at, media, received_at, state, crashes + ?, postponed
             FROM messages WHERE seq = ?",
        )?
        .query_row(params![died, head], |row| {
            Ok(Claim {
                guard: Guard {
                    lane: id,
                    fence,
                    owner: owner.to_owned(),
                    message: row.get(0)?,
                },
                sms: InboundSms {
                    line,
                    from,
                    text: row.get(1)?,
                    provider_id: row.get(2)?,
                    fingerprint: row.get(3)?,
                    to: row.get(4)?,
                    sent_at: row.get::<_, Option<Micros>>(5)?.map(|at| at.0),
                    media: row.get(6)?,
                },
                received: row.get::<_, Micros>(7)?.0,
                state: row.get(8)?,
                crashes: row.get(9)?,
                postponed: row.get(10)?,
            })
        })?;
    db.prepare_cached("UPDATE messages SET state = 'running', crashes = ? WHERE seq = ?")?
        .execute(params![claim.crashes, head])?;
    Ok(Some(claim))
}

/// The lane, if this guard still holds it with this message at its head.
pub(super) fn held(db: &Connection, guard: &Guard) -> Tx<Held> {
    db.prepare_cached(
        "SELECT l.id, l.head, l.line, l.sender, l.phone FROM lanes l JOIN messages m ON m.seq = l.head
         WHERE l.id = ? AND l.fence = ? AND l.owner = ? AND m.id = ?",
    )?
    .query_row(
        params![guard.lane, guard.fence, guard.owner, guard.message],
        |row| {
            Ok(Held {
                lane: row.get(0)?,
                head: row.get(1)?,
                line: row.get(2)?,
                sender: row.get(3)?,
                phone: row.get(4)?,
            })
        },
    )
    .optional()?
    .ok_or_else(|| StoreError::Fenced.into())
}

/// Moves the end of the lease.
pub(super) fn extend(db: &Connection, guard: &Guard, now: Timestamp, lease: Duration) -> Tx<()> {
    let held = held(db, guard)?;
    db.prepare_cached("UPDATE lanes SET due = ? WHERE id = ?")?
        .execute(params![lease_end(now, lease), held.lane])?;
    Ok(())
}

/// Lets go of the lane; its head stays and is not claimed before `until`.
pub(super) fn postpone(db: &Connection, guard: &Guard, until: Timestamp) -> Tx<()> {
    let held = held(db, guard)?;
    db.prepare_cached(
        "UPDATE messages SET state = 'received', postponed = postponed + 1 WHERE seq = ?",
    )?
    .execute([held.head])?;
    db.prepare_cached("UPDATE lanes SET owner = NULL, due = ? WHERE id = ?")?
        .execute(params![Micros(until), held.lane])?;
    Ok(())
}

/// Lets go of the lane after its head has ended or asked; the message after it is ready from `now` on.
pub(super) fn advance(db: &Connection, held: &Held, now: Timestamp) -> Tx<()> {
    let next: Option<i64> = db
        .prepare_cached(
            "SELECT seq FROM messages INDEXED BY messages_open
             WHERE seq > ? AND lane = ? AND state = 'received' AND state IN ('received', 'running', 'waiting')
             ORDER BY seq LIMIT 1",
        )?
        .query_row([held.head, held.lane], |row| row.get(0))
        .optional()?;
    db.prepare_cached("UPDATE lanes SET owner = NULL, head = ?, due = ? WHERE id = ?")?
        .execute(params![next, next.map(|_| Micros(now)), held.lane])?;
    Ok(())
}

/// Ends the leases of a process that is gone: only one can have the file open, so whoever held a lane before is dead.
pub(super) fn bury(db: &Connection) -> Tx<()> {
    db.execute("UPDATE lanes SET due = 0 WHERE owner IS NOT NULL", [])?;
    Ok(())
}
