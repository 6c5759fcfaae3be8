//! Misspellings: what a word was probably meant to be.

use super::lexer::{Kind, Toks, WordId};
use super::lexicon::{Compiled, Lexicon, Target, Targets, letters};

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

/// Words of dates are guessed from this length on, beside a number from one letter less.
const SHORTEST_DATE: u32 = 5;

/// The command words that an unknown word is nearest to, all at the same distance.
pub(super) fn heads(lexicon: &Lexicon, text: &str) -> Vec<Near> {
    let mut best = usize::MAX;
    let mut found: Vec<Near> = Vec::new();
    let said = letters(text);
    for pack in lexicon.packs() {
        let long = pack.correct.long.near(text);
        let long = long.map(|target| (target, Class::Long));
        let short = pack.correct.short.near(text);
        let short = short.map(|target| (target, Class::Short));
        for (target, class) in long.chain(short) {
            let length = target.text.len();
            let class = if length <= SHORTEST {
                Class::Shortest
            } else {
                class
            };
            let allowed = if class == Class::Long && length >= 8 {
                2
            } else {
                1
            };
            let Some(distance) = distance(text, said, target, allowed) else {
                continue;
            };
            if distance < best {
                best = distance;
                found.clear();
            }
            let near = Near {
                word: target.word,
                class,
            };
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
            .flat_map(Targets::all)
            .find(|target| target.word == word)
            .map(|target| target.text.as_ref())
    })
}

/// Gives unknown words that are one letter off a word of dates that word's meaning, marked as a guess. Where two words are as
/// near it is only marked: which one was meant has to be asked.
pub(super) fn guess_dates(toks: &mut Toks, lexicon: &Lexicon, text: &str, own: usize) {
    for at in 0..toks.len() {
        let number = |at: Option<usize>| {
            let tok = at.and_then(|at| toks.get(at));
            tok.is_some_and(|tok| matches!(tok.kind, Kind::Num(_)))
        };
        let Some(tok) = toks.get(at) else { continue };
        if tok.kind != Kind::Word || tok.word.is_known() {
            continue;
        }
        let shortest = SHORTEST_DATE.saturating_sub(u32::from(
            number(at.checked_add(1)) || number(at.checked_sub(1)),
        ));
        if tok.length() < shortest {
            continue;
        }
        let text = text.get(tok.start as usize..tok.end as usize);
        let words = nearest_dates(lexicon, text.unwrap_or_default(), own);
        let word = match words.as_slice() {
            [] => continue,
            [word] => *word,
            _ => WordId::NONE,
        };
        if let Some(tok) = toks.get_mut(at) {
            tok.word = word;
            tok.guessed = true;
        }
    }
}

/// The words of dates that a misspelling is nearest to. The sender's language first: what is near a word of it is not looked
/// for in the others.
pub(super) fn nearest_dates(lexicon: &Lexicon, text: &str, own: usize) -> Vec<WordId> {
    let packs = lexicon.packs();
    let ours = near_dates(packs.get(own..=own).unwrap_or_default(), text);
    if ours.is_empty() {
        return near_dates(packs, text);
    }
    ours
}

fn near_dates(packs: &[Compiled], text: &str) -> Vec<WordId> {
    let mut best = usize::MAX;
    let mut found: Vec<WordId> = Vec::new();
    let said = letters(text);
    for pack in packs {
        for target in pack.correct.dates.near(text) {
            let allowed = if target.text.len() >= 8 { 2 } else { 1 };
            let Some(distance) = distance(text, said, target, allowed) else {
                continue;
            };
            if distance < best {
                best = distance;
                found.clear();
            }
            if distance == best && !found.contains(&target.word) {
                found.push(target.word);
            }
        }
    }
    found
}

/// The distance of two words that begin alike, where it is at most `allowed`. `said`: the letters of `text`.
fn distance(text: &str, said: u32, target: &Target, allowed: usize) -> Option<usize> {
    let (one, other) = (text.as_bytes(), target.text.as_bytes());
    let swapped = one.first() == other.get(1) && one.get(1) == other.first();
    if (one.first() != other.first() && !swapped) || one.len().abs_diff(other.len()) > allowed {
        return None;
    }
    // A slip adds a letter and takes one away at most: what differs in more is farther, whatever the order.
    let differ = (said ^ target.letters).count_ones() as usize;
    if text.is_ascii() && differ > allowed.saturating_mul(2) {
        return None;
    }
    let distance = strsim::osa_distance(text, &target.text);
    (1..=allowed).contains(&distance).then_some(distance)
}
