//! The way of a request: token, limit, route, shape, operation, ledger, with `faults` in between.

use std::collections::BTreeMap;
use std::time::Duration;

use bytes::Bytes;
use http::request::Parts;
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value};

use super::distortion::{Answer, distorted, prevented};
use super::faults::{FaultKind, Faults};
use super::ledger::LedgerEntry;
use super::limits::{Limiter, Standing};
use super::reply::{Refusal, Reply};
use super::routes::{self, Found, Route};
use super::shape;
use super::world::{Ask, World};
use super::{BadFaults, Inner, Sandbox, SandboxConfig};

/// What changes, behind one lock: an operation and its ledger entry are one step.
pub(super) struct State {
    pub(super) world: World,
    pub(super) ledger: Vec<LedgerEntry>,
    pub(super) faults: Faults,
    limiter: Limiter,
    /// Requests that ever came.
    pub(super) arrived: u64,
    /// Entries ever made; the ledger can be cleared.
    pub(super) told: u64,
}

/// A request taken apart.
struct Told {
    method: String,
    /// Path and query as received.
    path: String,
    token: Option<String>,
    version: Option<String>,
    /// `None` where there is a body that is no JSON object.
    body: Option<Value>,
    now: Timestamp,
    at: Duration,
    trace: String,
}

/// Versions that the vendor lists as supported.
const VERSIONS: [&str; 4] = ["2021-07-28", "2021-04-15", "2023-02-21", "v3"];

/// Takes a request through. Runs to its end even when the caller has gone: an effect can come late.
pub(super) async fn answer(sandbox: Sandbox, parts: Parts, body: Bytes) -> Answer {
    let inner = &sandbox.inner;
    sandbox.state().arrived += 1;
    let told = Told::new(inner, &parts, &body);
    let bare_path = told.path.split('?').next().unwrap_or_default();
    let found = routes::find(&told.method, bare_path);
    let (struck, generation) = sandbox.state().strike(&found);
    for fault in &struck {
        match fault {
            FaultKind::Latency { ms } => tokio::time::sleep(Duration::from_millis(*ms)).await,
            FaultKind::Hold => sandbox.faults_after(generation).await,
            _ => {}
        }
    }
    // The moment of the effect is after the wait.
    let told = Told {
        at: inner.clock.monotonic(),
        now: inner.clock.now(),
        ..told
    };
    let answer = sandbox.state().take(&inner.token, &told, &found, &struck);
    inner.told.notify_waiters();
    for fault in &struck {
        if let FaultKind::SlowAnswer { ms } = fault {
            tokio::time::sleep(Duration::from_millis(*ms)).await;
        }
    }
    answer
}

impl State {
    pub(super) fn new(config: &SandboxConfig) -> Result<Self, BadFaults> {
        let mut faults = Faults::default();
        faults.replace(config.faults.clone())?;
        Ok(Self {
            world: World::new(config),
            ledger: Vec::new(),
            faults,
            limiter: Limiter::new(config.limits),
            arrived: 0,
            told: 0,
        })
    }

    /// The faults that strike a request, and which faults those were.
    fn strike(&mut self, found: &Found) -> (Vec<FaultKind>, u64) {
        let struck = match found {
            Found::Route(route, _) => self.faults.strike(route),
            Found::Nearly | Found::Nothing => Vec::new(),
        };
        (struck, self.faults.generation)
    }

    fn take(
        &mut self,
        token: &SecretString,
        told: &Told,
        found: &Found,
        struck: &[FaultKind],
    ) -> Answer {
        let mut standing = None;
        let said = authorise(token, told)
            .and_then(|()| {
                let now = self.within_limit(told.at, struck);
                standing = Some(now);
                if now.allowed {
                    Ok(())
                } else {
                    Err(Refusal::too_many_requests())
                }
            })
            .and_then(|()| prevented(struck))
            .and_then(|()| self.operate(told, found));
        let reply = said.unwrap_or_else(Reply::from);
        let effect = reply.effect.clone();
        let answer = distorted(reply, struck, &told.trace, &told.path, standing);
        self.told += 1;
        self.ledger.push(LedgerEntry {
            seq: self.told,
            at: told.now,
            method: told.method.clone(),
            path: told.path.clone(),
            route: match found {
                Found::Route(route, _) => Some(format!("{} {}", route.method, route.pattern)),
                Found::Nearly | Found::Nothing => None,
            },
            body: told.body.clone().unwrap_or(Value::Null),
            status: match &answer {
                Answer::Whole(answer) | Answer::Cut(answer, _) => Some(answer.status().as_u16()),
                Answer::Nothing => None,
            },
            effect,
            faults: struck.iter().map(|fault| fault.name().to_owned()).collect(),
        });
        answer
    }

    fn within_limit(&mut self, at: Duration, struck: &[FaultKind]) -> Standing {
        let now = self.limiter.take(at);
        if struck.contains(&FaultKind::RateLimited) {
            now.used_up()
        } else {
            now
        }
    }

    fn operate(&mut self, told: &Told, found: &Found) -> Result<Reply, Refusal> {
        let (route, ids) = match found {
            Found::Route(route, ids) => (route, ids),
            Found::Nearly => return Err(Refusal::unauthorized("E01 - Unauthorized request")),
            Found::Nothing => return Err(Refusal::no_such_route(&told.method, &told.path)),
        };
        let query = told.path.split_once('?').map_or("", |(_, query)| query);
        let query = routes::query(query);
        let body = body_of(route, told)?;
        self.check_location(route, ids, &query, &body)?;
        shape::check_query(route.query, &query)?;
        shape::check(route.body.unwrap_or(&[]), &body)?;
        let ask = Ask {
            ids: ids.clone(),
            query,
            body,
            now: told.now,
            at: told.at,
        };
        (route.answer)(&mut self.world, &ask)
    }

    /// The token is good for one location, wherever a request names it; a query that should name it and does not is
    /// refused the same.
    fn check_location(
        &self,
        route: &Route,
        ids: &[String],
        query: &BTreeMap<String, String>,
        body: &Map<String, Value>,
    ) -> Result<(), Refusal> {
        let own = self.world.location.as_str();
        let in_path = route.pattern.starts_with("/locations/{");
        let path_wrong = in_path && ids.first().map(String::as_str) != Some(own);
        let needed = shape::requires(route.query, "locationId");
        let query_wrong = match query.get("locationId") {
            Some(location) => location != own,
            None => needed,
        };
        let body_wrong = body
            .get("locationId")
            .and_then(Value::as_str)
            .is_some_and(|location| location != own);
        if path_wrong || query_wrong || body_wrong {
            return Err(Refusal::forbidden());
        }
        Ok(())
    }
}

impl Told {
    fn new(inner: &Inner, parts: &Parts, body: &Bytes) -> Self {
        let header = |name: &str| {
            let value = parts.headers.get(name)?.to_str().ok()?;
            Some(value.to_owned())
        };
        let path = parts.uri.path_and_query();
        Self {
            method: parts.method.to_string(),
            path: path.map_or_else(|| "/".to_owned(), ToString::to_string),
            token: header("authorization"),
            version: header("version"),
            body: if body.is_empty() {
                Some(Value::Null)
            } else {
                serde_json::from_slice(body).ok()
            },
            now: inner.clock.now(),
            at: inner.clock.monotonic(),
            trace: inner.clock.uuid().to_string(),
        }
    }
}

fn authorise(token: &SecretString, told: &Told) -> Result<(), Refusal> {
    let given = told
        .token
        .as_deref()
        .and_then(|t| t.strip_prefix("Bearer "));
    if given != Some(token.expose_secret()) {
        return Err(Refusal::invalid_token());
    }
    match told.version.as_deref() {
        None => Err(Refusal::unauthorized("version header was not found.")),
        Some(version) if VERSIONS.contains(&version) => Ok(()),
        Some(_) => Err(Refusal::unauthorized("version header is invalid")),
    }
}

/// Operations without a body take none; the others take a JSON object.
fn body_of(route: &Route, told: &Told) -> Result<Map<String, Value>, Refusal> {
    match (&told.body, route.body) {
        (Some(Value::Null), _) | (_, None) => Ok(Map::new()),
        (Some(Value::Object(body)), Some(_)) => Ok(body.clone()),
        (_, Some(_)) => Err(Refusal::bad_request("the body must be a JSON object")),
    }
}
