//! Carriers. An adapter is pure: a hook's bytes in, values out; a text in, a request out; an answer in, a verdict out.

pub mod kannel;
pub mod simulated;
pub mod twilio;

mod fields;
mod proof;

use bytes::Bytes;

use crate::domain::{DeliveryReport, InboundSms, OutboundSms};

/// A request that arrived at one of our hook routes, whole.
#[derive(Clone, Debug)]
pub struct Hook {
    pub method: http::Method,
    /// The URL as the carrier called it: `server.public_url` and the raw path and query as received. Never made of headers.
    pub url: String,
    pub headers: http::HeaderMap,
    pub body: Bytes,
    /// When it arrived, for signatures with an age.
    pub received: jiff::Timestamp,
}

/// One carrier's ways.
pub trait Provider: Send + Sync {
    /// The messages in an inbound hook; none for an authentic request that is no message.
    ///
    /// # Errors
    /// [`Rejection::Forged`] where the carrier did not send it: nothing of it is read. [`Rejection::Malformed`] for an authentic
    /// request that cannot be read: it is kept raw and answered 2xx.
    fn inbound(&self, hook: &Hook) -> Result<Vec<InboundSms>, Rejection>;

    /// The answer to an inbound hook that was stored. `reply` is the reply itself, where the carrier takes it there
    /// ([`Capabilities::inline_reply`]) and it was ready in time.
    fn acknowledge(&self, reply: Option<&OutboundSms>) -> http::Response<Bytes>;

    /// The request that sends a text. `status_url` is where delivery reports shall go.
    fn send(&self, sms: &OutboundSms, status_url: &str) -> http::Request<Bytes>;

    /// What the carrier said to it: its own id of the text, where it gives one.
    ///
    /// # Errors
    /// [`SendError`] classified by what to do next.
    fn sent(&self, answer: &http::Response<Bytes>) -> Result<Option<String>, SendError>;

    /// The delivery reports in a status hook.
    ///
    /// # Errors
    /// As for [`Provider::inbound`].
    fn status(&self, hook: &Hook) -> Result<Vec<DeliveryReport>, Rejection>;

    /// What this carrier can and does do by itself.
    fn capabilities(&self) -> Capabilities;
}

/// What a carrier can and does do by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capabilities {
    /// The reply may be the answer to the hook; wait this long for it before answering with silence.
    pub inline_reply: Option<std::time::Duration>,
    /// The carrier itself confirms STOP and START, so we must not.
    pub answers_stop: bool,
    /// The carrier de-duplicates sends by our id: an unclear send may be repeated.
    pub idempotent_send: bool,
    /// The status to shed load with, one that makes this carrier try again.
    pub shed: http::StatusCode,
}

/// Why a hook is not taken. Says nothing to the caller beyond the status.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The signature or secret is missing or wrong: 403, nothing stored.
    #[error("not from the carrier: {0}")]
    Forged(&'static str),
    /// Authentic, but not readable.
    #[error("not readable: {0}")]
    Malformed(String),
}

/// Why a text was not (or perhaps not) sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// The person has opted out with the carrier: suppress them here too.
    #[error("the recipient has opted out with the carrier")]
    OptedOut,
    /// Not taken; try again, after this long if the carrier says so.
    #[error("the carrier asks to try later")]
    Later(Option<std::time::Duration>),
    /// It may have been sent: never repeated unless the carrier de-duplicates.
    #[error("the carrier's answer leaves open whether it was sent")]
    Unclear,
    /// Never going to work for this recipient or text; the carrier's code.
    #[error("the carrier refused it: {0}")]
    Refused(String),
    /// Our credentials or sender are wrong: the whole line is affected.
    #[error("the carrier does not accept this line: {0}")]
    Line(String),
}

/// A line's settings that cannot work; found at start-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{key}: {problem}")]
pub struct InvalidSetting {
    /// The key of the line's table.
    pub key: &'static str,
    /// What is wrong, without the value.
    pub problem: &'static str,
}

/// The URL of one of a carrier's resources, from `api_url` (scheme, host, perhaps a prefix) and a path with a leading slash.
fn endpoint(api_url: &str, path: &str) -> Result<http::Uri, InvalidSetting> {
    let invalid = InvalidSetting {
        key: "api_url",
        problem: "not an http or https URL without query",
    };
    let uri: http::Uri = format!("{}{path}", api_url.trim_end_matches('/'))
        .parse()
        .map_err(|_| invalid)?;
    let right = matches!(uri.scheme_str(), Some("http" | "https")) && uri.query().is_none();
    if right { Ok(uri) } else { Err(invalid) }
}

/// A request to a URL that is known to be right.
fn request(method: http::Method, uri: http::Uri, body: Bytes) -> http::Request<Bytes> {
    let mut request = http::Request::new(body);
    *request.method_mut() = method;
    *request.uri_mut() = uri;
    request
}

/// An answer of a given content type.
fn answer(content_type: &'static str, body: impl Into<Bytes>) -> http::Response<Bytes> {
    let mut answer = http::Response::new(body.into());
    answer.headers_mut().insert(
        http::header::CONTENT_TYPE,
        http::HeaderValue::from_static(content_type),
    );
    answer
}

/// `Retry-After` in seconds, where the carrier sends one.
fn retry_after(answer: &http::Response<Bytes>) -> Option<std::time::Duration> {
    let value = answer.headers().get(http::header::RETRY_AFTER)?;
    let seconds = value.to_str().ok()?.trim().parse().ok()?;
    Some(std::time::Duration::from_secs(seconds))
}
