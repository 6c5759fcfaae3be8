//! The rate-limit headers. Published: per app and location 100 requests in 10 s and 200,000 a day; a private
//! integration token has been measured at 25 in 10 s and 10,000 a day. There is no `Retry-After`.

use std::str::FromStr;
use std::time::Duration;

use http::HeaderMap;

use crate::crm::Budget;

const WINDOW_MILLIS: &str = "x-ratelimit-interval-milliseconds";
const MAX: &str = "x-ratelimit-max";
const REMAINING: &str = "x-ratelimit-remaining";
const REMAINING_TODAY: &str = "x-ratelimit-daily-remaining";
/// Milliseconds until the day's count starts anew, not a point in time.
const DAY_RESET_MILLIS: &str = "x-ratelimit-daily-reset";

/// The published window, where an answer does not name one.
const USUAL_WINDOW: Duration = Duration::from_secs(10);
/// How long to wait when the day is used up and nothing says when it ends.
const UNKNOWN_DAY_RESET: Duration = Duration::from_hours(1);
const A_DAY: Duration = Duration::from_hours(24);

/// How long a 429 asks to wait.
pub(super) fn wait(headers: &HeaderMap) -> Duration {
    if number::<u32>(headers, REMAINING_TODAY) == Some(0) {
        return number(headers, DAY_RESET_MILLIS)
            .map_or(UNKNOWN_DAY_RESET, Duration::from_millis)
            .min(A_DAY);
    }
    window(headers)
}

pub(super) fn budget(headers: &HeaderMap) -> Option<Budget> {
    Some(Budget {
        limit: number(headers, MAX)?,
        remaining: number(headers, REMAINING)?,
        window: window(headers),
        remaining_today: number(headers, REMAINING_TODAY),
    })
}

fn window(headers: &HeaderMap) -> Duration {
    number(headers, WINDOW_MILLIS)
        .filter(|millis| *millis > 0)
        .map_or(USUAL_WINDOW, Duration::from_millis)
        .min(A_DAY)
}

fn number<N: FromStr>(headers: &HeaderMap, name: &str) -> Option<N> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}
