//! Tags on and off. The contact is read first and only what changes is sent: then `undo` is exactly the opposite call.

use crate::domain::{Contact, Context, CrmCall, Outcome, Who};

use super::Step;
use super::bind::contact;
use super::note::vanished;
use super::seen::{Seen, with_failures};

pub(super) fn add(
    who: &Who,
    tags: &[String],
    ctx: &Context,
    seen: &mut Seen<'_>,
) -> Result<Outcome, Step> {
    let (contact, tags) = current(who, tags, ctx, seen)?;
    let missing = missing_from(&contact.tags, &tags);
    if missing.is_empty() {
        return Ok(unchanged(contact, tags, true));
    }
    let call = CrmCall::AddTags {
        contact: contact.id.clone(),
        tags: missing,
    };
    let after = seen.tags(call)?.or_end(|| vanished(&contact))?;
    let lost = !missing_from(&after, &tags).is_empty();
    let new = tags.iter().filter(|tag| is_among(&ctx.bound.new_tags, tag));
    let done = Outcome::TagsAdded {
        new: new.cloned().collect(),
        contact,
        tags,
    };
    Ok(kept(done, lost))
}

pub(super) fn remove(
    who: &Who,
    tags: &[String],
    ctx: &Context,
    seen: &mut Seen<'_>,
) -> Result<Outcome, Step> {
    let (contact, tags) = current(who, tags, ctx, seen)?;
    let present = present_in(&contact.tags, &tags);
    if present.is_empty() {
        return Ok(unchanged(contact, tags, false));
    }
    let call = CrmCall::RemoveTags {
        contact: contact.id.clone(),
        tags: present,
    };
    let after = seen.tags(call)?.or_end(|| vanished(&contact))?;
    let lost = !present_in(&after, &tags).is_empty();
    let done = Outcome::TagsRemoved { contact, tags };
    Ok(kept(done, lost))
}

/// Those of `tags` that are not in `set`, each once.
pub(super) fn missing_from(set: &[String], tags: &[String]) -> Vec<String> {
    let missing = tags.iter().filter(|tag| !is_among(set, tag));
    missing.cloned().collect()
}

/// Those of `tags` that are in `set`.
pub(super) fn present_in(set: &[String], tags: &[String]) -> Vec<String> {
    let present = tags.iter().filter(|tag| is_among(set, tag));
    present.cloned().collect()
}

/// The contact as the CRM has it now, and the tags as the CRM writes them.
fn current(
    who: &Who,
    tags: &[String],
    ctx: &Context,
    seen: &mut Seen<'_>,
) -> Result<(Contact, Vec<String>), Step> {
    let bound = contact(who, ctx, seen)?;
    let get = CrmCall::GetContact {
        contact: bound.id.clone(),
    };
    let contact = seen.contact(get)?.or_end(|| vanished(&bound))?;
    let mut wanted: Vec<String> = Vec::new();
    for tag in tags {
        let tag = tag.trim().to_lowercase();
        if !tag.is_empty() && !wanted.contains(&tag) {
            wanted.push(tag);
        }
    }
    Ok((contact, wanted))
}

fn is_among(set: &[String], tag: &str) -> bool {
    set.iter().any(|it| it.to_lowercase() == tag.to_lowercase())
}

fn unchanged(contact: Contact, tags: Vec<String>, had: bool) -> Outcome {
    Outcome::TagsUnchanged { contact, tags, had }
}

fn kept(done: Outcome, lost: bool) -> Outcome {
    let failed = lost.then(|| Outcome::NotKept {
        what: vec!["tags".to_owned()],
    });
    with_failures(done, failed.into_iter().collect())
}
