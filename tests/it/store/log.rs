//! The command log.

use std::time::Duration;

use fieldline::domain::{
    Intent, MessageId, MessageState, Observation, Outcome, Person, Problem, ReplyState, Role,
    TaskRef,
};
use fieldline::store::{Backlog, CallState, Ended, LogFilter};

use super::World;
use super::given::{complete, line, person, phone, step, task};

pub(super) async fn an_entry_has_everything(world: World) {
    let claim = world.planned(1).await;
    let message = claim.guard.message;
    world
        .called(
            &claim,
            step(message, 0),
            complete("t1"),
            Observation::Task(task("t1", "k1", "call back")),
        )
        .await;
    world.clock.advance(Duration::from_millis(63));
    let reply = world.reply(1, "Done #1 call back");
    let reply_id = reply.id;
    world.finished(&claim, vec![reply]).await;
    // Whoever has the number later is not who sent it.
    let renamed = Person {
        name: "Somebody Else".to_owned(),
        ..person(1, "", Role::Staff)
    };
    world.store.put_person(renamed).await.unwrap();

    let entry = world.store.entry(message).await.unwrap().expect("listed");
    let page = world.store.log(&LogFilter::default()).await.unwrap();
    assert_eq!(page.messages, std::slice::from_ref(&entry));
    assert_eq!(page.next, None);
    assert_eq!(entry.line, line());
    assert_eq!(entry.from, phone(1).to_string());
    assert_eq!(entry.person.as_deref(), Some("Bob Ray"));
    assert_eq!(entry.provider_id, Some(message.to_string()));
    assert_eq!(entry.text, "done 42");
    assert_eq!(entry.state, MessageState::Done);
    assert_eq!(entry.outcome.as_deref(), Some("completed"));
    let intent = Intent::TaskComplete {
        tasks: vec![TaskRef::Handle(42)],
    };
    assert_eq!(entry.intents, [intent]);
    assert_eq!(entry.reasons[0].code, "HEAD_ALIAS");
    assert_eq!(entry.grammar_version.as_deref(), Some("g1"));
    assert_eq!(entry.duration_ms, Some(63));
    let call = &entry.calls[0];
    assert_eq!((call.seq, call.op.as_str()), (1, "task.complete"));
    assert_eq!(call.method, "PUT");
    assert_eq!(call.path, "/contacts/k1/tasks/t1/completed");
    assert_eq!((call.state, call.attempts), (CallState::Confirmed, 1));
    assert_eq!((call.status, call.ms), (Some(200), Some(41)));
    let reply = &entry.replies[0];
    assert_eq!((reply.id, reply.segments), (reply_id, 1));
    assert_eq!(reply.state, ReplyState::Pending);
}

pub(super) async fn pages_follow_each_other(world: World) {
    let mut accepted = Vec::new();
    for n in 0..7 {
        accepted.push(world.accepted(n, "tasks").await);
    }
    accepted.reverse();
    let mut read = Vec::new();
    let mut filter = LogFilter {
        limit: 3,
        ..LogFilter::default()
    };
    let mut sizes = Vec::new();
    loop {
        let page = world.store.log(&filter).await.unwrap();
        sizes.push(page.messages.len());
        read.extend(page.messages.iter().map(|entry| entry.id));
        filter.after = page.next;
        if page.next.is_none() {
            break;
        }
        // What comes in meanwhile does not move the pages.
        world.accepted(9, "more").await;
    }
    assert_eq!(sizes, [3, 3, 1]);
    assert_eq!(read, accepted);
    filter.after = Some(MessageId::new(uuid::Uuid::nil()));
    let nowhere = world.store.log(&filter).await.unwrap();
    assert_eq!(nowhere.messages, Vec::new());
}

pub(super) async fn the_filters_narrow_it(world: World) {
    let done = world.planned(1).await;
    world.finished(&done, Vec::new()).await;
    let unclear = world.planned(1).await;
    let problem = Outcome::Unclear {
        problem: Problem {
            at: [0, 4],
            found: "done".to_owned(),
            expected: Vec::new(),
            near: None,
            example: None,
        },
    };
    let ended = world.ended(MessageState::Done, vec![problem]);
    world.store.finish(&unclear.guard, ended).await.unwrap();
    world.clock.advance(Duration::from_mins(1));
    let failed = world.planned(2).await;
    let refused = Outcome::Refused {
        reason: "no".to_owned(),
    };
    let ended = world.ended(MessageState::Failed, vec![refused]);
    world.store.finish(&failed.guard, ended).await.unwrap();
    let received = world.accepted(2, "remind me").await;
    let [done, unclear, failed] = [done, unclear, failed].map(|claim| claim.guard.message);

    let none = LogFilter::default;
    let expected = [
        (
            LogFilter {
                from: Some(phone(1).to_string()),
                ..none()
            },
            vec![unclear, done],
        ),
        (
            LogFilter {
                from: Some("+1555".to_owned()),
                limit: 2,
                ..none()
            },
            vec![received, failed],
        ),
        (
            LogFilter {
                state: Some(MessageState::Done),
                ..none()
            },
            vec![unclear, done],
        ),
        (
            LogFilter {
                state: Some(MessageState::Done),
                after: Some(unclear),
                ..none()
            },
            vec![done],
        ),
        (
            LogFilter {
                state: Some(MessageState::Received),
                ..none()
            },
            vec![received],
        ),
        (
            LogFilter {
                outcome: Some("problem".to_owned()),
                ..none()
            },
            vec![unclear],
        ),
        (
            LogFilter {
                state: Some(MessageState::Failed),
                outcome: Some("refused".to_owned()),
                ..none()
            },
            vec![failed],
        ),
        (
            LogFilter {
                since: Some(world.now()),
                ..none()
            },
            vec![received, failed],
        ),
        (
            LogFilter {
                q: Some("ME remind".to_owned()),
                ..none()
            },
            vec![received],
        ),
        (
            LogFilter {
                q: Some(phone(1).as_str()[5..].to_owned()),
                ..none()
            },
            vec![unclear, done],
        ),
    ];
    for (filter, ids) in expected {
        let page = world.store.log(&filter).await.unwrap();
        let found: Vec<_> = page.messages.iter().map(|entry| entry.id).collect();
        assert_eq!(found, ids, "{filter:?}");
    }
}

pub(super) async fn a_search_takes_its_words_literally(world: World) {
    let percent = world.accepted(1, r"100% of a\b").await;
    world.accepted(1, "1000 of ab").await;
    for q in ["100%", r"a\b", "_", "'"] {
        let filter = LogFilter {
            q: Some(q.to_owned()),
            ..LogFilter::default()
        };
        let page = world.store.log(&filter).await.unwrap();
        let found: Vec<_> = page.messages.iter().map(|entry| entry.id).collect();
        let expected = if q.contains(['%', '\\']) {
            vec![percent]
        } else {
            Vec::new()
        };
        assert_eq!(found, expected, "{q}");
    }
}

pub(super) async fn the_backlog_counts_what_waits_for_us(world: World) {
    assert_eq!(world.store.backlog().await.unwrap(), Backlog::default());
    assert_eq!(world.store.lane_due().await.unwrap(), None);
    assert_eq!(world.store.reply_due().await.unwrap(), None);
    let oldest = world.now();
    let asks = world.planned(1).await;
    world.clock.advance(Duration::from_secs(5));
    world.accepted(2, "tasks").await;
    let running = Backlog {
        messages: 2,
        replies: 0,
        oldest: Some(oldest),
    };
    assert_eq!(world.store.backlog().await.unwrap(), running);
    world.waiting(&asks).await;
    let claim = world.claimed().await;
    let ended = Ended {
        replies: vec![world.reply(2, "a"), world.reply(2, "b")],
        ..world.ended(MessageState::Done, Vec::new())
    };
    world.store.finish(&claim.guard, ended).await.unwrap();
    let waiting = Backlog {
        messages: 0,
        replies: 2,
        oldest: None,
    };
    assert_eq!(world.store.backlog().await.unwrap(), waiting);
}
