//! What the CRM holds, in our words.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{ContactId, Handle, NoteId, Phone, TaskId, UserId};

/// A person or company in the CRM.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// The CRM's id.
    pub id: ContactId,
    /// Our short handle (`c12`): set once the store has recorded the observation this came with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handle: Option<Handle>,
    /// The name as people say it; may be empty for a contact known by number only.
    pub name: String,
    /// The phone, where it is a right one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    /// The e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// The tags, lower case as the CRM keeps them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
}

/// Something to do about a contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// The CRM's id.
    pub id: TaskId,
    /// The contact it belongs to.
    pub contact: ContactId,
    /// Our short handle (`#42`): set once the store has recorded the observation this came with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handle: Option<Handle>,
    /// The title.
    pub title: String,
    /// Free text below the title; also where the read-back marker stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// When it is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    /// Whether it is done.
    pub completed: bool,
    /// The CRM user it is assigned to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<UserId>,
    /// The contact's name, filled from the directory by the store when the observation is recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_name: Option<String>,
}

/// A note about a contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The CRM's id.
    pub id: NoteId,
    /// The contact it belongs to.
    pub contact: ContactId,
    /// Our short handle (`n7`): set once the store has recorded the observation this came with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handle: Option<Handle>,
    /// The text, with the read-back marker taken off.
    pub body: String,
    /// When it was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub added: Option<Timestamp>,
}
