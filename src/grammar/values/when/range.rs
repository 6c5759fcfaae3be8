//! From one time of a day to another: `friday from 3 to 4pm`, `between 14:00 and 15:00 on friday`.

use jiff::Timestamp;
use nom::Parser;
use nom::combinator::opt;

use super::super::super::error::{Expected, SyntaxError};
use super::super::super::lexicon::sense::{Cue, Part, Sense};
use super::super::super::tokens::{Rule, Tokens, mark, word};
use super::clock::{Clock, clock};
use super::{Spec, now, resolve, when};
use crate::domain::When;

/// Nothing but the day stands before a range.
const LONGEST_DAY: usize = 8;

/// The longest time of the day.
const LONGEST_CLOCK: usize = 5;

/// When something ends.
#[derive(Clone, Copy, Debug)]
pub(crate) struct End {
    clock: Clock,
    part: Option<Part>,
}

/// `range = [ day ] ( "from" | "between" ) clock ( "to" | "and" | "-" ) clock [ [ "," ] day ]`
pub(crate) fn range(i: Tokens<'_>) -> Rule<'_, (Spec, End)> {
    let opens = |at: &usize| i.skip(*at).is(Sense::Cue(Cue::RangeFrom));
    let Some(at) = (0..i.len().min(LONGEST_DAY)).find(opens) else {
        return SyntaxError::miss(&i, Expected::Date);
    };
    let day = (at > 0).then(|| whole_day(i.upto(at))).transpose()?;
    let (first, _) = word(Sense::Cue(Cue::RangeFrom))(i.skip(at))?;
    // The word between is looked for first: "3 to 4" alone is three minutes to four.
    let closes = |at: &usize| to(first.skip(*at)).is_ok();
    let Some(between) = (1..first.len().min(LONGEST_CLOCK)).find(closes) else {
        return SyntaxError::miss(&first, Expected::Date);
    };
    let (left, (start, start_part)) = clock(first.upto(between), true, true)?;
    if !left.is_empty() {
        return SyntaxError::miss(&left, Expected::End);
    }
    let (second, ()) = to(first.skip(between))?;
    let (rest, (clock, part)) = clock(second, true, true)?;
    let end = End { clock, part };
    let start = Spec {
        clock: Some(half(start, clock)),
        part: start_part.or(part.filter(|_| start.hour < clock.hour)),
        ..Spec::default()
    };
    if let Some(day) = day {
        return match day.joined(&start) {
            Some(spec) => Ok((rest, (spec, end))),
            None => SyntaxError::miss(&i, Expected::Date),
        };
    }
    let (after, _) = opt(mark(b',')).parse(rest)?;
    match when(after).map(|(after, day)| (after, start.joined(&day))) {
        Ok((after, Some(spec))) => Ok((after, (spec, end))),
        _ => Ok((rest, (start, end))),
    }
}

/// `"to" | "and" | "-"`
fn to(i: Tokens<'_>) -> Rule<'_, ()> {
    if let Ok((rest, _)) = word(Sense::Cue(Cue::RangeTo))(i) {
        return Ok((rest, ()));
    }
    mark(b'-')(i)
}

/// A date that all of the tokens are.
fn whole_day(i: Tokens<'_>) -> Result<Spec, nom::Err<SyntaxError>> {
    let (rest, spec) = when(i)?;
    if rest.is_empty() {
        return Ok(spec);
    }
    Err(nom::Err::Error(SyntaxError::new(&rest, Expected::End)))
}

/// "from 3 to 4pm": the end says which half of the day, "from 11 to 1pm" apart.
fn half(start: Clock, end: Clock) -> Clock {
    let later = start.hour.saturating_add(12);
    if start.sure || !end.sure || start.hour >= 12 || later > end.hour {
        return start;
    }
    Clock {
        hour: later,
        sure: true,
        ..start
    }
}

impl End {
    /// The first time behind the start that this can be.
    pub(crate) fn after(self, start: Timestamp, i: &Tokens<'_>) -> Option<When> {
        let from = start.to_zoned(now(i).time_zone().clone());
        resolve::end(&from, self.clock, self.part).map(|end| When::from(&end))
    }
}
