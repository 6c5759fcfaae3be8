//! Tasks. They live under a contact; `POST /locations/{id}/tasks/search` reads across contacts.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::answer::{Unreadable, flag, moment, text};
use super::marker;
use super::request::{Ask, path};
use crate::domain::{ContactId, Observation, Task, TaskId, UserId};

/// The most tasks asked of a search; 25 is the API's default and it names no maximum.
const SEARCH_PAGE: u16 = 100;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireTask {
    #[serde(default, deserialize_with = "text")]
    id: Option<String>,
    #[serde(default, deserialize_with = "text")]
    contact_id: Option<String>,
    #[serde(default, deserialize_with = "text")]
    title: Option<String>,
    #[serde(default, deserialize_with = "text")]
    body: Option<String>,
    #[serde(default, deserialize_with = "moment")]
    due_date: Option<Timestamp>,
    #[serde(default, deserialize_with = "flag")]
    completed: Option<bool>,
    #[serde(default, deserialize_with = "text")]
    assigned_to: Option<String>,
}

#[derive(Deserialize)]
struct WireTasks {
    tasks: Vec<WireTask>,
}

/// `title`, `dueDate` and `completed` are required.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CreateTask<'a> {
    title: &'a str,
    body: String,
    due_date: String,
    completed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    assigned_to: Option<&'a str>,
}

#[derive(Serialize)]
struct Completed {
    completed: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Search<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    assigned_to: Option<[&'a str; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    completed: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    query: Option<&'a str>,
    limit: u16,
}

/// All tasks of a contact; the endpoint has no pages and no filter.
pub(super) fn list(contact: &ContactId) -> Ask {
    Ask::get(path(&["/contacts/", contact.as_str(), "/tasks"]))
}

pub(super) fn search(
    location: &str,
    assignee: Option<&UserId>,
    completed: Option<bool>,
    query: Option<&str>,
) -> Ask {
    let body = Search {
        assigned_to: assignee.map(|user| [user.as_str()]),
        completed,
        query,
        limit: SEARCH_PAGE,
    };
    Ask::post(path(&["/locations/", location, "/tasks/search"]), &body)
}

pub(super) fn get(contact: &ContactId, task: &TaskId) -> Ask {
    Ask::get(one(contact, task))
}

pub(super) fn create(
    contact: &ContactId,
    title: &str,
    body: Option<&str>,
    due: Timestamp,
    assignee: Option<&UserId>,
    marker: &str,
) -> Ask {
    let body = CreateTask {
        title,
        body: marker::with(body, marker),
        due_date: due.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        completed: false,
        assigned_to: assignee.map(UserId::as_str),
    };
    Ask::post(path(&["/contacts/", contact.as_str(), "/tasks"]), &body)
}

pub(super) fn set_completed(contact: &ContactId, task: &TaskId, completed: bool) -> Ask {
    let path = path(&[
        "/contacts/",
        contact.as_str(),
        "/tasks/",
        task.as_str(),
        "/completed",
    ]);
    Ask::put(path, &Completed { completed })
}

pub(super) fn delete(contact: &ContactId, task: &TaskId) -> Ask {
    Ask::delete(one(contact, task))
}

/// `{"task": {…}}`: the task as the CRM has it now, whatever was asked for.
pub(super) fn read_one(body: &[u8], contact: &ContactId) -> Result<Observation, Unreadable> {
    #[derive(Deserialize)]
    struct Answer {
        task: WireTask,
    }
    let answer: Answer = serde_json::from_slice(body)?;
    answer
        .task
        .into_task(Some(contact))
        .map(Observation::Task)
        .ok_or(Unreadable)
}

/// `{"tasks": […]}`. `contact` is whose they are, where the path said it; else each says it itself.
pub(super) fn read_list(
    body: &[u8],
    contact: Option<&ContactId>,
) -> Result<Observation, Unreadable> {
    let answer: WireTasks = serde_json::from_slice(body)?;
    let tasks = answer.tasks.into_iter();
    Ok(Observation::Tasks(
        tasks.filter_map(|task| task.into_task(contact)).collect(),
    ))
}

/// The task among them that carries the marker.
pub(super) fn read_marked(
    body: &[u8],
    contact: &ContactId,
    marker: &str,
) -> Result<Observation, Unreadable> {
    let answer: WireTasks = serde_json::from_slice(body)?;
    let ours = answer.tasks.into_iter().find(|task| {
        task.body
            .as_deref()
            .is_some_and(|body| marker::carries(body, marker))
    });
    let found = match ours {
        None => Vec::new(),
        Some(task) => vec![task.into_task(Some(contact)).ok_or(Unreadable)?],
    };
    Ok(Observation::Tasks(found))
}

impl WireTask {
    /// `None` without an id or a contact: nothing can be done with it.
    fn into_task(self, contact: Option<&ContactId>) -> Option<Task> {
        let body = self.body.as_deref().map(marker::without);
        Some(Task {
            id: TaskId(self.id?),
            contact: self.contact_id.map(ContactId).or(contact.cloned())?,
            handle: None,
            title: self.title.unwrap_or_default(),
            body: body.filter(|body| !body.is_empty()).map(str::to_owned),
            due: self.due_date,
            completed: self.completed.unwrap_or(false),
            assignee: self.assigned_to.map(UserId),
            contact_name: None,
        })
    }
}

fn one(contact: &ContactId, task: &TaskId) -> String {
    path(&["/contacts/", contact.as_str(), "/tasks/", task.as_str()])
}
