//! T0: a message comes in.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::columns::Micros;
use super::failure::Tx;
use super::{finish, outbox};
use crate::domain::{self, InboundSms, LineName, MessageId, MessageState, Sender};
use crate::store::{Accepted, Consent};

/// Keeps the message as the last of its lane, or recognises it.
pub(super) fn accept(
    db: &Connection,
    sms: &InboundSms,
    id: MessageId,
    now: Timestamp,
    consent: Option<Consent>,
) -> Tx<Accepted> {
    let key = match &sms.provider_id {
        Some(id) => format!("i:{id}"),
        None => format!("f:{}", sms.fingerprint),
    };
    let (lane, idle) = lane(db, &sms.line, &sms.from)?;
    let mut insert = db.prepare_cached(
        "INSERT INTO messages (id, line, lane, key, fingerprint, provider_id, recipient, text, media, sent_at, received_at, state)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'received') ON CONFLICT (line, key) DO NOTHING",
    )?;
    let inserted = insert.execute(params![
        id,
        sms.line,
        lane,
        key,
        sms.fingerprint,
        sms.provider_id,
        sms.to,
        sms.text,
        sms.media,
        sms.sent_at.map(Micros),
        Micros(now),
    ])?;
    if inserted == 0 {
        return recognise(db, sms, &key, now);
    }
    if idle {
        db.prepare_cached("UPDATE lanes SET head = ?, due = ? WHERE id = ?")?
            .execute(params![db.last_insert_rowid(), Micros(now), lane])?;
    }
    if let (Some(consent), Sender::Phone(phone)) = (consent, &sms.from) {
        match consent {
            Consent::OptOut => outbox::opt_out(db, &sms.line, phone, now)?,
            Consent::OptIn => outbox::opt_in(db, &sms.line, phone)?,
        }
    }
    Ok(Accepted::New(id))
}

/// Keeps a request nobody can read. It has no lane, and its entry is terminal at once.
pub(super) fn keep_raw(
    db: &Connection,
    id: MessageId,
    line: &LineName,
    raw: &str,
    now: Timestamp,
) -> Tx<()> {
    db.prepare_cached(
        "INSERT INTO messages (id, line, text, received_at, state) VALUES (?, ?, ?, ?, 'received')",
    )?
    .execute(params![id, line, raw, Micros(now)])?;
    let ignored = domain::Outcome::Ignored {
        why: "unreadable".to_owned(),
    };
    let seq = db.last_insert_rowid();
    finish::end(db, seq, MessageState::Ignored, &[ignored], now)
}

/// The sender's lane, and whether it has nothing to do.
fn lane(db: &Connection, line: &LineName, from: &Sender) -> Tx<(i64, bool)> {
    let phone = from.phone().is_some();
    let known = db
        .prepare_cached(
            "SELECT id, head IS NULL FROM lanes WHERE line = ? AND sender = ? AND phone = ?",
        )?
        .query_row(params![line, from.as_str(), phone], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    if let Some(known) = known {
        return Ok(known);
    }
    db.prepare_cached("INSERT INTO lanes (line, sender, phone) VALUES (?, ?, ?)")?
        .execute(params![line, from.as_str(), phone])?;
    Ok((db.last_insert_rowid(), true))
}

fn recognise(db: &Connection, sms: &InboundSms, key: &str, now: Timestamp) -> Tx<Accepted> {
    let (seq, first, conflict): (i64, MessageId, bool) = db
        .prepare_cached(
            "SELECT seq, id, fingerprint <> ? FROM messages WHERE line = ? AND key = ?",
        )?
        .query_row(params![sms.fingerprint, sms.line, key], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?;
    if conflict {
        db.prepare_cached(
            "INSERT INTO conflicts VALUES (?, ?, ?) ON CONFLICT (message, fingerprint) DO NOTHING",
        )?
        .execute(params![seq, sms.fingerprint, Micros(now)])?;
    }
    Ok(Accepted::Duplicate { first, conflict })
}
