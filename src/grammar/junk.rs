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
    let short = text.len() <= LONGEST_UNQUOTED;
    let may_be = text.contains('"') || (short && text.contains(" a"));
    if !may_be {
        return false;
    }
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
    i.scope.lexicon.packs().iter().any(|pack| {
        let reactions = &pack.reactions;
        reactions.prefixes.iter().any(|prefix| {
            text.strip_prefix(prefix.as_str())
                .filter(|rest| rest.starts_with(' '))
                .is_some_and(|rest| {
                    let rest = rest.trim_start();
                    let named = rest
                        .split_once(" to ")
                        .is_some_and(|(emoji, after)| emoji.chars().count() <= 4 && quoted(after));
                    quoted(rest) || named || reactions.media.iter().any(|media| rest == media)
                })
        })
    })
}

fn prefix(folded: &Folded<'_>, lexicon: &Lexicon) -> usize {
    let text = folded.text.as_str();
    let trimmed = text.trim_start();
    let blank = text.len().saturating_sub(trimmed.len());
    let found = lexicon
        .packs()
        .iter()
        .flat_map(|pack| &pack.junk.prefixes)
        .map(String::as_str)
        .chain([">"])
        .find(|prefix| trimmed.starts_with(prefix) && trimmed.len() > prefix.len());
    found.map_or(0, |prefix| blank.saturating_add(prefix.len()))
}

fn tail(folded: &Folded<'_>, lexicon: &Lexicon) -> usize {
    let text = folded.text.as_str();
    let lines = text.contains('\n');
    if !lines && !text.contains("sent") {
        return text.len();
    }
    let signature = text.find("\n-- \n").or_else(|| text.find("\n--\n"));
    let mut end = signature.unwrap_or(text.len());
    for tail in lexicon.packs().iter().flat_map(|pack| &pack.junk.tails) {
        // Only as the last line or sentence.
        if let Some(at) = text.rfind(tail.as_str())
            && text
                .get(at..)
                .is_some_and(|rest| rest.len() < 48 && !rest.contains('\n'))
            && text
                .get(..at)
                .is_some_and(|before| before.is_empty() || before.trim_end().len() < before.len())
            && at > 0
        {
            end = end.min(at);
        }
    }
    end
}
