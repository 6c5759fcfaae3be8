//! Values under names.

use rusqlite::{Connection, OptionalExtension, params};

use super::failure::Tx;

pub(super) fn get(db: &Connection, key: &str) -> Tx<Option<String>> {
    Ok(db
        .prepare_cached("SELECT value FROM settings WHERE key = ?")?
        .query_row([key], |row| row.get(0))
        .optional()?)
}

pub(super) fn put(db: &Connection, key: &str, value: Option<&str>) -> Tx<()> {
    match value {
        Some(value) => db
            .prepare_cached(
                "INSERT INTO settings VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2",
            )?
            .execute(params![key, value])?,
        None => db
            .prepare_cached("DELETE FROM settings WHERE key = ?")?
            .execute([key])?,
    };
    Ok(())
}
