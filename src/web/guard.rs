//! Who may call a handler, as extractors: a handler that takes one of these cannot be reached without it.

use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use axum::extract::{FromRequestParts, OriginalUri};
use axum_extra::extract::CookieJar;
use http::request::Parts;
use http::{HeaderMap, Method, header};
use secrecy::ExposeSecret;
use subtle::ConstantTimeEq;

use super::api::ApiError;
use super::console::Console;
use super::pages::PageError;

/// Somebody who signed in with the password.
pub(super) struct SignedIn;

impl FromRequestParts<Arc<Console>> for SignedIn {
    type Rejection = PageError;

    async fn from_request_parts(
        parts: &mut Parts,
        console: &Arc<Console>,
    ) -> Result<Self, PageError> {
        let cookies = CookieJar::from_headers(&parts.headers);
        if console.sessions.is_open(&cookies).await? {
            return Ok(Self);
        }
        let here = OriginalUri::from_request_parts(parts, console).await;
        let Ok(OriginalUri(here)) = here;
        Err(PageError::SignIn {
            next: (parts.method == Method::GET).then(|| here.to_string()),
        })
    }
}

/// A program with the API token, or a browser that is signed in.
pub(super) struct ApiCaller;

impl FromRequestParts<Arc<Console>> for ApiCaller {
    type Rejection = ApiError;

    async fn from_request_parts(
        parts: &mut Parts,
        console: &Arc<Console>,
    ) -> Result<Self, ApiError> {
        if let Some(given) = bearer(&parts.headers) {
            let right = console.admin.api_token.as_ref().is_some_and(|token| {
                // Hashes are compared so that not even the length of the token shows in the time it takes.
                let given = digest(&SHA256, given.as_bytes());
                let token = digest(&SHA256, token.expose_secret().as_bytes());
                given.as_ref().ct_eq(token.as_ref()).into()
            });
            return if right {
                Ok(Self)
            } else {
                Err(ApiError::Unauthorized)
            };
        }
        // A cookie comes along by itself, so it opens only what changes nothing.
        let cookies = CookieJar::from_headers(&parts.headers);
        if parts.method == Method::GET && console.sessions.is_open(&cookies).await? {
            return Ok(Self);
        }
        Err(ApiError::Unauthorized)
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then_some(token.trim())
}
