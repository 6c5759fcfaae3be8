//! The gateway's side of the hook: who may call it, and that a reply is said once, whatever becomes of the call.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use fieldline::config::{Config, KannelLine, LineConfig};
use fieldline::domain::ReplyState;
use fieldline::fetch::{Fetch, ReqwestFetch};
use fieldline::sandbox::{Fault, FaultKind};
use http::StatusCode;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use secrecy::SecretString;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use super::rig::{NUMBER, PASSWORD, USERNAME};
use super::smsbox::Smsbox;
use crate::support::gateway::{BOB, Gateway};

const SECRET: &str = "s3cret-of-the-line";
const NOTES: &str = "POST /contacts/{contactId}/notes";

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_token_is_turned_away_and_leaves_no_trace() {
    let line = Line::start(|_| {}).await;
    let right = target("forged", "note Jane forged");
    for wrong in [
        right.replace(SECRET, "s3cret-of-another"),
        right.replace(SECRET, ""),
        right.replace(&format!("token={SECRET}&"), ""),
        format!("{right}&token={SECRET}"),
        right.replace("/hooks/main?", "/hooks/main/status?reply=x&dlr=1&"),
    ] {
        let (status, body) = line.get(&wrong).await;
        // The last one has the right token, and reports on nothing.
        let wanted = if wrong.contains("/status?") {
            StatusCode::OK
        } else {
            StatusCode::FORBIDDEN
        };
        assert_eq!((status, body.as_str()), (wanted, ""), "{wrong}");
    }
    assert_eq!(line.gateway.log().await.len(), 0);
    assert_eq!(line.gateway.effects(), Vec::<String>::new());
    let (status, body) = line.get(&right).await;
    assert_eq!(status, StatusCode::OK);
    assert!(body.contains("Jane"), "{body}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_id_again_is_told_the_same_and_done_once() {
    let mut line = Line::start(|_| {}).await;
    let target = target("twice", "note Jane left voicemail");
    let get = || line.get(&target);
    let answers = tokio::join!(get(), get(), get(), get());
    let (status, first) = line.get(&target).await;
    assert_eq!(status, StatusCode::OK);
    assert!(first.contains("Jane"), "{first}");
    for (_, body) in [answers.0, answers.1, answers.2, answers.3] {
        assert_eq!(body, first);
    }
    assert_eq!(line.gateway.effects(), ["note.created"]);
    assert_eq!(line.gateway.log().await.len(), 1);
    assert_eq!(line.smsbox.rest(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_is_not_lost_with_the_call_that_waited_for_it() {
    let mut line = Line::start(|config| {
        config.engine.inline_wait = Duration::from_secs(2);
    })
    .await;
    let hold = Fault::once(NOTES, FaultKind::Hold);
    line.gateway.sandbox.sandbox.set_faults(vec![hold]).unwrap();
    let target = target("hung-up", "note Jane left voicemail");
    let mut call = TcpStream::connect(line.gateway.app.hooks).await.unwrap();
    let request = format!("GET {target} HTTP/1.1\r\nhost: gateway\r\n\r\n");
    call.write_all(request.as_bytes()).await.unwrap();
    line.gateway
        .entry(|entry| entry.provider_id.as_deref() == Some("hung-up"))
        .await;
    drop(call);
    line.gateway.sandbox.sandbox.set_faults(Vec::new()).unwrap();
    let text = line.smsbox.next().await;
    assert!(text.contains("Jane"), "{text}");
    line.gateway.replied("hung-up", ReplyState::Sent).await;
    // Too late for the answer: it went out already.
    let (status, body) = line.get(&target).await;
    assert_eq!((status, body.as_str()), (StatusCode::OK, ""));
    assert_eq!(line.gateway.effects(), ["note.created"]);
    assert_eq!(line.smsbox.rest(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_taken_at_the_last_moment_is_in_the_answer() {
    const TEXTS: usize = 40;
    let mut line = Line::start(|config| config.engine.inline_wait = Duration::ZERO).await;
    line.smsbox.shut(true);
    let (_, nothing) = line.get(&target("first", "whoami")).await;
    assert_eq!(nothing, "");
    line.smsbox.has_put_off().await;
    // These replies stand behind the first, untried, when their hooks come again all at once.
    let targets: Vec<String> = (0..TEXTS)
        .map(|number| target(&format!("id-{number}"), &format!("tag Jane tag{number:02}")))
        .collect();
    for target in &targets {
        line.get(target).await;
    }
    line.gateway.ended(&format!("id-{}", TEXTS - 1)).await;
    let mut calls = JoinSet::new();
    for target in targets {
        let (gateway, fetch) = (line.gateway.app.hooks, Arc::clone(&line.fetch));
        calls.spawn(async move { get(&fetch, gateway, &target).await.1 });
    }
    let mut told = calls.join_all().await;
    told.retain(|text| !text.is_empty());

    line.smsbox.shut(false);
    assert!(line.smsbox.next().await.contains("Bob"));
    while told.len() < TEXTS {
        told.push(line.smsbox.next().await);
    }
    for number in 0..TEXTS {
        let tag = format!("tag{number:02}");
        let times = told.iter().filter(|text| text.contains(&tag)).count();
        assert_eq!(times, 1, "{tag}: {told:?}");
    }
    assert_eq!(line.smsbox.rest(), Vec::<String>::new());
}

struct Line {
    gateway: Gateway,
    smsbox: Smsbox,
    fetch: Arc<ReqwestFetch>,
}

impl Line {
    async fn start(change: impl FnOnce(&mut Config)) -> Self {
        let smsbox = Smsbox::start().await;
        let line = KannelLine {
            name: "main".to_owned(),
            number: NUMBER.to_owned(),
            username: USERNAME.to_owned(),
            password: SecretString::from(PASSWORD),
            secret: SecretString::from(SECRET),
            api_url: smsbox.url.clone(),
        };
        let gateway = Gateway::start_with(|config| {
            config.lines = vec![LineConfig::Kannel(line)];
            change(config);
        })
        .await;
        Self {
            gateway,
            smsbox,
            fetch: Arc::new(ReqwestFetch::new(Duration::from_secs(30)).unwrap()),
        }
    }

    async fn get(&self, target: &str) -> (StatusCode, String) {
        get(&self.fetch, self.gateway.app.hooks, target).await
    }
}

async fn get(fetch: &ReqwestFetch, gateway: SocketAddr, target: &str) -> (StatusCode, String) {
    let request = http::Request::get(format!("http://{gateway}{target}"))
        .body(Bytes::new())
        .unwrap();
    let answer = fetch.fetch(request).await.unwrap();
    let body = String::from_utf8(answer.body().to_vec()).unwrap();
    (answer.status(), body)
}

/// The hook as Kannel calls it for a text of Bob's.
fn target(id: &str, text: &str) -> String {
    let encode = |part: &str| utf8_percent_encode(part, NON_ALPHANUMERIC).to_string();
    format!(
        "/hooks/main?token={SECRET}&id={id}&from={}&to={}&text={}&ts=1795356250&coding=0&charset=UTF-8",
        encode(BOB),
        encode(NUMBER),
        encode(text)
    )
}
