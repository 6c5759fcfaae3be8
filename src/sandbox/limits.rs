//! The rate limit and its headers, per published figures.

use std::collections::VecDeque;
use std::time::Duration;

/// Requests answered before 429.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimits {
    /// Within any `window`; 0 is no limit and no headers.
    pub burst: u32,
    pub window: Duration,
    /// Within 24 hours.
    pub daily: u32,
}

impl RateLimits {
    /// Of a marketplace app, for each location.
    pub const OAUTH: Self = Self {
        burst: 100,
        window: Duration::from_secs(10),
        daily: 200_000,
    };
    /// Of a private integration token, as measured by its users.
    pub const PRIVATE_TOKEN: Self = Self {
        burst: 25,
        window: Duration::from_secs(10),
        daily: 10_000,
    };
    /// None at all, for load tests of the caller.
    pub const NONE: Self = Self {
        burst: 0,
        window: Duration::from_secs(10),
        daily: 0,
    };
}

impl Default for RateLimits {
    fn default() -> Self {
        Self::OAUTH
    }
}

const A_DAY: Duration = Duration::from_hours(24);

/// Counts requests. The window slides: no `window` ever holds more than `burst`.
pub(super) struct Limiter {
    limits: RateLimits,
    recent: VecDeque<Duration>,
    day_began: Duration,
    today: u32,
}

/// Where the limit stands after a request.
#[derive(Clone, Copy)]
pub(super) struct Standing {
    pub(super) allowed: bool,
    limits: RateLimits,
    remaining: u32,
    remaining_today: u32,
    day_left: Duration,
}

impl Limiter {
    pub(super) fn new(limits: RateLimits) -> Self {
        Self {
            limits,
            recent: VecDeque::new(),
            day_began: Duration::ZERO,
            today: 0,
        }
    }

    /// Counts a request at `at` on the monotonic clock, if it is allowed.
    pub(super) fn take(&mut self, at: Duration) -> Standing {
        if at.saturating_sub(self.day_began) >= A_DAY {
            self.day_began = at;
            self.today = 0;
        }
        let left_the_window = |then: &Duration| *then + self.limits.window <= at;
        while self.recent.front().is_some_and(left_the_window) {
            self.recent.pop_front();
        }
        let used = u32::try_from(self.recent.len()).unwrap_or(u32::MAX);
        let allowed =
            self.limits.burst == 0 || (used < self.limits.burst && self.today < self.limits.daily);
        if allowed && self.limits.burst > 0 {
            self.recent.push_back(at);
            self.today += 1;
        }
        let used = u32::try_from(self.recent.len()).unwrap_or(u32::MAX);
        Standing {
            allowed,
            limits: self.limits,
            remaining: self.limits.burst.saturating_sub(used),
            remaining_today: self.limits.daily.saturating_sub(self.today),
            day_left: A_DAY.saturating_sub(at.saturating_sub(self.day_began)),
        }
    }
}

impl Standing {
    /// As if this request had been the one too many.
    pub(super) fn used_up(self) -> Self {
        Self {
            allowed: false,
            remaining: 0,
            ..self
        }
    }

    /// The published headers, and the live one that says in how many milliseconds the day starts anew.
    pub(super) fn headers(&self) -> Vec<(&'static str, u64)> {
        if self.limits.burst == 0 {
            return Vec::new();
        }
        let millis = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        vec![
            ("x-ratelimit-limit-daily", self.limits.daily.into()),
            ("x-ratelimit-daily-remaining", self.remaining_today.into()),
            ("x-ratelimit-daily-reset", millis(self.day_left)),
            (
                "x-ratelimit-interval-milliseconds",
                millis(self.limits.window),
            ),
            ("x-ratelimit-max", self.limits.burst.into()),
            ("x-ratelimit-remaining", self.remaining.into()),
        ]
    }
}
