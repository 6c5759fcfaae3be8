//! T3 and T4: a call is committed as SENDING before any byte leaves, and what was seen is committed after.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::columns::{Count, Json, Micros};
use super::failure::Tx;
use super::lanes::{self, Held};
use super::{directory, handles};
use crate::domain::{CrmCall, Observation, Role};
use crate::store::{Begun, CallState, Exchange, Guard, RequestLine, StepKey, StoreError};

/// Commits the call as SENDING, unless the sender has lost the right to it.
pub(super) fn begin(
    db: &Connection,
    guard: &Guard,
    step: StepKey,
    call: &CrmCall,
    request: &RequestLine,
    now: Timestamp,
) -> Tx<Begun> {
    let held = lanes::held(db, guard)?;
    let seq = running(db, &held, step)?;
    if call.changes() && role(db, &held)? < frozen_role(db, seq, step.command)? {
        return Ok(Begun::NotAllowed);
    }
    match row(db, seq, step)?.map(|(state, _)| state) {
        None | Some(CallState::Planned) => {}
        Some(_) => {
            return Err(StoreError::OutOfTurn("this call was begun before: look first").into());
        }
    }
    db.prepare_cached(
        "INSERT INTO calls (message, command, step, state, call, method, path, attempts, at)
         VALUES (?1, ?2, ?3, 'sending', ?4, ?5, ?6, 1, ?7)
         ON CONFLICT DO UPDATE SET state = 'sending', call = ?4, method = ?5, path = ?6, attempts = attempts + 1, at = ?7",
    )?
    .execute(params![
        seq,
        step.command,
        step.step,
        Json(call),
        request.method,
        request.path,
        Micros(now)
    ])?;
    Ok(Begun::Send)
}

/// Records what was seen, completed with handles and names.
pub(super) fn end(
    db: &Connection,
    guard: &Guard,
    step: StepKey,
    mut seen: Observation,
    exchange: Exchange,
    now: Timestamp,
) -> Tx<Observation> {
    let held = lanes::held(db, guard)?;
    let seq = running(db, &held, step)?;
    let refused = seen == Observation::NotAllowed;
    let call = match row(db, seq, step)? {
        Some((CallState::Sending | CallState::Ambiguous, call)) => call,
        Some((CallState::Planned, call)) if refused => call,
        None if refused => None,
        _ => return Err(StoreError::OutOfTurn("this call was not begun, or has ended").into()),
    };
    directory::see(db, call.as_ref(), &seen)?;
    handles::give(db, &held.line, &mut seen)?;
    let changes = call.as_ref().is_some_and(CrmCall::changes);
    db.prepare_cached(
        "INSERT INTO calls (message, command, step, state, status, ms, seen, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT DO UPDATE SET state = ?4, status = coalesce(?5, status), ms = ?6, seen = ?7, at = ?8",
    )?
    .execute(params![
        seq,
        step.command,
        step.step,
        end_state(&seen, changes),
        exchange.status,
        Count(exchange.ms),
        Json(&seen),
        Micros(now)
    ])?;
    Ok(seen)
}

/// Records that a call has no answer: proven without effect, or to be looked up.
pub(super) fn unclear(
    db: &Connection,
    guard: &Guard,
    step: StepKey,
    state: CallState,
    exchange: Exchange,
    now: Timestamp,
) -> Tx<()> {
    let held = lanes::held(db, guard)?;
    let seq = running(db, &held, step)?;
    if !matches!(state, CallState::Planned | CallState::Ambiguous) {
        return Err(StoreError::OutOfTurn("an unclear call is planned again or ambiguous").into());
    }
    let changed = db
        .prepare_cached(
            "UPDATE calls SET state = ?, status = coalesce(?, status), ms = ?, at = ?
             WHERE message = ? AND command = ? AND step = ? AND state IN ('sending', 'ambiguous')",
        )?
        .execute(params![
            state,
            exchange.status,
            Count(exchange.ms),
            Micros(now),
            seq,
            step.command,
            step.step
        ])?;
    if changed == 0 {
        return Err(StoreError::OutOfTurn("this call was not begun, or has ended").into());
    }
    Ok(())
}

/// The message of the step: the head of the lane, or the one of this lane that the head's answer resumed.
fn running(db: &Connection, held: &Held, step: StepKey) -> Tx<i64> {
    db.prepare_cached("SELECT seq FROM messages WHERE id = ? AND lane = ? AND state = 'running'")?
        .query_row(params![step.message, held.lane], |row| row.get(0))
        .optional()?
        .ok_or_else(|| StoreError::OutOfTurn("the step's message does not run in this lane").into())
}

fn row(db: &Connection, seq: i64, step: StepKey) -> Tx<Option<(CallState, Option<CrmCall>)>> {
    let row = db
        .prepare_cached(
            "SELECT state, call FROM calls WHERE message = ? AND command = ? AND step = ?",
        )?
        .query_row(params![seq, step.command, step.step], |row| {
            let call = row.get::<_, Option<Json<CrmCall>>>(1)?;
            Ok((row.get(0)?, call.map(|json| json.0)))
        })
        .optional()?;
    Ok(row)
}

/// What the sender may do now.
fn role(db: &Connection, held: &Held) -> Tx<Role> {
    if !held.phone {
        return Ok(Role::Lead);
    }
    let role = db
        .prepare_cached("SELECT role FROM people WHERE phone = ?")?
        .query_row([&held.sender], |row| row.get(0))
        .optional()?;
    Ok(role.unwrap_or(Role::Lead))
}

/// What the sender might do when the command was planned.
fn frozen_role(db: &Connection, seq: i64, command: u32) -> Tx<Role> {
    let path = format!("$.commands[{command}].context.role");
    db.prepare_cached("SELECT json_extract(frozen, ?) FROM plans WHERE message = ?")?
        .query_row(params![path, seq], |row| row.get::<_, Option<Role>>(0))
        .optional()?
        .flatten()
        .ok_or_else(|| StoreError::OutOfTurn("this command was not planned").into())
}

fn end_state(seen: &Observation, changes: bool) -> CallState {
    match seen {
        Observation::Unknown => CallState::Unknown,
        Observation::Refused { .. } | Observation::Duplicate { .. } | Observation::NotAllowed => {
            CallState::Rejected
        }
        // A change to something that is not there had no effect; a look at it has its answer.
        Observation::Gone if changes => CallState::Rejected,
        _ => CallState::Confirmed,
    }
}
