//! The keys of a line, by carrier.

use secrecy::SecretString;
use serde::Deserialize;

/// One of our numbers and the carrier behind it.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "provider", rename_all = "kebab-case")]
pub enum LineConfig {
    Twilio(TwilioLine),
    Kannel(KannelLine),
    Simulated(SimulatedLine),
}

/// Twilio: form webhooks signed with the account's token, REST sends.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TwilioLine {
    pub name: String,
    pub number: String,
    pub account_sid: String,
    #[serde(default)]
    pub auth_token: Option<SecretString>,
    #[serde(default)]
    pub auth_tokens: Vec<SecretString>,
    #[serde(default = "sha1")]
    pub signature: String,
    #[serde(default = "twilio_api")]
    pub api_url: String,
}

/// Kannel: `get-url` hooks proven by a token in the URL, replies in the answer, `sendsms` for late ones.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KannelLine {
    pub name: String,
    pub number: String,
    pub username: String,
    pub password: SecretString,
    pub secret: SecretString,
    #[serde(default = "kannel_api")]
    pub api_url: String,
}

/// A simulated carrier: loopback only.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SimulatedLine {
    pub name: String,
    pub number: String,
    /// Where sends go; by default the gateway's own simulated carrier.
    #[serde(default)]
    pub api_url: Option<String>,
}

impl LineConfig {
    /// The name, which is also the last part of its hook URL.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Twilio(line) => &line.name,
            Self::Kannel(line) => &line.name,
            Self::Simulated(line) => &line.name,
        }
    }

    /// Our number, as configured.
    #[must_use]
    pub fn number(&self) -> &str {
        match self {
            Self::Twilio(line) => &line.number,
            Self::Kannel(line) => &line.number,
            Self::Simulated(line) => &line.number,
        }
    }

    /// Where sends go, if that is another host.
    #[must_use]
    pub fn api_url(&self) -> Option<&str> {
        match self {
            Self::Twilio(line) => Some(&line.api_url),
            Self::Kannel(line) => Some(&line.api_url),
            Self::Simulated(line) => line.api_url.as_deref(),
        }
    }

    /// The carrier's name as in the file.
    #[must_use]
    pub fn provider(&self) -> &'static str {
        match self {
            Self::Twilio(_) => "twilio",
            Self::Kannel(_) => "kannel",
            Self::Simulated(_) => "simulated",
        }
    }
}

fn sha1() -> String {
    "sha1".to_owned()
}

fn twilio_api() -> String {
    "https://api.twilio.com".to_owned()
}

fn kannel_api() -> String {
    "http://127.0.0.1:13013".to_owned()
}
