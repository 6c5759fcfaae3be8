//! The store in one SQLite file.
//!
//! One thread writes (`writer`), a few connections read (`readers`), one process has the file open (`schema::Lock`).
//! Each method of [`Store`] is one function of the file named after its subject; what follows here only hands over.

mod accept;
mod backlog;
mod calls;
mod columns;
mod delivery;
mod directory;
mod failure;
mod finish;
#[cfg(test)]
mod growth;
mod handles;
mod lanes;
mod log;
mod outbox;
mod people;
mod plan;
mod readers;
mod schema;
mod settings;
mod threads;
mod undo;
mod writer;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use rusqlite::Connection;

use self::failure::Tx;
use self::readers::Readers;
use self::schema::Lock;
use self::writer::Writer;
use super::{
    Accepted, Backlog, Begun, CallState, Claim, Consent, Ended, Exchange, Guard, Journal, LogEntry,
    LogFilter, LogPage, NewReply, ReplyClaim, ReplyEnd, RequestLine, StepKey, Store, StoreError,
};
use crate::clock::SharedClock;
use crate::domain::{
    Contact, CrmCall, DeliveryReport, Frozen, Handle, HandleKind, InboundSms, LineName, MessageId,
    Observation, OpenQuestion, OutboundSms, Person, Phone, Target, Thread, Undoable,
};

/// The journal in one SQLite file. Dropping it finishes what is queued and closes the file; [`SqliteStore::close`] does the
/// same without blocking.
pub struct SqliteStore {
    writer: Arc<Writer>,
    readers: Readers,
    clock: SharedClock,
}

impl SqliteStore {
    /// Opens the file, creating it where there is none, and brings it to this version. Blocks for a moment. Leases found in
    /// it are ended: their owner had the file open and is gone.
    ///
    /// # Errors
    /// [`StoreError::InUse`] when another process has it open, [`StoreError::Database`] when it cannot be used.
    pub fn open(path: &Path, clock: SharedClock) -> Result<Self, StoreError> {
        let lock = Lock::take(path)?;
        let db = schema::open_writer(path)?;
        lanes::bury(&db)?;
        outbox::bury(&db)?;
        let readers = Readers::open(path)?;
        Ok(Self {
            writer: Arc::new(Writer::start(db, Some(lock), Arc::clone(&clock))?),
            readers,
            clock,
        })
    }

    /// Opens the file beside the process that runs on it, for a tool: leases are left alone and nothing is locked.
    ///
    /// # Errors
    /// [`StoreError::Database`] when it cannot be used.
    pub fn open_beside(path: &Path, clock: SharedClock) -> Result<Self, StoreError> {
        let db = schema::open_writer(path)?;
        let readers = Readers::open(path)?;
        Ok(Self {
            writer: Arc::new(Writer::start(db, None, Arc::clone(&clock))?),
            readers,
            clock,
        })
    }

    /// Takes nothing new, commits what is queued, closes the file. From then on every write is refused.
    pub async fn close(&self) {
        let writer = Arc::clone(&self.writer);
        if let Err(error) = tokio::task::spawn_blocking(move || writer.stop()).await {
            tracing::error!(%error, "the store was not closed");
        }
    }

    /// Lets the handles of a kind on a line begin at `first` (or behind those given already, if that is higher).
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn reserve_handles(
        &self,
        line: &LineName,
        kind: HandleKind,
        first: u32,
    ) -> Result<(), StoreError> {
        let line = line.clone();
        self.write(move |db| handles::reserve(db, &line, kind, first))
            .await
    }

    async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Tx<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.writer.run(work).await
    }

    async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Tx<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.readers.run(work).await
    }
}

impl Drop for SqliteStore {
    fn drop(&mut self) {
        self.writer.stop();
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn accept(
        &self,
        sms: InboundSms,
        id: MessageId,
        now: Timestamp,
        consent: Option<Consent>,
    ) -> Result<Accepted, StoreError> {
        if consent.is_some() {
            let work = move |db: &Connection| accept::accept(db, &sms, id, now, consent);
            return self.writer.run(work).await;
        }
        // If this fails it leaves at most an empty lane.
        let work = move |db: &Connection| accept::accept(db, &sms, id, now, None);
        self.writer.run_bare(work).await
    }

    async fn keep_raw(
        &self,
        id: MessageId,
        line: LineName,
        raw: String,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(move |db| accept::keep_raw(db, id, &line, &raw, now))
            .await
    }

    async fn claim(
        &self,
        owner: &str,
        now: Timestamp,
        lease: Duration,
    ) -> Result<Option<Claim>, StoreError> {
        let owner = owner.to_owned();
        self.write(move |db| lanes::claim(db, &owner, now, lease))
            .await
    }

    async fn extend(
        &self,
        guard: &Guard,
        now: Timestamp,
        lease: Duration,
    ) -> Result<(), StoreError> {
        let guard = guard.clone();
        self.write(move |db| lanes::extend(db, &guard, now, lease))
            .await
    }

    async fn plan(&self, guard: &Guard, frozen: &Frozen) -> Result<(), StoreError> {
        let (guard, frozen, now) = (guard.clone(), frozen.clone(), self.clock.now());
        self.write(move |db| plan::plan(db, &guard, &frozen, now))
            .await
    }

    async fn journal(&self, message: MessageId) -> Result<Journal, StoreError> {
        self.read(move |db| plan::journal(db, message)).await
    }

    async fn begin_call(
        &self,
        guard: &Guard,
        step: StepKey,
        call: &CrmCall,
        request: RequestLine,
        now: Timestamp,
    ) -> Result<Begun, StoreError> {
        let (guard, call) = (guard.clone(), call.clone());
        self.write(move |db| calls::begin(db, &guard, step, &call, &request, now))
            .await
    }

    async fn end_call(
        &self,
        guard: &Guard,
        step: StepKey,
        seen: Observation,
        exchange: Exchange,
        now: Timestamp,
    ) -> Result<Observation, StoreError> {
        let guard = guard.clone();
        self.write(move |db| calls::end(db, &guard, step, seen, exchange, now))
            .await
    }

    async fn call_unclear(
        &self,
        guard: &Guard,
        step: StepKey,
        state: CallState,
        exchange: Exchange,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let guard = guard.clone();
        self.write(move |db| calls::unclear(db, &guard, step, state, exchange, now))
            .await
    }

    async fn postpone(&self, guard: &Guard, until: Timestamp) -> Result<(), StoreError> {
        let guard = guard.clone();
        self.write(move |db| lanes::postpone(db, &guard, until))
            .await
    }

    async fn postpone_telling(
        &self,
        guard: &Guard,
        until: Timestamp,
        notice: NewReply,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let guard = guard.clone();
        self.write(move |db| {
            outbox::add(db, &lanes::held(db, &guard)?, &notice, now)?;
            lanes::postpone(db, &guard, until)
        })
        .await
    }

    async fn wait(
        &self,
        guard: &Guard,
        ended: Ended,
        question: OpenQuestion,
    ) -> Result<(), StoreError> {
        let guard = guard.clone();
        self.write(move |db| finish::wait(db, &guard, &ended, &question))
            .await
    }

    async fn finish(&self, guard: &Guard, ended: Ended) -> Result<(), StoreError> {
        let guard = guard.clone();
        self.write(move |db| finish::finish(db, &guard, &ended))
            .await
    }

    async fn expire_questions(&self, now: Timestamp) -> Result<u32, StoreError> {
        self.write(move |db| threads::expire(db, now)).await
    }

    async fn claim_reply(
        &self,
        owner: &str,
        now: Timestamp,
        lease: Duration,
    ) -> Result<Option<ReplyClaim>, StoreError> {
        let owner = owner.to_owned();
        self.write(move |db| outbox::claim(db, &owner, now, lease))
            .await
    }

    async fn take_inline(
        &self,
        message: MessageId,
        now: Timestamp,
    ) -> Result<Option<Vec<OutboundSms>>, StoreError> {
        self.write(move |db| outbox::take_inline(db, message, now))
            .await
    }

    async fn end_reply(
        &self,
        claim: &ReplyClaim,
        end: ReplyEnd,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let claim = claim.clone();
        self.write(move |db| outbox::end(db, &claim, &end, now))
            .await
    }

    async fn delivered(
        &self,
        line: &LineName,
        report: DeliveryReport,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let line = line.clone();
        self.write(move |db| delivery::report(db, &line, &report, now))
            .await
    }

    async fn thread(&self, line: &LineName, sender: &Phone) -> Result<Thread, StoreError> {
        let (line, sender) = (line.clone(), sender.clone());
        self.read(move |db| threads::of_sender(db, &line, &sender))
            .await
    }

    async fn targets(
        &self,
        line: &LineName,
        handles: &[Handle],
    ) -> Result<Vec<(Handle, Target)>, StoreError> {
        let (line, handles) = (line.clone(), handles.to_vec());
        self.read(move |db| handles::targets(db, &line, &handles))
            .await
    }

    async fn undoable(
        &self,
        line: &LineName,
        sender: &Phone,
    ) -> Result<Option<Undoable>, StoreError> {
        let (line, sender) = (line.clone(), sender.clone());
        self.read(move |db| undo::undoable(db, &line, &sender))
            .await
    }

    async fn directory(&self) -> Result<(u64, Vec<Contact>), StoreError> {
        self.read(directory::all).await
    }

    async fn directory_version(&self) -> Result<u64, StoreError> {
        self.read(directory::version).await
    }

    async fn mirror(&self, contacts: Vec<Contact>) -> Result<(), StoreError> {
        self.write(move |db| directory::mirror(db, &contacts)).await
    }

    async fn people(&self) -> Result<Vec<Person>, StoreError> {
        self.read(people::all).await
    }

    async fn put_person(&self, person: Person) -> Result<(), StoreError> {
        self.write(move |db| people::put(db, &person)).await
    }

    async fn remove_person(&self, phone: &Phone) -> Result<bool, StoreError> {
        let phone = phone.clone();
        self.write(move |db| people::remove(db, &phone)).await
    }

    async fn log(&self, filter: &LogFilter) -> Result<LogPage, StoreError> {
        let filter = filter.clone();
        self.read(move |db| log::page(db, &filter)).await
    }

    async fn entry(&self, message: MessageId) -> Result<Option<LogEntry>, StoreError> {
        self.read(move |db| log::entry(db, message)).await
    }

    async fn opt_outs(&self) -> Result<Vec<(LineName, Phone, Timestamp)>, StoreError> {
        self.read(outbox::opt_outs).await
    }

    async fn backlog(&self) -> Result<Backlog, StoreError> {
        if !self.writer.is_running() {
            return Err(StoreError::Database("the store has stopped".to_owned()));
        }
        self.read(backlog::count).await
    }

    async fn setting(&self, key: &str) -> Result<Option<String>, StoreError> {
        let key = key.to_owned();
        self.read(move |db| settings::get(db, &key)).await
    }

    async fn put_setting(&self, key: &str, value: Option<String>) -> Result<(), StoreError> {
        let key = key.to_owned();
        self.write(move |db| settings::put(db, &key, value.as_deref()))
            .await
    }

    async fn lane_due(&self) -> Result<Option<Timestamp>, StoreError> {
        self.read(backlog::lane_due).await
    }

    async fn reply_due(&self) -> Result<Option<Timestamp>, StoreError> {
        self.read(backlog::reply_due).await
    }
}
