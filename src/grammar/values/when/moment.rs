//! Times counted from another: `in 2 hours`, `3 days ago`, `two weeks after next friday`, `now`; and ISO 8601.

use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};
use nom::Parser;
use nom::combinator::opt;

use super::super::super::error::{Expected, SyntaxError};
use super::super::super::lexer::Kind;
use super::super::super::lexicon::sense::{Cue, Sense, Unit};
use super::super::super::tokens::{Rule, Tokens, mark, one_of, word};
use super::super::number::number;
use super::day::{self, Said};
use super::length::{Length, length};
use super::{Day, Spec, Which, clock, now, resolve};
use crate::domain::When;

/// `moment = "now" | iso | counted`, for what is counted in hours and less.
///
/// `plain`: a bare length counts from now, too.
pub(super) fn moment(i: Tokens<'_>, plain: bool) -> Rule<'_, Spec> {
    if let Ok((rest, _)) = word(Sense::Cue(Cue::Now))(i) {
        return Ok((rest, Spec::at(now(&i).timestamp(), now(&i))));
    }
    if let Ok((rest, when)) = iso(i) {
        let spec = Spec {
            moment: Some(when),
            ..Spec::default()
        };
        return Ok((rest, spec));
    }
    if let Ok((rest, length)) = minutes(i)
        && let Some(moment) = length.from(now(&i), false)
    {
        let spec = Spec {
            weak: true,
            ..Spec::at(moment.timestamp(), now(&i))
        };
        return Ok((rest, spec));
    }
    if let Ok((rest, ())) = unknown(i) {
        let spec = Spec {
            day: Some(Day::Never),
            ..Spec::default()
        };
        return Ok((rest, spec));
    }
    let (rest, counted) = count(i, plain)?;
    match counted.settle(&i) {
        Some(moment) if counted.length.fine || counted.to_the_clock => {
            Ok((rest, Spec::at(moment.timestamp(), now(&i))))
        }
        Some(moment) => Ok((rest, Spec::on(moment.date()))),
        None => SyntaxError::miss(&i, Expected::Date),
    }
}

/// `unknown = "in" "several" unit | "the" unit ( "before" | "after" )` with nothing behind: counted in a number or from a day that
/// only the sender knows.
fn unknown(i: Tokens<'_>) -> Rule<'_, ()> {
    if let Ok((rest, _)) = word(Sense::Cue(Cue::In))(i) {
        let (rest, _) = word(Sense::Cue(Cue::Vague))(rest)?;
        let (rest, _) = super::length::unit(rest)?;
        return Ok((rest, ()));
    }
    let (rest, _) = word(Sense::Cue(Cue::The))(i)?;
    let (rest, _) = super::length::unit(rest)?;
    let (rest, _) = one_of(&[Sense::Cue(Cue::Before), Sense::Cue(Cue::After)])(rest)?;
    if rest.is_empty() {
        Ok((rest, ()))
    } else {
        SyntaxError::miss(&i, Expected::Date)
    }
}

/// "in 15" at the end: minutes, but so are other things.
fn minutes(i: Tokens<'_>) -> Rule<'_, Length> {
    let (rest, _) = word(Sense::Cue(Cue::In))(i)?;
    match rest.first().map(|tok| (tok.kind, tok.length())) {
        Some((Kind::Num(count @ 5..=90), 1..=2)) if rest.len() == 1 => {
            Ok((rest.skip(1), Length::of(i64::from(count), Unit::Minute)))
        }
        _ => SyntaxError::miss(&i, Expected::Date),
    }
}

/// The same for what is counted in days and more: a day, which a clock may stand beside.
pub(super) fn counted(i: Tokens<'_>) -> Rule<'_, Said> {
    let (rest, counted) = count(i, false)?;
    if counted.length.fine || counted.to_the_clock {
        return SyntaxError::miss(&i, Expected::Date);
    }
    let day = counted
        .settle(&i)
        .map_or(Day::Never, |moment| Day::On(moment.date()));
    Ok((rest, Said::new(day)))
}

/// A length and where it is counted from.
struct Counted {
    length: Length,
    back: bool,
    base: Option<Base>,
    to_the_clock: bool,
}

enum Base {
    Day(Said),
    Clock(Spec),
}

/// ```ebnf
/// counted = ( "in" | "+" ) length [ "time" ] | "ago" length | length ( "ago" | "from now" | "earlier" )
///         | length ( "after" | "from" | "before" ) ( day | clock ) | ( "next" | "last" ) length ;
/// ```
/// A bare length of hours or less counts from now, too.
fn count(i: Tokens<'_>, plain: bool) -> Rule<'_, Counted> {
    let here = |length, back| Counted {
        length,
        back,
        base: None,
        to_the_clock: false,
    };
    if let Ok((rest, cue)) = one_of(&[
        Sense::Cue(Cue::In),
        Sense::Cue(Cue::AgoFirst),
        Sense::Cue(Cue::After),
    ])(i)
        && let Ok((rest, length)) = length(rest)
    {
        let rest = word(Sense::Cue(Cue::Time))(rest).map_or(rest, |(rest, _)| rest);
        return Ok((rest, here(length, cue == Sense::Cue(Cue::AgoFirst))));
    }
    if let Ok((rest, ())) = mark(b'+')(i) {
        let (rest, length) = length(rest)?;
        return Ok((rest, here(length, false)));
    }
    if let Ok((rest, which)) = day::which(i)
        && let Ok((after, length)) = length(rest)
        // "next week" is a week of the calendar; only "next 2 weeks" counts.
        && matches!(rest.first().map(|tok| tok.kind), Some(Kind::Num(_) | Kind::Word))
        && super::length::unit(rest).is_err()
    {
        let back = matches!(which, Which::Last | Which::Past);
        return Ok((after, here(length, back)));
    }
    if let Ok((rest, Which::Next)) = day::which(i)
        && let Ok((rest, unit @ (Unit::Hour | Unit::Minute))) = super::length::unit(rest)
    {
        return Ok((rest, here(Length::one(unit), false)));
    }
    if let Ok((rest, length)) = ahead(i) {
        return Ok((rest, here(length, false)));
    }
    // 12h15 is a time of the day.
    let marked = i
        .get(2)
        .is_some_and(|tok| tok.glued && matches!(tok.kind, Kind::Num(_)));
    let (rest, length) = length(i)?;
    let (after, side) = opt(one_of(&[
        Sense::Cue(Cue::Ago),
        Sense::Cue(Cue::Earlier),
        Sense::Cue(Cue::Hence),
        Sense::Cue(Cue::After),
        Sense::Cue(Cue::From),
        Sense::Cue(Cue::Before),
    ]))
    .parse(rest)?;
    match side {
        Some(Sense::Cue(Cue::Ago | Cue::Earlier)) => Ok((after, here(length, true))),
        Some(Sense::Cue(Cue::Hence)) => Ok((after, here(length, false))),
        Some(Sense::Cue(side)) => {
            let back = side == Cue::Before;
            match base(after) {
                Ok((rest, base)) => {
                    let to_the_clock = matches!(base, Base::Clock(_));
                    let counted = Counted {
                        length,
                        back,
                        base: Some(base),
                        to_the_clock,
                    };
                    Ok((rest, counted))
                }
                Err(_) if back && after.is_empty() => Ok((after, here(length, true))),
                Err(error) => Err(error),
            }
        }
        _ if plain && length.fine && !marked && !is_hour(&i) => Ok((rest, here(length, false))),
        _ => SyntaxError::miss(&i, Expected::Date),
    }
}

/// `ahead = [ "the" ] number ( "next" unit | unit "next" )`: les 2 prochaines semaines, los 3 días siguientes.
fn ahead(i: Tokens<'_>) -> Rule<'_, Length> {
    let (rest, count) = number(day::the(i))?;
    let (rest, unit) = if let Ok((rest, _)) = word(Sense::Cue(Cue::Next))(rest) {
        super::length::unit(rest)?
    } else {
        let (rest, unit) = super::length::unit(rest)?;
        let (rest, _) = word(Sense::Cue(Cue::NextAfter))(rest)?;
        (rest, unit)
    };
    Ok((rest, Length::of(i64::from(count.value), unit)))
}

/// "15h" is a time of the day; in languages that write all times so, "2h" is one, too.
fn is_hour(i: &Tokens<'_>) -> bool {
    let pack = i.scope.lexicon.pack(i.scope.lang);
    let all = pack.is_some_and(|pack| pack.clock_hours);
    let rest = i.skip(1);
    let glued = rest.first().is_some_and(|tok| tok.glued);
    let marked = (glued && rest.is(Sense::Cue(Cue::HourMark))) || rest.is(Sense::Cue(Cue::Oclock));
    match i.first().map(|tok| tok.kind) {
        // "1030h", "1530 hrs": nobody counts so far.
        Some(Kind::Num(_)) if i.first().is_some_and(|tok| tok.length() >= 4) => true,
        Some(Kind::Num(hour)) => marked && hour < 24 && (all || hour > 12),
        _ => false,
    }
}

fn base(i: Tokens<'_>) -> Rule<'_, Base> {
    if let Ok((rest, said)) = day::base(i) {
        return Ok((rest, Base::Day(said)));
    }
    if let Ok((rest, (clock, part))) = clock::clock(i, true, false) {
        let spec = Spec {
            clock: Some(clock),
            part,
            ..Spec::default()
        };
        return Ok((rest, Base::Clock(spec)));
    }
    let (rest, (_, part)) = clock::part(i)?;
    let spec = Spec {
        part: Some(part),
        ..Spec::default()
    };
    Ok((rest, Base::Clock(spec)))
}

impl Counted {
    fn settle(&self, i: &Tokens<'_>) -> Option<Zoned> {
        let now = now(i);
        let from = match &self.base {
            None => now.clone(),
            Some(Base::Day(said)) => {
                let date = resolve::date(said.day, None, i.scope).ok()?;
                date.to_zoned(now.time_zone().clone()).ok()?
            }
            Some(Base::Clock(spec)) => match resolve::settle(spec, i.scope).ok()?.when {
                When::At(moment, _) => moment.to_zoned(now.time_zone().clone()),
                When::Day(_) => return None,
            },
        };
        self.length.from(&from, self.back)
    }
}

/// `iso = YYYY-MM-DD "T" HH:MM[:SS[.f]] [ "Z" | ( "+" | "-" ) HH:MM ]`
fn iso(i: Tokens<'_>) -> Rule<'_, When> {
    let miss = || SyntaxError::miss(&i, Expected::Date);
    let dashed = matches!(
        i.first().map(|tok| (tok.kind, tok.length())),
        Some((Kind::Num(_), 4))
    ) && i.get(1).is_some_and(|tok| tok.is_mark(b'-'))
        && i.get(5)
            .is_some_and(|tok| tok.glued && matches!(i.folded(tok), "t"));
    if !dashed {
        return miss();
    }
    // The run of glued tokens is the whole timestamp.
    let count = i
        .toks
        .iter()
        .enumerate()
        .skip(1)
        .find(|(_, tok)| !tok.glued)
        .map_or(i.len(), |(at, _)| at);
    for count in (6..=count).rev() {
        let run = i.upto(count);
        let (from, to) = run.extent();
        let text = i
            .scope
            .folded
            .text
            .get(from as usize..to as usize)
            .unwrap_or_default();
        if let Some(when) = timestamp(text, now(&i)) {
            return Ok((i.skip(count), when));
        }
    }
    miss()
}

fn timestamp(text: &str, now: &Zoned) -> Option<When> {
    let text = text.to_ascii_uppercase();
    if let Ok(moment) = text.parse::<Timestamp>() {
        let pieces = jiff::fmt::temporal::Pieces::parse(&text).ok()?;
        let offset = pieces.to_numeric_offset().unwrap_or(Offset::UTC);
        return Some(When::At(moment, offset));
    }
    let civil: jiff::civil::DateTime = text.parse().ok()?;
    let zone: TimeZone = now.time_zone().clone();
    let zoned = zone.to_ambiguous_zoned(civil).later().ok()?;
    Some(When::from(&zoned))
}
