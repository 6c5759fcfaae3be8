//! What machines ask: alive, ready, figures. Open to whoever reaches the administrator's listener, without personal data.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use http::{StatusCode, header};

use super::console::Console;
use crate::telemetry;

pub(super) fn routes() -> Router<Arc<Console>> {
    Router::new()
        .route("/health/live", get(|| async { "alive\n" }))
        .route("/health/ready", get(ready))
        .route("/metrics", get(metrics))
}

async fn ready(State(console): State<Arc<Console>>) -> (StatusCode, String) {
    if let Err(reason) = console.admin.intake.ready() {
        return (StatusCode::SERVICE_UNAVAILABLE, format!("{reason}\n"));
    }
    match console.admin.store.backlog().await {
        Ok(_) => (StatusCode::OK, "ready\n".to_owned()),
        Err(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "the store does not answer\n".to_owned(),
        ),
    }
}

async fn metrics(
    State(console): State<Arc<Console>>,
) -> ([(header::HeaderName, &'static str); 1], String) {
    // A store that fails leaves the last figures standing; `/health/ready` tells.
    if let Ok(backlog) = console.admin.store.backlog().await {
        let now = console.admin.clock.now();
        let age = |since| Duration::try_from(now.duration_since(since)).unwrap_or_default();
        telemetry::backlog(backlog.messages + backlog.replies, backlog.oldest.map(age));
    }
    let text = (
        header::CONTENT_TYPE,
        "text/plain; version=0.0.4; charset=utf-8",
    );
    ([text], console.admin.metrics.render())
}
