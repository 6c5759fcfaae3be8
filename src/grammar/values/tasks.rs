//! References to tasks.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::opt;

use super::super::error::{Expected, SyntaxError};
use super::super::lexer::Kind;
use super::super::lexicon::sense::{Cue, Link, Noun, Sense};
use super::super::tokens::{Rule, Tokens, article, mark, noun, word};
use super::number::number;
use super::who::{handle, quoted};
use crate::domain::TaskRef;

/// More handles than this are confirmed.
const PLAIN: usize = 5;

/// The most tasks a range may mean.
const LONGEST_RANGE: u32 = 50;

/// Tasks and whether they are many or a range, so that they are confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tasks {
    pub(crate) refs: Vec<TaskRef>,
    pub(crate) bulk: bool,
    /// Spelled digits that may be one number: "four two".
    pub(crate) unclear: bool,
    /// A word that only sounds like a number.
    pub(crate) sounds: bool,
}

/// `task_refs = task_ref { [ "," | "and" | "&" ] [ "task" ] task_ref } | number "-" number`
pub(crate) fn tasks(i: Tokens<'_>) -> Rule<'_, Tasks> {
    if let Ok((rest, tasks)) = range(i) {
        return Ok((rest, tasks));
    }
    let Ok((mut rest, first)) = task(i) else {
        return SyntaxError::miss(&i, Expected::Task);
    };
    let mut spelled = first.1;
    let mut refs = vec![first.0];
    let mut unclear = false;
    loop {
        let (next, comma) = opt(mark(b',')).parse(rest)?;
        let (next, and) = opt(word(Sense::Link(Link::And))).parse(next)?;
        let (next, _) = opt(noun(Noun::Task)).parse(next)?;
        let Ok((after, (more, digit))) = task(next) else {
            break;
        };
        // "assign 42 2 Jane", "move 42 2 friday": the digit stands for a word.
        if comma.is_none() && and.is_none() && is_word(&next, &after) {
            break;
        }
        unclear |= spelled && digit && comma.is_none() && and.is_none();
        spelled = digit;
        if !refs.contains(&more) {
            refs.push(more);
        }
        rest = after;
    }
    let bulk = refs.len() > PLAIN;
    Ok((
        rest,
        Tasks {
            refs,
            bulk,
            unclear,
            sounds: false,
        },
    ))
}

/// `task_ref = [ "number" ] [ "#" | "t" ] number | "last" | quoted`, and whether it is one spelled digit.
fn task(i: Tokens<'_>) -> Rule<'_, (TaskRef, bool)> {
    if let Ok((rest, number)) = handle(i, "t") {
        return Ok((rest, (TaskRef::Handle(number), false)));
    }
    if let Ok((rest, _)) =
        alt((word(Sense::Link(Link::Last)), word(Sense::Link(Link::It)))).parse(i)
    {
        return Ok((rest, (TaskRef::Last { last: true }, false)));
    }
    if let Some(title) = quoted(&i.upto(1)) {
        return Ok((i.skip(1), (TaskRef::Title { title }, false)));
    }
    let (rest, _) = opt(word(Sense::Link(Link::Number))).parse(i)?;
    let (rest, hash) = opt(mark(b'#')).parse(rest)?;
    let (rest, number) = number(rest)?;
    let plausible = number.value > 0 && number.digits <= 6 && !unit_follows(&rest);
    if !plausible || (hash.is_some() && number.digits == 0) {
        return SyntaxError::miss(&i, Expected::Task);
    }
    let digit = number.digits == 0 && number.value < 10;
    Ok((rest, (TaskRef::Handle(number.value), digit)))
}

/// `task_refs | [ tens ] sounds`: "done for" may be 4, which is asked about, never taken.
pub(crate) fn or_sounds(i: Tokens<'_>) -> Rule<'_, Tasks> {
    let heard = |sense| match sense {
        Sense::Sounds(value) => Some(value),
        _ => None,
    };
    let (ahead, tens) = match number(i) {
        Ok((rest, said)) if said.digits == 0 && (20..100).contains(&said.value) => {
            (rest, said.value)
        }
        _ => (i, 0),
    };
    if let Some((count, value, _)) = ahead.sense(heard)
        && super::free::without_filler(ahead.skip(count)).is_empty()
        && (tens == 0 || tens.is_multiple_of(10))
    {
        let refs = vec![TaskRef::Handle(tens.saturating_add(value))];
        return Ok((
            ahead.skip(ahead.len()),
            Tasks {
                refs,
                bulk: false,
                unclear: true,
                sounds: true,
            },
        ));
    }
    tasks(i)
}

/// An article before a task; the letter of "a3" is none.
pub(crate) fn before(i: Tokens<'_>) -> Rule<'_, Sense> {
    let (rest, sense) = article(i)?;
    if rest.first().is_some_and(|tok| tok.glued) {
        return SyntaxError::miss(&i, Expected::Word);
    }
    Ok((rest, sense))
}

/// Whether the digit at the front stands for a word, since what follows it is no end of a list.
fn is_word(i: &Tokens<'_>, after: &Tokens<'_>) -> bool {
    i.is(Sense::Link(Link::To))
        && i.first()
            .is_some_and(|tok| matches!(tok.kind, Kind::Num(_)))
        && after.first().is_some_and(|tok| tok.kind == Kind::Word)
        && !after.is(Sense::Link(Link::And))
        && after
            .sense(|sense| matches!(sense, Sense::Verb(_) | Sense::Talk(_)).then_some(()))
            .is_none()
}

/// "2 hours" and "3pm" are no tasks.
fn unit_follows(i: &Tokens<'_>) -> bool {
    let glued = i.first().is_some_and(|tok| tok.glued);
    i.sense(|sense| match sense {
        Sense::Unit(_) | Sense::Cue(Cue::Am | Cue::Pm | Cue::Oclock | Cue::HourMark) => Some(()),
        // "42 a Pedro" is no ordinal.
        Sense::Cue(Cue::OrdinalMark) if glued => Some(()),
        _ => None,
    })
    .is_some()
}

/// `range = number "-" number`
fn range(i: Tokens<'_>) -> Rule<'_, Tasks> {
    let (rest, _) = opt(mark(b'#')).parse(i)?;
    let (rest, from) = number(rest)?;
    let (rest, ()) = mark(b'-')(rest)?;
    let (rest, _) = opt(mark(b'#')).parse(rest)?;
    let (rest, to) = number(rest)?;
    let long = to.value.saturating_sub(from.value);
    if from.value == 0 || to.value <= from.value || long >= LONGEST_RANGE {
        return SyntaxError::miss(&i, Expected::Task);
    }
    let refs = (from.value..=to.value).map(TaskRef::Handle).collect();
    Ok((
        rest,
        Tasks {
            refs,
            bulk: true,
            unclear: false,
            sounds: false,
        },
    ))
}
