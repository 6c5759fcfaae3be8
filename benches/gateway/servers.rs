//! What is measured: from as little as a web framework can do with the form, upwards.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::OriginalUri;
use axum::response::Response;
use axum::routing::post;
use axum::{Form, Router};
use bytes::Bytes;
use fieldline::clock::SharedClock;
use fieldline::domain::Region;
use fieldline::provider::{Hook, Provider, twilio};
use serde::Deserialize;

use crate::webhooks::{ACCOUNT, NUMBER, PATH, PUBLIC_URL, TOKEN};

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
        line: "main".into(),
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
        line.verify(&hook).unwrap();
        assert_eq!(line.read(&hook).unwrap().len(), 1);
        line.acknowledge(None).map(Body::from)
    };
    serve(Router::new().route(PATH, post(handler))).await
}

async fn serve(router: Router) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}
