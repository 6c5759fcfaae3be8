//! From what was said to a moment, knowing when and where it was said. The conventions are those of `grammar/README.md`.

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{ToSpan, Zoned};
use smallvec::SmallVec;

use super::super::super::lexicon::sense::Part;
use super::super::super::tokens::Scope;
use super::clock::Clock;
use super::{Day, Limit, Spec, Which, calendar};
use crate::domain::When;

/// A time that is beyond doubt.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settled {
    pub(crate) when: When,
    /// It lies before the time of writing.
    pub(crate) past: bool,
}

/// A time that has to be asked for.
#[derive(Clone, Debug)]
pub(crate) enum Unsettled {
    /// There is no such day.
    Never,
    /// It can be one of these.
    Either(SmallVec<[When; 2]>),
    /// It comes again and again.
    Repeats,
}

/// The moment that was meant.
pub(crate) fn settle(spec: &Spec, scope: &Scope<'_>) -> Result<Settled, Unsettled> {
    if spec.repeats {
        return Err(Unsettled::Repeats);
    }
    let now = &scope.sender.now;
    let when = match (spec.moment, spec.day) {
        (Some(when), _) => when,
        (None, None) => soonest(spec, scope)?,
        (None, Some(day)) => on(day, spec, scope)?,
    };
    let past = match when {
        When::Day(date) => date < now.date(),
        When::At(moment, _) => moment < now.timestamp(),
    };
    Ok(Settled { when, past })
}

/// A day, where `time` is the clock time said with it.
pub(super) fn date(day: Day, time: Option<Time>, scope: &Scope<'_>) -> Result<Date, Unsettled> {
    let now = &scope.sender.now;
    let today = now.date();
    match day {
        Day::On(date) | Day::OnAt(date, _) => Ok(date),
        Day::Weekday(name, which) => weekday(name, which, today, time, now.time()),
        Day::Yearly(month, number, which) => yearly(month, number, which, today),
        Day::Month(month) => yearly(month, 1, None, today),
        Day::Monthly(number) => monthly(number, today),
        Day::Counted(name, nth) => counted(name, nth, today).ok_or(Unsettled::Never),
        Day::Holiday(index, year, which) => {
            let holiday = scope.lexicon.holiday(index).ok_or(Unsettled::Never)?;
            let of = |ahead: i16| holiday.in_year(today.year().checked_add(ahead)?);
            match year {
                Some(year) => holiday.in_year(year),
                None => of_some_year(of, which, today),
            }
            .ok_or(Unsettled::Never)
        }
        Day::Never => Err(Unsettled::Never),
        Day::Disagree(date) => Err(either(&[Some(date)])),
    }
}

fn weekday(
    name: u8,
    which: Option<Which>,
    today: Date,
    time: Option<Time>,
    now: Time,
) -> Result<Date, Unsettled> {
    let of = |which| calendar::day_of_week(today, name, which).ok_or(Unsettled::Never);
    let later = |weeks: i64| {
        let coming = weekday(name, None, today, time, now)?;
        coming
            .checked_add(weeks.weeks())
            .map_err(|_| Unsettled::Never)
    };
    let this = of(Which::This)?;
    match which {
        None if this == today && time.is_some_and(|time| time > now) => Ok(today),
        None if this > today => Ok(this),
        None => of(Which::Next),
        Some(Which::This) if this >= today => Ok(this),
        Some(Which::This) => Err(either(&[of(Which::Next).ok(), Some(this)])),
        Some(Which::Past) if this < today => Ok(this),
        Some(Which::Past) => of(Which::Last),
        // Said on a Tuesday, "tuesday in a week" may count from today.
        Some(Which::Weeks(weeks)) => {
            let far = later(i64::from(weeks))?;
            if this == today {
                let near = today.checked_add(i64::from(weeks).weeks()).ok();
                return Err(either(&[near, Some(far)]));
            }
            Ok(far)
        }
        // Some count from the coming one, others from "next friday".
        Some(Which::AfterNext | Which::NextButOne) => {
            let (near, far) = (later(1)?, of(Which::AfterNext)?);
            if near == far {
                Ok(near)
            } else {
                Err(either(&[Some(near), Some(far)]))
            }
        }
        Some(which) => of(which),
    }
}

/// "3 fridays from now", "2 thursdays ago".
fn counted(name: u8, nth: i8, today: Date) -> Option<Date> {
    let weekday = Weekday::from_monday_one_offset(i8::try_from(name).ok()?).ok()?;
    today.nth_weekday(i32::from(nth), weekday).ok()
}

fn yearly(month: i8, number: i8, which: Option<Which>, today: Date) -> Result<Date, Unsettled> {
    let of = |ahead: i16| {
        let year = today.year().checked_add(ahead)?;
        Date::new(year, month, number).ok()
    };
    // 29 February is over with the month where the year has none.
    if of(0).is_none() && today.month() <= month {
        return Err(either(&[(1..=8).find_map(of)]));
    }
    of_some_year(of, which, today).ok_or_else(|| {
        let next = (1..=8).find_map(of);
        either(&[next])
    })
}

/// The day of the year that is meant, where `of` gives it for a number of years ahead.
fn of_some_year(
    of: impl Fn(i16) -> Option<Date>,
    which: Option<Which>,
    today: Date,
) -> Option<Date> {
    let this = of(0);
    let over = this.is_none_or(|date| date < today);
    match which {
        Some(Which::Last | Which::Past) if over => this,
        Some(Which::Last | Which::Past) => of(-1),
        Some(Which::Next) if this == Some(today) => of(1),
        Some(Which::AfterNext | Which::NextButOne) => of(if over { 2 } else { 1 }),
        _ if over => of(1),
        _ => this,
    }
}

fn monthly(number: i8, today: Date) -> Result<Date, Unsettled> {
    let mut first = today.first_of_month();
    if number < today.day() {
        first = first.checked_add(1.month()).map_err(|_| Unsettled::Never)?;
    }
    // Where the coming month is too short, the one after has it, but that may not be meant.
    Date::new(first.year(), first.month(), number).map_err(|_| {
        let after = first.checked_add(1.month()).ok();
        let date = after.and_then(|first| Date::new(first.year(), first.month(), number).ok());
        either(&[date, Some(first.last_of_month())])
    })
}

fn either(dates: &[Option<Date>]) -> Unsettled {
    Unsettled::Either(
        dates
            .iter()
            .flatten()
            .map(|date| When::Day(*date))
            .collect(),
    )
}

/// A day, with or without a time.
fn on(day: Day, spec: &Spec, scope: &Scope<'_>) -> Result<When, Unsettled> {
    let now = &scope.sender.now;
    let zone = zone(spec, scope);
    let hours = hours(scope);
    let time = match (spec.clock, spec.part) {
        (None, None) => None,
        (None, Some(part)) => Some(part_time(part, hours)),
        (Some(clock), part) => Some(clock_time(clock, part, hours).ok_or(Unsettled::Never)?),
    };
    let time = time.or(match day {
        Day::OnAt(_, hour) => Time::new(hour, 0, 0, 0).ok(),
        _ => None,
    });
    let date = date(day, time, scope)?;
    let Some(time) = time else {
        return match spec.limit {
            Some(Limit::Before) => date
                .yesterday()
                .map(When::Day)
                .map_err(|_| Unsettled::Never),
            Some(Limit::After) => Err(either(&[date.tomorrow().ok(), Some(date)])),
            _ => Ok(When::Day(date)),
        };
    };
    // Twelve at night is midnight.
    let twelve = matches!(spec.part, Some(Part::Evening | Part::Night))
        && spec
            .clock
            .is_some_and(|clock| clock.hour == 12 && !clock.sure);
    let time = if twelve { Time::midnight() } else { time };
    let midnight = spec.part == Some(Part::Midnight) && spec.clock.is_none();
    let small_hours = midnight && date == now.date();
    let date = if small_hours || twelve || spec.clock.is_some_and(|clock| clock.hour == 24) {
        date.tomorrow().map_err(|_| Unsettled::Never)?
    } else {
        date
    };
    let when = at(date, time, &zone, scope)?;
    // "today at 9" said in the afternoon is nine in the evening.
    if let (When::At(moment, _), Some(clock), None) = (when, spec.clock, spec.part)
        && !clock.sure
        && moment < now.timestamp()
        && date == now.date()
        && let Some(later) = later_half(time)
        && let Ok(evening @ When::At(moment, _)) = at(date, later, &zone, scope)
        && moment > now.timestamp()
    {
        return Ok(evening);
    }
    Ok(when)
}

/// A time without a day: the next one.
fn soonest(spec: &Spec, scope: &Scope<'_>) -> Result<When, Unsettled> {
    let now = &scope.sender.now;
    let zone = zone(spec, scope);
    let hours = hours(scope);
    let today = now.with_time_zone(zone.clone()).date();
    let tomorrow = today.tomorrow().map_err(|_| Unsettled::Never)?;
    let times: SmallVec<[Time; 2]> = match (spec.clock, spec.part) {
        (Some(clock), None) if !clock.sure => {
            let morning = Time::new(
                clock.hour.checked_rem(12).unwrap_or(0),
                clock.minute,
                clock.second,
                0,
            );
            let morning = morning.map_err(|_| Unsettled::Never)?;
            [Some(morning), later_half(morning)]
                .into_iter()
                .flatten()
                .filter(|time| at_work(*time, hours))
                .collect()
        }
        (Some(clock), part) => clock_time(clock, part, hours).into_iter().collect(),
        (None, Some(part)) => SmallVec::from_slice(&[part_time(part, hours)]),
        (None, None) => SmallVec::new(),
    };
    for date in [today, tomorrow] {
        for time in &times {
            let when = at(date, *time, &zone, scope)?;
            if let When::At(moment, _) = when
                && moment > now.timestamp()
            {
                return Ok(when);
            }
        }
    }
    Err(Unsettled::Never)
}

/// The next time after `start` that a clock shows.
pub(super) fn end(start: &Zoned, clock: Clock, part: Option<Part>) -> Option<Zoned> {
    let first = clock_time(clock, part, [0, 24])?;
    let times = [
        Some(first),
        (!clock.sure).then(|| later_half(first)).flatten(),
    ];
    times
        .into_iter()
        .flatten()
        .filter_map(|time| start.with().time(time).build().ok())
        .find(|end| end > start)
}

fn at(date: Date, time: Time, zone: &TimeZone, scope: &Scope<'_>) -> Result<When, Unsettled> {
    // A time that the clocks skip or have twice is the later one.
    let zoned = zone
        .to_ambiguous_zoned(date.to_datetime(time))
        .later()
        .map_err(|_| Unsettled::Never)?;
    let local = zoned.with_time_zone(scope.sender.now.time_zone().clone());
    Ok(When::from(&local))
}

fn zone(spec: &Spec, scope: &Scope<'_>) -> TimeZone {
    let named = spec.zone.and_then(|zone| scope.lexicon.zone(zone));
    named
        .unwrap_or_else(|| scope.sender.now.time_zone())
        .clone()
}

fn hours(scope: &Scope<'_>) -> [u8; 2] {
    scope
        .lexicon
        .pack(scope.lang)
        .map_or([7, 19], |pack| pack.work_hours)
}

fn part_time(part: Part, _: [u8; 2]) -> Time {
    let hour = match part {
        Part::Morning => 9,
        Part::Noon => 12,
        Part::Afternoon => 15,
        Part::Evening => 19,
        Part::Night => 20,
        Part::Midnight => 0,
        Part::EndOfDay => 17,
    };
    Time::new(hour, 0, 0, 0).unwrap_or(Time::midnight())
}

/// The time of a clock whose day is known: as the part of the day says, else within working hours.
fn clock_time(clock: Clock, part: Option<Part>, hours: [u8; 2]) -> Option<Time> {
    let hour = clock.hour.checked_rem(24)?;
    let time = Time::new(hour, clock.minute, clock.second, 0).ok()?;
    if clock.sure {
        return Some(time);
    }
    let morning = Time::new(hour.checked_rem(12)?, clock.minute, clock.second, 0).ok()?;
    match part {
        Some(Part::Morning) => Some(morning),
        // Twelve at night is midnight; three at night is no afternoon.
        Some(Part::Evening | Part::Night) if hour == 12 => Some(morning),
        Some(Part::Night) if (1..=5).contains(&hour) => Some(morning),
        Some(Part::Afternoon | Part::Evening | Part::Night | Part::EndOfDay) => later_half(morning),
        // "a la 1 del día"
        Some(Part::Noon) if (1..=5).contains(&hour) => later_half(morning),
        Some(Part::Noon | Part::Midnight) => Some(time),
        None if at_work(morning, hours) => Some(morning),
        None => later_half(morning)
            .filter(|time| at_work(*time, hours))
            .or(Some(time)),
    }
}

fn at_work(time: Time, [from, to]: [u8; 2]) -> bool {
    let minutes = i32::from(time.hour())
        .saturating_mul(60)
        .saturating_add(i32::from(time.minute()));
    (i32::from(from).saturating_mul(60)..=i32::from(to).saturating_mul(60)).contains(&minutes)
}

fn later_half(time: Time) -> Option<Time> {
    time.checked_add(12.hours()).ok()
}
