//! The configuration: `config.default.toml` (embedded; it is the manual) < the file < `FIELDLINE_SECTION__KEY`.

mod due;
mod lines;
mod load;

use std::net::SocketAddr;
use std::time::Duration;

use secrecy::SecretString;
use serde::Deserialize;

use crate::domain::{Person, UserId};

pub use due::Due;
pub use lines::{KannelLine, LineConfig, SimulatedLine, TwilioLine};
pub use load::{ConfigError, MANUAL};

/// Everything an operator can set.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    pub server: Server,
    pub store: StoreUrl,
    pub admin: Admin,
    pub crm: CrmConfig,
    pub log: Log,
    pub brand: Brand,
    pub leads: Leads,
    pub grammar: Grammar,
    pub defaults: Defaults,
    pub engine: EngineConfig,
    pub limits: Limits,
    #[serde(default)]
    pub lines: Vec<LineConfig>,
    #[serde(default)]
    pub people: Vec<PersonConfig>,
}

/// The carriers' side.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    pub listen: SocketAddr,
    pub public_url: String,
    pub max_connections: usize,
}

/// Where the journal is.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoreUrl {
    pub url: String,
}

/// The administrators' side.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Admin {
    pub listen: SocketAddr,
    #[serde(default)]
    pub token: Option<SecretString>,
    #[serde(default)]
    pub password: Option<SecretString>,
}

/// The CRM.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CrmConfig {
    pub kind: CrmKind,
    pub base_url: String,
    #[serde(default)]
    pub location_id: String,
    #[serde(default)]
    pub token: Option<SecretString>,
}

/// Which CRM.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CrmKind {
    Ghl,
}

/// What is logged.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    pub format: LogFormat,
    pub filter: String,
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    Human,
    Json,
}

/// Who we are, in replies to strangers.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Brand {
    pub name: String,
    pub contact: String,
}

/// What happens to new leads.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leads {
    pub welcome_task: String,
    pub due: String,
    pub assignee: String,
    pub tags: Vec<String>,
    pub reply: String,
    pub greet: bool,
}

/// What messages are read with beside the language packs.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grammar {
    pub words: String,
}

/// For people and numbers that say nothing else.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Defaults {
    pub region: String,
    pub tz: String,
    pub lang: String,
}

/// How work is done.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EngineConfig {
    #[serde(with = "jiff::fmt::serde::unsigned_duration::friendly::compact::required")]
    pub request_timeout: Duration,
    #[serde(with = "jiff::fmt::serde::unsigned_duration::friendly::compact::required")]
    pub ghost_window: Duration,
    #[serde(with = "jiff::fmt::serde::unsigned_duration::friendly::compact::required")]
    pub staleness: Duration,
    #[serde(with = "jiff::fmt::serde::unsigned_duration::friendly::compact::required")]
    pub lease: Duration,
    #[serde(with = "jiff::fmt::serde::unsigned_duration::friendly::compact::required")]
    pub retry_base: Duration,
    #[serde(with = "jiff::fmt::serde::unsigned_duration::friendly::compact::required")]
    pub retry_cap: Duration,
    #[serde(with = "jiff::fmt::serde::unsigned_duration::friendly::compact::required")]
    pub give_up: Duration,
    #[serde(with = "jiff::fmt::serde::unsigned_duration::friendly::compact::required")]
    pub question_timeout: Duration,
    #[serde(with = "jiff::fmt::serde::unsigned_duration::friendly::compact::required")]
    pub inline_wait: Duration,
    pub workers: usize,
}

/// What is never exceeded.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    pub crm_requests: u32,
    pub replies_per_number_per_minute: u32,
    pub replies_per_number_per_day: u32,
    pub replies_to_unknown_per_day: u32,
    pub replies_per_day: u32,
    pub inbound_per_number_per_minute: u32,
    pub segments: u8,
}

/// A registered person.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonConfig {
    pub phone: String,
    pub name: String,
    pub role: String,
    #[serde(default)]
    pub user_id: Option<String>,
    #[serde(default)]
    pub lang: Option<String>,
    #[serde(default)]
    pub tz: Option<String>,
}

impl PersonConfig {
    /// The person, with the defaults filled in.
    ///
    /// # Errors
    /// A sentence that names the person and what is wrong.
    pub fn person(&self, defaults: &Defaults) -> Result<Person, ConfigError> {
        let wrong = |what: &str| ConfigError::Invalid(format!("people: {}: {what}", self.name));
        let tz = self.tz.clone().unwrap_or_else(|| defaults.tz.clone());
        if jiff::tz::TimeZone::get(&tz).is_err() {
            return Err(wrong(&format!(
                "tz \"{tz}\" is not a time zone; write it like America/Chicago"
            )));
        }
        Ok(Person {
            phone: self
                .phone
                .parse()
                .map_err(|_| wrong("phone must be + and the digits, like +15551230001"))?,
            name: self.name.clone(),
            role: self
                .role
                .parse()
                .map_err(|_| wrong("role must be lead, staff, manager or owner"))?,
            user_id: self.user_id.clone().filter(|id| !id.is_empty()).map(UserId),
            lang: crate::domain::Lang(self.lang.clone().unwrap_or_else(|| defaults.lang.clone())),
            tz,
        })
    }
}
