//! What is said about a command that was not understood: where, what was there, what could be, and a message that works.

use super::commands::Head;
use super::error::{Expected, SyntaxError};
use super::lexicon::sense::{Noun, Verb};
use super::suggest;
use super::tokens::Tokens;
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
        let known = pack.examples.get(intent(head))?;
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

/// The intent whose example helps who began like this.
fn intent(head: Head) -> &'static str {
    match head {
        Head::Verb(Verb::Add | Verb::Remind | Verb::Bare | Verb::Assign)
        | Head::Noun(Noun::Task)
        | Head::Reference => "task.create",
        Head::Verb(Verb::Done) => "task.complete",
        Head::Verb(Verb::Reopen) => "task.reopen",
        Head::Verb(Verb::Delete) => "task.delete",
        Head::Verb(Verb::Show) | Head::Noun(Noun::Tasks) => "task.list",
        Head::Verb(Verb::Find | Verb::Who) | Head::Noun(Noun::Contact | Noun::Contacts) => {
            "contact.find"
        }
        Head::Verb(Verb::Tag) | Head::Noun(Noun::Tag) => "tag.add",
        Head::Verb(Verb::Untag) => "tag.remove",
        Head::Verb(Verb::Help) => "help",
        Head::Verb(Verb::More) => "more",
        Head::Verb(Verb::Undo) => "undo",
        Head::Verb(Verb::WhoAmI) => "whoami",
        Head::Noun(Noun::Note) => "note.create",
        Head::Noun(Noun::Notes) => "note.list",
    }
}
