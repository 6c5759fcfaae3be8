//! The simulated carrier of the demo: plain JSON, no proof of origin. The web layer lets it in from loopback only.
//!
//! Inbound: `POST {"id":"…","from":"+1…","to":"+1…","text":"…"}`, where `id` and `to` may be missing.
//! Outbound: `POST {api_url}/messages {"id":"out_…","to":"+1…","text":"…"}` → `{"id":"…"}`; the same id again changes nothing
//! (`sandbox::carrier`).

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{Method, StatusCode, Uri};
use serde::{Deserialize, Serialize};

use super::{
    Capabilities, Hook, InvalidSetting, Provider, Rejection, SendError, answer, endpoint, proof,
    request,
};
use crate::domain::{DeliveryReport, InboundSms, LineName, OutboundSms, Region, Sender};

/// A simulated line.
#[derive(Clone, Debug)]
pub struct Settings {
    pub line: LineName,
    pub region: Region,
    /// Where the simulated carrier listens, with its prefix: `http://127.0.0.1:8787/sim`.
    pub api_url: String,
}

/// The adapter.
#[derive(Debug)]
pub struct Simulated {
    line: LineName,
    region: Region,
    messages: Uri,
}

impl Simulated {
    /// # Errors
    /// [`InvalidSetting`] where `api_url` is no URL.
    pub fn new(settings: Settings) -> Result<Self, InvalidSetting> {
        Ok(Self {
            messages: endpoint(&settings.api_url, "/messages")?,
            line: settings.line,
            region: settings.region,
        })
    }
}

#[derive(Deserialize)]
struct Inbound {
    #[serde(default)]
    id: Option<String>,
    from: String,
    #[serde(default)]
    to: Option<String>,
    text: String,
}

#[derive(Serialize)]
struct Outbound<'a> {
    id: String,
    to: &'a str,
    text: &'a str,
}

#[derive(Deserialize)]
struct Sent {
    id: String,
}

/// A web page in a browser on this machine can reach loopback too, but cannot post JSON there.
fn posts_json(hook: &Hook) -> Result<(), Rejection> {
    let json = hook.headers.get(CONTENT_TYPE).is_some_and(|value| {
        let value = value.as_bytes();
        value.len() >= 16 && value[..16].eq_ignore_ascii_case(b"application/json")
    });
    if hook.method == Method::POST && json {
        Ok(())
    } else {
        Err(Rejection::Forged("not a POST of JSON"))
    }
}

impl Provider for Simulated {
    fn inbound(&self, hook: &Hook) -> Result<Vec<InboundSms>, Rejection> {
        posts_json(hook)?;
        let sms: Inbound = serde_json::from_slice(&hook.body).map_err(|error| {
            Rejection::Malformed(format!(
                "not the JSON of a message at column {}",
                error.column()
            ))
        })?;
        let to = sms.to.as_deref().unwrap_or_default();
        let id = sms.id.as_deref().unwrap_or_default();
        Ok(vec![InboundSms {
            line: self.line.clone(),
            from: Sender::read(&sms.from, self.region),
            to: Sender::read(to, self.region).phone().cloned(),
            fingerprint: proof::fingerprint([id, &sms.from, to, &sms.text]),
            text: sms.text,
            provider_id: sms.id,
            sent_at: None,
            media: 0,
        }])
    }

    fn acknowledge(&self, _reply: Option<&OutboundSms>) -> http::Response<Bytes> {
        answer("application/json", "{}")
    }

    fn send(&self, sms: &OutboundSms, _status_url: &str) -> http::Request<Bytes> {
        let body = serde_json::json!(Outbound {
            id: sms.id.to_string(),
            to: sms.to.as_str(),
            text: &sms.text,
        });
        let mut request = request(Method::POST, self.messages.clone(), body.to_string().into());
        request
            .headers_mut()
            .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        request
    }

    fn sent(&self, answer: &http::Response<Bytes>) -> Result<Option<String>, SendError> {
        let status = answer.status();
        if status.is_success() {
            let sent: Sent =
                serde_json::from_slice(answer.body()).map_err(|_| SendError::Unclear)?;
            return Ok(Some(sent.id));
        }
        match status {
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
                Err(SendError::Later(super::retry_after(answer)))
            }
            status if status.is_client_error() => {
                Err(SendError::Refused(status.as_u16().to_string()))
            }
            _ => Err(SendError::Unclear),
        }
    }

    fn status(&self, hook: &Hook) -> Result<Vec<DeliveryReport>, Rejection> {
        posts_json(hook).map(|()| Vec::new())
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            inline_reply: None,
            answers_stop: false,
            idempotent_send: true,
            shed: StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}
