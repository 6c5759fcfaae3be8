//! Words that stand for digits and signs in dictated numbers and addresses.
#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;
use serde::Deserialize;

use super::phrases::Phrases;
use super::words::{Kind, Words};

/// What a word says when it is dictated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// One digit or several: `five`, `twelve`, `twenty` (which takes a unit after it).
    Digits(String),
    /// A full ten: `twenty`. Its first digit.
    Ten(char),
    Double,
    Triple,
    Hundred,
    Thousand,
    /// Between a ten and its unit: `y` in `treinta y dos`.
    Joiner,
    Plus,
    At,
    Dot,
    Underscore,
    Dash,
    Slash,
    Colon,
    Extension,
    /// Said for clearness only: `area code`.
    Nothing,
    /// A letter under its name: `doble ve`.
    Letter(String),
}

/// The words of all languages.
#[derive(Clone, Debug, Default)]
pub struct Spoken {
    phrases: Phrases<Said>,
    providers: Phrases<String>,
    tlds: FxHashSet<String>,
    common: FxHashSet<String>,
}

/// The table `[spoken]` of a language.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SpokenTable {
    at: Vec<String>,
    dot: Vec<String>,
    underscore: Vec<String>,
    dash: Vec<String>,
    plus: Vec<String>,
    slash: Vec<String>,
    colon: Vec<String>,
    double: Vec<String>,
    triple: Vec<String>,
    extension: Vec<String>,
    area: Vec<String>,
    hundred: Vec<String>,
    thousand: Vec<String>,
    joiner: Vec<String>,
    digits: BTreeMap<String, String>,
    teens: BTreeMap<String, String>,
    tens: BTreeMap<String, String>,
    letters: BTreeMap<String, String>,
    providers: BTreeMap<String, String>,
    tlds: Vec<String>,
    common: String,
}

impl Spoken {
    /// Whether a folded word says a digit, a letter or a sign, or begins what does.
    pub(crate) fn begins(&self, word: &str) -> bool {
        self.phrases.begins(word)
    }

    /// Adds a language's words. A word that is there already keeps its meaning.
    pub fn add(&mut self, table: &SpokenTable) {
        let signs = [
            (&table.at, Said::At),
            (&table.dot, Said::Dot),
            (&table.underscore, Said::Underscore),
            (&table.dash, Said::Dash),
            (&table.plus, Said::Plus),
            (&table.slash, Said::Slash),
            (&table.colon, Said::Colon),
            (&table.double, Said::Double),
            (&table.triple, Said::Triple),
            (&table.extension, Said::Extension),
            (&table.area, Said::Nothing),
            (&table.hundred, Said::Hundred),
            (&table.thousand, Said::Thousand),
            (&table.joiner, Said::Joiner),
        ];
        for (phrases, said) in signs {
            for phrase in phrases {
                self.phrases.add(phrase, said.clone());
            }
        }
        for (phrase, digits) in table.digits.iter().chain(&table.teens) {
            self.phrases.add(phrase, Said::Digits(digits.clone()));
        }
        for (phrase, digits) in &table.tens {
            if let Some(first) = digits.chars().next() {
                self.phrases.add(phrase, Said::Ten(first));
            }
        }
        for (phrase, letter) in &table.letters {
            self.phrases.add(phrase, Said::Letter(letter.clone()));
        }
        for (phrase, domain) in &table.providers {
            self.providers.add(phrase, domain.clone());
        }
        self.tlds.extend(table.tlds.iter().cloned());
        self.common
            .extend(table.common.split_whitespace().map(str::to_owned));
    }

    /// What the words at `i` say, and how many they are; the longest phrase wins.
    #[must_use]
    pub fn said(&self, words: &Words<'_>, i: usize) -> Option<(&Said, usize)> {
        self.phrases.at(i, |i| fold(words, i))
    }

    /// The mail provider named at `i` (`g mail`), and by how many words.
    #[must_use]
    pub fn provider(&self, words: &Words<'_>, i: usize) -> Option<(&str, usize)> {
        self.providers
            .at(i, |i| fold(words, i))
            .map(|(domain, length)| (domain.as_str(), length))
    }

    /// Whether addresses may end in this word.
    #[must_use]
    pub fn is_tld(&self, word: &str) -> bool {
        self.tlds.contains(word)
    }

    /// Whether a word is so common that it is no address's local part by itself.
    #[must_use]
    pub fn is_common(&self, word: &str) -> bool {
        self.common.contains(word)
    }
}

/// The folded word at `i`; numbers and marks are said by themselves.
fn fold<'w>(words: &'w Words<'_>, i: usize) -> Option<&'w str> {
    words
        .get(i)
        .filter(|word| matches!(word.kind, Kind::Word(_)))
        .map(|word| words.fold(word))
}
