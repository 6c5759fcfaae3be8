//! What a new task says, and reminders, which are tasks said as a sentence.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::opt;

use super::{Draft, Gate};
use crate::domain::{Assignee, Intent, When, Who};
use crate::grammar::due::{self, Due, Early};
use crate::grammar::error::{Expected, SyntaxError};
use crate::grammar::lexer::Kind;
use crate::grammar::lexicon::sense::{Link, Sense, Talk, Verb};
use crate::grammar::tokens::{Rule, Tokens, marks, one_of, word};
use crate::grammar::values::free::{Body, body, literal, without_filler};
use crate::grammar::values::when::when;
use crate::grammar::values::who::{at_assignee, who, who_before_colon};

/// `remind = ( "remind me" | "remind" ( "me" | "us" | name ) ) [ when ] [ "to" | "about" | "that" ] body`
pub(super) fn remind(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, assignee) = alt((remind_me, remind_whom)).parse(i)?;
    task_body(rest, Some(&assignee), true)
}

/// A verb that says "me" itself.
fn remind_me(i: Tokens<'_>) -> Rule<'_, Assignee> {
    word(Sense::Verb(Verb::RemindMe))
        .map(|_| Assignee::Me(true))
        .parse(i)
}

fn remind_whom(i: Tokens<'_>) -> Rule<'_, Assignee> {
    let (rest, _) = word(Sense::Verb(Verb::Remind))(i)?;
    alt((me, at_assignee, nobody, colleague)).parse(rest)
}

/// "remind tomorrow to call Bob": nobody is named, so it is whoever asks.
fn nobody(i: Tokens<'_>) -> Rule<'_, Assignee> {
    match due::leading(i, |rest| after_date(rest, false)) {
        Some(early) if !early.parted => Ok((i, Assignee::Me(true))),
        _ => SyntaxError::miss(&i, Expected::Contact),
    }
}

fn me(i: Tokens<'_>) -> Rule<'_, Assignee> {
    word(Sense::Link(Link::Me))
        .map(|_| Assignee::Me(true))
        .parse(i)
}

fn colleague(i: Tokens<'_>) -> Rule<'_, Assignee> {
    match who(i)? {
        (rest, Who::Name(name)) => Ok((rest, Assignee::Name(name))),
        _ => SyntaxError::miss(&i, Expected::Contact),
    }
}

/// ```ebnf
/// task_body = [ for_ref ] [ when ( ":" | "-" | "," | "to" ) ] [ lead_in ] body ;
/// for_ref   = ( "for" | "with" | "about" ) contact_ref [ ":" | "-" | "," ] ;
/// lead_in   = ":" | "-" | "to" | "that" | "about" ;
/// ```
/// In a whole sentence nothing need part the date at the beginning from the rest; a lone weekday there is asked about, as it may
/// belong to the words behind it.
pub(super) fn task_body<'a>(
    i: Tokens<'a>,
    assignee: Option<&Assignee>,
    sentence: bool,
) -> Rule<'a, Draft> {
    let reminds = assignee.is_some();
    let (start, who) = if sentence { (i, None) } else { for_ref(i) };
    let early = due::leading(start, |rest| after_date(rest, sentence));
    let rest = early.as_ref().map_or(start, |early| early.rest);
    let (rest, _) = opt(marks(b":-,")).parse(rest)?;
    // "task 2 ladders" are two; "remind me 2 call" is "to".
    let digit = rest.first().is_some_and(|tok| tok.kind != Kind::Word)
        && !rest.skip(1).is(Sense::Verb(Verb::Bare));
    let (rest, lead) = if digit && !reminds {
        (rest, None)
    } else {
        opt(one_of(&[
            Sense::Link(Link::To),
            Sense::Link(Link::That),
            Sense::Link(Link::About),
        ]))
        .parse(rest)?
    };
    // "remind me how to get there" asks somebody else.
    let asks = reminds && lead.is_none() && rest.is(Sense::Talk(Talk::Question));
    let body = body(rest);
    if body.title.is_empty() || !has_words(&body) {
        if let (Some(found), Some(words)) = (&body.due, body.due_words)
            && let Due::Impossible(words) = due::settle(found, words)
        {
            return Err(nom::Err::Failure(SyntaxError::over(&words, Expected::Date)));
        }
        return SyntaxError::miss(&body.due_words.unwrap_or(rest), Expected::Text);
    }
    let mut text = body.title.clone();
    let mut whole = with_date(rest, &body);
    let due = match (&early, &body.due, body.due_words) {
        (Some(early), Some(found), Some(_)) => {
            let (due, both) = early.with(found);
            // The date at the end is of what the text tells: "remind me tomorrow that the fair is friday".
            if !both {
                text.clone_from(&whole);
            }
            due
        }
        (Some(early), ..) if lead.is_none() && may_belong(early) => {
            whole = literal(&without_filler(start));
            early.doubtful()
        }
        (Some(early), ..) => early.due(),
        (None, Some(found), Some(words)) => due::settle(found, words),
        _ => body.words.map_or(Due::None, due::inside),
    };
    let end = i.skip(i.len());
    if let Due::Impossible(words) | Due::Repeated(words) = &due {
        let repeats = matches!(due, Due::Repeated(_));
        if repeats {
            i.scope
                .marks
                .borrow_mut()
                .push(due::mark("REPEAT_UNSUPPORTED", words));
        }
        return Err(nom::Err::Failure(SyntaxError::over(words, Expected::Date)));
    }
    let draft = |title: String, due: Option<When>| Intent::TaskCreate {
        who: who.clone(),
        title,
        due,
        assignee: body.assignee.clone().or_else(|| assignee.cloned()),
        priority: body.priority,
    };
    let draft = due.draft(i.scope, &text, &whole, draft);
    Ok((
        end,
        if asks {
            draft.with(Gate::Suggest)
        } else {
            draft
        },
    ))
}

/// The title and the date behind it, as they were written.
fn with_date(rest: Tokens<'_>, body: &Body<'_>) -> String {
    let words = body.words.unwrap_or(rest).len();
    let with_date = body.due_words.map_or(words, |due| {
        rest.len()
            .saturating_sub(rest.skip(words).len())
            .saturating_add(due.len())
    });
    literal(&rest.upto(with_date.min(rest.len())))
}

/// `for_ref = ( "for" | "with" | "about" ) contact_ref [ ":" | "-" | "," ]`
pub(super) fn for_ref(i: Tokens<'_>) -> (Tokens<'_>, Option<Who>) {
    let cue = one_of(&[
        Sense::Link(Link::For),
        Sense::Link(Link::With),
        Sense::Link(Link::About),
    ])(i);
    let word = i.first().is_some_and(|tok| tok.kind == Kind::Word);
    if let Ok((rest, _)) = cue
        && word
    {
        if let Ok((rest, who)) = who_before_colon(rest) {
            return (rest, Some(who));
        }
        // "for friday: …" is a date; "for 3 boxes" is a title.
        if when(i).is_err()
            && let Ok((rest, who)) = who(rest)
            && !rest.is_empty()
        {
            let rest = marks(b":-,")(rest).map_or(rest, |(rest, _)| rest);
            return (rest, Some(who));
        }
    }
    (i, None)
}

/// What parts a date at the beginning from the rest; the sign is read, the word is not. In a sentence, nothing need part them.
fn after_date(i: Tokens<'_>, sentence: bool) -> Option<Tokens<'_>> {
    if let Ok((rest, _)) = marks(b":-,")(i) {
        return Some(rest);
    }
    let lead = one_of(&[
        Sense::Link(Link::To),
        Sense::Link(Link::That),
        Sense::Link(Link::About),
    ])(i);
    let word = i.first().is_some_and(|tok| tok.kind == Kind::Word);
    (lead.is_ok() || (sentence && word)).then_some(i)
}

/// Whether a date at the beginning may be a part of what follows: "monday meeting notes", not "monday call Bob".
fn may_belong(early: &Early<'_>) -> bool {
    let name = early.words.len() == 1
        && early
            .words
            .sense(|sense| matches!(sense, Sense::Weekday(_) | Sense::Holiday(_)).then_some(()))
            .is_some();
    name && !early.parted && !early.rest.is(Sense::Verb(Verb::Bare))
}

fn has_words(body: &Body<'_>) -> bool {
    body.words.is_some_and(|words| {
        words
            .toks
            .iter()
            .any(|tok| !matches!(tok.kind, Kind::Mark(_) | Kind::Newline))
    })
}
