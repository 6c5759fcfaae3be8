//! Tasks of a contact, and the search across contacts.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::ledger::Effect;
use super::reply::{Refusal, Reply};
use super::shape::Kind::{Flag, Number, Text, Texts};
use super::shape::{Field, may, needs};
use super::world::{Ask, World};

/// A task.
pub(super) struct Task {
    pub(super) id: String,
    pub(super) contact: String,
    pub(super) title: String,
    pub(super) body: Option<String>,
    /// As it was written.
    pub(super) due: String,
    pub(super) completed: bool,
    pub(super) assignee: Option<String>,
}

pub(super) const CREATE: &[Field] = &[
    needs("title", Text),
    needs("dueDate", Text),
    needs("completed", Flag),
    may("body", Text),
    may("assignedTo", Text),
];

pub(super) const UPDATE: &[Field] = &[
    may("title", Text),
    may("body", Text),
    may("dueDate", Text),
    may("completed", Flag),
    may("assignedTo", Text),
];

pub(super) const COMPLETED: &[Field] = &[needs("completed", Flag)];

pub(super) const SEARCH: &[Field] = &[
    may("contactId", Texts),
    may("completed", Flag),
    may("assignedTo", Texts),
    may("query", Text),
    may("limit", Number),
    may("skip", Number),
    may("businessId", Text),
];

/// Tasks a search answers where it is not told how many.
const USUAL_PAGE: usize = 25;

pub(super) fn list(world: &mut World, ask: &Ask) -> Result<Reply, Refusal> {
    let contact = &world.person(ask.id(0))?.id;
    let tasks = world.tasks.iter().filter(|task| task.contact == *contact);
    let tasks: Vec<Value> = tasks.map(Task::shown).collect();
    Ok(Reply::ok(json!({"tasks": tasks})))
}

pub(super) fn create(world: &mut World, ask: &Ask) -> Result<Reply, Refusal> {
    let contact = world.person(ask.id(0))?.id.clone();
    let task = Task {
        id: world.fresh_id(),
        contact,
        title: ask.text("title").unwrap_or_default().to_owned(),
        body: ask.text("body").map(str::to_owned),
        due: due(ask)?.unwrap_or_default(),
        completed: ask.flag("completed").unwrap_or(false),
        assignee: assignee(world, ask)?,
    };
    let reply = shown(Reply::created, &task).with(task.effect("task.created"));
    world.tasks.push(task);
    Ok(reply)
}

pub(super) fn get(world: &mut World, ask: &Ask) -> Result<Reply, Refusal> {
    let place = place(world, ask)?;
    Ok(shown(Reply::ok, &world.tasks[place]))
}

pub(super) fn update(world: &mut World, ask: &Ask) -> Result<Reply, Refusal> {
    let place = place(world, ask)?;
    let due = due(ask)?;
    let assignee = assignee(world, ask)?;
    let task = &mut world.tasks[place];
    let before = task.shown();
    if let Some(title) = ask.text("title") {
        title.clone_into(&mut task.title);
    }
    if let Some(body) = ask.text("body") {
        task.body = Some(body.to_owned());
    }
    if let Some(completed) = ask.flag("completed") {
        task.completed = completed;
    }
    task.due = due.unwrap_or_else(|| task.due.clone());
    task.assignee = assignee.or(task.assignee.take());
    let effect = (task.shown() != before).then(|| task.effect("task.updated"));
    Ok(shown(Reply::ok, task).having(effect))
}

pub(super) fn set_completed(world: &mut World, ask: &Ask) -> Result<Reply, Refusal> {
    let place = place(world, ask)?;
    let task = &mut world.tasks[place];
    let completed = ask.flag("completed").unwrap_or(false);
    let op = if completed {
        "task.completed"
    } else {
        "task.reopened"
    };
    let effect = (task.completed != completed).then(|| task.effect(op));
    task.completed = completed;
    Ok(shown(Reply::ok, task).having(effect))
}

pub(super) fn delete(world: &mut World, ask: &Ask) -> Result<Reply, Refusal> {
    let place = place(world, ask)?;
    let task = world.tasks.remove(place);
    Ok(Reply::succeeded().with(task.effect("task.deleted")))
}

/// `POST /locations/{locationId}/tasks/search`: no order, no total.
#[expect(clippy::unnecessary_wraps, reason = "an entry of the table")]
pub(super) fn search(world: &mut World, ask: &Ask) -> Result<Reply, Refusal> {
    let contacts = ask.texts("contactId").unwrap_or_default();
    let assignees = ask.texts("assignedTo").unwrap_or_default();
    let words = ask.text("query").unwrap_or_default().to_lowercase();
    let found = world.tasks.iter().filter(|task| {
        let of_contact = contacts.is_empty() || contacts.contains(&task.contact.as_str());
        let assignee = task.assignee.as_deref().unwrap_or_default();
        let theirs = assignees.is_empty() || assignees.contains(&assignee);
        let state = ask
            .flag("completed")
            .is_none_or(|done| task.completed == done);
        of_contact && theirs && state && task.title.to_lowercase().contains(&words)
    });
    let page = found
        .skip(ask.number("skip").unwrap_or(0))
        .take(ask.number("limit").unwrap_or(USUAL_PAGE));
    let tasks: Vec<Value> = page.map(Task::shown).collect();
    Ok(Reply::ok(json!({"tasks": tasks})))
}

impl Task {
    pub(super) fn shown(&self) -> Value {
        let mut view = json!({
            "id": self.id,
            "title": self.title,
            "dueDate": self.due,
            "completed": self.completed,
            "contactId": self.contact,
        });
        for (name, text) in [("body", &self.body), ("assignedTo", &self.assignee)] {
            if let Some(text) = text {
                view[name] = json!(text);
            }
        }
        view
    }

    fn effect(&self, op: &str) -> Effect {
        Effect::new(op, &self.id, &self.title)
    }
}

fn shown(reply: fn(Value) -> Reply, task: &Task) -> Reply {
    reply(json!({"task": task.shown()}))
}

fn place(world: &World, ask: &Ask) -> Result<usize, Refusal> {
    let contact = &world.person(ask.id(0))?.id;
    world
        .tasks
        .iter()
        .position(|task| task.contact == *contact && task.id == ask.id(1))
        .ok_or_else(|| Refusal::bad_request("Task not found"))
}

/// The due date, which must be a moment in ISO 8601.
fn due(ask: &Ask) -> Result<Option<String>, Refusal> {
    let Some(text) = ask.text("dueDate") else {
        return Ok(None);
    };
    match text.parse::<Timestamp>() {
        Ok(moment) => Ok(Some(super::world::moment(moment))),
        Err(_) => Err(Refusal::invalid(
            "dueDate must be a valid ISO 8601 date string",
        )),
    }
}

/// Only users can be assigned.
fn assignee(world: &World, ask: &Ask) -> Result<Option<String>, Refusal> {
    let Some(user) = ask.text("assignedTo") else {
        return Ok(None);
    };
    if world.users.iter().any(|known| known["id"] == user) {
        Ok(Some(user.to_owned()))
    } else {
        Err(Refusal::bad_request("The assigned user does not exist"))
    }
}
