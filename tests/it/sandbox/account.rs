//! A sandbox with the adapter talking to it over real HTTP.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use fieldline::clock::ManualClock;
use fieldline::crm::ghl::{Ghl, GhlSettings};
use fieldline::crm::{Crm, CrmError};
use fieldline::domain::{Contact, ContactId, CrmCall, Observation, Task};
use fieldline::fetch::{Fetch, FetchError, ReqwestFetch};
use fieldline::sandbox::{Fault, LedgerEntry, RunningSandbox, Sandbox, SandboxConfig};
use http::{HeaderMap, Method, StatusCode};
use serde_json::Value;

pub(crate) struct Account {
    pub(crate) running: RunningSandbox,
    pub(crate) ghl: Ghl,
    pub(crate) clock: Arc<ManualClock>,
    fetch: ReqwestFetch,
}

/// Why a call has no observation.
#[derive(Debug)]
pub(crate) enum Trouble {
    Crm(CrmError),
    Fetch(FetchError),
}

/// An answer to a raw request.
pub(crate) struct Said {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Account {
    /// With the sample data.
    pub(crate) async fn sample() -> Self {
        Self::with(SandboxConfig {
            sample: true,
            ..SandboxConfig::default()
        })
        .await
    }

    pub(crate) async fn with(config: SandboxConfig) -> Self {
        Self::begun("2026-11-23T15:00:00Z", config).await
    }

    /// One whose clock begins at `now`.
    pub(crate) async fn begun(now: &str, config: SandboxConfig) -> Self {
        let clock = Arc::new(ManualClock::new(now.parse().unwrap()));
        let (location_id, token) = (config.location.clone(), config.token.clone());
        let running = Sandbox::start(config, clock.clone()).await.unwrap();
        let ghl = Ghl::new(GhlSettings {
            base_url: running.base_url(),
            location_id,
            token,
            version: None,
        });
        Self {
            running,
            ghl: ghl.unwrap(),
            clock,
            fetch: ReqwestFetch::new(Duration::from_secs(5)).unwrap(),
        }
    }

    /// Gives up after `timeout` from now on.
    pub(crate) fn impatient(&mut self, timeout: Duration) {
        self.fetch = ReqwestFetch::new(timeout).unwrap();
    }

    /// One call through the adapter.
    pub(crate) async fn call(&self, call: &CrmCall) -> Result<Observation, Trouble> {
        let answer = self.exchange(self.ghl.request(call)).await?;
        self.ghl.response(call, &answer).map_err(Trouble::Crm)
    }

    /// One call that is expected to be answered.
    pub(crate) async fn sees(&self, call: &CrmCall) -> Observation {
        self.call(call).await.unwrap()
    }

    /// What the read-back of an unclear call shows.
    pub(crate) async fn read_back(&self, call: &CrmCall) -> Option<Observation> {
        let verify = self.ghl.verify(call).expect("a call that can be verified");
        self.ghl.confirmed(call, &self.sees(&verify).await)
    }

    pub(crate) async fn exchange(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, Trouble> {
        self.fetch.fetch(request).await.map_err(Trouble::Fetch)
    }

    /// A request as anybody could send it, with the right token and version.
    pub(crate) async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> Said {
        self.ask_with(
            method,
            path,
            body,
            &[
                ("authorization", &format!("Bearer {}", SandboxConfig::TOKEN)),
                ("version", Ghl::VERSION),
            ],
        )
        .await
    }

    pub(crate) async fn get(&self, path: &str) -> Said {
        self.ask(Method::GET, path, None).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Said {
        self.ask(Method::POST, path, Some(body)).await
    }

    pub(crate) async fn ask_with(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
        headers: &[(&str, &str)],
    ) -> Said {
        let mut request = http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.running.base_url()));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = body.map_or_else(Bytes::new, |body| body.to_string().into());
        let answer = self.exchange(request.body(body).unwrap()).await.unwrap();
        Said {
            status: answer.status(),
            headers: answer.headers().clone(),
            body: serde_json::from_slice(answer.body()).unwrap_or(Value::Null),
        }
    }

    pub(crate) fn faults(&self, faults: Vec<Fault>) {
        self.running.sandbox.set_faults(faults).unwrap();
    }

    pub(crate) fn ledger(&self) -> Vec<LedgerEntry> {
        self.running.ledger()
    }

    /// What changed so far, `op` by `op`.
    pub(crate) fn effects(&self) -> Vec<String> {
        let ledger = self.ledger().into_iter();
        ledger.filter_map(|told| Some(told.effect?.op)).collect()
    }

    /// The id of a sample contact, from outside the ledger.
    pub(crate) fn contact_id(&self, name: &str) -> ContactId {
        let contacts = self.running.sandbox.snapshot().contacts;
        let found = contacts.iter().find(|contact| contact["name"] == name);
        ContactId(found.unwrap()["id"].as_str().unwrap().to_owned())
    }

    /// The ids of a sample task and its contact.
    pub(crate) fn task_ids(&self, title: &str) -> (ContactId, fieldline::domain::TaskId) {
        let tasks = self.running.sandbox.snapshot().tasks;
        let found = tasks.iter().find(|task| task["title"] == title).unwrap();
        (
            found["contactId"].as_str().unwrap().into(),
            found["id"].as_str().unwrap().into(),
        )
    }
}

pub(crate) fn contact(seen: Observation) -> Contact {
    match seen {
        Observation::Contact(contact) => contact,
        other => panic!("not a contact: {other:?}"),
    }
}

pub(crate) fn contacts(seen: Observation) -> Vec<Contact> {
    match seen {
        Observation::Contacts(contacts) => contacts,
        other => panic!("not contacts: {other:?}"),
    }
}

pub(crate) fn task(seen: Observation) -> Task {
    match seen {
        Observation::Task(task) => task,
        other => panic!("not a task: {other:?}"),
    }
}

pub(crate) fn tasks(seen: Observation) -> Vec<Task> {
    match seen {
        Observation::Tasks(tasks) => tasks,
        other => panic!("not tasks: {other:?}"),
    }
}
