//! The journal as a plan reads it: one observation after the other.

use std::slice;

use crate::domain::{
    Answer, Contact, ContactId, CrmCall, Intent, Note, Observation, Outcome, Question, Task,
};

use super::Step;

/// A cursor over what has been seen. Asking for more than there is leaves the plan with the step that has to happen.
pub(super) struct Seen<'a> {
    rest: slice::Iter<'a, Observation>,
    intent: &'static str,
}

/// What a call came to.
#[derive(Debug, PartialEq)]
pub(super) enum Got<T> {
    It(T),
    /// What it was about is not there (any more).
    Gone,
    /// Refused, unknown or not allowed: an end in itself, or one of several.
    Failed(Outcome),
}

/// What became of a contact to be created.
#[derive(Debug, PartialEq)]
pub(super) enum Created {
    New(Contact),
    /// There is one with this phone or e-mail already.
    Known {
        contact: ContactId,
        name: Option<String>,
    },
}

impl<'a> Seen<'a> {
    pub(super) fn new(intent: &Intent, seen: &'a [Observation]) -> Self {
        Self {
            rest: seen.iter(),
            intent: intent.name(),
        }
    }

    /// The same cursor for another intent: the one that was chosen.
    pub(super) fn of(self, intent: &Intent) -> Self {
        Self {
            intent: intent.name(),
            ..self
        }
    }

    pub(super) fn contact(&mut self, call: CrmCall) -> Result<Got<Contact>, Step> {
        self.call(call, |seen| match seen {
            Observation::Contact(contact) => Some(contact.clone()),
            _ => None,
        })
    }

    pub(super) fn contacts(&mut self, call: CrmCall) -> Result<Got<Vec<Contact>>, Step> {
        self.call(call, |seen| match seen {
            Observation::Contacts(contacts) => Some(contacts.clone()),
            _ => None,
        })
    }

    pub(super) fn created(&mut self, call: CrmCall) -> Result<Got<Created>, Step> {
        self.call(call, |seen| match seen {
            Observation::Contact(contact) => Some(Created::New(contact.clone())),
            Observation::Duplicate { contact, name, .. } => Some(Created::Known {
                contact: contact.clone(),
                name: name.clone(),
            }),
            _ => None,
        })
    }

    pub(super) fn task(&mut self, call: CrmCall) -> Result<Got<Task>, Step> {
        self.call(call, |seen| match seen {
            Observation::Task(task) => Some(task.clone()),
            _ => None,
        })
    }

    pub(super) fn tasks(&mut self, call: CrmCall) -> Result<Got<Vec<Task>>, Step> {
        self.call(call, |seen| match seen {
            Observation::Tasks(tasks) => Some(tasks.clone()),
            _ => None,
        })
    }

    pub(super) fn note(&mut self, call: CrmCall) -> Result<Got<Note>, Step> {
        self.call(call, |seen| match seen {
            Observation::Note(note) => Some(note.clone()),
            _ => None,
        })
    }

    pub(super) fn notes(&mut self, call: CrmCall) -> Result<Got<Vec<Note>>, Step> {
        self.call(call, |seen| match seen {
            Observation::Notes(notes) => Some(notes.clone()),
            _ => None,
        })
    }

    pub(super) fn tags(&mut self, call: CrmCall) -> Result<Got<Vec<String>>, Step> {
        self.call(call, |seen| match seen {
            Observation::Tags(tags) => Some(tags.clone()),
            _ => None,
        })
    }

    pub(super) fn deleted(&mut self, call: CrmCall) -> Result<Got<()>, Step> {
        self.call(call, |seen| {
            matches!(seen, Observation::Deleted).then_some(())
        })
    }

    /// The answer to `question`. Something else at its place in the journal counts as an answer that does not fit.
    pub(super) fn ask(&mut self, question: &Question) -> Result<Option<&'a Answer>, Step> {
        match self.rest.next() {
            None => Err(Step::Ask(question.clone())),
            Some(Observation::Answered(answer)) => Ok(Some(answer)),
            Some(_) => Ok(None),
        }
    }

    fn call<T>(
        &mut self,
        call: CrmCall,
        read: impl FnOnce(&Observation) -> Option<T>,
    ) -> Result<Got<T>, Step> {
        let op = call.op();
        let Some(seen) = self.rest.next() else {
            return Err(Step::Call(call));
        };
        if let Some(it) = read(seen) {
            return Ok(Got::It(it));
        }
        Ok(match seen {
            Observation::Gone => Got::Gone,
            Observation::Refused { reason } => Got::Failed(Outcome::Refused {
                reason: reason.clone(),
            }),
            Observation::NotAllowed => Got::Failed(Outcome::NotAllowed {
                intent: self.intent.to_owned(),
            }),
            // `Unknown`, or what can be no answer to this call: nobody can tell what happened, so nothing is sent again.
            _ => Got::Failed(Outcome::NeedsReview {
                what: op.to_owned(),
            }),
        })
    }
}

impl<T> Got<T> {
    /// The thing itself; otherwise the command ends here, with `gone` where the thing is not there.
    pub(super) fn or_end(self, gone: impl FnOnce() -> Outcome) -> Result<T, Step> {
        match self {
            Self::It(it) => Ok(it),
            Self::Gone => Err(Step::Done(gone())),
            Self::Failed(outcome) => Err(Step::Done(outcome)),
        }
    }
}

/// What was done, with what was not.
pub(super) fn with_failures(done: Outcome, failed: Vec<Outcome>) -> Outcome {
    if failed.is_empty() {
        return done;
    }
    Outcome::Partly {
        done: Box::new(done),
        failed,
    }
}
