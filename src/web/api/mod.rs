//! The API for programs: the command log as JSON and CSV.

use std::sync::Arc;

use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::header;

use super::console::Console;

mod error;
mod export;
mod messages;

pub(super) use error::ApiError;

const DESCRIPTION: &str = include_str!("openapi.json");

pub(super) fn routes() -> Router<Arc<Console>> {
    Router::new()
        .route("/api/v1/messages", get(messages::list))
        .route("/api/v1/messages/{id}", get(messages::one))
        .route("/api/v1/export.csv", get(export::csv))
        .route("/api/v1/openapi.json", get(description))
        .route("/api/{*rest}", get(|| async { ApiError::NotFound }))
}

async fn description() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], DESCRIPTION).into_response()
}
