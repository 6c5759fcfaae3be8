//! Dates in digits: `3/4`, `31.12.2026`, `2026-03-04`, `05-Aug-2016`.

use jiff::civil::Date;

use super::super::super::DateOrder;
use super::super::super::error::{Expected, SyntaxError};
use super::super::super::lexer::Kind;
use super::super::super::lexicon::sense::Sense;
use super::super::super::tokens::{Rule, Tokens};
use super::Day;

/// One part of a date in digits.
#[derive(Clone, Copy)]
enum Piece {
    Number { value: u32, digits: u32 },
    Month(i8),
}

/// `numeric = piece sep piece [ sep piece ]` with the same separator twice, or `year month day` with spaces.
///
/// `beside_weekday` takes `7-6` and `7.6` too, which alone are hours or a decimal.
pub(super) fn numeric(i: Tokens<'_>, beside_weekday: bool) -> Rule<'_, Day> {
    if i.first().is_some_and(|tok| tok.length() == 8) {
        return compact(i);
    }
    let Some(first) = piece(&i, 0) else {
        return SyntaxError::miss(&i, Expected::Date);
    };
    let sep = i.get(1).and_then(|tok| match tok.kind {
        Kind::Mark(byte @ (b'/' | b'-' | b'.')) if tok.glued => Some(byte),
        _ => None,
    });
    let Some(sep) = sep else { return spaced(i) };
    let glued = |at: usize| i.get(at).is_some_and(|tok| tok.glued);
    let Some(second) = piece(&i, 2).filter(|_| glued(2)) else {
        return SyntaxError::miss(&i, Expected::Date);
    };
    let more = i.get(3).is_some_and(|tok| tok.is_mark(sep) && tok.glued) && glued(4);
    let third = piece(&i, 4).filter(|_| more);
    let order = i.scope.sender.date_order;
    let (count, day) = match third {
        Some(third) => (5, full(first, second, third, order)),
        None => (3, pair(first, second, sep, order, beside_weekday)),
    };
    // The point behind "22.04." belongs to it where something follows.
    let dotted = sep == b'.'
        && third.is_none()
        && i.get(count)
            .is_some_and(|tok| tok.is_mark(b'.') && tok.glued);
    let count = if dotted {
        count.saturating_add(1)
    } else {
        count
    };
    match day {
        Some(day) => Ok((i.skip(count), day)),
        None => SyntaxError::miss(&i, Expected::Date),
    }
}

/// A year of two digits: from 70 on in the last century.
pub(super) fn century(value: u32) -> Option<i16> {
    let base = if value >= 70 { 1900 } else { 2000 };
    i16::try_from(value.checked_add(base)?).ok()
}

/// `2016 10 16`
fn spaced(i: Tokens<'_>) -> Rule<'_, Day> {
    match (piece(&i, 0), piece(&i, 1), piece(&i, 2)) {
        (
            Some(Piece::Number {
                value: year,
                digits: 4,
            }),
            Some(Piece::Number {
                value: month,
                digits: 1..=2,
            }),
            Some(Piece::Number {
                value: day,
                digits: 1..=2,
            }),
        ) if (1900..=2200).contains(&year) && (1..=12).contains(&month) => {
            let date = i16::try_from(year)
                .ok()
                .and_then(|year| date(year, month, day));
            Ok((i.skip(3), date.map_or(Day::Never, Day::On)))
        }
        // 2018 March 18
        (
            Some(Piece::Number {
                value: year,
                digits: 4,
            }),
            Some(Piece::Month(month)),
            Some(Piece::Number {
                value: day,
                digits: 1..=2,
            }),
        ) if (1900..=2200).contains(&year) => {
            let date = i16::try_from(year)
                .ok()
                .and_then(|year| date(year, u32::from(month.unsigned_abs()), day));
            Ok((i.skip(3), date.map_or(Day::Never, Day::On)))
        }
        _ => compact(i),
    }
}

/// `day_first = 1-31 1-12 year | 1-31 [ "-" ] 1-12`, where days stand before months: "02 04 2009", "17 2", "17-2"; and whether it
/// is in doubt, being without a year and an article.
pub(super) fn day_first(i: Tokens<'_>, marked: bool) -> Rule<'_, (Day, bool)> {
    let value = |at: usize| match i.get(at).map(|tok| tok.kind) {
        Some(Kind::Num(value)) => value,
        _ => 0,
    };
    if i.scope.sender.date_order == DateOrder::Dmy
        && i.get(1).is_some_and(|tok| tok.is_mark(b'-'))
        && (marked || i.len() == 3)
        && let Ok((rest, day)) = numeric(i, true)
    {
        // "17-2" leads from nothing to nothing else.
        let falls = value(0) > 12 && value(0) > value(2);
        return Ok((rest, (day, !marked && !falls)));
    }
    let number = |at: usize| match i.get(at).map(|tok| (tok.kind, tok.length(), tok.glued)) {
        Some((Kind::Num(value), length, false)) => Some((value, length)),
        Some((Kind::Num(value), length, _)) if at == 0 => Some((value, length)),
        _ => None,
    };
    let padded = |(value, length): (u32, u32)| length == 2 && value < 10;
    let (Some(day), Some(month), DateOrder::Dmy) =
        (number(0), number(1), i.scope.sender.date_order)
    else {
        return SyntaxError::miss(&i, Expected::Date);
    };
    let possible =
        (1..=31).contains(&day.0) && (1..=12).contains(&month.0) && day.1 <= 2 && month.1 <= 2;
    let year = number(2).and_then(|(value, length)| match length {
        4 if (1900..=2200).contains(&value) => i16::try_from(value).ok(),
        2 if marked || padded(day) || padded(month) || i.len() == 3 => century(value),
        _ => None,
    });
    match year {
        Some(year) if possible => Ok((
            i.skip(3),
            (
                date(year, month.0, day.0).map_or(Day::Never, Day::On),
                false,
            ),
        )),
        None if possible && (marked || i.len() == 2) && number(2).is_none() => {
            let (month, day) = (
                i8::try_from(month.0).unwrap_or(0),
                i8::try_from(day.0).unwrap_or(0),
            );
            // "31 10" and "17 2" are no time, which "15 10" may be.
            let hour =
                value(0) <= 12 || (value(0) <= 24 && i.get(1).is_some_and(|tok| tok.length() == 2));
            Ok((i.skip(2), (Day::Yearly(month, day, None), !marked && hour)))
        }
        _ => SyntaxError::miss(&i, Expected::Date),
    }
}

/// `20160302`
fn compact(i: Tokens<'_>) -> Rule<'_, Day> {
    let miss = SyntaxError::miss(&i, Expected::Date);
    // Eight digits can be a phone number as well, but few of those are a day of these years.
    let value = i.first().filter(|tok| tok.length() == 8);
    let value = match value.map(|tok| (tok.kind, tok)) {
        Some((Kind::Num(value), _)) => value,
        Some((Kind::Phone, tok)) => match i.folded(tok).parse() {
            Ok(value) => value,
            Err(_) => return miss,
        },
        _ => return miss,
    };
    let rest = |of: u32, by: u32| of.checked_rem(by).unwrap_or(0);
    let whole = |of: u32, by: u32| of.checked_div(by).unwrap_or(0);
    let year = i16::try_from(whole(value, 10_000)).unwrap_or(0);
    let found = date(year, rest(whole(value, 100), 100), rest(value, 100));
    match found.filter(|_| (1970..=2100).contains(&year)) {
        Some(date) => Ok((i.skip(1), Day::On(date))),
        None => miss,
    }
}

fn piece(i: &Tokens<'_>, at: usize) -> Option<Piece> {
    let tok = i.get(at)?;
    match tok.kind {
        Kind::Num(value) if tok.length() <= 4 => Some(Piece::Number {
            value,
            digits: tok.length(),
        }),
        Kind::Word => i
            .skip(at)
            .sense(|sense| match sense {
                Sense::Month(month) => i8::try_from(month).ok(),
                _ => None,
            })
            .map(|(_, month, _)| Piece::Month(month)),
        _ => None,
    }
}

/// Three pieces; `None` where they are no date at all, [`Day::Never`] where they are one that does not exist.
fn full(first: Piece, second: Piece, third: Piece, order: DateOrder) -> Option<Day> {
    use Piece::{Month, Number};
    let small = |piece| match piece {
        Number {
            value,
            digits: 1..=2,
        } => Some(value),
        _ => None,
    };
    let year = |piece| match piece {
        Number { value, digits: 4 } if (1900..=2200).contains(&value) => i16::try_from(value).ok(),
        Number { value, digits: 2 } => century(value),
        _ => None,
    };
    let made = |year: i16, month: u32, day: u32| date(year, month, day).map_or(Day::Never, Day::On);
    match (first, second, third) {
        (Number { digits: 4, .. }, Month(month), day)
        | (Number { digits: 4, .. }, day, Month(month)) => Some(made(
            year(first)?,
            u32::from(month.unsigned_abs()),
            small(day)?,
        )),
        (Number { digits: 4, .. }, one, two) => match (small(one)?, small(two)?) {
            (month @ ..=12, day) | (day, month @ ..=12) => Some(made(year(first)?, month, day)),
            _ => None,
        },
        (day, Number { digits: 4, .. }, Month(month)) => Some(made(
            year(second)?,
            u32::from(month.unsigned_abs()),
            small(day)?,
        )),
        (day, Month(month), last) | (Month(month), day, last) => Some(made(
            year(last)?,
            u32::from(month.unsigned_abs()),
            small(day)?,
        )),
        _ => {
            let (one, two) = (small(first)?, small(second)?);
            let last = year(third)?;
            let two_digits = matches!(third, Number { digits: 2, .. });
            if order == DateOrder::Ymd && two_digits {
                let day = small(third)?;
                return Some(made(century(one)?, two, day));
            }
            let (month, day) = month_first(one, two, order)?;
            Some(made(last, month, day))
        }
    }
}

fn pair(
    first: Piece,
    second: Piece,
    sep: u8,
    order: DateOrder,
    beside_weekday: bool,
) -> Option<Day> {
    use Piece::{Month, Number};
    let yearly = |month: u32, day: u32| {
        let exists = date(2024, month, day).is_some();
        let month = i8::try_from(month).unwrap_or(0);
        let day = i8::try_from(day).unwrap_or(0);
        if exists {
            Day::Yearly(month, day, None)
        } else {
            Day::Never
        }
    };
    match (first, second) {
        (
            Month(month),
            Number {
                value,
                digits: 1..=2,
            },
        )
        | (
            Number {
                value,
                digits: 1..=2,
            },
            Month(month),
        ) => Some(yearly(u32::from(month.unsigned_abs()), value)),
        (
            Number {
                value: month @ 1..=12,
                ..
            },
            Number {
                value: year @ 1900..=2200,
                digits: 4,
            },
        ) if sep == b'/' => Some(Day::On(date(i16::try_from(year).ok()?, month, 1)?)),
        (
            Number {
                value: one,
                digits: 1..=2,
            },
            Number {
                value: two,
                digits: 1..=2,
            },
        ) => {
            let usual = sep == b'/' || (sep == b'.' && order == DateOrder::Dmy) || beside_weekday;
            if !usual || one == 0 || two == 0 {
                return None;
            }
            match month_first(one, two, order) {
                Some((month, day)) => Some(yearly(month, day)),
                // "31/31" was meant for a date.
                None if sep == b'/' && one <= 31 && two <= 31 => Some(Day::Never),
                None => None,
            }
        }
        _ => None,
    }
}

/// Month and day of two numbers: in the sender's order, or in the other where that is impossible.
fn month_first(one: u32, two: u32, order: DateOrder) -> Option<(u32, u32)> {
    let fits = |month: u32, day: u32| (1..=12).contains(&month) && (1..=31).contains(&day);
    let (usual, other) = match order {
        DateOrder::Dmy => ((two, one), (one, two)),
        DateOrder::Mdy | DateOrder::Ymd => ((one, two), (two, one)),
    };
    [usual, other]
        .into_iter()
        .find(|(month, day)| fits(*month, *day))
}

fn date(year: i16, month: u32, day: u32) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}
