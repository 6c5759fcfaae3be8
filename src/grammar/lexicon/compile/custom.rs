//! An operator's own words: other words for what the packs know, tags by their spellings, and keywords for leads. They are held
//! to what holds for packs: one phrase has one meaning.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::super::sense::{Link, Meaning, Quality, Sense, Talk, Verb};
use super::super::{Keyword, Lexicon, PackError};
use super::{Reader, Tables, clash};
use crate::domain::Reading;
use crate::grammar::lexer::lex;
use crate::grammar::normalize::{Folded, fold};
use crate::grammar::{Sender, message};
use crate::packs::OwnWords;

/// The file. `grammar/README.md` tells how it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    aliases: BTreeMap<String, Aliases>,
    tags: BTreeMap<String, Vec<String>>,
    leads: Leads,
}

#[derive(Debug, Deserialize)]
#[serde(
    untagged,
    expecting = "expected a list of spellings, or a table with such lists for one language"
)]
enum Aliases {
    /// Of a word, in every language that has the word.
    Everywhere(Vec<String>),
    /// Of words of the language this stands under.
    In(BTreeMap<String, Vec<String>>),
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Leads {
    keywords: BTreeMap<String, Effect>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Effect {
    #[serde(default)]
    tags: Vec<String>,
}

/// The words of the file while they are entered.
#[derive(Debug, Default)]
pub(super) struct Custom {
    /// The file's name.
    name: String,
    aliases: Vec<Alias>,
    tags: BTreeMap<String, Vec<String>>,
    keywords: BTreeMap<String, Effect>,
}

#[derive(Debug)]
struct Alias {
    word: String,
    /// `None` in every language that has the word.
    lang: Option<String>,
    spellings: Vec<String>,
    /// Some pack has the word.
    found: bool,
}

impl Custom {
    pub(super) fn read(words: &OwnWords) -> Result<Self, PackError> {
        let name = words.name.clone();
        let file: File = toml::from_str(&words.text).map_err(|error| PackError {
            place: name.clone(),
            what: error.to_string(),
        })?;
        let mut aliases = Vec::new();
        for (key, value) in file.aliases {
            let alias = |word: String, lang: Option<String>, spellings| Alias {
                word,
                lang,
                spellings,
                found: false,
            };
            match value {
                Aliases::Everywhere(spellings) => aliases.push(alias(key, None, spellings)),
                Aliases::In(words) => aliases.extend(
                    words
                        .into_iter()
                        .map(|(word, spellings)| alias(word, Some(key.clone()), spellings)),
                ),
            }
        }
        Ok(Self {
            name,
            aliases,
            tags: file.tags,
            keywords: file.leads.keywords,
        })
    }

    /// Enters the other words for words of a pack.
    pub(super) fn aliases_of(&mut self, reader: &mut Reader<'_>) -> Result<(), PackError> {
        let name = &self.name;
        let wrong = |what: String| PackError {
            place: name.clone(),
            what,
        };
        for alias in &mut self.aliases {
            if alias.lang.as_ref().is_some_and(|lang| *lang != reader.lang) {
                continue;
            }
            let Some(senses) = reader.said.get(&fold(&alias.word)) else {
                continue;
            };
            let senses = taken(senses);
            alias.found = true;
            for spelling in &alias.spellings {
                if let Some(other) = taken_already(reader, spelling, &senses) {
                    return Err(wrong(cannot(spelling, &alias.word, &other)));
                }
                for sense in &senses {
                    reader
                        .say(spelling, *sense, Quality::Alias)
                        .map_err(|error| wrong(error.what))?;
                }
                reader.begins_talk_like(spelling, &alias.word);
            }
        }
        Ok(())
    }

    /// The compiled packs with tags and keywords.
    pub(super) fn finish(self, mut table: Tables) -> Result<Lexicon, PackError> {
        let name = self.name;
        let wrong = |what: String| PackError {
            place: name.clone(),
            what,
        };
        if let Some(alias) = self.aliases.iter().find(|alias| !alias.found) {
            let place = alias
                .lang
                .as_ref()
                .map(|lang| format!(" in \"{lang}\""))
                .unwrap_or_default();
            return Err(wrong(format!(
                "\"{}\" means nothing{place}, so nothing else can mean it",
                alias.word
            )));
        }
        let mut tags: Vec<Box<str>> = Vec::new();
        let mut spelled: BTreeMap<String, String> = BTreeMap::new();
        for (tag, spellings) in &self.tags {
            let index = u16::try_from(tags.len()).map_err(|_| wrong("too many tags".to_owned()))?;
            let meaning = Meaning {
                sense: Sense::Tag(index),
                langs: u32::MAX,
                quality: Quality::Alias,
            };
            tags.push(tag.to_lowercase().into());
            for spelling in std::iter::once(tag).chain(spellings) {
                let folded = Folded::new(spelling);
                if let Some(other) = spelled.insert(folded.text.clone(), tag.clone())
                    && other != *tag
                {
                    return Err(wrong(cannot(spelling, tag, &other)));
                }
                table.enter(&folded, meaning).map_err(&wrong)?;
            }
        }
        let mut keywords: Vec<Keyword> = Vec::new();
        for (text, effect) in &self.keywords {
            let words = words_of(text);
            if words.is_empty() {
                return Err(wrong("leads: a keyword is empty".to_owned()));
            }
            if keywords.iter().any(|other| other.words == words) {
                return Err(wrong(format!(
                    "leads: the keyword \"{text}\" stands there twice"
                )));
            }
            keywords.push(Keyword {
                words,
                tags: effect.tags.iter().map(|tag| tag.to_lowercase()).collect(),
            });
        }
        keywords.sort_by_key(|keyword| std::cmp::Reverse(keyword.words.len()));
        let mut lexicon = table.finish();
        lexicon.tags = tags;
        lexicon.keywords = keywords;
        for spelling in self
            .tags
            .iter()
            .flat_map(|(tag, also)| std::iter::once(tag).chain(also))
        {
            if let Some(link) = connects(spelling, &lexicon) {
                return Err(wrong(cannot(spelling, "a tag", link)));
            }
        }
        for text in self.keywords.keys() {
            if let Some(other) = decides(text, &lexicon) {
                return Err(wrong(cannot(text, "a lead", other)));
            }
        }
        Ok(lexicon)
    }
}

impl Reader<'_> {
    /// A word that begins talk as often as another where that does.
    fn begins_talk_like(&mut self, word: &str, other: &str) {
        let first = |text: &str| words_of(text).first().cloned();
        let (Some(word), Some(other)) = (first(word), first(other)) else {
            return;
        };
        let chatty = self
            .tables
            .ids
            .get(&other)
            .copied()
            .and_then(|id| self.tables.word_mut(id))
            .map_or(0, |word| word.flags.chatty);
        let bit = self.bit;
        if chatty & bit != 0 {
            self.flag(&word, |flags| flags.chatty |= bit);
        }
    }
}

fn cannot(spelling: &str, word: &str, other: &str) -> String {
    format!("\"{spelling}\" cannot mean {word}: it already means {other}")
}

/// What another word for a word with these senses means. A command that is a carrier's word too gives its other words only what
/// it commands: nobody opts out with a word no carrier knows.
fn taken(senses: &[Sense]) -> Vec<Sense> {
    let commands = senses
        .iter()
        .any(|sense| matches!(sense, Sense::Verb(_) | Sense::Noun(_)));
    senses
        .iter()
        .copied()
        .filter(|sense| !commands || !matches!(sense, Sense::Talk(_)))
        .collect()
}

/// What a phrase means already that goes with none of these senses.
fn taken_already(reader: &Reader<'_>, phrase: &str, senses: &[Sense]) -> Option<String> {
    let said = reader.said.get(&fold(phrase))?;
    let other = said.iter().find(|other| {
        !senses.contains(other) && senses.iter().any(|sense| excludes(**other, *sense))
    })?;
    let named = reader.canonical.get(other);
    Some(named.map_or_else(|| format!("{other:?}"), ToString::to_string))
}

/// Stricter than for packs: nobody reviews these words against the commands they may come near.
fn excludes(known: Sense, new: Sense) -> bool {
    let whole_message = matches!(
        known,
        Sense::Talk(
            Talk::Stop
                | Talk::Start
                | Talk::WeakStart
                | Talk::StopPattern
                | Talk::Info
                | Talk::Yes
                | Talk::No
        )
    );
    let heads = |one: Sense, other: Sense| {
        matches!(one, Sense::Verb(verb) if verb != Verb::Bare) && matches!(other, Sense::Noun(_))
    };
    clash(known, new)
        || heads(known, new)
        || heads(new, known)
        || (whole_message && !matches!(new, Sense::Talk(_)))
}

/// The small word a tag would be mistaken for.
fn connects<'a>(spelling: &str, lexicon: &'a Lexicon) -> Option<&'a str> {
    let id = lexicon.id(&fold(spelling));
    let link = |meaning: &Meaning| match meaning.sense {
        Sense::Link(link) => Some(link),
        _ => None,
    };
    let found: Link = lexicon.meanings(id).iter().find_map(link)?;
    Some(lexicon.say(0, Sense::Link(found)))
}

/// What a keyword means instead of registering a lead.
fn decides(text: &str, lexicon: &Lexicon) -> Option<&'static str> {
    match message::read(text, lexicon, &Sender::nobody()).reading {
        Reading::Lead { .. } => None,
        Reading::OptOut => Some("stop"),
        Reading::OptIn => Some("start"),
        Reading::Help { .. } => Some("help"),
        _ => Some("something else"),
    }
}

/// The folded words of a phrase.
fn words_of(text: &str) -> Box<[Box<str>]> {
    let folded = Folded::new(text);
    lex(&folded, &mut Nothing)
        .iter()
        .filter_map(|tok| folded.text.get(tok.start as usize..tok.end as usize))
        .map(Into::into)
        .collect()
}

/// Looks nothing up.
struct Nothing;

impl crate::grammar::lexer::Words for Nothing {
    fn word(&mut self, _: &str) -> crate::grammar::lexer::WordId {
        crate::grammar::lexer::WordId::NONE
    }
}
