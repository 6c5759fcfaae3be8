//! How many messages a second the SQLite store keeps durably, and how long a worker waits for its transactions.
//!
//! `cargo bench --bench store [-- FOLDER]`: the folder decides which disk is measured (default: the temporary one).
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measurement prints, and stops at the first surprise"
)]

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use fieldline::clock::{Clock, SystemClock};
use fieldline::domain::{InboundSms, LineName, MessageId, MessageState, Phone, Sender, Thread};
use fieldline::store::sqlite::SqliteStore;
use fieldline::store::{Ended, LogFilter, Store};

const ROUND: Duration = Duration::from_secs(3);
const LEASE: Duration = Duration::from_secs(20);

fn main() {
    let folder = std::env::args()
        .skip(1)
        .find(|argument| !argument.starts_with("--"))
        .map_or_else(std::env::temp_dir, PathBuf::from);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    for producers in [1, 64, 256] {
        let bench = Bench::new(&folder);
        runtime.block_on(bench.accepts(producers));
    }
    runtime.block_on(Bench::new(&folder).work_off());
}

struct Bench {
    store: Arc<SqliteStore>,
    clock: Arc<SystemClock>,
    _folder: tempfile::TempDir,
}

impl Bench {
    fn new(folder: &std::path::Path) -> Self {
        let folder = tempfile::tempdir_in(folder).unwrap();
        let clock = Arc::new(SystemClock::new());
        let path = folder.path().join("fieldline.db");
        let store = SqliteStore::open(&path, Arc::<SystemClock>::clone(&clock)).unwrap();
        Self {
            store: Arc::new(store),
            clock,
            _folder: folder,
        }
    }

    /// Durable accepts by so many callers at once, each of which waits for its answer before it goes on.
    async fn accepts(&self, producers: u32) {
        let started = self.clock.monotonic();
        let tasks: Vec<_> = (0..producers)
            .map(|producer| {
                let (store, clock) = (Arc::clone(&self.store), Arc::clone(&self.clock));
                tokio::spawn(async move {
                    let mut waited = Vec::new();
                    while clock.monotonic() < started + ROUND {
                        let from = clock.monotonic();
                        let id = MessageId::new(clock.uuid());
                        let number = u32::try_from(waited.len()).unwrap();
                        let sms = sms(producer * 100_000 + number % 500, &id.to_string());
                        store.accept(sms, id, clock.now(), None).await.unwrap();
                        waited.push(clock.monotonic().saturating_sub(from));
                    }
                    waited
                })
            })
            .collect();
        let mut waited = Vec::new();
        for task in tasks {
            waited.extend(task.await.unwrap());
        }
        let rate = rate(waited.len(), self.clock.monotonic().saturating_sub(started));
        waited.sort_unstable();
        println!(
            "{producers:>4} producers: {rate:>6} durable accepts/s, p50 {:.2?}, p99 {:.2?}",
            waited[waited.len() / 2],
            waited[waited.len() * 99 / 100]
        );
    }

    /// 100,000 messages of 10,000 senders accepted and finished by 32 workers, then one more claim and the log.
    async fn work_off(&self) {
        const MESSAGES: u32 = 100_000;
        let accepts: Vec<_> = (0..MESSAGES)
            .map(|n| {
                let (store, clock) = (Arc::clone(&self.store), Arc::clone(&self.clock));
                tokio::spawn(async move {
                    let id = MessageId::new(clock.uuid());
                    let sms = sms(n % 10_000, &n.to_string());
                    store.accept(sms, id, clock.now(), None).await.unwrap()
                })
            })
            .collect();
        for accept in accepts {
            accept.await.unwrap();
        }
        let started = self.clock.monotonic();
        let workers: Vec<_> = (0..32)
            .map(|worker| {
                let (store, clock) = (Arc::clone(&self.store), Arc::clone(&self.clock));
                tokio::spawn(async move {
                    let owner = format!("w{worker}");
                    while let Some(claim) = store.claim(&owner, clock.now(), LEASE).await.unwrap() {
                        let ended = Ended {
                            state: MessageState::Done,
                            outcomes: Vec::new(),
                            replies: Vec::new(),
                            thread: Thread::default(),
                            asked: None,
                            undone: None,
                            now: clock.now(),
                        };
                        store.finish(&claim.guard, ended).await.unwrap();
                    }
                })
            })
            .collect();
        for worker in workers {
            worker.await.unwrap();
        }
        let rate = rate(
            MESSAGES as usize,
            self.clock.monotonic().saturating_sub(started),
        );
        println!("  32 workers: {rate:>6} messages/s claimed and finished");

        let id = MessageId::new(self.clock.uuid());
        let last = self
            .store
            .accept(sms(1, "last"), id, self.clock.now(), None);
        last.await.unwrap();
        let from = self.clock.monotonic();
        let claim = self.store.claim("w", self.clock.now(), LEASE).await;
        assert!(claim.unwrap().is_some());
        let claimed = self.clock.monotonic().saturating_sub(from);
        println!("after {MESSAGES} finished: a durable claim takes {claimed:.2?}");
        let filters = [
            ("newest", LogFilter::default()),
            (
                "state done",
                LogFilter {
                    state: Some(MessageState::Done),
                    ..LogFilter::default()
                },
            ),
            (
                "one sender",
                LogFilter {
                    from: Some(phone(5).to_string()),
                    ..LogFilter::default()
                },
            ),
            (
                "words nobody wrote",
                LogFilter {
                    q: Some("zebra".to_owned()),
                    ..LogFilter::default()
                },
            ),
        ];
        for (name, filter) in filters {
            let from = self.clock.monotonic();
            let page = self.store.log(&filter).await.unwrap();
            let read = self.clock.monotonic().saturating_sub(from);
            println!("log, {name}: {} entries in {read:.2?}", page.messages.len());
        }
    }
}

fn rate(done: usize, time: Duration) -> u128 {
    done as u128 * 1_000_000 / time.as_micros().max(1)
}

fn phone(n: u32) -> Phone {
    format!("+1{:010}", 2_000_000_000_u64 + u64::from(n))
        .parse()
        .unwrap()
}

fn sms(from: u32, provider_id: &str) -> InboundSms {
    InboundSms {
        line: LineName::from("main"),
        from: Sender::Phone(phone(from)),
        to: Some(phone(0)),
        text: "add task for Jane Doe: call back tomorrow 3pm".to_owned(),
        provider_id: Some(provider_id.to_owned()),
        fingerprint: format!("{provider_id:0>64}"),
        sent_at: None,
        media: 0,
    }
}
