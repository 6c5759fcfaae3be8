//! The send loop: a reply goes to its carrier at most once, unless the carrier itself de-duplicates.

use std::time::Duration;

use super::budget::after;
use super::{Engine, Line, retry};
use crate::domain::ReplyState;
use crate::provider::SendError;
use crate::store::{ReplyClaim, ReplyEnd, StoreError};
use crate::telemetry;

// Tries before a reply that the carrier keeps putting off is given up.
const MOST_TRIES: u32 = 20;

impl Engine {
    /// Sends one due reply; `false` where none is due.
    pub(super) async fn send_next(&self) -> Result<bool, StoreError> {
        let lease = self.config.engine.lease;
        let Some(claim) = self
            .store
            .claim_reply(&self.owner, self.clock.now(), lease)
            .await?
        else {
            return Ok(false);
        };
        let end = match self.lines.get(&claim.line) {
            Some(line) => self.hand_over(line, &claim).await,
            None => ReplyEnd::GaveUp {
                reason: "its line is not configured any more".to_owned(),
            },
        };
        telemetry::reply_ended(&claim.line, state_after(&end), claim.segments);
        if let ReplyEnd::GaveUp { reason } = &end {
            tracing::warn!(reply_id = %claim.sms.id, line = %claim.line, error = reason, "a reply was given up");
        }
        self.store.end_reply(&claim, end, self.clock.now()).await?;
        Ok(true)
    }

    async fn hand_over(&self, line: &Line, claim: &ReplyClaim) -> ReplyEnd {
        let idempotent = line.provider.capabilities().idempotent_send;
        if claim.unclear && !idempotent {
            return ReplyEnd::GaveUp {
                reason: "it may have been sent already".to_owned(),
            };
        }
        let request = line.provider.send(&claim.sms, &line.status_url);
        let answer = match self.fetch.fetch(request).await {
            Ok(answer) => answer,
            Err(error) if error.effect_possible() && !idempotent => {
                return ReplyEnd::GaveUp {
                    reason: format!("it may have been sent: {error}"),
                };
            }
            Err(_) => return self.again(claim, None),
        };
        match line.provider.sent(&answer) {
            Ok(provider_ref) => ReplyEnd::Sent { provider_ref },
            Err(SendError::OptedOut) => ReplyEnd::OptedOut,
            Err(SendError::Later(wait)) => self.again(claim, wait),
            Err(SendError::Unclear) if idempotent => self.again(claim, None),
            Err(error @ SendError::Unclear) => ReplyEnd::GaveUp {
                reason: error.to_string(),
            },
            Err(SendError::Refused(code)) => ReplyEnd::GaveUp {
                reason: format!("the carrier refused it: {code}"),
            },
            Err(SendError::Line(reason)) => {
                tracing::error!(line = %line.name, error = reason, "the carrier does not accept this line");
                self.again(claim, Some(self.config.engine.retry_cap))
            }
        }
    }

    fn again(&self, claim: &ReplyClaim, wait: Option<Duration>) -> ReplyEnd {
        if claim.attempts >= MOST_TRIES {
            return ReplyEnd::GaveUp {
                reason: "the carrier could not be reached".to_owned(),
            };
        }
        let engine = &self.config.engine;
        let mut spread = [0];
        self.clock.random(&mut spread);
        let pause = retry::pause(
            claim.attempts,
            engine.retry_base,
            engine.retry_cap,
            spread[0],
        );
        ReplyEnd::Retry {
            at: after(self.clock.now(), wait.unwrap_or(pause)),
        }
    }
}

fn state_after(end: &ReplyEnd) -> ReplyState {
    match end {
        ReplyEnd::Sent { .. } => ReplyState::Sent,
        ReplyEnd::Retry { .. } => ReplyState::Pending,
        ReplyEnd::OptedOut => ReplyState::Suppressed,
        ReplyEnd::GaveUp { .. } => ReplyState::GaveUp,
    }
}
