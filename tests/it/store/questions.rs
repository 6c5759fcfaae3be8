//! Messages that wait for an answer.

use std::time::Duration;

use fieldline::domain::{
    Answer, MessageId, MessageState, Observation, OpenQuestion, Outcome, Thread,
};
use fieldline::store::{CallState, Claim, Ended, StoreError};

use super::World;
use super::given::{LEASE, answer_to, complete, done, line, look, phone, question, step};

/// A message of sender 1 that has looked at the CRM and asked.
async fn asked(world: &World) -> (MessageId, OpenQuestion) {
    let claim = world.planned(1).await;
    let message = claim.guard.message;
    world
        .called(&claim, step(message, 0), look("k1"), Observation::Gone)
        .await;
    let question = world.waiting(&claim).await;
    (message, question)
}

/// Sender 1 answers "2".
async fn answered(world: &World, asked: MessageId) -> Claim {
    world.accepted(1, "2").await;
    let claim = world.claimed().await;
    let answer = answer_to(asked, Answer::Choice(2));
    world.store.plan(&claim.guard, &answer).await.unwrap();
    claim
}

pub(super) async fn a_waiting_message_does_not_block_its_lane(world: World) {
    let (asked, question) = asked(&world).await;
    assert_eq!(world.state(asked).await, MessageState::Waiting);
    let thread = world.store.thread(&line(), &phone(1)).await.unwrap();
    assert_eq!(thread.question, Some(question.clone()));
    let next = world.accepted(1, "tasks").await;
    let claim = world.claimed().await;
    assert_eq!(claim.guard.message, next);
    // The question stays open behind an unrelated message that leaves it so.
    let ended = Ended {
        thread: thread.clone(),
        ..world.ended(MessageState::Done, vec![done(&[])])
    };
    world.store.finish(&claim.guard, ended).await.unwrap();
    assert_eq!(world.state(asked).await, MessageState::Waiting);
    let kept = world.store.thread(&line(), &phone(1)).await.unwrap();
    assert_eq!(kept, thread);
}

pub(super) async fn an_answer_resumes_the_message_that_asked(world: World) {
    let (asked, _) = asked(&world).await;
    let claim = answered(&world, asked).await;
    assert_eq!(world.state(asked).await, MessageState::Running);
    let thread = world.store.thread(&line(), &phone(1)).await.unwrap();
    assert_eq!(thread.question, None);
    // What has its answer does not expire, however long it runs.
    let later = world.now() + Duration::from_hours(1);
    assert_eq!(world.store.expire_questions(later).await.unwrap(), 0);
    let journal = world.store.journal(asked).await.unwrap();
    let row = journal.rows.last().expect("a row");
    assert_eq!(row.step, step(asked, 1));
    assert_eq!(row.call, None);
    assert_eq!(row.state, CallState::Confirmed);
    assert_eq!(row.seen, Some(Observation::Answered(Answer::Choice(2))));

    // The rest of the command runs under the answer's guard.
    world
        .called(&claim, step(asked, 2), complete("t1"), Observation::Deleted)
        .await;
    let answer = claim.guard.message;
    let ended = Ended {
        asked: Some((asked, MessageState::Done, vec![done(&["t1"])])),
        replies: vec![world.reply(1, "Done #1")],
        ..world.ended(MessageState::Done, Vec::new())
    };
    world.store.finish(&claim.guard, ended).await.unwrap();
    let entry = world.store.entry(asked).await.unwrap().unwrap();
    assert_eq!(entry.state, MessageState::Done);
    assert_eq!(entry.outcome.as_deref(), Some("completed"));
    let ops: Vec<_> = entry
        .calls
        .iter()
        .map(|call| (call.seq, call.op.as_str()))
        .collect();
    assert_eq!(ops, [(1, "contact.get"), (2, "task.complete")]);
    let entry = world.store.entry(answer).await.unwrap().unwrap();
    assert_eq!(entry.state, MessageState::Done);
    assert_eq!(entry.replies.len(), 1);
}

pub(super) async fn an_answer_to_a_closed_question_writes_nothing(world: World) {
    let (asked, _) = asked(&world).await;
    let claim = answered(&world, asked).await;
    let ended = Ended {
        asked: Some((asked, MessageState::Done, vec![Outcome::Dropped])),
        ..world.ended(MessageState::Done, Vec::new())
    };
    world.store.finish(&claim.guard, ended).await.unwrap();

    world.accepted(1, "1").await;
    let late = world.claimed().await;
    let plan = world
        .store
        .plan(&late.guard, &answer_to(asked, Answer::Choice(1)))
        .await;
    assert!(matches!(plan, Err(StoreError::QuestionClosed)));
    let journal = world.store.journal(late.guard.message).await.unwrap();
    assert_eq!(journal.frozen, None);
    assert_eq!(world.store.journal(asked).await.unwrap().rows.len(), 2);
}

pub(super) async fn a_question_can_be_asked_again(world: World) {
    let (asked, _) = asked(&world).await;
    let claim = answered(&world, asked).await;
    let again = question(asked, world.now() + Duration::from_mins(1));
    let ended = Ended {
        asked: Some((asked, MessageState::Waiting, Vec::new())),
        replies: vec![world.reply(1, "Reply 1 or 2")],
        ..world.ended(MessageState::Done, Vec::new())
    };
    let wait = world.store.wait(&claim.guard, ended, again.clone()).await;
    wait.unwrap();
    assert_eq!(world.state(asked).await, MessageState::Waiting);
    assert_eq!(world.state(claim.guard.message).await, MessageState::Done);
    let thread = world.store.thread(&line(), &phone(1)).await.unwrap();
    assert_eq!(thread.question, Some(again));

    let claim = answered(&world, asked).await;
    let journal = world.store.journal(asked).await.unwrap();
    assert_eq!(journal.rows.len(), 3);
    let ended = Ended {
        asked: Some((asked, MessageState::Denied, vec![Outcome::CodeFailed])),
        ..world.ended(MessageState::Done, Vec::new())
    };
    world.store.finish(&claim.guard, ended).await.unwrap();
    assert_eq!(world.state(asked).await, MessageState::Denied);
}

pub(super) async fn the_message_that_asked_cannot_be_forgotten(world: World) {
    let (asked, _) = asked(&world).await;
    answered(&world, asked).await;
    // The owner dies; its heir takes over the answer and with it what the answer set going.
    world.clock.advance(LEASE);
    let heir = world.claimed().await;
    let ended = world.ended(MessageState::Done, Vec::new());
    let forgotten = world.store.finish(&heir.guard, ended.clone()).await;
    assert!(matches!(forgotten, Err(StoreError::OutOfTurn(_))));
    assert_eq!(world.state(asked).await, MessageState::Running);
    let ended = Ended {
        asked: Some((asked, MessageState::Dead, Vec::new())),
        ..ended
    };
    world.store.finish(&heir.guard, ended).await.unwrap();
    assert_eq!(world.state(asked).await, MessageState::Dead);
}

pub(super) async fn an_unanswered_question_expires(world: World) {
    let (asked, question) = asked(&world).await;
    world.clock.advance(Duration::from_secs(5 * 60 - 1));
    assert_eq!(world.store.expire_questions(world.now()).await.unwrap(), 0);
    world.clock.advance(Duration::from_secs(1));
    assert_eq!(world.now(), question.expires);
    assert_eq!(world.store.expire_questions(world.now()).await.unwrap(), 1);
    assert_eq!(world.store.expire_questions(world.now()).await.unwrap(), 0);
    let entry = world.store.entry(asked).await.unwrap().unwrap();
    assert_eq!(entry.state, MessageState::Expired);
    assert_eq!(entry.outcome.as_deref(), Some("expired"));
    let thread = world.store.thread(&line(), &phone(1)).await.unwrap();
    assert_eq!(thread.question, None);
}

pub(super) async fn a_question_that_is_replaced_ends_its_message(world: World) {
    let (first, _) = asked(&world).await;
    let (second, question) = asked(&world).await;
    assert_eq!(world.state(first).await, MessageState::Expired);
    assert_eq!(world.state(second).await, MessageState::Waiting);
    let thread = world.store.thread(&line(), &phone(1)).await.unwrap();
    assert_eq!(thread.question, Some(question));
}

pub(super) async fn an_expired_question_is_not_brought_back(world: World) {
    let (asked, question) = asked(&world).await;
    world.accepted(1, "tasks").await;
    let claim = world.claimed().await;
    let stale: Thread = world.store.thread(&line(), &phone(1)).await.unwrap();
    world
        .store
        .expire_questions(question.expires)
        .await
        .unwrap();
    let ended = Ended {
        thread: stale,
        ..world.ended(MessageState::Done, vec![done(&[])])
    };
    world.store.finish(&claim.guard, ended).await.unwrap();
    let thread = world.store.thread(&line(), &phone(1)).await.unwrap();
    assert_eq!(thread.question, None);
    assert_eq!(world.state(asked).await, MessageState::Expired);
}
