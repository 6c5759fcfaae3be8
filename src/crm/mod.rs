//! CRMs. An adapter is pure: a call in, a request out; an answer in, an observation or a classified error out.

pub mod ghl;

use std::time::Duration;

use bytes::Bytes;

use crate::domain::{Contact, CrmCall, EffectClass, Observation};

/// One CRM's ways.
pub trait Crm: Send + Sync {
    /// The request that makes this call.
    fn request(&self, call: &CrmCall) -> http::Request<Bytes>;

    /// What the CRM said to it.
    ///
    /// # Errors
    /// [`CrmError`] for what happened to the call rather than what the CRM said: the plan never sees it.
    fn response(
        &self,
        call: &CrmCall,
        answer: &http::Response<Bytes>,
    ) -> Result<Observation, CrmError>;

    /// How much harm sending this call twice can do.
    fn effect(&self, call: &CrmCall) -> EffectClass;

    /// The read that shows whether an unclear `call` took effect; `None` where nothing can show it.
    fn verify(&self, call: &CrmCall) -> Option<CrmCall>;

    /// What `call` would have been answered, if `seen` (the answer to its [`Crm::verify`]) shows that it took effect.
    fn confirmed(&self, call: &CrmCall, seen: &Observation) -> Option<Observation>;

    /// The request that reads the next page of all contacts, oldest first: from the start, or `after` the page before.
    fn contacts_page(&self, after: Option<Cursor>) -> http::Request<Bytes>;

    /// The contacts on that page, and where the next one begins; `None` after the last.
    ///
    /// # Errors
    /// As [`Crm::response`].
    fn read_contacts_page(
        &self,
        answer: &http::Response<Bytes>,
    ) -> Result<(Vec<Contact>, Option<Cursor>), CrmError>;

    /// What is left of the CRM's rate limit, as any answer may tell; `None` where this one does not.
    fn budget(&self, answer: &http::Response<Bytes>) -> Option<Budget>;
}

/// A place in the list of all contacts. Opaque: made and read by the adapter alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor(pub String);

/// A CRM's rate limit as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Requests allowed within `window`.
    pub limit: u32,
    /// Requests left in the current window.
    pub remaining: u32,
    /// The length of the window.
    pub window: Duration,
    /// Requests left today, where the CRM counts days.
    pub remaining_today: Option<u32>,
}

/// What happened to a call.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CrmError {
    /// 429: no effect; wait this long. Not an attempt.
    #[error("the CRM's rate limit is used up")]
    Limited { wait: Duration },
    /// The token is not accepted: no effect; commands wait and the administrator is told.
    #[error("the CRM does not accept our token: {0}")]
    Token(String),
    /// Our set-up is wrong (scope, location, redirect, path): no effect.
    #[error("the CRM refuses this gateway: {0}")]
    Setup(String),
    /// It may have had its effect: look before anything is sent again.
    #[error("the CRM's answer leaves open what happened: {0}")]
    Unclear(String),
}
