//! Days: by name, by weekday, by month, counted, or as a part of a longer time.

use jiff::ToSpan;
use jiff::civil::Date;
use nom::Parser;
use nom::branch::alt;
use nom::combinator::opt;

use super::super::super::error::{Expected, SyntaxError};
use super::super::super::lexer::Kind;
use super::super::super::lexicon::sense::{Cue, Part, Sense, Unit};
use super::super::super::tokens::{Rule, Tokens, mark, marks, one_of, pick, word};
use super::super::number::{number, number_word, ordinal};
use super::calendar::{edge, first_of, last_day, nth_weekday, period};
use super::feast::holiday;
use super::weekday::{agree, counted_weekdays, weekday, weekday_name, weekday_part};
use super::year::{month_year, year, year_after};
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
/// day = named | weekday | month_day | day_month | numeric | of_month | nth_weekday | last_day | period | edge | counted | repeated ;
/// ```
/// The longest wins.
pub(super) fn day(i: Tokens<'_>) -> Rule<'_, Said> {
    let plausible = i.first().is_some_and(|tok| {
        matches!(tok.kind, Kind::Num(_) | Kind::Mark(_) | Kind::Phone)
            || i.scope.lexicon.is_temporal(tok.word, i.scope.langs)
    });
    if !plausible {
        return SyntaxError::miss(&i, Expected::Date);
    }
    let rules: [fn(Tokens<'_>) -> Rule<'_, Said>; 16] = [
        named,
        weekday,
        counted_weekdays,
        weekday_part,
        marked_day,
        month_day,
        day_month,
        numeric_day,
        of_month,
        nth_weekday,
        last_day,
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

    pub(super) fn weak(self, weak: bool) -> Self {
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
        Sense::Cue(Cue::NextButOne) => Some(Which::NextButOne),
        Sense::Cue(Cue::Last) => Some(Which::Last),
        Sense::Cue(Cue::Past) => Some(Which::Past),
        _ => None,
    })(the(i))?;
    Ok((rest, which))
}

/// The languages that say "friday next" say it with a word of their own.
pub(super) fn which_after(i: Tokens<'_>) -> Rule<'_, Which> {
    pick(|sense| match sense {
        Sense::Cue(Cue::ThisAfter) => Some(Which::This),
        Sense::Cue(Cue::NextAfter) => Some(Which::Next),
        Sense::Cue(Cue::LastAfter) => Some(Which::Last),
        Sense::Cue(Cue::AfterNext) => Some(Which::AfterNext),
        Sense::Cue(Cue::WeekLater) => Some(Which::Weeks(1)),
        Sense::Cue(Cue::FortnightLater) => Some(Which::Weeks(2)),
        _ => None,
    })(i)
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
pub(super) fn month_day(i: Tokens<'_>) -> Rule<'_, Said> {
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
    // "aug 32" was meant for a day.
    if let Some((Kind::Num(32..), 2)) = rest.first().map(|tok| (tok.kind, tok.length())) {
        return Ok((rest.skip(1), Said::new(Day::Never)));
    }
    if which.is_some() {
        return Ok((rest, Said::new(Day::Yearly(month, 1, which))));
    }
    let weak = start
        .first()
        .is_some_and(|tok| i.scope.lexicon.is_weak(tok.word, i.scope.langs));
    Ok((rest, Said::new(Day::Month(month)).weak(weak)))
}

/// ```ebnf
/// day_month = [ "the" ] day_number [ "day" ] [ "of" | "/" | "-" | "." ] month [ [ "," ] [ "of" | "/" | "-" ] year ]
///           | ordinal ordinal [ year ] | day_number "of" number "of" year ;
/// ```
/// Two ordinals only in languages that write them with a point: am siebten vierten.
pub(super) fn day_month(i: Tokens<'_>) -> Rule<'_, Said> {
    let (start, which) = opt(which).parse(the(i))?;
    let (rest, day) = day_number(start)?;
    let counted = ordinal(start).is_ok();
    let point = rest
        .first()
        .is_some_and(|tok| tok.glued && tok.is_mark(b'.'));
    let behind = rest.skip(usize::from(point));
    if (counted || point)
        && points(&i)
        && let Ok((rest, month @ 1..=12)) = ordinal(behind)
    {
        let month = i8::try_from(month).unwrap_or(0);
        let (rest, year) = opt(year_after).parse(rest)?;
        return Ok((rest, Said::new(dated(year, month, day, which))));
    }
    let (rest, _) = opt(marks(b"/-.")).parse(rest)?;
    let (rest, _) = opt(word(Sense::Unit(Unit::Day)))
        .parse(rest)
        .ok()
        .filter(|_| counted)
        .unwrap_or((rest, None));
    let (rest, of) = opt(word(Sense::Cue(Cue::Of))).parse(rest)?;
    if of.is_some()
        && let Ok((rest, month @ 1..=12)) = plain_number(rest)
        && let Ok((rest, _)) = word(Sense::Cue(Cue::Of))(rest)
        && let Ok((rest, year)) = year(rest, false)
    {
        let month = i8::try_from(month).unwrap_or(0);
        return Ok((rest, Said::new(dated(Some(year), month, day, None))));
    }
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
pub(super) fn clock_follows(i: Tokens<'_>) -> bool {
    matches!((i.first(), i.get(1)), (Some(sign), Some(minutes))
        if sign.glued && minutes.glued && sign.is_mark(b':') && matches!(minutes.kind, Kind::Num(_)))
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
    let (start, marked) = match one_of(&[Sense::Cue(Cue::DayMark), Sense::Cue(Cue::The)])(start) {
        Ok((rest, _)) => (rest, true),
        Err(_) => (start, false),
    };
    // What needs an article to be a date may be one at the end, too.
    let (rest, (day, weak)) = numeric::numeric(start, false)
        .map(|(rest, day)| (rest, (day, false)))
        .or_else(|_| numeric::day_first(start, marked))?;
    let day = match day {
        Day::Yearly(month, day, None) => Day::Yearly(month, day, which),
        other => other,
    };
    Ok((rest, Said::new(day).weak(weak)))
}

/// Beside a weekday even `7-6` is a date.
pub(super) fn numeric_pair(i: Tokens<'_>) -> Rule<'_, Said> {
    let (rest, day) = numeric::numeric(i, true)?;
    // "friday 3-4pm" is no date but hours.
    if clock::meridiem(rest).is_ok() || clock_follows(rest) {
        return SyntaxError::miss(&i, Expected::Date);
    }
    Ok((rest, Said::new(day)))
}

/// `marked_day = day_mark day_number [ "." ]`: le 15, dia 15, and "the 15" in languages that say it without ordinal.
fn marked_day(i: Tokens<'_>) -> Rule<'_, Said> {
    let point = points(&i);
    let (start, mark) = one_of(&[Sense::Cue(Cue::DayMark), Sense::Cue(Cue::The)])(i)?;
    if mark == Sense::Cue(Cue::The) && !point {
        return SyntaxError::miss(&i, Expected::Date);
    }
    // "día nueve", but not "el nueve".
    let said = i.before(&start);
    let by_day = said
        .len()
        .checked_sub(1)
        .is_some_and(|last| length::unit(said.skip(last)).is_ok_and(|(_, unit)| unit == Unit::Day));
    let spelled = ordinal(start)
        .ok()
        .filter(|_| point)
        .or_else(|| number_word(start).ok().filter(|_| by_day));
    let (rest, said) = match spelled {
        Some((rest, day)) => match i8::try_from(day) {
            Ok(day @ 1..=31) => (rest, Said::new(Day::Monthly(day))),
            _ => return SyntaxError::miss(&i, Expected::Date),
        },
        None => day_alone(start)?,
    };
    Ok((rest, said))
}

/// Whether the language writes ordinals with a point, and often without one.
pub(super) fn points(i: &Tokens<'_>) -> bool {
    let pack = i.scope.lexicon.pack(i.scope.lang);
    pack.is_some_and(|pack| pack.point_ordinal)
}

/// `day_alone = 1-31 [ "." ]` where nothing makes an hour or an amount of it: a day of the month.
pub(super) fn day_alone(i: Tokens<'_>) -> Rule<'_, Said> {
    if points(&i)
        && let Ok((rest, day)) = ordinal(i)
        && let Ok(day @ 1..=31) = i8::try_from(day)
        && month_name(rest).is_err()
    {
        return Ok((rest, Said::new(Day::Monthly(day))));
    }
    let (rest, number) = number(i)?;
    let day = i8::try_from(number.value)
        .ok()
        .filter(|day| (1..=31).contains(day));
    let point = rest
        .first()
        .is_some_and(|tok| tok.is_mark(b'.') && tok.glued);
    let after = if point { rest.skip(1) } else { rest };
    let follows = after.first().is_some_and(|tok| {
        matches!(tok.kind, Kind::Num(_))
            || (tok.glued
                && matches!(
                    tok.kind,
                    Kind::Mark(b':' | b'/' | b'-' | b'.' | b'%') | Kind::Word | Kind::Symbol
                ))
    });
    let hour = clock::meridiem(after).is_ok()
        || word(Sense::Cue(Cue::Oclock))(after).is_ok()
        || word(Sense::Cue(Cue::HourMark))(after).is_ok()
        || length::unit(after).is_ok()
        || month_name(after).is_ok();
    match day {
        Some(day) if number.digits > 0 && number.digits <= 2 && !follows && !hour => {
            Ok((after, Said::new(Day::Monthly(day))))
        }
        _ => SyntaxError::miss(&i, Expected::Date),
    }
}

/// `of_month = "the" day_number | ordinal [ "of" which "month" ]`
pub(super) fn of_month(i: Tokens<'_>) -> Rule<'_, Said> {
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

pub(super) fn the(i: Tokens<'_>) -> Tokens<'_> {
    word(Sense::Cue(Cue::The))(i).map_or(i, |(rest, _)| rest)
}
