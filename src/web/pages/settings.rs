//! The administrator's own password.

use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::extract::{Form, State};
use axum::response::{IntoResponse, Redirect};
use http::StatusCode;
use secrecy::SecretString;
use serde::Deserialize;

use super::{Chrome, Page, PageError};
use crate::web::console::Console;
use crate::web::guard::SignedIn;
use crate::web::password::{MIN_PASSWORD, PasswordError, Verdict};
use crate::web::serve::Peer;

#[derive(Template)]
#[template(path = "settings.html")]
struct SettingsPage {
    chrome: Chrome,
    least: usize,
    wrong: Option<String>,
}

pub(super) async fn show(State(console): State<Arc<Console>>, _: SignedIn) -> Page {
    page(&console, None)
}

/// The old password and the new one.
#[derive(Deserialize)]
pub(super) struct Change {
    old: SecretString,
    new: SecretString,
}

/// Changing the password signs everybody out, also whoever changed it.
pub(super) async fn save(
    State(console): State<Arc<Console>>,
    _: SignedIn,
    Peer(peer): Peer,
    Form(Change { old, new }): Form<Change>,
) -> Page {
    let now: Duration = console.admin.clock.monotonic();
    if console.lockout.attempt(peer, now).is_err() {
        return refused(&console, "Too many attempts. Try again later.");
    }
    if console.passwords.check(old).await? != Verdict::Right {
        return refused(&console, "The present password is not right.");
    }
    console.lockout.forgive(peer);
    match console.passwords.set(&new).await {
        Ok(()) => Ok(Redirect::to("/admin/sign-in").into_response()),
        Err(PasswordError::Store(error)) => Err(PageError::Store(error)),
        Err(error @ (PasswordError::TooShort | PasswordError::Hash(_))) => {
            refused(&console, &error.to_string())
        }
    }
}

fn refused(console: &Console, wrong: &str) -> Page {
    let mut answer = page(console, Some(wrong.to_owned()))?;
    *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(answer)
}

fn page(console: &Console, wrong: Option<String>) -> Page {
    super::show(&SettingsPage {
        chrome: Chrome::new(console, "settings"),
        least: MIN_PASSWORD,
        wrong,
    })
}
