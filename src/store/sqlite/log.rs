//! The command log as it is read.

use rusqlite::types::ToSql;
use rusqlite::{Connection, Row, params_from_iter};

use super::columns::{Count, Micros};
use super::failure::Tx;
use crate::domain::{MessageId, MessageState, Parsed};
use crate::store::{LogCall, LogEntry, LogFilter, LogPage, LogReply};

const DEFAULT_PAGE: u16 = 50;
const LARGEST_PAGE: u16 = 200;

/// Lets the partial index find the few that have not ended.
const UNFINISHED: &str = "m.state IN ('received', 'running', 'waiting') AND m.state = ?";

/// Messages of senders that begin so. Two indexes know them: one those that have ended, one the others.
const FROM: &str = "m.seq IN (
    WITH senders AS (SELECT id FROM lanes WHERE sender LIKE ? ESCAPE '\\')
    SELECT message FROM log WHERE lane IN senders
    UNION ALL
    SELECT seq FROM messages INDEXED BY messages_open WHERE lane IN senders AND state IN ('received', 'running', 'waiting'))";

const ENTRY: &str = "
    SELECT m.seq, m.id, m.received_at, m.line, l.sender, coalesce(g.person, p.name), m.provider_id, m.text, m.state,
           g.outcome, f.frozen -> '$.parsed', f.frozen ->> '$.grammar_version', max(g.ended_at - m.received_at, 0) / 1000
    FROM messages m
    LEFT JOIN lanes l ON l.id = m.lane
    LEFT JOIN log g ON g.message = m.seq
    LEFT JOIN plans f ON f.message = m.seq
    LEFT JOIN people p ON p.phone = l.sender AND l.phone";

/// One page, newest first.
pub(super) fn page(db: &Connection, filter: &LogFilter) -> Tx<LogPage> {
    let limit = match filter.limit {
        0 => DEFAULT_PAGE,
        limit => limit.min(LARGEST_PAGE),
    };
    let (sql, values) = query(filter, limit);
    let mut messages: Vec<LogEntry> = Vec::with_capacity(usize::from(limit));
    let mut next = None;
    let mut query = db.prepare_cached(&sql)?;
    let mut rows = query.query(params_from_iter(values))?;
    while let Some(row) = rows.next()? {
        if messages.len() == usize::from(limit) {
            next = messages.last().map(|entry| entry.id);
            break;
        }
        messages.push(read(db, row)?);
    }
    Ok(LogPage { messages, next })
}

/// One entry.
pub(super) fn entry(db: &Connection, message: MessageId) -> Tx<Option<LogEntry>> {
    let sql = format!("{ENTRY} WHERE m.id = ?");
    let mut query = db.prepare_cached(&sql)?;
    let mut rows = query.query([message])?;
    match rows.next()? {
        Some(row) => read(db, row).map(Some),
        None => Ok(None),
    }
}

/// The query of a page and its values. It asks for one row more than the page holds, which tells whether there is another.
fn query(filter: &LogFilter, limit: u16) -> (String, Vec<Box<dyn ToSql>>) {
    let ended = filter.state.is_some_and(MessageState::is_terminal) || filter.outcome.is_some();
    // The order of the index that finds the rows, so that a page reads little more than a page.
    let order = if ended { "g.message" } else { "m.seq" };
    let mut clauses: Vec<String> = Vec::new();
    let mut values: Vec<Box<dyn ToSql>> = Vec::new();
    if let Some(after) = filter.after {
        clauses.push(format!("{order} < (SELECT seq FROM messages WHERE id = ?)"));
        values.push(Box::new(after));
    }
    if let Some(since) = filter.since {
        clauses.push("m.received_at >= ?".to_owned());
        values.push(Box::new(Micros(since)));
    }
    if let Some(from) = &filter.from {
        clauses.push(FROM.to_owned());
        values.push(Box::new(format!("{}%", literal(from))));
    }
    if let Some(state) = filter.state {
        clauses.push(if ended { "g.state = ?" } else { UNFINISHED }.to_owned());
        values.push(Box::new(state));
    }
    if let Some(outcome) = &filter.outcome {
        clauses.push("g.outcome = ?".to_owned());
        values.push(Box::new(outcome.clone()));
    }
    for word in filter.q.iter().flat_map(|q| q.split_whitespace()) {
        clauses.push("(m.text LIKE ? ESCAPE '\\' OR l.sender LIKE ? ESCAPE '\\')".to_owned());
        let pattern = format!("%{}%", literal(word));
        values.push(Box::new(pattern.clone()));
        values.push(Box::new(pattern));
    }
    let conditions = if clauses.is_empty() {
        String::new()
    } else {
        format!("WHERE {}", clauses.join(" AND "))
    };
    values.push(Box::new(limit + 1));
    (
        format!("{ENTRY} {conditions} ORDER BY {order} DESC LIMIT ?"),
        values,
    )
}

/// Text in which `LIKE` finds nothing special.
fn literal(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_")
}

fn read(db: &Connection, row: &Row<'_>) -> Tx<LogEntry> {
    let seq: i64 = row.get(0)?;
    // What an older version froze may not be readable any more; its entry still is.
    let parsed = row
        .get::<_, Option<String>>(10)?
        .and_then(|json| serde_json::from_str::<Parsed>(&json).ok());
    let (intents, reasons) = parsed.map_or_else(Default::default, |parsed| {
        (parsed.reading.intents().to_vec(), parsed.reasons)
    });
    Ok(LogEntry {
        id: row.get(1)?,
        received_at: row.get::<_, Micros>(2)?.0,
        line: row.get(3)?,
        from: row.get::<_, Option<String>>(4)?.unwrap_or_default(),
        person: row.get(5)?,
        provider_id: row.get(6)?,
        text: row.get(7)?,
        state: row.get(8)?,
        outcome: row.get(9)?,
        intents,
        reasons,
        grammar_version: row.get(11)?,
        calls: calls(db, seq)?,
        replies: replies(db, seq)?,
        duration_ms: row.get::<_, Option<Count>>(12)?.map(|ms| ms.0),
    })
}

/// The calls of a message. Answers of the person are rows of the journal too, but no calls.
fn calls(db: &Connection, seq: i64) -> Tx<Vec<LogCall>> {
    Ok(db
        .prepare_cached(
            "SELECT row_number() OVER (ORDER BY command, step), call ->> '$.op', method, path, state, attempts, status, ms
             FROM calls WHERE message = ? AND call IS NOT NULL ORDER BY command, step",
        )?
        .query_map([seq], |row| {
            Ok(LogCall {
                seq: row.get(0)?,
                op: row.get(1)?,
                method: row.get(2)?,
                path: row.get(3)?,
                state: row.get(4)?,
                attempts: row.get(5)?,
                status: row.get(6)?,
                ms: row.get::<_, Option<Count>>(7)?.map(|ms| ms.0),
            })
        })?
        .collect::<Result<_, _>>()?)
}

fn replies(db: &Connection, seq: i64) -> Tx<Vec<LogReply>> {
    Ok(db
        .prepare_cached(
            "SELECT id, replace(text, coalesce(secret, ''), '****'), segments, state, provider_ref
             FROM replies WHERE message = ? ORDER BY seq",
        )?
        .query_map([seq], |row| {
            Ok(LogReply {
                id: row.get(0)?,
                text: row.get(1)?,
                segments: row.get(2)?,
                state: row.get(3)?,
                provider_ref: row.get(4)?,
            })
        })?
        .collect::<Result<_, _>>()?)
}
