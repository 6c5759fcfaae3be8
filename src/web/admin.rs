//! The administrator's listener: health and metrics for machines, pages for people, the API for both.

use std::sync::Arc;

use axum::Router;

use super::console::Console;
use super::state::Admin;
use super::{api, assets, defences, health, pages};

/// Everything below `/health`, `/metrics`, `/admin` and `/api/v1`. It can be merged with [`super::hooks()`].
pub fn admin(admin: Admin) -> Router {
    let console = Arc::new(Console::new(admin));
    let people = defences::against_other_sites(pages::routes());
    let routes = Router::new()
        .merge(people)
        .merge(api::routes())
        .merge(assets::routes())
        .merge(health::routes());
    defences::against_content(routes).with_state(console)
}
