//! What goes wrong on demand, and whether the effect happened all the same.

use std::time::Duration;

use fieldline::crm::Crm;
use fieldline::domain::{CrmCall, Observation};
use fieldline::fetch::FetchError;
use fieldline::sandbox::{BadFaults, Fault, FaultKind, SandboxConfig};
use http::{Method, StatusCode};
use serde_json::json;

use super::account::{Account, Trouble};

const NOTES: &str = "POST /contacts/{contactId}/notes";

/// One note with this fault on its way.
async fn note(fault: FaultKind) -> (Account, Result<http::Response<bytes::Bytes>, Trouble>) {
    let account = Account::sample().await;
    account.faults(vec![Fault::once(NOTES, fault)]);
    let call = CrmCall::CreateNote {
        contact: account.contact_id("Jane Doe"),
        body: "left voicemail".to_owned(),
        user: None,
        marker: "7K2QX9".to_owned(),
    };
    let answer = account.exchange(account.ghl.request(&call)).await;
    (account, answer)
}

#[tokio::test]
async fn each_fault_answers_what_it_says_with_or_without_the_effect() {
    for (fault, status, effect) in [
        (FaultKind::RateLimited, 429, false),
        (FaultKind::ErrorBefore { status: 500 }, 500, false),
        (FaultKind::ErrorBefore { status: 408 }, 408, false),
        (FaultKind::ErrorAfter { status: 503 }, 503, true),
        (FaultKind::RefusedAfter, 422, true),
        (FaultKind::ExpiredToken, 401, false),
        (FaultKind::Redirect, 307, false),
        (FaultKind::Garbled, 201, true),
    ] {
        let name = format!("{fault:?}");
        let (account, answer) = note(fault).await;
        let answer = answer.unwrap();
        assert_eq!(answer.status(), status, "{name}");
        assert_eq!(!account.effects().is_empty(), effect, "{name}");
        let told = &account.ledger()[0];
        assert_eq!(told.status, Some(status), "{name}");
        assert_eq!(told.faults.len(), 1, "{name}");
    }
}

#[tokio::test]
async fn connections_end_before_or_after_the_effect() {
    for (fault, status, effect) in [
        (FaultKind::ResetBefore, None, false),
        (FaultKind::ResetAfter, None, true),
        (FaultKind::Truncated, Some(201), true),
    ] {
        let name = format!("{fault:?}");
        let (account, answer) = note(fault).await;
        assert!(
            matches!(answer, Err(Trouble::Fetch(FetchError::Broken { .. }))),
            "{name}: {answer:?}"
        );
        assert_eq!(!account.effects().is_empty(), effect, "{name}");
        assert_eq!(account.ledger()[0].status, status, "{name}");
        assert_eq!(account.ledger().len(), 1, "nothing sends it again");
    }
}

#[tokio::test]
async fn a_huge_body_is_not_read_to_its_end() {
    let (account, answer) = note(FaultKind::Huge { bytes: 2 << 20 }).await;
    assert!(
        matches!(answer, Err(Trouble::Fetch(FetchError::TooLarge { .. }))),
        "{answer:?}"
    );
    assert_eq!(account.effects(), ["note.created"]);
}

#[tokio::test]
async fn the_effect_comes_late_although_the_caller_has_given_up() {
    let mut account = Account::sample().await;
    account.impatient(Duration::from_secs(1));
    account.faults(vec![Fault::once(NOTES, FaultKind::Hold)]);
    let call = CrmCall::CreateNote {
        contact: account.contact_id("Jane Doe"),
        body: "late".to_owned(),
        user: None,
        marker: "LATE22".to_owned(),
    };
    let answer = account.call(&call).await;
    assert!(matches!(
        answer,
        Err(Trouble::Fetch(FetchError::Broken { .. }))
    ));
    assert!(account.ledger().is_empty(), "not yet");
    account.faults(Vec::new());
    account.running.sandbox.told(1).await;
    assert_eq!(account.effects(), ["note.created"]);
}

#[tokio::test]
async fn an_answer_can_come_too_late() {
    let mut account = Account::sample().await;
    account.impatient(Duration::from_secs(1));
    account.faults(vec![Fault::once("*", FaultKind::SlowAnswer { ms: 60_000 })]);
    let (contact, task) = account.task_ids("Send Jane the roofing quote");
    let answer = account.call(&CrmCall::DeleteTask { contact, task }).await;
    assert!(matches!(
        answer,
        Err(Trouble::Fetch(FetchError::Broken { .. }))
    ));
    account.running.sandbox.told(1).await;
    assert_eq!(account.effects(), ["task.deleted"]);
}

#[tokio::test]
async fn an_echo_can_say_something_else_than_what_is() {
    let account = Account::sample().await;
    let patch = json!({"task": {"completed": false}});
    account.faults(vec![Fault::once(
        "PUT /contacts/{contactId}/tasks/{taskId}/completed",
        FaultKind::Echo { patch },
    )]);
    let (contact, task) = account.task_ids("Send Jane the roofing quote");
    let call = CrmCall::SetTaskCompleted {
        contact,
        task,
        completed: true,
    };
    let Observation::Task(echoed) = account.sees(&call).await else {
        panic!("not a task");
    };
    assert!(!echoed.completed);
}

#[tokio::test]
async fn a_fault_strikes_the_nth_call_so_many_times() {
    let account = Account::sample().await;
    account.faults(vec![Fault {
        route: "GET /contacts/{id}".to_owned(),
        nth: 2,
        count: 2,
        kind: FaultKind::ErrorBefore { status: 502 },
    }]);
    let path = format!("/contacts/{}", account.contact_id("Jane Doe"));
    let mut seen = Vec::new();
    for _ in 0..5 {
        seen.push(account.get(&path).await.status.as_u16());
        account.get("/users/?locationId=FieldlineSandbox0001").await;
    }
    assert_eq!(seen, [200, 502, 502, 200, 200]);
}

#[tokio::test]
async fn faults_are_read_from_toml_and_set_at_run_time() {
    let text = r#"
        [[faults]]
        route = "POST /contacts/"
        fault = "error_after"
        nth = 2

        [[faults]]
        route = "*"
        fault = "latency"
        ms = 1
        count = 0

        [[faults]]
        route = "GET *"
        fault = "echo"
        patch = { tasks = [] }
    "#;
    let faults = Fault::from_toml(text).unwrap();
    assert_eq!(faults[0].nth, 2);
    assert_eq!(faults[0].kind, FaultKind::ErrorAfter { status: 500 });
    assert_eq!(faults[1], Fault::always("*", FaultKind::Latency { ms: 1 }));
    let account = Account::sample().await;
    let json = json!({"faults": [{"route": "GET *", "fault": "error_before", "status": 503}]});
    let set = account
        .ask_with(Method::POST, "/__sandbox/faults", Some(json), &[])
        .await;
    assert_eq!(set.status, StatusCode::NO_CONTENT);
    let path = format!("/locations/{}", SandboxConfig::LOCATION);
    assert_eq!(account.get(&path).await.status, 503);
    assert_eq!(account.get(&path).await.status, 200);
}

#[tokio::test]
async fn a_fault_for_a_route_that_does_not_exist_is_an_error() {
    let account = Account::sample().await;
    let fault = Fault::once("POST /contacts", FaultKind::ResetAfter);
    assert_eq!(
        account.running.sandbox.set_faults(vec![fault]),
        Err(BadFaults::Route("POST /contacts".to_owned()))
    );
    let json = json!({"faults": [{"route": "*", "fault": "earthquake"}]});
    let set = account
        .ask_with(Method::POST, "/__sandbox/faults", Some(json), &[])
        .await;
    assert_eq!(set.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(set.body["message"].as_str().unwrap().contains("earthquake"));
}

#[tokio::test]
async fn a_stopped_sandbox_refuses_connections_and_comes_back_with_what_it_had() {
    let account = Account::sample().await;
    let path = format!("/contacts/{}", account.contact_id("Jane Doe"));
    let (addr, sandbox) = (account.running.addr, account.running.sandbox.clone());
    let request = |to: std::net::SocketAddr| {
        let request = http::Request::get(format!("http://{to}{path}"))
            .header("authorization", "Bearer sandbox-token")
            .header("version", "2021-07-28");
        request.body(bytes::Bytes::new()).unwrap()
    };
    let fetch = fieldline::fetch::ReqwestFetch::new(Duration::from_secs(5)).unwrap();
    account.running.stop().await;
    let refused = fieldline::fetch::Fetch::fetch(&fetch, request(addr)).await;
    assert!(matches!(refused, Err(FetchError::Connect { .. })));
    let again = sandbox.serve(addr).await.unwrap();
    let answer = fieldline::fetch::Fetch::fetch(&fetch, request(again.addr)).await;
    assert_eq!(answer.unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn its_own_pages_need_no_token_and_leave_no_trace() {
    let account = Account::sample().await;
    account.get("/users/?locationId=FieldlineSandbox0001").await;
    let ledger = account
        .ask_with(Method::GET, "/__sandbox/ledger", None, &[])
        .await;
    assert_eq!(ledger.body.as_array().unwrap().len(), 1);
    assert_eq!(ledger.body[0]["route"], "GET /users/");
    let state = account
        .ask_with(Method::GET, "/__sandbox/state", None, &[])
        .await;
    assert_eq!(state.body["contacts"].as_array().unwrap().len(), 12);
    assert_eq!(account.ledger().len(), 1);
}
