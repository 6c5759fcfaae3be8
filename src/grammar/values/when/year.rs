//! Years: `2026`, `'26`, `twenty twenty six`, `2569 BE`.

use nom::Parser;
use nom::combinator::opt;

use super::super::super::error::{Expected, SyntaxError};
use super::super::super::lexicon::sense::{Cue, Sense, Unit};
use super::super::super::tokens::{Rule, Tokens, mark, marks, one_of, word};
use super::super::number::{Number, number, number_word};
use super::day::{clock_follows, the};
use super::{clock, numeric};

/// A year behind a whole date: `[ "," ] [ "of" | "/" | "-" | "'" ] year`, of two digits where no hour can be meant.
pub(super) fn year_after(i: Tokens<'_>) -> Rule<'_, i16> {
    let (rest, comma) = opt(marks(b",/-.")).parse(i)?;
    let (rest, of) = opt(of_year).parse(rest)?;
    let (rest, quote) = opt(mark(b'\'')).parse(rest)?;
    let sure = of.is_some() || quote.is_some() || matches!(comma, Some(b'/' | b'-' | b'.'));
    year(rest, sure)
}

/// `"of" [ [ "the" ] "year" [ "of" ] ]`: de 2014, del año 2014.
fn of_year(i: Tokens<'_>) -> Rule<'_, ()> {
    let (rest, _) = word(Sense::Cue(Cue::Of))(i)?;
    match word(Sense::Unit(Unit::Year))(the(rest)) {
        Ok((rest, _)) => opt(word(Sense::Cue(Cue::Of))).map(|_| ()).parse(rest),
        Err(_) => Ok((rest, ())),
    }
}

/// A year behind a month alone.
pub(super) fn month_year(i: Tokens<'_>) -> Rule<'_, i16> {
    let (rest, _) = opt(marks(b",/-")).parse(i)?;
    let (rest, of) = opt(of_year).parse(rest)?;
    let (rest, quote) = opt(mark(b'\'')).parse(rest)?;
    let sure = of.is_some() || quote.is_some();
    let short = rest.first().is_some_and(|tok| tok.length() == 2);
    if short && !sure {
        return SyntaxError::miss(&i, Expected::Date);
    }
    year(rest, sure)
}

/// `year = 4 digits | 2 digits | spoken`, all with their era.
pub(super) fn year(i: Tokens<'_>, sure: bool) -> Rule<'_, i16> {
    let (rest, number) = spoken_year(i).or_else(|_| number(i))?;
    if let Ok((after, year)) = of_era(rest, number.value) {
        return Ok((after, year));
    }
    if number.digits == 0 && !(1900..=2200).contains(&number.value) {
        return SyntaxError::miss(&i, Expected::Date);
    }
    let hour = clock_follows(rest) || clock::meridiem(rest).is_ok();
    let value = match number.digits {
        0 | 4 => i16::try_from(number.value).ok(),
        2 if sure || (number.value > 24 && !hour) => numeric::century(number.value),
        _ => None,
    };
    match value.filter(|year| (1900..=2200).contains(year) && !hour) {
        Some(year) => Ok((rest, year)),
        None => SyntaxError::miss(&i, Expected::Date),
    }
}

/// `spoken = ( "nineteen" | "twenty" ) number`
fn spoken_year(i: Tokens<'_>) -> Rule<'_, Number> {
    let (rest, century) = number_word(i)?;
    let (rest, years) = number(rest)?;
    match (century, years.value, years.digits) {
        (19 | 20, 10..100, 0) => {
            let value = century.saturating_mul(100).saturating_add(years.value);
            Ok((rest, Number { value, digits: 0 }))
        }
        _ => SyntaxError::miss(&i, Expected::Date),
    }
}

/// A year with its era: of the Buddhist era 543 less; no task is due before our own.
fn of_era(i: Tokens<'_>, value: u32) -> Rule<'_, i16> {
    let (rest, era) = one_of(&[
        Sense::Cue(Cue::BuddhistEra),
        Sense::Cue(Cue::CommonEra),
        Sense::Cue(Cue::BeforeEra),
    ])(i)?;
    let year = match era {
        Sense::Cue(Cue::BuddhistEra) => value.checked_sub(543),
        Sense::Cue(Cue::CommonEra) => Some(value),
        _ => None,
    };
    let year = year.filter(|year| (1900..=2200).contains(year));
    Ok((
        rest,
        year.and_then(|year| i16::try_from(year).ok())
            .unwrap_or(i16::MAX),
    ))
}
