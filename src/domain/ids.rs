//! Identifiers. Ours carry a prefix and a time (UUIDv7) so that they sort by age; the CRM's are opaque text.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! own_id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(into = "String", try_from = "String")]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps a UUID made by [`crate::clock::Clock::uuid`].
            #[must_use]
            pub fn new(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "_{}"), self.0.simple())
            }
        }

        impl FromStr for $name {
            type Err = UnknownId;

            fn from_str(text: &str) -> Result<Self, UnknownId> {
                let hex = text.strip_prefix(concat!($prefix, "_")).ok_or(UnknownId)?;
                Uuid::try_parse(hex).map(Self).map_err(|_| UnknownId)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.to_string()
            }
        }

        impl TryFrom<String> for $name {
            type Error = UnknownId;

            fn try_from(text: String) -> Result<Self, UnknownId> {
                text.parse()
            }
        }
    };
}

macro_rules! opaque_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The id as the system that made it wrote it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
    };
}

/// The text is not an id of this kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id of this kind")]
pub struct UnknownId;

own_id!(
    /// One accepted inbound message and its entry in the command log: `in_` and a UUIDv7.
    MessageId, "in"
);
own_id!(
    /// One outbound text: `out_` and a UUIDv7.
    ReplyId, "out"
);
opaque_id!(
    /// A contact in the CRM.
    ContactId
);
opaque_id!(
    /// A task in the CRM; only meaningful together with its contact.
    TaskId
);
opaque_id!(
    /// A note in the CRM; only meaningful together with its contact.
    NoteId
);
opaque_id!(
    /// A user of the CRM, the one tasks are assigned to.
    UserId
);
opaque_id!(
    /// The configured name of one of our numbers.
    LineName
);

/// What a short handle points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HandleKind {
    /// `#42`
    Task,
    /// `n7`
    Note,
    /// `c12`
    Contact,
}

/// A short number that a person can type for something Fieldline has shown: `#42`, `n7`, `c12`. Numbers are given per line
/// and kind, count up from 1 and never move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Handle {
    /// What it points at.
    pub kind: HandleKind,
    /// The number, from 1.
    pub number: u32,
}

impl Handle {
    /// A handle of a task.
    #[must_use]
    pub fn task(number: u32) -> Self {
        Self {
            kind: HandleKind::Task,
            number,
        }
    }

    /// A handle of a note.
    #[must_use]
    pub fn note(number: u32) -> Self {
        Self {
            kind: HandleKind::Note,
            number,
        }
    }

    /// A handle of a contact.
    #[must_use]
    pub fn contact(number: u32) -> Self {
        Self {
            kind: HandleKind::Contact,
            number,
        }
    }
}

impl fmt::Display for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sigil = match self.kind {
            HandleKind::Task => '#',
            HandleKind::Note => 'n',
            HandleKind::Contact => 'c',
        };
        write!(f, "{sigil}{}", self.number)
    }
}

impl FromStr for Handle {
    type Err = UnknownId;

    fn from_str(text: &str) -> Result<Self, UnknownId> {
        let (sigil, digits) = text.split_at_checked(1).ok_or(UnknownId)?;
        let kind = match sigil {
            "#" => HandleKind::Task,
            "n" => HandleKind::Note,
            "c" => HandleKind::Contact,
            _ => return Err(UnknownId),
        };
        let number = digits.parse().map_err(|_| UnknownId)?;
        Ok(Self { kind, number })
    }
}

impl Serialize for Handle {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Handle {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
