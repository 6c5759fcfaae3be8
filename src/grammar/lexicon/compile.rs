//! Packs to tables, with the checks that make data as safe as code.

mod custom;

use crate::grammar::lead::LeadWords;
use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use rustc_hash::{FxHashMap, FxHashSet};

use super::pack::{Pack, Table};
use super::sense::{
    Cue, Field, Filter, Gist, Link, Meaning, Noun, Part, Quality, Sense, Talk, Unit, Verb, clash,
    is_temporal,
};
use super::{Compiled, Correct, Junk, Lexicon, Openings, PackError, Phrase, Targets, Word};
use crate::domain::Lang;
use crate::grammar::lexer::{WordId, Words, lex};
use crate::grammar::normalize::{Folded, fold};
use crate::grammar::values::when::Holiday;
use crate::packs::Packs;
use custom::Custom;

/// Compiles packs, all into one table.
pub(super) fn compile(packs: &Packs) -> Result<Lexicon, PackError> {
    let mut own = packs
        .words()
        .map(Custom::read)
        .transpose()?
        .unwrap_or_default();
    let mut table = Tables::default();
    let mut read = Vec::new();
    // Whatever the order of the packs, all of them part elided words alike.
    for (files, words) in packs.with("words.toml") {
        let pack: Pack = toml::from_str(words)
            .map_err(|error| PackError::of_pack(&files.name, error.to_string()))?;
        for word in &pack.about.elisions {
            table.flag(word, |flags| flags.elides = true);
        }
        read.push((files, pack));
    }
    for (index, (files, pack)) in read.into_iter().enumerate() {
        let common = files.file("common.txt").unwrap_or_default();
        table.add(index, pack, common, &mut own)?;
    }
    own.finish(table)
}

/// Words while they are gathered.
#[derive(Default)]
struct Tables {
    packs: Vec<Compiled>,
    junk_prefixes: Vec<String>,
    junk_tails: Vec<String>,
    reactions: Vec<String>,
    media: FxHashSet<String>,
    ids: FxHashMap<Box<str>, WordId>,
    words: Vec<Gathered>,
    zones: Vec<(String, TimeZone)>,
    holidays: Vec<Holiday>,
    languages: Vec<Lang>,
}

#[derive(Default)]
struct Gathered {
    meanings: Vec<Meaning>,
    phrases: Vec<Phrase>,
    flags: Word,
}

/// One pack while it is read.
struct Reader<'a> {
    tables: &'a mut Tables,
    lang: String,
    bit: u32,
    /// What each folded phrase of this pack means.
    said: BTreeMap<String, Vec<Sense>>,
    canonical: BTreeMap<Sense, Box<str>>,
}

impl Tables {
    fn add(
        &mut self,
        index: usize,
        pack: Pack,
        common: &str,
        own: &mut Custom,
    ) -> Result<(), PackError> {
        let bit = u32::try_from(index)
            .ok()
            .and_then(|index| 1_u32.checked_shl(index))
            .ok_or_else(|| PackError::of_pack(&pack.about.id, "too many packs".to_owned()))?;
        let mut reader = Reader {
            lang: pack.about.id.clone(),
            bit,
            said: BTreeMap::new(),
            canonical: BTreeMap::new(),
            tables: self,
        };
        reader.read(&pack)?;
        reader.mark(&pack, common);
        own.aliases_of(&mut reader)?;
        let canonical = reader.canonical;
        let correct = Correct {
            long: self.targets(&pack.about.id, &pack.correct.long)?,
            short: self.targets(&pack.about.id, &pack.correct.short)?,
            dates: self.targets(&pack.about.id, &pack.correct.dates)?,
        };
        let endings = self.targets(&pack.about.id, &pack.about.endings)?;
        let folded =
            |list: &[String]| -> Vec<String> { list.iter().map(|text| fold(text)).collect() };
        self.junk_prefixes.extend(folded(&pack.junk.prefixes));
        self.junk_tails.extend(folded(&pack.junk.tails));
        self.reactions.extend(folded(&pack.reactions.prefixes));
        self.media.extend(folded(&pack.reactions.media));
        self.packs.push(Compiled {
            lang: Lang(pack.about.id),
            work_hours: pack.about.work_hours,
            clock_hours: pack.about.clock_hours,
            point_ordinal: pack.about.point_ordinal,
            examples: pack.examples,
            canonical,
            correct,
            endings,
        });
        Ok(())
    }

    fn targets(&mut self, pack: &str, words: &[String]) -> Result<Targets, PackError> {
        let targets: Result<Vec<_>, PackError> = words
            .iter()
            .map(|word| {
                let word = fold(word);
                match self.ids.get(word.as_str()) {
                    Some(id) => Ok((word.into_boxed_str(), *id)),
                    None => Err(PackError::of_pack(
                        pack,
                        format!("\"{word}\" is referred to, but means nothing"),
                    )),
                }
            })
            .collect();
        targets.map(Targets::of)
    }

    /// Gives a phrase a meaning.
    fn enter(&mut self, folded: &Folded<'_>, meaning: Meaning) -> Result<(), String> {
        let words: Vec<WordId> = lex(folded, &mut &mut *self)
            .iter()
            .map(|tok| tok.word)
            .collect();
        let Some((first, rest)) = words.split_first() else {
            return Err("an empty phrase".to_owned());
        };
        if words.iter().any(|word| !word.is_known()) {
            return Err(format!("\"{}\" cannot be looked up", folded.original));
        }
        let rest: Box<[WordId]> = rest.into();
        let Some(word) = self.word_mut(*first) else {
            return Ok(());
        };
        if !rest.is_empty() {
            word.phrases.push(Phrase { rest, meaning });
            return Ok(());
        }
        match word.meanings.iter_mut().find(|m| m.sense == meaning.sense) {
            Some(known) => {
                known.langs |= meaning.langs;
                known.quality = known.quality.min(meaning.quality);
            }
            None => word.meanings.push(meaning),
        }
        Ok(())
    }

    /// Sets a flag of a word; of the first where an elided word stands before it.
    fn flag(&mut self, word: &str, set: impl Fn(&mut Word)) {
        let word = fold(word);
        let elided = word
            .find('\'')
            .and_then(|at| word.get(..=at))
            .filter(|elided| self.elided(elided))
            .unwrap_or(&word);
        let id = (&mut *self).word(elided);
        if let Some(word) = self.word_mut(id) {
            set(&mut word.flags);
        }
    }

    fn elided(&self, text: &str) -> bool {
        let id = self.ids.get(text);
        id.and_then(|id| self.words.get(id.0 as usize))
            .is_some_and(|word| word.flags.elides)
    }

    fn word_mut(&mut self, id: WordId) -> Option<&mut Gathered> {
        self.words.get_mut(id.0 as usize)
    }

    fn finish(self) -> Lexicon {
        let mut lexicon = Lexicon {
            junk: Junk {
                prefixes: Openings::of(self.junk_prefixes),
                tails: Openings::of(self.junk_tails),
                reactions: Openings::of(self.reactions),
                media: self.media,
            },
            leads: LeadWords::default(),
            packs: self.packs,
            ids: self.ids,
            words: Vec::with_capacity(self.words.len()),
            meanings: Vec::new(),
            phrases: Vec::new(),
            zones: self.zones.into_iter().map(|(_, zone)| zone).collect(),
            holidays: self.holidays,
            languages: self.languages,
            tags: Vec::new(),
            keywords: Vec::new(),
            version: Box::default(),
        };
        let mut inside = vec![0_u32; self.words.len()];
        for phrase in self.words.iter().flat_map(|word| &word.phrases) {
            for word in &phrase.rest {
                if let Some(langs) = inside.get_mut(word.0 as usize) {
                    *langs |= dated(&phrase.meaning);
                }
            }
        }
        for (mut word, inside) in self.words.into_iter().zip(inside) {
            word.phrases
                .sort_by_key(|phrase| (phrase.second(), std::cmp::Reverse(phrase.rest.len())));
            let meanings = word.meanings.iter();
            let temporal = meanings
                .chain(word.phrases.iter().map(|phrase| &phrase.meaning))
                .fold(0, |langs, meaning| langs | dated(meaning));
            let and = |meaning: &&Meaning| meaning.sense == Sense::Link(Link::And);
            let and = word
                .meanings
                .iter()
                .filter(and)
                .map(|meaning| meaning.langs);
            let within = and.fold(temporal | inside, |langs, and| langs | and);
            let from = (lexicon.meanings.len(), lexicon.phrases.len());
            lexicon.meanings.append(&mut word.meanings);
            lexicon.phrases.append(&mut word.phrases);
            lexicon.words.push(Word {
                meanings: (small(from.0), small(lexicon.meanings.len())),
                phrases: (small(from.1), small(lexicon.phrases.len())),
                temporal,
                within,
                ..word.flags
            });
        }
        lexicon
    }
}

impl Words for &mut Tables {
    fn word(&mut self, text: &str) -> WordId {
        if let Some(id) = self.ids.get(text) {
            return *id;
        }
        let id = WordId(small(self.words.len()));
        self.ids.insert(text.into(), id);
        self.words.push(Gathered::default());
        id
    }

    fn elides(&self, text: &str) -> bool {
        self.elided(text)
    }
}

impl Reader<'_> {
    fn read(&mut self, pack: &Pack) -> Result<(), PackError> {
        self.table("verbs", &pack.verbs, |key| Verb::of(key).map(Sense::Verb))?;
        self.table("nouns", &pack.nouns, |key| Noun::of(key).map(Sense::Noun))?;
        self.table("links", &pack.links, |key| Link::of(key).map(Sense::Link))?;
        self.table("talk", &pack.talk, |key| Talk::of(key).map(Sense::Talk))?;
        self.table("filters", &pack.filters, |key| {
            Filter::of(key).map(Sense::Filter)
        })?;
        self.table("gist", &pack.gist, |key| Gist::of(key).map(Sense::Gist))?;
        self.table("fields", &pack.fields, |key| {
            Field::of(key).map(Sense::Field)
        })?;
        self.table("units", &pack.units, |key| Unit::of(key).map(Sense::Unit))?;
        self.table("parts", &pack.parts, |key| Part::of(key).map(Sense::Part))?;
        self.table("cues", &pack.cues, |key| Cue::of(key).map(Sense::Cue))?;
        self.days(pack)?;
        for (day, spellings) in (1..).zip(&pack.dates.weekdays) {
            self.list(Sense::Weekday(day), spellings)?;
            for (word, part) in &pack.dates.weekday_parts {
                let part = Part::of(part)
                    .ok_or_else(|| self.error(format!("weekday_parts: \"{part}\" is no key")))?;
                for spelling in spellings {
                    let sense = Sense::WeekdayPart(day, part);
                    self.say(&format!("{spelling}{word}"), sense, Quality::Alias)?;
                    self.say(&format!("{spelling} {word}"), sense, Quality::Alias)?;
                }
            }
        }
        for (month, spellings) in (1..).zip(&pack.dates.months) {
            self.list(Sense::Month(month), spellings)?;
        }
        for (phrase, value) in &pack.numbers {
            self.say(phrase, Sense::Number(*value), Quality::Exact)?;
        }
        for (phrase, minutes) in &pack.minutes {
            self.say(phrase, Sense::Minutes(*minutes), Quality::Exact)?;
        }
        for (number, phrases) in &pack.sounds {
            let Ok(value) = number.parse() else {
                return Err(self.error(format!("sounds: \"{number}\" is no number")));
            };
            for phrase in phrases {
                self.say(phrase, Sense::Sounds(value), Quality::Alias)?;
            }
        }
        for (phrase, value) in &pack.ordinals {
            self.say(phrase, Sense::Ordinal(*value), Quality::Exact)?;
        }
        for (phrase, zone) in &pack.zones {
            let zone = self.zone(zone)?;
            self.say(phrase, Sense::Zone(zone), Quality::Exact)?;
        }
        for (rule, names) in &pack.holidays {
            let holiday = self.holiday(rule)?;
            self.list(Sense::Holiday(holiday), names)?;
        }
        for (code, names) in &pack.languages {
            let language = self.language(code)?;
            self.list(Sense::Language(language), names)?;
        }
        self.list(Sense::Money, &pack.money.signs)?;
        for (phrase, power) in &pack.money.magnitudes {
            self.say(phrase, Sense::Magnitude(*power), Quality::Exact)?;
        }
        self.typos(&pack.typos)
    }

    fn language(&mut self, code: &str) -> Result<u16, PackError> {
        let known = &mut self.tables.languages;
        let index = known.iter().position(|other| other.as_str() == code);
        if index.is_none() {
            known.push(Lang(code.to_owned()));
        }
        let index = index.unwrap_or(known.len().saturating_sub(1));
        u16::try_from(index).map_err(|_| self.error("too many languages".to_owned()))
    }

    fn holiday(&mut self, rule: &str) -> Result<u16, PackError> {
        let holiday = Holiday::read(rule)
            .ok_or_else(|| self.error(format!("holidays: \"{rule}\" is no rule")))?;
        let known = &mut self.tables.holidays;
        let index = known.iter().position(|other| *other == holiday);
        if index.is_none() {
            known.push(holiday);
        }
        let index = index.unwrap_or(known.len().saturating_sub(1));
        u16::try_from(index).map_err(|_| self.error("too many holidays".to_owned()))
    }

    fn days(&mut self, pack: &Pack) -> Result<(), PackError> {
        for (key, words) in &pack.days {
            let (offset, part) = match key.split_once(' ') {
                Some((offset, part)) => (offset, Some(part)),
                None => (key.as_str(), None),
            };
            let known = part.map(Part::of);
            let (Ok(offset), false) = (offset.parse(), known == Some(None)) else {
                return Err(self.error(format!("days: \"{key}\" is no key")));
            };
            self.list(Sense::Day(offset, known.flatten()), words)?;
        }
        Ok(())
    }

    /// A misspelling means what the word it stands for means.
    fn typos(&mut self, typos: &Table) -> Result<(), PackError> {
        for (word, spellings) in typos {
            let Some(senses) = self.said.get(&fold(word)).cloned() else {
                return Err(self.error(format!("typos: \"{word}\" means nothing")));
            };
            for spelling in spellings {
                for sense in &senses {
                    self.say(spelling, *sense, Quality::Alias)?;
                }
            }
        }
        Ok(())
    }

    fn table(
        &mut self,
        section: &str,
        table: &Table,
        sense: impl Fn(&str) -> Option<Sense>,
    ) -> Result<(), PackError> {
        for (key, spellings) in table {
            let sense =
                sense(key).ok_or_else(|| self.error(format!("{section}: \"{key}\" is no key")))?;
            self.list(sense, spellings)?;
        }
        Ok(())
    }

    fn list(&mut self, sense: Sense, spellings: &[String]) -> Result<(), PackError> {
        for (at, spelling) in spellings.iter().enumerate() {
            let quality = if at == 0 {
                Quality::Exact
            } else {
                Quality::Alias
            };
            self.say(spelling, sense, quality)?;
        }
        Ok(())
    }

    /// Enters a phrase, unless another meaning of the same kind has it.
    fn say(&mut self, phrase: &str, sense: Sense, quality: Quality) -> Result<(), PackError> {
        let folded = Folded::new(phrase);
        let said = self.said.entry(folded.text.clone()).or_default();
        if said.contains(&sense) {
            // The same without accents.
            return Ok(());
        }
        if let Some(other) = said.iter().find(|other| clash(**other, sense)) {
            let what = format!("\"{phrase}\" means both {other:?} and {sense:?}");
            return Err(self.error(what));
        }
        said.push(sense);
        if quality == Quality::Exact {
            self.canonical.entry(sense).or_insert_with(|| phrase.into());
        }
        let meaning = Meaning {
            sense,
            langs: self.bit,
            quality,
        };
        self.tables
            .enter(&folded, meaning)
            .map_err(|what| self.error(what))
    }

    fn zone(&mut self, name: &str) -> Result<u16, PackError> {
        let known = self
            .tables
            .zones
            .iter()
            .position(|(known, _)| known == name);
        let index = if let Some(index) = known {
            index
        } else {
            let zone = TimeZone::get(name).map_err(|error| self.error(error.to_string()))?;
            self.tables.zones.push((name.to_owned(), zone));
            self.tables.zones.len().saturating_sub(1)
        };
        u16::try_from(index).map_err(|_| self.error("too many zones".to_owned()))
    }

    /// Sets the flags of single words.
    fn mark(&mut self, pack: &Pack, common: &str) {
        let bit = self.bit;
        let plain = common.lines().filter(|line| !line.starts_with('#'));
        for word in plain.flat_map(str::split_whitespace) {
            self.flag(word, |flags| flags.common |= bit);
        }
        for word in &pack.about.weak {
            self.flag(word, |flags| flags.weak |= bit);
        }
        for word in &pack.about.chatty {
            self.flag(word, |flags| flags.chatty |= bit);
        }
        for word in &pack.about.last {
            self.flag(word, |flags| flags.last |= bit);
        }
    }

    fn flag(&mut self, word: &str, set: impl Fn(&mut Word)) {
        self.tables.flag(word, set);
    }

    fn error(&self, what: String) -> PackError {
        PackError::of_pack(&self.lang, what)
    }
}

/// The languages in which a meaning is one of dates and times. A month beside a number is one in any.
fn dated(meaning: &Meaning) -> u32 {
    match meaning.sense {
        Sense::Month(_) => u32::MAX,
        sense if is_temporal(sense) => meaning.langs,
        _ => 0,
    }
}

fn small(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
