//! Notes of a contact.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::answer::{Unreadable, moment, text};
use super::marker;
use super::request::{Ask, path};
use crate::domain::{ContactId, Note, NoteId, Observation, UserId};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireNote {
    #[serde(default, deserialize_with = "text")]
    id: Option<String>,
    #[serde(default, deserialize_with = "text")]
    body: Option<String>,
    #[serde(default, deserialize_with = "moment")]
    date_added: Option<Timestamp>,
}

#[derive(Deserialize)]
struct WireNotes {
    notes: Vec<WireNote>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CreateNote<'a> {
    body: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_id: Option<&'a str>,
}

/// All notes of a contact; the endpoint has no pages.
pub(super) fn list(contact: &ContactId) -> Ask {
    Ask::get(path(&["/contacts/", contact.as_str(), "/notes"]))
}

pub(super) fn create(contact: &ContactId, body: &str, user: Option<&UserId>, marker: &str) -> Ask {
    let body = CreateNote {
        body: marker::with(Some(body), marker),
        user_id: user.map(UserId::as_str),
    };
    Ask::post(path(&["/contacts/", contact.as_str(), "/notes"]), &body)
}

pub(super) fn delete(contact: &ContactId, note: &NoteId) -> Ask {
    Ask::delete(path(&[
        "/contacts/",
        contact.as_str(),
        "/notes/",
        note.as_str(),
    ]))
}

/// `{"note": {…}}`
pub(super) fn read_one(body: &[u8], contact: &ContactId) -> Result<Observation, Unreadable> {
    #[derive(Deserialize)]
    struct Answer {
        note: WireNote,
    }
    let answer: Answer = serde_json::from_slice(body)?;
    answer
        .note
        .into_note(contact)
        .map(Observation::Note)
        .ok_or(Unreadable)
}

/// `{"notes": […]}`
pub(super) fn read_list(body: &[u8], contact: &ContactId) -> Result<Observation, Unreadable> {
    let answer: WireNotes = serde_json::from_slice(body)?;
    let notes = answer.notes.into_iter();
    Ok(Observation::Notes(
        notes.filter_map(|note| note.into_note(contact)).collect(),
    ))
}

/// The note among them that carries the marker.
pub(super) fn read_marked(
    body: &[u8],
    contact: &ContactId,
    marker: &str,
) -> Result<Observation, Unreadable> {
    let answer: WireNotes = serde_json::from_slice(body)?;
    let ours = answer.notes.into_iter().find(|note| {
        note.body
            .as_deref()
            .is_some_and(|body| marker::carries(body, marker))
    });
    let found = match ours {
        None => Vec::new(),
        Some(note) => vec![note.into_note(contact).ok_or(Unreadable)?],
    };
    Ok(Observation::Notes(found))
}

impl WireNote {
    fn into_note(self, contact: &ContactId) -> Option<Note> {
        let body = self.body.unwrap_or_default();
        Some(Note {
            id: NoteId(self.id?),
            contact: contact.clone(),
            handle: None,
            body: marker::without(&body).to_owned(),
            added: self.date_added,
        })
    }
}
