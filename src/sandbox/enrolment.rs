//! What hangs on a contact and the sandbox only takes note of: campaigns, workflows, followers, businesses, appointments.

use serde_json::{Value, json};

use super::ledger::Effect;
use super::reply::{Refusal, Reply};
use super::search;
use super::shape::Kind::{Nullable, Number, Text, Texts};
use super::shape::{Field, may, needs};
use super::world::{Ask, World};

pub(super) const WORKFLOW: &[Field] = &[may("eventStartTime", Text)];

pub(super) const FOLLOWERS: &[Field] = &[needs("followers", Texts)];

pub(super) const OF_BUSINESS: &[Field] = &[
    needs("locationId", Text),
    may("limit", Number),
    may("skip", Number),
    may("query", Text),
];

pub(super) const BULK_BUSINESS: &[Field] = &[
    needs("locationId", Text),
    needs("ids", Texts),
    needs("businessId", Nullable),
];

/// Contacts of a business it answers where it is not told how many.
const USUAL_PAGE: usize = 25;
/// How many contacts one bulk request may name.
const MAX_BULK: usize = 50;

pub(super) fn add_to_campaign(world: &mut World, ask: &Ask) -> Result<Reply, Refusal> {
    let reply = noted(world, ask, "campaign.added", ask.id(1))?;
    Ok(Reply {
        status: 201,
        ..reply
    })
}

pub(super) fn remove_from_campaign(world: &mut World, ask: &Ask) -> Result<Reply, Refusal> {
    noted(world, ask, "campaign.removed", ask.id(1))
}

pub(super) fn remove_from_all_campaigns(world: &mut World, ask: &Ask) -> Result<Reply, Refusal> {
    noted(world, ask, "campaign.removed", "all")
}

pub(super) fn add_to_workflow(world: &mut World, ask: &Ask) -> Result<Reply, Refusal> {
    noted(world, ask, "workflow.added", ask.id(1))
}

pub(super) fn remove_from_workflow(world: &mut World, ask: &Ask) -> Result<Reply, Refusal> {
    noted(world, ask, "workflow.removed", ask.id(1))
}

/// There is no calendar: nobody has an appointment.
pub(super) fn appointments(world: &mut World, ask: &Ask) -> Result<Reply, Refusal> {
    world.person(ask.id(0))?;
    Ok(Reply::ok(json!({"events": []})))
}

pub(super) fn add_followers(world: &mut World, ask: &Ask) -> Result<Reply, Refusal> {
    let mut person = world.person(ask.id(0))?.clone();
    let asked = ask.texts("followers").unwrap_or_default();
    let added: Vec<String> = asked
        .into_iter()
        .filter(|user| !person.followers.iter().any(|known| known == user))
        .map(str::to_owned)
        .collect();
    person.followers.extend(added.iter().cloned());
    let body = json!({"followers": person.followers, "followersAdded": added});
    let effect = Effect::new("followers.added", &person.id, added.join(", "));
    world.put_person(person, ask.at);
    Ok(Reply::created(body).having((!added.is_empty()).then_some(effect)))
}

pub(super) fn remove_followers(world: &mut World, ask: &Ask) -> Result<Reply, Refusal> {
    let mut person = world.person(ask.id(0))?.clone();
    let asked = ask.texts("followers").unwrap_or_default();
    let (removed, left): (Vec<String>, Vec<String>) = person
        .followers
        .into_iter()
        .partition(|user| asked.contains(&user.as_str()));
    person.followers = left;
    let body = json!({"followers": person.followers, "followersRemoved": removed});
    let effect = Effect::new("followers.removed", &person.id, removed.join(", "));
    world.put_person(person, ask.at);
    Ok(Reply::ok(body).having((!removed.is_empty()).then_some(effect)))
}

#[expect(clippy::unnecessary_wraps, reason = "an entry of the table")]
pub(super) fn of_business(world: &mut World, ask: &Ask) -> Result<Reply, Refusal> {
    let words = ask.query.get("query").map_or("", String::as_str);
    let number = |name: &str| ask.query.get(name).and_then(|text| text.parse().ok());
    let found: Vec<Value> = world
        .people()
        .filter(|person| person.text("businessId") == Some(ask.id(0)))
        .filter(|person| search::mentions(person, words))
        .map(|person| person.shown_in_list(&world.location))
        .collect();
    let page: Vec<&Value> = found
        .iter()
        .skip(number("skip").unwrap_or(0))
        .take(number("limit").unwrap_or(USUAL_PAGE))
        .collect();
    Ok(Reply::ok(json!({"contacts": page, "count": found.len()})))
}

/// `POST /contacts/bulk/business`: null takes the contacts out of their business.
pub(super) fn set_business(world: &mut World, ask: &Ask) -> Result<Reply, Refusal> {
    let ids = ask.texts("ids").unwrap_or_default();
    if ids.len() > MAX_BULK {
        return Err(Refusal::unprocessable(&[format!(
            "ids must contain no more than {MAX_BULK} elements"
        )]));
    }
    let mut changed = Vec::new();
    for id in ids {
        let Ok(person) = world.person(id) else {
            continue;
        };
        let mut person = person.clone();
        match ask.text("businessId") {
            Some(business) => person
                .fields
                .insert("businessId".to_owned(), json!(business)),
            None => person.fields.remove("businessId"),
        };
        world.put_person(person, ask.at);
        changed.push(id);
    }
    let effect = Effect::new(
        "business.set",
        &changed.join(" "),
        ask.text("businessId").unwrap_or("none"),
    );
    Ok(Reply::ok(json!({"success": true, "ids": changed})).with(effect))
}

fn noted(world: &World, ask: &Ask, op: &str, what: &str) -> Result<Reply, Refusal> {
    let person = world.person(ask.id(0))?;
    Ok(Reply::succeeded().with(Effect::new(op, &person.id, what)))
}
