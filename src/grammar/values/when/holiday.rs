//! Days that move with the year: by date, by weekday of a month, counted from Easter or after the moon.

mod hebrew;
mod moons;
mod sky;

use jiff::Span;
use jiff::civil::{Date, Weekday};

/// How a holiday is found in a year. In packs a rule, and behind it what moves the day:
///
/// ```ebnf
/// holiday = rule { [ "+" | "-" ] days | weekday ( "+" | "-" ) days | "eve" } ;
/// rule    = month "-" day | ( nth | "last" ) weekday month | feast ( "+" | "-" ) days
///         | "hijri" month day | "lunar" month tithi hour | "solar" degrees hour | "star" house degrees hour ;
/// feast   = "easter" | "orthodox" | "passover" | "tishri" | "kislev" | "shevat" | "chinese" ;
/// ```
/// `sun-1`: where it falls on a Sunday, the day before. `eve`: it begins the evening before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Holiday {
    rule: Rule,
    after: i16,
    /// Days it moves where it falls on Monday, Tuesday …
    moved: [i8; 7],
    eve: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    Fixed {
        month: i8,
        day: i8,
    },
    /// The nth weekday of a month, -1 the last.
    Nth {
        nth: i8,
        weekday: i8,
        month: i8,
    },
    /// Easter Sunday of the western churches.
    Easter,
    /// Easter Sunday of the orthodox churches.
    Orthodox,
    Passover,
    /// The Hebrew new year.
    Tishri,
    /// Hanukkah.
    Kislev,
    /// The Hebrew new year of trees.
    Shevat,
    /// The Chinese new year.
    Chinese,
    /// Month and day of the Muslims' calendar.
    Hijri(i8, i8),
    /// Month, tithi and the hour at which it prevails of India's.
    Lunar(i8, i8, i8),
    /// A place of the sun among the stars, and the hour of the day it counts for.
    Solar(i16, i8),
    /// A house of the moon, the sign of the sun and the hour.
    Star(i8, i16, i8),
}

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

const FEASTS: [(&str, Rule); 7] = [
    ("easter", Rule::Easter),
    ("orthodox", Rule::Orthodox),
    ("passover", Rule::Passover),
    ("tishri", Rule::Tishri),
    ("kislev", Rule::Kislev),
    ("shevat", Rule::Shevat),
    ("chinese", Rule::Chinese),
];

impl Holiday {
    /// Reads a rule of a pack.
    pub(crate) fn read(rule: &str) -> Option<Self> {
        let mut words = rule.split_whitespace();
        let (rule, after) = Rule::read(&mut words)?;
        let mut holiday = Self {
            rule,
            after,
            moved: [0; 7],
            eve: false,
        };
        for word in words {
            if word == "eve" {
                holiday.eve = true;
            } else if let Some(days) = word.get(3..).filter(|_| !word.starts_with(['+', '-'])) {
                let at = WEEKDAYS.iter().position(|name| word.starts_with(*name))?;
                *holiday.moved.get_mut(at)? = days.parse().ok()?;
            } else {
                holiday.after = word.parse().ok()?;
            }
        }
        Some(holiday)
    }

    /// Its day in a year.
    pub(crate) fn in_year(self, year: i16) -> Option<Date> {
        let plus = |date: Date, days: i16| {
            let span = Span::new().try_days(i64::from(days)).ok()?;
            date.checked_add(span).ok()
        };
        let date = plus(self.rule.in_year(year)?, self.after)?;
        let weekday = usize::try_from(date.weekday().to_monday_zero_offset()).ok()?;
        let moved = self.moved.get(weekday).copied().unwrap_or(0);
        let eve = i8::from(self.eve);
        plus(date, i16::from(moved.checked_sub(eve)?))
    }
}

impl Rule {
    /// A rule, and the days written with it.
    fn read<'a>(words: &mut impl Iterator<Item = &'a str>) -> Option<(Self, i16)> {
        let first = words.next()?;
        let mut number = || words.next()?.parse::<i8>().ok();
        let rule = match first {
            "hijri" => Self::Hijri(number()?, number()?),
            "lunar" => Self::Lunar(number()?, number()?, number()?),
            "solar" => Self::Solar(words.next()?.parse().ok()?, words.next()?.parse().ok()?),
            "star" => {
                let house = number()?;
                Self::Star(
                    house,
                    words.next()?.parse().ok()?,
                    words.next()?.parse().ok()?,
                )
            }
            _ => return Self::named(first, words),
        };
        Some((rule, 0))
    }

    fn named<'a>(first: &str, words: &mut impl Iterator<Item = &'a str>) -> Option<(Self, i16)> {
        for (name, rule) in FEASTS {
            if let Some(days) = first.strip_prefix(name) {
                return Some((rule, days.parse().ok()?));
            }
        }
        if let Some((month, day)) = first.split_once('-') {
            let (month, day) = (month.parse().ok()?, day.parse().ok()?);
            Date::new(2024, month, day).ok()?;
            return Some((Self::Fixed { month, day }, 0));
        }
        let nth = match first {
            "last" => -1,
            number => number.parse().ok().filter(|nth| (1..=5).contains(nth))?,
        };
        let place = |list: &[&str], word: &str| {
            let at = list.iter().position(|one| *one == word)?;
            i8::try_from(at).ok()?.checked_add(1)
        };
        let weekday = place(&WEEKDAYS, words.next()?)?;
        let month = place(&MONTHS, words.next()?)?;
        Some((
            Self::Nth {
                nth,
                weekday,
                month,
            },
            0,
        ))
    }

    fn in_year(self, year: i16) -> Option<Date> {
        match self {
            Self::Fixed { month, day } => Date::new(year, month, day).ok(),
            Self::Nth {
                nth,
                weekday,
                month,
            } => {
                let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
                let first = Date::new(year, month, 1).ok()?;
                first.nth_weekday_of_month(nth, weekday).ok()
            }
            Self::Easter => easter(year),
            Self::Orthodox => orthodox(year),
            Self::Passover => hebrew::passover(year),
            Self::Tishri => hebrew::new_year(year),
            Self::Kislev => hebrew::hanukkah(year),
            Self::Shevat => hebrew::new_year_of_trees(year),
            Self::Chinese => moons::chinese(year),
            Self::Hijri(month, day) => moons::hijri(year, month.into(), day.into()),
            Self::Lunar(month, tithi, hour) => {
                moons::indian(year, month.into(), tithi.into(), hour)
            }
            Self::Solar(degrees, hour) => moons::indian_sun(year, degrees, hour),
            Self::Star(house, degrees, hour) => {
                moons::indian_star(year, house.into(), degrees, hour)
            }
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

    fn day(rule: &str, year: i16) -> Option<Date> {
        Holiday::read(rule).expect("a rule").in_year(year)
    }

    #[test]
    fn feasts_of_the_hebrew_year() {
        assert_eq!(day("tishri+0", 2026), Some(date(2026, 9, 12)));
        assert_eq!(day("tishri+9 eve", 2026), Some(date(2026, 9, 20)));
        assert_eq!(day("passover+0", 2027), Some(date(2027, 4, 22)));
        assert_eq!(day("kislev+0", 2026), Some(date(2026, 12, 5)));
        assert_eq!(day("kislev+0", 2024), Some(date(2024, 12, 26)));
        assert_eq!(day("shevat+0", 2024), Some(date(2024, 1, 25)));
        assert_eq!(day("shevat+0", 2026), Some(date(2026, 2, 2)));
        assert_eq!(day("passover-30", 2026), Some(date(2026, 3, 3)));
        // The ninth of Av is kept on Sunday where it is a Saturday.
        assert_eq!(day("passover+112 sat+1", 2022), Some(date(2022, 8, 7)));
    }

    #[test]
    fn feasts_after_the_moon() {
        assert_eq!(day("chinese+0", 2026), Some(date(2026, 2, 17)));
        assert_eq!(day("chinese+0", 2023), Some(date(2023, 1, 22)));
        assert_eq!(day("hijri 10 1", 2025), Some(date(2025, 3, 30)));
        assert_eq!(day("hijri 10 1", 2026), Some(date(2026, 3, 20)));
        assert_eq!(day("hijri 12 10", 2027), Some(date(2027, 5, 16)));
        assert_eq!(day("hijri 1 1", 2026), Some(date(2026, 6, 16)));
        assert_eq!(day("lunar 7 30 18", 2026), Some(date(2026, 11, 8)));
        assert_eq!(day("lunar 7 30 18", 2025), Some(date(2025, 10, 20)));
        assert_eq!(day("lunar 6 4 12", 2027), Some(date(2027, 9, 4)));
        assert_eq!(day("solar 270 18", 2026), Some(date(2026, 1, 14)));
        assert_eq!(day("star 22 120 9", 2025), Some(date(2025, 9, 5)));
    }

    #[test]
    fn days_that_give_way_to_a_sunday() {
        assert_eq!(day("4-27 sun-1", 2025), Some(date(2025, 4, 26)));
        assert_eq!(day("4-27 sun-1", 2026), Some(date(2026, 4, 27)));
        assert_eq!(day("10-16 sat-1 sun+1", 2021), Some(date(2021, 10, 15)));
    }

    #[test]
    fn easter_of_some_years() {
        assert_eq!(day("easter+0", 2026), Some(date(2026, 4, 5)));
        assert_eq!(day("easter-2", 2013), Some(date(2013, 3, 29)));
        assert_eq!(day("orthodox+0", 2026), Some(date(2026, 4, 12)));
        assert_eq!(day("orthodox+0", 2018), Some(date(2018, 4, 8)));
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
