//! What is no detail: the first note, in the sender's own words.

use super::draft::{Draft, What};
use super::lexicon::Class;

/// Everything that is not used up, without the marks and small words that only joined it to details. `None` where nothing
/// worth a note is left.
pub(super) fn rest(draft: &Draft<'_>) -> Option<String> {
    let mut note = String::new();
    let mut last_end: Option<usize> = None;
    for (from, to) in runs(draft) {
        let Some((from, to)) = trimmed(draft, from, to) else {
            continue;
        };
        let broken = last_end.is_some_and(|end| {
            (end..from).any(|at| {
                draft
                    .items
                    .get(at)
                    .is_some_and(|item| item.what == What::Break)
            })
        });
        if last_end.is_some() {
            note.push(if broken { '\n' } else { ' ' });
        }
        note.push_str(draft.slice(from, to).trim());
        last_end = Some(to);
    }
    (!note.is_empty()).then_some(note)
}

/// Runs of items that are not used up.
fn runs(draft: &Draft<'_>) -> Vec<(usize, usize)> {
    let mut runs = Vec::new();
    let mut from = 0;
    for i in 0..=draft.len() {
        if draft.free(i).is_some() {
            continue;
        }
        if from < i {
            runs.push((from, i));
        }
        from = i.saturating_add(1);
    }
    runs
}

/// A run without what only joined it; nothing where it says nothing by itself.
fn trimmed(draft: &Draft<'_>, mut from: usize, mut to: usize) -> Option<(usize, usize)> {
    let mut whole = from;
    while whole < to {
        whole = match draft.what(whole) {
            Some(What::Word(_)) => {
                let polite = draft
                    .phrase(Class::Signoff, whole)
                    .or_else(|| draft.phrase(Class::Filler, whole));
                match polite {
                    Some(end) => end,
                    None => break,
                }
            }
            Some(What::Mark(_) | What::Break) => whole.saturating_add(1),
            _ => break,
        };
    }
    if whole >= to {
        return None;
    }
    let after_detail = from > 0;
    let before_detail = to < draft.len();
    loop {
        from = match draft.what(from) {
            Some(What::Mark(mark)) if !opens(mark) => from.saturating_add(1),
            Some(What::Break) => from.saturating_add(1),
            Some(What::Word(_)) if after_detail && draft.is_in(from, Class::Joins) => {
                from.saturating_add(1)
            }
            _ => break,
        };
    }
    while let Some(last) = to.checked_sub(1).filter(|last| *last > from) {
        let joins = match draft.what(last) {
            Some(What::Mark(mark)) => ",;:-|(/•&	<=*~".contains(mark),
            Some(What::Break) => true,
            Some(What::Word(_)) if before_detail => draft.is_in(last, Class::Links),
            _ => false,
        };
        if !joins {
            break;
        }
        to = last;
    }
    (from < to).then(|| without_thanks(draft, from, to))
}

/// Thanks at the very end say nothing of their own.
fn without_thanks(draft: &Draft<'_>, from: usize, to: usize) -> (usize, usize) {
    let mut end = to;
    let last_word = (from..to).rev().find(|at| draft.fold(*at).is_some());
    let after = last_word.map_or(from, |word| word.saturating_add(1));
    if let Some(start) = draft.phrase_before(Class::Signoff, after)
        && start > from
        && (draft.clause_begins(start) || draft.capital(start) || draft.is_mark(after, '!'))
    {
        end = start;
        while let Some(last) = end.checked_sub(1).filter(|last| *last > from) {
            if !matches!(
                draft.what(last),
                Some(What::Mark(',' | '-' | ';') | What::Break)
            ) {
                break;
            }
            end = last;
        }
    }
    (from, end)
}

fn opens(mark: char) -> bool {
    matches!(mark, '$' | '#' | '"' | '\'' | '£' | '€' | '¿' | '¡' | '(')
        || !(mark.is_ascii_punctuation() || matches!(mark, '•' | '\t'))
}
