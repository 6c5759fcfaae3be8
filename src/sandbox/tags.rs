//! Tags of a contact, of many contacts, and those defined for the location.

use serde_json::{Map, Value, json};

use super::ledger::Effect;
use super::reply::{Refusal, Reply};
use super::shape::Kind::{Flag, Text, Texts};
use super::shape::{Field, may, needs};
use super::world::{Ask, World};

/// A tag of the location.
pub(super) struct Definition {
    id: String,
    name: String,
}

pub(super) const TAGS: &[Field] = &[needs("tags", Texts)];

pub(super) const BULK: &[Field] = &[
    needs("contacts", Texts),
    needs("tags", Texts),
    needs("locationId", Text),
    may("removeAllTags", Flag),
];

pub(super) const DEFINE: &[Field] = &[needs("name", Text)];

pub(super) fn add(world: &mut World, ask: &Ask) -> Result<Reply, Refusal> {
    let mut person = world.person(ask.id(0))?.clone();
    let added = asked(ask)
        .into_iter()
        .filter(|tag| !person.tags.contains(tag));
    let added: Vec<String> = added.collect();
    define(world, &added);
    person.tags.extend(added.iter().cloned());
    let reply = Reply::created(json!({"tags": person.tags}));
    if added.is_empty() {
        return Ok(reply);
    }
    let effect = Effect::new("tags.added", &person.id, added.join(", "));
    person.updated = ask.now;
    world.put_person(person, ask.at);
    Ok(reply.with(effect))
}

/// Takes tags off a contact; the location keeps knowing them.
pub(super) fn remove(world: &mut World, ask: &Ask) -> Result<Reply, Refusal> {
    let mut person = world.person(ask.id(0))?.clone();
    let removed = asked(ask)
        .into_iter()
        .filter(|tag| person.tags.contains(tag));
    let removed: Vec<String> = removed.collect();
    person.tags.retain(|tag| !removed.contains(tag));
    let reply = Reply::ok(json!({"tags": person.tags}));
    if removed.is_empty() {
        return Ok(reply);
    }
    let effect = Effect::new("tags.removed", &person.id, removed.join(", "));
    person.updated = ask.now;
    world.put_person(person, ask.at);
    Ok(reply.with(effect))
}

/// `POST /contacts/bulk/tags/update/{add|remove}`: 201 even where single contacts fail.
pub(super) fn bulk(world: &mut World, ask: &Ask) -> Result<Reply, Refusal> {
    let adding = match ask.id(0) {
        "add" => true,
        "remove" => false,
        _ => return Err(Refusal::bad_request("type must be add or remove")),
    };
    let all = !adding && ask.flag("removeAllTags").unwrap_or(false);
    let tags = asked(ask);
    let mut responses = Vec::new();
    let mut changed = Vec::new();
    for id in ask.texts("contacts").unwrap_or_default() {
        let Ok(person) = world.person(id) else {
            responses.push(json!({
                "contactId": id,
                "message": "contact id is not a valid firebase id",
                "type": "error",
            }));
            continue;
        };
        let mut person = person.clone();
        let old = person.tags.clone();
        if adding {
            define(world, &tags);
            person
                .tags
                .extend(tags.iter().filter(|tag| !old.contains(tag)).cloned());
        } else {
            person.tags.retain(|tag| !all && !tags.contains(tag));
        }
        let less = |one: &[String], other: &[String]| -> Vec<String> {
            let only = one.iter().filter(|tag| !other.contains(tag));
            only.cloned().collect()
        };
        responses.push(json!({
            "contactId": id,
            "message": "Tags updated",
            "type": "success",
            "oldTags": old,
            "tagsAdded": less(&person.tags, &old),
            "tagsRemoved": less(&old, &person.tags),
        }));
        if person.tags != old {
            changed.push(person.id.clone());
            world.put_person(person, ask.at);
        }
    }
    let errors = responses
        .iter()
        .filter(|one| one["type"] == "error")
        .count();
    let body = json!({"succeded": true, "errorCount": errors, "responses": responses});
    let effect = Effect::new("tags.updated", &changed.join(" "), tags.join(", "));
    Ok(Reply::created(body).having((!changed.is_empty()).then_some(effect)))
}

/// `GET /locations/{locationId}/tags`
#[expect(clippy::unnecessary_wraps, reason = "an entry of the table")]
pub(super) fn of_location(world: &mut World, _: &Ask) -> Result<Reply, Refusal> {
    let location = &world.location;
    let tags = world.tags.iter().map(|tag| tag.shown(location));
    Ok(Reply::ok(json!({"tags": tags.collect::<Vec<Value>>()})))
}

/// `POST /locations/{locationId}/tags`: 200, not 201.
pub(super) fn define_one(world: &mut World, ask: &Ask) -> Result<Reply, Refusal> {
    let name = kept(ask.text("name").unwrap_or_default());
    if world.tags.iter().any(|tag| tag.name == name) {
        return Err(Refusal::bad_request("Tag already exists"));
    }
    define(world, std::slice::from_ref(&name));
    let location = &world.location;
    let tag = world.tags.last().map(|tag| tag.shown(location));
    Ok(Reply::ok(json!({"tag": tag})).with(Effect::new("tag.defined", "", name)))
}

/// Takes the tags out of a contact's body, as they are kept.
pub(super) fn taken(fields: &mut Map<String, Value>) -> Option<Vec<String>> {
    let tags = fields.remove("tags")?;
    let mut unique: Vec<String> = Vec::new();
    for tag in tags.as_array()?.iter().filter_map(Value::as_str) {
        let tag = kept(tag);
        if !tag.is_empty() && !unique.contains(&tag) {
            unique.push(tag);
        }
    }
    Some(unique)
}

/// Makes tags known to the location.
pub(super) fn define(world: &mut World, tags: &[String]) {
    for tag in tags {
        if !world.tags.iter().any(|known| known.name == *tag) {
            let id = world.fresh_id();
            world.tags.push(Definition {
                id,
                name: tag.clone(),
            });
        }
    }
}

impl Definition {
    fn shown(&self, location: &str) -> Value {
        json!({"id": self.id, "name": self.name, "locationId": location})
    }
}

fn asked(ask: &Ask) -> Vec<String> {
    taken(&mut ask.body.clone()).unwrap_or_default()
}

fn kept(tag: &str) -> String {
    tag.trim().to_lowercase()
}
