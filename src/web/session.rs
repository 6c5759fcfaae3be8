//! Who is signed in: a random token in a cookie, its SHA-256 in the store.

use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;

use crate::clock::SharedClock;
use crate::store::{Store, StoreError};

/// All open sessions, as JSON.
const SETTING: &str = "admin.sessions";
/// How long a session lasts.
const LIFETIME: Duration = Duration::from_hours(12);
/// Sessions at a time; the oldest gives way.
const AT_A_TIME: usize = 50;

/// Over https. Browsers take a cookie of this prefix only from the host itself, for `/` and over https.
const SECURE_NAME: &str = "__Host-fieldline";
/// Over plain http on loopback, where the prefix cannot be had.
const PLAIN_NAME: &str = "fieldline";

pub(super) struct Sessions {
    store: Arc<dyn Store>,
    clock: SharedClock,
    /// The list is read, changed and written back by one at a time.
    writing: Mutex<()>,
}

#[derive(Serialize, Deserialize)]
struct Session {
    /// Hex SHA-256 of the token.
    token: String,
    expires: Timestamp,
}

impl Sessions {
    pub(super) fn new(store: Arc<dyn Store>, clock: SharedClock) -> Self {
        Self {
            store,
            clock,
            writing: Mutex::new(()),
        }
    }

    /// Opens a session and hands out its cookie. `https` as the browser sees it.
    pub(super) async fn open(&self, https: bool) -> Result<Cookie<'static>, StoreError> {
        let mut token = [0; 32];
        self.clock.random(&mut token);
        let token = hex::encode(token);
        let now = self.clock.now();
        let _alone = self.writing.lock().await;
        let mut sessions = read(self.store.as_ref()).await?;
        sessions.retain(|session| session.expires > now);
        let surplus = (sessions.len() + 1).saturating_sub(AT_A_TIME);
        sessions.drain(..surplus);
        sessions.push(Session {
            token: fingerprint(&token),
            expires: now + LIFETIME,
        });
        self.write(&sessions).await?;
        Ok(cookie(token, https))
    }

    /// Whether one of the request's cookies is an open session.
    pub(super) async fn is_open(&self, cookies: &CookieJar) -> Result<bool, StoreError> {
        let Some(token) = token(cookies) else {
            return Ok(false);
        };
        let now = self.clock.now();
        let sessions = read(self.store.as_ref()).await?;
        Ok(sessions
            .iter()
            .any(|session| session.token == token && session.expires > now))
    }

    /// Ends the session of the request and gives the jar that makes the browser forget it.
    pub(super) async fn close(&self, cookies: CookieJar) -> Result<CookieJar, StoreError> {
        let _alone = self.writing.lock().await;
        if let Some(token) = token(&cookies) {
            let mut sessions = read(self.store.as_ref()).await?;
            sessions.retain(|session| session.token != token);
            self.write(&sessions).await?;
        }
        Ok([SECURE_NAME, PLAIN_NAME]
            .into_iter()
            .filter(|name| cookies.get(name).is_some())
            .fold(cookies.clone(), |jar, name| {
                jar.remove(cookie_of(name, String::new()))
            }))
    }

    async fn write(&self, sessions: &[Session]) -> Result<(), StoreError> {
        let json = serde_json::to_string(sessions).unwrap_or_default();
        self.store.put_setting(SETTING, Some(json)).await
    }
}

/// Ends every session.
pub(super) async fn end_all(store: &dyn Store) -> Result<(), StoreError> {
    store.put_setting(SETTING, None).await
}

async fn read(store: &dyn Store) -> Result<Vec<Session>, StoreError> {
    let json = store.setting(SETTING).await?.unwrap_or_default();
    // A list that does not read signs everybody out, nothing worse.
    Ok(serde_json::from_str(&json).unwrap_or_default())
}

/// Fingerprint of the request's token.
fn token(cookies: &CookieJar) -> Option<String> {
    let cookie = cookies
        .get(SECURE_NAME)
        .or_else(|| cookies.get(PLAIN_NAME))?;
    Some(fingerprint(cookie.value()))
}

fn fingerprint(token: &str) -> String {
    hex::encode(digest(&SHA256, token.as_bytes()))
}

fn cookie(token: String, https: bool) -> Cookie<'static> {
    cookie_of(if https { SECURE_NAME } else { PLAIN_NAME }, token)
}

fn cookie_of(name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .secure(name == SECURE_NAME)
        .same_site(SameSite::Strict)
        .build()
}
