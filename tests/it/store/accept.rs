//! T0.

use std::sync::Arc;

use fieldline::clock::Clock;
use fieldline::domain::{LineName, MessageId, MessageState, ReplyState, Sender};
use fieldline::store::{Accepted, Consent, LogFilter, StoreError};
use tokio::task::JoinSet;

use super::World;
use super::given::{line, phone, sms};

pub(super) async fn a_message_is_listed_as_soon_as_it_is_accepted(world: World) {
    let id = world.accepted(1, "done 42").await;
    let entry = world.store.entry(id).await.unwrap().expect("listed");
    assert_eq!(entry.state, MessageState::Received);
    assert_eq!(entry.text, "done 42");
    assert_eq!(entry.from, phone(1).to_string());
    assert_eq!(entry.received_at, world.now());
    assert_eq!((entry.outcome, entry.duration_ms), (None, None));
}

pub(super) async fn the_carriers_id_recognises_a_repeated_hook(world: World) {
    let first = MessageId::new(world.clock.uuid());
    world.accept_as(sms(1, "SM1", "tasks"), first, None).await;
    let again = MessageId::new(world.clock.uuid());
    let accepted = world
        .store
        .accept(sms(1, "SM1", "tasks"), again, world.now(), None)
        .await;
    assert_eq!(
        accepted.unwrap(),
        Accepted::Duplicate {
            first,
            conflict: false
        }
    );
    assert_eq!(world.store.entry(again).await.unwrap(), None);
}

pub(super) async fn without_an_id_the_fingerprint_recognises_it(world: World) {
    let mut bare = sms(1, "", "tasks");
    bare.provider_id = None;
    let first = MessageId::new(world.clock.uuid());
    world.accept_as(bare.clone(), first, None).await;
    let again = MessageId::new(world.clock.uuid());
    let accepted = world
        .store
        .accept(bare.clone(), again, world.now(), None)
        .await;
    let duplicate = Accepted::Duplicate {
        first,
        conflict: false,
    };
    assert_eq!(accepted.unwrap(), duplicate);
    bare.fingerprint.push('x');
    world.accept_as(bare, again, None).await;
}

pub(super) async fn another_body_under_the_same_id_is_a_conflict_and_the_first_is_kept(
    world: World,
) {
    let first = MessageId::new(world.clock.uuid());
    world.accept_as(sms(1, "SM1", "tasks"), first, None).await;
    for _ in 0..2 {
        let accepted = world
            .store
            .accept(
                sms(1, "SM1", "delete 42"),
                MessageId::new(world.clock.uuid()),
                world.now(),
                None,
            )
            .await;
        let conflict = Accepted::Duplicate {
            first,
            conflict: true,
        };
        assert_eq!(accepted.unwrap(), conflict);
    }
    let claim = world.claimed().await;
    assert_eq!(claim.sms.text, "tasks");
    world.finished(&claim, Vec::new()).await;
    assert_eq!(world.claim("w").await, None);
}

pub(super) async fn the_same_id_on_another_line_is_another_message(world: World) {
    let mut other = sms(1, "SM1", "tasks");
    let id = MessageId::new(world.clock.uuid());
    world.accept_as(other.clone(), id, None).await;
    other.line = LineName::from("second");
    let id = MessageId::new(world.clock.uuid());
    world.accept_as(other, id, None).await;
}

pub(super) async fn sixty_four_repeated_hooks_at_once_are_one_message(world: World) {
    let mut hooks = JoinSet::new();
    for _ in 0..64 {
        let store = Arc::clone(&world.store);
        let (id, now) = (MessageId::new(world.clock.uuid()), world.now());
        hooks.spawn(async move { store.accept(sms(1, "SM1", "tasks"), id, now, None).await });
    }
    let answers = hooks.join_all().await;
    let firsts: Vec<MessageId> = answers
        .into_iter()
        .map(|answer| match answer.expect("accepted") {
            Accepted::New(first) | Accepted::Duplicate { first, .. } => first,
        })
        .collect();
    assert_eq!(firsts.len(), 64);
    assert!(firsts.iter().all(|first| *first == firsts[0]));
    let log = world.store.log(&LogFilter::default()).await.unwrap();
    assert_eq!(log.messages.len(), 1);
    assert_eq!(log.messages[0].id, firsts[0]);
}

pub(super) async fn an_opt_out_takes_effect_with_the_message(world: World) {
    world.accepted(1, "tasks").await;
    let claim = world.claimed().await;
    let reply = world.reply(1, "1 open task");
    world.finished(&claim, vec![reply]).await;

    let stop = MessageId::new(world.clock.uuid());
    world
        .accept_as(sms(1, "SM2", "STOP"), stop, Some(Consent::OptOut))
        .await;
    let opted_out = vec![(line(), phone(1), world.now())];
    assert_eq!(world.store.opt_outs().await.unwrap(), opted_out);
    let entry = world.store.entry(claim.guard.message).await.unwrap();
    assert_eq!(entry.unwrap().replies[0].state, ReplyState::Suppressed);

    let start = MessageId::new(world.clock.uuid());
    world
        .accept_as(sms(1, "SM3", "START"), start, Some(Consent::OptIn))
        .await;
    assert_eq!(world.store.opt_outs().await.unwrap(), Vec::new());
}

pub(super) async fn a_repeated_opt_out_changes_nothing(world: World) {
    let stop = sms(1, "SM1", "STOP");
    let id = MessageId::new(world.clock.uuid());
    world
        .accept_as(stop.clone(), id, Some(Consent::OptOut))
        .await;
    let id = MessageId::new(world.clock.uuid());
    world
        .accept_as(sms(1, "SM2", "START"), id, Some(Consent::OptIn))
        .await;
    let id = MessageId::new(world.clock.uuid());
    let again = world
        .store
        .accept(stop, id, world.now(), Some(Consent::OptOut))
        .await;
    assert!(matches!(again.unwrap(), Accepted::Duplicate { .. }));
    assert_eq!(world.store.opt_outs().await.unwrap(), Vec::new());
}

pub(super) async fn a_request_nobody_can_read_is_kept_as_ignored(world: World) {
    let id = MessageId::new(world.clock.uuid());
    let kept = world
        .store
        .keep_raw(id, line(), "From=&&&".to_owned(), world.now())
        .await;
    kept.unwrap();
    let entry = world.store.entry(id).await.unwrap().expect("listed");
    assert_eq!(entry.state, MessageState::Ignored);
    assert_eq!(entry.outcome.as_deref(), Some("ignored"));
    assert_eq!(entry.text, "From=&&&");
    assert_eq!(world.claim("w").await, None);
}

pub(super) async fn a_sender_without_a_number_has_a_lane_too(world: World) {
    let mut info = sms(1, "SM1", "Your parcel is here");
    info.from = Sender::Other("PARCELS".to_owned());
    let id = MessageId::new(world.clock.uuid());
    world.accept_as(info.clone(), id, None).await;
    let claim = world.claimed().await;
    assert_eq!(claim.sms, info);
    world.finished(&claim, Vec::new()).await;
    assert_eq!(world.state(id).await, MessageState::Done);
}

pub(super) async fn an_id_is_used_once(world: World) {
    let id = world.accepted(1, "tasks").await;
    let again = world
        .store
        .accept(sms(2, "SM2", "tasks"), id, world.now(), None)
        .await;
    assert!(matches!(again, Err(StoreError::Database(_))));
    // The sender of the refused one is none the worse for it.
    let next = world.accepted(2, "tasks").await;
    let claims = [world.claimed().await, world.claimed().await];
    assert_eq!(claims.map(|claim| claim.guard.message), [id, next]);
    assert_eq!(world.claim("w").await, None);
}
