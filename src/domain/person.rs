//! The people who text us and what they may do.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Phone, UserId};

/// What a sender may do. Ordered: each role may do what the ones before it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Nobody we know: may register, answer, opt out or in, and ask for help.
    Lead,
    /// Works in the field: everything about contacts, tasks, notes and tags.
    Staff,
    /// Runs a team: also what touches other people's records in bulk.
    Manager,
    /// Owns the account.
    Owner,
}

/// A language of the product, by its ISO 639-1 code (`en`). The packs in `grammar/` decide which exist.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Lang(pub String);

/// Somebody registered: a phone with a name, a role and a place in the CRM.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The number they text from.
    pub phone: Phone,
    /// Their name.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Their user in the CRM; without it "my tasks" cannot be known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// The language they are answered in.
    pub lang: Lang,
    /// Their time zone, an IANA name.
    pub tz: String,
}

impl Lang {
    /// English, the default.
    #[must_use]
    pub fn en() -> Self {
        Self("en".to_owned())
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Lead => "lead",
            Self::Staff => "staff",
            Self::Manager => "manager",
            Self::Owner => "owner",
        })
    }
}

/// The text names no role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a role: use lead, staff, manager or owner")]
pub struct UnknownRole;

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        match text {
            "lead" => Ok(Self::Lead),
            "staff" => Ok(Self::Staff),
            "manager" => Ok(Self::Manager),
            "owner" => Ok(Self::Owner),
            _ => Err(UnknownRole),
        }
    }
}
