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
    /// One client for everything, with one deadline for a whole exchange: from the first try to connect to the last byte of the
    /// answer.
    ///
    /// # Errors
    /// [`SetupError`] where the system's TLS roots cannot be read.
    pub fn new(timeout: Duration) -> Result<Self, SetupError> {
        let client = client(timeout).build()?;
        Ok(Self { client })
    }
}

fn client(timeout: Duration) -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .timeout(timeout)
        // Well before the deadline, so that a host that cannot be reached is known to have seen nothing.
        .connect_timeout((timeout / 2).min(Duration::from_secs(5)))
        // Shorter than servers keep a connection: one that they close under a request leaves its effect in doubt.
        .pool_idle_timeout(Duration::from_secs(20))
        .tcp_nodelay(true)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .no_proxy()
        .user_agent(concat!("fieldline/", env!("CARGO_PKG_VERSION")))
}

/// Answers above this size are not read.
const MAX_ANSWER: usize = 1 << 20;

#[async_trait]
impl Fetch for ReqwestFetch {
    async fn fetch(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, FetchError> {
        let host = host(request.uri());
        let request =
            reqwest::Request::try_from(request).map_err(|error| connect(&host, &error))?;
        let mut answer = self.client.execute(request).await.map_err(|error| {
            if error.is_connect() || error.is_builder() {
                connect(&host, &error)
            } else {
                broken(&host, &error)
            }
        })?;
        let mut response = http::Response::new(Bytes::new());
        *response.status_mut() = answer.status();
        *response.headers_mut() = std::mem::take(answer.headers_mut());
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
        *response.body_mut() = Bytes::from(body);
        Ok(response)
    }
}

/// Host and port, without the credentials that may stand before them.
fn host(uri: &http::Uri) -> String {
    let authority = uri.authority().map_or("", http::uri::Authority::as_str);
    let host = authority.rsplit('@').next().unwrap_or_default();
    host.to_owned()
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

#[cfg(test)]
mod tests {
    use hyper::body::Incoming;
    use hyper_util::rt::{TokioExecutor, TokioIo};

    use super::*;

    #[tokio::test]
    async fn speaks_http2_too() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port");
        let url = format!("http://{}/", listener.local_addr().expect("an address"));
        let server = tokio::spawn(async move {
            let (stream, _) = listener.accept().await.expect("a connection");
            let service = hyper::service::service_fn(async |request: http::Request<Incoming>| {
                let (version, body) = (request.version(), request.into_body());
                let body = http_body_util::BodyExt::collect(body).await?.to_bytes();
                let answer = format!("{version:?} {}", body.len());
                Ok::<_, hyper::Error>(http::Response::new(http_body_util::Full::<Bytes>::from(
                    answer,
                )))
            });
            hyper::server::conn::http2::Builder::new(TokioExecutor::new())
                .serve_connection(TokioIo::new(stream), service)
                .await
        });
        let fetch = ReqwestFetch {
            client: client(Duration::from_secs(10))
                .http2_prior_knowledge()
                .build()
                .expect("a client"),
        };
        for _ in 0..2 {
            let request = http::Request::post(&url).body(Bytes::from_static(b"hello"));
            let answer = fetch
                .fetch(request.expect("a request"))
                .await
                .expect("an answer");
            assert_eq!(&answer.body()[..], b"HTTP/2.0 5");
        }
        server.abort();
    }
}
