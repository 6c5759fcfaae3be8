//! What can be taken back.

use fieldline::domain::{Intent, MessageState, Observation, Outcome, Role};
use fieldline::store::Ended;

use super::World;
use super::given::{complete, done, frozen_to, line, look, phone, step, task};

pub(super) async fn the_last_change_can_be_taken_back_once(world: World) {
    let nobody = world.store.undoable(&line(), &phone(1)).await.unwrap();
    assert_eq!(nobody, None);
    let mut changes = Vec::new();
    for id in ["t1", "t2"] {
        let claim = world.planned(1).await;
        let message = claim.guard.message;
        world
            .called(&claim, step(message, 0), look("k1"), Observation::Gone)
            .await;
        let seen = Observation::Task(task(id, "k1", id));
        let seen = world
            .called(&claim, step(message, 1), complete(id), seen)
            .await;
        let running = world.store.undoable(&line(), &phone(1)).await.unwrap();
        assert!(running.is_none_or(|undoable| undoable.message != message));
        world.finished(&claim, Vec::new()).await;
        changes.push((message, seen));
    }
    for id in ["t2", "t1"] {
        let (message, seen) = changes.pop().expect("a change");
        let undoable = world.store.undoable(&line(), &phone(1)).await.unwrap();
        let undoable = undoable.expect("something to take back");
        assert_eq!(undoable.message, message);
        assert_eq!(undoable.text, "done 42");
        assert_eq!(undoable.effects, [(complete(id), seen)]);

        world.accepted(1, "undo").await;
        let claim = world.claimed().await;
        let undo = frozen_to(Intent::Undo, Role::Staff);
        world.store.plan(&claim.guard, &undo).await.unwrap();
        let key = step(claim.guard.message, 0);
        let seen = Observation::Task(task(id, "k1", id));
        world.called(&claim, key, complete(id), seen).await;
        let undone = Outcome::Undone {
            text: undoable.text,
        };
        let ended = Ended {
            undone: Some(message),
            ..world.ended(MessageState::Done, vec![undone])
        };
        world.store.finish(&claim.guard, ended).await.unwrap();
    }
    let nothing = world.store.undoable(&line(), &phone(1)).await.unwrap();
    assert_eq!(nothing, None);
}

pub(super) async fn looks_and_failed_changes_are_no_change(world: World) {
    let seen = || Observation::Task(task("t1", "k1", "a"));
    let cases = [
        (look("k1"), Observation::Gone, MessageState::Done),
        (complete("t1"), Observation::Gone, MessageState::Done),
        (
            complete("t1"),
            Observation::Unknown,
            MessageState::NeedsReview,
        ),
        (complete("t1"), seen(), MessageState::Failed),
    ];
    for (call, seen, state) in cases {
        let claim = world.planned(1).await;
        let key = step(claim.guard.message, 0);
        world.called(&claim, key, call, seen).await;
        let ended = world.ended(state, vec![done(&[])]);
        world.store.finish(&claim.guard, ended).await.unwrap();
        let undoable = world.store.undoable(&line(), &phone(1)).await.unwrap();
        assert_eq!(undoable, None);
    }
    let elses = world.store.undoable(&line(), &phone(2)).await.unwrap();
    assert_eq!(elses, None);
}
