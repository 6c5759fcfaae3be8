//! The mirror of the CRM's contacts.

use rusqlite::{Connection, OptionalExtension, params};

use super::columns::{Count, Json};
use super::failure::Tx;
use crate::domain::{Contact, ContactId, CrmCall, Observation};

/// Takes in what an answer of the CRM tells about contacts.
pub(super) fn see(db: &Connection, call: Option<&CrmCall>, seen: &Observation) -> Tx<()> {
    match (call, seen) {
        (_, Observation::Contact(contact)) => mirror(db, std::slice::from_ref(contact)),
        (_, Observation::Contacts(contacts)) => mirror(db, contacts),
        (
            Some(CrmCall::AddTags { contact, .. } | CrmCall::RemoveTags { contact, .. }),
            Observation::Tags(tags),
        ) => {
            let Some(mut known) = contact_by_id(db, contact)? else {
                return Ok(());
            };
            known.tags.clone_from(tags);
            mirror(db, &[known])
        }
        (Some(CrmCall::GetContact { contact }), Observation::Gone) => {
            let gone = db
                .prepare_cached("DELETE FROM contacts WHERE id = ?")?
                .execute([contact])?;
            rise(db, gone)
        }
        _ => Ok(()),
    }
}

/// Adds or replaces contacts. The version rises if anything is different.
pub(super) fn mirror(db: &Connection, contacts: &[Contact]) -> Tx<()> {
    let mut put = db.prepare_cached(
        "INSERT INTO contacts VALUES (?1, ?2, ?3)
         ON CONFLICT (id) DO UPDATE SET name = ?2, contact = ?3 WHERE contact <> ?3",
    )?;
    let mut changed = 0;
    for contact in contacts {
        // Handles are a line's, the mirror is everybody's.
        let contact = Contact {
            handle: None,
            ..contact.clone()
        };
        changed += put.execute(params![contact.id, contact.name, Json(&contact)])?;
    }
    rise(db, changed)
}

/// All contacts, in the order of their ids, and the version.
pub(super) fn all(db: &Connection) -> Tx<(u64, Vec<Contact>)> {
    let contacts = db
        .prepare_cached("SELECT contact FROM contacts ORDER BY id")?
        .query_map([], |row| Ok(row.get::<_, Json<Contact>>(0)?.0))?
        .collect::<Result<_, _>>()?;
    Ok((version(db)?, contacts))
}

/// How often the mirror has changed.
pub(super) fn version(db: &Connection) -> Tx<u64> {
    Ok(db
        .prepare_cached("SELECT version FROM directory")?
        .query_row([], |row| row.get::<_, Count>(0))?
        .0)
}

/// What a contact is called; `None` for one that is not mirrored or has no name.
pub(super) fn name(db: &Connection, contact: &ContactId) -> Tx<Option<String>> {
    Ok(db
        .prepare_cached("SELECT name FROM contacts WHERE id = ? AND name <> ''")?
        .query_row([contact], |row| row.get(0))
        .optional()?)
}

fn contact_by_id(db: &Connection, contact: &ContactId) -> Tx<Option<Contact>> {
    Ok(db
        .prepare_cached("SELECT contact FROM contacts WHERE id = ?")?
        .query_row([contact], |row| Ok(row.get::<_, Json<Contact>>(0)?.0))
        .optional()?)
}

fn rise(db: &Connection, changed: usize) -> Tx<()> {
    if changed > 0 {
        db.prepare_cached("UPDATE directory SET version = version + 1")?
            .execute([])?;
    }
    Ok(())
}
