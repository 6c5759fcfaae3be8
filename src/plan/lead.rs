//! Strangers: become contacts once, with a welcome task for us and what they wrote as a note.

use crate::domain::{Contact, ContactId, Context, CrmCall, Details, Outcome, Phone, Role};

use super::Step;
use super::bind::nameless;
use super::contact::{full_name, named, number};
use super::seen::{Created, Got, Seen, with_failures};
use super::tag::missing_from;

/// Where contacts made here came from, for the CRM's reports.
const SOURCE: &str = "sms";

/// A lead's contact carries the number the text came from, whatever numbers are in it; staff who pass on somebody's details give
/// that person's number. Somebody known already gets a note, never a second contact.
pub(super) fn register(
    details: &Details,
    note: Option<&str>,
    tags: &[String],
    ctx: &Context,
    seen: &mut Seen<'_>,
) -> Result<Outcome, Step> {
    let phone = match ctx.role {
        Role::Lead => Some(ctx.sender.clone()),
        _ => details.phone.as_deref().and_then(number),
    };
    if phone.is_some() {
        let lookup = CrmCall::LookupContact {
            phone: phone.clone(),
            email: None,
        };
        let known = seen.contacts(lookup)?.or_end(nobody)?;
        if let Some(contact) = known.into_iter().next() {
            return noted(contact, details, note, tags, ctx, seen);
        }
    }
    let wanted = [ctx.leads.tags.clone(), missing_from(&ctx.leads.tags, tags)].concat();
    let create = CrmCall::CreateContact {
        details: details.clone(),
        phone: phone.clone(),
        tags: wanted,
        source: Some(SOURCE.to_owned()),
    };
    let contact = match seen.created(create)?.or_end(nobody)? {
        Created::New(contact) => named(contact, details),
        Created::Known { contact, name } => {
            let known = nameless(contact, name.unwrap_or_default());
            return noted(known, details, note, tags, ctx, seen);
        }
    };
    let name = full_name(details);
    let called = name.clone().unwrap_or_else(|| ctx.sender.national());
    let mut failed = Vec::new();
    if let Some(title) = &ctx.leads.welcome_task {
        let call = CrmCall::CreateTask {
            contact: contact.id.clone(),
            title: title.replace("{name}", &called),
            body: note.map(str::to_owned),
            due: ctx.leads.due,
            assignee: ctx.leads.assignee.clone(),
            marker: ctx.marker.clone(),
        };
        failed.extend(failure(seen.task(call)?));
    }
    if let Some(body) = written(note, &surplus(details, phone.as_ref())) {
        let call = write_down(&contact.id, body, ctx);
        failed.extend(failure(seen.note(call)?));
    }
    let done = Outcome::LeadRegistered {
        reply: greeting(ctx.leads.reply.as_deref(), name.as_deref()),
        contact,
    };
    Ok(with_failures(done, failed))
}

/// The contact exists: all they wrote becomes a note, so that nothing of theirs is overwritten or lost.
fn noted(
    contact: Contact,
    details: &Details,
    note: Option<&str>,
    tags: &[String],
    ctx: &Context,
    seen: &mut Seen<'_>,
) -> Result<Outcome, Step> {
    let mut facts = all(details);
    // A contact found by e-mail may not carry the number that wrote.
    if contact.phone.is_none() && ctx.role == Role::Lead {
        facts.push(("Texted from", ctx.sender.to_string()));
    }
    if let Some(body) = written(note, &facts) {
        let call = write_down(&contact.id, body, ctx);
        if let Some(outcome) = failure(seen.note(call)?) {
            return Ok(outcome);
        }
    }
    let missing = missing_from(&contact.tags, tags);
    if !missing.is_empty() {
        let call = CrmCall::AddTags {
            contact: contact.id.clone(),
            tags: missing,
        };
        if let Some(outcome) = failure(seen.tags(call)?) {
            return Ok(outcome);
        }
    }
    Ok(Outcome::LeadNoted { contact })
}

fn write_down(contact: &ContactId, body: String, ctx: &Context) -> CrmCall {
    CrmCall::CreateNote {
        contact: contact.clone(),
        body,
        user: None,
        marker: ctx.marker.clone(),
    }
}

fn failure<T>(got: Got<T>) -> Option<Outcome> {
    match got {
        Got::It(_) => None,
        Got::Gone => Some(nobody()),
        Got::Failed(outcome) => Some(outcome),
    }
}

/// The configured reply, with the first name; a nameless lead gets the phrasebook's.
fn greeting(template: Option<&str>, name: Option<&str>) -> Option<String> {
    match (template?, name.and_then(|it| it.split_whitespace().next())) {
        (text, Some(first)) => Some(text.replace("{name}", first)),
        (text, None) => (!text.contains("{name}")).then(|| text.to_owned()),
    }
}

/// What a contact of the CRM has no place for.
fn surplus(details: &Details, phone: Option<&Phone>) -> Vec<(&'static str, String)> {
    let other = details.phone.as_deref();
    let other = other.filter(|text| number(text).as_ref() != phone);
    let mut facts = facts([("Other phone", other), ("Title", details.title.as_deref())]);
    facts.extend(free_fields(details));
    facts
}

fn all(details: &Details) -> Vec<(&'static str, String)> {
    let mut facts = facts([
        ("Name", full_name(details).as_deref()),
        ("Phone", details.phone.as_deref()),
        ("E-mail", details.email.as_deref()),
        ("Company", details.company.as_deref()),
        ("Title", details.title.as_deref()),
        ("Address", details.address.as_deref()),
        ("City", details.city.as_deref()),
        ("State", details.state.as_deref()),
        ("Postal code", details.postal_code.as_deref()),
        ("Country", details.country.as_deref()),
        ("Website", details.website.as_deref()),
    ]);
    facts.extend(free_fields(details));
    facts
}

fn facts<const N: usize>(given: [(&'static str, Option<&str>); N]) -> Vec<(&'static str, String)> {
    let given = given.into_iter();
    given
        .filter_map(|(label, value)| Some((label, value?.to_owned())))
        .collect()
}

fn free_fields(details: &Details) -> impl Iterator<Item = (&'static str, String)> {
    let fields = details.fields.iter();
    fields.map(|(name, value)| ("Also", format!("{name}: {value}")))
}

/// The body of the note: their words, then what else was understood.
fn written(note: Option<&str>, facts: &[(&'static str, String)]) -> Option<String> {
    let facts = facts
        .iter()
        .map(|(label, value)| format!("{label}: {value}"));
    let lines: Vec<String> = note.map(str::to_owned).into_iter().chain(facts).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// No adapter says "gone" to these calls; should one ever, nobody can tell what it means.
fn nobody() -> Outcome {
    Outcome::NeedsReview {
        what: "contact.create".to_owned(),
    }
}
