//! Names at the end: after "Thanks," or a dash.

use super::draft::{Draft, What};
use super::lexicon::Class;
use super::shape;
use super::{Confidence, Slot};

/// Takes a name that signs the message.
///
/// ```text
/// signature = signoff [","] [NL] name &( NL | "," | "-" | anchor | end ) | ( "-" | "~" ) name end ;
/// ```
pub(super) fn read(draft: &mut Draft<'_>) {
    for i in 0..draft.len() {
        if draft.clause_begins(i)
            && let Some(end) = draft.phrase(Class::Signoff, i)
        {
            signed(draft, i, end);
        }
    }
    if draft.field(Slot::Name).is_none() {
        dashed(draft);
    }
}

/// "Sent from my iPhone": to the end of its line.
pub(super) fn tail(draft: &mut Draft<'_>) {
    for i in 0..draft.len() {
        if draft.clause_begins(i) && draft.phrase(Class::Tail, i).is_some() {
            let end = (i..draft.len())
                .find(|at| draft.is_break(*at))
                .unwrap_or(draft.len());
            draft.use_up(i, end);
        }
    }
}

fn signed(draft: &mut Draft<'_>, from: usize, end: usize) {
    let mut at = end;
    while matches!(
        draft.what(at),
        Some(What::Mark(',' | '-' | '!' | '.' | '~') | What::Break)
    ) {
        at = at.saturating_add(1);
    }
    let parted = at > end;
    if let Some(shape) = shape::name_at(draft, at)
        && (parted || shape.capital)
        && closes(draft, shape.end)
        && !shape::company_at(draft, at)
            .is_some_and(|company| company.sure && company.end >= shape.end)
        && shape::title_at(draft, at).is_none()
    {
        if draft.field(Slot::Name).is_some() {
            return;
        }
        draft.use_up(from, at);
        let confidence = if shape.words >= 2 && shape.capital {
            Confidence::Medium
        } else {
            Confidence::Low
        };
        draft.take(Slot::Name, at, shape.end, "NAME_SIGNED", confidence);
    }
}

/// "… by Friday - Dana Whitfield"
fn dashed(draft: &mut Draft<'_>) {
    let mark = |i: &usize| matches!(draft.what(*i), Some(What::Mark('-' | '~')));
    let Some(dash) = (1..draft.len()).rev().find(mark) else {
        return;
    };
    let start = (dash..draft.len())
        .find(|i| !mark(i) && !draft.is_break(*i))
        .unwrap_or(dash);
    let Some(shape) = shape::name_at(draft, start) else {
        return;
    };
    let small = (0..start).all(|at| !draft.capital(at));
    let written = shape.capital || small && shape.words >= 2;
    let right = written && closes(draft, shape.end) && shape::title_at(draft, start).is_none();
    let company = shape::company_at(draft, start)
        .is_some_and(|company| company.sure && company.end >= shape.end);
    if right && !company && !shape::is_place(draft, start, shape.end) {
        draft.use_up(dash, start);
        let confidence = if shape.words >= 2 {
            Confidence::Medium
        } else {
            Confidence::Low
        };
        draft.take(Slot::Name, start, shape.end, "NAME_SIGNED", confidence);
    }
}

/// A name that signs ends its line or stands before other details.
fn closes(draft: &Draft<'_>, i: usize) -> bool {
    match draft.items.get(i) {
        None => true,
        Some(item) if item.used => true,
        Some(item) => {
            matches!(
                item.what,
                What::Break
                    | What::Mark(',' | '-' | '|' | '(' | '/' | '•')
                    | What::Email(_)
                    | What::Phone(_)
                    | What::Url
            ) || item.what == What::Mark('.') && i.saturating_add(1) >= draft.len()
        }
    }
}
