//! Changes of what is there: tasks, notes and contacts by their fields.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::opt;

use super::contact::slot;
use super::{Draft, Gate};
use crate::domain::{About, Assignee, Details, Intent, Question, TaskRef, When, Who};
use crate::grammar::due::{self, Due};
use crate::grammar::error::{Expected, SyntaxError};
use crate::grammar::lexer::Kind;
use crate::grammar::lexicon::sense::{Cue, Field, Link, Noun, Sense, Verb};
use crate::grammar::tokens::{Rule, Tokens, article, marks, noun, one_of, pick, word};
use crate::grammar::values::free::{literal, without_courtesy, without_filler};
use crate::grammar::values::tasks::tasks;
use crate::grammar::values::when::when;
use crate::grammar::values::who::{
    at_assignee, begins_with_contact, certain, handle, phone, who, who_before_colon,
};

/// `task_move = "move" [ article ] [ "task" ] task_ref [ "to" | "till" | "until" | "by" ] when`
pub(super) fn task_moved(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = word(Sense::Verb(Verb::Move))(i)?;
    let (rest, _) = opt(article).parse(rest)?;
    let (rest, task) = task(rest)?;
    let (rest, _) = opt(word(Sense::Link(Link::To))).parse(rest)?;
    due_draft(i, rest, &task)
}

/// `task_due = "task" task_ref [ "due" | "by" ] when`: without the word it may be a new task of that title, so it is asked.
pub(super) fn task_due(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = noun(Noun::Task)(i)?;
    let (rest, task) = task_number(rest)?;
    // A quoted text behind "task" is the title of a new one.
    if matches!(task, TaskRef::Title { .. }) {
        return SyntaxError::miss(&i, Expected::Task);
    }
    let (words, said) =
        opt(one_of(&[Sense::Field(Field::Due), Sense::Cue(Cue::By)])).parse(rest)?;
    // "task 31 apr" is no task 31.
    let month = |sense| matches!(sense, Sense::Month(_)).then_some(());
    if said.is_none() && words.sense(month).is_some() {
        return SyntaxError::miss(&words, Expected::Text);
    }
    let (after, draft) = due_draft(i, words, &task)?;
    Ok(match said {
        Some(_) => (after, draft),
        None => (after, draft.gated(Gate::Suggest)),
    })
}

/// ```ebnf
/// task_upd = edit ( "task" task_ref | "#" number )
///            ( ( "due" | "by" ) [ "to" ] when | ( "title" | ":" | "to" ) [ "to" | ":" ] free ) ;
/// ```
pub(super) fn task_edited(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = word(Sense::Verb(Verb::Edit))(i)?;
    let (rest, _) = opt(article).parse(rest)?;
    let (rest, task) = task(rest)?;
    if let Ok((after, _)) = one_of(&[Sense::Field(Field::Due), Sense::Cue(Cue::By)])(rest) {
        let (after, _) = opt(word(Sense::Link(Link::To))).parse(after)?;
        let (after, _) = opt(marks(b":")).parse(after)?;
        return due_draft(i, after, &task);
    }
    let (after, ()) = alt((
        one_of(&[Sense::Field(Field::Title), Sense::Field(Field::Name)]).map(|_| ()),
        word(Sense::Link(Link::To)).map(|_| ()),
        marks(b":").map(|_| ()),
    ))
    .parse(rest)?;
    let (after, _) = opt(word(Sense::Link(Link::To))).parse(after)?;
    let (after, _) = opt(marks(b":")).parse(after)?;
    let words = without_filler(after);
    // "change task 42 to friday" is a date.
    if let Ok((left, _)) = when(words)
        && left.is_empty()
    {
        return due_draft(i, words, &task);
    }
    if words.is_empty() {
        return SyntaxError::miss(&after, Expected::Text);
    }
    let intent = Intent::TaskUpdate {
        task,
        title: Some(literal(&words)),
        due: None,
    };
    Ok((i.skip(i.len()), Draft::new(intent)))
}

fn task(i: Tokens<'_>) -> Rule<'_, TaskRef> {
    let (rest, _) = opt(noun(Noun::Task)).parse(i)?;
    task_number(rest)
}

fn task_number(i: Tokens<'_>) -> Rule<'_, TaskRef> {
    let (rest, found) = tasks(i)?;
    match found.refs.as_slice() {
        [one] if !found.bulk => Ok((rest, one.clone())),
        _ => SyntaxError::miss(&i, Expected::Task),
    }
}

/// A new due date for a task, asked for where it is not clear.
fn due_draft<'a>(i: Tokens<'a>, words: Tokens<'a>, task: &TaskRef) -> Rule<'a, Draft> {
    let words = without_filler(words);
    let (rest, spec) = when(words)?;
    if !rest.is_empty() {
        return SyntaxError::miss(&rest, Expected::End);
    }
    let make = |due: When| Intent::TaskUpdate {
        task: task.clone(),
        title: None,
        due: Some(due),
    };
    let end = i.skip(i.len());
    let dates = match due::of(&spec, words) {
        Due::At(when) => return Ok((end, Draft::new(make(when)))),
        Due::Doubtful(dates) | Due::Inside(dates) | Due::Unclear(dates) => dates,
        Due::None | Due::Impossible(_) | Due::Repeated(_) => Vec::new(),
    };
    let Some(best) = dates.first() else {
        return Err(nom::Err::Failure(SyntaxError::over(&words, Expected::Date)));
    };
    let choices = dates
        .iter()
        .take(4)
        .map(|when| due::choice(due::label(*when, i.scope), make(*when)))
        .collect();
    let question = Question {
        about: About::When,
        choices,
    };
    Ok((end, Draft::new(make(*best)).with(Gate::Ask(question))))
}

/// `assign = "assign" [ "task" ] task_refs "to" assignee`
pub(super) fn assigned(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = word(Sense::Verb(Verb::Assign))(i)?;
    let (rest, _) =
        opt(one_of(&[Sense::Noun(Noun::Task), Sense::Noun(Noun::Tasks)])).parse(rest)?;
    let (rest, found) = tasks(rest)?;
    let (rest, _) = opt(one_of(&[Sense::Link(Link::To), Sense::Link(Link::For)])).parse(rest)?;
    let (rest, assignee) = assignee(without_filler(rest))?;
    let gate = if found.bulk {
        Gate::Confirm
    } else {
        Gate::Open
    };
    let draft = Draft::new(Intent::TaskAssign {
        tasks: found.refs,
        assignee,
    });
    Ok((rest, draft.with(gate)))
}

fn assignee(i: Tokens<'_>) -> Rule<'_, Assignee> {
    if let Ok((rest, _)) = word(Sense::Link(Link::Me))(i) {
        return Ok((rest, Assignee::Me(true)));
    }
    if let Ok(found) = at_assignee(i) {
        return Ok(found);
    }
    match who(i)? {
        (rest, Who::Name(name)) => Ok((rest, Assignee::Name(name))),
        _ => SyntaxError::miss(&i, Expected::Contact),
    }
}

/// `marked = "mark" [ article ] [ "task" ] task_refs [ "as" ] ( "done" | "not done" )`
pub(super) fn marked(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = one_of(&[Sense::Verb(Verb::Mark), Sense::Verb(Verb::Edit)])(i)?;
    let (rest, _) = opt(article).parse(rest)?;
    let (rest, _) =
        opt(one_of(&[Sense::Noun(Noun::Task), Sense::Noun(Noun::Tasks)])).parse(rest)?;
    let (rest, found) = tasks(rest)?;
    let (rest, _) = opt(one_of(&[Sense::Link(Link::As), Sense::Link(Link::To)])).parse(rest)?;
    let (rest, verb) = pick(|sense| match sense {
        Sense::Verb(verb @ (Verb::Done | Verb::Reopen)) => Some(verb),
        _ => None,
    })(rest)?;
    let tasks = found.refs;
    let intent = match verb {
        Verb::Reopen => Intent::TaskReopen { tasks },
        _ => Intent::TaskComplete { tasks },
    };
    let gate = if found.bulk {
        Gate::Confirm
    } else {
        Gate::Open
    };
    Ok((without_filler(rest), Draft::new(intent).with(gate)))
}

/// `note_upd = edit [ "note" ] note_ref [ ":" | "to" ] free`
pub(super) fn note_edited(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = word(Sense::Verb(Verb::Edit))(i)?;
    let (rest, note) = note(rest)?;
    let (rest, _) = opt(word(Sense::Link(Link::To))).parse(rest)?;
    let (rest, _) = opt(marks(b":-")).parse(rest)?;
    if rest.is_empty() {
        return SyntaxError::miss(&rest, Expected::Text);
    }
    let text = literal(&without_courtesy(rest));
    Ok((
        rest.skip(rest.len()),
        Draft::new(Intent::NoteUpdate { note, text }),
    ))
}

/// `note_del = "delete" [ "note" ] note_ref`
pub(super) fn note_deleted(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = word(Sense::Verb(Verb::Delete))(i)?;
    let (rest, note) = note(rest)?;
    let draft = Draft::new(Intent::NoteDelete { note });
    Ok((without_filler(rest), draft.with(Gate::Confirm)))
}

/// `note_ref = "n" number | "note" number`
fn note(i: Tokens<'_>) -> Rule<'_, u32> {
    let (rest, noun) = opt(noun(Noun::Note)).parse(i)?;
    if let Ok(found) = handle(rest, "n") {
        return Ok(found);
    }
    match rest.first().map(|tok| tok.kind) {
        Some(Kind::Num(number)) if noun.is_some() && number > 0 => Ok((rest.skip(1), number)),
        _ => SyntaxError::miss(&i, Expected::Word),
    }
}

/// `contact_upd = edit [ article ] field "of" contact_ref [ "to" | "=" | ":" ] value`
pub(super) fn field_edited(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = word(Sense::Verb(Verb::Edit))(i)?;
    let (rest, _) = opt(article).parse(rest)?;
    let (rest, field) = pick(|sense| match sense {
        Sense::Field(field) => Some(field),
        _ => None,
    })(rest)?;
    let (rest, _) = one_of(&[
        Sense::Link(Link::Of),
        Sense::Link(Link::For),
        Sense::Link(Link::From),
    ])(rest)?;
    if let Ok((value, who)) = who_before_colon(rest) {
        return updated(i, who, field, value);
    }
    let (rest, who) = who(rest)?;
    let (value, _) = opt(alt((
        one_of(&[
            Sense::Link(Link::To),
            Sense::Link(Link::In),
            Sense::Link(Link::As),
        ])
        .map(|_| ()),
        marks(b":=").map(|_| ()),
    )))
    .parse(rest)?;
    updated(i, who, field, value)
}

fn updated<'a>(i: Tokens<'a>, who: Who, field: Field, value: Tokens<'a>) -> Rule<'a, Draft> {
    let words = without_filler(value);
    let Some(details) = with_field(field, &words) else {
        return SyntaxError::miss(&value, Expected::Text);
    };
    let intent = Intent::ContactUpdate { who, details };
    Ok((i.skip(i.len()), Draft::new(intent)))
}

/// `contact_upd = edit [ "contact" ] contact_ref [ "'s" ] field [ "to" | "=" | ":" ] value`
pub(super) fn contact_edited(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = word(Sense::Verb(Verb::Edit))(i)?;
    let (rest, _) = opt(noun(Noun::Contact)).parse(rest)?;
    let (rest, who) = who(rest)?;
    let (rest, _) = opt(marks(b":,")).parse(rest)?;
    let (rest, field) = pick(|sense| match sense {
        Sense::Field(field) => Some(field),
        _ => None,
    })(rest)?;
    let (rest, _) = opt(alt((
        word(Sense::Link(Link::To)).map(|_| ()),
        marks(b":=").map(|_| ()),
    )))
    .parse(rest)?;
    updated(i, who, field, rest)
}

/// `contact_del = "delete" "contact" contact_ref`
pub(super) fn contact_deleted(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = word(Sense::Verb(Verb::Delete))(i)?;
    let (rest, _) = opt(article).parse(rest)?;
    let (rest, _) = noun(Noun::Contact)(rest)?;
    let (rest, who) = who(rest)?;
    // Whom "her" means is never guessed for what cannot be undone.
    let gate = match who {
        Who::Last(_) => Gate::Suggest,
        _ => Gate::Confirm,
    };
    let draft = Draft::new(Intent::ContactDelete { who });
    Ok((without_filler(rest), draft.with(gate)))
}

fn with_field(field: Field, value: &Tokens<'_>) -> Option<Details> {
    let reach = matches!(field, Field::Phone | Field::Email);
    if value.is_empty() || (reach && value.len() != 1) {
        return None;
    }
    let text = match field {
        Field::Phone => {
            let Who::Phone(phone) = phone(value)? else {
                return None;
            };
            phone.to_string()
        }
        Field::Email => {
            let email = value.first().filter(|tok| tok.kind == Kind::Email)?;
            value.folded(email).to_owned()
        }
        _ => literal(value),
    };
    let mut details = Details::default();
    *slot(&mut details, field)? = Some(text);
    Some(details)
}

/// `message_out = "text" contact_ref ":" free`: outward, so always confirmed; without the colon it asks.
pub(super) fn message(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = word(Sense::Verb(Verb::Send))(i)?;
    let (rest, (who, colon)) = alt((
        who_before_colon.map(|who| (who, true)),
        somebody.map(|who| (who, false)),
    ))
    .parse(rest)?;
    if rest.is_empty() {
        return SyntaxError::miss(&rest, Expected::Text);
    }
    let text = literal(&rest);
    let draft = Draft::new(Intent::MessageSend { who, text });
    let gate = if colon {
        Gate::Confirm
    } else {
        Gate::Ask(Question {
            about: About::Intent,
            choices: Vec::new(),
        })
    };
    Ok((rest.skip(rest.len()), draft.with(gate)))
}

/// Somebody who is named: talk goes on with "me", "her", "that".
fn somebody(i: Tokens<'_>) -> Rule<'_, Who> {
    let (rest, said) = who(i)?;
    let named = certain(i).is_ok()
        || begins_with_contact(&i)
        || i.first().is_some_and(|tok| {
            tok.capital && !i.scope.shouted && i.upto(1).original().contains(char::is_lowercase)
        });
    if named && !matches!(said, Who::Last(_)) {
        return Ok((rest, said));
    }
    SyntaxError::miss(&i, Expected::Contact)
}
