//! Messages that register nobody whatever they say: reactions, advertisements, machines, talk.

use super::draft::{Draft, What};
use super::lexicon::{Class, Classes, Entry};

/// Why a message registers nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Guard {
    Spam,
    Away,
    /// Talk between people who know each other.
    Chatter,
}

impl Guard {
    /// Whether no person wrote it to us.
    pub(super) fn is_automatic(self) -> bool {
        matches!(self, Self::Spam | Self::Away)
    }
}

/// Whether the message is a phone's way of writing a reaction: `Liked "See you at 5"`, `Loved an image`.
pub(super) fn is_reaction(draft: &Draft<'_>) -> bool {
    let Some(end) = draft.phrase(Class::Tapback, 0) else {
        return false;
    };
    match draft.what(end) {
        Some(What::Mark('"')) => true,
        Some(What::Mark(mark)) => !mark.is_ascii(),
        Some(What::Word(_)) => {
            let thing = end.saturating_add(1);
            draft.is_in(end, Class::Article) && draft.is_in(thing, Class::Thing)
        }
        _ => false,
    }
}

/// The first guard that holds.
pub(super) fn of(draft: &Draft<'_>) -> Option<Guard> {
    let words: Vec<(&str, Entry)> = draft
        .words
        .items()
        .iter()
        .map(|word| draft.words.fold(*word))
        .zip(draft.entries.iter().copied())
        .filter(|(fold, _)| !fold.is_empty())
        .collect();
    // Most words begin none of the phrases that are looked for.
    let any = Classes::of(Class::SpamHint).or(Class::Spam).or(Class::Away);
    let places: Vec<usize> = words
        .iter()
        .enumerate()
        .filter(|(_, (_, entry))| entry.may_begin(any))
        .map(|(i, _)| i)
        .collect();
    let hits = |class: Class| {
        let mut hit: Vec<&str> = places
            .iter()
            .filter(|i| begins(draft, &words, **i, class))
            .filter_map(|i| words.get(*i).map(|(fold, _)| *fold))
            .collect();
        hit.sort_unstable();
        hit.dedup();
        hit.len()
    };
    let url = draft.items.iter().any(|item| item.what == What::Url);
    let suspicious = hits(Class::SpamHint);
    if hits(Class::Spam) > 0
        || suspicious > 1
        || suspicious > 0 && url
        || to_short_code(&words)
        || shouts_money(draft)
    {
        return Some(Guard::Spam);
    }
    if hits(Class::Away) > 0 {
        return Some(Guard::Away);
    }
    let talk = (0..draft.len()).any(|i| draft.is_in(i, Class::Chatter));
    talk.then_some(Guard::Chatter)
}

/// Whether a phrase of a class begins at a word, marks not counted.
fn begins(draft: &Draft<'_>, words: &[(&str, Entry)], i: usize, class: Class) -> bool {
    words.get(i).is_some_and(|(first, entry)| {
        let next = |k: usize| words.get(i.saturating_add(k)).map(|(fold, _)| *fold);
        let lexicon = draft.lexicon();
        lexicon
            .phrase(Classes::of(class), first, entry, next)
            .is_some()
    })
}

/// "txt WIN to 86688"
fn to_short_code(words: &[(&str, Entry)]) -> bool {
    let is = |entry: Entry, class| entry.classes.meet(Classes::of(class));
    let text = |(_, entry): &(&str, Entry)| is(*entry, Class::TextVerb);
    let Some(verb) = words.iter().position(text) else {
        return false;
    };
    let after = words.get(verb..).unwrap_or_default();
    after.windows(2).any(|pair| match pair {
        [(_, to), (code, _)] => {
            is(*to, Class::To)
                && (4..=6).contains(&code.len())
                && code.bytes().all(|b| b.is_ascii_digit())
        }
        _ => false,
    })
}

/// Pounds and exclamation marks together.
fn shouts_money(draft: &Draft<'_>) -> bool {
    let text = draft.words.text;
    (text.contains('£') || text.contains("$$")) && text.matches('!').count() > 1
}
