//! What phones add to messages: reply prefixes, signatures, and the lines that stand for a tap on a message.

use super::lexer::{Kind, Toks};
use super::lexicon::Lexicon;
use super::normalize::Folded;
use super::tokens::Tokens;

/// Takes reply prefixes and signatures off.
pub(super) fn strip(toks: &mut Toks, folded: &Folded<'_>, lexicon: &Lexicon) {
    let start = prefix(folded, lexicon);
    let end = tail(folded, lexicon);
    if start > 0 || end < folded.text.len() {
        toks.retain(|tok| tok.start as usize >= start && tok.end as usize <= end);
    }
}

/// A tap on a picture quotes nothing: `Loved an image`.
const LONGEST_UNQUOTED: usize = 64;

/// Whether the message is a tap on another: `Liked "…"`, `Loved an image`, `👍 to "…"`.
pub(super) fn is_reaction(i: &Tokens<'_>) -> bool {
    let text = i.scope.folded.text.trim();
    // The quotation of a tap may itself hold quotes and be cut short.
    let quoted = |rest: &str| {
        let rest = rest.trim_start();
        rest.starts_with('"') && rest.len() > 2
    };
    let emoji = i.first().is_some_and(|tok| tok.kind == Kind::Symbol);
    if emoji
        && let Some((before, after)) = text.split_once(" to ")
        && before.split_whitespace().count() <= 2
        && quoted(after)
    {
        return true;
    }
    let junk = i.scope.lexicon.junk();
    junk.reactions.begin(text).any(|prefix| {
        text.get(prefix.len()..)
            .filter(|rest| rest.starts_with(' '))
            .is_some_and(|rest| {
                let rest = rest.trim_start();
                let named = rest
                    .split_once(" to ")
                    .is_some_and(|(emoji, after)| emoji.chars().count() <= 4 && quoted(after));
                let media = || junk.media.contains(rest);
                quoted(rest) || named || (text.len() <= LONGEST_UNQUOTED && media())
            })
    })
}

/// Where the message begins behind what a reply or a quotation puts before it.
fn prefix(folded: &Folded<'_>, lexicon: &Lexicon) -> usize {
    let text = folded.text.as_str();
    let trimmed = text.trim_start();
    let blank = text.len().saturating_sub(trimmed.len());
    let quoted = trimmed.starts_with('>').then_some(">");
    let mut prefixes = lexicon.junk().prefixes.begin(trimmed).chain(quoted);
    let found = prefixes.find(|prefix| trimmed.len() > prefix.len());
    found.map_or(0, |prefix| blank.saturating_add(prefix.len()))
}

/// The signature of a phone or an app is shorter than this, in bytes.
const LONGEST_TAIL: usize = 48;

/// Where the message ends before a signature, which stands on the last line or is the last sentence.
fn tail(folded: &Folded<'_>, lexicon: &Lexicon) -> usize {
    let text = folded.text.as_str();
    let bytes = text.as_bytes();
    let last_break = bytes.iter().rposition(|byte| *byte == b'\n');
    let signature = last_break.and_then(|_| text.find("\n-- \n").or_else(|| text.find("\n--\n")));
    let end = signature.unwrap_or(text.len());
    let last_line = last_break.map_or(1, |at| at.saturating_add(1));
    let from = text.len().saturating_sub(LONGEST_TAIL).max(last_line);
    let is_tail = |at: &usize| {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        // Inside a line only as a sentence of its own: "the contract sent via fax" is no signature.
        let apart = match before {
            Some(b'\n') => true,
            Some(before) => before.is_ascii_whitespace() && is_capital(folded, *at),
            None => false,
        };
        apart
            && text
                .get(*at..)
                .is_some_and(|rest| lexicon.junk().tails.begin(rest).next().is_some())
    };
    (from..end).find(is_tail).unwrap_or(end)
}

fn is_capital(folded: &Folded<'_>, at: usize) -> bool {
    let [from, _] = folded.span(at, at.saturating_add(1));
    let written = folded.original.get(from..);
    written
        .and_then(|rest| rest.chars().next())
        .is_some_and(char::is_uppercase)
}
