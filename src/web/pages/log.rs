//! The command log: filters, pages, kept fresh.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use form_urlencoded::Serializer;
use jiff::Timestamp;
use serde::Deserialize;

use super::entry::{Badge, Row, message_badge};
use super::moment::duration;
use super::{Chrome, Page};
use crate::domain::{MessageState, Phone, Region};
use crate::store::{Backlog, LogFilter};
use crate::web::console::Console;
use crate::web::guard::SignedIn;

/// The form above the list. Every field may be empty; what does not read filters nothing.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Filters {
    q: String,
    from: String,
    state: String,
    outcome: String,
    after: String,
}

#[derive(Template)]
#[template(path = "log.html")]
struct LogPage {
    chrome: Chrome,
    filters: Filters,
    states: Vec<(Badge, bool)>,
    rows: Vec<Row>,
    /// Query of the page with older messages.
    older: Option<String>,
    /// What is going on right now.
    pulse: String,
    busy: bool,
}

pub(super) async fn show(
    State(console): State<Arc<Console>>,
    _: SignedIn,
    Query(filters): Query<Filters>,
) -> Page {
    let admin = &console.admin;
    let now = admin.clock.now();
    let found = admin.store.log(&filters.read()).await?;
    let backlog = admin.store.backlog().await?;
    let rows = found.messages.into_iter();
    super::show(&LogPage {
        chrome: Chrome::new(&console, "log"),
        states: MessageState::ALL
            .map(|state| (message_badge(state), state.name() == filters.state))
            .into(),
        rows: rows
            .map(|entry| Row::new(entry, now, &admin.zone))
            .collect(),
        older: found.next.map(|next| filters.query(&next.to_string())),
        filters,
        pulse: pulse(backlog, now),
        busy: backlog.messages > 0 || backlog.replies > 0,
    })
}

impl Filters {
    fn read(&self) -> LogFilter {
        let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        LogFilter {
            after: self.after.parse().ok(),
            limit: 50,
            from: given(&self.from).map(|from| {
                Phone::parse(&from, Region::US).map_or(from, |phone| phone.to_string())
            }),
            state: MessageState::ALL
                .into_iter()
                .find(|state| state.name() == self.state),
            outcome: given(&self.outcome).map(|outcome| outcome.replace(' ', "_")),
            q: given(&self.q),
            since: None,
        }
    }

    fn query(&self, after: &str) -> String {
        let fields = [
            ("q", self.q.as_str()),
            ("from", &self.from),
            ("state", &self.state),
            ("outcome", &self.outcome),
            ("after", after),
        ];
        Serializer::new(String::new())
            .extend_pairs(fields.iter().filter(|(_, value)| !value.is_empty()))
            .finish()
    }

    fn any(&self) -> bool {
        [&self.q, &self.from, &self.state, &self.outcome]
            .iter()
            .any(|field| !field.is_empty())
    }
}

/// `All caught up` or what is unfinished.
fn pulse(backlog: Backlog, now: Timestamp) -> String {
    let parts = [
        (backlog.messages, "in progress"),
        (backlog.replies, "to send"),
    ];
    let parts = parts.iter().filter(|(count, _)| *count > 0);
    let parts = parts.map(|(count, what)| format!("{count} {what}"));
    let mut parts: Vec<String> = parts.collect();
    if parts.is_empty() {
        return "All caught up".to_owned();
    }
    if let Some(since) = backlog.oldest {
        let age = u64::try_from(now.duration_since(since).as_millis()).unwrap_or(0);
        parts.push(format!("oldest {}", duration(age)));
    }
    parts.join(", ")
}
