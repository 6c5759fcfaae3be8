//! Tasks: to add, to finish, to list.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{opt, peek};
use nom::sequence::{preceded, terminated};

use super::body::task_body;
use super::{Draft, Gate};
use crate::domain::{About, Intent, Question, TaskRef};
use crate::grammar::due;
use crate::grammar::error::{Expected, SyntaxError};
use crate::grammar::gist::is_report;
use crate::grammar::lexer::Kind;
use crate::grammar::lexicon::sense::{Link, Noun, Quality, Sense, Verb};
use crate::grammar::tokens::{Rule, Tokens, article, mark, marks, noun, one_of, pick, word};
use crate::grammar::values::free::{literal, without_filler};
use crate::grammar::values::number::number;
use crate::grammar::values::tasks::{self, Tasks, tasks};

/// Longer texts that begin with an everyday verb are talk.
const LONGEST_BARE: usize = 11;

/// The most words of a title that is said without quotes.
const LONGEST_TITLE: usize = 6;

/// `task_add = add [ article ] "task" task_body`
pub(super) fn added(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = word(Sense::Verb(Verb::Add))(i)?;
    // The article may be a part of the noun: un'attività.
    let (rest, _) = alt((preceded(article, noun(Noun::Task)), noun(Noun::Task))).parse(rest)?;
    titled(rest)
}

/// `task = "task" task_body`
pub(super) fn create(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = noun(Noun::Task)(i)?;
    // "task done" says that something is, and not what.
    let done = rest.sense(|sense| (sense == Sense::Verb(Verb::Done)).then_some(()));
    if done.is_some_and(|(count, ..)| without_filler(rest.skip(count)).is_empty()) {
        return SyntaxError::miss(&rest.skip(rest.len()), Expected::Task);
    }
    // "tarea leche se ha terminado" and "aufgabe 42 nicht löschen" are no titles either.
    let refused = number(rest).is_ok_and(|(after, _)| after.is(Sense::Link(Link::Not)));
    if refused || is_report(&i) {
        return SyntaxError::miss(&rest, Expected::Text);
    }
    let (after, draft) = titled(rest)?;
    // "task #42 call bob" may be about the one there is.
    let known = rest.first().is_some_and(|tok| tok.is_mark(b'#'));
    Ok(if known {
        (after, draft.gated(Gate::Suggest))
    } else {
        (after, draft)
    })
}

/// What is to be done, after the noun.
fn titled(i: Tokens<'_>) -> Rule<'_, Draft> {
    if done_glued(&i) {
        return SyntaxError::miss(&i, Expected::Text);
    }
    task_body(i, None, false)
}

/// "donefifty-one": a space was lost, and what is left is no title.
fn done_glued(i: &Tokens<'_>) -> bool {
    let Some(tok) = i
        .first()
        .filter(|tok| tok.kind == Kind::Word && !tok.word.is_known())
    else {
        return false;
    };
    let lexicon = i.scope.lexicon;
    let means = |word: &str, wanted: fn(Sense) -> bool| {
        let meanings = lexicon.meanings(lexicon.id(word));
        meanings.iter().any(|meaning| wanted(meaning.sense))
    };
    let text = i.folded(tok);
    let ends = text.char_indices().map(|(at, _)| text.split_at(at));
    ends.skip(2).any(|(verb, number)| {
        means(verb, |sense| sense == Sense::Verb(Verb::Done))
            && means(number, |sense| matches!(sense, Sense::Number(_)))
    })
}

/// `bare = "call" | "meet" | … body`: a task only after a question.
pub(super) fn bare(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = word(Sense::Verb(Verb::Bare))(i)?;
    if !names(&rest) || rest.len() > LONGEST_BARE {
        return SyntaxError::miss(&rest, Expected::Contact);
    }
    let (rest, draft) = task_body(i, None, false)?;
    Ok((rest, draft.gated(Gate::Ask(whether()))))
}

/// `bare = [ when ] body ( "call" | "meet" | … )`: the same in a language whose verbs stand last.
pub(super) fn bare_last(i: Tokens<'_>) -> Rule<'_, Draft> {
    let rest = due::leading(i, Some).map_or(i, |early| early.rest);
    if !names(&rest) || rest.len() < 2 || rest.len() > LONGEST_BARE {
        return SyntaxError::miss(&rest, Expected::Contact);
    }
    let (rest, draft) = task_body(i, None, true)?;
    Ok((rest, draft.gated(Gate::Ask(whether()))))
}

/// Talk goes on with "me", "you", "it"; a task names somebody or something.
fn names(i: &Tokens<'_>) -> bool {
    i.first().is_some_and(|tok| {
        (tok.capital && !i.scope.shouted && !i.is(Sense::Link(Link::Me)))
            || matches!(tok.kind, Kind::Phone | Kind::Email | Kind::Quote)
            || crate::grammar::values::who::begins_with_contact(i)
    })
}

/// Whether a task is meant at all.
fn whether() -> Question {
    Question {
        about: About::Intent,
        choices: Vec::new(),
    }
}

/// `done = "done" title`, where the title begins with a verb: it may be talk, so it is only a suggestion.
pub(super) fn done_titled(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, quality) = word(Sense::Verb(Verb::Done))(i)?;
    let words = without_filler(rest);
    let titled = quality == Quality::Exact
        && (2..=LONGEST_TITLE).contains(&words.len())
        && words.toks.iter().all(|tok| tok.kind == Kind::Word)
        && rest.len() == words.len();
    let verb = words.sense(|sense| matches!(sense, Sense::Verb(_)).then_some(()));
    if !titled || verb.is_none() {
        return SyntaxError::miss(&rest, Expected::Task);
    }
    let title = literal(&words);
    let intent = Intent::TaskComplete {
        tasks: vec![TaskRef::Title { title }],
    };
    Ok((i.skip(i.len()), Draft::new(intent).with(Gate::Suggest)))
}

/// `done = "task" title [ "is" | "as" ] "done"`: the title may end so, which is asked.
pub(super) fn done_behind_title(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = noun(Noun::Task)(i)?;
    let words = without_filler(rest);
    let explicit = rest.first().is_some_and(|tok| tok.is_mark(b':'));
    let end = (2..words.len().min(LONGEST_TITLE.saturating_add(1))).find(|at| {
        let behind = words.skip(*at);
        let said = behind.sense(|sense| (sense == Sense::Verb(Verb::Done)).then_some(()));
        said.is_some_and(|(count, (), meaning)| {
            count == behind.len() && (count > 1 || meaning.quality == Quality::Exact)
        })
    });
    let Some(end) = end.filter(|_| !explicit) else {
        return SyntaxError::miss(&rest, Expected::Task);
    };
    let last = words.skip(end.saturating_sub(1));
    let joined = last.is(Sense::Link(Link::Is)) || last.is(Sense::Link(Link::As));
    let title = literal(&words.upto(end.saturating_sub(usize::from(joined))));
    let tasks = vec![TaskRef::Title { title }];
    let draft = Draft::new(Intent::TaskComplete { tasks });
    Ok((i.skip(i.len()), draft.with(Gate::Ask(whether()))))
}

/// `show = ( "#" | "task" ) number` and nothing else: what a list shows is shown.
pub(super) fn shown(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, ()) = mark(b'#')(i)?;
    let (rest, number) = number(rest)?;
    let rest = without_filler(rest);
    if number.digits == 0 || number.value == 0 || !rest.is_empty() {
        return SyntaxError::miss(&i, Expected::Command);
    }
    let tasks = vec![TaskRef::Handle(number.value)];
    Ok((rest, Draft::new(Intent::TaskShow { tasks })))
}

/// `done = "done" [ ":" | "-" | "," ] [ article ] [ "task" ] task_refs`, a sign only before a number
pub(super) fn done(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = word(Sense::Verb(Verb::Done))(i)?;
    // All of them at once is never what a slip of the thumb should do.
    if let Ok((after, _)) = word(Sense::Link(Link::All))(rest)
        && without_filler(after).is_empty()
    {
        return Err(nom::Err::Error(SyntaxError::over(&rest, Expected::Task)));
    }
    let (rest, _) = opt(terminated(marks(b":-,"), peek(number))).parse(rest)?;
    let (rest, tasks) = task_refs(rest)?;
    Ok((rest, changed(tasks, |tasks| Intent::TaskComplete { tasks })))
}

/// `done = "task" ( task_refs [ "is" | "as" ] "done" | "done" task_refs )`
pub(super) fn done_after(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, tasks) = around(i, Verb::Done)?;
    Ok((rest, changed(tasks, |tasks| Intent::TaskComplete { tasks })))
}

/// `done = task_refs [ "is" | "as" ] "done"`
pub(super) fn done_last(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, tasks) = tasks(i)?;
    let (rest, verb) = verb_last(rest)?;
    let intent = match verb {
        Verb::Done => |tasks| Intent::TaskComplete { tasks },
        Verb::Reopen => |tasks| Intent::TaskReopen { tasks },
        _ => return SyntaxError::miss(&i, Expected::Command),
    };
    Ok((without_filler(rest), changed(tasks, intent)))
}

/// `reopen = "reopen" [ article ] [ "task" ] task_refs`
pub(super) fn reopen(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = word(Sense::Verb(Verb::Reopen))(i)?;
    let (rest, tasks) = task_refs(rest)?;
    Ok((rest, changed(tasks, |tasks| Intent::TaskReopen { tasks })))
}

/// `reopen = "task" ( task_refs "reopen" | "reopen" task_refs )`
pub(super) fn reopen_after(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, tasks) = around(i, Verb::Reopen)?;
    Ok((rest, changed(tasks, |tasks| Intent::TaskReopen { tasks })))
}

/// `delete = "delete" [ article ] "task" task_refs`
pub(super) fn delete(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = word(Sense::Verb(Verb::Delete))(i)?;
    let (rest, _) = opt(article).parse(rest)?;
    let (rest, ()) = task_noun(rest)?;
    let (rest, tasks) = tasks(rest)?;
    let rest = without_filler(rest);
    let draft = changed(tasks, |tasks| Intent::TaskDelete { tasks });
    Ok((rest, draft.gated(Gate::Confirm)))
}

/// `delete = "delete" task_refs`: what is destroyed must be named, so it is only a suggestion.
pub(super) fn delete_bare(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = word(Sense::Verb(Verb::Delete))(i)?;
    let (rest, found) = tasks(rest)?;
    let draft = changed(found, |tasks| Intent::TaskDelete { tasks });
    Ok((without_filler(rest), draft.with(Gate::Suggest)))
}

/// `delete = "task" task_refs "delete"`
pub(super) fn delete_after(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, tasks) = around(i, Verb::Delete)?;
    let draft = changed(tasks, |tasks| Intent::TaskDelete { tasks });
    Ok((rest, draft.gated(Gate::Confirm)))
}

/// `show = "show" [ "task" ] task_refs`
pub(super) fn show(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = word(Sense::Verb(Verb::Show))(i)?;
    let (rest, tasks) = task_refs(rest)?;
    Ok((rest, changed(tasks, |tasks| Intent::TaskShow { tasks })))
}

/// `show = "task" task_refs`
pub(super) fn show_after(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, ()) = task_noun(i)?;
    let (rest, tasks) = tasks(rest)?;
    let titled = tasks
        .refs
        .iter()
        .any(|task| matches!(task, TaskRef::Title { .. }));
    if titled {
        // A quoted text behind "task" is the title of a new one.
        return SyntaxError::miss(&i, Expected::Task);
    }
    Ok((
        without_filler(rest),
        changed(tasks, |tasks| Intent::TaskShow { tasks }),
    ))
}

/// `task_refs` behind a verb, the word "task" may stand between.
fn task_refs(i: Tokens<'_>) -> Rule<'_, Tasks> {
    let (rest, _) = opt(tasks::before).parse(i)?;
    let (rest, _) = opt(task_noun).parse(rest)?;
    let (rest, found) = tasks::or_sounds(rest)?;
    Ok((without_filler(rest), found))
}

/// The verb before or behind the references, all behind "task".
fn around(i: Tokens<'_>, verb: Verb) -> Rule<'_, Tasks> {
    let (rest, ()) = task_noun(i)?;
    if let Ok((rest, _)) = word(Sense::Verb(verb))(rest) {
        let (rest, found) = tasks::or_sounds(rest)?;
        return Ok((without_filler(rest), found));
    }
    let (rest, found) = tasks(rest)?;
    let (rest, said) = verb_last(rest)?;
    if said != verb {
        return SyntaxError::miss(&i, Expected::Command);
    }
    Ok((without_filler(rest), found))
}

/// `[ "is" | "as" ] verb`
fn verb_last(i: Tokens<'_>) -> Rule<'_, Verb> {
    let (rest, _) = opt(alt((
        word(Sense::Link(Link::As)),
        word(Sense::Link(Link::Is)),
    )))
    .parse(i)?;
    pick(|sense| match sense {
        Sense::Verb(verb @ (Verb::Done | Verb::Reopen | Verb::Delete)) => Some(verb),
        _ => None,
    })(rest)
}

fn task_noun(i: Tokens<'_>) -> Rule<'_, ()> {
    let (rest, _) = one_of(&[Sense::Noun(Noun::Task), Sense::Noun(Noun::Tasks)])(i)?;
    Ok((rest, ()))
}

/// A change of tasks: many or a range are confirmed, spelled digits are asked about.
fn changed(tasks: Tasks, intent: impl Fn(Vec<TaskRef>) -> Intent) -> Draft {
    let gate = if tasks.unclear {
        Gate::Ask(unclear(&tasks, &intent))
    } else if tasks.bulk {
        Gate::Confirm
    } else {
        Gate::Open
    };
    Draft {
        intent: intent(tasks.refs),
        gate,
    }
}

/// "four two": 42, or 4 and 2?
fn unclear(found: &Tasks, intent: &impl Fn(Vec<TaskRef>) -> Intent) -> Question {
    let tasks = &found.refs;
    let digits: String = tasks
        .iter()
        .filter_map(|task| match task {
            TaskRef::Handle(number) => Some(number.to_string()),
            TaskRef::Title { .. } | TaskRef::Last { .. } => None,
        })
        .collect();
    let joined = digits.parse().map(TaskRef::Handle).ok();
    let one = joined.map(|task| (format!("#{digits}"), vec![task]));
    let each = tasks.iter().filter_map(|task| match task {
        TaskRef::Handle(number) => Some(format!("#{number}")),
        TaskRef::Title { .. } | TaskRef::Last { .. } => None,
    });
    // What only sounds like a number is one number.
    let both = (!found.sounds).then(|| (each.collect::<Vec<_>>().join(" "), tasks.clone()));
    Question {
        about: About::Handle,
        choices: one
            .into_iter()
            .chain(both)
            .map(|(label, tasks)| due::choice(label, intent(tasks)))
            .collect(),
    }
}
