//! What looks like a company.

use super::is_place;
use crate::grammar::lead::draft::{Draft, What};
use crate::grammar::lead::lexicon::Class;
use crate::grammar::values::name;

/// A company in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::grammar::lead) struct CompanyShape {
    /// The item after it.
    pub(in crate::grammar::lead) end: usize,
    /// Whether a legal form, a trade or the e-mail's domain shows that it is one.
    pub(in crate::grammar::lead) sure: bool,
}

/// A company has no more items than this.
const MOST: usize = 12;

/// The company that begins at `i`.
///
/// ```text
/// company = word { word | number | trade | inside word | "&" word } [ [","] form ["."] ] ;
/// ```
/// In capitals as long as capitals go on; in small letters up to the last trade or legal form near by.
pub(in crate::grammar::lead) fn company_at(draft: &Draft<'_>, i: usize) -> Option<CompanyShape> {
    let start = after_particles(draft, i);
    let capital = draft.capital(start) || draft.what(i) == Some(What::Number) && !draft.shouting;
    let end = match draft.what(i)? {
        What::Number | What::Word(_) if capital => with_capitals(draft, start),
        What::Number | What::Word(_) => in_small_letters(draft, i)?,
        _ => return None,
    };
    let end = with_form(draft, end);
    let said = |list| draft.is_in(i, list);
    let everyday = !draft.capital(i) && (said(Class::Common) || said(Class::After));
    let alone = end.saturating_sub(i) == 1;
    if alone && (everyday || said(Class::Never) || draft.what(i) == Some(What::Number)) {
        return None;
    }
    let sure = is_sure(draft, i, end);
    (sure || !is_place(draft, i, end)).then_some(CompanyShape { end, sure })
}

/// "van der Berg Realty" begins with small letters.
fn after_particles(draft: &Draft<'_>, i: usize) -> usize {
    let small =
        |at: &usize| !draft.capital(*at) && draft.letters(*at).is_some_and(name::is_particle);
    (i..i.saturating_add(3)).find(|at| !small(at)).unwrap_or(i)
}

/// Words with a capital, small words between them, trades after them.
fn with_capitals(draft: &Draft<'_>, i: usize) -> usize {
    let mut end = i.saturating_add(1);
    while end.saturating_sub(i) < MOST {
        let goes_on = match draft.what(end) {
            Some(What::Number) => true,
            Some(What::Word(_)) => {
                own_capital(draft, end) || !draft.capital(end) && trade(draft, end)
            }
            _ => false,
        };
        if goes_on {
            end = end.saturating_add(1);
            continue;
        }
        let Some(after) = bridge(draft, end) else {
            break;
        };
        end = after.saturating_add(1);
    }
    end
}

fn own_capital(draft: &Draft<'_>, i: usize) -> bool {
    draft.capital(i) && (!draft.is_in(i, Class::Never) || trade(draft, i))
}

/// What may stand between the words of a company at `i`: the word after it.
fn bridge(draft: &Draft<'_>, i: usize) -> Option<usize> {
    let next = i.saturating_add(1);
    let tight = |at: usize| draft.items.get(at).is_some_and(|item| !item.spaced);
    let small = |at: usize| draft.is_in(at, Class::Inside);
    let (right, after) = match draft.what(i)? {
        What::Mark('&' | '+') => (true, next),
        What::Mark('.') => {
            let short = is_pointed(draft, i.saturating_sub(1));
            (tight(i) && (tight(next) || short), next)
        }
        What::Mark('\'' | '/' | '-') => (tight(i) && tight(next), next),
        What::Word(_) if small(i) && small(next) => (true, next.saturating_add(1)),
        What::Word(_) => (small(i), next),
        _ => (false, next),
    };
    let marked = !matches!(draft.what(i), Some(What::Word(_)));
    let number = marked && draft.what(after) == Some(What::Number);
    (right && (number || own_capital(draft, after))).then_some(after)
}

/// Up to the last trade or legal form, else words that nobody says otherwise, three at most.
fn in_small_letters(draft: &Draft<'_>, i: usize) -> Option<usize> {
    let mut end = i;
    let mut at = i;
    let mut own = true;
    while at.saturating_sub(i) < 7 {
        let joins = draft.is_mark(at, '&') || draft.is_in(at, Class::And);
        let short = draft.is_mark(at, '.') && at > i && is_pointed(draft, at.saturating_sub(1));
        let trade = trade(draft, at);
        let word = matches!(draft.what(at), Some(What::Word(_) | What::Number));
        let never = draft.is_in(at, Class::Never) && !trade && !joins;
        if never || !(word || joins || short) {
            break;
        }
        let everyday = draft.is_in(at, Class::Common) || draft.is_in(at, Class::Request);
        own &= trade || joins || short || !everyday;
        at = at.saturating_add(1);
        if trade || own && !joins && !short && at.saturating_sub(i) <= 3 {
            end = at;
        }
    }
    (end > i).then_some(end)
}

/// `, Inc.`
fn with_form(draft: &Draft<'_>, end: usize) -> usize {
    let comma = draft.is_mark(end, ',');
    let at = end.saturating_add(usize::from(comma));
    let end = if comma && is_legal_form(draft, at) {
        at.saturating_add(1)
    } else {
        end
    };
    let abbreviated = end
        .checked_sub(1)
        .is_some_and(|last| is_legal_form(draft, last) && is_pointed(draft, last));
    let point = draft.is_mark(end, '.') && draft.items.get(end).is_some_and(|item| !item.spaced);
    end.saturating_add(usize::from(abbreviated && point))
}

/// Whether the word at `i` is a legal form: `LLC`, `GmbH`.
pub(in crate::grammar::lead) fn is_legal_form(draft: &Draft<'_>, i: usize) -> bool {
    draft
        .fold(i)
        .is_some_and(|fold| draft.is_a(fold, Class::Form))
}

fn trade(draft: &Draft<'_>, i: usize) -> bool {
    draft.is_in(i, Class::Business) || is_legal_form(draft, i)
}

/// Words that are written with a point after them: `St`, `Co`, `J`.
pub(in crate::grammar::lead) fn is_pointed(draft: &Draft<'_>, i: usize) -> bool {
    let initials = |fold: &str| fold.chars().count() == 1 || fold.contains('.');
    draft.is_in(i, Class::Pointed) || draft.letters(i).is_some_and(initials)
}

/// Whether a stretch shows that it is a company: by a legal form after something, by a trade beside a word of its own, or by the
/// domain of an address.
fn is_sure(draft: &Draft<'_>, from: usize, to: usize) -> bool {
    let said = [Class::Business, Class::Request, Class::Never];
    let own = |at: usize| {
        draft.letters(at).is_some()
            && said.iter().all(|class| !draft.is_in(at, *class))
            && (draft.capital(at) || !draft.is_in(at, Class::Common))
    };
    let named = (from..to).any(own);
    let spoken = |at: &usize| {
        let fold = draft.letters(*at).unwrap_or_default();
        fold.len() > 1 && !name::is_suffix(fold) && !name::is_honorific(fold)
    };
    let mut words = (from..to).rev().filter(spoken);
    let last = words
        .next()
        .is_some_and(|at| draft.is_in(at, Class::Family));
    let person = last && words.count() <= 2;
    let shows = |at: usize| {
        is_legal_form(draft, at) && at > from
            || named && !person && draft.is_in(at, Class::Business)
    };
    (from..to).any(shows) || in_domain(draft, from, to)
}

/// Whether the words spell the name of a domain in the text that is not everybody's.
pub(in crate::grammar::lead) fn in_domain(draft: &Draft<'_>, from: usize, to: usize) -> bool {
    if draft.domains.is_empty() {
        return false;
    }
    let words = (from..to)
        .filter(|at| !draft.is_in(*at, Class::Inside) && !is_legal_form(draft, *at))
        .filter_map(|at| draft.fold(at));
    let joined: String = words
        .flat_map(str::chars)
        .filter(|c| c.is_alphanumeric())
        .collect();
    draft.domains.iter().any(|domain| {
        let long = domain.len() >= 4 && joined.len() >= 4;
        let begins = domain.starts_with(&joined) || joined.starts_with(domain.as_str());
        joined.len() >= 3 && (*domain == joined || long && begins)
    })
}
