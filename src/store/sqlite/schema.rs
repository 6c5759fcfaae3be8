//! Opening the file: lock, settings, migrations.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::failure::Tx;
use crate::store::StoreError;

/// In order; the number of the last one is the file's `user_version`. A migration that has been released is never edited.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_journal.sql"),
    include_str!("migrations/0002_open_messages.sql"),
];

/// One process at a time: held as long as the database is open, let go by the system when the process dies.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Locks `<path>.lock`.
    pub(super) fn take(path: &Path) -> Result<Self, StoreError> {
        let mut name = path.as_os_str().to_owned();
        name.push(".lock");
        let name = PathBuf::from(name);
        let failed = |error: std::io::Error| {
            StoreError::Database(format!("cannot lock {}: {error}", name.display()))
        };
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&name)
            .map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(StoreError::InUse(path.display().to_string())),
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }
}

/// Opens the writer's connection, creates the file where there is none and brings it to this version.
pub(super) fn open_writer(path: &Path) -> Tx<Connection> {
    let mut db = Connection::open(path)?;
    set_up(&db)?;
    // A commit is on disk when it returns: WAL alone would only make it atomic.
    db.pragma_update(None, "journal_mode", "wal")?;
    db.pragma_update(None, "synchronous", "full")?;
    db.pragma_update(None, "foreign_keys", true)?;
    // Savepoints keep their undo pages in memory.
    db.pragma_update(None, "temp_store", "memory")?;
    // What a commit costs grows with the cache: SQLite walks over all of it where a page was split.
    db.pragma_update(None, "cache_size", -8_000)?;
    db.pragma_update(None, "wal_autocheckpoint", 10_000)?;
    migrate(&mut db)?;
    Ok(db)
}

/// Opens a connection that cannot write.
pub(super) fn open_reader(path: &Path) -> Tx<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags)?;
    set_up(&db)?;
    db.pragma_update(None, "query_only", true)?;
    Ok(db)
}

fn set_up(db: &Connection) -> Tx<()> {
    db.busy_timeout(Duration::from_secs(5))?;
    db.set_prepared_statement_cache_capacity(128);
    db.pragma_update(None, "trusted_schema", false)?;
    Ok(())
}

fn migrate(db: &mut Connection) -> Tx<()> {
    let version: u32 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let version = version as usize;
    if version > MIGRATIONS.len() {
        let why = "it was written by a newer version of this program";
        return Err(StoreError::Database(why.to_owned()).into());
    }
    for (number, sql) in (1..).zip(MIGRATIONS).skip(version) {
        let transaction = db.transaction()?;
        transaction.execute_batch(sql)?;
        transaction.pragma_update(None, "user_version", number)?;
        transaction.commit()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("fieldline.db");
        (folder, path)
    }

    #[test]
    fn a_commit_waits_for_the_disk() {
        let (_folder, path) = file();
        let db = open_writer(&path).expect("opened");
        let synchronous: i64 = db
            .pragma_query_value(None, "synchronous", |row| row.get(0))
            .expect("known");
        let journal: String = db
            .pragma_query_value(None, "journal_mode", |row| row.get(0))
            .expect("known");
        assert_eq!((synchronous, journal.as_str()), (2, "wal"));
    }

    #[test]
    fn a_reader_cannot_write() {
        let (_folder, path) = file();
        open_writer(&path).expect("opened");
        let db = open_reader(&path).expect("opened");
        db.execute("INSERT INTO settings VALUES ('a', 'b')", [])
            .expect_err("refused");
    }

    #[test]
    fn migrations_run_once_and_a_newer_file_is_left_alone() {
        let (_folder, path) = file();
        drop(open_writer(&path).expect("created"));
        let db = open_writer(&path).expect("opened again");
        db.pragma_update(None, "user_version", 1_000_000)
            .expect("set");
        drop(db);
        let refused = open_writer(&path).expect_err("too new");
        assert!(StoreError::from(refused).to_string().contains("newer"));
    }
}
