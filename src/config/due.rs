//! When the welcome task of a new lead is due.

use std::str::FromStr;

use jiff::civil::{Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

/// A rule for a due time, relative to when the lead wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// `next business day 10:00`
    NextBusinessDay(Time),
    /// `in 2 hours`, `in 30 minutes`
    In(SignedDuration),
}

/// The rule is not one of those known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("write it like \"next business day 10:00\" or \"in 2 hours\"")]
pub struct UnknownDue;

impl FromStr for Due {
    type Err = UnknownDue;

    fn from_str(text: &str) -> Result<Self, UnknownDue> {
        if let Some(time) = text.strip_prefix("next business day ") {
            return time
                .trim()
                .parse()
                .map(Self::NextBusinessDay)
                .map_err(|_| UnknownDue);
        }
        let duration = text.strip_prefix("in ").ok_or(UnknownDue)?;
        duration
            .trim()
            .parse()
            .map(Self::In)
            .map_err(|_| UnknownDue)
    }
}

impl Due {
    /// The moment, for somebody who wrote at `now` in zone `tz`.
    #[must_use]
    pub fn at(self, now: Timestamp, tz: &TimeZone) -> Timestamp {
        match self {
            Self::In(duration) => now.checked_add(duration).unwrap_or(now),
            Self::NextBusinessDay(time) => {
                let today = now.to_zoned(tz.clone()).date();
                let workday = (1..=3)
                    .filter_map(|days| today.checked_add(days.days()).ok())
                    .find(|day| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday));
                let due = workday
                    .and_then(|day| tz.to_ambiguous_zoned(day.to_datetime(time)).later().ok());
                due.map_or(now, |due| due.timestamp())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn friday_evening_is_due_on_monday() {
        let tz = TimeZone::get("America/Chicago").unwrap();
        let due: Due = "next business day 10:00".parse().unwrap();
        let friday: Timestamp = "2026-11-20T23:30:00Z".parse().unwrap();
        assert_eq!(due.at(friday, &tz).to_string(), "2026-11-23T16:00:00Z");
    }

    #[test]
    fn hours_are_counted_from_now() {
        let due: Due = "in 2 hours".parse().unwrap();
        let now: Timestamp = "2026-11-20T23:30:00Z".parse().unwrap();
        assert_eq!(
            due.at(now, &TimeZone::UTC).to_string(),
            "2026-11-21T01:30:00Z"
        );
        assert_eq!("someday".parse::<Due>(), Err(UnknownDue));
    }
}
