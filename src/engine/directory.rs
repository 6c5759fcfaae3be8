//! The people the CRM knows, in memory: an index that look-ups read without waiting for anything.

use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, PoisonError, RwLock};
use std::time::Duration;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use crate::clock::SharedClock;
use crate::domain::{Candidate, Contact, ContactId, Directory, Match};
use crate::packs::Packs;
use crate::store::{Store, StoreError};

/// Contacts by name, number and address.
#[derive(Debug, Default)]
pub struct Index {
    contacts: HashMap<ContactId, Contact>,
    full: Names,
    first: Names,
    last: Names,
    /// Every key of the three maps: finds names by how they begin.
    forwards: BTreeSet<String>,
    /// The same, last letter first: finds names by how they end.
    backwards: BTreeSet<String>,
    tags: BTreeSet<String>,
}

/// Whom a folded name fits.
type Names = FxHashMap<String, BTreeSet<ContactId>>;

/// The index that follows the store.
pub struct Live {
    index: RwLock<Index>,
    version: AtomicU64,
    checked: AtomicU64,
    store: Arc<dyn Store>,
    clock: SharedClock,
    staleness: Duration,
}

impl Live {
    pub(super) fn new(store: Arc<dyn Store>, clock: SharedClock, staleness: Duration) -> Self {
        Self {
            index: RwLock::new(Index::default()),
            version: AtomicU64::new(0),
            checked: AtomicU64::new(u64::MAX),
            store,
            clock,
            staleness,
        }
    }

    /// Reads the store again where the snapshot is too old and something has changed.
    pub(super) async fn refresh(&self) -> Result<(), StoreError> {
        let now = u64::try_from(self.clock.monotonic().as_millis()).unwrap_or(u64::MAX);
        let checked = self.checked.load(Ordering::Relaxed);
        let fresh = u64::try_from(self.staleness.as_millis()).unwrap_or(u64::MAX);
        if checked != u64::MAX && now.saturating_sub(checked) < fresh {
            return Ok(());
        }
        self.checked.store(now, Ordering::Relaxed);
        if self.store.directory_version().await? == self.version.load(Ordering::Relaxed) {
            return Ok(());
        }
        let (version, contacts) = self.store.directory().await?;
        *self.index.write().unwrap_or_else(PoisonError::into_inner) =
            contacts.into_iter().collect();
        self.version.store(version, Ordering::Relaxed);
        Ok(())
    }

    /// A contact was just seen: the next message may name it.
    pub(super) fn saw(&self, contacts: &[Contact]) {
        if contacts.is_empty() {
            return;
        }
        let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
        for contact in contacts {
            index.put(contact.clone());
        }
    }

    /// Looks something up, without waiting.
    pub fn read<T>(&self, look: impl FnOnce(&Index) -> T) -> T {
        look(&self.index.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Index {
    fn put(&mut self, contact: Contact) {
        self.remove(&contact.id);
        let words = fold(&contact.name);
        let mut words = words.split(' ').filter(|word| !word.is_empty());
        if let Some(first) = words.next() {
            self.enter(first);
            self.first
                .entry(first.to_owned())
                .or_default()
                .insert(contact.id.clone());
            if let Some(last) = words.next_back() {
                self.enter(last);
                self.last
                    .entry(last.to_owned())
                    .or_default()
                    .insert(contact.id.clone());
            }
            let full = fold(&contact.name);
            self.enter(&full);
            self.full
                .entry(full)
                .or_default()
                .insert(contact.id.clone());
        }
        self.tags
            .extend(contact.tags.iter().map(|tag| tag.to_lowercase()));
        self.contacts.insert(contact.id.clone(), contact);
    }

    fn enter(&mut self, name: &str) {
        self.forwards.insert(name.to_owned());
        self.backwards.insert(backwards(name));
    }

    fn remove(&mut self, id: &ContactId) {
        let Some(old) = self.contacts.remove(id) else {
            return;
        };
        let name = fold(&old.name);
        let last = name.rsplit(' ').next().unwrap_or_default();
        let first = name.split(' ').next().unwrap_or_default();
        for (map, key) in [
            (&mut self.full, name.as_str()),
            (&mut self.first, first),
            (&mut self.last, last),
        ] {
            if let Some(ids) = map.get_mut(key) {
                ids.remove(id);
            }
        }
    }

    fn candidates(&self, ids: impl IntoIterator<Item = ContactId>, by: Match) -> Vec<Candidate> {
        let named = |id: ContactId| {
            self.contacts.get(&id).map(|found| Candidate {
                name: found.name.clone(),
                id,
                by,
            })
        };
        let mut found: Vec<Candidate> = ids.into_iter().filter_map(named).collect();
        found.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
        found.dedup();
        found
    }

    fn near(&self, name: &str) -> Vec<Candidate> {
        let letters = name.chars().count();
        if letters < 4 {
            return Vec::new();
        }
        // One slip, even two letters swapped, leaves the beginning or the end of a name as it is.
        let half = (letters - 1) / 2;
        let maps = [&self.full, &self.first, &self.last];
        let alike = |known: &str| {
            known.chars().count().abs_diff(letters) <= 1 && strsim::osa_distance(known, name) == 1
        };
        let beginning: String = name.chars().take(half).collect();
        let alike_behind = self
            .forwards
            .range(beginning.clone()..)
            .take_while(|known| known.starts_with(&beginning))
            .filter(|known| alike(known))
            .cloned();
        let end: String = name.chars().rev().take(half).collect();
        let alike_before = self
            .backwards
            .range(end.clone()..)
            .take_while(|known| known.starts_with(&end))
            .filter(|known| known.len().abs_diff(name.len()) <= 4)
            .map(|known| backwards(known))
            .filter(|known| alike(known));
        let close: BTreeSet<String> = alike_behind.chain(alike_before).collect();
        let ids = close
            .iter()
            .flat_map(|known| maps.iter().filter_map(move |map| map.get(known)))
            .flatten()
            .cloned();
        self.candidates(ids, Match::Near)
    }
}

impl FromIterator<Contact> for Index {
    fn from_iter<I: IntoIterator<Item = Contact>>(contacts: I) -> Self {
        let mut index = Self::default();
        for contact in contacts {
            index.put(contact);
        }
        index
    }
}

impl Directory for Index {
    fn by_name(&self, name: &str) -> Vec<Candidate> {
        let name = fold(name);
        let nickname = || {
            let (first, rest) = name.split_once(' ').unwrap_or((&name, ""));
            let names = if rest.is_empty() {
                &self.first
            } else {
                &self.full
            };
            let formal = nicknames(first).iter().filter_map(|formal| {
                let formal = if rest.is_empty() {
                    formal.clone()
                } else {
                    format!("{formal} {rest}")
                };
                names.get(&formal)
            });
            let formal: Vec<ContactId> = formal.flatten().cloned().collect();
            self.candidates(formal, Match::Nickname)
        };
        let exact =
            |map: &Names, by| self.candidates(map.get(&name).into_iter().flatten().cloned(), by);
        [
            exact(&self.full, Match::FullName),
            exact(&self.first, Match::FirstName),
            nickname(),
            exact(&self.last, Match::LastName),
        ]
        .into_iter()
        .find(|found| !found.is_empty())
        .unwrap_or_else(|| self.near(&name))
    }

    fn fits(&self, name: &str, near: bool) -> Option<Match> {
        let name = fold(name);
        let known = |map: &Names, key: &str| map.get(key).is_some_and(|ids| !ids.is_empty());
        if known(&self.full, &name) {
            return Some(Match::FullName);
        }
        // A first or last name is one word, and so is the name a nickname stands for.
        let one_word = !name.contains(' ');
        if one_word && known(&self.first, &name) {
            return Some(Match::FirstName);
        }
        let (first, rest) = name.split_once(' ').unwrap_or((&name, ""));
        let formal = nicknames(first).iter().any(|formal| {
            if rest.is_empty() {
                known(&self.first, formal)
            } else {
                known(&self.full, &format!("{formal} {rest}"))
            }
        });
        if formal {
            return Some(Match::Nickname);
        }
        if one_word && known(&self.last, &name) {
            return Some(Match::LastName);
        }
        (near && !self.near(&name).is_empty()).then_some(Match::Near)
    }

    fn contact(&self, id: &ContactId) -> Option<Contact> {
        self.contacts.get(id).cloned()
    }

    fn by_digits(&self, digits: &str) -> Vec<ContactId> {
        let digits: String = digits.chars().filter(char::is_ascii_digit).collect();
        if digits.len() < 7 {
            return Vec::new();
        }
        let ends = |contact: &&Contact| {
            contact
                .phone
                .as_ref()
                .is_some_and(|phone| phone.as_str().ends_with(&digits))
        };
        let mut found: Vec<ContactId> = self
            .contacts
            .values()
            .filter(ends)
            .map(|contact| contact.id.clone())
            .collect();
        found.sort();
        found
    }

    fn by_email(&self, email: &str) -> Vec<ContactId> {
        let same = |contact: &&Contact| {
            contact
                .email
                .as_deref()
                .is_some_and(|known| known.eq_ignore_ascii_case(email))
        };
        let mut found: Vec<ContactId> = self
            .contacts
            .values()
            .filter(same)
            .map(|contact| contact.id.clone())
            .collect();
        found.sort();
        found
    }

    fn is_tag(&self, tag: &str) -> bool {
        self.tags.contains(&tag.to_lowercase())
    }
}

// Lower case, accents off, single spaces.
fn fold(name: &str) -> String {
    // Nearly every name is plain and only has to be lowered.
    let mut before = b' ';
    let plain = name.bytes().all(|byte| {
        let single = byte.is_ascii_graphic() || (byte == b' ' && before != b' ');
        before = byte;
        single
    });
    if plain && before != b' ' {
        return name.to_ascii_lowercase();
    }
    let plain: String = name
        .nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .collect();
    plain
        .to_lowercase()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn backwards(name: &str) -> String {
    name.chars().rev().collect()
}

// The formal names a short one stands for, from every pack's `nicknames.txt`: formal name, then its short forms.
fn nicknames(short: &str) -> &'static [String] {
    static FORMAL: LazyLock<HashMap<String, Vec<String>>> = LazyLock::new(|| {
        let mut formal: HashMap<String, Vec<String>> = HashMap::new();
        for (_, file) in Packs::builtin().with("nicknames.txt") {
            for (name, shorts) in file.lines().filter_map(|line| line.split_once(':')) {
                for short in shorts.split_whitespace() {
                    let names = formal.entry(short.to_owned()).or_default();
                    names.push(name.to_owned());
                }
            }
        }
        formal
    });
    FORMAL.get(short).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index() -> Index {
        let contact = |id: &str, name: &str, phone: &str| Contact {
            id: id.into(),
            handle: None,
            name: name.to_owned(),
            phone: phone.parse().ok(),
            email: None,
            company: None,
            tags: vec!["vip".to_owned()],
        };
        [
            contact("1", "Jon Bell", "+14155550101"),
            contact("2", "Jon Reyes", "+14155550102"),
            contact("3", "Róbert Núñez", "+14155550103"),
            contact("4", "Robert Ray", "+14155550104"),
        ]
        .into_iter()
        .collect()
    }

    fn names(index: &Index, name: &str) -> Vec<String> {
        index
            .by_name(name)
            .into_iter()
            .map(|found| found.name)
            .collect()
    }

    #[test]
    fn the_best_kind_of_match_wins() {
        let index = index();
        assert_eq!(names(&index, "JON"), ["Jon Bell", "Jon Reyes"]);
        assert_eq!(names(&index, "jon bell"), ["Jon Bell"]);
        assert_eq!(names(&index, "nunez"), ["Róbert Núñez"]);
        assert_eq!(names(&index, "bob ray"), ["Robert Ray"]);
        assert_eq!(
            index.by_name("reyas").first().map(|found| found.by),
            Some(Match::Near)
        );
        assert!(names(&index, "jane").is_empty());
    }

    #[test]
    fn the_short_answer_is_that_of_the_long_one() {
        let index = index();
        for name in [
            "JON",
            "jon  bell",
            "Jon Bell",
            "nunez",
            "NÚÑEZ",
            "bob ray",
            "bob",
            "rob nunez",
            "reyas",
            "jane",
            "bell",
            "jon\tbell",
            "",
            " ",
            "róbert",
        ] {
            let by = index.by_name(name).first().map(|found| found.by);
            assert_eq!(index.fits(name, true), by, "{name:?}");
            let sure = by.filter(|by| *by != Match::Near);
            assert_eq!(index.fits(name, false), sure, "{name:?}");
        }
    }

    #[test]
    fn one_slip_anywhere_in_a_name_is_forgiven() {
        let index = index();
        let name: Vec<char> = "jon reyes".chars().collect();
        let text = |letters: &[char]| letters.iter().collect::<String>();
        for at in 0..name.len() {
            let (before, after) = (text(&name[..at]), text(&name[at + 1..]));
            let mut slips = vec![
                format!("{before}{after}"),
                format!("{before}q{after}"),
                format!("{before}q{}{after}", name[at]),
            ];
            if let Some((next, after)) = name[at + 1..].split_first() {
                slips.push(format!("{before}{next}{}{}", name[at], text(after)));
            }
            // A space moved to the edge is no slip, and one gained or lost there is trimmed.
            for slip in slips.iter().filter(|slip| fold(slip) == **slip) {
                assert_eq!(names(&index, slip), ["Jon Reyes"], "{slip}");
            }
        }
        assert!(names(&index, "jno reyse").is_empty());
    }

    #[test]
    fn a_renamed_contact_is_not_found_under_its_old_name() {
        let mut index = index();
        let renamed = Contact {
            name: "Jon Bellamy".to_owned(),
            ..index.contact(&"1".into()).unwrap()
        };
        index.put(renamed);
        assert_eq!(names(&index, "jon bellamy"), ["Jon Bellamy"]);
        assert!(
            index
                .by_name("jon bell")
                .iter()
                .all(|found| found.by != Match::FullName)
        );
    }

    #[test]
    fn seven_digits_find_a_number() {
        assert_eq!(index().by_digits("555-0102"), [ContactId::from("2")]);
        assert!(index().by_digits("0102").is_empty());
    }
}
