//! The one thread that writes. Requests are committed in groups; nobody hears of success before the group is on disk.

use std::sync::{Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use super::failure::Tx;
use super::schema::Lock;
use crate::clock::SharedClock;
use crate::store::StoreError;

/// Requests that share one commit, at most.
const GROUP: usize = 256;
/// How long a group is filled from the queue, at most. An empty queue ends it at once.
const PATIENCE: Duration = Duration::from_millis(2);
/// Requests that may wait; more make the callers wait.
const QUEUE: usize = 4096;
/// The writing thread's nice value. Others have 0.
const AHEAD: i32 = -15;

/// The handle of the writing thread.
pub(super) struct Writer {
    queue: mpsc::Sender<Message>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

enum Message {
    Work(Box<dyn Work>),
    /// Take nothing new, finish what is queued, end.
    Stop,
}

/// A request, whatever it returns.
trait Work: Send {
    /// Whether what it wrote before it failed must be undone.
    fn needs_undo(&self) -> bool;
    /// Does it.
    fn run(&mut self, db: &Connection) -> Ran;
    /// Tells the caller, after the commit or its failure.
    fn tell(self: Box<Self>, commit: Result<(), &str>);
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Ran {
    Keep,
    Undo,
    Fatal,
}

struct Request<T, F> {
    work: Option<F>,
    needs_undo: bool,
    result: Option<Tx<T>>,
    caller: oneshot::Sender<Result<T, StoreError>>,
}

impl Writer {
    /// Starts the thread. It owns the connection and the lock, and drops them when it ends.
    pub(super) fn start(
        db: Connection,
        lock: Option<Lock>,
        clock: SharedClock,
    ) -> Result<Self, StoreError> {
        let (queue, requests) = mpsc::channel(QUEUE);
        let thread = std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || {
                step_forward();
                serve(&db, requests, &clock);
                drop(db);
                drop(lock);
            })
            .map_err(|error| StoreError::Database(error.to_string()))?;
        Ok(Self {
            queue,
            thread: Mutex::new(Some(thread)),
        })
    }

    /// Does `work` in the next group and returns once that is durable. Once it is queued, a caller that goes away does
    /// not take it back.
    pub(super) async fn run<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Tx<T> + Send + 'static,
    {
        self.queue(work, true).await
    }

    /// The same for work that may leave behind whatever it wrote before it failed. The savepoint it does without is a fifth
    /// of what an accepted message costs.
    pub(super) async fn run_bare<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Tx<T> + Send + 'static,
    {
        self.queue(work, false).await
    }

    async fn queue<T, F>(&self, work: F, needs_undo: bool) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Tx<T> + Send + 'static,
    {
        let (caller, answer) = oneshot::channel();
        let request = Request {
            work: Some(work),
            needs_undo,
            result: None,
            caller,
        };
        self.queue
            .send(Message::Work(Box::new(request)))
            .await
            .map_err(|_| stopped())?;
        answer.await.map_err(|_| stopped())?
    }

    /// Whether the thread still takes requests: `false` after a failed commit and after [`Writer::stop`].
    pub(super) fn is_running(&self) -> bool {
        !self.queue.is_closed()
    }

    /// Finishes what is queued and ends the thread. Blocks until the database is closed.
    pub(super) fn stop(&self) {
        let thread = self
            .thread
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let Some(thread) = thread else { return };
        let mut message = Message::Stop;
        while let Err(mpsc::error::TrySendError::Full(back)) = self.queue.try_send(message) {
            message = back;
            std::thread::yield_now();
        }
        if thread.join().is_err() {
            tracing::error!("the writing thread of the store panicked");
        }
    }
}

impl<T, F> Work for Request<T, F>
where
    T: Send,
    F: FnOnce(&Connection) -> Tx<T> + Send,
{
    fn needs_undo(&self) -> bool {
        self.needs_undo
    }

    fn run(&mut self, db: &Connection) -> Ran {
        let Some(work) = self.work.take() else {
            return Ran::Keep;
        };
        let result = work(db);
        let ran = match &result {
            Ok(_) => Ran::Keep,
            Err(failure) if failure.is_fatal() => Ran::Fatal,
            Err(_) => Ran::Undo,
        };
        self.result = Some(result);
        ran
    }

    fn tell(self: Box<Self>, commit: Result<(), &str>) {
        let result = match (commit, self.result) {
            (Ok(()), Some(result)) => result.map_err(StoreError::from),
            (Ok(()), None) => Err(stopped()),
            // A refusal wrote nothing, but even it was decided on state that is lost now.
            (Err(why), _) => Err(StoreError::Database(why.to_owned())),
        };
        // A caller that went away needs no answer.
        let _ = self.caller.send(result);
    }
}

/// A whole group that was not committed.
struct Lost {
    why: String,
    /// The handle must not be used again.
    stop: bool,
}

fn serve(db: &Connection, mut requests: mpsc::Receiver<Message>, clock: &SharedClock) {
    let mut group: Vec<Box<dyn Work>> = Vec::with_capacity(GROUP);
    while let Some(message) = requests.blocking_recv() {
        match message {
            Message::Work(work) => group.push(work),
            Message::Stop => {
                requests.close();
                continue;
            }
        }
        let end = commit_group(db, &mut group, &mut requests, clock);
        for work in group.drain(..) {
            work.tell(end.as_ref().copied().map_err(|lost| lost.why.as_str()));
        }
        if let Err(lost) = end {
            tracing::error!(error = lost.why, stop = lost.stop, "nothing was committed");
            if lost.stop {
                // Whoever is still queued hears that the store has stopped, because their requests are dropped here.
                break;
            }
        }
    }
}

/// Runs what is in `group` and more from the queue in one transaction.
fn commit_group(
    db: &Connection,
    group: &mut Vec<Box<dyn Work>>,
    requests: &mut mpsc::Receiver<Message>,
    clock: &SharedClock,
) -> Result<(), Lost> {
    let started = clock.monotonic();
    execute(db, "BEGIN IMMEDIATE").map_err(|failure| Lost {
        stop: !failure.is_busy(),
        why: StoreError::from(failure).to_string(),
    })?;
    fill(db, group, requests, || {
        clock.monotonic().saturating_sub(started) >= PATIENCE
    })
    .and_then(|()| execute(db, "COMMIT"))
    .map_err(|failure| Lost {
        stop: true,
        why: StoreError::from(failure).to_string(),
    })
}

fn fill(
    db: &Connection,
    group: &mut Vec<Box<dyn Work>>,
    requests: &mut mpsc::Receiver<Message>,
    late: impl Fn() -> bool,
) -> Tx<()> {
    while let Some(work) = group.last_mut() {
        run_one(db, work.as_mut())?;
        if group.len() == GROUP || late() {
            break;
        }
        match requests.try_recv() {
            Ok(Message::Work(next)) => group.push(next),
            Ok(Message::Stop) => {
                requests.close();
                break;
            }
            Err(_) => break,
        }
    }
    Ok(())
}

fn run_one(db: &Connection, work: &mut dyn Work) -> Tx<()> {
    let savepoint = work.needs_undo();
    if savepoint {
        execute(db, "SAVEPOINT request")?;
    }
    match work.run(db) {
        Ran::Keep | Ran::Undo if !savepoint => Ok(()),
        Ran::Keep => execute(db, "RELEASE request"),
        Ran::Undo => {
            execute(db, "ROLLBACK TO request")?;
            execute(db, "RELEASE request")
        }
        Ran::Fatal => Err(StoreError::Database("the disk or the file is broken".to_owned()).into()),
    }
}

fn execute(db: &Connection, sql: &str) -> Tx<()> {
    db.prepare_cached(sql)?.execute([])?;
    Ok(())
}

/// Lets this thread go before the others where the system allows it: in a burst all messages wait for it, and it waits for a
/// processor that they keep busy.
fn step_forward() {
    if !cfg!(target_os = "linux") {
        // Elsewhere a nice value is not a thread's own.
        return;
    }
    if let Err(why) = rustix::process::setpriority_process(None, AHEAD) {
        tracing::debug!(%why, "the writing thread of the store has no priority over others");
    }
}

fn stopped() -> StoreError {
    StoreError::Database("the store has stopped".to_owned())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::mpsc as std_mpsc;

    use super::*;
    use crate::clock::SystemClock;
    use crate::store::sqlite::{schema, settings};

    struct Bench {
        writer: Arc<Writer>,
        folder: tempfile::TempDir,
    }

    impl Bench {
        fn new(prepare: impl FnOnce(&Connection)) -> Self {
            let folder = tempfile::tempdir().expect("a folder");
            let path = folder.path().join("fieldline.db");
            let lock = Lock::take(&path).expect("locked");
            let db = schema::open_writer(&path).expect("opened");
            prepare(&db);
            let writer =
                Writer::start(db, Some(lock), Arc::new(SystemClock::new())).expect("started");
            Self {
                writer: Arc::new(writer),
                folder,
            }
        }

        fn kept(&self, key: &str) -> Option<String> {
            let path = self.folder.path().join("fieldline.db");
            let db = schema::open_reader(&path).expect("opened");
            settings::get(&db, key).expect("read")
        }

        /// Keeps the writer busy, so that what is queued meanwhile becomes one group.
        fn pause(&self) -> (std_mpsc::Sender<()>, tokio::task::JoinHandle<()>) {
            let (go_on, wait) = std_mpsc::channel::<()>();
            let writer = Arc::clone(&self.writer);
            let paused = tokio::spawn(async move {
                let pause = writer.run(move |_| Ok(wait.recv().is_ok()));
                assert!(pause.await.expect("paused"));
            });
            (go_on, paused)
        }

        fn put(&self, key: &str, then: Tx<()>) -> tokio::task::JoinHandle<Result<(), StoreError>> {
            let (writer, key) = (Arc::clone(&self.writer), key.to_owned());
            tokio::spawn(async move {
                writer
                    .run(move |db| {
                        settings::put(db, &key, Some("kept"))?;
                        then
                    })
                    .await
            })
        }

        async fn queued(&self, requests: usize) {
            while self.writer.queue.capacity() > QUEUE - requests {
                tokio::task::yield_now().await;
            }
        }
    }

    #[tokio::test]
    async fn a_refused_request_does_not_harm_its_neighbours() {
        let bench = Bench::new(|_| {});
        let (go_on, paused) = bench.pause();
        let before = bench.put("before", Ok(()));
        let refused = bench.put("refused", Err(StoreError::Fenced.into()));
        let after = bench.put("after", Ok(()));
        bench.queued(3).await;
        assert_eq!(bench.kept("before"), None);
        go_on.send(()).expect("the writer waits");
        paused.await.expect("committed");
        before.await.expect("ran").expect("kept");
        after.await.expect("ran").expect("kept");
        let refused = refused.await.expect("ran");
        assert!(matches!(refused, Err(StoreError::Fenced)));
        assert_eq!(bench.kept("before").as_deref(), Some("kept"));
        assert_eq!(bench.kept("after").as_deref(), Some("kept"));
        assert_eq!(bench.kept("refused"), None);
    }

    #[tokio::test]
    async fn a_caller_that_goes_away_does_not_take_its_request_back() {
        let bench = Bench::new(|_| {});
        let (go_on, paused) = bench.pause();
        let gone = bench.put("gone", Ok(()));
        bench.queued(1).await;
        gone.abort();
        assert!(gone.await.is_err());
        go_on.send(()).expect("the writer waits");
        paused.await.expect("committed");
        bench.put("next", Ok(())).await.expect("ran").expect("kept");
        assert_eq!(bench.kept("gone").as_deref(), Some("kept"));
    }

    #[tokio::test]
    async fn a_full_disk_stops_the_store_and_loses_nothing_acknowledged() {
        let bench = Bench::new(|db| {
            let pages: u32 = db
                .pragma_query_value(None, "page_count", |row| row.get(0))
                .expect("known");
            db.pragma_update(None, "max_page_count", pages + 4)
                .expect("set");
        });
        let mut acknowledged = Vec::new();
        let failed = loop {
            let key = format!("{:0>500}", acknowledged.len());
            match bench.put(&key, Ok(())).await.expect("ran") {
                Ok(()) => acknowledged.push(key),
                Err(error) => break error,
            }
        };
        assert!(matches!(failed, StoreError::Database(_)));
        assert!(acknowledged.len() > 5);
        let small = bench.put("a", Ok(())).await.expect("ran");
        assert!(matches!(small, Err(StoreError::Database(_))));
        assert!(!bench.writer.is_running());
        for key in acknowledged {
            assert_eq!(bench.kept(&key).as_deref(), Some("kept"));
        }
    }
}
