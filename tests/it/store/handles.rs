//! Short numbers and the mirror of the CRM.

use fieldline::domain::{CrmCall, Handle, LineName, Note, Observation};

use super::World;
use super::given::{complete, contact, line, look, step, task};

pub(super) async fn numbers_are_given_once_in_order_and_stay(world: World) {
    let claim = world.planned(1).await;
    let message = claim.guard.message;
    let list = CrmCall::ListTasks {
        contact: "k1".into(),
    };
    let numbers = |seen: Observation| match seen {
        Observation::Tasks(tasks) => tasks
            .into_iter()
            .map(|task| task.handle.expect("a handle").number)
            .collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    let two = Observation::Tasks(vec![task("t9", "k1", "b"), task("t1", "k1", "a")]);
    let seen = world
        .called(&claim, step(message, 0), list.clone(), two)
        .await;
    assert_eq!(numbers(seen), [1, 2]);
    let three = Observation::Tasks(vec![
        task("t5", "k1", "c"),
        task("t1", "k1", "a"),
        task("t9", "k1", "b"),
    ]);
    let seen = world.called(&claim, step(message, 1), list, three).await;
    assert_eq!(numbers(seen), [3, 2, 1]);

    // Contacts and notes count for themselves.
    let seen = world
        .called(
            &claim,
            step(message, 2),
            look("k1"),
            Observation::Contact(contact("k1", "Jane Doe")),
        )
        .await;
    let Observation::Contact(jane) = seen else {
        panic!("{seen:?}")
    };
    assert_eq!(jane.handle, Some(Handle::contact(1)));
    let note = Note {
        id: "n1".into(),
        contact: "k1".into(),
        handle: None,
        body: "left voicemail".to_owned(),
        added: None,
    };
    let notes = CrmCall::ListNotes {
        contact: "k1".into(),
    };
    let seen = world
        .called(
            &claim,
            step(message, 3),
            notes,
            Observation::Notes(vec![note]),
        )
        .await;
    let Observation::Notes(notes) = seen else {
        panic!("{seen:?}")
    };
    assert_eq!(notes[0].handle, Some(Handle::note(1)));
}

pub(super) async fn a_handle_knows_what_was_seen_last(world: World) {
    let claim = world.planned(1).await;
    let message = claim.guard.message;
    let mut seen = task("t1", "k1", "call bakc");
    world
        .called(
            &claim,
            step(message, 0),
            complete("t1"),
            Observation::Task(seen.clone()),
        )
        .await;
    seen.title = "call back".into();
    seen.completed = true;
    world
        .called(
            &claim,
            step(message, 1),
            complete("t1"),
            Observation::Task(seen),
        )
        .await;
    let wanted = [Handle::task(1), Handle::task(2), Handle::contact(1)];
    let targets = world.store.targets(&line(), &wanted).await.unwrap();
    assert_eq!(targets.len(), 1);
    let (handle, target) = &targets[0];
    assert_eq!(*handle, Handle::task(1));
    assert_eq!(target.id, "t1");
    assert_eq!(target.contact, "k1".into());
    assert_eq!(target.title, "call back");
    assert!(target.completed);
    let elsewhere = world
        .store
        .targets(&LineName::from("second"), &wanted)
        .await;
    assert_eq!(elsewhere.unwrap(), Vec::new());
}

pub(super) async fn a_task_is_named_after_its_mirrored_contact(world: World) {
    let claim = world.planned(1).await;
    let message = claim.guard.message;
    let mirror = world.store.mirror(vec![contact("k1", "Jane Doe")]).await;
    mirror.unwrap();
    let both = Observation::Tasks(vec![task("t1", "k1", "a"), task("t2", "k2", "b")]);
    let search = CrmCall::SearchTasks {
        assignee: None,
        completed: None,
        query: None,
    };
    let seen = world.called(&claim, step(message, 0), search, both).await;
    let Observation::Tasks(tasks) = seen else {
        panic!("{seen:?}")
    };
    assert_eq!(tasks[0].contact_name.as_deref(), Some("Jane Doe"));
    assert_eq!(tasks[1].contact_name, None);
    let targets = world.store.targets(&line(), &[Handle::task(1)]).await;
    let target = &targets.unwrap()[0].1;
    assert_eq!(target.contact_name.as_deref(), Some("Jane Doe"));
}

pub(super) async fn what_is_seen_is_mirrored(world: World) {
    let claim = world.planned(1).await;
    let message = claim.guard.message;
    let (before, none) = world.store.directory().await.unwrap();
    assert_eq!(none, Vec::new());
    let seen = Observation::Contacts(vec![contact("k2", "Jon B"), contact("k1", "Jon A")]);
    let search = CrmCall::SearchContacts {
        query: "jon".to_owned(),
        limit: 10,
    };
    world.called(&claim, step(message, 0), search, seen).await;
    let (version, contacts) = world.store.directory().await.unwrap();
    assert!(version > before);
    assert_eq!(contacts, [contact("k1", "Jon A"), contact("k2", "Jon B")]);

    world
        .called(&claim, step(message, 1), look("k2"), Observation::Gone)
        .await;
    let (after, contacts) = world.store.directory().await.unwrap();
    assert!(after > version);
    assert_eq!(contacts, [contact("k1", "Jon A")]);
}

pub(super) async fn tags_that_were_set_are_mirrored(world: World) {
    let claim = world.planned(1).await;
    world
        .store
        .mirror(vec![contact("k1", "Jane Doe")])
        .await
        .unwrap();
    let add = CrmCall::AddTags {
        contact: "k1".into(),
        tags: vec!["vip".to_owned()],
    };
    let both = vec!["lead".to_owned(), "vip".to_owned()];
    world
        .called(
            &claim,
            step(claim.guard.message, 0),
            add,
            Observation::Tags(both.clone()),
        )
        .await;
    let (_, contacts) = world.store.directory().await.unwrap();
    assert_eq!(contacts[0].tags, both);
}
