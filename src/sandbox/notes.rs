//! Notes of a contact.

use serde_json::{Map, Value, json};

use super::ledger::Effect;
use super::reply::{Refusal, Reply};
use super::shape::Kind::{Flag, Text};
use super::shape::{Field, may, needs};
use super::world::{Ask, World, moment};

/// A note.
pub(super) struct Note {
    id: String,
    pub(super) contact: String,
    added: String,
    /// `body`, `userId`, `title`, `color`, `pinned`.
    fields: Map<String, Value>,
}

pub(super) const CREATE: &[Field] = &[
    needs("body", Text),
    may("userId", Text),
    may("title", Text),
    may("color", Text),
    may("pinned", Flag),
];

pub(super) const UPDATE: &[Field] = &[
    may("body", Text),
    may("userId", Text),
    may("title", Text),
    may("color", Text),
    may("pinned", Flag),
];

/// How much of a note the ledger tells.
const TOLD_CHARS: usize = 60;

pub(super) fn list(world: &mut World, ask: &Ask) -> Result<Reply, Refusal> {
    let contact = &world.person(ask.id(0))?.id;
    let notes = world.notes.iter().filter(|note| note.contact == *contact);
    let notes: Vec<Value> = notes.map(Note::shown).collect();
    Ok(Reply::ok(json!({"notes": notes})))
}

pub(super) fn create(world: &mut World, ask: &Ask) -> Result<Reply, Refusal> {
    let contact = world.person(ask.id(0))?.id.clone();
    let note = Note {
        id: world.fresh_id(),
        contact,
        added: moment(ask.now),
        fields: ask.body.clone(),
    };
    let reply = Reply::created(json!({"note": note.shown()})).with(note.effect("note.created"));
    world.notes.push(note);
    Ok(reply)
}

pub(super) fn get(world: &mut World, ask: &Ask) -> Result<Reply, Refusal> {
    let place = place(world, ask)?;
    Ok(Reply::ok(json!({"note": world.notes[place].shown()})))
}

pub(super) fn update(world: &mut World, ask: &Ask) -> Result<Reply, Refusal> {
    let place = place(world, ask)?;
    let note = &mut world.notes[place];
    let before = note.fields.clone();
    note.fields.extend(ask.body.clone());
    let effect = (note.fields != before).then(|| note.effect("note.updated"));
    Ok(Reply::ok(json!({"note": note.shown()})).having(effect))
}

pub(super) fn delete(world: &mut World, ask: &Ask) -> Result<Reply, Refusal> {
    let place = place(world, ask)?;
    let note = world.notes.remove(place);
    Ok(Reply::succeeded().with(note.effect("note.deleted")))
}

impl Note {
    pub(super) fn shown(&self) -> Value {
        let mut view = self.fields.clone();
        view.insert("id".to_owned(), json!(self.id));
        view.insert("contactId".to_owned(), json!(self.contact));
        view.insert("dateAdded".to_owned(), json!(self.added));
        view.into()
    }

    fn effect(&self, op: &str) -> Effect {
        let body = self.fields.get("body").and_then(Value::as_str);
        let told: String = body.unwrap_or_default().chars().take(TOLD_CHARS).collect();
        Effect::new(op, &self.id, told)
    }
}

fn place(world: &World, ask: &Ask) -> Result<usize, Refusal> {
    let contact = &world.person(ask.id(0))?.id;
    world
        .notes
        .iter()
        .position(|note| note.contact == *contact && note.id == ask.id(1))
        .ok_or_else(|| Refusal::bad_request("Note not found"))
}
