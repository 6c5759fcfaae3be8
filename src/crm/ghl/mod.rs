//! GoHighLevel (LeadConnector), Contacts API of version `2021-07-28`: calls to requests, answers to observations.
//!
//! One file per noun; `request` writes what all requests share, `answer` reads what all answers share, `errors` says
//! what every refusal means. Wire facts are those of the vendor's published OpenAPI files and documents.

mod answer;
mod contacts;
mod effects;
mod errors;
mod limits;
mod marker;
mod notes;
mod request;
mod search;
mod tags;
mod tasks;

use std::sync::{PoisonError, RwLock};

use bytes::Bytes;
use http::HeaderValue;
use http::uri::{Authority, PathAndQuery, Scheme};
use secrecy::{ExposeSecret, SecretString};

use super::{Budget, Crm, CrmError, Cursor};
use crate::domain::{Contact, CrmCall, EffectClass, Observation};
use answer::Unreadable;
use request::Ask;

/// Where the account is and how to get in.
#[derive(Debug, Clone)]
pub struct GhlSettings {
    /// Scheme and host, `https://services.leadconnectorhq.com` for the real one.
    pub base_url: String,
    /// The sub-account.
    pub location_id: String,
    /// A private integration token of that sub-account, or an OAuth access token.
    pub token: SecretString,
    /// The `Version` header, where it shall differ from [`Ghl::VERSION`].
    pub version: Option<String>,
}

/// The adapter.
pub struct Ghl {
    scheme: Scheme,
    authority: Authority,
    location: String,
    version: HeaderValue,
    /// `Bearer …`. Behind a lock because OAuth replaces it while requests are made.
    authorization: RwLock<HeaderValue>,
}

/// The settings cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadSettings {
    #[error("base_url must be http:// or https:// and a host, without a path")]
    BaseUrl,
    #[error("location_id is missing")]
    Location,
    #[error("the token has characters that no header can carry")]
    Token,
    #[error("the version has characters that no header can carry")]
    Version,
}

impl Ghl {
    /// The published version of the services used here.
    pub const VERSION: &str = "2021-07-28";

    /// Checks the settings and keeps them.
    ///
    /// # Errors
    /// [`BadSettings`] names the one that cannot be used.
    pub fn new(settings: GhlSettings) -> Result<Self, BadSettings> {
        let base: http::Uri = settings
            .base_url
            .parse()
            .map_err(|_| BadSettings::BaseUrl)?;
        let base = base.into_parts();
        let (Some(scheme), Some(authority)) = (base.scheme, base.authority) else {
            return Err(BadSettings::BaseUrl);
        };
        let no_path = base.path_and_query.is_none_or(|path| path == "/");
        if !no_path || (scheme != Scheme::HTTPS && scheme != Scheme::HTTP) {
            return Err(BadSettings::BaseUrl);
        }
        if settings.location_id.is_empty() {
            return Err(BadSettings::Location);
        }
        let version = settings.version.as_deref().unwrap_or(Self::VERSION);
        Ok(Self {
            scheme,
            authority,
            location: settings.location_id,
            version: HeaderValue::from_str(version).map_err(|_| BadSettings::Version)?,
            authorization: RwLock::new(bearer(&settings.token)?),
        })
    }

    /// Takes a new token for every request from now on.
    ///
    /// # Errors
    /// [`BadSettings::Token`] where no header can carry it; the old one stays.
    pub fn set_token(&self, token: &SecretString) -> Result<(), BadSettings> {
        let fresh = bearer(token)?;
        *self
            .authorization
            .write()
            .unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }

    fn send(&self, ask: Ask) -> http::Request<Bytes> {
        let mut request = http::Request::new(ask.body.unwrap_or_default());
        let has_body = !request.body().is_empty();
        *request.method_mut() = ask.method;
        let mut uri = http::uri::Parts::default();
        uri.scheme = Some(self.scheme.clone());
        uri.authority = Some(self.authority.clone());
        // Paths are made of literals and percent-encoded values, so only one beyond 64 KB can fail; the root is answered 404.
        uri.path_and_query = Some(
            PathAndQuery::try_from(ask.path).unwrap_or_else(|_| PathAndQuery::from_static("/")),
        );
        *request.uri_mut() = http::Uri::from_parts(uri).unwrap_or_default();
        let headers = request.headers_mut();
        let authorization = self
            .authorization
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        headers.insert(http::header::AUTHORIZATION, authorization.clone());
        headers.insert("version", self.version.clone());
        headers.insert(
            http::header::ACCEPT,
            HeaderValue::from_static("application/json"),
        );
        if has_body {
            headers.insert(
                http::header::CONTENT_TYPE,
                HeaderValue::from_static("application/json"),
            );
        }
        request
    }
}

impl Crm for Ghl {
    fn request(&self, call: &CrmCall) -> http::Request<Bytes> {
        let location = self.location.as_str();
        self.send(match call {
            CrmCall::LookupContact { phone, email } => {
                contacts::lookup(location, phone.as_ref(), email.as_deref())
            }
            CrmCall::SearchContacts { query, limit } => search::contacts(location, query, *limit),
            CrmCall::GetContact { contact } => contacts::get(contact),
            CrmCall::CreateContact {
                details,
                phone,
                tags,
                source,
            } => contacts::create(location, details, phone.as_ref(), tags, source.as_deref()),
            CrmCall::ListTasks { contact } | CrmCall::FindTask { contact, .. } => {
                tasks::list(contact)
            }
            CrmCall::SearchTasks {
                assignee,
                completed,
                query,
            } => tasks::search(location, assignee.as_ref(), *completed, query.as_deref()),
            CrmCall::GetTask { contact, task } => tasks::get(contact, task),
            CrmCall::CreateTask {
                contact,
                title,
                body,
                due,
                assignee,
                marker,
            } => tasks::create(
                contact,
                title,
                body.as_deref(),
                *due,
                assignee.as_ref(),
                marker,
            ),
            CrmCall::SetTaskCompleted {
                contact,
                task,
                completed,
            } => tasks::set_completed(contact, task, *completed),
            CrmCall::DeleteTask { contact, task } => tasks::delete(contact, task),
            CrmCall::ListNotes { contact } | CrmCall::FindNote { contact, .. } => {
                notes::list(contact)
            }
            CrmCall::CreateNote {
                contact,
                body,
                user,
                marker,
            } => notes::create(contact, body, user.as_ref(), marker),
            CrmCall::DeleteNote { contact, note } => notes::delete(contact, note),
            CrmCall::AddTags { contact, tags } => tags::add(contact, tags),
            CrmCall::RemoveTags { contact, tags } => tags::remove(contact, tags),
        })
    }

    fn response(
        &self,
        call: &CrmCall,
        answer: &http::Response<Bytes>,
    ) -> Result<Observation, CrmError> {
        if !answer.status().is_success() {
            return errors::refusal(call, answer);
        }
        read(call, answer.body()).map_err(|_| errors::unreadable(answer))
    }

    fn effect(&self, call: &CrmCall) -> EffectClass {
        effects::class(call)
    }

    fn verify(&self, call: &CrmCall) -> Option<CrmCall> {
        effects::read_back(call)
    }

    fn confirmed(&self, call: &CrmCall, seen: &Observation) -> Option<Observation> {
        effects::confirmed(call, seen)
    }

    fn contacts_page(&self, after: Option<Cursor>) -> http::Request<Bytes> {
        self.send(search::page(&self.location, after.as_ref()))
    }

    fn read_contacts_page(
        &self,
        answer: &http::Response<Bytes>,
    ) -> Result<(Vec<Contact>, Option<Cursor>), CrmError> {
        if !answer.status().is_success() {
            return Err(errors::failure(answer));
        }
        search::read_page(answer.body()).map_err(|_| errors::unreadable(answer))
    }

    fn budget(&self, answer: &http::Response<Bytes>) -> Option<Budget> {
        limits::budget(answer.headers())
    }
}

fn read(call: &CrmCall, body: &[u8]) -> Result<Observation, Unreadable> {
    match call {
        CrmCall::LookupContact { .. } => contacts::read_lookup(body),
        CrmCall::SearchContacts { .. } => search::read_found(body),
        CrmCall::GetContact { .. } | CrmCall::CreateContact { .. } => contacts::read_one(body),
        CrmCall::ListTasks { contact } => tasks::read_list(body, Some(contact)),
        CrmCall::SearchTasks { .. } => tasks::read_list(body, None),
        CrmCall::FindTask { contact, marker } => tasks::read_marked(body, contact, marker),
        CrmCall::GetTask { contact, .. }
        | CrmCall::CreateTask { contact, .. }
        | CrmCall::SetTaskCompleted { contact, .. } => tasks::read_one(body, contact),
        CrmCall::ListNotes { contact } => notes::read_list(body, contact),
        CrmCall::FindNote { contact, marker } => notes::read_marked(body, contact, marker),
        CrmCall::CreateNote { contact, .. } => notes::read_one(body, contact),
        CrmCall::DeleteTask { .. } | CrmCall::DeleteNote { .. } => answer::read_deleted(body),
        CrmCall::AddTags { .. } | CrmCall::RemoveTags { .. } => tags::read(body),
    }
}

fn bearer(token: &SecretString) -> Result<HeaderValue, BadSettings> {
    let mut value = HeaderValue::from_str(&format!("Bearer {}", token.expose_secret()))
        .map_err(|_| BadSettings::Token)?;
    value.set_sensitive(true);
    Ok(value)
}
