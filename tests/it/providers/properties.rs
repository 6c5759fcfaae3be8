//! Whatever a person types and whatever a stranger sends.

use aws_lc_rs::hmac::{HMAC_SHA1_FOR_LEGACY_USE_ONLY, Key, sign};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use fieldline::domain::OutboundSms;
use fieldline::provider::{Hook, Provider};
use proptest::prelude::*;

use super::{adapters, kannel_line, twilio_line};

const URL: &str = "https://sms.example.com/hooks/main";

proptest! {
    #[test]
    fn every_text_that_twilio_signs_is_read_as_typed(text in any::<String>()) {
        let sid = format!("SM{}", "0".repeat(32));
        let account = format!("AC{}", "b".repeat(32));
        // In the order in which they are signed.
        let fields = [
            ("AccountSid", account.as_str()),
            ("Body", &text),
            ("From", "+15551230001"),
            ("MessageSid", &sid),
            ("To", "+15550001000"),
        ];
        let signed: String = fields.iter().flat_map(|(name, value)| [*name, *value]).collect();
        let key = Key::new(HMAC_SHA1_FOR_LEGACY_USE_ONLY, b"0f1e2d3c4b5a69788796a5b4c3d2e1f0");
        let signature = STANDARD.encode(sign(&key, format!("{URL}{signed}").as_bytes()));
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let hook = hook("POST", URL, &signature, "application/x-www-form-urlencoded", body.into());
        let line = twilio_line();
        let read = line.inbound(&hook).unwrap();
        prop_assert_eq!(&read[0].text, &text);
        prop_assert_eq!(read[0].from.as_str(), "+15551230001");
    }

    #[test]
    fn kannel_is_handed_every_text_unharmed(text in any::<String>(), unicode: bool) {
        let sms = OutboundSms {
            id: "out_0193500000007000800000000000002a".parse().unwrap(),
            to: "+15551230001".parse().unwrap(),
            text: text.clone(),
            unicode,
        };
        let request = kannel_line().send(&sms, URL);
        // As Kannel would hand the same parameters back in a hook.
        let query = request.uri().query().unwrap();
        let url = format!("{URL}?token=s3cret-of-the-line&id=1&{query}");
        let read = kannel_line().inbound(&hook("GET", &url, "", "", Bytes::new())).unwrap();
        prop_assert_eq!(&read[0].text, &text);
    }

    #[test]
    fn nothing_that_arrives_is_a_panic(
        method in prop::sample::select(vec!["GET", "POST", "PUT"]),
        query in "[ -~]{0,60}",
        words in prop::collection::vec(prop::sample::select(vec![
            "?", "&", "=", "%", "%C3", "token=s3cret-of-the-line", "text=", "from=", "coding=2", "charset=",
            "MessageSid=SM", "AccountSid=", "Body=", "From=+1", "dlr=1", "reply=", "{\"from\":", "\"text\":\"", "}", "é",
        ]), 0..12),
        signature in "[A-Za-z0-9+/=]{0,30}",
        media_type in prop::sample::select(vec![
            "application/x-www-form-urlencoded", "application/json", "text/plain", "",
        ]),
        body in prop::collection::vec(any::<u8>(), 0..60),
    ) {
        let words = words.concat();
        let url = format!("{URL}?{query}{words}");
        for body in [Bytes::from(body), Bytes::from(words)] {
            let hook = hook(method, &url, &signature, media_type, body);
            for line in adapters().values() {
                let _ = (line.inbound(&hook), line.status(&hook));
            }
        }
    }

    #[test]
    fn no_answer_is_a_panic(status in 100_u16..1000, body in prop::collection::vec(any::<u8>(), 0..80)) {
        let mut answer = http::Response::new(Bytes::from(body));
        *answer.status_mut() = status.try_into().unwrap();
        for line in adapters().values() {
            let sent = line.sent(&answer);
            prop_assert!(sent.is_err() || answer.status().is_success());
        }
    }
}

fn hook(method: &str, url: &str, signature: &str, media_type: &'static str, body: Bytes) -> Hook {
    let mut headers = http::HeaderMap::new();
    headers.insert("x-twilio-signature", signature.parse().unwrap());
    headers.insert("content-type", http::HeaderValue::from_static(media_type));
    Hook {
        method: method.parse().unwrap(),
        url: url.to_owned(),
        headers,
        body,
        received: "2026-11-22T15:00:00Z".parse().unwrap(),
    }
}
