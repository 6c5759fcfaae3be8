//! Weekdays: `friday`, `next friday`, `fri the 6th`, `3 fridays from now`.

use jiff::ToSpan;
use jiff::civil::Date;
use nom::Parser;
use nom::branch::alt;
use nom::combinator::opt;

use super::super::super::error::{Expected, SyntaxError};
use super::super::super::lexicon::sense::{Cue, Sense, Unit};
use super::super::super::tokens::{Rule, Tokens, mark, one_of, pick, word};
use super::super::number::number;
use super::calendar::day_of_week;
use super::day::{
    Said, day_alone, day_month, month_day, numeric_pair, of_month, the, which, which_after,
    which_unit,
};
use super::{Day, Which, length, today};

/// `weekday = [ "the" ] [ which ] weekday_name [ which ] [ [ "of" ] which "week" | [ "," ] [ "the" ] date ]`
pub(super) fn weekday(i: Tokens<'_>) -> Rule<'_, Said> {
    let (rest, which) = opt(which).parse(the(i))?;
    let start = rest;
    let (rest, name) = weekday_name(rest)?;
    let lone = start
        .first()
        .is_some_and(|tok| i.scope.lexicon.is_weak(tok.word, i.scope.langs));
    // "wednesday next week" is no next wednesday.
    if which.is_none()
        && let Ok((after, week)) = of_week(rest)
    {
        let date = day_of_week(today(&i), name, week);
        return Ok((after, Said::new(date.map_or(Day::Never, Day::On))));
    }
    let (rest, after) = match which {
        Some(_) => (rest, None),
        None => opt(which_after).parse(rest)?,
    };
    let which = which.or(after);
    let plain = Said::new(Day::Weekday(name, which)).weak(which.is_none() && lone);
    if let Ok((after, said)) = bracketed(rest) {
        return Ok((after, Said::new(agree(said.day, name, today(&i)))));
    }
    if which.is_none()
        && let Ok((after, weeks)) = weeks_later(rest)
    {
        let day = Day::Weekday(name, Some(Which::Weeks(weeks)));
        return Ok((after, Said::new(day)));
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
        None => Ok(numbered(rest, name).unwrap_or((rest, plain))),
    }
}

/// `"(" date ")"` behind a weekday.
fn bracketed(i: Tokens<'_>) -> Rule<'_, Said> {
    let (inner, ()) = mark(b'(')(i)?;
    let (rest, said) = alt((month_day, day_month, numeric_pair)).parse(inner)?;
    let (rest, ()) = mark(b')')(rest)?;
    Ok((rest, said))
}

/// A mere number behind a weekday is the day of the month where the next such day has that weekday.
fn numbered(i: Tokens<'_>, name: u8) -> Option<(Tokens<'_>, Said)> {
    let (rest, said) = day_alone(i).ok()?;
    let Day::On(date) = agree(said.day, name, today(&i)) else {
        return None;
    };
    let far = today(&i).until(date).ok()?.get_days();
    (far < 35).then(|| (rest, Said::new(Day::On(date))))
}

/// `"in" number "weeks"` behind a weekday.
fn weeks_later(i: Tokens<'_>) -> Rule<'_, u8> {
    let (rest, _) = word(Sense::Cue(Cue::In))(i)?;
    let (rest, count) = match number(rest) {
        Ok((rest, count)) => (rest, count.value),
        Err(_) => (word(Sense::Cue(Cue::A))(rest)?.0, 1),
    };
    let (rest, unit) = length::unit(rest)?;
    match u8::try_from(count) {
        Ok(count @ 1..=52) if unit == Unit::Week => Ok((rest, count)),
        _ => SyntaxError::miss(&i, Expected::Date),
    }
}

/// `weekday_part = [ which ] weekday_with_part`
pub(super) fn weekday_part(i: Tokens<'_>) -> Rule<'_, Said> {
    let (rest, which) = opt(which).parse(the(i))?;
    let (rest, (name, part)) = pick(|sense| match sense {
        Sense::WeekdayPart(name, part) => Some((name, part)),
        _ => None,
    })(rest)?;
    Ok((
        rest,
        Said {
            part: Some(part),
            ..Said::new(Day::Weekday(name, which))
        },
    ))
}

/// `counted_weekdays = number weekday_name ( "ago" | "from now" )`
pub(super) fn counted_weekdays(i: Tokens<'_>) -> Rule<'_, Said> {
    let (rest, count) = number(i)?;
    let (rest, name) = weekday_name(rest)?;
    let (rest, side) = one_of(&[
        Sense::Cue(Cue::Ago),
        Sense::Cue(Cue::Earlier),
        Sense::Cue(Cue::Hence),
    ])(rest)?;
    match i8::try_from(count.value) {
        Ok(count @ 1..=60) => {
            let nth = if side == Sense::Cue(Cue::Hence) {
                count
            } else {
                count.saturating_neg()
            };
            Ok((rest, Said::new(Day::Counted(name, nth))))
        }
        _ => SyntaxError::miss(&i, Expected::Date),
    }
}

pub(super) fn weekday_name(i: Tokens<'_>) -> Rule<'_, u8> {
    pick(|sense| match sense {
        Sense::Weekday(day) => Some(day),
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

/// A date beside a weekday: the weekday chooses among the dates it can be, or disagrees.
pub(super) fn agree(day: Day, name: u8, today: Date) -> Day {
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
                    // What is months ahead was hardly meant without a month.
                    let near = today.until(date).is_ok_and(|span| span.get_days() <= 62);
                    return if near {
                        Day::On(date)
                    } else {
                        Day::Disagree(date)
                    };
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
