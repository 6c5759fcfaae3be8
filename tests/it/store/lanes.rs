//! T1 and T5: whose turn it is, and who may write.

use std::time::Duration;

use fieldline::domain::{MessageState, Role};
use fieldline::store::{CallState, Ended, Guard, StoreError};

use super::World;
use super::given::{LEASE, complete, done, exchange, frozen, question, request, step};

pub(super) async fn one_sender_is_served_in_order(world: World) {
    let mut accepted = Vec::new();
    for text in ["one", "two", "three"] {
        accepted.push(world.accepted(1, text).await);
    }
    let mut served = Vec::new();
    while let Some(claim) = world.claim("w").await {
        assert_eq!((claim.state, claim.crashes), (MessageState::Received, 0));
        assert_eq!(world.claim("x").await, None, "the lane is held");
        served.push(claim.guard.message);
        world.finished(&claim, Vec::new()).await;
    }
    assert_eq!(served, accepted);
}

pub(super) async fn different_senders_are_served_side_by_side(world: World) {
    let first = world.accepted(1, "one").await;
    let second = world.accepted(2, "two").await;
    assert_eq!(world.claimed().await.guard.message, first);
    assert_eq!(world.claimed().await.guard.message, second);
    assert_eq!(world.claim("w").await, None);
}

pub(super) async fn a_long_lane_does_not_keep_out_the_others(world: World) {
    for n in 0..5 {
        world.accepted(1, &format!("many {n}")).await;
    }
    world.clock.advance(Duration::from_secs(1));
    let other = world.accepted(2, "just one").await;
    world.clock.advance(Duration::from_secs(1));
    world.finished(&world.claimed().await, Vec::new()).await;
    assert_eq!(world.claimed().await.guard.message, other);
}

pub(super) async fn a_lease_that_ends_is_a_crash_and_fences_its_owner_off(world: World) {
    world.accepted(1, "one").await;
    let dead = world.claimed().await;
    assert_eq!((dead.state, dead.crashes), (MessageState::Received, 0));
    assert_eq!(
        world.store.lane_due().await.unwrap(),
        Some(world.now() + LEASE)
    );
    world.clock.advance(LEASE);
    let heir = world.claim("x").await.expect("the lease has ended");
    assert_eq!(heir.guard.message, dead.guard.message);
    assert_eq!((heir.state, heir.crashes), (MessageState::Running, 1));
    assert!(heir.guard.fence > dead.guard.fence);
    let late = world
        .store
        .finish(
            &dead.guard,
            world.ended(MessageState::Done, vec![done(&[])]),
        )
        .await;
    assert!(matches!(late, Err(StoreError::Fenced)));
    world.finished(&heir, Vec::new()).await;
}

pub(super) async fn a_lease_can_be_prolonged(world: World) {
    world.accepted(1, "one").await;
    let claim = world.claimed().await;
    world.clock.advance(LEASE / 2);
    let extended = world.store.extend(&claim.guard, world.now(), LEASE).await;
    extended.unwrap();
    world.clock.advance(LEASE / 2);
    assert_eq!(world.claim("x").await, None);
    world.finished(&claim, Vec::new()).await;
}

pub(super) async fn a_fenced_owner_writes_nothing(world: World) {
    let claim = world.planned(1).await;
    let message = claim.guard.message;
    let call = complete("t1");
    let begun = world
        .store
        .begin_call(
            &claim.guard,
            step(message, 0),
            &call,
            request(),
            world.now(),
        )
        .await;
    begun.unwrap();
    let before = world.store.journal(message).await.unwrap();
    let impostors = [
        Guard {
            fence: claim.guard.fence - 1,
            ..claim.guard.clone()
        },
        Guard {
            owner: "somebody".to_owned(),
            ..claim.guard.clone()
        },
    ];
    for guard in impostors {
        let (store, now) = (world.store(), world.now());
        let end = world.ended(MessageState::Done, Vec::new());
        let open = question(message, now + LEASE);
        let key = step(message, 0);
        let attempts = [
            store.extend(&guard, now, LEASE).await.err(),
            store.plan(&guard, &frozen(Role::Staff)).await.err(),
            store
                .begin_call(&guard, step(message, 1), &call, request(), now)
                .await
                .err(),
            store
                .end_call(
                    &guard,
                    key,
                    fieldline::domain::Observation::Deleted,
                    exchange(),
                    now,
                )
                .await
                .err(),
            store
                .call_unclear(&guard, key, CallState::Planned, exchange(), now)
                .await
                .err(),
            store.postpone(&guard, now).await.err(),
            store.wait(&guard, end.clone(), open).await.err(),
            store.finish(&guard, end).await.err(),
        ];
        for attempt in attempts {
            assert!(matches!(attempt, Some(StoreError::Fenced)), "{attempt:?}");
        }
    }
    assert_eq!(world.store.journal(message).await.unwrap(), before);
    assert_eq!(world.state(message).await, MessageState::Running);
}

pub(super) async fn a_postponed_message_keeps_its_place(world: World) {
    let first = world.accepted(1, "one").await;
    world.accepted(1, "two").await;
    let claim = world.claimed().await;
    let until = world.now() + Duration::from_mins(1);
    world.store.postpone(&claim.guard, until).await.unwrap();
    assert_eq!(world.state(first).await, MessageState::Received);
    assert_eq!(world.claim("w").await, None);
    assert_eq!(world.store.lane_due().await.unwrap(), Some(until));
    world.clock.advance(Duration::from_mins(1));
    let again = world.claimed().await;
    assert_eq!(again.guard.message, first);
    assert_eq!((again.postponed, again.crashes), (1, 0));
}

pub(super) async fn finishing_is_one_commit(world: World) {
    world.accepted(1, "one").await;
    let next = world.accepted(1, "two").await;
    let claim = world.claimed().await;
    let reply = world.reply(1, "done");
    let twice = Ended {
        replies: vec![reply.clone(), reply.clone()],
        ..world.ended(MessageState::Done, vec![done(&[])])
    };
    // The second reply with the same id is refused after state, entry, thread and the first reply were written.
    let failed = world.store.finish(&claim.guard, twice).await;
    assert!(matches!(failed, Err(StoreError::Database(_))), "{failed:?}");
    let entry = world.store.entry(claim.guard.message).await.unwrap();
    let entry = entry.expect("listed");
    assert_eq!(entry.state, MessageState::Running);
    assert_eq!((entry.outcome, entry.replies), (None, Vec::new()));
    assert_eq!(world.claim("x").await, None, "the lane is still held");

    world.finished(&claim, vec![reply]).await;
    let entry = world.store.entry(claim.guard.message).await.unwrap();
    let entry = entry.expect("listed");
    assert_eq!(entry.state, MessageState::Done);
    assert_eq!(entry.replies.len(), 1);
    assert_eq!(world.claimed().await.guard.message, next);
}

pub(super) async fn a_message_finishes_once(world: World) {
    world.accepted(1, "one").await;
    let claim = world.claimed().await;
    world.finished(&claim, Vec::new()).await;
    let again = world
        .store
        .finish(&claim.guard, world.ended(MessageState::Failed, Vec::new()))
        .await;
    assert!(matches!(again, Err(StoreError::Fenced)));
    assert_eq!(world.state(claim.guard.message).await, MessageState::Done);
}
