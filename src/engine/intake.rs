//! The accept loop: verify, read, store, answer. Nothing is done about a message here.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Response, StatusCode};

use super::{Engine, Line};
use crate::domain::{InboundSms, LineName, MessageId, OutboundSms};
use crate::grammar;
use crate::provider::{Hook, Rejection};
use crate::store::{Accepted, Consent, StoreError};

impl Engine {
    /// Takes an inbound hook of a line. 2xx only after everything in it is durable.
    pub async fn inbound(&self, line: &LineName, hook: Hook, peer: IpAddr) -> Response<Bytes> {
        let line = match self.open_line(line, peer) {
            Ok(line) => line,
            Err(refusal) => return empty(refusal),
        };
        match self.take(line, &hook).await {
            Ok(taken) => self.acknowledge(line, &taken).await,
            Err(refusal) => empty(refusal),
        }
    }

    /// Takes a delivery report of a line.
    pub async fn status(&self, line: &LineName, hook: Hook, peer: IpAddr) -> Response<Bytes> {
        let line = match self.open_line(line, peer) {
            Ok(line) => line,
            Err(refusal) => return empty(refusal),
        };
        let reports = match line.provider.status(&hook) {
            Ok(reports) => reports,
            Err(Rejection::Forged(why)) => return empty(turned_away(line, why)),
            Err(Rejection::Malformed(_)) => return line.provider.acknowledge(None),
        };
        for report in reports {
            if let Err(error) = self
                .store
                .delivered(&line.name, report, self.clock.now())
                .await
            {
                tracing::error!(line = %line.name, %error, "a delivery report was not stored");
                return empty(line.provider.capabilities().shed);
            }
        }
        line.provider.acknowledge(None)
    }

    /// The line, if hooks may come to it from there.
    fn open_line(&self, line: &LineName, peer: IpAddr) -> Result<&Line, StatusCode> {
        let line = self.lines.get(line).ok_or(StatusCode::NOT_FOUND)?;
        if line.loopback_only && !peer.is_loopback() {
            return Err(StatusCode::FORBIDDEN);
        }
        Ok(line)
    }

    async fn take(&self, line: &Line, hook: &Hook) -> Result<Vec<MessageId>, StatusCode> {
        let shed = |error: StoreError| {
            tracing::error!(line = %line.name, %error, "a message was not stored; the carrier shall try again");
            line.provider.capabilities().shed
        };
        let messages = match line.provider.inbound(hook) {
            Ok(messages) => messages,
            Err(Rejection::Forged(why)) => return Err(turned_away(line, why)),
            Err(Rejection::Malformed(why)) => {
                tracing::warn!(line = %line.name, why, "an authentic request cannot be read; it is kept as it came");
                let id = MessageId::new(self.clock.uuid());
                let raw = raw(hook);
                self.store
                    .keep_raw(id, line.name.clone(), raw, self.clock.now())
                    .await
                    .map_err(shed)?;
                return Ok(Vec::new());
            }
        };
        let now = self.clock.now();
        let flooded = |sms: &InboundSms| !self.inbound.allow(sms.from.as_str(), now);
        if messages.iter().any(flooded) {
            tracing::warn!(line = %line.name, "a number texts faster than it may; the carrier shall try again later");
            return Err(line.provider.capabilities().shed);
        }
        let mut taken = Vec::with_capacity(messages.len());
        for sms in messages {
            taken.push(self.accept(sms).await.map_err(shed)?);
        }
        Ok(taken)
    }

    async fn accept(&self, sms: InboundSms) -> Result<MessageId, StoreError> {
        let consent = grammar::consent(&sms.text, &self.lexicon).map(|consent| match consent {
            grammar::Consent::OptOut => Consent::OptOut,
            grammar::Consent::OptIn => Consent::OptIn,
        });
        let line = sms.line.clone();
        let id = MessageId::new(self.clock.uuid());
        match self
            .store
            .accept(sms, id, self.clock.now(), consent)
            .await?
        {
            Accepted::New(id) => {
                self.lanes.notify_one();
                Ok(id)
            }
            Accepted::Duplicate { first, conflict } => {
                if conflict {
                    tracing::warn!(line = %line, message_id = %first, "the carrier's id came again with another text; the first is kept");
                }
                Ok(first)
            }
        }
    }

    async fn acknowledge(&self, line: &Line, taken: &[MessageId]) -> Response<Bytes> {
        let provider = &line.provider;
        let ([message], Some(longest)) = (taken, provider.capabilities().inline_reply) else {
            return provider.acknowledge(None);
        };
        let wait = longest.min(self.config.engine.inline_wait);
        match self.inline_reply(*message, wait).await {
            Ok(replies) => provider.acknowledge(joined(replies).as_ref()),
            // Unreadable now: silence, the outbox sends it.
            Err(_) => provider.acknowledge(None),
        }
    }

    // Waits until the message has ended and takes what shall be said; nothing where that takes too long: the outbox sends it.
    //
    // What is taken counts as sent before the answer is written. So only the waiting is cut short, never the taking. What
    // remains is a call that breaks off between the two (its client hung up, or this process died): such a client has had no
    // answer, asks again with the same id and is handed the same texts. Only one that never asks again loses them.
    async fn inline_reply(
        &self,
        message: MessageId,
        wait: Duration,
    ) -> Result<Vec<OutboundSms>, StoreError> {
        let too_late = tokio::time::sleep(wait);
        tokio::pin!(too_late);
        loop {
            let told = Arc::clone(&self.waiting.entry(message).or_default());
            let told = told.notified();
            tokio::pin!(told);
            told.as_mut().enable();
            if let Some(replies) = self.store.take_inline(message, self.clock.now()).await? {
                self.waiting.remove(&message);
                return Ok(replies);
            }
            tokio::select! {
                () = told => {}
                () = &mut too_late => return Ok(Vec::new()),
            }
        }
    }
}

fn turned_away(line: &Line, why: &str) -> StatusCode {
    tracing::warn!(line = %line.name, why, "a request was turned away");
    StatusCode::FORBIDDEN
}

// The request as it came, but for the secret that a carrier without signatures carries in its URL.
fn raw(hook: &Hook) -> String {
    let (path, query) = hook.url.split_once('?').unwrap_or((&hook.url, ""));
    let fields = query
        .split('&')
        .filter(|field| !field.starts_with("token="));
    let query = fields.collect::<Vec<_>>().join("&");
    format!("{path}?{query}\n{}", String::from_utf8_lossy(&hook.body))
}

fn joined(replies: Vec<OutboundSms>) -> Option<OutboundSms> {
    replies.into_iter().reduce(|first, next| OutboundSms {
        text: format!("{}\n{}", first.text, next.text),
        unicode: first.unicode || next.unicode,
        ..first
    })
}

fn empty(status: StatusCode) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = status;
    response
}
