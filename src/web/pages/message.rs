//! One message: what was read, why, what was called and what was answered.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};

use super::entry::Row;
use super::intents::{IntentCard, card};
use super::marks::{Piece, marked};
use super::{Chrome, Page, PageError};
use crate::domain::{MessageId, Reason};
use crate::store::{CallState, LogCall};
use crate::web::console::Console;
use crate::web::guard::SignedIn;

#[derive(Template)]
#[template(path = "message.html")]
struct MessagePage<'a> {
    chrome: Chrome,
    row: Row,
    pieces: Vec<Piece<'a>>,
    reasons: Vec<ReasonLine>,
    intents: Vec<IntentCard>,
    calls: Vec<Call>,
    provider_id: Option<String>,
    grammar_version: Option<String>,
}

/// A reason in words.
pub(super) struct ReasonLine {
    pub(super) code: String,
    /// `head alias`
    pub(super) title: String,
    pub(super) from: Option<String>,
    pub(super) to: Option<String>,
}

struct Call {
    it: LogCall,
    label: &'static str,
    tone: &'static str,
}

pub(super) async fn show(
    State(console): State<Arc<Console>>,
    _: SignedIn,
    Path(id): Path<String>,
) -> Page {
    let admin = &console.admin;
    let id: MessageId = id.parse().map_err(|_| PageError::NotFound)?;
    let Some(mut entry) = admin.store.entry(id).await? else {
        return Err(PageError::NotFound);
    };
    let text = entry.text.clone();
    let reasons = std::mem::take(&mut entry.reasons);
    let intents = std::mem::take(&mut entry.intents);
    let calls = std::mem::take(&mut entry.calls);
    let intents = intents.iter().map(serde_json::to_value);
    super::show(&MessagePage {
        chrome: Chrome::new(&console, "log"),
        pieces: marked(&text, &reasons),
        reasons: reasons.into_iter().map(ReasonLine::new).collect(),
        intents: intents.flatten().map(|intent| card(&intent)).collect(),
        calls: calls.into_iter().map(Call::new).collect(),
        provider_id: entry.provider_id.take(),
        grammar_version: entry.grammar_version.take(),
        row: Row::new(entry, admin.clock.now(), &admin.zone),
    })
}

impl ReasonLine {
    pub(super) fn new(reason: Reason) -> Self {
        Self {
            title: reason.code.to_lowercase().replace('_', " "),
            code: reason.code,
            from: reason.from,
            to: reason.to,
        }
    }
}

impl Call {
    fn new(it: LogCall) -> Self {
        let (label, tone) = match it.state {
            CallState::Planned => ("Planned", "busy"),
            CallState::Sending => ("Sending", "busy"),
            CallState::Confirmed => ("Confirmed", "good"),
            CallState::Rejected => ("Refused", "warn"),
            CallState::Ambiguous => ("Unclear", "wait"),
            CallState::Unknown => ("Unknown", "bad"),
        };
        Self { it, label, tone }
    }
}
