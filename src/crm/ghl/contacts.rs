//! Contacts: look up, read, create.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::answer::{Unreadable, text, texts};
use super::request::{Ask, path, query};
use super::tags;
use crate::domain::{Contact, ContactId, CrmCall, Details, Observation, Phone};

/// A contact as any endpoint answers it. Reading, creating and searching each have their own set of fields.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WireContact {
    #[serde(default, deserialize_with = "text")]
    id: Option<String>,
    #[serde(default, deserialize_with = "text")]
    first_name: Option<String>,
    #[serde(default, deserialize_with = "text")]
    last_name: Option<String>,
    #[serde(default, deserialize_with = "text")]
    name: Option<String>,
    #[serde(default, deserialize_with = "text")]
    contact_name: Option<String>,
    #[serde(default, deserialize_with = "text")]
    phone: Option<String>,
    #[serde(default, deserialize_with = "text")]
    email: Option<String>,
    #[serde(default, deserialize_with = "text")]
    company_name: Option<String>,
    #[serde(default, deserialize_with = "text")]
    business_name: Option<String>,
    #[serde(default, deserialize_with = "texts")]
    tags: Vec<String>,
}

/// `POST /contacts/`. Unknown keys are refused with 422, so only what is known is written.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CreateContact<'a> {
    location_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    company_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address1: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    city: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    postal_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    website: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    tags: &'a [String],
}

/// `GET /contacts/search/duplicate`: the one contact with this phone or e-mail, not from the index.
pub(super) fn lookup(location: &str, phone: Option<&Phone>, email: Option<&str>) -> Ask {
    let mut path = path(&["/contacts/search/duplicate"]);
    query(&mut path, "locationId", location);
    if let Some(phone) = phone {
        query(&mut path, "number", phone.as_str());
    }
    if let Some(email) = email {
        query(&mut path, "email", email);
    }
    Ask::get(path)
}

pub(super) fn get(contact: &ContactId) -> Ask {
    Ask::get(path(&["/contacts/", contact.as_str()]))
}

/// Job titles and custom fields have no place in this body: the API takes custom fields by id only.
pub(super) fn create(
    location: &str,
    details: &Details,
    phone: Option<&Phone>,
    tags: &[String],
    source: Option<&str>,
) -> Ask {
    let named_in_parts = details.first_name.is_some() || details.last_name.is_some();
    let body = CreateContact {
        location_id: location,
        first_name: details.first_name.as_deref(),
        last_name: details.last_name.as_deref(),
        name: details.name.as_deref().filter(|_| !named_in_parts),
        email: details.email.as_deref(),
        phone: phone.map(Phone::as_str),
        company_name: details.company.as_deref(),
        address1: details.address.as_deref(),
        city: details.city.as_deref(),
        state: details.state.as_deref(),
        postal_code: details.postal_code.as_deref(),
        country: details.country.as_deref().and_then(country_code),
        website: details.website.as_deref(),
        source,
        tags,
    };
    Ask::post(path(&["/contacts/"]), &body)
}

/// The look-up that shows whether a contact was created: by phone, else by e-mail; with neither nothing can show it.
pub(super) fn read_back(details: &Details, phone: Option<&Phone>) -> Option<CrmCall> {
    let email = details.email.clone().filter(|_| phone.is_none());
    if phone.is_none() && email.is_none() {
        return None;
    }
    Some(CrmCall::LookupContact {
        phone: phone.cloned(),
        email,
    })
}

/// What the look-up says about a create: made, or there before (then by another name or without our tags).
pub(super) fn created(
    details: &Details,
    phone: Option<&Phone>,
    tags: &[String],
    found: &[Contact],
) -> Option<Observation> {
    let contact = found.first()?;
    let tagged = tags
        .iter()
        .all(|tag| contact.tags.contains(&tags::kept(tag)));
    if tagged && same_words(&contact.name, &full_name(details)) {
        return Some(Observation::Contact(contact.clone()));
    }
    let field = if phone.is_some() { "phone" } else { "email" };
    Some(Observation::Duplicate {
        contact: contact.id.clone(),
        field: Some(field.to_owned()),
        name: Some(contact.name.clone()).filter(|name| !name.is_empty()),
    })
}

/// The refusal of a create that names the contact who has the phone or e-mail already: 400 with `meta.contactId`.
pub(super) fn duplicate(call: &CrmCall, body: &Value) -> Option<Observation> {
    if !matches!(call, CrmCall::CreateContact { .. }) {
        return None;
    }
    let meta = &body["meta"];
    let text = |key: &str| meta[key].as_str().map(str::to_owned);
    Some(Observation::Duplicate {
        contact: ContactId(text("contactId").filter(|id| !id.is_empty())?),
        field: text("matchingField"),
        name: text("contactName"),
    })
}

/// `{"contact": {…}}`
pub(super) fn read_one(body: &[u8]) -> Result<Observation, Unreadable> {
    #[derive(Deserialize)]
    struct Answer {
        contact: WireContact,
    }
    let answer: Answer = serde_json::from_slice(body)?;
    answer
        .contact
        .into_contact()
        .map(Observation::Contact)
        .ok_or(Unreadable)
}

/// `{"contact": {…}}` or `{"contact": null}`. A body without the key is not taken for "nobody": that could create twice.
pub(super) fn read_lookup(body: &[u8]) -> Result<Observation, Unreadable> {
    let mut answer: Value = serde_json::from_slice(body)?;
    let found = match answer.get_mut("contact").map(Value::take) {
        None => return Err(Unreadable),
        Some(Value::Null) => Vec::new(),
        Some(contact) => {
            let contact: WireContact = serde_json::from_value(contact)?;
            vec![contact.into_contact().ok_or(Unreadable)?]
        }
    };
    Ok(Observation::Contacts(found))
}

impl WireContact {
    /// `None` without an id: nothing can be done with it.
    pub(super) fn into_contact(self) -> Option<Contact> {
        let parts: Vec<&str> = [&self.first_name, &self.last_name]
            .into_iter()
            .flatten()
            .map(|part| part.trim())
            .collect();
        let name = if parts.is_empty() {
            self.name.or(self.contact_name).unwrap_or_default()
        } else {
            parts.join(" ")
        };
        Some(Contact {
            id: ContactId(self.id?),
            handle: None,
            name: name.trim().to_owned(),
            phone: self.phone.as_deref().and_then(phone),
            email: self.email,
            company: self.company_name.or(self.business_name),
            tags: self.tags.iter().map(|tag| tags::kept(tag)).collect(),
        })
    }
}

/// The API keeps E.164, in places shown with blanks and dashes. A number without `+` belongs to no known country.
fn phone(text: &str) -> Option<Phone> {
    let digits: String = text
        .trim()
        .strip_prefix('+')?
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    format!("+{digits}").parse().ok()
}

/// Only ISO 3166-1 alpha-2 codes are taken.
fn country_code(text: &str) -> Option<String> {
    let text = text.trim();
    let code = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic());
    code.then(|| text.to_ascii_uppercase())
}

fn full_name(details: &Details) -> String {
    let parts: Vec<&str> = [&details.first_name, &details.last_name]
        .into_iter()
        .filter_map(|part| part.as_deref())
        .collect();
    if parts.is_empty() {
        details.name.clone().unwrap_or_default()
    } else {
        parts.join(" ")
    }
}

fn same_words(one: &str, other: &str) -> bool {
    let words =
        |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_lowercase).collect() };
    words(one) == words(other)
}
