//! A server that answers every request with the same bytes, right or wrong, and then does as told.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

/// What follows the answer.
#[derive(Clone, Copy, Debug)]
pub(super) enum End {
    /// An orderly end of the connection.
    Close,
    /// A reset.
    Reset,
    /// Silence.
    KeepOpen,
    /// A byte now and then, without end.
    Drip,
}

pub(super) struct RawServer {
    address: SocketAddr,
    seen: Arc<Seen>,
    task: JoinHandle<()>,
}

#[derive(Default)]
struct Seen {
    requests: Mutex<Vec<String>>,
    closed: Notify,
}

impl RawServer {
    pub(super) async fn start(answer: &[u8], end: End) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::<Seen>::default();
        let answer: Arc<[u8]> = answer.into();
        let task = tokio::spawn({
            let seen = Arc::clone(&seen);
            async move {
                loop {
                    let (stream, _) = listener.accept().await.unwrap();
                    tokio::spawn(serve(stream, Arc::clone(&answer), end, Arc::clone(&seen)));
                }
            }
        });
        Self {
            address,
            seen,
            task,
        }
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The requests so far, whole.
    pub(super) fn requests(&self) -> Vec<String> {
        self.seen.requests.lock().unwrap().clone()
    }

    /// Waits until a connection has been closed from this side.
    pub(super) async fn closed(&self) {
        self.seen.closed.notified().await;
    }

    /// Stops listening; gives the URL where nobody listens any more.
    pub(super) async fn stopped(mut self) -> String {
        self.task.abort();
        let _ = (&mut self.task).await;
        self.url("/")
    }
}

impl Drop for RawServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(mut stream: TcpStream, answer: Arc<[u8]>, end: End, seen: Arc<Seen>) {
    while let Some(request) = read_request(&mut stream).await {
        seen.requests.lock().unwrap().push(request);
        // The client may have hung up: what it makes of that is the test.
        let _ = stream.write_all(&answer).await;
        match end {
            End::KeepOpen => {}
            End::Close => break,
            End::Reset => {
                stream.set_zero_linger().unwrap();
                break;
            }
            End::Drip => {
                let mut tick = tokio::time::interval(Duration::from_millis(20));
                while stream.write_all(b"x").await.is_ok() {
                    tick.tick().await;
                }
            }
        }
    }
    drop(stream);
    seen.closed.notify_one();
}

/// A request with its body, by its `Content-Length`; what is no HTTP ends at an empty read.
async fn read_request(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
        let text = String::from_utf8_lossy(&bytes);
        if !text.starts_with("POST") {
            return Some(text.into_owned());
        }
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                line.to_ascii_lowercase()
                    .strip_prefix("content-length: ")?
                    .parse()
                    .ok()
            });
            if body.len() >= length.unwrap_or(0) {
                return Some(text.into_owned());
            }
        }
    }
}
