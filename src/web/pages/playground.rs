//! Type a message and see what the gateway would make of it. Nothing is stored, nothing is sent.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use serde::Deserialize;
use serde_json::Value;

use super::intents::{IntentCard, card};
use super::marks::{Piece, marked};
use super::message::ReasonLine;
use super::{Chrome, Page};
use crate::domain::{Reason, Role};
use crate::web::console::Console;
use crate::web::guard::SignedIn;

/// As many characters as the grammar reads.
const LONGEST: usize = 1600;
const ROLES: [Role; 4] = [Role::Staff, Role::Manager, Role::Owner, Role::Lead];

#[derive(Template)]
#[template(path = "playground.html")]
struct PlaygroundPage<'a> {
    chrome: Chrome,
    text: &'a str,
    role: Role,
    roles: [Role; 4],
    explained: Option<Explained<'a>>,
}

struct Explained<'a> {
    outcome: &'static str,
    tone: &'static str,
    pieces: Vec<Piece<'a>>,
    reasons: Vec<ReasonLine>,
    intents: Vec<IntentCard>,
    problem: Option<Problem>,
    reply: Option<String>,
    json: String,
}

struct Problem {
    found: String,
    expected: String,
    near: Option<String>,
    example: Option<String>,
}

/// The form.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Try {
    text: String,
    #[serde(rename = "as")]
    role: String,
}

pub(super) async fn show(
    State(console): State<Arc<Console>>,
    _: SignedIn,
    Query(Try { text, role }): Query<Try>,
) -> Page {
    let text: String = text.chars().take(LONGEST).collect();
    let role = role.parse().unwrap_or(Role::Staff);
    let explained = (!text.trim().is_empty()).then(|| (console.admin.parse)(&text, role));
    super::show(&PlaygroundPage {
        chrome: Chrome::new(&console, "playground"),
        explained: explained.map(|explained| explain(&text, &explained)),
        text: &text,
        role,
        roles: ROLES,
    })
}

fn explain<'a>(text: &'a str, explained: &Value) -> Explained<'a> {
    let (outcome, tone) = spoken(explained["outcome"].as_str().unwrap_or_default());
    let reasons: Vec<Reason> =
        serde_json::from_value(explained["reasons"].clone()).unwrap_or_default();
    Explained {
        outcome,
        tone,
        pieces: marked(text, &reasons),
        reasons: reasons.into_iter().map(ReasonLine::new).collect(),
        intents: explained["intents"]
            .as_array()
            .map(|intents| intents.iter().map(card).collect())
            .unwrap_or_default(),
        problem: problem(&explained["problem"]),
        reply: explained["reply"].as_str().map(str::to_owned),
        json: serde_json::to_string_pretty(explained).unwrap_or_default(),
    }
}

fn problem(problem: &Value) -> Option<Problem> {
    let text = |name: &str| problem[name].as_str().map(str::to_owned);
    let expected = problem["expected"].as_array()?;
    let expected: Vec<&str> = expected.iter().filter_map(Value::as_str).collect();
    Some(Problem {
        found: text("found")?,
        expected: expected.join(", "),
        near: text("near"),
        example: text("example"),
    })
}

fn spoken(outcome: &str) -> (&'static str, &'static str) {
    match outcome {
        "execute" => ("Would run", "good"),
        "confirm" => ("Would run after a confirmation", "wait"),
        "ask" => ("Would ask first", "wait"),
        "suggest" => ("Would suggest", "wait"),
        "problem" => ("Not understood", "warn"),
        "lead" => ("A lead introduces itself", "good"),
        "optout" => ("Opts out", "mute"),
        "optin" => ("Opts in", "mute"),
        "help" => ("Asks for help", "good"),
        "reaction" => ("A reaction: nothing to do", "mute"),
        "chatter" => ("Talk: nothing to do", "mute"),
        _ => ("Read", "mute"),
    }
}
