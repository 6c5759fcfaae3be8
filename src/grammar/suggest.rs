//! Misspellings: what a word was probably meant to be.

use super::lexer::{Kind, Tok, Toks, WordId};
use super::lexicon::{Compiled, Lexicon};

/// How near a misspelling is to a word that may be corrected to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Near {
    pub(super) word: WordId,
    pub(super) class: Class,
}

/// How much evidence a correction to a word needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// A long word without neighbours among everyday words.
    Long,
    /// A word of four or five letters: something only a command has must follow.
    Short,
    /// A shorter one: the noun of an object must follow.
    Shortest,
}

/// Words up to this length are corrected only before an object.
const SHORTEST: usize = 3;

/// Words of dates are guessed from this length on.
const SHORTEST_DATE: u32 = 5;

/// The command words that an unknown word is nearest to, all at the same distance.
pub(super) fn heads(lexicon: &Lexicon, text: &str) -> Vec<Near> {
    let mut best = usize::MAX;
    let mut found: Vec<Near> = Vec::new();
    for pack in lexicon.packs() {
        let long = pack.correct.long.iter().map(|word| (word, Class::Long));
        let short = pack.correct.short.iter().map(|word| (word, Class::Short));
        for ((target, word), class) in long.chain(short) {
            let class = if target.len() <= SHORTEST {
                Class::Shortest
            } else {
                class
            };
            let allowed = if class == Class::Long && target.len() >= 8 {
                2
            } else {
                1
            };
            let Some(distance) = distance(text, target, allowed) else {
                continue;
            };
            if distance < best {
                best = distance;
                found.clear();
            }
            let near = Near { word: *word, class };
            if distance == best && !found.contains(&near) {
                found.push(near);
            }
        }
    }
    found
}

/// The text of a word that corrections lead to.
pub(super) fn spelled(lexicon: &Lexicon, word: WordId) -> Option<&str> {
    lexicon.packs().iter().find_map(|pack| {
        let correct = &pack.correct;
        [&correct.long, &correct.short, &correct.dates]
            .into_iter()
            .flatten()
            .find(|(_, id)| *id == word)
            .map(|(text, _)| text.as_ref())
    })
}

/// Gives unknown words that are one letter off a word of dates that word's meaning, marked as a guess.
pub(super) fn guess_dates(toks: &mut Toks, lexicon: &Lexicon, text: &str, own: usize) {
    for tok in toks.iter_mut() {
        let unknown = tok.kind == Kind::Word && !tok.word.is_known();
        if unknown
            && tok.length() >= SHORTEST_DATE
            && let Some(word) = date(tok, lexicon, text, own)
        {
            tok.word = word;
            tok.guessed = true;
        }
    }
}

/// The sender's language first: what is near a word of it is not looked for in the others.
fn date(tok: &Tok, lexicon: &Lexicon, text: &str, own: usize) -> Option<WordId> {
    let text = text.get(tok.start as usize..tok.end as usize)?;
    let packs = lexicon.packs();
    match packs.get(own..=own).and_then(|own| near_date(text, own)) {
        Some(found) => found,
        None => near_date(text, packs).flatten(),
    }
}

/// The word of dates a text is nearest to; `Some(None)` where two are as near.
fn near_date(text: &str, packs: &[Compiled]) -> Option<Option<WordId>> {
    let mut best: Option<(usize, WordId)> = None;
    let mut tied = false;
    for pack in packs {
        for (target, word) in &pack.correct.dates {
            let allowed = if target.len() >= 8 { 2 } else { 1 };
            let Some(distance) = distance(text, target, allowed) else {
                continue;
            };
            match best {
                Some((other, _)) if other < distance => {}
                Some((other, known)) if other == distance => tied |= known != *word,
                _ => {
                    best = Some((distance, *word));
                    tied = false;
                }
            }
        }
    }
    best.map(|(_, word)| (!tied).then_some(word))
}

/// The distance of two words that begin alike, where it is at most `allowed`.
fn distance(text: &str, target: &str, allowed: usize) -> Option<usize> {
    let (one, other) = (text.as_bytes(), target.as_bytes());
    let swapped = one.first() == other.get(1) && one.get(1) == other.first();
    if (one.first() != other.first() && !swapped) || one.len().abs_diff(other.len()) > allowed {
        return None;
    }
    let distance = strsim::osa_distance(text, target);
    (1..=allowed).contains(&distance).then_some(distance)
}
