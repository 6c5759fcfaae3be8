//! T6 to T8: the texts that go out, and the people who want none.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::columns::{Micros, lease_end};
use super::delivery;
use super::failure::Tx;
use super::lanes::Held;
use crate::domain::{LineName, MessageId, MessageState, OutboundSms, Phone, ReplyState};
use crate::store::{NewReply, ReplyClaim, ReplyEnd, StoreError};

/// How long a text that went back in the answer to a hook keeps its code, so that a repeated hook gets the same text.
const CODE_IS_KEPT: SignedDuration = SignedDuration::from_mins(10);

/// A reply among those to one number on one line.
pub(super) struct Queued {
    pub(super) seq: i64,
    pub(super) line: LineName,
    pub(super) recipient: Phone,
}

/// Puts a text behind those to the same number.
pub(super) fn add(db: &Connection, held: &Held, reply: &NewReply, now: Timestamp) -> Tx<()> {
    db.prepare_cached(
        "INSERT INTO replies (id, message, line, recipient, text, segments, unicode, confirms_opt_out, secret, state,
                              not_before, due, at)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'pending', ?10,
                CASE WHEN EXISTS (SELECT 1 FROM replies WHERE line = ?3 AND recipient = ?4 AND state IN ('pending', 'sending'))
                     THEN NULL ELSE ?10 END, ?11",
    )?
    .execute(params![
        reply.id,
        held.head,
        held.line,
        reply.to,
        reply.text,
        reply.segments,
        reply.unicode,
        reply.confirms_opt_out,
        reply.secret,
        Micros(reply.not_before),
        Micros(now)
    ])?;
    Ok(())
}

/// Takes the reply that has been due longest. Those to people who have opted out are suppressed on the way, those that a
/// report has proven sent are closed.
pub(super) fn claim(
    db: &Connection,
    owner: &str,
    now: Timestamp,
    lease: Duration,
) -> Tx<Option<ReplyClaim>> {
    loop {
        let due = db
            .prepare_cached(
                "SELECT r.seq, r.line, r.recipient, r.id, r.text, r.unicode, m.id, r.fence + 1, r.attempts + 1,
                        r.state = 'sending', r.reported, r.segments,
                        NOT r.confirms_opt_out AND EXISTS (SELECT 1 FROM opt_outs o WHERE o.line = r.line AND o.phone = r.recipient)
                 FROM replies r JOIN messages m ON m.seq = r.message WHERE r.due <= ? ORDER BY r.due, r.seq LIMIT 1",
            )?
            .query_row([Micros(now)], |row| {
                let claim = ReplyClaim {
                    sms: OutboundSms {
                        id: row.get(3)?,
                        to: row.get(2)?,
                        text: row.get(4)?,
                        unicode: row.get(5)?,
                    },
                    line: row.get(1)?,
                    message: row.get(6)?,
                    owner: owner.to_owned(),
                    fence: row.get(7)?,
                    attempts: row.get(8)?,
                    segments: row.get(11)?,
                    unclear: row.get(9)?,
                };
                Ok((queued(row)?, claim, row.get(10)?, row.get(12)?))
            })
            .optional()?;
        let Some((reply, claim, reported, opted_out)) = due else {
            return Ok(None);
        };
        if let Some(state) = reported {
            close(db, &reply, delivery::state(state), now)?;
        } else if opted_out {
            close(db, &reply, ReplyState::Suppressed, now)?;
        } else {
            db.prepare_cached(
                "UPDATE replies SET state = 'sending', owner = ?, fence = ?, due = ?, attempts = ?, at = ? WHERE seq = ?",
            )?
            .execute(params![
                owner,
                claim.fence,
                lease_end(now, lease),
                claim.attempts,
                Micros(now),
                reply.seq
            ])?;
            return Ok(Some(claim));
        }
    }
}

/// Records what became of a claimed reply.
pub(super) fn end(db: &Connection, claim: &ReplyClaim, end: &ReplyEnd, now: Timestamp) -> Tx<()> {
    let reply = db
        .prepare_cached(
            "SELECT seq, line, recipient FROM replies WHERE id = ? AND owner = ? AND fence = ? AND state = 'sending'",
        )?
        .query_row(params![claim.sms.id, claim.owner, claim.fence], queued)
        .optional()?
        .ok_or(StoreError::Fenced)?;
    match end {
        ReplyEnd::Sent { provider_ref } => {
            db.prepare_cached("UPDATE replies SET provider_ref = ? WHERE seq = ?")?
                .execute(params![provider_ref, reply.seq])?;
            close(db, &reply, ReplyState::Sent, now)?;
            delivery::catch_up(db, &reply, provider_ref.as_deref(), now)
        }
        ReplyEnd::Retry { at } => {
            db.prepare_cached(
                "UPDATE replies SET state = 'pending', owner = NULL, due = ?, at = ? WHERE seq = ?",
            )?
            .execute(params![Micros(*at), Micros(now), reply.seq])?;
            Ok(())
        }
        ReplyEnd::OptedOut => {
            close(db, &reply, ReplyState::Suppressed, now)?;
            opt_out(db, &reply.line, &reply.recipient, now)
        }
        ReplyEnd::GaveUp { reason } => {
            db.prepare_cached("UPDATE replies SET reason = ? WHERE seq = ?")?
                .execute(params![reason, reply.seq])?;
            close(db, &reply, ReplyState::GaveUp, now)
        }
    }
}

/// Hands over the replies of a message for the answer to its hook, the same ones each time.
pub(super) fn take_inline(
    db: &Connection,
    message: MessageId,
    now: Timestamp,
) -> Tx<Option<Vec<OutboundSms>>> {
    let found = db
        .prepare_cached("SELECT seq, state FROM messages WHERE id = ?")?
        .query_row([message], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((seq, state)) = found else {
        return Ok(None);
    };
    if matches!(state, MessageState::Received | MessageState::Running) {
        return Ok(None);
    }
    for (reply, opted_out) in untried(db, seq)? {
        if opted_out {
            close(db, &reply, ReplyState::Suppressed, now)?;
            continue;
        }
        db.prepare_cached("UPDATE replies SET inline = 1 WHERE seq = ?")?
            .execute([reply.seq])?;
        close(db, &reply, ReplyState::Sent, now)?;
    }
    let texts = db
        .prepare_cached(
            "SELECT id, recipient, text, unicode FROM replies WHERE message = ? AND inline ORDER BY seq",
        )?
        .query_map([seq], |row| {
            Ok(OutboundSms {
                id: row.get(0)?,
                to: row.get(1)?,
                text: row.get(2)?,
                unicode: row.get(3)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(Some(texts))
}

/// Sends nothing more to this number on this line, but for the confirmation of that.
pub(super) fn opt_out(db: &Connection, line: &LineName, phone: &Phone, now: Timestamp) -> Tx<()> {
    db.prepare_cached("INSERT INTO opt_outs VALUES (?, ?, ?) ON CONFLICT DO NOTHING")?
        .execute(params![line, phone, Micros(now)])?;
    let pending: Vec<Queued> = db
        .prepare_cached(
            "SELECT seq, line, recipient FROM replies
             WHERE line = ? AND recipient = ? AND state = 'pending' AND NOT confirms_opt_out",
        )?
        .query_map(params![line, phone], queued)?
        .collect::<Result<_, _>>()?;
    for reply in pending {
        close(db, &reply, ReplyState::Suppressed, now)?;
    }
    Ok(())
}

/// Sends to this number again.
pub(super) fn opt_in(db: &Connection, line: &LineName, phone: &Phone) -> Tx<()> {
    db.prepare_cached("DELETE FROM opt_outs WHERE line = ? AND phone = ?")?
        .execute(params![line, phone])?;
    Ok(())
}

/// Who has opted out, the newest first.
pub(super) fn opt_outs(db: &Connection) -> Tx<Vec<(LineName, Phone, Timestamp)>> {
    Ok(db
        .prepare_cached("SELECT line, phone, since FROM opt_outs ORDER BY since DESC, line, phone")?
        .query_map([], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get::<_, Micros>(2)?.0))
        })?
        .collect::<Result<_, _>>()?)
}

/// Ends work on a reply: its code is masked (unless a repeated hook may ask for it again: see [`mask_old_codes`]), and the next one to the same number has its turn.
pub(super) fn close(db: &Connection, reply: &Queued, state: ReplyState, now: Timestamp) -> Tx<()> {
    db.prepare_cached(
        "UPDATE replies SET state = ?, due = NULL, owner = NULL, at = ?,
                text = iif(inline, text, replace(text, coalesce(secret, ''), '****')), secret = iif(inline, secret, NULL)
         WHERE seq = ?",
    )?
    .execute(params![state, Micros(now), reply.seq])?;
    promote(db, reply)
}

/// Masks codes in texts that no repeated hook will ask for any more.
pub(super) fn mask_old_codes(db: &Connection, now: Timestamp) -> Tx<()> {
    let old = now.checked_sub(CODE_IS_KEPT).unwrap_or(Timestamp::MIN);
    db.prepare_cached(
        "UPDATE replies SET text = replace(text, secret, '****'), secret = NULL
         WHERE secret IS NOT NULL AND at <= ? AND state NOT IN ('pending', 'sending')",
    )?
    .execute([Micros(old)])?;
    Ok(())
}

/// Reads `seq, line, recipient` from the first columns.
pub(super) fn queued(row: &Row<'_>) -> rusqlite::Result<Queued> {
    Ok(Queued {
        seq: row.get(0)?,
        line: row.get(1)?,
        recipient: row.get(2)?,
    })
}

/// Replies of a message that no sender has had yet, and whether their recipient wants none.
fn untried(db: &Connection, message: i64) -> Tx<Vec<(Queued, bool)>> {
    Ok(db
        .prepare_cached(
            "SELECT r.seq, r.line, r.recipient,
                    NOT r.confirms_opt_out AND EXISTS (SELECT 1 FROM opt_outs o WHERE o.line = r.line AND o.phone = r.recipient)
             FROM replies r WHERE r.message = ? AND r.state = 'pending' AND r.attempts = 0 ORDER BY r.seq",
        )?
        .query_map([message], |row| Ok((queued(row)?, row.get(3)?)))?
        .collect::<Result<_, _>>()?)
}

fn promote(db: &Connection, reply: &Queued) -> Tx<()> {
    db.prepare_cached(
        "UPDATE replies SET due = not_before WHERE due IS NULL AND seq =
             (SELECT min(seq) FROM replies WHERE line = ? AND recipient = ? AND state IN ('pending', 'sending'))",
    )?
    .execute(params![reply.line, reply.recipient])?;
    Ok(())
}

/// Ends the leases of a process that is gone.
pub(super) fn bury(db: &Connection) -> Tx<()> {
    db.execute("UPDATE replies SET due = 0 WHERE state = 'sending'", [])?;
    Ok(())
}
