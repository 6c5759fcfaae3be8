//! Contacts as the real one keeps them.

use fieldline::sandbox::SandboxConfig;
use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::account::Account;

const LOCATION: &str = SandboxConfig::LOCATION;

#[tokio::test]
async fn phones_become_e164_tags_lower_case_and_a_name_two() {
    let account = Account::sample().await;
    let said = account
        .post(
            "/contacts/",
            json!({
                "locationId": LOCATION,
                "name": "Dana Lee Whitfield",
                "phone": "+1 (415) 555-0199",
                "email": "Dana@Whitfield.example",
                "tags": ["VIP", "Lead"],
            }),
        )
        .await;
    assert_eq!(said.status, StatusCode::CREATED);
    let contact = &said.body["contact"];
    assert_eq!(contact["phone"], "+14155550199");
    assert_eq!(contact["email"], "dana@whitfield.example");
    assert_eq!(contact["tags"], json!(["vip", "lead"]));
    assert_eq!(contact["firstName"], "Dana");
    assert_eq!(contact["lastName"], "Lee Whitfield");
    assert_eq!(contact["id"].as_str().unwrap().len(), 20);
    assert!(said.body["traceId"].is_string());
}

#[tokio::test]
async fn a_phone_or_email_is_one_contacts_only() {
    let account = Account::sample().await;
    let jane = account.contact_id("Jane Doe");
    let jon = account.contact_id("Jon Bell");
    let created = account
        .post(
            "/contacts/",
            json!({"locationId": LOCATION, "phone": "(415) 555-0142"}),
        )
        .await;
    let updated = account
        .ask(
            Method::PUT,
            &format!("/contacts/{jon}"),
            Some(json!({"phone": "+14155550142"})),
        )
        .await;
    for said in [created, updated] {
        assert_eq!(said.status, StatusCode::BAD_REQUEST);
        assert_eq!(
            said.body["message"],
            "This location does not allow duplicated contacts."
        );
        assert_eq!(
            said.body["meta"],
            json!({"contactId": jane.as_str(), "matchingField": "phone", "contactName": "Jane Doe"})
        );
    }
    let own = account
        .ask(
            Method::PUT,
            &format!("/contacts/{jane}"),
            Some(json!({"phone": "+14155550142", "city": "Oakland"})),
        )
        .await;
    assert_eq!(own.status, StatusCode::OK);
    assert_eq!(account.effects(), ["contact.updated"]);
}

#[tokio::test]
async fn a_location_may_allow_duplicates() {
    let account = Account::with(SandboxConfig {
        sample: true,
        allow_duplicates: true,
        ..SandboxConfig::default()
    })
    .await;
    let said = account
        .post(
            "/contacts/",
            json!({"locationId": LOCATION, "phone": "+14155550142"}),
        )
        .await;
    assert_eq!(said.status, StatusCode::CREATED);
}

#[tokio::test]
async fn upsert_updates_by_email_first_and_drops_a_phone_of_somebody_else() {
    let account = Account::sample().await;
    let jon = account.contact_id("Jon Bell");
    let said = account
        .post(
            "/contacts/upsert",
            json!({
                "locationId": LOCATION,
                "email": "jon.bell@mail.example",
                "phone": "+14155550142",
                "city": "Chicago",
            }),
        )
        .await;
    assert_eq!(said.body["new"], false);
    let contact = &said.body["contact"];
    assert_eq!(contact["id"], jon.as_str());
    assert_eq!(contact["phone"], "+13125550117", "Jane's phone is dropped");
    assert_eq!(contact["city"], "Chicago");
    let fresh = account
        .post(
            "/contacts/upsert",
            json!({"locationId": LOCATION, "phone": "+14155550190"}),
        )
        .await;
    assert_eq!(fresh.body["new"], true);
    assert_eq!(account.effects(), ["contact.updated", "contact.created"]);
}

#[tokio::test]
async fn an_update_replaces_all_tags_and_null_clears() {
    let account = Account::sample().await;
    let jane = account.contact_id("Jane Doe");
    let path = format!("/contacts/{jane}");
    let change = json!({"tags": ["Gold"], "email": null});
    account.ask(Method::PUT, &path, Some(change)).await;
    let contact = account.get(&path).await.body["contact"].clone();
    assert_eq!(contact["tags"], json!(["gold"]));
    assert_eq!(contact["email"], Value::Null);
    assert_eq!(contact["phone"], "+14155550142");
}

#[tokio::test]
async fn a_deleted_contact_takes_its_tasks_and_notes_along() {
    let account = Account::sample().await;
    let jane = account.contact_id("Jane Doe");
    let path = format!("/contacts/{jane}");
    account
        .post(&format!("{path}/notes"), json!({"body": "hello"}))
        .await;
    let gone = account.ask(Method::DELETE, &path, None).await;
    assert_eq!(gone.body["succeded"], true);
    assert_eq!(account.get(&path).await.status, StatusCode::BAD_REQUEST);
    let left = account.running.sandbox.snapshot();
    let of_jane = |item: &&Value| item["contactId"] == jane.as_str();
    assert_eq!(left.tasks.iter().filter(of_jane).count(), 0);
    assert_eq!(left.notes.iter().filter(of_jane).count(), 0);
}

#[tokio::test]
async fn saying_the_same_twice_has_one_effect() {
    let account = Account::sample().await;
    let (contact, task) = account.task_ids("Send Jane the roofing quote");
    let path = format!("/contacts/{contact}/tasks/{task}/completed");
    for _ in 0..2 {
        let said = account
            .ask(Method::PUT, &path, Some(json!({"completed": true})))
            .await;
        assert_eq!(said.body["task"]["completed"], true);
    }
    let tags = format!("/contacts/{contact}/tags");
    for _ in 0..2 {
        let said = account.post(&tags, json!({"tags": ["VIP"]})).await;
        assert_eq!(said.body["tags"], json!(["customer", "vip"]));
    }
    for _ in 0..2 {
        let said = account
            .ask(Method::DELETE, &tags, Some(json!({"tags": ["vip"]})))
            .await;
        assert_eq!(said.body["tags"], json!(["customer"]));
    }
    assert_eq!(
        account.effects(),
        ["task.completed", "tags.added", "tags.removed"]
    );
    let known = account.get(&format!("/locations/{LOCATION}/tags")).await;
    let names = known.body["tags"].as_array().unwrap().iter();
    assert!(
        names.clone().any(|tag| tag["name"] == "vip"),
        "the location keeps knowing the tag"
    );
}

#[tokio::test]
async fn the_sample_keeps_its_ids_and_later_ones_are_never_given_again() {
    let ids = async |seed, begun: &str| {
        let config = SandboxConfig {
            seed,
            sample: true,
            ..SandboxConfig::default()
        };
        let account = Account::begun(begun, config).await;
        let body = json!({"locationId": LOCATION, "phone": "+14155550199"});
        let created = account.post("/contacts/", body).await;
        let jane = account.contact_id("Jane Doe");
        (jane, created.body["contact"]["id"].clone())
    };
    let (jane, new) = ids(7, "2026-11-23T15:00:00Z").await;
    let (same_jane, same_new) = ids(7, "2026-11-23T15:00:00Z").await;
    assert_eq!((&jane, &new), (&same_jane, &same_new));
    let (later_jane, later_new) = ids(7, "2026-11-23T15:00:01Z").await;
    assert_eq!(jane, later_jane);
    assert_ne!(new, later_new);
    assert_ne!(jane, ids(8, "2026-11-23T15:00:00Z").await.0);
}
