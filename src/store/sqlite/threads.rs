//! The conversation of a sender on a line, and the questions in it.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::columns::{Json, Micros};
use super::failure::Tx;
use super::{finish, outbox};
use crate::domain::{LineName, MessageState, Phone, Thread};

/// Of a sender; a new one where there was none.
pub(super) fn of_sender(db: &Connection, line: &LineName, sender: &Phone) -> Tx<Thread> {
    let found = db
        .prepare_cached(
            "SELECT t.thread FROM threads t JOIN lanes l ON l.id = t.lane WHERE l.line = ? AND l.sender = ? AND l.phone",
        )?
        .query_row(params![line, sender], |row| row.get::<_, Json<Thread>>(0))
        .optional()?;
    Ok(found.map(|json| json.0).unwrap_or_default())
}

/// Of a lane; a new one where there was none.
pub(super) fn of_lane(db: &Connection, lane: i64) -> Tx<Thread> {
    let found = db
        .prepare_cached("SELECT thread FROM threads WHERE lane = ?")?
        .query_row([lane], |row| row.get::<_, Json<Thread>>(0))
        .optional()?;
    Ok(found.map(|json| json.0).unwrap_or_default())
}

/// Replaces it. A question is kept only while its message waits; a message whose question is not in it any more ends here,
/// so that no message waits for an answer that cannot come.
pub(super) fn put(db: &Connection, lane: i64, mut thread: Thread, now: Timestamp) -> Tx<()> {
    let asks = match &thread.question {
        Some(open) => db
            .prepare_cached(
                "SELECT seq FROM messages WHERE id = ? AND lane = ? AND state = 'waiting'",
            )?
            .query_row(params![open.message, lane], |row| row.get::<_, i64>(0))
            .optional()?,
        None => None,
    };
    if asks.is_none() {
        thread.question = None;
    }
    let expires = thread.question.as_ref().map(|open| Micros(open.expires));
    let mut left = db.prepare_cached(
        "SELECT m.seq FROM threads t JOIN messages m ON m.seq = t.question
         WHERE t.lane = ? AND m.seq IS NOT ? AND m.state = 'waiting'",
    )?;
    let left = left
        .query_row(params![lane, asks], |row| row.get(0))
        .optional()?;
    if let Some(seq) = left {
        finish::end(db, seq, MessageState::Expired, &[], now)?;
    }
    db.prepare_cached(
        "INSERT INTO threads (lane, question, expires, thread) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (lane) DO UPDATE SET question = ?2, expires = ?3, thread = ?4",
    )?
    .execute(params![lane, asks, expires, Json(thread)])?;
    Ok(())
}

/// Ends messages whose question nobody answered in time, and masks the codes that are no secret worth keeping any more.
pub(super) fn expire(db: &Connection, now: Timestamp) -> Tx<u32> {
    let late: Vec<(i64, i64, Thread)> = db
        .prepare_cached("SELECT lane, question, thread FROM threads WHERE expires <= ?")?
        .query_map([Micros(now)], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get::<_, Json<Thread>>(2)?.0))
        })?
        .collect::<Result<_, _>>()?;
    let mut ended = 0;
    for (lane, question, mut thread) in late {
        thread.question = None;
        finish::end(db, question, MessageState::Expired, &[], now)?;
        put(db, lane, thread, now)?;
        ended += 1;
    }
    outbox::mask_old_codes(db, now)?;
    Ok(ended)
}
