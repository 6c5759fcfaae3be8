//! Twilio Programmable Messaging.
//!
//! Inbound: a form by POST (or the same fields in the query of a GET), signed in `X-Twilio-Signature`. The answer is an empty
//! `TwiML` document: replies go out by REST, where they get an id. Twilio blocks and confirms STOP by itself and still forwards it.
//!
//! Outbound: `POST {api_url}/2010-04-01/Accounts/{AccountSid}/Messages.json`, a form, with Basic authentication. There is no
//! idempotency key: whatever may have been sent is not sent again. Delivery reports come signed to `StatusCallback`, where our
//! own id stands in the query.
//!
//! Twilio adds fields without notice, so nothing depends on which others there are.

mod answers;
mod signature;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use http::{Method, StatusCode, Uri};
use secrecy::{ExposeSecret, SecretString};

use super::fields::Fields;
use super::{
    Capabilities, Hook, InvalidSetting, Provider, Rejection, SendError, answer, endpoint, proof,
    request,
};
use crate::domain::{
    DeliveryReport, DeliveryState, InboundSms, LineName, OutboundSms, Phone, Region, Sender,
};
use signature::Verifier;

/// A Twilio number.
#[derive(Clone, Debug)]
pub struct Settings {
    pub line: LineName,
    /// The number itself: messages to another one are not for this line.
    pub number: Phone,
    pub region: Region,
    /// `AC` and 32 hex digits.
    pub account_sid: String,
    /// Tokens that may have signed a hook, the current one first: that one also authenticates what we send. Two during rotation.
    pub auth_tokens: Vec<SecretString>,
    /// Shared keys that sign hooks in place of the tokens; usually none.
    pub signing_keys: Vec<SecretString>,
    pub algorithm: Algorithm,
    /// `https://api.twilio.com`, or where a test listens.
    pub api_url: String,
}

/// What signs hooks. Chosen here and never by a header, or a forger would choose it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// HMAC-SHA1 with the account's token: what Twilio does unless told otherwise.
    Sha1,
    /// HMAC-SHA256 with a shared key.
    Sha256,
}

/// The adapter.
pub struct Twilio {
    line: LineName,
    number: Phone,
    region: Region,
    account_sid: String,
    verifier: Verifier,
    messages: Uri,
    authorization: HeaderValue,
}

impl Twilio {
    /// # Errors
    /// [`InvalidSetting`] where the SID is none, no token is given or `api_url` is no URL.
    pub fn new(settings: Settings) -> Result<Self, InvalidSetting> {
        let Settings {
            line,
            number,
            region,
            account_sid,
            auth_tokens,
            signing_keys,
            algorithm,
            api_url,
        } = settings;
        if !is_sid(&account_sid, &["AC"]) {
            return Err(InvalidSetting {
                key: "account_sid",
                problem: "not AC and 32 hex digits",
            });
        }
        let token = auth_tokens.first().ok_or(InvalidSetting {
            key: "auth_token",
            problem: "missing",
        })?;
        let keys = if signing_keys.is_empty() {
            &auth_tokens
        } else {
            &signing_keys
        };
        // An empty key would make every signature one that anybody can compute.
        if keys
            .iter()
            .chain([token])
            .any(|key| key.expose_secret().is_empty())
        {
            return Err(InvalidSetting {
                key: "auth_token",
                problem: "empty",
            });
        }
        let path = format!("/2010-04-01/Accounts/{account_sid}/Messages.json");
        Ok(Self {
            verifier: Verifier::new(algorithm, keys),
            messages: endpoint(&api_url, &path)?,
            authorization: basic(&account_sid, token)?,
            line,
            number,
            region,
            account_sid,
        })
    }

    /// The fields of a hook that Twilio signed: of the form, or of the query where there is no form.
    fn authentic(&self, hook: &Hook) -> Result<Fields, Rejection> {
        let is_form = signature::is_form(hook);
        let fields = if is_form {
            Fields::parse(&hook.body)
        } else {
            Fields::of_url(&hook.url)
        };
        let fields = fields.map_err(|_| Rejection::Forged("too many fields"))?;
        let form = is_form.then(|| fields.joined());
        self.verifier.verify(hook, form.as_deref())?;
        if !is_form && hook.method != Method::GET {
            return Err(Rejection::Malformed("not a form".to_owned()));
        }
        self.shape(&fields, form.as_deref())?;
        Ok(fields)
    }

    /// Whether these are fields as Twilio sends them, for us.
    ///
    /// The signed text has no boundaries between fields: `Body=hi`, `From=+1…` and `Body=hiFrom+1…` are signed alike. A sender
    /// who learnt the signature of their own message could so move its end and become somebody else. Hence the strict shapes;
    /// and, because such a text names two senders, the signed fields other than the text may name only one.
    fn shape(&self, fields: &Fields, form: Option<&[u8]>) -> Result<(), Rejection> {
        let text = |name| {
            fields
                .text(name)
                .map_err(|_| Rejection::Forged("a field stands there twice"))
        };
        if text("AccountSid")?.as_deref() != Some(self.account_sid.as_str()) {
            return Err(Rejection::Forged("of another account"));
        }
        if !text("MessageSid")?.is_some_and(|sid| is_sid(&sid, &["SM", "MM"])) {
            return Err(Rejection::Forged("MessageSid is none"));
        }
        let from = text("From")?;
        let report = text("MessageStatus")?.is_some();
        let missing = from.is_none() || text("To")?.is_none() || text("Body")?.is_none();
        if missing && !report {
            return Err(Rejection::Forged("From, To or Body is missing"));
        }
        if from.is_some_and(|from| from.starts_with('+') && from.parse::<Phone>().is_err()) {
            return Err(Rejection::Forged("From is no number"));
        }
        let more_than_one = |signed: &[u8]| {
            signed
                .windows(5)
                .filter(|it| it == b"From+")
                .nth(1)
                .is_some()
        };
        if form.is_some_and(more_than_one) && more_than_one(&fields.joined_without("Body")) {
            return Err(Rejection::Forged("two senders"));
        }
        Ok(())
    }
}

impl Provider for Twilio {
    fn inbound(&self, hook: &Hook) -> Result<Vec<InboundSms>, Rejection> {
        let fields = self.authentic(hook)?;
        if fields.text("MessageStatus")?.is_some() {
            return Ok(Vec::new());
        }
        let id = fields.required("MessageSid")?;
        let from = fields.required("From")?;
        let to = fields.required("To")?;
        let text = fields.required("Body")?;
        let to_phone: Option<Phone> = to.parse().ok();
        if to_phone.as_ref() != Some(&self.number) {
            return Err(Rejection::Malformed(
                "To is not the number of this line".to_owned(),
            ));
        }
        let media = fields
            .text("NumMedia")?
            .and_then(|count| count.parse().ok())
            .unwrap_or(0_u8);
        let media_urls = (0..media)
            .map(|index| fields.text(&format!("MediaUrl{index}")))
            .map(|url| Ok(url?.unwrap_or_default()))
            .collect::<Result<Vec<_>, Rejection>>()?;
        let fingerprint = proof::fingerprint(
            [&id, &from, &to, &text]
                .into_iter()
                .chain(&media_urls)
                .map(AsRef::as_ref),
        );
        Ok(vec![InboundSms {
            line: self.line.clone(),
            from: Sender::read(&from, self.region),
            to: to_phone,
            text: text.into_owned(),
            provider_id: Some(id.into_owned()),
            fingerprint,
            sent_at: None,
            media,
        }])
    }

    fn acknowledge(&self, _reply: Option<&OutboundSms>) -> http::Response<Bytes> {
        answer(
            "text/xml",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>",
        )
    }

    fn send(&self, sms: &OutboundSms, status_url: &str) -> http::Request<Bytes> {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("To", sms.to.as_str())
            .append_pair("From", self.number.as_str())
            .append_pair("Body", &sms.text);
        if !status_url.is_empty() {
            let mark = if status_url.contains('?') { '&' } else { '?' };
            form.append_pair(
                "StatusCallback",
                &format!("{status_url}{mark}reply={}", sms.id),
            );
        }
        let mut request = request(Method::POST, self.messages.clone(), form.finish().into());
        let headers = request.headers_mut();
        headers.insert(AUTHORIZATION, self.authorization.clone());
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("application/x-www-form-urlencoded"),
        );
        request
    }

    fn sent(&self, answer: &http::Response<Bytes>) -> Result<Option<String>, SendError> {
        answers::sent(answer)
    }

    /// `MessageStatus` of a report; the states before `sent` say nothing new and are left out.
    fn status(&self, hook: &Hook) -> Result<Vec<DeliveryReport>, Rejection> {
        let fields = self.authentic(hook)?;
        let state = match fields.required("MessageStatus")?.as_ref() {
            "sent" => DeliveryState::Sent,
            "delivered" | "read" => DeliveryState::Delivered,
            "undelivered" | "failed" | "canceled" => DeliveryState::Undelivered,
            _ => return Ok(Vec::new()),
        };
        let reply = Fields::of_url(&hook.url)?
            .text("reply")?
            .and_then(|id| id.parse().ok());
        let error = fields
            .text("ErrorCode")?
            .filter(|code| !code.is_empty())
            .map(std::borrow::Cow::into_owned);
        Ok(vec![DeliveryReport {
            reply,
            provider_ref: Some(fields.required("MessageSid")?.into_owned()),
            state,
            opted_out: error.as_deref() == Some(answers::OPTED_OUT),
            error,
        }])
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            inline_reply: None,
            answers_stop: true,
            idempotent_send: false,
            shed: StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

/// A prefix and 32 lower-case hex digits.
fn is_sid(text: &str, prefixes: &[&str]) -> bool {
    prefixes
        .iter()
        .find_map(|prefix| text.strip_prefix(prefix))
        .is_some_and(|hex| {
            hex.len() == 32 && hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
        })
}

fn basic(user: &str, password: &SecretString) -> Result<HeaderValue, InvalidSetting> {
    let credentials = STANDARD.encode(format!("{user}:{}", password.expose_secret()));
    let mut value =
        HeaderValue::try_from(format!("Basic {credentials}")).map_err(|_| InvalidSetting {
            key: "auth_token",
            problem: "not usable",
        })?;
    value.set_sensitive(true);
    Ok(value)
}
