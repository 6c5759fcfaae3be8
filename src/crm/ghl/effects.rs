//! What calls do to the CRM, and how to see whether they did.

use super::{contacts, tags};
use crate::domain::{CrmCall, EffectClass, Observation};

/// The API has no idempotency key: what creates is told apart from what sets a state.
pub(super) fn class(call: &CrmCall) -> EffectClass {
    match call {
        CrmCall::LookupContact { .. }
        | CrmCall::SearchContacts { .. }
        | CrmCall::GetContact { .. }
        | CrmCall::ListTasks { .. }
        | CrmCall::SearchTasks { .. }
        | CrmCall::GetTask { .. }
        | CrmCall::FindTask { .. }
        | CrmCall::ListNotes { .. }
        | CrmCall::FindNote { .. } => EffectClass::Read,
        CrmCall::SetTaskCompleted { .. }
        | CrmCall::DeleteTask { .. }
        | CrmCall::DeleteNote { .. }
        | CrmCall::AddTags { .. }
        | CrmCall::RemoveTags { .. } => EffectClass::Set,
        CrmCall::CreateTask { .. } | CrmCall::CreateNote { .. } => EffectClass::Marked,
        CrmCall::CreateContact { details, phone, .. } => {
            if contacts::read_back(details, phone.as_ref()).is_some() {
                EffectClass::Marked
            } else {
                EffectClass::Unobservable
            }
        }
    }
}

/// The read that shows whether a call took effect. Never by search: the index lags.
pub(super) fn read_back(call: &CrmCall) -> Option<CrmCall> {
    match call {
        CrmCall::CreateContact { details, phone, .. } => {
            contacts::read_back(details, phone.as_ref())
        }
        CrmCall::CreateTask {
            contact, marker, ..
        } => Some(CrmCall::FindTask {
            contact: contact.clone(),
            marker: marker.clone(),
        }),
        CrmCall::CreateNote {
            contact, marker, ..
        } => Some(CrmCall::FindNote {
            contact: contact.clone(),
            marker: marker.clone(),
        }),
        CrmCall::SetTaskCompleted { contact, task, .. } | CrmCall::DeleteTask { contact, task } => {
            Some(CrmCall::GetTask {
                contact: contact.clone(),
                task: task.clone(),
            })
        }
        CrmCall::DeleteNote { contact, .. } => Some(CrmCall::ListNotes {
            contact: contact.clone(),
        }),
        CrmCall::AddTags { contact, .. } | CrmCall::RemoveTags { contact, .. } => {
            Some(CrmCall::GetContact {
                contact: contact.clone(),
            })
        }
        CrmCall::LookupContact { .. }
        | CrmCall::SearchContacts { .. }
        | CrmCall::GetContact { .. }
        | CrmCall::ListTasks { .. }
        | CrmCall::SearchTasks { .. }
        | CrmCall::GetTask { .. }
        | CrmCall::FindTask { .. }
        | CrmCall::ListNotes { .. }
        | CrmCall::FindNote { .. } => None,
    }
}

/// What the call would have been answered, if the read shows that it took effect.
pub(super) fn confirmed(call: &CrmCall, seen: &Observation) -> Option<Observation> {
    match (call, seen) {
        (
            CrmCall::CreateContact {
                details,
                phone,
                tags,
                ..
            },
            Observation::Contacts(found),
        ) => contacts::created(details, phone.as_ref(), tags, found),
        (CrmCall::CreateTask { .. }, Observation::Tasks(found)) => {
            found.first().cloned().map(Observation::Task)
        }
        (CrmCall::CreateNote { .. }, Observation::Notes(found)) => {
            found.first().cloned().map(Observation::Note)
        }
        (CrmCall::SetTaskCompleted { completed, .. }, Observation::Task(task)) => {
            (task.completed == *completed).then(|| seen.clone())
        }
        (CrmCall::DeleteTask { .. } | CrmCall::DeleteNote { .. }, Observation::Gone) => {
            Some(Observation::Deleted)
        }
        (CrmCall::DeleteNote { note, .. }, Observation::Notes(left)) => left
            .iter()
            .all(|other| other.id != *note)
            .then_some(Observation::Deleted),
        (CrmCall::AddTags { tags, .. }, Observation::Contact(contact)) => tags
            .iter()
            .all(|tag| contact.tags.contains(&tags::kept(tag)))
            .then(|| Observation::Tags(contact.tags.clone())),
        (CrmCall::RemoveTags { tags, .. }, Observation::Contact(contact)) => (!tags
            .iter()
            .any(|tag| contact.tags.contains(&tags::kept(tag))))
        .then(|| Observation::Tags(contact.tags.clone())),
        _ => None,
    }
}
