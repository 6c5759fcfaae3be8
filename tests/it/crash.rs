//! Kill -9 in the middle of things: the conversation goes on without a loss and without a second effect.

mod process;

use fieldline::domain::{MessageState, ReplyState};
use fieldline::sandbox::{Fault, FaultKind};

use crate::support::gateway::{BOB, STRANGER};
use process::World;

const LEAD: &str =
    "Hi im Dana Whitfield, dana@whitfieldroofing.example from Whitfield Roofing - need a quote";

/// Where the gateway is killed.
enum At {
    /// As soon as the carrier has its 200.
    Acknowledged,
    /// The request has reached the CRM; its effect comes later, after the caller is gone.
    BeforeEffect(&'static str),
    /// The CRM has done it and not yet answered.
    AfterEffect(&'static str),
    /// The reply is on its way to the carrier.
    Replying,
}

async fn survives(at: At, from: &str, text: &str, effects: &[&str]) {
    let mut world = World::start().await;
    world.know_the_tasks().await;
    match at {
        At::Acknowledged => {
            world.send(from, text, "crash").await;
            world.kill();
        }
        At::BeforeEffect(route) => {
            world
                .sandbox
                .sandbox
                .set_faults(vec![Fault::once(route, FaultKind::Latency { ms: 400 })])
                .unwrap();
            world.send(from, text, "crash").await;
            world.crm_is_asked().await;
            world.kill();
        }
        At::AfterEffect(route) => {
            world
                .sandbox
                .sandbox
                .set_faults(vec![Fault::once(
                    route,
                    FaultKind::SlowAnswer { ms: 60_000 },
                )])
                .unwrap();
            world.send(from, text, "crash").await;
            world.crm_has_changed().await;
            world.kill();
        }
        At::Replying => {
            world.carrier_is_slow(true);
            world.send(from, text, "crash").await;
            world.carrier_is_asked().await;
            world.kill();
            world.carrier_is_slow(false);
        }
    }
    world.restart().await;
    let entry = world.ended("crash").await;
    assert_eq!(entry.state, MessageState::Done, "{entry:?}");
    assert_eq!(world.effects(), effects);
    world.replies_sent("crash").await;
    let texts = world.texts_received(from);
    assert_eq!(texts.len(), 1, "one text, one answer: {texts:?}");
    // The conversation goes on.
    let next = world.text(BOB, "whoami").await;
    assert!(next.contains("Bob Ray"), "{next}");
}

macro_rules! survives {
    ($($name:ident: $at:expr, $from:expr, $text:expr, [$($effect:literal),*];)*) => {$(
        #[tokio::test(flavor = "multi_thread")]
        async fn $name() {
            survives($at, $from, $text, &[$($effect),*]).await;
        }
    )*};
}

const COMPLETE: &str = "PUT /contacts/{contactId}/tasks/{taskId}/completed";
const NOTE: &str = "POST /contacts/{contactId}/notes";
const TASK: &str = "POST /contacts/{contactId}/tasks";
const CONTACT: &str = "POST /contacts/";
const TAG: &str = "POST /contacts/{contactId}/tags";

survives! {
    right_after_the_carrier_has_its_answer: At::Acknowledged, BOB, "done 1", ["task.completed"];
    before_a_task_is_completed: At::BeforeEffect(COMPLETE), BOB, "done 1", ["task.completed"];
    after_a_task_was_completed: At::AfterEffect(COMPLETE), BOB, "done 1", ["task.completed"];
    before_a_note_lands: At::BeforeEffect(NOTE), BOB, "note Jane left voicemail", ["note.created"];
    after_a_note_has_landed: At::AfterEffect(NOTE), BOB, "note Jane left voicemail", ["note.created"];
    after_a_task_was_made: At::AfterEffect(TASK), BOB, "add task for Jane Doe: call back tomorrow 3pm", ["task.created"];
    after_a_tag_was_set: At::AfterEffect(TAG), BOB, "tag Jane gold", ["tags.added"];
    after_a_lead_became_a_contact: At::AfterEffect(CONTACT), STRANGER, LEAD, ["contact.created", "task.created", "note.created"];
    before_a_leads_welcome_task: At::BeforeEffect(TASK), STRANGER, LEAD, ["contact.created", "task.created", "note.created"];
    while_the_reply_is_on_its_way: At::Replying, BOB, "note Jane left voicemail", ["note.created"];
}

#[tokio::test(flavor = "multi_thread")]
async fn while_a_question_is_open() {
    let mut world = World::start().await;
    let question = world.text(BOB, "note Jon wants the blue tiles").await;
    assert!(question.contains("Jon Reyes"), "{question}");
    world.kill();
    world.restart().await;
    let reply = world.text(BOB, "2").await;
    assert!(reply.contains("Jon Reyes"), "{reply}");
    assert_eq!(world.effects(), ["note.created"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_reply_is_left_behind_by_an_orderly_end() {
    let mut world = World::start().await;
    world.send(BOB, "whoami", "orderly").await;
    world.terminate();
    world.restart().await;
    let entry = world.ended("orderly").await;
    assert_eq!(entry.state, MessageState::Done);
    world.replies_sent("orderly").await;
    assert!(
        world
            .ended("orderly")
            .await
            .replies
            .iter()
            .all(|reply| reply.state == ReplyState::Sent)
    );
}
