//! Contact search in its own grammar, and its lag.

use std::collections::BTreeSet;
use std::time::Duration;

use fieldline::sandbox::SandboxConfig;
use serde_json::{Value, json};

use super::account::Account;

const LOCATION: &str = SandboxConfig::LOCATION;

async fn search(account: &Account, more: Value) -> Value {
    let mut body = json!({"locationId": LOCATION, "pageLimit": 50});
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    let said = account.post("/contacts/search", body).await;
    assert!(said.body["contacts"].is_array() || said.status != 200);
    said.body
}

fn names(found: &Value) -> Vec<String> {
    let contacts = found["contacts"].as_array().unwrap().iter();
    let text = |contact: &Value, name: &str| contact[name].as_str().unwrap_or("").to_owned();
    contacts
        .map(|contact| {
            format!(
                "{} {}",
                text(contact, "firstName"),
                text(contact, "lastName")
            )
        })
        .collect()
}

#[tokio::test]
async fn filters_find_by_phone_name_email_and_tag() {
    let account = Account::sample().await;
    let leaf = |field: &str, operator: &str, value: &str| json!({"field": field, "operator": operator, "value": value});
    for (filter, expected) in [
        (leaf("phone", "contains", "5550142"), vec!["Jane Doe"]),
        (
            leaf("email", "eq", "jon@reyesbuild.example"),
            vec!["Jon Reyes"],
        ),
        (leaf("tags", "eq", "partner"), vec!["Maria Lopez"]),
        (
            leaf("firstNameLowerCase", "contains", "jo"),
            vec!["Jon Bell", "Jon Reyes"],
        ),
        (
            json!({"group": "OR", "filters": [
                leaf("lastNameLowerCase", "eq", "bell"),
                leaf("companyName", "contains", "kim"),
            ]}),
            vec!["Jon Bell", "Grace Kim"],
        ),
    ] {
        let sort = json!([{"field": "dateAdded", "direction": "asc"}]);
        let found = search(&account, json!({"filters": [filter], "sort": sort})).await;
        assert_eq!(names(&found), expected, "{filter}");
    }
}

#[tokio::test]
async fn a_query_finds_words_and_digits() {
    let account = Account::sample().await;
    for (query, expected) in [
        ("jane", vec!["Jane Doe"]),
        ("555-0142", vec!["Jane Doe"]),
        ("kim dental", vec!["Grace Kim"]),
        ("nobody at all", vec![]),
    ] {
        let found = search(&account, json!({"query": query})).await;
        assert_eq!(names(&found), expected, "{query}");
    }
}

#[tokio::test]
async fn what_the_grammar_forbids_is_refused() {
    let account = Account::sample().await;
    let long = "x".repeat(76);
    for (body, status) in [
        (json!({"pageLimit": 501}), 422),
        (json!({"pageLimit": null}), 422),
        (json!({"query": long}), 422),
        (json!({"page": 2, "searchAfter": [1, "a"]}), 422),
        (json!({"page": 201, "pageLimit": 50}), 400),
        (
            json!({"filters": [{"field": "firstName", "operator": "eq", "value": "Jane"}]}),
            422,
        ),
        (
            json!({"filters": [{"field": "email", "operator": "contains", "value": "jane"}]}),
            422,
        ),
        (
            json!({"filters": [{"field": "phone", "operator": "contains", "value": "555-0142"}]}),
            422,
        ),
        (
            json!({"sort": [{"field": "phone", "direction": "asc"}]}),
            422,
        ),
        (json!({"limit": 5}), 422),
    ] {
        let found = search(&account, body.clone()).await;
        assert_eq!(found["statusCode"], status, "{body}");
    }
}

#[tokio::test]
async fn the_cursor_of_the_last_contact_leads_through_all() {
    let account = Account::sample().await;
    let mut seen = BTreeSet::new();
    let mut after: Option<Value> = None;
    loop {
        let mut body =
            json!({"pageLimit": 5, "sort": [{"field": "lastNameLowerCase", "direction": "desc"}]});
        if let Some(after) = &after {
            body["searchAfter"] = after.clone();
        }
        let found = search(&account, body).await;
        assert_eq!(found["total"], 12);
        let contacts = found["contacts"].as_array().unwrap();
        for contact in contacts {
            assert!(
                seen.insert(contact["id"].to_string()),
                "a contact came twice"
            );
        }
        let Some(last) = contacts.last() else {
            break;
        };
        after = Some(last["searchAfter"].clone());
    }
    assert_eq!(seen.len(), 12);
}

#[tokio::test]
async fn a_change_shows_in_search_only_after_a_while() {
    let account = Account::with(SandboxConfig {
        index_lag: Duration::from_secs(3),
        ..SandboxConfig::default()
    })
    .await;
    let body = json!({"locationId": LOCATION, "name": "Dana Whitfield", "phone": "+14155550199"});
    account.post("/contacts/", body).await;
    let query = json!({"query": "dana"});
    assert_eq!(search(&account, query.clone()).await["total"], 0);
    let lookup = format!("/contacts/search/duplicate?locationId={LOCATION}&number=%2B14155550199");
    assert_eq!(
        account.get(&lookup).await.body["contact"]["name"],
        "Dana Whitfield"
    );
    account.clock.advance(Duration::from_secs(3));
    assert_eq!(search(&account, query).await["total"], 1);
}

#[tokio::test]
async fn the_old_list_goes_on_by_its_two_marks_together() {
    let account = Account::sample().await;
    let base = format!("/contacts/?locationId={LOCATION}&limit=7");
    let first = account.get(&base).await.body;
    let meta = &first["meta"];
    let next = format!(
        "{base}&startAfter={}&startAfterId={}",
        meta["startAfter"],
        meta["startAfterId"].as_str().unwrap()
    );
    let second = account.get(&next).await.body;
    let ids = |page: &Value| -> BTreeSet<String> {
        let contacts = page["contacts"].as_array().unwrap().iter();
        contacts.map(|contact| contact["id"].to_string()).collect()
    };
    assert_eq!(ids(&first).len(), 7);
    assert_eq!(ids(&second).len(), 5);
    assert!(ids(&first).is_disjoint(&ids(&second)));
    let too_many = account
        .get(&format!("/contacts/?locationId={LOCATION}&limit=101"))
        .await;
    assert_eq!(too_many.status, 400, "more than 100 is not clamped");
}
