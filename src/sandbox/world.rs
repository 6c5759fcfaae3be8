//! Everything the sandbox holds.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::index::Index;
use super::notes::Note;
use super::person::Person;
use super::reply::Refusal;
use super::tags::Definition;
use super::tasks::Task;
use super::{SandboxConfig, Snapshot};

/// The state that operations read and change.
pub(super) struct World {
    pub(super) location: String,
    pub(super) company: String,
    pub(super) timezone: String,
    pub(super) allow_duplicates: bool,
    /// As the API shows them.
    pub(super) users: Vec<Value>,
    /// By the order in which they came.
    people: BTreeMap<u64, Person>,
    places: BTreeMap<String, u64>,
    pub(super) tasks: Vec<Task>,
    pub(super) notes: Vec<Note>,
    /// Tags defined for the location: adding one to a contact defines it, taking it off leaves it.
    pub(super) tags: Vec<Definition>,
    pub(super) index: Index,
    ids: Ids,
}

/// A request as its operation sees it: already of the right shape.
pub(super) struct Ask {
    /// The path's parameters, in order.
    pub(super) ids: Vec<String>,
    pub(super) query: BTreeMap<String, String>,
    pub(super) body: Map<String, Value>,
    pub(super) now: Timestamp,
    /// The same moment on the monotonic clock.
    pub(super) at: Duration,
}

/// Ids of 20 letters and digits, like the real ones; the same start gives the same ids.
struct Ids(u64);

impl World {
    pub(super) fn new(config: &SandboxConfig) -> Self {
        let mut ids = Ids(config.seed);
        Self {
            location: config.location.clone(),
            company: ids.next(),
            timezone: config.timezone.clone(),
            allow_duplicates: config.allow_duplicates,
            users: Vec::new(),
            people: BTreeMap::new(),
            places: BTreeMap::new(),
            tasks: Vec::new(),
            notes: Vec::new(),
            tags: Vec::new(),
            index: Index::new(config.index_lag),
            ids,
        }
    }

    /// From here on ids depend on the moment too.
    pub(super) fn begin(&mut self, now: Timestamp) {
        self.ids.0 ^= u64::try_from(now.as_millisecond()).unwrap_or_default();
    }

    pub(super) fn fresh_id(&mut self) -> String {
        self.ids.next()
    }

    /// Contacts, oldest first.
    pub(super) fn people(&self) -> impl DoubleEndedIterator<Item = &Person> {
        self.people.values()
    }

    pub(super) fn person(&self, id: &str) -> Result<&Person, Refusal> {
        let place = self.places.get(id);
        place
            .and_then(|place| self.people.get(place))
            .ok_or_else(no_contact)
    }

    /// Keeps a contact, new or changed, and lets the index know.
    pub(super) fn put_person(&mut self, person: Person, at: Duration) {
        let next = self.people.last_key_value().map_or(0, |(last, _)| last + 1);
        let place = *self.places.entry(person.id.clone()).or_insert(next);
        self.index.note(&person.id, Some(person.clone()), at);
        self.people.insert(place, person);
    }

    /// Removes a contact with its tasks and notes.
    pub(super) fn remove_person(&mut self, id: &str, at: Duration) -> Result<Person, Refusal> {
        let place = self.places.remove(id).ok_or_else(no_contact)?;
        self.tasks.retain(|task| task.contact != id);
        self.notes.retain(|note| note.contact != id);
        self.index.note(id, None, at);
        self.people.remove(&place).ok_or_else(no_contact)
    }

    pub(super) fn snapshot(&self) -> Snapshot {
        let location = &self.location;
        Snapshot {
            contacts: self.people().map(|person| person.shown(location)).collect(),
            tasks: self.tasks.iter().map(Task::shown).collect(),
            notes: self.notes.iter().map(Note::shown).collect(),
        }
    }
}

impl Ask {
    /// The nth parameter of the path.
    pub(super) fn id(&self, nth: usize) -> &str {
        self.ids.get(nth).map_or("", String::as_str)
    }

    /// A text of the body.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.body.get(name)?.as_str()
    }

    /// A flag of the body.
    pub(super) fn flag(&self, name: &str) -> Option<bool> {
        self.body.get(name)?.as_bool()
    }

    /// A list of texts of the body.
    pub(super) fn texts(&self, name: &str) -> Option<Vec<&str>> {
        Some(
            self.body
                .get(name)?
                .as_array()?
                .iter()
                .filter_map(Value::as_str)
                .collect(),
        )
    }

    /// A whole number of the body.
    pub(super) fn number(&self, name: &str) -> Option<usize> {
        usize::try_from(self.body.get(name)?.as_u64()?).ok()
    }
}

impl Ids {
    /// The next one: splitmix64, twice.
    fn next(&mut self) -> String {
        const ALPHABET: &[u8; 62] =
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        let mut id = String::with_capacity(20);
        for _ in 0..2 {
            let mut bits = self.scramble();
            for _ in 0..10 {
                let letter = usize::try_from(bits % 62).unwrap_or_default();
                id.push(char::from(ALPHABET[letter]));
                bits /= 62;
            }
        }
        id
    }

    fn scramble(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }
}

/// The moment as the API writes it: milliseconds, UTC.
pub(super) fn moment(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// Operations declare 400, 401 and 422 only: what is not there is a 400.
fn no_contact() -> Refusal {
    Refusal::bad_request("Contact not found")
}
