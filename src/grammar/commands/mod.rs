//! One rule for each form of a command. `grammar/commands.ebnf` is written from the comments above the rules.

mod contact;
mod list;
mod note;
mod session;
mod tag;
mod task;

use super::error::{Expected, SyntaxError};
use super::lexicon::sense::{Noun, Sense, Verb};
use super::tokens::{Rule, Tokens};
use crate::domain::{Intent, Question};

/// A command as far as it was understood, and what must happen before it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Draft {
    pub(crate) intent: Intent,
    pub(crate) gate: Gate,
}

/// What stands before a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Gate {
    /// Nothing: it runs.
    Open,
    /// It runs after a confirmation.
    Confirm,
    /// It is probably meant, but never runs by itself.
    Suggest,
    /// Something in it has to be asked for first.
    Ask(Question),
}

/// How much evidence a command needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tier {
    /// Reads only.
    Read,
    /// Adds something that can be undone.
    Add,
    /// Changes something that can be undone.
    Change,
    /// Destroys, or reaches other people.
    Destroy,
}

/// What a command begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Head {
    Verb(Verb),
    Noun(Noun),
    /// A reference to tasks or a contact comes first.
    Reference,
}

/// `command = task | note | tag | contact | session`
///
/// Every form of the head is tried; the first that accounts for every token is the reading.
pub(crate) fn command(i: Tokens<'_>, head: Head) -> Result<Draft, SyntaxError> {
    let mut farthest = SyntaxError::new(&i, Expected::Word);
    for form in forms(head) {
        match form(i) {
            Ok((rest, draft)) if rest.is_empty() => return Ok(draft),
            Ok((rest, _)) => farthest = join(farthest, SyntaxError::new(&rest, Expected::End)),
            Err(nom::Err::Error(error) | nom::Err::Failure(error)) => {
                farthest = join(farthest, error);
            }
            Err(nom::Err::Incomplete(_)) => {}
        }
    }
    Err(farthest)
}

/// A rule for one form of a command.
type Form = for<'a> fn(Tokens<'a>) -> Rule<'a, Draft>;

/// The forms that begin like this, in the order they are tried.
fn forms(head: Head) -> &'static [Form] {
    match head {
        Head::Verb(Verb::Add) => &[
            task::added,
            note::added,
            tag::added,
            contact::added,
            contact::new,
        ],
        Head::Verb(Verb::Remind) => &[task::remind],
        Head::Verb(Verb::Done) => &[task::done, list::mine],
        Head::Verb(Verb::Reopen) => &[task::reopen],
        Head::Verb(Verb::Delete) => &[task::delete, tag::removed, task::delete_bare],
        Head::Verb(Verb::Show) => &[task::show, list::list, note::list, contact::show],
        Head::Verb(Verb::Find) => &[contact::find],
        Head::Verb(Verb::Who) => &[contact::who],
        Head::Verb(Verb::Tag) | Head::Noun(Noun::Tag) => &[tag::add],
        Head::Verb(Verb::Untag) => &[tag::remove],
        Head::Verb(Verb::Help) => &[session::help],
        Head::Verb(Verb::More) => &[session::more],
        Head::Verb(Verb::Undo) => &[session::undo],
        Head::Verb(Verb::WhoAmI) => &[session::whoami],
        Head::Verb(Verb::Bare) => &[task::bare],
        Head::Verb(Verb::Assign) => &[],
        Head::Noun(Noun::Task) => &[
            task::done_after,
            task::reopen_after,
            task::delete_after,
            task::show_after,
            list::after_noun,
            task::create,
        ],
        Head::Noun(Noun::Tasks) => &[task::done_after, list::list],
        Head::Noun(Noun::Note) => &[note::create],
        Head::Noun(Noun::Notes) => &[note::list],
        Head::Noun(Noun::Contact) => &[contact::show_after],
        Head::Noun(Noun::Contacts) => &[contact::find_after],
        Head::Reference => &[task::done_last, note::after_colon, note::owned, list::mine],
    }
}

/// The heads that a message begins with, with the number of tokens they have.
pub(crate) fn heads(
    i: &Tokens<'_>,
    mut each: impl FnMut(Head, super::lexicon::sense::Meaning, usize),
) {
    if let Some((count, verb, meaning)) = i.sense(|sense| match sense {
        Sense::Verb(verb) => Some(verb),
        _ => None,
    }) {
        each(Head::Verb(verb), meaning, count);
    }
    if let Some((count, noun, meaning)) = i.sense(|sense| match sense {
        Sense::Noun(noun) => Some(noun),
        _ => None,
    }) {
        each(Head::Noun(noun), meaning, count);
    }
}

fn join(one: SyntaxError, other: SyntaxError) -> SyntaxError {
    nom::error::ParseError::<Tokens<'_>>::or(one, other)
}

impl Draft {
    pub(crate) fn new(intent: Intent) -> Self {
        Self {
            intent,
            gate: Gate::Open,
        }
    }

    pub(crate) fn with(self, gate: Gate) -> Self {
        Self { gate, ..self }
    }

    /// The same with `gate` unless something stricter stands there.
    pub(crate) fn gated(self, gate: Gate) -> Self {
        match self.gate {
            Gate::Open => self.with(gate),
            _ => self,
        }
    }
}

/// The tier of an intent.
pub(crate) fn tier(intent: &Intent) -> Tier {
    match intent {
        Intent::TaskCreate { .. }
        | Intent::NoteCreate { .. }
        | Intent::ContactCreate { .. }
        | Intent::TagAdd { .. }
        | Intent::LeadRegister { .. } => Tier::Add,
        Intent::TaskComplete { .. }
        | Intent::TaskReopen { .. }
        | Intent::TagRemove { .. }
        | Intent::Undo => Tier::Change,
        Intent::TaskDelete { .. } => Tier::Destroy,
        Intent::TaskShow { .. }
        | Intent::TaskList { .. }
        | Intent::NoteList { .. }
        | Intent::ContactFind { .. }
        | Intent::ContactShow { .. }
        | Intent::Help { .. }
        | Intent::WhoAmI
        | Intent::More
        | Intent::Answer(_) => Tier::Read,
    }
}
