//! What is measured: from as little as a web framework can do with the form, upwards.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::OriginalUri;
use axum::response::Response;
use axum::routing::post;
use axum::{Form, Router};
use bytes::Bytes;
use fieldline::app::App;
use fieldline::clock::SharedClock;
use fieldline::config::{Config, LineConfig, TwilioLine};
use fieldline::domain::Region;
use fieldline::provider::{Hook, Provider, twilio};
use serde::Deserialize;
use tempfile::TempDir;

use crate::webhooks::{ACCOUNT, LINE, NUMBER, PATH, PUBLIC_URL, TOKEN};

/// Parses the form and answers.
pub(crate) async fn bare() -> SocketAddr {
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Inbound {
        message_sid: String,
        from: String,
        to: String,
        body: String,
    }
    let handler = async |Form(sms): Form<Inbound>| {
        let read = [sms.message_sid, sms.from, sms.to, sms.body];
        assert!(read.iter().all(|field| !field.is_empty()));
    };
    serve(Router::new().route(PATH, post(handler))).await
}

/// Checks the signature and reads the message as the gateway does, and stores nothing.
pub(crate) async fn verified(clock: SharedClock) -> SocketAddr {
    let line = twilio::Twilio::new(twilio::Settings {
        line: LINE.into(),
        number: NUMBER.parse().unwrap(),
        region: Region::US,
        account_sid: ACCOUNT.to_owned(),
        auth_tokens: vec![TOKEN.into()],
        signing_keys: Vec::new(),
        algorithm: twilio::Algorithm::Sha1,
        api_url: "http://127.0.0.1".to_owned(),
    });
    let line = Arc::new(line.unwrap());
    let handler = async move |OriginalUri(uri): OriginalUri, headers, body: Bytes| -> Response {
        let hook = Hook {
            method: http::Method::POST,
            url: format!("{PUBLIC_URL}{uri}"),
            headers,
            body,
            received: clock.now(),
        };
        assert_eq!(line.inbound(&hook).unwrap().len(), 1);
        line.acknowledge(None).map(Body::from)
    };
    serve(Router::new().route(PATH, post(handler))).await
}

/// The whole gateway on a file: hook routes and server, signature, engine, and the store with every commit on disk before the
/// answer. Its workers are not started, so that messages are accepted and stay.
pub(crate) struct Gateway {
    app: App,
    // Dropped last: the store is in it.
    _folder: TempDir,
}

impl Gateway {
    pub(crate) async fn start(clock: SharedClock) -> Self {
        // Not the temporary folder, which may be in memory.
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let mut config = Config::manual().unwrap();
        config.server.listen = "127.0.0.1:0".parse().unwrap();
        config.server.public_url = PUBLIC_URL.into();
        config.admin.listen = "127.0.0.1:0".parse().unwrap();
        config.admin.password = Some("correct horse".into());
        config.store.url = format!("sqlite:{}", folder.path().join("bench.db").display());
        // Nothing listens there, and nothing needs it.
        config.crm.base_url = "http://127.0.0.1:1".into();
        config.crm.location_id = "bench".into();
        config.crm.token = Some("bench".into());
        config.engine.workers = 0;
        config.lines = vec![LineConfig::Twilio(TwilioLine {
            name: LINE.to_owned(),
            number: NUMBER.to_owned(),
            account_sid: ACCOUNT.to_owned(),
            auth_token: Some(TOKEN.into()),
            auth_tokens: Vec::new(),
            signature: "sha1".to_owned(),
            api_url: "http://127.0.0.1:1".to_owned(),
        })];
        let app = App::start(config, clock, fieldline::telemetry::metrics());
        Self {
            app: app.await.unwrap(),
            _folder: folder,
        }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.app.hooks
    }

    /// Ends once it has found every message it said it took in its journal.
    pub(crate) async fn stop(self, taken: usize) {
        let backlog = self.app.store.backlog().await.unwrap();
        assert_eq!(usize::try_from(backlog.messages).unwrap(), taken);
        self.app.shutdown().await;
    }
}

async fn serve(router: Router) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}
