//! As much of Kannel's `sendsms` as a sender sees: takes texts down, or puts them off while it is shut.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use http::StatusCode;
use tokio::sync::mpsc;

use super::rig::PATIENCE;

pub(super) struct Smsbox {
    pub(super) url: String,
    shared: Arc<Shared>,
    arriving: mpsc::UnboundedReceiver<String>,
}

struct Shared {
    shut: AtomicBool,
    taken: mpsc::UnboundedSender<String>,
    put_off: tokio::sync::Notify,
}

impl Smsbox {
    pub(super) async fn start() -> Self {
        let (taken, arriving) = mpsc::unbounded_channel();
        let shared = Arc::new(Shared {
            shut: AtomicBool::new(false),
            taken,
            put_off: tokio::sync::Notify::new(),
        });
        let router = Router::new()
            .route("/cgi-bin/sendsms", get(sendsms))
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

    /// Puts off every text from now on, or takes them again.
    pub(super) fn shut(&self, shut: bool) {
        self.shared.shut.store(shut, Ordering::SeqCst);
    }

    /// Returns once a text was put off.
    pub(super) async fn has_put_off(&self) {
        let put_off = tokio::time::timeout(PATIENCE, self.shared.put_off.notified()).await;
        put_off.expect("no text was put off");
    }

    /// The next text that is taken.
    pub(super) async fn next(&mut self) -> String {
        let next = tokio::time::timeout(PATIENCE, self.arriving.recv()).await;
        next.expect("no text was handed over").unwrap()
    }

    /// Texts that were taken and not looked at yet.
    pub(super) fn rest(&mut self) -> Vec<String> {
        std::iter::from_fn(|| self.arriving.try_recv().ok()).collect()
    }
}

async fn sendsms(
    State(shared): State<Arc<Shared>>,
    Query(mut query): Query<HashMap<String, String>>,
) -> (StatusCode, &'static str) {
    if shared.shut.load(Ordering::SeqCst) {
        shared.put_off.notify_one();
        return (
            StatusCode::SERVICE_UNAVAILABLE,
            "Temporal failure, try again later.",
        );
    }
    shared.taken.send(query.remove("text").unwrap()).unwrap();
    (StatusCode::ACCEPTED, "0: Accepted for delivery")
}
