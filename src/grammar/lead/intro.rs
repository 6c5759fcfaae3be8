//! How people introduce themselves: "Hi, this is Dana Whitfield from Whitfield Roofing".

use super::draft::Draft;
use super::lexicon::{Class, Classes};
use super::shape::{self, NameShape};
use super::verdict;
use super::{Confidence, Slot};
use crate::grammar::values::name;

/// How much an introduction says by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    /// "it's": before everything.
    Weak,
    /// "I'm": before names and much else.
    Plain,
    /// "my name is": before a name.
    Strong,
}

/// Takes introductions.
///
/// ```text
/// intro   = [ greeting [addressee] ] ( phrase name | name here | name &org ) [ title ] [ org company ] ;
/// phrase  = "my name is" | "I'm" | "this is" | "it's" … ;
/// org     = [","] "from" | "at" | "with" | "of" | "(" … ;
/// ```
pub(super) fn read(draft: &mut Draft<'_>) {
    greeting(draft);
    let mut i = 0;
    while i < draft.len() {
        i = match introduced(draft, i) {
            Some(next) => next.max(i.saturating_add(1)),
            None => i.saturating_add(1),
        };
    }
}

/// Uses up a greeting at the beginning, with whom it is for.
fn greeting(draft: &mut Draft<'_>) {
    let start = (0..draft.len())
        .find(|i| draft.letters(*i).is_some())
        .unwrap_or(0);
    let Some(mut end) = draft.phrase(Class::Greetings, start) else {
        return;
    };
    if let Some(next) = draft.phrase(Class::Addressees, end) {
        end = next;
    } else if let Some(shape) = shape::name_at(draft, end)
        && shape.capital
        && shape.words <= 2
        && (draft.is_mark(shape.end, ',')
            || draft.is_break(shape.end)
            || draft.is_mark(shape.end, '!'))
        && phrase(draft, shape.end.saturating_add(1)).is_some()
    {
        end = shape.end;
    }
    draft.use_up(0, end);
}

/// A phrase at `i` that introduces: how much it says, and where it ends.
fn phrase(draft: &Draft<'_>, i: usize) -> Option<(Strength, usize)> {
    const ALL: Classes = Classes::of(Class::IntroStrong)
        .or(Class::IntroPlain)
        .or(Class::IntroWeak);
    let (classes, end) = draft.phrase_of(ALL, i)?;
    let strength = if classes.meet(Classes::of(Class::IntroStrong)) {
        Strength::Strong
    } else if classes.meet(Classes::of(Class::IntroPlain)) {
        Strength::Plain
    } else {
        Strength::Weak
    };
    Some((strength, end))
}

fn introduced(draft: &mut Draft<'_>, i: usize) -> Option<usize> {
    let begins = draft.clause_begins(i) || after_and(draft, i);
    if let Some((strength, mut at)) = phrase(draft, i)
        && (strength == Strength::Strong || begins)
    {
        if draft.is_mark(at, ':') {
            at = at.saturating_add(1);
        }
        return named(draft, i, at, strength)
            .or_else(|| owner(draft, i, at))
            .or_else(|| company_only(draft, i, at));
    }
    if let Some(at) = draft.phrase(Class::CompanyIs, i)
        && let Some(company) = shape::company_at(draft, at)
        && (company.sure || draft.capital(at))
        && at.saturating_sub(i) > 1
    {
        draft.use_up(i, at);
        draft.take(
            Slot::Company,
            at,
            company.end,
            "COMPANY_SAID",
            Confidence::High,
        );
        return Some(company.end);
    }
    begins.then(|| bare(draft, i)).flatten()
}

/// `phrase name`
fn named(draft: &mut Draft<'_>, i: usize, at: usize, strength: Strength) -> Option<usize> {
    let shape = shape::name_at(draft, at)?;
    if owns(draft, shape.end) {
        return None;
    }
    if strength < Strength::Strong && is_company(draft, at, shape.end) || is_other(draft, at, shape)
    {
        return None;
    }
    let full = shape.words >= 2;
    let confidence = match strength {
        Strength::Strong if full => Confidence::High,
        Strength::Plain if full && shape.capital => Confidence::High,
        Strength::Strong | Strength::Plain => Confidence::Medium,
        Strength::Weak if full && shape.capital => Confidence::Medium,
        Strength::Weak => Confidence::Low,
    };
    draft.use_up(i, at);
    draft.take(Slot::Name, at, shape.end, "NAME_INTRO", confidence);
    let here = draft
        .phrase(Class::Here, shape.end)
        .map_or(shape.end, |end| end);
    draft.use_up(shape.end, here);
    Some(belonging(draft, here))
}

/// `name here`, `name from company` without a phrase before it.
fn bare(draft: &mut Draft<'_>, i: usize) -> Option<usize> {
    let shape = shape::name_at(draft, i)?;
    if is_company(draft, i, shape.end) || is_other(draft, i, shape) {
        return None;
    }
    let full = shape.words >= 2;
    if let Some(end) = draft
        .phrase(Class::Here, shape.end)
        .filter(|_| shape.capital || full)
    {
        let confidence = if full && shape.capital {
            Confidence::High
        } else {
            Confidence::Medium
        };
        draft.take(Slot::Name, i, shape.end, "NAME_HERE", confidence);
        draft.use_up(shape.end, end);
        return Some(belonging(draft, end));
    }
    let (_, at) = org(draft, shape.end)?;
    let mut company = shape::company_at(draft, at)?;
    let right = if shape.capital {
        full || company.sure
    } else {
        let from = draft.is_in(shape.end, Class::From) && draft.clause_ends(company.end);
        let trade = company
            .end
            .checked_sub(1)
            .is_some_and(|last| draft.is_in(last, Class::Business));
        company.sure = company.sure || full && from && trade;
        let reach = !draft.emails.is_empty() || !draft.phones.is_empty();
        company.sure && (full && reach || verdict::in_email(draft, i, shape.end))
    };
    let likely = company.sure || draft.capital(at) && full;
    if !right || !likely {
        return None;
    }
    let here = draft.phrase(Class::Here, company.end);
    draft.take(Slot::Name, i, shape.end, "NAME_ORG", Confidence::Medium);
    let next = belonging(draft, shape.end);
    if let Some(end) = here {
        draft.use_up(company.end, end);
    }
    Some(next)
}

/// "Dana Whitfield's assistant": somebody else.
fn owns(draft: &Draft<'_>, i: usize) -> bool {
    draft.letters(i).is_some_and(|fold| fold.ends_with("'s"))
}

/// What belongs to a name: `, owner of Whitfield Roofing`, `from Whitfield Roofing`, `(Whitfield Roofing)`.
fn belonging(draft: &mut Draft<'_>, after: usize) -> usize {
    let mut at = after;
    let comma = usize::from(draft.is_mark(at, ',') || draft.is_mark(at, '('));
    let start = at.saturating_add(comma);
    let start = start.saturating_add(usize::from(comma > 0 && draft.is_in(start, Class::Article)));
    if let Some(end) = shape::title_at(draft, start) {
        draft.use_up(at, start);
        draft.take(Slot::Title, start, end, "TITLE_SAID", Confidence::Medium);
        at = end;
    }
    let Some((from, start)) = org(draft, at) else {
        return at;
    };
    let Some(company) = shape::company_at(draft, start)
        .filter(|company| company.sure || likely(draft, start, company.end))
    else {
        return at;
    };
    draft.use_up(from, start);
    let confidence = if company.sure {
        Confidence::High
    } else {
        Confidence::Medium
    };
    draft.take(Slot::Company, start, company.end, "COMPANY_ORG", confidence);
    if draft.is_mark(company.end, ')') {
        draft.use_up(company.end, company.end.saturating_add(1));
    }
    company.end
}

/// The words between a name and its company: where they begin, and where the company does.
fn org(draft: &Draft<'_>, at: usize) -> Option<(usize, usize)> {
    let comma = usize::from(draft.is_mark(at, ','));
    let start = at.saturating_add(comma);
    let family = comma > 0 && draft.letters(start).is_some_and(name::is_particle);
    if let Some(end) = draft.phrase(Class::Org, start).filter(|_| !family) {
        let slash = usize::from(draft.is_mark(end, '/'));
        let end = end.saturating_add(slash);
        let article = draft.is_in(end, Class::Article) && !draft.capital(end);
        return Some((at, end.saturating_add(usize::from(article))));
    }
    matches!(draft.what(start), Some(super::draft::What::Mark('(' | '@')))
        .then(|| (at, start.saturating_add(1)))
}

/// A company without a trade in it: with capitals, and not after a word that could be anything.
fn likely(draft: &Draft<'_>, start: usize, end: usize) -> bool {
    let capital = draft.capital(start) || draft.shouting;
    let ends =
        draft.clause_ends(end) || draft.is_in(end, Class::Never) || draft.is_in(end, Class::Common);
    (capital || end.saturating_sub(start) <= 3) && ends && !shape::is_place(draft, start, end)
}

/// "I'm the owner of Whitfield Roofing".
fn owner(draft: &mut Draft<'_>, i: usize, at: usize) -> Option<usize> {
    let start = at.saturating_add(usize::from(draft.is_in(at, Class::Article)));
    let end = shape::title_at(draft, start)?;
    let (from, company_start) = org(draft, end)?;
    let company = shape::company_at(draft, company_start)
        .filter(|company| company.sure || draft.capital(company_start))?;
    draft.use_up(i, start);
    draft.take(Slot::Title, start, end, "TITLE_SAID", Confidence::Medium);
    draft.use_up(from, company_start);
    draft.take(
        Slot::Company,
        company_start,
        company.end,
        "COMPANY_ORG",
        Confidence::High,
    );
    Some(company.end)
}

/// "This is Whitfield Roofing".
fn company_only(draft: &mut Draft<'_>, i: usize, at: usize) -> Option<usize> {
    let with = draft.phrase(Class::Org, at);
    let start = with.map_or(at, |end| end);
    let company = shape::company_at(draft, start)
        .filter(|company| company.sure && (draft.capital(start) || with.is_some()))?;
    draft.use_up(i, start);
    draft.take(
        Slot::Company,
        start,
        company.end,
        "COMPANY_INTRO",
        Confidence::Medium,
    );
    Some(company.end)
}

fn is_company(draft: &Draft<'_>, from: usize, to: usize) -> bool {
    if org(draft, to).is_some() {
        return false;
    }
    shape::company_at(draft, from).is_some_and(|company| company.end > to && company.sure)
}

/// Places and things that stand where a name could.
fn is_other(draft: &Draft<'_>, at: usize, shape: NameShape) -> bool {
    shape::is_place(draft, at, shape.end)
        && draft
            .phrase(Class::City, at)
            .is_some_and(|end| end >= shape.end && shape.words > 1)
        || shape::title_at(draft, at).is_some_and(|end| end >= shape.end)
}

/// "… and I'm Dana", "so this is Dana".
fn after_and(draft: &Draft<'_>, i: usize) -> bool {
    i.checked_sub(1)
        .is_some_and(|before| draft.is_in(before, Class::Opener))
}
