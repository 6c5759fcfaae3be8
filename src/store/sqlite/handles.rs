//! Short numbers for what people have been shown: given once for each thing on a line, never moved.

use rusqlite::{Connection, OptionalExtension, params};

use super::directory;
use super::failure::Tx;
use crate::domain::{Contact, Handle, HandleKind, LineName, Note, Observation, Target, Task};

/// How much of a note names it.
const NOTE_TITLE: usize = 60;

/// Gives everything in `seen` its handle, in order, and the tasks the names of their contacts.
pub(super) fn give(db: &Connection, line: &LineName, seen: &mut Observation) -> Tx<()> {
    match seen {
        Observation::Contact(contact) => give_contact(db, line, contact),
        Observation::Contacts(contacts) => contacts
            .iter_mut()
            .try_for_each(|contact| give_contact(db, line, contact)),
        Observation::Task(task) => give_task(db, line, task),
        Observation::Tasks(tasks) => tasks
            .iter_mut()
            .try_for_each(|task| give_task(db, line, task)),
        Observation::Note(note) => give_note(db, line, note),
        Observation::Notes(notes) => notes
            .iter_mut()
            .try_for_each(|note| give_note(db, line, note)),
        Observation::Tags(_)
        | Observation::Deleted
        | Observation::Gone
        | Observation::Duplicate { .. }
        | Observation::Refused { .. }
        | Observation::Answered(_)
        | Observation::Unknown
        | Observation::NotAllowed => Ok(()),
    }
}

/// What the handles point at; those that point at nothing are left out.
pub(super) fn targets(
    db: &Connection,
    line: &LineName,
    wanted: &[Handle],
) -> Tx<Vec<(Handle, Target)>> {
    let mut query = db.prepare_cached(
        "SELECT h.contact, c.name, h.crm_id, h.title, h.completed
         FROM handles h LEFT JOIN contacts c ON c.id = h.contact WHERE h.line = ? AND h.kind = ? AND h.number = ?",
    )?;
    let mut found = Vec::with_capacity(wanted.len());
    for handle in wanted {
        let target = query
            .query_row(params![line, handle.kind, handle.number], |row| {
                Ok(Target {
                    contact: row.get(0)?,
                    contact_name: row.get(1)?,
                    id: row.get(2)?,
                    title: row.get(3)?,
                    completed: row.get(4)?,
                })
            })
            .optional()?;
        found.extend(target.map(|target| (*handle, target)));
    }
    Ok(found)
}

/// Lets the numbers of a kind begin at `first`.
pub(super) fn reserve(db: &Connection, line: &LineName, kind: HandleKind, first: u32) -> Tx<()> {
    db.prepare_cached(
        "INSERT INTO handle_starts VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET first = ?3",
    )?
    .execute(params![line, kind, first])?;
    Ok(())
}

fn give_contact(db: &Connection, line: &LineName, contact: &mut Contact) -> Tx<()> {
    let id = contact.id.as_str();
    let number = number(db, line, HandleKind::Contact, id, id, &contact.name, false)?;
    contact.handle = Some(Handle::contact(number));
    Ok(())
}

fn give_task(db: &Connection, line: &LineName, task: &mut Task) -> Tx<()> {
    let number = number(
        db,
        line,
        HandleKind::Task,
        task.id.as_str(),
        task.contact.as_str(),
        &task.title,
        task.completed,
    )?;
    task.handle = Some(Handle::task(number));
    if task.contact_name.is_none() {
        task.contact_name = directory::name(db, &task.contact)?;
    }
    Ok(())
}

fn give_note(db: &Connection, line: &LineName, note: &mut Note) -> Tx<()> {
    let title: String = note.body.chars().take(NOTE_TITLE).collect();
    let number = number(
        db,
        line,
        HandleKind::Note,
        note.id.as_str(),
        note.contact.as_str(),
        &title,
        false,
    )?;
    note.handle = Some(Handle::note(number));
    Ok(())
}

/// The number of a thing, a new one where it has none, and what it looks like now.
fn number(
    db: &Connection,
    line: &LineName,
    kind: HandleKind,
    crm_id: &str,
    contact: &str,
    title: &str,
    completed: bool,
) -> Tx<u32> {
    let known = db
        .prepare_cached(
            "UPDATE handles SET contact = ?, title = ?, completed = ? WHERE line = ? AND kind = ? AND crm_id = ?
             RETURNING number",
        )?
        .query_row(
            params![contact, title, completed, line, kind, crm_id],
            |row| row.get(0),
        )
        .optional()?;
    if let Some(number) = known {
        return Ok(number);
    }
    let number = db
        .prepare_cached(
            "INSERT INTO handles VALUES (?1, ?2,
                 max(coalesce((SELECT max(number) + 1 FROM handles WHERE line = ?1 AND kind = ?2), 1),
                     coalesce((SELECT first FROM handle_starts WHERE line = ?1 AND kind = ?2), 1)),
                 ?3, ?4, ?5, ?6) RETURNING number",
        )?
        .query_row(
            params![line, kind, crm_id, contact, title, completed],
            |row| row.get(0),
        )?;
    Ok(number)
}
