//! As much of Twilio's REST API as a sender sees: takes texts down, answers as told.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::{Form, Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use http::StatusCode;
use tokio::sync::mpsc;

/// The running API.
pub(super) struct Api {
    pub(super) url: String,
    shared: Arc<Shared>,
    arriving: mpsc::UnboundedReceiver<Post>,
}

/// A text that was handed over.
#[derive(Debug)]
pub(super) struct Post {
    pub(super) account: String,
    pub(super) authorization: String,
    pub(super) to: String,
    pub(super) from: String,
    pub(super) text: String,
    pub(super) callback: String,
    /// The id it got, where it was taken.
    pub(super) sid: String,
}

/// What to say to a text instead of taking it.
#[derive(Clone, Copy)]
pub(super) enum Trouble {
    OptedOut,
    Limited,
    Unavailable,
    /// Nothing, until the sender gives up.
    Silence,
}

struct Shared {
    troubles: Mutex<VecDeque<Trouble>>,
    posts: mpsc::UnboundedSender<Post>,
}

impl Api {
    pub(super) async fn start() -> Self {
        let (posts, arriving) = mpsc::unbounded_channel();
        let shared = Arc::new(Shared {
            troubles: Mutex::default(),
            posts,
        });
        let router = Router::new()
            .route("/2010-04-01/Accounts/{sid}/Messages.json", post(take))
            .with_state(Arc::clone(&shared));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self {
            url,
            shared,
            arriving,
        }
    }

    /// The next text meets this.
    pub(super) fn trouble(&self, trouble: Trouble) {
        self.shared.troubles.lock().unwrap().push_back(trouble);
    }

    /// The next text that is handed over.
    pub(super) async fn next(&mut self) -> Post {
        let next = tokio::time::timeout(Duration::from_secs(20), self.arriving.recv()).await;
        next.expect("no text was handed over").unwrap()
    }

    /// Texts that were handed over and not looked at yet.
    pub(super) fn rest(&mut self) -> Vec<Post> {
        std::iter::from_fn(|| self.arriving.try_recv().ok()).collect()
    }
}

async fn take(
    State(shared): State<Arc<Shared>>,
    Path(account): Path<String>,
    headers: HeaderMap,
    Form(form): Form<Vec<(String, String)>>,
) -> Response {
    let field = |name: &str| {
        let value = form.iter().find(|(given, _)| given == name);
        value.map_or_else(String::new, |(_, value)| value.clone())
    };
    let sid = super::sid("SM", &field("Body"));
    let authorization = headers["authorization"].to_str().unwrap().to_owned();
    let taken = Post {
        account,
        authorization,
        to: field("To"),
        from: field("From"),
        text: field("Body"),
        callback: field("StatusCallback"),
        sid: sid.clone(),
    };
    // First, so that trouble made after this text is seen meets the next one.
    let trouble = shared.troubles.lock().unwrap().pop_front();
    shared.posts.send(taken).unwrap();
    let refused = |status: StatusCode, code: u32| {
        (
            status,
            format!(r#"{{"code":{code},"status":{}}}"#, status.as_u16()),
        )
            .into_response()
    };
    match trouble {
        None => {
            let body = format!(r#"{{"sid":"{sid}","status":"queued"}}"#);
            (StatusCode::CREATED, body).into_response()
        }
        Some(Trouble::OptedOut) => refused(StatusCode::BAD_REQUEST, 21610),
        Some(Trouble::Limited) => refused(StatusCode::TOO_MANY_REQUESTS, 20429),
        Some(Trouble::Unavailable) => refused(StatusCode::SERVICE_UNAVAILABLE, 20503),
        Some(Trouble::Silence) => std::future::pending().await,
    }
}
