//! What a stretch of words looks like: a person's name, a company, a job title, a place.

mod firm;
mod person;

pub(super) use firm::{company_at, in_domain, is_legal_form, is_pointed};
pub(super) use person::{NameShape, name_at};

use super::draft::Draft;
use super::lexicon::Class;

/// Whether a stretch is a city, a state or a country.
pub(super) fn is_place(draft: &Draft<'_>, from: usize, to: usize) -> bool {
    [Class::City, Class::State, Class::Country]
        .iter()
        .any(|class| {
            draft
                .phrase(*class, from)
                .is_some_and(|end| end >= to || draft.is_mark(end, ','))
        })
}

/// The job title that begins at `i`: words of titles with a head among them, nothing else.
pub(super) fn title_at(draft: &Draft<'_>, i: usize) -> Option<usize> {
    let mut at = i;
    let mut headed = false;
    while at.saturating_sub(i) < 7 {
        if let Some(end) = draft.phrase(Class::TitleHead, at) {
            headed = true;
            at = end;
            continue;
        }
        let part = draft.is_in(at, Class::TitlePart)
            || draft.is_mark(at, '&')
            || headed && draft.is_mark(at, '/');
        let next = at.saturating_add(1);
        let of_company = draft.is_in(at, Class::Links)
            && !draft.is_in(next, Class::TitlePart)
            && draft.phrase(Class::TitleHead, next).is_none();
        if !part || of_company {
            break;
        }
        at = at.saturating_add(1);
    }
    (headed && at > i).then_some(at)
}
