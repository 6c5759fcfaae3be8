//! Days: by name, by weekday, by month, counted, or as a part of a longer time.

use jiff::ToSpan;
use jiff::civil::Date;
use nom::Parser;
use nom::branch::alt;
use nom::combinator::opt;

use super::super::super::error::{Expected, SyntaxError};
use super::super::super::lexer::Kind;
use super::super::super::lexicon::sense::{Cue, Part, Sense, Unit};
use super::super::super::tokens::{Rule, Tokens, mark, marks, pick, word};
use super::super::number::{number, ordinal};
use super::calendar::{day_of_week, edge, first_of, nth_weekday, period};
use super::{Day, Which, clock, length, moment, numeric, today};

/// A day and what was said along with it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Said {
    pub(super) day: Day,
    pub(super) part: Option<Part>,
    pub(super) repeats: bool,
    pub(super) weak: bool,
}

/// ```ebnf
/// day = named | weekday | month_day | day_month | numeric | of_month | nth_weekday | period | edge | counted | repeated ;
/// ```
/// The longest wins.
pub(super) fn day(i: Tokens<'_>) -> Rule<'_, Said> {
    let plausible = i.first().is_some_and(|tok| {
        matches!(tok.kind, Kind::Num(_) | Kind::Mark(_)) || i.scope.lexicon.is_temporal(tok.word)
    });
    if !plausible {
        return SyntaxError::miss(&i, Expected::Date);
    }
    let rules: [fn(Tokens<'_>) -> Rule<'_, Said>; 12] = [
        named,
        weekday,
        month_day,
        day_month,
        numeric_day,
        of_month,
        nth_weekday,
        period,
        edge,
        moment::counted,
        repeated,
        holiday,
    ];
    let mut best = SyntaxError::miss(&i, Expected::Date);
    for rule in rules {
        if let Ok((rest, said)) = rule(i)
            && best
                .as_ref()
                .map_or(true, |(other, _): &(Tokens<'_>, Said)| {
                    rest.len() < other.len()
                })
        {
            best = Ok((rest, said));
        }
    }
    let (rest, said) = best?;
    Ok(weekday_behind(rest, said, today(&i)))
}

/// `[ "," | "(" ] weekday_name [ ")" ]` behind a date chooses among the dates it can be.
fn weekday_behind(i: Tokens<'_>, said: Said, today: Date) -> (Tokens<'_>, Said) {
    if !matches!(said.day, Day::On(_) | Day::Yearly(..) | Day::Monthly(_)) || said.weak {
        return (i, said);
    }
    let (rest, sign) = marks(b",(")(i).map_or((i, 0), |(rest, sign)| (rest, sign));
    let Ok((rest, name)) = weekday_name(rest) else {
        return (i, said);
    };
    let rest = if sign == b'(' {
        match mark(b')')(rest) {
            Ok((rest, ())) => rest,
            Err(_) => return (i, said),
        }
    } else {
        rest
    };
    let day = agree(said.day, name, today);
    (rest, Said { day, ..said })
}

/// A day without anything that stands beside a weekday: the base of "two weeks from …".
pub(super) fn base(i: Tokens<'_>) -> Rule<'_, Said> {
    let rules: [fn(Tokens<'_>) -> Rule<'_, Said>; 7] = [
        named,
        weekday,
        month_day,
        day_month,
        numeric_day,
        of_month,
        holiday,
    ];
    rules
        .into_iter()
        .filter_map(|rule| rule(i).ok())
        .min_by_key(|(rest, _)| rest.len())
        .map_or_else(|| SyntaxError::miss(&i, Expected::Date), Ok)
}

/// A day by name alone: "tomorrow", "friday".
pub(super) fn plain(i: Tokens<'_>) -> Rule<'_, Said> {
    alt((
        named,
        weekday_name.map(|name| Said::new(Day::Weekday(name, None))),
    ))
    .parse(i)
}

impl Said {
    pub(super) fn new(day: Day) -> Self {
        Self {
            day,
            part: None,
            repeats: false,
            weak: false,
        }
    }

    fn weak(self, weak: bool) -> Self {
        Self { weak, ..self }
    }
}

/// `named = "today" | "tomorrow" | "tonight" | "the day after tomorrow" | …`
fn named(i: Tokens<'_>) -> Rule<'_, Said> {
    let (rest, (offset, part)) = pick(|sense| match sense {
        Sense::Day(offset, part) => Some((offset, part)),
        _ => None,
    })(i)?;
    let day = today(&i)
        .checked_add(i64::from(offset).days())
        .map_or(Day::Never, Day::On);
    Ok((
        rest,
        Said {
            part,
            ..Said::new(day)
        },
    ))
}

/// `weekday = [ "the" ] [ which ] weekday_name [ which ] [ [ "of" ] which "week" | [ "," ] [ "the" ] date ]`
fn weekday(i: Tokens<'_>) -> Rule<'_, Said> {
    let (rest, which) = opt(which).parse(the(i))?;
    let start = rest;
    let (rest, name) = weekday_name(rest)?;
    let lone = start
        .first()
        .is_some_and(|tok| i.scope.lexicon.is_weak(tok.word, i.scope.langs));
    let (rest, after) = match which {
        Some(_) => (rest, None),
        None => opt(which_after).parse(rest)?,
    };
    let which = which.or(after);
    let plain = Said::new(Day::Weekday(name, which)).weak(which.is_none() && lone);
    if which.is_none()
        && let Ok((after, week)) = of_week(rest)
    {
        let date = day_of_week(today(&i), name, week);
        return Ok((after, Said::new(date.map_or(Day::Never, Day::On))));
    }
    let past_comma = mark(b',')(rest).map_or(rest, |(after, ())| after);
    let dated = [month_day, day_month, numeric_pair, of_month]
        .into_iter()
        .flat_map(|rule: fn(Tokens<'_>) -> Rule<'_, Said>| {
            [rule(the(past_comma)), rule(past_comma)]
        })
        .flatten()
        .min_by_key(|(rest, _)| rest.len());
    match dated {
        Some((after, said)) => Ok((after, Said::new(agree(said.day, name, today(&i))))),
        None => Ok((rest, plain)),
    }
}

pub(super) fn weekday_name(i: Tokens<'_>) -> Rule<'_, u8> {
    pick(|sense| match sense {
        Sense::Weekday(day) => Some(day),
        _ => None,
    })(i)
}

pub(super) fn month_name(i: Tokens<'_>) -> Rule<'_, i8> {
    let (rest, month) = pick(|sense| match sense {
        Sense::Month(month) => i8::try_from(month).ok(),
        _ => None,
    })(i)?;
    // The point of an abbreviation.
    let dotted = rest
        .first()
        .is_some_and(|tok| tok.is_mark(b'.') && tok.glued)
        && i.first().is_some_and(|tok| tok.length() <= 4);
    Ok((if dotted { rest.skip(1) } else { rest }, month))
}

/// `which = "this" | "next" | "last"`
pub(super) fn which(i: Tokens<'_>) -> Rule<'_, Which> {
    let (rest, which) = pick(|sense| match sense {
        Sense::Cue(Cue::This) => Some(Which::This),
        Sense::Cue(Cue::Next) => Some(Which::Next),
        Sense::Cue(Cue::Last) => Some(Which::Last),
        Sense::Cue(Cue::Past) => Some(Which::Past),
        _ => None,
    })(the(i))?;
    Ok((rest, which))
}

/// The languages that say "friday next" say it with a word of their own.
fn which_after(i: Tokens<'_>) -> Rule<'_, Which> {
    pick(|sense| match sense {
        Sense::Cue(Cue::ThisAfter) => Some(Which::This),
        Sense::Cue(Cue::NextAfter) => Some(Which::Next),
        Sense::Cue(Cue::LastAfter) => Some(Which::Last),
        _ => None,
    })(i)
}

/// `of_week = [ "of" ] which "week" | "week" which`
fn of_week(i: Tokens<'_>) -> Rule<'_, Which> {
    let (rest, _) = opt(word(Sense::Cue(Cue::Of))).parse(i)?;
    let rest = the(rest);
    let (rest, found) = which_unit(rest)?;
    match found {
        (which, Unit::Week) => Ok((rest, which)),
        _ => SyntaxError::miss(&i, Expected::Date),
    }
}

/// `which_unit = which unit | unit which`
pub(super) fn which_unit(i: Tokens<'_>) -> Rule<'_, (Which, Unit)> {
    let i = the(i);
    if let Ok((rest, which)) = which(i)
        && let Ok((rest, unit)) = length::unit(rest)
    {
        return Ok((rest, (which, unit)));
    }
    let (rest, unit) = length::unit(i)?;
    let (rest, which) = which_after(rest)?;
    Ok((rest, (which, unit)))
}

/// `month_day = month [ "/" | "-" | "." ] [ "the" ] day_number [ [ "," ] [ "of" ] year ] | month [ "," ] [ "of" ] year`
fn month_day(i: Tokens<'_>) -> Rule<'_, Said> {
    let (start, which) = opt(which).parse(i)?;
    let (rest, month) = month_name(start)?;
    let (rest_day, _) = opt(marks(b"/-.")).parse(rest)?;
    let numbered = day_number(the(rest_day)).ok().filter(|(after, _)| {
        // "march 3pm" is no third of March.
        clock::meridiem(*after).is_err()
    });
    if let Some((rest, day)) = numbered {
        let (rest, year) = opt(year_after).parse(rest)?;
        return Ok((rest, Said::new(dated(year, month, day, which))));
    }
    if let Ok((rest, year)) = month_year(rest) {
        return Ok((rest, Said::new(dated(Some(year), month, 1, None))));
    }
    if which.is_some() {
        return Ok((rest, Said::new(Day::Yearly(month, 1, which))));
    }
    let weak = start
        .first()
        .is_some_and(|tok| i.scope.lexicon.is_weak(tok.word, i.scope.langs));
    Ok((rest, Said::new(Day::Yearly(month, 1, None)).weak(weak)))
}

/// `day_month = [ "the" ] day_number [ "of" | "/" | "-" | "." ] month [ [ "," ] [ "of" | "/" | "-" ] year ]`
fn day_month(i: Tokens<'_>) -> Rule<'_, Said> {
    let (start, which) = opt(which).parse(the(i))?;
    let (rest, day) = day_number(start)?;
    let (rest, _) = opt(marks(b"/-.")).parse(rest)?;
    let (rest, _) = opt(word(Sense::Cue(Cue::Of))).parse(rest)?;
    let (rest, month) = month_name(the(rest))?;
    let (rest, year) = opt(year_after).parse(rest)?;
    Ok((rest, Said::new(dated(year, month, day, which))))
}

/// `day_number = ordinal | number`
fn day_number(i: Tokens<'_>) -> Rule<'_, i8> {
    let (rest, value) = alt((ordinal, plain_number)).parse(i)?;
    match i8::try_from(value) {
        Ok(day @ 1..=31) => Ok((rest, day)),
        _ => SyntaxError::miss(&i, Expected::Date),
    }
}

fn plain_number(i: Tokens<'_>) -> Rule<'_, u32> {
    let (rest, number) = number(i)?;
    if number.digits > 2 || clock_follows(rest) {
        return SyntaxError::miss(&i, Expected::Date);
    }
    Ok((rest, number.value))
}

/// "10:30" behind a month is a time.
fn clock_follows(i: Tokens<'_>) -> bool {
    matches!((i.first(), i.get(1)), (Some(sign), Some(minutes))
        if sign.glued && minutes.glued && sign.is_mark(b':') && matches!(minutes.kind, Kind::Num(_)))
}

/// A year behind a whole date: `[ "," ] [ "of" | "/" | "-" | "'" ] year`, of two digits where no hour can be meant.
fn year_after(i: Tokens<'_>) -> Rule<'_, i16> {
    let (rest, comma) = opt(marks(b",/-.")).parse(i)?;
    let (rest, of) = opt(word(Sense::Cue(Cue::Of))).parse(rest)?;
    let (rest, quote) = opt(mark(b'\'')).parse(rest)?;
    let sure = of.is_some() || quote.is_some() || matches!(comma, Some(b'/' | b'-' | b'.'));
    year(rest, sure)
}

/// A year behind a month alone.
pub(super) fn month_year(i: Tokens<'_>) -> Rule<'_, i16> {
    let (rest, _) = opt(marks(b",/-")).parse(i)?;
    let (rest, of) = opt(word(Sense::Cue(Cue::Of))).parse(rest)?;
    let (rest, quote) = opt(mark(b'\'')).parse(rest)?;
    year(rest, of.is_some() || quote.is_some())
}

/// `year = 4 digits | 2 digits`
fn year(i: Tokens<'_>, sure: bool) -> Rule<'_, i16> {
    let (rest, number) = number(i)?;
    let hour = clock_follows(rest) || clock::meridiem(rest).is_ok();
    let value = match number.digits {
        4 => i16::try_from(number.value).ok(),
        2 if sure || (number.value > 24 && !hour) => numeric::century(number.value),
        _ => None,
    };
    match value.filter(|year| (1900..=2200).contains(year) && !hour) {
        Some(year) => Ok((rest, year)),
        None => SyntaxError::miss(&i, Expected::Date),
    }
}

fn dated(year: Option<i16>, month: i8, day: i8, which: Option<Which>) -> Day {
    match year {
        Some(year) => Date::new(year, month, day).map_or(Day::Never, Day::On),
        // 29 February exists in some year.
        None if Date::new(2024, month, day).is_ok() => Day::Yearly(month, day, which),
        None => Day::Never,
    }
}

fn numeric_day(i: Tokens<'_>) -> Rule<'_, Said> {
    let (start, which) = opt(which).parse(i)?;
    let (rest, day) = numeric::numeric(start, false)?;
    let day = match day {
        Day::Yearly(month, day, None) => Day::Yearly(month, day, which),
        other => other,
    };
    Ok((rest, Said::new(day)))
}

/// Beside a weekday even `7-6` is a date.
fn numeric_pair(i: Tokens<'_>) -> Rule<'_, Said> {
    let (rest, day) = numeric::numeric(i, true)?;
    // "friday 3-4pm" is no date but hours.
    if clock::meridiem(rest).is_ok() || clock_follows(rest) {
        return SyntaxError::miss(&i, Expected::Date);
    }
    Ok((rest, Said::new(day)))
}

/// `of_month = "the" day_number | ordinal [ "of" which "month" ]`
fn of_month(i: Tokens<'_>) -> Rule<'_, Said> {
    let (rest, day, counted) = if let Ok((rest, day)) = ordinal(the(i)) {
        let (rest, _) = opt(word(Sense::Unit(Unit::Day))).parse(rest)?;
        (rest, day, true)
    } else if let Ok((rest, day)) = day_number(i)
        && word(Sense::Cue(Cue::Of))(rest).is_ok()
    {
        (rest, u32::from(day.unsigned_abs()), false)
    } else {
        let (rest, _) = word(Sense::Cue(Cue::The))(i)?;
        let (rest, day) = day_number(rest)?;
        (rest, u32::from(day.unsigned_abs()), false)
    };
    let Some(day) = i8::try_from(day).ok().filter(|day| (1..=31).contains(day)) else {
        return SyntaxError::miss(&i, Expected::Date);
    };
    // A lone spelled "first" or "second" is an everyday word.
    let digits = matches!(the(i).first().map(|tok| tok.kind), Some(Kind::Num(_)));
    let (after, of) = opt(word(Sense::Cue(Cue::Of))).parse(rest)?;
    let (after, _) = opt(word(Sense::Cue(Cue::The))).parse(after)?;
    if let Ok((after, (which, Unit::Month))) = which_unit(after) {
        let first = first_of(today(&i), Unit::Month, which);
        let date = first.and_then(|first| Date::new(first.year(), first.month(), day).ok());
        return Ok((after, Said::new(date.map_or(Day::Never, Day::On))));
    }
    if of.is_some()
        && let Ok((after, _)) = word(Sense::Unit(Unit::Month))(after)
    {
        return Ok((after, Said::new(Day::Monthly(day))));
    }
    let the = word(Sense::Cue(Cue::The))(i).is_ok();
    if (!digits || !counted) && !the {
        return SyntaxError::miss(&i, Expected::Date);
    }
    Ok((rest, Said::new(Day::Monthly(day)).weak(!digits || !counted)))
}

/// `holiday = [ which ] holiday_name [ "day" ] [ [ "of" | "in" ] ( year | which "year" ) ]`
fn holiday(i: Tokens<'_>) -> Rule<'_, Said> {
    let (rest, which) = opt(which).parse(the(i))?;
    let (rest, index) = pick(|sense| match sense {
        Sense::Holiday(index) => Some(index),
        _ => None,
    })(rest)?;
    let (rest, _) = opt(word(Sense::Unit(Unit::Day))).parse(rest)?;
    let (after, _) = opt(word(Sense::Cue(Cue::Of))).parse(rest)?;
    if let Ok((after, year)) = year(after, false) {
        return Ok((after, Said::new(Day::Holiday(index, Some(year), which))));
    }
    if let Ok((after, (said, Unit::Year))) = which_unit(after) {
        let year = first_of(today(&i), Unit::Year, said).map(Date::year);
        return Ok((after, Said::new(Day::Holiday(index, year, None))));
    }
    Ok((rest, Said::new(Day::Holiday(index, None, which))))
}

/// `repeated = "every" [ which ] [ number ] ( unit | weekday | part ) | "daily" | …`
fn repeated(i: Tokens<'_>) -> Rule<'_, Said> {
    let (rest, _) = word(Sense::Cue(Cue::Every))(i)?;
    let (rest, _) = opt(number).parse(rest)?;
    let (rest, _) = opt(alt((
        length::unit.map(|_| ()),
        weekday_name.map(|_| ()),
        clock::part.map(|_| ()),
    )))
    .parse(rest)?;
    Ok((
        rest,
        Said {
            repeats: true,
            ..Said::new(Day::Never)
        },
    ))
}

/// A date beside a weekday: the weekday chooses among the dates it can be, or disagrees.
fn agree(day: Day, name: u8, today: Date) -> Day {
    let name = i8::try_from(name).unwrap_or(0);
    let fits = |date: &Date| date.weekday().to_monday_one_offset() == name;
    match day {
        Day::On(date) if fits(&date) => day,
        Day::On(date) => Day::Disagree(date),
        Day::Yearly(month, number, which) => {
            let year = today.year();
            let this = Date::new(year, month, number).ok();
            let next = year
                .checked_add(1)
                .and_then(|year| Date::new(year, month, number).ok());
            let dates = [this.filter(|date| *date >= today), next];
            match dates.into_iter().flatten().find(fits) {
                Some(date) => Day::On(date),
                None => match this.filter(fits) {
                    Some(past) => Day::On(past),
                    None => dates
                        .into_iter()
                        .flatten()
                        .next()
                        .map_or(Day::Yearly(month, number, which), Day::Disagree),
                },
            }
        }
        Day::Monthly(number) => {
            let mut first = today.first_of_month();
            for _ in 0..12 {
                let date = Date::new(first.year(), first.month(), number).ok();
                if let Some(date) = date.filter(|date| *date >= today && fits(date)) {
                    return Day::On(date);
                }
                match first.checked_add(1.month()) {
                    Ok(next) => first = next,
                    Err(_) => return Day::Never,
                }
            }
            Day::Never
        }
        other => other,
    }
}

pub(super) fn the(i: Tokens<'_>) -> Tokens<'_> {
    word(Sense::Cue(Cue::The))(i).map_or(i, |(rest, _)| rest)
}
