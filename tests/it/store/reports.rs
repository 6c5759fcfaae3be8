//! Delivery reports, in every order.

use fieldline::domain::{DeliveryReport, DeliveryState, ReplyId, ReplyState};
use fieldline::store::ReplyEnd;

use super::World;
use super::given::{LEASE, line, phone};
use super::outbox::{answered, end, replies, sent, take};

fn by_ref(provider_ref: &str, state: DeliveryState) -> DeliveryReport {
    DeliveryReport {
        reply: None,
        provider_ref: Some(provider_ref.to_owned()),
        state,
        error: None,
        opted_out: false,
    }
}

fn by_id(reply: ReplyId, state: DeliveryState) -> DeliveryReport {
    DeliveryReport {
        reply: Some(reply),
        provider_ref: None,
        state,
        error: None,
        opted_out: false,
    }
}

async fn report(world: &World, report: DeliveryReport) {
    let taken = world.store.delivered(&line(), report, world.now()).await;
    taken.expect("taken");
}

pub(super) async fn a_report_moves_a_reply_forward_only(world: World) {
    let message = answered(&world, 1, vec![world.reply(1, "hello")]).await;
    let claim = take(&world).await.expect("due");
    end(&world, &claim, sent("SM1")).await;
    let steps = [
        (DeliveryState::Sent, ReplyState::Sent),
        (DeliveryState::Delivered, ReplyState::Delivered),
        (DeliveryState::Sent, ReplyState::Delivered),
        (DeliveryState::Undelivered, ReplyState::Delivered),
    ];
    for (reported, expected) in steps {
        report(&world, by_ref("SM1", reported)).await;
        assert_eq!(replies(&world, message).await[0].state, expected);
    }
}

pub(super) async fn a_report_may_come_before_the_carriers_answer(world: World) {
    let message = answered(&world, 1, vec![world.reply(1, "hello")]).await;
    let claim = take(&world).await.expect("due");
    report(&world, by_id(claim.sms.id, DeliveryState::Delivered)).await;
    report(&world, by_id(claim.sms.id, DeliveryState::Sent)).await;
    assert_eq!(replies(&world, message).await[0].state, ReplyState::Sending);
    end(&world, &claim, sent("SM1")).await;
    let reply = &replies(&world, message).await[0];
    assert_eq!(reply.state, ReplyState::Delivered);
    assert_eq!(reply.provider_ref.as_deref(), Some("SM1"));
}

pub(super) async fn a_report_for_an_unknown_reference_waits_for_its_reply(world: World) {
    let message = answered(&world, 1, vec![world.reply(1, "hello")]).await;
    let claim = take(&world).await.expect("due");
    report(&world, by_ref("SM1", DeliveryState::Undelivered)).await;
    report(&world, by_ref("SM1", DeliveryState::Sent)).await;
    end(&world, &claim, sent("SM1")).await;
    let reply = &replies(&world, message).await[0];
    assert_eq!(reply.state, ReplyState::Undelivered);
}

pub(super) async fn a_report_proves_that_an_unclear_reply_went_out(world: World) {
    // Its owner died; the report comes while the lease still runs.
    let message = answered(&world, 1, vec![world.reply(1, "hello")]).await;
    let dead = take(&world).await.expect("due");
    report(&world, by_id(dead.sms.id, DeliveryState::Delivered)).await;
    world.clock.advance(LEASE);
    assert_eq!(take(&world).await, None, "it is not sent again");
    let state = replies(&world, message).await[0].state;
    assert_eq!(state, ReplyState::Delivered);

    // The carrier's answer was lost and another try is planned; then the report comes.
    let message = answered(&world, 1, vec![world.reply(1, "hello again")]).await;
    let claim = take(&world).await.expect("due");
    let at = world.now();
    end(&world, &claim, ReplyEnd::Retry { at }).await;
    report(&world, by_id(claim.sms.id, DeliveryState::Sent)).await;
    assert_eq!(take(&world).await, None, "it is not sent again");
    let state = replies(&world, message).await[0].state;
    assert_eq!(state, ReplyState::Sent);
}

pub(super) async fn a_report_can_opt_out(world: World) {
    let two = vec![world.reply(1, "first"), world.reply(1, "second")];
    let message = answered(&world, 1, two).await;
    let claim = take(&world).await.expect("due");
    end(&world, &claim, sent("SM1")).await;
    let refused = DeliveryReport {
        error: Some("21610".to_owned()),
        opted_out: true,
        ..by_ref("SM1", DeliveryState::Undelivered)
    };
    report(&world, refused).await;
    let states: Vec<_> = replies(&world, message).await;
    assert_eq!(states[0].state, ReplyState::Undelivered);
    assert_eq!(states[1].state, ReplyState::Suppressed);
    let opted_out = vec![(line(), phone(1), world.now())];
    assert_eq!(world.store.opt_outs().await.unwrap(), opted_out);
}
