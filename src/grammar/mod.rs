//! Text to intent: deterministic, pure, and never wrong and confirmed.

#![deny(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::unwrap_used
)]

mod answer;
mod attempt;
mod canonical;
mod commands;
mod compound;
mod consent;
pub mod corpus;
mod due;
mod error;
mod explain;
mod gist;
mod junk;
mod keyword;
pub mod lead;
mod lexer;
mod lexicon;
mod message;
mod normalize;
mod problem;
mod split;
mod suggest;
mod tokens;
pub mod values;

use jiff::Zoned;

use crate::domain::{
    Candidate, Contact, ContactId, Directory, Lang, Parsed, Question, Region, Role,
};

pub use lexicon::{Lexicon, PackError};

/// Changes whenever a message may be read differently than before.
pub const GRAMMAR_VERSION: &str = "1";

/// Who wrote a message, when and where: everything a reading may depend on beside the text.
#[derive(Clone)]
pub struct Sender<'a> {
    /// When the message was received, in the sender's time zone.
    pub now: Zoned,
    /// Whose national format numbers without `+` have.
    pub region: Region,
    /// How `3/4` is read.
    pub date_order: DateOrder,
    /// The language tried first.
    pub lang: Lang,
    /// What the sender may do.
    pub role: Role,
    /// The question that waits for an answer.
    pub question: Option<&'a Question>,
    /// The people the CRM knows.
    pub directory: &'a dyn Directory,
}

/// The order of the parts of a date in digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// 31/12/2026
    Dmy,
    /// 12/31/2026
    Mdy,
    /// 2026/12/31
    Ymd,
}

/// What a whole message decides about being texted at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    /// No more texts.
    OptOut,
    /// Texts again.
    OptIn,
}

/// A directory that knows nobody.
#[derive(Clone, Copy, Debug)]
pub struct EmptyDirectory;

/// Reads a message. Total: any text has a reading, in time linear in its length (at most 1,600 characters are read).
#[must_use]
pub fn parse(text: &str, lexicon: &Lexicon, sender: &Sender<'_>) -> Parsed {
    message::read(text, lexicon, sender)
}

/// Whether the whole message opts out or in. Cheap: called before a message is stored.
///
/// `yes`, which opts in only where nothing was asked, is left to [`parse`], which knows.
#[must_use]
pub fn consent(text: &str, lexicon: &Lexicon) -> Option<Consent> {
    message::decides(text, lexicon)
}

/// Whether a stranger's message is an advertisement, an automatic answer or a phone's way of writing a reaction.
#[must_use]
pub fn is_automatic(text: &str, lexicon: &Lexicon) -> bool {
    lead::is_automatic(text, lexicon.leads())
}

pub use canonical::canonical;
pub use explain::{
    Exactness, Explained, Interpretation, Standing, Stopped, Taken, Verdict, Way, Word, explain,
    interpretations, unknown_words,
};

impl DateOrder {
    /// What people in a region write.
    #[must_use]
    pub fn of(region: Region) -> Self {
        match region.to_string().as_str() {
            "US" | "FM" | "MH" | "PW" | "PR" | "GU" | "VI" | "AS" | "MP" | "PH" => Self::Mdy,
            "CN" | "JP" | "KR" | "TW" | "HU" | "LT" | "MN" | "IR" | "ZA" | "CA" => Self::Ymd,
            _ => Self::Dmy,
        }
    }
}

impl Sender<'_> {
    /// Somebody of whom nothing is known, for what does not depend on the sender.
    fn nobody() -> Sender<'static> {
        Sender {
            now: Zoned::new(jiff::Timestamp::UNIX_EPOCH, jiff::tz::TimeZone::UTC),
            region: Region::US,
            date_order: DateOrder::Mdy,
            lang: Lang::en(),
            role: Role::Lead,
            question: None,
            directory: &EmptyDirectory,
        }
    }

    /// Whether numbers without `+` are of the North American plan.
    fn in_north_america(&self) -> bool {
        matches!(
            self.region.to_string().as_str(),
            "US" | "CA" | "PR" | "JM" | "BS" | "BB" | "TT" | "DO"
        )
    }
}

impl Directory for EmptyDirectory {
    fn by_name(&self, _: &str) -> Vec<Candidate> {
        Vec::new()
    }

    fn contact(&self, _: &ContactId) -> Option<Contact> {
        None
    }

    fn by_digits(&self, _: &str) -> Vec<ContactId> {
        Vec::new()
    }

    fn by_email(&self, _: &str) -> Vec<ContactId> {
        Vec::new()
    }

    fn is_tag(&self, _: &str) -> bool {
        false
    }
}
