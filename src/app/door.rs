//! The engine as the web side sees it.

use std::net::IpAddr;
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use http::{Response, StatusCode};

use crate::domain::LineName;
use crate::engine::Engine;
use crate::provider::Hook;
use crate::web::Intake;

/// Passes hooks on to the engine.
pub(super) struct Door(pub(super) Arc<Engine>);

#[async_trait]
impl Intake for Door {
    async fn inbound(&self, line: &LineName, hook: Hook, peer: IpAddr) -> Response<Bytes> {
        self.0.inbound(line, hook, peer).await
    }

    async fn status(&self, line: &LineName, hook: Hook, peer: IpAddr) -> Response<Bytes> {
        self.0.status(line, hook, peer).await
    }

    // The CRM has nothing to tell while contacts are mirrored at start-up and as they are seen.
    async fn crm(&self, _hook: Hook) -> Response<Bytes> {
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = StatusCode::NOT_FOUND;
        response
    }

    fn ready(&self) -> Result<(), String> {
        self.0.ready()
    }
}
