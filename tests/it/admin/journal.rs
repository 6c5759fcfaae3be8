//! Lets the log of a real store tell what a test wants it to tell: every entry comes about by the transactions that would
//! have made it.

use std::time::Duration;

use fieldline::domain::*;
use fieldline::store::*;
use jiff::Timestamp;
use serde_json::json;

const LEASE: Duration = Duration::from_secs(20);

/// The message arrives and nobody has looked at it yet.
pub(crate) async fn arrive(store: &dyn Store, entry: &LogEntry) {
    let sms = InboundSms {
        line: entry.line.clone(),
        from: sender(entry),
        to: None,
        text: entry.text.clone(),
        provider_id: entry.provider_id.clone(),
        fingerprint: entry.id.to_string(),
        sent_at: None,
        media: 0,
    };
    let consent = (entry.text == "STOP").then_some(Consent::OptOut);
    let accepted = store.accept(sms, entry.id, entry.received_at, consent);
    assert_eq!(accepted.await.unwrap(), Accepted::New(entry.id));
}

/// The message goes as far as the entry says.
pub(crate) async fn happen(store: &dyn Store, entry: &LogEntry) {
    register(store, entry).await;
    arrive(store, entry).await;
    if entry.state == MessageState::Received {
        return;
    }
    let claim = store.claim("test", entry.received_at, LEASE).await;
    let guard = claim.unwrap().expect("it is due").guard;
    assert_eq!(guard.message, entry.id, "everything before it has ended");
    store.plan(&guard, &frozen(entry)).await.unwrap();
    for call in &entry.calls {
        make(store, &guard, entry, call).await;
    }
    let ended = ended(entry);
    match entry.state {
        MessageState::Running => {}
        MessageState::Waiting => {
            let question = question(entry);
            store.wait(&guard, ended, question).await.unwrap();
        }
        _ => store.finish(&guard, ended).await.unwrap(),
    }
    for reply in &entry.replies {
        send(store, entry, reply).await;
    }
}

fn sender(entry: &LogEntry) -> Sender {
    let other = |_| Sender::Other(entry.from.clone());
    entry.from.parse().map_or_else(other, Sender::Phone)
}

async fn register(store: &dyn Store, entry: &LogEntry) {
    let (Some(name), Sender::Phone(phone)) = (&entry.person, sender(entry)) else {
        return;
    };
    let person = Person {
        phone,
        name: name.clone(),
        role: Role::Staff,
        user_id: None,
        lang: Lang::en(),
        tz: "America/Chicago".to_owned(),
    };
    store.put_person(person).await.unwrap();
}

fn frozen(entry: &LogEntry) -> Frozen {
    let command = |intent: &Intent| Command {
        intent: intent.clone(),
        context: context(entry),
    };
    Frozen {
        parsed: Parsed {
            reading: Reading::Execute {
                intents: entry.intents.clone(),
            },
            lang: Lang::en(),
            reasons: entry.reasons.clone(),
        },
        grammar_version: entry.grammar_version.clone().unwrap_or_default(),
        commands: entry.intents.iter().map(command).collect(),
        said: None,
        answers: None,
    }
}

fn context(entry: &LogEntry) -> Context {
    Context {
        now: entry.received_at,
        tz: "America/Chicago".to_owned(),
        lang: Lang::en(),
        line: entry.line.clone(),
        sender: number(entry),
        person: None,
        role: Role::Staff,
        gate: Gate::Open,
        marker: "7K2QX9".to_owned(),
        bound: Bound::default(),
        thread: Thread::default(),
        staff: Vec::new(),
        leads: LeadPolicy {
            welcome_task: None,
            due: entry.received_at,
            assignee: None,
            tags: Vec::new(),
            reply: None,
        },
        undo: None,
    }
}

/// Where replies go; a sender without a number gets none in life.
fn number(entry: &LogEntry) -> Phone {
    let nobody = "+15550000000".parse().unwrap();
    sender(entry).phone().cloned().unwrap_or(nobody)
}

async fn make(store: &dyn Store, guard: &Guard, entry: &LogEntry, call: &LogCall) {
    let step = StepKey {
        message: entry.id,
        command: 0,
        step: call.seq - 1,
    };
    let request = RequestLine {
        method: call.method.clone(),
        path: call.path.clone(),
    };
    let crm_call = crm_call(&call.op);
    let now = entry.received_at;
    let begun = store.begin_call(guard, step, &crm_call, request, now).await;
    assert_eq!(begun.unwrap(), Begun::Send, "{}", entry.text);
    let exchange = Exchange {
        status: call.status,
        ms: call.ms.unwrap_or_default(),
    };
    let seen = Observation::Tasks(Vec::new());
    assert_eq!(call.state, CallState::Confirmed);
    store
        .end_call(guard, step, seen, exchange, now)
        .await
        .unwrap();
}

fn crm_call(op: &str) -> CrmCall {
    let contact = ContactId::from("k1");
    match op {
        "task.complete" => CrmCall::SetTaskCompleted {
            contact,
            task: TaskId::from("t9"),
            completed: true,
        },
        "task.create" => CrmCall::CreateTask {
            contact,
            title: "call back".to_owned(),
            body: None,
            due: Timestamp::UNIX_EPOCH,
            assignee: None,
            marker: "7K2QX9".to_owned(),
        },
        _ => CrmCall::ListTasks { contact },
    }
}

fn ended(entry: &LogEntry) -> Ended {
    let reply = |reply: &LogReply| NewReply {
        id: reply.id,
        to: number(entry),
        text: reply.text.clone(),
        segments: reply.segments,
        unicode: false,
        not_before: entry.received_at,
        confirms_opt_out: false,
        secret: reply.text.contains("4711").then(|| "4711".to_owned()),
    };
    Ended {
        state: entry.state,
        outcomes: entry.outcome.iter().map(|code| outcome(code)).collect(),
        replies: entry.replies.iter().map(reply).collect(),
        thread: Thread::default(),
        asked: None,
        undone: None,
        now: later(entry),
    }
}

/// The outcome of that code, with something in each of its fields.
fn outcome(code: &str) -> Outcome {
    let contact = json!({"id": "k1", "name": "Jane Doe"});
    let any = json!({
        "code": code, "contact": contact,
        "task": {"id": "t9", "contact": "k1", "title": "call back", "completed": false},
        "note": {"id": "n1", "contact": "k1", "body": "left voicemail", "at": "2026-11-22T15:00:00Z"},
        "tasks": [], "already": [], "gone": [], "total": 0,
        "problem": {"at": [0, 4], "found": "taks", "expected": []}, "reason": "suspended", "what": "a note", "why": "reaction", "intent": "task.delete"
    });
    serde_json::from_value(any).expect("an outcome of this code")
}

fn later(entry: &LogEntry) -> Timestamp {
    entry.received_at + Duration::from_millis(entry.duration_ms.unwrap_or(1))
}

fn question(entry: &LogEntry) -> OpenQuestion {
    OpenQuestion {
        message: entry.id,
        command: 0,
        question: Question {
            about: About::Who,
            choices: Vec::new(),
        },
        expires: later(entry) + Duration::from_mins(5),
    }
}

async fn send(store: &dyn Store, entry: &LogEntry, reply: &LogReply) {
    if reply.state == ReplyState::Pending {
        return;
    }
    let now = later(entry);
    let claim = store.claim_reply("test", now, LEASE).await.unwrap();
    let claim = claim.expect("it is due");
    assert_eq!(claim.sms.id, reply.id);
    let provider_ref = reply.provider_ref.clone();
    let sent = ReplyEnd::Sent { provider_ref };
    store.end_reply(&claim, sent, now).await.unwrap();
    let state = match reply.state {
        ReplyState::Delivered => DeliveryState::Delivered,
        ReplyState::Undelivered => DeliveryState::Undelivered,
        _ => return,
    };
    let report = DeliveryReport {
        reply: Some(reply.id),
        provider_ref: None,
        state,
        error: None,
        opted_out: false,
    };
    store.delivered(&entry.line, report, now).await.unwrap();
}
