//! The wire: HTTP/1.1 on one port, connections that can be dropped in the middle, and the sandbox's own pages below
//! `/__sandbox/`, where no real route can be.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::{get, post};
use bytes::Bytes;
use http::StatusCode;
use http_body_util::{BodyExt, Limited};
use hyper::body::{Frame, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use hyper_util::server::graceful::GracefulShutdown;
use serde_json::json;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use super::distortion::Answer;
use super::{Fault, LedgerEntry, Sandbox, Snapshot, gate};

/// The largest body it reads.
const MAX_BODY: usize = 1 << 20;
/// How long a stop waits for requests under way.
const GRACE: Duration = Duration::from_secs(5);

/// In a response's extensions: end the connection instead of sending it.
#[derive(Clone)]
struct Hangup;

/// Ends a connection.
#[derive(Debug, thiserror::Error)]
#[error("dropped on purpose")]
struct Dropped;

/// Answers until told to stop, then lets requests under way finish.
pub(super) async fn serve(listener: TcpListener, sandbox: Sandbox, stop: CancellationToken) {
    let router = Router::new()
        .route("/__sandbox/ledger", get(ledger))
        .route("/__sandbox/state", get(state))
        .route("/__sandbox/faults", post(faults))
        .fallback(api)
        .with_state(sandbox);
    let connections = GracefulShutdown::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stop.cancelled() => break,
        };
        // A failed accept is one caller's; the others go on.
        let Ok((stream, _)) = accepted else {
            continue;
        };
        connect(stream, router.clone(), &connections);
    }
    drop(listener);
    let _ = tokio::time::timeout(GRACE, connections.shutdown()).await;
}

fn connect(stream: TcpStream, router: Router, connections: &GracefulShutdown) {
    // Small messages both ways: waiting to fill packets would cost 40 ms each.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request: http::Request<Incoming>| {
        let router = router.clone();
        async move {
            let response = match router.oneshot(request.map(Body::new)).await {
                Ok(response) => response,
                Err(never) => match never {},
            };
            match response.extensions().get::<Hangup>() {
                Some(Hangup) => Err(Dropped),
                None => Ok(response),
            }
        }
    });
    let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    let connection = connections.watch(connection);
    tokio::spawn(async move {
        // It fails when the caller goes away or was dropped on purpose; neither is news.
        let _ = connection.await;
    });
}

async fn api(State(sandbox): State<Sandbox>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = Limited::new(body, MAX_BODY).collect().await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    // On its own task, so that a caller who gives up does not take the effect along.
    let answering = tokio::spawn(gate::answer(sandbox, parts, body.to_bytes()));
    match answering.await {
        Ok(Answer::Whole(response)) => response.map(Body::from),
        Ok(Answer::Cut(response, length)) => cut(response, length),
        Ok(Answer::Nothing) | Err(_) => {
            let mut response = Response::new(Body::empty());
            response.extensions_mut().insert(Hangup);
            response
        }
    }
}

/// Announces the whole body and ends the connection in the middle of it.
fn cut(response: http::Response<Bytes>, length: usize) -> Response {
    let (mut parts, body) = response.into_parts();
    parts.headers.insert(
        http::header::CONTENT_LENGTH,
        http::HeaderValue::from(body.len()),
    );
    let half = body.slice(..length.min(body.len()));
    Response::from_parts(parts, Body::new(HalfBody::Begun(half)))
}

/// A body that ends the connection where more was announced.
enum HalfBody {
    Begun(Bytes),
    /// One turn for the half to leave.
    Sent,
    Over,
}

impl hyper::body::Body for HalfBody {
    type Data = Bytes;
    type Error = Dropped;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Dropped>>> {
        match std::mem::replace(&mut *self, Self::Over) {
            Self::Begun(half) => {
                *self = Self::Sent;
                Poll::Ready(Some(Ok(Frame::data(half))))
            }
            Self::Sent => {
                context.waker().wake_by_ref();
                Poll::Pending
            }
            Self::Over => Poll::Ready(Some(Err(Dropped))),
        }
    }
}

async fn ledger(State(sandbox): State<Sandbox>) -> Json<Vec<LedgerEntry>> {
    Json(sandbox.ledger())
}

async fn state(State(sandbox): State<Sandbox>) -> Json<Snapshot> {
    Json(sandbox.snapshot())
}

async fn faults(
    State(sandbox): State<Sandbox>,
    body: Bytes,
) -> Result<StatusCode, (StatusCode, Json<serde_json::Value>)> {
    let replaced = Fault::from_json(&body).and_then(|faults| sandbox.set_faults(faults));
    match replaced {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(error) => Err((
            StatusCode::UNPROCESSABLE_ENTITY,
            Json(json!({"message": error.to_string()})),
        )),
    }
}
