//! One outcome of every kind, with fields as long and as odd as asked for.

use fieldline::domain::{
    About, Choice, Contact, ContactId, Details, Handle, Intent, Lang, Note, NoteId, Outcome,
    Person, Phone, Problem, Question, Role, Task, TaskId, TaskRef, When,
};
use jiff::Timestamp;

/// What free texts look like.
#[derive(Clone, Copy)]
pub(crate) struct Style {
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    /// The number of every handle.
    pub(crate) number: u32,
}

pub(crate) const PLAIN: Style = Style {
    name: "Jane Doe",
    title: "Call back",
    number: 42,
};

/// All that GSM-7 has, at length, with a line break and a cursor movement.
pub(crate) const LONG: Style = Style {
    name: "Maximiliane Wolfeschlegelsteinhausenbergerdorff-Papadopoulos de la Cruz y Montenegro",
    title: "Send the revised quote for the roof, gutters and both skylights\r\nbefore the \u{1b}[2Jinsurance inspector comes & call {everybody} ~ who [asked] €",
    number: 4_294_967_295,
};

/// What forces UCS-2.
pub(crate) const FOREIGN: Style = Style {
    name: "Константин Константинопольский-Задунайский",
    title: "Перезвонить насчёт крыши 👨‍👩‍👧‍👦🏠 и желобов, как только будет смета, до пятницы вечером",
    number: 4_294_967_295,
};

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn phone() -> Phone {
    "+14155550132".parse().unwrap()
}

pub(crate) fn contact(style: Style) -> Contact {
    Contact {
        id: ContactId::from("ct_jane"),
        handle: Some(Handle::contact(style.number)),
        name: style.name.to_owned(),
        phone: Some(phone()),
        email: Some("jane.doe@example.com".to_owned()),
        company: Some("Doe & Sons".to_owned()),
        tags: vec!["customer".to_owned(), "vip".to_owned()],
    }
}

pub(crate) fn task(style: Style, number: u32) -> Task {
    Task {
        id: TaskId(format!("t{number}")),
        contact: ContactId::from("ct_jane"),
        handle: Some(Handle::task(number)),
        title: style.title.to_owned(),
        body: Some(style.title.to_owned()),
        due: Some(at("2026-03-05T21:00:00Z")),
        completed: false,
        assignee: None,
        contact_name: Some(style.name.to_owned()),
    }
}

pub(crate) fn tasks(style: Style, count: u32) -> Vec<Task> {
    (0..count)
        .map(|place| task(style, style.number - count + 1 + place))
        .collect()
}

pub(crate) fn note(style: Style) -> Note {
    Note {
        id: NoteId::from("n_7"),
        contact: ContactId::from("ct_jane"),
        handle: Some(Handle::note(style.number)),
        body: style.title.to_owned(),
        added: Some(at("2026-03-02T15:00:00Z")),
    }
}

pub(crate) fn person() -> Person {
    Person {
        phone: "+15551230001".parse().unwrap(),
        name: "Bob Ray".to_owned(),
        role: Role::Staff,
        user_id: None,
        lang: Lang::en(),
        tz: "America/Chicago".to_owned(),
    }
}

pub(crate) fn choice(label: &str) -> Choice {
    Choice {
        label: label.to_owned(),
        intent: None,
        contact: None,
        task: None,
    }
}

/// Outcomes about one thing: they have to fit one SMS.
pub(crate) fn single(style: Style) -> Vec<Outcome> {
    let contact = || contact(style);
    let one = || vec![task(style, style.number)];
    let three = || tasks(style, 3);
    let text = || style.title.to_owned();
    let tags = || vec!["vip".to_owned(), style.title.to_owned()];
    vec![
        Outcome::TaskCreated {
            task: task(style, style.number),
            contact: Some(contact()),
            due: Some(When::At(at("2026-03-05T21:00:00Z"), jiff::tz::offset(-6))),
            assignee: Some(style.name.to_owned()),
        },
        Outcome::TaskCreated {
            task: task(style, style.number),
            contact: None,
            due: Some(When::Day(jiff::civil::date(2027, 3, 5))),
            assignee: None,
        },
        Outcome::TasksCompleted {
            tasks: one(),
            already: vec![],
            gone: vec![],
        },
        Outcome::TasksCompleted {
            tasks: vec![],
            already: one(),
            gone: vec![],
        },
        Outcome::TasksCompleted {
            tasks: vec![],
            already: vec![],
            gone: vec![style.number],
        },
        Outcome::TasksCompleted {
            tasks: three(),
            already: vec![],
            gone: vec![style.number],
        },
        Outcome::TasksReopened {
            tasks: one(),
            already: vec![],
            gone: vec![],
        },
        Outcome::TasksReopened {
            tasks: vec![],
            already: one(),
            gone: vec![style.number, style.number],
        },
        Outcome::TasksDeleted {
            tasks: one(),
            gone: vec![],
        },
        Outcome::NoteAdded {
            note: note(style),
            contact: contact(),
        },
        Outcome::ContactCreated { contact: contact() },
        Outcome::ContactExists { contact: contact() },
        Outcome::TagsAdded {
            contact: contact(),
            tags: tags(),
            new: tags(),
        },
        Outcome::TagsAdded {
            contact: contact(),
            tags: vec!["vip".to_owned()],
            new: vec![],
        },
        Outcome::TagsRemoved {
            contact: contact(),
            tags: tags(),
        },
        Outcome::TagsUnchanged {
            contact: contact(),
            tags: tags(),
            had: true,
        },
        Outcome::TagsUnchanged {
            contact: contact(),
            tags: tags(),
            had: false,
        },
        Outcome::LeadRegistered {
            contact: contact(),
            reply: None,
        },
        Outcome::LeadNoted { contact: contact() },
        Outcome::Greeted,
        Outcome::WhoAmI {
            person: Some(Person {
                name: style.name.to_owned(),
                ..person()
            }),
            phone: phone(),
        },
        Outcome::WhoAmI {
            person: None,
            phone: phone(),
        },
        Outcome::Undone { text: text() },
        Outcome::NothingToUndo,
        Outcome::NotUndone {
            text: text(),
            why: "changed_since".to_owned(),
        },
        Outcome::NotUndone {
            text: text(),
            why: "gone".to_owned(),
        },
        Outcome::NotUndone {
            text: text(),
            why: "not_undoable".to_owned(),
        },
        Outcome::NothingMore,
        Outcome::NothingAsked,
        Outcome::NotACommand,
        Outcome::Delayed,
        Outcome::NotAnAnswer {
            question: Question {
                about: About::Who,
                choices: vec![choice(style.name), choice(style.title)],
            },
        },
        Outcome::NotAnAnswer {
            question: Question {
                about: About::Code,
                choices: vec![],
            },
        },
        Outcome::Dropped,
        Outcome::CodeFailed,
        Outcome::OptedOut,
        Outcome::OptedIn,
        Outcome::Unclear {
            problem: Problem {
                at: [5, 13],
                found: "thrusday".to_owned(),
                expected: vec!["date".to_owned()],
                near: Some("thursday".to_owned()),
                example: Some("task call Jane thursday".to_owned()),
            },
        },
        Outcome::Unclear {
            problem: Problem {
                at: [0, 5],
                found: text(),
                expected: vec!["date".to_owned(), "task".to_owned(), "tag".to_owned()],
                near: None,
                example: Some(text()),
            },
        },
        Outcome::Unclear {
            problem: Problem {
                at: [4, 4],
                found: String::new(),
                expected: vec!["task".to_owned()],
                near: None,
                example: None,
            },
        },
        Outcome::NoSuchTask {
            number: Some(style.number),
            title: None,
            open: tasks(style, 7),
        },
        Outcome::NoSuchTask {
            number: None,
            title: Some(text()),
            open: vec![],
        },
        Outcome::NoSuchTask {
            number: None,
            title: None,
            open: vec![],
        },
        Outcome::NoSuchContact {
            query: style.name.to_owned(),
            near: vec![],
        },
        Outcome::NoSuchContact {
            query: "(415) 555-0199".to_owned(),
            near: vec![],
        },
        Outcome::NoSuchContact {
            query: String::new(),
            near: vec![],
        },
        Outcome::NoSuchContact {
            query: "Jnae".to_owned(),
            near: vec![contact()],
        },
        Outcome::NoSuchColleague {
            name: style.name.to_owned(),
        },
        Outcome::NotYet {
            intent: "appointment.book".to_owned(),
        },
        Outcome::NotAllowed {
            intent: "task.complete".to_owned(),
        },
        Outcome::NoUser { user: None },
        Outcome::NotKept {
            what: vec!["due".to_owned(), "assignee".to_owned()],
        },
        Outcome::NeedsFullWords {
            intent: Box::new(Intent::TaskDelete {
                tasks: vec![TaskRef::Handle(style.number)],
            }),
        },
        Outcome::Refused { reason: text() },
        Outcome::NeedsReview {
            what: "task.create".to_owned(),
        },
        Outcome::Expired {
            since: at("2026-03-03T10:05:00Z"),
        },
    ]
}

/// Outcomes that take what the budget gives.
pub(crate) fn long(style: Style) -> Vec<Outcome> {
    vec![
        Outcome::TasksShown {
            tasks: vec![task(style, style.number)],
        },
        Outcome::TaskList {
            tasks: tasks(style, 12),
            total: 12,
            of: None,
        },
        Outcome::TaskList {
            tasks: tasks(style, 1),
            total: 1,
            of: Some(style.name.to_owned()),
        },
        Outcome::TaskList {
            tasks: vec![],
            total: 0,
            of: None,
        },
        Outcome::NoteList {
            notes: vec![note(style), note(style)],
            contact: contact(style),
            total: 2,
        },
        Outcome::NoteList {
            notes: vec![],
            contact: contact(style),
            total: 0,
        },
        Outcome::ContactShown {
            contact: contact(style),
            open_tasks: Some(2),
        },
        Outcome::ContactsFound {
            contacts: vec![contact(style); 6],
            query: style.name.to_owned(),
            total: 6,
        },
        Outcome::ContactsFound {
            contacts: vec![],
            query: style.name.to_owned(),
            total: 0,
        },
        Outcome::Helped { topic: None },
        Outcome::Helped {
            topic: Some("task".to_owned()),
        },
        Outcome::Helped {
            topic: Some("note".to_owned()),
        },
        Outcome::Helped {
            topic: Some("tag".to_owned()),
        },
        Outcome::Helped {
            topic: Some("contact".to_owned()),
        },
        Outcome::Helped {
            topic: Some("undo".to_owned()),
        },
        Outcome::Partly {
            done: Box::new(Outcome::ContactCreated {
                contact: contact(style),
            }),
            failed: vec![Outcome::NotKept {
                what: vec!["email".to_owned()],
            }],
        },
    ]
}

/// Outcomes without a reply.
pub(crate) fn silent() -> Vec<Outcome> {
    vec![
        Outcome::Ignored {
            why: "reaction".to_owned(),
        },
        Outcome::Answered { answer: None },
    ]
}

pub(crate) fn every(style: Style) -> Vec<Outcome> {
    let mut all = single(style);
    all.extend(long(style));
    all
}

pub(crate) fn details() -> Details {
    Details {
        name: Some("Jane Doe".to_owned()),
        ..Details::default()
    }
}
