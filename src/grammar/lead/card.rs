//! Cards as phones and codes carry them: vCard (RFC 2426, RFC 6350, and 2.1 as old phones write it), MECARD, BIZCARD.

mod mecard;
mod vcard;

use super::anchors::shown;
use super::draft::tidy;
use super::lexicon::{Class, Classes};
use super::words::LeadWords;
use super::{Confidence, Field, Found, Slot};
use crate::domain::{Details, Region, Span};
use crate::grammar::values::words::{Kind, Words};
use crate::grammar::values::{name, phone};

/// A card's details with where each stands, best first within a kind.
#[derive(Debug, Default)]
struct Card {
    span: Span,
    fields: Vec<Field>,
    note: Vec<String>,
}

/// Reads the cards of a message: the first is the person, the text around it the note. Several cards are nobody's in
/// particular: none of them is registered. `None` where there is no card.
pub(super) fn read(text: &str, words: &LeadWords, region: Region) -> Option<Found> {
    let cards = cards(text, region);
    let first = cards.first()?;
    let [start, end] = first.span;
    let around = [text.get(..start), text.get(end..)];
    let mut note: Vec<String> = around
        .into_iter()
        .flatten()
        .map(|part| without_tail(part, words).to_owned())
        .collect();
    note.splice(1..1, first.note.iter().cloned());
    note.retain(|part| !part.is_empty());
    let has = |slot: Slot| first.fields.iter().any(|field| field.slot == slot);
    Some(Found {
        details: details(first),
        note: (!note.is_empty()).then(|| note.join("\n")),
        fields: first.fields.clone(),
        register: cards.len() == 1 && (has(Slot::Name) || has(Slot::Email)),
    })
}

/// Without "Sent from my iPhone".
fn without_tail<'t>(text: &'t str, words: &LeadWords) -> &'t str {
    let cut = Words::of(text);
    let fold = |i: usize| {
        cut.get(i)
            .map(|word| cut.fold(word))
            .filter(|fold| !fold.is_empty())
    };
    let tail_at = |i: usize| {
        fold(i).is_some_and(|first| {
            let next = |k: usize| fold(i.saturating_add(k));
            let lexicon = &words.lexicon;
            lexicon
                .phrase(Classes::of(Class::Tail), first, &lexicon.word(first), next)
                .is_some()
        })
    };
    let tail = (0..cut.items().len()).find(|i| {
        let begins = i
            .checked_sub(1)
            .is_none_or(|before| cut.get(before).is_some_and(|word| word.kind == Kind::Break));
        begins && tail_at(*i)
    });
    let end = tail
        .and_then(|i| cut.get(i))
        .map_or(text.len(), |word| word.start);
    text.get(..end).unwrap_or_default().trim()
}

fn cards(text: &str, region: Region) -> Vec<Card> {
    let mut cards = Vec::new();
    let mut from = 0;
    while let Some((start, format)) = next(text, from) {
        let card = match format {
            Format::VCard => vcard::read(text, start, region),
            Format::Mecard => mecard::read(text, start, "MECARD:", region),
            Format::Bizcard => mecard::read(text, start, "BIZCARD:", region),
        };
        from = card.span[1].max(start.saturating_add(1));
        cards.push(card);
    }
    cards
}

#[derive(Clone, Copy)]
enum Format {
    VCard,
    Mecard,
    Bizcard,
}

/// The next card that begins at the beginning of the text, a line or a word.
fn next(text: &str, from: usize) -> Option<(usize, Format)> {
    let rest = text.get(from..)?;
    let heads = [
        ("BEGIN:VCARD", Format::VCard),
        ("MECARD:", Format::Mecard),
        ("BIZCARD:", Format::Bizcard),
    ];
    let at = rest.match_indices(':').find_map(|(colon, _)| {
        heads.iter().find_map(|(head, format)| {
            let name = head.find(':')?;
            let start = colon.checked_sub(name)?;
            let written = rest.get(start..start.checked_add(head.len())?)?;
            let begins = rest
                .get(..start)?
                .chars()
                .next_back()
                .is_none_or(|c| !c.is_alphanumeric());
            (written.eq_ignore_ascii_case(head) && begins).then_some((start, *format))
        })
    });
    let (start, format) = at?;
    Some((from.checked_add(start)?, format))
}

impl Card {
    /// Adds a detail that says something.
    fn add(&mut self, slot: Slot, value: &str, span: Span) {
        let value = tidy(value);
        if !value.is_empty() {
            self.fields.push(Field {
                slot,
                value,
                span,
                code: "CARD",
                confidence: Confidence::High,
            });
        }
    }

    /// Adds a phone number, if it is one.
    fn add_phone(&mut self, value: &str, span: Span, region: Region) {
        let digits = value.chars().filter(char::is_ascii_digit).count();
        let found = phone::find(value);
        match found.first() {
            Some(phone) => {
                self.add(Slot::Phone, &shown(phone, region), span);
                self.add(
                    Slot::Extension,
                    phone.ext.as_deref().unwrap_or_default(),
                    span,
                );
            }
            None if digits >= 5 => self.add(Slot::Phone, value, span),
            None => {}
        }
    }
}

fn details(card: &Card) -> Details {
    let first = |slot: Slot| {
        card.fields
            .iter()
            .find(|field| field.slot == slot)
            .map(|field| field.value.clone())
    };
    let full = first(Slot::Name);
    let split = full.as_deref().map(name::split).unwrap_or_default();
    Details {
        first_name: first(Slot::FirstName).or(split.first),
        last_name: first(Slot::LastName).or(split.last),
        name: full,
        phone: first(Slot::Phone),
        email: first(Slot::Email),
        company: first(Slot::Company),
        title: first(Slot::Title),
        address: first(Slot::Address),
        city: first(Slot::City),
        state: first(Slot::State),
        postal_code: first(Slot::PostalCode),
        country: first(Slot::Country),
        website: first(Slot::Website),
        fields: [Slot::Fax, Slot::Extension]
            .into_iter()
            .filter_map(|slot| Some((slot.as_str().to_owned(), first(slot)?)))
            .collect(),
    }
}
