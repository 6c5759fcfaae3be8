//! One call to the CRM, at most one effect: journalled before it is sent, looked up when its fate is unclear.

use std::time::Duration;

use http::Response;
use jiff::{SignedDuration, Timestamp};

use super::budget::after;
use super::{Engine, retry};
use crate::crm::CrmError;
use crate::domain::{Contact, CrmCall, EffectClass, Observation};
use crate::fetch::FetchError;
use crate::store::{Begun, CallState, Exchange, Guard, RequestLine, Row, StepKey, StoreError};
use crate::telemetry;

/// What came of it.
pub(super) enum Performed {
    /// It was seen: the plan goes on.
    Seen(Observation),
    /// Not now: the message goes back until then.
    Later(Timestamp),
}

// A call that was committed longer ago than this is not sent any more: the process may have been suspended, and the lane
// taken over.
const SEND_WITHIN: Duration = Duration::from_millis(250);

impl Engine {
    /// Makes `call` the next row of the journal, or goes on with `row` where a former owner of the lane left it.
    pub(super) async fn perform(
        &self,
        guard: &Guard,
        key: StepKey,
        call: &CrmCall,
        row: Option<&Row>,
    ) -> Result<Performed, StoreError> {
        let attempts = row.map_or(0, |row| row.attempts);
        if let Some(row) = row
            && matches!(row.state, CallState::Sending | CallState::Ambiguous)
            && let Some(settled) = self.settle(guard, key, call, row).await?
        {
            return Ok(settled);
        }
        if let Some(until) = self.budget.blocked() {
            return Ok(Performed::Later(until));
        }
        self.budget.token().await;
        self.send_call(guard, key, call, attempts).await
    }

    async fn send_call(
        &self,
        guard: &Guard,
        key: StepKey,
        call: &CrmCall,
        attempts: u32,
    ) -> Result<Performed, StoreError> {
        let request = self.crm.request(call);
        let line = RequestLine {
            method: request.method().to_string(),
            path: request
                .uri()
                .path_and_query()
                .map(ToString::to_string)
                .unwrap_or_default(),
        };
        self.store
            .extend(guard, self.clock.now(), self.config.engine.lease)
            .await?;
        let started = self.clock.monotonic();
        match self
            .store
            .begin_call(guard, key, call, line, self.clock.now())
            .await?
        {
            Begun::Send => {}
            Begun::NotAllowed => {
                let seen = Observation::NotAllowed;
                let none = Exchange::default();
                return Ok(Performed::Seen(
                    self.store
                        .end_call(guard, key, seen, none, self.clock.now())
                        .await?,
                ));
            }
        }
        if self.clock.monotonic().saturating_sub(started) > SEND_WITHIN {
            self.store
                .call_unclear(
                    guard,
                    key,
                    CallState::Planned,
                    Exchange::default(),
                    self.clock.now(),
                )
                .await?;
            return Ok(Performed::Later(self.clock.now()));
        }
        let sent = self.clock.monotonic();
        let answer = self.fetch.fetch(request).await;
        self.heed(answer.as_ref().ok());
        let ms = u64::try_from(self.clock.monotonic().saturating_sub(sent).as_millis())
            .unwrap_or(u64::MAX);
        self.judge(guard, key, call, answer, ms, attempts + 1).await
    }

    async fn judge(
        &self,
        guard: &Guard,
        key: StepKey,
        call: &CrmCall,
        answer: Result<Response<bytes::Bytes>, FetchError>,
        ms: u64,
        attempts: u32,
    ) -> Result<Performed, StoreError> {
        let now = self.clock.now();
        let exchange = Exchange {
            status: answer.as_ref().ok().map(|answer| answer.status().as_u16()),
            ms,
        };
        let read = match &answer {
            Ok(answer) => self.crm.response(call, answer),
            Err(error) if error.effect_possible() => Err(CrmError::Unclear(error.to_string())),
            Err(error) => {
                telemetry::crm_call(call.op(), "unreachable");
                tracing::warn!(message_id = %guard.message, op = call.op(), %error, "the CRM cannot be reached");
                self.store
                    .call_unclear(guard, key, CallState::Planned, exchange, now)
                    .await?;
                return Ok(Performed::Later(self.next_try(attempts)));
            }
        };
        match read {
            Ok(seen) => {
                telemetry::crm_call(call.op(), "answered");
                let seen = self.store.end_call(guard, key, seen, exchange, now).await?;
                self.directory.saw(contacts_of(&seen));
                Ok(Performed::Seen(seen))
            }
            Err(CrmError::Limited { wait }) => {
                telemetry::crm_call(call.op(), "limited");
                self.store
                    .call_unclear(guard, key, CallState::Planned, exchange, now)
                    .await?;
                Ok(Performed::Later(self.budget.block(wait)))
            }
            Err(error @ (CrmError::Token(_) | CrmError::Setup(_))) => {
                telemetry::crm_call(call.op(), "refused");
                tracing::error!(message_id = %guard.message, op = call.op(), %error, "the CRM refuses this gateway; commands wait");
                self.store
                    .call_unclear(guard, key, CallState::Planned, exchange, now)
                    .await?;
                Ok(Performed::Later(
                    self.budget.block(self.config.engine.retry_cap),
                ))
            }
            Err(CrmError::Unclear(reason)) => {
                telemetry::crm_call(call.op(), "unclear");
                tracing::warn!(message_id = %guard.message, op = call.op(), status = exchange.status, "the outcome of a call is unclear; it is looked up");
                self.store
                    .call_unclear(guard, key, CallState::Ambiguous, exchange, now)
                    .await?;
                let refused = exchange
                    .status
                    .is_some_and(|status| (400..500).contains(&status) && status != 408);
                if !refused {
                    return Ok(Performed::Later(self.next_try(attempts)));
                }
                // A create has been seen to take effect although it was refused. The CRM has answered, so nothing is late.
                let seen = match self.look(call).await {
                    Some(Some(confirmed)) => confirmed,
                    Some(None) => Observation::Refused { reason },
                    None => return Ok(Performed::Later(self.next_try(attempts))),
                };
                let seen = self
                    .store
                    .end_call(guard, key, seen, exchange, self.clock.now())
                    .await?;
                self.directory.saw(contacts_of(&seen));
                Ok(Performed::Seen(seen))
            }
        }
    }

    // Holds the next calls back where this answer says that the window is used up.
    fn heed(&self, answer: Option<&Response<bytes::Bytes>>) {
        if let Some(left) = answer.and_then(|answer| self.crm.budget(answer)) {
            telemetry::crm_budget(left.remaining);
            if left.remaining == 0 {
                self.budget.block(left.window);
            }
        }
    }

    // A call whose fate is unknown: shows what became of it, or `None` where it may be sent (again).
    async fn settle(
        &self,
        guard: &Guard,
        key: StepKey,
        call: &CrmCall,
        row: &Row,
    ) -> Result<Option<Performed>, StoreError> {
        let now = self.clock.now();
        let again = match self.crm.effect(call) {
            EffectClass::Read | EffectClass::Set => true,
            EffectClass::Unobservable => false,
            EffectClass::Marked => match self.look(call).await {
                Some(Some(confirmed)) => {
                    telemetry::ambiguous("confirmed");
                    let seen = self
                        .store
                        .end_call(guard, key, confirmed, Exchange::default(), now)
                        .await?;
                    self.directory.saw(contacts_of(&seen));
                    return Ok(Some(Performed::Seen(seen)));
                }
                Some(None) => {
                    let landed = after(row.at, self.config.engine.ghost_window);
                    if now < landed {
                        return Ok(Some(Performed::Later(landed)));
                    }
                    true
                }
                None => return Ok(Some(Performed::Later(self.next_try(row.attempts)))),
            },
        };
        if !again {
            telemetry::ambiguous("unknown");
            let seen = self
                .store
                .end_call(guard, key, Observation::Unknown, Exchange::default(), now)
                .await?;
            return Ok(Some(Performed::Seen(seen)));
        }
        telemetry::ambiguous("absent");
        self.store
            .call_unclear(guard, key, CallState::Planned, Exchange::default(), now)
            .await?;
        Ok(None)
    }

    // `Some(Some(_))`: it took effect; `Some(None)`: it is not there; `None`: cannot be seen now.
    async fn look(&self, call: &CrmCall) -> Option<Option<Observation>> {
        let verify = self.crm.verify(call)?;
        self.budget.token().await;
        let answer = self.fetch.fetch(self.crm.request(&verify)).await.ok()?;
        let seen = self.crm.response(&verify, &answer).ok()?;
        Some(self.crm.confirmed(call, &seen))
    }

    fn next_try(&self, attempts: u32) -> Timestamp {
        let engine = &self.config.engine;
        let mut spread = [0];
        self.clock.random(&mut spread);
        after(
            self.clock.now(),
            retry::pause(attempts, engine.retry_base, engine.retry_cap, spread[0]),
        )
    }

    /// Whether a message received then has waited longer than it may.
    pub(super) fn given_up(&self, received: Timestamp) -> bool {
        let limit =
            SignedDuration::try_from(self.config.engine.give_up).unwrap_or(SignedDuration::MAX);
        self.clock.now().duration_since(received) > limit
    }
}

fn contacts_of(seen: &Observation) -> &[Contact] {
    match seen {
        Observation::Contact(contact) => std::slice::from_ref(contact),
        Observation::Contacts(contacts) => contacts,
        _ => &[],
    }
}
