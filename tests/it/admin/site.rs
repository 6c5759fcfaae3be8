//! An administrator's side over a real store, called without sockets.

use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use fieldline::clock::ManualClock;
use fieldline::domain::*;
use fieldline::provider::Hook;
use fieldline::store::LogEntry;
use fieldline::store::sqlite::SqliteStore;
use fieldline::telemetry;
use fieldline::web::{self, Admin, Intake, LineInfo, Peer, SimPhone, set_password};
use http::{Method, Request, Response, StatusCode, header};
use http_body_util::BodyExt;
use jiff::tz::TimeZone;
use secrecy::SecretString;
use serde_json::json;
use tempfile::TempDir;
use tokio::task::JoinSet;
use tower::ServiceExt;

use super::{journal, samples};

pub(crate) const PASSWORD: &str = "correct horse";
pub(crate) const TOKEN: &str = "flt_0123456789abcdef";
const CLIENT: [u8; 4] = [192, 0, 2, 7];

pub(crate) struct Site {
    pub(crate) store: Arc<SqliteStore>,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) intake: Arc<Desk>,
    pub(crate) router: Router,
    folder: TempDir,
}

/// Takes hooks and keeps them.
#[derive(Default)]
pub(crate) struct Desk {
    pub(crate) taken: Mutex<Vec<(LineName, Hook, IpAddr)>>,
    pub(crate) not_ready: Mutex<Option<String>>,
    pub(crate) refuses: std::sync::atomic::AtomicBool,
}

#[async_trait]
impl Intake for Desk {
    async fn inbound(&self, line: &LineName, hook: Hook, peer: IpAddr) -> Response<Bytes> {
        if self.refuses.load(std::sync::atomic::Ordering::Relaxed) {
            return empty(StatusCode::FORBIDDEN);
        }
        self.taken.lock().unwrap().push((line.clone(), hook, peer));
        empty(StatusCode::NO_CONTENT)
    }

    async fn status(&self, line: &LineName, hook: Hook, peer: IpAddr) -> Response<Bytes> {
        let line = LineName(format!("{line}/status"));
        self.taken.lock().unwrap().push((line, hook, peer));
        empty(StatusCode::OK)
    }

    async fn crm(&self, hook: Hook) -> Response<Bytes> {
        let nobody = IpAddr::from([0, 0, 0, 0]);
        self.taken
            .lock()
            .unwrap()
            .push((LineName::from("CRM"), hook, nobody));
        empty(StatusCode::OK)
    }

    fn ready(&self) -> Result<(), String> {
        self.not_ready.lock().unwrap().clone().map_or(Ok(()), Err)
    }
}

pub(crate) fn empty(status: StatusCode) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = status;
    response
}

impl Site {
    /// With an empty log and the password set.
    pub(crate) async fn new() -> Self {
        let site = Self::without_password();
        let password = SecretString::from(PASSWORD);
        set_password(site.store.as_ref(), site.clock.as_ref(), &password)
            .await
            .unwrap();
        site
    }

    pub(crate) fn without_password() -> Self {
        let clock = Arc::new(ManualClock::new("2026-11-22T15:04:05Z".parse().unwrap()));
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(&folder.path().join("fieldline.db"), clock.clone());
        let store = Arc::new(store.unwrap());
        let intake = Arc::new(Desk::default());
        let router = web::admin(Admin {
            store: store.clone(),
            intake: intake.clone(),
            clock: clock.clone(),
            api_token: Some(SecretString::from(TOKEN)),
            lines: vec![LineInfo {
                name: LineName::from("main"),
                number: "+15550001000".parse().unwrap(),
                provider: "simulated".to_owned(),
            }],
            brand: "Fieldline".to_owned(),
            zone: TimeZone::get("America/Chicago").unwrap(),
            phone: Some(phone()),
            metrics: telemetry::metrics(),
            parse: Arc::new(explained),
        });
        Self {
            store,
            clock,
            intake,
            router,
            folder,
        }
    }

    /// Lets the entry come about in the store.
    pub(crate) async fn happens(&self, entry: LogEntry) {
        journal::happen(self.store.as_ref(), &entry).await;
    }

    /// Messages come in, in no order, and nobody looks at them yet.
    pub(crate) async fn arrive(&self, entries: impl Iterator<Item = LogEntry>) {
        let mut arriving = JoinSet::new();
        for entry in entries {
            let store = Arc::clone(&self.store);
            arriving.spawn(async move { journal::arrive(store.as_ref(), &entry).await });
        }
        arriving.join_all().await;
    }

    /// From now on the store cannot read a message.
    pub(crate) fn break_down(&self) {
        let file = self.folder.path().join("fieldline.db");
        let db = rusqlite::Connection::open(file).unwrap();
        db.execute_batch("PRAGMA foreign_keys = OFF; ALTER TABLE messages RENAME TO lost")
            .unwrap();
    }

    pub(crate) async fn call(&self, request: Request<Body>) -> Answer {
        self.call_from(IpAddr::from(CLIENT), request).await
    }

    pub(crate) async fn call_from(&self, peer: IpAddr, mut request: Request<Body>) -> Answer {
        request.extensions_mut().insert(Peer(peer));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Answer {
            status: head.status,
            headers: head.headers,
            body: String::from_utf8(body.to_vec()).unwrap(),
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.call(request(Method::GET, path).body(Body::empty()).unwrap())
            .await
    }

    /// Signs in and gives the cookie to send.
    pub(crate) async fn sign_in(&self) -> String {
        let answer = self.call(sign_in_form(PASSWORD, "")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let cookie = answer.header("set-cookie");
        cookie.split(';').next().unwrap().to_owned()
    }

    pub(crate) async fn page(&self, cookie: &str, path: &str) -> Answer {
        let request = request(Method::GET, path).header(header::COOKIE, cookie);
        self.call(request.body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn post(&self, cookie: &str, path: &str, form: &[(&str, &str)]) -> Answer {
        let request = form_request(path, form).header(header::COOKIE, cookie);
        self.call(request.body(form_body(form)).unwrap()).await
    }

    pub(crate) async fn api(&self, path: &str) -> Answer {
        let request = request(Method::GET, path)
            .header(header::AUTHORIZATION, format!("Bearer {TOKEN}"))
            .body(Body::empty());
        self.call(request.unwrap()).await
    }
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: http::HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |it| it.to_str().unwrap())
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).expect("JSON")
    }
}

pub(crate) fn request(method: Method, path: &str) -> http::request::Builder {
    Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, "127.0.0.1:8788")
}

pub(crate) fn form_request(path: &str, _: &[(&str, &str)]) -> http::request::Builder {
    request(Method::POST, path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::ORIGIN, "http://127.0.0.1:8788")
        .header("sec-fetch-site", "same-origin")
}

pub(crate) fn form_body(form: &[(&str, &str)]) -> Body {
    let mut text = form_urlencoded::Serializer::new(String::new());
    Body::from(text.extend_pairs(form).finish())
}

pub(crate) fn sign_in_form(password: &str, next: &str) -> Request<Body> {
    let form = [
        ("username", "admin"),
        ("password", password),
        ("next", next),
    ];
    form_request("/admin/sign-in", &form)
        .body(form_body(&form))
        .unwrap()
}

fn phone() -> SimPhone {
    let bob: Phone = "+15551230001".parse().unwrap();
    let people = vec![
        (bob.clone(), "Bob Ray".to_owned()),
        ("+14155550132".parse().unwrap(), "Dana Whitfield".to_owned()),
    ];
    SimPhone {
        line: LineName::from("main"),
        number: "+15550001000".parse().unwrap(),
        people,
        received: Arc::new(move |number: &Phone| {
            let reply = ReplyId::new(uuid::Uuid::from_u128(77));
            let text = "Delete #43? Reply with 4711.".to_owned();
            if *number == bob {
                vec![(reply.to_string(), text)]
            } else {
                Vec::new()
            }
        }),
    }
}

fn explained(text: &str, role: Role) -> serde_json::Value {
    if text.starts_with("taks") {
        return json!({
            "outcome": "problem", "lang": "en", "intents": [], "reasons": [],
            "problem": {"at": [0, 4], "found": text, "expected": ["command"], "near": "tasks", "example": "tasks today"},
            "reply": "Did you mean: tasks? Reply Y.",
        });
    }
    let entry = samples::entry(1, text);
    json!({
        "outcome": "execute", "lang": "en", "intents": entry.intents, "reasons": entry.reasons,
        "reply": format!("read as {role}"),
    })
}

/// Waits for something that a spawned task will make true.
pub(crate) async fn eventually(mut fact: impl FnMut() -> bool) {
    let wait = async {
        let mut now_and_then = tokio::time::interval(Duration::from_millis(5));
        while !fact() {
            now_and_then.tick().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), wait)
        .await
        .expect("it happens within thirty seconds");
}
