//! A real Kannel in front of the adapter: what it makes of our answers is what the phone shows.

mod hook;
mod phones;
mod rig;
mod smsbox;
mod stand_in;
mod whole;

use std::time::Duration;

use fieldline::domain::{DeliveryState, OutboundSms, Region};
use fieldline::fetch::{Fetch, ReqwestFetch};
use fieldline::provider::{Provider, SendError, kannel};
use fieldline::reply::segment::{Encoding, measure};
use rig::{NUMBER, PASSWORD, Rig, USERNAME};
use stand_in::StandIn;

const SECRET: &str = "s3cret-of-the-line";
const PHONE: &str = "+15551230001";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_gets_the_replies_as_they_were_meant() {
    let Some(rig) = Rig::prepare() else { return };
    let gateway = StandIn::start(line(&rig.api_url(), PASSWORD)).await;
    let mut phones = rig.start(&gateway.hook, SECRET);

    let long = "Follow up with Jane Doe about the roof. ".repeat(6);
    let long_unicode = "Llamar a José sobre el tejado – mañana. ".repeat(4);
    let pair_at_the_end = format!("{}€{}", "x".repeat(152), "y".repeat(152));
    for reply in [
        "Done #42",
        "€5 {ok} [a^b] ~\\| @£$¥ ñ",
        "1. Call Jane\n2.  Visit  Bob",
        "é 😀 “ő”",
        long.trim(),
        long_unicode.trim(),
        &pair_at_the_end,
    ] {
        phones.text(PHONE, &format!("say {}", reply.replace('\n', "/")));
        let received = phones.receive();
        assert_eq!(received.text, reply);
        assert_eq!(received.phone, PHONE);
        assert_eq!(received.parts, measure(reply).segments, "{reply}");
    }

    // Silence is silence: the next text that arrives answers the next message.
    phones.text(PHONE, "quiet");
    phones.text(PHONE, "say after silence");
    assert_eq!(phones.receive().text, "after silence");

    // Shed once: Kannel comes again with the same id, and the phone gets one reply.
    phones.text(PHONE, "busy");
    assert_eq!(phones.receive().text, "after all");
    let busy: Vec<_> = gateway.heard("busy");
    assert_eq!(busy.len(), 2);
    assert_eq!(busy[0], busy[1]);
    assert!(busy[0].provider_id.is_some());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_gateway_hears_what_was_typed() {
    let Some(rig) = Rig::prepare() else { return };
    let gateway = StandIn::start(line(&rig.api_url(), PASSWORD)).await;
    let mut phones = rig.start(&gateway.hook, SECRET);

    let plain = "say  a & b=c + 100% #42 ?x; €é";
    phones.text(PHONE, plain);
    phones.receive();
    let unicode = "say José – “mañana” 😀";
    phones.text_unicode(PHONE, unicode);
    phones.receive();
    for text in [plain, unicode] {
        let [heard] = &gateway.heard(text)[..] else {
            panic!("{text:?} was not heard once");
        };
        assert_eq!(heard.from.as_str(), PHONE);
        assert_eq!(heard.to.as_ref().unwrap().as_str(), NUMBER);
        assert!(heard.sent_at.is_some());
    }
    phones.text("54321", "say hello");
    phones.receive();
    assert_eq!(gateway.heard("say hello")[0].from.phone(), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_late_reply_goes_by_sendsms_and_its_reports_name_it() {
    let Some(rig) = Rig::prepare() else { return };
    let api_url = rig.api_url();
    let mut gateway = StandIn::start(line(&api_url, PASSWORD)).await;
    let mut phones = rig.start(&gateway.hook, SECRET);
    let line = line(&api_url, PASSWORD);
    let fetch = ReqwestFetch::new(Duration::from_secs(20)).unwrap();

    for text in ["late: 5 € & 100%", "late: é 😀 ő"] {
        let request = line.send(&sms(text), &gateway.status);
        let answer = fetch.fetch(request).await.unwrap();
        assert_eq!(line.sent(&answer), Ok(None));
        assert_eq!(phones.receive().text, text);
        let reports = [gateway.next_report().await, gateway.next_report().await];
        assert!(
            reports
                .iter()
                .all(|report| report.reply == Some(sms(text).id))
        );
        let states = reports.map(|report| report.state);
        assert!(states.contains(&DeliveryState::Sent), "{states:?}");
        assert!(states.contains(&DeliveryState::Delivered), "{states:?}");
    }

    let stranger = self::line(&api_url, "wrong");
    let answer = fetch.fetch(stranger.send(&sms("no"), "")).await.unwrap();
    let verdict = stranger.sent(&answer);
    assert!(matches!(verdict, Err(SendError::Line(_))), "{verdict:?}");
}

fn line(api_url: &str, password: &str) -> kannel::Kannel {
    kannel::Kannel::new(kannel::Settings {
        line: "main".into(),
        number: NUMBER.parse().unwrap(),
        region: Region::US,
        username: USERNAME.to_owned(),
        password: password.into(),
        secret: SECRET.into(),
        api_url: api_url.to_owned(),
    })
    .unwrap()
}

fn sms(text: &str) -> OutboundSms {
    OutboundSms {
        id: "out_0193500000007000800000000000002a".parse().unwrap(),
        to: PHONE.parse().unwrap(),
        text: text.to_owned(),
        unicode: measure(text).encoding == Encoding::Ucs2,
    }
}
