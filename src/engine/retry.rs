//! How long to wait before the next try. Pure.

use std::time::Duration;

/// Doubles from `base` with every failed attempt (counted from 1), never above `cap`. `spread` (0 to 255) takes up to a
/// quarter off, so that many messages do not come back at once.
pub(super) fn pause(attempt: u32, base: Duration, cap: Duration, spread: u8) -> Duration {
    let doubled = base.saturating_mul(
        1_u32
            .checked_shl(attempt.saturating_sub(1))
            .unwrap_or(u32::MAX),
    );
    let full = doubled.min(cap);
    full.saturating_sub(full * u32::from(spread) / 1020)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_doubles_up_to_the_cap() {
        let second = Duration::from_secs(1);
        let cap = Duration::from_mins(1);
        let pauses: Vec<u64> = (1..9).map(|n| pause(n, second, cap, 0).as_secs()).collect();
        assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 60, 60]);
        assert_eq!(pause(40, second, cap, 0), cap);
    }

    #[test]
    fn the_spread_takes_at_most_a_quarter() {
        let minute = Duration::from_mins(1);
        assert_eq!(pause(9, minute, minute, 255), Duration::from_secs(45));
    }
}
