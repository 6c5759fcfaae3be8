//! What every answer of the administrator's side carries, and who may post to it.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::DefaultBodyLimit;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderName, HeaderValue, header};
use tower_http::csrf::{CsrfLayer, ProtectionError};

use super::console::Console;
use super::pages::PageError;

/// Text from a message is never markup, and if it ever became so by a mistake, the browser still would not run it.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
     img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// The largest form, in bytes.
const MAX_FORM: usize = 64 * 1024;

/// Forms are taken from our own pages only (`Sec-Fetch-Site`, else `Origin` against `Host`), and only small ones.
pub(super) fn against_other_sites(router: Router<Arc<Console>>) -> Router<Arc<Console>> {
    let refuse = |_: ProtectionError| -> Response<Body> { PageError::Foreign.into_response() };
    router
        .layer(DefaultBodyLimit::max(MAX_FORM))
        .layer(CsrfLayer::new().with_rejection_response(refuse))
}

/// Puts the headers on every answer. Nothing is cached unless the handler says so.
pub(super) fn against_content(router: Router<Arc<Console>>) -> Router<Arc<Console>> {
    router.layer(axum::middleware::map_response(with_headers))
}

async fn with_headers(mut response: Response) -> Response {
    let headers = response.headers_mut();
    set(
        headers,
        header::CONTENT_SECURITY_POLICY,
        CONTENT_SECURITY_POLICY,
    );
    set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    // Not `no-referrer`: with it browsers write `Origin: null` on our own forms.
    set(headers, header::REFERRER_POLICY, "same-origin");
    set(headers, OPENER_POLICY, "same-origin");
    set(headers, RESOURCE_POLICY, "same-origin");
    if !headers.contains_key(header::CACHE_CONTROL) {
        set(headers, header::CACHE_CONTROL, "no-store");
    }
    response
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.insert(name, HeaderValue::from_static(value));
}
