//! The loops around the pure core: accept (`intake`), run (`lane`), send (`outbox`). `supervisor` keeps them going.

mod budget;
mod chance;
mod directory;
mod freeze;
mod intake;
mod lane;
mod limits;
mod outbox;
mod perform;
mod reread;
mod retry;
mod supervisor;
mod sync;
mod wording;

use std::collections::HashMap;
use std::sync::Arc;

use dashmap::DashMap;
use tokio::sync::Notify;

use crate::clock::SharedClock;
use crate::config::Config;
use crate::crm::Crm;
use crate::domain::{LineName, MessageId, Phone, Region};
use crate::fetch::Fetch;
use crate::grammar::Lexicon;
use crate::provider::Provider;
use crate::reply::Phrasebook;
use crate::store::Store;

pub use directory::Index;
pub use reread::{Again, Comparison, Rereader};
pub use sync::SyncError;

/// One of our numbers.
pub struct Line {
    pub name: LineName,
    pub number: Phone,
    pub provider: Arc<dyn Provider>,
    /// Where this line's carrier shall send delivery reports.
    pub status_url: String,
    /// Hooks are taken from this machine only.
    pub loopback_only: bool,
}

/// What the engine is built from.
pub struct Parts {
    pub config: Arc<Config>,
    pub store: Arc<dyn Store>,
    pub crm: Arc<dyn Crm>,
    pub fetch: Arc<dyn Fetch>,
    pub clock: SharedClock,
    pub lexicon: Arc<Lexicon>,
    pub book: Arc<Phrasebook>,
    pub lines: Vec<Line>,
}

/// The engine: shared by the hook routes and the workers.
pub struct Engine {
    config: Arc<Config>,
    store: Arc<dyn Store>,
    crm: Arc<dyn Crm>,
    fetch: Arc<dyn Fetch>,
    clock: SharedClock,
    lexicon: Arc<Lexicon>,
    book: Arc<Phrasebook>,
    lines: HashMap<LineName, Line>,
    region: Region,
    directory: directory::Live,
    budget: budget::Budget,
    limits: limits::ReplyLimits,
    inbound: limits::InboundLimit,
    /// Hooks that wait to take a reply along, by message.
    waiting: DashMap<MessageId, Arc<Notify>>,
    lanes: Notify,
    replies: Notify,
    /// Names this process in leases.
    owner: String,
}

impl Engine {
    /// Puts the parts together; nothing runs before [`Engine::run_until`].
    #[must_use]
    pub fn new(parts: Parts) -> Arc<Self> {
        let Parts {
            config,
            store,
            crm,
            fetch,
            clock,
            lexicon,
            book,
            lines,
        } = parts;
        let region = config.defaults.region.parse().unwrap_or(Region::US);
        Arc::new(Self {
            region,
            directory: directory::Live::new(
                Arc::clone(&store),
                Arc::clone(&clock),
                config.engine.staleness,
            ),
            budget: budget::Budget::new(config.limits.crm_requests, Arc::clone(&clock)),
            limits: limits::ReplyLimits::new(&config.limits),
            inbound: limits::InboundLimit::new(config.limits.inbound_per_number_per_minute),
            waiting: DashMap::new(),
            lanes: Notify::new(),
            replies: Notify::new(),
            owner: clock.uuid().simple().to_string(),
            lines: lines
                .into_iter()
                .map(|line| (line.name.clone(), line))
                .collect(),
            config,
            store,
            crm,
            fetch,
            clock,
            lexicon,
            book,
        })
    }

    /// The snapshot of contacts, for explaining messages outside a lane.
    #[must_use]
    pub fn directory(&self) -> &directory::Live {
        &self.directory
    }

    /// Whether messages can be taken and worked on now.
    ///
    /// # Errors
    /// One sentence for the operator.
    pub fn ready(&self) -> Result<(), String> {
        match self.budget.blocked() {
            Some(until) => Err(format!(
                "the CRM asked for a pause until {until}, or does not accept our token; commands wait"
            )),
            None => Ok(()),
        }
    }

    fn is_ours(&self, number: &Phone) -> bool {
        self.lines.values().any(|line| line.number == *number)
    }
}
