//! Several commands in one message. A sign or word parts two commands only where a whole new head follows it: "note Bob
//! called and asked" stays one.

use smallvec::SmallVec;

use super::commands::{Head, command, heads};
use super::lexer::{Kind, Tok};
use super::lexicon::sense::{Link, Meaning, Noun, Sense, Verb};
use super::tokens::{Tokens, article, one_of};
use super::values::number::number;
use super::values::tasks::tasks;
use super::values::when::when;
use super::values::who::{begins_with_contact, certain, who_before_colon};

/// The most commands of one message.
pub(super) const MOST: usize = 5;

/// ```ebnf
/// commands  = command { sep command } ;
/// sep       = ( NL | ";" | "." | "," | "and" | "then" | "also" ) &full_head ;
/// full_head = verb [ article ] object | verb handle | object ":" | object [ "for" ] contact_ref ":" | object handle verb ;
/// ```
/// Behind a line end or semicolon, and behind a command without free text, any head of a noun is one. One part more than
/// [`MOST`] holds all that is too much.
pub(super) fn commands(i: Tokens<'_>) -> SmallVec<[Tokens<'_>; MOST]> {
    let mut parts = SmallVec::new();
    let mut start = 0_usize;
    let mut at = 0_usize;
    while at < i.len() && parts.len() < MOST {
        let here = i.skip(at);
        let count = separator(&here);
        // What is written to an elided word belongs to it: "j'ai".
        let word = |tok: Option<&Tok>| tok.is_some_and(|tok| tok.kind == Kind::Word);
        let elided = || {
            here.first().is_some_and(|tok| tok.glued)
                && word(here.first())
                && word(at.checked_sub(1).and_then(|at| i.get(at)))
        };
        if count == 0 || at == start || elided() {
            at = at.saturating_add(1);
            continue;
        }
        let next = at.saturating_add(count);
        let hard = matches!(
            here.first().map(|tok| tok.kind),
            Some(Kind::Newline | Kind::Mark(b';'))
        );
        let part = i.upto(at).skip(start);
        // "42 and 43 done" is one list.
        let list = !hard && ends_with_number(&part) && begins_with_number(&i.skip(next));
        // The point of "no. 42" ends no sentence.
        let marker = at
            .checked_sub(1)
            .is_some_and(|before| i.skip(before).is(Sense::Link(Link::Number)));
        let tags = !hard && takes_tags(&part);
        if !list && !marker && full_head(&i.skip(next), hard || is_closed(&part), tags) {
            parts.push(part);
            start = next;
        }
        at = next;
    }
    parts.push(i.skip(start));
    parts
}

fn ends_with_number(i: &Tokens<'_>) -> bool {
    i.toks.last().is_some_and(|tok| {
        let spelled = |meaning: &Meaning| matches!(meaning.sense, Sense::Number(_));
        matches!(tok.kind, Kind::Num(_)) || i.scope.lexicon.meanings(tok.word).iter().any(spelled)
    })
}

fn begins_with_number(i: &Tokens<'_>) -> bool {
    i.first().is_some_and(|tok| tok.is_mark(b'#'))
        || i.is(Sense::Link(Link::Number))
        || number(*i).is_ok()
}

/// How many tokens part two commands here: signs and words together.
fn separator(i: &Tokens<'_>) -> usize {
    let mut rest = *i;
    while let Some(tok) = rest.first() {
        let sign = matches!(
            tok.kind,
            Kind::Newline | Kind::Mark(b';' | b'.' | b',' | b'!')
        );
        if !sign {
            break;
        }
        rest = rest.skip(1);
    }
    let and = |sense| (sense == Sense::Link(Link::And)).then_some(());
    if let Some((count, ..)) = rest.sense(and) {
        rest = rest.skip(count);
    }
    i.len().saturating_sub(rest.len())
}

/// Whether a command takes tags to its end: "tag Jane as friend and client" are two of them.
fn takes_tags(i: &Tokens<'_>) -> bool {
    let i = super::message::opened(*i);
    i.is(Sense::Verb(Verb::Tag)) || i.is(Sense::Verb(Verb::Untag))
}

/// Whether a noun begins a command that adds something, and says what.
fn begins_something(noun: Noun, rest: &Tokens<'_>) -> bool {
    let adds = matches!(
        noun,
        Noun::Task | Noun::Note | Noun::Appointment | Noun::Opportunity
    );
    adds && rest.len() > 1
}

/// Whether somebody is named: one of the directory, or with a capital.
fn names(i: &Tokens<'_>) -> bool {
    begins_with_contact(i) || i.first().is_some_and(|tok| tok.capital && !i.scope.shouted)
}

/// Whether a whole new head begins here; behind tags, a noun alone is another tag.
fn full_head(i: &Tokens<'_>, lenient: bool, tags: bool) -> bool {
    let i = &super::message::opened(*i);
    let mut full = false;
    heads(i, |head, _, count| {
        let rest = i.skip(count);
        full |= match head {
            Head::Verb(Verb::Bare) | Head::Reference => false,
            Head::Verb(Verb::Remind) => rest.is(Sense::Link(Link::Me)),
            Head::Verb(Verb::RemindMe) => !rest.is_empty(),
            Head::Verb(Verb::Help | Verb::More | Verb::Undo | Verb::WhoAmI | Verb::Agenda) => {
                lenient && rest.is_empty()
            }
            Head::Verb(verb @ (Verb::Tag | Verb::Untag)) => {
                object(&rest) || lenient || (names(&rest) && command(*i, Head::Verb(verb)).is_ok())
            }
            Head::Verb(verb) => object(&rest) || (lenient && verb == Verb::Find),
            Head::Noun(noun) => {
                (lenient && (!tags || begins_something(noun, &rest)))
                    || rest.first().is_some_and(|tok| tok.is_mark(b':'))
                    || who_before_colon(after_link(rest)).is_ok()
                    || (noun == Noun::Task && handle_verb(&rest))
            }
        };
    });
    full || handle_verb(i)
}

/// What follows a verb of a full head: an object noun, a handle, a number of a task.
fn object(i: &Tokens<'_>) -> bool {
    let rest = match article(*i) {
        Ok((rest, _)) => rest,
        Err(_) => *i,
    };
    rest.sense(|sense| matches!(sense, Sense::Noun(_)).then_some(()))
        .is_some()
        || tasks(rest).is_ok_and(|(after, _)| {
            after
                .first()
                .is_none_or(|tok| !matches!(tok.kind, Kind::Word))
        })
        || certain(rest).is_ok()
}

/// `handle verb`
fn handle_verb(i: &Tokens<'_>) -> bool {
    tasks(*i).is_ok_and(|(rest, _)| {
        rest.sense(|sense| {
            matches!(sense, Sense::Verb(Verb::Done | Verb::Reopen | Verb::Delete)).then_some(())
        })
        .is_some()
    })
}

pub(super) fn after_link(i: Tokens<'_>) -> Tokens<'_> {
    one_of(&[
        Sense::Link(Link::For),
        Sense::Link(Link::To),
        Sense::Link(Link::On),
        Sense::Link(Link::About),
        Sense::Link(Link::With),
    ])(i)
    .map_or(i, |(rest, _)| rest)
}

/// Whether a command takes no free text, so that what follows it is no part of it.
fn is_closed(i: &Tokens<'_>) -> bool {
    let i = super::message::opened(*i);
    let mut closed = false;
    heads(&i, |head, _, count| {
        let rest = i.skip(count);
        closed |= match head {
            Head::Verb(Verb::Done | Verb::Reopen | Verb::Delete) => {
                let refs = object(&rest);
                refs && rest.toks.iter().all(|tok| {
                    !matches!(tok.kind, Kind::Word)
                        || !i.scope.lexicon.meanings(tok.word).is_empty()
                })
            }
            Head::Verb(Verb::Undo | Verb::More | Verb::WhoAmI) => rest.is_empty(),
            Head::Verb(Verb::Show) | Head::Noun(Noun::Tasks | Noun::Notes) => {
                when(rest).is_ok() || rest.len() <= 2
            }
            Head::Verb(Verb::Tag | Verb::Untag) => true,
            _ => false,
        };
    });
    closed || handle_verb(&i)
}
