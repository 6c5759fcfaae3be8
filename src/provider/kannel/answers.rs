//! What `sendsms` says: a status and one line of text. 202 is `0: Accepted for delivery` or `3: Queued for later delivery`.

use bytes::Bytes;
use http::StatusCode;

use super::SendError;

pub(super) fn sent(answer: &http::Response<Bytes>) -> Result<Option<String>, SendError> {
    match answer.status() {
        StatusCode::OK | StatusCode::ACCEPTED => match answer.body().as_ref() {
            [b'0' | b'3', b':', ..] => Ok(None),
            _ => Err(SendError::Unclear),
        },
        // It could not be handed to the bearerbox.
        StatusCode::SERVICE_UNAVAILABLE => Err(SendError::Later(None)),
        StatusCode::FORBIDDEN | StatusCode::UNAUTHORIZED | StatusCode::NOT_FOUND => {
            Err(SendError::Line(line(answer)))
        }
        StatusCode::REQUEST_TIMEOUT => Err(SendError::Unclear),
        status if status.is_client_error() => Err(SendError::Refused(line(answer))),
        status if status.is_redirection() => Err(SendError::Line(line(answer))),
        _ => Err(SendError::Unclear),
    }
}

/// The status and the beginning of the text, which names no person.
fn line(answer: &http::Response<Bytes>) -> String {
    let text = String::from_utf8_lossy(answer.body());
    let first: String = text
        .lines()
        .next()
        .unwrap_or_default()
        .chars()
        .take(80)
        .collect();
    format!("HTTP {}: {}", answer.status().as_u16(), first.trim())
}
