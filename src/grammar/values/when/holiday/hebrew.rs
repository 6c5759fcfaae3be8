//! The Hebrew calendar, as far as its feasts need it.

use jiff::Span;
use jiff::civil::Date;

/// Days from Passover to the new year of the same civil year.
const TO_NEW_YEAR: i64 = 163;

/// 1 Tishri, the Hebrew new year, in a civil year.
pub(super) fn new_year(year: i16) -> Option<Date> {
    let day = elapsed(i64::from(year).checked_add(3761)?)?;
    // 1 Tishri of the year 5761 was 30 September 2000.
    let ahead = day.checked_sub(elapsed(5761)?)?;
    plus(Date::new(2000, 9, 30).ok()?, ahead)
}

/// 15 Nisan.
pub(super) fn passover(year: i16) -> Option<Date> {
    plus(new_year(year)?, -TO_NEW_YEAR)
}

/// 25 Kislev.
pub(super) fn hanukkah(year: i16) -> Option<Date> {
    let begin = new_year(year)?;
    let length = new_year(year.checked_add(1)?)?
        .since(begin)
        .ok()?
        .get_days();
    // The second month has a day more in long years.
    let long = matches!(length, 355 | 385);
    plus(begin, if long { 84 } else { 83 })
}

/// 15 Shevat, which falls into the beginning of a civil year.
pub(super) fn new_year_of_trees(year: i16) -> Option<Date> {
    let begin = new_year(year.checked_sub(1)?)?;
    let passover = passover(year)?;
    // A leap year has a month of 30 days more before Passover.
    let leap = passover.since(begin).ok()?.get_days() > 200;
    plus(passover, if leap { -89 } else { -59 })
}

/// Days from the beginning of the calendar to the new year of a Hebrew year, with the four rules that put it off.
fn elapsed(year: i64) -> Option<i64> {
    let this = reckoned(year)?;
    let last = reckoned(year.checked_sub(1)?)?;
    let next = reckoned(year.checked_add(1)?)?;
    let put_off = if next.checked_sub(this)? == 356 {
        2
    } else {
        i64::from(this.checked_sub(last)? == 382)
    };
    this.checked_add(put_off)
}

/// The same by the mean new moon and the weekday alone.
fn reckoned(year: i64) -> Option<i64> {
    let months = year
        .checked_mul(235)?
        .checked_sub(234)?
        .checked_div_euclid(19)?;
    let parts = months.checked_mul(13_753)?.checked_add(12_084)?;
    let day = months
        .checked_mul(29)?
        .checked_add(parts.checked_div_euclid(25_920)?)?;
    let late = day.checked_add(1)?.checked_mul(3)?.checked_rem_euclid(7)? < 3;
    day.checked_add(i64::from(late))
}

fn plus(date: Date, days: i64) -> Option<Date> {
    date.checked_add(Span::new().try_days(days).ok()?).ok()
}
