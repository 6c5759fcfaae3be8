//! Commands about the conversation itself.

use nom::Parser;
use nom::combinator::opt;

use super::{Draft, Gate};
use crate::domain::Intent;
use crate::grammar::error::{Expected, SyntaxError};
use crate::grammar::lexicon::sense::{Link, Noun, Sense, Verb};
use crate::grammar::tokens::{Rule, Tokens, marks, one_of, word};
use crate::grammar::values::free::without_filler;
use crate::grammar::values::tasks::tasks;
use crate::grammar::values::who::certain;

/// `help = "help" [ "with" | "on" | "about" ] [ topic ]`, `topic = verb | noun`
pub(super) fn help(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = word(Sense::Verb(Verb::Help))(i)?;
    let rest = signs(rest);
    let (rest, _) = opt(one_of(&[
        Sense::Link(Link::With),
        Sense::Link(Link::On),
        Sense::Link(Link::About),
        Sense::Link(Link::For),
    ]))
    .parse(rest)?;
    let rest = without_filler(rest);
    if signs(rest).is_empty() {
        return Ok((
            rest.skip(rest.len()),
            Draft::new(Intent::Help { topic: None }),
        ));
    }
    let topic = rest.sense(|sense| match sense {
        Sense::Verb(verb) if verb != Verb::Bare => Some(verb.key()),
        Sense::Noun(noun) => Some(singular(noun)),
        _ => None,
    });
    match topic {
        Some((count, topic, _)) => Ok((
            rest.skip(count),
            Draft::new(Intent::Help {
                topic: Some(topic.to_owned()),
            }),
        )),
        None => SyntaxError::miss(&rest, Expected::Command),
    }
}

/// `more = "more"`
pub(super) fn more(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = word(Sense::Verb(Verb::More))(i)?;
    Ok((signs(without_filler(rest)), Draft::new(Intent::More)))
}

/// `undo = "undo" [ "that" | "it" | "last" ]`
pub(super) fn undo(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = word(Sense::Verb(Verb::Undo))(i)?;
    let (rest, _) = opt(one_of(&[
        Sense::Link(Link::That),
        Sense::Link(Link::It),
        Sense::Link(Link::Last),
    ]))
    .parse(rest)?;
    Ok((signs(without_filler(rest)), Draft::new(Intent::Undo)))
}

/// `undo = "undo" [ "task" ] task_ref`: only the last change can be undone; a finished task may be meant.
pub(super) fn undo_task(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = word(Sense::Verb(Verb::Undo))(i)?;
    let (rest, _) = opt(one_of(&[Sense::Noun(Noun::Task)])).parse(rest)?;
    let (rest, found) = tasks(rest)?;
    let tasks = found.refs;
    let draft = Draft::new(Intent::TaskReopen { tasks }).with(Gate::Suggest);
    Ok((signs(without_filler(rest)), draft))
}

/// `whoami = "whoami" | "who am i"`
pub(super) fn whoami(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = word(Sense::Verb(Verb::WhoAmI))(i)?;
    Ok((signs(without_filler(rest)), Draft::new(Intent::WhoAmI)))
}

/// `language = "language" name`
pub(super) fn language(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = word(Sense::Verb(Verb::Language))(i)?;
    let found = rest.sense(|sense| match sense {
        Sense::Language(index) => Some(index),
        _ => None,
    });
    let lang = found.and_then(|(count, index, _)| {
        let lang = i.scope.lexicon.language(index)?;
        Some((count, lang.clone()))
    });
    match lang {
        Some((count, lang)) => {
            let rest = signs(without_filler(rest.skip(count)));
            Ok((rest, Draft::new(Intent::Language { lang })))
        }
        None => SyntaxError::miss(&rest, Expected::Language),
    }
}

/// `merge = "merge" …`: the CRM cannot, so it is understood and refused.
pub(super) fn merge(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = word(Sense::Verb(Verb::Merge))(i)?;
    let (after, _) = opt(one_of(&[
        Sense::Noun(Noun::Contacts),
        Sense::Noun(Noun::Contact),
    ]))
    .parse(rest)?;
    let named = after.len() < rest.len() || certain(rest).is_ok();
    if !named {
        return SyntaxError::miss(&rest, Expected::Contact);
    }
    let said = i.before(&rest);
    let mark = crate::grammar::due::mark("MERGE_UNSUPPORTED", &said);
    i.scope.marks.borrow_mut().push(mark);
    Err(nom::Err::Failure(SyntaxError::over(
        &said,
        Expected::Command,
    )))
}

fn signs(i: Tokens<'_>) -> Tokens<'_> {
    let mut rest = i;
    while let Ok((after, _)) = marks(b"?!.")(rest) {
        rest = after;
    }
    rest
}

fn singular(noun: Noun) -> &'static str {
    match noun {
        Noun::Task | Noun::Tasks => "task",
        Noun::Note | Noun::Notes => "note",
        Noun::Contact | Noun::Contacts => "contact",
        Noun::Tag => "tag",
        Noun::Appointment | Noun::Appointments | Noun::Calendar | Noun::Slots => "appointment",
        Noun::Opportunity | Noun::Opportunities => "opportunity",
        Noun::Workflow => "workflow",
        Noun::Campaign | Noun::Campaigns => "campaign",
    }
}
