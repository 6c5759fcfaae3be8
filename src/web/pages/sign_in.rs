//! Sign-in and sign-out.

use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::extract::{Form, Query, State};
use axum::response::{IntoResponse, Redirect};
use axum_extra::extract::CookieJar;
use http::{HeaderMap, StatusCode, header};
use secrecy::SecretString;
use serde::Deserialize;

use super::{Page, PageError};
use crate::web::assets;
use crate::web::console::Console;
use crate::web::password::Verdict;
use crate::web::serve::Peer;

#[derive(Template)]
#[template(path = "sign-in.html")]
struct SignInPage {
    brand: String,
    version: &'static str,
    next: String,
    wrong: Option<String>,
}

/// Where to go afterwards.
#[derive(Deserialize)]
pub(super) struct Next {
    #[serde(default)]
    next: String,
}

pub(super) async fn show(
    State(console): State<Arc<Console>>,
    Query(Next { next }): Query<Next>,
) -> Page {
    page(&console, next, StatusCode::OK, None)
}

/// The form. The user name in it is for password managers only.
#[derive(Deserialize)]
pub(super) struct Entry {
    password: SecretString,
    #[serde(default)]
    next: String,
}

pub(super) async fn enter(
    State(console): State<Arc<Console>>,
    Peer(peer): Peer,
    headers: HeaderMap,
    cookies: CookieJar,
    Form(Entry { password, next }): Form<Entry>,
) -> Page {
    if let Err(wait) = console
        .lockout
        .attempt(peer, console.admin.clock.monotonic())
    {
        let told = Some(too_many(wait));
        return page(&console, next, StatusCode::TOO_MANY_REQUESTS, told);
    }
    match console.passwords.check(password).await? {
        Verdict::Right => {
            console.lockout.forgive(peer);
            let cookie = console.sessions.open(is_https(&headers)).await?;
            Ok((cookies.add(cookie), Redirect::to(ours(&next))).into_response())
        }
        Verdict::Wrong => {
            let told = Some("That is not the password.".to_owned());
            page(&console, next, StatusCode::UNAUTHORIZED, told)
        }
        Verdict::NoneSet => {
            let told = "No password has been set yet. Set one with the command line, then sign in.";
            page(
                &console,
                next,
                StatusCode::UNAUTHORIZED,
                Some(told.to_owned()),
            )
        }
    }
}

pub(super) async fn leave(
    State(console): State<Arc<Console>>,
    cookies: CookieJar,
) -> Result<(CookieJar, Redirect), PageError> {
    let cookies = console.sessions.close(cookies).await?;
    Ok((cookies, Redirect::to("/admin/sign-in")))
}

fn page(console: &Console, next: String, status: StatusCode, wrong: Option<String>) -> Page {
    let mut answer = super::show(&SignInPage {
        brand: console.admin.brand.clone(),
        version: assets::VERSION.as_str(),
        next,
        wrong,
    })?;
    *answer.status_mut() = status;
    Ok(answer)
}

fn too_many(wait: Duration) -> String {
    let minutes = wait.as_secs().div_ceil(60).max(1);
    let unit = if minutes == 1 { "minute" } else { "minutes" };
    format!("Too many attempts. Try again in {minutes} {unit}.")
}

/// Browsers say in `Origin` how they reached the form, whatever stands between. A client that lies about it only gets a
/// cookie that its own browser will not keep.
fn is_https(headers: &HeaderMap) -> bool {
    headers
        .get(header::ORIGIN)
        .is_some_and(|origin| origin.as_bytes().starts_with(b"https://"))
}

/// `next` if it is one of our pages, else the log.
fn ours(next: &str) -> &str {
    let page = next.strip_prefix("/admin/");
    if page.is_some() && next.bytes().all(|b| b.is_ascii_graphic()) {
        next
    } else {
        "/admin/log"
    }
}
