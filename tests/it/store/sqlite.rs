//! What only the SQLite store has: its file, its lock, its power cuts.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use fieldline::clock::{Clock, ManualClock};
use fieldline::domain::{Handle, HandleKind, MessageId, MessageState, Observation};
use fieldline::store::sqlite::SqliteStore;
use fieldline::store::{LogFilter, Store, StoreError};
use tokio::task::JoinSet;

use super::given::{complete, contact, line, look, noon, sms, step, task};
use super::{World, new_sqlite};

fn open(path: &Path) -> Result<SqliteStore, StoreError> {
    SqliteStore::open(path, Arc::new(ManualClock::new(noon())))
}

/// A world whose store is known to be SQLite's.
fn world(store: SqliteStore) -> (World, Arc<SqliteStore>) {
    let store = Arc::new(store);
    let world = World {
        store: Arc::<SqliteStore>::clone(&store),
        ..new_sqlite()
    };
    (world, store)
}

#[tokio::test]
async fn a_second_process_is_refused_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("fieldline.db");
    let first = open(&path).unwrap();
    let refused = open(&path).err().expect("refused");
    assert!(matches!(refused, StoreError::InUse(_)));
    let message = refused.to_string();
    assert!(message.contains("fieldline.db") && !message.contains('\n'));
    drop(first);
    open(&path).expect("free again");
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("fieldline.db");
    std::fs::write(&path, "dear diary, ".repeat(1000)).unwrap();
    assert!(matches!(open(&path), Err(StoreError::Database(_))));
}

#[tokio::test]
async fn closing_commits_what_is_queued_and_refuses_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("fieldline.db");
    let (world, store) = world(open(&path).unwrap());
    let mut hooks = JoinSet::new();
    for n in 0..200 {
        let store = Arc::clone(&store);
        let id = MessageId::new(world.clock.uuid());
        let sms = sms(n, &n.to_string(), "tasks");
        hooks.spawn(async move { store.accept(sms, id, noon(), None).await.ok().map(|_| id) });
    }
    tokio::task::yield_now().await;
    store.close().await;
    let acknowledged: Vec<_> = hooks.join_all().await.into_iter().flatten().collect();
    let late = store.put_setting("a", None).await;
    assert!(matches!(late, Err(StoreError::Database(_))));
    store.backlog().await.expect_err("not ready any more");
    store.close().await;
    drop((world, store));

    let store = open(&path).unwrap();
    for id in acknowledged {
        assert!(store.entry(id).await.unwrap().is_some());
    }
}

#[tokio::test]
async fn after_a_restart_leases_of_the_dead_process_are_over() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("fieldline.db");
    let (before, store) = world(open(&path).unwrap());
    let claim = before.planned(1).await;
    let message = claim.guard.message;
    let key = step(message, 0);
    let request = super::given::request();
    before
        .store
        .begin_call(&claim.guard, key, &complete("t1"), request, noon())
        .await
        .unwrap();
    drop((before, store));

    let (after, _store) = world(open(&path).unwrap());
    let heir = after.claimed().await;
    assert_eq!(heir.guard.message, message);
    assert_eq!((heir.state, heir.crashes), (MessageState::Running, 1));
    let late = after
        .store
        .extend(&claim.guard, noon(), super::given::LEASE);
    assert!(matches!(late.await, Err(StoreError::Fenced)));
    let journal = after.store.journal(message).await.unwrap();
    assert_eq!(journal.rows[0].call, Some(complete("t1")));
}

#[tokio::test]
async fn handles_can_begin_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let (world, store) = world(open(&folder.path().join("fieldline.db")).unwrap());
    let reserve = store.reserve_handles(&line(), HandleKind::Task, 42).await;
    reserve.unwrap();
    let claim = world.planned(1).await;
    let message = claim.guard.message;
    for (n, number) in [(0, 42), (1, 43)] {
        let seen = Observation::Task(task(&format!("t{n}"), "k1", "a"));
        let seen = world
            .called(&claim, step(message, n), complete("t"), seen)
            .await;
        let Observation::Task(task) = seen else {
            panic!("{seen:?}")
        };
        assert_eq!(task.handle, Some(Handle::task(number)));
    }
    let seen = Observation::Contact(contact("k1", "Jane Doe"));
    let seen = world
        .called(&claim, step(message, 2), look("k1"), seen)
        .await;
    let Observation::Contact(jane) = seen else {
        panic!("{seen:?}")
    };
    assert_eq!(jane.handle, Some(Handle::contact(1)));
}

/// What the disk holds at some moment, as after a power cut: the file, and of the log at least what was there when a
/// commit was acknowledged; the rest of it is cut off anywhere.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_power_cut_loses_nothing_that_was_acknowledged() {
    const MESSAGES: u32 = 1500;
    const CUTS: usize = 12;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("fieldline.db");
    let (world, store) = world(open(&path).unwrap());
    let acknowledged = Arc::new(AtomicUsize::new(0));
    let ids: Arc<Vec<MessageId>> = Arc::new(
        (0..MESSAGES)
            .map(|_| MessageId::new(world.clock.uuid()))
            .collect(),
    );
    let producer = {
        let (store, ids) = (Arc::clone(&store), Arc::clone(&ids));
        let acknowledged = Arc::clone(&acknowledged);
        tokio::spawn(async move {
            for (n, id) in (0..).zip(ids.iter()) {
                let sms = sms(n % 50, &n.to_string(), "tasks");
                store.accept(sms, *id, noon(), None).await.unwrap();
                acknowledged.fetch_add(1, Ordering::SeqCst);
            }
        })
    };
    let mut cuts = Vec::new();
    while !producer.is_finished() && cuts.len() < CUTS {
        let enough = (cuts.len() + 1) * MESSAGES as usize / (CUTS + 2);
        while acknowledged.load(Ordering::SeqCst) < enough && !producer.is_finished() {
            tokio::task::yield_now().await;
        }
        if let Some(cut) = cut(&path, folder.path(), cuts.len(), &acknowledged) {
            cuts.push(cut);
        }
    }
    producer.await.unwrap();
    assert!(cuts.len() > CUTS / 2, "the disk was looked at too rarely");
    for (copy, safe) in cuts {
        let store = open(&copy).expect("a consistent file");
        let kept = listed(&store).await;
        assert!(ids[..safe].iter().all(|id| kept.contains(id)));
    }
}

/// All messages in the log.
async fn listed(store: &SqliteStore) -> HashSet<MessageId> {
    let mut listed = HashSet::new();
    let mut filter = LogFilter {
        limit: 200,
        ..LogFilter::default()
    };
    loop {
        let page = store.log(&filter).await.unwrap();
        listed.extend(page.messages.iter().map(|entry| entry.id));
        filter.after = page.next;
        if page.next.is_none() {
            return listed;
        }
    }
}

/// Copies file and log, and says how many accepts were acknowledged before. `None` if the log began anew meanwhile: the
/// two copies would not be of one moment.
fn cut(
    path: &Path,
    folder: &Path,
    number: usize,
    acknowledged: &AtomicUsize,
) -> Option<(PathBuf, usize)> {
    let log_of = |path: &Path| PathBuf::from(format!("{}-wal", path.display()));
    let copy = folder.join(format!("cut{number}.db"));
    let head = |path: &Path| {
        std::fs::read(path)
            .ok()
            .and_then(|log| log.get(..32).map(<[u8]>::to_vec))
    };
    let before = head(&log_of(path))?;
    let safe = acknowledged.load(Ordering::SeqCst);
    let length = std::fs::metadata(log_of(path)).ok()?.len();
    std::fs::copy(path, &copy).ok()?;
    let mut log = std::fs::read(log_of(path)).ok()?;
    if log.get(..32) != Some(&before[..]) {
        return None;
    }
    // Of what was written after the acknowledged part, any piece may have reached the disk.
    let kept = usize::try_from(length).ok()?;
    let rest = log.len() - kept;
    log.truncate(kept + rest * number / 12);
    std::fs::write(log_of(&copy), log).ok()?;
    Some((copy, safe))
}
