//! What a request says besides its telling words.

use super::super::lexer::{Kind, Tok};
use super::super::lexicon::sense::{Gist, Link, Noun, Sense};
use super::super::message::bit;
use super::super::tokens::Tokens;
use super::super::values::free::without_filler;
use super::super::values::when::{leading, settle, tail, when};
use super::{Found, Meant, NEAR, find};
use crate::domain::{Intent, ListWhen, TaskRef, When};

/// Fewer words that name an event and a time are as likely talk.
const FEWEST: usize = 4;

/// When an event is that is only named, with or without its day before it: "friday, dinner with Ann at 7pm". `from`: where it
/// is named.
pub(super) fn announced(i: &Tokens<'_>, from: usize) -> Option<When> {
    let words = without_filler(*i);
    let early = leading(words);
    let rest = early.as_ref().map_or(words, |(rest, _)| *rest);
    let comma = rest.first().is_some_and(|tok| tok.is_mark(b','));
    let rest = rest.skip(usize::from(comma));
    // "the meeting is at 3" tells of one that is there.
    let before = from.checked_sub(words.len().saturating_sub(rest.len()))?;
    let begins = before == 0 || (before == 1 && rest.is(Sense::Link(Link::Article)));
    let tells = (0..i.len()).any(|at| i.skip(at).is(Sense::Link(Link::Is)));
    let asks = i.toks.iter().any(|tok| tok.is_mark(b'?'));
    if !begins || tells || asks || i.len() < FEWEST {
        return None;
    }
    let found = tail(rest).filter(|found| found.spec.is_strong() && found.doubt.is_none());
    let spec = match (early, found) {
        (Some((_, early)), Some(found)) => early.joined(&found.spec)?,
        (Some((_, spec)), None) => spec,
        (None, found) => found?.spec,
    };
    let start = settle(&spec, i.scope).ok()?.when;
    matches!(start, When::At(..)).then_some(start)
}

/// Whether more follows behind the end of a sentence: talk runs on, a request is one sentence.
pub(super) fn has_sentences(i: &Tokens<'_>) -> bool {
    let words = without_filler(*i);
    let pack = i.scope.lexicon.pack(i.scope.lang);
    let points = pack.is_some_and(|pack| pack.point_ordinal);
    // "am 3. November", "A. J. Lee"
    let (mut number, mut initial) = (false, false);
    words
        .toks
        .iter()
        .zip(words.toks.iter().skip(1))
        .any(|(sign, next)| {
            let inner = ((points && number) || initial) && sign.is_mark(b'.');
            number = matches!(sign.kind, Kind::Num(_));
            initial = sign.kind == Kind::Word && sign.length() == 1;
            matches!(sign.kind, Kind::Mark(b'.' | b'?' | b'!') | Kind::Newline)
                && !next.glued
                && !inner
        })
}

/// Without the verb, or its particle, that stands behind all else, and without filler.
pub(super) fn without_verb(i: Tokens<'_>) -> Tokens<'_> {
    let words = without_filler(i);
    let last = words.toks.last().filter(|tok| {
        let lang = bit(i.scope.lang);
        i.scope.lexicon.is_last(tok.word, lang)
    });
    match last {
        Some(_) if words.len() > 1 => words.upto(words.len().saturating_sub(1)),
        _ => words,
    }
}

/// The words of a request whose verb stands at `verb`, behind all else: before what they are put on, or behind it.
pub(super) fn before_verb<'a>(
    i: &Tokens<'a>,
    object: Option<(usize, usize)>,
    verb: usize,
) -> Tokens<'a> {
    let Some((from, to)) = object.filter(|(_, to)| *to <= verb) else {
        return i.upto(0);
    };
    let skipped = i.sense(|sense| (sense == Sense::Gist(Gist::Skip)).then_some(()));
    let start = skipped.map_or(0, |(count, ..)| count);
    let behind = i.upto(verb).skip(to);
    if behind.is_empty() {
        return i.upto(from).skip(start);
    }
    behind
}

/// What shall happen to what was looked up: "find the list and remove milk".
pub(super) fn then(i: &Tokens<'_>, asks: &Found) -> Option<Found> {
    let orders = [Gist::Add, Gist::Remove, Gist::Move];
    let at = (asks.to..i.len()).find(|at| i.skip(*at).is(Sense::Link(Link::And)))?;
    let rest = i.skip(at.saturating_add(1));
    let verb = rest.sense(|sense| matches!(sense, Sense::Verb(_)).then_some(()));
    let found = find(&rest, &orders).filter(|found| found.from == 0)?;
    (asks.gist == Gist::Ask && verb.is_some()).then(|| Found {
        from: at.saturating_add(1),
        to: at.saturating_add(1).saturating_add(found.to),
        ..found
    })
}

/// Where "as done" begins, behind the verb and what it is said of: "set the item as done".
pub(super) fn marked(i: &Tokens<'_>, action: &Found) -> Option<usize> {
    let sets = matches!(
        action.gist,
        Gist::Add | Gist::Plan | Gist::Move | Gist::Done
    ) && action.from < NEAR;
    let behind = i.skip(action.to);
    let done = find(&behind, &[Gist::Done]).filter(|_| sets)?;
    let at = action.to.saturating_add(done.from);
    let before = at.checked_sub(1).filter(|at| *at > action.from);
    [Some(at), before]
        .into_iter()
        .flatten()
        .find(|at| i.skip(*at).is(Sense::Link(Link::As)))
}

/// Whether some word can be a name.
pub(super) fn names_somebody(i: &Tokens<'_>) -> bool {
    i.toks.iter().any(|tok| {
        let lexicon = i.scope.lexicon;
        let everyday = lexicon.is_common(tok.word) || !lexicon.meanings(tok.word).is_empty();
        let owner = i.folded(tok).ends_with("'s") && lexicon.meanings(tok.word).is_empty();
        tok.kind == Kind::Word && (owner || (!everyday && tok.length() > 1))
    })
}

/// Whether a longer phrase that asks begins where one to skip stands: "how do i reach".
pub(super) fn asks(i: &Tokens<'_>, skip: &Found) -> bool {
    let rest = i.skip(skip.from);
    find(&rest, &[Gist::Ask])
        .is_some_and(|asks| asks.from == 0 && asks.to > skip.to.saturating_sub(skip.from))
}

/// Whether the last words say, several together, that something has happened: "tarea leche se ha terminado" is no new task.
pub(in crate::grammar) fn is_report(i: &Tokens<'_>) -> bool {
    let ends = |at: usize| {
        let rest = i.skip(at);
        let done = rest.sense(|sense| (sense == Sense::Gist(Gist::Done)).then_some(()));
        rest.len() > 1 && done.is_some_and(|(count, ..)| count == rest.len())
    };
    let said = i.toks.iter().any(|tok| tok.is_mark(b':'));
    !said && (1..i.len()).any(ends)
}

/// A task by its handle or by words of its title.
pub(super) fn task(title: String) -> TaskRef {
    handle(&title).map_or(TaskRef::Title { title }, TaskRef::Handle)
}

/// The number of `#42` or `42`.
pub(super) fn handle(text: &str) -> Option<u32> {
    text.trim_start_matches('#').parse().ok()
}

#[expect(clippy::unnecessary_wraps, reason = "as its callers answer")]
pub(super) fn meant(intent: Intent) -> Option<Meant> {
    Some(Meant::Intent(Box::new(intent)))
}

/// The first day said anywhere.
pub(super) fn day(i: &Tokens<'_>) -> Option<ListWhen> {
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

/// Whether something shall not be done: "do not delete task 42", "markiere 42 nicht als erledigt".
pub(super) fn refuses(i: &Tokens<'_>, action: Option<&Found>) -> bool {
    let does = |gist| matches!(gist, Gist::Add | Gist::Remove | Gist::Move | Gist::Done);
    let Some(action) = action.filter(|action| does(action.gist)) else {
        return false;
    };
    let object = |at: &usize| {
        let rest = i.skip(*at);
        let number = |tok: &Tok| matches!(tok.kind, Kind::Num(_) | Kind::Mark(b'#'));
        rest.first().is_some_and(number)
            || rest.is(Sense::Link(Link::The))
            || rest.is(Sense::Noun(Noun::Task))
    };
    let behind = (action.to..i.len()).find(|at| !object(at));
    is_refused(i, action.from) || behind.is_some_and(|at| is_not(i, at))
}

/// Whether a "not" stands right before the verb at `at`.
pub(in crate::grammar) fn is_refused(i: &Tokens<'_>, at: usize) -> bool {
    (at.saturating_sub(2)..at).any(|before| is_not(i, before))
}

/// "no, add a task" refuses nothing.
fn is_not(i: &Tokens<'_>, at: usize) -> bool {
    let comma = i
        .get(at.saturating_add(1))
        .is_some_and(|tok| tok.is_mark(b','));
    i.skip(at).is(Sense::Link(Link::Not)) && !comma
}
