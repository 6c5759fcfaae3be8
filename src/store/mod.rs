//! The journal. Each method is one business transaction; nothing else writes a table.

pub mod sqlite;

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;

use crate::domain::{
    Answer, Contact, CrmCall, DeliveryReport, Frozen, Handle, InboundSms, LineName, MessageId,
    MessageState, Observation, OpenQuestion, OutboundSms, Outcome, Person, Phone, ReplyId, Target,
    Thread, Undoable,
};

mod log;
pub use log::{LogCall, LogEntry, LogFilter, LogPage, LogReply};

/// The journal of one gateway. Every method commits once or not at all.
#[async_trait]
pub trait Store: Send + Sync {
    /// T0. Stores a message durably before anybody answers the carrier, or recognises it: by (line, carrier's id), or by
    /// (line, fingerprint) where there is no id. An opt-out or opt-in word takes effect in this same transaction: what is
    /// pending for that number is suppressed. A caller that goes away does not undo it.
    async fn accept(
        &self,
        sms: InboundSms,
        id: MessageId,
        now: Timestamp,
        consent: Option<Consent>,
    ) -> Result<Accepted, StoreError>;

    /// Keeps an authentic request that cannot be read, as IGNORED. It has no sender and no lane.
    async fn keep_raw(
        &self,
        id: MessageId,
        line: LineName,
        raw: String,
        now: Timestamp,
    ) -> Result<(), StoreError>;

    /// T1. Takes the next message whose turn it is: the head of a lane (one sender on one line) that nobody holds and that is
    /// not put back. Of several lanes the one that has been ready longest; a lane becomes ready anew with each of its messages.
    async fn claim(
        &self,
        owner: &str,
        now: Timestamp,
        lease: Duration,
    ) -> Result<Option<Claim>, StoreError>;

    /// Prolongs a held lane: its lease ends `lease` after `now`. Every method that takes a [`Guard`] answers
    /// [`StoreError::Fenced`], and writes nothing, once somebody else has claimed the lane.
    async fn extend(
        &self,
        guard: &Guard,
        now: Timestamp,
        lease: Duration,
    ) -> Result<(), StoreError>;

    /// T2. Freezes what the message means; from here on it is never parsed again ([`StoreError::OutOfTurn`] if it was frozen
    /// before). With `frozen.answers`, the answer is appended to the journal of the command that asked, its question is
    /// closed and its message runs again under this claim; [`StoreError::QuestionClosed`] if that question is not the open
    /// one any more: then nothing is frozen and the message can be planned as something else. Whether the answer came in
    /// time is for the caller to judge ([`OpenQuestion::expires`]).
    async fn plan(&self, guard: &Guard, frozen: &Frozen) -> Result<(), StoreError>;

    /// The journal of one message: what was frozen, and what was seen so far by command.
    async fn journal(&self, message: MessageId) -> Result<Journal, StoreError>;

    /// T3. The call is about to be sent: a new row, or one in PLANNED, becomes SENDING with one more attempt. A row found in
    /// any other state is [`StoreError::OutOfTurn`]: what may have been sent is looked up first, and goes back to PLANNED by
    /// [`Store::call_unclear`]. A call that changes something needs the sender's role of today to be no lower than the one
    /// frozen with the command; otherwise nothing is written and the verdict says so. Record that verdict with
    /// [`Store::end_call`] and [`Observation::NotAllowed`], so that a replay of the journal sees it.
    async fn begin_call(
        &self,
        guard: &Guard,
        step: StepKey,
        call: &CrmCall,
        request: RequestLine,
        now: Timestamp,
    ) -> Result<Begun, StoreError>;

    /// T4. What was seen, for a call in SENDING or AMBIGUOUS. Gives everything in it its handle, mirrors its contacts (and the
    /// tags that were set) into the directory and names the contacts of its tasks; returns the observation so completed.
    /// `Refused`, `Duplicate`, `NotAllowed` and, for a change, `Gone` end the call as REJECTED, `Unknown` as UNKNOWN,
    /// everything else as CONFIRMED.
    async fn end_call(
        &self,
        guard: &Guard,
        step: StepKey,
        seen: Observation,
        exchange: Exchange,
        now: Timestamp,
    ) -> Result<Observation, StoreError>;

    /// The call ended without an answer: `Planned` (proven no effect; may be sent again) or `Ambiguous` (look first).
    async fn call_unclear(
        &self,
        guard: &Guard,
        step: StepKey,
        state: CallState,
        exchange: Exchange,
        now: Timestamp,
    ) -> Result<(), StoreError>;

    /// Puts the message back until `until`: the CRM cannot be reached or asks to wait. It is RECEIVED again, and its lane
    /// waits with it.
    async fn postpone(&self, guard: &Guard, until: Timestamp) -> Result<(), StoreError>;

    /// The same, and tells the sender that it takes longer: postponed and told in one commit.
    async fn postpone_telling(
        &self,
        guard: &Guard,
        until: Timestamp,
        notice: NewReply,
        now: Timestamp,
    ) -> Result<(), StoreError>;

    /// The message asked: it waits, its question is open on the thread, its reply is in the outbox, the lane goes on.
    ///
    /// Either the message of the guard asks: `ended.state` is `Waiting`, `ended.asked` is `None`. Or it is an answer and the
    /// message it resumed asks (again): `ended.state` is the answer's terminal state and `ended.asked` is
    /// `Some((message, Waiting, _))`. `question.message` is the one that asks; `ended.thread.question` is replaced by it.
    async fn wait(
        &self,
        guard: &Guard,
        ended: Ended,
        question: OpenQuestion,
    ) -> Result<(), StoreError>;

    /// T5. Terminal state, the one log row, outbox rows, thread, lane advance, lease released: one commit. A message that was
    /// resumed by an answer ends with it (`ended.asked`), or this is [`StoreError::OutOfTurn`].
    ///
    /// A question stands in `ended.thread` only as long as its message waits. If the thread had an open question that
    /// `ended.thread` lacks, the message that asked ends here as EXPIRED.
    async fn finish(&self, guard: &Guard, ended: Ended) -> Result<(), StoreError>;

    /// Ends waiting messages whose question has expired, and masks the one-time codes of texts given away by
    /// [`Store::take_inline`] ten minutes ago. Returns how many messages it ended. To be called every few seconds.
    async fn expire_questions(&self, now: Timestamp) -> Result<u32, StoreError>;

    /// T6. Takes the reply that has been due longest, after checking opt-out again; `SENDING` is committed before it is
    /// returned. Replies to one number on one line go out in order: the next one only after the one before has ended.
    async fn claim_reply(
        &self,
        owner: &str,
        now: Timestamp,
        lease: Duration,
    ) -> Result<Option<ReplyClaim>, StoreError>;

    /// T6 for carriers that take the reply in the answer to the hook: hands over what is pending for this message, marks it
    /// sent, and hands the same over again when the carrier repeats its request. `None` while the message has neither ended
    /// nor asked. What the sender loop has taken before is not among them.
    async fn take_inline(
        &self,
        message: MessageId,
        now: Timestamp,
    ) -> Result<Option<Vec<OutboundSms>>, StoreError>;

    /// T7/T8. What became of a reply.
    async fn end_reply(
        &self,
        claim: &ReplyClaim,
        end: ReplyEnd,
        now: Timestamp,
    ) -> Result<(), StoreError>;

    /// A delivery report, by our id or the carrier's; states only ever move forward. One that comes before the carrier's
    /// answer to the send is stored and applied then; one for a reply whose sending was unclear proves that it went out.
    async fn delivered(
        &self,
        line: &LineName,
        report: DeliveryReport,
        now: Timestamp,
    ) -> Result<(), StoreError>;

    /// The state of the conversation of one sender on one line.
    async fn thread(&self, line: &LineName, sender: &Phone) -> Result<Thread, StoreError>;

    /// What these handles point at on this line; those that do not exist are left out.
    async fn targets(
        &self,
        line: &LineName,
        handles: &[Handle],
    ) -> Result<Vec<(Handle, Target)>, StoreError>;

    /// The sender's last DONE message with confirmed changes that were not taken back yet, among their last twenty messages.
    /// Messages that are an `undo` do not count.
    async fn undoable(
        &self,
        line: &LineName,
        sender: &Phone,
    ) -> Result<Option<Undoable>, StoreError>;

    /// All contacts of the directory, and its version: it rises with every change, so that a snapshot knows its age.
    /// Handles belong to a line, so these contacts have none.
    async fn directory(&self) -> Result<(u64, Vec<Contact>), StoreError>;

    /// The directory's version alone.
    async fn directory_version(&self) -> Result<u64, StoreError>;

    /// Mirrors contacts of the CRM (start-up, `fieldline sync`).
    async fn mirror(&self, contacts: Vec<Contact>) -> Result<(), StoreError>;

    /// Registered people.
    async fn people(&self) -> Result<Vec<Person>, StoreError>;

    /// Adds or replaces one, by phone.
    async fn put_person(&self, person: Person) -> Result<(), StoreError>;

    /// Removes one; `false` if there was none.
    async fn remove_person(&self, phone: &Phone) -> Result<bool, StoreError>;

    /// The command log, newest first.
    async fn log(&self, filter: &LogFilter) -> Result<LogPage, StoreError>;

    /// One entry with its journal.
    async fn entry(&self, message: MessageId) -> Result<Option<LogEntry>, StoreError>;

    /// Numbers that opted out, with when.
    async fn opt_outs(&self) -> Result<Vec<(LineName, Phone, Timestamp)>, StoreError>;

    /// Unfinished work, for metrics and readiness. Messages that wait for an answer are not counted. An error once the store
    /// has stopped writing.
    async fn backlog(&self) -> Result<Backlog, StoreError>;

    /// A value kept under a name (password hash, session, settings); `None` where there is none.
    async fn setting(&self, key: &str) -> Result<Option<String>, StoreError>;

    /// Keeps a value under a name; `None` removes it.
    async fn put_setting(&self, key: &str, value: Option<String>) -> Result<(), StoreError>;

    /// When the next lane is due that no new message announces: a postponed message, a lease that ends. In the past where one
    /// is due already.
    async fn lane_due(&self) -> Result<Option<Timestamp>, StoreError>;

    /// When the next reply is due that no end of a message announces: one to be tried again, a lease that ends.
    async fn reply_due(&self) -> Result<Option<Timestamp>, StoreError>;
}

/// An opt-out or opt-in word, applied when the message is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    OptOut,
    OptIn,
}

/// What became of a message at the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accepted {
    New(MessageId),
    /// Seen before, under this id. `conflict`: the same carrier id came with another body; the first is kept.
    Duplicate {
        first: MessageId,
        conflict: bool,
    },
}

/// The right to write for a lane, as long as the fence is the newest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guard {
    pub lane: i64,
    pub fence: i64,
    pub owner: String,
    /// The message at the head of the lane.
    pub message: MessageId,
}

/// A message to work on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    pub guard: Guard,
    pub sms: InboundSms,
    pub received: Timestamp,
    /// As it was found: `Received`, or `Running` where an owner died over it.
    pub state: MessageState,
    /// How often an owner died over this message.
    pub crashes: u32,
    /// How often it was postponed.
    pub postponed: u32,
}

/// Where a call stands in the journal: command and step count from 0. `message` is the one whose command it is: for an answer
/// that is the message that asked, not the one that holds the lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepKey {
    pub message: MessageId,
    pub command: u32,
    pub step: u32,
}

/// The states of a call. `Sending` is committed before any byte leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallState {
    Planned,
    Sending,
    Confirmed,
    Rejected,
    Ambiguous,
    Unknown,
}

/// Method and path of a call as the log shows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestLine {
    pub method: String,
    /// Path and query, without host.
    pub path: String,
}

/// What is kept of an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Exchange {
    pub status: Option<u16>,
    /// Milliseconds.
    pub ms: u64,
}

/// Whether a call may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begun {
    /// Committed as SENDING.
    Send,
    /// The sender lost the right since the command was planned.
    NotAllowed,
}

/// A journal row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub step: StepKey,
    /// `None` for the answer to a question, and for a call that was not allowed any more.
    pub call: Option<CrmCall>,
    pub state: CallState,
    pub attempts: u32,
    /// Present once confirmed, rejected or unknown.
    pub seen: Option<Observation>,
    /// When it was last begun or ended.
    pub at: Timestamp,
}

/// The journal of one message.
#[derive(Clone, Debug, PartialEq)]
pub struct Journal {
    /// `None` before T2.
    pub frozen: Option<Frozen>,
    /// Rows by command, then step.
    pub rows: Vec<Row>,
    /// When it was received.
    pub received: Timestamp,
    pub text: String,
}

/// How work on a message ends (or pauses with a question).
#[derive(Clone, Debug, PartialEq)]
pub struct Ended {
    pub state: MessageState,
    /// One per command; for a message without commands what it was told.
    pub outcomes: Vec<Outcome>,
    /// Texts for the sender, in order.
    pub replies: Vec<NewReply>,
    /// The conversation as it is from now on.
    pub thread: Thread,
    /// For an answer: the message that asked, and how it ended (`Waiting` where it asks again: see [`Store::wait`]). Its
    /// replies are above: every text gets its own answer.
    pub asked: Option<(MessageId, MessageState, Vec<Outcome>)>,
    /// For an undo: the message whose effects were taken back.
    pub undone: Option<MessageId>,
    pub now: Timestamp,
}

/// A text for the outbox.
#[derive(Clone, Debug, PartialEq)]
pub struct NewReply {
    pub id: ReplyId,
    pub to: Phone,
    pub text: String,
    pub segments: u8,
    pub unicode: bool,
    /// The sender loop leaves it alone before this moment, so that it can go back in the answer to the hook.
    pub not_before: Timestamp,
    /// Goes out although the person has opted out: the one confirmation of STOP.
    pub confirms_opt_out: bool,
    /// A one-time code in the text, never shown in the log.
    pub secret: Option<String>,
}

/// A reply to send.
#[derive(Clone, Debug, PartialEq)]
pub struct ReplyClaim {
    pub sms: OutboundSms,
    pub line: LineName,
    pub message: MessageId,
    pub owner: String,
    pub fence: i64,
    pub attempts: u32,
    pub segments: u8,
    /// It was found in SENDING after a crash or an unclear answer: only a carrier that de-duplicates may get it again.
    pub unclear: bool,
}

/// What became of a reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReplyEnd {
    Sent {
        provider_ref: Option<String>,
    },
    /// Try again then.
    Retry {
        at: Timestamp,
    },
    /// The carrier says this person has opted out: suppressed from now on.
    OptedOut,
    /// Given up, with the reason.
    GaveUp {
        reason: String,
    },
}

/// Unfinished work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backlog {
    pub messages: u64,
    pub replies: u64,
    pub oldest: Option<Timestamp>,
}

/// Why the store did not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else holds the lane by now: drop the work, write nothing.
    #[error("the lane belongs to another worker by now")]
    Fenced,
    /// The question is not open any more.
    #[error("the question is not open any more")]
    QuestionClosed,
    /// The journal does not allow this now: the caller lost track. Nothing was written.
    #[error("the journal does not allow this: {0}")]
    OutOfTurn(&'static str),
    /// Another process has this database open.
    #[error("another process is using {0}; stop it first")]
    InUse(String),
    /// The database failed; nothing was committed.
    #[error("the database failed: {0}")]
    Database(String),
}

/// The answer recorded for an open question, as a journal row's observation.
#[must_use]
pub fn answered(answer: &Answer) -> Observation {
    Observation::Answered(answer.clone())
}
