//! What is said about a command that was not understood: where, what was there, what could be, and a message that works.

use super::commands::Head;
use super::error::{Expected, SyntaxError};
use super::lexicon::sense::{Noun, Sense, Verb};
use super::suggest;
use super::tokens::{Tokens, article};
use crate::domain::Problem;

/// The problem of a command that begins with `head`.
pub(super) fn problem(i: &Tokens<'_>, error: &SyntaxError, head: Head, lang: usize) -> Problem {
    let scope = i.scope;
    let (from, to) = error.at;
    let (from, to) = (from as usize, to as usize);
    let tok = i
        .toks
        .iter()
        .find(|tok| tok.start as usize == from && tok.end > tok.start);
    let guessed = tok.filter(|tok| tok.guessed);
    let mut expected = error.expected();
    let mut near = None;
    if let Some(tok) = guessed {
        expected = vec!["date".to_owned()];
        near = suggest::spelled(scope.lexicon, tok.word).map(str::to_owned);
    }
    if expected.is_empty() {
        expected.push(
            if error.expects(Expected::End) {
                "end"
            } else {
                "command"
            }
            .to_owned(),
        );
    }
    let example = scope.lexicon.pack(lang).and_then(|pack| {
        let known = pack.examples.get(intent(head, object(i, head)))?;
        Some(known.clone())
    });
    Problem {
        at: scope.folded.span(from, to),
        found: scope.folded.original(from, to).to_owned(),
        expected,
        near,
        example,
    }
}

/// The problem of a request that does not say enough: an example shows how to.
pub(super) fn missing(i: &Tokens<'_>, expected: Expected, example: &str) -> Problem {
    let scope = i.scope;
    let end = i.skip(i.len()).place();
    let error = SyntaxError::new(&i.skip(i.len()), expected);
    let pack = scope.lexicon.pack(scope.lang);
    Problem {
        at: scope.folded.span(end.0 as usize, end.1 as usize),
        found: String::new(),
        expected: error.expected(),
        near: None,
        example: pack.and_then(|pack| pack.examples.get(example).cloned()),
    }
}

/// The noun that a verb stands before.
fn object(i: &Tokens<'_>, head: Head) -> Option<Noun> {
    let Head::Verb(verb) = head else { return None };
    let (count, ..) = i.sense(|sense| (sense == Sense::Verb(verb)).then_some(()))?;
    let rest = i.skip(count);
    let rest = article(rest).map_or(rest, |(rest, _)| rest);
    rest.sense(|sense| match sense {
        Sense::Noun(noun) => Some(noun),
        _ => None,
    })
    .map(|(_, noun, _)| noun)
}

/// The intent whose example helps who began like this.
fn intent(head: Head, object: Option<Noun>) -> &'static str {
    if let (Head::Verb(verb), Some(noun)) = (head, object)
        && let Some(intent) = of_object(verb, noun)
    {
        return intent;
    }
    match head {
        Head::Reference => "task.create",
        Head::Verb(verb) => match verb {
            Verb::Add | Verb::Remind | Verb::RemindMe | Verb::Bare => "task.create",
            Verb::Done | Verb::Mark => "task.complete",
            Verb::Reopen => "task.reopen",
            Verb::Delete => "task.delete",
            Verb::Show | Verb::Ask => "task.list",
            Verb::Find | Verb::Who | Verb::Merge => "contact.find",
            Verb::Tag => "tag.add",
            Verb::Untag => "tag.remove",
            Verb::Assign => "task.assign",
            Verb::Edit | Verb::Move => "task.update",
            Verb::Book => "appointment.book",
            Verb::Cancel => "appointment.cancel",
            Verb::Enroll => "workflow.add",
            Verb::Unenroll => "workflow.remove",
            Verb::Follow => "follower.add",
            Verb::Unfollow => "follower.remove",
            Verb::Send => "message.send",
            Verb::Won => "opportunity.won",
            Verb::Lost => "opportunity.lost",
            Verb::PeopleAt => "business.contacts",
            Verb::Agenda => "agenda",
            Verb::Language => "language",
            Verb::Help => "help",
            Verb::More => "more",
            Verb::Undo => "undo",
            Verb::WhoAmI => "whoami",
        },
        Head::Noun(noun) => match noun {
            Noun::Task => "task.create",
            Noun::Tasks => "task.list",
            Noun::Contact | Noun::Contacts => "contact.find",
            Noun::Tag => "tag.add",
            Noun::Note => "note.create",
            Noun::Notes => "note.list",
            Noun::Appointment => "appointment.book",
            Noun::Appointments | Noun::Calendar => "appointment.list",
            Noun::Slots => "slots.list",
            Noun::Opportunity => "opportunity.create",
            Noun::Opportunities => "opportunity.list",
            Noun::Workflow => "workflow.add",
            Noun::Campaign | Noun::Campaigns => "campaign.add",
        },
    }
}

/// What a verb does to an object, where the verb alone says less.
fn of_object(verb: Verb, noun: Noun) -> Option<&'static str> {
    let intent = match (verb, noun) {
        (Verb::Add, Noun::Contact | Noun::Contacts) => "contact.create",
        (Verb::Add, Noun::Note | Noun::Notes) => "note.create",
        (Verb::Add, Noun::Tag) => "tag.add",
        (Verb::Add | Verb::Book, Noun::Appointment) => "appointment.book",
        (Verb::Add, Noun::Opportunity) => "opportunity.create",
        (Verb::Delete, Noun::Note) => "note.delete",
        (Verb::Delete, Noun::Contact) => "contact.delete",
        (Verb::Delete, Noun::Tag) => "tag.remove",
        (Verb::Delete | Verb::Cancel, Noun::Appointment) => "appointment.cancel",
        (Verb::Edit, Noun::Note) => "note.update",
        (Verb::Edit, Noun::Contact) => "contact.update",
        (Verb::Edit | Verb::Move, Noun::Appointment) => "appointment.move",
        (Verb::Edit | Verb::Move, Noun::Opportunity) => "opportunity.stage",
        (Verb::Show, Noun::Contact) => "contact.show",
        (Verb::Show, Noun::Notes) => "note.list",
        (Verb::Show | Verb::Ask, Noun::Appointments | Noun::Appointment | Noun::Calendar) => {
            "appointment.list"
        }
        (Verb::Show | Verb::Ask, Noun::Slots) => "slots.list",
        (Verb::Show | Verb::Ask, Noun::Opportunities | Noun::Opportunity) => "opportunity.list",
        _ => return None,
    };
    Some(intent)
}
