//! What a later message of one sender on one line may refer to.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{ContactId, Handle, Lang, MessageId, Outcome, Question};

/// The state of a conversation of one sender on one line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Thread {
    /// The question that waits for an answer.
    pub question: Option<OpenQuestion>,
    /// The contact last spoken of, and when.
    pub contact: Option<(ContactId, Timestamp)>,
    /// The task last spoken of.
    pub task: Option<Handle>,
    /// What the last reply had no room for; `more` says it.
    pub rest: Option<Box<Outcome>>,
    /// The language the sender chose or last wrote in.
    pub lang: Option<Lang>,
    /// Whether the sender, a stranger, has been told what to text.
    pub greeted: bool,
}

/// A question that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenQuestion {
    /// The message whose command asked.
    pub message: MessageId,
    /// Which of its commands, from 0: the answer is appended to that command's journal.
    #[serde(default)]
    pub command: u32,
    /// What was asked.
    pub question: Question,
    /// When the answer no longer counts.
    pub expires: Timestamp,
}
