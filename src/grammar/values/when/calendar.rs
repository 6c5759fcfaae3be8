//! Days as parts of longer times: `first tuesday of march`, `next week`, `end of the month`.

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use nom::Parser;
use nom::branch::alt;
use nom::combinator::opt;

use super::super::super::error::{Expected, SyntaxError};
use super::super::super::lexicon::sense::{Cue, Part, Sense, Unit};
use super::super::super::tokens::{Rule, Tokens, pick, word};
use super::super::number::ordinal;
use super::day::{Said, month_name, the, which_unit};
use super::weekday::weekday_name;
use super::year::month_year;
use super::{Day, Which, length, today};

/// `nth_weekday = ( ordinal | "last" ) weekday_name "of" ( month [ year ] | which "month" )`
pub(super) fn nth_weekday(i: Tokens<'_>) -> Rule<'_, Said> {
    let (rest, nth) = alt((
        ordinal.map(|nth| i8::try_from(nth).unwrap_or(0)),
        word(Sense::Cue(Cue::Last)).map(|_| -1),
    ))
    .parse(the(i))?;
    let (rest, name) = weekday_name(rest)?;
    let (rest, _) = word(Sense::Cue(Cue::Of))(rest)?;
    let (rest, first) = month_start(the(rest))?;
    let weekday = jiff::civil::Weekday::from_monday_one_offset(i8::try_from(name).unwrap_or(1));
    let date = weekday
        .ok()
        .and_then(|weekday| first?.nth_weekday_of_month(nth, weekday).ok());
    Ok((rest, Said::new(date.map_or(Day::Never, Day::On))))
}

/// `last_day = [ "the" ] "last" "day" [ "of" ] ( month [ year ] | which "month" )`
pub(super) fn last_day(i: Tokens<'_>) -> Rule<'_, Said> {
    let (rest, _) = word(Sense::Cue(Cue::Last))(the(i))?;
    let (rest, _) = word(Sense::Unit(Unit::Day))(rest)?;
    let (rest, _) = opt(word(Sense::Cue(Cue::Of))).parse(rest)?;
    let (rest, first) = month_start(the(rest))?;
    let last = first.map(Date::last_of_month);
    Ok((rest, Said::new(last.map_or(Day::Never, Day::On))))
}

/// The first day of a month that is named or counted.
fn month_start(i: Tokens<'_>) -> Rule<'_, Option<Date>> {
    if let Ok((rest, (which, Unit::Month))) = which_unit(i) {
        return Ok((rest, first_of(today(&i), Unit::Month, which)));
    }
    if let Ok((rest, Unit::Month)) = length::unit(i) {
        return Ok((rest, Some(today(&i).first_of_month())));
    }
    let (rest, month) = month_name(i)?;
    let (rest, year) = opt(month_year).parse(rest)?;
    let date = match year {
        Some(year) => Date::new(year, month, 1).ok(),
        None => coming(today(&i), month),
    };
    Ok((rest, date))
}

/// The first of a month, this year unless the month is over.
fn coming(today: Date, month: i8) -> Option<Date> {
    let first = Date::new(today.year(), month, 1).ok()?;
    if first.last_of_month() < today {
        return Date::new(today.year().checked_add(1)?, month, 1).ok();
    }
    Some(first)
}

/// `period = which ( "week" | "month" | "quarter" | "year" | "weekend" ) | [ "the" ] "weekend"`
///
/// Next week is Monday at nine, a weekend its Saturday, a month or year its first day, this week its Friday.
pub(super) fn period(i: Tokens<'_>) -> Rule<'_, Said> {
    if let Ok((rest, (which, unit))) = which_unit(i) {
        if unit == Unit::Week
            && let Ok((after, name)) = on_weekday(rest)
        {
            let date = day_of_week(today(&i), name, which);
            return Ok((after, Said::new(date.map_or(Day::Never, Day::On))));
        }
        let Some(day) = period_start(today(&i), unit, which) else {
            return SyntaxError::miss(&i, Expected::Date);
        };
        return Ok((rest, Said::new(day)));
    }
    let (rest, _) = word(Sense::Unit(Unit::Weekend))(the(i))?;
    let day = period_start(today(&i), Unit::Weekend, Which::This).unwrap_or(Day::Never);
    Ok((rest, Said::new(day)))
}

fn on_weekday(i: Tokens<'_>) -> Rule<'_, u8> {
    let (rest, _) = opt(word(Sense::Cue(Cue::On))).parse(i)?;
    weekday_name(the(rest))
}

fn period_start(today: Date, unit: Unit, which: Which) -> Option<Day> {
    let first = first_of(today, unit, which);
    let day = match (unit, which) {
        (Unit::Week, Which::This) => day_of_week(today, 5, Which::This).map(Day::On),
        (Unit::Week, Which::Next | Which::AfterNext | Which::NextButOne) => {
            first.map(|first| Day::OnAt(first, 9))
        }
        (_, Which::Weeks(_)) | (Unit::BusinessDay, Which::This) => {
            return None;
        }
        (
            Unit::Week
            | Unit::Month
            | Unit::Year
            | Unit::Quarter
            | Unit::Weekend
            | Unit::Day
            | Unit::BusinessDay,
            _,
        ) => first.map(Day::On),
        _ => return None,
    };
    Some(day.unwrap_or(Day::Never))
}

/// The first day of this, the next or the last week, month, quarter or year; the Saturday of a weekend.
pub(super) fn first_of(today: Date, unit: Unit, which: Which) -> Option<Date> {
    let step = match which {
        Which::This => 0_i64,
        Which::Next => 1,
        Which::Last | Which::Past => -1,
        Which::AfterNext | Which::NextButOne => 2,
        Which::Weeks(_) => return None,
    };
    let days = |count: i64| today.checked_add(Span::new().try_days(count).ok()?).ok();
    let weekday = i64::from(today.weekday().to_monday_zero_offset());
    let weeks = step.checked_mul(7)?;
    match unit {
        Unit::Day => days(step),
        Unit::BusinessDay => working_day(today, step),
        Unit::Week => days(weeks.checked_sub(weekday)?),
        Unit::Weekend => days(weeks.checked_add(5)?.checked_sub(weekday)?),
        Unit::Month => {
            let first = today.first_of_month();
            first.checked_add(Span::new().try_months(step).ok()?).ok()
        }
        Unit::Quarter => {
            let month = today.month().checked_sub(1)?;
            let quarter = month.checked_div(3)?.checked_mul(3)?.checked_add(1)?;
            let first = Date::new(today.year(), quarter, 1).ok()?;
            let months = step.checked_mul(3)?;
            first.checked_add(Span::new().try_months(months).ok()?).ok()
        }
        Unit::Year => {
            let year = i64::from(today.year()).checked_add(step)?;
            Date::new(i16::try_from(year).ok()?, 1, 1).ok()
        }
        _ => None,
    }
}

/// The working day so many after today.
fn working_day(today: Date, steps: i64) -> Option<Date> {
    let mut day = today;
    let mut left = steps.unsigned_abs();
    while left > 0 {
        day = day.checked_add(steps.signum().days()).ok()?;
        if day.weekday().to_monday_one_offset() <= 5 {
            left = left.saturating_sub(1);
        }
    }
    Some(day)
}

/// A weekday of this, the next or the last week; weeks begin on Monday.
pub(super) fn day_of_week(today: Date, name: u8, which: Which) -> Option<Date> {
    let monday = first_of(today, Unit::Week, which)?;
    let ahead = i64::from(name).checked_sub(1)?;
    monday.checked_add(ahead.days()).ok()
}

/// `edge = ( "start" | "middle" | "end" ) [ "of" ] ( which unit | [ "the" ] unit | month [ year ] )`
///
/// The end of a month, quarter or year is its last working day, of a week its Friday.
pub(super) fn edge(i: Tokens<'_>) -> Rule<'_, Said> {
    let (rest, edge) = pick(|sense| match sense {
        Sense::Cue(edge @ (Cue::Start | Cue::Middle | Cue::End)) => Some(edge),
        _ => None,
    })(the(i))?;
    let (rest, _) = opt(word(Sense::Cue(Cue::Of))).parse(rest)?;
    let rest = the(rest);
    if edge == Cue::End
        && let Ok((after, said)) = super::day::plain(rest)
    {
        return Ok((
            after,
            Said {
                part: Some(Part::EndOfDay),
                ..said
            },
        ));
    }
    let (rest, found) = if let Ok((rest, (which, unit))) = which_unit(rest) {
        (
            rest,
            first_of(today(&i), unit, which).map(|first| (first, unit)),
        )
    } else if let Ok((rest, unit)) = length::unit(rest) {
        (
            rest,
            first_of(today(&i), unit, Which::This).map(|first| (first, unit)),
        )
    } else {
        let (rest, first) = month_start(rest)?;
        (rest, first.map(|first| (first, Unit::Month)))
    };
    let Some((first, unit)) = found else {
        return SyntaxError::miss(&i, Expected::Date);
    };
    let date = match edge {
        Cue::Start => Some(first),
        Cue::Middle => match unit {
            Unit::Week => first.checked_add(2.days()).ok(),
            Unit::Month => first.checked_add(14.days()).ok(),
            Unit::Year => Date::new(first.year(), 7, 1).ok(),
            _ => None,
        },
        _ => last_working_day(first, unit),
    };
    match date {
        Some(date) => Ok((rest, Said::new(Day::On(date)))),
        None => SyntaxError::miss(&i, Expected::Date),
    }
}

fn last_working_day(first: Date, unit: Unit) -> Option<Date> {
    let mut day = match unit {
        Unit::Week => return first.checked_add(4.days()).ok(),
        Unit::Month => first.last_of_month(),
        Unit::Quarter => first.checked_add(2.months()).ok()?.last_of_month(),
        Unit::Year => Date::new(first.year(), 12, 31).ok()?,
        _ => return None,
    };
    while day.weekday().to_monday_one_offset() > 5 {
        day = day.yesterday().ok()?;
    }
    Some(day)
}
