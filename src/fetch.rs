//! The one way out: every request to a carrier or CRM goes through [`Fetch`], which alone owns `reqwest`.

use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;

/// Runs one HTTP exchange. Follows no redirect, retries nothing, reads at most a megabyte.
#[async_trait]
pub trait Fetch: Send + Sync {
    /// # Errors
    /// [`FetchError`] says how far the exchange came, which decides whether it may have had an effect.
    async fn fetch(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, FetchError>;
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// DNS, refused connection or TLS: not a byte of the request was sent, so it had no effect.
    #[error("cannot connect to {host}: {reason}")]
    Connect { host: String, reason: String },
    /// The deadline passed, the connection broke or the answer was cut after the request went out: it may have had its effect.
    #[error("no whole answer from {host}: {reason}")]
    Broken { host: String, reason: String },
    /// The answer is larger than we read. It may have had its effect.
    #[error("the answer of {host} is too large")]
    TooLarge { host: String },
}

impl FetchError {
    /// Whether the other side may have acted on the request.
    #[must_use]
    pub fn effect_possible(&self) -> bool {
        !matches!(self, Self::Connect { .. })
    }
}

/// The real one.
pub struct ReqwestFetch {
    client: reqwest::Client,
}

/// Building the client failed: no TLS roots or the like.
#[derive(Debug, thiserror::Error)]
#[error("cannot set up the HTTP client: {0}")]
pub struct SetupError(#[from] reqwest::Error);

impl ReqwestFetch {
    /// One client for everything, with one deadline for a whole exchange.
    ///
    /// # Errors
    /// [`SetupError`] where the system's TLS roots cannot be read.
    pub fn new(timeout: Duration) -> Result<Self, SetupError> {
        let client = reqwest::Client::builder()
            .timeout(timeout)
            .connect_timeout(timeout.min(Duration::from_secs(5)))
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .no_proxy()
            .user_agent(concat!("fieldline/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self { client })
    }
}

/// Answers above this size are cut off.
const MAX_ANSWER: usize = 1 << 20;

#[async_trait]
impl Fetch for ReqwestFetch {
    async fn fetch(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, FetchError> {
        let host = request
            .uri()
            .authority()
            .map(ToString::to_string)
            .unwrap_or_default();
        let request =
            reqwest::Request::try_from(request).map_err(|error| connect(&host, &error))?;
        let mut answer = self.client.execute(request).await.map_err(|error| {
            if error.is_connect() || error.is_builder() {
                connect(&host, &error)
            } else {
                broken(&host, &error)
            }
        })?;
        let mut response = http::Response::builder().status(answer.status());
        if let Some(headers) = response.headers_mut() {
            headers.extend(answer.headers().clone());
        }
        let mut body = Vec::new();
        while let Some(chunk) = answer
            .chunk()
            .await
            .map_err(|error| broken(&host, &error))?
        {
            if body.len() + chunk.len() > MAX_ANSWER {
                return Err(FetchError::TooLarge { host });
            }
            body.extend_from_slice(&chunk);
        }
        response
            .body(Bytes::from(body))
            .map_err(|error| FetchError::Broken {
                host,
                reason: error.to_string(),
            })
    }
}

// Only the kind of a failure is told: the URL in a library's message can hold credentials and people's numbers.
fn connect(host: &str, error: &reqwest::Error) -> FetchError {
    let reason = if error.is_builder() {
        "the request is not valid"
    } else {
        "connection failed"
    };
    FetchError::Connect {
        host: host.to_owned(),
        reason: reason.to_owned(),
    }
}

fn broken(host: &str, error: &reqwest::Error) -> FetchError {
    let reason = if error.is_timeout() {
        "timed out"
    } else {
        "connection broke"
    };
    FetchError::Broken {
        host: host.to_owned(),
        reason: reason.to_owned(),
    }
}
