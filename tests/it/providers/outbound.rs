//! What the adapters send: requests as they go out, and the answers to hooks.

use std::time::Duration;

use fieldline::clock::SystemClock;
use fieldline::domain::OutboundSms;
use fieldline::fetch::{Fetch, ReqwestFetch};
use fieldline::provider::{Capabilities, InvalidSetting, Provider, simulated, twilio};
use fieldline::sandbox::carrier::Carrier;

use super::{adapters, http_text, kannel_line, simulated_line, twilio_line, twilio_settings};

fn sms(text: &str, unicode: bool) -> OutboundSms {
    OutboundSms {
        id: "out_0193500000007000800000000000002a".parse().unwrap(),
        to: "+15551230001".parse().unwrap(),
        text: text.to_owned(),
        unicode,
    }
}

const STATUS: &str = "https://sms.example.com/hooks/main/status";

#[test]
fn twilio_is_asked_by_form() {
    let request = twilio_line().send(&sms("Done #42 & 100% – ok+", true), STATUS);
    assert_eq!(
        http_text::written(&request),
        "POST https://api.twilio.com/2010-04-01/Accounts/ACbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb/Messages.json\n\
         authorization: Basic QUNiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYjowZjFlMmQzYzRiNWE2OTc4ODc5NmE1YjRjM2QyZTFmMA==\n\
         content-type: application/x-www-form-urlencoded\n\
         \n\
         To=%2B15551230001&From=%2B15550001000&Body=Done+%2342+%26+100%25+%E2%80%93+ok%2B\
         &StatusCallback=https%3A%2F%2Fsms.example.com%2Fhooks%2Fmain%2Fstatus%3Freply%3Dout_0193500000007000800000000000002a"
    );
    assert!(request.headers()["authorization"].is_sensitive());
    let quiet = twilio_line().send(&sms("ok", false), "");
    assert_eq!(
        &quiet.body()[..],
        b"To=%2B15551230001&From=%2B15550001000&Body=ok"
    );
}

#[test]
fn kannel_is_asked_by_query() {
    let sendsms = "GET http://127.0.0.1:13013/cgi-bin/sendsms?username=fieldline&password=p%26ss%20word\
                   &from=%2B15550001000&to=%2B15551230001";
    let request = kannel_line().send(&sms("Done #42 & 100% €", false), STATUS);
    assert_eq!(
        http_text::written(&request),
        format!(
            "{sendsms}&coding=0&charset=UTF-8&text=Done%20%2342%20%26%20100%25%20%E2%82%AC&dlr-mask=27\
             &dlr-url=https%3A%2F%2Fsms.example.com%2Fhooks%2Fmain%2Fstatus%3Ftoken%3Ds3cret-of-the-line\
             %26reply%3Dout_0193500000007000800000000000002a%26dlr%3D%25d%26answer%3D%25A\n\n"
        )
    );
    let request = kannel_line().send(&sms("é😀", true), "");
    assert_eq!(
        http_text::written(&request),
        format!("{sendsms}&coding=2&charset=UTF-16BE&text=%00%E9%D8%3D%DE%00\n\n")
    );
}

#[test]
fn the_simulated_carrier_is_asked_by_json() {
    let request = simulated_line().send(&sms("Done #42 \"–\"", true), STATUS);
    assert_eq!(
        http_text::written(&request),
        "POST http://127.0.0.1:8787/sim/messages\ncontent-type: application/json\n\n\
         {\"id\":\"out_0193500000007000800000000000002a\",\"text\":\"Done #42 \\\"–\\\"\",\"to\":\"+15551230001\"}"
    );
}

#[test]
fn a_hook_is_answered_with_the_reply_or_with_silence() {
    let said = |adapter: &dyn Provider, reply: Option<&OutboundSms>| {
        let answer = adapter.acknowledge(reply);
        assert_eq!(answer.status(), 200);
        let header = |name| {
            answer
                .headers()
                .get(name)
                .map(|value| value.to_str().unwrap().to_owned())
        };
        let text = std::str::from_utf8(answer.body()).unwrap().to_owned();
        (
            header("content-type").unwrap(),
            header("x-kannel-coding"),
            text,
        )
    };
    let plain = |text: &str| {
        (
            "text/plain; charset=utf-8".to_owned(),
            None,
            text.to_owned(),
        )
    };
    let reply = sms("Done #42", false);
    let twiml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>";
    assert_eq!(
        said(&twilio_line(), Some(&reply)),
        ("text/xml".to_owned(), None, twiml.to_owned())
    );
    assert_eq!(said(&kannel_line(), None), plain(""));
    assert_eq!(said(&kannel_line(), Some(&reply)), plain("Done #42"));
    let (kind, coding, text) = said(&kannel_line(), Some(&sms("é😀", true)));
    assert_eq!(
        (kind.as_str(), coding.as_deref(), text.as_str()),
        ("text/plain; charset=utf-8", Some("2"), "é😀")
    );
    let (kind, _, _) = said(&simulated_line(), None);
    assert_eq!(kind, "application/json");
}

#[test]
fn only_kannel_takes_the_reply_at_once_and_only_twilio_answers_stop() {
    let ways = |name: &str| {
        let Capabilities {
            inline_reply,
            answers_stop,
            idempotent_send,
            ..
        } = adapters()[name].capabilities();
        (inline_reply.is_some(), answers_stop, idempotent_send)
    };
    assert_eq!(ways("twilio"), (false, true, false));
    assert_eq!(ways("kannel"), (true, false, false));
    assert_eq!(ways("simulated"), (false, false, true));
}

#[test]
fn settings_that_cannot_work_are_named() {
    let key = |change: &dyn Fn(&mut twilio::Settings)| {
        let mut settings = twilio_settings();
        change(&mut settings);
        twilio::Twilio::new(settings)
            .err()
            .map(|InvalidSetting { key, .. }| key)
    };
    assert_eq!(key(&|_| ()), None);
    assert_eq!(
        key(&|s| s.account_sid = "AC1".to_owned()),
        Some("account_sid")
    );
    assert_eq!(key(&|s| s.auth_tokens.clear()), Some("auth_token"));
    assert_eq!(key(&|s| s.auth_tokens[1] = "".into()), Some("auth_token"));
    assert_eq!(
        key(&|s| s.api_url = "api.twilio.com".to_owned()),
        Some("api_url")
    );
    assert_eq!(key(&|s| s.api_url = "ftp://h".to_owned()), Some("api_url"));
}

#[tokio::test]
async fn the_simulated_carrier_keeps_what_it_is_sent_once() {
    let carrier = Carrier::new(std::sync::Arc::new(SystemClock::new()));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/sim", listener.local_addr().unwrap());
    let router = axum::Router::new().nest("/sim", carrier.router());
    let server = tokio::spawn(async move { axum::serve(listener, router).await });
    let adapter = simulated::Simulated::new(simulated::Settings {
        line: "demo".into(),
        region: fieldline::domain::Region::US,
        api_url: url.clone(),
    })
    .unwrap();
    let fetch = ReqwestFetch::new(Duration::from_secs(10)).unwrap();

    let phone = "+15551230001".parse().unwrap();
    let waiting = tokio::spawn({
        let (carrier, phone) = (carrier.clone(), phone);
        async move { carrier.wait(&phone, 0, Duration::from_secs(10)).await }
    });
    for _ in 0..2 {
        let answer = fetch
            .fetch(adapter.send(&sms("Done #42", false), ""))
            .await
            .unwrap();
        let id = adapter.sent(&answer).unwrap();
        assert_eq!(
            id.as_deref(),
            Some("sim-out_0193500000007000800000000000002a")
        );
    }
    assert_eq!(waiting.await.unwrap()[0].text, "Done #42");

    let inbox = |query: &str| {
        let request = http::Request::get(format!("{url}/inbox?number=+15551230001&{query}"));
        fetch.fetch(request.body(bytes::Bytes::new()).unwrap())
    };
    let seen: serde_json::Value =
        serde_json::from_slice(inbox("wait=5").await.unwrap().body()).unwrap();
    assert_eq!(seen["next"], 1);
    assert_eq!(seen["messages"].as_array().unwrap().len(), 1);
    assert_eq!(seen["messages"][0]["text"], "Done #42");
    let seen: serde_json::Value =
        serde_json::from_slice(inbox("after=1").await.unwrap().body()).unwrap();
    assert_eq!(seen, serde_json::json!({"messages": [], "next": 1}));
    server.abort();
}
