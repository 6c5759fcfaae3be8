//! Companies that stand apart from the name: "dana@whitfieldroofing.example from Whitfield Roofing".

use super::draft::{Draft, What};
use super::lexicon::Class;
use super::shape;
use super::{Confidence, Slot};

/// Takes a company after `from`, `at`, `with`, where the text says that it is one and nothing else named it.
pub(super) fn read(draft: &mut Draft<'_>) {
    if draft.field(Slot::Company).is_some() {
        return;
    }
    for i in 0..draft.len() {
        let Some(at) = draft.phrase(Class::Org, i) else {
            continue;
        };
        let after_detail = i
            .checked_sub(1)
            .and_then(|before| draft.items.get(before))
            .is_some_and(|item| item.used);
        let at = at.saturating_add(usize::from(draft.is_mark(at, '/')));
        let said = draft.is_in(i, Class::From) || at.saturating_sub(i) > 1;
        let Some(company) = shape::company_at(draft, at) else {
            continue;
        };
        let known = shape::in_domain(draft, at, company.end);
        let sure = company.sure && draft.capital(at) && (said || after_detail);
        let said = said || draft.clause_ends(company.end);
        let close = after_detail && said && (draft.capital(at) || company.sure);
        if (known || sure || close) && draft.field(Slot::Name).is_some() {
            draft.use_up(i, at);
            let confidence = if company.sure {
                Confidence::High
            } else {
                Confidence::Medium
            };
            draft.take(Slot::Company, at, company.end, "COMPANY_ORG", confidence);
            return;
        }
    }
    in_domain(draft);
}

/// Words anywhere that spell the domain of the e-mail address, where they stand with capitals.
fn in_domain(draft: &mut Draft<'_>) {
    for i in 0..draft.len() {
        if !matches!(draft.what(i), Some(What::Word(_))) || !draft.capital(i) {
            continue;
        }
        let Some(company) = shape::company_at(draft, i) else {
            continue;
        };
        let long = company.end.saturating_sub(i) > 1;
        if long && shape::in_domain(draft, i, company.end) {
            draft.take(
                Slot::Company,
                i,
                company.end,
                "COMPANY_DOMAIN",
                Confidence::High,
            );
            return;
        }
    }
}
