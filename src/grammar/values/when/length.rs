//! Lengths of time: `2 hours`, `90 min`, `an hour and a half`, `2h`, `1h30`.

use jiff::{Span, Zoned};
use nom::Parser;
use nom::combinator::opt;

use super::super::super::error::{Expected, SyntaxError};
use super::super::super::lexer::Kind;
use super::super::super::lexicon::sense::{Cue, Sense, Unit};
use super::super::super::tokens::{Rule, Tokens, mark, pick, word};
use super::super::number::number;

/// A length of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Length {
    months: i64,
    days: i64,
    business_days: i64,
    seconds: i64,
    /// Hours, minutes or seconds were said.
    pub(super) fine: bool,
}

/// `length = part { [ "," ] [ "and" ] part } [ "and" [ "a" ] ( "half" | "quarter" ) ]`
pub(super) fn length(i: Tokens<'_>) -> Rule<'_, Length> {
    let (mut rest, (mut length, mut unit)) = part(i)?;
    loop {
        if let Ok((after, quarters)) = and_share(rest) {
            length = length.plus(quarters, unit);
            rest = after;
        }
        let (next, _) = opt(mark(b',')).parse(rest)?;
        let (next, _) = opt(word(Sense::Cue(Cue::And))).parse(next)?;
        match part(next) {
            // Units go down: "2 hours 15 minutes".
            Ok((after, (more, smaller))) if smaller < unit => {
                length = length.join(more);
                (rest, unit) = (after, smaller);
            }
            _ => return Ok((rest, length)),
        }
    }
}

/// `unit = "hours" | "h" | …`; one letter only where it is glued to a number.
pub(super) fn unit(i: Tokens<'_>) -> Rule<'_, Unit> {
    let (rest, unit) = any_unit(i)?;
    let letter = i.first().is_some_and(|tok| tok.length() == 1 && !tok.glued);
    if letter {
        return SyntaxError::miss(&i, Expected::Date);
    }
    Ok((rest, unit))
}

fn any_unit(i: Tokens<'_>) -> Rule<'_, Unit> {
    pick(|sense| match sense {
        Sense::Unit(unit) => Some(unit),
        _ => None,
    })(i)
}

/// `part = quantity [ "more" ] unit | number "h" 2 digits | [ "a" ] "half-hour"`
fn part(i: Tokens<'_>) -> Rule<'_, (Length, Unit)> {
    let (named, _) = opt(word(Sense::Cue(Cue::A))).parse(i)?;
    if let Ok((rest, minutes)) = pick(|sense| match sense {
        Sense::Minutes(minutes) => Some(minutes),
        _ => None,
    })(named)
    {
        let length = Length::of(i64::from(minutes), Unit::Minute);
        return Ok((rest, (length, Unit::Hour)));
    }
    let (rest, quarters) = quantity(i)?;
    let (rest, _) = opt(word(Sense::Cue(Cue::More))).parse(rest)?;
    // "1/2 h": nothing but a unit can stand behind a fraction.
    let letter =
        quarters.checked_rem(4) != Some(0) && rest.first().is_some_and(|tok| tok.length() == 1);
    let ends = rest.len() <= 2 && i.before(&rest).len() == 1;
    let ends = ends || minutes_follow(&rest);
    let (rest, unit) =
        if letter || (ends && any_unit(rest).is_ok_and(|(_, unit)| unit == Unit::Hour)) {
            any_unit(rest)?
        } else {
            unit(rest)?
        };
    let length = Length::default().plus(quarters, unit);
    // "1h30" and "1 h 30"
    if unit == Unit::Hour
        && let Some((Kind::Num(minutes @ 0..60), glued, 2)) =
            rest.first().map(|tok| (tok.kind, tok.glued, tok.length()))
        && (glued || ends)
    {
        let minutes = i64::from(minutes).saturating_mul(4);
        return Ok((
            rest.skip(1),
            (length.plus(minutes, Unit::Minute), Unit::Minute),
        ));
    }
    Ok((rest, (length, unit)))
}

/// `h 30`: two digits behind a lone letter are its minutes.
fn minutes_follow(i: &Tokens<'_>) -> bool {
    let letter = i.first().is_some_and(|tok| tok.length() == 1);
    letter
        && i.get(1)
            .is_some_and(|tok| matches!(tok.kind, Kind::Num(0..60)) && tok.length() == 2)
}

/// How many quarters of a unit: `number [ "and a half" ] | number "." digit | "a" | "half a" | "quarter of an"`.
fn quantity(i: Tokens<'_>) -> Rule<'_, i64> {
    if let Ok((rest, quarters)) = share(i) {
        let (rest, _) = opt(word(Sense::Cue(Cue::Of))).parse(rest)?;
        let (rest, _) = opt(word(Sense::Cue(Cue::A))).parse(rest)?;
        return Ok((rest, quarters));
    }
    let Ok((rest, count)) = number(i) else {
        let (rest, _) = word(Sense::Cue(Cue::A))(i)?;
        return Ok((rest, 4));
    };
    let quarters = i64::from(count.value).saturating_mul(4);
    if let Some(part) = fraction(&rest, count.value) {
        return Ok((rest.skip(2), part));
    }
    // 2 1/2
    if let Some(Kind::Num(above)) = rest.first().map(|tok| tok.kind)
        && let Some(part) = fraction(&rest.skip(1), above)
    {
        return Ok((rest.skip(3), quarters.saturating_add(part)));
    }
    if let Some(part) = decimal(&rest).filter(|_| count.digits > 0) {
        return Ok((rest.skip(2), quarters.saturating_add(part)));
    }
    let (rest, more) = opt(and_share).parse(rest)?;
    Ok((rest, quarters.saturating_add(more.unwrap_or(0))))
}

/// `1/2`, `1/4`, `3/4`, in quarters.
fn fraction(i: &Tokens<'_>, above: u32) -> Option<i64> {
    let sign = i.first().filter(|tok| tok.glued && tok.is_mark(b'/'))?;
    let below = i.get(1).filter(|tok| tok.glued && sign.glued)?;
    match (above, below.kind) {
        (1, Kind::Num(2)) => Some(2),
        (1, Kind::Num(4)) => Some(1),
        (3, Kind::Num(4)) => Some(3),
        _ => None,
    }
}

/// `.5`, `.25` or `.75` glued to a number, in quarters.
fn decimal(i: &Tokens<'_>) -> Option<i64> {
    let point = i.first()?;
    let digits = i.get(1)?;
    let sign = point.is_mark(b'.') || point.is_mark(b',');
    if !(sign && point.glued && digits.glued) {
        return None;
    }
    match (digits.kind, digits.length()) {
        (Kind::Num(5), 1) | (Kind::Num(50), 2) => Some(2),
        (Kind::Num(25), 2) => Some(1),
        (Kind::Num(75), 2) => Some(3),
        _ => None,
    }
}

fn and_share(i: Tokens<'_>) -> Rule<'_, i64> {
    let (rest, _) = word(Sense::Cue(Cue::And))(i)?;
    let (rest, _) = opt(word(Sense::Cue(Cue::A))).parse(rest)?;
    share(rest)
}

fn share(i: Tokens<'_>) -> Rule<'_, i64> {
    pick(|sense| match sense {
        Sense::Cue(Cue::Half) => Some(2),
        Sense::Cue(Cue::QuarterHour) => Some(1),
        _ => None,
    })(i)
}

impl Length {
    /// One of a unit.
    pub(super) fn one(unit: Unit) -> Self {
        Self::default().plus(4, unit)
    }

    /// So many of a unit.
    pub(super) fn of(count: i64, unit: Unit) -> Self {
        Self::default().plus(count.saturating_mul(4), unit)
    }

    /// So many years; `None` where anything else was said.
    pub(super) fn years(self) -> Option<i16> {
        let years = self.months.checked_div(12)?;
        let whole = Self {
            months: years.checked_mul(12)?,
            ..Self::default()
        };
        i16::try_from(years).ok().filter(|_| whole == self)
    }

    /// With so many quarters of a unit more.
    fn plus(mut self, quarters: i64, unit: Unit) -> Self {
        let seconds = |per_quarter: i64| quarters.saturating_mul(per_quarter);
        let whole = quarters.checked_rem(4) == Some(0);
        let count = quarters.checked_div(4).unwrap_or(0);
        match unit {
            Unit::Second => self.seconds = self.seconds.saturating_add(count),
            Unit::Minute => self.seconds = self.seconds.saturating_add(seconds(15)),
            Unit::Hour => self.seconds = self.seconds.saturating_add(seconds(900)),
            Unit::Day | Unit::Weekend if whole => self.days = self.days.saturating_add(count),
            Unit::Day | Unit::Weekend => {
                self.seconds = self.seconds.saturating_add(seconds(21_600));
            }
            Unit::BusinessDay => self.business_days = self.business_days.saturating_add(count),
            Unit::Week if whole => {
                self.days = self.days.saturating_add(count.saturating_mul(7));
            }
            Unit::Week => self.seconds = self.seconds.saturating_add(seconds(151_200)),
            Unit::Fortnight => self.days = self.days.saturating_add(seconds(14).saturating_div(4)),
            Unit::Month => {
                self.months = self.months.saturating_add(count);
                let days = quarters.checked_rem(4).unwrap_or(0).saturating_mul(15);
                self.days = self.days.saturating_add(days.saturating_div(2));
            }
            Unit::Quarter => self.months = self.months.saturating_add(count.saturating_mul(3)),
            Unit::Year => self.months = self.months.saturating_add(quarters.saturating_mul(3)),
        }
        self.fine |= matches!(unit, Unit::Second | Unit::Minute | Unit::Hour)
            || (!whole && matches!(unit, Unit::Day | Unit::Week));
        self
    }

    fn join(self, other: Self) -> Self {
        Self {
            months: self.months.saturating_add(other.months),
            days: self.days.saturating_add(other.days),
            business_days: self.business_days.saturating_add(other.business_days),
            seconds: self.seconds.saturating_add(other.seconds),
            fine: self.fine || other.fine,
        }
    }

    /// The moment so long after `from`, or before.
    pub(super) fn from(self, from: &Zoned, back: bool) -> Option<Zoned> {
        let sign: i64 = if back { -1 } else { 1 };
        let span = Span::new()
            .try_months(self.months.checked_mul(sign)?)
            .ok()?
            .try_days(self.days.checked_mul(sign)?)
            .ok()?
            .try_seconds(self.seconds.checked_mul(sign)?)
            .ok()?;
        let mut moment = from.checked_add(span).ok()?;
        let mut left = self.business_days.min(1000);
        while left > 0 {
            moment = moment.checked_add(Span::new().try_days(sign).ok()?).ok()?;
            if moment.weekday().to_monday_one_offset() <= 5 {
                left = left.saturating_sub(1);
            }
        }
        (1970..=2200).contains(&moment.year()).then_some(moment)
    }
}
