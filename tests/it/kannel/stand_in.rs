//! As much of a gateway as the adapter alone makes: hears, answers at once, keeps nothing.
//!
//! `say WORDS` is answered with WORDS (a slash for a new line), `quiet` with silence; `busy` is refused the first time.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{OriginalUri, State};
use axum::response::Response;
use axum::routing::get;
use bytes::Bytes;
use fieldline::domain::{DeliveryReport, InboundSms, OutboundSms};
use fieldline::provider::{Hook, Provider, kannel};
use fieldline::reply::segment::{Encoding, measure};
use tokio::sync::mpsc;

use super::rig::PATIENCE;

pub(super) struct StandIn {
    /// The line's hook URL and its status hook.
    pub(super) hook: String,
    pub(super) status: String,
    shared: Arc<Shared>,
    reports: mpsc::UnboundedReceiver<DeliveryReport>,
}

struct Shared {
    line: kannel::Kannel,
    heard: Mutex<Vec<InboundSms>>,
    reports: mpsc::UnboundedSender<DeliveryReport>,
}

impl StandIn {
    pub(super) async fn start(line: kannel::Kannel) -> Self {
        let (sender, reports) = mpsc::unbounded_channel();
        let shared = Arc::new(Shared {
            line,
            heard: Mutex::default(),
            reports: sender,
        });
        let router = Router::new()
            .route("/hooks/main", get(hook))
            .route("/hooks/main/status", get(status))
            .with_state(Arc::clone(&shared));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let hook = format!("http://{}/hooks/main", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self {
            status: format!("{hook}/status"),
            hook,
            shared,
            reports,
        }
    }

    /// Every time this text was heard.
    pub(super) fn heard(&self, text: &str) -> Vec<InboundSms> {
        let heard = self.shared.heard.lock().unwrap();
        heard
            .iter()
            .filter(|sms| sms.text == text)
            .cloned()
            .collect()
    }

    pub(super) async fn next_report(&mut self) -> DeliveryReport {
        let next = tokio::time::timeout(PATIENCE, self.reports.recv()).await;
        next.expect("no report arrived").unwrap()
    }
}

async fn hook(State(shared): State<Arc<Shared>>, OriginalUri(uri): OriginalUri) -> Response {
    let hook = received(&uri);
    let [sms] = <[_; 1]>::try_from(shared.line.inbound(&hook).unwrap()).unwrap();
    let mut heard = shared.heard.lock().unwrap();
    heard.push(sms.clone());
    let times = heard.iter().filter(|again| again.text == sms.text).count();
    drop(heard);
    let reply = match sms.text.as_str() {
        "quiet" => None,
        "busy" if times == 1 => {
            let mut answer = http::Response::new(Bytes::from_static(b"{}"));
            *answer.status_mut() = shared.line.capabilities().shed;
            return answer.map(Into::into);
        }
        "busy" => Some("after all".to_owned()),
        text => Some(text.strip_prefix("say ").unwrap().replace('/', "\n")),
    };
    let reply = reply.map(|text| OutboundSms {
        id: "out_0193500000007000800000000000002a".parse().unwrap(),
        to: "+15551230001".parse().unwrap(),
        unicode: measure(&text).encoding == Encoding::Ucs2,
        text,
    });
    shared.line.acknowledge(reply.as_ref()).map(Into::into)
}

async fn status(State(shared): State<Arc<Shared>>, OriginalUri(uri): OriginalUri) {
    let hook = received(&uri);
    for report in shared.line.status(&hook).unwrap() {
        shared.reports.send(report).unwrap();
    }
}

fn received(uri: &http::Uri) -> Hook {
    Hook {
        method: http::Method::GET,
        url: format!("http://gateway.example{uri}"),
        headers: http::HeaderMap::new(),
        body: Bytes::new(),
        received: "2026-11-22T15:00:00Z".parse().unwrap(),
    }
}
