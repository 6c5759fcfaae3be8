//! Stops guessing of the password: after a few failures from one address that address has to wait.
//!
//! Kept in memory: a restart forgets it, and behind a proxy all clients are one address.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Failures that are forgiven.
const FREE: u32 = 5;
/// How long an address waits after each failure beyond them, and how long failures are remembered.
const WAIT: Duration = Duration::from_mins(15);
/// Addresses remembered at a time.
const ADDRESSES: usize = 4096;

#[derive(Default)]
pub(super) struct Lockout {
    failures: Mutex<HashMap<IpAddr, Failures>>,
}

#[derive(Clone, Copy)]
struct Failures {
    count: u32,
    /// Monotonic time of the last.
    last: Duration,
}

impl Lockout {
    /// Counts an attempt of this address as failed before it is checked, so that attempts made at the same time count too.
    ///
    /// # Errors
    /// How long the address has to wait; the attempt must not be checked.
    pub(super) fn attempt(&self, peer: IpAddr, now: Duration) -> Result<(), Duration> {
        let mut failures = self.lock();
        failures.retain(|_, it| now.saturating_sub(it.last) < WAIT);
        let key = network(peer);
        if let Some(it) = failures.get_mut(&key) {
            if it.count >= FREE {
                return Err(WAIT.saturating_sub(now.saturating_sub(it.last)));
            }
            it.count += 1;
            it.last = now;
            return Ok(());
        }
        if failures.len() >= ADDRESSES {
            let oldest = failures.iter().min_by_key(|(_, it)| it.last);
            if let Some(oldest) = oldest.map(|(key, _)| *key) {
                failures.remove(&oldest);
            }
        }
        failures.insert(
            key,
            Failures {
                count: 1,
                last: now,
            },
        );
        Ok(())
    }

    /// The attempt was right after all.
    pub(super) fn forgive(&self, peer: IpAddr) {
        self.lock().remove(&network(peer));
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<IpAddr, Failures>> {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whoever has one IPv6 address has the 2^64 of its network.
fn network(peer: IpAddr) -> IpAddr {
    match peer {
        IpAddr::V4(_) => peer,
        IpAddr::V6(it) => {
            let [a, b, c, d, ..] = it.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_mins(1);

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn the_sixth_failure_waits_and_time_heals() {
        let lockout = Lockout::default();
        for _ in 0..5 {
            assert_eq!(lockout.attempt(ip("10.0.0.1"), MINUTE), Ok(()));
        }
        assert_eq!(
            lockout.attempt(ip("10.0.0.1"), 2 * MINUTE),
            Err(14 * MINUTE)
        );
        assert_eq!(lockout.attempt(ip("10.0.0.2"), 2 * MINUTE), Ok(()));
        assert_eq!(lockout.attempt(ip("10.0.0.1"), 16 * MINUTE), Ok(()));
    }

    #[test]
    fn one_ipv6_network_is_one_address() {
        let lockout = Lockout::default();
        for host in 1..=5 {
            assert_eq!(
                lockout.attempt(ip(&format!("2001:db8::{host}")), MINUTE),
                Ok(())
            );
        }
        assert!(lockout.attempt(ip("2001:db8::99"), MINUTE).is_err());
        lockout.forgive(ip("2001:db8::7"));
        assert_eq!(lockout.attempt(ip("2001:db8::99"), MINUTE), Ok(()));
    }
}
