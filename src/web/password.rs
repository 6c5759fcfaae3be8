//! The administrator's password: argon2id, kept in the store's settings.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Semaphore;

use super::session;
use crate::clock::{Clock, SharedClock};
use crate::store::{Store, StoreError};

/// The fewest characters a password may have.
pub const MIN_PASSWORD: usize = 8;

/// The setting that holds the hash.
const SETTING: &str = "admin.password";
/// Each check takes 19 MiB and a core for a while, so only so many run at a time.
const CHECKS_AT_A_TIME: usize = 2;

/// Why a password was not set.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// Fewer characters than [`MIN_PASSWORD`].
    #[error("the password needs at least {MIN_PASSWORD} characters")]
    TooShort,
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The hash could not be made: no memory.
    #[error("the password could not be hashed: {0}")]
    Hash(String),
}

/// Sets the administrator's password and ends all sessions.
///
/// # Errors
/// [`PasswordError`].
pub async fn set_password(
    store: &dyn Store,
    clock: &dyn Clock,
    password: &SecretString,
) -> Result<(), PasswordError> {
    if password.expose_secret().chars().count() < MIN_PASSWORD {
        return Err(PasswordError::TooShort);
    }
    let mut salt = [0; 16];
    clock.random(&mut salt);
    let password = password.clone();
    let hash = blocking(move || {
        Argon2::default().hash_password_with_salt(password.expose_secret().as_bytes(), &salt)
    });
    let hash = hash
        .await
        .map_err(|error| PasswordError::Hash(error.to_string()))?;
    store.put_setting(SETTING, Some(hash.to_string())).await?;
    session::end_all(store).await?;
    Ok(())
}

/// Whether a password was ever set.
///
/// # Errors
/// [`StoreError`].
pub async fn has_password(store: &dyn Store) -> Result<bool, StoreError> {
    Ok(store.setting(SETTING).await?.is_some())
}

/// What checking a password gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Right,
    Wrong,
    /// Nobody has set one.
    NoneSet,
}

pub(super) struct Passwords {
    store: Arc<dyn Store>,
    clock: SharedClock,
    checks: Semaphore,
}

impl Passwords {
    pub(super) fn new(store: Arc<dyn Store>, clock: SharedClock) -> Self {
        Self {
            store,
            clock,
            checks: Semaphore::new(CHECKS_AT_A_TIME),
        }
    }

    pub(super) async fn check(&self, password: SecretString) -> Result<Verdict, StoreError> {
        let Some(hash) = self.store.setting(SETTING).await? else {
            return Ok(Verdict::NoneSet);
        };
        let _one_of_few = self.checks.acquire().await;
        let right = blocking(move || {
            PasswordHash::new(&hash).is_ok_and(|hash| {
                let password = password.expose_secret().as_bytes();
                Argon2::default().verify_password(password, &hash).is_ok()
            })
        });
        Ok(if right.await {
            Verdict::Right
        } else {
            Verdict::Wrong
        })
    }

    pub(super) async fn set(&self, password: &SecretString) -> Result<(), PasswordError> {
        set_password(self.store.as_ref(), self.clock.as_ref(), password).await
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        // The runtime cancels blocking work only when it is torn down, and this with it.
        Err(broken) => std::panic::resume_unwind(broken.into_panic()),
    }
}
