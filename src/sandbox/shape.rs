//! Shapes of bodies and queries. The API refuses what it does not know with 422 and a list of messages.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::reply::Refusal;

/// One property.
pub(super) struct Field {
    name: &'static str,
    kind: Kind,
    required: bool,
}

#[derive(Clone, Copy)]
pub(super) enum Kind {
    Text,
    /// Text; null clears it.
    Nullable,
    Number,
    Flag,
    Texts,
    List,
    Object,
    /// Whatever comes: the published type is a placeholder.
    Any,
}

pub(super) const fn needs(name: &'static str, kind: Kind) -> Field {
    Field {
        name,
        kind,
        required: true,
    }
}

pub(super) const fn may(name: &'static str, kind: Kind) -> Field {
    Field {
        name,
        kind,
        required: false,
    }
}

/// Refuses unknown, missing and mistyped properties of a body, all of them at once.
pub(super) fn check(fields: &[Field], body: &Map<String, Value>) -> Result<(), Refusal> {
    let known = |name: &String| fields.iter().any(|field| field.name == name);
    let mut messages: Vec<String> = body
        .keys()
        .filter(|name| !known(name))
        .map(|name| format!("property {name} should not exist"))
        .collect();
    for field in fields {
        match body.get(field.name) {
            None if field.required => messages.push(format!("{} should not be empty", field.name)),
            None => {}
            Some(value) => messages.extend(complaint(field, value)),
        }
    }
    all_well(&messages)
}

/// Refuses unknown, missing and mistyped parameters of a query.
pub(super) fn check_query(
    fields: &[Field],
    query: &BTreeMap<String, String>,
) -> Result<(), Refusal> {
    let known = |name: &String| fields.iter().any(|field| field.name == name);
    let mut messages: Vec<String> = query
        .keys()
        .filter(|name| !known(name))
        .map(|name| format!("property {name} should not exist"))
        .collect();
    for field in fields {
        match query.get(field.name) {
            None if field.required => messages.push(format!("{} should not be empty", field.name)),
            Some(text) if matches!(field.kind, Kind::Number) && text.parse::<u64>().is_err() => {
                messages.push(format!("{} must be a number", field.name));
            }
            _ => {}
        }
    }
    all_well(&messages)
}

/// Whether a property must be there.
pub(super) fn requires(fields: &[Field], name: &str) -> bool {
    fields
        .iter()
        .any(|field| field.name == name && field.required)
}

fn all_well(messages: &[String]) -> Result<(), Refusal> {
    if messages.is_empty() {
        Ok(())
    } else {
        Err(Refusal::unprocessable(messages))
    }
}

fn complaint(field: &Field, value: &Value) -> Option<String> {
    let (right, wanted) = match field.kind {
        Kind::Text if field.required && value.as_str() == Some("") => {
            return Some(format!("{} should not be empty", field.name));
        }
        Kind::Text => (value.is_string(), "a string"),
        Kind::Nullable => (value.is_string() || value.is_null(), "a string"),
        Kind::Number => (value.is_number(), "a number"),
        Kind::Flag => (value.is_boolean(), "a boolean value"),
        Kind::List => (value.is_array(), "an array"),
        Kind::Object => (value.is_object(), "an object"),
        Kind::Texts => {
            let items = value.as_array();
            if items.is_some_and(|items| !items.iter().all(Value::is_string)) {
                return Some(format!("each value in {} must be a string", field.name));
            }
            (items.is_some(), "an array")
        }
        Kind::Any => return None,
    };
    (!right).then(|| format!("{} must be {wanted}", field.name))
}
