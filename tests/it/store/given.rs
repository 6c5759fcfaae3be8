//! Values for the store's tests, and the shortest ways through its methods.

use std::time::Duration;

use fieldline::clock::Clock;
use fieldline::domain::{About, Choice};
use fieldline::domain::{
    Answer, Bound, Command, Contact, Context, CrmCall, Frozen, Gate, InboundSms, Intent, Lang,
    LeadPolicy, LineName, MessageId, MessageState, Observation, OpenQuestion, Outcome, Parsed,
    Person, Phone, Question, Reading, Reason, ReplyId, Role, Sender, Task, TaskRef, Thread,
};
use fieldline::store::{
    Accepted, Begun, Claim, Consent, Ended, Exchange, NewReply, RequestLine, StepKey, Store,
};
use jiff::Timestamp;

use super::World;

pub(super) const LEASE: Duration = Duration::from_secs(20);

pub(super) fn noon() -> Timestamp {
    "2026-11-22T12:00:00Z".parse().expect("a time")
}

pub(super) fn line() -> LineName {
    LineName::from("main")
}

/// Somebody's number: each `n` is somebody else.
pub(super) fn phone(n: u32) -> Phone {
    format!("+1555{:07}", 1_000_000 + n)
        .parse()
        .expect("a number")
}

/// A message with an id of the carrier.
pub(super) fn sms(from: u32, provider_id: &str, text: &str) -> InboundSms {
    InboundSms {
        line: line(),
        from: Sender::Phone(phone(from)),
        to: Some(phone(0)),
        text: text.to_owned(),
        provider_id: Some(provider_id.to_owned()),
        fingerprint: format!("{text}|{from}"),
        sent_at: None,
        media: 0,
    }
}

pub(super) fn person(n: u32, name: &str, role: Role) -> Person {
    Person {
        phone: phone(n),
        name: name.to_owned(),
        role,
        user_id: None,
        lang: Lang::en(),
        tz: "America/Chicago".to_owned(),
    }
}

pub(super) fn contact(id: &str, name: &str) -> Contact {
    Contact {
        id: id.into(),
        handle: None,
        name: name.to_owned(),
        phone: None,
        email: None,
        company: None,
        tags: Vec::new(),
    }
}

pub(super) fn task(id: &str, contact: &str, title: &str) -> Task {
    Task {
        id: id.into(),
        contact: contact.into(),
        handle: None,
        title: title.to_owned(),
        body: None,
        due: None,
        completed: false,
        assignee: None,
        contact_name: None,
    }
}

pub(super) fn done(tasks: &[&str]) -> Outcome {
    Outcome::TasksCompleted {
        tasks: tasks.iter().map(|id| task(id, "k1", id)).collect(),
        already: Vec::new(),
        gone: Vec::new(),
    }
}

pub(super) fn complete(task: &str) -> CrmCall {
    CrmCall::SetTaskCompleted {
        contact: "k1".into(),
        task: task.into(),
        completed: true,
    }
}

pub(super) fn look(contact: &str) -> CrmCall {
    CrmCall::GetContact {
        contact: contact.into(),
    }
}

pub(super) fn request() -> RequestLine {
    RequestLine {
        method: "PUT".to_owned(),
        path: "/contacts/k1/tasks/t1/completed".to_owned(),
    }
}

pub(super) fn exchange() -> Exchange {
    Exchange {
        status: Some(200),
        ms: 41,
    }
}

pub(super) fn step(message: MessageId, step: u32) -> StepKey {
    StepKey {
        message,
        command: 0,
        step,
    }
}

/// `done 42`, planned for a sender of this role.
pub(super) fn frozen(role: Role) -> Frozen {
    let intent = Intent::TaskComplete {
        tasks: vec![TaskRef::Handle(42)],
    };
    frozen_to(intent, role)
}

/// A message of one command.
pub(super) fn frozen_to(intent: Intent, role: Role) -> Frozen {
    Frozen {
        parsed: Parsed {
            reading: Reading::Execute {
                intents: vec![intent.clone()],
            },
            lang: Lang::en(),
            reasons: vec![Reason {
                code: "HEAD_ALIAS".to_owned(),
                span: [0, 4],
                from: Some("done".to_owned()),
                to: None,
            }],
        },
        grammar_version: "g1".to_owned(),
        commands: vec![Command {
            intent,
            context: context(role),
        }],
        said: None,
        answers: None,
    }
}

/// An answer to the question of `asked`.
pub(super) fn answer_to(asked: MessageId, answer: Answer) -> Frozen {
    Frozen {
        commands: Vec::new(),
        answers: Some((asked, answer.clone())),
        ..frozen_to(Intent::Answer(answer), Role::Staff)
    }
}

pub(super) fn question(message: MessageId, expires: Timestamp) -> OpenQuestion {
    let choice = |label: &str| Choice {
        label: label.to_owned(),
        intent: None,
        contact: None,
        task: None,
    };
    OpenQuestion {
        message,
        command: 0,
        question: Question {
            about: About::Who,
            choices: vec![choice("Jon A"), choice("Jon B")],
        },
        expires,
    }
}

fn context(role: Role) -> Context {
    Context {
        now: noon(),
        tz: "America/Chicago".to_owned(),
        lang: Lang::en(),
        line: line(),
        sender: phone(1),
        person: None,
        role,
        gate: Gate::Open,
        marker: "7K2QX9".to_owned(),
        bound: Bound::default(),
        thread: Thread::default(),
        staff: Vec::new(),
        leads: LeadPolicy {
            welcome_task: None,
            due: noon(),
            assignee: None,
            tags: Vec::new(),
            reply: None,
        },
        undo: None,
    }
}

impl World {
    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(super) fn store(&self) -> &dyn Store {
        self.store.as_ref()
    }

    /// A message of sender `from`, new for sure.
    pub(super) async fn accepted(&self, from: u32, text: &str) -> MessageId {
        let id = MessageId::new(self.clock.uuid());
        let sms = sms(from, &id.to_string(), text);
        self.accept_as(sms, id, None).await;
        id
    }

    pub(super) async fn accept_as(&self, sms: InboundSms, id: MessageId, consent: Option<Consent>) {
        let accepted = self.store.accept(sms, id, self.now(), consent).await;
        assert_eq!(accepted.expect("accepted"), Accepted::New(id));
    }

    pub(super) async fn claim(&self, owner: &str) -> Option<Claim> {
        let claim = self.store.claim(owner, self.now(), LEASE).await;
        claim.expect("asked")
    }

    /// The claim of a message that is there for sure.
    pub(super) async fn claimed(&self) -> Claim {
        self.claim("w").await.expect("a message is due")
    }

    /// A message of sender `from`, accepted, claimed and planned for a member of staff.
    pub(super) async fn planned(&self, from: u32) -> Claim {
        self.accepted(from, "done 42").await;
        let claim = self.claimed().await;
        self.register(from, Role::Staff).await;
        let plan = self.store.plan(&claim.guard, &frozen(Role::Staff)).await;
        plan.expect("planned");
        claim
    }

    pub(super) async fn register(&self, n: u32, role: Role) {
        let put = self.store.put_person(person(n, "Bob Ray", role)).await;
        put.expect("registered");
    }

    /// Begins and ends one call.
    pub(super) async fn called(
        &self,
        claim: &Claim,
        step: StepKey,
        call: CrmCall,
        seen: Observation,
    ) -> Observation {
        let begun = self
            .store
            .begin_call(&claim.guard, step, &call, request(), self.now())
            .await;
        assert_eq!(begun.expect("begun"), Begun::Send);
        let seen = self
            .store
            .end_call(&claim.guard, step, seen, exchange(), self.now())
            .await;
        seen.expect("ended")
    }

    pub(super) fn ended(&self, state: MessageState, outcomes: Vec<Outcome>) -> Ended {
        Ended {
            state,
            outcomes,
            replies: Vec::new(),
            thread: Thread::default(),
            asked: None,
            undone: None,
            now: self.now(),
        }
    }

    pub(super) async fn finished(&self, claim: &Claim, replies: Vec<NewReply>) {
        let ended = Ended {
            replies,
            ..self.ended(MessageState::Done, vec![done(&["t1"])])
        };
        let finish = self.store.finish(&claim.guard, ended).await;
        finish.expect("finished");
    }

    /// The message waits with a question that is open for five minutes.
    pub(super) async fn waiting(&self, claim: &Claim) -> OpenQuestion {
        let question = question(claim.guard.message, self.now() + Duration::from_mins(5));
        let ended = self.ended(MessageState::Waiting, Vec::new());
        let wait = self.store.wait(&claim.guard, ended, question.clone()).await;
        wait.expect("waits");
        question
    }

    pub(super) fn reply(&self, to: u32, text: &str) -> NewReply {
        NewReply {
            id: ReplyId::new(self.clock.uuid()),
            to: phone(to),
            text: text.to_owned(),
            segments: 1,
            unicode: false,
            not_before: self.now(),
            confirms_opt_out: false,
            secret: None,
        }
    }

    pub(super) async fn state(&self, message: MessageId) -> MessageState {
        let entry = self.store.entry(message).await.expect("read");
        entry.expect("listed").state
    }
}
