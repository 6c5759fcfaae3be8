//! What the real one refuses.

use fieldline::crm::ghl::Ghl;
use fieldline::sandbox::SandboxConfig;
use http::{Method, StatusCode};
use serde_json::json;

use super::account::Account;

const LOCATION: &str = SandboxConfig::LOCATION;

#[tokio::test]
async fn a_request_without_the_right_token_is_401() {
    let account = Account::sample().await;
    let path = format!("/locations/{LOCATION}");
    for headers in [
        vec![("version", Ghl::VERSION)],
        vec![("version", Ghl::VERSION), ("authorization", "Bearer wrong")],
        vec![
            ("version", Ghl::VERSION),
            ("authorization", SandboxConfig::TOKEN),
        ],
    ] {
        let said = account.ask_with(Method::GET, &path, None, &headers).await;
        assert_eq!(said.status, StatusCode::UNAUTHORIZED, "{headers:?}");
        assert_eq!(
            said.body["message"],
            "Invalid token: access token is invalid"
        );
    }
}

#[tokio::test]
async fn a_request_without_a_known_version_is_401() {
    let account = Account::sample().await;
    let token = format!("Bearer {}", SandboxConfig::TOKEN);
    let path = format!("/locations/{LOCATION}");
    for (version, message) in [
        (None, "version header was not found."),
        (Some("2020-01-01"), "version header is invalid"),
    ] {
        let mut headers = vec![("authorization", token.as_str())];
        headers.extend(version.map(|version| ("version", version)));
        let said = account.ask_with(Method::GET, &path, None, &headers).await;
        assert_eq!(said.status, StatusCode::UNAUTHORIZED);
        assert_eq!(said.body["message"], message);
    }
}

#[tokio::test]
async fn a_path_in_the_wrong_case_or_without_its_slash_is_401_and_an_unknown_one_404() {
    let account = Account::sample().await;
    let jane = account.contact_id("Jane Doe");
    for (path, status) in [
        (format!("/Contacts/{jane}"), 401),
        (format!("/contacts/{jane}/"), 401),
        (format!("/contacts/?locationId={LOCATION}"), 200),
        (format!("/contacts?locationId={LOCATION}"), 401),
        ("/opportunities/search".to_owned(), 404),
    ] {
        assert_eq!(account.get(&path).await.status, status, "{path}");
    }
    let patch = account
        .ask(Method::PATCH, &format!("/contacts/{jane}"), None)
        .await;
    assert_eq!(patch.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn another_location_is_403_wherever_it_is_named() {
    let account = Account::sample().await;
    let other = "AnotherLocation00001";
    let by_path = account.get(&format!("/locations/{other}")).await;
    let by_query = account.get(&format!("/contacts/?locationId={other}")).await;
    let missing = account.get("/contacts/").await;
    let by_body = account
        .post(
            "/contacts/",
            json!({"locationId": other, "phone": "+14155550199"}),
        )
        .await;
    for said in [by_path, by_query, missing, by_body] {
        assert_eq!(said.status, StatusCode::FORBIDDEN);
        assert_eq!(
            said.body["message"],
            "The token does not have access to this location."
        );
    }
    assert!(account.effects().is_empty());
}

#[tokio::test]
async fn unknown_missing_and_mistyped_properties_are_all_named_in_one_422() {
    let account = Account::sample().await;
    let jane = account.contact_id("Jane Doe");
    let said = account
        .post(
            &format!("/contacts/{jane}/tasks"),
            json!({"title": "x", "completed": "no", "priority": "high"}),
        )
        .await;
    assert_eq!(said.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        said.body["message"],
        json!([
            "property priority should not exist",
            "dueDate should not be empty",
            "completed must be a boolean value",
        ])
    );
    assert_eq!(said.body["error"], "Unprocessable Entity");
    assert!(account.effects().is_empty());
}

#[tokio::test]
async fn what_only_create_knows_is_refused_on_update() {
    let account = Account::sample().await;
    let jane = account.contact_id("Jane Doe");
    for name in ["gender", "companyName", "locationId"] {
        let body = json!({ name: LOCATION });
        let path = format!("/contacts/{jane}");
        let said = account.ask(Method::PUT, &path, Some(body)).await;
        assert_eq!(said.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert_eq!(
            said.body["message"][0],
            format!("property {name} should not exist")
        );
    }
}

#[tokio::test]
async fn a_body_that_is_no_json_object_is_400() {
    let account = Account::sample().await;
    let said = account.post("/contacts/", json!(["x"])).await;
    assert_eq!(said.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn what_is_not_there_is_400() {
    let account = Account::sample().await;
    let jane = account.contact_id("Jane Doe");
    for (path, message) in [
        ("/contacts/nobody".to_owned(), "Contact not found"),
        ("/contacts/nobody/tasks".to_owned(), "Contact not found"),
        (format!("/contacts/{jane}/tasks/none"), "Task not found"),
        (format!("/contacts/{jane}/notes/none"), "Note not found"),
    ] {
        let said = account.get(&path).await;
        assert_eq!(said.status, StatusCode::BAD_REQUEST, "{path}");
        assert_eq!(said.body["message"], message);
    }
}

#[tokio::test]
async fn a_task_needs_a_real_date_and_a_real_user() {
    let account = Account::sample().await;
    let jane = account.contact_id("Jane Doe");
    let path = format!("/contacts/{jane}/tasks");
    let task = |due: &str, user: &str| json!({"title": "x", "dueDate": due, "completed": false, "assignedTo": user});
    let bob = fieldline::sandbox::BOB_RAY;
    assert_eq!(account.post(&path, task("tomorrow", bob)).await.status, 422);
    let stranger = task("2026-11-24T10:00:00Z", "nobody");
    assert_eq!(account.post(&path, stranger).await.status, 400);
    let right = task("2026-11-24T10:00:00-06:00", bob);
    let said = account.post(&path, right).await;
    assert_eq!(said.status, StatusCode::CREATED);
    assert_eq!(said.body["task"]["dueDate"], "2026-11-24T16:00:00.000Z");
}
