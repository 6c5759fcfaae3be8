//! What requests look like to the byte, where a wrong byte is refused.

use fieldline::crm::Crm;
use fieldline::crm::ghl::{BadSettings, Ghl, GhlSettings};
use fieldline::domain::{CrmCall, Details};
use http::Method;
use serde_json::{Value, json};

fn settings() -> GhlSettings {
    GhlSettings {
        base_url: "https://crm.example".to_owned(),
        location_id: "LOC".to_owned(),
        token: "secret-token".to_owned().into(),
        version: None,
    }
}

fn ghl() -> Ghl {
    Ghl::new(settings()).unwrap()
}

fn body(call: &CrmCall) -> Value {
    serde_json::from_slice(ghl().request(call).body()).unwrap()
}

#[test]
fn every_request_carries_token_and_version_and_hides_the_token() {
    let request = ghl().request(&CrmCall::GetContact {
        contact: "abc".into(),
    });
    assert_eq!(request.method(), Method::GET);
    assert_eq!(request.uri(), "https://crm.example/contacts/abc");
    assert_eq!(request.headers()["authorization"], "Bearer secret-token");
    assert_eq!(request.headers()["version"], "2021-07-28");
    assert!(!request.headers().contains_key("content-type"));
    assert!(!format!("{request:?}").contains("secret-token"));
}

#[test]
fn a_new_token_is_used_from_then_on() {
    let ghl = ghl();
    ghl.set_token(&"fresh".to_owned().into()).unwrap();
    let call = CrmCall::GetContact {
        contact: "abc".into(),
    };
    assert_eq!(
        ghl.request(&call).headers()["authorization"],
        "Bearer fresh"
    );
    assert_eq!(
        ghl.set_token(&"line\nbreak".to_owned().into()),
        Err(BadSettings::Token)
    );
    assert_eq!(
        ghl.request(&call).headers()["authorization"],
        "Bearer fresh"
    );
}

#[test]
fn settings_that_cannot_work_are_named() {
    let with = |change: fn(&mut GhlSettings)| {
        let mut settings = settings();
        change(&mut settings);
        Ghl::new(settings).err()
    };
    assert_eq!(with(|_| {}), None);
    for url in [
        "crm.example",
        "ftp://crm.example",
        "https://crm.example/v2",
        "",
    ] {
        let mut settings = settings();
        settings.base_url = url.to_owned();
        assert_eq!(
            Ghl::new(settings).err(),
            Some(BadSettings::BaseUrl),
            "{url}"
        );
    }
    assert_eq!(
        with(|one| one.base_url = "http://127.0.0.1:1/".to_owned()),
        None
    );
    assert_eq!(
        with(|one| one.location_id.clear()),
        Some(BadSettings::Location)
    );
    assert_eq!(
        with(|one| one.token = "a\nb".to_owned().into()),
        Some(BadSettings::Token)
    );
    assert_eq!(
        with(|one| one.version = Some("\n".to_owned())),
        Some(BadSettings::Version)
    );
}

#[test]
fn ids_cannot_leave_their_place_in_the_path() {
    let request = ghl().request(&CrmCall::GetTask {
        contact: "../locations/x?y=".into(),
        task: "a/b".into(),
    });
    assert_eq!(
        request.uri().path_and_query().unwrap(),
        "/contacts/%2E%2E%2Flocations%2Fx%3Fy%3D/tasks/a%2Fb"
    );
}

#[test]
fn a_create_sends_what_is_known_and_nothing_else() {
    let create = |details| CrmCall::CreateContact {
        details,
        phone: Some("+14155550199".parse().unwrap()),
        tags: Vec::new(),
        source: None,
    };
    let named = Details {
        name: Some("Dana Whitfield".to_owned()),
        title: Some("Owner".to_owned()),
        country: Some("Germany".to_owned()),
        ..Details::default()
    };
    let request = ghl().request(&create(named.clone()));
    assert_eq!(request.uri().path(), "/contacts/", "with its slash");
    assert_eq!(request.headers()["content-type"], "application/json");
    assert_eq!(
        body(&create(named)),
        json!({"locationId": "LOC", "name": "Dana Whitfield", "phone": "+14155550199"})
    );
    let parts = Details {
        name: Some("Dana Whitfield".to_owned()),
        first_name: Some("Dana".to_owned()),
        country: Some("de".to_owned()),
        ..Details::default()
    };
    assert_eq!(
        body(&create(parts)),
        json!({"locationId": "LOC", "firstName": "Dana", "phone": "+14155550199", "country": "DE"})
    );
}

#[test]
fn a_task_has_a_due_date_a_state_and_its_marker() {
    let call = CrmCall::CreateTask {
        contact: "abc".into(),
        title: "Call back".to_owned(),
        body: Some("about the roof".to_owned()),
        due: "2026-11-24T15:00:00.25-06:00".parse().unwrap(),
        assignee: None,
        marker: "7K2QX9".to_owned(),
    };
    assert_eq!(
        body(&call),
        json!({
            "title": "Call back",
            "body": "about the roof\n[fl:7K2QX9]",
            "dueDate": "2026-11-24T21:00:00Z",
            "completed": false,
        })
    );
}

#[test]
fn tags_come_off_by_a_delete_with_a_body() {
    let call = CrmCall::RemoveTags {
        contact: "abc".into(),
        tags: vec!["vip".to_owned()],
    };
    assert_eq!(ghl().request(&call).method(), Method::DELETE);
    assert_eq!(body(&call), json!({"tags": ["vip"]}));
}

#[test]
fn a_lookup_escapes_the_plus_of_a_number() {
    let request = ghl().request(&CrmCall::LookupContact {
        phone: Some("+14155550142".parse().unwrap()),
        email: Some("a+b@c.example".to_owned()),
    });
    assert_eq!(
        request.uri().path_and_query().unwrap(),
        "/contacts/search/duplicate?locationId=LOC&number=%2B14155550142&email=a%2Bb%40c%2Eexample"
    );
}

#[test]
fn a_search_filters_what_it_recognises_and_queries_the_rest() {
    let search = |query: &str, limit| {
        body(&CrmCall::SearchContacts {
            query: query.to_owned(),
            limit,
        })
    };
    let leaf = |field: &str, operator: &str, value: &str| json!({"field": field, "operator": operator, "value": value});
    let word = |word: &str| {
        let fields = ["firstNameLowerCase", "lastNameLowerCase", "companyName"];
        let each = fields.map(|field| leaf(field, "contains", word));
        json!({"group": "OR", "filters": each})
    };
    for (text, filters) in [
        ("555-0142", json!([leaf("phone", "contains", "5550142")])),
        (
            "+1 (415) 555-0142",
            json!([leaf("phone", "contains", "14155550142")]),
        ),
        (
            "0171 5550142",
            json!([leaf("phone", "contains", "1715550142")]),
        ),
        (
            " Jane@Doe.example ",
            json!([leaf("email", "eq", "jane@doe.example")]),
        ),
        ("Jane", json!([word("jane")])),
        ("Bob Smith", json!([word("bob"), word("smith")])),
        ("42", json!([word("42")])),
    ] {
        let sent = search(text, 5);
        assert_eq!(sent["filters"], filters, "{text}");
        assert_eq!(sent["query"], Value::Null, "{text}");
    }
    for text in [
        "O'Brien & Sons",
        "one two three four five",
        "  ",
        "jane@x y",
    ] {
        let sent = search(text, 5);
        assert_eq!(sent["query"], text.trim(), "{text}");
        assert_eq!(sent["filters"], Value::Null, "{text}");
    }
    let long = "é".repeat(100);
    assert_eq!(search(&long, 5)["query"], "é".repeat(75));
    assert_eq!(search("x", 0)["pageLimit"], 1);
    assert_eq!(search("x", 1000)["pageLimit"], 500);
}
