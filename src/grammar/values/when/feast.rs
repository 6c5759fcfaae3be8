//! Holidays by name, of this year or another.

use jiff::civil::Date;
use nom::Parser;
use nom::combinator::opt;

use super::super::super::error::{Expected, SyntaxError};
use super::super::super::lexicon::sense::{Cue, Sense, Unit};
use super::super::super::tokens::{Rule, Tokens, pick, word};
use super::calendar::first_of;
use super::day::{Said, the, which, which_unit};
use super::year::year;
use super::{Day, Which, length, today};

/// `holiday = [ which ] holiday_name [ "day" ] [ [ "of" | "in" ] ( year | which "year" ) ]`
pub(super) fn holiday(i: Tokens<'_>) -> Rule<'_, Said> {
    // An article can be the first word of its name.
    let (rest, (which, index)) = named_holiday(i).or_else(|_| named_holiday(the(i)))?;
    let (rest, _) = opt(word(Sense::Unit(Unit::Day))).parse(rest)?;
    if let Ok((after, years)) = years_later(rest) {
        let year = today(&i).year().checked_add(years);
        return Ok((after, Said::new(Day::Holiday(index, year, None))));
    }
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

fn named_holiday(i: Tokens<'_>) -> Rule<'_, (Option<Which>, u16)> {
    let (rest, which) = opt(which).parse(i)?;
    let (rest, index) = pick(|sense| match sense {
        Sense::Holiday(index) => Some(index),
        _ => None,
    })(rest)?;
    Ok((rest, (which, index)))
}

/// `years_later = "in" length | length "from now"` of years.
fn years_later(i: Tokens<'_>) -> Rule<'_, i16> {
    let (start, cue) = opt(word(Sense::Cue(Cue::In))).parse(i)?;
    let (rest, length) = length::length(start)?;
    let (rest, side) = opt(word(Sense::Cue(Cue::Hence))).parse(rest)?;
    match length.years() {
        Some(years) if cue.is_some() != side.is_some() => Ok((rest, years)),
        _ => SyntaxError::miss(&i, Expected::Date),
    }
}
