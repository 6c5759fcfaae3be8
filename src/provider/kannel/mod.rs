//! Kannel 1.4.5, an SMS gateway of one's own. It signs nothing: a secret in the URL proves it, and the link should be loopback
//! or a tunnel.
//!
//! Inbound: an `sms-service` with this `get-url` (one line; `LINE` and `SECRET` as configured here):
//!
//! ```text
//! group = sms-service
//! keyword = default
//! get-url = "http://127.0.0.1:8787/hooks/LINE?token=SECRET&id=%I&from=%p&to=%P&text=%b&ts=%T&coding=%c&charset=%C"
//! catch-all = true
//! accept-x-kannel-headers = true
//! omit-empty = true
//! max-messages = 5
//! concatenation = true
//! ```
//!
//! `%b` is the text with its spaces kept, `%I` an id that survives Kannel's own repetitions. With `mo-recode = true` in the
//! `smsbox` group a UCS-2 text comes as UTF-8; without, in the charset named.
//!
//! The reply goes back in the answer. Whatever is not a 2xx of `text/plain` makes Kannel text its own error message to the
//! person, a 204 included: silence is an empty 200. `accept-x-kannel-headers` lets us ask for UCS-2, without which Kannel writes
//! `?` for every character outside GSM-7. No header that redirects a reply is ever sent.
//!
//! Outbound, for replies that were not ready in time: `GET {api_url}/cgi-bin/sendsms`. The answer holds no id, so our own
//! stands in the `dlr-url`, which calls the status hook as `…/status?token=SECRET&reply=out_…&dlr=%d&answer=%A`.

mod answers;
mod charset;

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Method, StatusCode, Uri};
use jiff::Timestamp;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};
use secrecy::{ExposeSecret, SecretString};

use super::fields::Fields;
use super::{
    Capabilities, Hook, InvalidSetting, Provider, Rejection, SendError, answer, endpoint, proof,
    request,
};
use crate::domain::{
    DeliveryReport, DeliveryState, InboundSms, LineName, OutboundSms, Phone, Region, Sender,
};

/// A number behind Kannel.
#[derive(Clone, Debug)]
pub struct Settings {
    pub line: LineName,
    pub number: Phone,
    /// Whose national format numbers without `+` have: many SMS centres write them so.
    pub region: Region,
    /// The `sendsms-user` and its password.
    pub username: String,
    pub password: SecretString,
    /// Stands as `token` in the hook URLs.
    pub secret: SecretString,
    /// The smsbox: `http://127.0.0.1:13013`.
    pub api_url: String,
}

/// The adapter.
#[derive(Debug)]
pub struct Kannel {
    line: LineName,
    number: Phone,
    region: Region,
    username: String,
    password: SecretString,
    secret: SecretString,
    sendsms: Uri,
}

/// How long Kannel is kept waiting for a reply; its own patience is 240 s, a person's is less.
const INLINE: Duration = Duration::from_secs(5);

/// Reports on delivered (1), undeliverable (2), accepted (8) and rejected (16) by the SMS centre.
const DLR_MASK: &str = "27";

impl Kannel {
    /// # Errors
    /// [`InvalidSetting`] where the secret is missing or `api_url` is no URL.
    pub fn new(settings: Settings) -> Result<Self, InvalidSetting> {
        let Settings {
            line,
            number,
            region,
            username,
            password,
            secret,
            api_url,
        } = settings;
        if secret.expose_secret().is_empty() {
            return Err(InvalidSetting {
                key: "secret",
                problem: "empty",
            });
        }
        Ok(Self {
            sendsms: endpoint(&api_url, "/cgi-bin/sendsms")?,
            line,
            number,
            region,
            username,
            password,
            secret,
        })
    }

    /// The fields of a hook that knows the secret.
    fn authentic(&self, hook: &Hook) -> Result<Fields, Rejection> {
        let fields = Fields::of_url(&hook.url).map_err(|_| Rejection::Forged("too many fields"))?;
        match fields.bytes("token") {
            Ok(Some(token)) if proof::is_secret(token, &self.secret) => Ok(fields),
            _ => Err(Rejection::Forged("the token is wrong")),
        }
    }

    fn dlr_url(&self, sms: &OutboundSms, status_url: &str) -> String {
        let mark = if status_url.contains('?') { '&' } else { '?' };
        let secret = encode(self.secret.expose_secret().as_bytes());
        format!(
            "{status_url}{mark}token={secret}&reply={}&dlr=%d&answer=%A",
            sms.id
        )
    }
}

impl Provider for Kannel {
    fn inbound(&self, hook: &Hook) -> Result<Vec<InboundSms>, Rejection> {
        let fields = self.authentic(hook)?;
        if hook.method != Method::GET {
            return Err(Rejection::Malformed("not a GET: set get-url".to_owned()));
        }
        let from = fields.required("from")?;
        let to = fields.text("to")?.unwrap_or_default();
        let id = fields.text("id")?.filter(|id| !id.is_empty());
        let sent = fields.text("ts")?.unwrap_or_default();
        let raw = fields
            .bytes("text")?
            .ok_or_else(|| Rejection::Malformed("text is missing".to_owned()))?;
        let coding = fields.text("coding")?.unwrap_or_default();
        let charset = fields.text("charset")?.unwrap_or_default();
        let text = charset::decode(raw, &coding, &charset).ok_or_else(|| {
            Rejection::Malformed(format!("no text: coding {coding}, charset {charset:?}"))
        })?;
        let fingerprint =
            proof::fingerprint([id.as_deref().unwrap_or_default(), &from, &to, &text, &sent]);
        Ok(vec![InboundSms {
            line: self.line.clone(),
            from: Sender::read(&from, self.region),
            to: Sender::read(&to, self.region).phone().cloned(),
            text,
            provider_id: id.map(std::borrow::Cow::into_owned),
            fingerprint,
            sent_at: sent
                .parse()
                .ok()
                .and_then(|seconds| Timestamp::from_second(seconds).ok()),
            media: 0,
        }])
    }

    fn acknowledge(&self, reply: Option<&OutboundSms>) -> http::Response<Bytes> {
        let text = reply.map(|sms| sms.text.clone()).unwrap_or_default();
        let mut answer = answer("text/plain; charset=utf-8", text);
        if reply.is_some_and(|sms| sms.unicode) {
            answer
                .headers_mut()
                .insert("x-kannel-coding", HeaderValue::from_static("2"));
        }
        answer
    }

    /// UCS-2 goes as UTF-16BE, so that Kannel has nothing to convert.
    fn send(&self, sms: &OutboundSms, status_url: &str) -> http::Request<Bytes> {
        let (coding, charset, text) = if sms.unicode {
            ("2", "UTF-16BE", charset::utf16be(&sms.text))
        } else {
            ("0", "UTF-8", sms.text.clone().into_bytes())
        };
        let mut parameters = vec![
            ("username", encode(self.username.as_bytes())),
            ("password", encode(self.password.expose_secret().as_bytes())),
            ("from", encode(self.number.as_str().as_bytes())),
            ("to", encode(sms.to.as_str().as_bytes())),
            ("coding", coding.to_owned()),
            ("charset", charset.to_owned()),
            ("text", encode(&text)),
        ];
        if !status_url.is_empty() {
            let dlr_url = self.dlr_url(sms, status_url);
            parameters.push(("dlr-mask", DLR_MASK.to_owned()));
            parameters.push(("dlr-url", encode(dlr_url.as_bytes())));
        }
        let query: Vec<String> = parameters
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let url = format!("{}?{}", self.sendsms, query.join("&"));
        // Percent-encoded throughout, so only a text of more than ten thousand characters fails: Kannel refuses it bare.
        let url = url.parse().unwrap_or_else(|_| self.sendsms.clone());
        request(Method::GET, url, Bytes::new())
    }

    fn sent(&self, answer: &http::Response<Bytes>) -> Result<Option<String>, SendError> {
        answers::sent(answer)
    }

    fn status(&self, hook: &Hook) -> Result<Vec<DeliveryReport>, Rejection> {
        let fields = self.authentic(hook)?;
        let dlr = fields.required("dlr")?;
        let state = match dlr.as_ref() {
            "1" => DeliveryState::Delivered,
            "8" => DeliveryState::Sent,
            "2" | "16" => DeliveryState::Undelivered,
            _ => return Ok(Vec::new()),
        };
        let reply = fields
            .required("reply")?
            .parse()
            .map_err(|_| Rejection::Malformed("reply is no id of ours".to_owned()))?;
        let error = (state == DeliveryState::Undelivered).then(|| format!("dlr {dlr}"));
        Ok(vec![DeliveryReport {
            reply: Some(reply),
            provider_ref: None,
            state,
            error,
            opted_out: false,
        }])
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            inline_reply: Some(INLINE),
            answers_stop: false,
            idempotent_send: false,
            shed: StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

/// Everything but letters, digits and the marks that no part of a URL minds.
const UNSAFE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

fn encode(bytes: &[u8]) -> String {
    percent_encode(bytes, UNSAFE).to_string()
}
