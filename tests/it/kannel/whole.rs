//! Phones, a real Kannel and the whole gateway.

use std::time::Duration;

use fieldline::config::{Config, KannelLine, LineConfig};
use fieldline::domain::{MessageState, ReplyState};
use fieldline::sandbox::{Fault, FaultKind};
use secrecy::SecretString;

use super::phones::Phones;
use super::rig::{NUMBER, PASSWORD, Rig, USERNAME};
use crate::support::gateway::{BOB, Gateway, STRANGER};

const SECRET: &str = "s3cret-of-the-line";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_day_in_the_field() {
    let Some((gateway, mut phones)) = start(|_| {}).await else {
        return;
    };
    phones.text(BOB, "tasks");
    let list = phones.receive();
    assert_eq!(list.phone, BOB);
    assert!(list.text.contains("#1"), "{list:?}");
    gateway.effects();

    phones.text(BOB, "done 1");
    let done = phones.receive();
    assert!(done.text.contains("#1"), "{done:?}");
    assert_eq!(gateway.effects(), ["task.completed"]);

    phones.text(BOB, "note Jane left voicemail");
    let noted = phones.receive();
    assert!(noted.text.contains("Jane"), "{noted:?}");
    assert_eq!(gateway.effects(), ["note.created"]);

    // Chatter of a stranger: an empty answer, of which Kannel makes no text; the next text that arrives is Bob's.
    let chatter = "lol see you there";
    phones.text(STRANGER, chatter);
    let entry = gateway.ended_text(chatter).await;
    assert_eq!(entry.state, MessageState::Ignored);
    assert_eq!(entry.replies.len(), 0);
    phones.text(BOB, "whoami");
    let who = phones.receive();
    assert_eq!(who.phone, BOB);
    assert!(who.text.contains("Bob"), "{who:?}");
    assert_eq!(gateway.effects(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_outside_the_alphabet_of_phones_is_written_as_it_is() {
    let Some((gateway, mut phones)) = start(|_| {}).await else {
        return;
    };
    phones.text_unicode(BOB, "add contact Łukasz Nowak 415 555 0132");
    let added = phones.receive();
    assert!(added.text.contains("Łukasz Nowak"), "{added:?}");
    assert_eq!(gateway.effects(), ["contact.created"]);
    phones.text_unicode(BOB, "note Łukasz chce niebieskie dachówki");
    let noted = phones.receive();
    assert!(noted.text.contains("Łukasz Nowak"), "{noted:?}");
    let world = gateway.sandbox.sandbox.snapshot();
    let body = world.notes.last().unwrap()["body"].as_str().unwrap();
    assert!(body.contains("niebieskie dachówki"), "{body}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reply_that_took_too_long_goes_by_sendsms_once_and_its_report_is_recorded() {
    let inline_wait = Duration::from_millis(300);
    let Some((gateway, mut phones)) = start(|config| config.engine.inline_wait = inline_wait).await
    else {
        return;
    };
    let late = Fault::once(
        "POST /contacts/{contactId}/notes",
        FaultKind::Latency { ms: 1500 },
    );
    gateway.sandbox.sandbox.set_faults(vec![late]).unwrap();
    let text = "note Jane left voicemail";
    phones.text(BOB, text);
    let noted = phones.receive();
    assert_eq!(noted.phone, BOB);
    assert!(noted.text.contains("Jane"), "{noted:?}");
    // Only what went by sendsms has reports.
    let entry = gateway
        .entry(|entry| {
            entry.text == text
                && matches!(&entry.replies[..], [reply] if reply.state == ReplyState::Delivered)
        })
        .await;
    assert_eq!(entry.replies[0].text, noted.text);
    phones.text(BOB, "whoami");
    let who = phones.receive();
    assert!(who.text.contains("Bob"), "{who:?}");
    assert_eq!(gateway.effects(), ["note.created"]);
}

async fn start(change: impl FnOnce(&mut Config)) -> Option<(Gateway, Phones)> {
    let rig = Rig::prepare()?;
    let line = KannelLine {
        name: "main".to_owned(),
        number: NUMBER.to_owned(),
        username: USERNAME.to_owned(),
        password: SecretString::from(PASSWORD),
        secret: SecretString::from(SECRET),
        api_url: rig.api_url(),
    };
    let gateway = Gateway::start_with(|config| {
        config.lines = vec![LineConfig::Kannel(line)];
        change(config);
    })
    .await;
    let hook = format!("http://{}/hooks/main", gateway.app.hooks);
    let phones = rig.start(&hook, SECRET);
    Some((gateway, phones))
}
