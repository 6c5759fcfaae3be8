//! A phone to play with: texts the simulated line through the very route a carrier would use.

use std::collections::HashMap;
use std::net::Ipv4Addr;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Form, Query, State};
use axum::response::{IntoResponse, Redirect};
use bytes::Bytes;
use form_urlencoded::byte_serialize;
use http::{HeaderMap, HeaderValue, Method, header};
use serde::Deserialize;
use serde_json::json;

use super::entry::Row;
use super::{Chrome, Page, PageError};
use crate::domain::{Phone, Region};
use crate::provider::Hook;
use crate::store::LogFilter;
use crate::web::console::Console;
use crate::web::guard::SignedIn;
use crate::web::state::SimPhone;

/// As many characters as a carrier would join to one message.
const LONGEST: usize = 1600;
/// Messages of the conversation that are shown.
const SHOWN: u16 = 40;

#[derive(Template)]
#[template(path = "phone.html")]
struct PhonePage {
    chrome: Chrome,
    line: String,
    people: Vec<Handset>,
    /// The number this phone has.
    me: String,
    name: Option<String>,
    /// Oldest first.
    rows: Vec<Row>,
    /// Whether an answer is still on its way.
    expecting: bool,
    wrong: Option<&'static str>,
}

struct Handset {
    number: String,
    shown: String,
    name: String,
    here: bool,
}

/// Whose phone it is; empty for the first sample person.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Whose {
    #[serde(rename = "as")]
    me: String,
    wrong: String,
}

pub(super) async fn show(
    State(console): State<Arc<Console>>,
    _: SignedIn,
    Query(Whose { me, wrong }): Query<Whose>,
) -> Page {
    let admin = &console.admin;
    let phone = admin.phone.as_ref().ok_or(PageError::NotFound)?;
    let asked = Phone::parse(&me, Region::US).ok();
    let unreadable = asked.is_none() && !me.trim().is_empty();
    let first = phone.people.first().map(|(number, _)| number);
    let Some(me) = asked.or_else(|| first.cloned()) else {
        return Err(PageError::NotFound);
    };
    let rows = conversation(&console, phone, &me).await?;
    super::show(&PhonePage {
        chrome: Chrome::new(&console, "phone"),
        line: phone.number.national(),
        people: handsets(phone, &me),
        name: name_of(phone, &me),
        me: me.to_string(),
        expecting: rows.last().is_some_and(|row| !row.settled()),
        rows,
        wrong: match wrong.as_str() {
            _ if unreadable => Some("That is not a phone number."),
            "" => None,
            _ => Some("The gateway did not take the message."),
        },
    })
}

/// A text to send.
#[derive(Deserialize)]
pub(super) struct Texting {
    #[serde(rename = "as")]
    me: Phone,
    text: String,
}

pub(super) async fn send(
    State(console): State<Arc<Console>>,
    _: SignedIn,
    Form(Texting { me, text }): Form<Texting>,
) -> Page {
    let admin = &console.admin;
    let phone = admin.phone.as_ref().ok_or(PageError::NotFound)?;
    let back = format!("/admin/phone?as={}", encoded(me.as_str()));
    let text: String = text.chars().take(LONGEST).collect();
    if text.trim().is_empty() {
        return Ok(Redirect::to(&back).into_response());
    }
    let hook = texted(&console, phone, &me, &text);
    let intake = Arc::clone(&admin.intake);
    let line = phone.line.clone();
    // The simulated carrier is this process, wherever the browser is.
    let peer = Ipv4Addr::LOCALHOST.into();
    // As for a carrier's hook: a browser that goes away must not abort what is being stored.
    let taken = tokio::spawn(async move { intake.inbound(&line, hook, peer).await });
    let taken = taken.await.is_ok_and(|answer| answer.status().is_success());
    let back = if taken { back } else { back + "&wrong=refused" };
    Ok(Redirect::to(&back).into_response())
}

/// The webhook of the simulated carrier.
fn texted(console: &Console, phone: &SimPhone, me: &Phone, text: &str) -> Hook {
    let admin = &console.admin;
    let body = json!({
        "id": format!("sim_{}", admin.clock.uuid().simple()),
        "from": me,
        "to": phone.number,
        "text": text,
    });
    let json = HeaderValue::from_static("application/json");
    Hook {
        method: Method::POST,
        url: format!("http://localhost/hooks/{}", encoded(&phone.line.0)),
        headers: HeaderMap::from_iter([(header::CONTENT_TYPE, json)]),
        body: Bytes::from(body.to_string()),
        received: admin.clock.now(),
    }
}

async fn conversation(
    console: &Console,
    phone: &SimPhone,
    me: &Phone,
) -> Result<Vec<Row>, PageError> {
    let admin = &console.admin;
    let filter = LogFilter {
        from: Some(me.to_string()),
        limit: SHOWN,
        ..LogFilter::default()
    };
    let now = admin.clock.now();
    let newest_first = admin.store.log(&filter).await?.messages;
    let here = newest_first.into_iter().filter(|it| it.line == phone.line);
    let mut rows: Vec<Row> = here.map(|it| Row::new(it, now, &admin.zone)).collect();
    rows.reverse();
    let received: HashMap<String, String> = (phone.received)(me).into_iter().collect();
    for reply in rows.iter_mut().flat_map(|row| &mut row.replies) {
        if let Some(text) = received.get(&reply.id) {
            reply.text.clone_from(text);
        }
    }
    Ok(rows)
}

fn handsets(phone: &SimPhone, me: &Phone) -> Vec<Handset> {
    let handset = |(number, name): &(Phone, String)| Handset {
        number: number.to_string(),
        shown: number.national(),
        name: name.clone(),
        here: number == me,
    };
    phone.people.iter().map(handset).collect()
}

fn name_of(phone: &SimPhone, me: &Phone) -> Option<String> {
    let known = phone.people.iter().find(|(number, _)| number == me);
    known.map(|(_, name)| name.clone())
}

fn encoded(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect()
}
