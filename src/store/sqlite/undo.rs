//! What a sender can still take back.

use rusqlite::{Connection, OptionalExtension, params};

use super::columns::Json;
use super::failure::Tx;
use crate::domain::{CrmCall, LineName, Observation, Phone, Undoable};

/// How many of the sender's finished messages `undo` looks back over.
const LOOK_BACK: u32 = 20;

/// The last finished message with effects that are still there, but for undo messages themselves.
pub(super) fn undoable(db: &Connection, line: &LineName, sender: &Phone) -> Tx<Option<Undoable>> {
    let conversation: Option<i64> = db
        .prepare_cached("SELECT id FROM lanes WHERE line = ? AND sender = ? AND phone")?
        .query_row(params![line, sender], |row| row.get(0))
        .optional()?;
    let Some(conversation) = conversation else {
        return Ok(None);
    };
    let mut recent = db.prepare_cached(
        "SELECT m.seq, m.id, m.text
         FROM (SELECT message FROM log WHERE lane = ?1 AND state = 'done' ORDER BY message DESC LIMIT ?2) g
         JOIN messages m ON m.seq = g.message JOIN plans p ON p.message = m.seq
         WHERE NOT EXISTS (SELECT 1 FROM undone u WHERE u.message = m.seq)
             AND NOT EXISTS (SELECT 1 FROM json_each(p.frozen, '$.commands') c
                             WHERE json_extract(c.value, '$.intent.do') = 'undo')
         ORDER BY m.seq DESC",
    )?;
    let mut rows = recent.query(params![conversation, LOOK_BACK])?;
    while let Some(row) = rows.next()? {
        let effects = effects(db, row.get(0)?)?;
        if !effects.is_empty() {
            return Ok(Some(Undoable {
                message: row.get(1)?,
                text: row.get(2)?,
                effects,
            }));
        }
    }
    Ok(None)
}

/// The confirmed changes of a message in the order they happened.
fn effects(db: &Connection, seq: i64) -> Tx<Vec<(CrmCall, Observation)>> {
    let mut effects: Vec<(CrmCall, Observation)> = db
        .prepare_cached(
            "SELECT call, seen FROM calls
             WHERE message = ? AND state = 'confirmed' AND call IS NOT NULL AND seen IS NOT NULL ORDER BY command, step",
        )?
        .query_map([seq], |row| {
            Ok((row.get::<_, Json<_>>(0)?.0, row.get::<_, Json<_>>(1)?.0))
        })?
        .collect::<Result<_, _>>()?;
    effects.retain(|(call, _)| call.changes());
    Ok(effects)
}
