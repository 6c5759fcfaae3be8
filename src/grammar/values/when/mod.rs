//! When something is due. Rules read tokens into a [`Spec`]; `resolve` makes a moment of it, knowing the time of writing.

mod calendar;
mod clock;
mod day;
mod face;
mod feast;
mod holiday;
mod length;
mod moment;
mod numeric;
mod range;
mod resolve;
mod tail;
mod weekday;
mod year;

use jiff::civil::Date;
use jiff::{Timestamp, Zoned};

use self::clock::Clock;
use super::super::error::{Expected, SyntaxError};
use super::super::lexer::Kind;
use super::super::lexicon::sense::{Cue, Part, Sense};
use super::super::tokens::{Rule, Tokens, mark, word};
use crate::domain::When;

pub(crate) use holiday::Holiday;
pub(crate) use range::range;
pub(crate) use resolve::{Settled, Unsettled, settle};
pub(crate) use tail::{Doubt, Found, inside, leading, tail};

/// What was said of a time, before it is settled.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spec {
    day: Option<Day>,
    clock: Option<Clock>,
    /// A part of the day that decides between morning and evening, or stands for an hour.
    part: Option<Part>,
    /// A moment counted from now, or written with its offset.
    moment: Option<When>,
    zone: Option<u16>,
    limit: Option<Limit>,
    /// `every …`
    repeats: bool,
    /// A lone word that is an everyday word too.
    weak: bool,
}

/// `before friday` is the day before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    By,
    Before,
    After,
}

/// Which one of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    This,
    Next,
    Last,
    /// The latest before today.
    Past,
    /// The one behind the next.
    AfterNext,
    /// That of the week after the next.
    NextButOne,
    /// So many weeks after the coming one.
    Weeks(u8),
}

/// A day as it was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Day {
    /// This very day.
    On(Date),
    /// This very day, and at this hour where none is said.
    OnAt(Date, i8),
    /// A day of the week.
    Weekday(u8, Option<Which>),
    /// A day of some year.
    Yearly(i8, i8, Option<Which>),
    /// The first of a month, where no more than its name was said.
    Month(i8),
    /// A day of some month.
    Monthly(i8),
    /// A holiday of the lexicon, of a year or the one that is meant.
    Holiday(u16, Option<i16>, Option<Which>),
    /// The nth such weekday from today on, backwards where it is negative.
    Counted(u8, i8),
    /// No such day, as 30 February.
    Never,
    /// The day and the weekday beside it disagree.
    Disagree(Date),
}

/// ```ebnf
/// when   = [ limit ] ( moment | parts ) [ zone ] ;
/// limit  = "by" | "before" | "until" | "after" | "on" | "at" | "for" | "due" ;
/// moment = "now" | "in" length | length ( "ago" | "from now" ) | iso ;
/// parts  = day [ "," ] [ "at" ] [ clock ] | clock [ "," ] [ "on" ] [ day ] ;
/// ```
pub(crate) fn when(i: Tokens<'_>) -> Rule<'_, Spec> {
    if !may_begin(&i) {
        return SyntaxError::miss(&i, Expected::Date);
    }
    let (after, limit) = limit(i);
    let mut found = parts(after, limit.is_some() || at_cue(i));
    // A part of the day that has the name of a length is the part: medio día.
    let named = |spec: &Spec| spec.part.is_some() && spec.day.is_none() && spec.clock.is_none();
    if let Ok((rest, spec)) = moment::moment(after, true)
        && found.as_ref().map_or(true, |(other, said)| {
            rest.len() < other.len() || (rest.len() == other.len() && !named(said))
        })
    {
        found = Ok((rest, spec));
    }
    // The word for "before" can be the one for "ago": vor zwei Wochen.
    if limit.is_some()
        && let Ok((rest, spec)) = moment::moment(i, false)
        && found
            .as_ref()
            .map_or(true, |(other, _)| rest.len() < other.len())
    {
        return Ok((rest, spec));
    }
    let (rest, mut spec) = found?;
    spec.weak = spec.weak && limit.is_none();
    spec.limit = limit;
    Ok((rest, spec))
}

/// Whether what begins here can be a date at all: most words are no words of dates.
fn may_begin(i: &Tokens<'_>) -> bool {
    i.first().is_some_and(|tok| match tok.kind {
        Kind::Word => i.scope.lexicon.is_temporal(tok.word, i.scope.langs),
        _ => true,
    })
}

/// A zone's name behind a time, in brackets or not.
fn zone(whole: Tokens<'_>, mut spec: Spec) -> (Tokens<'_>, Spec) {
    let bracket = mark(b'(')(whole).ok();
    let i = bracket.map_or(whole, |(rest, ())| rest);
    let found = i.sense(|sense| match sense {
        Sense::Zone(zone) => Some(zone),
        _ => None,
    });
    let timed = spec.clock.is_some() || matches!(spec.part, Some(Part::Noon | Part::Midnight));
    if let Some((count, zone, _)) = found
        && timed
        && spec.zone.is_none()
    {
        spec.zone = Some(zone);
        let rest = i.skip(count);
        let named = rest.sense(|sense| (sense == Sense::Cue(Cue::Time)).then_some(()));
        let rest = rest.skip(named.map_or(0, |(count, ..)| count));
        let closed = mark(b')')(rest).map_or(rest, |(rest, ())| rest);
        return (if bracket.is_some() { closed } else { rest }, spec);
    }
    (whole, spec)
}

fn limit(i: Tokens<'_>) -> (Tokens<'_>, Option<Limit>) {
    let found = i.sense(|sense| match sense {
        Sense::Cue(Cue::By | Cue::Until) => Some(Limit::By),
        Sense::Cue(Cue::Before) => Some(Limit::Before),
        Sense::Cue(Cue::After) => Some(Limit::After),
        _ => None,
    });
    match found.filter(|(count, ..)| !begins_name(&i, *count)) {
        Some((count, limit, _)) => {
            let rest = i.skip(count);
            let rest = mark(b':')(rest).map_or(rest, |(rest, ())| rest);
            (rest, Some(limit))
        }
        None => (i, None),
    }
}

/// Whether the words of a cue are but the beginning of a name: "après-demain", "après midi".
fn begins_name(i: &Tokens<'_>, count: usize) -> bool {
    let named = i.sense(|sense| matches!(sense, Sense::Day(..) | Sense::Part(_)).then_some(()));
    named.is_some_and(|(longer, ..)| longer > count)
}

fn at_cue(i: Tokens<'_>) -> bool {
    i.is(Sense::Cue(Cue::At)) || i.is(Sense::Cue(Cue::Around))
}

/// Days, clocks and parts of the day in any order, each at most once.
fn parts(i: Tokens<'_>, cued: bool) -> Rule<'_, Spec> {
    let mut spec = Spec::default();
    let mut rest = i;
    let mut cued = cued;
    loop {
        let (next, cue, part) = joint(rest, spec.day.is_some() || spec.clock.is_some());
        // "en la mañana" is a part of the day, whatever else the word means.
        if part
            && spec.part.is_none()
            && let Ok((after, (_, part))) = clock::part(next)
        {
            spec.part = Some(part);
            (rest, spec) = zone(after, spec);
            cued = false;
            continue;
        }
        let hour_cue =
            (cued && cue != Some(Cue::On)) || cue == Some(Cue::At) || cue == Some(Cue::Around);
        let found = component(next, &mut spec, cue, hour_cue, i).or_else(|| {
            (next.len() < rest.len()).then(|| component(rest, &mut spec, None, cued, i))?
        });
        let Some(after) = found else {
            if spec.is_empty()
                && let Ok((after, clock)) = clock::doubtful(next)
            {
                let spec = Spec {
                    clock: Some(clock),
                    weak: true,
                    ..spec
                };
                return Ok((after, spec));
            }
            break;
        };
        (rest, spec) = zone(after, spec);
        cued = false;
    }
    if spec.is_empty() {
        return SyntaxError::miss(&i, Expected::Date);
    }
    spec.weak = spec.weak && spec.clock.is_none() && spec.part.is_none();
    Ok((rest, spec))
}

/// One more part behind a joint; `None` where there is none, and the joint stays unread.
fn component<'a>(
    i: Tokens<'a>,
    spec: &mut Spec,
    cue: Option<Cue>,
    hour_cue: bool,
    whole: Tokens<'a>,
) -> Option<Tokens<'a>> {
    if !may_begin(&i) {
        return None;
    }
    let day = (spec.day.is_none() && cue != Some(Cue::At))
        .then(|| {
            let day = day::day(i).ok();
            // "am 15."
            let alone = || {
                day::day_alone(i)
                    .ok()
                    .filter(|_| cue == Some(Cue::On) && day::points(&i))
            };
            day.or_else(alone)
        })
        .flatten()
        // "in the sun" is no Sunday.
        .filter(|(_, said)| cue != Some(Cue::In) || !matches!(said.day, Day::Weekday(..)));
    let open_to_hours = hour_cue
        || spec
            .part
            .is_some_and(|part| !matches!(part, Part::Noon | Part::Midnight));
    // "in 8 am" is no time; in some languages "in" may join one to its day.
    let joins = cue != Some(Cue::In) || spec.day.is_some();
    let clock = (spec.clock.is_none() && joins)
        .then(|| clock::clock(i, open_to_hours, spec.day.is_some()).ok())
        .flatten();
    let prefer_clock = match (&day, &clock) {
        (Some((day, _)), Some((clock, _))) => {
            clock.len() < day.len() || (hour_cue && clock.len() == day.len())
        }
        (None, Some(_)) => true,
        _ => false,
    };
    if prefer_clock && let Some((rest, (clock, part))) = clock {
        spec.clock = Some(clock);
        spec.part = part.or(spec.part);
        return Some(rest);
    }
    if let Some((rest, said)) = day {
        spec.day = Some(said.day);
        spec.part = said.part.or(spec.part);
        spec.repeats |= said.repeats;
        spec.weak = said.weak && cue.is_none() && i.len() == whole.len();
        return Some(rest);
    }
    if let Ok((rest, ())) = clock::impossible(i, hour_cue || spec.day.is_some()) {
        spec.day = Some(Day::Never);
        return Some(rest);
    }
    if spec.part.is_none()
        && let Ok((rest, (this, part))) = clock::part(i)
    {
        // "morning" alone is no time; "in the morning", "this morning" and "friday morning" are.
        let alone = spec.day.is_none() && spec.clock.is_none() && cue.is_none() && !this;
        let plain = matches!(part, Part::Noon | Part::Midnight | Part::EndOfDay);
        if alone && !plain {
            return None;
        }
        if this && spec.day.is_none() {
            spec.day = Some(Day::On(today(&i)));
        }
        spec.part = Some(part);
        return Some(rest);
    }
    None
}

/// What may stand between two parts, and before the first.
///
/// Also whether it ends with an article before a part of the day.
fn joint(i: Tokens<'_>, inside: bool) -> (Tokens<'_>, Option<Cue>, bool) {
    let mut rest = i;
    if inside && let Some(Kind::Mark(b',' | b'-') | Kind::Symbol) = rest.first().map(|tok| tok.kind)
    {
        rest = rest.skip(1);
    }
    let mut cue = None;
    for _ in 0..2 {
        let found = rest.sense(|sense| match sense {
            Sense::Cue(cue @ (Cue::At | Cue::Around | Cue::On | Cue::In)) => Some(cue),
            Sense::Cue(Cue::By | Cue::Before | Cue::After | Cue::Until) if inside => Some(Cue::At),
            Sense::Cue(Cue::Of) if inside => Some(Cue::On),
            _ => None,
        });
        let Some((count, found, _)) =
            found.filter(|(count, cue, _)| *cue != Cue::At || !begins_name(&rest, *count))
        else {
            break;
        };
        rest = rest.skip(count);
        // "on" after "at" and the like say no more than the first.
        cue = if cue == Some(Cue::At) {
            cue
        } else {
            Some(found)
        };
    }
    let mut part = false;
    if let Ok((after, _)) = word(Sense::Cue(Cue::The))(rest)
        && clock::part(after).is_ok()
    {
        part = cue.is_some();
        rest = after;
    }
    (rest, cue, part)
}

/// `( "to" | "-" | "until" ) clock | "for" length` behind a time: when what begins there ends.
pub(crate) fn length_or_end<'a>(
    start: Timestamp,
    offset: jiff::tz::Offset,
) -> impl Fn(Tokens<'a>) -> Rule<'a, When> {
    move |i| {
        let zone = now(&i).time_zone().clone();
        let from = start.to_zoned(zone);
        let cue = i.sense(|sense| match sense {
            Sense::Cue(cue @ (Cue::By | Cue::Until | Cue::To)) => Some(cue),
            _ => None,
        });
        let ranges = i.sense(|sense| (sense == Sense::Cue(Cue::RangeTo)).then_some(()));
        // Behind "to", and behind a dash where "16h" is one, it is a time before it is a length.
        let hours = i.scope.lexicon.pack(i.scope.lang);
        let behind = ranges
            .map(|(count, ..)| count)
            .or_else(|| (i.first()?.is_mark(b'-') && hours?.clock_hours).then_some(1));
        if let Some(count) = behind
            && let Ok((rest, (clock, part))) = clock::clock(i.skip(count), false, false)
            && let Some(end) = resolve::end(&from, clock, part)
        {
            return Ok((rest, When::from(&end)));
        }
        let dash = i.first().is_some_and(|tok| tok.is_mark(b'-'));
        let rest = match cue {
            Some((count, ..)) => i.skip(count),
            None if dash => i.skip(1),
            None => return SyntaxError::miss(&i, Expected::Date),
        };
        if let Ok((rest, length)) = length::length(rest)
            && let Some(end) = length.from(&from, false)
        {
            return Ok((rest, When::from(&end)));
        }
        let (rest, (clock, part)) = clock::clock(rest, true, true)?;
        let _ = offset;
        match resolve::end(&from, clock, part) {
            Some(end) => Ok((rest, When::from(&end))),
            None => SyntaxError::miss(&i, Expected::Date),
        }
    }
}

fn today(i: &Tokens<'_>) -> Date {
    i.scope.sender.now.date()
}

fn now<'a>(i: &Tokens<'a>) -> &'a Zoned {
    &i.scope.sender.now
}

impl Spec {
    fn is_empty(&self) -> bool {
        self.day.is_none() && self.clock.is_none() && self.part.is_none() && self.moment.is_none()
    }

    fn at(moment: Timestamp, zone: &Zoned) -> Self {
        Self {
            moment: Some(When::At(moment, zone.time_zone().to_offset(moment))),
            ..Self::default()
        }
    }

    fn on(date: Date) -> Self {
        Self {
            day: Some(Day::On(date)),
            ..Self::default()
        }
    }

    /// Whether a day or a clock was said beyond doubt, so that it counts even inside a sentence.
    pub(crate) fn is_strong(&self) -> bool {
        !self.weak && (self.day.is_some() || self.moment.is_some() || self.clock.is_some())
    }

    /// Whether a day was said by its weekday, its number or counted, or a time with its half of the day: not a month, a holiday
    /// or "every".
    fn is_plain(&self) -> bool {
        let day = match self.day {
            Some(Day::Month(_) | Day::Holiday(..) | Day::Never) => false,
            None => self.clock.is_some_and(|clock| clock.sure),
            Some(_) => true,
        };
        day && !self.weak && !self.repeats
    }

    /// The day of one and the time of the other; `None` where they are not a day and a time.
    pub(crate) fn joined(&self, other: &Self) -> Option<Self> {
        let day = |spec: &Self| spec.day.is_some() && spec.clock.is_none();
        let time = |spec: &Self| spec.day.is_none() && spec.clock.is_some();
        let plain = self.moment.is_none() && other.moment.is_none();
        let parts_fit = self.part.is_none() || other.part.is_none();
        let (day, time) = match (self, other) {
            _ if !plain || !parts_fit => return None,
            (one, other) if day(one) && time(other) => (one, other),
            (one, other) if time(one) && day(other) => (other, one),
            _ => return None,
        };
        Some(Self {
            clock: time.clock,
            part: day.part.or(time.part),
            zone: time.zone,
            limit: day.limit.or(time.limit),
            repeats: day.repeats || time.repeats,
            ..day.clone()
        })
    }

    pub(crate) fn is_weak(&self) -> bool {
        self.weak
    }
}
