//! What goes wrong on demand: by route, at the nth call, so many times.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::routes;

/// One thing that goes wrong. As TOML, in a file of `[[faults]]`:
///
/// ```toml
/// [[faults]]
/// route = "POST /contacts/{contactId}/tasks"
/// fault = "error_after"
/// nth = 2
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fault {
    /// Method and path pattern, `POST /contacts/{contactId}/notes`; either may be `*`, and `*` alone is every route.
    pub route: String,
    /// The first matching call it strikes, from 1.
    #[serde(default = "one")]
    pub nth: u32,
    /// How many matching calls it strikes in a row; 0 is all from there on.
    #[serde(default = "one")]
    pub count: u32,
    #[serde(flatten)]
    pub kind: FaultKind,
}

/// The ways to go wrong.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum FaultKind {
    /// Takes this long before anything happens. The effect comes even if the caller has given up: a late effect.
    Latency { ms: u64 },
    /// Takes until the faults are replaced before anything happens: a late effect whose moment is chosen.
    Hold,
    /// Takes this long to answer after the effect.
    SlowAnswer { ms: u64 },
    /// 429 with headers that say the window is used up. No effect.
    RateLimited,
    /// A server error instead of the effect.
    ErrorBefore {
        #[serde(default = "server_error")]
        status: u16,
    },
    /// A server error after the effect.
    ErrorAfter {
        #[serde(default = "server_error")]
        status: u16,
    },
    /// The connection ends without an answer and without the effect.
    ResetBefore,
    /// The connection ends without an answer, after the effect.
    ResetAfter,
    /// 422 after the effect.
    RefusedAfter,
    /// The connection ends in the middle of the body, after the effect.
    Truncated,
    /// The body ends in the middle of the JSON although the message is whole, after the effect.
    Garbled,
    /// 401: the token is not valid any more. No effect.
    ExpiredToken,
    /// 307 to the same place. No effect.
    Redirect,
    /// The body is made this many bytes larger, after the effect.
    Huge {
        #[serde(default = "two_megabytes")]
        bytes: usize,
    },
    /// The answer says something else than what is: a JSON merge patch for its body.
    Echo { patch: Value },
}

/// The faults cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadFaults {
    #[error("a fault names the route {0:?}, which the sandbox does not have")]
    Route(String),
    #[error("the faults cannot be read: {0}")]
    Unreadable(String),
}

/// A file or request of faults.
#[derive(Debug, Deserialize)]
struct Listed {
    #[serde(default)]
    faults: Vec<Fault>,
}

impl Fault {
    /// A fault that strikes the next matching call, once.
    #[must_use]
    pub fn once(route: &str, kind: FaultKind) -> Self {
        Self {
            route: route.to_owned(),
            nth: 1,
            count: 1,
            kind,
        }
    }

    /// A fault that strikes every matching call.
    #[must_use]
    pub fn always(route: &str, kind: FaultKind) -> Self {
        Self {
            count: 0,
            ..Self::once(route, kind)
        }
    }

    /// Reads `[[faults]]`.
    ///
    /// # Errors
    /// [`BadFaults::Unreadable`] says what is wrong where.
    pub fn from_toml(text: &str) -> Result<Vec<Self>, BadFaults> {
        let listed: Listed =
            toml::from_str(text).map_err(|error| BadFaults::Unreadable(error.to_string()))?;
        Ok(listed.faults)
    }

    /// Reads `{"faults": […]}`.
    ///
    /// # Errors
    /// [`BadFaults::Unreadable`] says what is wrong where.
    pub fn from_json(text: &[u8]) -> Result<Vec<Self>, BadFaults> {
        let listed: Listed = serde_json::from_slice(text)
            .map_err(|error| BadFaults::Unreadable(error.to_string()))?;
        Ok(listed.faults)
    }
}

impl FaultKind {
    /// The name it has in files and in the ledger.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Latency { .. } => "latency",
            Self::Hold => "hold",
            Self::SlowAnswer { .. } => "slow_answer",
            Self::RateLimited => "rate_limited",
            Self::ErrorBefore { .. } => "error_before",
            Self::ErrorAfter { .. } => "error_after",
            Self::ResetBefore => "reset_before",
            Self::ResetAfter => "reset_after",
            Self::RefusedAfter => "refused_after",
            Self::Truncated => "truncated",
            Self::Garbled => "garbled",
            Self::ExpiredToken => "expired_token",
            Self::Redirect => "redirect",
            Self::Huge { .. } => "huge",
            Self::Echo { .. } => "echo",
        }
    }
}

/// The faults in force.
#[derive(Default)]
pub(super) struct Faults {
    /// Each with how many matching calls it has seen.
    counted: Vec<(Fault, u32)>,
    /// How often they were replaced.
    pub(super) generation: u64,
}

impl Faults {
    pub(super) fn replace(&mut self, faults: Vec<Fault>) -> Result<(), BadFaults> {
        for fault in &faults {
            if !routes::all().any(|route| matches(&fault.route, route)) {
                return Err(BadFaults::Route(fault.route.clone()));
            }
        }
        self.counted = faults.into_iter().map(|fault| (fault, 0)).collect();
        self.generation += 1;
        Ok(())
    }

    /// The faults that strike this call.
    pub(super) fn strike(&mut self, route: &routes::Route) -> Vec<FaultKind> {
        let mut struck = Vec::new();
        for (fault, seen) in &mut self.counted {
            if !matches(&fault.route, route) {
                continue;
            }
            *seen += 1;
            let last = fault.nth.saturating_add(fault.count);
            if *seen >= fault.nth && (fault.count == 0 || *seen < last) {
                struck.push(fault.kind.clone());
            }
        }
        struck
    }
}

fn matches(wanted: &str, route: &routes::Route) -> bool {
    let (method, pattern) = wanted.split_once(' ').unwrap_or(("*", wanted));
    (method == "*" || method.eq_ignore_ascii_case(route.method))
        && (pattern == "*" || unnamed(pattern) == unnamed(route.pattern))
}

/// Parameters may have any name: `{id}` is `{contactId}`.
fn unnamed(pattern: &str) -> Vec<&str> {
    pattern
        .split('/')
        .map(|part| if part.starts_with('{') { "{}" } else { part })
        .collect()
}

fn one() -> u32 {
    1
}

fn server_error() -> u16 {
    500
}

fn two_megabytes() -> usize {
    2 << 20
}
