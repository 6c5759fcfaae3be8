//! What is known after a failure, row by row of the rules: whether the effect is possible, and what read-back shows.

use std::time::Duration;

use fieldline::crm::{Crm, CrmError};
use fieldline::domain::{CrmCall, Details, EffectClass, Observation};
use fieldline::fetch::FetchError;
use fieldline::sandbox::{Fault, FaultKind};
use serde_json::json;

use crate::sandbox::account::{Account, Trouble, contact, task};

fn note(account: &Account) -> CrmCall {
    CrmCall::CreateNote {
        contact: account.contact_id("Jane Doe"),
        body: "left voicemail".to_owned(),
        user: None,
        marker: "7K2QX9".to_owned(),
    }
}

fn new_task(account: &Account) -> CrmCall {
    CrmCall::CreateTask {
        contact: account.contact_id("Jane Doe"),
        title: "Call back".to_owned(),
        body: None,
        due: "2026-11-24T21:00:00Z".parse().unwrap(),
        assignee: None,
        marker: "7K2QX9".to_owned(),
    }
}

fn lead() -> CrmCall {
    CrmCall::CreateContact {
        details: Details {
            name: Some("Dana Whitfield".to_owned()),
            ..Details::default()
        },
        phone: Some("+14155550199".parse().unwrap()),
        tags: vec!["sms-lead".to_owned()],
        source: Some("sms".to_owned()),
    }
}

fn done(account: &Account) -> CrmCall {
    let (contact, task) = account.task_ids("Send Jane the roofing quote");
    CrmCall::SetTaskCompleted {
        contact,
        task,
        completed: true,
    }
}

async fn fails(account: &Account, call: &CrmCall, kind: FaultKind) -> Trouble {
    let name = format!("{kind:?}");
    account.faults(vec![Fault::once("*", kind)]);
    match account.call(call).await {
        Ok(seen) => panic!("{name}: saw {seen:?}"),
        Err(trouble) => trouble,
    }
}

#[tokio::test]
async fn a_connection_that_was_refused_had_no_effect() {
    let account = Account::sample().await;
    let request = account.ghl.request(&note(&account));
    let fetch = fieldline::fetch::ReqwestFetch::new(Duration::from_secs(5)).unwrap();
    account.running.stop().await;
    let error = fieldline::fetch::Fetch::fetch(&fetch, request).await;
    assert!(!error.unwrap_err().effect_possible());
}

#[tokio::test]
async fn a_429_names_how_long_to_wait_and_had_no_effect() {
    let account = Account::sample().await;
    for call in [note(&account), done(&account), lead()] {
        let trouble = fails(&account, &call, FaultKind::RateLimited).await;
        assert!(
            matches!(trouble, Trouble::Crm(CrmError::Limited { wait }) if wait.as_secs() == 10),
            "{trouble:?}"
        );
    }
    assert!(account.effects().is_empty());
}

#[tokio::test]
async fn a_token_that_is_not_valid_any_more_had_no_effect() {
    let account = Account::sample().await;
    for call in [note(&account), done(&account), lead()] {
        let trouble = fails(&account, &call, FaultKind::ExpiredToken).await;
        assert!(
            matches!(trouble, Trouble::Crm(CrmError::Token(_))),
            "{trouble:?}"
        );
    }
    assert!(account.effects().is_empty());
}

#[tokio::test]
async fn another_location_is_a_matter_of_setup() {
    let account = Account::sample().await;
    let elsewhere = fieldline::crm::ghl::Ghl::new(fieldline::crm::ghl::GhlSettings {
        base_url: account.running.base_url(),
        location_id: "AnotherLocation00001".to_owned(),
        token: "sandbox-token".to_owned().into(),
        version: None,
    })
    .unwrap();
    let search = CrmCall::SearchTasks {
        assignee: None,
        completed: None,
        query: None,
    };
    for call in [lead(), search] {
        let answer = account.exchange(elsewhere.request(&call)).await.unwrap();
        let read = elsewhere.response(&call, &answer);
        assert!(matches!(read, Err(CrmError::Setup(_))), "{read:?}");
    }
    assert!(account.effects().is_empty());
}

#[tokio::test]
async fn what_sets_a_state_and_is_refused_had_no_effect_and_tells_why() {
    let account = Account::sample().await;
    let call = CrmCall::AddTags {
        contact: account.contact_id("Jane Doe"),
        tags: vec!["vip".to_owned()],
    };
    let body = json!({"statusCode": 422, "message": ["tags must be an array"]});
    for status in [400, 409, 422] {
        let answer = http::Response::builder()
            .status(status)
            .body(body.to_string().into())
            .unwrap();
        assert_eq!(
            account.ghl.response(&call, &answer),
            Ok(Observation::Refused {
                reason: "tags must be an array".to_owned()
            })
        );
    }
}

#[tokio::test]
async fn a_create_refused_with_422_may_have_created_and_is_read_back() {
    let account = Account::sample().await;
    for call in [lead(), new_task(&account), note(&account)] {
        assert_eq!(account.ghl.effect(&call), EffectClass::Marked);
        let trouble = fails(&account, &call, FaultKind::RefusedAfter).await;
        let Trouble::Crm(CrmError::Unclear(reason)) = trouble else {
            panic!("{trouble:?}");
        };
        assert_eq!(
            reason, "the record could not be saved",
            "in the CRM's words"
        );
        assert!(account.read_back(&call).await.is_some(), "{call:?}");
    }
    assert_eq!(
        account.effects(),
        ["contact.created", "task.created", "note.created"]
    );
}

#[tokio::test]
async fn a_create_that_is_not_there_is_proven_absent() {
    let account = Account::sample().await;
    for call in [lead(), new_task(&account), note(&account)] {
        for kind in [
            FaultKind::ErrorBefore { status: 500 },
            FaultKind::ResetBefore,
        ] {
            fails(&account, &call, kind).await;
            assert_eq!(account.read_back(&call).await, None, "{call:?}");
        }
    }
    assert!(account.effects().is_empty());
}

#[tokio::test]
async fn every_unclear_end_of_a_create_is_cleared_up_by_read_back() {
    for kind in [
        FaultKind::ErrorAfter { status: 500 },
        FaultKind::ErrorAfter { status: 408 },
        FaultKind::ErrorAfter { status: 502 },
        FaultKind::ResetAfter,
        FaultKind::Truncated,
        FaultKind::Garbled,
        FaultKind::Huge { bytes: 2 << 20 },
    ] {
        let account = Account::sample().await;
        for call in [lead(), new_task(&account), note(&account)] {
            match fails(&account, &call, kind.clone()).await {
                Trouble::Crm(error) => assert!(matches!(error, CrmError::Unclear(_))),
                Trouble::Fetch(error) => assert!(error.effect_possible()),
            }
            let seen = account.read_back(&call).await;
            let direct = matches!(
                (&call, &seen),
                (CrmCall::CreateContact { .. }, Some(Observation::Contact(_)))
                    | (CrmCall::CreateTask { .. }, Some(Observation::Task(_)))
                    | (CrmCall::CreateNote { .. }, Some(Observation::Note(_)))
            );
            assert!(direct, "{kind:?}: {seen:?}");
        }
        assert_eq!(account.effects().len(), 3, "{kind:?}");
    }
}

#[tokio::test]
async fn a_late_effect_is_absent_first_and_there_afterwards() {
    let mut account = Account::sample().await;
    account.impatient(Duration::from_secs(1));
    let call = note(&account);
    let held = Fault::once("POST /contacts/{contactId}/notes", FaultKind::Hold);
    account.faults(vec![held]);
    let trouble = account.call(&call).await;
    assert!(matches!(
        trouble,
        Err(Trouble::Fetch(FetchError::Broken { .. }))
    ));
    assert_eq!(
        account.read_back(&call).await,
        None,
        "absent once proves nothing"
    );
    account.faults(Vec::new());
    account.running.sandbox.told(2).await;
    assert!(account.read_back(&call).await.is_some());
}

#[tokio::test]
async fn what_sets_a_state_is_cleared_up_by_reading_or_by_sending_again() {
    let account = Account::sample().await;
    let jane = account.contact_id("Jane Doe");
    let note = account.sees(&note(&account)).await;
    let Observation::Note(note) = note else {
        panic!("not a note");
    };
    let (contact, task) = account.task_ids("Inspect gutters at Kim Dental");
    let tags = vec!["Gold".to_owned()];
    for (call, again) in [
        (done(&account), None),
        (
            CrmCall::DeleteTask { contact, task },
            Some(Observation::Gone),
        ),
        (
            CrmCall::DeleteNote {
                contact: jane.clone(),
                note: note.id,
            },
            Some(Observation::Gone),
        ),
        (
            CrmCall::AddTags {
                contact: jane.clone(),
                tags: tags.clone(),
            },
            None,
        ),
        (
            CrmCall::RemoveTags {
                contact: jane.clone(),
                tags,
            },
            None,
        ),
    ] {
        assert_eq!(account.ghl.effect(&call), EffectClass::Set);
        account.running.sandbox.clear_ledger();
        fails(&account, &call, FaultKind::ErrorBefore { status: 500 }).await;
        assert_eq!(account.read_back(&call).await, None, "{call:?}");
        fails(&account, &call, FaultKind::ResetAfter).await;
        let seen = account.read_back(&call).await.expect("confirmed");
        let sent = account.sees(&call).await;
        assert_eq!(sent, again.unwrap_or(seen), "{call:?}");
        assert_eq!(account.effects().len(), 1, "{call:?}");
    }
}

#[tokio::test]
async fn a_redirect_is_never_followed() {
    let account = Account::sample().await;
    for call in [note(&account), lead(), done(&account)] {
        let trouble = fails(&account, &call, FaultKind::Redirect).await;
        assert!(
            matches!(trouble, Trouble::Crm(CrmError::Setup(_))),
            "{trouble:?}"
        );
    }
    assert_eq!(account.ledger().len(), 3);
    assert!(account.effects().is_empty());
}

#[tokio::test]
async fn an_echo_without_the_change_is_told_as_it_is() {
    let account = Account::sample().await;
    let call = done(&account);
    let patch = json!({"task": {"completed": false}});
    account.faults(vec![Fault::once("*", FaultKind::Echo { patch })]);
    assert!(!task(account.sees(&call).await).completed);
    let call = CrmCall::AddTags {
        contact: account.contact_id("Jane Doe"),
        tags: vec!["vip".to_owned()],
    };
    let patch = json!({"tags": ["customer"]});
    account.faults(vec![Fault::once("*", FaultKind::Echo { patch })]);
    let echoed = Observation::Tags(vec!["customer".to_owned()]);
    assert_eq!(account.sees(&call).await, echoed);
    let (contact, task) = account.task_ids("Call Jon Bell about the invoice");
    let patch = json!({"succeded": false});
    account.faults(vec![Fault::once("*", FaultKind::Echo { patch })]);
    let seen = account.sees(&CrmCall::DeleteTask { contact, task }).await;
    assert!(matches!(seen, Observation::Refused { .. }), "{seen:?}");
}

#[tokio::test]
async fn reads_can_always_be_sent_again() {
    let account = Account::sample().await;
    let call = CrmCall::ListTasks {
        contact: account.contact_id("Jane Doe"),
    };
    assert_eq!(account.ghl.effect(&call), EffectClass::Read);
    assert_eq!(account.ghl.verify(&call), None);
    let trouble = fails(&account, &call, FaultKind::Garbled).await;
    assert!(matches!(trouble, Trouble::Crm(CrmError::Unclear(_))));
    account.sees(&call).await;
}

#[tokio::test]
async fn somebody_who_had_the_number_before_is_a_duplicate_not_a_creation() {
    let account = Account::sample().await;
    let CrmCall::CreateContact { details, .. } = lead() else {
        panic!("not a create");
    };
    let with = |name: Option<&str>, tags: &[&str]| CrmCall::CreateContact {
        details: Details {
            name: name.map(str::to_owned),
            ..details.clone()
        },
        phone: Some("+14155550142".parse().unwrap()),
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        source: None,
    };
    let jane = account.contact_id("Jane Doe");
    for call in [
        with(Some("Dana Whitfield"), &[]),
        with(None, &[]),
        with(Some("Jane Doe"), &["sms-lead"]),
    ] {
        assert_eq!(
            account.read_back(&call).await,
            Some(Observation::Duplicate {
                contact: jane.clone(),
                field: Some("phone".to_owned()),
                name: Some("Jane Doe".to_owned()),
            })
        );
    }
    let same = account
        .read_back(&with(Some("jane  doe"), &["Customer"]))
        .await;
    assert_eq!(contact(same.unwrap()).id, jane);
}

#[tokio::test]
async fn a_contact_without_phone_and_email_cannot_be_looked_for() {
    let account = Account::sample().await;
    let call = |email: Option<&str>| CrmCall::CreateContact {
        details: Details {
            name: Some("Lee".to_owned()),
            email: email.map(str::to_owned),
            ..Details::default()
        },
        phone: None,
        tags: Vec::new(),
        source: None,
    };
    assert_eq!(account.ghl.effect(&call(None)), EffectClass::Unobservable);
    assert_eq!(account.ghl.verify(&call(None)), None);
    let by_email = call(Some("lee@mail.example"));
    fails(&account, &by_email, FaultKind::ResetAfter).await;
    let seen = account.read_back(&by_email).await.unwrap();
    assert_eq!(contact(seen).name, "Lee");
}

#[tokio::test]
async fn a_list_that_is_stale_only_delays_the_proof() {
    let account = Account::sample().await;
    let call = new_task(&account);
    fails(&account, &call, FaultKind::ResetAfter).await;
    let stale = FaultKind::Echo {
        patch: json!({"tasks": []}),
    };
    account.faults(vec![Fault::once("GET /contacts/{contactId}/tasks", stale)]);
    assert_eq!(account.read_back(&call).await, None);
    let seen = account.read_back(&call).await.unwrap();
    assert_eq!(task(seen).title, "Call back");
}
