//! Days that move with the year: by date, by weekday of a month, or counted from Easter.

use jiff::Span;
use jiff::civil::{Date, Weekday};

/// How a holiday is found in a year. In packs: `12-25`, `4 thu nov`, `last mon may`, `easter-2`, `orthodox+50`; behind the last
/// three a number of days may follow: `4 thu nov +1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holiday {
    Fixed {
        month: i8,
        day: i8,
    },
    /// The nth weekday of a month, -1 the last, and days after it.
    Nth {
        nth: i8,
        weekday: i8,
        month: i8,
        after: i16,
    },
    /// Days after Easter Sunday of the western churches.
    Easter(i16),
    /// Days after Easter Sunday of the orthodox churches.
    Orthodox(i16),
}

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

impl Holiday {
    /// Reads a rule of a pack.
    pub(crate) fn read(rule: &str) -> Option<Self> {
        if let Some(days) = rule.strip_prefix("easter") {
            return Some(Self::Easter(days.parse().ok()?));
        }
        if let Some(days) = rule.strip_prefix("orthodox") {
            return Some(Self::Orthodox(days.parse().ok()?));
        }
        if let Some((month, day)) = rule.split_once('-') {
            let (month, day) = (month.parse().ok()?, day.parse().ok()?);
            Date::new(2024, month, day).ok()?;
            return Some(Self::Fixed { month, day });
        }
        let mut words = rule.split_whitespace();
        let nth = match words.next()? {
            "last" => -1,
            number => number.parse().ok().filter(|nth| (1..=5).contains(nth))?,
        };
        let place = |list: &[&str], word: &str| {
            let at = list.iter().position(|one| *one == word)?;
            i8::try_from(at).ok()?.checked_add(1)
        };
        let weekday = place(&WEEKDAYS, words.next()?)?;
        let month = place(&MONTHS, words.next()?)?;
        let after = words.next().map_or(Some(0), |days| days.parse().ok())?;
        Some(Self::Nth {
            nth,
            weekday,
            month,
            after,
        })
    }

    /// Its day in a year.
    pub(crate) fn in_year(self, year: i16) -> Option<Date> {
        let plus = |date: Date, days: i16| {
            let span = Span::new().try_days(i64::from(days)).ok()?;
            date.checked_add(span).ok()
        };
        match self {
            Self::Fixed { month, day } => Date::new(year, month, day).ok(),
            Self::Nth {
                nth,
                weekday,
                month,
                after,
            } => {
                let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
                let first = Date::new(year, month, 1).ok()?;
                plus(first.nth_weekday_of_month(nth, weekday).ok()?, after)
            }
            Self::Easter(after) => plus(easter(year)?, after),
            Self::Orthodox(after) => plus(orthodox(year)?, after),
        }
    }
}

/// Easter Sunday by the Gregorian calendar (the method of Meeus, Jones and Butcher).
fn easter(year: i16) -> Option<Date> {
    let year = i32::from(year);
    let rem = |a: i32, b: i32| a.checked_rem_euclid(b);
    let div = |a: i32, b: i32| a.checked_div_euclid(b);
    let sum = |parts: &[i32]| {
        parts
            .iter()
            .try_fold(0_i32, |sum, part| sum.checked_add(*part))
    };
    let times = |a: i32, b: i32| a.checked_mul(b);
    let golden = rem(year, 19)?;
    let (century, of_century) = (div(year, 100)?, rem(year, 100)?);
    let (leaps, spare) = (div(century, 4)?, rem(century, 4)?);
    let shift = div(sum(&[century, 8])?, 25)?;
    let moon = div(sum(&[century, 1, times(-1, shift)?])?, 3)?;
    let full = rem(
        sum(&[
            times(19, golden)?,
            century,
            times(-1, leaps)?,
            times(-1, moon)?,
            15,
        ])?,
        30,
    )?;
    let (fours, ones) = (div(of_century, 4)?, rem(of_century, 4)?);
    let week = rem(
        sum(&[
            32,
            times(2, spare)?,
            times(2, fours)?,
            times(-1, full)?,
            times(-1, ones)?,
        ])?,
        7,
    )?;
    let late = div(sum(&[golden, times(11, full)?, times(22, week)?])?, 451)?;
    let days = sum(&[full, week, times(-7, late)?, 114])?;
    let month = i8::try_from(div(days, 31)?).ok()?;
    let day = i8::try_from(rem(days, 31)?.checked_add(1)?).ok()?;
    Date::new(i16::try_from(year).ok()?, month, day).ok()
}

/// Easter Sunday by the Julian calendar, 13 days later in the Gregorian from 1900 to 2099.
fn orthodox(year: i16) -> Option<Date> {
    let long = i32::from(year);
    let rem = |a: i32, b: i32| a.checked_rem_euclid(b);
    let moon = rem(rem(long, 19)?.checked_mul(19)?.checked_add(15)?, 30)?;
    let fours = rem(long, 4)?.checked_mul(2)?;
    let sevens = rem(long, 7)?.checked_mul(4)?;
    let week = rem(
        fours
            .checked_add(sevens)?
            .checked_sub(moon)?
            .checked_add(34)?,
        7,
    )?;
    let days = moon.checked_add(week)?.checked_add(114)?;
    let month = i8::try_from(days.checked_div(31)?).ok()?;
    let day = i8::try_from(rem(days, 31)?.checked_add(1)?).ok()?;
    let julian = Date::new(year, month, day).ok()?;
    julian.checked_add(Span::new().try_days(13).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn easter_of_some_years() {
        assert_eq!(Holiday::Easter(0).in_year(2026), Some(date(2026, 4, 5)));
        assert_eq!(Holiday::Easter(-2).in_year(2013), Some(date(2013, 3, 29)));
        assert_eq!(Holiday::Orthodox(0).in_year(2026), Some(date(2026, 4, 12)));
        assert_eq!(Holiday::Orthodox(0).in_year(2018), Some(date(2018, 4, 8)));
    }

    #[test]
    fn rules_of_packs() {
        let thanksgiving = Holiday::read("4 thu nov").expect("a rule");
        assert_eq!(thanksgiving.in_year(2026), Some(date(2026, 11, 26)));
        let after = Holiday::read("4 thu nov +1").expect("a rule");
        assert_eq!(after.in_year(2026), Some(date(2026, 11, 27)));
        let memorial = Holiday::read("last mon may").expect("a rule");
        assert_eq!(memorial.in_year(2026), Some(date(2026, 5, 25)));
        assert_eq!(Holiday::read("13-45"), None);
        assert_eq!(Holiday::read("easter"), None);
    }
}
