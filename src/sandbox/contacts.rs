//! Contacts: create, read, update, delete, upsert, look up.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::ledger::Effect;
use super::person::Person;
use super::reply::{Refusal, Reply};
use super::shape::Kind::{Any, Flag, List, Nullable, Object, Text, Texts};
use super::shape::{Field, may, needs};
use super::tags;
use super::world::{Ask, World};
use crate::domain::{Phone, Region};

pub(super) const CREATE: &[Field] = &[
    needs("locationId", Text),
    may("firstName", Nullable),
    may("lastName", Nullable),
    may("name", Nullable),
    may("email", Nullable),
    may("phone", Nullable),
    may("gender", Text),
    may("address1", Nullable),
    may("city", Nullable),
    may("state", Nullable),
    may("postalCode", Text),
    may("website", Nullable),
    may("timezone", Nullable),
    may("dnd", Flag),
    may("dndSettings", Object),
    may("inboundDndSettings", Object),
    may("tags", Texts),
    may("customFields", List),
    may("source", Text),
    may("dateOfBirth", Any),
    may("country", Text),
    may("companyName", Nullable),
    may("assignedTo", Text),
];

/// As creating, without `locationId`, `gender` and `companyName`: those are refused here.
pub(super) const UPDATE: &[Field] = &[
    may("firstName", Nullable),
    may("lastName", Nullable),
    may("name", Nullable),
    may("email", Nullable),
    may("phone", Nullable),
    may("address1", Nullable),
    may("city", Nullable),
    may("state", Nullable),
    may("postalCode", Text),
    may("website", Nullable),
    may("timezone", Nullable),
    may("dnd", Flag),
    may("dndSettings", Object),
    may("inboundDndSettings", Object),
    may("tags", Texts),
    may("customFields", List),
    may("source", Nullable),
    may("dateOfBirth", Any),
    may("country", Text),
    may("assignedTo", Nullable),
];

pub(super) const UPSERT: &[Field] = &[
    needs("locationId", Text),
    may("firstName", Nullable),
    may("lastName", Nullable),
    may("name", Nullable),
    may("email", Nullable),
    may("phone", Nullable),
    may("gender", Text),
    may("address1", Nullable),
    may("city", Nullable),
    may("state", Nullable),
    may("postalCode", Text),
    may("website", Nullable),
    may("timezone", Nullable),
    may("dnd", Flag),
    may("dndSettings", Object),
    may("inboundDndSettings", Object),
    may("tags", Texts),
    may("customFields", List),
    may("source", Text),
    may("dateOfBirth", Any),
    may("country", Text),
    may("companyName", Nullable),
    may("assignedTo", Text),
    may("createNewIfDuplicateAllowed", Flag),
];

pub(super) const LOOKUP: &[Field] = &[
    needs("locationId", Text),
    may("number", Text),
    may("email", Text),
];

pub(super) fn create(world: &mut World, ask: &Ask) -> Result<Reply, Refusal> {
    let fields = normalised(&ask.body)?;
    if !world.allow_duplicates {
        refuse_duplicate(world, &fields, None)?;
    }
    let person = add(world, fields, ask.now, ask.at);
    let view = person.shown_as_created(&world.location);
    Ok(Reply::created(json!({"contact": view})).with(effect("contact.created", &person)))
}

pub(super) fn get(world: &mut World, ask: &Ask) -> Result<Reply, Refusal> {
    let person = world.person(ask.id(0))?;
    Ok(Reply::ok(json!({"contact": person.shown(&world.location)})))
}

pub(super) fn update(world: &mut World, ask: &Ask) -> Result<Reply, Refusal> {
    let id = world.person(ask.id(0))?.id.clone();
    let fields = normalised(&ask.body)?;
    if !world.allow_duplicates {
        refuse_duplicate(world, &fields, Some(&id))?;
    }
    let person = change(world, &id, fields, ask.now, ask.at)?;
    let view = person.shown(&world.location);
    Ok(Reply::ok(json!({"succeded": true, "contact": view}))
        .with(effect("contact.updated", &person)))
}

pub(super) fn delete(world: &mut World, ask: &Ask) -> Result<Reply, Refusal> {
    let person = world.remove_person(ask.id(0), ask.at)?;
    Ok(Reply::succeeded().with(effect("contact.deleted", &person)))
}

/// Updates the contact with this e-mail, else the one with this phone, else creates one. A phone or e-mail that belongs
/// to yet another contact is dropped without a word, as the real one does.
pub(super) fn upsert(world: &mut World, ask: &Ask) -> Result<Reply, Refusal> {
    let mut fields = normalised(&ask.body)?;
    let wanted_new = fields.remove("createNewIfDuplicateAllowed") == Some(json!(true));
    let fresh = wanted_new && world.allow_duplicates;
    let found = ["email", "phone"]
        .into_iter()
        .find_map(|name| holder(world, name, fields.get(name)?.as_str()?))
        .map(|person| person.id.clone());
    let (new, person) = match found.filter(|_| !fresh) {
        None => (true, add(world, fields, ask.now, ask.at)),
        Some(id) => {
            for name in ["email", "phone"] {
                let other = fields
                    .get(name)
                    .and_then(Value::as_str)
                    .and_then(|value| holder(world, name, value))
                    .is_some_and(|person| person.id != id);
                if other {
                    fields.remove(name);
                }
            }
            (false, change(world, &id, fields, ask.now, ask.at)?)
        }
    };
    let op = if new {
        "contact.created"
    } else {
        "contact.updated"
    };
    let view = person.shown(&world.location);
    Ok(Reply::ok(json!({"new": new, "contact": view})).with(effect(op, &person)))
}

/// The one contact with this e-mail or, failing that, this phone. Not from the index.
pub(super) fn lookup(world: &mut World, ask: &Ask) -> Result<Reply, Refusal> {
    let number = ask.query.get("number");
    let email = ask.query.get("email");
    if number.is_none() && email.is_none() {
        return Err(Refusal::bad_request(
            "Pass at least one of number, email query parameter",
        ));
    }
    let phone = number.and_then(|number| e164(number));
    let by_email = email.and_then(|email| holder(world, "email", &email.trim().to_lowercase()));
    let found = by_email
        .map(|person| ("email", person))
        .or_else(|| Some(("phone", holder(world, "phone", phone.as_ref()?.as_str())?)));
    Ok(Reply::ok(match found {
        None => json!({"contact": null}),
        Some((field, person)) => {
            json!({"contact": person.shown(&world.location), "matchingField": field})
        }
    }))
}

/// Puts a contact in place, its tags defined for the location.
pub(super) fn add(
    world: &mut World,
    mut fields: Map<String, Value>,
    now: Timestamp,
    at: Duration,
) -> Person {
    let tags = tags::taken(&mut fields).unwrap_or_default();
    tags::define(world, &tags);
    let person = Person {
        id: world.fresh_id(),
        fields: without_nulls(fields),
        tags,
        followers: Vec::new(),
        added: now,
        updated: now,
    };
    world.put_person(person.clone(), at);
    person
}

/// Changes what was given; null clears. Tags given here replace the whole set.
fn change(
    world: &mut World,
    id: &str,
    mut fields: Map<String, Value>,
    now: Timestamp,
    at: Duration,
) -> Result<Person, Refusal> {
    let mut person = world.person(id)?.clone();
    if let Some(tags) = tags::taken(&mut fields) {
        tags::define(world, &tags);
        person.tags = tags;
    }
    person.fields.extend(fields);
    person.fields = without_nulls(person.fields);
    person.updated = now;
    world.put_person(person.clone(), at);
    Ok(person)
}

/// The body with the phone in E.164, the e-mail in lower case and `name` split in two.
fn normalised(body: &Map<String, Value>) -> Result<Map<String, Value>, Refusal> {
    let mut fields = body.clone();
    for name in ["locationId", "gender", "inboundDndSettings"] {
        fields.remove(name);
    }
    if let Some(Value::String(phone)) = fields.get_mut("phone")
        && !phone.is_empty()
    {
        let right =
            e164(phone).ok_or_else(|| Refusal::invalid("phone must be a valid phone number"));
        *phone = right?.into();
    }
    if let Some(Value::String(email)) = fields.get_mut("email") {
        *email = email.trim().to_lowercase();
        if !email.is_empty() && !looks_like_email(email) {
            return Err(Refusal::invalid("email must be an email"));
        }
    }
    if let Some(Value::String(name)) = fields.remove("name") {
        let (first, last) = name.trim().split_once(' ').unwrap_or((name.trim(), ""));
        for (part, text) in [("firstName", first), ("lastName", last.trim())] {
            if !text.is_empty() {
                fields.entry(part).or_insert_with(|| json!(text));
            }
        }
    }
    Ok(fields)
}

/// Numbers that are right already are not looked up in the numbering plans: that takes its time.
fn e164(text: &str) -> Option<Phone> {
    text.parse()
        .or_else(|_| Phone::parse(text, Region::US))
        .ok()
}

fn refuse_duplicate(
    world: &World,
    fields: &Map<String, Value>,
    own: Option<&str>,
) -> Result<(), Refusal> {
    for name in ["email", "phone"] {
        let Some(value) = fields.get(name).and_then(Value::as_str) else {
            continue;
        };
        match holder(world, name, value) {
            Some(other) if Some(other.id.as_str()) != own => {
                return Err(Refusal::duplicate(&other.id, name, &other.name()));
            }
            _ => {}
        }
    }
    Ok(())
}

/// The contact that has this phone or e-mail.
fn holder<'a>(world: &'a World, field: &str, value: &str) -> Option<&'a Person> {
    if value.is_empty() {
        return None;
    }
    world
        .people()
        .find(|person| person.text(field) == Some(value))
}

fn looks_like_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && domain.contains('.') && !text.contains(char::is_whitespace)
    })
}

fn without_nulls(fields: Map<String, Value>) -> Map<String, Value> {
    fields
        .into_iter()
        .filter(|(_, value)| !value.is_null() && value.as_str() != Some(""))
        .collect()
}

fn effect(op: &str, person: &Person) -> Effect {
    let phone = || person.text("phone").unwrap_or_default().to_owned();
    let name = Some(person.name()).filter(|name| !name.is_empty());
    Effect::new(op, &person.id, name.unwrap_or_else(phone))
}
