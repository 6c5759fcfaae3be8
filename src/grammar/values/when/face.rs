//! The face of a clock: an hour with its minutes, in digits, in words or as a share of the hour.

use nom::Parser;
use nom::combinator::opt;

use super::super::super::error::{Expected, SyntaxError};
use super::super::super::lexer::Kind;
use super::super::super::lexicon::sense::{Cue, Part, Sense, Unit};
use super::super::super::tokens::{Rule, Tokens, mark, one_of, pick, word};
use super::super::number::{Number, number};
use super::clock::{Clock, meridiem, oclock, part};
use super::day::the;
use super::length;

/// A time as far as it was read, and whether it needs something beside it to be one.
#[derive(Clone, Copy)]
pub(super) struct Face {
    pub(super) clock: Clock,
    /// A mere number: a time only after "at", before "pm", beside a day.
    pub(super) bare: Bare,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Bare {
    /// A time whatever stands around it.
    No,
    /// `1530`, `2.30`: a time beside a day or after a word that wants one.
    Digits,
    /// `3`: a time only after a word that wants one.
    Hour,
}

pub(super) fn face(i: Tokens<'_>) -> Rule<'_, Face> {
    let (rest, hour) = number(i)?;
    if hour.digits >= 3 {
        return compact(i, rest, hour);
    }
    if hour.value > 24 {
        return SyntaxError::miss(&i, Expected::Date);
    }
    if hour.digits > 0
        && let Ok((rest, (minute, second, dot))) = minutes(rest)
    {
        let padded = hour.digits == 2 && hour.value < 10;
        let bare = if dot { Bare::Digits } else { Bare::No };
        return made(&i, rest, hour.value, minute, second, padded, bare);
    }
    if hour.digits > 0
        && let Ok((after, (minute, second))) = marked_minutes(rest)
    {
        if minute.is_none()
            && let Ok((rest, (minute, true))) = spoken_minutes(rest, hour)
        {
            return made(&i, rest, hour.value, minute, 0, false, Bare::No);
        }
        // The h is of languages that count the hours to 24.
        let sure = minute.is_some();
        let all = i.scope.lexicon.pack(i.scope.lang);
        let bare = if sure || hour.value > 12 || all.is_some_and(|pack| pack.clock_hours) {
            Bare::No
        } else {
            Bare::Digits
        };
        let minute = minute.unwrap_or(0);
        return made(&i, after, hour.value, minute, second, sure, bare);
    }
    // "at 3 15"
    if let Some((Kind::Num(minute @ 10..60), 2)) = rest.first().map(|tok| (tok.kind, tok.length()))
        && hour.digits > 0
        && rest.len() == 1
    {
        return made(&i, rest.skip(1), hour.value, minute, 0, false, Bare::Hour);
    }
    if let Ok((rest, (minute, sure))) = spoken_minutes(rest, hour) {
        let bare = if sure { Bare::No } else { Bare::Digits };
        return made(&i, rest, hour.value, minute, 0, false, bare);
    }
    made(&i, rest, hour.value, 0, 0, false, Bare::Hour)
}

/// `( "noon" | "midnight" ) ( "and" share | "less" share | number )`: midi et quart, minuit trois.
pub(super) fn noon_and(i: Tokens<'_>) -> Rule<'_, Face> {
    let (rest, hour) = match part(i)? {
        (rest, (false, Part::Noon)) => (rest, 12),
        (rest, (false, Part::Midnight)) => (rest, 0),
        _ => return SyntaxError::miss(&i, Expected::Date),
    };
    if let Ok((rest, _)) = word(Sense::Cue(Cue::And))(rest) {
        let (rest, minute) = share(rest)?;
        return made(&i, rest, hour, minute, 0, true, Bare::No);
    }
    if let Ok((rest, _)) = word(Sense::Cue(Cue::Less))(rest) {
        let (rest, minute) = share(the(rest))?;
        let minute = 100_u32.saturating_add(minute);
        return made(&i, rest, hour, minute, 0, true, Bare::No);
    }
    let (rest, minute) = number(rest)?;
    let right = minute.digits == 0 || minute.digits == 2;
    if !rest.is_empty() || !right || !(1..60).contains(&minute.value) {
        return SyntaxError::miss(&i, Expected::Date);
    }
    made(&i, rest, hour, minute.value, 0, true, Bare::No)
}
/// `330`, `1530`
fn compact<'a>(i: Tokens<'a>, rest: Tokens<'a>, number: Number) -> Rule<'a, Face> {
    let (hour, minute) = (
        number.value.checked_div(100).unwrap_or(0),
        number.value.checked_rem(100).unwrap_or(0),
    );
    // A year is no time.
    let year =
        number.digits == 4 && (1900..2100).contains(&number.value) && meridiem(rest).is_err();
    if number.digits > 4 || hour > 23 || minute > 59 || year {
        return SyntaxError::miss(&i, Expected::Date);
    }
    let padded = number.digits == 4 && number.value < 1000;
    made(&i, rest, hour, minute, 0, padded, Bare::Digits)
}

/// `( ":" | "." ) 2 digits [ ":" 2 digits ]`, all glued; also whether it was a point.
pub(super) fn minutes(i: Tokens<'_>) -> Rule<'_, (u32, u32, bool)> {
    let sign = i.first().filter(|tok| tok.glued).map(|tok| tok.kind);
    let Some(Kind::Mark(sign @ (b':' | b'.'))) = sign else {
        return SyntaxError::miss(&i, Expected::Date);
    };
    let two = |at: usize| {
        i.get(at)
            .filter(|tok| tok.glued && tok.length() == 2)
            .and_then(|tok| match tok.kind {
                Kind::Num(value) if value < 60 => Some(value),
                _ => None,
            })
    };
    let Some(minute) = two(1) else {
        return SyntaxError::miss(&i, Expected::Date);
    };
    let more = i.get(2).is_some_and(|tok| tok.glued && tok.is_mark(sign));
    match two(3).filter(|_| more) {
        Some(second) => {
            let fraction = i.get(4).is_some_and(|tok| tok.glued && tok.is_mark(b'.'))
                && i.get(5)
                    .is_some_and(|tok| tok.glued && matches!(tok.kind, Kind::Num(_)));
            let count = if fraction { 6 } else { 4 };
            Ok((i.skip(count), (minute, second, sign == b'.')))
        }
        // "3.30.2026" is no time.
        None if more && sign == b'.' && i.get(3).is_some_and(|tok| tok.glued) => {
            SyntaxError::miss(&i, Expected::Date)
        }
        None => Ok((i.skip(2), (minute, 0, sign == b'.'))),
    }
}

/// `"h" [ 2 digits [ "m" [ 2 digits [ "s" ] ] ] ]`, glued: 15h, 3h30, 3h30m, 8h10m00.
fn marked_minutes<'a>(i: Tokens<'a>) -> Rule<'a, (Option<u32>, u32)> {
    let (rest, _) = word(Sense::Cue(Cue::HourMark))(i)?;
    if !i.first().is_some_and(|tok| tok.glued) {
        return SyntaxError::miss(&i, Expected::Date);
    }
    let two = |i: &Tokens<'_>| match i.first().map(|tok| (tok.kind, tok.glued, tok.length())) {
        Some((Kind::Num(value @ 0..60), true, 2)) => Some(value),
        _ => None,
    };
    let glued = |i: Tokens<'a>, unit: Unit| {
        let (rest, found) = length::unit(i).ok()?;
        (found == unit && i.first()?.glued).then_some(rest)
    };
    let Some(minute) = two(&rest) else {
        return Ok((rest, (None, 0)));
    };
    let rest = rest.skip(1);
    let Some(marked) = glued(rest, Unit::Minute) else {
        return Ok((rest, (Some(minute), 0)));
    };
    match two(&marked) {
        Some(second) => {
            let rest = marked.skip(1);
            let rest = glued(rest, Unit::Second).unwrap_or(rest);
            Ok((rest, (Some(minute), second)))
        }
        None => Ok((marked, (Some(minute), 0))),
    }
}

/// Minutes in words behind an hour: three thirty, seven oh five, 3 y media, trois heures et quart, tres menos diez (minutes of
/// the hour before count from 60 down, which the caller sees as 60 and more); and whether they make a time of it whatever stands
/// around.
fn spoken_minutes(i: Tokens<'_>, hour: Number) -> Rule<'_, (u32, bool)> {
    let (after_oclock, oclock) = opt(oclock).parse(i)?;
    if let Ok((rest, _)) = word(Sense::Cue(Cue::And))(after_oclock)
        && let Ok((after, minute)) = share(rest)
        // "10 and 14 o'clock" are two times.
        && word(Sense::Cue(Cue::Oclock))(after).is_err()
    {
        // "three and a half" is no time.
        let half = word(Sense::Cue(Cue::A))(rest).is_err() && number(rest).is_err();
        return Ok((after, (minute, oclock.is_some() || half)));
    }
    if let Ok((rest, _)) = word(Sense::Cue(Cue::Less))(after_oclock)
        && let Ok((rest, minute)) = share(the(rest))
    {
        return Ok((rest, (100_u32.saturating_add(minute), true)));
    }
    if let Ok((rest, minute)) = whole_share(after_oclock)
        && oclock.is_some()
    {
        return Ok((rest, (minute, true)));
    }
    if hour.digits > 0 && oclock.is_none() {
        return SyntaxError::miss(&i, Expected::Date);
    }
    let (rest, zero) = opt(word(Sense::Number(0))).parse(after_oclock)?;
    let (rest, minute) = number(rest)?;
    let fits = match zero {
        Some(_) => (1..10).contains(&minute.value),
        None => (10..60).contains(&minute.value),
    };
    if fits && (minute.digits == 0 || (oclock.is_some() && minute.digits == 2)) {
        let (rest, _) = opt(word(Sense::Unit(Unit::Minute))).parse(rest)?;
        return Ok((rest, (minute.value, oclock.is_some())));
    }
    SyntaxError::miss(&i, Expected::Date)
}

/// Minutes as a share of the hour or in numbers.
fn share(i: Tokens<'_>) -> Rule<'_, u32> {
    if let Ok(found) = whole_share(i) {
        return Ok(found);
    }
    let (rest, minutes) = number(i)?;
    let (rest, _) = opt(word(Sense::Unit(Unit::Minute))).parse(rest)?;
    if minutes.value < 60 {
        return Ok((rest, minutes.value));
    }
    SyntaxError::miss(&i, Expected::Date)
}

fn whole_share(i: Tokens<'_>) -> Rule<'_, u32> {
    let (rest, _) = opt(word(Sense::Cue(Cue::A))).parse(i)?;
    pick(|sense| match sense {
        Sense::Cue(Cue::Half) => Some(30),
        Sense::Cue(Cue::QuarterHour) => Some(15),
        _ => None,
    })(rest)
}

/// ```ebnf
/// fraction = ( "half" | "quarter" | number [ "minutes" ] ) ( "past" | "to" ) [ before ] hour | "half" hour | before hour ;
/// ```
/// `before` is half an hour before the hour in languages that count so.
pub(super) fn fraction(i: Tokens<'_>) -> Rule<'_, Face> {
    if let Ok((rest, before)) = before(i)
        && let Ok((rest, hour)) = hour(rest)
    {
        let minute = before.saturating_add(100);
        return made(&i, rest, hour.value, minute, 0, false, Bare::No);
    }
    let (rest, minute) = share(i)?;
    // "20 of 9" needs a word for minutes; a number of minutes is 1 to 59.
    if minute == 0 {
        return SyntaxError::miss(&i, Expected::Date);
    }
    let alone = i.before(&rest).len() == 1;
    let (rest, side) = opt(one_of(&[Sense::Cue(Cue::Past), Sense::Cue(Cue::To)])).parse(rest)?;
    // "3 to 5" are hours, "10 to 5" and "3 minutes to 5" are none.
    let digits = matches!(i.first().map(|tok| tok.kind), Some(Kind::Num(_)));
    if digits && alone && side == Some(Sense::Cue(Cue::To)) && !minute.is_multiple_of(5) {
        return SyntaxError::miss(&i, Expected::Date);
    }
    // fünf vor halb vier
    if let Some(side) = side
        && let Ok((rest, 30)) = before(rest)
        && let Ok((rest, hour)) = hour(rest)
        && minute < 30
    {
        let minute = if side == Sense::Cue(Cue::To) {
            130_u32.saturating_add(minute)
        } else {
            130_u32.saturating_sub(minute)
        };
        return made(&i, rest, hour.value, minute, 0, false, Bare::No);
    }
    let half = i.is(Sense::Cue(Cue::Half));
    let (rest, hour) = match side {
        Some(_) => hour(rest)?,
        // British "half 3" is half past; a number without side is none.
        None if half => hour(rest)?,
        None => return SyntaxError::miss(&i, Expected::Date),
    };
    let minute = if side == Some(Sense::Cue(Cue::To)) {
        100_u32.saturating_add(minute)
    } else {
        minute
    };
    made(&i, rest, hour.value, minute, 0, false, Bare::No)
}

/// How many minutes before the hour said behind it: halb vier, viertel vier.
fn before(i: Tokens<'_>) -> Rule<'_, u32> {
    pick(|sense| match sense {
        Sense::Cue(Cue::HalfBefore) => Some(30),
        Sense::Cue(Cue::QuarterBefore) => Some(45),
        Sense::Cue(Cue::ThreeQuartersBefore) => Some(15),
        _ => None,
    })(i)
}

/// An hour behind "past" or "to".
fn hour(i: Tokens<'_>) -> Rule<'_, Number> {
    if let Ok((rest, (false, Part::Noon))) = part(i) {
        return Ok((
            rest,
            Number {
                value: 12,
                digits: 2,
            },
        ));
    }
    if let Ok((rest, (false, Part::Midnight))) = part(i) {
        return Ok((
            rest,
            Number {
                value: 24,
                digits: 2,
            },
        ));
    }
    let (rest, hour) = number(i)?;
    let unit = length::unit(rest).is_ok() && oclock(rest).is_err();
    if hour.value > 24 || hour.digits > 2 || unit || mark(b':')(rest).is_ok() {
        return SyntaxError::miss(&i, Expected::Date);
    }
    Ok((rest, hour))
}

/// Minutes from 100 on count down from the hour.
pub(super) fn made<'a>(
    i: &Tokens<'a>,
    rest: Tokens<'a>,
    hour: u32,
    minute: u32,
    second: u32,
    padded: bool,
    bare: Bare,
) -> Rule<'a, Face> {
    let (hour, minute) = match minute.checked_sub(100) {
        Some(0) => (hour, 0),
        Some(before) => (
            hour.checked_sub(1).unwrap_or(23),
            60_u32.saturating_sub(before),
        ),
        None => (hour, minute),
    };
    let clock = i8::try_from(hour)
        .ok()
        .zip(i8::try_from(minute).ok())
        .zip(i8::try_from(second).ok());
    match clock {
        Some(((hour @ 0..=24, minute @ 0..=59), second @ 0..=59)) if hour < 24 || minute == 0 => {
            let clock = Clock {
                hour,
                minute,
                second,
                sure: hour > 12 || hour == 0 || padded,
            };
            Ok((rest, Face { clock, bare }))
        }
        _ => SyntaxError::miss(i, Expected::Date),
    }
}
