//! The gist of a request that no form fits: what it is about and what shall happen, from telling words anywhere in it. It never
//! runs; the sender is asked whether that is meant.

mod said;

use said::{day, meant};
pub(super) use said::{is_refused, is_report};

use super::error::Expected;
use super::lexer::Kind;
use super::lexicon::sense::{Gist, Link, Noun, Sense, Verb};
use super::tokens::Tokens;
use super::values::free::{literal, without_filler};
use super::values::when::{settle, tail};
use crate::domain::{AppointmentRef, Details, Intent, ListWhen, TaskRef, When};

/// Longer messages are stories, not requests.
const LONGEST: usize = 30;

/// Requests say what shall happen among their first words.
const OPENING: usize = 9;

/// A verb among the first words begins the request.
const NEAR: usize = 2;

/// Longer ones without a verb are talk.
const SHORT: usize = 8;

/// A list that is only named has no more words.
const FEW: usize = 3;

/// The most words of a name.
const LONGEST_NAME: usize = 4;

/// What a request probably means.
pub(super) enum Meant {
    /// This, if the sender says so.
    Intent(Box<Intent>),
    /// Something is missing: the kind of intent whose example shows what.
    Incomplete(&'static str, Expected),
}

/// What a request is probably about. `None` for talk.
///
/// The first telling verb or question word decides what shall happen, the nouns what it happens to.
pub(super) fn gist(i: &Tokens<'_>) -> Option<Meant> {
    if i.len() > LONGEST || i.len() < 2 || said::has_sentences(i) {
        return None;
    }
    let objects = Objects::of(i);
    let action = action(i, &objects);
    if said::refuses(i, action.as_ref()) {
        return None;
    }
    if let Some(action) = action
        && let Some(end) = said::marked(i, &action)
    {
        let i = &i.upto(end);
        let request = Request { i, action, objects };
        return request.of_tasks(|tasks| Intent::TaskComplete { tasks }, "task.complete");
    }
    if find(i, &[Gist::Help]).is_some() {
        let adds = action.as_ref().is_some_and(|found| found.gist == Gist::Add);
        if !adds || objects.first().is_none() {
            return Some(Meant::Intent(Box::new(Intent::Help { topic: None })));
        }
    }
    let Some(action) = action else {
        let event = objects.calendar.or(objects.event);
        if let Some(start) = event.and_then(|event| said::announced(i, event.from)) {
            return meant(Intent::AppointmentBook {
                who: None,
                start: Some(start),
                end: None,
                place: None,
                title: Some(literal(&without_filler(*i))),
                calendar: None,
            });
        }
        let ours = objects.list.is_some_and(|list| {
            let before = list.from.checked_sub(1).map(|at| i.skip(at));
            let dated = || day(i).is_some();
            i.len() <= SHORT
                && before.is_some_and(|list| {
                    list.is(Sense::Link(Link::My)) || (list.is(Sense::Link(Link::The)) && dated())
                })
        });
        if ours || (i.len() <= FEW && objects.list.is_some()) {
            return meant(Intent::TaskList {
                who: None,
                assignee: None,
                when: day(i),
                state: None,
            });
        }
        return objects
            .calendar
            .filter(|found| {
                let several = i.skip(found.from).is(Sense::Noun(Noun::Appointments));
                found.from < NEAR && i.len() <= SHORT && several
            })
            .map(|_| {
                Meant::Intent(Box::new(Intent::AppointmentList {
                    who: None,
                    when: day(i),
                }))
            });
    };
    Request { i, action, objects }.meant()
}

/// Telling words: what they tell, and where they stand.
#[derive(Clone, Copy)]
struct Found {
    gist: Gist,
    from: usize,
    to: usize,
}

/// The verb or question word of a request, which is no part of what it is about: "to the grocery list add milk".
fn action(i: &Tokens<'_>, objects: &Objects) -> Option<Found> {
    let opening = i.upto(OPENING.min(i.len()));
    let mut rest = match find(&opening, &[Gist::Skip]) {
        Some(found) if found.from < NEAR && !said::asks(&opening, &found) => opening.skip(found.to),
        _ => opening,
    };
    while !rest.is_empty() {
        let skipped = opening.len().saturating_sub(rest.len());
        let mut found = find(
            &rest,
            &[
                Gist::Ask,
                Gist::Plan,
                Gist::Add,
                Gist::Remove,
                Gist::Move,
                Gist::Done,
            ],
        )?;
        found.from = found.from.saturating_add(skipped);
        found.to = found.to.saturating_add(skipped);
        let inside = objects
            .list
            .is_some_and(|list| found.from > 0 && (list.from..list.to).contains(&found.from));
        if !inside {
            return Some(said::then(i, &found).unwrap_or(found));
        }
        rest = opening.skip(found.to);
    }
    find(i, &[Gist::Done, Gist::Remove])
}

fn find(i: &Tokens<'_>, wanted: &[Gist]) -> Option<Found> {
    let mut hidden = 0_usize;
    (0..i.len()).find_map(|from| {
        let (count, gist, _) = i.skip(from).sense(|sense| match sense {
            Sense::Gist(gist) if gist == Gist::Else || wanted.contains(&gist) => Some(gist),
            _ => None,
        })?;
        if gist == Gist::Else {
            hidden = hidden.max(from.saturating_add(count));
            return None;
        }
        (from >= hidden).then_some(Found {
            gist,
            from,
            to: from.saturating_add(count),
        })
    })
}

/// What a request may be about, where it is said.
struct Objects {
    list: Option<Found>,
    remind: Option<Found>,
    calendar: Option<Found>,
    tasks: Option<Found>,
    contacts: Option<Found>,
    event: Option<Found>,
    /// Tasks and appointments together.
    agenda: Option<Found>,
    /// How somebody is reached: only ever asked for.
    reach: Option<Found>,
}

impl Objects {
    fn of(i: &Tokens<'_>) -> Self {
        let contacts = find(i, &[Gist::Contacts]);
        let calendar = find(i, &[Gist::Calendar]);
        // "contact list", "list of meetings", "list my meetings": no list of its own.
        let list = find(i, &[Gist::List]).filter(|list| {
            let inside = contacts.is_some_and(|found| (found.from..found.to).contains(&list.from));
            let of = list.from == 0 || i.skip(list.to).is(Sense::Link(Link::Of));
            !inside && (!of || calendar.is_none())
        });
        Self {
            list,
            remind: find(i, &[Gist::Remind]),
            calendar,
            tasks: find(i, &[Gist::Tasks]),
            contacts,
            event: find(i, &[Gist::Event]),
            agenda: find(i, &[Gist::Agenda]),
            reach: find(i, &[Gist::Reach]),
        }
    }

    fn first(&self) -> Option<&Found> {
        self.list
            .as_ref()
            .or(self.remind.as_ref())
            .or(self.calendar.as_ref())
            .or(self.tasks.as_ref())
            .or(self.contacts.as_ref())
            .or(self.reach.as_ref())
    }
}

/// A request that says what shall happen.
struct Request<'i, 'a> {
    i: &'i Tokens<'a>,
    action: Found,
    objects: Objects,
}

impl Request<'_, '_> {
    fn meant(&self) -> Option<Meant> {
        let objects = &self.objects;
        let about = |found: Option<Found>| found.is_some();
        let (listed, planned) = (
            about(objects.list) || about(objects.remind),
            about(objects.calendar),
        );
        // What has no object of ours may still be something to attend: it begins with the verb and tells what or when.
        let orders = self.i.skip(self.action.from).sense(|sense| match sense {
            Sense::Verb(_) => Some(()),
            _ => None,
        });
        let on_day = about(objects.event) && day(self.i).is_some();
        let dated = self.action.from == 0
            && ((orders.is_some() && (about(objects.event) || self.timed()))
                || (on_day && self.orders()))
            && !self.i.toks.iter().any(|tok| tok.is_mark(b','));
        let tasks = about(objects.tasks);
        let reached = about(objects.contacts) || about(objects.reach);
        // A phone or an address may be new, but so may be anybody's.
        let only_reach = !about(objects.contacts);
        let asks_when = on_day && self.action.from == 0 && !reached;
        let adds = self.action.gist == Gist::Add;
        let marked = self.i.is(Sense::Verb(Verb::Mark));
        match self.action.gist {
            Gist::Ask if about(objects.agenda) && !listed && only_reach => meant(Intent::Agenda {
                when: day(self.i).filter(|day| *day != ListWhen::Today),
            }),
            Gist::Ask if listed || (tasks && !planned) => self.tasks(),
            Gist::Ask if reached && !planned => self.contact(),
            Gist::Ask if planned || asks_when || self.asks_when() => self.appointments(),
            Gist::Plan if listed && !planned => self.new_task(),
            Gist::Plan if planned || about(objects.event) || day(self.i).is_some() => self.book(),
            Gist::Add if reached && !listed && !planned && !only_reach => self.new_contact(),
            Gist::Add | Gist::Move if listed || (tasks && adds && !planned) => self.new_task(),
            Gist::Remove if listed || (tasks && !planned) => {
                self.of_tasks(|tasks| Intent::TaskDelete { tasks }, "task.delete")
            }
            Gist::Remove if planned || dated || self.calls_off() => self.cancel(),
            Gist::Move if planned || dated => self.moved(),
            Gist::Done if listed || tasks || self.marks() => {
                self.of_tasks(|tasks| Intent::TaskComplete { tasks }, "task.complete")
            }
            Gist::Add | Gist::Done if (planned || dated) && (adds || marked) => self.book(),
            _ => None,
        }
    }

    /// The words the request is about.
    fn content(&self) -> Option<String> {
        content(self.i, &self.action, self.objects.first())
    }

    /// The date at the end.
    fn date(&self) -> Option<When> {
        let found = tail(said::without_verb(*self.i)).filter(|found| found.spec.is_strong())?;
        settle(&found.spec, self.i.scope)
            .ok()
            .map(|settled| settled.when)
    }

    /// A time is said; for what is new, a day alone is as likely talk: "new delivery comes friday".
    fn timed(&self) -> bool {
        let adds = self.action.gist == Gist::Add;
        self.date()
            .is_some_and(|when| !adds || matches!(when, When::At(..)))
    }

    /// "when will the match start"
    fn asks_when(&self) -> bool {
        find(self.i, &[Gist::When]).is_some_and(|found| found.from == 0)
            && self.objects.event.is_some()
    }

    /// "cancel my trip to Seattle", not "cancel that".
    fn calls_off(&self) -> bool {
        let behind = self.i.skip(self.action.to);
        self.action.from == 0
            && self.i.is(Sense::Verb(Verb::Cancel))
            && behind.len() > 1
            && behind.is(Sense::Link(Link::My))
    }

    /// "mark buy fish as completed"
    fn marks(&self) -> bool {
        self.action.from < NEAR && find(&self.i.skip(self.action.to), &[Gist::Done]).is_some()
    }

    fn tasks(&self) -> Option<Meant> {
        meant(Intent::TaskList {
            who: None,
            assignee: None,
            when: day(self.i),
            state: None,
        })
    }

    fn appointments(&self) -> Option<Meant> {
        meant(Intent::AppointmentList {
            who: None,
            when: day(self.i),
        })
    }

    fn contact(&self) -> Option<Meant> {
        match self.content().filter(|_| said::names_somebody(self.i)) {
            Some(query) => meant(Intent::ContactFind { query }),
            None => self
                .names_contact()
                .then_some(Meant::Incomplete("contact.find", Expected::Contact)),
        }
    }

    fn new_task(&self) -> Option<Meant> {
        let Some(title) = self.content() else {
            let noun = (0..self.i.len()).any(|at| self.i.skip(at).is(Sense::Noun(Noun::Task)));
            let item = self.orders() && self.objects.tasks.is_some();
            let named = noun || item || self.objects.list.is_some();
            return named.then_some(Meant::Incomplete("task.create", Expected::Text));
        };
        meant(Intent::TaskCreate {
            who: None,
            title,
            due: None,
            assignee: None,
            priority: None,
        })
    }

    /// It begins with the verb and is one clause: "new phone, who is this?" orders nothing.
    fn orders(&self) -> bool {
        let sign = |mark: u8| self.i.toks.iter().any(|tok| tok.is_mark(mark));
        self.action.from == 0 && !sign(b',') && !sign(b'?')
    }

    /// The word "contact" itself.
    fn names_contact(&self) -> bool {
        (0..self.i.len()).any(|at| {
            let rest = self.i.skip(at);
            rest.is(Sense::Noun(Noun::Contact)) || rest.is(Sense::Noun(Noun::Contacts))
        })
    }

    fn new_contact(&self) -> Option<Meant> {
        let noun = self.names_contact() || self.orders();
        let name = self
            .content()
            .filter(|name| {
                name.split_whitespace().count() <= LONGEST_NAME && said::names_somebody(self.i)
            })
            .filter(|name| {
                name.chars()
                    .all(|c| c.is_alphabetic() || " -'.".contains(c))
            });
        let Some(name) = name else {
            return noun.then_some(Meant::Incomplete("contact.create", Expected::Contact));
        };
        let details = Details {
            name: Some(name),
            ..Details::default()
        };
        meant(Intent::ContactCreate { details })
    }

    fn book(&self) -> Option<Meant> {
        let start = tail(said::without_verb(*self.i))
            .and_then(|found| settle(&found.spec, self.i.scope).ok())
            .map(|settled| settled.when);
        meant(Intent::AppointmentBook {
            who: None,
            start,
            end: None,
            place: None,
            title: self.content(),
            calendar: None,
        })
    }

    fn cancel(&self) -> Option<Meant> {
        meant(Intent::AppointmentCancel {
            appointment: AppointmentRef::Said {
                title: self.content(),
                when: day(self.i),
            },
        })
    }

    fn moved(&self) -> Option<Meant> {
        // A number alone is a task's.
        let title = self.content();
        if title.as_deref().and_then(said::handle).is_some() {
            return None;
        }
        meant(Intent::AppointmentMove {
            appointment: AppointmentRef::Said { title, when: None },
            start: None,
        })
    }

    fn of_tasks(
        &self,
        make: impl Fn(Vec<TaskRef>) -> Intent,
        example: &'static str,
    ) -> Option<Meant> {
        match self.content() {
            Some(title) => meant(make(vec![said::task(title)])),
            None => Some(Meant::Incomplete(example, Expected::Task)),
        }
    }
}

/// The words the request is about: between the verb and the list they are on, behind "reminder to", or behind the verb.
fn content(i: &Tokens<'_>, action: &Found, object: Option<&Found>) -> Option<String> {
    let words = if let Some(object) = object.filter(|object| object.from >= action.to) {
        let between = i.upto(object.from).skip(action.to);
        let inner = without_links(between);
        if inner.is_empty() {
            without_links(i.skip(object.to))
        } else {
            inner
        }
    } else {
        match without_links(i.skip(action.to)) {
            behind if behind.is_empty() => without_links(said::before_verb(
                i,
                object.map(|object| (object.from, object.to)),
                action.from,
            )),
            behind => behind,
        }
    };
    let words = said::without_verb(words);
    let some = words
        .toks
        .iter()
        .any(|tok| !matches!(tok.kind, Kind::Mark(_) | Kind::Newline));
    some.then(|| literal(&words))
}

/// Without small words at both ends.
fn without_links(i: Tokens<'_>) -> Tokens<'_> {
    let mut rest = i;
    while let Some((count, ..)) = rest.sense(|sense| match sense {
        Sense::Link(_) => Some(()),
        _ => None,
    }) {
        rest = rest.skip(count);
    }
    while let Some(last) = rest.len().checked_sub(1) {
        let link = rest.skip(last).sense(|sense| match sense {
            Sense::Link(link) if link != Link::Me => Some(()),
            _ => None,
        });
        if link.is_none() {
            break;
        }
        rest = rest.upto(last);
    }
    rest
}
