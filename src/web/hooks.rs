//! The routes that carriers and the CRM call. The hot path: read the body, hand it over, answer.

use std::error::Error;
use std::future::Future;
use std::io;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use bytes::Bytes;
use http::{Method, StatusCode};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::Body as _;

use super::serve::Peer;
use super::state::Intake;
use crate::clock::SharedClock;
use crate::domain::LineName;
use crate::provider::Hook;
use crate::telemetry;

/// The largest body a hook may have, in bytes.
pub const MAX_HOOK: usize = 64 * 1024;

/// `/hooks/{line}`, `/hooks/{line}/status` and `/hooks/crm`. `public_url` is how carriers reach us, scheme and host: the URL
/// that signatures are checked against is made of it and of the path and query as received, never of headers.
pub fn hooks(intake: Arc<dyn Intake>, public_url: impl Into<String>, clock: SharedClock) -> Router {
    let public_url: String = public_url.into();
    let door = Arc::new(Door {
        intake,
        public_url: public_url.trim_end_matches('/').to_owned(),
        clock,
        acknowledgements: telemetry::acknowledgements(),
    });
    Router::new()
        .route("/hooks/crm", post(crm))
        .route("/hooks/{line}", get(inbound).post(inbound))
        .route("/hooks/{line}/status", get(status).post(status))
        .with_state(door)
}

struct Door {
    intake: Arc<dyn Intake>,
    public_url: String,
    clock: SharedClock,
    acknowledgements: metrics::Histogram,
}

async fn inbound(
    State(door): State<Arc<Door>>,
    Path(line): Path<String>,
    Peer(peer): Peer,
    request: Request,
) -> Response {
    let began = door.clock.monotonic();
    let hook = match door.read(request).await {
        Ok(hook) => hook,
        Err(refused) => return refused.into_response(),
    };
    // Not spawned: the store commits what it was handed even if the client hangs up, and a reply that would have gone back
    // in the answer must then go out another way.
    let answer = door.intake.inbound(&LineName(line), hook, peer).await;
    let answer = answer.map(Body::from);
    let took = door.clock.monotonic().saturating_sub(began);
    door.acknowledgements.record(took);
    answer
}

async fn status(
    State(door): State<Arc<Door>>,
    Path(line): Path<String>,
    Peer(peer): Peer,
    request: Request,
) -> Response {
    let hook = match door.read(request).await {
        Ok(hook) => hook,
        Err(refused) => return refused.into_response(),
    };
    let intake = Arc::clone(&door.intake);
    see_through(async move { intake.status(&LineName(line), hook, peer).await }).await
}

async fn crm(State(door): State<Arc<Door>>, request: Request) -> Response {
    let hook = match door.read(request).await {
        Ok(hook) => hook,
        Err(refused) => return refused.into_response(),
    };
    let intake = Arc::clone(&door.intake);
    see_through(async move { intake.crm(hook).await }).await
}

impl Door {
    async fn read(&self, request: Request) -> Result<Hook, StatusCode> {
        let received = self.clock.now();
        let (head, body) = request.into_parts();
        // A GET route of axum also takes HEAD, which no carrier sends and which must not store a message.
        if head.method == Method::HEAD {
            return Err(StatusCode::METHOD_NOT_ALLOWED);
        }
        let target = head.uri.path_and_query().map_or("/", |it| it.as_str());
        Ok(Hook {
            url: [self.public_url.as_str(), target].concat(),
            method: head.method,
            headers: head.headers,
            body: whole(body).await?,
            received,
        })
    }
}

async fn whole(body: Body) -> Result<Bytes, StatusCode> {
    if body.size_hint().lower() > MAX_HOOK as u64 {
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    match Limited::new(body, MAX_HOOK).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(StatusCode::PAYLOAD_TOO_LARGE),
        Err(error) if timed_out(error.as_ref()) => Err(StatusCode::REQUEST_TIMEOUT),
        Err(_) => Err(StatusCode::BAD_REQUEST),
    }
}

fn timed_out(mut error: &(dyn Error + 'static)) -> bool {
    loop {
        if let Some(error) = error.downcast_ref::<io::Error>() {
            return error.kind() == io::ErrorKind::TimedOut;
        }
        match error.source() {
            Some(source) => error = source,
            None => return false,
        }
    }
}

/// Runs to its end even if the client hangs up meanwhile: what is being stored gets stored.
async fn see_through(
    handling: impl Future<Output = http::Response<Bytes>> + Send + 'static,
) -> Response {
    match tokio::spawn(handling).await {
        Ok(answer) => answer.map(Body::from),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
