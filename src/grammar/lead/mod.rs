//! A stranger's details in free text: who they are, how to reach them, and what they want.
//!
//! ```text
//! lead   = card | { labelled | anchor | intro | signature | list } rest ;
//! rest   = everything else, word for word: the first note ;
//! ```
#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects)]

mod address;
mod anchors;
mod card;
mod company;
mod draft;
mod guard;
mod intro;
mod labels;
mod lexicon;
mod list;
mod note;
mod shape;
mod signature;
mod verdict;
mod words;

use crate::domain::{Details, Region, Span};

pub use words::LeadWords;

use draft::Draft;
use guard::Guard;

/// What was found of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The details, ready for the CRM.
    pub details: Details,
    /// Everything that is no detail, in the sender's own words.
    pub note: Option<String>,
    /// Where each detail comes from, in reading order.
    pub fields: Vec<Field>,
    /// Whether a contact may be made of it without asking anybody.
    pub register: bool,
}

/// One detail and its evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The slot of [`Details`] it fills.
    pub slot: Slot,
    /// The detail as it is stored.
    pub value: String,
    /// Where it stands in the original text.
    pub span: Span,
    /// Which rule found it: `NAME_INTRO`, `EMAIL_WRITTEN` …
    pub code: &'static str,
    /// How sure that is.
    pub confidence: Confidence,
}

/// How sure a detail is. Only a name or an e-mail of high confidence makes a contact by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    Low,
    Medium,
    High,
}

/// The slots of [`Details`] that text can fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slot {
    Name,
    FirstName,
    LastName,
    Email,
    Phone,
    Company,
    Title,
    Address,
    City,
    State,
    PostalCode,
    Country,
    Website,
    Source,
    Fax,
    /// The extension of the phone number.
    Extension,
    /// No slot: the value belongs to the note.
    Note,
}

/// Reads a person's details out of `text`. `None` where nothing is like them. National phone numbers are read as `region` writes
/// them. Pure, total and linear in the length of the text.
#[must_use]
pub fn detect(text: &str, words: &LeadWords, region: Region) -> Option<Found> {
    if let Some(found) = card::read(text, words, region) {
        return Some(found);
    }
    let mut draft = Draft::of(text, words, region);
    if guard::is_reaction(&draft) {
        return None;
    }
    signature::tail(&mut draft);
    labels::read(&mut draft);
    anchors::read(&mut draft);
    intro::read(&mut draft);
    signature::read(&mut draft);
    address::read(&mut draft);
    list::read(&mut draft);
    company::read(&mut draft);
    verdict::settle(draft)
}

/// Whether nobody in person wrote `text` to us: an advertisement, an automatic answer, a reaction.
#[must_use]
pub fn is_automatic(text: &str, words: &LeadWords) -> bool {
    let draft = Draft::of(text, words, Region::US);
    guard::is_reaction(&draft) || guard::of(&draft).is_some_and(Guard::is_automatic)
}

impl Slot {
    /// The name it has in the details' JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Company => "company",
            Self::Title => "title",
            Self::Address => "address",
            Self::City => "city",
            Self::State => "state",
            Self::PostalCode => "postal_code",
            Self::Country => "country",
            Self::Website => "website",
            Self::Source => "source",
            Self::Fax => "fax",
            Self::Extension => "extension",
            Self::Note => "note",
        }
    }
}
