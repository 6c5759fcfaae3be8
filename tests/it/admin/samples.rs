//! Messages for the pages to show.

use fieldline::domain::MessageState::*;
use fieldline::domain::*;
use fieldline::store::*;
use jiff::SignedDuration;
use serde_json::json;
use uuid::Uuid;

/// What a spiteful sender writes.
pub(crate) const SPITE: &str = "<script>document.title='owned'</script>\" onmouseover=\"alert(1)";

pub(crate) fn id(number: u128) -> MessageId {
    MessageId::new(Uuid::from_u128(number))
}

/// A finished `done 42` of Bob Ray, as JSON so that this reads like the API.
pub(crate) fn entry(number: u128, text: &str) -> LogEntry {
    let second = number % 60;
    serde_json::from_value(json!({
        "id": id(number),
        "received_at": format!("2026-11-22T15:00:{second:02}Z"),
        "line": "main",
        "from": "+15551230001",
        "person": "Bob Ray",
        "provider_id": format!("SM{number}"),
        "text": text,
        "state": "done",
        "outcome": "tasks_completed",
        "intents": [{"do": "task.complete", "tasks": [42]}],
        "reasons": [
            {"code": "HEAD_ALIAS", "span": [0, 4], "from": "done", "to": "task.complete"},
            {"code": "HANDLE", "span": [5, 7], "from": "42"}
        ],
        "grammar_version": "en-1",
        "calls": [{
            "seq": 1, "op": "task.complete", "method": "PUT", "path": "/contacts/k1/tasks/t9/completed",
            "state": "confirmed", "attempts": 1, "status": 200, "ms": 41
        }],
        "replies": [{
            "id": ReplyId::new(Uuid::from_u128(number)), "text": "Done: #42 Call Jane Doe back",
            "segments": 1, "state": "delivered", "provider_ref": format!("SMout{number}")
        }],
        "duration_ms": 63
    }))
    .expect("the shape of the log")
}

/// Everything in it is spite.
pub(crate) fn spiteful(number: u128) -> LogEntry {
    let mut entry = entry(number, SPITE);
    entry.from = SPITE.into();
    entry.person = Some(SPITE.to_owned());
    entry.line = LineName(SPITE.to_owned());
    entry.provider_id = Some(format!("{SPITE}{number}"));
    entry.grammar_version = Some(SPITE.to_owned());
    entry.intents = vec![Intent::ContactFind {
        query: SPITE.to_owned(),
    }];
    entry.reasons[0].code = SPITE.into();
    entry.reasons[0].to = Some(SPITE.to_owned());
    entry.calls[0].op = "task.list".into();
    entry.calls[0].path = SPITE.into();
    entry.replies[0].text = SPITE.into();
    entry.replies[0].provider_ref = Some(SPITE.to_owned());
    entry
}

/// An ordinary morning, for the eye.
pub(crate) fn morning() -> Vec<LogEntry> {
    let mut all = Vec::new();
    let mut add = |from: &str,
                   person: Option<&str>,
                   text: &str,
                   state: MessageState,
                   outcome: &str,
                   reply: &str,
                   ms: u64| {
        let number = u128::try_from(all.len() + 1).unwrap();
        let mut entry = entry(number, text);
        let minutes = i64::try_from(all.len()).unwrap() * 11 - 130;
        entry.received_at += SignedDuration::from_mins(minutes);
        entry.from = from.into();
        entry.person = person.map(str::to_owned);
        entry.calls.truncate(person.iter().len());
        entry.state = state;
        entry.outcome = Some(outcome.to_owned()).filter(|it| !it.is_empty());
        entry.duration_ms = Some(ms).filter(|_| state.is_terminal());
        entry.replies[0].text = reply.into();
        if reply.is_empty() {
            entry.replies.clear();
        }
        all.push(entry);
    };
    let bob = Some("Bob Ray");
    let ana = Some("Ana Ortiz");
    add(
        "+14155550132",
        None,
        "Hi im Dana Whitfield, dana@whitfieldroofing.example from Whitfield Roofing - need a quote",
        Done,
        "lead_registered",
        "Thanks Dana! We have your details and somebody will call you back today.",
        184,
    );
    add(
        "+15551230001",
        bob,
        "tasks",
        Done,
        "task_list",
        "3 open:\n#42 Call Jane Doe back, today\n#43 Send quote to Whitfield Roofing, Mon 23 Nov\n#44 Order shingles, Tue 24 Nov",
        71,
    );
    add(
        "+15551230001",
        bob,
        "add task for Jane Doe: call back tomorrow 3pm",
        Done,
        "task_created",
        "Task #45 for Jane Doe: call back, Mon 23 Nov 3:00 PM",
        96,
    );
    add(
        "+15551230002",
        ana,
        "note Jane left voicemail, she prefers mornings",
        Done,
        "note_added",
        "Note on Jane Doe: left voicemail, she prefers mornings",
        88,
    );
    add(
        "+15551230002",
        ana,
        "tag Jon vip",
        Waiting,
        "",
        "Which Jon? 1 Jon Abbot 2 Jon Meyer. Reply with the number.",
        0,
    );
    add(
        "+15551230003",
        Some("Pat Kim"),
        "delete task 43",
        Denied,
        "not_allowed",
        "Only managers may delete tasks.",
        12,
    );
    add(
        "+15551230001",
        bob,
        "taks",
        Done,
        "unclear",
        "Did you mean: tasks? Reply Y.",
        9,
    );
    add(
        "+15551230001",
        bob,
        "note Jane: gate code is on the door",
        NeedsReview,
        "needs_review",
        "The CRM did not answer clearly. Somebody will check whether the note on Jane Doe was saved.",
        60_412,
    );
    add(
        "+14155550199",
        None,
        "Liked “Thanks Dana!”",
        Ignored,
        "ignored",
        "",
        2,
    );
    add(
        "+15551230002",
        ana,
        "find 555-0142",
        Failed,
        "refused",
        "The CRM refused: location is suspended.",
        233,
    );
    add(
        "+15551230001",
        bob,
        "done 42",
        Done,
        "tasks_completed",
        "Done: #42 Call Jane Doe back",
        63,
    );
    add(
        "+15551230002",
        ana,
        "remind me to check the gutters at 14 Elm fri 9am",
        Running,
        "",
        "",
        0,
    );
    let added = &mut all[2];
    added.intents = serde_json::from_value(json!([{
        "do": "task.create", "who": {"name": "Jane Doe"}, "title": "call back", "due": "2026-11-23T15:00:00-06:00"
    }]))
    .unwrap();
    added.reasons = serde_json::from_value(json!([
        {"code": "HEAD", "span": [0, 8], "from": "add task", "to": "task.create"},
        {"code": "REF_NAME", "span": [13, 21], "from": "Jane Doe"},
        {"code": "DATE", "span": [33, 45], "from": "tomorrow 3pm", "to": "Mon 23 Nov 2026 15:00"}
    ]))
    .unwrap();
    added.calls = serde_json::from_value(json!([
        {"seq": 1, "op": "task.list", "method": "GET", "path": "/contacts/k8Jd2mQx/tasks",
         "state": "confirmed", "attempts": 1, "status": 200, "ms": 38},
        {"seq": 2, "op": "task.create", "method": "POST", "path": "/contacts/k8Jd2mQx/tasks",
         "state": "confirmed", "attempts": 1, "status": 201, "ms": 52}
    ]))
    .unwrap();
    let failed = all.len() - 3;
    all[failed].replies[0].state = ReplyState::Undelivered;
    all
}

/// Who texts in that morning.
pub(crate) fn people() -> Vec<Person> {
    [
        ("+15551230001", "Bob Ray", Role::Staff),
        ("+15551230002", "Ana Ortiz", Role::Manager),
        ("+15551230003", "Pat Kim", Role::Staff),
    ]
    .into_iter()
    .map(|(phone, name, role)| Person {
        phone: phone.parse().unwrap(),
        name: name.to_owned(),
        role,
        user_id: Some(UserId::from("uQ2vX9kBob7LmN4p")),
        lang: Lang::en(),
        tz: "America/Chicago".to_owned(),
    })
    .collect()
}
