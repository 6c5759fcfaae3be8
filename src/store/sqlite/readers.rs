//! Connections that only read, on blocking threads, beside the writer.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use tokio::sync::Semaphore;

use super::failure::Tx;
use super::schema;
use crate::store::StoreError;

/// Queries at the same time. More would only wait for the same two or four cores.
const READERS: usize = 4;

/// A pool of read-only connections.
pub(super) struct Readers {
    free: Arc<Mutex<Vec<Connection>>>,
    turns: Arc<Semaphore>,
}

impl Readers {
    /// Opens all of them.
    pub(super) fn open(path: &Path) -> Result<Self, StoreError> {
        let free = (0..READERS)
            .map(|_| schema::open_reader(path))
            .collect::<Tx<Vec<_>>>()?;
        Ok(Self {
            turns: Arc::new(Semaphore::new(free.len())),
            free: Arc::new(Mutex::new(free)),
        })
    }

    /// Runs `work` on one snapshot of the database: everything acknowledged before this call is in it.
    pub(super) async fn run<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Tx<T> + Send + 'static,
    {
        let turn = Arc::clone(&self.turns).acquire_owned().await;
        let free = Arc::clone(&self.free);
        let task = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            let db = free.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let Some(db) = db else {
                return Err(StoreError::Database("no reader is left".to_owned()));
            };
            let result = snapshot(&db, work);
            free.lock().unwrap_or_else(PoisonError::into_inner).push(db);
            result.map_err(StoreError::from)
        });
        task.await
            .map_err(|error| StoreError::Database(error.to_string()))?
    }
}

fn snapshot<T>(db: &Connection, work: impl FnOnce(&Connection) -> Tx<T>) -> Tx<T> {
    let transaction = db.unchecked_transaction()?;
    let result = work(&transaction);
    transaction.finish()?;
    result
}
