//! The API: who may read it, what it says, and that its description says the same.

use axum::body::Body;
use fieldline::domain::MessageState;
use http::{Method, StatusCode, header};
use serde_json::{Value, json};

use super::samples::{entry, id, morning};
use super::site::{Site, TOKEN, request};

#[tokio::test]
async fn the_token_opens_and_nothing_like_it_does() {
    let site = Site::new().await;
    let attempt = |value: Option<String>| {
        let mut request = request(Method::GET, "/api/v1/messages");
        if let Some(value) = value {
            request = request.header(header::AUTHORIZATION, value);
        }
        request.body(Body::empty()).unwrap()
    };
    for right in [format!("Bearer {TOKEN}"), format!("bearer {TOKEN}")] {
        assert_eq!(site.call(attempt(Some(right))).await.status, StatusCode::OK);
    }
    let short = &TOKEN[..TOKEN.len() - 1];
    for wrong in [
        None,
        Some("Bearer ".to_owned()),
        Some(format!("Bearer {short}")),
        Some(format!("Bearer {TOKEN}x")),
        Some(format!("Basic {TOKEN}")),
        Some(TOKEN.to_owned()),
    ] {
        let answer = site.call(attempt(wrong.clone())).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{wrong:?}");
        assert_eq!(answer.header("www-authenticate"), "Bearer");
        assert_eq!(
            answer.json(),
            json!({"error": "the API token is missing or wrong"})
        );
    }
}

#[tokio::test]
async fn a_session_reads_and_a_wrong_token_spoils_it() {
    let site = Site::new().await;
    let cookie = site.sign_in().await;
    assert_eq!(
        site.page(&cookie, "/api/v1/messages").await.status,
        StatusCode::OK
    );
    let both = request(Method::GET, "/api/v1/messages")
        .header(header::COOKIE, &cookie)
        .header(header::AUTHORIZATION, "Bearer wrong")
        .body(Body::empty());
    assert_eq!(
        site.call(both.unwrap()).await.status,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn the_cursor_goes_through_the_whole_log_once() {
    let site = Site::new().await;
    for number in 1..=7 {
        site.happens(entry(number, "done 42")).await;
    }
    let mut path = "/api/v1/messages?limit=3".to_owned();
    let mut pages = Vec::new();
    loop {
        let page = site.api(&path).await.json();
        let ids = page["messages"].as_array().unwrap().iter();
        pages.push(
            ids.map(|it| it["id"].as_str().unwrap().to_owned())
                .collect::<Vec<_>>(),
        );
        let Some(next) = page["next"].as_str() else {
            assert_eq!(page["next"], Value::Null);
            break;
        };
        path = format!("/api/v1/messages?limit=3&after={next}");
    }
    let expected = [&[7, 6, 5][..], &[4, 3, 2], &[1]];
    let expected: Vec<Vec<String>> = expected
        .iter()
        .map(|page| page.iter().map(|it| id(*it).to_string()).collect())
        .collect();
    assert_eq!(pages, expected);
}

#[tokio::test]
async fn filters_filter_and_wrong_ones_are_named() {
    let site = Site::new().await;
    let mut failed = entry(1, "find Bob");
    failed.state = MessageState::Failed;
    failed.outcome = Some("refused".to_owned());
    failed.from = "+14155550132".to_owned();
    site.happens(failed).await;
    site.happens(entry(30, "done 42")).await;
    for query in [
        "state=failed",
        "from=%2B14155550132",
        "outcome=refused",
        "q=Bob",
        "limit=1&after=in_0000000000000000000000000000001e",
    ] {
        let page = site.api(&format!("/api/v1/messages?{query}")).await.json();
        assert_eq!(page["messages"].as_array().unwrap().len(), 1, "{query}");
        assert_eq!(page["messages"][0]["text"], "find Bob", "{query}");
    }
    let page = site
        .api("/api/v1/messages?since=2026-11-22T15:00:30Z&limit=100000")
        .await
        .json();
    assert_eq!(page["messages"][0]["text"], "done 42");
    assert_eq!(page["messages"].as_array().unwrap().len(), 1);
    for (query, named) in [
        ("limit=0", "limit"),
        ("limit=many", "limit"),
        ("limit=-1", "limit"),
        ("after=7", "after"),
        ("state=fine", "state"),
        ("since=today", "since"),
        ("q=a&q=b", "parameter"),
    ] {
        for path in ["messages", "export.csv"] {
            let answer = site.api(&format!("/api/v1/{path}?{query}")).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
            assert!(
                answer.json()["error"].as_str().unwrap().contains(named),
                "{query}"
            );
        }
    }
}

#[tokio::test]
async fn one_message_is_the_shape_of_the_documents() {
    let site = Site::new().await;
    site.happens(entry(1, "done 42")).await;
    let message = site
        .api(&format!("/api/v1/messages/{}", id(1)))
        .await
        .json();
    let expected = json!({
        "id": "in_00000000000000000000000000000001", "received_at": "2026-11-22T15:00:01Z", "line": "main",
        "from": "+15551230001", "person": "Bob Ray", "provider_id": "SM1", "text": "done 42", "state": "done",
        "outcome": "completed", "intents": [{"do": "task.complete", "tasks": [42]}],
        "reasons": [
            {"code": "HEAD_ALIAS", "span": [0, 4], "from": "done", "to": "task.complete"},
            {"code": "HANDLE", "span": [5, 7], "from": "42"}
        ],
        "grammar_version": "en-1",
        "calls": [{"seq": 1, "op": "task.complete", "method": "PUT", "path": "/contacts/k1/tasks/t9/completed",
                   "state": "confirmed", "attempts": 1, "status": 200, "ms": 41}],
        "replies": [{"id": "out_00000000000000000000000000000001", "text": "Done: #42 Call Jane Doe back",
                     "segments": 1, "state": "delivered", "provider_ref": "SMout1"}],
        "duration_ms": 63
    });
    assert_eq!(message, expected);
    for missing in ["in_00000000000000000000000000000002", "7", "../messages"] {
        let answer = site.api(&format!("/api/v1/messages/{missing}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{missing}");
        assert!(answer.json()["error"].is_string());
    }
}

#[tokio::test]
async fn the_export_holds_every_message_and_runs_in_no_spreadsheet() {
    let site = Site::new().await;
    let mut nasty = entry(
        500,
        "=HYPERLINK(\"http://evil.example\",\"x\")\nsecond, line",
    );
    nasty.person = Some("@SUM(1)".to_owned());
    nasty.replies[0].text = "-2+3".to_owned();
    site.happens(nasty).await;
    site.arrive((1..=450).map(|number| entry(number, "done 42")))
        .await;
    let answer = site.api("/api/v1/export.csv").await;
    assert_eq!(
        answer.header("content-type"),
        "text/csv; charset=utf-8; header=present"
    );
    assert!(
        answer
            .header("content-disposition")
            .starts_with("attachment")
    );
    assert_eq!(answer.body.matches("\"in_").count(), 451);
    let nasty = answer.body.trim_end().split("\r\n").last().unwrap();
    assert!(
        nasty.contains(r#""'=HYPERLINK(""http://evil.example"",""x"")"#),
        "{nasty}"
    );
    assert!(
        nasty.contains("\"'@SUM(1)\"") && nasty.contains("\"'-2+3\""),
        "{nasty}"
    );
    assert!(nasty.contains("\"+15551230001\""), "{nasty}");
    assert_eq!(
        site.get("/api/v1/export.csv").await.status,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn an_export_whose_store_breaks_is_no_whole_file() {
    let site = Site::new().await;
    site.arrive((1..=2000).map(|number| entry(number, "done 42")))
        .await;
    let request = request(Method::GET, "/api/v1/export.csv")
        .header(header::AUTHORIZATION, format!("Bearer {TOKEN}"))
        .body(Body::empty())
        .unwrap();
    let response = tower::ServiceExt::oneshot(site.router.clone(), request)
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    site.break_down();
    let body = http_body_util::BodyExt::collect(response.into_body()).await;
    assert!(body.is_err());
    let answer = site.api("/api/v1/export.csv").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn answers_fit_their_description() {
    let site = Site::new().await;
    for entry in morning() {
        site.happens(entry).await;
    }
    let description = site.get("/api/v1/openapi.json").await.json();
    let message = format!("/api/v1/messages/{}", id(3));
    for (schema, path) in [
        ("Page", "/api/v1/messages?limit=5"),
        ("Page", "/api/v1/messages"),
        ("Message", &message),
        ("Error", "/api/v1/messages?limit=0"),
        ("Error", "/api/v1/messages/7"),
    ] {
        let wanted = json!({"$ref": format!("#/components/schemas/{schema}"), "components": description["components"]});
        let validator = jsonschema::validator_for(&wanted).expect("a right schema");
        let answer = site.api(path).await.json();
        if let Err(error) = validator.validate(&answer) {
            panic!("{path}: {error} at {}", error.instance_path());
        }
    }
}

#[tokio::test]
async fn the_description_names_exactly_the_states_parameters_and_routes_there_are() {
    let site = Site::new().await;
    let description = site.get("/api/v1/openapi.json").await.json();
    let states: Vec<&str> = MessageState::ALL.iter().map(|it| it.name()).collect();
    assert_eq!(
        description["components"]["schemas"]["MessageState"]["enum"],
        json!(states)
    );
    site.happens(entry(1, "done 42")).await;
    for (path, methods) in description["paths"].as_object().unwrap() {
        let methods: Vec<&String> = methods.as_object().unwrap().keys().collect();
        assert_eq!(methods, ["get"], "{path}");
        let answer = site.api(&path.replace("{id}", &id(1).to_string())).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
    }
    let source = include_str!("../../../src/web/api/mod.rs");
    let routes = source
        .split(".route(\"")
        .skip(1)
        .map(|it| it.split('"').next().unwrap());
    let routes: Vec<&str> = routes.filter(|it| it.starts_with("/api/v1/")).collect();
    let described: Vec<&String> = description["paths"].as_object().unwrap().keys().collect();
    assert_eq!(routes.len(), described.len(), "{routes:?} {described:?}");
}
