//! One look-up for all word lists: what classes a word or phrase belongs to.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::Slot;
use crate::grammar::values::words::Words;

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $section:literal . $key:literal),+ $(,)?) => {
        /// What words are lists of: one class for each list of `leads.toml`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub(super) enum Class {
            $($(#[$doc])* $name,)+
        }

        impl Class {
            /// The class of a list, by its table and key in `leads.toml`.
            pub(super) fn of(section: &str, key: &str) -> Option<Self> {
                match (section, key) {
                    $(($section, $key) => Some(Self::$name),)+
                    _ => None,
                }
            }
        }
    };
}

classes! {
    Greetings = "intro"."greetings",
    Addressees = "intro"."addressees",
    IntroStrong = "intro"."strong",
    IntroPlain = "intro"."plain",
    IntroWeak = "intro"."weak",
    Here = "intro"."here",
    Org = "intro"."org",
    CompanyIs = "intro"."company",
    LabelName = "labels"."name",
    LabelFirstName = "labels"."first_name",
    LabelLastName = "labels"."last_name",
    LabelEmail = "labels"."email",
    LabelPhone = "labels"."phone",
    LabelCompany = "labels"."company",
    LabelTitle = "labels"."title",
    LabelAddress = "labels"."address",
    LabelCity = "labels"."city",
    LabelState = "labels"."state",
    LabelPostalCode = "labels"."postal_code",
    LabelCountry = "labels"."country",
    LabelWebsite = "labels"."website",
    LabelNote = "labels"."note",
    LabelSource = "labels"."source",
    LabelFax = "labels"."fax",
    /// Labels of the note that need no colon.
    BareNote = "labels"."bare_note",
    Never = "names"."never",
    Also = "names"."also",
    Family = "names"."family",
    After = "names"."after",
    Common = "names"."common",
    Form = "company"."suffixes",
    /// Words of companies that are written with a point after them.
    Pointed = "company"."pointed",
    Business = "company"."business",
    TitleHead = "titles"."heads",
    TitlePart = "titles"."parts",
    Street = "address"."streets",
    Unit = "address"."units",
    Compass = "address"."compass",
    PostBox = "address"."box",
    State = "places"."state_names",
    StateCode = "places"."state_codes",
    City = "places"."cities",
    Country = "places"."countries",
    FreeMail = "email"."free_mail",
    Role = "email"."roles",
    EmailCue = "email"."cues",
    PhoneCue = "phone"."cues",
    PhoneRequest = "phone"."requests",
    And = "small"."and",
    Article = "small"."articles",
    Is = "small"."is",
    From = "small"."from",
    Opener = "small"."openers",
    SpokenOf = "small"."spoken_of",
    Joins = "small"."joins",
    Links = "small"."links",
    Inside = "small"."inside",
    Thing = "small"."things",
    TextVerb = "small"."text_verbs",
    To = "small"."to",
    StrongRequest = "request"."strong",
    Request = "request"."words",
    Signoff = "signoff"."words",
    Tail = "signoff"."tails",
    Filler = "signoff"."filler",
    Spam = "guard"."spam",
    SpamHint = "guard"."spam_hints",
    Away = "guard"."away",
    Tapback = "guard"."tapbacks",
    Chatter = "guard"."chatter",
    /// Dictated addresses and numbers are made of these.
    SaysAt = "spoken"."at",
    SaysDigits = "spoken"."digits",
}

/// The labels by the slot they name; where one names several, the first holds.
const LABELS: [(Class, Slot); 16] = [
    (Class::LabelName, Slot::Name),
    (Class::LabelFirstName, Slot::FirstName),
    (Class::LabelLastName, Slot::LastName),
    (Class::LabelEmail, Slot::Email),
    (Class::LabelPhone, Slot::Phone),
    (Class::LabelCompany, Slot::Company),
    (Class::LabelTitle, Slot::Title),
    (Class::LabelAddress, Slot::Address),
    (Class::LabelCity, Slot::City),
    (Class::LabelState, Slot::State),
    (Class::LabelPostalCode, Slot::PostalCode),
    (Class::LabelCountry, Slot::Country),
    (Class::LabelWebsite, Slot::Website),
    (Class::LabelNote, Slot::Note),
    (Class::LabelSource, Slot::Source),
    (Class::LabelFax, Slot::Fax),
];

/// A set of classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Classes(u128);

/// A word: what it is, and what phrases begin with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) classes: Classes,
    /// Classes of the phrases of several words that begin with it.
    begins: Classes,
    /// How many words the longest of them has.
    longest: u8,
}

/// All words and phrases. Compared folded; marks between the words of a phrase do not count.
#[derive(Clone, Debug, Default)]
pub(super) struct Lexicon {
    /// By the bytes of the folded words, one space apart.
    all: FxHashMap<Box<[u8]>, Entry>,
    /// Labels of one word, long enough to be known again when misspelt.
    labels: Vec<(String, Slot)>,
}

impl Classes {
    pub(super) const fn of(class: Class) -> Self {
        Self(1_u128.wrapping_shl(class as u32))
    }

    pub(super) const fn or(self, class: Class) -> Self {
        Self(self.0 | Self::of(class).0)
    }

    pub(super) fn meet(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// All labels.
    pub(super) fn labels() -> Self {
        LABELS
            .iter()
            .fold(Self::default(), |all, (class, _)| all.or(*class))
    }

    /// The slot that a label names.
    pub(super) fn slot(self) -> Option<Slot> {
        LABELS
            .iter()
            .find(|(class, _)| self.meet(Self::of(*class)))
            .map(|(_, slot)| *slot)
    }
}

impl Entry {
    /// Whether a word or phrase of any of `wanted` may begin with this word.
    pub(super) fn may_begin(self, wanted: Classes) -> bool {
        self.classes.meet(wanted) || self.begins.meet(wanted)
    }
}

impl Lexicon {
    /// Adds a word or phrase to a class.
    pub(super) fn add(&mut self, class: Class, phrase: &str) {
        let words = Words::of(phrase);
        let parts = words.folds();
        let Some(first) = parts.first() else {
            return;
        };
        if let ([label], Some(slot)) = (parts.as_slice(), Classes::of(class).slot())
            && label.len() >= 4
        {
            self.labels.push(((*label).to_owned(), slot));
        }
        let length = u8::try_from(parts.len()).unwrap_or(u8::MAX);
        if length > 1 {
            let begins = self.all.entry(first.as_bytes().into()).or_default();
            begins.longest = begins.longest.max(length);
            begins.begins = begins.begins.or(class);
        }
        let entry = self
            .all
            .entry(parts.join(" ").into_bytes().into())
            .or_default();
        entry.classes = entry.classes.or(class);
    }

    /// What a folded word is.
    pub(super) fn word(&self, fold: &str) -> Entry {
        self.all.get(fold.as_bytes()).copied().unwrap_or_default()
    }

    /// The longest phrase of any of `wanted` that begins with a word: its classes, and how many words it has. `next` gives the
    /// folded words after the first.
    pub(super) fn phrase<'w>(
        &self,
        wanted: Classes,
        first: &str,
        entry: &Entry,
        next: impl Fn(usize) -> Option<&'w str>,
    ) -> Option<(Classes, usize)> {
        let alone = entry.classes.meet(wanted);
        let mut best = alone.then_some((entry.classes, 1));
        if !entry.begins.meet(wanted) {
            return best;
        }
        // Rarely longer, so that most phrases are put together without an allocation.
        let mut phrase = SmallVec::<[u8; 64]>::from_slice(first.as_bytes());
        for length in 2..=usize::from(entry.longest) {
            let Some(word) = next(length.saturating_sub(1)) else {
                break;
            };
            phrase.push(b' ');
            phrase.extend_from_slice(word.as_bytes());
            let classes = self.all.get(phrase.as_slice()).map(|entry| entry.classes);
            if let Some(classes) = classes.filter(|classes| classes.meet(wanted)) {
                best = Some((classes, length));
            }
        }
        best
    }

    /// Labels of one word of four letters or more, and the slots they name.
    pub(super) fn long_labels(&self) -> impl Iterator<Item = (&str, Slot)> {
        self.labels
            .iter()
            .map(|(label, slot)| (label.as_str(), *slot))
    }
}
