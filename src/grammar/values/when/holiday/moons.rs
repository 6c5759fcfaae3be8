//! Calendars that follow the moon: India's, China's, the Muslims'.

use jiff::civil::Date;

use super::sky::{
    MONTH, date, day, height_in_mecca, midnight, moon, moon_latitude, new_moon, new_moon_from,
    phase, sun, whole,
};

/// India's clock ahead of universal time.
const INDIA: f64 = 5.5 / 24.0;

/// A day of India's lunar year: month 1 is Chaitra and ends with the new moon, `tithi` is the thirtieth of the month that
/// prevails at an hour of the day.
pub(super) fn indian(year: i16, month: i32, tithi: i32, hour: i8) -> Option<Date> {
    months(year)?.find_map(|(start, end)| {
        let (sign, next) = (sign(start), sign(end));
        // A month in which the sun enters no sign is put in, and has no feasts.
        let named =
            sign.saturating_add(1).rem_euclid(12).saturating_add(1) == month && sign != next;
        let found = named.then(|| prevailing(start, tithi, hour)).flatten();
        found.filter(|date| date.year() == year)
    })
}

/// The day on which the sun comes to a place among the stars before an hour of the day in India.
pub(super) fn indian_sun(year: i16, degrees: i16, hour: i8) -> Option<Date> {
    let first = Date::new(year, 1, 1).ok()?;
    let begin = whole(midnight(first)? + 0.5);
    let place = |number: i32| {
        let ahead = sidereal(sun(at(number, hour)), at(number, hour)) - f64::from(degrees);
        (ahead + 180.0).rem_euclid(360.0) - 180.0
    };
    (0..366)
        .filter_map(|ahead| begin.checked_add(ahead))
        .find(|number| place(*number) >= 0.0 && place(number.saturating_sub(1)) < 0.0)
        .and_then(day)
}

/// The last day on which the moon stands in one of the 27 houses of India at an hour, while the sun is in a sign.
pub(super) fn indian_star(year: i16, house: i32, degrees: i16, hour: i8) -> Option<Date> {
    let begin = whole(midnight(Date::new(year, 1, 1).ok()?)? + 0.5);
    (0..366)
        .rev()
        .filter_map(|ahead| begin.checked_add(ahead))
        .find(|number| {
            let at = at(*number, hour);
            let from = sidereal(sun(at), at) - f64::from(degrees);
            (0.0..30.0).contains(&from)
                && whole(sidereal(moon(at), at) / (360.0 / 27.0)).saturating_add(1) == house
        })
        .and_then(day)
}

/// The Chinese new year: the first new moon from 21 January on, in Beijing.
pub(super) fn chinese(year: i16) -> Option<Date> {
    let beijing = 8.0 / 24.0;
    let from = midnight(Date::new(year, 1, 21).ok()?)? - beijing;
    date(new_moon_from(from) + beijing)
}

/// A day of the Muslims' year, as it is reckoned in Mecca: a month begins on the day after the sunset that the new moon outlasts.
pub(super) fn hijri(year: i16, month: i32, number: i32) -> Option<Date> {
    months(year)?.find_map(|(start, _)| {
        // Months since the beginning of that calendar.
        let count = whole((start + 503_106.5) / 29.530_588 + 0.5);
        if count.rem_euclid(12).saturating_add(1) != month {
            return None;
        }
        let first = seen(start);
        day(first.checked_add(number)?.checked_sub(1)?).filter(|date| date.year() == year)
    })
}

/// The day after the first sunset in Mecca at which the moon of this new moon stands above the horizon.
fn seen(new_moon: f64) -> i32 {
    let begin = whole(new_moon + 0.5 + 3.0 / 24.0);
    (0..2)
        .filter_map(|later| begin.checked_add(later))
        .find(|number| {
            let sunset = sunset(f64::from(*number) - 0.5);
            new_moon < sunset && height_in_mecca(moon(sunset), moon_latitude(sunset), sunset) > 0.0
        })
        .unwrap_or(begin.saturating_add(1))
        .saturating_add(1)
}

/// Sunset in Mecca on the day that begins at `midnight`.
fn sunset(midnight: f64) -> f64 {
    let (mut before, mut after) = (midnight + 14.0 / 24.0, midnight + 17.0 / 24.0);
    for _ in 0..24 {
        let middle = f64::midpoint(before, after);
        if height_in_mecca(sun(middle), 0.0, middle) > -0.833 {
            before = middle;
        } else {
            after = middle;
        }
    }
    before
}

/// New moon and the next, for all months that can touch a year.
fn months(year: i16) -> Option<impl Iterator<Item = (f64, f64)>> {
    let first = new_moon_from(midnight(Date::new(year, 1, 1).ok()?)? - 75.0);
    let months = std::iter::successors(Some((first, new_moon(first + MONTH))), |(_, next)| {
        Some((*next, new_moon(next + MONTH)))
    });
    Some(months.take(16))
}

/// The day on which a tithi of the month that begins at `start` prevails at an hour; where none does, the one it falls into.
fn prevailing(start: f64, tithi: i32, hour: i8) -> Option<Date> {
    let begin = whole(start + INDIA + 0.5);
    for ahead in -1..32 {
        let number = begin.checked_add(ahead)?;
        let moment = at(number, hour);
        let age = moment - start;
        let now = whole(phase(moment) / 12.0).saturating_add(1);
        let now = match now {
            // Still the month before, and already the one after.
            26.. if age < 2.0 => continue,
            ..5 if age > 27.0 => now.saturating_add(30),
            _ => now,
        };
        if now >= tithi {
            return day(if now == tithi {
                number
            } else {
                number.checked_sub(1)?
            });
        }
    }
    None
}

/// An hour in India of the day so many days after 1 January 2000.
fn at(number: i32, hour: i8) -> f64 {
    f64::from(number) - 0.5 - INDIA + f64::from(hour) / 24.0
}

/// A longitude among the stars, from which the seasons' drift away.
fn sidereal(longitude: f64, moment: f64) -> f64 {
    (longitude - 23.853 - 50.2797 / 3600.0 * moment / 365.25).rem_euclid(360.0)
}

/// The sign the sun is in.
fn sign(moment: f64) -> i32 {
    whole(sidereal(sun(moment), moment) / 30.0)
}
