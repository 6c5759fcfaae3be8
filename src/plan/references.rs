//! What an intent refers to, so that the engine can look it up before the plan is frozen.

use crate::domain::{Gate, Handle, Intent, TaskRef, Who};

/// What has to be bound into [`crate::domain::Bound`] before planning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct References {
    /// Handles written in the message.
    pub handles: Vec<Handle>,
    /// The contact spoken of, for the directory. [`Who::Last`] stands for the thread's contact, [`Who::Contact`] is among the
    /// handles.
    pub who: Option<Who>,
    /// Whether the thread's last task has to be bound too.
    pub last_task: bool,
    /// Tags to be added, for the directory to tell which are new.
    pub tags: Vec<String>,
}

/// What this intent refers to.
#[must_use]
pub fn references(intent: &Intent) -> References {
    let mut found = References::default();
    match intent {
        Intent::TaskComplete { tasks }
        | Intent::TaskReopen { tasks }
        | Intent::TaskDelete { tasks }
        | Intent::TaskShow { tasks } => {
            for task in tasks {
                match task {
                    TaskRef::Handle(number) => found.handle(Handle::task(*number)),
                    TaskRef::Last { .. } => found.last_task = true,
                    TaskRef::Title { .. } => {}
                }
            }
        }
        Intent::TaskCreate { who, .. } | Intent::TaskList { who, .. } => {
            if let Some(who) = who {
                found.who(who.clone());
            }
        }
        Intent::TagAdd { who, tags } => {
            found.who(who.clone());
            found.tags.clone_from(tags);
        }
        Intent::NoteCreate { who, .. }
        | Intent::NoteList { who }
        | Intent::ContactShow { who }
        | Intent::TagRemove { who, .. } => found.who(who.clone()),
        Intent::ContactFind { query } => found.who(sought(query)),
        // Nobody; or understood, not planned yet.
        _ => {}
    }
    found
}

/// What this intent and everything its gate can turn it into refer to. Where the choices speak of different people none is
/// bound: the plan then asks the CRM.
#[must_use]
pub fn references_of(intent: &Intent, gate: &Gate) -> References {
    let Gate::Choose { question } = gate else {
        return references(intent);
    };
    let mut choices = question
        .choices
        .iter()
        .filter_map(|it| it.intent.as_deref());
    let Some(first) = choices.next() else {
        return references(intent);
    };
    choices.fold(references(first), |mut all, choice| {
        let other = references(choice);
        if all.who != other.who {
            all.who = None;
        }
        other.handles.into_iter().for_each(|it| all.handle(it));
        all.last_task |= other.last_task;
        all.tags.extend(other.tags);
        all
    })
}

/// What is sought by free text: seven digits and more are a number's end, an `@` makes an address, anything else a name.
pub(super) fn sought(query: &str) -> Who {
    let digits: String = query.chars().filter(char::is_ascii_digit).collect();
    if query.contains('@') {
        Who::Email(query.trim().to_owned())
    } else if digits.len() >= 7 && !query.chars().any(char::is_alphabetic) {
        Who::Digits(digits)
    } else {
        Who::Name(query.trim().to_owned())
    }
}

impl References {
    fn who(&mut self, who: Who) {
        match who {
            Who::Contact(number) => self.handle(Handle::contact(number)),
            who => self.who = Some(who),
        }
    }

    fn handle(&mut self, handle: Handle) {
        if !self.handles.contains(&handle) {
            self.handles.push(handle);
        }
    }
}
