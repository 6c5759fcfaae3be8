//! Replies that repair: what was not understood, not found or not done, and a message that would work.

use crate::domain::{Contact, Outcome, Problem, Task};

use super::command;
use super::phrase::Phrase;
use super::scribe::Scribe;
use super::task::{items, number};

/// How many of a person's open tasks are offered instead of one that is not there.
const OFFERED: usize = 3;

pub(super) fn said(outcome: &Outcome, scribe: &Scribe<'_>) -> String {
    match outcome {
        Outcome::Unclear { problem } => unclear(problem, scribe),
        Outcome::NoSuchTask {
            number,
            title,
            open,
        } => no_task(*number, title.as_deref(), open, scribe),
        Outcome::NoSuchContact { query, near } => no_contact(query, near, scribe),
        Outcome::NoSuchColleague { name } => {
            scribe.say(Phrase::NoColleague, &[("name", &scribe.free(name))])
        }
        Outcome::NotYet { intent } => scribe.say(Phrase::NotYet, &[("command", intent)]),
        Outcome::NotAllowed { intent } => scribe.say(Phrase::NotAllowed, &[("command", intent)]),
        Outcome::NoUser { .. } => scribe.say(Phrase::NoUser, &[]),
        Outcome::Refused { reason } => {
            scribe.say(Phrase::Refused, &[("reason", &scribe.long(reason))])
        }
        Outcome::NeedsReview { what } => {
            let what = scribe.phrases.word("call", what);
            scribe.say(Phrase::Review, &[("what", what)])
        }
        Outcome::Expired { since } => {
            scribe.say(Phrase::Expired, &[("since", &scribe.moment(*since))])
        }
        Outcome::NotKept { what } => {
            let parts = what.iter().map(|it| scribe.phrases.word("part", it));
            let what = parts.collect::<Vec<_>>().join(", ");
            scribe.say(Phrase::NotKept, &[("what", &what)])
        }
        Outcome::NeedsFullWords { intent } => {
            let command = command::typed(intent, scribe);
            scribe.say(Phrase::FullWords, &[("command", &command)])
        }
        // Everything else has its own words; should anything new come without, it is not passed over in silence.
        _ => scribe.say(Phrase::ProblemEmpty, &[]),
    }
}

/// The words that were not understood and one message that would work; both are the sender's own.
fn unclear(problem: &Problem, scribe: &Scribe<'_>) -> String {
    let found = scribe.free(&problem.found);
    let ends_here = problem.expected.iter().any(|it| it == "end");
    if ends_here && matches!(found.as_str(), "" | ";") {
        return scribe.say(Phrase::ProblemTooMuch, &[]);
    }
    let expected = problem.expected.iter().take(2);
    let expected: Vec<&str> = expected.map(|it| scribe.phrases.word("slot", it)).collect();
    let or = format!(" {} ", scribe.say(Phrase::WordOr, &[]));
    let expected = expected.join(&or);
    let what = match (&problem.near, found.is_empty(), expected.is_empty()) {
        (Some(near), false, _) => {
            let near = scribe.free(near);
            scribe.say(Phrase::ProblemNear, &[("found", &found), ("near", &near)])
        }
        (None, false, false) => {
            let fields = [("found", found.as_str()), ("expected", &expected)];
            scribe.say(Phrase::ProblemExpected, &fields)
        }
        (None, false, true) => scribe.say(Phrase::ProblemBare, &[("found", &found)]),
        (_, true, false) => scribe.say(Phrase::ProblemMissing, &[("expected", &expected)]),
        (_, true, true) => scribe.say(Phrase::ProblemEmpty, &[]),
    };
    let then = match &problem.example {
        // An example that is cut short is none.
        Some(example) if scribe.room >= example.chars().count() => scribe.say(
            Phrase::ProblemExample,
            &[("example", &scribe.free(example))],
        ),
        _ => scribe.say(Phrase::ProblemHint, &[]),
    };
    what + &then
}

fn no_task(handle: Option<u32>, title: Option<&str>, open: &[Task], scribe: &Scribe<'_>) -> String {
    let what = match (handle, title) {
        (Some(handle), _) => scribe.say(Phrase::NoTask, &[("task", &number(handle))]),
        (None, Some(title)) => scribe.say(Phrase::NoTaskCalled, &[("title", &scribe.free(title))]),
        (None, None) => scribe.say(Phrase::NoLastTask, &[]),
    };
    if scribe.brief {
        return what;
    }
    let offered = &open[..open.len().min(OFFERED)];
    let first = offered.iter().find_map(|it| it.handle);
    what + &match first {
        Some(first) => {
            let tasks = open_items(offered, scribe);
            let number = first.number.to_string();
            scribe.say(Phrase::OpenTasks, &[("tasks", &tasks), ("number", &number)])
        }
        None => scribe.say(Phrase::NoOpenTasks, &[]),
    }
}

fn open_items(tasks: &[Task], scribe: &Scribe<'_>) -> String {
    let brief = Scribe {
        brief: true,
        ..*scribe
    };
    items(tasks, &brief)
}

fn no_contact(query: &str, near: &[Contact], scribe: &Scribe<'_>) -> String {
    let asked = scribe.free(query);
    if asked.is_empty() {
        return scribe.say(Phrase::NoLastContact, &[]);
    }
    if !near.is_empty() {
        let names: Vec<String> = near.iter().map(|it| scribe.name(it)).collect();
        let fields = [("query", asked.as_str()), ("names", &names.join(", "))];
        return scribe.say(Phrase::NoContactNear, &fields);
    }
    let is_name = query
        .chars()
        .all(|c| c.is_alphabetic() || " '-.".contains(c));
    let phrase = if is_name {
        Phrase::NoContact
    } else {
        Phrase::NoContactAt
    };
    scribe.say(phrase, &[("query", &asked)])
}
