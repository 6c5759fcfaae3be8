//! The phone simulator.

use std::net::IpAddr;
use std::sync::atomic::Ordering;

use fieldline::domain::MessageState;
use http::{Method, StatusCode};
use serde_json::Value;

use super::samples::entry;
use super::site::Site;

#[tokio::test]
async fn a_text_goes_the_way_of_the_simulated_carrier() {
    let site = Site::new().await;
    let cookie = site.sign_in().await;
    let form = [("as", "+15551230001"), ("text", "done 42 \"now\"")];
    let answer = site.post(&cookie, "/admin/phone", &form).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.header("location"), "/admin/phone?as=%2B15551230001");
    let taken = site.intake.taken.lock().unwrap();
    let (line, hook, peer) = &taken[0];
    assert_eq!(line.as_str(), "main");
    assert_eq!(*peer, IpAddr::from([127, 0, 0, 1]));
    assert_eq!(hook.method, Method::POST);
    assert!(hook.url.ends_with("/hooks/main"));
    assert_eq!(hook.headers["content-type"], "application/json");
    let body: Value = serde_json::from_slice(&hook.body).unwrap();
    assert_eq!(body["from"], "+15551230001");
    assert_eq!(body["to"], "+15550001000");
    assert_eq!(body["text"], "done 42 \"now\"");
    assert!(body["id"].as_str().unwrap().starts_with("sim_"));
}

#[tokio::test]
async fn the_conversation_is_that_of_the_number_on_the_line_and_codes_are_readable() {
    let site = Site::new().await;
    let mut masked = entry(77, "delete task 43");
    masked.replies[0].text = "Delete #43? Reply with 4711.".to_owned();
    masked.state = MessageState::Waiting;
    site.happens(entry(5, "first")).await;
    site.happens(masked).await;
    let mut elsewhere = entry(78, "on another line");
    elsewhere.line = "other".into();
    site.happens(elsewhere).await;
    let mut somebody = entry(79, "of somebody else");
    somebody.from = "+14155550132".to_owned();
    site.happens(somebody).await;
    let cookie = site.sign_in().await;
    let body = site.page(&cookie, "/admin/phone").await.body;
    let (first, second) = (
        body.find(">first<").unwrap(),
        body.find(">delete task 43<").unwrap(),
    );
    assert!(first < second, "oldest first");
    assert!(
        body.contains("Reply with 4711."),
        "the phone received the code"
    );
    assert!(!body.contains("on another line") && !body.contains("of somebody else"));
    let log = site.page(&cookie, "/admin/log").await.body;
    assert!(log.contains("Delete #43? Reply with"));
    assert!(!log.contains("4711"), "the log never shows it");
}

#[tokio::test]
async fn any_number_may_be_picked_up_and_what_is_none_is_said() {
    let site = Site::new().await;
    let cookie = site.sign_in().await;
    let body = site
        .page(&cookie, "/admin/phone?as=415+555+0199")
        .await
        .body;
    assert!(body.contains("Phone of +14155550199"), "{body}");
    let body = site.page(&cookie, "/admin/phone?as=nobody").await.body;
    assert!(body.contains("That is not a phone number."));
}

#[tokio::test]
async fn a_text_that_is_not_taken_is_reported() {
    let site = Site::new().await;
    let cookie = site.sign_in().await;
    site.intake.refuses.store(true, Ordering::Relaxed);
    let form = [("as", "+15551230001"), ("text", "tasks")];
    let answer = site.post(&cookie, "/admin/phone", &form).await;
    let body = site.page(&cookie, answer.header("location")).await.body;
    assert!(body.contains("The gateway did not take the message."));
    let empty = [("as", "+15551230001"), ("text", "  ")];
    assert_eq!(
        site.post(&cookie, "/admin/phone", &empty)
            .await
            .header("location"),
        "/admin/phone?as=%2B15551230001"
    );
}
