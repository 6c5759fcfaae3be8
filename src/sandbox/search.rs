//! Finding contacts: `POST /contacts/search` in the grammar of the vendor's document, and the deprecated list. Both read
//! the index, so a change shows only after a while.

use std::cmp::Ordering;

use serde_json::{Value, json};

use super::filter;
use super::person::Person;
use super::reply::{Refusal, Reply};
use super::shape::Kind::{List, Number, Text};
use super::shape::{Field, may, needs};
use super::world::{Ask, World};

pub(super) const SEARCH: &[Field] = &[
    needs("locationId", Text),
    needs("pageLimit", Number),
    may("page", Number),
    may("searchAfter", List),
    may("filters", List),
    may("sort", List),
    may("query", Text),
];

pub(super) const LIST: &[Field] = &[
    needs("locationId", Text),
    may("startAfterId", Text),
    may("startAfter", Number),
    may("query", Text),
    may("limit", Number),
];

const MAX_PAGE: usize = 500;
/// Pages by number reach so far; `searchAfter` reaches all.
const MAX_BY_PAGE: usize = 10_000;
const MAX_TEXT: usize = 75;
const MAX_SORTS: usize = 2;
const MAX_LIST: usize = 100;
const USUAL_LIST: usize = 20;

const SORTS: &[&str] = &[
    "firstNameLowerCase",
    "lastNameLowerCase",
    "businessName",
    "dateAdded",
    "dateUpdated",
    "email",
    "dnd",
    "source",
];

/// `{"field", "direction"}`
struct Sort {
    field: String,
    descending: bool,
}

pub(super) fn contacts(world: &mut World, ask: &Ask) -> Result<Reply, Refusal> {
    let size = ask.number("pageLimit").unwrap_or(0);
    if size == 0 || size > MAX_PAGE {
        return Err(Refusal::invalid("pageLimit must not be greater than 500"));
    }
    let after = ask.body.get("searchAfter");
    let page = ask.number("page").unwrap_or(1).max(1);
    if after.is_some() && ask.body.contains_key("page") {
        return Err(Refusal::invalid("page should not exist with searchAfter"));
    }
    if page.saturating_mul(size) > MAX_BY_PAGE {
        return Err(Refusal::bad_request("use searchAfter beyond 10000 records"));
    }
    let words = ask.text("query").unwrap_or_default();
    if words.chars().count() > MAX_TEXT {
        return Err(Refusal::invalid(
            "query must be shorter than or equal to 75 characters",
        ));
    }
    let filters = list(ask, "filters");
    for filter in filters {
        filter::check(filter)?;
    }
    let sorts = sorts(ask)?;
    let location = world.location.clone();
    let mut found: Vec<&Person> = world
        .index
        .look(ask.at)
        .filter(|person| filters.iter().all(|wanted| filter::fits(person, wanted)))
        .filter(|person| mentions(person, words))
        .collect();
    found.sort_by(|one, other| order(&sorts, &cursor(one, &sorts), &cursor(other, &sorts)));
    let total = found.len();
    let skipped = match after {
        None => (page - 1) * size,
        Some(after) => found.partition_point(|person| {
            order(&sorts, &cursor(person, &sorts), after) != Ordering::Greater
        }),
    };
    let contacts: Vec<Value> = found
        .into_iter()
        .skip(skipped)
        .take(size)
        .map(|person| person.shown_as_found(&location, &cursor(person, &sorts)))
        .collect();
    Ok(Reply::ok(json!({"contacts": contacts, "total": total})))
}

/// `GET /contacts/`: newest first; the next page is named by `startAfter` and `startAfterId` together.
pub(super) fn listed(world: &mut World, ask: &Ask) -> Result<Reply, Refusal> {
    let limit = ask.query.get("limit").and_then(|text| text.parse().ok());
    let limit: usize = limit.unwrap_or(USUAL_LIST);
    if limit > MAX_LIST {
        return Err(Refusal::bad_request("limit must not be greater than 100"));
    }
    let location = world.location.clone();
    let words = ask.query.get("query").cloned().unwrap_or_default();
    let place = |person: &Person| (person.added.as_millisecond(), person.id.clone());
    let after = ask
        .query
        .get("startAfter")
        .and_then(|text| text.parse::<i64>().ok())
        .zip(ask.query.get("startAfterId").cloned());
    let mut found: Vec<&Person> = world
        .index
        .look(ask.at)
        .filter(|person| mentions(person, &words))
        .collect();
    found.sort_by_key(|person| std::cmp::Reverse(place(person)));
    let total = found.len();
    let page: Vec<&Person> = found
        .into_iter()
        .filter(|person| after.as_ref().is_none_or(|after| place(person) < *after))
        .take(limit)
        .collect();
    let last = page.last().map(|person| place(person));
    let contacts: Vec<Value> = page
        .iter()
        .map(|person| person.shown_in_list(&location))
        .collect();
    Ok(Reply::ok(json!({
        "contacts": contacts,
        "count": total,
        "meta": {
            "total": total,
            "startAfter": last.as_ref().map(|(added, _)| added),
            "startAfterId": last.as_ref().map(|(_, id)| id),
        },
    })))
}

fn list<'a>(ask: &'a Ask, name: &str) -> &'a [Value] {
    ask.body
        .get(name)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// Whether every word is in a name, the e-mail, the company or, digits only, in the phone.
pub(super) fn mentions(person: &Person, words: &str) -> bool {
    let parts = ["firstName", "lastName", "email", "companyName"];
    let text = parts
        .map(|name| person.text(name).unwrap_or_default().to_lowercase())
        .join(" ");
    let phone = person.text("phone").unwrap_or_default();
    words.to_lowercase().split_whitespace().all(|word| {
        let digits: String = word.chars().filter(char::is_ascii_digit).collect();
        text.contains(word) || (digits.len() > 3 && phone.contains(&digits))
    })
}

fn sorts(ask: &Ask) -> Result<Vec<Sort>, Refusal> {
    let asked = list(ask, "sort");
    if asked.len() > MAX_SORTS {
        return Err(Refusal::invalid(
            "sort must contain no more than 2 elements",
        ));
    }
    if asked.is_empty() {
        return Ok(vec![Sort {
            field: "dateAdded".to_owned(),
            descending: true,
        }]);
    }
    let mut sorts = Vec::new();
    for sort in asked {
        let field = sort["field"].as_str().unwrap_or_default();
        let direction = sort["direction"].as_str().unwrap_or_default();
        if !SORTS.contains(&field) || !["asc", "desc"].contains(&direction) {
            return Err(Refusal::invalid(
                "sort must name a sortable field and a direction",
            ));
        }
        sorts.push(Sort {
            field: field.to_owned(),
            descending: direction == "desc",
        });
    }
    Ok(sorts)
}

/// Where a contact stands in an order: its values, then its id.
fn cursor(person: &Person, sorts: &[Sort]) -> Value {
    let mut place: Vec<Value> = sorts
        .iter()
        .map(|sort| match sort.field.as_str() {
            "dateAdded" => json!(person.added.as_millisecond()),
            "dateUpdated" => json!(person.updated.as_millisecond()),
            other => json!(filter::values(person, other).first()),
        })
        .collect();
    place.push(json!(person.id));
    place.into()
}

fn order(sorts: &[Sort], one: &Value, other: &Value) -> Ordering {
    for (place, sort) in sorts.iter().enumerate() {
        let by_value = compare(&one[place], &other[place]);
        let by_value = if sort.descending {
            by_value.reverse()
        } else {
            by_value
        };
        if by_value != Ordering::Equal {
            return by_value;
        }
    }
    compare(&one[sorts.len()], &other[sorts.len()])
}

fn compare(one: &Value, other: &Value) -> Ordering {
    let number = one.as_i64().cmp(&other.as_i64());
    number.then_with(|| one.as_str().cmp(&other.as_str()))
}
