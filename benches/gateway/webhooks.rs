//! Inbound messages as Twilio posts them, each with its own id and sender.

use aws_lc_rs::hmac::{HMAC_SHA1_FOR_LEGACY_USE_ONLY, Key, sign};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

pub(crate) const ACCOUNT: &str = "ACbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
pub(crate) const TOKEN: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
pub(crate) const NUMBER: &str = "+15550001000";
pub(crate) const PUBLIC_URL: &str = "https://sms.example.com";
pub(crate) const LINE: &str = "main";
pub(crate) const PATH: &str = "/hooks/main";

/// `count` whole HTTP requests; no two batches share a message id.
pub(crate) fn signed(batch: usize, count: usize) -> Vec<Vec<u8>> {
    let key = Key::new(HMAC_SHA1_FOR_LEGACY_USE_ONLY, TOKEN.as_bytes());
    (0..count)
        .map(|index| request(&key, batch, index))
        .collect()
}

fn request(key: &Key, batch: usize, index: usize) -> Vec<u8> {
    let sid = format!("SM{batch:016x}{index:016x}");
    let from = format!("+1555{:07}", index % 10_000);
    // Sorted by name, as they are signed.
    let fields = [
        ("AccountSid", ACCOUNT),
        ("ApiVersion", "2010-04-01"),
        ("Body", "add task for Jane Doe: call back tomorrow 3pm"),
        ("From", &from),
        ("FromCity", "CHICAGO"),
        ("FromCountry", "US"),
        ("FromState", "IL"),
        ("FromZip", "60601"),
        ("MessageSid", &sid),
        ("NumMedia", "0"),
        ("NumSegments", "1"),
        ("SmsMessageSid", &sid),
        ("SmsSid", &sid),
        ("SmsStatus", "received"),
        ("To", NUMBER),
        ("ToCountry", "US"),
    ];
    let mut text = format!("{PUBLIC_URL}{PATH}");
    for (name, value) in fields {
        text.push_str(name);
        text.push_str(value);
    }
    let signature = STANDARD.encode(sign(key, text.as_bytes()));
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    format!(
        "POST {PATH} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         X-Twilio-Signature: {signature}\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}
