//! A gateway with one Twilio number, and Twilio calling it.

use std::time::Duration;

use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use fieldline::config::{Config, LineConfig, TwilioLine};
use fieldline::fetch::{Fetch, ReqwestFetch};
use http::{Method, StatusCode};
use secrecy::SecretString;

use super::api::Api;
use crate::support::gateway::{Gateway, NUMBER};

pub(super) const ACCOUNT: &str = "ACbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
pub(super) const TOKEN: &str = "0123456789abcdef0123456789abcdef";
/// How Twilio reaches us: the TLS proxy in front of the gateway is not there, only its name.
const PUBLIC: &str = "https://sms.example.com";

pub(super) struct Number {
    pub(super) gateway: Gateway,
    pub(super) api: Api,
    fetch: ReqwestFetch,
}

/// What the gateway said to a hook.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) content_type: String,
    pub(super) body: String,
}

impl Number {
    pub(super) async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    pub(super) async fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        let api = Api::start().await;
        let line = TwilioLine {
            // The name in the official vectors.
            name: "x".to_owned(),
            number: NUMBER.to_owned(),
            account_sid: ACCOUNT.to_owned(),
            auth_token: Some(SecretString::from(TOKEN)),
            auth_tokens: Vec::new(),
            signature: "sha1".to_owned(),
            api_url: api.url.clone(),
        };
        let gateway = Gateway::start_with(|config| {
            config.lines = vec![LineConfig::Twilio(line)];
            PUBLIC.clone_into(&mut config.server.public_url);
            change(config);
        })
        .await;
        Self {
            gateway,
            api,
            fetch: ReqwestFetch::new(Duration::from_secs(30)).unwrap(),
        }
    }

    /// A text arrives, signed; `id` names it.
    pub(super) async fn text(&self, id: &str, from: &str, text: &str) -> Answer {
        self.form("/hooks/x", &message(id, from, text)).await
    }

    /// A report about a text arrives, signed.
    pub(super) async fn report(&self, callback: &str, sid: &str, status: &str) -> Answer {
        let target = callback.strip_prefix(PUBLIC).unwrap();
        self.form(target, &report(sid, status)).await
    }

    /// A form, signed.
    pub(super) async fn form(&self, target: &str, form: &[(&str, String)]) -> Answer {
        let signature = sign(target, form, TOKEN);
        self.call(Method::POST, target, form, Some(&signature))
            .await
    }

    /// A request as given.
    pub(super) async fn call(
        &self,
        method: Method,
        target: &str,
        form: &[(&str, String)],
        signature: Option<&str>,
    ) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(form)
            .finish();
        self.raw(method, target, body, signature).await
    }

    pub(super) async fn raw(
        &self,
        method: Method,
        target: &str,
        body: String,
        signature: Option<&str>,
    ) -> Answer {
        let mut request =
            http::Request::builder().uri(format!("http://{}{target}", self.gateway.app.hooks));
        if method == Method::POST {
            request = request.header("content-type", "application/x-www-form-urlencoded");
        }
        if let Some(signature) = signature {
            request = request.header("x-twilio-signature", signature);
        }
        let request = request.method(method).body(Bytes::from(body)).unwrap();
        let answer = self.fetch.fetch(request).await.unwrap();
        let content_type = answer.headers().get("content-type");
        Answer {
            status: answer.status(),
            content_type: content_type
                .map_or_else(String::new, |value| value.to_str().unwrap().to_owned()),
            body: String::from_utf8(answer.body().to_vec()).unwrap(),
        }
    }
}

/// The fields of an inbound text.
pub(super) fn message(id: &str, from: &str, text: &str) -> Vec<(&'static str, String)> {
    let sid = super::sid("SM", id);
    vec![
        ("ToCountry", "US".to_owned()),
        ("MessageSid", sid.clone()),
        ("SmsSid", sid),
        ("AccountSid", ACCOUNT.to_owned()),
        ("From", from.to_owned()),
        ("To", NUMBER.to_owned()),
        ("Body", text.to_owned()),
        ("NumMedia", "0".to_owned()),
        ("FromCity", String::new()),
        ("ApiVersion", "2010-04-01".to_owned()),
    ]
}

/// The fields of a delivery report.
pub(super) fn report(sid: &str, status: &str) -> Vec<(&'static str, String)> {
    vec![
        ("AccountSid", ACCOUNT.to_owned()),
        ("MessageSid", sid.to_owned()),
        ("MessageStatus", status.to_owned()),
        ("SmsStatus", status.to_owned()),
        ("From", NUMBER.to_owned()),
        ("To", crate::support::gateway::BOB.to_owned()),
        ("ApiVersion", "2010-04-01".to_owned()),
    ]
}

/// As Twilio signs: the URL it calls, then name and value of every field by name.
pub(super) fn sign(target: &str, form: &[(&str, String)], token: &str) -> String {
    let mut fields: Vec<_> = form.iter().collect();
    fields.sort();
    let mut signed = format!("{PUBLIC}{target}");
    for (name, value) in fields {
        signed.push_str(name);
        signed.push_str(value);
    }
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, token.as_bytes());
    STANDARD.encode(hmac::sign(&key, signed.as_bytes()))
}
