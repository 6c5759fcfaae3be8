//! Times of the day: `3pm`, `15:30`, `1530`, `half past seven`, `five o'clock`, `noon`.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::opt;

use super::super::super::error::{Expected, SyntaxError};
use super::super::super::lexer::Kind;
use super::super::super::lexicon::sense::{Cue, Part, Sense, Unit};
use super::super::super::tokens::{Rule, Tokens, mark, one_of, pick, word};
use super::super::number::{Number, number};
use super::day::the;
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

/// A time as far as it was read, and whether it needs something beside it to be one.
#[derive(Clone, Copy)]
struct Face {
    clock: Clock,
    /// A mere number: a time only after "at", before "pm", beside a day.
    bare: Bare,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Bare {
    /// A time whatever stands around it.
    No,
    /// `1530`, `2.30`: a time beside a day or after a word that wants one.
    Digits,
    /// `3`: a time only after a word that wants one.
    Hour,
}

/// ```ebnf
/// clock = ( face | fraction ) [ "o'clock" ] [ meridiem | [ "in" ] [ "the" ] part ] ;
/// face  = hour [ ( ":" | "." | "h" ) minute [ ":" second ] ] | hour minute | 4 digits ;
/// ```
/// `wanted`: a word before it wants a time. `beside_day`: a day stands before it.
pub(super) fn clock(
    i: Tokens<'_>,
    wanted: bool,
    beside_day: bool,
) -> Rule<'_, (Clock, Option<Part>)> {
    let plausible = i.first().is_some_and(|tok| {
        matches!(tok.kind, Kind::Num(_)) || i.scope.lexicon.is_temporal(tok.word, i.scope.langs)
    });
    if !plausible {
        return SyntaxError::miss(&i, Expected::Date);
    }
    let (rest, mut face) = alt((fraction, face)).parse(i)?;
    let (rest, oclock) = opt(oclock).parse(rest)?;
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
    if this || matches!(part, Part::Noon | Part::Midnight | Part::EndOfDay) {
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

fn oclock(i: Tokens<'_>) -> Rule<'_, ()> {
    word(Sense::Cue(Cue::Oclock)).map(|_| ()).parse(i)
}

fn about_mark(i: Tokens<'_>) -> Rule<'_, ()> {
    let (rest, _) = word(Sense::Cue(Cue::AboutMark))(i)?;
    match i.first() {
        Some(tok) if tok.glued => Ok((rest, ())),
        _ => SyntaxError::miss(&i, Expected::Date),
    }
}

fn face(i: Tokens<'_>) -> Rule<'_, Face> {
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
        && let Ok((rest, minute)) = marked_minutes(rest)
    {
        // The h is of languages that count the hours to 24.
        let sure = minute.is_some();
        let all = i.scope.lexicon.pack(i.scope.lang);
        let bare = if sure || hour.value > 12 || all.is_some_and(|pack| pack.clock_hours) {
            Bare::No
        } else {
            Bare::Digits
        };
        return made(&i, rest, hour.value, minute.unwrap_or(0), 0, sure, bare);
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
fn minutes(i: Tokens<'_>) -> Rule<'_, (u32, u32, bool)> {
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

/// `"h" [ 2 digits ]`, glued: 15h, 3h30.
fn marked_minutes(i: Tokens<'_>) -> Rule<'_, Option<u32>> {
    let (rest, _) = word(Sense::Cue(Cue::HourMark))(i)?;
    if !i.first().is_some_and(|tok| tok.glued) {
        return SyntaxError::miss(&i, Expected::Date);
    }
    match rest.first().map(|tok| (tok.kind, tok.glued, tok.length())) {
        Some((Kind::Num(minute), true, 2)) if minute < 60 => Ok((rest.skip(1), Some(minute))),
        _ => Ok((rest, None)),
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

/// `fraction = ( "half" | "quarter" | number [ "minutes" ] ) ( "past" | "to" ) hour | "half" hour`
fn fraction(i: Tokens<'_>) -> Rule<'_, Face> {
    if let Ok((rest, _)) = word(Sense::Cue(Cue::HalfBefore))(i)
        && let Ok((rest, hour)) = hour(rest)
    {
        return made(&i, rest, hour.value, 130, 0, false, Bare::No);
    }
    let (rest, minute) = share(i)?;
    // "20 of 9" needs a word for minutes; a number of minutes is 1 to 59.
    if minute == 0 {
        return SyntaxError::miss(&i, Expected::Date);
    }
    let (rest, side) = opt(one_of(&[Sense::Cue(Cue::Past), Sense::Cue(Cue::To)])).parse(rest)?;
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
fn made<'a>(
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
