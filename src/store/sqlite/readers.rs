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
            let borrowed = Borrowed::from(free);
            match &borrowed.db {
                Some(db) => snapshot(db, work).map_err(StoreError::from),
                None => Err(StoreError::Database("no reader is free".to_owned())),
            }
        });
        task.await
            .map_err(|error| StoreError::Database(error.to_string()))?
    }
}

/// A connection that goes back to the pool even if the work panics.
struct Borrowed {
    db: Option<Connection>,
    pool: Arc<Mutex<Vec<Connection>>>,
}

impl From<Arc<Mutex<Vec<Connection>>>> for Borrowed {
    fn from(pool: Arc<Mutex<Vec<Connection>>>) -> Self {
        let db = pool.lock().unwrap_or_else(PoisonError::into_inner).pop();
        Self { db, pool }
    }
}

impl Drop for Borrowed {
    fn drop(&mut self) {
        let mut pool = self.pool.lock().unwrap_or_else(PoisonError::into_inner);
        pool.extend(self.db.take());
    }
}

fn snapshot<T>(db: &Connection, work: impl FnOnce(&Connection) -> Tx<T>) -> Tx<T> {
    let transaction = db.unchecked_transaction()?;
    let result = work(&transaction);
    transaction.finish()?;
    result
}
