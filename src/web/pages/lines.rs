//! The lines: our numbers and their carriers.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;

use super::{Chrome, Page};
use crate::web::console::Console;
use crate::web::guard::SignedIn;

#[derive(Template)]
#[template(path = "lines.html")]
struct LinesPage {
    chrome: Chrome,
    lines: Vec<Line>,
}

struct Line {
    name: String,
    number: String,
    provider: String,
    simulated: bool,
}

pub(super) async fn show(State(console): State<Arc<Console>>, _: SignedIn) -> Page {
    let simulated = console.admin.phone.as_ref().map(|phone| &phone.line);
    let lines = console.admin.lines.iter().map(|line| Line {
        simulated: simulated == Some(&line.name),
        name: line.name.to_string(),
        number: line.number.national(),
        provider: line.provider.clone(),
    });
    super::show(&LinesPage {
        lines: lines.collect(),
        chrome: Chrome::new(&console, "lines"),
    })
}
