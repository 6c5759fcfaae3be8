//! What the grammar made of a message: the result of `grammar::parse` and, flattened to JSON, the answer of
//! `fieldline parse --batch`.

use serde::{Deserialize, Serialize};

use super::{Intent, Lang, Outcome, Question};

/// Byte offsets `[start, end)` into the original text.
pub type Span = [usize; 2];

/// A reading with the language it was read in and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parsed {
    /// What shall happen.
    #[serde(flatten)]
    pub reading: Reading,
    /// The language of the words that decided.
    pub lang: Lang,
    /// Every decision taken, in reading order.
    pub reasons: Vec<Reason>,
}

impl Parsed {
    /// How talk of staff ends: as an answer that nothing asked for, or as no command.
    #[must_use]
    pub fn talk_of_staff(&self) -> Outcome {
        if self.reasons.iter().any(|it| it.code == "NOTHING_ASKED") {
            Outcome::NothingAsked
        } else {
            Outcome::NotACommand
        }
    }
}

/// What shall happen with a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "lowercase")]
pub enum Reading {
    /// Run these, in order.
    Execute { intents: Vec<Intent> },
    /// Run these after a confirmation: Y for outward and corrected ones, the one-time code for destructive ones.
    Confirm { intents: Vec<Intent> },
    /// Unclear: ask first. `intents` is the best reading so far.
    Ask {
        question: Question,
        intents: Vec<Intent>,
    },
    /// Probably meant; never run by itself.
    Suggest { intents: Vec<Intent> },
    /// Not understood, and where.
    Problem { problem: Problem },
    /// A stranger's details.
    Lead { intents: Vec<Intent> },
    /// The whole message is an opt-out.
    OptOut,
    /// The whole message is an opt-in.
    OptIn,
    /// A call for help.
    Help { topic: Option<String> },
    /// A tapback ("Liked …"): never does anything.
    Reaction,
    /// Talk: nothing to do.
    Chatter,
}

impl Reading {
    /// The commands understood, whatever becomes of them; none where the message is no command.
    #[must_use]
    pub fn intents(&self) -> &[Intent] {
        match self {
            Self::Execute { intents }
            | Self::Confirm { intents }
            | Self::Ask { intents, .. }
            | Self::Suggest { intents }
            | Self::Lead { intents } => intents,
            Self::Problem { .. }
            | Self::OptOut
            | Self::OptIn
            | Self::Help { .. }
            | Self::Reaction
            | Self::Chatter => &[],
        }
    }
}

/// What was not understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Where the unclear words stand in the original text.
    pub at: Span,
    /// The unclear words as written; empty at the end of the message.
    pub found: String,
    /// What could have stood there: names of slots and words (`date`, `contact`, `task`, `text` …).
    pub expected: Vec<String>,
    /// A known word close to what was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub near: Option<String>,
    /// A whole message that would work, made of the sender's own words where possible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
}

/// One decision of the grammar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// Which rule: `HEAD_ALIAS`, `HEAD_CORRECTED`, `DATE`, `REF` …
    pub code: String,
    /// The words it is about.
    pub span: Span,
    /// The words as they were read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// What they were taken for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}
