//! Operations the gateway does not call itself, which somebody trying the sandbox would.

use fieldline::sandbox::{ANN_LEE, BOB_RAY, SandboxConfig};
use http::{Method, StatusCode};
use serde_json::json;

use super::account::Account;

const LOCATION: &str = SandboxConfig::LOCATION;

#[tokio::test]
async fn users_are_listed_found_and_read() {
    let account = Account::sample().await;
    let location = account.get(&format!("/locations/{LOCATION}")).await.body;
    assert_eq!(location["location"]["timezone"], "America/Chicago");
    let company = location["location"]["companyId"].as_str().unwrap();
    let listed = account.get(&format!("/users/?locationId={LOCATION}")).await;
    let ids = [
        &listed.body["users"][0]["id"],
        &listed.body["users"][1]["id"],
    ];
    assert_eq!(ids, [BOB_RAY, ANN_LEE]);
    let found = account
        .get(&format!("/users/search?companyId={company}&query=ann"))
        .await;
    assert_eq!(found.body["count"], 1);
    assert_eq!(found.body["users"][0]["name"], "Ann Lee");
    let one = account.get(&format!("/users/{BOB_RAY}")).await;
    assert_eq!(one.body["email"], "bob@fieldline.example");
    let nobody = account.get("/users/nobody").await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
    let stranger = account.get("/users/search?companyId=other").await;
    assert_eq!(stranger.status, StatusCode::UNAUTHORIZED);
    let nameless = account.get("/users/search").await;
    assert_eq!(nameless.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn bulk_tags_answer_201_with_an_error_for_each_contact_that_failed() {
    let account = Account::sample().await;
    let jane = account.contact_id("Jane Doe");
    let said = account
        .post(
            "/contacts/bulk/tags/update/add",
            json!({"contacts": [jane.as_str(), "abcdef"], "tags": ["Fall"], "locationId": LOCATION}),
        )
        .await;
    assert_eq!(said.status, StatusCode::CREATED);
    assert_eq!(said.body["errorCount"], 1);
    assert_eq!(said.body["responses"][0]["tagsAdded"], json!(["fall"]));
    assert_eq!(said.body["responses"][1]["type"], "error");
    let all = account
        .post(
            "/contacts/bulk/tags/update/remove",
            json!({"contacts": [jane.as_str()], "tags": [], "locationId": LOCATION, "removeAllTags": true}),
        )
        .await;
    assert_eq!(
        all.body["responses"][0]["tagsRemoved"],
        json!(["customer", "fall"])
    );
}

#[tokio::test]
async fn followers_and_businesses_stick() {
    let account = Account::sample().await;
    let jane = account.contact_id("Jane Doe");
    let path = format!("/contacts/{jane}/followers");
    let added = account
        .post(&path, json!({"followers": [BOB_RAY, ANN_LEE]}))
        .await;
    assert_eq!(added.status, StatusCode::CREATED);
    let removed = account
        .ask(Method::DELETE, &path, Some(json!({"followers": [ANN_LEE]})))
        .await;
    assert_eq!(removed.body["followers"], json!([BOB_RAY]));
    let business = json!({"locationId": LOCATION, "ids": [jane.as_str()], "businessId": "b1"});
    account.post("/contacts/bulk/business", business).await;
    let of = format!("/contacts/business/b1?locationId={LOCATION}");
    assert_eq!(account.get(&of).await.body["count"], 1);
    let second_page = account.get(&format!("{of}&skip=1")).await.body;
    assert_eq!(second_page["contacts"], json!([]));
    let others = account.get(&format!("{of}&query=jon")).await.body;
    assert_eq!(others["count"], 0);
    let out = json!({"locationId": LOCATION, "ids": [jane.as_str()], "businessId": null});
    account.post("/contacts/bulk/business", out).await;
    assert_eq!(account.get(&of).await.body["count"], 0);
}

#[tokio::test]
async fn enrolments_are_noted_in_the_ledger() {
    let account = Account::sample().await;
    let jane = account.contact_id("Jane Doe");
    let campaign = format!("/contacts/{jane}/campaigns/spring");
    let workflow = format!("/contacts/{jane}/workflow/onboard");
    let added = account.post(&campaign, json!({})).await;
    assert_eq!(added.status, StatusCode::CREATED);
    let all = format!("/contacts/{jane}/campaigns/removeAll");
    account.ask(Method::DELETE, &all, None).await;
    let start = json!({"eventStartTime": "2026-11-24T10:00:00-06:00"});
    let enrolled = account.post(&workflow, start).await;
    assert_eq!(enrolled.status, StatusCode::OK);
    let ledger = account.ledger();
    let told: Vec<String> = ledger
        .iter()
        .filter_map(|told| Some(told.effect.as_ref()?.to_string()))
        .collect();
    assert_eq!(
        told,
        [
            "campaign.added: spring",
            "campaign.removed: all",
            "workflow.added: onboard"
        ]
    );
}
