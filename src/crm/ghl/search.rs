//! `POST /contacts/search`: by text, and page by page. The index behind it lags by seconds, so it never proves a write.
//! Its grammar is in the vendor's document "Contacts Search API", not in the OpenAPI file.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::answer::Unreadable;
use super::contacts::WireContact;
use super::request::{Ask, path};
use crate::crm::Cursor;
use crate::domain::{Contact, Observation};

/// The largest page the API gives.
const MAX_PAGE: u16 = 500;
/// A page of all contacts: 100 stay well below the megabyte that is read of an answer.
const MIRROR_PAGE: usize = 100;
/// The longest `query` and the longest filter value.
const MAX_TEXT: usize = 75;
/// More words than this are a sentence, not a name.
const MAX_WORDS: usize = 4;
/// Fewer digits than this are a house number or a year.
const MIN_DIGITS: usize = 4;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Search<'a> {
    location_id: &'a str,
    page_limit: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    filters: Option<Vec<Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    query: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sort: Option<Value>,
    #[serde(rename = "searchAfter", skip_serializing_if = "Option::is_none")]
    after: Option<Value>,
}

#[derive(Deserialize)]
struct Found {
    contacts: Vec<Value>,
}

/// Contacts that match what a person typed, by `limit` at most.
///
/// A number is looked for within phones, an address among e-mails, one to four plain words each in first name, last name
/// or company: those filters are exact about what they match. Anything else goes to `query`, whose fields each account
/// chooses itself.
pub(super) fn contacts(location: &str, text: &str, limit: u16) -> Ask {
    let filters = filters(text);
    let query = filters.is_none().then(|| shortened(text.trim()));
    let body = Search {
        location_id: location,
        page_limit: usize::from(limit.clamp(1, MAX_PAGE)),
        filters,
        query,
        sort: None,
        after: None,
    };
    Ask::post(path(&["/contacts/search"]), &body)
}

/// The next page of all contacts, oldest first, so that new ones do not move what was read.
pub(super) fn page(location: &str, after: Option<&Cursor>) -> Ask {
    let body = Search {
        location_id: location,
        page_limit: MIRROR_PAGE,
        filters: None,
        query: None,
        sort: Some(json!([{"field": "dateAdded", "direction": "asc"}])),
        after: after.and_then(|cursor| serde_json::from_str(&cursor.0).ok()),
    };
    Ask::post(path(&["/contacts/search"]), &body)
}

pub(super) fn read_found(body: &[u8]) -> Result<Observation, Unreadable> {
    let found: Found = serde_json::from_slice(body)?;
    Ok(Observation::Contacts(
        found.contacts.into_iter().filter_map(contact).collect(),
    ))
}

/// The contacts of a page, and the cursor that its last one carries. The last page has a cursor too: a short page is the end.
pub(super) fn read_page(body: &[u8]) -> Result<(Vec<Contact>, Option<Cursor>), Unreadable> {
    let found: Found = serde_json::from_slice(body)?;
    let full = found.contacts.len() >= MIRROR_PAGE;
    let next = found
        .contacts
        .last()
        .filter(|_| full)
        .map(|last| &last["searchAfter"])
        .filter(|cursor| cursor.is_array())
        .map(|cursor| Cursor(cursor.to_string()));
    if full && next.is_none() {
        return Err(Unreadable);
    }
    let contacts = found.contacts.into_iter().filter_map(contact).collect();
    Ok((contacts, next))
}

fn contact(item: Value) -> Option<Contact> {
    serde_json::from_value::<WireContact>(item)
        .ok()?
        .into_contact()
}

fn filters(text: &str) -> Option<Vec<Value>> {
    let text = text.trim();
    if text.chars().count() > MAX_TEXT {
        return None;
    }
    if let Some(digits) = digits(text) {
        return Some(vec![leaf("phone", "contains", &digits)]);
    }
    if text.contains('@') && !text.contains(char::is_whitespace) {
        return Some(vec![leaf("email", "eq", &text.to_lowercase())]);
    }
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let plain = words
        .iter()
        .all(|word| word.chars().all(char::is_alphanumeric));
    if words.is_empty() || words.len() > MAX_WORDS || !plain {
        return None;
    }
    Some(words.iter().map(|word| in_any_name(word)).collect())
}

/// The digits of a number as it stands within E.164: without `+`, without a national trunk zero.
fn digits(text: &str) -> Option<String> {
    let only_phone = text
        .chars()
        .all(|char| char.is_ascii_digit() || " +-().".contains(char));
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0');
    (only_phone && digits.len() >= MIN_DIGITS).then(|| digits.to_owned())
}

fn in_any_name(word: &str) -> Value {
    let fields = ["firstNameLowerCase", "lastNameLowerCase", "companyName"];
    let each: Vec<Value> = fields
        .iter()
        .map(|field| leaf(field, "contains", word))
        .collect();
    json!({"group": "OR", "filters": each})
}

fn leaf(field: &str, operator: &str, value: &str) -> Value {
    json!({"field": field, "operator": operator, "value": value})
}

fn shortened(text: &str) -> String {
    text.chars().take(MAX_TEXT).collect()
}
