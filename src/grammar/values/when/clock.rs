//! Times of the day: `3pm`, `15:30`, `1530`, `half past seven`, `five o'clock`, `noon`.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::opt;

use super::super::super::DateOrder;
use super::super::super::error::{Expected, SyntaxError};
use super::super::super::lexer::Kind;
use super::super::super::lexicon::sense::{Cue, Part, Sense, Unit};
use super::super::super::tokens::{Rule, Tokens, one_of, pick, word};
use super::super::number::number;
use super::day::the;
use super::face::{Bare, face, fraction, made, minutes, noon_and};
use super::length;

/// A time of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) hour: i8,
    pub(super) minute: i8,
    pub(super) second: i8,
    /// Morning or evening is beyond doubt.
    pub(super) sure: bool,
}

/// ```ebnf
/// clock = ( face | fraction ) [ "o'clock" ] [ meridiem | [ "in" ] [ "the" ] part | "noon" ] [ "around" ] ;
/// face  = hour [ ( ":" | "." | "h" ) minute [ ":" second ] ] | hour minute | 4 digits ;
/// ```
/// `wanted`: a word before it wants a time. `beside_day`: a day stands before it.
pub(super) fn clock(
    i: Tokens<'_>,
    wanted: bool,
    beside_day: bool,
) -> Rule<'_, (Clock, Option<Part>)> {
    let (rest, found) = told(i, wanted, beside_day)?;
    // "a las 5 aproximadamente", at the end
    let around = word(Sense::Cue(Cue::Around))(rest).ok();
    let around = around.filter(|(rest, _)| rest.is_empty());
    Ok((around.map_or(rest, |(rest, _)| rest), found))
}

fn told(i: Tokens<'_>, wanted: bool, beside_day: bool) -> Rule<'_, (Clock, Option<Part>)> {
    let plausible = i.first().is_some_and(|tok| {
        matches!(tok.kind, Kind::Num(_)) || i.scope.lexicon.is_temporal(tok.word, i.scope.langs)
    });
    if !plausible {
        return SyntaxError::miss(&i, Expected::Date);
    }
    let (rest, mut face) = alt((fraction, noon_and, face)).parse(i)?;
    let (rest, oclock) = opt(oclock).parse(rest)?;
    // "10:30h"
    let rest = match hour_mark(rest).or_else(|_| hours(i, rest)) {
        Ok((rest, ())) => {
            // "1030h"
            if face.bare == Bare::Digits {
                face.bare = Bare::No;
            }
            rest
        }
        Err(_) => rest,
    };
    let (rest, about) = opt(about_mark).parse(rest)?;
    if let Ok((rest, meridiem)) = meridiem(rest).or_else(|_| in_the_half(rest)) {
        let Some(clock) = face.clock.with(meridiem) else {
            return SyntaxError::miss(&i, Expected::Date);
        };
        let part = later_part(rest).ok();
        let (rest, part) = part.map_or((rest, None), |(rest, part)| (rest, Some(part)));
        return Ok((rest, (clock, part)));
    }
    if oclock.is_some() || about.is_some() {
        face.bare = Bare::No;
    }
    // "12 noon"
    if let Ok((rest, (false, Part::Noon))) = part(rest)
        && (face.clock.hour, face.clock.minute) == (12, 0)
    {
        let clock = Clock {
            sure: true,
            ..face.clock
        };
        return Ok((rest, (clock, None)));
    }
    if let Ok((rest, part)) = later_part(rest)
        && face.clock.hour <= 12
    {
        return Ok((rest, (face.clock, Some(part))));
    }
    // "3-4pm": the end says which half of the day.
    if !face.clock.sure
        && let Some(end) = range_end(rest)
    {
        let later = Clock {
            hour: face.clock.hour.saturating_add(12),
            sure: true,
            ..face.clock
        };
        let afternoon = end.sure && end.hour > 12 && later.hour <= end.hour && face.clock.hour < 12;
        let clock = if afternoon { later } else { face.clock };
        return Ok((rest, (clock, None)));
    }
    let fits = match face.bare {
        Bare::No => true,
        Bare::Digits => wanted || beside_day,
        Bare::Hour => wanted,
    };
    if fits {
        Ok((rest, (face.clock, None)))
    } else {
        SyntaxError::miss(&i, Expected::Date)
    }
}

/// `meridiem = "am" | "pm"`; one letter only where it is glued to the number.
pub(super) fn meridiem(i: Tokens<'_>) -> Rule<'_, Cue> {
    let (rest, meridiem) = one_of(&[Sense::Cue(Cue::Am), Sense::Cue(Cue::Pm)])(i)?;
    let loose = i
        .first()
        .is_some_and(|tok| tok.length() == 1 && !tok.glued && i.before(&rest).len() == 1);
    match meridiem {
        Sense::Cue(cue) if !loose => Ok((rest, cue)),
        _ => SyntaxError::miss(&i, Expected::Date),
    }
}

/// `"in" "the" meridiem`
fn in_the_half(i: Tokens<'_>) -> Rule<'_, Cue> {
    let (rest, _) = word(Sense::Cue(Cue::In))(i)?;
    let (rest, _) = word(Sense::Cue(Cue::The))(rest)?;
    meridiem(rest)
}

/// `impossible = 2 digits ":" 2 digits | number "am"`: a time that no clock shows, such as 25:00.
pub(super) fn impossible(i: Tokens<'_>, wanted: bool) -> Rule<'_, ()> {
    let miss = || SyntaxError::miss(&i, Expected::Date);
    let Some((Kind::Num(hour), 1..=2)) = i.first().map(|tok| (tok.kind, tok.length())) else {
        return miss();
    };
    let colon = i.get(1).is_some_and(|tok| tok.glued && tok.is_mark(b':'));
    let minute = match i.get(2).map(|tok| (tok.kind, tok.glued, tok.length())) {
        Some((Kind::Num(minute), true, 2)) if colon => Some(minute),
        _ => None,
    };
    let rest = i.skip(if minute.is_some() { 3 } else { 1 });
    let half = meridiem(rest).map(|(rest, _)| rest);
    let late = hour > 24 || minute.is_some_and(|minute| minute > 59);
    match (minute, half) {
        (_, Ok(rest)) if late || hour > 12 || hour == 0 => Ok((rest, ())),
        (Some(_), Err(_)) if late && (wanted || hour < 30) => Ok((rest, ())),
        _ => miss(),
    }
}

/// `part = [ "this" ] part_name`, and whether "this" was said.
pub(super) fn part(i: Tokens<'_>) -> Rule<'_, (bool, Part)> {
    let (rest, this) = opt(word(Sense::Cue(Cue::This))).parse(i)?;
    let (rest, part) = pick(|sense| match sense {
        Sense::Part(part) => Some(part),
        _ => None,
    })(rest)?;
    Ok((rest, (this.is_some(), part)))
}

/// A part of the day behind a time: `[ "in" | "of" | "at" ] [ "the" ] part`.
fn later_part(i: Tokens<'_>) -> Rule<'_, Part> {
    let (rest, _) = opt(alt((
        word(Sense::Cue(Cue::In)),
        word(Sense::Cue(Cue::Of)),
        word(Sense::Cue(Cue::At)),
    )))
    .parse(i)?;
    let (rest, (this, part)) = part(the(rest))?;
    // "a las 9 mañana" is tomorrow, "a las 9 de la mañana" is not.
    let tomorrow = i.before(&rest).len() == 1
        && i.sense(|sense| matches!(sense, Sense::Day(..)).then_some(()))
            .is_some();
    if this || tomorrow || matches!(part, Part::Noon | Part::Midnight | Part::EndOfDay) {
        return SyntaxError::miss(&i, Expected::Date);
    }
    Ok((rest, part))
}

/// The clock behind `"-"` or `"to"`; not read, only looked at.
fn range_end(i: Tokens<'_>) -> Option<Clock> {
    let dash = i.first().is_some_and(|tok| tok.is_mark(b'-'));
    let rest = if dash {
        i.skip(1)
    } else {
        word(Sense::Cue(Cue::To))(i).ok()?.0
    };
    let (rest, face) = face(rest).ok()?;
    match meridiem(rest) {
        Ok((_, meridiem)) => face.clock.with(meridiem),
        Err(_) if face.bare == Bare::No => Some(face.clock),
        Err(_) => None,
    }
}
pub(super) fn oclock(i: Tokens<'_>) -> Rule<'_, ()> {
    word(Sense::Cue(Cue::Oclock)).map(|_| ()).parse(i)
}

/// The hours of "1530 hrs": no length has so many.
fn hours<'a>(i: Tokens<'a>, rest: Tokens<'a>) -> Rule<'a, ()> {
    let (after, unit) = length::unit(rest)?;
    let four = matches!(
        i.first().map(|tok| (tok.kind, tok.length())),
        Some((Kind::Num(_), 4))
    );
    if four && unit == Unit::Hour && i.before(&rest).len() == 1 {
        return Ok((after, ()));
    }
    SyntaxError::miss(&rest, Expected::Date)
}

/// Glued behind minutes, or the last word: 10:30h, 10:30 h.
fn hour_mark(i: Tokens<'_>) -> Rule<'_, ()> {
    let (rest, _) = word(Sense::Cue(Cue::HourMark))(i)?;
    match i.first() {
        Some(tok) if tok.glued || rest.is_empty() => Ok((rest, ())),
        _ => SyntaxError::miss(&i, Expected::Date),
    }
}

fn about_mark(i: Tokens<'_>) -> Rule<'_, ()> {
    let (rest, _) = word(Sense::Cue(Cue::AboutMark))(i)?;
    match i.first() {
        Some(tok) if tok.glued => Ok((rest, ())),
        _ => SyntaxError::miss(&i, Expected::Date),
    }
}
/// A time at the end that may be something else: `15.15`, `once y cuarenta y cinco`.
pub(super) fn doubtful(i: Tokens<'_>) -> Rule<'_, Clock> {
    let miss = || SyntaxError::miss(&i, Expected::Date);
    let (rest, hour) = number(i)?;
    let (rest, minute) = if hour.digits == 0 {
        let (rest, _) = word(Sense::Cue(Cue::And))(rest)?;
        let (rest, minute) = number(rest)?;
        (rest, minute.value)
    } else {
        // Where a comma parts the cents, a point does the minutes.
        let (rest, (minute, second, dot)) = minutes(rest)?;
        let right = dot && second == 0 && hour.value > 12;
        if !right || i.scope.sender.date_order == DateOrder::Mdy {
            return miss();
        }
        (rest, minute)
    };
    if !rest.is_empty() || hour.value == 0 || (hour.digits == 0 && minute < 10) {
        return miss();
    }
    let (rest, face) = made(&i, rest, hour.value, minute, 0, false, Bare::Digits)?;
    Ok((rest, face.clock))
}
impl Clock {
    /// The same time in the morning or the afternoon.
    fn with(self, meridiem: Cue) -> Option<Self> {
        let hour = match (self.hour, meridiem) {
            (12, Cue::Am) => 0,
            (13.., Cue::Am) => return None,
            (0..12, Cue::Pm) => self.hour.checked_add(12)?,
            (hour, _) => hour,
        };
        Some(Self {
            hour,
            sure: true,
            ..self
        })
    }
}
