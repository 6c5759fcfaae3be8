//! Fills the directory from the CRM, page by page.

use super::Engine;
use crate::crm::CrmError;
use crate::fetch::FetchError;
use crate::store::StoreError;

/// Why the contacts could not all be read. What was read before stays.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    #[error(transparent)]
    Fetch(#[from] FetchError),
    #[error(transparent)]
    Crm(#[from] CrmError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Engine {
    /// Mirrors all contacts of the CRM; `seen` is told the running total after each page. Returns how many there are.
    pub async fn sync(&self, seen: impl Fn(usize) + Send) -> Result<usize, SyncError> {
        let mut total = 0;
        let mut cursor = None;
        loop {
            self.budget.token().await;
            let answer = self
                .fetch
                .fetch(self.crm.contacts_page(cursor.take()))
                .await?;
            let (contacts, next) = match self.crm.read_contacts_page(&answer) {
                Err(CrmError::Limited { wait }) => {
                    self.budget.block(wait);
                    tokio::time::sleep(wait).await;
                    continue;
                }
                page => page?,
            };
            total += contacts.len();
            self.directory.saw(&contacts);
            self.store.mirror(contacts).await?;
            seen(total);
            cursor = match next {
                Some(next) => Some(next),
                None => return Ok(total),
            };
        }
    }

    /// The same, only where nothing is mirrored yet. Trouble is logged: messages work without, names are then looked up.
    pub async fn sync_if_empty(&self) {
        match self.store.directory_version().await {
            Ok(0) => {}
            Ok(_) => return,
            Err(error) => {
                tracing::warn!(%error, "the directory could not be read");
                return;
            }
        }
        match self.sync(|_| {}).await {
            Ok(total) => {
                tracing::info!(count = total, "contacts mirrored");
            }
            Err(error) => {
                tracing::warn!(%error, "the contacts could not be mirrored");
            }
        }
    }
}
