//! The messages a person has to look at.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;

use super::entry::Row;
use super::{Chrome, Page};
use crate::domain::MessageState;
use crate::store::LogFilter;
use crate::web::console::Console;
use crate::web::guard::SignedIn;

/// The states that call for a person, and what that person shall do.
const STATES: [(MessageState, &str, &str); 3] = [
    (
        MessageState::NeedsReview,
        "Perhaps done, perhaps not",
        "A change was sent and its answer never came, and looking it up did not settle it. Look in the CRM; the sender was told that somebody would.",
    ),
    (
        MessageState::Dead,
        "Given up",
        "The gateway stopped more than once while working on these, so it leaves them alone. The service's log says why.",
    ),
    (
        MessageState::Failed,
        "Failed",
        "The CRM refused these for a reason of its own. The sender was told the reason.",
    ),
];

#[derive(Template)]
#[template(path = "review.html")]
struct ReviewPage {
    chrome: Chrome,
    groups: Vec<Group>,
}

struct Group {
    state: &'static str,
    title: &'static str,
    advice: &'static str,
    rows: Vec<Row>,
    /// Whether the log has more of them.
    more: bool,
}

pub(super) async fn show(State(console): State<Arc<Console>>, _: SignedIn) -> Page {
    let admin = &console.admin;
    let now = admin.clock.now();
    let mut groups = Vec::new();
    for (state, title, advice) in STATES {
        let filter = LogFilter {
            state: Some(state),
            limit: 20,
            ..LogFilter::default()
        };
        let found = admin.store.log(&filter).await?;
        let rows = found.messages.into_iter();
        groups.push(Group {
            state: state.name(),
            title,
            advice,
            rows: rows
                .map(|entry| Row::new(entry, now, &admin.zone))
                .collect(),
            more: found.next.is_some(),
        });
    }
    groups.retain(|group| !group.rows.is_empty());
    super::show(&ReviewPage {
        chrome: Chrome::new(&console, "review"),
        groups,
    })
}
