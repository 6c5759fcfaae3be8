//! Details behind their names: `name: Dana Whitfield | ph 512-555-0142`.

use super::address;
use super::anchors;
use super::draft::{Draft, What};
use super::lexicon::Class;
use super::shape;
use super::{Confidence, Slot};
use crate::grammar::values::name;

/// A label in the text.
#[derive(Clone, Copy, Debug)]
struct Label {
    slot: Slot,
    start: usize,
    /// The first item of its value.
    value: usize,
    /// Whether a colon or the like follows it.
    marked: bool,
}

/// Takes what stands behind labels.
///
/// ```text
/// labelled = label ( ":" | "=" | "-" | "is" ) value ;     (* anywhere *)
/// bare     = label value { label value } ;                (* two or more of them, from the beginning of the message or a line *)
/// value    = all up to the next label, line, ";" or "|" ;
/// ```
pub(super) fn read(draft: &mut Draft<'_>) {
    let labels = find(draft);
    for (k, label) in labels.iter().enumerate() {
        let next = labels
            .get(k.saturating_add(1))
            .map_or(draft.len(), |next| next.start);
        let (from, to) = extent(draft, label, next);
        draft.use_up(label.start, label.value);
        take(draft, label.slot, from, to);
    }
}

fn find(draft: &Draft<'_>) -> Vec<Label> {
    let mut marked = Vec::new();
    let mut bare = Vec::new();
    let mut i = 0;
    while i < draft.len() {
        let found = label_at(draft, i);
        i = match found {
            Some(label) if label.marked => {
                marked.push(label);
                label.value
            }
            Some(label) => {
                bare.push(label);
                label.value
            }
            None if spoken_of(draft, i) => {
                draft.label(i).map_or(i.saturating_add(1), |(_, end)| end)
            }
            None => i.saturating_add(1),
        };
    }
    let single = |label: &Label| {
        draft
            .fold(label.start)
            .is_some_and(|fold| fold.chars().count() == 1)
    };
    let announces = |label: &Label| match draft.what(label.value) {
        Some(What::Phone(_)) => matches!(label.slot, Slot::Phone | Slot::Fax),
        Some(What::Email(_)) => label.slot == Slot::Email,
        _ => false,
    };
    if marked.len() < 2 {
        marked.retain(|label| !single(label) || announces(label));
    }
    let leads = bare
        .first()
        .is_some_and(|label| line_begins(draft, label.start) && label.slot != Slot::Note);
    if marked.iter().all(|label| label.slot == Slot::Note) {
        marked.retain(|label| draft.phrase(Class::BareNote, label.start).is_some());
    }
    let kinds = |labels: &[Label]| {
        let mut slots: Vec<Slot> = labels.iter().map(|label| label.slot).collect();
        slots.sort_unstable();
        slots.dedup();
        slots.len()
    };
    if leads && kinds(&bare) >= 2 || kinds(&marked) >= 2 {
        let leads_line = |label: &Label| leads || line_begins(draft, label.start);
        let more = |label: &&Label| leads_line(label) && !single(label);
        marked.extend(bare.iter().filter(more));
    }
    let taken: Vec<usize> = marked.iter().map(|label| label.start).collect();
    let lone = |label: &&Label| {
        let after_anchor = label
            .start
            .checked_sub(1)
            .is_some_and(|before| is_anchor(draft, before));
        let named = label.slot == Slot::Name && after_anchor;
        let alone = line_begins(draft, label.start) && announces(label);
        (alone || named) && !taken.contains(&label.start)
    };
    marked.extend(bare.iter().filter(lone));
    marked.sort_unstable_by_key(|label| label.start);
    marked
}

fn label_at(draft: &Draft<'_>, i: usize) -> Option<Label> {
    let next = i.saturating_add(1);
    let (slot, end) = match draft.label(i) {
        Some((slot, end)) if end == next && misspelt(draft, end) == Some(slot) => {
            (slot, end.saturating_add(1))
        }
        Some(found) => found,
        None => (misspelt(draft, i)?, next),
    };
    let mut at = end;
    if draft.is_mark(at, '#') || draft.is_mark(at, '.') && draft.is_mark(at.saturating_add(1), ':')
    {
        at = at.saturating_add(1);
    }
    if draft.is_mark(at, '(') && draft.is_mark(at.saturating_add(2), ')') {
        at = at.saturating_add(3);
    }
    let after = at.saturating_add(1);
    let marked = match draft.what(at) {
        Some(What::Mark(':' | '=')) => true,
        Some(What::Mark('-' | '>' | '\t' | '|')) => line_begins(draft, i),
        Some(What::Mark('.')) => {
            let anchor = matches!(draft.what(after), Some(What::Phone(_) | What::Email(_)));
            line_begins(draft, i) && anchor
        }
        _ => false,
    };
    if marked {
        let more = usize::from(draft.is_mark(after, '-') || draft.is_mark(after, '>'));
        let value = after.saturating_add(more);
        if !line_begins(draft, i) && !draft.clause_begins(i) && !fits(draft, slot, value) {
            return None;
        }
        let slot = sender(draft, i, value).unwrap_or(slot);
        return Some(Label {
            slot,
            start: i,
            value,
            marked,
        });
    }
    if draft.slice(i, end).chars().count() < 2 && !line_begins(draft, i) {
        return None;
    }
    let said = draft.is_in(at, Class::Is) && slot != Slot::Note;
    let value = at.saturating_add(usize::from(said));
    (!spoken_of(draft, i) && may_be_bare(draft, slot, i, value)).then_some(Label {
        slot,
        start: i,
        value,
        marked,
    })
}

/// Whether what a label in the middle of a line asks for stands behind it: "best time to call: after 5" names no number.
fn fits(draft: &Draft<'_>, slot: Slot, value: usize) -> bool {
    let line = (value..draft.len())
        .map(|at| draft.what(at))
        .take_while(|what| *what != Some(What::Break));
    let mut items = line.take(2).flatten();
    match slot {
        Slot::Phone | Slot::Fax => items.any(|what| matches!(what, What::Phone(_) | What::Number)),
        Slot::Email => items.any(|what| matches!(what, What::Email(_))),
        _ => true,
    }
}

/// "From: Dana Whitfield <dana@…>" names a person, not a company.
fn sender(draft: &Draft<'_>, i: usize, value: usize) -> Option<Slot> {
    let name = shape::name_at(draft, value).filter(|_| draft.is_in(i, Class::From))?;
    let company = shape::company_at(draft, value).is_some_and(|company| company.sure);
    (!company && name.words >= 2).then_some(Slot::Name)
}

/// "my phone": no label, but what the sender speaks of.
fn spoken_of(draft: &Draft<'_>, i: usize) -> bool {
    i.checked_sub(1)
        .is_some_and(|before| draft.is_in(before, Class::SpokenOf))
}

/// Whether a label may stand without a colon here: what follows can only be its value, or it begins a line.
fn may_be_bare(draft: &Draft<'_>, slot: Slot, i: usize, value: usize) -> bool {
    let word = matches!(draft.what(value), Some(What::Word(_)));
    match slot {
        Slot::Phone | Slot::Fax => matches!(draft.what(value), Some(What::Phone(_))),
        Slot::Email => matches!(draft.what(value), Some(What::Email(_))),
        Slot::Website => matches!(draft.what(value), Some(What::Url)),
        Slot::Address | Slot::PostalCode => draft.what(value) == Some(What::Number),
        Slot::Name | Slot::FirstName | Slot::LastName => {
            word && shape::name_at(draft, value).is_some()
        }
        Slot::Company => {
            word && shape::company_at(draft, value).is_some() && !draft.is_in(i, Class::From)
        }
        Slot::Title => shape::title_at(draft, value).is_some(),
        Slot::Note => word && draft.phrase(Class::BareNote, i).is_some(),
        Slot::City | Slot::State | Slot::Country => word && line_begins(draft, i),
        Slot::Source | Slot::Extension => false,
    }
}

/// A word before a colon that is one slip away from a label: `emial:`.
fn misspelt(draft: &Draft<'_>, i: usize) -> Option<Slot> {
    let fold = draft.letters(i).filter(|fold| fold.len() >= 4)?;
    let before = i.checked_sub(1);
    let labelled = before.is_some_and(|before| draft.label(before).is_some());
    if !draft.is_mark(i.saturating_add(1), ':') || !labelled && !draft.clause_begins(i) {
        return None;
    }
    let mut slots = draft
        .lexicon()
        .long_labels()
        .filter(|(label, _)| {
            let like = label.len().abs_diff(fold.len()) <= 1;
            like && label.chars().next() == fold.chars().next()
                && strsim::osa_distance(label, fold) == 1
        })
        .map(|(_, slot)| slot);
    let slot = slots.next()?;
    slots.all(|other| other == slot).then_some(slot)
}

fn line_begins(draft: &Draft<'_>, i: usize) -> bool {
    i.checked_sub(1).is_none_or(|before| {
        matches!(
            draft.items.get(before).map(|item| item.what),
            Some(What::Break | What::Mark(';' | '|' | '•' | '\t' | '*' | '>' | ',' | '-' | '/'))
        )
    })
}

/// Where the value of a label stands: to the end of its line, or the next line where nothing else is on its own.
fn extent(draft: &Draft<'_>, label: &Label, next: usize) -> (usize, usize) {
    let mut from = label.value;
    if draft.is_break(from) && from.saturating_add(1) < next {
        from = from.saturating_add(1);
    }
    if label.slot == Slot::Note {
        return (from, next);
    }
    let ends = |at: &usize| {
        matches!(
            draft.what(*at),
            None | Some(What::Break | What::Mark(';' | '|' | '•' | '\t'))
        )
    };
    let to = (from..next).find(ends).unwrap_or(next);
    (from, to)
}

fn take(draft: &mut Draft<'_>, slot: Slot, from: usize, to: usize) {
    let to = without_marks(draft, from, to);
    match slot {
        Slot::Note | Slot::Extension => {}
        Slot::Email => {
            if let Some((i, index)) = email_in(draft, from, to) {
                draft.use_up(from, i);
                anchors::take_email(draft, i, index, "EMAIL_LABEL");
            }
        }
        Slot::Phone | Slot::Fax => take_number(draft, slot, from, to),
        Slot::Website => {
            let end = (from..to)
                .find(|at| draft.items.get(*at).is_some_and(|item| item.spaced) && *at > from)
                .unwrap_or(to);
            draft.take(slot, from, end, "URL_LABEL", Confidence::High);
        }
        Slot::Address => {
            let end = before_anchor(draft, from, to);
            if !address::labelled(draft, from, end) {
                draft.take(slot, from, end, "ADDRESS_LABEL", Confidence::High);
            }
        }
        Slot::Name | Slot::FirstName | Slot::LastName => take_name(draft, slot, from, to),
        Slot::Company => {
            let end = comma_end(draft, from, before_anchor(draft, from, to), |at| {
                shape::is_legal_form(draft, at)
            });
            let end = match shape::company_at(draft, from) {
                Some(shape) if shape.end < end && says_more(draft, from, end) => shape.end,
                _ => end,
            };
            draft.take(slot, from, end, "COMPANY_LABEL", Confidence::High);
        }
        Slot::Title
        | Slot::City
        | Slot::State
        | Slot::PostalCode
        | Slot::Country
        | Slot::Source => {
            let end = comma_end(draft, from, before_anchor(draft, from, to), |_| false);
            draft.take(slot, from, end, "LABEL", Confidence::High);
        }
    }
}

fn take_name(draft: &mut Draft<'_>, slot: Slot, from: usize, to: usize) {
    if draft.letters(from).is_none() {
        return;
    }
    let mut end = sentence_end(draft, from, before_anchor(draft, from, to));
    let comma = (from..end).find(|at| draft.is_mark(*at, ','));
    if let Some(comma) = comma {
        let turned = comma == from.saturating_add(1)
            || words_in(draft, from, comma) <= 4 && draft.fold(from).is_some_and(name::is_particle);
        let rest = comma.saturating_add(1);
        let given = shape::name_at(draft, rest)
            .is_some_and(|shape| shape.end >= end && shape.words <= 2)
            && !shape::is_place(draft, rest, end)
            && shape::title_at(draft, rest).is_none();
        let suffix = draft.fold(rest).is_some_and(name::is_suffix);
        end = match (turned && given, suffix) {
            (true, _) => end,
            (_, true) => (rest..end)
                .find(|at| draft.is_mark(*at, ','))
                .unwrap_or(end),
            _ => comma,
        };
    }
    if says_more(draft, from, end) || words_in(draft, from, end) > 4 {
        match shape::name_at(draft, from) {
            Some(shape) => end = shape.end.min(end),
            None if words_in(draft, from, end) > 5 => return,
            None => {}
        }
    }
    let written = draft.value(from, end);
    let value = if slot == Slot::Name {
        written
    } else {
        name::displayed(&written)
    };
    draft.take_as(slot, from, end, value, "NAME_LABEL", Confidence::High);
}

fn take_number(draft: &mut Draft<'_>, slot: Slot, from: usize, to: usize) {
    let code = "PHONE_LABEL";
    let found = (from..to).find_map(|i| match draft.what(i) {
        Some(What::Phone(index)) => Some((i, index)),
        _ => None,
    });
    if let Some((i, index)) = found {
        draft.use_up(from, i);
        if slot == Slot::Fax {
            let next = i.saturating_add(1);
            draft.take(slot, i, next, "LABEL", Confidence::High);
        } else {
            anchors::take_phone(draft, i, index, code);
        }
        return;
    }
    let digits: String = draft
        .slice(from, to)
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    let plain = (from..to).all(|i| {
        matches!(
            draft.what(i),
            Some(What::Number | What::Mark('-' | '.' | '(' | ')' | '+' | '/'))
        )
    });
    if plain && (6..=15).contains(&digits.len()) {
        draft.take(slot, from, to, code, Confidence::High);
    }
}

fn email_in(draft: &Draft<'_>, from: usize, to: usize) -> Option<(usize, usize)> {
    (from..to).find_map(|i| match draft.what(i) {
        Some(What::Email(index)) => Some((i, index)),
        _ => None,
    })
}

/// The value without marks at its end, the point of an abbreviation excepted.
fn without_marks(draft: &Draft<'_>, from: usize, to: usize) -> usize {
    let mut end = to;
    while let Some(last) = end.checked_sub(1).filter(|last| *last >= from) {
        let abbreviated = draft.is_mark(last, '.')
            && last.checked_sub(1).is_some_and(|word| {
                draft.fold(word).is_some_and(|fold| {
                    draft.is_a(fold, Class::Form) || name::is_suffix(fold) || fold.len() == 1
                })
            });
        let mark = matches!(draft.what(last), Some(What::Mark(mark)) if !matches!(mark, ')' | '"' | '!' | '+') && !abbreviated);
        if !mark && !draft.is_break(last) {
            break;
        }
        end = last;
    }
    end
}

fn before_anchor(draft: &Draft<'_>, from: usize, to: usize) -> usize {
    let end = (from..to).find(|at| is_anchor(draft, *at)).unwrap_or(to);
    without_marks(draft, from, end)
}

fn is_anchor(draft: &Draft<'_>, i: usize) -> bool {
    matches!(
        draft.what(i),
        Some(What::Email(_) | What::Phone(_) | What::Url)
    )
}

/// Up to the first comma, unless what follows it belongs to the value.
fn comma_end(draft: &Draft<'_>, from: usize, to: usize, belongs: impl Fn(usize) -> bool) -> usize {
    let end = (from..to)
        .find(|at| {
            draft.is_mark(*at, ',') && !belongs(at.saturating_add(1))
                || draft.is_mark(*at, '-') && draft.items.get(*at).is_some_and(|item| item.spaced)
        })
        .unwrap_or(to);
    sentence_end(draft, from, end)
}

/// Up to a full stop with a new sentence after it: not after an initial or an abbreviation.
fn sentence_end(draft: &Draft<'_>, from: usize, to: usize) -> usize {
    let stops = |at: &usize| {
        let word = at
            .checked_sub(1)
            .and_then(|before| draft.fold(before))
            .unwrap_or_default();
        let short = word.chars().count() <= 1
            || name::is_honorific(word)
            || name::is_suffix(word)
            || draft.is_a(word, Class::Form)
            || word == "st";
        let spaced = draft
            .items
            .get(at.saturating_add(1))
            .is_some_and(|item| item.spaced);
        matches!(draft.what(*at), Some(What::Mark('!' | '?')))
            || draft.is_mark(*at, '.') && spaced && !short
    };
    (from..to).find(stops).unwrap_or(to)
}

/// Whether words stand there that are part of no name.
fn says_more(draft: &Draft<'_>, from: usize, to: usize) -> bool {
    (from.saturating_add(1)..to).any(|at| {
        let named = [Class::Business, Class::Also]
            .iter()
            .any(|class| draft.is_in(at, *class));
        draft.is_in(at, Class::Never) && !named && !draft.letters(at).is_some_and(name::is_particle)
    })
}

fn words_in(draft: &Draft<'_>, from: usize, to: usize) -> usize {
    (from..to).filter(|at| draft.fold(*at).is_some()).count()
}
