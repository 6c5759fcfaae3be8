//! Dates at the end or the beginning of free text, and the rule that nothing date-like is left hanging beside them.

use super::super::super::lexer::Kind;
use super::super::super::lexicon::sense::{Cue, Link, Sense};
use super::super::super::tokens::Tokens;
use super::{Spec, when};

/// A date at the end of free text.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// How many tokens stand before it.
    pub(crate) at: usize,
    pub(crate) spec: Spec,
    pub(crate) doubt: Option<Doubt>,
}

/// Why a date is not taken without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// The word before it belongs to a date, too, but not to this one.
    Dangling,
    /// It is an everyday word that stands alone.
    Weak,
}

/// The longest date that the text ends with.
pub(crate) fn tail(i: Tokens<'_>) -> Option<Found> {
    for at in 0..i.len() {
        let rest = i.skip(at);
        let first = rest.first()?;
        let begins = match first.kind {
            Kind::Num(_) | Kind::Mark(b'@' | b'+' | b'~') => true,
            _ => i.scope.lexicon.is_temporal(first.word),
        };
        if !begins {
            continue;
        }
        if let Ok((after, spec)) = when(rest)
            && after.is_empty()
        {
            let before = i.upto(at);
            if spec.is_weak() && has_article(&before, &rest) {
                continue;
            }
            let doubt = doubt(&before, &rest, &spec);
            return Some(Found { at, spec, doubt });
        }
    }
    None
}

/// A date that the text begins with, where a sign or a word parts it from what follows.
pub(crate) fn leading<'a>(
    i: Tokens<'a>,
    parts: impl Fn(Tokens<'a>) -> Option<Tokens<'a>>,
) -> Option<(Tokens<'a>, Spec)> {
    let (rest, spec) = when(i).ok()?;
    if !spec.is_strong() || rest.is_empty() {
        return None;
    }
    Some((parts(rest)?, spec))
}

/// "the sun", "my second": an everyday word with an article is no date.
fn has_article(before: &Tokens<'_>, date: &Tokens<'_>) -> bool {
    let last = before.skip(before.len().saturating_sub(1));
    let article = |i: &Tokens<'_>| {
        i.sense(|sense| {
            matches!(
                sense,
                Sense::Cue(Cue::The) | Sense::Link(Link::Article | Link::The | Link::My | Link::In)
            )
            .then_some(())
        })
        .is_some()
    };
    article(&last) || article(date)
}

fn doubt(before: &Tokens<'_>, date: &Tokens<'_>, spec: &Spec) -> Option<Doubt> {
    let end = before.toks.last()?;
    // The middle of "2024/13/1" is no date.
    let inside = date.first().is_some_and(|tok| tok.glued)
        && !matches!(
            end.kind,
            Kind::Mark(b'(' | b'[' | b'"' | b':' | b',') | Kind::Newline
        );
    if inside {
        return Some(Doubt::Dangling);
    }
    // "10, tonight": a number is left hanging over a comma, too.
    let comma = usize::from(end.is_mark(b',') || end.is_mark(b'-'));
    let before = before.upto(before.len().saturating_sub(comma));
    let last = before.toks.last()?;
    let rest = before.skip(before.len().saturating_sub(1));
    let hanging = match last.kind {
        Kind::Num(value) => value <= 31 || (comma == 0 && last.length() == 4),
        Kind::Word => rest
            .sense(|sense| match sense {
                Sense::Ordinal(_)
                | Sense::Unit(_)
                | Sense::Number(_)
                | Sense::Weekday(_)
                | Sense::Month(_)
                | Sense::Day(..)
                | Sense::Part(_)
                | Sense::Cue(
                    Cue::Before
                    | Cue::After
                    | Cue::From
                    | Cue::Past
                    | Cue::Half
                    | Cue::QuarterHour
                    | Cue::Last
                    | Cue::Next
                    | Cue::Every
                    | Cue::Until
                    | Cue::Ago
                    | Cue::Start
                    | Cue::Middle
                    | Cue::End,
                ) => Some(()),
                _ => None,
            })
            .is_some(),
        _ => false,
    };
    // "the 20th of next month" is no first of next month.
    let of = comma == 0
        && last.kind == Kind::Word
        && rest.is(Sense::Cue(Cue::Of))
        && !rest.is(Sense::Cue(Cue::In));
    if hanging || of {
        return Some(Doubt::Dangling);
    }
    spec.is_weak().then_some(Doubt::Weak)
}
