//! What the web side is given by the application.

use std::net::IpAddr;
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use jiff::tz::TimeZone;
use secrecy::SecretString;

use crate::clock::SharedClock;
use crate::domain::{LineName, Phone, Role};
use crate::provider::Hook;
use crate::store::Store;
use crate::telemetry::Metrics;

/// What the engine does for the web side. Its answers go back to the caller as they are.
#[async_trait]
pub trait Intake: Send + Sync {
    /// Verify → read → store durably → answer: the whole handling of an inbound hook, replies in the answer included.
    /// A line that does not exist is answered 404 with an empty body. `peer` is the other end of the connection. Dropped when
    /// the client hangs up: what the store was handed by then is committed all the same, and nobody waits for a reply that
    /// cannot go back in the answer any more.
    async fn inbound(&self, line: &LineName, hook: Hook, peer: IpAddr) -> http::Response<Bytes>;

    /// The same for delivery reports, but seen through to its end even if the client hangs up.
    async fn status(&self, line: &LineName, hook: Hook, peer: IpAddr) -> http::Response<Bytes>;

    /// A webhook of the CRM, seen through likewise.
    async fn crm(&self, hook: Hook) -> http::Response<Bytes>;

    /// Whether messages can be taken and worked on.
    ///
    /// # Errors
    /// One sentence for the operator, without personal data, when not.
    fn ready(&self) -> Result<(), String>;
}

/// Explains a text as somebody of that role would have sent it: the JSON of `fieldline parse --batch`.
pub type Explain = Arc<dyn Fn(&str, Role) -> serde_json::Value + Send + Sync>;

/// Everything the administrator's side stands on.
pub struct Admin {
    pub store: Arc<dyn Store>,
    pub intake: Arc<dyn Intake>,
    pub clock: SharedClock,
    /// Opens the API; without it only signed-in people may read it.
    pub api_token: Option<SecretString>,
    pub lines: Vec<LineInfo>,
    /// The name in the corner of every page.
    pub brand: String,
    /// The zone in which pages write times.
    pub zone: TimeZone,
    /// A simulated line: shows the phone simulator.
    pub phone: Option<SimPhone>,
    pub metrics: Metrics,
    /// For the playground.
    pub parse: Explain,
}

/// A line as the pages show it.
#[derive(Clone, Debug)]
pub struct LineInfo {
    pub name: LineName,
    pub number: Phone,
    /// The carrier's name as configured: `twilio`, `kannel`, …
    pub provider: String,
}

/// What a simulated phone has received: our id of each text, and the text.
pub type Received = Arc<dyn Fn(&Phone) -> Vec<(String, String)> + Send + Sync>;

/// The simulated line and the people whose phone one may pick up.
#[derive(Clone)]
pub struct SimPhone {
    pub line: LineName,
    /// The number of the line, which the simulated phones text.
    pub number: Phone,
    /// Number and name of each sample person.
    pub people: Vec<(Phone, String)>,
    /// The log masks one-time codes; the phone they were sent to shows them.
    pub received: Received,
}
