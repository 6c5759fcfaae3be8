//! What a message asks for. The JSON of [`Intent`] is the contract of `fieldline parse --batch`.

use std::fmt;

use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};

use super::Phone;

/// One command. `do` names it in JSON; only slots that were given are written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do")]
pub enum Intent {
    /// A new task, about somebody or not.
    #[serde(rename = "task.create")]
    TaskCreate {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        who: Option<Who>,
        title: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<When>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        assignee: Option<Assignee>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        priority: Option<Priority>,
    },
    /// Tasks are done.
    #[serde(rename = "task.complete")]
    TaskComplete { tasks: Vec<TaskRef> },
    /// Tasks are not done after all.
    #[serde(rename = "task.reopen")]
    TaskReopen { tasks: Vec<TaskRef> },
    /// Tasks shall disappear.
    #[serde(rename = "task.delete")]
    TaskDelete { tasks: Vec<TaskRef> },
    /// What a task says.
    #[serde(rename = "task.show")]
    TaskShow { tasks: Vec<TaskRef> },
    /// Tasks, by default the sender's open ones.
    #[serde(rename = "task.list")]
    TaskList {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        who: Option<Who>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        assignee: Option<Assignee>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        when: Option<ListWhen>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        state: Option<ListState>,
    },
    /// A note about somebody.
    #[serde(rename = "note.create")]
    NoteCreate { who: Who, text: String },
    /// Somebody's notes.
    #[serde(rename = "note.list")]
    NoteList { who: Who },
    /// A new contact, by staff.
    #[serde(rename = "contact.create")]
    ContactCreate { details: Details },
    /// Contacts that match free text.
    #[serde(rename = "contact.find")]
    ContactFind { query: String },
    /// One contact's card.
    #[serde(rename = "contact.show")]
    ContactShow { who: Who },
    /// Labels for somebody.
    #[serde(rename = "tag.add")]
    TagAdd { who: Who, tags: Vec<String> },
    /// Labels off somebody.
    #[serde(rename = "tag.remove")]
    TagRemove { who: Who, tags: Vec<String> },
    /// A stranger's details.
    #[serde(rename = "lead.register")]
    LeadRegister {
        details: Details,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    /// How to use this.
    #[serde(rename = "help")]
    Help {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        topic: Option<String>,
    },
    /// Who the gateway thinks the sender is.
    #[serde(rename = "whoami")]
    WhoAmI,
    /// Take back the sender's last change.
    #[serde(rename = "undo")]
    Undo,
    /// The rest of the last list.
    #[serde(rename = "more")]
    More,
    /// An answer to the open question.
    #[serde(rename = "answer")]
    Answer(Answer),
}

/// An answer to an open question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Answer {
    /// The numbered choice, from 1.
    Choice(u32),
    /// Agreed; the flag is always true.
    Yes(bool),
    /// Not agreed; the flag is always true.
    No(bool),
    /// The one-time code.
    Code(String),
}

/// A reference to a contact, as far as the text alone tells.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Who {
    /// A name as written.
    Name(String),
    /// A number.
    Phone(Phone),
    /// The last digits of a number, at least seven, as in `find 555-0142`.
    Digits(String),
    /// An address.
    Email(String),
    /// The handle `c12`.
    Contact(u32),
    /// The last contact spoken of; the flag is always true.
    Last(bool),
}

/// Whose task it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Assignee {
    /// The sender; the flag is always true.
    Me(bool),
    /// A colleague by name.
    Name(String),
}

/// A reference to a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum TaskRef {
    /// The handle number of `#42`.
    Handle(u32),
    /// Words of its title.
    Title { title: String },
    /// The last task spoken of; the flag is always true.
    Last { last: bool },
}

/// How pressing a task is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Priority {
    Low,
    Normal,
    High,
    Urgent,
}

/// Which tasks by state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ListState {
    Open,
    Done,
}

/// Which tasks by due date: `today`, `tomorrow`, `overdue`, `week` or a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListWhen {
    Today,
    Tomorrow,
    Overdue,
    Week,
    On(Date),
}

/// A point in time as it was said: a day, or a moment with its offset. RFC 3339 (`2026-11-23T15:00:00-06:00`) or
/// `YYYY-MM-DD` in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// A day, no time said.
    Day(Date),
    /// A moment, and the offset it was resolved in.
    At(Timestamp, Offset),
}

/// What is known of a person from text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Details {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
    #[serde(skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub fields: std::collections::BTreeMap<String, String>,
}

impl Intent {
    /// The name it has in JSON, in help and in the log.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::TaskCreate { .. } => "task.create",
            Self::TaskComplete { .. } => "task.complete",
            Self::TaskReopen { .. } => "task.reopen",
            Self::TaskDelete { .. } => "task.delete",
            Self::TaskShow { .. } => "task.show",
            Self::TaskList { .. } => "task.list",
            Self::NoteCreate { .. } => "note.create",
            Self::NoteList { .. } => "note.list",
            Self::ContactCreate { .. } => "contact.create",
            Self::ContactFind { .. } => "contact.find",
            Self::ContactShow { .. } => "contact.show",
            Self::TagAdd { .. } => "tag.add",
            Self::TagRemove { .. } => "tag.remove",
            Self::LeadRegister { .. } => "lead.register",
            Self::Help { .. } => "help",
            Self::WhoAmI => "whoami",
            Self::Undo => "undo",
            Self::More => "more",
            Self::Answer(_) => "answer",
        }
    }
}

impl When {
    /// The day in the zone it was said in.
    #[must_use]
    pub fn date(&self) -> Date {
        match self {
            Self::Day(date) => *date,
            Self::At(timestamp, offset) => offset.to_datetime(*timestamp).date(),
        }
    }
}

impl From<&Zoned> for When {
    fn from(zoned: &Zoned) -> Self {
        Self::At(zoned.timestamp(), zoned.offset())
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(date) => write!(f, "{date}"),
            Self::At(timestamp, offset) => write!(f, "{}", timestamp.display_with_offset(*offset)),
        }
    }
}

impl Serialize for When {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for When {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if let Ok(date) = text.parse::<Date>()
            && text.len() == 10
        {
            return Ok(Self::Day(date));
        }
        let pieces = jiff::fmt::temporal::Pieces::parse(&text).map_err(serde::de::Error::custom)?;
        let offset = pieces.to_numeric_offset().unwrap_or(Offset::UTC);
        let timestamp = text
            .parse::<Timestamp>()
            .map_err(serde::de::Error::custom)?;
        Ok(Self::At(timestamp, offset))
    }
}

impl Serialize for ListWhen {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Today => serializer.serialize_str("today"),
            Self::Tomorrow => serializer.serialize_str("tomorrow"),
            Self::Overdue => serializer.serialize_str("overdue"),
            Self::Week => serializer.serialize_str("week"),
            Self::On(date) => serializer.collect_str(date),
        }
    }
}

impl<'de> Deserialize<'de> for ListWhen {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Ok(match text.as_str() {
            "today" => Self::Today,
            "tomorrow" => Self::Tomorrow,
            "overdue" => Self::Overdue,
            "week" => Self::Week,
            date => Self::On(date.parse().map_err(serde::de::Error::custom)?),
        })
    }
}
