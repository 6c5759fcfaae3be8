//! Keeps the loops going until told to stop, then lets what runs come to its end.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::Engine;
use crate::store::StoreError;

// Work that no wake-up announced (another process, a lost notification) is found this late at the latest.
const POLL: Duration = Duration::from_secs(1);
// Lanes are worked on by many; a few senders are enough, since carriers take about one text a second and number.
const SENDERS: usize = 4;

impl Engine {
    /// Runs workers and senders until `stop`; returns when the last has finished what it held.
    pub async fn run_until(self: &Arc<Self>, stop: CancellationToken) {
        let tasks = TaskTracker::new();
        for _ in 0..self.config.engine.workers {
            let (engine, stop) = (Arc::clone(self), stop.clone());
            tasks.spawn(async move { engine.work(&stop).await });
        }
        for _ in 0..SENDERS {
            let (engine, stop) = (Arc::clone(self), stop.clone());
            tasks.spawn(async move { engine.send_replies(&stop).await });
        }
        let (engine, housekeeping) = (Arc::clone(self), stop.clone());
        tasks.spawn(async move { engine.keep_house(&housekeeping).await });
        tasks.close();
        tasks.wait().await;
    }

    async fn work(&self, stop: &CancellationToken) {
        while !stop.is_cancelled() {
            match self.work_once().await {
                // There may be more than one worker's worth: pass the word on.
                Ok(true) => self.lanes.notify_one(),
                Ok(false) => idle(&self.lanes, self.until(self.store.lane_due().await), stop).await,
                Err(error) => self.stumble(&error, stop).await,
            }
        }
    }

    async fn work_once(&self) -> Result<bool, StoreError> {
        let lease = self.config.engine.lease;
        let Some(claim) = self
            .store
            .claim(&self.owner, self.clock.now(), lease)
            .await?
        else {
            return Ok(false);
        };
        match self.run(&claim).await {
            Ok(()) => Ok(true),
            Err(StoreError::Fenced) => {
                crate::telemetry::stale_fence();
                Ok(true)
            }
            Err(error) => Err(error),
        }
    }

    async fn send_replies(&self, stop: &CancellationToken) {
        while !stop.is_cancelled() {
            match self.send_next().await {
                Ok(true) => self.replies.notify_one(),
                Ok(false) => {
                    let due = self.until(self.store.reply_due().await);
                    idle(&self.replies, due, stop).await;
                }
                Err(error) => self.stumble(&error, stop).await,
            }
        }
    }

    async fn keep_house(&self, stop: &CancellationToken) {
        while !stop.is_cancelled() {
            if let Err(error) = self.store.expire_questions(self.clock.now()).await {
                tracing::error!(%error, "questions could not be expired");
            }
            if let Ok(backlog) = self.store.backlog().await {
                let age = backlog
                    .oldest
                    .map(|oldest| self.clock.now().duration_since(oldest));
                let age = age.and_then(|age| Duration::try_from(age).ok());
                crate::telemetry::backlog(backlog.messages + backlog.replies, age);
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(POLL) => {}
            }
        }
    }

    // How long until then, but no longer than `POLL`.
    fn until(&self, due: Result<Option<Timestamp>, StoreError>) -> Duration {
        let due = due.ok().flatten();
        let due = due.map(|due| due.duration_since(self.clock.now()));
        let due =
            due.and_then(|due| Duration::try_from(due.max(SignedDuration::from_millis(1))).ok());
        due.map_or(POLL, |due| due.min(POLL))
    }

    async fn stumble(&self, error: &StoreError, stop: &CancellationToken) {
        tracing::error!(%error, "the journal failed; trying again");
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(POLL) => {}
        }
    }
}

// Sleeps until woken, until something falls due, or for a while.
async fn idle(wake: &Notify, due: Duration, stop: &CancellationToken) {
    tokio::select! {
        () = stop.cancelled() => {}
        () = wake.notified() => {}
        () = tokio::time::sleep(due) => {}
    }
}
