//! The wire between a whole gateway and its sandbox, tapped.

use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use fieldline::fetch::{Fetch, ReqwestFetch};
use http_body_util::BodyExt;
use serde_json::Value;

use super::traffic::Exchange;

/// Passes requests on and takes them down with their answers.
pub(super) struct Wire {
    pub(super) url: String,
    tap: Arc<Tap>,
}

struct Tap {
    sandbox: OnceLock<String>,
    fetch: ReqwestFetch,
    taken: Mutex<Vec<Exchange>>,
}

impl Wire {
    pub(super) async fn lay() -> Self {
        let tap = Arc::new(Tap {
            sandbox: OnceLock::new(),
            fetch: ReqwestFetch::new(Duration::from_secs(30)).unwrap(),
            taken: Mutex::default(),
        });
        let router = Router::new().fallback(pass_on).with_state(Arc::clone(&tap));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, tap }
    }

    /// Where requests shall go.
    pub(super) fn connect(&self, sandbox: &str) {
        self.tap.sandbox.set(sandbox.to_owned()).unwrap();
    }

    pub(super) fn taken(&self) -> Vec<Exchange> {
        std::mem::take(&mut *self.tap.taken.lock().unwrap())
    }
}

async fn pass_on(State(tap): State<Arc<Tap>>, request: Request) -> Response {
    let (mut head, body) = request.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    let header = |name: &str| {
        let value = head.headers.get(name)?.to_str().ok()?;
        Some(value.to_owned())
    };
    let path = head.uri.path_and_query().unwrap().to_string();
    let mut exchange = Exchange {
        method: head.method.to_string(),
        path: path.clone(),
        version: header("version"),
        authorized: header("authorization").is_some_and(|value| value.starts_with("Bearer ")),
        body: serde_json::from_slice(&body).unwrap_or(Value::Null),
        status: 0,
        answer: Value::Null,
    };
    let url = format!("{}{path}", tap.sandbox.get().unwrap());
    head.uri = url.parse().unwrap();
    head.headers.remove("host");
    let request = http::Request::from_parts(head, body);
    let mut answer = tap.fetch.fetch(request).await.unwrap();
    exchange.status = answer.status().as_u16();
    exchange.answer = serde_json::from_slice(answer.body()).unwrap_or(Value::Null);
    tap.taken.lock().unwrap().push(exchange);
    answer.headers_mut().remove("transfer-encoding");
    answer.map(Body::from)
}
