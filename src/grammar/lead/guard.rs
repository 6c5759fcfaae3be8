//! Messages that register nobody whatever they say: reactions, advertisements, machines, talk.

use super::draft::{Draft, What};
use crate::grammar::values::phrases::Phrases;

/// Why a message registers nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Guard {
    Spam,
    Away,
    /// Talk between people who know each other.
    Chatter,
}

/// Whether the message is a phone's way of writing a reaction: `Liked "See you at 5"`, `Loved an image`.
pub(super) fn is_reaction(draft: &Draft<'_>) -> bool {
    let Some((_, end)) = draft.phrase(&draft.tables.tapbacks, 0) else {
        return false;
    };
    match draft.what(end) {
        Some(What::Mark('"')) => true,
        Some(What::Mark(mark)) => !mark.is_ascii(),
        Some(What::Word(_)) => {
            let thing = end.saturating_add(1);
            matches!(draft.fold(end), Some("an" | "a" | "your"))
                && matches!(
                    draft.fold(thing),
                    Some(
                        "image"
                            | "photo"
                            | "video"
                            | "movie"
                            | "attachment"
                            | "audio"
                            | "gif"
                            | "sticker"
                            | "message"
                            | "link"
                            | "location"
                            | "contact"
                    )
                )
        }
        _ => false,
    }
}

/// The first guard that holds.
pub(super) fn of(draft: &Draft<'_>) -> Option<Guard> {
    let words: Vec<&str> = draft
        .words
        .items()
        .iter()
        .map(|word| draft.words.fold(*word))
        .filter(|fold| !fold.is_empty())
        .collect();
    let hits = |table: &Phrases<()>| {
        (0..words.len())
            .filter(|i| table.at(*i, |i| words.get(i).copied()).is_some())
            .count()
    };
    let url = draft.items.iter().any(|item| item.what == What::Url);
    let hints = hits(&draft.tables.spam_hints);
    if hits(&draft.tables.spam) > 0
        || hints > 1
        || hints > 0 && url
        || to_short_code(&words)
        || shouts_money(draft)
    {
        return Some(Guard::Spam);
    }
    if hits(&draft.tables.away) > 0 {
        return Some(Guard::Away);
    }
    let talk = words
        .iter()
        .filter(|word| draft.tables.chatter.contains(**word))
        .count();
    (talk > 0).then_some(Guard::Chatter)
}

/// "txt WIN to 86688"
fn to_short_code(words: &[&str]) -> bool {
    let verb = words.iter().position(|word| {
        matches!(
            *word,
            "txt" | "text" | "send" | "sms" | "reply" | "call" | "msg"
        )
    });
    let Some(verb) = verb else {
        return false;
    };
    let after = words.get(verb..).unwrap_or_default();
    after.windows(2).any(|pair| match pair {
        [to, code] => {
            matches!(*to, "to" | "2")
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
