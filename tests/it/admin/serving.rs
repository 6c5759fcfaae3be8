//! The server on a real socket: slow clients, clients that go away, the end.

use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use axum::Router;
use bytes::Bytes;
use fieldline::clock::SystemClock;
use fieldline::domain::LineName;
use fieldline::provider::Hook;
use fieldline::web::{Intake, Limits, MAX_HOOK, hooks, serve};
use http::{Response, StatusCode};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::site::{empty, eventually};

/// Takes a hook, then waits to be let go on.
#[derive(Default)]
struct Slow {
    begun: AtomicUsize,
    ended: AtomicUsize,
    dropped: AtomicUsize,
    peer: std::sync::Mutex<Option<IpAddr>>,
    go_on: Notify,
}

#[async_trait]
impl Intake for Slow {
    async fn inbound(&self, line: &LineName, _: Hook, peer: IpAddr) -> Response<Bytes> {
        *self.peer.lock().unwrap() = Some(peer);
        self.handle(line).await
    }

    async fn status(&self, line: &LineName, _: Hook, _: IpAddr) -> Response<Bytes> {
        self.handle(line).await
    }

    async fn crm(&self, _: Hook) -> Response<Bytes> {
        panic!("a bug")
    }

    fn ready(&self) -> Result<(), String> {
        Ok(())
    }
}

impl Slow {
    async fn handle(&self, line: &LineName) -> Response<Bytes> {
        let running = Running(self);
        self.begun.fetch_add(1, Ordering::SeqCst);
        if line.as_str() == "slow" {
            self.go_on.notified().await;
        }
        std::mem::forget(running);
        self.ended.fetch_add(1, Ordering::SeqCst);
        empty(StatusCode::OK)
    }
}

/// Counts what is dropped before its end.
struct Running<'a>(&'a Slow);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.dropped.fetch_add(1, Ordering::SeqCst);
    }
}

struct Server {
    address: SocketAddr,
    intake: Arc<Slow>,
    stop: CancellationToken,
    task: JoinHandle<std::io::Result<()>>,
}

impl Server {
    async fn start(limits: Limits) -> Self {
        let intake = Arc::new(Slow::default());
        let router: Router = hooks(intake.clone(), "http://x", Arc::new(SystemClock::new()));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let stop = CancellationToken::new();
        let task = tokio::spawn(serve(listener, router, stop.clone(), limits));
        Self {
            address,
            intake,
            stop,
            task,
        }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    async fn send(&self, request: &str) -> TcpStream {
        let mut stream = self.connect().await;
        stream.write_all(request.as_bytes()).await.unwrap();
        stream
    }
}

/// For tests of the deadlines.
fn hasty() -> Limits {
    Limits {
        header_timeout: Duration::from_millis(150),
        body_timeout: Duration::from_millis(150),
        ..patient()
    }
}

/// For all others: a busy machine must not look like a slow client.
fn patient() -> Limits {
    Limits {
        header_timeout: Duration::from_mins(1),
        body_timeout: Duration::from_mins(1),
        max_connections: 2,
        drain_timeout: Duration::from_mins(1),
    }
}

/// Everything until the server closes the connection; it must do so soon.
async fn to_the_end(stream: &mut TcpStream) -> String {
    let mut all = Vec::new();
    let read = stream.read_to_end(&mut all);
    let read = tokio::time::timeout(Duration::from_secs(30), read).await;
    if let Err(error) = read.expect("the connection is closed in time") {
        assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    }
    String::from_utf8(all).unwrap()
}

const HOOK: &str =
    "POST /hooks/main HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 2\r\n\r\nhi";

#[tokio::test]
async fn a_hook_is_answered_and_its_peer_known() {
    let server = Server::start(patient()).await;
    let answer = to_the_end(&mut server.send(HOOK).await).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    let peer = *server.intake.peer.lock().unwrap();
    assert_eq!(peer, Some(IpAddr::from([127, 0, 0, 1])));
}

#[tokio::test]
async fn a_head_that_does_not_end_loses_its_connection() {
    let server = Server::start(hasty()).await;
    let mut silent = server.connect().await;
    assert_eq!(to_the_end(&mut silent).await, "");
    let mut stuck = server
        .send("POST /hooks/main HTTP/1.1\r\nhost: x\r\n")
        .await;
    to_the_end(&mut stuck).await;
    assert_eq!(server.intake.begun.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_body_that_drips_is_given_up_however_steadily_it_drips() {
    let server = Server::start(hasty()).await;
    let head = "POST /hooks/main HTTP/1.1\r\nhost: x\r\ncontent-length: 60000\r\n\r\n";
    let stream = server.send(head).await;
    let (mut read, mut write) = stream.into_split();
    let drip = tokio::spawn(async move {
        let mut every = tokio::time::interval(Duration::from_millis(20));
        loop {
            every.tick().await;
            if write.write_all(b"a").await.is_err() {
                return;
            }
        }
    });
    let mut answer = vec![0; 64];
    let reading = tokio::time::timeout(Duration::from_secs(30), read.read(&mut answer));
    let length = reading.await.expect("an answer").unwrap();
    let answer = String::from_utf8_lossy(&answer[..length]);
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    drip.abort();
    assert_eq!(server.intake.begun.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_body_too_large_is_refused_before_it_is_read_whole() {
    let server = Server::start(patient()).await;
    let head = format!(
        "POST /hooks/main HTTP/1.1\r\nhost: x\r\ncontent-length: {}\r\n\r\n",
        MAX_HOOK + 1
    );
    let mut stream = server.send(&head).await;
    let answer = to_the_end(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
}

#[tokio::test]
async fn nobody_waits_to_answer_a_client_that_has_hung_up() {
    let server = Server::start(patient()).await;
    let stream = server.send(&HOOK.replace("main", "slow")).await;
    eventually(|| server.intake.begun.load(Ordering::SeqCst) == 1).await;
    drop(stream);
    eventually(|| server.intake.dropped.load(Ordering::SeqCst) == 1).await;
}

#[tokio::test]
async fn a_delivery_report_is_stored_even_if_its_sender_hangs_up() {
    let server = Server::start(patient()).await;
    let stream = server.send(&HOOK.replace("main", "slow/status")).await;
    eventually(|| server.intake.begun.load(Ordering::SeqCst) == 1).await;
    drop(stream);
    // There is room for two clients, so the second of these is served only after the first was given up.
    let first = server.connect().await;
    let mut second = server.send(HOOK).await;
    to_the_end(&mut second).await;
    server.intake.go_on.notify_one();
    eventually(|| server.intake.ended.load(Ordering::SeqCst) == 2).await;
    assert_eq!(server.intake.dropped.load(Ordering::SeqCst), 0);
    drop(first);
}

#[tokio::test]
async fn connections_beyond_the_bound_wait_and_are_served_later() {
    let server = Server::start(patient()).await;
    let (first, second) = (server.connect().await, server.connect().await);
    let mut third = server.send(HOOK).await;
    let mut byte = [0];
    let early = tokio::time::timeout(Duration::from_millis(200), third.read(&mut byte)).await;
    assert!(
        early.is_err(),
        "the third is not served while two are there"
    );
    drop((first, second));
    let answer = to_the_end(&mut third).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[tokio::test]
async fn the_end_waits_for_running_requests_and_for_nothing_else() {
    let server = Server::start(patient()).await;
    let mut idle = server.connect().await;
    let mut running = server.send(&HOOK.replace("main", "slow")).await;
    eventually(|| server.intake.begun.load(Ordering::SeqCst) == 1).await;
    server.stop.cancel();
    assert_eq!(to_the_end(&mut idle).await, "");
    assert!(!server.task.is_finished());
    server.intake.go_on.notify_one();
    let answer = to_the_end(&mut running).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    server.task.await.unwrap().unwrap();
    let refused = TcpStream::connect(server.address).await;
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::ConnectionRefused);
}

#[tokio::test]
async fn a_bug_in_one_request_is_a_500_and_no_more() {
    let server = Server::start(patient()).await;
    let broken =
        "POST /hooks/crm HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
    let answer = to_the_end(&mut server.send(broken).await).await;
    assert!(answer.starts_with("HTTP/1.1 500"), "{answer}");
    let answer = to_the_end(&mut server.send(HOOK).await).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}
