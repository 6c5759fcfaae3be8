//! Numbers and ordinals, in digits or words.

use super::super::error::{Expected, SyntaxError};
use super::super::lexer::Kind;
use super::super::lexicon::sense::{Cue, Link, Sense};
use super::super::tokens::{Rule, Tokens};

/// A number and how it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Number {
    pub(crate) value: u32,
    /// How many digits; 0 for words.
    pub(crate) digits: u32,
}

/// `number = digits | number_word { [ "-" | "and" ] number_word }`
///
/// Words add up only as they are spoken: "twenty two" is 22, "four two" is two numbers.
pub(crate) fn number(i: Tokens<'_>) -> Rule<'_, Number> {
    match i.first().map(|tok| (tok.kind, tok.length())) {
        Some((Kind::Num(value), digits)) => Ok((i.skip(1), Number { value, digits })),
        Some((Kind::Word, _)) => spelled(i),
        _ => SyntaxError::miss(&i, Expected::Word),
    }
}

/// `ordinal = digits [ "." ] "th" | [ tens [ "-" ] ] ordinal_word`
pub(crate) fn ordinal(i: Tokens<'_>) -> Rule<'_, u32> {
    if let Some(Kind::Num(value)) = i.first().map(|tok| tok.kind) {
        let point = i.get(1).is_some_and(|tok| tok.glued && tok.is_mark(b'.'));
        let rest = i.skip(if point { 2 } else { 1 });
        return match rest.first() {
            Some(tok) if tok.glued && rest.is(Sense::Cue(Cue::OrdinalMark)) => {
                Ok((rest.skip(1), value))
            }
            _ => SyntaxError::miss(&i, Expected::Word),
        };
    }
    if let Some((count, value, _)) = i.sense(ordinal_sense) {
        return Ok((i.skip(count), value));
    }
    let (mut rest, tens) = number_word(i)?;
    if rest.first().is_some_and(|tok| tok.is_mark(b'-')) {
        rest = rest.skip(1);
    }
    match rest.sense(ordinal_sense) {
        Some((count, ones, _)) if (20..100).contains(&tens) && ones < 10 => {
            Ok((rest.skip(count), tens.saturating_add(ones)))
        }
        _ => SyntaxError::miss(&i, Expected::Word),
    }
}

fn ordinal_sense(sense: Sense) -> Option<u32> {
    match sense {
        Sense::Ordinal(value) => Some(u32::from(value)),
        _ => None,
    }
}

/// One number word.
pub(crate) fn number_word(i: Tokens<'_>) -> Rule<'_, u32> {
    let found = i.sense(|sense| match sense {
        Sense::Number(value) => Some(value),
        _ => None,
    });
    match found {
        Some((count, value, _)) => Ok((i.skip(count), value)),
        None => SyntaxError::miss(&i, Expected::Word),
    }
}

fn spelled(i: Tokens<'_>) -> Rule<'_, Number> {
    let (mut rest, mut value) = number_word(i)?;
    loop {
        let mut next = rest;
        if next.first().is_some_and(|tok| tok.is_mark(b'-'))
            || (value >= 20 && next.is(Sense::Link(Link::And)))
        {
            next = next.skip(1);
        }
        let Ok((after, more)) = number_word(next) else {
            break;
        };
        let Some(sum) = join(value, more) else { break };
        (rest, value) = (after, sum);
    }
    Ok((rest, Number { value, digits: 0 }))
}

/// What two number words said one after the other make, where they make one number.
fn join(value: u32, more: u32) -> Option<u32> {
    match more {
        1000 if value < 1000 => value.checked_mul(1000),
        100 if (2..100).contains(&value) => value.checked_mul(100),
        1..100 if value >= 100 && value.is_multiple_of(100) => value.checked_add(more),
        100..1000 if value >= 1000 && value.is_multiple_of(1000) => value.checked_add(more),
        1..10 if in_tens(value, 20) => value.checked_add(more),
        // Sixty-ten and four-twenty-ten of French.
        10..20 if in_tens(value, 60) && value.is_multiple_of(20) => value.checked_add(more),
        _ => None,
    }
}

fn in_tens(value: u32, from: u32) -> bool {
    let tens = value.checked_rem(100).unwrap_or(0);
    tens >= from && tens.is_multiple_of(10)
}
