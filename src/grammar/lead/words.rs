//! The words leads are recognised by, compiled from `grammar/<language>/leads.toml`.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use super::Slot;
use crate::grammar::values::phrases::Phrases;
use crate::grammar::values::spoken::{Spoken, SpokenTable};
use crate::grammar::values::words::folded;

/// The tables of all languages, ready for lookup.
#[derive(Clone, Debug, Default)]
pub struct LeadWords {
    pub(super) greetings: Phrases<()>,
    pub(super) addressees: Phrases<()>,
    pub(super) intros: Phrases<Intro>,
    pub(super) here: Phrases<()>,
    pub(super) org: Phrases<()>,
    pub(super) company_is: Phrases<()>,
    pub(super) labels: Phrases<Slot>,
    pub(super) never: FxHashSet<String>,
    pub(super) after: FxHashSet<String>,
    pub(super) common: FxHashSet<String>,
    /// Legal forms as they are written.
    pub(super) suffixes: FxHashMap<String, String>,
    pub(super) business: FxHashSet<String>,
    pub(super) title_heads: Phrases<()>,
    pub(super) title_parts: FxHashSet<String>,
    pub(super) streets: FxHashSet<String>,
    pub(super) units: FxHashSet<String>,
    pub(super) compass: FxHashSet<String>,
    pub(super) boxes: Phrases<()>,
    /// The name or the short form of a state.
    pub(super) states: Phrases<()>,
    pub(super) state_codes: FxHashSet<String>,
    pub(super) cities: Phrases<()>,
    pub(super) countries: Phrases<()>,
    pub(super) free_mail: FxHashSet<String>,
    pub(super) roles: FxHashSet<String>,
    pub(super) email_cues: Phrases<()>,
    pub(super) phone_cues: Phrases<()>,
    pub(super) phone_requests: Phrases<()>,
    pub(super) request: FxHashSet<String>,
    pub(super) signoffs: Phrases<()>,
    pub(super) filler: Phrases<()>,
    pub(super) spam: Phrases<()>,
    pub(super) spam_hints: Phrases<()>,
    pub(super) away: Phrases<()>,
    pub(super) tapbacks: Phrases<()>,
    pub(super) chatter: FxHashSet<String>,
    /// What dictated numbers and addresses are made of.
    pub spoken: Spoken,
}

/// How much an introduction says by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Intro {
    /// "it's": before everything.
    Weak,
    /// "I'm": before names and much else.
    Plain,
    /// "my name is": before a name.
    Strong,
}

/// A language's table does not say what it should.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("grammar/{lang}/leads.toml: {reason}")]
pub struct BadLeadWords {
    lang: String,
    reason: String,
}

impl LeadWords {
    /// The tables that come with the program.
    ///
    /// # Errors
    /// [`BadLeadWords`] where a table has a key that does not exist or a value of another shape.
    pub fn builtin() -> Result<Self, BadLeadWords> {
        let mut words = Self::default();
        words.add("en", include_str!("../../../grammar/en/leads.toml"))?;
        Ok(words)
    }

    /// Adds the table of a language. What a phrase means already it goes on meaning.
    ///
    /// # Errors
    /// [`BadLeadWords`] where the table has a key that does not exist or a value of another shape.
    pub fn add(&mut self, lang: &str, toml: &str) -> Result<(), BadLeadWords> {
        let table: Table = toml::from_str(toml).map_err(|error| BadLeadWords {
            lang: lang.to_owned(),
            reason: error.to_string(),
        })?;
        self.add_people(&table);
        self.add_labels(&table.labels);
        self.add_companies(&table);
        self.add_reach(&table);
        self.add_guards(&table);
        self.spoken.add(&table.spoken);
        Ok(())
    }

    fn add_people(&mut self, table: &Table) {
        let intro = &table.intro;
        phrases(&mut self.greetings, &intro.greetings);
        phrases(&mut self.addressees, &intro.addressees);
        phrases(&mut self.here, &intro.here);
        phrases(&mut self.org, &intro.org);
        phrases(&mut self.company_is, &intro.company);
        for (list, strength) in [
            (&intro.strong, Intro::Strong),
            (&intro.plain, Intro::Plain),
            (&intro.weak, Intro::Weak),
        ] {
            for phrase in list {
                self.intros.add(phrase, strength);
            }
        }
        words(&mut self.never, &table.names.never);
        words(&mut self.after, &table.names.after);
        words(&mut self.common, &table.names.common);
    }

    fn add_labels(&mut self, labels: &Labels) {
        for (slot, list) in [
            (Slot::Name, &labels.name),
            (Slot::FirstName, &labels.first_name),
            (Slot::LastName, &labels.last_name),
            (Slot::Email, &labels.email),
            (Slot::Phone, &labels.phone),
            (Slot::Company, &labels.company),
            (Slot::Title, &labels.title),
            (Slot::Address, &labels.address),
            (Slot::City, &labels.city),
            (Slot::State, &labels.state),
            (Slot::PostalCode, &labels.postal_code),
            (Slot::Country, &labels.country),
            (Slot::Website, &labels.website),
            (Slot::Note, &labels.note),
            (Slot::Source, &labels.source),
            (Slot::Fax, &labels.fax),
        ] {
            for phrase in list {
                self.labels.add(phrase, slot);
            }
        }
    }

    fn add_companies(&mut self, table: &Table) {
        for suffix in &table.company.suffixes {
            self.suffixes
                .entry(folded(suffix))
                .or_insert_with(|| suffix.clone());
        }
        words(&mut self.business, &table.company.business);
        phrases(&mut self.title_heads, &table.titles.heads);
        self.title_parts
            .extend(table.titles.parts.iter().map(|word| folded(word)));
    }

    fn add_reach(&mut self, table: &Table) {
        let address = &table.address;
        self.streets
            .extend(address.streets.iter().map(|word| folded(word)));
        self.units
            .extend(address.units.iter().map(|word| folded(word)));
        self.compass
            .extend(address.compass.iter().map(|word| folded(word)));
        phrases(&mut self.boxes, &address.r#box);
        for (code, name) in &table.places.states {
            self.states.add(name, ());
            self.state_codes.insert(folded(code));
        }
        phrases(&mut self.cities, &table.places.cities);
        phrases(&mut self.countries, &table.places.countries);
        self.free_mail.extend(table.email.free_mail.iter().cloned());
        self.roles.extend(table.email.roles.iter().cloned());
        phrases(&mut self.email_cues, &table.email.cues);
        phrases(&mut self.phone_cues, &table.phone.cues);
        phrases(&mut self.phone_requests, &table.phone.requests);
    }

    fn add_guards(&mut self, table: &Table) {
        words(&mut self.request, &table.request.words);
        phrases(&mut self.signoffs, &table.signoff.words);
        phrases(&mut self.filler, &table.signoff.filler);
        phrases(&mut self.spam, &table.guard.spam);
        phrases(&mut self.spam_hints, &table.guard.spam_hints);
        phrases(&mut self.away, &table.guard.away);
        phrases(&mut self.tapbacks, &table.guard.tapbacks);
        words(&mut self.chatter, &table.guard.chatter);
    }
}

fn phrases(into: &mut Phrases<()>, list: &[String]) {
    for phrase in list {
        into.add(phrase, ());
    }
}

fn words(into: &mut FxHashSet<String>, list: &str) {
    into.extend(list.split_whitespace().map(folded));
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Table {
    intro: IntroTable,
    labels: Labels,
    names: NameTable,
    company: CompanyTable,
    titles: TitleTable,
    address: AddressTable,
    places: PlaceTable,
    email: EmailTable,
    phone: PhoneTable,
    request: RequestTable,
    signoff: SignoffTable,
    guard: GuardTable,
    spoken: SpokenTable,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct IntroTable {
    greetings: Vec<String>,
    addressees: Vec<String>,
    strong: Vec<String>,
    plain: Vec<String>,
    weak: Vec<String>,
    here: Vec<String>,
    org: Vec<String>,
    company: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Labels {
    name: Vec<String>,
    first_name: Vec<String>,
    last_name: Vec<String>,
    email: Vec<String>,
    phone: Vec<String>,
    company: Vec<String>,
    title: Vec<String>,
    address: Vec<String>,
    city: Vec<String>,
    state: Vec<String>,
    postal_code: Vec<String>,
    country: Vec<String>,
    website: Vec<String>,
    note: Vec<String>,
    source: Vec<String>,
    fax: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct NameTable {
    never: String,
    after: String,
    common: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct CompanyTable {
    suffixes: Vec<String>,
    business: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct TitleTable {
    heads: Vec<String>,
    parts: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct AddressTable {
    streets: Vec<String>,
    units: Vec<String>,
    compass: Vec<String>,
    r#box: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct PlaceTable {
    states: BTreeMap<String, String>,
    cities: Vec<String>,
    countries: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct EmailTable {
    free_mail: Vec<String>,
    roles: Vec<String>,
    cues: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct PhoneTable {
    cues: Vec<String>,
    requests: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct RequestTable {
    words: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct SignoffTable {
    words: Vec<String>,
    filler: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct GuardTable {
    spam: Vec<String>,
    spam_hints: Vec<String>,
    away: Vec<String>,
    tapbacks: Vec<String>,
    chatter: String,
}
