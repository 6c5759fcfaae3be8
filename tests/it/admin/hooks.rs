//! The routes that carriers call.

use std::net::IpAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use fieldline::clock::ManualClock;
use fieldline::web::{MAX_HOOK, Peer, hooks};
use http::{Method, Request, StatusCode};
use tower::ServiceExt;

use super::site::Desk;

fn door() -> (Arc<Desk>, Router) {
    let desk = Arc::new(Desk::default());
    let clock = Arc::new(ManualClock::new("2026-11-22T15:04:05Z".parse().unwrap()));
    let router = hooks(desk.clone(), "https://sms.example.com/", clock);
    (desk, router)
}

async fn call(router: &Router, request: http::request::Builder, body: Vec<u8>) -> StatusCode {
    let mut request = request.body(Body::from(body)).unwrap();
    request
        .extensions_mut()
        .insert(Peer(IpAddr::from([192, 0, 2, 1])));
    router.clone().oneshot(request).await.unwrap().status()
}

fn post(target: &str) -> http::request::Builder {
    Request::builder().method(Method::POST).uri(target)
}

#[tokio::test]
async fn a_hook_arrives_whole_and_its_url_is_never_made_of_headers() {
    let (desk, router) = door();
    let request = post("/hooks/main?token=a%2Fb&x=%C3%A9+1")
        .header("host", "evil.example")
        .header("x-forwarded-host", "evil.example")
        .header("x-forwarded-proto", "http")
        .header("x-signature", "abc");
    let status = call(&router, request, b"From=%2B1555".to_vec()).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    let taken = desk.taken.lock().unwrap();
    let (line, hook, peer) = &taken[0];
    assert_eq!(line.as_str(), "main");
    assert_eq!(hook.method, Method::POST);
    assert_eq!(
        hook.url,
        "https://sms.example.com/hooks/main?token=a%2Fb&x=%C3%A9+1"
    );
    assert_eq!(hook.headers["x-signature"], "abc");
    assert_eq!(&hook.body[..], b"From=%2B1555");
    assert_eq!(hook.received, "2026-11-22T15:04:05Z".parse().unwrap());
    assert_eq!(*peer, IpAddr::from([192, 0, 2, 1]));
}

#[tokio::test]
async fn even_an_absolute_request_target_does_not_name_the_host() {
    let (desk, router) = door();
    let request = post("http://evil.example/hooks/main?a=1");
    call(&router, request, Vec::new()).await;
    assert_eq!(
        desk.taken.lock().unwrap()[0].1.url,
        "https://sms.example.com/hooks/main?a=1"
    );
}

#[tokio::test]
async fn each_route_has_its_handler() {
    let (desk, router) = door();
    let get = |target: &str| Request::builder().uri(target);
    assert_eq!(
        call(&router, get("/hooks/k1?text=hi"), vec![]).await,
        StatusCode::NO_CONTENT
    );
    assert_eq!(
        call(&router, get("/hooks/k1/status"), vec![]).await,
        StatusCode::OK
    );
    assert_eq!(
        call(&router, post("/hooks/crm"), vec![]).await,
        StatusCode::OK
    );
    let lines: Vec<String> = desk
        .taken
        .lock()
        .unwrap()
        .iter()
        .map(|it| it.0.to_string())
        .collect();
    assert_eq!(lines, ["k1", "k1/status", "CRM"]);
}

#[tokio::test]
async fn what_no_carrier_sends_is_not_taken() {
    let (desk, router) = door();
    let of = |method, target: &str| Request::builder().method(method).uri(target);
    assert_eq!(
        call(&router, of(Method::HEAD, "/hooks/main"), vec![]).await,
        StatusCode::METHOD_NOT_ALLOWED
    );
    assert_eq!(
        call(&router, of(Method::PUT, "/hooks/main"), vec![]).await,
        StatusCode::METHOD_NOT_ALLOWED
    );
    assert_eq!(
        call(&router, of(Method::GET, "/hooks/crm"), vec![]).await,
        StatusCode::METHOD_NOT_ALLOWED
    );
    assert_eq!(
        call(&router, of(Method::POST, "/hooks"), vec![]).await,
        StatusCode::NOT_FOUND
    );
    assert!(desk.taken.lock().unwrap().is_empty());
}

#[tokio::test]
async fn sixty_four_kilobytes_are_taken_and_one_byte_more_is_not() {
    let (desk, router) = door();
    assert_eq!(
        call(&router, post("/hooks/main"), vec![b'a'; MAX_HOOK]).await,
        StatusCode::NO_CONTENT
    );
    assert_eq!(
        call(&router, post("/hooks/main"), vec![b'a'; MAX_HOOK + 1]).await,
        StatusCode::PAYLOAD_TOO_LARGE
    );
    assert_eq!(desk.taken.lock().unwrap().len(), 1);
}
