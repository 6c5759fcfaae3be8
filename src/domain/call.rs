//! Calls to the CRM, and what it says. The plan speaks only these; an adapter turns them into HTTP and back.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Answer, Contact, ContactId, Details, Note, NoteId, Phone, Task, TaskId, UserId};

/// One request to the CRM. What is written here is journalled before any byte leaves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "op")]
#[expect(
    clippy::large_enum_variant,
    reason = "calls are made one at a time: nobody holds many of them"
)]
pub enum CrmCall {
    /// The one contact with exactly this phone or e-mail (strongly consistent). → `Contacts` of none or one.
    #[serde(rename = "contact.lookup")]
    LookupContact {
        phone: Option<Phone>,
        email: Option<String>,
    },
    /// Contacts matching free text (the index lags by seconds). → `Contacts`.
    #[serde(rename = "contact.search")]
    SearchContacts { query: String, limit: u16 },
    /// → `Contact` or `Gone`.
    #[serde(rename = "contact.get")]
    GetContact { contact: ContactId },
    /// → `Contact` as created, or `Duplicate`. Marked by its phone.
    #[serde(rename = "contact.create")]
    CreateContact {
        details: Details,
        phone: Option<Phone>,
        tags: Vec<String>,
        source: Option<String>,
    },
    /// → `Tasks` of one contact.
    #[serde(rename = "task.list")]
    ListTasks { contact: ContactId },
    /// → `Tasks` across contacts.
    #[serde(rename = "task.search")]
    SearchTasks {
        assignee: Option<UserId>,
        completed: Option<bool>,
        query: Option<String>,
    },
    /// → `Task` or `Gone`.
    #[serde(rename = "task.get")]
    GetTask { contact: ContactId, task: TaskId },
    /// → `Task`. Marked by `marker` in its body.
    #[serde(rename = "task.create")]
    CreateTask {
        contact: ContactId,
        title: String,
        body: Option<String>,
        due: Timestamp,
        assignee: Option<UserId>,
        marker: String,
    },
    /// Completes or reopens. → `Task` or `Gone`.
    #[serde(rename = "task.complete")]
    SetTaskCompleted {
        contact: ContactId,
        task: TaskId,
        completed: bool,
    },
    /// Read-back of a `CreateTask`: the tasks of one contact whose body carries this marker. → `Tasks` of none or one.
    #[serde(rename = "task.find")]
    FindTask { contact: ContactId, marker: String },
    /// → `Deleted` or `Gone`.
    #[serde(rename = "task.delete")]
    DeleteTask { contact: ContactId, task: TaskId },
    /// → `Notes`.
    #[serde(rename = "note.list")]
    ListNotes { contact: ContactId },
    /// → `Note`. Marked by `marker` at its end.
    #[serde(rename = "note.create")]
    CreateNote {
        contact: ContactId,
        body: String,
        user: Option<UserId>,
        marker: String,
    },
    /// Read-back of a `CreateNote`: the notes of one contact that end with this marker. → `Notes` of none or one.
    #[serde(rename = "note.find")]
    FindNote { contact: ContactId, marker: String },
    /// → `Deleted` or `Gone`.
    #[serde(rename = "note.delete")]
    DeleteNote { contact: ContactId, note: NoteId },
    /// → `Tags`, the resulting set.
    #[serde(rename = "tag.add")]
    AddTags {
        contact: ContactId,
        tags: Vec<String>,
    },
    /// → `Tags`, the resulting set.
    #[serde(rename = "tag.remove")]
    RemoveTags {
        contact: ContactId,
        tags: Vec<String>,
    },
}

/// How much harm sending a call twice can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EffectClass {
    /// Reads: send as often as you like.
    Read,
    /// Sets a state: the second sending changes nothing.
    Set,
    /// Creates something that read-back finds by its marker: look before sending again.
    Marked,
    /// Cannot be observed: at most once.
    Unobservable,
}

/// What has been seen: an answer of the CRM, or of the person. One journal row each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "saw", content = "value", rename_all = "snake_case")]
pub enum Observation {
    Contact(Contact),
    Contacts(Vec<Contact>),
    Task(Task),
    Tasks(Vec<Task>),
    Note(Note),
    Notes(Vec<Note>),
    Tags(Vec<String>),
    Deleted,
    /// It is not there (any more).
    Gone,
    /// A contact with this phone or e-mail exists already.
    Duplicate {
        contact: ContactId,
        /// `phone` or `email`.
        field: Option<String>,
        name: Option<String>,
    },
    /// The CRM will not do it; its reason, for people.
    Refused {
        reason: String,
    },
    /// The person answered our question.
    Answered(Answer),
    /// Nobody can tell whether it took effect: never sent again, a person has to look.
    Unknown,
    /// The right to do this was gone when the call was to be made.
    NotAllowed,
}

impl CrmCall {
    /// Its name in the log and in metrics.
    #[must_use]
    pub fn op(&self) -> &'static str {
        match self {
            Self::LookupContact { .. } => "contact.lookup",
            Self::SearchContacts { .. } => "contact.search",
            Self::GetContact { .. } => "contact.get",
            Self::CreateContact { .. } => "contact.create",
            Self::ListTasks { .. } => "task.list",
            Self::SearchTasks { .. } => "task.search",
            Self::GetTask { .. } => "task.get",
            Self::CreateTask { .. } => "task.create",
            Self::SetTaskCompleted { .. } => "task.complete",
            Self::FindTask { .. } => "task.find",
            Self::DeleteTask { .. } => "task.delete",
            Self::ListNotes { .. } => "note.list",
            Self::CreateNote { .. } => "note.create",
            Self::FindNote { .. } => "note.find",
            Self::DeleteNote { .. } => "note.delete",
            Self::AddTags { .. } => "tag.add",
            Self::RemoveTags { .. } => "tag.remove",
        }
    }

    /// Whether it changes anything at the CRM. A call that does needs the right to, and can be taken back.
    #[must_use]
    pub fn changes(&self) -> bool {
        match self {
            Self::LookupContact { .. }
            | Self::SearchContacts { .. }
            | Self::GetContact { .. }
            | Self::ListTasks { .. }
            | Self::SearchTasks { .. }
            | Self::GetTask { .. }
            | Self::FindTask { .. }
            | Self::ListNotes { .. }
            | Self::FindNote { .. } => false,
            Self::CreateContact { .. }
            | Self::CreateTask { .. }
            | Self::SetTaskCompleted { .. }
            | Self::DeleteTask { .. }
            | Self::CreateNote { .. }
            | Self::DeleteNote { .. }
            | Self::AddTags { .. }
            | Self::RemoveTags { .. } => true,
        }
    }
}
