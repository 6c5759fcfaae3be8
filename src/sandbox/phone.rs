//! A phone on the simulated carrier: texts through a gateway's real webhook and reads what came back, over HTTP.

use std::sync::Arc;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use serde::Deserialize;

use crate::domain::Phone;
use crate::fetch::{Fetch, FetchError};

/// Any phone that texts one gateway.
pub struct SimulatedPhone {
    /// Where the gateway takes hooks, scheme and host.
    pub url: String,
    /// The simulated line.
    pub line: String,
    /// The line's number.
    pub gateway: Phone,
    pub fetch: Arc<dyn Fetch>,
}

/// Why nothing could be texted.
#[derive(Debug, thiserror::Error)]
pub enum NoSignal {
    #[error("no gateway at {url}: {error}")]
    Unreachable { url: String, error: FetchError },
    #[error("the gateway at {0} has no simulated line")]
    NotSimulated(String),
    #[error("the gateway does not take texts on line \"{line}\" (it answered {status})")]
    Refused { line: String, status: u16 },
}

#[derive(Deserialize)]
struct Inbox {
    messages: Vec<Message>,
    next: u64,
}

#[derive(Deserialize)]
struct Message {
    text: String,
}

// Seconds to wait for the first reply.
const PATIENCE: u8 = 10;

impl SimulatedPhone {
    /// Texts, and waits for what comes back: empty where the gateway stays silent.
    ///
    /// # Errors
    /// [`NoSignal`].
    pub async fn text(&self, from: &Phone, text: &str, id: &str) -> Result<Vec<String>, NoSignal> {
        let before = self.inbox(from, 0, 0).await?.next;
        self.send(from, text, id).await?;
        let received = self.inbox(from, before, PATIENCE).await?;
        Ok(received
            .messages
            .into_iter()
            .map(|message| message.text)
            .collect())
    }

    /// Texts, and does not wait.
    ///
    /// # Errors
    /// [`NoSignal`].
    pub async fn send(&self, from: &Phone, text: &str, id: &str) -> Result<(), NoSignal> {
        let body = serde_json::json!({ "id": id, "from": from, "to": self.gateway, "text": text });
        let request = http::Request::post(format!("{}/hooks/{}", self.url, self.line))
            .header(CONTENT_TYPE, "application/json")
            .body(Bytes::from(body.to_string()));
        let request = request.map_err(|_| NoSignal::NotSimulated(self.url.clone()))?;
        let answer = self.exchange(request).await?;
        if answer.status().is_success() {
            return Ok(());
        }
        Err(NoSignal::Refused {
            line: self.line.clone(),
            status: answer.status().as_u16(),
        })
    }

    async fn inbox(&self, number: &Phone, after: u64, wait: u8) -> Result<Inbox, NoSignal> {
        let not_simulated = || NoSignal::NotSimulated(self.url.clone());
        let number = number.as_str().replace('+', "%2B");
        let url = format!(
            "{}/sim/inbox?number={number}&after={after}&wait={wait}",
            self.url
        );
        let request = http::Request::get(url)
            .body(Bytes::new())
            .map_err(|_| not_simulated())?;
        let answer = self.exchange(request).await?;
        serde_json::from_slice(answer.body()).map_err(|_| not_simulated())
    }

    async fn exchange(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, NoSignal> {
        self.fetch
            .fetch(request)
            .await
            .map_err(|error| NoSignal::Unreachable {
                url: self.url.clone(),
                error,
            })
    }
}
