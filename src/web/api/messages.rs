//! `/api/v1/messages` and one of them.

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use serde::Deserialize;

use super::ApiError;
use crate::domain::MessageState;
use crate::store::{LogEntry, LogFilter, LogPage};
use crate::web::console::Console;
use crate::web::guard::ApiCaller;

/// Which messages. Every field may be left out.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Wanted {
    after: Option<String>,
    limit: Option<String>,
    from: Option<String>,
    state: Option<String>,
    outcome: Option<String>,
    q: Option<String>,
    since: Option<String>,
}

pub(super) async fn list(
    State(console): State<Arc<Console>>,
    _: ApiCaller,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Result<Json<LogPage>, ApiError> {
    let filter = read(wanted)?;
    Ok(Json(console.admin.store.log(&filter).await?))
}

pub(super) async fn one(
    State(console): State<Arc<Console>>,
    _: ApiCaller,
    Path(id): Path<String>,
) -> Result<Json<LogEntry>, ApiError> {
    let id = id.parse().map_err(|_| ApiError::NotFound)?;
    let entry = console.admin.store.entry(id).await?;
    entry.map(Json).ok_or(ApiError::NotFound)
}

/// The filter a query asks for.
pub(super) fn read(wanted: Result<Query<Wanted>, QueryRejection>) -> Result<LogFilter, ApiError> {
    let Query(wanted) =
        wanted.map_err(|_| ApiError::Parameter("a parameter is there twice or is not UTF-8"))?;
    let limit = match wanted.limit {
        None => 0,
        Some(limit) => match limit.parse::<u32>() {
            Ok(limit @ 1..) => u16::try_from(limit.min(200)).unwrap_or(200),
            _ => return Err(ApiError::Parameter("limit is a number from 1 to 200")),
        },
    };
    Ok(LogFilter {
        after: wanted
            .after
            .map(|after| after.parse())
            .transpose()
            .map_err(|_| ApiError::Parameter("after is the `next` of an earlier page"))?,
        limit,
        from: wanted.from,
        state: wanted.state.as_deref().map(state).transpose()?,
        outcome: wanted.outcome,
        q: wanted.q,
        since: wanted
            .since
            .map(|since| since.parse())
            .transpose()
            .map_err(|_| ApiError::Parameter("since is an RFC 3339 time"))?,
    })
}

fn state(name: &str) -> Result<MessageState, ApiError> {
    MessageState::ALL
        .into_iter()
        .find(|state| state.name() == name)
        .ok_or(ApiError::Parameter("there is no such state"))
}
