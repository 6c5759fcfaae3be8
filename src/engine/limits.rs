//! How many texts may go to whom, and come from whom: the brake on loops between machines and on toll fraud.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use dashmap::DashMap;
use jiff::{SignedDuration, Timestamp};

use crate::config::Limits;
use crate::domain::Phone;

/// Counts replies by number, in memory.
pub(super) struct ReplyLimits {
    per_minute: usize,
    per_day: usize,
    unknown_per_day: usize,
    all_per_day: usize,
    sent: DashMap<Phone, VecDeque<Timestamp>>,
    all: Mutex<VecDeque<Timestamp>>,
}

impl ReplyLimits {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            per_minute: size(limits.replies_per_number_per_minute),
            per_day: size(limits.replies_per_number_per_day),
            unknown_per_day: size(limits.replies_to_unknown_per_day),
            all_per_day: size(limits.replies_per_day),
            sent: DashMap::new(),
            all: Mutex::new(VecDeque::new()),
        }
    }

    /// Whether one more text may go to this number now; if so it is counted.
    pub(super) fn allow(&self, number: &Phone, known: bool, now: Timestamp) -> bool {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let mut sent = self.sent.entry(number.clone()).or_default();
        forget(&mut all, now);
        forget(&mut sent, now);
        let minute_ago = now - SignedDuration::from_mins(1);
        let in_minute = sent.iter().rev().take_while(|at| **at > minute_ago).count();
        let day = if known {
            self.per_day
        } else {
            self.unknown_per_day
        };
        let allowed =
            in_minute < self.per_minute && sent.len() < day && all.len() < self.all_per_day;
        if allowed {
            sent.push_back(now);
            all.push_back(now);
        }
        allowed
    }
}

/// Counts what one number texts us, in memory.
pub(super) struct InboundLimit {
    per_minute: usize,
    taken: DashMap<String, VecDeque<Timestamp>>,
}

impl InboundLimit {
    /// `per_minute` texts of one number; 0 takes all.
    pub(super) fn new(per_minute: u32) -> Self {
        Self {
            per_minute: size(per_minute),
            taken: DashMap::new(),
        }
    }

    /// Whether one more text of this sender is taken now; if so it is counted.
    pub(super) fn allow(&self, sender: &str, now: Timestamp) -> bool {
        if self.per_minute == 0 {
            return true;
        }
        let mut taken = self.taken.entry(sender.to_owned()).or_default();
        let minute_ago = now - SignedDuration::from_mins(1);
        while taken.front().is_some_and(|at| *at <= minute_ago) {
            taken.pop_front();
        }
        let allowed = taken.len() < self.per_minute;
        if allowed {
            taken.push_back(now);
        }
        allowed
    }
}

fn forget(sent: &mut VecDeque<Timestamp>, now: Timestamp) {
    let day_ago = now - SignedDuration::from_hours(24);
    while sent.front().is_some_and(|at| *at <= day_ago) {
        sent.pop_front();
    }
}

fn size(limit: u32) -> usize {
    usize::try_from(limit).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits() -> ReplyLimits {
        ReplyLimits::new(&Limits {
            crm_requests: 0,
            replies_per_number_per_minute: 3,
            replies_per_number_per_day: 5,
            replies_to_unknown_per_day: 2,
            replies_per_day: 100,
            inbound_per_number_per_minute: 0,
            segments: 2,
        })
    }

    #[test]
    fn two_machines_talking_to_each_other_fall_silent() {
        let limits = limits();
        let machine: Phone = "+15550001234".parse().unwrap();
        let start: Timestamp = "2026-11-23T09:00:00Z".parse().unwrap();
        let answered = (0..100)
            .filter(|n| limits.allow(&machine, false, start + SignedDuration::from_secs(*n)))
            .count();
        assert_eq!(answered, 2);
    }

    #[test]
    fn a_quick_person_is_answered_again_a_minute_later() {
        let limits = limits();
        let person: Phone = "+15550001234".parse().unwrap();
        let start: Timestamp = "2026-11-23T09:00:00Z".parse().unwrap();
        assert_eq!(
            (0..4)
                .filter(|_| limits.allow(&person, true, start))
                .count(),
            3
        );
        assert!(limits.allow(&person, true, start + SignedDuration::from_secs(61)));
    }

    #[test]
    fn a_flood_from_one_number_holds_up_nobody_else() {
        let limit = InboundLimit::new(2);
        let start: Timestamp = "2026-11-23T09:00:00Z".parse().unwrap();
        let taken = (0..5)
            .filter(|_| limit.allow("+15550001234", start))
            .count();
        assert_eq!(taken, 2);
        assert!(limit.allow("+15550005678", start));
        assert!(limit.allow("+15550001234", start + SignedDuration::from_secs(60)));
    }
}
