//! New contacts by staff, finding, showing.

use crate::domain::{Contact, Context, CrmCall, Details, Outcome, Phone, Region, Who};

use super::Step;
use super::bind::{SEARCH_LIMIT, contact, ends_in, nameless};
use super::note::vanished;
use super::references::sought;
use super::seen::{Created, Got, Seen, with_failures};

/// Looks first: an account may be set to allow duplicates, and then nothing else would keep us from making one.
pub(super) fn create(details: &Details, seen: &mut Seen<'_>) -> Result<Outcome, Step> {
    let phone = details.phone.as_deref().and_then(number);
    let email = details.email.clone();
    if phone.is_some() || email.is_some() {
        let lookup = CrmCall::LookupContact {
            phone: phone.clone(),
            email: email.clone().filter(|_| phone.is_none()),
        };
        let known = seen.contacts(lookup)?.or_end(nobody)?;
        if let Some(contact) = known.into_iter().next() {
            return Ok(Outcome::ContactExists { contact });
        }
    }
    let create = CrmCall::CreateContact {
        details: details.clone(),
        phone: phone.clone(),
        tags: Vec::new(),
        source: None,
    };
    match seen.created(create)?.or_end(nobody)? {
        Created::New(contact) => {
            let contact = named(contact, details);
            let mut lost = Vec::new();
            if details.phone.is_some() && (phone.is_none() || contact.phone != phone) {
                lost.push("phone".to_owned());
            }
            if !same_address(email.as_deref(), contact.email.as_deref()) {
                lost.push("email".to_owned());
            }
            let failed = (!lost.is_empty()).then_some(Outcome::NotKept { what: lost });
            let done = Outcome::ContactCreated { contact };
            Ok(with_failures(done, failed.into_iter().collect()))
        }
        Created::Known { contact: id, name } => {
            let get = CrmCall::GetContact {
                contact: id.clone(),
            };
            let contact = match seen.contact(get)? {
                Got::It(contact) => contact,
                Got::Gone | Got::Failed(_) => nameless(id, name.unwrap_or_default()),
            };
            Ok(Outcome::ContactExists { contact })
        }
    }
}

/// What the directory found, then what the CRM's own search adds: its index lags, ours may.
pub(super) fn find(query: &str, ctx: &Context, seen: &mut Seen<'_>) -> Result<Outcome, Step> {
    let who = sought(query);
    let words = match &who {
        Who::Digits(digits) => digits.clone(),
        _ => query.trim().to_owned(),
    };
    let search = CrmCall::SearchContacts {
        query: words,
        limit: SEARCH_LIMIT,
    };
    let bound = &ctx.bound.contacts;
    let mut contacts = match seen.contacts(search)? {
        Got::It(found) => found,
        Got::Failed(outcome) if bound.is_empty() => return Ok(outcome),
        Got::Gone | Got::Failed(_) => Vec::new(),
    };
    if let Who::Digits(digits) = &who
        && contacts.iter().any(|it| ends_in(it, digits))
    {
        contacts.retain(|it| ends_in(it, digits));
    }
    // What was found just now is fresher than the directory, but the directory's order is by how well it fits.
    let fresh = |known: &Contact| contacts.iter().find(|it| it.id == known.id).cloned();
    let mut all: Vec<Contact> = bound
        .iter()
        .map(|known| fresh(known).unwrap_or_else(|| known.clone()))
        .collect();
    for contact in contacts {
        if !all.iter().any(|it| it.id == contact.id) {
            all.push(contact);
        }
    }
    if ctx.bound.near {
        all.rotate_left(bound.len());
    }
    Ok(Outcome::ContactsFound {
        total: all.len(),
        contacts: all,
        query: query.to_owned(),
    })
}

pub(super) fn show(who: &Who, ctx: &Context, seen: &mut Seen<'_>) -> Result<Outcome, Step> {
    let bound = contact(who, ctx, seen)?;
    let get = CrmCall::GetContact {
        contact: bound.id.clone(),
    };
    let shown = seen.contact(get)?.or_end(|| vanished(&bound))?;
    let list = CrmCall::ListTasks { contact: bound.id };
    let open_tasks = match seen.tasks(list)? {
        Got::It(tasks) => Some(tasks.iter().filter(|it| !it.completed).count()),
        Got::Gone | Got::Failed(_) => None,
    };
    Ok(Outcome::ContactShown {
        contact: shown,
        open_tasks,
    })
}

/// A new contact by the name it was made with: what the CRM echoes need not have one.
pub(super) fn named(contact: Contact, details: &Details) -> Contact {
    if contact.name.trim().is_empty() {
        let name = full_name(details).unwrap_or_default();
        return Contact { name, ..contact };
    }
    contact
}

/// The name, in one piece or two.
pub(super) fn full_name(details: &Details) -> Option<String> {
    let parts = [&details.first_name, &details.last_name];
    let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    let name = details.name.clone().unwrap_or_else(|| parts.join(" "));
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}

/// A number as the grammar wrote it: E.164, else as it was typed.
pub(super) fn number(text: &str) -> Option<Phone> {
    let strict = text.parse().ok();
    strict.or_else(|| Phone::parse(text, Region::US).ok())
}

fn same_address(said: Option<&str>, kept: Option<&str>) -> bool {
    match (said, kept) {
        (None, _) => true,
        (Some(said), Some(kept)) => said.eq_ignore_ascii_case(kept),
        (Some(_), None) => false,
    }
}

/// No adapter says "gone" to these calls; should one ever, nobody can tell what it means.
fn nobody() -> Outcome {
    Outcome::NeedsReview {
        what: "contact.create".to_owned(),
    }
}
