//! What all answers share: lenient values. The published types are wrong in places (booleans shown as text, numbers as
//! objects) and live answers carry nulls and fields that are not in them.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::domain::Observation;

/// A 2xx whose body is not what the call is answered with.
#[derive(Debug)]
pub(super) struct Unreadable;

impl From<serde_json::Error> for Unreadable {
    fn from(_: serde_json::Error) -> Self {
        Self
    }
}

/// `{"succeded": true}`, misspelt so in the contract; later versions spell it right.
#[derive(Deserialize)]
struct Acknowledged {
    #[serde(alias = "succeeded", alias = "success", deserialize_with = "flag")]
    succeded: Option<bool>,
}

pub(super) fn read_deleted(body: &[u8]) -> Result<Observation, Unreadable> {
    let answer: Acknowledged = serde_json::from_slice(body)?;
    match answer.succeded {
        Some(true) => Ok(Observation::Deleted),
        Some(false) => Ok(Observation::Refused {
            reason: "the CRM did not delete it".to_owned(),
        }),
        None => Err(Unreadable),
    }
}

/// Text, also where it comes as a number or a flag; blank is none.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(as_text(Value::deserialize(deserializer)?))
}

/// A flag, also where it comes as text or as 0 and 1.
pub(super) fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Bool(flag) => Some(flag),
        Value::String(text) if text.eq_ignore_ascii_case("true") || text == "1" => Some(true),
        Value::String(text) if text.eq_ignore_ascii_case("false") || text == "0" => Some(false),
        Value::Number(number) => match number.as_i64() {
            Some(0) => Some(false),
            Some(1) => Some(true),
            _ => None,
        },
        _ => None,
    })
}

/// A moment: RFC 3339, a day (its UTC midnight) or milliseconds since 1970; anything else is none.
pub(super) fn moment<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Timestamp>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(text) => as_moment(text.trim()),
        Value::Number(number) => number
            .as_i64()
            .and_then(|millis| Timestamp::from_millisecond(millis).ok()),
        _ => None,
    })
}

/// A list of texts; null is none, and one bare text is a list of one.
pub(super) fn texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Array(items) => items.into_iter().filter_map(as_text).collect(),
        one => as_text(one).into_iter().collect(),
    })
}

fn as_text(value: Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text,
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        Value::Null | Value::Array(_) | Value::Object(_) => return None,
    };
    (!text.trim().is_empty()).then_some(text)
}

fn as_moment(text: &str) -> Option<Timestamp> {
    if let Ok(moment) = text.parse() {
        return Some(moment);
    }
    if let Ok(millis) = text.parse() {
        return Timestamp::from_millisecond(millis).ok();
    }
    let day: Date = text.parse().ok()?;
    Some(day.to_zoned(TimeZone::UTC).ok()?.timestamp())
}
