//! The numbers that get no texts any more.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;

use super::moment::Moment;
use super::{Chrome, Page};
use crate::web::console::Console;
use crate::web::guard::SignedIn;

#[derive(Template)]
#[template(path = "opt-outs.html")]
struct OptOutsPage {
    chrome: Chrome,
    rows: Vec<OptOut>,
}

struct OptOut {
    from: String,
    number: String,
    line: String,
    at: Moment,
}

pub(super) async fn show(State(console): State<Arc<Console>>, _: SignedIn) -> Page {
    let admin = &console.admin;
    let now = admin.clock.now();
    let rows = admin.store.opt_outs().await?.into_iter();
    let rows = rows.map(|(line, phone, at)| OptOut {
        number: phone.national(),
        from: phone.to_string(),
        line: line.0,
        at: Moment::new(at, now, &admin.zone),
    });
    super::show(&OptOutsPage {
        chrome: Chrome::new(&console, "opt-outs"),
        rows: rows.collect(),
    })
}
