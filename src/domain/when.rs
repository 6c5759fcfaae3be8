//! Points in time as they were said.

use std::fmt;

use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};

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
