//! Dates at the end or the beginning of free text, and the rule that nothing date-like is left hanging beside them.

use super::super::super::lexer::{Kind, Tok, Toks};
use super::super::super::lexicon::sense::{Cue, Link, Sense};
use super::super::super::suggest::nearest_dates;
use super::super::super::tokens::{Senses, Tokens};
use super::{Spec, when};

/// A date at the end of free text.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// How many tokens stand before it.
    pub(crate) at: usize,
    pub(crate) spec: Spec,
    /// What else it can be: "monday or tuesday", or a misspelling as near to one day as to another.
    pub(crate) others: Vec<Spec>,
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
    let unclear = i.toks.iter().any(|tok| tok.guessed && !tok.word.is_known());
    if unclear && let Some(found) = either_word(i) {
        return Some(found);
    }
    let found = plain_tail(i)?;
    Some(either_date(i, &found).unwrap_or(found))
}

/// A misspelling that is as near to one word of dates as to another: all dates it can be.
fn either_word(i: Tokens<'_>) -> Option<Found> {
    let at = i
        .toks
        .iter()
        .position(|tok| tok.guessed && !tok.word.is_known())?;
    let tok = i.get(at)?;
    let mut founds = nearest_dates(i.scope.lexicon, i.folded(tok), i.scope.lang)
        .into_iter()
        .filter_map(|word| {
            let mut toks: Toks = i.toks.iter().copied().collect();
            toks.get_mut(at)?.word = word;
            let senses = Senses::of(&mut toks, i.scope.lexicon);
            let scope = i.scope.with(&senses);
            let spelled = Tokens {
                toks: &toks,
                scope: &scope,
            };
            plain_tail(spelled).filter(|found| found.at <= at)
        });
    let first = founds.next()?;
    let others = founds
        .filter(|found| found.at == first.at)
        .map(|found| found.spec)
        .collect();
    Some(Found { others, ..first })
}

/// `date ( "or" | "and" ) date`
fn either_date(i: Tokens<'_>, last: &Found) -> Option<Found> {
    let before = i.upto(last.at);
    let or = before.skip(before.len().checked_sub(1)?);
    (or.is(Sense::Cue(Cue::Or)) || or.is(Sense::Cue(Cue::And))).then_some(())?;
    let first = plain_tail(before.upto(before.len().saturating_sub(1)))?;
    Some(Found {
        others: vec![last.spec.clone()],
        ..first
    })
}

fn plain_tail(i: Tokens<'_>) -> Option<Found> {
    // A date reaches to the end: nothing can begin one before the last word that is of no date.
    let within = |tok: &&Tok| match tok.kind {
        // The letters of "2026-03-05T15:00Z" are no words.
        Kind::Word => {
            tok.length() == 1
                || tok.glued
                || i.scope.lexicon.is_within_dates(tok.word, i.scope.langs)
        }
        Kind::Email | Kind::Url | Kind::Quote => false,
        _ => true,
    };
    let longest = i.toks.iter().rev().take_while(within).count();
    for at in i.len().saturating_sub(longest)..i.len() {
        let rest = i.skip(at);
        let first = rest.first()?;
        let begins = match first.kind {
            Kind::Num(_) | Kind::Mark(b'@' | b'+' | b'~') => true,
            Kind::Phone => first.length() == 8,
            _ => i.scope.lexicon.is_temporal(first.word, i.scope.langs),
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
            return Some(Found {
                at,
                spec,
                others: Vec::new(),
                doubt,
            });
        }
    }
    None
}

/// A day inside the text, near its end: "prepare friday's meeting" has none, but "book friday off" may mean one. Only where at
/// most two words follow that are no date, and only what is a day beyond doubt.
pub(crate) fn inside(i: Tokens<'_>) -> Option<Spec> {
    (0..i.len()).find_map(|at| {
        let rest = i.skip(at);
        let first = rest.first()?;
        let begins = match first.kind {
            Kind::Num(_) => !first.glued,
            _ => i.scope.lexicon.is_temporal(first.word, i.scope.langs),
        };
        if !begins {
            return None;
        }
        let (after, spec) = when(rest).ok()?;
        let words = after
            .toks
            .iter()
            .filter(|tok| !matches!(tok.kind, Kind::Mark(_) | Kind::Newline))
            .count();
        (spec.is_plain() && (1..=2).contains(&words)).then_some(spec)
    })
}

/// A date that the text begins with, and what follows it.
pub(crate) fn leading(i: Tokens<'_>) -> Option<(Tokens<'_>, Spec)> {
    let (rest, spec) = when(i).ok()?;
    (spec.is_strong() && !rest.is_empty()).then_some((rest, spec))
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
    let counted = date.toks.iter().any(|tok| matches!(tok.kind, Kind::Num(_)));
    article(&last) || (article(date) && !counted)
}

/// "the christmas closest to today": a holiday among the last three words was not read, but is near.
fn near_holiday(before: &Tokens<'_>) -> bool {
    (1..=3).any(|back| {
        let holiday = before.len().checked_sub(back).and_then(|at| {
            before
                .skip(at)
                .sense(|sense| matches!(sense, Sense::Holiday(_)).then_some(()))
        });
        holiday.is_some()
    })
}

/// "8 to", "monday to": what stands behind is the end of a range.
fn begins_range(before: &Tokens<'_>) -> bool {
    let Some(at) = before.len().checked_sub(2) else {
        return false;
    };
    let to = before.skip(at.saturating_add(1));
    if !(to.is(Sense::Link(Link::To)) || to.is(Sense::Cue(Cue::To))) {
        return false;
    }
    let from = before.skip(at);
    let named = from.sense(|sense| match sense {
        Sense::Ordinal(_)
        | Sense::Number(_)
        | Sense::Weekday(_)
        | Sense::Month(_)
        | Sense::Day(..)
        | Sense::Part(_)
        | Sense::Cue(Cue::Am | Cue::Pm | Cue::Oclock | Cue::HourMark) => Some(()),
        _ => None,
    });
    named.is_some()
        || from
            .first()
            .is_some_and(|tok| matches!(tok.kind, Kind::Num(value) if value < 60))
}

fn doubt(before: &Tokens<'_>, date: &Tokens<'_>, spec: &Spec) -> Option<Doubt> {
    let end = before.toks.last()?;
    // The middle of "2024/13/1" is no date, nor that of "10:30h".
    let number = before.len() >= 2
        && end.glued
        && before
            .get(before.len().saturating_sub(2))
            .is_some_and(|tok| matches!(tok.kind, Kind::Num(_)));
    let opens = match end.kind {
        Kind::Mark(b'(' | b'[' | b'"') | Kind::Newline => true,
        Kind::Mark(b':' | b',') => !number,
        _ => false,
    };
    let inside = date.first().is_some_and(|tok| tok.glued) && !opens;
    if inside {
        return Some(Doubt::Dangling);
    }
    // "10, tonight": a number is left hanging over a comma, too.
    let comma = usize::from(end.is_mark(b',') || end.is_mark(b'-'));
    let before = before.upto(before.len().saturating_sub(comma));
    // "1st week of oct. on friday": the point of an abbreviation hides nothing.
    let point = before.toks.last().is_some_and(|tok| tok.is_mark(b'.'));
    let before = before.upto(before.len().saturating_sub(usize::from(point)));
    if near_holiday(&before) {
        return Some(Doubt::Dangling);
    }
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
                // "not friday": any day but the one that is said.
                | Sense::Link(Link::Not)
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
                    | Cue::OrdinalMark
                    | Cue::Start
                    | Cue::Middle
                    | Cue::End,
                ) => Some(()),
                _ => None,
            })
            .is_some(),
        _ => false,
    };
    if comma == 0 && begins_range(&before) {
        return Some(Doubt::Dangling);
    }
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
