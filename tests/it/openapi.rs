//! The vendor's OpenAPI files against both sides: every request the adapter makes, every answer the sandbox gives.

mod defects;
mod spec;
mod traffic;
mod wire;

use std::collections::BTreeSet;

use fieldline::sandbox::{Fault, FaultKind};
use http::Method;
use serde_json::json;

use spec::Spec;
use traffic::Traffic;
use wire::Wire;

use crate::support::gateway::{BOB, Gateway, STRANGER};

#[tokio::test]
async fn every_request_of_the_adapter_and_every_answer_to_it_is_as_published() {
    let Some(spec) = Spec::load() else {
        return;
    };
    let traffic = Traffic::start().await;
    traffic.every_call().await;
    let exchanges = traffic.taken();
    for exchange in &exchanges {
        assert!(exchange.status < 300, "{exchange:?}");
        spec.check(exchange);
    }
    let made: BTreeSet<String> = exchanges
        .iter()
        .map(|exchange| spec.operation(exchange))
        .collect();
    assert_eq!(made.len(), 15, "{made:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_conversation_makes_published_requests_only() {
    let Some(spec) = Spec::load() else {
        return;
    };
    let wire = Wire::lay().await;
    let gateway = Gateway::start_with(|config| {
        wire.connect(&config.crm.base_url);
        config.crm.base_url.clone_from(&wire.url);
    })
    .await;
    let lead =
        "Hi im Dana Whitfield, dana@whitfieldroofing.example from Whitfield Roofing - need a quote";
    gateway.text(STRANGER, lead).await;
    for text in [
        "tasks",
        "done 1",
        "reopen 1",
        "show 1",
        "add task for Jane Doe: call back tomorrow 3pm",
        "note Jane left voicemail",
        "notes Jane",
        "tag Jane vip",
        "undo",
        "find 555-0142",
        "find doe",
        "add contact Ana Diaz 415 555 0132 ana@diaz.example",
        "note Jon wants the blue tiles",
        "2",
    ] {
        gateway.text(BOB, text).await;
    }
    let exchanges = wire.taken();
    for exchange in &exchanges {
        spec.check(exchange);
    }
    let made: BTreeSet<String> = exchanges
        .iter()
        .map(|exchange| spec.operation(exchange))
        .collect();
    for change in [
        "POST /contacts/",
        "POST /contacts/{contactId}/tasks",
        "PUT /contacts/{contactId}/tasks/{taskId}/completed",
        "POST /contacts/{contactId}/notes",
        "POST /contacts/{contactId}/tags",
        "DELETE /contacts/{contactId}/tags",
    ] {
        assert!(made.contains(change), "{change} is not among {made:#?}");
    }
}

#[tokio::test]
async fn every_operation_of_the_sandbox_is_a_published_one_and_answers_as_published() {
    let Some(spec) = Spec::load() else {
        return;
    };
    let traffic = Traffic::start().await;
    traffic.every_operation().await;
    let mut covered = BTreeSet::new();
    for exchange in traffic.taken() {
        assert!(exchange.status < 300, "{exchange:?}");
        spec.check(&exchange);
        covered.insert(spec.operation(&exchange));
    }
    let of_contacts = covered
        .iter()
        .filter(|operation| operation.contains(" /contacts/"))
        .count();
    assert_eq!(of_contacts, 32, "{covered:#?}");
    assert_eq!(covered.len(), 39, "{covered:#?}");
}

#[tokio::test]
async fn refusals_are_as_published() {
    let Some(spec) = Spec::load() else {
        return;
    };
    let traffic = Traffic::start().await;
    let jane = format!("/contacts/{}", traffic.jane());
    let location = Traffic::location();
    let tasks = format!("{jane}/tasks");
    traffic
        .post(
            "/contacts/",
            json!({"locationId": location, "phone": "+14155550142"}),
        )
        .await;
    traffic
        .post(
            "/contacts/",
            json!({"locationId": location, "nickname": "JD"}),
        )
        .await;
    traffic.post(&tasks, json!({"title": "x"})).await;
    traffic.get("/contacts/nobody").await;
    traffic.get(&format!("{jane}/notes/none")).await;
    traffic
        .get(&format!("/contacts/search/duplicate?locationId={location}"))
        .await;
    traffic.get("/users/nobody").await;
    traffic.fault(Fault::once("*", FaultKind::ExpiredToken));
    traffic.get(&jane).await;
    traffic.fault(Fault::once("*", FaultKind::RefusedAfter));
    traffic
        .send(Method::PUT, &jane, Some(json!({"city": "Oakland"})))
        .await;
    let exchanges = traffic.taken();
    let statuses: Vec<u16> = exchanges.iter().map(|exchange| exchange.status).collect();
    assert_eq!(statuses, [400, 422, 422, 400, 400, 400, 401, 401, 422]);
    for exchange in &exchanges {
        spec.check_answer(exchange);
    }
}

#[test]
fn the_check_itself_finds_what_is_wrong() {
    let Some(spec) = Spec::load() else {
        return;
    };
    let right = || traffic::Exchange {
        method: "POST".to_owned(),
        path: "/contacts/abc/tags".to_owned(),
        version: Some("2021-07-28".to_owned()),
        authorized: true,
        body: json!({"tags": ["vip"]}),
        status: 201,
        answer: json!({"tags": ["vip"], "traceId": "t"}),
    };
    assert_eq!(spec.faults(&right()), Vec::<String>::new());
    let wrong = |change: fn(&mut traffic::Exchange)| {
        let mut exchange = right();
        change(&mut exchange);
        spec.faults(&exchange).len()
    };
    assert_eq!(wrong(|one| one.version = None), 1);
    assert_eq!(wrong(|one| one.version = Some("2020-01-01".to_owned())), 1);
    assert_eq!(wrong(|one| one.authorized = false), 1);
    assert_eq!(wrong(|one| one.body = json!({})), 1);
    assert_eq!(wrong(|one| one.body = json!({"tags": ["vip"], "x": 1})), 1);
    assert_eq!(wrong(|one| one.path.push_str("?x=1")), 1);
    assert_eq!(wrong(|one| one.status = 200), 1);
    assert_eq!(wrong(|one| one.answer = json!({"tags": "vip"})), 1);
    assert_eq!(wrong(|one| one.answer = json!({"labels": []})), 1);
    assert_eq!(wrong(|one| one.path = "/contacts/abc/labels".to_owned()), 1);
}
