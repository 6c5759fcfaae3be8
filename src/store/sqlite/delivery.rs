//! Delivery reports. They may come twice, in any order, and before the carrier's answer to the send is stored.

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, params};

use super::columns::Micros;
use super::failure::Tx;
use super::outbox::{self, Queued, queued};
use crate::domain::{DeliveryReport, DeliveryState, LineName, ReplyState};

/// How long a report waits for the reply it is about.
const EARLY: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Applies a report, or keeps it until its reply is known.
pub(super) fn report(
    db: &Connection,
    line: &LineName,
    report: &DeliveryReport,
    now: Timestamp,
) -> Tx<()> {
    let found = db
        .prepare_cached(
            "SELECT seq, line, recipient, state, attempts FROM replies WHERE line = ?1 AND id = ?2
             UNION ALL SELECT seq, line, recipient, state, attempts FROM replies WHERE line = ?1 AND provider_ref = ?3
             LIMIT 1",
        )?
        .query_row(params![line, report.reply, report.provider_ref], |row| {
            Ok((queued(row)?, row.get(3)?, row.get(4)?))
        })
        .optional()?;
    let Some((reply, now_in, attempts)) = found else {
        return keep(db, line, report, now);
    };
    apply(db, &reply, now_in, attempts, report, now)?;
    if report.opted_out {
        outbox::opt_out(db, line, &reply.recipient, now)?;
    }
    Ok(())
}

/// The state a report means.
pub(super) fn state(reported: DeliveryState) -> ReplyState {
    match reported {
        DeliveryState::Sent => ReplyState::Sent,
        DeliveryState::Delivered => ReplyState::Delivered,
        DeliveryState::Undelivered => ReplyState::Undelivered,
    }
}

/// Applies what was reported before `reply` became SENT with this reference.
pub(super) fn catch_up(
    db: &Connection,
    reply: &Queued,
    provider_ref: Option<&str>,
    now: Timestamp,
) -> Tx<()> {
    let kept: Option<DeliveryState> = db
        .prepare_cached("SELECT reported FROM replies WHERE seq = ?")?
        .query_row([reply.seq], |row| row.get(0))?;
    let early = db
        .prepare_cached(
            "DELETE FROM early_reports WHERE line = ? AND provider_ref = ? RETURNING state, error, opted_out",
        )?
        .query_row(params![reply.line, provider_ref], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    let early = early.map(|(state, error, opted_out)| DeliveryReport {
        reply: None,
        provider_ref: None,
        state,
        error,
        opted_out,
    });
    let kept = kept.map(|state| DeliveryReport {
        reply: None,
        provider_ref: None,
        state,
        error: None,
        opted_out: false,
    });
    for report in kept.iter().chain(&early) {
        let now_in = db
            .prepare_cached("SELECT state FROM replies WHERE seq = ?")?
            .query_row([reply.seq], |row| row.get(0))?;
        apply(db, reply, now_in, 1, report, now)?;
    }
    if early.is_some_and(|report| report.opted_out) {
        outbox::opt_out(db, &reply.line, &reply.recipient, now)?;
    }
    Ok(())
}

fn apply(
    db: &Connection,
    reply: &Queued,
    now_in: ReplyState,
    attempts: u32,
    report: &DeliveryReport,
    now: Timestamp,
) -> Tx<()> {
    match now_in {
        // Whoever holds it is about to say so; what is final stays.
        ReplyState::Sending => {
            db.prepare_cached(
                "UPDATE replies SET reported = ?, reason = coalesce(?, reason)
                 WHERE seq = ? AND coalesce(reported, 'sent') = 'sent'",
            )?
            .execute(params![report.state, report.error, reply.seq])?;
            return Ok(());
        }
        // It was tried, the answer was lost, and here is the proof that it went out.
        ReplyState::Pending if attempts > 0 => {}
        ReplyState::Sent if report.state != DeliveryState::Sent => {}
        _ => return Ok(()),
    }
    db.prepare_cached(
        "UPDATE replies SET reason = coalesce(?, reason), provider_ref = coalesce(provider_ref, ?) WHERE seq = ?",
    )?
    .execute(params![report.error, report.provider_ref, reply.seq])?;
    outbox::close(db, reply, state(report.state), now)
}

fn keep(db: &Connection, line: &LineName, report: &DeliveryReport, now: Timestamp) -> Tx<()> {
    let Some(provider_ref) = &report.provider_ref else {
        return Ok(());
    };
    let old = now.checked_sub(EARLY).unwrap_or(Timestamp::MIN);
    db.prepare_cached("DELETE FROM early_reports WHERE at <= ?")?
        .execute([Micros(old)])?;
    db.prepare_cached(
        "INSERT INTO early_reports VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT DO UPDATE SET state = ?3, error = ?4, opted_out = max(opted_out, ?5) WHERE state = 'sent'",
    )?
    .execute(params![
        line,
        provider_ref,
        report.state,
        report.error,
        report.opted_out,
        Micros(now)
    ])?;
    Ok(())
}
