//! How sure each detail is, which of several holds, and whether a contact may be made of them.

use super::draft::Draft;
use super::guard::{self, Guard};
use super::lexicon::Class;
use super::{Confidence, Field, Found, Slot, note};
use crate::domain::Details;
use crate::grammar::values::email::EmailFound;
use crate::grammar::values::name;
use crate::grammar::values::words::folded;

/// Weighs the details against each other. `None` where no name, address, number or company is among them.
pub(super) fn settle(mut draft: Draft<'_>) -> Option<Found> {
    let person = [
        Slot::Name,
        Slot::FirstName,
        Slot::LastName,
        Slot::Email,
        Slot::Phone,
        Slot::Company,
    ];
    draft.fields.sort_by_key(|field| field.span);
    let said = |field: &&Field| person.contains(&field.slot) && field.confidence > Confidence::Low;
    if !draft.fields.iter().any(|field| said(&field)) && draft.field(Slot::Email).is_none() {
        return None;
    }
    let mut note = note::rest(&draft);
    let guard = guard::of(&draft);
    let seen = Seen::of(&draft, note.as_deref(), guard);
    for field in &mut draft.fields {
        field.confidence = seen.weigh(field);
    }
    if draft.give_back_doubtful() {
        note = note::rest(&draft);
    }
    let fields = std::mem::take(&mut draft.fields);
    let conflict = conflict(&fields);
    let high = |slots: &[Slot]| {
        fields
            .iter()
            .any(|field| slots.contains(&field.slot) && field.confidence == Confidence::High)
    };
    let enough = high(&[Slot::Name, Slot::FirstName, Slot::Email]);
    let talk =
        guard == Some(Guard::Chatter) && !(seen.email && (seen.corroborated || seen.company));
    Some(Found {
        details: details(&fields, draft.shouting),
        note,
        register: enough && !conflict && !guard.is_some_and(Guard::is_automatic) && !talk,
        fields,
    })
}

/// More addresses than this are no one person's.
const MOST_EMAILS: usize = 8;

/// Whether the words of a stretch stand in the local part of an e-mail address of the text.
pub(super) fn in_email(draft: &Draft<'_>, from: usize, to: usize) -> bool {
    let words: Vec<&str> = (from..to).filter_map(|at| draft.letters(at)).collect();
    draft
        .emails
        .iter()
        .take(MOST_EMAILS)
        .any(|email| names(email, &words))
}

/// Whether a local part is made of a name: a word of it of three letters or more, or its initials with a word.
fn names(email: &EmailFound, words: &[&str]) -> bool {
    let local: String = folded(email.local())
        .chars()
        .filter(char::is_ascii_alphabetic)
        .collect();
    let plain = |word: &&str| -> String { word.chars().filter(|c| c.is_alphabetic()).collect() };
    let words: Vec<String> = words.iter().map(plain).collect();
    let whole = |word: &String| word.chars().count() >= 3 && local.contains(word.as_str());
    let initials: String = words
        .iter()
        .filter_map(|word| word.chars().next())
        .collect();
    let short = words.len() >= 2
        && local.len() >= 2
        && (local == initials || local.starts_with(&initials) && local.len() <= 3);
    words.iter().any(whole) || short
}

/// What the whole message says about its details.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one thing seen or not"
)]
struct Seen {
    email: bool,
    phone: bool,
    company: bool,
    address: bool,
    request: bool,
    /// It asks for something only customers ask for.
    strong: bool,
    labels: bool,
    corroborated: bool,
    /// Nothing is left for a note.
    complete: bool,
    talk: bool,
    role: bool,
}

impl Seen {
    fn of(draft: &Draft<'_>, note: Option<&str>, guard: Option<Guard>) -> Self {
        let rest = note.map(folded).unwrap_or_default();
        let asks = |class: Class| {
            rest.split(|c: char| !c.is_alphanumeric())
                .any(|word| draft.is_a(word, class))
        };
        let words: Vec<String> = draft
            .fields
            .iter()
            .filter(|field| matches!(field.slot, Slot::Name | Slot::FirstName | Slot::LastName))
            .flat_map(|field| {
                folded(&field.value)
                    .split(' ')
                    .map(|word| word.trim_matches(['.', ',']).to_owned())
                    .collect::<Vec<_>>()
            })
            .collect();
        let words: Vec<&str> = words
            .iter()
            .map(String::as_str)
            .filter(|word| !name::is_honorific(word))
            .collect();
        let codes = |code: &str| {
            draft
                .fields
                .iter()
                .filter(|field| field.code.ends_with(code))
                .count()
        };
        Self {
            email: draft.field(Slot::Email).is_some(),
            phone: draft.field(Slot::Phone).is_some(),
            company: draft
                .field(Slot::Company)
                .is_some_and(|field| field.confidence == Confidence::High),
            address: draft.field(Slot::Address).is_some(),
            request: asks(Class::Request),
            strong: asks(Class::StrongRequest),
            labels: codes("LABEL") >= 2,
            corroborated: !words.is_empty()
                && draft.emails.iter().any(|email| names(email, &words)),
            complete: note.is_none(),
            talk: guard.is_some(),
            role: draft
                .emails
                .iter()
                .all(|email| draft.is_a(&email.local().to_lowercase(), Class::Role)),
        }
    }

    fn weigh(&self, field: &Field) -> Confidence {
        match field.slot {
            Slot::Name | Slot::FirstName | Slot::LastName => self.name(field),
            Slot::Email => self.address(field),
            Slot::Phone if field.code == "PHONE_LABEL" || field.code == "PHONE_CUE" => {
                Confidence::High
            }
            _ => field.confidence,
        }
    }

    fn name(&self, field: &Field) -> Confidence {
        if field.confidence == Confidence::High || self.corroborated {
            return Confidence::High;
        }
        let full = field.value.split(' ').nth(1).is_some();
        let reach = self.email || self.phone;
        let enough = match field.code {
            "NAME_FIRST" if full && field.confidence > Confidence::Low => reach,
            "NAME_LIST" if full && field.confidence > Confidence::Low => {
                self.email
                    || self.phone && (self.company || self.request || self.complete || self.address)
            }
            "NAME_FIRST" | "NAME_LIST" => self.company && reach,
            "NAME_SIGNED" if full => reach || self.company || self.request,
            "NAME_INTRO" | "NAME_HERE" | "NAME_ORG" if full => {
                reach || self.company || self.request
            }
            _ if field.confidence == Confidence::Medium => {
                self.company || self.labels || reach && self.request || self.strong && !self.talk
            }
            _ => self.company && (reach || self.request),
        };
        if enough {
            Confidence::High
        } else {
            field.confidence
        }
    }

    fn address(&self, field: &Field) -> Confidence {
        let told = matches!(field.code, "EMAIL_LABEL" | "EMAIL_CUE");
        let alone = self.complete && field.code != "EMAIL_DICTATED";
        let sure = alone
            || self.corroborated
            || self.company
            || self.request
            || told && !self.talk && (self.labels || self.phone || field.code == "EMAIL_LABEL");
        if sure && !self.role {
            Confidence::High
        } else {
            Confidence::Medium
        }
    }
}

/// Several people: names that have no word in common, each said to be the sender's, or more addresses than one person gives.
fn conflict(fields: &[Field]) -> bool {
    let mut addresses: Vec<&str> = fields
        .iter()
        .filter(|field| field.slot == Slot::Email)
        .map(|field| field.value.as_str())
        .collect();
    addresses.sort_unstable();
    addresses.dedup();
    if addresses.len() > 2 {
        return true;
    }
    let said: Vec<Vec<String>> = fields
        .iter()
        .filter(|field| field.slot == Slot::Name && field.confidence > Confidence::Low)
        .map(|field| folded(&field.value).split(' ').map(str::to_owned).collect())
        .collect();
    said.iter().enumerate().any(|(k, name)| {
        said.iter()
            .skip(k.saturating_add(1))
            .any(|other| !name.iter().any(|word| other.contains(word)))
    })
}

/// The best of each kind, the first where several are as good.
fn details(fields: &[Field], shouting: bool) -> Details {
    let best = |slot: Slot| {
        fields
            .iter()
            .filter(|field| field.slot == slot)
            .rev()
            .max_by_key(|field| (field.confidence, field.code == "NAME_LABEL"))
            .map(|field| field.value.clone())
    };
    let first = best(Slot::FirstName);
    let said = best(Slot::Name);
    // Beside a first name, "Name: Dubois" is the last one.
    let family = said.clone().filter(|name| {
        first
            .as_ref()
            .is_some_and(|first| !name.contains(first.as_str()))
    });
    let last = best(Slot::LastName).or_else(|| family.clone());
    let whole = said.filter(|_| family.is_none()).or_else(|| {
        let parts: Vec<&str> = [&first, &last]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    });
    let name = whole.as_deref().map(name::split).unwrap_or_default();
    let cased = |value: Option<String>| value.map(|value| company_shown(&value, shouting));
    let extra = [Slot::Extension, Slot::Fax, Slot::Source]
        .into_iter()
        .filter_map(|slot| Some((slot.as_str().to_owned(), best(slot)?)))
        .collect();
    Details {
        first_name: first.or(name.first),
        last_name: last.or(name.last),
        name: whole.is_some().then_some(name.full),
        phone: best(Slot::Phone),
        email: best(Slot::Email).map(address_shown),
        company: cased(best(Slot::Company)),
        title: best(Slot::Title),
        address: best(Slot::Address),
        city: best(Slot::City),
        state: best(Slot::State),
        postal_code: best(Slot::PostalCode),
        country: best(Slot::Country),
        website: best(Slot::Website),
        fields: extra,
    }
}

/// An address all in capitals is one typed with the key locked.
fn address_shown(address: String) -> String {
    if address.chars().any(char::is_lowercase) {
        address
    } else {
        address.to_lowercase()
    }
}

/// A company all in small letters, or in a message all in capitals, in title case; else as typed.
fn company_shown(value: &str, shouting: bool) -> String {
    let small = !value.chars().any(char::is_uppercase);
    if !small && !shouting {
        return value.to_owned();
    }
    let title = |word: &str| {
        let lower = word.to_lowercase();
        if matches!(lower.as_str(), "of" | "and" | "the" | "de" | "for") {
            return lower;
        }
        if matches!(
            lower.trim_end_matches('.'),
            "llc"
                | "llp"
                | "lp"
                | "pllc"
                | "plc"
                | "sa"
                | "ag"
                | "bv"
                | "nv"
                | "pc"
                | "pa"
                | "hvac"
                | "usa"
                | "it"
        ) {
            return word.to_uppercase();
        }
        let mut chars = lower.chars();
        chars
            .next()
            .map(|c| c.to_uppercase().chain(chars).collect())
            .unwrap_or_default()
    };
    value.split(' ').map(title).collect::<Vec<_>>().join(" ")
}
