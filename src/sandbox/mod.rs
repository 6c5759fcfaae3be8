//! An embedded CRM: the GoHighLevel Contacts API's shapes, limits and refusals on a loopback port, for the demo, for
//! tests and for trying things out. Everything is in memory; a [`Ledger`](LedgerEntry) keeps what it was told, and
//! [`Fault`]s make it as hostile as the real thing on a bad day.
//!
//! `gate` takes a request through token, limit, faults and route; `routes` is the table of all operations; the nouns
//! (`contacts`, `tasks`, `notes`, …) answer them by changing the `world`.

pub mod carrier;
mod contacts;
mod distortion;
mod enrolment;
mod faults;
mod filter;
mod gate;
mod index;
mod ledger;
mod limits;
mod location;
mod notes;
mod person;
pub mod phone;
mod reply;
mod routes;
mod sample;
mod search;
mod server;
mod shape;
mod tags;
mod tasks;
mod world;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use secrecy::SecretString;
use serde_json::Value;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::clock::SharedClock;
pub use faults::{BadFaults, Fault, FaultKind};
pub use ledger::{Effect, LedgerEntry};
pub use limits::RateLimits;
pub use sample::{ANN_LEE, BOB_RAY};

/// What a sandbox is like.
#[derive(Debug, Clone)]
pub struct SandboxConfig {
    /// Where it listens; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The only token it accepts.
    pub token: SecretString,
    /// The only location that token is good for.
    pub location: String,
    /// The location's time zone, an IANA name.
    pub timezone: String,
    /// Requests it answers before 429.
    pub limits: RateLimits,
    /// How long a change takes to show in contact search.
    pub index_lag: Duration,
    /// The location's setting "Allow Duplicate Contact".
    pub allow_duplicates: bool,
    /// What its ids are made from. The sample's ids come from it alone; later ones also from the moment it began, so that
    /// a sandbox started anew does not give an id to something else.
    pub seed: u64,
    /// Whether it starts with two users (Bob Ray, Ann Lee), a dozen contacts (Jane Doe, two Jons) and a handful of tasks.
    pub sample: bool,
    /// What goes wrong.
    pub faults: Vec<Fault>,
}

impl SandboxConfig {
    /// The token of a sandbox nobody chose one for.
    pub const TOKEN: &str = "sandbox-token";
    /// The location of a sandbox nobody chose one for.
    pub const LOCATION: &str = "FieldlineSandbox0001";
}

impl Default for SandboxConfig {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            token: SecretString::from(Self::TOKEN),
            location: Self::LOCATION.to_owned(),
            timezone: "America/Chicago".to_owned(),
            limits: RateLimits::default(),
            index_lag: Duration::ZERO,
            allow_duplicates: false,
            seed: 1,
            sample: false,
            faults: Vec::new(),
        }
    }
}

/// A sandbox's inside, for the process it lives in. Clones share one.
#[derive(Clone)]
pub struct Sandbox {
    inner: Arc<Inner>,
}

struct Inner {
    token: SecretString,
    clock: SharedClock,
    state: Mutex<gate::State>,
    /// Rings at every new entry of the ledger.
    told: Notify,
    /// Rings when the faults are replaced.
    replaced: Notify,
}

/// A sandbox that answers. Stops when dropped.
pub struct RunningSandbox {
    /// Where it listens.
    pub addr: SocketAddr,
    /// Its inside.
    pub sandbox: Sandbox,
    stop: tokio_util::sync::DropGuard,
    serving: tokio::task::JoinHandle<()>,
}

/// The sandbox cannot start.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    #[error("cannot listen on {addr}: {error}")]
    Listen {
        addr: SocketAddr,
        error: std::io::Error,
    },
    #[error(transparent)]
    Faults(#[from] BadFaults),
}

/// All that is in it, as the API shows it.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Snapshot {
    /// Contacts, oldest first.
    pub contacts: Vec<Value>,
    /// Tasks, oldest first.
    pub tasks: Vec<Value>,
    /// Notes, oldest first.
    pub notes: Vec<Value>,
}

impl Sandbox {
    /// An empty one that nobody can reach yet.
    ///
    /// # Errors
    /// [`BadFaults`] where a fault names a route that does not exist.
    pub fn new(config: &SandboxConfig, clock: SharedClock) -> Result<Self, BadFaults> {
        let now = clock.now();
        let mut state = gate::State::new(config)?;
        if config.sample {
            sample::fill(&mut state.world, now);
        }
        state.world.begin(now);
        Ok(Self {
            inner: Arc::new(Inner {
                token: config.token.clone(),
                clock,
                state: Mutex::new(state),
                told: Notify::new(),
                replaced: Notify::new(),
            }),
        })
    }

    /// Starts one and serves it.
    ///
    /// # Errors
    /// [`SandboxError`] where the address is taken or a fault cannot be.
    pub async fn start(
        config: SandboxConfig,
        clock: SharedClock,
    ) -> Result<RunningSandbox, SandboxError> {
        Self::new(&config, clock)?.serve(config.listen).await
    }

    /// Serves this one; it can be served again after it was stopped, with all that is in it.
    ///
    /// # Errors
    /// [`SandboxError::Listen`] where the address is taken.
    pub async fn serve(&self, listen: SocketAddr) -> Result<RunningSandbox, SandboxError> {
        let failed = |error| SandboxError::Listen {
            addr: listen,
            error,
        };
        let listener = tokio::net::TcpListener::bind(listen)
            .await
            .map_err(failed)?;
        let addr = listener.local_addr().map_err(failed)?;
        let stop = CancellationToken::new();
        let serving = tokio::spawn(server::serve(listener, self.clone(), stop.clone()));
        Ok(RunningSandbox {
            addr,
            sandbox: self.clone(),
            stop: stop.drop_guard(),
            serving,
        })
    }

    /// Everything it was told so far, in order.
    pub fn ledger(&self) -> Vec<LedgerEntry> {
        self.state().ledger.clone()
    }

    /// Waits until it was told `count` things since the ledger was last cleared, and returns them.
    pub async fn told(&self, count: usize) -> Vec<LedgerEntry> {
        loop {
            let ring = self.inner.told.notified();
            let ledger = self.ledger();
            if ledger.len() >= count {
                return ledger;
            }
            ring.await;
        }
    }

    /// Requests that have arrived and were not acted on yet: those that a latency holds back.
    pub fn held_back(&self) -> u64 {
        let state = self.state();
        state.arrived - state.told
    }

    /// Forgets what it was told; what is in it stays.
    pub fn clear_ledger(&self) {
        self.state().ledger.clear();
    }

    /// Replaces all faults; their counts start anew.
    ///
    /// # Errors
    /// [`BadFaults`] where one names a route that does not exist; then the old ones stay.
    pub fn set_faults(&self, faults: Vec<Fault>) -> Result<(), BadFaults> {
        self.state().faults.replace(faults)?;
        self.inner.replaced.notify_waiters();
        Ok(())
    }

    /// All that is in it.
    pub fn snapshot(&self) -> Snapshot {
        self.state().world.snapshot()
    }

    /// Waits until the faults of this generation are replaced.
    async fn faults_after(&self, generation: u64) {
        loop {
            let ring = self.inner.replaced.notified();
            if self.state().faults.generation != generation {
                return;
            }
            ring.await;
        }
    }

    fn state(&self) -> MutexGuard<'_, gate::State> {
        self.inner
            .state
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl RunningSandbox {
    /// The `base_url` for an adapter.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// Everything it was told so far, in order.
    #[must_use]
    pub fn ledger(&self) -> Vec<LedgerEntry> {
        self.sandbox.ledger()
    }

    /// Finishes the requests under way and closes the port.
    pub async fn stop(self) {
        drop(self.stop);
        // It ends by itself; a panic in it has nothing to add here.
        let _ = self.serving.await;
    }
}
