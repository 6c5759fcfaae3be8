//! The gist of a request that no form fits: what it is about and what shall happen, from telling words anywhere in it. It never
//! runs; the sender is asked whether that is meant.

use super::lexer::Kind;
use super::lexicon::sense::{Gist, Link, Sense};
use super::tokens::Tokens;
use super::values::free::{literal, without_filler};
use super::values::when::{settle, tail, when};
use crate::domain::{AppointmentRef, Intent, ListWhen, TaskRef};

/// Longer messages are stories, not requests.
const LONGEST: usize = 30;

/// Requests say what shall happen among their first words.
const OPENING: usize = 9;

/// What a request is probably about. `None` for talk.
///
/// The first telling verb or question word decides what shall happen, the nouns what it happens to.
pub(super) fn gist(i: &Tokens<'_>) -> Option<Intent> {
    if i.len() > LONGEST || i.len() < 2 || has_sentences(i) {
        return None;
    }
    if find(i, &[Gist::Help]).is_some() {
        return Some(Intent::Help { topic: None });
    }
    let action = find(
        &i.upto(OPENING.min(i.len())),
        &[Gist::Ask, Gist::Add, Gist::Remove, Gist::Move, Gist::Done],
    )
    .or_else(|| find(i, &[Gist::Done, Gist::Remove]))?;
    let object = find(i, &[Gist::Calendar])
        .or_else(|| find(i, &[Gist::Tasks]))
        .or_else(|| find(i, &[Gist::Contacts]))?;
    intent(i, &action, &object)
}

/// Whether more follows behind the end of a sentence: talk runs on, a request is one sentence.
fn has_sentences(i: &Tokens<'_>) -> bool {
    let words = without_filler(*i);
    words
        .toks
        .iter()
        .zip(words.toks.iter().skip(1))
        .any(|(sign, next)| {
            matches!(sign.kind, Kind::Mark(b'.' | b'?' | b'!') | Kind::Newline) && !next.glued
        })
}

/// Telling words: what they tell, and where they stand.
struct Found {
    gist: Gist,
    from: usize,
    to: usize,
}

fn find(i: &Tokens<'_>, wanted: &[Gist]) -> Option<Found> {
    (0..i.len()).find_map(|from| {
        let (count, gist, _) = i.skip(from).sense(|sense| match sense {
            Sense::Gist(gist) if wanted.contains(&gist) => Some(gist),
            _ => None,
        })?;
        Some(Found {
            gist,
            from,
            to: from.saturating_add(count),
        })
    })
}

fn intent(i: &Tokens<'_>, action: &Found, object: &Found) -> Option<Intent> {
    let title = content(i, action, object);
    let titled = |title: Option<String>| {
        let title = title?;
        Some(vec![TaskRef::Title { title }])
    };
    let intent = match (object.gist, action.gist) {
        (Gist::Calendar, Gist::Ask) => Intent::AppointmentList {
            who: None,
            when: day(i),
        },
        (Gist::Calendar, Gist::Add) => {
            let start = tail(without_filler(*i))
                .and_then(|found| settle(&found.spec, i.scope).ok())
                .map(|settled| settled.when);
            Intent::AppointmentBook {
                who: None,
                start,
                end: None,
                place: None,
                title,
                calendar: None,
            }
        }
        (Gist::Calendar, Gist::Remove) => Intent::AppointmentCancel {
            appointment: AppointmentRef::Said {
                title,
                when: day(i),
            },
        },
        (Gist::Calendar, Gist::Move) => Intent::AppointmentMove {
            appointment: AppointmentRef::Said { title, when: None },
            start: None,
        },
        (Gist::Tasks, Gist::Ask) => Intent::TaskList {
            who: None,
            assignee: None,
            when: day(i),
            state: None,
        },
        (Gist::Tasks, Gist::Add) => Intent::TaskCreate {
            who: None,
            title: title?,
            due: None,
            assignee: None,
            priority: None,
        },
        (Gist::Tasks, Gist::Remove) => Intent::TaskDelete {
            tasks: titled(title)?,
        },
        (Gist::Tasks, Gist::Done) => Intent::TaskComplete {
            tasks: titled(title)?,
        },
        (Gist::Contacts, Gist::Ask) => Intent::ContactFind {
            query: title.filter(|_| names_somebody(i))?,
        },
        _ => return None,
    };
    Some(intent)
}

/// Whether some word can be a name.
fn names_somebody(i: &Tokens<'_>) -> bool {
    i.toks.iter().any(|tok| {
        let lexicon = i.scope.lexicon;
        let everyday = lexicon.is_common(tok.word) || !lexicon.meanings(tok.word).is_empty();
        tok.kind == Kind::Word && !everyday && tok.length() > 2
    })
}

/// The first day said anywhere.
fn day(i: &Tokens<'_>) -> Option<ListWhen> {
    let today = i.scope.sender.now.date();
    let date = (0..i.len()).find_map(|at| {
        let (_, spec) = when(i.skip(at)).ok().filter(|(_, spec)| spec.is_strong())?;
        Some(settle(&spec, i.scope).ok()?.when.date())
    })?;
    Some(if date == today {
        ListWhen::Today
    } else if today.tomorrow().is_ok_and(|tomorrow| tomorrow == date) {
        ListWhen::Tomorrow
    } else {
        ListWhen::On(date)
    })
}

/// The words the request is about: between the verb and the list they are on, behind "reminder to", or behind the verb.
fn content(i: &Tokens<'_>, action: &Found, object: &Found) -> Option<String> {
    let words = if object.from >= action.to {
        let between = i.upto(object.from).skip(action.to);
        let inner = without_links(between);
        if inner.is_empty() {
            without_links(i.skip(object.to))
        } else {
            inner
        }
    } else {
        without_links(i.skip(action.to))
    };
    let words = without_filler(words);
    let some = words
        .toks
        .iter()
        .any(|tok| !matches!(tok.kind, Kind::Mark(_) | Kind::Newline));
    some.then(|| literal(&words))
}

/// Without small words at both ends.
fn without_links(i: Tokens<'_>) -> Tokens<'_> {
    let mut rest = i;
    while let Some((count, ..)) = rest.sense(|sense| match sense {
        Sense::Link(_) => Some(()),
        _ => None,
    }) {
        rest = rest.skip(count);
    }
    while let Some(last) = rest.len().checked_sub(1) {
        let link = rest.skip(last).sense(|sense| match sense {
            Sense::Link(link) if link != Link::Me => Some(()),
            _ => None,
        });
        if link.is_none() {
            break;
        }
        rest = rest.upto(last);
    }
    rest
}
