//! What an answer that is not 2xx means.
//!
//! Errors are documented for 400, 401 and 422 only, as `{statusCode, message, error}` with `message` a text or a list;
//! everything else here was seen by users of the API.

use bytes::Bytes;
use http::StatusCode;
use serde_json::Value;

use super::{contacts, effects, limits};
use crate::crm::CrmError;
use crate::domain::{CrmCall, EffectClass, Observation};

/// Reasons are told in a text message.
const REASON_CHARS: usize = 160;

/// What the CRM said, where it is for the plan, or what happened to the call.
pub(super) fn refusal(
    call: &CrmCall,
    answer: &http::Response<Bytes>,
) -> Result<Observation, CrmError> {
    let status = answer.status();
    if status == StatusCode::NOT_FOUND && names_a_record(call) {
        return Ok(Observation::Gone);
    }
    if !status.is_client_error() || not_about_the_call(status) {
        return Err(failure(answer));
    }
    let body = json(answer);
    if let Some(duplicate) = contacts::duplicate(call, &body) {
        return Ok(duplicate);
    }
    let reason = reason(&body, status);
    if names_a_record(call) && says_it_is_gone(&reason) {
        return Ok(Observation::Gone);
    }
    match effects::class(call) {
        EffectClass::Read | EffectClass::Set => Ok(Observation::Refused { reason }),
        // A create refused with 422 has been seen to create all the same.
        EffectClass::Marked | EffectClass::Unobservable => Err(CrmError::Unclear(reason)),
    }
}

/// What happened to a call, whatever it was.
pub(super) fn failure(answer: &http::Response<Bytes>) -> CrmError {
    let status = answer.status();
    let reason = reason(&json(answer), status);
    match status {
        StatusCode::UNAUTHORIZED => unauthorized(reason),
        StatusCode::TOO_MANY_REQUESTS => CrmError::Limited {
            wait: limits::wait(answer.headers()),
        },
        StatusCode::REQUEST_TIMEOUT => CrmError::Unclear(reason),
        _ if status.is_redirection() => CrmError::Setup(format!(
            "{status}: base_url redirects, which is never followed"
        )),
        _ if status.is_client_error() => CrmError::Setup(reason),
        _ => CrmError::Unclear(reason),
    }
}

/// A 2xx that cannot be read: the change may have been made.
pub(super) fn unreadable(answer: &http::Response<Bytes>) -> CrmError {
    CrmError::Unclear(format!(
        "{} with a body that cannot be read",
        answer.status()
    ))
}

/// 401 is answered for more than bad tokens: a missing scope, a missing or retired version, a path in the wrong case
/// (`E01`), and a gateway's time-out, which leaves open what happened.
fn unauthorized(reason: String) -> CrmError {
    let text = reason.to_lowercase();
    if text.contains("timed out") || text.contains("timeout") {
        CrmError::Unclear(reason)
    } else if text.contains("scope") || text.contains("version header") || text.starts_with("e01") {
        CrmError::Setup(reason)
    } else {
        CrmError::Token(reason)
    }
}

/// Statuses that say the same whichever call was made. Of 404 only those are left that name no record: a wrong path.
fn not_about_the_call(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::UNAUTHORIZED
            | StatusCode::FORBIDDEN
            | StatusCode::NOT_FOUND
            | StatusCode::METHOD_NOT_ALLOWED
            | StatusCode::NOT_ACCEPTABLE
            | StatusCode::REQUEST_TIMEOUT
            | StatusCode::UNSUPPORTED_MEDIA_TYPE
            | StatusCode::TOO_MANY_REQUESTS
    )
}

/// Whether the call is about a record that can be gone, by its id.
fn names_a_record(call: &CrmCall) -> bool {
    !matches!(
        call,
        CrmCall::LookupContact { .. }
            | CrmCall::SearchContacts { .. }
            | CrmCall::CreateContact { .. }
            | CrmCall::SearchTasks { .. }
    )
}

/// A record that is not there is answered 400 as well as 404. A missing user or location is another matter.
fn says_it_is_gone(reason: &str) -> bool {
    let text = reason.to_lowercase();
    let mentions = |words: &[&str]| words.iter().any(|word| text.contains(word));
    mentions(&["not found", "is deleted", "does not exist"])
        && (mentions(&["contact", "task", "note"]) || text == "not found")
        && !mentions(&["user", "assign", "location"])
}

fn json(answer: &http::Response<Bytes>) -> Value {
    serde_json::from_slice(answer.body()).unwrap_or(Value::Null)
}

/// The CRM's own words: `message` as a text or a list, or the newer `{"error":{"message":…}}`; else the status.
fn reason(body: &Value, status: StatusCode) -> String {
    let said = match &body["message"] {
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let texts: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
            texts.join("; ")
        }
        _ => body["error"]["message"].as_str().unwrap_or("").to_owned(),
    };
    let plain: String = said
        .chars()
        .map(|char| if char.is_control() { ' ' } else { char })
        .take(REASON_CHARS)
        .collect();
    match plain.trim() {
        "" => status.to_string(),
        text => text.to_owned(),
    }
}
