//! Details told apart by their order alone: "Dana Whitfield, Whitfield Roofing, 512-555-0142".

use super::draft::{Draft, What};
use super::lexicon::Class;
use super::shape;
use super::verdict;
use super::{Confidence, Slot};

/// A stretch between separators, lines or details.
#[derive(Clone, Copy, Debug)]
struct Segment {
    from: usize,
    to: usize,
    /// Whether it stands at the beginning of the message, or only separators do before it.
    first: bool,
    /// Whether a detail stands right before or after it.
    beside: bool,
}

/// Takes name, title and company out of what no label, anchor or introduction took. Only where something else says that these are
/// somebody's details.
pub(super) fn read(draft: &mut Draft<'_>) {
    if draft.fields.is_empty() {
        return;
    }
    if draft.field(Slot::Name).is_none() && draft.field(Slot::FirstName).is_none() {
        name(draft);
    }
    titles(draft);
    if draft.field(Slot::Company).is_none() {
        company(draft);
    }
}

fn titles(draft: &mut Draft<'_>) {
    if draft.field(Slot::Title).is_some() {
        return;
    }
    for segment in segments(draft) {
        let Some(end) = shape::title_at(draft, segment.from) else {
            continue;
        };
        let whole = end == segment.to;
        let follows = shape::company_at(draft, end)
            .filter(|company| company.sure && company.end == segment.to)
            .map(|_| end);
        let company = follows
            .or_else(|| draft.phrase(Class::Org, end))
            .filter(|at| {
                shape::company_at(draft, *at).is_some_and(|company| company.end == segment.to)
            });
        let signs = segment.beside || draft.capital(segment.from);
        match company {
            _ if !signs => {}
            Some(at) => {
                draft.take(
                    Slot::Title,
                    segment.from,
                    end,
                    "TITLE_LIST",
                    Confidence::Medium,
                );
                draft.use_up(end, at);
                draft.take(
                    Slot::Company,
                    at,
                    segment.to,
                    "COMPANY_ORG",
                    Confidence::High,
                );
                return;
            }
            None if whole && segment.beside => {
                draft.take(
                    Slot::Title,
                    segment.from,
                    end,
                    "TITLE_LIST",
                    Confidence::Medium,
                );
                return;
            }
            None => {}
        }
    }
}

fn name(draft: &mut Draft<'_>) {
    let segments = segments(draft);
    let company = segments.iter().any(|segment| {
        shape::company_at(draft, segment.from)
            .is_some_and(|company| company.sure && company.end >= segment.to)
    });
    let best = segments
        .iter()
        .enumerate()
        .filter_map(|(k, segment)| {
            let next = segments.get(k.saturating_add(1)).copied();
            candidate(draft, *segment, next, company)
        })
        .fold(None, |best: Option<Candidate>, next| match best {
            Some(best) if best.rank >= next.rank => Some(best),
            _ => Some(next),
        });
    let Some(best) = best else {
        return;
    };
    let confidence = if best.rank >= 2 {
        Confidence::Medium
    } else {
        Confidence::Low
    };
    let code = if best.from == 0 {
        "NAME_FIRST"
    } else {
        "NAME_LIST"
    };
    draft.take(Slot::Name, best.from, best.to, code, confidence);
}

/// A stretch that may be the name.
struct Candidate {
    from: usize,
    to: usize,
    /// 4: the e-mail says so; 3: in full, in capitals, in its place; 2: in full; 1: one word.
    rank: u8,
}

fn candidate(
    draft: &Draft<'_>,
    segment: Segment,
    next: Option<Segment>,
    company_beside: bool,
) -> Option<Candidate> {
    let shape = shape::name_at(draft, segment.from)?;
    if shape::title_at(draft, segment.from).is_some()
        || shape::is_place(draft, segment.from, segment.to)
    {
        return None;
    }
    if let Some(turned) = turned(draft, segment, next) {
        return Some(turned);
    }
    let to = if shape.end >= segment.to {
        segment.to.min(shape.end)
    } else {
        split(draft, segment)?
    };
    let whole = to == segment.to;
    let company = shape::company_at(draft, segment.from);
    let corroborated = verdict::in_email(draft, segment.from, to);
    if whole && company.is_some_and(|company| company.sure && company.end >= to) && !corroborated {
        return None;
    }
    let full = shape.words >= 2;
    let rank = match (corroborated, full) {
        (true, true) => 5,
        (true, false) => 4,
        (false, true) if shape.capital && (segment.first || segment.beside) => 3,
        (false, true) if segment.beside && !draft.emails.is_empty() => 1,
        (false, true) if segment.first || segment.beside => 2,
        (false, false) if shape.capital && segment.beside && (segment.first || company_beside) => 1,
        _ => return None,
    };
    Some(Candidate {
        from: segment.from,
        to,
        rank,
    })
}

/// `Whitfield, Dana`
fn turned(draft: &Draft<'_>, segment: Segment, next: Option<Segment>) -> Option<Candidate> {
    let next = next?;
    let last = shape::name_at(draft, segment.from).filter(|shape| shape.end == segment.to)?;
    let given = shape::name_at(draft, next.from).filter(|shape| shape.end == next.to)?;
    let comma = draft.is_mark(segment.to, ',') && next.from == segment.to.saturating_add(1);
    let one = last.words == 1 && given.words <= 2 && given.capital == last.capital;
    let place = shape::is_place(draft, next.from, next.to);
    let email = verdict::in_email(draft, next.from, next.to)
        && verdict::in_email(draft, segment.from, segment.to);
    let right = comma
        && one
        && !place
        && (email || segment.first && given.capital && draft.emails.is_empty());
    right.then_some(Candidate {
        from: segment.from,
        to: next.to,
        rank: if email { 5 } else { 3 },
    })
}

/// "Dana Whitfield Whitfield Roofing": where the name ends and a company that is one to the end begins.
fn split(draft: &Draft<'_>, segment: Segment) -> Option<usize> {
    (1..=3).rev().find_map(|words| {
        let end = segment.from.saturating_add(words);
        let name = (segment.from..end).all(|at| draft.letters(at).is_some());
        let full = words > 1 || verdict::in_email(draft, segment.from, end);
        let company = shape::company_at(draft, end)?;
        let long = end.saturating_add(1) < company.end;
        (name && full && long && company.sure && company.end == segment.to).then_some(end)
    })
}

fn company(draft: &mut Draft<'_>) {
    let mut doubtful = None;
    for segment in segments(draft) {
        let Some(shape) = shape::company_at(draft, segment.from) else {
            continue;
        };
        let whole = shape.end >= segment.to;
        let known = shape::in_domain(draft, segment.from, shape.end);
        let then_request = shape.end < segment.to
            && (draft.is_in(shape.end, Class::Never) || draft.is_in(shape.end, Class::Request));
        let many = shape.end.saturating_sub(segment.from) > 1;
        if known && (whole || many)
            || shape.sure && (whole || segment.beside && then_request && many)
        {
            draft.take(
                Slot::Company,
                segment.from,
                shape.end,
                "COMPANY_LIST",
                Confidence::High,
            );
            return;
        }
        let after_name = draft
            .field(Slot::Name)
            .is_some_and(|name| name.span[1] <= draft.span(segment.from, segment.to)[0]);
        let plain = whole
            && after_name
            && segment.beside
            && draft.capital(segment.from)
            && all_capital(draft, segment)
            && shape::title_at(draft, segment.from).is_none();
        if plain && doubtful.is_none() {
            doubtful = Some(segment);
        }
    }
    if let Some(segment) = doubtful {
        draft.take(
            Slot::Company,
            segment.from,
            segment.to,
            "COMPANY_LIST",
            Confidence::Medium,
        );
    }
}

fn all_capital(draft: &Draft<'_>, segment: Segment) -> bool {
    (segment.from..segment.to).all(|at| {
        draft.capital(at) && !draft.is_in(at, Class::Never) && !draft.is_in(at, Class::Request)
            || !matches!(draft.what(at), Some(What::Word(_)))
            || draft.is_in(at, Class::Inside)
    })
}

/// The stretches of what is not used up.
fn segments(draft: &Draft<'_>) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    let mut from = 0;
    for i in 0..=draft.len() {
        if !separates(draft, i) {
            continue;
        }
        if from < i {
            segments.push(Segment {
                from,
                to: i,
                first: segments.is_empty(),
                beside: beside(draft, from, i),
            });
        }
        from = i.saturating_add(1);
    }
    segments
}

fn separates(draft: &Draft<'_>, i: usize) -> bool {
    let next = i.saturating_add(1);
    let spaced = |at: usize| draft.items.get(at).is_none_or(|item| item.spaced);
    match draft.what(i) {
        Some(What::Word(_) | What::Number | What::Mark('&' | '\'' | '"' | '#' | '+')) => false,
        Some(What::Mark(',')) => {
            !shape::is_legal_form(draft, next) || shape::is_legal_form(draft, i.saturating_sub(1))
        }
        Some(What::Mark('.')) => {
            let used = draft.items.get(next).is_some_and(|item| item.used);
            used || spaced(next) && !short_before(draft, i)
        }
        Some(What::Mark('-' | '/' | ':')) => spaced(i) || spaced(next),
        None | Some(_) => true,
    }
}

/// A point after an abbreviation ends nothing, unless a word follows that begins a sentence.
fn short_before(draft: &Draft<'_>, i: usize) -> bool {
    let next = i.saturating_add(1);
    let sentence = draft.capital(next) && draft.is_in(next, Class::Never);
    i.checked_sub(1)
        .is_some_and(|before| shape::is_pointed(draft, before) && !sentence)
}

/// Whether a detail stands before or after, with nothing but marks between.
fn beside(draft: &Draft<'_>, from: usize, to: usize) -> bool {
    let quiet = |at: &usize| matches!(draft.what(*at), Some(What::Mark(_) | What::Break));
    let before = (0..from).rev().find(|at| !quiet(at));
    let after = (to..draft.len()).find(|at| !quiet(at));
    let used = |at: usize| draft.items.get(at).is_some_and(|item| item.used);
    before.is_some_and(used) || after.is_some_and(used)
}
