//! What the sandbox was told, and what that did.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One request, in the order in which they took effect.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LedgerEntry {
    /// From 1.
    pub seq: u64,
    pub at: Timestamp,
    pub method: String,
    /// Path and query as received.
    pub path: String,
    /// The operation, `PUT /contacts/{contactId}/tasks/{taskId}/completed`; `None` where there is no such one.
    pub route: Option<String>,
    /// The JSON body; null where there was none.
    pub body: Value,
    /// What was answered; `None` where the connection was dropped instead.
    pub status: Option<u16>,
    /// What changed; `None` where nothing did.
    pub effect: Option<Effect>,
    /// The faults that struck, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<String>,
}

/// A change in the CRM.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effect {
    /// `task.completed`, `contact.created`, `tags.added` …
    pub op: String,
    /// The id of what changed; of its contact for tags.
    pub id: String,
    /// For people: the title, the name, the tags.
    pub what: String,
}

impl Effect {
    pub(super) fn new(op: &str, id: &str, what: impl Into<String>) -> Self {
        Self {
            op: op.to_owned(),
            id: id.to_owned(),
            what: what.into(),
        }
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.op, self.what)
    }
}
