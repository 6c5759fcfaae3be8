//! Times and durations the way people read them.

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// A point in time to show.
pub(super) struct Moment {
    /// `Sun 22 Nov 2026, 15:04:05`
    pub(super) long: String,
    /// To the second, with offset.
    pub(super) exact: String,
    /// `15:04:05` on the same day, `22 Nov 15:04` in the same year, else with the year.
    pub(super) short: String,
}

impl Moment {
    pub(super) fn new(at: Timestamp, now: Timestamp, zone: &TimeZone) -> Self {
        let at = at.to_zoned(zone.clone());
        let now = now.to_zoned(zone.clone());
        Self {
            long: at.strftime("%a %-d %b %Y, %H:%M:%S").to_string(),
            exact: at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
            short: at.strftime(format(&at, &now)).to_string(),
        }
    }
}

fn format(at: &Zoned, now: &Zoned) -> &'static str {
    if at.date() == now.date() {
        "%H:%M:%S"
    } else if at.year() == now.year() {
        "%-d %b %H:%M"
    } else {
        "%-d %b %Y %H:%M"
    }
}

/// `63 ms`, `1.2 s`, `2 min 5 s`, `3 h 10 min`, `2 d 4 h`.
pub(super) fn duration(ms: u64) -> String {
    let seconds = ms / 1000;
    match ms {
        0..1_000 => format!("{ms} ms"),
        1_000..60_000 => format!("{seconds}.{} s", ms % 1000 / 100),
        60_000..3_600_000 => format!("{} min {} s", seconds / 60, seconds % 60),
        3_600_000..86_400_000 => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
        _ => format!("{} d {} h", seconds / 86400, seconds % 86400 / 3600),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(at: &str) -> String {
        let now = "2026-11-22T15:04:05Z".parse().expect("a time");
        let zone = TimeZone::get("America/Chicago").expect("a zone");
        Moment::new(at.parse().expect("a time"), now, &zone).short
    }

    #[test]
    fn only_what_is_needed_is_shown() {
        assert_eq!(shown("2026-11-22T14:00:09Z"), "08:00:09");
        assert_eq!(shown("2026-11-22T05:59:00Z"), "21 Nov 23:59");
        assert_eq!(shown("2025-03-01T12:00:00Z"), "1 Mar 2025 06:00");
    }

    #[test]
    fn durations_keep_two_units() {
        let all = [63, 1_250, 125_000, 11_400_000, 187_200_000].map(duration);
        assert_eq!(
            all,
            ["63 ms", "1.2 s", "2 min 5 s", "3 h 10 min", "2 d 4 h"]
        );
    }
}
