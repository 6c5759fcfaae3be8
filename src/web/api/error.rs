//! What a program is told when it gets nothing: a status and one sentence as JSON.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use serde_json::json;

use crate::store::StoreError;

/// Why the API answers nothing.
#[derive(Debug, thiserror::Error)]
pub(in crate::web) enum ApiError {
    /// No token and no session, or a wrong token.
    #[error("the API token is missing or wrong")]
    Unauthorized,
    #[error("there is no such thing here")]
    NotFound,
    /// A parameter does not read; which, and what it should be.
    #[error("{0}")]
    Parameter(&'static str),
    #[error("the store does not answer")]
    Store(#[from] StoreError),
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let status = match &self {
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Parameter(_) => StatusCode::BAD_REQUEST,
            Self::Store(error) => {
                tracing::error!(%error, "the API could not read the store");
                StatusCode::SERVICE_UNAVAILABLE
            }
        };
        let body = Json(json!({"error": self.to_string()}));
        if status == StatusCode::UNAUTHORIZED {
            let how = [(header::WWW_AUTHENTICATE, "Bearer")];
            return (status, how, body).into_response();
        }
        (status, body).into_response()
    }
}
