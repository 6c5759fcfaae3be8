//! Random interleavings of what workers, senders and carriers do, against a small model of what must hold.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use fieldline::clock::Clock;
use fieldline::domain::{Answer, MessageId, MessageState, Outcome, ReplyId, Role};
use fieldline::store::{
    Accepted, CallState, Claim, Ended, Exchange, LogFilter, ReplyClaim, ReplyEnd,
};
use fieldline::store::{Begun, StoreError};
use jiff::Timestamp;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::World;
use super::given::{LEASE, answer_to, complete, exchange, frozen, question, request, sms, step};

const SENDERS: u32 = 3;

#[derive(Clone, Debug)]
enum Move {
    Accept(u32),
    Repeat(usize),
    Claim,
    /// The worker does one of these to the claim it has had for long or short.
    Call(usize),
    Postpone(usize),
    Finish(usize),
    Ask(usize),
    /// It takes the message for the answer to the open question; `true` asks again.
    Answer(usize, bool),
    ClaimReply,
    EndReply(usize, bool),
    Advance(u64),
    Expire,
}

/// Any number of random histories on stores that `factory` makes: no message is lost, none ends twice, each sender is
/// served in order, and nobody writes who does not hold the lane.
pub(super) fn hold(factory: fn() -> World) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .build()
        .expect("a runtime");
    let config = Config {
        cases: 24,
        failure_persistence: None,
        ..Config::default()
    };
    let moves = vec(a_move(), 1..100);
    let held = TestRunner::new(config).run(&moves, |moves| {
        runtime.block_on(async {
            let mut history = History::new(factory());
            for one in moves {
                history.play(one).await;
            }
            history.settle().await;
        });
        Ok(())
    });
    held.unwrap_or_else(|error| panic!("{error}"));
}

fn a_move() -> impl Strategy<Value = Move> {
    prop_oneof![
        6 => (0..SENDERS).prop_map(Move::Accept),
        1 => any::<usize>().prop_map(Move::Repeat),
        6 => Just(Move::Claim),
        4 => any::<usize>().prop_map(Move::Call),
        1 => any::<usize>().prop_map(Move::Postpone),
        5 => any::<usize>().prop_map(Move::Finish),
        2 => any::<usize>().prop_map(Move::Ask),
        3 => (any::<usize>(), any::<bool>()).prop_map(|(n, again)| Move::Answer(n, again)),
        3 => Just(Move::ClaimReply),
        3 => (any::<usize>(), any::<bool>()).prop_map(|(n, sent)| Move::EndReply(n, sent)),
        2 => (1..40_u64).prop_map(Move::Advance),
        1 => Just(Move::Expire),
    ]
}

struct History {
    world: World,
    /// By sender: what was accepted and has neither ended nor asked, and who may work on its head.
    lanes: BTreeMap<u32, VecDeque<MessageId>>,
    holders: BTreeMap<u32, (Claim, Timestamp)>,
    /// All claims ever, those of dead workers too.
    claims: Vec<(u32, Claim)>,
    accepted: Vec<(u32, MessageId)>,
    /// Messages that wait, by sender: the last to ask.
    open: BTreeMap<u32, MessageId>,
    steps: BTreeMap<MessageId, u32>,
    queued: BTreeMap<u32, VecDeque<ReplyId>>,
    reply_claims: Vec<ReplyClaim>,
}

impl History {
    fn new(world: World) -> Self {
        Self {
            world,
            lanes: BTreeMap::new(),
            holders: BTreeMap::new(),
            claims: Vec::new(),
            accepted: Vec::new(),
            open: BTreeMap::new(),
            steps: BTreeMap::new(),
            queued: BTreeMap::new(),
            reply_claims: Vec::new(),
        }
    }

    async fn play(&mut self, one: Move) {
        match one {
            Move::Accept(sender) => {
                let id = self.world.accepted(sender, "done 42").await;
                self.lanes.entry(sender).or_default().push_back(id);
                self.accepted.push((sender, id));
            }
            Move::Repeat(n) => self.repeat(n).await,
            Move::Claim => self.claim().await,
            Move::Call(n) => self.call(n).await,
            Move::Postpone(n) => self.postpone(n).await,
            Move::Finish(n) => self.finish(n).await,
            Move::Ask(n) => self.ask(n).await,
            Move::Answer(n, again) => self.answer(n, again).await,
            Move::ClaimReply => self.claim_reply().await,
            Move::EndReply(n, sent) => self.end_reply(n, sent).await,
            Move::Advance(seconds) => self.world.clock.advance(Duration::from_secs(seconds)),
            Move::Expire => {
                let expired = self.world.store.expire_questions(self.world.now()).await;
                if expired.expect("expired") > 0 {
                    self.forget_expired().await;
                }
            }
        }
    }

    async fn repeat(&mut self, n: usize) {
        let Some((sender, first)) = pick(&self.accepted, n) else {
            return;
        };
        let again = sms(sender, &first.to_string(), "done 42");
        let id = MessageId::new(self.world.clock.uuid());
        let accepted = self
            .world
            .store
            .accept(again, id, self.world.now(), None)
            .await;
        let duplicate = Accepted::Duplicate {
            first,
            conflict: false,
        };
        assert_eq!(accepted.expect("accepted"), duplicate);
    }

    async fn claim(&mut self) {
        let Some(claim) = self.world.claim("w").await else {
            return;
        };
        let message = claim.guard.message;
        let sender = self.sender_of(message);
        let head = self.lanes.get(&sender).and_then(|lane| lane.front());
        assert_eq!(head, Some(&message), "served out of order");
        if let Some((_, until)) = self.holders.get(&sender) {
            assert!(*until <= self.world.now(), "two workers on one lane");
        }
        if claim.state == MessageState::Received {
            self.world.register(sender, Role::Staff).await;
        }
        let until = self.world.now() + LEASE;
        self.holders.insert(sender, (claim.clone(), until));
        self.claims.push((sender, claim));
    }

    async fn call(&mut self, n: usize) {
        let Some((_, claim)) = pick(&self.claims, n) else {
            return;
        };
        let message = claim.guard.message;
        let _ = self.plan(&claim).await;
        let number = self.steps.get(&message).copied().unwrap_or(0);
        let key = step(message, number);
        let (store, now) = (&self.world.store, self.world.now());
        let begun = store
            .begin_call(&claim.guard, key, &complete("t1"), request(), now)
            .await;
        if !self.owns(&claim) {
            assert!(begun.is_err(), "a fenced worker began a call");
            return;
        }
        assert_eq!(begun.expect("begun"), Begun::Send);
        if n.is_multiple_of(3) {
            let unclear = CallState::Planned;
            let put_back = store.call_unclear(&claim.guard, key, unclear, Exchange::default(), now);
            put_back.await.expect("put back");
            return;
        }
        let seen = fieldline::domain::Observation::Deleted;
        let end = store.end_call(&claim.guard, key, seen, exchange(), now);
        end.await.expect("ended");
        self.steps.insert(message, number + 1);
    }

    async fn postpone(&mut self, n: usize) {
        let Some((sender, claim)) = pick(&self.claims, n) else {
            return;
        };
        let until = self.world.now() + Duration::from_secs(10);
        let postponed = self.world.store.postpone(&claim.guard, until).await;
        if self.owns(&claim) {
            postponed.expect("postponed");
            self.holders.remove(&sender);
        } else {
            assert!(matches!(postponed, Err(StoreError::Fenced)));
        }
    }

    async fn finish(&mut self, n: usize) {
        let Some((sender, claim)) = pick(&self.claims, n) else {
            return;
        };
        let resumed = self.resumed(&claim).await;
        let reply = self.world.reply(sender, "done");
        let id = reply.id;
        let ended = Ended {
            replies: vec![reply],
            thread: self.thread(sender).await,
            asked: resumed.map(|asked| (asked, MessageState::Dead, Vec::new())),
            ..self
                .world
                .ended(MessageState::Done, vec![Outcome::NothingMore])
        };
        let finished = self.world.store.finish(&claim.guard, ended).await;
        if self.owns(&claim) {
            finished.expect("finished");
            self.release(sender, id);
        } else {
            assert!(matches!(finished, Err(StoreError::Fenced)));
        }
    }

    async fn ask(&mut self, n: usize) {
        let Some((sender, claim)) = pick(&self.claims, n) else {
            return;
        };
        if self.resumed(&claim).await.is_some() {
            return;
        }
        let message = claim.guard.message;
        let reply = self.world.reply(sender, "which?");
        let id = reply.id;
        let open = question(message, self.world.now() + Duration::from_mins(1));
        let ended = Ended {
            replies: vec![reply],
            ..self.world.ended(MessageState::Waiting, Vec::new())
        };
        let waits = self.world.store.wait(&claim.guard, ended, open).await;
        if self.owns(&claim) {
            waits.expect("waits");
            self.release(sender, id);
            self.open.insert(sender, message);
        } else {
            assert!(matches!(waits, Err(StoreError::Fenced)));
        }
    }

    async fn answer(&mut self, n: usize, again: bool) {
        let Some((sender, claim)) = pick(&self.claims, n) else {
            return;
        };
        let Some(asked) = self.open.get(&sender).copied() else {
            return;
        };
        let frozen = answer_to(asked, Answer::Choice(1));
        let planned = self.world.store.plan(&claim.guard, &frozen).await;
        if !self.owns(&claim) {
            assert!(planned.is_err(), "a fenced worker planned");
            return;
        }
        if planned.is_err() {
            return;
        }
        self.open.remove(&sender);
        let reply = self.world.reply(sender, "done");
        let id = reply.id;
        let state = if again {
            MessageState::Waiting
        } else {
            MessageState::Done
        };
        let ended = Ended {
            replies: vec![reply],
            asked: Some((asked, state, Vec::new())),
            ..self.world.ended(MessageState::Done, Vec::new())
        };
        if again {
            let open = question(asked, self.world.now() + Duration::from_mins(1));
            let waits = self.world.store.wait(&claim.guard, ended, open).await;
            waits.expect("waits");
            self.open.insert(sender, asked);
        } else {
            let finished = self.world.store.finish(&claim.guard, ended).await;
            finished.expect("finished");
        }
        self.release(sender, id);
    }

    async fn claim_reply(&mut self) {
        let claim = self
            .world
            .store
            .claim_reply("s", self.world.now(), LEASE)
            .await;
        let Some(claim) = claim.expect("asked") else {
            return;
        };
        let first = self
            .queued
            .values()
            .any(|queue| queue.front() == Some(&claim.sms.id));
        assert!(first, "sent out of order, or twice");
        self.reply_claims.push(claim);
    }

    async fn end_reply(&mut self, n: usize, sent: bool) {
        let Some(claim) = pick(&self.reply_claims, n) else {
            return;
        };
        let end = if sent {
            ReplyEnd::Sent { provider_ref: None }
        } else {
            ReplyEnd::Retry {
                at: self.world.now() + Duration::from_secs(5),
            }
        };
        let ended = self
            .world
            .store
            .end_reply(&claim, end, self.world.now())
            .await;
        if ended.is_ok() && sent {
            for queue in self.queued.values_mut() {
                if queue.front() == Some(&claim.sms.id) {
                    queue.pop_front();
                }
            }
        }
    }

    /// Everybody dies, and one worker does the rest.
    async fn settle(&mut self) {
        for _ in 0..1000 {
            self.world.clock.advance(Duration::from_mins(2));
            let before = self.claims.len();
            self.claim().await;
            if self.claims.len() == before {
                break;
            }
            self.finish(before).await;
        }
        self.world
            .store
            .expire_questions(self.world.now())
            .await
            .expect("expired");
        loop {
            let before = self.reply_claims.len();
            self.claim_reply().await;
            if self.reply_claims.len() == before {
                break;
            }
            self.end_reply(before, true).await;
        }
        assert!(self.queued.values().all(VecDeque::is_empty), "replies left");

        let filter = LogFilter {
            limit: 200,
            ..LogFilter::default()
        };
        let log = self.world.store.log(&filter).await.expect("read");
        let mut listed: Vec<_> = log.messages.iter().map(|entry| entry.id).collect();
        listed.reverse();
        let accepted: Vec<_> = self.accepted.iter().map(|(_, id)| *id).collect();
        assert_eq!(listed, accepted, "lost or doubled");
        assert!(log.messages.iter().all(|entry| entry.state.is_terminal()));
        assert!(log.messages.iter().all(|entry| entry.duration_ms.is_some()));
    }

    /// Plans what has no plan yet.
    async fn plan(&self, claim: &Claim) -> Result<(), StoreError> {
        let frozen = frozen(Role::Staff);
        self.world.store.plan(&claim.guard, &frozen).await
    }

    /// Whether this worker still holds its lane.
    fn owns(&self, claim: &Claim) -> bool {
        self.holders
            .values()
            .any(|(holder, _)| holder.guard == claim.guard)
    }

    /// The message that the head's answer has set going, where its worker died in between.
    async fn resumed(&self, claim: &Claim) -> Option<MessageId> {
        let journal = self.world.store.journal(claim.guard.message).await;
        let (asked, _) = journal.expect("read").frozen?.answers?;
        let running = self.world.state(asked).await == MessageState::Running;
        running.then_some(asked)
    }

    async fn thread(&self, sender: u32) -> fieldline::domain::Thread {
        let phone = super::given::phone(sender);
        let thread = self.world.store.thread(&super::given::line(), &phone).await;
        thread.expect("read")
    }

    fn release(&mut self, sender: u32, reply: ReplyId) {
        self.holders.remove(&sender);
        self.lanes.entry(sender).or_default().pop_front();
        self.queued.entry(sender).or_default().push_back(reply);
    }

    async fn forget_expired(&mut self) {
        let mut waiting = BTreeMap::new();
        for (sender, message) in &self.open {
            if self.world.state(*message).await == MessageState::Waiting {
                waiting.insert(*sender, *message);
            }
        }
        self.open = waiting;
    }

    fn sender_of(&self, message: MessageId) -> u32 {
        let accepted = self.accepted.iter().find(|(_, id)| *id == message);
        accepted.expect("accepted before").0
    }
}

fn pick<T: Clone>(from: &[T], n: usize) -> Option<T> {
    from.get(n.checked_rem(from.len())?).cloned()
}
