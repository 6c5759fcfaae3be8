//! The whole gateway behind Twilio: signed forms come in, replies go out by REST, reports come back.

mod api;
mod number;

use std::time::Duration;

use aws_lc_rs::digest;
use fieldline::domain::{MessageState, ReplyState};
use http::{Method, StatusCode};

use crate::support;
use crate::support::gateway::{ANN, BOB, NUMBER, STRANGER};
use api::Trouble;
use number::{ACCOUNT, Number, TOKEN, message, report, sign};

#[tokio::test(flavor = "multi_thread")]
async fn a_signed_text_is_done_and_answered_by_rest() {
    let mut number = Number::start().await;
    let answer = number.text("tasks", BOB, "tasks").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.content_type, "text/xml");
    assert!(answer.body.ends_with("<Response/>"), "{answer:?}");
    let list = number.api.next().await;
    assert!(list.text.contains("#1"), "{list:?}");

    number.text("done", BOB, "done 1").await;
    let done = number.api.next().await;
    assert_eq!(number.gateway.effects(), ["task.completed"]);
    assert_eq!((done.from.as_str(), done.to.as_str()), (NUMBER, BOB));
    assert_eq!(done.account, ACCOUNT);
    // Base64 of `ACCOUNT:TOKEN`.
    assert_eq!(
        done.authorization,
        "Basic QUNiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYjowMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZg=="
    );
    let entry = number
        .gateway
        .replied(&sid("SM", "done"), ReplyState::Sent)
        .await;
    let reply = &entry.replies[0];
    assert_eq!(reply.text, done.text);
    assert_eq!(reply.provider_ref.as_deref(), Some(done.sid.as_str()));
    assert_eq!(
        done.callback,
        format!("https://sms.example.com/hooks/x/status?reply={}", reply.id)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_twilio_did_not_sign_is_turned_away_and_leaves_no_trace() {
    let mut number = Number::start().await;
    let form = message("forged", BOB, "note Jane forged");
    let right = sign("/hooks/x", &form, TOKEN);
    let post = async |target: &str, form: &[(&str, String)], signature: Option<&str>| {
        let answer = number.call(Method::POST, target, form, signature).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{target} {form:?}");
        assert_eq!(answer.body, "");
    };
    post("/hooks/x", &form, None).await;
    post("/hooks/x", &form, Some("")).await;
    post("/hooks/x", &form, Some(&right[1..])).await;
    post(
        "/hooks/x",
        &form,
        Some(&sign("/hooks/x", &form, "another token")),
    )
    .await;
    post("/hooks/x?more=1", &form, Some(&right)).await;
    post("/hooks/x/status", &form, Some(&right)).await;
    for (field, value) in [
        ("From", ANN),
        ("Body", "note Jane forgery"),
        ("MessageSid", &sid("SM", "another")),
        ("ToCountry", "CA"),
    ] {
        let altered = with(&form, field, value);
        post("/hooks/x", &altered, Some(&right)).await;
    }
    let longer = [&form[..], &[("Extra", "1".to_owned())]].concat();
    post("/hooks/x", &longer, Some(&right)).await;
    post("/hooks/x", &form[1..], Some(&right)).await;
    assert_eq!(number.gateway.log().await.len(), 0);

    // The same text as Twilio signed it is taken, so it was the signature that was wrong.
    number.form("/hooks/x", &form).await;
    number.api.next().await;
    assert_eq!(number.gateway.effects(), ["note.created"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_account_is_turned_away_and_another_number_is_kept_but_not_obeyed() {
    let mut number = Number::start().await;
    let form = message("account", BOB, "note Jane left voicemail");
    let other = with(&form, "AccountSid", "ACcccccccccccccccccccccccccccccccc");
    let answer = number.form("/hooks/x", &other).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(number.gateway.log().await.len(), 0);

    let other = with(&form, "To", "+15550009999");
    let answer = number.form("/hooks/x", &other).await;
    assert_eq!(answer.status, StatusCode::OK);
    let [kept] = &number.gateway.log().await[..] else {
        panic!("not one entry");
    };
    assert_eq!(kept.state, MessageState::Ignored);
    assert_eq!((kept.calls.len(), kept.replies.len()), (0, 0));

    // It did not take the place of the right one, which may still come.
    number.form("/hooks/x", &form).await;
    number.api.next().await;
    assert_eq!(number.gateway.effects(), ["note.created"]);
    assert_eq!(number.api.rest().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_twilios_own_library_signed_is_taken_as_it_was_texted() {
    let Some(path) = support::shared("providers/vectors.json") else {
        return;
    };
    let vectors: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let vector = vectors
        .as_array()
        .unwrap()
        .iter()
        .find(|vector| vector["name"] == "twilio-form-sha1")
        .unwrap();
    assert_eq!(vector["secret"], TOKEN);
    let target = vector["url"].as_str().unwrap();
    let target = target.strip_prefix("https://sms.example.com").unwrap();
    let body = vector["body"].as_str().unwrap();
    let signature = vector["headers"]["X-Twilio-Signature"].as_str();

    let number = Number::start().await;
    let altered = body.replace("web-01", "web-02");
    let answer = number.raw(Method::POST, target, altered, signature).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(number.gateway.log().await.len(), 0);
    let answer = number
        .raw(Method::POST, target, body.to_owned(), signature)
        .await;
    assert_eq!(answer.status, StatusCode::OK);
    let entry = number
        .gateway
        .ended("SMaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
        .await;
    assert_eq!(entry.text, "STATUS web-01 — café & 100% =ok+");
    assert_eq!(entry.from, "+15551234567");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_get_is_as_good_as_a_post() {
    let mut number = Number::start().await;
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(message("get", BOB, "tag Jane vip & more"))
        .finish();
    let target = format!("/hooks/x?{query}");
    let signature = sign(&target, &[], TOKEN);
    let forged = target.replace("Jane", "Jon");
    for (target, status) in [(&forged, StatusCode::FORBIDDEN), (&target, StatusCode::OK)] {
        let answer = number
            .call(Method::GET, target, &[], Some(&signature))
            .await;
        assert_eq!(answer.status, status);
    }
    number.api.next().await;
    let entry = number.gateway.ended(&sid("SM", "get")).await;
    assert_eq!(entry.text, "tag Jane vip & more");
    assert_eq!(number.gateway.log().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_message_sid_is_done_and_answered_once() {
    let mut number = Number::start().await;
    let text = || number.text("twice", BOB, "note Jane left voicemail");
    let answers = tokio::join!(text(), text(), text(), text());
    for answer in [answers.0, answers.1, answers.2, answers.3] {
        assert_eq!(answer.status, StatusCode::OK);
    }
    number.api.next().await;
    number
        .gateway
        .replied(&sid("SM", "twice"), ReplyState::Sent)
        .await;
    number.text("twice", BOB, "note Jane left voicemail").await;
    // What is said next is said next: nothing about the first one came in between.
    number.text("after", BOB, "whoami").await;
    assert!(number.api.next().await.text.contains("Bob"));
    assert_eq!(number.api.rest().len(), 0);
    assert_eq!(number.gateway.effects(), ["note.created"]);
    assert_eq!(number.gateway.log().await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn reports_move_a_reply_forward_and_never_back() {
    let mut number = Number::start().await;
    number.text("whoami", BOB, "whoami").await;
    let sent = number.api.next().await;
    let id = sid("SM", "whoami");
    number.gateway.replied(&id, ReplyState::Sent).await;
    let state = async || number.gateway.ended(&id).await.replies[0].state;

    let target = sent
        .callback
        .strip_prefix("https://sms.example.com")
        .unwrap();
    let delivered = report(&sent.sid, "delivered");
    let failed = report(&sent.sid, "failed");
    let of_failed = sign(target, &failed, TOKEN);
    for (target, signature) in [
        (target, None),
        (target, Some(of_failed.as_str())),
        ("/hooks/x/status", Some(of_failed.as_str())),
    ] {
        let answer = number
            .call(Method::POST, target, &delivered, signature)
            .await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert_eq!(state().await, ReplyState::Sent);
    }
    for (status, then) in [
        ("queued", ReplyState::Sent),
        ("sent", ReplyState::Sent),
        ("delivered", ReplyState::Delivered),
        ("delivered", ReplyState::Delivered),
        ("sent", ReplyState::Delivered),
        ("queued", ReplyState::Delivered),
        ("failed", ReplyState::Delivered),
    ] {
        let answer = number.report(&sent.callback, &sent.sid, status).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(state().await, then, "after {status}");
    }
    // A report is no message, not even at the wrong hook.
    number.form("/hooks/x", &delivered).await;
    assert_eq!(number.gateway.log().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn stop_is_obeyed_and_left_to_twilio_to_confirm() {
    let mut number = Number::start().await;
    number.text("stop", BOB, "STOP").await;
    let entry = number.gateway.ended(&sid("SM", "stop")).await;
    assert_eq!(entry.replies.len(), 0);
    assert_eq!(number.opted_out().await, [BOB]);
    number.text("silent", BOB, "whoami").await;
    number
        .gateway
        .replied(&sid("SM", "silent"), ReplyState::Suppressed)
        .await;
    number.text("start", BOB, "START").await;
    let entry = number.gateway.ended(&sid("SM", "start")).await;
    assert_eq!(entry.replies.len(), 0);
    number.text("again", BOB, "whoami").await;
    assert!(number.api.next().await.text.contains("Bob"));
    assert_eq!(number.opted_out().await, [""; 0]);
    assert_eq!(number.api.rest().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_twilio_has_blocked_is_not_texted_again() {
    let mut number = Number::start().await;
    number.api.trouble(Trouble::OptedOut);
    number.text("blocked", BOB, "whoami").await;
    number.api.next().await;
    number
        .gateway
        .replied(&sid("SM", "blocked"), ReplyState::Suppressed)
        .await;
    assert_eq!(number.opted_out().await, [BOB]);
    number.text("silent", BOB, "tag Jane vip").await;
    number
        .gateway
        .replied(&sid("SM", "silent"), ReplyState::Suppressed)
        .await;
    assert_eq!(number.gateway.effects(), ["tags.added"]);
    number.text("ann", ANN, "whoami").await;
    assert_eq!(number.api.next().await.to, ANN);
    assert_eq!(number.api.rest().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_of_an_opt_out_counts_like_an_answer() {
    let mut number = Number::start().await;
    number.text("whoami", BOB, "whoami").await;
    let sent = number.api.next().await;
    number
        .gateway
        .replied(&sid("SM", "whoami"), ReplyState::Sent)
        .await;
    let target = sent
        .callback
        .strip_prefix("https://sms.example.com")
        .unwrap();
    let blocked = [
        &report(&sent.sid, "undelivered")[..],
        &[("ErrorCode", "21610".to_owned())],
    ]
    .concat();
    number.form(target, &blocked).await;
    let entry = number.gateway.ended(&sid("SM", "whoami")).await;
    assert_eq!(entry.replies[0].state, ReplyState::Undelivered);
    assert_eq!(number.opted_out().await, [BOB]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_have_been_sent_is_not_sent_again() {
    let mut number = Number::start_with(|config| {
        config.engine.request_timeout = Duration::from_secs(2);
    })
    .await;
    for (id, trouble) in [
        ("unavailable", Trouble::Unavailable),
        ("silence", Trouble::Silence),
    ] {
        number.api.trouble(trouble);
        number.text(id, BOB, "tag Jane vip").await;
        number.api.next().await;
        number
            .gateway
            .replied(&sid("SM", id), ReplyState::GaveUp)
            .await;
        // The next reply has its turn, and is the next that Twilio hears of.
        number.text(&format!("{id} after"), BOB, "whoami").await;
        let next = number.api.next().await;
        assert!(next.text.contains("Bob"), "{next:?}");
    }
    assert_eq!(number.api.rest().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_twilio_put_off_is_sent_again_before_what_was_said_later() {
    let mut number = Number::start().await;
    number.api.trouble(Trouble::Limited);
    number.api.trouble(Trouble::Limited);
    number.text("first", BOB, "whoami").await;
    number.text("second", BOB, "tag Jane vip").await;
    let texts = [
        number.api.next().await,
        number.api.next().await,
        number.api.next().await,
        number.api.next().await,
    ]
    .map(|post| post.text);
    assert!(
        texts[..3].iter().all(|text| text.contains("Bob")),
        "{texts:?}"
    );
    assert!(texts[3].contains("vip"), "{texts:?}");
    number
        .gateway
        .replied(&sid("SM", "second"), ReplyState::Sent)
        .await;
    assert_eq!(number.api.rest().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_in_the_field_becomes_a_contact() {
    let mut number = Number::start().await;
    let text = "Hi im Dana Whitfield, dana@whitfieldroofing.example from Whitfield Roofing";
    number.text("lead", STRANGER, text).await;
    let reply = number.api.next().await;
    assert_eq!(reply.to, STRANGER);
    assert!(reply.text.contains("Dana"), "{reply:?}");
    assert_eq!(number.gateway.effects()[0], "contact.created");
}

impl Number {
    async fn opted_out(&self) -> Vec<String> {
        let opt_outs = self.gateway.app.store.opt_outs().await.unwrap();
        opt_outs
            .into_iter()
            .map(|(_, phone, _)| phone.as_str().to_owned())
            .collect()
    }
}

/// An id of Twilio's shape that stands for a name.
fn sid(prefix: &str, name: &str) -> String {
    let digest = digest::digest(&digest::SHA256, name.as_bytes());
    format!("{prefix}{}", hex::encode(&digest.as_ref()[..16]))
}

fn with(form: &[(&'static str, String)], field: &str, value: &str) -> Vec<(&'static str, String)> {
    let changed = |(name, old): &(&'static str, String)| {
        let value = if *name == field { value } else { old };
        (*name, value.to_owned())
    };
    form.iter().map(changed).collect()
}
