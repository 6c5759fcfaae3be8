//! The few methods of a store that the web side calls, in memory.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use fieldline::domain::*;
use fieldline::store::*;
use jiff::Timestamp;

#[derive(Default)]
pub(crate) struct Memory {
    entries: Mutex<Vec<LogEntry>>,
    people: Mutex<Vec<Person>>,
    settings: Mutex<HashMap<String, String>>,
    broken: AtomicBool,
}

impl Memory {
    /// Adds an entry; the newest last.
    pub(crate) fn put(&self, entry: LogEntry) {
        self.entries.lock().unwrap().push(entry);
    }

    /// From now on every call fails.
    pub(crate) fn break_down(&self) {
        self.broken.store(true, Ordering::Relaxed);
    }

    fn works(&self) -> Result<(), StoreError> {
        if self.broken.load(Ordering::Relaxed) {
            return Err(StoreError::Database("disk full at +15551230001".to_owned()));
        }
        Ok(())
    }
}

fn unused() -> ! {
    unreachable!("the web side does not call this")
}

fn fits(entry: &LogEntry, filter: &LogFilter) -> bool {
    filter.after.is_none_or(|after| entry.id < after)
        && filter.from.as_ref().is_none_or(|from| entry.from == *from)
        && filter.state.is_none_or(|state| entry.state == state)
        && filter.since.is_none_or(|since| entry.received_at >= since)
        && filter
            .q
            .as_ref()
            .is_none_or(|q| entry.text.contains(q.as_str()))
        && (filter.outcome.is_none() || entry.outcome == filter.outcome)
}

#[async_trait]
impl Store for Memory {
    async fn log(&self, filter: &LogFilter) -> Result<LogPage, StoreError> {
        self.works()?;
        let limit = match filter.limit {
            0 => 50,
            limit => usize::from(limit.min(200)),
        };
        let entries = self.entries.lock().unwrap();
        let mut found: Vec<LogEntry> = entries
            .iter()
            .rev()
            .filter(|entry| fits(entry, filter))
            .take(limit + 1)
            .cloned()
            .collect();
        let more = found.len() > limit;
        found.truncate(limit);
        Ok(LogPage {
            next: found.last().filter(|_| more).map(|entry| entry.id),
            messages: found,
        })
    }

    async fn entry(&self, message: MessageId) -> Result<Option<LogEntry>, StoreError> {
        self.works()?;
        let entries = self.entries.lock().unwrap();
        Ok(entries.iter().find(|entry| entry.id == message).cloned())
    }

    async fn people(&self) -> Result<Vec<Person>, StoreError> {
        Ok(self.people.lock().unwrap().clone())
    }

    async fn put_person(&self, person: Person) -> Result<(), StoreError> {
        let mut people = self.people.lock().unwrap();
        people.retain(|it| it.phone != person.phone);
        people.push(person);
        Ok(())
    }

    async fn remove_person(&self, phone: &Phone) -> Result<bool, StoreError> {
        let mut people = self.people.lock().unwrap();
        let before = people.len();
        people.retain(|it| it.phone != *phone);
        Ok(people.len() < before)
    }

    async fn opt_outs(&self) -> Result<Vec<(LineName, Phone, Timestamp)>, StoreError> {
        let number = "+15551230009".parse().unwrap();
        let since = "2026-11-20T10:00:00Z".parse().unwrap();
        Ok(vec![(LineName::from("main"), number, since)])
    }

    async fn backlog(&self) -> Result<Backlog, StoreError> {
        self.works()?;
        Ok(Backlog {
            messages: 2,
            replies: 1,
            oldest: Some("2026-11-22T15:03:53Z".parse().unwrap()),
        })
    }

    async fn setting(&self, key: &str) -> Result<Option<String>, StoreError> {
        self.works()?;
        Ok(self.settings.lock().unwrap().get(key).cloned())
    }

    async fn put_setting(&self, key: &str, value: Option<String>) -> Result<(), StoreError> {
        self.works()?;
        let mut settings = self.settings.lock().unwrap();
        match value {
            Some(value) => settings.insert(key.to_owned(), value),
            None => settings.remove(key),
        };
        Ok(())
    }

    async fn accept(
        &self,
        _: InboundSms,
        _: MessageId,
        _: Timestamp,
        _: Option<Consent>,
    ) -> Result<Accepted, StoreError> {
        unused()
    }

    async fn keep_raw(
        &self,
        _: MessageId,
        _: LineName,
        _: String,
        _: Timestamp,
    ) -> Result<(), StoreError> {
        unused()
    }

    async fn claim(&self, _: &str, _: Timestamp, _: Duration) -> Result<Option<Claim>, StoreError> {
        unused()
    }

    async fn extend(&self, _: &Guard, _: Timestamp, _: Duration) -> Result<(), StoreError> {
        unused()
    }

    async fn plan(&self, _: &Guard, _: &Frozen) -> Result<(), StoreError> {
        unused()
    }

    async fn journal(&self, _: MessageId) -> Result<Journal, StoreError> {
        unused()
    }

    async fn begin_call(
        &self,
        _: &Guard,
        _: StepKey,
        _: &CrmCall,
        _: RequestLine,
        _: Timestamp,
    ) -> Result<Begun, StoreError> {
        unused()
    }

    async fn end_call(
        &self,
        _: &Guard,
        _: StepKey,
        _: Observation,
        _: Exchange,
        _: Timestamp,
    ) -> Result<Observation, StoreError> {
        unused()
    }

    async fn call_unclear(
        &self,
        _: &Guard,
        _: StepKey,
        _: CallState,
        _: Exchange,
        _: Timestamp,
    ) -> Result<(), StoreError> {
        unused()
    }

    async fn postpone(&self, _: &Guard, _: Timestamp) -> Result<(), StoreError> {
        unused()
    }

    async fn wait(&self, _: &Guard, _: Ended, _: OpenQuestion) -> Result<(), StoreError> {
        unused()
    }

    async fn finish(&self, _: &Guard, _: Ended) -> Result<(), StoreError> {
        unused()
    }

    async fn expire_questions(&self, _: Timestamp) -> Result<u32, StoreError> {
        unused()
    }

    async fn claim_reply(
        &self,
        _: &str,
        _: Timestamp,
        _: Duration,
    ) -> Result<Option<ReplyClaim>, StoreError> {
        unused()
    }

    async fn take_inline(
        &self,
        _: MessageId,
        _: Timestamp,
    ) -> Result<Option<Vec<OutboundSms>>, StoreError> {
        unused()
    }

    async fn end_reply(&self, _: &ReplyClaim, _: ReplyEnd, _: Timestamp) -> Result<(), StoreError> {
        unused()
    }

    async fn delivered(
        &self,
        _: &LineName,
        _: DeliveryReport,
        _: Timestamp,
    ) -> Result<(), StoreError> {
        unused()
    }

    async fn thread(&self, _: &LineName, _: &Phone) -> Result<Thread, StoreError> {
        unused()
    }

    async fn targets(
        &self,
        _: &LineName,
        _: &[Handle],
    ) -> Result<Vec<(Handle, Target)>, StoreError> {
        unused()
    }

    async fn undoable(&self, _: &LineName, _: &Phone) -> Result<Option<Undoable>, StoreError> {
        unused()
    }

    async fn directory(&self) -> Result<(u64, Vec<Contact>), StoreError> {
        unused()
    }

    async fn directory_version(&self) -> Result<u64, StoreError> {
        unused()
    }

    async fn mirror(&self, _: Vec<Contact>) -> Result<(), StoreError> {
        unused()
    }

    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        unused()
    }
}
