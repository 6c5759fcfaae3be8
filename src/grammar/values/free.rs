//! Free text and what stands at its end.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::opt;

use super::super::lexer::{Kind, Tok};
use super::super::lexicon::sense::{Filter, Link, Sense, Talk, Verb};
use super::super::tokens::{Rule, Tokens, pick, word};
use super::when::{Found, tail};
use super::who::{at_assignee, quoted};
use crate::domain::{Assignee, Priority};

/// A title and the slots taken from its end.
#[derive(Clone, Default)]
pub(crate) struct Body<'a> {
    pub(crate) title: String,
    /// The title's own tokens.
    pub(crate) words: Option<Tokens<'a>>,
    pub(crate) due: Option<Found>,
    pub(crate) due_words: Option<Tokens<'a>>,
    pub(crate) assignee: Option<Assignee>,
    pub(crate) priority: Option<Priority>,
}

/// ```ebnf
/// body      = free { tail_slot } ;
/// tail_slot = when | "@" name | "assign to" name | priority ;
/// ```
/// Slots are taken from the end, each once. Text in double quotes is literal.
pub(crate) fn body(i: Tokens<'_>) -> Body<'_> {
    let mut body = Body::default();
    let mut rest = i;
    loop {
        rest = without_filler(rest);
        if body.priority.is_none()
            && let Some((shorter, priority)) = priority(rest)
        {
            body.priority = Some(priority);
            rest = shorter;
            continue;
        }
        if body.assignee.is_none()
            && let Some((shorter, assignee)) = assignee(rest)
        {
            body.assignee = Some(assignee);
            rest = shorter;
            continue;
        }
        if body.due.is_none()
            && let Some(found) = tail(rest)
        {
            body.due_words = Some(rest.skip(found.at));
            rest = rest.upto(found.at);
            body.due = Some(found);
            continue;
        }
        break;
    }
    // The sign that ends a question is part of it.
    if let Some(sign) = i.get(rest.len())
        && sign.glued
        && sign.is_mark(b'?')
    {
        rest = i.upto(rest.len().saturating_add(1));
    }
    let words = trimmed(rest);
    body.title = literal(&words);
    body.words = Some(words);
    body
}

/// The text as it was written; without the quotes where all of it is quoted.
pub(crate) fn literal(i: &Tokens<'_>) -> String {
    match i.len() {
        1 => quoted(i).unwrap_or_else(|| i.original().trim().to_owned()),
        _ => i.original().trim().to_owned(),
    }
}

/// Without emoji, thanks, please and the marks around them at the end.
pub(crate) fn without_filler(i: Tokens<'_>) -> Tokens<'_> {
    let mut rest = i;
    loop {
        let before = rest.len();
        rest = without_signs(rest);
        rest = without_thanks(rest);
        if rest.len() == before {
            return rest;
        }
    }
}

fn without_signs(i: Tokens<'_>) -> Tokens<'_> {
    let mut rest = i;
    while let Some(last) = rest.toks.last() {
        let filler = match last.kind {
            Kind::Mark(b'!') => !shouts(&rest),
            Kind::Symbol | Kind::Newline | Kind::Mark(b'.' | b',' | b';' | b'?') => true,
            _ => false,
        };
        if !filler {
            break;
        }
        rest = rest.upto(rest.len().saturating_sub(1));
    }
    rest
}

fn without_thanks(i: Tokens<'_>) -> Tokens<'_> {
    (1..=5)
        .rev()
        .filter_map(|count| i.len().checked_sub(count))
        .find(|at| {
            let end = i.skip(*at);
            end.sense(|sense| matches!(sense, Sense::Talk(Talk::Thanks)).then_some(()))
                .is_some_and(|(count, ..)| count == end.len())
                && !tells_thanks(&i.upto(*at))
        })
        .map_or(i, |at| i.upto(at))
}

/// Whether the thanks behind these words are what the text tells: "she said thanks".
fn tells_thanks(before: &Tokens<'_>) -> bool {
    before
        .len()
        .checked_sub(1)
        .is_some_and(|last| before.skip(last).is(Sense::Talk(Talk::BeforeThanks)))
}

/// Without what is said to the reader behind a text that is kept as it was written: emoji, thanks, signs that stand alone.
pub(crate) fn without_courtesy(i: Tokens<'_>) -> Tokens<'_> {
    let mut rest = i;
    while rest
        .first()
        .is_some_and(|tok| tok.kind == Kind::Newline && rest.len() > 1)
    {
        rest = rest.skip(1);
    }
    while rest.len() > 1 {
        let before = rest.len();
        while rest.len() > 1 && rest.toks.last().is_some_and(|tok| stands_alone(&rest, tok)) {
            rest = rest.upto(rest.len().saturating_sub(1));
        }
        // What stands before "thanks" may be a sign that parts it from the text.
        let shorter = without_thanks(without_signs(rest));
        if shorter.len() < rest.len()
            && !shorter.is_empty()
            && without_signs(rest).len() > shorter.len()
        {
            rest = shorter;
            while rest.len() > 1 && rest.toks.last().is_some_and(|tok| tok.is_mark(b',')) {
                rest = rest.upto(rest.len().saturating_sub(1));
            }
        }
        if rest.len() == before {
            break;
        }
    }
    rest
}

/// Emoji, line ends, and marks with a space before them or behind such a mark.
fn stands_alone(i: &Tokens<'_>, last: &Tok) -> bool {
    match last.kind {
        Kind::Symbol | Kind::Newline => true,
        Kind::Mark(b'.' | b'!' | b',' | b';') => i
            .toks
            .iter()
            .rev()
            .take_while(|tok| matches!(tok.kind, Kind::Mark(b'.' | b'!' | b',' | b';')))
            .last()
            .is_some_and(|first| !first.glued || behind_symbol(i, first)),
        _ => false,
    }
}

fn behind_symbol(i: &Tokens<'_>, sign: &Tok) -> bool {
    let before = i.toks.iter().rev().find(|tok| tok.end <= sign.start);
    before.is_some_and(|tok| tok.kind == Kind::Symbol)
}

/// `!!` standing alone is a priority.
fn shouts(i: &Tokens<'_>) -> bool {
    let signs = i
        .toks
        .iter()
        .rev()
        .take_while(|tok| tok.is_mark(b'!'))
        .count();
    let first = i.len().checked_sub(signs).and_then(|at| i.get(at));
    signs >= 2 && first.is_some_and(|tok| !tok.glued) && i.len() > signs
}

/// `priority = "!!" | "!" level | "p" 1-4 | level "priority" | "urgent"` at the end.
fn priority(i: Tokens<'_>) -> Option<(Tokens<'_>, Priority)> {
    if shouts(&i) {
        let signs = i
            .toks
            .iter()
            .rev()
            .take_while(|tok| tok.is_mark(b'!'))
            .count();
        let priority = if signs > 2 {
            Priority::Urgent
        } else {
            Priority::High
        };
        return Some((i.upto(i.len().checked_sub(signs)?), priority));
    }
    (1..=3)
        .rev()
        .filter_map(|count| i.len().checked_sub(count))
        .find_map(|at| {
            let (rest, priority) = alt((marked, numbered, worded)).parse(i.skip(at)).ok()?;
            (rest.is_empty() && at > 0).then(|| (i.upto(at), priority))
        })
}

fn level(i: Tokens<'_>) -> Rule<'_, Priority> {
    pick(|sense| match sense {
        Sense::Filter(Filter::Low) => Some(Priority::Low),
        Sense::Filter(Filter::Normal) => Some(Priority::Normal),
        Sense::Filter(Filter::High) => Some(Priority::High),
        Sense::Filter(Filter::Urgent) => Some(Priority::Urgent),
        _ => None,
    })(i)
}

fn marked(i: Tokens<'_>) -> Rule<'_, Priority> {
    let (rest, ()) = super::super::tokens::mark(b'!')(i)?;
    level(rest)
}

fn numbered(i: Tokens<'_>) -> Rule<'_, Priority> {
    let (rest, number) = super::who::handle(i, "p")?;
    let priority = match number {
        1 => Priority::Urgent,
        2 => Priority::High,
        3 => Priority::Normal,
        4 => Priority::Low,
        _ => {
            return super::super::error::SyntaxError::miss(&i, super::super::error::Expected::Word);
        }
    };
    Ok((rest, priority))
}

fn worded(i: Tokens<'_>) -> Rule<'_, Priority> {
    let (rest, before) = opt(word(Sense::Filter(Filter::Priority))).parse(i)?;
    let (rest, priority) = level(rest)?;
    let (rest, after) = opt(word(Sense::Filter(Filter::Priority))).parse(rest)?;
    if before.is_some() || after.is_some() || priority == Priority::Urgent {
        return Ok((rest, priority));
    }
    super::super::error::SyntaxError::miss(&i, super::super::error::Expected::Word)
}

/// `assignee = "@" name | "assign to" name` at the end.
fn assignee(i: Tokens<'_>) -> Option<(Tokens<'_>, Assignee)> {
    let at = i.len().checked_sub(2)?;
    if let Ok((rest, assignee)) = at_assignee(i.skip(at))
        && rest.is_empty()
        && i.get(at).is_some_and(|tok| !tok.glued || at == 0)
    {
        return Some((i.upto(at), assignee));
    }
    (2..=3)
        .filter_map(|count| i.len().checked_sub(count))
        .filter(|at| *at > 0)
        .find_map(|at| {
            let (rest, _) = word(Sense::Verb(Verb::Assign))(i.skip(at)).ok()?;
            let (rest, _) = opt(word(Sense::Link(Link::To))).parse(rest).ok()?;
            let tok = rest
                .first()
                .filter(|tok| tok.kind == Kind::Word && rest.len() == 1)?;
            let assignee = if rest.is(Sense::Link(Link::Me)) {
                Assignee::Me(true)
            } else {
                Assignee::Name(
                    i.scope
                        .folded
                        .original(tok.start as usize, tok.end as usize)
                        .to_owned(),
                )
            };
            Some((i.upto(at), assignee))
        })
}

/// Without marks and line ends at both ends.
fn trimmed(i: Tokens<'_>) -> Tokens<'_> {
    let mut rest = i;
    while rest.len() > 1
        && rest.first().is_some_and(|tok| {
            matches!(
                tok.kind,
                Kind::Mark(b':' | b'-' | b',' | b'.' | b';') | Kind::Newline
            )
        })
    {
        rest = rest.skip(1);
    }
    while rest.len() > 1
        && rest.toks.last().is_some_and(|tok| {
            matches!(
                tok.kind,
                Kind::Mark(b':' | b'-' | b',' | b';') | Kind::Newline
            )
        })
    {
        rest = rest.upto(rest.len().saturating_sub(1));
    }
    rest
}
