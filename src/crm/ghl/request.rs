//! What all requests share.

use std::fmt::Write;

use bytes::Bytes;
use http::Method;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

/// A request without what every request has: host, token, version.
pub(super) struct Ask {
    pub(super) method: Method,
    /// Path and query, encoded. Trailing slashes and letter case are part of the contract: a wrong one is answered 401.
    pub(super) path: String,
    pub(super) body: Option<Bytes>,
}

impl Ask {
    pub(super) fn get(path: String) -> Self {
        Self {
            method: Method::GET,
            path,
            body: None,
        }
    }

    pub(super) fn post(path: String, body: &impl Serialize) -> Self {
        Self::with_body(Method::POST, path, body)
    }

    pub(super) fn put(path: String, body: &impl Serialize) -> Self {
        Self::with_body(Method::PUT, path, body)
    }

    pub(super) fn delete(path: String) -> Self {
        Self {
            method: Method::DELETE,
            path,
            body: None,
        }
    }

    /// Four DELETEs of this API carry JSON.
    pub(super) fn delete_with(path: String, body: &impl Serialize) -> Self {
        Self::with_body(Method::DELETE, path, body)
    }

    fn with_body(method: Method, path: String, body: &impl Serialize) -> Self {
        // Bodies are structs of texts, numbers and flags, which always serialise.
        let body = serde_json::to_vec(body).unwrap_or_default();
        Self {
            method,
            path,
            body: Some(body.into()),
        }
    }
}

/// A path: literal parts as they are, ids encoded.
pub(super) fn path(parts: &[&str]) -> String {
    let mut path = String::new();
    for (place, part) in parts.iter().enumerate() {
        if place % 2 == 0 {
            path.push_str(part);
        } else {
            path.extend(utf8_percent_encode(part, NON_ALPHANUMERIC));
        }
    }
    path
}

/// Adds a query parameter, the first with `?`.
pub(super) fn query(path: &mut String, name: &str, value: &str) {
    let sign = if path.contains('?') { '&' } else { '?' };
    let value = utf8_percent_encode(value, NON_ALPHANUMERIC);
    // Writing to a String cannot fail.
    let _ = write!(path, "{sign}{name}={value}");
}
