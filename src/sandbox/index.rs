//! What contact search sees: the contacts as they were some time ago.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use super::person::Person;

pub(super) struct Index {
    lag: Duration,
    known: BTreeMap<String, Person>,
    /// Changes not yet to be seen: when, whose, and the contact then (`None` once deleted).
    coming: VecDeque<(Duration, String, Option<Person>)>,
}

impl Index {
    pub(super) fn new(lag: Duration) -> Self {
        Self {
            lag,
            known: BTreeMap::new(),
            coming: VecDeque::new(),
        }
    }

    /// A contact changed.
    pub(super) fn note(&mut self, id: &str, person: Option<Person>, at: Duration) {
        self.coming
            .push_back((at + self.lag, id.to_owned(), person));
    }

    /// The contacts as search sees them now.
    pub(super) fn look(&mut self, at: Duration) -> impl Iterator<Item = &Person> {
        while let Some((_, id, person)) = self.coming.pop_front_if(|(when, ..)| *when <= at) {
            match person {
                Some(person) => self.known.insert(id, person),
                None => self.known.remove(&id),
            };
        }
        self.known.values()
    }
}
