//! Street addresses: "123 N Main St, Apt 4, Austin, TX 78701".

use super::draft::{Draft, What};
use super::lexicon::Class;
use super::{Confidence, Slot};

/// Takes the first address, and splits it. A labelled one is split too where it can be.
///
/// ```text
/// address = number [compass] { word } street [compass] [ [","] unit id ] [ [","] city ] [ [","] state ] [ postcode ] [ [","] country ] ;
/// ```
pub(super) fn read(draft: &mut Draft<'_>) {
    if draft.field(Slot::Address).is_some() {
        return;
    }
    for i in 0..draft.len() {
        if let Some(end) = street(draft, i) {
            let at = draft
                .phrase_before(Class::Org, i)
                .filter(|start| draft.is_in(*start, Class::Links));
            if let Some(start) = at.filter(|start| draft.clause_begins(*start)) {
                draft.use_up(start, i);
            }
            draft.take(Slot::Address, i, end, "ADDRESS", Confidence::Medium);
            rest(draft, end);
            return;
        }
    }
    alone(draft);
}

/// Takes a labelled address apart, where all of it is understood; else takes nothing.
pub(super) fn labelled(draft: &mut Draft<'_>, from: usize, to: usize) -> bool {
    let Some(end) = street(draft, from).filter(|end| *end <= to) else {
        return false;
    };
    let fields = draft.fields.len();
    draft.take(Slot::Address, from, end, "ADDRESS_LABEL", Confidence::High);
    rest(draft, end);
    let understood = (from..to).all(|at| draft.fold(at).is_none());
    if !understood {
        draft.fields.truncate(fields);
        for item in draft.items.get_mut(from..to).unwrap_or_default() {
            item.used = false;
        }
    }
    understood
}

/// The end of the street part that begins with its number at `i`.
fn street(draft: &Draft<'_>, i: usize) -> Option<usize> {
    if let Some(end) = draft.phrase(Class::PostBox, i) {
        return (draft.what(end) == Some(What::Number)).then(|| end.saturating_add(1));
    }
    let number = draft
        .fold(i)
        .filter(|_| draft.what(i) == Some(What::Number))?;
    let right = number.len() <= 6
        && number.chars().filter(char::is_ascii_digit).count() >= 1
        && number.chars().filter(|c| c.is_alphabetic()).count() <= 1;
    if !right
        || i.checked_sub(1).is_some_and(|before| {
            matches!(
                draft.items.get(before).map(|item| item.what),
                Some(What::Mark('$' | '#' | '£' | '€'))
            )
        })
    {
        return None;
    }
    let mut at = i.saturating_add(1);
    let mut named = 0_u8;
    while named < 5 {
        let word = draft.fold(at)?;
        let suffix = draft.is_in(at, Class::Street);
        let compass = draft.is_in(at, Class::Compass);
        if suffix && (named > 0 || word == "broadway") {
            let next = at.saturating_add(1);
            let longer = draft.is_in(next, Class::Street) && draft.what(next) != Some(What::Number);
            if !longer {
                return Some(after_street(draft, next));
            }
        }
        let plain = compass
            || draft.capital(at)
            || draft.shouting
            || draft.what(at) == Some(What::Number)
            || !draft.is_in(at, Class::Never) && word.len() > 2;
        if !plain {
            return None;
        }
        named = named.saturating_add(1);
        at = at.saturating_add(1);
        if draft.is_mark(at, '.') && compass {
            at = at.saturating_add(1);
        }
    }
    None
}

/// The point of `St.`, a compass point, and `Apt 4`, `#4`, `Suite 200`.
fn after_street(draft: &Draft<'_>, end: usize) -> usize {
    let mut at = end;
    let point = draft.is_mark(at, '.') && !draft.items.get(at).is_some_and(|item| item.spaced);
    let goes_on =
        !draft.capital(at.saturating_add(1)) || draft.is_in(at.saturating_add(1), Class::Unit);
    if point && (goes_on || draft.is_mark(at.saturating_add(1), ',')) {
        at = at.saturating_add(1);
    }
    if draft.is_in(at, Class::Compass) {
        at = at.saturating_add(1);
    }
    let comma = usize::from(draft.is_mark(at, ','));
    let unit = at.saturating_add(comma);
    if draft.is_mark(unit, '#') && draft.fold(unit.saturating_add(1)).is_some() {
        return unit.saturating_add(2);
    }
    let id = unit.saturating_add(1);
    let id = id.saturating_add(usize::from(
        draft.is_mark(id, '.') || draft.is_mark(id, '#'),
    ));
    let named = draft.is_in(unit, Class::Unit);
    let short = draft.fold(id).is_some_and(|fold| {
        fold.len() <= 5 && (fold.starts_with(|c: char| c.is_ascii_digit()) || fold.len() <= 2)
    });
    if named && short {
        return id.saturating_add(1);
    }
    at
}

/// City, state, postcode and country after the street.
fn rest(draft: &mut Draft<'_>, end: usize) {
    let mut at = end;
    let start = separator(draft, at);
    if let Some(city_end) = city(draft, start) {
        draft.take(Slot::City, start, city_end, "ADDRESS", Confidence::Medium);
        at = city_end;
    }
    at = state_and_code(draft, at);
    let start = separator(draft, at);
    if let Some(end) = draft
        .phrase(Class::Country, start)
        .filter(|_| draft.capital(start) && start > at)
    {
        draft.take(Slot::Country, start, end, "ADDRESS", Confidence::Medium);
    }
}

/// A city: one that is known, or up to three words before a state or a postcode.
fn city(draft: &Draft<'_>, start: usize) -> Option<usize> {
    let known = draft.phrase(Class::City, start);
    let unknown = || {
        (1..=3).find_map(|length| {
            let end = start.saturating_add(length);
            let words = (start..end)
                .all(|at| draft.letters(at).is_some() && !draft.is_in(at, Class::Never));
            let next = separator(draft, end);
            (words && (state(draft, next).is_some() || code(draft, next).is_some())).then_some(end)
        })
    };
    unknown().or(known)
}

fn state_and_code(draft: &mut Draft<'_>, end: usize) -> usize {
    let mut at = end;
    let start = separator(draft, at);
    if let Some(end) = state(draft, start) {
        draft.take(Slot::State, start, end, "ADDRESS", Confidence::Medium);
        at = end;
    }
    let start = separator(draft, at);
    if let Some(end) = code(draft, start) {
        draft.take(Slot::PostalCode, start, end, "ADDRESS", Confidence::Medium);
        at = end;
    }
    at
}

fn state(draft: &Draft<'_>, i: usize) -> Option<usize> {
    if let Some(end) = draft.phrase(Class::State, i) {
        return Some(end);
    }
    let short = draft.is_in(i, Class::StateCode);
    let next = i.saturating_add(1);
    let written =
        matches!(draft.what(i), Some(What::Word(super::draft::Case::Upper))) && !draft.shouting;
    (short
        && (written
            || code(draft, next).is_some()
            || draft.clause_ends(next) && !draft.is_in(i, Class::Never)))
    .then_some(next)
}

/// `78701`, `78701-1234`, `SW1A 1AA`, `K1A 0B1`.
fn code(draft: &Draft<'_>, i: usize) -> Option<usize> {
    let fold = draft.fold(i)?;
    let next = i.saturating_add(1);
    if fold.len() == 5 && fold.bytes().all(|b| b.is_ascii_digit()) {
        let plus = draft.is_mark(next, '-')
            && draft
                .fold(next.saturating_add(1))
                .is_some_and(|four| four.len() == 4);
        return Some(next.saturating_add(if plus { 2 } else { 0 }));
    }
    let letters = draft.letters(i)?;
    let outward = (2..=4).contains(&letters.len()) && letters.chars().any(|c| c.is_ascii_digit());
    let inward = draft.what(next) == Some(What::Number)
        && draft
            .fold(next)
            .is_some_and(|fold| fold.len() == 3 && fold.chars().any(|c| c.is_ascii_alphabetic()));
    (outward && inward).then(|| next.saturating_add(1))
}

/// "Austin, TX 78701" or "TX 78701" without a street.
fn alone(draft: &mut Draft<'_>) {
    for i in 0..draft.len() {
        let coded = state(draft, i).is_some_and(|end| code(draft, separator(draft, end)).is_some());
        if !coded {
            continue;
        }
        let begin = (1..=3).rev().find_map(|length| {
            let comma = i
                .checked_sub(1)
                .filter(|before| draft.is_mark(*before, ','))
                .unwrap_or(i);
            let start = comma.checked_sub(length)?;
            let end = draft.phrase(Class::City, start)?;
            (end == comma).then_some((start, comma))
        });
        if let Some((start, end)) = begin {
            draft.take(Slot::City, start, end, "ADDRESS", Confidence::Medium);
        }
        state_and_code(draft, i);
        return;
    }
}

fn separator(draft: &Draft<'_>, i: usize) -> usize {
    i.saturating_add(usize::from(draft.is_mark(i, ',') || draft.is_break(i)))
}
