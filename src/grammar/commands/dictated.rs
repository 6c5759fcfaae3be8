//! Phone numbers and addresses said in words, among the details of a contact.

use crate::domain::Details;
use crate::grammar::lexer::{Kind, Tok};
use crate::grammar::lexicon::sense::{Field, Sense};
use crate::grammar::tokens::Tokens;
use crate::grammar::values::words::Words;
use crate::grammar::values::{email, phone};

/// The shortest number said in words has more tokens than this.
const FEW: usize = 4;

/// What was said in words, and where in the original text.
#[derive(Default)]
pub(super) struct Said {
    found: Vec<(usize, usize, Value)>,
    /// Whether an e-mail address was said.
    pub(super) email: bool,
}

enum Value {
    Phone(String),
    Email(String),
}

impl Said {
    /// What is said in words among the details; nothing where they are written.
    pub(super) fn of(i: &Tokens<'_>) -> Self {
        let written = |tok: &Tok| matches!(tok.kind, Kind::Phone | Kind::Email);
        if i.len() < FEW || i.toks.iter().all(written) {
            return Self::default();
        }
        let scope = i.scope;
        let spoken = &scope.lexicon.leads().spoken;
        let dictated = |tok: &Tok| tok.is_mark(b'@') || spoken.begins(i.folded(tok));
        if !i.toks.iter().any(dictated) {
            return Self::default();
        }
        let (from, to) = i.extent();
        let [start, _] = scope.folded.span(from as usize, to as usize);
        let words = Words::of(i.original());
        let mut said = Self::default();
        let place = |span: [usize; 2]| {
            let [from, to] = span;
            (start.saturating_add(from), start.saturating_add(to))
        };
        for found in email::dictated(&words, spoken, &|_| false) {
            let (from, to) = place(found.span);
            let [start, end] = found.span;
            let words = i.original().get(start..end).unwrap_or_default();
            if !words.contains(' ') {
                continue;
            }
            said.email = true;
            let address = found.address.to_lowercase();
            said.found.push((from, to, Value::Email(address)));
        }
        for found in phone::dictated(&words, spoken) {
            let (from, to) = place(found.span);
            if let Some(phone) = found.phone(scope.sender.region) {
                said.found.push((from, to, Value::Phone(phone.to_string())));
            }
        }
        said
    }

    /// Takes what was said at the front, a label before it included.
    pub(super) fn fill<'a>(&self, i: Tokens<'a>, details: &mut Details) -> Option<Tokens<'a>> {
        if self.found.is_empty() {
            return None;
        }
        let label = i.sense(|sense| {
            matches!(sense, Sense::Field(Field::Phone | Field::Email)).then_some(())
        });
        let words = label.map_or(i, |(count, ..)| i.skip(count));
        let words = match words.first() {
            Some(sign) if label.is_some() && sign.is_mark(b':') => words.skip(1),
            _ => words,
        };
        let [at, _] = span(&words, 0)?;
        let (_, to, value) = self.found.iter().find(|(from, ..)| *from == at)?;
        let (slot, value) = match value {
            Value::Phone(phone) => (&mut details.phone, phone),
            Value::Email(email) => (&mut details.email, email),
        };
        if slot.is_some() {
            return None;
        }
        *slot = Some(value.clone());
        let inside = (0..words.len())
            .take_while(|at| span(&words, *at).is_some_and(|[from, _]| from < *to))
            .count();
        Some(words.skip(inside))
    }

    /// The tokens before the next thing that was said.
    pub(super) fn before<'a>(&self, i: Tokens<'a>) -> Tokens<'a> {
        if self.found.is_empty() {
            return i;
        }
        let end = (1..i.len()).find(|at| {
            let from = span(&i, *at).map(|[from, _]| from);
            self.found.iter().any(|(start, ..)| Some(*start) == from)
        });
        end.map_or(i, |end| i.upto(end))
    }
}

/// Where a token stands in the original text.
fn span(i: &Tokens<'_>, at: usize) -> Option<[usize; 2]> {
    let tok = i.get(at)?;
    Some(i.scope.folded.span(tok.start as usize, tok.end as usize))
}
