//! Raw HTTP in files: a start line, headers, an empty line, the body as it is.

use std::fmt::Write;

use bytes::Bytes;
use fieldline::provider::Hook;

/// What `server.public_url` is in the fixtures.
const PUBLIC_URL: &str = "https://sms.example.com";

pub(super) fn hook(text: &str) -> Hook {
    let (start, headers, body) = parts(text);
    let mut words = start.split(' ');
    Hook {
        method: words.next().unwrap().parse().unwrap(),
        url: format!("{PUBLIC_URL}{}", words.next().unwrap()),
        headers,
        body,
        received: "2026-11-22T15:00:00Z".parse().unwrap(),
    }
}

pub(super) fn answer(text: &str) -> http::Response<Bytes> {
    let (start, headers, body) = parts(text);
    let mut answer = http::Response::new(body);
    *answer.status_mut() = start.split(' ').nth(1).unwrap().parse().unwrap();
    *answer.headers_mut() = headers;
    answer
}

/// A request as it would stand in such a file.
pub(super) fn written(request: &http::Request<Bytes>) -> String {
    let mut text = format!("{} {}\n", request.method(), request.uri());
    for (name, value) in request.headers() {
        writeln!(text, "{name}: {}", value.to_str().unwrap()).unwrap();
    }
    text + "\n" + std::str::from_utf8(request.body()).unwrap()
}

fn parts(text: &str) -> (&str, http::HeaderMap, Bytes) {
    let (head, body) = text
        .split_once("\n\n")
        .expect("an empty line after the headers");
    let mut lines = head.lines();
    let start = lines.next().unwrap();
    let mut headers = http::HeaderMap::new();
    for line in lines {
        let (name, value) = line.split_once(": ").expect("a header");
        let name: http::HeaderName = name.parse().unwrap();
        headers.append(name, value.parse().unwrap());
    }
    (start, headers, Bytes::copy_from_slice(body.as_bytes()))
}
