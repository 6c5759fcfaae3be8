//! What faults make of a reply on its way to the wire.

use bytes::Bytes;
use http::{HeaderValue, StatusCode, header};
use serde_json::{Value, json};

use super::faults::FaultKind;
use super::limits::Standing;
use super::reply::{Refusal, Reply};

/// What goes back on the wire.
pub(super) enum Answer {
    /// A whole message.
    Whole(http::Response<Bytes>),
    /// The head and this much of the body, then the connection ends.
    Cut(http::Response<Bytes>, usize),
    /// The connection ends without an answer.
    Nothing,
}

/// The faults that keep an operation from happening at all.
pub(super) fn prevented(struck: &[FaultKind]) -> Result<(), Refusal> {
    for fault in struck {
        match fault {
            FaultKind::ErrorBefore { status } => return Err(Refusal::server_error(*status)),
            FaultKind::ResetBefore => return Err(Refusal::server_error(500)),
            FaultKind::ExpiredToken => return Err(Refusal::invalid_token()),
            FaultKind::Redirect => return Err(Refusal::redirect()),
            _ => {}
        }
    }
    Ok(())
}

/// The answer, as the faults leave it. What happened has happened.
pub(super) fn distorted(
    reply: Reply,
    struck: &[FaultKind],
    trace: &str,
    path: &str,
    standing: Option<Standing>,
) -> Answer {
    let Reply {
        mut status,
        mut body,
        ..
    } = reply;
    for fault in struck {
        let refusal = match fault {
            FaultKind::ResetBefore | FaultKind::ResetAfter => return Answer::Nothing,
            FaultKind::ErrorAfter { status } => Refusal::server_error(*status),
            FaultKind::RefusedAfter => Refusal::invalid("the record could not be saved"),
            FaultKind::Echo { patch } => {
                merge(&mut body, patch);
                continue;
            }
            FaultKind::Huge { bytes } => {
                body["padding"] = json!("x".repeat(*bytes));
                continue;
            }
            _ => continue,
        };
        status = refusal.status;
        body = refusal.body;
    }
    if let Value::Object(body) = &mut body {
        body.insert("traceId".to_owned(), json!(trace));
    }
    let mut text = body.to_string();
    if struck.contains(&FaultKind::Garbled) {
        text.truncate(text.floor_char_boundary(text.len() / 2));
    }
    let half = text.len() / 2;
    let response = response(status, text, path, standing);
    if struck.contains(&FaultKind::Truncated) {
        Answer::Cut(response, half)
    } else {
        Answer::Whole(response)
    }
}

fn response(
    status: u16,
    text: String,
    path: &str,
    standing: Option<Standing>,
) -> http::Response<Bytes> {
    let mut response = http::Response::new(Bytes::from(text));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
    let redirects = response.status().is_redirection();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json; charset=utf-8"),
    );
    for (name, value) in standing.iter().flat_map(Standing::headers) {
        headers.insert(name, HeaderValue::from(value));
    }
    // To the same place: a caller that follows has its effect there.
    if redirects && let Ok(place) = HeaderValue::from_str(path) {
        headers.insert(header::LOCATION, place);
    }
    response
}

/// JSON merge patch (RFC 7396), except that null stays null.
fn merge(body: &mut Value, patch: &Value) {
    match (body, patch) {
        (Value::Object(body), Value::Object(patch)) => {
            for (name, change) in patch {
                merge(body.entry(name).or_insert(Value::Null), change);
            }
        }
        (body, change) => *body = change.clone(),
    }
}
