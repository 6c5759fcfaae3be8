//! The location itself and its users.

use serde_json::{Value, json};

use super::reply::{Refusal, Reply};
use super::shape::Kind::{Number, Text};
use super::shape::{Field, may, needs};
use super::world::{Ask, World};

pub(super) const USERS: &[Field] = &[needs("locationId", Text)];

pub(super) const USER_SEARCH: &[Field] = &[
    needs("companyId", Text),
    may("query", Text),
    may("skip", Number),
    may("limit", Number),
    may("locationId", Text),
    may("type", Text),
    may("role", Text),
    may("ids", Text),
    may("sort", Text),
    may("sortDirection", Text),
    may("enabled2waySync", Text),
];

/// Users a search answers where it is not told how many.
const USUAL_PAGE: usize = 25;

#[expect(clippy::unnecessary_wraps, reason = "an entry of the table")]
pub(super) fn get(world: &mut World, _: &Ask) -> Result<Reply, Refusal> {
    Ok(Reply::ok(json!({"location": {
        "id": world.location,
        "companyId": world.company,
        "name": "Fieldline Sandbox",
        "country": "US",
        "timezone": world.timezone,
        "settings": {
            "allowDuplicateContact": world.allow_duplicates,
            "allowDuplicateOpportunity": false,
            "allowFacebookNameMerge": false,
            "disableContactTimezone": false,
        },
    }})))
}

#[expect(clippy::unnecessary_wraps, reason = "an entry of the table")]
pub(super) fn users(world: &mut World, _: &Ask) -> Result<Reply, Refusal> {
    Ok(Reply::ok(json!({"users": world.users})))
}

/// One user, without an envelope. One that does not exist is a 401, as with the real one.
pub(super) fn user(world: &mut World, ask: &Ask) -> Result<Reply, Refusal> {
    let found = world.users.iter().find(|user| user["id"] == ask.id(0));
    found
        .map(|user| Reply::ok(user.clone()))
        .ok_or_else(|| Refusal::unauthorized("The user does not exist."))
}

/// Matches the query within name, e-mail or phone.
pub(super) fn search_users(world: &mut World, ask: &Ask) -> Result<Reply, Refusal> {
    if ask.query.get("companyId") != Some(&world.company) {
        return Err(Refusal::unauthorized("E01 - Unauthorized request"));
    }
    let words = ask.query.get("query").map(|text| text.to_lowercase());
    let ids = ask.query.get("ids");
    let fits = |user: &&Value| {
        let text = |name: &str| user[name].as_str().unwrap_or_default().to_lowercase();
        let by_words = words.as_deref().is_none_or(|words| {
            ["name", "email", "phone"]
                .iter()
                .any(|name| text(name).contains(words))
        });
        let by_id = ids.is_none_or(|ids| {
            let own = user["id"].as_str();
            ids.split(',').any(|id| Some(id) == own)
        });
        by_words && by_id
    };
    let number = |name: &str| ask.query.get(name).and_then(|text| text.parse().ok());
    let found: Vec<&Value> = world.users.iter().filter(fits).collect();
    let page: Vec<&Value> = found
        .iter()
        .skip(number("skip").unwrap_or(0))
        .take(number("limit").unwrap_or(USUAL_PAGE))
        .copied()
        .collect();
    Ok(Reply::ok(json!({"users": page, "count": found.len()})))
}
