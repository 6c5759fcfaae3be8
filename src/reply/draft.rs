//! What is to be said about an outcome, before it is known how much of it there is room for.

use crate::domain::{Outcome, Role};

use super::phrase::Phrase;
use super::scribe::Scribe;
use super::{contact, problem, session, task};

/// A reply in the making.
pub(super) enum Draft {
    /// Said in one go, in one SMS.
    Text(String),
    /// Said in one go, in as many SMS as there may be.
    Long(String),
    /// A headline and as many lines as there is room for.
    List {
        head: String,
        lines: Vec<String>,
        /// What is left after so many lines.
        rest: Box<dyn Fn(usize) -> Outcome>,
    },
    /// Nothing is said.
    Silence,
}

/// What there is to say.
pub(super) fn draft(outcome: &Outcome, scribe: &Scribe<'_>) -> Draft {
    if scribe.voice.sender_role == Role::Lead
        && let Some(text) = to_stranger(outcome, scribe)
    {
        return Draft::Text(text);
    }
    let text = match outcome {
        Outcome::Ignored { .. } | Outcome::Answered { .. } => return Draft::Silence,
        Outcome::TaskList { tasks, total, of } => {
            return task::list(tasks, *total, of.as_deref(), scribe);
        }
        Outcome::TasksShown { tasks } => return Draft::Long(task::shown(tasks, scribe)),
        Outcome::NoteList {
            notes,
            contact,
            total,
        } => return contact::notes(notes, contact, *total, scribe),
        Outcome::ContactsFound {
            contacts,
            query,
            total,
        } => return contact::found(contacts, query, *total, scribe),
        Outcome::ContactShown {
            contact,
            open_tasks,
        } => return Draft::Long(contact::shown(contact, *open_tasks, scribe)),
        Outcome::Helped { topic } => return Draft::Long(session::help(topic.as_deref(), scribe)),
        Outcome::Partly { done, failed } => return partly(done, failed, scribe),

        Outcome::TaskCreated {
            task,
            contact,
            due,
            assignee,
        } => task::created(
            task,
            contact.as_ref(),
            due.as_ref(),
            assignee.as_deref(),
            scribe,
        ),
        Outcome::TasksCompleted {
            tasks,
            already,
            gone,
        } => task::completed(tasks, already, gone, scribe),
        Outcome::TasksReopened {
            tasks,
            already,
            gone,
        } => task::reopened(tasks, already, gone, scribe),
        Outcome::TasksDeleted { tasks, gone } => task::deleted(tasks, gone, scribe),
        Outcome::NoteAdded { note, contact } => contact::note_added(note, contact, scribe),
        Outcome::ContactCreated { contact } | Outcome::LeadRegistered { contact, .. } => {
            contact::created(contact, scribe)
        }
        Outcome::ContactExists { contact } => contact::exists(contact, scribe),
        Outcome::LeadNoted { contact } => contact::noted(contact, scribe),
        Outcome::TagsAdded { contact, tags, new } => contact::tagged(contact, tags, new, scribe),
        Outcome::TagsRemoved { contact, tags } => contact::untagged(contact, tags, scribe),
        Outcome::TagsUnchanged { contact, tags, had } => {
            contact::tags_as_before(contact, tags, *had, scribe)
        }
        other => session::said(other, scribe).unwrap_or_else(|| problem::said(other, scribe)),
    };
    Draft::Text(text)
}

/// What was done, then what was not. Nothing at all done, only the latter.
fn partly(done: &Outcome, failed: &[Outcome], scribe: &Scribe<'_>) -> Draft {
    let mut texts = Vec::new();
    for outcome in [done].into_iter().chain(failed) {
        match draft(outcome, scribe) {
            Draft::Text(text) | Draft::Long(text) => texts.push(text),
            Draft::List { head, .. } => texts.push(head),
            Draft::Silence => {}
        }
    }
    texts.retain(|text| !text.is_empty());
    texts.dedup();
    Draft::Long(texts.join(". "))
}

/// Strangers hear nothing of our insides: what they wrote is kept and somebody will see it, whatever became of it in the CRM.
fn to_stranger(outcome: &Outcome, scribe: &Scribe<'_>) -> Option<String> {
    let brand = scribe.voice.brand;
    Some(match outcome {
        Outcome::LeadRegistered {
            reply: Some(reply), ..
        } => reply.clone(),
        Outcome::LeadRegistered { contact, .. } => {
            let name = first_name(&contact.name, scribe);
            scribe.say(Phrase::LeadRegistered, &[("name", &name), ("brand", brand)])
        }
        Outcome::LeadNoted { contact } => {
            let name = first_name(&contact.name, scribe);
            scribe.say(Phrase::LeadNoted, &[("name", &name)])
        }
        Outcome::Partly { done, .. } => return to_stranger(done, scribe),
        Outcome::Refused { .. }
        | Outcome::NeedsReview { .. }
        | Outcome::Expired { .. }
        | Outcome::Delayed => scribe.say(Phrase::LeadNoted, &[]),
        Outcome::Greeted
        | Outcome::NotAllowed { .. }
        | Outcome::NotYet { .. }
        | Outcome::Unclear { .. } => scribe.say(Phrase::LeadPrompt, &[("brand", brand)]),
        Outcome::Helped { .. } => scribe.say(Phrase::HelpLead, &[("brand", brand)]),
        _ => return None,
    })
}

fn first_name(name: &str, scribe: &Scribe<'_>) -> String {
    let first = name.split_whitespace().next().unwrap_or_default();
    scribe.free(first)
}
