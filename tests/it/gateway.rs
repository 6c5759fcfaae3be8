//! Whole stories: a text comes in by the webhook, the CRM changes (or does not), an answer goes out, the log tells it.

use std::time::Duration;

use fieldline::domain::{MessageState, ReplyState};
use fieldline::sandbox::{Fault, FaultKind};
use fieldline::store::LogFilter;

use crate::support::gateway::{ANN, BOB, Gateway, STRANGER};

#[tokio::test(flavor = "multi_thread")]
async fn done_42_costs_one_call_and_a_second_one_sends_nothing_twice() {
    let gateway = Gateway::start().await;
    let tasks = gateway.text(BOB, "tasks").await;
    assert!(tasks.contains("#1") && tasks.contains("Jane"), "{tasks}");
    gateway.calls();
    let reply = gateway.text(BOB, "done 1").await;
    assert!(reply.contains("#1"), "{reply}");
    let calls = gateway.calls();
    assert_eq!(calls.len(), 1, "{calls:?}");
    assert!(
        calls[0].starts_with("PUT /contacts/") && calls[0].ends_with("/completed"),
        "{calls:?}"
    );
    let again = gateway.text(BOB, "done 1").await;
    assert!(again.to_lowercase().contains("already"), "{again}");
    assert_eq!(gateway.effects(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_becomes_a_contact_with_a_welcome_task() {
    let gateway = Gateway::start().await;
    let reply = gateway
        .text(STRANGER, "Hi im Dana Whitfield, dana@whitfieldroofing.example from Whitfield Roofing - need a quote")
        .await;
    assert!(reply.contains("Dana"), "{reply}");
    let effects = gateway.effects();
    assert_eq!(effects[0], "contact.created", "{effects:?}");
    assert!(effects.contains(&"task.created".to_owned()), "{effects:?}");
    let contacts = gateway.sandbox.sandbox.snapshot().contacts;
    let dana = contacts.last().unwrap();
    assert_eq!(dana["phone"], STRANGER);
    assert_eq!(dana["email"], "dana@whitfieldroofing.example");
    assert_eq!(dana["tags"], serde_json::json!(["sms-lead"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_who_says_nothing_of_themselves_is_told_once_what_to_text() {
    let gateway = Gateway::start_with(|config| config.leads.greet = true).await;
    let spam = "URGENT! You have won a 1000 cash prize. Claim now, txt WIN to 86688";
    for automatic in [
        spam,
        "I am out of office until Monday",
        "Liked \u{201c}see you\u{201d}",
    ] {
        let entry = gateway.text_unanswered(STRANGER, automatic).await;
        assert_eq!(entry.state, MessageState::Ignored, "{automatic}");
        assert!(entry.replies.is_empty(), "{automatic}");
    }
    let prompt = gateway.text(STRANGER, "how much is a new roof?").await;
    assert!(prompt.contains("my name is Dana Whitfield"), "{prompt}");
    let again = gateway
        .text_unanswered(STRANGER, "are you open on sundays?")
        .await;
    assert_eq!(again.outcome.as_deref(), Some("ignored"));
    assert_eq!(gateway.effects(), Vec::<String>::new());
    let thanks = gateway
        .text(STRANGER, "my name is Dana Whitfield, I need a quote")
        .await;
    assert!(thanks.contains("Dana"), "{thanks}");
    assert_eq!(gateway.effects()[0], "contact.created");
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_are_not_greeted_unless_wanted() {
    let gateway = Gateway::start().await;
    let entry = gateway
        .text_unanswered(STRANGER, "how much is a new roof?")
        .await;
    assert_eq!(entry.state, MessageState::Ignored);
    assert!(entry.replies.is_empty(), "{entry:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_can_change_nothing() {
    let gateway = Gateway::start().await;
    for text in [
        "done 1",
        "tasks",
        "delete task 1",
        "note Jane called",
        "tag Jane vip",
        "undo",
    ] {
        let id = format!("stranger-{text}");
        gateway
            .phone
            .send(&STRANGER.parse().unwrap(), text, &id)
            .await
            .unwrap();
        gateway.ended(&id).await;
    }
    assert_eq!(gateway.effects(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn which_jon_is_asked_and_answered_with_a_number() {
    let gateway = Gateway::start().await;
    let question = gateway.text(BOB, "note Jon wants the blue tiles").await;
    assert!(
        question.contains("Jon Bell") && question.contains("Jon Reyes"),
        "{question}"
    );
    assert_eq!(gateway.effects(), Vec::<String>::new());
    let reply = gateway.text(BOB, "2").await;
    assert!(reply.contains("Jon Reyes"), "{reply}");
    assert_eq!(gateway.effects(), ["note.created"]);
    let log = gateway
        .app
        .store
        .log(&LogFilter::default())
        .await
        .unwrap()
        .messages;
    let outcomes: Vec<_> = log
        .iter()
        .map(|entry| (entry.text.as_str(), entry.state))
        .collect();
    assert_eq!(
        outcomes,
        [
            ("2", MessageState::Done),
            ("note Jon wants the blue tiles", MessageState::Done)
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn deleting_needs_the_code_and_the_log_does_not_show_it() {
    let gateway = Gateway::start().await;
    gateway.text(BOB, "tasks").await;
    let question = gateway.text(BOB, "delete task 1").await;
    let code = question
        .split(|c: char| !c.is_ascii_digit())
        .find(|digits| digits.len() == 4)
        .unwrap()
        .to_owned();
    let wrong = if code == "0000" { "0001" } else { "0000" };
    let again = gateway.text(BOB, &format!("ok {wrong}")).await;
    assert_eq!(gateway.effects(), Vec::<String>::new(), "{again}");
    gateway.text(BOB, &format!("ok {code}")).await;
    assert_eq!(gateway.effects(), ["task.deleted"]);
    let log = gateway
        .app
        .store
        .log(&LogFilter::default())
        .await
        .unwrap()
        .messages;
    let told: Vec<&str> = log
        .iter()
        .flat_map(|entry| &entry.replies)
        .map(|reply| reply.text.as_str())
        .collect();
    assert!(told.iter().all(|text| !text.contains(&code)), "{told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn undo_takes_back_the_last_change_once() {
    let gateway = Gateway::start().await;
    gateway.text(BOB, "tag Jane vip").await;
    assert_eq!(gateway.effects(), ["tags.added"]);
    gateway.text(BOB, "undo").await;
    assert_eq!(gateway.effects(), ["tags.removed"]);
    gateway.text(BOB, "undo").await;
    assert_eq!(gateway.effects(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn after_stop_there_is_one_confirmation_and_then_silence() {
    let gateway = Gateway::start().await;
    let reply = gateway.text(STRANGER, "STOP").await;
    assert!(reply.contains("opted out"), "{reply}");
    let text = "Hi im Dana Whitfield, dana@whitfieldroofing.example";
    gateway.text_unanswered(STRANGER, text).await;
    // A reply is suppressed on its way out, which is after its message has ended.
    let on_its_way = |state| matches!(state, ReplyState::Pending | ReplyState::Sending);
    let entry = gateway
        .entry(|entry| {
            let mut replies = entry.replies.iter();
            entry.text == text && !replies.any(|reply| on_its_way(reply.state))
        })
        .await;
    assert!(
        entry
            .replies
            .iter()
            .all(|reply| reply.state == ReplyState::Suppressed),
        "{entry:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_message_again_is_done_once() {
    let gateway = Gateway::start().await;
    let ann = ANN.parse().unwrap();
    for _ in 0..8 {
        gateway
            .phone
            .send(&ann, "note Jane left voicemail", "twice")
            .await
            .unwrap();
    }
    gateway.ended("twice").await;
    assert_eq!(gateway.effects(), ["note.created"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_create_whose_answer_is_lost_is_looked_up_and_not_repeated() {
    for kind in [
        FaultKind::ErrorAfter { status: 500 },
        FaultKind::ResetAfter,
        FaultKind::Truncated,
        FaultKind::RefusedAfter,
    ] {
        let gateway = Gateway::start().await;
        let fault = Fault::once("POST /contacts/{contactId}/notes", kind);
        gateway.sandbox.sandbox.set_faults(vec![fault]).unwrap();
        let reply = gateway.text(BOB, "note Jane left voicemail").await;
        assert!(reply.contains("Jane"), "{reply}");
        assert_eq!(gateway.effects(), ["note.created"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_create_that_is_refused_and_absent_is_told_and_not_repeated() {
    let gateway = Gateway::start().await;
    let fault = Fault::always(
        "POST /contacts/{contactId}/notes",
        FaultKind::ErrorBefore { status: 422 },
    );
    gateway.sandbox.sandbox.set_faults(vec![fault]).unwrap();
    gateway.text(BOB, "note Jane left voicemail").await;
    let log = gateway
        .app
        .store
        .log(&LogFilter::default())
        .await
        .unwrap()
        .messages;
    assert_eq!(log[0].state, MessageState::Failed, "{log:?}");
    let creates = gateway
        .calls()
        .into_iter()
        .filter(|call| call.starts_with("POST"))
        .count();
    assert_eq!(creates, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_create_that_never_arrived_is_repeated() {
    let gateway = Gateway::start().await;
    let fault = Fault::once(
        "POST /contacts/{contactId}/notes",
        FaultKind::ErrorBefore { status: 503 },
    );
    gateway.sandbox.sandbox.set_faults(vec![fault]).unwrap();
    let bob = BOB.parse().unwrap();
    gateway
        .phone
        .send(&bob, "note Jane left voicemail", "lost")
        .await
        .unwrap();
    assert_eq!(gateway.ended("lost").await.state, MessageState::Done);
    assert_eq!(gateway.effects(), ["note.created"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn several_commands_in_one_message_are_all_told() {
    let gateway = Gateway::start().await;
    gateway.text(BOB, "tasks").await;
    let reply = gateway.text(BOB, "done 1; tag Jane vip").await;
    assert!(reply.contains("#1") && reply.contains("vip"), "{reply}");
    assert_eq!(gateway.effects(), ["task.completed", "tags.added"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_of_one_sender_run_in_the_order_they_came() {
    let gateway = Gateway::start().await;
    let bob = BOB.parse().unwrap();
    for number in 0..12 {
        let text = format!("note Jane number {number:02}");
        gateway
            .phone
            .send(&bob, &text, &format!("order-{number:02}"))
            .await
            .unwrap();
    }
    gateway.ended("order-11").await;
    let notes = gateway.sandbox.sandbox.snapshot().notes;
    let bodies: Vec<String> = notes
        .iter()
        .map(|note| {
            note["body"]
                .as_str()
                .unwrap()
                .lines()
                .next()
                .unwrap()
                .to_owned()
        })
        .collect();
    let wanted: Vec<String> = (0..12)
        .map(|number| format!("number {number:02}"))
        .collect();
    assert_eq!(bodies, wanted);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limited_crm_is_waited_for() {
    let gateway =
        Gateway::start_with(|config| config.engine.request_timeout = Duration::from_secs(5)).await;
    let fault = Fault::once("POST /contacts/{contactId}/tags", FaultKind::RateLimited);
    gateway.sandbox.sandbox.set_faults(vec![fault]).unwrap();
    let bob = BOB.parse().unwrap();
    gateway
        .phone
        .send(&bob, "tag Jane vip", "limited")
        .await
        .unwrap();
    let waiting = || async { gateway.app.engine.ready().is_err() };
    for _ in 0..200 {
        if waiting().await {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert!(
        gateway.app.engine.ready().is_err(),
        "the gateway says that commands wait"
    );
    assert_eq!(gateway.effects(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_crm_is_down_the_sender_is_told_once_and_it_is_done_later() {
    let gateway = Gateway::start().await;
    let down = Fault {
        count: 6,
        ..Fault::once(
            "POST /contacts/{contactId}/notes",
            FaultKind::ErrorBefore { status: 503 },
        )
    };
    gateway.sandbox.sandbox.set_faults(vec![down]).unwrap();
    gateway
        .phone
        .send(&BOB.parse().unwrap(), "note Jane left voicemail", "down")
        .await
        .unwrap();
    let entry = gateway.ended("down").await;
    assert_eq!(entry.state, MessageState::Done);
    assert_eq!(entry.replies.len(), 2, "{:?}", entry.replies);
    assert!(
        entry.replies[0].text.contains("No need to send it again"),
        "{:?}",
        entry.replies
    );
    assert_eq!(gateway.effects(), ["note.created"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_runs_the_one_command_that_was_asked_about() {
    let gateway = Gateway::start().await;
    let asked = gateway.text(BOB, "call Jane").await;
    assert!(asked.contains("Reply Y or N"), "{asked}");
    let reply = gateway.text(BOB, "y").await;
    assert!(reply.contains("call Jane. UNDO"), "{reply}");
    assert!(gateway.effects().contains(&"task.created".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_message_is_lost_to_a_question_about_another_part() {
    let gateway = Gateway::start().await;
    gateway.text(BOB, "tasks").await;
    let asked = gateway
        .text(BOB, "task for Jane: pay rent yesterday; done 1")
        .await;
    assert!(
        asked.contains("pay rent") && asked.contains("done #1"),
        "{asked}"
    );
    assert_eq!(gateway.effects(), Vec::<String>::new());
    let reply = gateway.text(BOB, "y").await;
    assert!(
        reply.contains("pay rent") && reply.contains("Done: #1"),
        "{reply}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_names_and_opens_only_the_deletion_it_was_sent_for() {
    let gateway = Gateway::start().await;
    gateway.text(BOB, "tasks").await;
    let whole = gateway.text(BOB, "done 1 and delete task 2").await;
    assert!(
        whole.contains("done #1") && whole.contains("delete task #2") && whole.contains("Y or N"),
        "{whole}"
    );
    assert_eq!(gateway.effects(), Vec::<String>::new());
    let bob = BOB.parse().unwrap();
    gateway.phone.send(&bob, "y", "agreed").await.unwrap();
    gateway.ended("agreed").await;
    assert_eq!(gateway.effects(), ["task.completed"]);
    gateway.phone.send(&bob, "y", "no code").await.unwrap();
    gateway.ended("no code").await;
    gateway.phone.send(&bob, "n", "declined").await.unwrap();
    gateway.ended("declined").await;
    assert_eq!(gateway.effects(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn more_has_nothing_left_of_an_older_list() {
    let gateway = Gateway::start_with(|config| config.limits.segments = 1).await;
    let cut = gateway.text(BOB, "tasks").await;
    assert!(cut.contains("MORE for"), "{cut}");
    gateway.text(BOB, "find Grace").await;
    let more = gateway.text(BOB, "more").await;
    assert_eq!(more, "That was all");
}

#[tokio::test(flavor = "multi_thread")]
async fn more_ends() {
    let gateway = Gateway::start_with(|config| config.limits.segments = 1).await;
    let mut said = gateway.text(BOB, "tasks").await;
    for _ in 0..10 {
        if said == "That was all" {
            return;
        }
        said = gateway.text(BOB, "more").await;
    }
    panic!("{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_cannot_be_read_to_its_end_changes_nothing() {
    let gateway = Gateway::start().await;
    let long = format!("note Jane: {}", "word ".repeat(400));
    let many = "done 1\n".repeat(6);
    for text in [long, many] {
        let reply = gateway.text(BOB, &text).await;
        assert!(reply.contains("so nothing was done"), "{reply}");
    }
    assert_eq!(gateway.effects(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_full_words_for_deleting_it_have_its_number() {
    let gateway = Gateway::start().await;
    gateway.text(BOB, "tasks").await;
    gateway.text(BOB, "show 1").await;
    let reply = gateway.text(BOB, "delete it").await;
    assert!(reply.ends_with("delete task 1"), "{reply}");
}
