//! Appointments and free times.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{cut, opt};

use super::{Draft, Gate};
use crate::domain::About;
use crate::domain::{AppointmentRef, Intent, Question, When, Who};
use crate::grammar::due::{self, Due};
use crate::grammar::error::{Expected, SyntaxError};
use crate::grammar::lexicon::sense::{Cue, Link, Noun, Sense, Verb};
use crate::grammar::tokens::{
    Rule, Tokens, article, determiners, marks, new_article, noun, one_of, word,
};
use crate::grammar::values::free::{body, literal, without_filler};
use crate::grammar::values::when::{Settled, length_or_end, range, settle, when};
use crate::grammar::values::who::{handle, who, who_before_colon};

/// `book = ( add | "book" ) [ article ] "appt" booking`
pub(super) fn booked(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = one_of(&[Sense::Verb(Verb::Add), Sense::Verb(Verb::Book)])(i)?;
    let (rest, _) = opt(new_article).parse(rest)?;
    let (rest, _) = noun(Noun::Appointment)(rest)?;
    cut(booking).parse(rest)
}

/// `book = "appt" booking`
pub(super) fn book(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = noun(Noun::Appointment)(i)?;
    booking(rest)
}

/// `book = "book" contact_ref when`: the appointment is not named, so it is only a suggestion.
pub(super) fn book_who(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = word(Sense::Verb(Verb::Book))(i)?;
    let (rest, _) = opt(with).parse(rest)?;
    let (rest, who) = who(rest)?;
    let (rest, draft) = times(rest, Some(&who))?;
    Ok((rest, draft.with(Gate::Suggest)))
}

/// ```ebnf
/// booking = [ with contact_ref ] ( times | ( "about" | "re" | ":" ) free when | free when ) ;
/// times   = ( range | when ) [ ( "to" | "-" | "until" ) clock | "for" length ] [ "at" place ] [ ( "re" | ":" | "about" ) free ] ;
/// ```
fn booking(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, who) = match with(i) {
        Ok((rest, ())) => {
            let (rest, who) = alt((who_before_colon, who)).parse(rest)?;
            (rest, Some(who))
        }
        Err(_) => (i, None),
    };
    if let Ok(found) = times(rest, who.as_ref()) {
        return Ok(found);
    }
    let (rest, _) = opt(about).parse(rest)?;
    let rest = match (who.as_ref(), with(rest)) {
        (None, Ok((after, ()))) => after,
        _ => rest,
    };
    let body = body(rest);
    let (Some(found), Some(words)) = (&body.due, body.due_words) else {
        return SyntaxError::miss(&i.skip(i.len()), Expected::Date);
    };
    let due = due::settle(found, words);
    let title = (!body.title.is_empty()).then(|| body.title.clone());
    let (rest, draft) = drafted(i, due, &words, |start| Intent::AppointmentBook {
        who: who.clone(),
        start: Some(start),
        end: None,
        place: None,
        title: title.clone(),
        calendar: None,
    })?;
    // A small word left over is no title, and a date in it is not the one that was taken: something was not understood.
    let stray = body.words.is_some_and(|words| {
        let small = words.sense(|sense| matches!(sense, Sense::Link(_)).then_some(()));
        let dated = |at| when(words.skip(at)).is_ok_and(|(_, spec)| spec.is_strong());
        (words.len() == 1 && small.is_some()) || (0..words.len()).any(dated)
    });
    Ok((
        rest,
        if stray {
            draft.gated(Gate::Suggest)
        } else {
            draft
        },
    ))
}

/// The time first, then how long, where and what about.
fn times<'a>(i: Tokens<'a>, who: Option<&Who>) -> Rule<'a, Draft> {
    let (rest, _) = opt(marks(b":-,")).parse(i)?;
    let start = rest;
    let (rest, spec, until) = match range(rest) {
        Ok((rest, (spec, end))) => (rest, spec, Some(end)),
        Err(_) => when(rest).map(|(rest, spec)| (rest, spec, None))?,
    };
    let words = start.before(&rest);
    let due = due::of(&spec, words);
    let (rest, end) = match (&due, until) {
        (Due::At(When::At(moment, _)), Some(until)) => (rest, until.after(*moment, &rest)),
        (Due::At(When::At(moment, offset)), None) => {
            opt(length_or_end(*moment, *offset)).parse(rest)?
        }
        _ => (rest, None),
    };
    let (rest, place) = opt(place).parse(rest)?;
    let (rest, title) = match about(rest) {
        Ok((after, ())) => {
            let words = without_filler(after);
            (words.skip(words.len()), Some(literal(&words)))
        }
        Err(_) => (without_filler(rest), None),
    };
    if !rest.is_empty() {
        return SyntaxError::miss(&rest, Expected::End);
    }
    drafted(i, due, &words, |start| Intent::AppointmentBook {
        who: who.cloned(),
        start: Some(start),
        end,
        place: place.clone(),
        title: title.clone(),
        calendar: None,
    })
}

/// `place = ( "at" | "in" ) words`, up to what it is about.
fn place(i: Tokens<'_>) -> Rule<'_, String> {
    let (rest, _) = alt((word(Sense::Cue(Cue::At)), word(Sense::Link(Link::In)))).parse(i)?;
    let end = (1..rest.len())
        .find(|at| about(rest.skip(*at)).is_ok())
        .unwrap_or(rest.len());
    let words = without_filler(rest.upto(end));
    if words.is_empty() {
        return SyntaxError::miss(&rest, Expected::Text);
    }
    Ok((rest.skip(end), literal(&words)))
}

/// `"re" | ":" | "about" | "for"`
fn about(i: Tokens<'_>) -> Rule<'_, ()> {
    alt((
        marks(b":").map(|_| ()),
        one_of(&[Sense::Link(Link::About), Sense::Link(Link::For)]).map(|_| ()),
    ))
    .parse(i)
}

fn with(i: Tokens<'_>) -> Rule<'_, ()> {
    one_of(&[Sense::Link(Link::With), Sense::Link(Link::For)])
        .map(|_| ())
        .parse(i)
}

/// A command with a time that must be clear: where it is not, the question has the times it can be.
fn drafted<'a>(
    i: Tokens<'a>,
    due: Due<'_>,
    words: &Tokens<'_>,
    make: impl Fn(When) -> Intent,
) -> Rule<'a, Draft> {
    let end = i.skip(i.len());
    let dates = match due {
        // A day alone is no time to meet.
        Due::At(When::Day(date)) => due::hours(date, i.scope),
        Due::At(when) => return Ok((end, Draft::new(make(when)))),
        Due::Doubtful(dates) | Due::Inside(dates) | Due::Unclear(dates) => dates,
        Due::None | Due::Impossible(_) | Due::Repeated(_) => {
            return Err(nom::Err::Failure(SyntaxError::over(words, Expected::Date)));
        }
    };
    let Some(best) = dates.first() else {
        return Err(nom::Err::Failure(SyntaxError::over(words, Expected::Date)));
    };
    let question = Question {
        about: About::When,
        choices: dates
            .iter()
            .take(4)
            .map(|when| due::choice(due::label(*when, i.scope), make(*when)))
            .collect(),
    };
    Ok((end, Draft::new(make(*best)).with(Gate::Ask(question))))
}

/// `move = "move" ( appt_ref | [ article ] "appt" ( appt_ref | with contact_ref ) ) [ "to" | "until" | "by" ] when`
pub(super) fn moved(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = one_of(&[Sense::Verb(Verb::Move), Sense::Verb(Verb::Edit)])(i)?;
    let (rest, appointment) = appointment(rest)?;
    let (rest, _) = opt(word(Sense::Link(Link::To))).parse(rest)?;
    let start = without_filler(rest);
    let (rest, spec) = when(start)?;
    if !rest.is_empty() {
        return SyntaxError::miss(&rest, Expected::End);
    }
    let due = due::of(&spec, start);
    drafted(i, due, &start, |start| Intent::AppointmentMove {
        appointment: appointment.clone(),
        start: Some(start),
    })
}

/// `cancel = ( "cancel" | "delete" ) ( appt_ref | [ article ] "appt" ( appt_ref | with contact_ref ) )`
pub(super) fn cancel(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = one_of(&[Sense::Verb(Verb::Cancel), Sense::Verb(Verb::Delete)])(i)?;
    let (rest, appointment) = appointment(rest)?;
    let draft = Draft::new(Intent::AppointmentCancel { appointment });
    Ok((without_filler(rest), draft.with(Gate::Confirm)))
}

fn appointment(i: Tokens<'_>) -> Rule<'_, AppointmentRef> {
    if let Ok((rest, number)) = handle(i, "a") {
        return Ok((rest, AppointmentRef::Handle(number)));
    }
    let (rest, _) = opt(article).parse(i)?;
    let (rest, _) = noun(Noun::Appointment)(rest)?;
    if let Ok((rest, number)) = handle(rest, "a") {
        return Ok((rest, AppointmentRef::Handle(number)));
    }
    if let Ok((rest, number)) = crate::grammar::values::number::number(rest)
        && number.digits > 0
    {
        return Ok((rest, AppointmentRef::Handle(number.value)));
    }
    let (rest, ()) = with(rest)?;
    let (rest, who) = who(rest)?;
    Ok((rest, AppointmentRef::With { who }))
}

/// `list = [ show | ask ] [ "all" | "my" | article ] [ list_when ] "appts" { list_when | with contact_ref }`
pub(super) fn list(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, shown) = opt(one_of(&[Sense::Verb(Verb::Show), Sense::Verb(Verb::Ask)])).parse(i)?;
    let (mut rest, mut day) = (determiners(rest), None);
    if let Ok((after, said)) = super::list::list_when(rest) {
        (rest, day) = (after, Some(said));
    }
    // Some languages have one word for one appointment and for several.
    let (rest, _) = match noun(Noun::Appointments)(rest) {
        Err(_) if shown.is_some() => noun(Noun::Appointment)(rest)?,
        plural => plural?,
    };
    let mut rest = without_filler(rest);
    let mut person = None;
    while !rest.is_empty() {
        if day.is_none()
            && let Ok((after, said)) = super::list::list_when(rest)
        {
            (rest, day) = (after, Some(said));
        } else if let Ok((after, _)) = word(Sense::Link(Link::Have))(rest) {
            rest = after;
        } else if person.is_none() {
            let (after, _) = opt(with).parse(rest)?;
            let (after, said) = who(after)?;
            (rest, person) = (after, Some(said));
        } else {
            return SyntaxError::miss(&rest, Expected::End);
        }
    }
    Ok((
        rest,
        Draft::new(Intent::AppointmentList {
            who: person,
            when: day,
        }),
    ))
}

/// `list = "show" appt_ref`: one alone cannot be shown, but all can.
pub(super) fn shown(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = word(Sense::Verb(Verb::Show))(i)?;
    let (rest, _) = handle(rest, "a")?;
    let intent = Intent::AppointmentList {
        who: None,
        when: None,
    };
    Ok((without_filler(rest), Draft::new(intent).with(Gate::Suggest)))
}

/// `slots = [ show | ask ] "slots" [ list_when ] [ ( "for" | "in" ) calendar ]`
pub(super) fn slots(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = opt(one_of(&[Sense::Verb(Verb::Show), Sense::Verb(Verb::Ask)])).parse(i)?;
    let (rest, _) = noun(Noun::Slots)(rest)?;
    let rest = without_filler(rest);
    let (rest, day) = opt(super::list::list_when).parse(rest)?;
    let (rest, calendar) = match one_of(&[
        Sense::Link(Link::For),
        Sense::Link(Link::In),
        Sense::Link(Link::With),
    ])(rest)
    {
        Ok((after, _)) if !after.is_empty() => (after.skip(after.len()), Some(literal(&after))),
        _ => (rest, None),
    };
    Ok((
        rest,
        Draft::new(Intent::SlotsList {
            when: day,
            calendar,
        }),
    ))
}

/// `agenda = "agenda" [ [ "for" ] list_when ]`
pub(super) fn agenda(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = word(Sense::Verb(Verb::Agenda))(i)?;
    let rest = without_filler(rest);
    let (rest, _) = opt(word(Sense::Link(Link::For))).parse(rest)?;
    let (rest, day) = opt(super::list::list_when).parse(rest)?;
    let when = day.filter(|day| *day != crate::domain::ListWhen::Today);
    Ok((rest, Draft::new(Intent::Agenda { when })))
}

/// `agenda = "today" | "tomorrow"`, the plain words alone.
pub(super) fn agenda_of(i: Tokens<'_>) -> Rule<'_, Draft> {
    let end = i.skip(i.len());
    // "tomorrow?" is as likely talk.
    let asks = i.toks.iter().any(|tok| tok.is_mark(b'?'));
    let i = without_filler(i);
    let plain = i.len() == 1
        && !asks
        && i.sense(|sense| matches!(sense, Sense::Day(0 | 1, None)).then_some(()))
            .is_some_and(|(_, (), meaning)| {
                meaning.quality == crate::grammar::lexicon::sense::Quality::Exact
            })
        && i.first().is_some_and(|tok| {
            let said = i.scope.lexicon.say(i.scope.lang, Sense::Day(0, None));
            let next = i.scope.lexicon.say(i.scope.lang, Sense::Day(1, None));
            let text = i.folded(tok);
            !tok.guessed && (text == said || text == next)
        });
    if !plain {
        return SyntaxError::miss(&i, Expected::Command);
    }
    let (_, spec) = when(i)?;
    let Ok(Settled { when, .. }) = settle(&spec, i.scope) else {
        return SyntaxError::miss(&i, Expected::Date);
    };
    let tomorrow = when.date() != i.scope.sender.now.date();
    let when = tomorrow.then_some(crate::domain::ListWhen::Tomorrow);
    Ok((end, Draft::new(Intent::Agenda { when })))
}
