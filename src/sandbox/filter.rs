//! The filters of contact search: leaves `{field, operator, value}` and groups of them.

use serde_json::Value;

use super::person::Person;
use super::reply::Refusal;
use super::world::moment;

/// The longest text a value may be.
const MAX_TEXT: usize = 75;

/// Fields with the text operators; the rest of [`FILTERS`] only compares.
const CONTAINING: &[&str] = &[
    "firstNameLowerCase",
    "lastNameLowerCase",
    "phone",
    "address",
    "city",
    "postalCode",
    "companyName",
    "businessName",
    "tags",
    "source",
    "state",
];

const FILTERS: &[&str] = &[
    "id",
    "contactName",
    "firstNameLowerCase",
    "lastNameLowerCase",
    "email",
    "phone",
    "address",
    "city",
    "postalCode",
    "companyName",
    "businessName",
    "state",
    "country",
    "source",
    "assignedTo",
    "dnd",
    "timezone",
    "type",
    "website",
    "tags",
    "dateAdded",
    "dateUpdated",
];

/// Refuses what the grammar forbids.
pub(super) fn check(filter: &Value) -> Result<(), Refusal> {
    if let Some(group) = filter.get("group") {
        if group != "AND" && group != "OR" {
            return Err(Refusal::invalid("group must be AND or OR"));
        }
        let inner = filter["filters"].as_array();
        return inner
            .ok_or_else(|| Refusal::invalid("filters must be an array"))?
            .iter()
            .try_for_each(check);
    }
    let field = filter["field"].as_str().unwrap_or_default();
    if !FILTERS.contains(&field) {
        return Err(Refusal::invalid("field is not one that can be filtered"));
    }
    let value = &filter["value"];
    let text = value.as_str().unwrap_or_default();
    if text.chars().count() > MAX_TEXT {
        return Err(Refusal::invalid(
            "value must be shorter than or equal to 75 characters",
        ));
    }
    match filter["operator"].as_str().unwrap_or_default() {
        "eq" | "not_eq" if value.is_string() || value.is_number() || value.is_boolean() => Ok(()),
        "contains" | "not_contains" if !CONTAINING.contains(&field) => {
            Err(Refusal::invalid("operator is not supported for this field"))
        }
        "contains" | "not_contains" if text.is_empty() || has_special_characters(text) => Err(
            Refusal::invalid("value must be text without special characters"),
        ),
        "contains" | "not_contains" | "exists" | "not_exists" => Ok(()),
        "range" if value.is_object() && field.starts_with("date") => Ok(()),
        _ => Err(Refusal::invalid("operator or value is not valid")),
    }
}

fn has_special_characters(text: &str) -> bool {
    !text
        .chars()
        .all(|char| char.is_alphanumeric() || char == ' ' || char == '+')
}

/// Whether a contact is what the filter asks for.
pub(super) fn fits(person: &Person, filter: &Value) -> bool {
    if let Some(inner) = filter["filters"].as_array() {
        return if filter["group"] == "OR" {
            inner.iter().any(|filter| fits(person, filter))
        } else {
            inner.iter().all(|filter| fits(person, filter))
        };
    }
    let values = values(person, filter["field"].as_str().unwrap_or_default());
    let wanted = match &filter["value"] {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let equals = || values.contains(&wanted);
    let contains = || values.iter().any(|value| value.contains(&wanted));
    match filter["operator"].as_str().unwrap_or_default() {
        "eq" => equals(),
        "not_eq" => !equals(),
        "contains" => contains(),
        "not_contains" => !contains(),
        "exists" => !values.is_empty(),
        "not_exists" => values.is_empty(),
        "range" => values.iter().any(|value| in_range(value, &filter["value"])),
        _ => false,
    }
}

/// What a field holds, for comparing. Moments sort as text.
pub(super) fn values(person: &Person, field: &str) -> Vec<String> {
    let text = |name: &str| -> Vec<String> {
        let value = person.text(name).map(str::to_owned);
        value.into_iter().collect()
    };
    let lower = |name: &str| -> Vec<String> {
        let value = person.text(name).map(str::to_lowercase);
        value.into_iter().collect()
    };
    match field {
        "id" => vec![person.id.clone()],
        "contactName" => vec![person.name().to_lowercase()],
        "firstNameLowerCase" => lower("firstName"),
        "lastNameLowerCase" => lower("lastName"),
        "companyName" | "businessName" => lower("companyName"),
        "address" => lower("address1"),
        "city" => lower("city"),
        "tags" => person.tags.clone(),
        "dateAdded" => vec![moment(person.added)],
        "dateUpdated" => vec![moment(person.updated)],
        "dnd" => vec![
            person
                .fields
                .get("dnd")
                .is_some_and(|dnd| dnd == true)
                .to_string(),
        ],
        "type" => vec!["lead".to_owned()],
        other => text(other),
    }
}

fn in_range(value: &str, range: &Value) -> bool {
    let bound = |name: &str| range[name].as_str();
    bound("gte").is_none_or(|from| value >= from)
        && bound("lte").is_none_or(|to| value <= to)
        && bound("gt").is_none_or(|from| value > from)
        && bound("lt").is_none_or(|to| value < to)
}
