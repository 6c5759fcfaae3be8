//! One language's words as they stand in `grammar/<lang>/words.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Phrases by key; the first phrase of each list is the canonical one.
pub(super) type Table = BTreeMap<String, Vec<String>>;

/// The file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pack {
    #[serde(rename = "pack")]
    pub(super) about: About,
    pub(super) verbs: Table,
    pub(super) nouns: Table,
    pub(super) links: Table,
    pub(super) talk: Table,
    pub(super) filters: Table,
    pub(super) gist: Table,
    pub(super) fields: Table,
    pub(super) units: Table,
    pub(super) parts: Table,
    pub(super) cues: Table,
    /// Days from today, with or without a part of the day, to words.
    pub(super) days: Table,
    pub(super) dates: Dates,
    pub(super) numbers: BTreeMap<String, u32>,
    pub(super) ordinals: BTreeMap<String, u8>,
    /// Lengths of time that have a word of their own.
    #[serde(default)]
    pub(super) minutes: BTreeMap<String, u16>,
    /// Number to the words that are heard for it.
    #[serde(default)]
    pub(super) sounds: Table,
    #[serde(default)]
    pub(super) zones: BTreeMap<String, String>,
    /// Rule to names.
    #[serde(default)]
    pub(super) holidays: Table,
    /// Language code to names.
    #[serde(default)]
    pub(super) languages: Table,
    #[serde(default)]
    pub(super) money: Money,
    #[serde(default)]
    pub(super) typos: Table,
    #[serde(default)]
    pub(super) reactions: Reactions,
    #[serde(default)]
    pub(super) junk: Junk,
    pub(super) correct: Correct,
    pub(super) examples: BTreeMap<String, String>,
}

/// What holds for the whole language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct About {
    pub(super) id: String,
    pub(super) work_hours: [u8; 2],
    /// A number behind "on" or "the" is a day of the month, with or without a point.
    #[serde(default)]
    pub(super) point_ordinal: bool,
    /// "2h" is a time of the day.
    #[serde(default)]
    pub(super) clock_hours: bool,
    #[serde(default)]
    pub(super) weak: Vec<String>,
    #[serde(default)]
    pub(super) chatty: Vec<String>,
    /// Verbs and their particles that stand last: "42 auf Freitag verschieben", "füge … hinzu".
    #[serde(default)]
    pub(super) last: Vec<String>,
    /// Words that the next one is written to, with their apostrophe: l', d'.
    #[serde(default)]
    pub(super) elisions: Vec<String>,
    /// What compounds end with: a request with "zahnarzttermin" is about a "termin".
    #[serde(default)]
    pub(super) endings: Vec<String>,
}

/// Weekdays from Monday, months from January, each with its spellings.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Dates {
    pub(super) weekdays: [Vec<String>; 7],
    pub(super) months: [Vec<String>; 12],
    /// Parts of the day by the words that make one word or two with a weekday.
    #[serde(default)]
    pub(super) weekday_parts: BTreeMap<String, String>,
}

/// Words of amounts.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Money {
    #[serde(default)]
    pub(super) signs: Vec<String>,
    /// Word to power of ten.
    #[serde(flatten)]
    pub(super) magnitudes: BTreeMap<String, u8>,
}

/// What phones write when somebody taps on a message.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reactions {
    pub(super) prefixes: Vec<String>,
    pub(super) media: Vec<String>,
}

/// What phones add to messages.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Junk {
    pub(super) prefixes: Vec<String>,
    pub(super) tails: Vec<String>,
}

/// Words that misspellings may be corrected to.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Correct {
    pub(super) long: Vec<String>,
    pub(super) short: Vec<String>,
    pub(super) dates: Vec<String>,
}
