//! Replies about contacts, their notes and tags.

use crate::domain::{Contact, Note, Outcome, Phone};

use super::draft::Draft;
use super::phrase::Phrase;
use super::scribe::Scribe;

pub(super) fn created(contact: &Contact, scribe: &Scribe<'_>) -> String {
    introduced(Phrase::ContactCreated, contact, scribe)
}

pub(super) fn exists(contact: &Contact, scribe: &Scribe<'_>) -> String {
    introduced(Phrase::ContactExists, contact, scribe)
}

pub(super) fn noted(contact: &Contact, scribe: &Scribe<'_>) -> String {
    introduced(Phrase::ContactNoted, contact, scribe)
}

pub(super) fn shown(contact: &Contact, open: Option<usize>, scribe: &Scribe<'_>) -> String {
    let card = scribe.say(
        Phrase::ContactShown,
        &[
            ("contact", &Scribe::handle(contact.handle)),
            ("name", &scribe.name(contact)),
            ("company", &optional(contact.company.as_deref(), scribe)),
            ("phone", &phone(contact)),
            ("email", &optional(contact.email.as_deref(), scribe)),
            ("tags", &scribe.long(&contact.tags.join(", "))),
        ],
    );
    match open {
        Some(n) => format!("{card}. {}", scribe.count(Phrase::ContactOpenTasks, n, &[])),
        None => card,
    }
}

pub(super) fn found(contacts: &[Contact], query: &str, total: usize, scribe: &Scribe<'_>) -> Draft {
    let asked = scribe.free(query);
    if contacts.is_empty() {
        return Draft::Text(scribe.say(Phrase::ContactNone, &[("query", &asked)]));
    }
    let lines = contacts.iter().map(|it| line(it, scribe)).collect();
    let (contacts, query) = (contacts.to_vec(), query.to_owned());
    Draft::List {
        head: scribe.count(Phrase::ContactList, total, &[("query", &asked)]),
        lines,
        rest: Box::new(move |shown| Outcome::ContactsFound {
            contacts: contacts[shown..].to_vec(),
            query: query.clone(),
            total: total.saturating_sub(shown),
        }),
    }
}

pub(super) fn note_added(note: &Note, contact: &Contact, scribe: &Scribe<'_>) -> String {
    let handle = Scribe::handle(note.handle);
    let who = scribe.name(contact);
    if scribe.brief {
        let fields = [("note", handle.as_str()), ("who", &who)];
        return scribe.say(Phrase::NoteAddedBrief, &fields);
    }
    let text = scribe.long(&note.body);
    let fields = [("note", handle.as_str()), ("who", &who), ("text", &text)];
    scribe.say(Phrase::NoteAdded, &fields)
}

pub(super) fn notes(notes: &[Note], contact: &Contact, total: usize, scribe: &Scribe<'_>) -> Draft {
    let who = scribe.name(contact);
    if notes.is_empty() {
        return Draft::Text(scribe.say(Phrase::NoteNone, &[("who", &who)]));
    }
    let lines = notes.iter().map(|note| {
        let day = note.added.map(|it| scribe.day_of(it)).unwrap_or_default();
        let fields = [
            ("note", Scribe::handle(note.handle)),
            ("day", day),
            ("text", scribe.long(&note.body)),
        ];
        let fields = fields
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        scribe.say(Phrase::NoteLine, &fields)
    });
    let lines = lines.collect();
    let (notes, contact) = (notes.to_vec(), contact.clone());
    Draft::List {
        head: scribe.count(Phrase::NoteList, total, &[("who", &who)]),
        lines,
        rest: Box::new(move |shown| Outcome::NoteList {
            notes: notes[shown..].to_vec(),
            contact: contact.clone(),
            total: total.saturating_sub(shown),
        }),
    }
}

pub(super) fn tagged(
    contact: &Contact,
    tags: &[String],
    new: &[String],
    scribe: &Scribe<'_>,
) -> String {
    let who = scribe.name(contact);
    let tags = scribe.free(&tags.join(", "));
    if scribe.brief {
        return scribe.say(Phrase::TagAddedBrief, &[("who", &who), ("tags", &tags)]);
    }
    let new = scribe.free(&new.join(", "));
    let fields = [("who", who.as_str()), ("tags", &tags), ("new", &new)];
    scribe.say(Phrase::TagAdded, &fields)
}

pub(super) fn untagged(contact: &Contact, tags: &[String], scribe: &Scribe<'_>) -> String {
    let phrase = if scribe.brief {
        Phrase::TagRemovedBrief
    } else {
        Phrase::TagRemoved
    };
    tags_of(phrase, contact, tags, scribe)
}

pub(super) fn tags_as_before(
    contact: &Contact,
    tags: &[String],
    had: bool,
    scribe: &Scribe<'_>,
) -> String {
    let phrase = if had {
        Phrase::TagHad
    } else {
        Phrase::TagLacked
    };
    tags_of(phrase, contact, tags, scribe)
}

fn tags_of(phrase: Phrase, contact: &Contact, tags: &[String], scribe: &Scribe<'_>) -> String {
    let who = scribe.name(contact);
    let tags = scribe.free(&tags.join(", "));
    scribe.say(phrase, &[("who", &who), ("tags", &tags)])
}

fn introduced(phrase: Phrase, contact: &Contact, scribe: &Scribe<'_>) -> String {
    scribe.say(
        phrase,
        &[
            ("contact", &Scribe::handle(contact.handle)),
            ("name", &scribe.name(contact)),
            ("phone", &phone(contact)),
            ("email", &optional(contact.email.as_deref(), scribe)),
        ],
    )
}

fn line(contact: &Contact, scribe: &Scribe<'_>) -> String {
    scribe.say(
        Phrase::ContactLine,
        &[
            ("contact", &Scribe::handle(contact.handle)),
            ("name", &scribe.name(contact)),
            ("company", &optional(contact.company.as_deref(), scribe)),
            ("phone", &phone(contact)),
        ],
    )
}

/// A contact without a name is called by its number: then that is not said twice.
fn phone(contact: &Contact) -> String {
    let phone = contact
        .phone
        .as_ref()
        .filter(|_| !contact.name.trim().is_empty());
    phone.map(Phone::national).unwrap_or_default()
}

fn optional(text: Option<&str>, scribe: &Scribe<'_>) -> String {
    text.map(|it| scribe.free(it)).unwrap_or_default()
}
