//! The command log as it is read: the JSON of `/api/v1/messages`.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::CallState;
use crate::domain::{Intent, LineName, MessageId, MessageState, Reason, ReplyId, ReplyState};

/// One accepted message, from the moment of acceptance on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LogEntry {
    pub id: MessageId,
    pub received_at: Timestamp,
    pub line: LineName,
    /// E.164, or what the carrier wrote.
    pub from: String,
    /// Name of the registered sender.
    pub person: Option<String>,
    /// The carrier's id.
    pub provider_id: Option<String>,
    pub text: String,
    pub state: MessageState,
    /// `completed`, `created`, `problem`, … ; null until known.
    pub outcome: Option<String>,
    pub intents: Vec<Intent>,
    pub reasons: Vec<Reason>,
    pub grammar_version: Option<String>,
    pub calls: Vec<LogCall>,
    pub replies: Vec<LogReply>,
    /// From acceptance to the end; null until then.
    pub duration_ms: Option<u64>,
}

/// One call of a message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LogCall {
    /// From 1, over all commands of the message.
    pub seq: u32,
    pub op: String,
    pub method: String,
    pub path: String,
    pub state: CallState,
    pub attempts: u32,
    pub status: Option<u16>,
    pub ms: Option<u64>,
}

/// One reply to a message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LogReply {
    pub id: ReplyId,
    /// With one-time codes masked.
    pub text: String,
    pub segments: u8,
    pub state: ReplyState,
    pub provider_ref: Option<String>,
}

/// Which entries, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogFilter {
    /// Entries older than this one.
    pub after: Option<MessageId>,
    /// At most this many; 0 means 50, never more than 200.
    pub limit: u16,
    pub from: Option<String>,
    pub state: Option<MessageState>,
    pub outcome: Option<String>,
    /// Words in the text.
    pub q: Option<String>,
    /// Received at or after this.
    pub since: Option<Timestamp>,
}

/// A page of the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LogPage {
    pub messages: Vec<LogEntry>,
    /// Pass as `after` for the older ones; null at the end.
    pub next: Option<MessageId>,
}
