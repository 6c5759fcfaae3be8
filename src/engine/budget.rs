//! The share of the CRM's rate limit that is ours.

use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use jiff::{SignedDuration, Timestamp};

use crate::clock::SharedClock;

/// Spaces requests to the CRM, and holds them back when it says so.
pub(super) struct Budget {
    limiter: Option<DefaultDirectRateLimiter>,
    blocked_until: Mutex<Option<Timestamp>>,
    clock: SharedClock,
}

impl Budget {
    /// `per_window` requests in any ten seconds; 0 leaves it to the CRM's answers.
    pub(super) fn new(per_window: u32, clock: SharedClock) -> Self {
        Self {
            limiter: quota(per_window).map(RateLimiter::direct),
            blocked_until: Mutex::new(None),
            clock,
        }
    }

    /// Until when nothing may be sent, if the CRM has said so.
    pub(super) fn blocked(&self) -> Option<Timestamp> {
        let blocked = *self
            .blocked_until
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        blocked.filter(|until| *until > self.clock.now())
    }

    /// The CRM asked for a pause.
    pub(super) fn block(&self, wait: Duration) -> Timestamp {
        let until = after(self.clock.now(), wait);
        let mut blocked = self
            .blocked_until
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let until = blocked.map_or(until, |earlier| earlier.max(until));
        *blocked = Some(until);
        until
    }

    /// Waits for a place.
    pub(super) async fn token(&self) {
        if let Some(limiter) = &self.limiter {
            limiter.until_ready().await;
        }
    }
}

/// A moment later, never past the end of time.
pub(super) fn after(now: Timestamp, wait: Duration) -> Timestamp {
    let wait = SignedDuration::try_from(wait).unwrap_or(SignedDuration::MAX);
    now.checked_add(wait).unwrap_or(Timestamp::MAX)
}

// The limiter admits its burst and then its rate in the same window, so a quarter is burst and the rest is rate.
fn quota(per_window: u32) -> Option<Quota> {
    let burst = NonZeroU32::new((per_window / 4).max(1))?;
    let steady = per_window
        .checked_sub(burst.get())
        .filter(|rest| *rest > 0)
        .unwrap_or(1);
    let every = Duration::from_secs(10) / steady;
    if per_window == 0 {
        None
    } else {
        Quota::with_period(every).map(|quota| quota.allow_burst(burst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn burst_and_rate_together_stay_below_the_window() {
        for per_window in [4, 25, 80, 100] {
            let quota = quota(per_window).unwrap();
            let in_window = f64::from(quota.burst_size().get())
                + 10.0 / quota.replenish_interval().as_secs_f64();
            assert!(
                in_window <= f64::from(per_window) + 0.01,
                "{per_window}: {in_window}"
            );
        }
        assert!(quota(0).is_none());
    }
}
