//! Lists of tasks and their filters.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::opt;

use super::Draft;
use crate::domain::{Assignee, Intent, ListState, ListWhen, Who};
use crate::grammar::error::{Expected, SyntaxError};
use crate::grammar::lexicon::sense::{Cue, Filter, Link, Noun, Sense, Verb};
use crate::grammar::tokens::{Rule, Tokens, article, noun, one_of, pick, word};
use crate::grammar::values::free::without_filler;
use crate::grammar::values::when::{Settled, settle, when};
use crate::grammar::values::who::{at_assignee, who};

/// ```ebnf
/// list   = [ show | ask ] [ "all" ] [ "my" | article ] [ state | list_when ] "tasks" { filter } ;
/// filter = [ "for" | "of" ] contact_ref | "for" "me" | "@" name | state | list_when ;
/// ```
pub(super) fn list(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = opt(one_of(&[Sense::Verb(Verb::Show), Sense::Verb(Verb::Ask)])).parse(i)?;
    let mut list = List::default();
    let (mut rest, _) = opt(alt((
        word(Sense::Link(Link::All)),
        word(Sense::Link(Link::Me)),
    )))
    .parse(rest)?;
    loop {
        if let Ok((after, _)) = alt((
            word(Sense::Link(Link::My)),
            word(Sense::Link(Link::All)),
            article.map(|_| crate::grammar::lexicon::sense::Quality::Exact),
        ))
        .parse(rest)
        {
            rest = after;
        } else if let Some(after) = list.filter(rest) {
            rest = after;
        } else {
            break;
        }
    }
    let (rest, _) = noun(Noun::Tasks)(rest)?;
    list.finish(rest)
}

/// `list = "task" ( list_when | state )`, where a person says only that.
pub(super) fn after_noun(i: Tokens<'_>) -> Rule<'_, Draft> {
    let (rest, _) = noun(Noun::Task)(i)?;
    let (rest, _) = word(Sense::Verb(Verb::Show))(rest)?;
    List::default().finish(rest)
}

/// `list = "my" [ filter ] "tasks" { filter }`
pub(super) fn mine(i: Tokens<'_>) -> Rule<'_, Draft> {
    let begins = alt((
        word(Sense::Link(Link::My)),
        word(Sense::Link(Link::All)),
        word(Sense::Filter(Filter::Open)),
        word(Sense::Filter(Filter::Done)),
        word(Sense::Filter(Filter::Overdue)),
        pick(|sense| match sense {
            Sense::Day(..) | Sense::Weekday(_) => {
                Some(crate::grammar::lexicon::sense::Quality::Exact)
            }
            _ => None,
        }),
    ))
    .parse(i);
    match begins {
        Ok(_) => list(i),
        Err(error) => Err(error),
    }
}

/// The filters of a list.
#[derive(Default)]
struct List {
    who: Option<Who>,
    assignee: Option<Assignee>,
    when: Option<ListWhen>,
    state: Option<ListState>,
}

impl List {
    fn finish(mut self, i: Tokens<'_>) -> Rule<'_, Draft> {
        let mut rest = without_filler(i);
        while !rest.is_empty() {
            let have = word(Sense::Link(Link::Have))(rest).ok();
            let filler = have.map(|(after, _)| after);
            match filler
                .or_else(|| self.filter(rest))
                .or_else(|| self.person(rest))
            {
                Some(after) => rest = after,
                None => return SyntaxError::miss(&rest, Expected::Contact),
            }
        }
        let intent = Intent::TaskList {
            who: self.who,
            assignee: self.assignee,
            when: self.when,
            state: self.state,
        };
        Ok((rest, Draft::new(intent)))
    }

    /// `list_when | state`
    fn filter<'a>(&mut self, i: Tokens<'a>) -> Option<Tokens<'a>> {
        if self.state.is_none()
            && let Ok((rest, state)) = pick(|sense| match sense {
                Sense::Filter(Filter::Open) => Some(ListState::Open),
                Sense::Filter(Filter::Done) => Some(ListState::Done),
                _ => None,
            })(i)
        {
            self.state = Some(state);
            return Some(rest);
        }
        if self.when.is_some() {
            return None;
        }
        let (rest, when) = list_when(i).ok()?;
        self.when = Some(when);
        Some(rest)
    }

    /// `[ "for" | "of" | "with" ] ( "me" | contact_ref ) | "@" name`
    fn person<'a>(&mut self, i: Tokens<'a>) -> Option<Tokens<'a>> {
        if self.assignee.is_none()
            && let Ok((rest, assignee)) = at_assignee(i)
        {
            self.assignee = Some(assignee);
            return Some(rest);
        }
        let (rest, _) = opt(one_of(&[
            Sense::Link(Link::For),
            Sense::Link(Link::Of),
            Sense::Link(Link::With),
            Sense::Link(Link::About),
        ]))
        .parse(i)
        .ok()?;
        if self.assignee.is_none()
            && let Ok((rest, _)) = word(Sense::Link(Link::Me))(rest)
        {
            self.assignee = Some(Assignee::Me(true));
            return Some(rest);
        }
        if self.who.is_some() {
            return None;
        }
        let (rest, who) = who(rest).ok()?;
        self.who = Some(who);
        Some(rest)
    }
}

/// `list_when = [ "due" | "for" ] ( "today" | "tomorrow" | "overdue" | "week" | date )`
pub(super) fn list_when(i: Tokens<'_>) -> Rule<'_, ListWhen> {
    if let Ok((rest, _)) = word(Sense::Filter(Filter::Overdue))(i) {
        return Ok((rest, ListWhen::Overdue));
    }
    let (due, _) = opt(alt((word(Sense::Cue(Cue::By)), word(Sense::Cue(Cue::On))))).parse(i)?;
    if let Ok((rest, _)) = word(Sense::Filter(Filter::Week))(due) {
        return Ok((rest, ListWhen::Week));
    }
    let (rest, spec) = when(i)?;
    let Ok(Settled { when, .. }) = settle(&spec, i.scope) else {
        return SyntaxError::miss(&i, Expected::Date);
    };
    let today = i.scope.sender.now.date();
    let date = when.date();
    let list = if date == today {
        ListWhen::Today
    } else if today.tomorrow().is_ok_and(|tomorrow| tomorrow == date) {
        ListWhen::Tomorrow
    } else {
        ListWhen::On(date)
    };
    Ok((rest, list))
}
