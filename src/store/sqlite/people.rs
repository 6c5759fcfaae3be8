//! Registered people.

use rusqlite::{Connection, params};

use super::failure::Tx;
use crate::domain::{Person, Phone};

/// All, by name.
pub(super) fn all(db: &Connection) -> Tx<Vec<Person>> {
    Ok(db
        .prepare_cached(
            "SELECT phone, name, role, user_id, lang, tz FROM people ORDER BY name, phone",
        )?
        .query_map([], |row| {
            Ok(Person {
                phone: row.get(0)?,
                name: row.get(1)?,
                role: row.get(2)?,
                user_id: row.get(3)?,
                lang: row.get(4)?,
                tz: row.get(5)?,
            })
        })?
        .collect::<Result<_, _>>()?)
}

/// Adds or replaces one.
pub(super) fn put(db: &Connection, person: &Person) -> Tx<()> {
    db.prepare_cached(
        "INSERT INTO people VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (phone) DO UPDATE SET name = ?2, role = ?3, user_id = ?4, lang = ?5, tz = ?6",
    )?
    .execute(params![
        person.phone,
        person.name,
        person.role,
        person.user_id,
        person.lang,
        person.tz
    ])?;
    Ok(())
}

/// Removes one; whether there was one.
pub(super) fn remove(db: &Connection, phone: &Phone) -> Tx<bool> {
    let removed = db
        .prepare_cached("DELETE FROM people WHERE phone = ?")?
        .execute([phone])?;
    Ok(removed > 0)
}
