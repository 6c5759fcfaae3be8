//! T2 to T4: the journal of a command.

use std::time::Duration;

use fieldline::domain::{CrmCall, MessageState, Observation, Role};
use fieldline::store::{Begun, CallState, Exchange, StepKey, StoreError};

use super::World;
use super::given::{LEASE, complete, exchange, frozen, look, phone, request, step, task};

pub(super) async fn a_call_is_journalled_before_and_after(world: World) {
    let claim = world.planned(1).await;
    let key = step(claim.guard.message, 0);
    let begun = world
        .store
        .begin_call(&claim.guard, key, &complete("t1"), request(), world.now())
        .await;
    assert_eq!(begun.unwrap(), Begun::Send);
    let journal = world.store.journal(key.message).await.unwrap();
    assert_eq!(journal.frozen, Some(frozen(Role::Staff)));
    assert_eq!(journal.text, "done 42");
    assert_eq!(journal.rows.len(), 1);
    let row = &journal.rows[0];
    assert_eq!(row.call, Some(complete("t1")));
    assert_eq!((row.state, row.attempts), (CallState::Sending, 1));
    assert_eq!(row.seen, None);

    let seen = Observation::Task(task("t1", "k1", "call back"));
    let seen = world
        .store
        .end_call(&claim.guard, key, seen, exchange(), world.now())
        .await
        .unwrap();
    let journal = world.store.journal(key.message).await.unwrap();
    assert_eq!(journal.rows[0].state, CallState::Confirmed);
    assert_eq!(journal.rows[0].seen, Some(seen.clone()));
    let again = world
        .store
        .end_call(&claim.guard, key, seen, exchange(), world.now())
        .await;
    assert!(matches!(again, Err(StoreError::OutOfTurn(_))));
}

pub(super) async fn a_call_that_may_have_been_sent_is_not_begun_again(world: World) {
    let claim = world.planned(1).await;
    let key = step(claim.guard.message, 0);
    let (call, now) = (complete("t1"), world.now());
    let begin = || {
        world
            .store
            .begin_call(&claim.guard, key, &call, request(), now)
    };
    begin().await.unwrap();
    assert!(matches!(begin().await, Err(StoreError::OutOfTurn(_))));
    let unclear = world
        .store
        .call_unclear(
            &claim.guard,
            key,
            CallState::Ambiguous,
            Exchange::default(),
            now,
        )
        .await;
    unclear.unwrap();
    assert!(matches!(begin().await, Err(StoreError::OutOfTurn(_))));
    // A look at the CRM has shown that it did take effect.
    let seen = Observation::Task(task("t1", "k1", "call back"));
    let end = world
        .store
        .end_call(&claim.guard, key, seen, exchange(), now);
    end.await.unwrap();
    assert!(matches!(begin().await, Err(StoreError::OutOfTurn(_))));
}

pub(super) async fn a_call_proven_absent_is_begun_again(world: World) {
    let claim = world.planned(1).await;
    let key = step(claim.guard.message, 0);
    world
        .store
        .begin_call(&claim.guard, key, &complete("t1"), request(), world.now())
        .await
        .unwrap();
    // The owner dies, and its heir finds the call in SENDING.
    world.clock.advance(LEASE);
    let heir = world.claimed().await;
    let journal = world.store.journal(key.message).await.unwrap();
    assert_eq!(journal.rows[0].state, CallState::Sending);
    world
        .store
        .call_unclear(
            &heir.guard,
            key,
            CallState::Planned,
            Exchange::default(),
            world.now(),
        )
        .await
        .unwrap();
    world
        .called(&heir, key, complete("t1"), Observation::Deleted)
        .await;
    let journal = world.store.journal(key.message).await.unwrap();
    assert_eq!(journal.rows[0].attempts, 2);
}

pub(super) async fn a_change_needs_the_role_it_was_planned_with(world: World) {
    let claim = world.planned(1).await;
    let key = step(claim.guard.message, 0);
    world.store.remove_person(&phone(1)).await.unwrap();
    let begun = world
        .store
        .begin_call(&claim.guard, key, &complete("t1"), request(), world.now())
        .await;
    assert_eq!(begun.unwrap(), Begun::NotAllowed);
    let journal = world.store.journal(key.message).await.unwrap();
    assert_eq!(journal.rows, Vec::new(), "nothing was written");

    // The verdict is kept, so that a replay of the journal sees it too.
    let kept = world
        .store
        .end_call(
            &claim.guard,
            key,
            Observation::NotAllowed,
            Exchange::default(),
            world.now(),
        )
        .await;
    assert_eq!(kept.unwrap(), Observation::NotAllowed);
    let journal = world.store.journal(key.message).await.unwrap();
    assert_eq!(journal.rows[0].state, CallState::Rejected);
    assert_eq!(journal.rows[0].seen, Some(Observation::NotAllowed));
    let entry = world.store.entry(key.message).await.unwrap().unwrap();
    assert_eq!(entry.calls, Vec::new(), "no call was made");

    // Looking is still allowed; so is everything once the role is back, or higher.
    world
        .called(&claim, step(key.message, 1), look("k1"), Observation::Gone)
        .await;
    world.register(1, Role::Manager).await;
    world
        .called(
            &claim,
            step(key.message, 2),
            complete("t1"),
            Observation::Deleted,
        )
        .await;
}

pub(super) async fn a_call_of_another_message_is_refused(world: World) {
    let other = world.accepted(2, "done 1").await;
    let (own, foreign) = {
        let foreign = world.claimed().await;
        assert_eq!(foreign.guard.message, other);
        (world.planned(1).await, foreign)
    };
    let begun = world
        .store
        .begin_call(
            &own.guard,
            step(foreign.guard.message, 0),
            &look("k1"),
            request(),
            world.now(),
        )
        .await;
    assert!(matches!(begun, Err(StoreError::OutOfTurn(_))));
    assert_eq!(world.state(other).await, MessageState::Running);
}

pub(super) async fn a_refusal_is_a_rejected_call(world: World) {
    let claim = world.planned(1).await;
    let message = claim.guard.message;
    let refused = Observation::Refused {
        reason: "the title is too long".to_owned(),
    };
    let duplicate = Observation::Duplicate {
        contact: "k1".into(),
        field: None,
        name: None,
    };
    let delete = CrmCall::DeleteTask {
        contact: "k1".into(),
        task: "t1".into(),
    };
    let expected = [
        (complete("t1"), refused, CallState::Rejected),
        (complete("t1"), duplicate, CallState::Rejected),
        (complete("t1"), Observation::Gone, CallState::Rejected),
        (look("k1"), Observation::Gone, CallState::Confirmed),
        (delete, Observation::Deleted, CallState::Confirmed),
        (complete("t1"), Observation::Unknown, CallState::Unknown),
    ];
    for (number, (call, seen, state)) in (0..).zip(expected) {
        world.clock.advance(Duration::from_millis(1));
        world
            .called(&claim, step(message, number), call, seen)
            .await;
        let journal = world.store.journal(message).await.unwrap();
        let row = journal.rows.last().expect("a row");
        assert_eq!(row.state, state);
        assert_eq!(row.at, world.now());
        let key = StepKey {
            message,
            command: 0,
            step: number,
        };
        assert_eq!(row.step, key);
    }
}
