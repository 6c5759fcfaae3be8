//! The only reader of the clock and of randomness. Everything else is told.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

/// Time and chance, as arguments.
pub trait Clock: Send + Sync {
    /// The time of day.
    fn now(&self) -> Timestamp;

    /// Time since some fixed point, for measuring; never goes back.
    fn monotonic(&self) -> Duration;

    /// A fresh UUIDv7: sorts by time.
    fn uuid(&self) -> Uuid;

    /// Fills `bytes` with randomness good enough for secrets.
    fn random(&self, bytes: &mut [u8]);
}

/// A clock that any part can hold.
pub type SharedClock = Arc<dyn Clock>;

/// The real one.
#[derive(Debug)]
pub struct SystemClock {
    started: std::time::Instant,
}

/// One that stands still until told to move, with counted randomness: for tests.
#[derive(Debug)]
pub struct ManualClock {
    now: Mutex<Timestamp>,
    started: Timestamp,
    counter: AtomicU64,
}

impl SystemClock {
    /// Starts the monotonic time.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the clock")]
    pub fn new() -> Self {
        Self {
            started: std::time::Instant::now(),
        }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn monotonic(&self) -> Duration {
        self.started.elapsed()
    }

    #[expect(clippy::disallowed_methods, reason = "this is the clock")]
    fn uuid(&self) -> Uuid {
        Uuid::now_v7()
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "this is the source of randomness"
    )]
    fn random(&self, bytes: &mut [u8]) {
        // A machine without randomness must not hand out guessable secrets.
        assert!(
            aws_lc_rs::rand::fill(bytes).is_ok(),
            "the system gives no randomness"
        );
    }
}

impl ManualClock {
    /// Stands at `now`.
    #[must_use]
    pub fn new(now: Timestamp) -> Self {
        Self {
            now: Mutex::new(now),
            started: now,
            counter: AtomicU64::new(1),
        }
    }

    /// Moves on.
    pub fn advance(&self, by: Duration) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        let by = SignedDuration::try_from(by).unwrap_or(SignedDuration::ZERO);
        *now = now.checked_add(by).unwrap_or(Timestamp::MAX);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn monotonic(&self) -> Duration {
        Duration::try_from(self.now().duration_since(self.started)).unwrap_or_default()
    }

    fn uuid(&self) -> Uuid {
        let millis = u64::try_from(self.now().as_millisecond()).unwrap_or(0);
        let count = u128::from(self.counter.fetch_add(1, Ordering::Relaxed));
        let mut bytes = [0; 10];
        bytes.copy_from_slice(&count.to_be_bytes()[6..]);
        uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
    }

    fn random(&self, bytes: &mut [u8]) {
        for byte in bytes {
            *byte = u8::try_from(self.counter.fetch_add(1, Ordering::Relaxed) % 251).unwrap_or(0);
        }
    }
}
