//! What a message leaves for the next one to refer to.

use jiff::Timestamp;

use crate::domain::{ContactId, Handle, Outcome, Task, Thread};

/// The thread after these outcomes: the contact and the task last spoken of, and whether a stranger was greeted. A new list ends
/// the one before. The open question and the rest of a list are the caller's, who asks and renders.
#[must_use]
pub fn thread_after(thread: &Thread, outcomes: &[Outcome], now: Timestamp) -> Thread {
    let mut after = thread.clone();
    for outcome in outcomes {
        let (contact, task) = spoken_of(outcome);
        if let Some(contact) = contact {
            after.contact = Some((contact, now));
        }
        if let Some(task) = task {
            after.task = Some(task);
        }
        if is_list(outcome) {
            after.rest = None;
        }
        after.greeted |= *outcome == Outcome::Greeted;
    }
    after
}

fn is_list(outcome: &Outcome) -> bool {
    matches!(
        outcome,
        Outcome::TaskList { .. } | Outcome::NoteList { .. } | Outcome::ContactsFound { .. }
    )
}

/// "It" and "her" need one thing: of a list of several nothing is remembered, of several tasks done the last.
fn spoken_of(outcome: &Outcome) -> (Option<ContactId>, Option<Handle>) {
    match outcome {
        Outcome::TaskCreated { task, contact, .. } => {
            (contact.as_ref().map(|it| it.id.clone()), task.handle)
        }
        Outcome::TasksCompleted { tasks, already, .. }
        | Outcome::TasksReopened { tasks, already, .. } => last_of(tasks.last().or(already.last())),
        Outcome::TasksShown { tasks } => last_of(tasks.last()),
        Outcome::TaskList { tasks, .. } => match tasks.as_slice() {
            [task] => last_of(Some(task)),
            _ => (None, None),
        },
        Outcome::NoteAdded { contact, .. }
        | Outcome::NoteList { contact, .. }
        | Outcome::ContactCreated { contact }
        | Outcome::ContactExists { contact }
        | Outcome::ContactShown { contact, .. }
        | Outcome::TagsAdded { contact, .. }
        | Outcome::TagsRemoved { contact, .. }
        | Outcome::TagsUnchanged { contact, .. } => (Some(contact.id.clone()), None),
        Outcome::ContactsFound { contacts, .. } => match contacts.as_slice() {
            [contact] => (Some(contact.id.clone()), None),
            _ => (None, None),
        },
        Outcome::Partly { done, .. } => spoken_of(done),
        _ => (None, None),
    }
}

fn last_of(task: Option<&Task>) -> (Option<ContactId>, Option<Handle>) {
    match task {
        Some(task) => (Some(task.contact.clone()), task.handle),
        None => (None, None),
    }
}
