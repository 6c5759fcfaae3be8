//! The input of every rule: a slice of tokens with what they may be read against.

use std::cell::RefCell;

use nom::{IResult, Input, Needed};
use smallvec::SmallVec;

use super::Sender;
use super::error::{Expected, SyntaxError};
use super::lexer::{Kind, Tok};
use super::lexicon::sense::{Link, Meaning, Noun, Quality, Sense};
use super::lexicon::{Lexicon, Phrase};
use super::normalize::Folded;

/// What the words of a message and the phrases they make mean, looked up once; each token knows its part.
#[derive(Debug, Default)]
pub(crate) struct Senses(SmallVec<[Said; 96]>);

/// A meaning and how many tokens say it.
#[derive(Clone, Copy, Debug)]
struct Said {
    count: u32,
    meaning: Meaning,
}

impl Senses {
    /// Looks all words up, longest phrases first.
    pub(crate) fn of(toks: &mut [Tok], lexicon: &Lexicon) -> Self {
        let mut all = SmallVec::new();
        let mut number_before = false;
        for at in 0..toks.len() {
            let Some((tok, after)) = toks.get_mut(at..).and_then(<[Tok]>::split_first_mut) else {
                break;
            };
            let from = all.len();
            // "novembre 9" is a date whatever language the rest is in; "call Avril" is none.
            let number =
                |tok: Option<&Tok>| tok.is_some_and(|tok| matches!(tok.kind, Kind::Num(_)));
            let dated = tok.length() >= 5 && (number(after.first()) || number_before);
            number_before = number(Some(tok));
            let anywhere = |meaning: Meaning| match meaning.sense {
                Sense::Month(_) if dated => Meaning {
                    langs: u32::MAX,
                    ..meaning
                },
                _ => meaning,
            };
            if tok.word.is_known() {
                let begins = |phrase: &&Phrase| {
                    phrase.rest.len() <= after.len()
                        && phrase
                            .rest
                            .iter()
                            .zip(after.iter())
                            .all(|(word, tok)| tok.word == *word)
                };
                let phrases = match after.first() {
                    Some(next) if next.word.is_known() => lexicon.phrases(tok.word, next.word),
                    _ => &[],
                };
                for phrase in phrases.iter().filter(begins) {
                    all.push(Said {
                        count: small(phrase.rest.len().saturating_add(1)),
                        meaning: phrase.meaning,
                    });
                }
                for meaning in lexicon.meanings(tok.word) {
                    all.push(Said {
                        count: 1,
                        meaning: anywhere(*meaning),
                    });
                }
            }
            tok.senses = (small(from), small(all.len()));
        }
        Self(all)
    }
}

fn small(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

/// What every rule answers.
pub(crate) type Rule<'a, T> = IResult<Tokens<'a>, T, SyntaxError>;

/// Everything one attempt at a command may look at.
pub(crate) struct Scope<'a> {
    pub(crate) folded: &'a Folded<'a>,
    pub(crate) lexicon: &'a Lexicon,
    pub(crate) senses: &'a Senses,
    pub(crate) sender: &'a Sender<'a>,
    /// The languages words are looked up in, a bit for each pack.
    pub(crate) langs: u32,
    /// The pack of the head.
    pub(crate) lang: usize,
    /// The message is all capitals: a capital says nothing about a name.
    pub(crate) shouted: bool,
    /// Decisions taken on the way.
    pub(crate) marks: RefCell<Vec<Mark>>,
}

/// A decision and the words it is about.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    pub(crate) code: &'static str,
    pub(crate) from: u32,
    pub(crate) to: u32,
    pub(crate) taken: Option<String>,
}

/// Tokens yet to be read.
#[derive(Clone, Copy)]
pub(crate) struct Tokens<'a> {
    pub(crate) toks: &'a [Tok],
    pub(crate) scope: &'a Scope<'a>,
}

impl<'a> Scope<'a> {
    /// The same for other tokens, with nothing decided yet.
    pub(crate) fn with<'s>(&self, senses: &'s Senses) -> Scope<'s>
    where
        'a: 's,
    {
        Scope {
            folded: self.folded,
            lexicon: self.lexicon,
            senses,
            sender: self.sender,
            langs: self.langs,
            lang: self.lang,
            shouted: self.shouted,
            marks: RefCell::default(),
        }
    }
}

impl<'a> Tokens<'a> {
    pub(crate) fn len(&self) -> usize {
        self.toks.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.toks.is_empty()
    }

    pub(crate) fn first(&self) -> Option<&'a Tok> {
        self.toks.first()
    }

    pub(crate) fn get(&self, at: usize) -> Option<&'a Tok> {
        self.toks.get(at)
    }

    /// Without the first `count` tokens.
    pub(crate) fn skip(&self, count: usize) -> Self {
        Self {
            toks: self.toks.get(count..).unwrap_or_default(),
            scope: self.scope,
        }
    }

    /// Only the first `count` tokens.
    pub(crate) fn upto(&self, count: usize) -> Self {
        Self {
            toks: self.toks.get(..count).unwrap_or(self.toks),
            scope: self.scope,
        }
    }

    /// The tokens up to where `rest`, a later part of these, begins.
    pub(crate) fn before(&self, rest: &Self) -> Self {
        self.upto(self.len().saturating_sub(rest.len()))
    }

    /// The place of the first token in the folded text; the end of the message where there is none.
    pub(crate) fn place(&self) -> (u32, u32) {
        self.first().map_or_else(
            || {
                let end = u32::try_from(self.scope.folded.text.trim_end().len()).unwrap_or(0);
                (end, end)
            },
            |tok| (tok.start, tok.end),
        )
    }

    /// The place of all tokens in the folded text.
    pub(crate) fn extent(&self) -> (u32, u32) {
        match (self.toks.first(), self.toks.last()) {
            (Some(first), Some(last)) => (first.start, last.end),
            _ => self.place(),
        }
    }

    /// The words as they were written.
    pub(crate) fn original(&self) -> &'a str {
        match (self.toks.first(), self.toks.last()) {
            (Some(first), Some(last)) => self
                .scope
                .folded
                .original(first.start as usize, last.end as usize),
            _ => "",
        }
    }

    /// One token's folded text.
    pub(crate) fn folded(&self, tok: &Tok) -> &'a str {
        self.scope
            .folded
            .text
            .get(tok.start as usize..tok.end as usize)
            .unwrap_or_default()
    }

    /// The longest phrase or word at the front with a sense that `pick` takes, and how many tokens it has.
    pub(crate) fn sense<T>(
        &self,
        pick: impl Fn(Sense) -> Option<T>,
    ) -> Option<(usize, T, Meaning)> {
        let (from, to) = self.first()?.senses;
        let said = self.scope.senses.0.get(from as usize..to as usize)?;
        said.iter()
            .filter(|said| said.meaning.langs & self.scope.langs != 0)
            .find_map(|said| {
                let value = pick(said.meaning.sense)?;
                let count = said.count as usize;
                (count <= self.len()).then_some((count, value, said.meaning))
            })
    }

    /// Every meaning of the phrases and the word at the front, longest first, and how many tokens it has.
    pub(crate) fn meanings(&self) -> impl Iterator<Item = (usize, Meaning)> {
        let (from, to) = self.first().map_or((0, 0), |tok| tok.senses);
        let said = self.scope.senses.0.get(from as usize..to as usize);
        let left = self.len();
        let langs = self.scope.langs;
        said.unwrap_or_default()
            .iter()
            .filter(move |said| said.meaning.langs & langs != 0 && said.count as usize <= left)
            .map(|said| (said.count as usize, said.meaning))
    }

    /// Whether the front has this sense.
    pub(crate) fn is(&self, sense: Sense) -> bool {
        self.sense(|one| (one == sense).then_some(())).is_some()
    }
}

/// One word or phrase with this sense.
pub(crate) fn word<'a>(sense: Sense) -> impl Fn(Tokens<'a>) -> Rule<'a, Quality> {
    move |i| match i.sense(|one| (one == sense).then_some(())) {
        Some((count, (), meaning)) => Ok((i.skip(count), meaning.quality)),
        None => SyntaxError::miss(&i, Expected::Word),
    }
}

/// One word or phrase with one of these senses.
pub(crate) fn one_of<'a>(senses: &'static [Sense]) -> impl Fn(Tokens<'a>) -> Rule<'a, Sense> {
    move |i| match i.sense(|one| senses.contains(&one).then_some(one)) {
        Some((count, sense, _)) => Ok((i.skip(count), sense)),
        None => SyntaxError::miss(&i, Expected::Word),
    }
}

/// A word or phrase that `pick` takes.
pub(crate) fn pick<'a, T>(take: impl Fn(Sense) -> Option<T>) -> impl Fn(Tokens<'a>) -> Rule<'a, T> {
    move |i| match i.sense(&take) {
        Some((count, value, _)) => Ok((i.skip(count), value)),
        None => SyntaxError::miss(&i, Expected::Word),
    }
}

/// One mark.
pub(crate) fn mark<'a>(byte: u8) -> impl Fn(Tokens<'a>) -> Rule<'a, ()> {
    move |i| match i.first() {
        Some(tok) if tok.is_mark(byte) => Ok((i.skip(1), ())),
        _ => SyntaxError::miss(&i, Expected::Word),
    }
}

/// An object noun; where a longer noun begins here ("to do list"), the shorter is none.
pub(crate) fn noun<'a>(wanted: Noun) -> impl Fn(Tokens<'a>) -> Rule<'a, Quality> {
    move |i| {
        let found = i.sense(|sense| match sense {
            Sense::Noun(noun) => Some(noun),
            _ => None,
        });
        match found {
            Some((count, noun, meaning)) if noun == wanted => Ok((i.skip(count), meaning.quality)),
            _ => SyntaxError::miss(&i, Expected::Word),
        }
    }
}

/// `article = "a" | "the" | "my"`
pub(crate) fn article(i: Tokens<'_>) -> Rule<'_, Sense> {
    one_of(&[
        Sense::Link(Link::Article),
        Sense::Link(Link::The),
        Sense::Link(Link::My),
    ])(i)
}

/// `{ "my" | "all" | article }`: what may stand before the name of a list.
pub(crate) fn determiners(i: Tokens<'_>) -> Tokens<'_> {
    let mut rest = i;
    while let Ok((after, _)) = one_of(&[
        Sense::Link(Link::My),
        Sense::Link(Link::All),
        Sense::Link(Link::Article),
        Sense::Link(Link::The),
    ])(rest)
    {
        rest = after;
    }
    rest
}

/// The article of something new: `a | "my"`.
pub(crate) fn new_article(i: Tokens<'_>) -> Rule<'_, Sense> {
    one_of(&[Sense::Link(Link::Article), Sense::Link(Link::My)])(i)
}

/// One of several marks.
pub(crate) fn marks<'a>(bytes: &'static [u8]) -> impl Fn(Tokens<'a>) -> Rule<'a, u8> {
    move |i| match i.first().map(|tok| tok.kind) {
        Some(Kind::Mark(byte)) if bytes.contains(&byte) => Ok((i.skip(1), byte)),
        _ => SyntaxError::miss(&i, Expected::Word),
    }
}

impl<'a> Input for Tokens<'a> {
    type Item = &'a Tok;
    type Iter = std::slice::Iter<'a, Tok>;
    type IterIndices = std::iter::Enumerate<std::slice::Iter<'a, Tok>>;

    fn input_len(&self) -> usize {
        self.len()
    }

    fn take(&self, index: usize) -> Self {
        self.upto(index)
    }

    fn take_from(&self, index: usize) -> Self {
        self.skip(index)
    }

    fn take_split(&self, index: usize) -> (Self, Self) {
        (self.skip(index), self.upto(index))
    }

    fn position<P: Fn(Self::Item) -> bool>(&self, predicate: P) -> Option<usize> {
        self.toks.iter().position(predicate)
    }

    fn iter_elements(&self) -> Self::Iter {
        self.toks.iter()
    }

    fn iter_indices(&self) -> Self::IterIndices {
        self.toks.iter().enumerate()
    }

    fn slice_index(&self, count: usize) -> Result<usize, Needed> {
        if self.len() >= count {
            Ok(count)
        } else {
            Err(Needed::Unknown)
        }
    }
}
