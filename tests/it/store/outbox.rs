//! T6 to T8: replies on their way out.

use std::time::Duration;

use fieldline::clock::Clock;
use fieldline::domain::{MessageId, ReplyState};
use fieldline::store::{Consent, LogReply, NewReply, ReplyClaim, ReplyEnd, StoreError};

use super::World;
use super::given::{LEASE, line, phone, sms};

/// The next reply to send.
pub(super) async fn take(world: &World) -> Option<ReplyClaim> {
    let claim = world.store.claim_reply("s", world.now(), LEASE).await;
    claim.expect("asked")
}

/// A message of `from`, finished with these replies.
pub(super) async fn answered(world: &World, from: u32, replies: Vec<NewReply>) -> MessageId {
    let message = world.accepted(from, "tasks").await;
    let claim = world.claimed().await;
    assert_eq!(claim.guard.message, message);
    world.finished(&claim, replies).await;
    message
}

pub(super) async fn end(world: &World, claim: &ReplyClaim, end: ReplyEnd) {
    let ended = world.store.end_reply(claim, end, world.now()).await;
    ended.expect("recorded");
}

pub(super) fn sent(provider_ref: &str) -> ReplyEnd {
    ReplyEnd::Sent {
        provider_ref: Some(provider_ref.to_owned()),
    }
}

pub(super) async fn replies(world: &World, message: MessageId) -> Vec<LogReply> {
    let entry = world.store.entry(message).await.expect("read");
    entry.expect("listed").replies
}

pub(super) async fn replies_to_one_number_go_out_in_order(world: World) {
    let two = vec![world.reply(1, "first"), world.reply(1, "second")];
    answered(&world, 1, two).await;
    let other = vec![world.reply(2, "somebody else's")];
    answered(&world, 2, other).await;

    let first = take(&world).await.expect("due");
    assert_eq!((first.sms.text.as_str(), first.attempts), ("first", 1));
    let others = take(&world).await.expect("due");
    assert_eq!(others.sms.to, phone(2));
    assert_eq!(take(&world).await, None, "the second waits for the first");

    let at = world.now() + Duration::from_secs(30);
    end(&world, &first, ReplyEnd::Retry { at }).await;
    end(&world, &others, sent("SM9")).await;
    assert_eq!(take(&world).await, None);
    assert_eq!(world.store.reply_due().await.unwrap(), Some(at));
    world.clock.advance(Duration::from_secs(30));
    let first = take(&world).await.expect("due again");
    assert_eq!((first.sms.text.as_str(), first.attempts), ("first", 2));
    assert!(!first.unclear);
    end(&world, &first, sent("SM1")).await;
    assert_eq!(take(&world).await.expect("due").sms.text, "second");
}

pub(super) async fn a_crash_while_sending_leaves_it_unclear(world: World) {
    let message = answered(&world, 1, vec![world.reply(1, "hello")]).await;
    let dead = take(&world).await.expect("due");
    assert!(!dead.unclear);
    assert_eq!(take(&world).await, None);
    world.clock.advance(LEASE);
    let heir = take(&world).await.expect("the lease has ended");
    assert!(heir.unclear);
    assert_eq!((heir.sms.id, heir.attempts), (dead.sms.id, 2));
    let late = world.store.end_reply(&dead, sent("SM1"), world.now()).await;
    assert!(matches!(late, Err(StoreError::Fenced)));
    end(&world, &heir, sent("SM2")).await;
    let reply = &replies(&world, message).await[0];
    assert_eq!(reply.state, ReplyState::Sent);
    assert_eq!(reply.provider_ref.as_deref(), Some("SM2"));
}

pub(super) async fn an_opt_out_suppresses_all_but_its_confirmation(world: World) {
    let stop = MessageId::new(world.clock.uuid());
    let running = world.accepted(1, "tasks").await;
    let claim = world.claimed().await;
    world
        .accept_as(sms(1, "SM2", "STOP"), stop, Some(Consent::OptOut))
        .await;
    // The reply of a message that ran meanwhile comes after the opt-out.
    let late = vec![world.reply(1, "1 open task")];
    world.finished(&claim, late).await;
    let claim = world.claimed().await;
    assert_eq!(claim.guard.message, stop);
    let confirmation = NewReply {
        confirms_opt_out: true,
        ..world.reply(1, "You get no more texts from us.")
    };
    world.finished(&claim, vec![confirmation]).await;

    let only = take(&world).await.expect("due");
    assert_eq!(only.message, stop);
    end(&world, &only, sent("SM3")).await;
    assert_eq!(take(&world).await, None);
    let states = |replies: Vec<LogReply>| replies.into_iter().map(|r| r.state).next();
    assert_eq!(
        states(replies(&world, running).await),
        Some(ReplyState::Suppressed)
    );
    assert_eq!(states(replies(&world, stop).await), Some(ReplyState::Sent));
}

pub(super) async fn the_carrier_can_say_that_somebody_opted_out(world: World) {
    let two = vec![world.reply(1, "first"), world.reply(1, "second")];
    let message = answered(&world, 1, two).await;
    let claim = take(&world).await.expect("due");
    end(&world, &claim, ReplyEnd::OptedOut).await;
    assert_eq!(take(&world).await, None);
    let replies = replies(&world, message).await;
    assert!(replies.iter().all(|r| r.state == ReplyState::Suppressed));
    let opted_out = vec![(line(), phone(1), world.now())];
    assert_eq!(world.store.opt_outs().await.unwrap(), opted_out);
}

pub(super) async fn the_hooks_answer_takes_the_replies_and_gives_them_again(world: World) {
    let message = world.accepted(1, "delete 43").await;
    let store = &world.store;
    assert_eq!(store.take_inline(message, world.now()).await.unwrap(), None);
    let claim = world.claimed().await;
    assert_eq!(store.take_inline(message, world.now()).await.unwrap(), None);
    let reply = NewReply {
        not_before: world.now() + Duration::from_secs(3),
        secret: Some("4821".to_owned()),
        ..world.reply(1, "Reply OK 4821 to delete #43")
    };
    world.finished(&claim, vec![reply.clone()]).await;
    assert_eq!(take(&world).await, None, "the hook has its chance first");

    for _ in 0..2 {
        let taken = store.take_inline(message, world.now()).await.unwrap();
        let taken = taken.expect("finished");
        assert_eq!(taken.len(), 1);
        assert_eq!((taken[0].id, &taken[0].text), (reply.id, &reply.text));
    }
    world.clock.advance(Duration::from_mins(1));
    assert_eq!(take(&world).await, None);
    assert_eq!(replies(&world, message).await[0].state, ReplyState::Sent);

    // The code is worth nothing by now; it is not kept.
    world.clock.advance(Duration::from_mins(10));
    store.expire_questions(world.now()).await.unwrap();
    let taken = store.take_inline(message, world.now()).await.unwrap();
    assert_eq!(taken.unwrap()[0].text, "Reply OK **** to delete #43");
}

pub(super) async fn the_hooks_answer_takes_nothing_from_the_sender(world: World) {
    let message = answered(&world, 1, vec![world.reply(1, "hello")]).await;
    let claim = take(&world).await.expect("due");
    let none = Some(Vec::new());
    let store = &world.store;
    assert_eq!(store.take_inline(message, world.now()).await.unwrap(), none);
    let at = world.now();
    end(&world, &claim, ReplyEnd::Retry { at }).await;
    assert_eq!(store.take_inline(message, world.now()).await.unwrap(), none);
    let claim = take(&world).await.expect("due again");
    end(&world, &claim, sent("SM1")).await;
    assert_eq!(store.take_inline(message, world.now()).await.unwrap(), none);
}

pub(super) async fn a_one_time_code_is_never_shown(world: World) {
    let reply = NewReply {
        secret: Some("4821".to_owned()),
        ..world.reply(1, "Reply OK 4821 to delete #43")
    };
    let message = answered(&world, 1, vec![reply]).await;
    let masked = "Reply OK **** to delete #43";
    assert_eq!(replies(&world, message).await[0].text, masked);
    let claim = take(&world).await.expect("due");
    assert_eq!(claim.sms.text, "Reply OK 4821 to delete #43");
    assert_eq!(replies(&world, message).await[0].text, masked);
    end(&world, &claim, sent("SM1")).await;
    assert_eq!(replies(&world, message).await[0].text, masked);
}

pub(super) async fn a_reply_that_was_given_up_lets_the_next_one_go(world: World) {
    let two = vec![world.reply(1, "first"), world.reply(1, "second")];
    let message = answered(&world, 1, two).await;
    let claim = take(&world).await.expect("due");
    let reason = "21211 invalid number".to_owned();
    end(&world, &claim, ReplyEnd::GaveUp { reason }).await;
    assert_eq!(take(&world).await.expect("due").sms.text, "second");
    assert_eq!(replies(&world, message).await[0].state, ReplyState::GaveUp);
}
