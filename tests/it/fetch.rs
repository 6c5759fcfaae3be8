//! The one way out against servers that misbehave on the wire: what is known afterwards decides whether a call may be repeated.

mod raw_server;

use std::process::Command;
use std::time::Duration;

use bytes::Bytes;
use fieldline::fetch::{Fetch, FetchError, ReqwestFetch};
use raw_server::{End, RawServer};

fn request(url: &str) -> http::Request<Bytes> {
    http::Request::post(url)
        .body(Bytes::from_static(b"{\"text\":\"hello\"}"))
        .unwrap()
}

async fn fetch(url: &str) -> Result<http::Response<Bytes>, FetchError> {
    let fetch = ReqwestFetch::new(Duration::from_secs(20)).unwrap();
    fetch.fetch(request(url)).await
}

/// The same with a deadline so short that a test can wait for it.
async fn fetch_hastily(url: &str) -> Result<http::Response<Bytes>, FetchError> {
    let fetch = ReqwestFetch::new(Duration::from_millis(400)).unwrap();
    tokio::time::timeout(Duration::from_secs(10), fetch.fetch(request(url)))
        .await
        .expect("the deadline was not kept")
}

#[track_caller]
fn broken(result: Result<http::Response<Bytes>, FetchError>) -> String {
    let error = result.expect_err("no answer");
    assert!(error.effect_possible());
    match error {
        FetchError::Broken { reason, .. } => reason,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_whole_answer_arrives_with_status_headers_and_body() {
    let answer =
        b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7\r\nContent-Length: 4\r\n\r\nbusy";
    let server = RawServer::start(answer, End::KeepOpen).await;
    let answer = fetch(&server.url("/x?y=1")).await.unwrap();
    assert_eq!(answer.status(), 429);
    assert_eq!(answer.headers()["retry-after"], "7");
    assert_eq!(&answer.body()[..], b"busy");
    let [seen] = &server.requests()[..] else {
        panic!("asked more than once");
    };
    assert!(seen.starts_with("POST /x?y=1 HTTP/1.1\r\n"), "{seen}");
    assert!(seen.ends_with("\r\n\r\n{\"text\":\"hello\"}"), "{seen}");
}

#[tokio::test]
async fn a_refused_connection_had_no_effect() {
    let url = RawServer::start(b"", End::Close).await.stopped().await;
    let error = fetch(&url).await.unwrap_err();
    assert!(matches!(error, FetchError::Connect { .. }), "{error:?}");
    assert!(!error.effect_possible());
}

#[tokio::test]
async fn a_failed_tls_handshake_had_no_effect() {
    let server = RawServer::start(b"HTTP/1.1 400 Bad Request\r\n\r\n", End::Close).await;
    let error = fetch(&server.url("/").replace("http:", "https:"))
        .await
        .unwrap_err();
    assert!(matches!(error, FetchError::Connect { .. }), "{error:?}");
}

#[tokio::test]
async fn what_cannot_be_asked_had_no_effect() {
    for url in ["/relative", "ftp://127.0.0.1/"] {
        let error = fetch(url).await.unwrap_err();
        assert!(!error.effect_possible(), "{url}: {error:?}");
    }
}

#[tokio::test]
async fn a_connection_that_ends_early_leaves_the_effect_open() {
    let whole = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    let chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n";
    for (what, answer) in [
        ("nothing", &whole[..0]),
        ("half a status line", &whole[..9]),
        ("half the headers", &whole[..20]),
        ("half a body", &whole[..whole.len() - 2]),
        ("no last chunk", &chunked[..]),
        ("no HTTP", b"SSH-2.0-OpenSSH\r\n\r\n"),
    ] {
        for end in [End::Close, End::Reset] {
            let server = RawServer::start(answer, end).await;
            let reason = broken(fetch(&server.url("/")).await);
            assert_eq!(reason, "connection broke", "{what}");
            assert_eq!(server.requests().len(), 1, "{what}: asked again");
        }
    }
}

#[tokio::test]
async fn the_deadline_holds_for_the_whole_exchange() {
    let head = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n";
    for (answer, end) in [
        (&b""[..], End::KeepOpen),
        (&head[..20], End::KeepOpen),
        (&head[..], End::KeepOpen),
        (&head[..], End::Drip),
    ] {
        let server = RawServer::start(answer, end).await;
        assert_eq!(broken(fetch_hastily(&server.url("/")).await), "timed out");
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn more_than_a_megabyte_is_not_read() {
    let flood = format!("{:x}\r\n{}\r\n", 1 << 20, "x".repeat(1 << 20));
    let chunked = format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{flood}{flood}");
    let long = format!("HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n{flood}{flood}");
    for answer in [chunked, long] {
        let server = RawServer::start(answer.as_bytes(), End::KeepOpen).await;
        let error = fetch(&server.url("/")).await.unwrap_err();
        assert!(matches!(error, FetchError::TooLarge { .. }), "{error:?}");
        assert!(error.effect_possible());
    }
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_not_followed() {
    let elsewhere = RawServer::start(
        b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        End::KeepOpen,
    )
    .await;
    for status in [301, 302, 303, 307, 308] {
        let answer = format!(
            "HTTP/1.1 {status} Moved\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n",
            elsewhere.url("/")
        );
        let server = RawServer::start(answer.as_bytes(), End::KeepOpen).await;
        assert_eq!(fetch(&server.url("/")).await.unwrap().status(), status);
    }
    assert!(elsewhere.requests().is_empty());
}

#[tokio::test]
async fn nothing_is_repeated_when_the_server_is_unwell() {
    let answer = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n";
    let server = RawServer::start(answer, End::KeepOpen).await;
    assert_eq!(fetch(&server.url("/")).await.unwrap().status(), 503);
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_connection_closed_while_idle_harms_nobody() {
    let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    let server = RawServer::start(answer, End::Close).await;
    let fetch = ReqwestFetch::new(Duration::from_secs(20)).unwrap();
    for _ in 0..3 {
        let answer = fetch.fetch(request(&server.url("/"))).await.unwrap();
        assert_eq!(&answer.body()[..], b"ok");
        server.closed().await;
    }
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn no_error_tells_credentials_or_numbers() {
    let gone = RawServer::start(b"", End::Close).await.stopped().await;
    let alive = RawServer::start(b"", End::Close).await;
    for url in [gone, alive.url("/")] {
        let secret = url.replace("http://", "http://user:hunter2@")
            + "send?to=%2B15551230001&password=hunter2";
        let error = fetch(&secret).await.unwrap_err();
        let told = format!("{error} {error:?}");
        assert!(told.contains("127.0.0.1"), "{told}");
        for word in ["hunter2", "user", "1555123", "send"] {
            assert!(!told.contains(word), "{told}");
        }
    }
}

/// Runs a test of this file again in a process whose environment names a proxy that does not exist.
#[test]
fn a_proxy_in_the_environment_is_not_asked() {
    let test = "fetch::a_whole_answer_arrives_with_status_headers_and_body";
    let mut again = Command::new(std::env::current_exe().unwrap());
    again.args(["--exact", test]);
    for name in ["http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"] {
        again.env(name, "http://127.0.0.1:9");
    }
    let output = again
        .env_remove("NO_PROXY")
        .env_remove("no_proxy")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}"
    );
}
