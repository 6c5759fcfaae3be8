//! The words of all languages, compiled once and looked up by one hash.

mod compile;
mod correct;
mod initials;
mod openings;
mod pack;
pub(crate) mod sense;

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use rustc_hash::{FxHashMap, FxHashSet};

use super::GRAMMAR_VERSION;
use super::lead::LeadWords;
use super::lexer::{WordId, Words};
use super::values::when::Holiday;
use crate::domain::Lang;
use crate::packs::Packs;
pub(crate) use correct::{Correct, Target, Targets, letters};
pub(crate) use openings::Openings;
pub(crate) use sense::is_temporal;
use sense::{Meaning, Sense};

/// All packs, compiled; immutable and shareable.
#[derive(Debug)]
pub struct Lexicon {
    packs: Vec<Compiled>,
    ids: FxHashMap<Box<str>, WordId>,
    words: Vec<Word>,
    meanings: Vec<Meaning>,
    phrases: Vec<Phrase>,
    zones: Vec<TimeZone>,
    holidays: Vec<Holiday>,
    languages: Vec<Lang>,
    tags: Vec<Box<str>>,
    keywords: Vec<Keyword>,
    junk: Junk,
    leads: LeadWords,
    version: Box<str>,
}

/// A pack, or the file of the operator's own words, is wrong: which, and how.
#[derive(Debug, thiserror::Error)]
#[error("{place}: {what}")]
pub struct PackError {
    /// The pack or the file.
    pub place: String,
    /// What is wrong with it.
    pub what: String,
}

/// What strangers text to become leads, folded, and the tags they get.
#[derive(Debug)]
pub(crate) struct Keyword {
    pub(crate) words: Box<[Box<str>]>,
    pub(crate) tags: Vec<String>,
}

/// What of a pack is not a word.
#[derive(Debug)]
pub(crate) struct Compiled {
    pub(crate) lang: Lang,
    /// Clock times without am or pm are taken from the first of these hours to the last.
    pub(crate) work_hours: [u8; 2],
    /// A number behind "on" or "the" is a day of the month.
    pub(crate) point_ordinal: bool,
    /// "15h" and "15 heures" are times of the day, not lengths.
    pub(crate) clock_hours: bool,
    /// One message that works for each kind of intent.
    pub(crate) examples: BTreeMap<String, String>,
    /// The canonical phrase of each sense.
    canonical: BTreeMap<Sense, Box<str>>,
    /// Words that misspellings may be corrected to.
    pub(crate) correct: Correct,
    /// What long words that nobody listed may end with, and be about: "zahnarzttermin".
    pub(crate) endings: Targets,
}

/// What phones write by themselves, in any language, folded.
#[derive(Debug)]
pub(crate) struct Junk {
    pub(crate) prefixes: Openings,
    pub(crate) tails: Openings,
    /// How the news of a tap on a message begins.
    pub(crate) reactions: Openings,
    /// What may be tapped on beside texts.
    pub(crate) media: FxHashSet<String>,
}

/// Where a word's meanings and the phrases it begins stand.
#[derive(Clone, Copy, Debug, Default)]
struct Word {
    meanings: (u32, u32),
    phrases: (u32, u32),
    /// Languages in which it is an everyday word that is never taken for a misspelling.
    common: u32,
    /// Languages in which it is a word of dates only beside another.
    weak: u32,
    /// Languages in which it often begins talk.
    chatty: u32,
    /// Languages in which it may stand last and be the head, or belong to it.
    last: u32,
    /// The next word is written to it: l', d'.
    elides: bool,
    /// Languages in which it or a phrase it begins is about dates or times.
    temporal: u32,
    /// Languages in which it can stand in what is said of a date or time at all.
    within: u32,
}

/// Several words with one meaning.
#[derive(Debug)]
pub(crate) struct Phrase {
    /// The words after the first.
    pub(crate) rest: Box<[WordId]>,
    pub(crate) meaning: Meaning,
}

impl Phrase {
    fn second(&self) -> WordId {
        self.rest.first().copied().unwrap_or(WordId::NONE)
    }
}

impl Lexicon {
    /// The packs that come with the program.
    ///
    /// # Errors
    /// As [`Self::of`]; the tests keep it from happening.
    pub fn builtin() -> Result<Self, PackError> {
        Self::of(&Packs::builtin())
    }

    /// These packs.
    ///
    /// # Errors
    /// [`PackError`] where a pack does not read or is not complete, or two of its phrases clash.
    pub fn of(packs: &Packs) -> Result<Self, PackError> {
        let leads =
            LeadWords::of(packs).map_err(|error| PackError::of_pack("leads", error.to_string()))?;
        Ok(Self {
            leads,
            version: version(packs).into(),
            ..compile::compile(packs)?
        })
    }

    /// What messages are read with, in short: it changes with the program's rules and with any of the words.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// A tag by the index in its sense.
    pub(crate) fn tag(&self, index: u16) -> &str {
        self.tags
            .get(usize::from(index))
            .map_or("", |tag| tag.as_ref())
    }

    /// What strangers text to become leads; the longest first.
    pub(crate) fn keywords(&self) -> &[Keyword] {
        &self.keywords
    }

    /// What phones add to messages.
    pub(crate) fn junk(&self) -> &Junk {
        &self.junk
    }

    /// What tells a stranger's details.
    pub(crate) fn leads(&self) -> &LeadWords {
        &self.leads
    }

    /// The languages there are, English first.
    pub fn langs(&self) -> Vec<Lang> {
        self.packs.iter().map(|pack| pack.lang.clone()).collect()
    }

    /// The message a pack gives as the example of a kind of intent.
    pub fn example(&self, lang: &Lang, intent: &str) -> Option<&str> {
        let pack = self.pack(self.index(lang))?;
        pack.examples.get(intent).map(String::as_str)
    }

    pub(crate) fn packs(&self) -> &[Compiled] {
        &self.packs
    }

    /// The pack at an index of [`Self::index`].
    pub(crate) fn pack(&self, index: usize) -> Option<&Compiled> {
        self.packs.get(index)
    }

    /// Where a language's pack stands; English where there is none.
    pub(crate) fn index(&self, lang: &Lang) -> usize {
        self.packs
            .iter()
            .position(|pack| pack.lang == *lang)
            .unwrap_or(0)
    }

    /// The canonical phrase of a sense in a language.
    pub(crate) fn say(&self, index: usize, sense: Sense) -> &str {
        self.pack(index)
            .and_then(|pack| pack.canonical.get(&sense))
            .or_else(|| self.pack(0).and_then(|pack| pack.canonical.get(&sense)))
            .map_or("", |phrase| phrase)
    }

    pub(crate) fn meanings(&self, word: WordId) -> &[Meaning] {
        let (from, to) = self.word_at(word).meanings;
        self.meanings
            .get(from as usize..to as usize)
            .unwrap_or_default()
    }

    /// The phrases that begin with two words, longest first.
    pub(crate) fn phrases(&self, first: WordId, second: WordId) -> &[Phrase] {
        let (from, to) = self.word_at(first).phrases;
        let all = self.phrases.get(from as usize..to as usize);
        let all = all.unwrap_or_default();
        let from = all.partition_point(|phrase| phrase.second() < second);
        let rest = all.get(from..).unwrap_or_default();
        let count = rest.partition_point(|phrase| phrase.second() == second);
        rest.get(..count).unwrap_or_default()
    }

    pub(crate) fn is_common(&self, word: WordId) -> bool {
        self.word_at(word).common != 0
    }

    pub(crate) fn is_weak(&self, word: WordId, langs: u32) -> bool {
        self.word_at(word).weak & langs != 0
    }

    pub(crate) fn is_chatty(&self, word: WordId) -> bool {
        self.word_at(word).chatty != 0
    }

    pub(crate) fn is_last(&self, word: WordId, langs: u32) -> bool {
        self.word_at(word).last & langs != 0
    }

    /// Whether the word or a phrase it begins is about dates or times in one of these languages.
    pub(crate) fn is_temporal(&self, word: WordId, langs: u32) -> bool {
        self.word_at(word).temporal & langs != 0
    }

    /// Whether the word can stand in what is said of a date or time in one of these languages.
    pub(crate) fn is_within_dates(&self, word: WordId, langs: u32) -> bool {
        self.word_at(word).within & langs != 0
    }

    pub(crate) fn zone(&self, index: u16) -> Option<&TimeZone> {
        self.zones.get(usize::from(index))
    }

    pub(crate) fn holiday(&self, index: u16) -> Option<Holiday> {
        self.holidays.get(usize::from(index)).copied()
    }

    /// A language by the index in its sense.
    pub(crate) fn language(&self, index: u16) -> Option<&Lang> {
        self.languages.get(usize::from(index))
    }

    /// The index of a language in senses.
    pub(crate) fn language_index(&self, lang: &Lang) -> Option<u16> {
        let at = self.languages.iter().position(|known| known == lang)?;
        u16::try_from(at).ok()
    }

    /// The id of a folded word.
    pub(crate) fn id(&self, text: &str) -> WordId {
        self.ids.get(text).copied().unwrap_or(WordId::NONE)
    }

    fn word_at(&self, word: WordId) -> Word {
        self.words.get(word.0 as usize).copied().unwrap_or_default()
    }
}

impl PackError {
    pub(crate) fn of_pack(pack: &str, what: String) -> Self {
        Self {
            place: format!("language pack {pack}"),
            what,
        }
    }
}

/// The rules' version and 32 bits that any change of any file changes (FNV-1a, which is the same everywhere and always).
fn version(packs: &Packs) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for (file, text) in packs.files() {
        for byte in file.bytes().chain([0]).chain(text.bytes()).chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    let short = (hash >> 32) ^ (hash & 0xffff_ffff);
    format!("{GRAMMAR_VERSION}-{short:08x}")
}

impl Words for &Lexicon {
    fn word(&mut self, text: &str) -> WordId {
        self.id(text)
    }

    fn elides(&self, text: &str) -> bool {
        self.word_at(self.id(text)).elides
    }
}
