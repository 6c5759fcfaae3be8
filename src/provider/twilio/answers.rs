//! What Twilio's REST API says to a text: an id, or `{"code":21610,"message":"…","status":400}`.

use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use serde::Deserialize;

use super::super::retry_after;
use super::SendError;

/// The recipient has replied STOP; also the `ErrorCode` of a delivery report.
pub(super) const OPTED_OUT: &str = "21610";

/// A cap of the day on registered traffic: pointless to ask again at once.
const NEXT_WINDOW: Duration = Duration::from_hours(1);

#[derive(Deserialize)]
struct Sent {
    sid: String,
}

#[derive(Deserialize)]
struct Failure {
    code: u32,
}

pub(super) fn sent(answer: &http::Response<Bytes>) -> Result<Option<String>, SendError> {
    let status = answer.status();
    if status.is_success() {
        return match serde_json::from_slice::<Sent>(answer.body()) {
            Ok(sent) => Ok(Some(sent.sid)),
            Err(_) => Err(SendError::Unclear),
        };
    }
    // Twilio has no idempotency key and does not promise that a 5xx was not accepted.
    if status.is_server_error() || status == StatusCode::REQUEST_TIMEOUT {
        return Err(SendError::Unclear);
    }
    let code = serde_json::from_slice::<Failure>(answer.body()).map_or(0, |failure| failure.code);
    let named = || match code {
        0 => format!("HTTP {}", status.as_u16()),
        code => code.to_string(),
    };
    Err(match (status, code) {
        (_, 21610) => SendError::OptedOut,
        (StatusCode::TOO_MANY_REQUESTS, _) | (_, 20429 | 14107 | 21611 | 30001 | 30022) => {
            SendError::Later(retry_after(answer))
        }
        (_, 30023 | 30027) => SendError::Later(retry_after(answer).or(Some(NEXT_WINDOW))),
        // Credentials, account, sender or registration: nothing from this line will pass.
        (StatusCode::UNAUTHORIZED, _)
        | (StatusCode::FORBIDDEN | StatusCode::NOT_FOUND, 0)
        | (
            _,
            20003 | 20404 | 21603 | 21606 | 21607 | 21701..=21705 | 30024 | 30032 | 30034 | 30125,
        ) => SendError::Line(named()),
        (status, _) if !status.is_client_error() => SendError::Line(named()),
        // Recipient or text.
        _ => SendError::Refused(named()),
    })
}
