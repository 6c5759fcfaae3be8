//! Questions to the sender, and what may be chosen.

use serde::{Deserialize, Serialize};

use super::{Contact, Intent, Task};

/// A question the sender answers with one character, a number or a code. JSON: `{"about":"who","choices":[…]}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// What is unclear.
    pub about: About,
    /// The choices, at most four, in the order of their numbers from 1. Empty for yes/no and code questions.
    #[serde(default)]
    pub choices: Vec<Choice>,
}

/// What a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum About {
    /// Which contact.
    Who,
    /// Which task.
    Task,
    /// Which date or time.
    When,
    /// Which handle.
    Handle,
    /// Which command; with no choices: whether the one command understood is meant (Y or N).
    Intent,
    /// Whether a changing or outward command shall run (Y or N).
    Confirm,
    /// Whether a destructive command shall run (the one-time code).
    Code,
}

/// One thing that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What the person reads.
    pub label: String,
    /// The whole command this choice makes, for questions the grammar asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intent: Option<Box<Intent>>,
    /// The contact, for [`About::Who`] asked by the plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
    /// The task, for [`About::Task`] asked by the plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<Task>,
}
