//! The simulated carrier: remembers what the gateway texted to which phone, for the demo, the phone simulator and tests.
//!
//! Speaks what `provider::simulated` sends. To be nested on a loopback listener only: nobody has to prove who they are.
//!
//! | route | |
//! |--|--|
//! | `POST /messages` | `{"id":"out_…","to":"+1…","text":"…"}` → `{"id":"sim-out_…"}`; the same id again changes nothing |
//! | `GET /inbox?number=+1…&after=N&wait=S` | `{"messages":[{"seq","id","text","at"}],"next":N}`, oldest first; waits up to S seconds (30 at most) for a first one |

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tokio::sync::Notify;

use crate::clock::SharedClock;
use crate::domain::Phone;

/// A carrier in memory. Clones are the same carrier.
#[derive(Clone)]
pub struct Carrier {
    shared: Arc<Shared>,
}

struct Shared {
    clock: SharedClock,
    inboxes: Mutex<HashMap<Phone, Vec<Received>>>,
    arrived: Notify,
}

/// A text as it lies on a phone. JSON: `{"seq":1,"id":"out_…","text":"…","at":"2026-11-22T15:00:00Z"}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Received {
    /// Counts up from 1 on each phone.
    pub seq: u64,
    /// The gateway's id of it.
    pub id: String,
    pub text: String,
    pub at: Timestamp,
}

/// The longest wait for a message, in seconds.
const MAX_WAIT: u64 = 30;

impl Carrier {
    /// A carrier whose phones have received nothing yet.
    #[must_use]
    pub fn new(clock: SharedClock) -> Self {
        Self {
            shared: Arc::new(Shared {
                clock,
                inboxes: Mutex::default(),
                arrived: Notify::new(),
            }),
        }
    }

    /// Its routes, `/messages` and `/inbox`.
    pub fn router(&self) -> Router {
        Router::new()
            .route("/messages", post(receive))
            .route("/inbox", get(inbox))
            .with_state(self.clone())
    }

    /// What a phone has received after message `after`, oldest first.
    #[must_use]
    pub fn inbox(&self, number: &Phone, after: u64) -> Vec<Received> {
        let inboxes = self
            .shared
            .inboxes
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let received = inboxes.get(number).map_or(&[][..], Vec::as_slice);
        received
            .iter()
            .filter(|text| text.seq > after)
            .cloned()
            .collect()
    }

    /// The same, waiting up to `patience` for a first one.
    pub async fn wait(&self, number: &Phone, after: u64, patience: Duration) -> Vec<Received> {
        let arrival = async {
            loop {
                let arrived = self.shared.arrived.notified();
                let received = self.inbox(number, after);
                if !received.is_empty() {
                    return received;
                }
                arrived.await;
            }
        };
        tokio::time::timeout(patience, arrival)
            .await
            .unwrap_or_default()
    }

    fn receive(&self, sms: Sms) {
        let at = self.shared.clock.now();
        let mut inboxes = self
            .shared
            .inboxes
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let inbox = inboxes.entry(sms.to).or_default();
        if inbox.iter().all(|text| text.id != sms.id) {
            let seq = inbox.last().map_or(1, |last| last.seq + 1);
            inbox.push(Received {
                seq,
                id: sms.id,
                text: sms.text,
                at,
            });
        }
        drop(inboxes);
        self.shared.arrived.notify_waiters();
    }
}

#[derive(Deserialize)]
struct Sms {
    id: String,
    to: Phone,
    text: String,
}

#[derive(Serialize)]
struct Sent {
    id: String,
}

async fn receive(State(carrier): State<Carrier>, Json(sms): Json<Sms>) -> Json<Sent> {
    let id = format!("sim-{}", sms.id);
    carrier.receive(sms);
    Json(Sent { id })
}

#[derive(Deserialize)]
struct Look {
    number: String,
    #[serde(default)]
    after: u64,
    #[serde(default)]
    wait: u64,
}

#[derive(Serialize)]
struct Inbox {
    messages: Vec<Received>,
    /// What to ask with as `after` next time.
    next: u64,
}

async fn inbox(
    State(carrier): State<Carrier>,
    Query(look): Query<Look>,
) -> Result<Json<Inbox>, StatusCode> {
    // People write `?number=+1…`, where the plus means a space.
    let number: Phone = format!("+{}", look.number.trim().trim_start_matches('+'))
        .parse()
        .map_err(|_| StatusCode::BAD_REQUEST)?;
    let patience = Duration::from_secs(look.wait.min(MAX_WAIT));
    let messages = carrier.wait(&number, look.after, patience).await;
    let next = messages.last().map_or(look.after, |last| last.seq);
    Ok(Json(Inbox { messages, next }))
}
