//! T5: the end of a message, or the question it waits with.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::columns::{Json, Micros};
use super::failure::Tx;
use super::lanes::{self, Held};
use super::{outbox, threads};
use crate::domain::{MessageId, MessageState, OpenQuestion, Outcome};
use crate::store::{Ended, Guard, StoreError};

/// The message at the head ends, with everything that follows from it.
pub(super) fn finish(db: &Connection, guard: &Guard, ended: &Ended) -> Tx<()> {
    let held = lanes::held(db, guard)?;
    if !ended.state.is_terminal() {
        return Err(StoreError::OutOfTurn("a message finishes in a terminal state").into());
    }
    end(db, held.head, ended.state, &ended.outcomes, ended.now)?;
    if let Some((message, state, outcomes)) = &ended.asked {
        if !state.is_terminal() {
            return Err(StoreError::OutOfTurn("a message that asks again waits").into());
        }
        let asked = resumed(db, held.lane, *message)?;
        end(db, asked, *state, outcomes, ended.now)?;
    }
    settle(db, &held, ended, None)
}

/// The message at the head asked, or the one it resumed asks again.
pub(super) fn wait(
    db: &Connection,
    guard: &Guard,
    ended: &Ended,
    question: &OpenQuestion,
) -> Tx<()> {
    let held = lanes::held(db, guard)?;
    let asks = match &ended.asked {
        Some((message, MessageState::Waiting, _)) if ended.state.is_terminal() => {
            end(db, held.head, ended.state, &ended.outcomes, ended.now)?;
            (*message, resumed(db, held.lane, *message)?)
        }
        None if ended.state == MessageState::Waiting => (guard.message, held.head),
        _ => return Err(StoreError::OutOfTurn("one message waits for an answer").into()),
    };
    if question.message != asks.0 {
        return Err(StoreError::OutOfTurn("the question is another message's").into());
    }
    db.prepare_cached("UPDATE messages SET state = 'waiting' WHERE seq = ?")?
        .execute([asks.1])?;
    settle(db, &held, ended, Some(question))
}

/// Writes the one log entry of a message that ends.
pub(super) fn end(
    db: &Connection,
    seq: i64,
    state: MessageState,
    outcomes: &[Outcome],
    now: Timestamp,
) -> Tx<()> {
    let ended = db
        .prepare_cached(
            "UPDATE messages SET state = ? WHERE seq = ? AND state IN ('received', 'running', 'waiting')",
        )?
        .execute(params![state, seq])?;
    if ended == 0 {
        return Err(StoreError::OutOfTurn("the message has ended before").into());
    }
    db.prepare_cached(
        "INSERT INTO log (message, lane, state, outcome, outcomes, person, ended_at)
         SELECT m.seq, m.lane, ?2, ?3, ?4, p.name, ?5 FROM messages m
         LEFT JOIN lanes l ON l.id = m.lane LEFT JOIN people p ON p.phone = l.sender AND l.phone WHERE m.seq = ?1",
    )?
    .execute(params![
        seq,
        state,
        outcome_name(state, outcomes)?,
        Json(outcomes),
        Micros(now)
    ])?;
    Ok(())
}

/// The rest of a commit that ends work on the head.
fn settle(db: &Connection, held: &Held, ended: &Ended, question: Option<&OpenQuestion>) -> Tx<()> {
    let abandoned = db
        .prepare_cached(
            "SELECT 1 FROM plans p JOIN messages m ON m.seq = p.answers WHERE p.message = ? AND m.state = 'running'",
        )?
        .exists([held.head])?;
    if abandoned {
        return Err(
            StoreError::OutOfTurn("the message that asked must end too, or ask again").into(),
        );
    }
    let mut thread = ended.thread.clone();
    if question.is_some() {
        thread.question = question.cloned();
    }
    threads::put(db, held.lane, thread, ended.now)?;
    for reply in &ended.replies {
        outbox::add(db, held, reply, ended.now)?;
    }
    if let Some(undone) = ended.undone {
        db.prepare_cached("INSERT OR IGNORE INTO undone SELECT seq, ? FROM messages WHERE id = ?")?
            .execute(params![held.head, undone])?;
    }
    lanes::advance(db, held, ended.now)
}

/// The message of this lane that an answer has set going again.
fn resumed(db: &Connection, lane: i64, message: MessageId) -> Tx<i64> {
    db.prepare_cached("SELECT seq FROM messages WHERE id = ? AND lane = ? AND state = 'running'")?
        .query_row(params![message, lane], |row| row.get(0))
        .optional()?
        .ok_or_else(|| StoreError::OutOfTurn("the message that asked was not resumed").into())
}

/// What the log calls the end: of several outcomes the first that is no success, else the last.
fn outcome_name(state: MessageState, outcomes: &[Outcome]) -> Tx<Option<String>> {
    let failed = outcomes.iter().find(|outcome| {
        matches!(
            outcome,
            Outcome::Unclear { .. }
                | Outcome::NoSuchTask { .. }
                | Outcome::NoSuchContact { .. }
                | Outcome::NoSuchColleague { .. }
                | Outcome::NotAllowed { .. }
                | Outcome::NotYet { .. }
                | Outcome::NoUser { .. }
                | Outcome::NotUndone { .. }
                | Outcome::CodeFailed
                | Outcome::Refused { .. }
                | Outcome::NeedsReview { .. }
                | Outcome::NeedsFullWords { .. }
                | Outcome::NotKept { .. }
                | Outcome::Partly { .. }
                | Outcome::Expired { .. }
        )
    });
    let Some(outcome) = failed.or(outcomes.last()) else {
        return Ok((state == MessageState::Expired).then(|| "expired".to_owned()));
    };
    let json = serde_json::to_value(outcome).map_err(super::columns::unreadable)?;
    let code = json["code"].as_str().unwrap_or_default();
    Ok(Some(log_name(code).to_owned()))
}

/// `tasks_completed` → `completed`: the intent says of what.
fn log_name(code: &str) -> &str {
    const NOUNS: [&str; 7] = [
        "task_",
        "tasks_",
        "note_",
        "contact_",
        "contacts_",
        "tags_",
        "lead_",
    ];
    if code == "unclear" {
        return "problem";
    }
    NOUNS
        .iter()
        .find_map(|noun| code.strip_prefix(noun))
        .unwrap_or(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_names_the_first_failure_of_several_commands() {
        let refused = Outcome::Refused {
            reason: "no".to_owned(),
        };
        let name = |outcomes: &[Outcome]| outcome_name(MessageState::Done, outcomes).ok().flatten();
        let done = Outcome::TasksCompleted {
            tasks: Vec::new(),
            already: Vec::new(),
            gone: Vec::new(),
        };
        assert_eq!(
            name(std::slice::from_ref(&done)).as_deref(),
            Some("completed")
        );
        assert_eq!(name(&[refused, done]).as_deref(), Some("refused"));
        assert_eq!(name(&[]), None);
    }

    #[test]
    fn names_lose_their_noun() {
        assert_eq!(log_name("task_list"), "list");
        assert_eq!(log_name("unclear"), "problem");
        assert_eq!(log_name("nothing_to_undo"), "nothing_to_undo");
    }
}
