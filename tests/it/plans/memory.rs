//! What a message refers to, and what it leaves for the next.

use fieldline::domain::{Handle, Intent, Outcome, TaskRef, Thread, Who};
use fieldline::plan::{References, references, thread_after};
use jiff::Timestamp;

use crate::replies::samples::{PLAIN, contact, task, tasks};

fn now() -> Timestamp {
    "2026-03-03T16:30:00Z".parse().unwrap()
}

#[test]
fn handles_and_people_are_what_has_to_be_looked_up() {
    let done = Intent::TaskComplete {
        tasks: vec![
            TaskRef::Handle(42),
            TaskRef::Last { last: true },
            TaskRef::Handle(42),
        ],
    };
    let expected = References {
        handles: vec![Handle::task(42)],
        last_task: true,
        ..References::default()
    };
    assert_eq!(references(&done), expected);

    let tag = Intent::TagAdd {
        who: Who::Contact(12),
        tags: vec!["vip".to_owned()],
    };
    let expected = References {
        handles: vec![Handle::contact(12)],
        tags: vec!["vip".to_owned()],
        ..References::default()
    };
    assert_eq!(references(&tag), expected);
}

#[test]
fn what_is_sought_is_a_number_an_address_or_a_name() {
    let sought = |query: &str| {
        let query = query.to_owned();
        references(&Intent::ContactFind { query }).who
    };
    assert_eq!(sought("555-0142"), Some(Who::Digits("5550142".to_owned())));
    assert_eq!(
        sought("jane@x.com"),
        Some(Who::Email("jane@x.com".to_owned()))
    );
    assert_eq!(sought(" jane "), Some(Who::Name("jane".to_owned())));
    assert_eq!(sought("route 66"), Some(Who::Name("route 66".to_owned())));
}

#[test]
fn one_task_is_remembered_and_of_a_list_none() {
    let list = |count| Outcome::TaskList {
        tasks: tasks(PLAIN, count),
        total: 3,
        of: None,
    };
    let before = Thread::default();
    let after = thread_after(&before, &[list(1)], now());
    assert_eq!(after.task, Some(Handle::task(42)));
    assert_eq!(after.contact, Some((contact(PLAIN).id, now())));
    assert_eq!(thread_after(&before, &[list(3)], now()), before);
    assert_eq!(thread_after(&after, &[list(3)], now()), after);
}

#[test]
fn the_last_of_several_commands_is_the_one_remembered() {
    let done = |number| Outcome::TasksCompleted {
        tasks: vec![task(PLAIN, number)],
        already: vec![],
        gone: vec![],
    };
    let partly = Outcome::Partly {
        done: Box::new(done(43)),
        failed: vec![Outcome::NothingMore],
    };
    let after = thread_after(&Thread::default(), &[done(42), partly], now());
    assert_eq!(after.task, Some(Handle::task(43)));
}
