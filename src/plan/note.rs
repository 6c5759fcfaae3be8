//! Notes about a contact.

use std::cmp::Reverse;

use crate::domain::{Contact, Context, CrmCall, Note, Outcome, Who};

use super::Step;
use super::bind::contact;
use super::seen::{Seen, with_failures};

pub(super) fn create(
    who: &Who,
    text: &str,
    ctx: &Context,
    seen: &mut Seen<'_>,
) -> Result<Outcome, Step> {
    let contact = contact(who, ctx, seen)?;
    let call = CrmCall::CreateNote {
        contact: contact.id.clone(),
        body: text.to_owned(),
        user: ctx.person.as_ref().and_then(|it| it.user_id.clone()),
        marker: ctx.marker.clone(),
    };
    let note = seen.note(call)?.or_end(|| vanished(&contact))?;
    let lost = !same_words(&note.body, text);
    let failed = lost.then(|| Outcome::NotKept {
        what: vec!["text".to_owned()],
    });
    let done = Outcome::NoteAdded { note, contact };
    Ok(with_failures(done, failed.into_iter().collect()))
}

/// Newest first.
pub(super) fn list(who: &Who, ctx: &Context, seen: &mut Seen<'_>) -> Result<Outcome, Step> {
    let contact = contact(who, ctx, seen)?;
    let call = CrmCall::ListNotes {
        contact: contact.id.clone(),
    };
    let mut notes = seen.notes(call)?.or_end(|| vanished(&contact))?;
    notes.sort_by_key(|note: &Note| Reverse(note.added));
    Ok(Outcome::NoteList {
        total: notes.len(),
        notes,
        contact,
    })
}

/// The contact was there when it was bound and is not any more.
pub(super) fn vanished(contact: &Contact) -> Outcome {
    Outcome::NoSuchContact {
        query: contact.name.clone(),
        near: Vec::new(),
    }
}

/// Whether the CRM kept the words: all letters said, in order, whatever markup and white space it put between them.
fn same_words(kept: &str, said: &str) -> bool {
    let mut kept = kept.chars();
    said.chars()
        .filter(|c| c.is_alphanumeric())
        .all(|letter| kept.any(|it| it == letter))
}
