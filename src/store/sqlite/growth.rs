//! What a step of the daily work costs must not grow with what has been done before.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rusqlite::Connection;
use uuid::Uuid;

use super::{accept, backlog, finish, lanes, outbox, schema, threads};
use crate::domain::{
    InboundSms, LineName, MessageId, MessageState, Phone, ReplyId, Sender, Thread,
};
use crate::store::{Ended, NewReply, ReplyEnd};

const LEASE: Duration = Duration::from_secs(20);

/// Counts the steps of SQLite's virtual machine.
struct Counted {
    db: Connection,
    steps: Arc<AtomicU64>,
    messages: u32,
}

impl Counted {
    fn new() -> Self {
        let mut db = schema::open_writer(Path::new(":memory:")).expect("opened");
        let steps = Arc::new(AtomicU64::new(0));
        let counter = Arc::clone(&steps);
        let count = move || {
            counter.fetch_add(1, Ordering::Relaxed);
            false
        };
        db.progress_handler(1, Some(count)).expect("counted");
        Self {
            db,
            steps,
            messages: 0,
        }
    }

    /// One message of one of ten senders from acceptance to the sent reply, and what each step cost.
    fn serve_one(&mut self) -> Vec<(&'static str, u64)> {
        self.messages += 1;
        let id = Uuid::from_u128(u128::from(self.messages));
        let now = Timestamp::UNIX_EPOCH + SignedDuration::from_secs(i64::from(self.messages));
        let (message, sms) = (MessageId::new(id), sms(self.messages));
        let db = &self.db;
        let mut costs = Vec::new();
        let mut before = self.steps.load(Ordering::Relaxed);
        let mut note = |step| {
            let after = self.steps.load(Ordering::Relaxed);
            costs.push((step, after - before));
            before = after;
        };
        accept::accept(db, &sms, message, now, None).expect("new");
        note("accept");
        let claim = lanes::claim(db, "w", now, LEASE).expect("asked");
        note("claim");
        let ended = ended(vec![reply(id, &sms, now)], now);
        finish::finish(db, &claim.expect("due").guard, &ended).expect("finished");
        note("finish");
        backlog::lane_due(db).expect("read");
        backlog::reply_due(db).expect("read");
        note("next due");
        backlog::count(db).expect("read");
        note("backlog");
        threads::expire(db, now).expect("nothing");
        note("expire");
        let claim = outbox::claim(db, "s", now, LEASE).expect("asked");
        note("claim reply");
        let sent = ReplyEnd::Sent { provider_ref: None };
        outbox::end(db, &claim.expect("due"), &sent, now).expect("sent");
        note("end reply");
        costs
    }
}

fn sms(n: u32) -> InboundSms {
    let phone: Phone = format!("+1555000000{}", n % 10).parse().expect("a number");
    InboundSms {
        line: LineName::from("main"),
        from: Sender::Phone(phone),
        to: None,
        text: "tasks".to_owned(),
        provider_id: Some(n.to_string()),
        fingerprint: n.to_string(),
        sent_at: None,
        media: 0,
    }
}

fn ended(replies: Vec<NewReply>, now: Timestamp) -> Ended {
    Ended {
        state: MessageState::Done,
        outcomes: Vec::new(),
        replies,
        thread: Thread::default(),
        asked: None,
        undone: None,
        now,
    }
}

fn reply(id: Uuid, to: &InboundSms, now: Timestamp) -> NewReply {
    NewReply {
        id: ReplyId::new(id),
        to: to.from.phone().expect("a number").clone(),
        text: "nothing open".to_owned(),
        segments: 1,
        unicode: false,
        not_before: now,
        confirms_opt_out: false,
        secret: None,
    }
}

#[test]
fn a_step_costs_the_same_after_thousands_of_messages() {
    let mut counted = Counted::new();
    // The first messages of the ten senders make their lanes.
    for _ in 0..20 {
        counted.serve_one();
    }
    let young = counted.serve_one();
    for _ in 0..3000 {
        counted.serve_one();
    }
    let old = counted.serve_one();
    for ((step, before), (_, after)) in young.into_iter().zip(old) {
        assert!(
            after <= before + 20,
            "{step}: {before} steps became {after}"
        );
    }
}
