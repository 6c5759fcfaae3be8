//! T2: what a message means, and the journal that says so after a crash.

use rusqlite::{Connection, OptionalExtension, params};

use super::columns::{Json, Micros};
use super::failure::Tx;
use super::{lanes, threads};
use crate::domain::{Answer, Frozen, MessageId, Thread};
use crate::store::{CallState, Guard, Journal, Row, StepKey, StoreError, answered};

/// Freezes the message at the head of the lane. An answer resumes the message that asked.
pub(super) fn plan(
    db: &Connection,
    guard: &Guard,
    frozen: &Frozen,
    now: jiff::Timestamp,
) -> Tx<()> {
    let held = lanes::held(db, guard)?;
    let asked = match &frozen.answers {
        Some((message, answer)) => Some(resume(db, held.lane, *message, answer, now)?),
        None => None,
    };
    let planned = db
        .prepare_cached("INSERT INTO plans VALUES (?, ?, ?) ON CONFLICT (message) DO NOTHING")?
        .execute(params![held.head, asked, Json(frozen)])?;
    if planned == 0 {
        return Err(StoreError::OutOfTurn("this message is planned already").into());
    }
    Ok(())
}

/// What was frozen, and what was seen.
pub(super) fn journal(db: &Connection, message: MessageId) -> Tx<Journal> {
    let (seq, mut journal) = db
        .prepare_cached(
            "SELECT m.seq, m.received_at, m.text, p.frozen FROM messages m LEFT JOIN plans p ON p.message = m.seq
             WHERE m.id = ?",
        )?
        .query_row([message], |row| {
            let journal = Journal {
                received: row.get::<_, Micros>(1)?.0,
                text: row.get(2)?,
                frozen: row.get::<_, Option<Json<_>>>(3)?.map(|json| json.0),
                rows: Vec::new(),
            };
            Ok((row.get::<_, i64>(0)?, journal))
        })
        .optional()?
        .ok_or(StoreError::OutOfTurn("there is no such message"))?;
    journal.rows = db
        .prepare_cached(
            "SELECT command, step, call, state, attempts, seen, at FROM calls WHERE message = ? ORDER BY command, step",
        )?
        .query_map([seq], |row| {
            Ok(Row {
                step: StepKey {
                    message,
                    command: row.get(0)?,
                    step: row.get(1)?,
                },
                call: row.get::<_, Option<Json<_>>>(2)?.map(|json| json.0),
                state: row.get(3)?,
                attempts: row.get(4)?,
                seen: row.get::<_, Option<Json<_>>>(5)?.map(|json| json.0),
                at: row.get::<_, Micros>(6)?.0,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(journal)
}

/// Takes the answer into the journal of the command that asked, closes the question and lets its message run again.
fn resume(
    db: &Connection,
    lane: i64,
    message: MessageId,
    answer: &Answer,
    now: jiff::Timestamp,
) -> Tx<i64> {
    let mut thread = threads::of_lane(db, lane)?;
    let Some(question) = thread.question.take_if(|open| open.message == message) else {
        return Err(StoreError::QuestionClosed.into());
    };
    let seq = db
        .prepare_cached(
            "UPDATE messages SET state = 'running' WHERE id = ? AND lane = ? AND state = 'waiting' RETURNING seq",
        )?
        .query_row(params![message, lane], |row| row.get::<_, i64>(0))
        .optional()?
        .ok_or(StoreError::QuestionClosed)?;
    append(db, seq, question.command, answer, now)?;
    close(db, lane, thread)?;
    Ok(seq)
}

fn append(
    db: &Connection,
    seq: i64,
    command: u32,
    answer: &Answer,
    now: jiff::Timestamp,
) -> Tx<()> {
    db.prepare_cached(
        "INSERT INTO calls (message, command, step, state, seen, at)
         SELECT ?1, ?2, coalesce(max(step) + 1, 0), ?3, ?4, ?5 FROM calls WHERE message = ?1 AND command = ?2",
    )?
    .execute(params![
        seq,
        command,
        CallState::Confirmed,
        Json(answered(answer)),
        Micros(now)
    ])?;
    Ok(())
}

fn close(db: &Connection, lane: i64, thread: Thread) -> Tx<()> {
    db.prepare_cached(
        "UPDATE threads SET question = NULL, expires = NULL, thread = ? WHERE lane = ?",
    )?
    .execute(params![Json(thread), lane])?;
    Ok(())
}
