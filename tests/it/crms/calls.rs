//! Every call to a sandbox and back, over real HTTP.

use fieldline::crm::Crm;
use fieldline::domain::{CrmCall, Details, Observation};
use fieldline::sandbox::{ANN_LEE, BOB_RAY, SandboxConfig};

use crate::sandbox::account::{Account, contact, contacts, task, tasks};

fn lead(phone: Option<&str>) -> CrmCall {
    CrmCall::CreateContact {
        details: Details {
            first_name: Some("Dana".to_owned()),
            last_name: Some("Whitfield".to_owned()),
            email: Some("dana@whitfield.example".to_owned()),
            company: Some("Whitfield Roofing".to_owned()),
            ..Details::default()
        },
        phone: phone.map(|phone| phone.parse().unwrap()),
        tags: vec!["SMS-Lead".to_owned()],
        source: Some("sms".to_owned()),
    }
}

#[tokio::test]
async fn a_contact_is_created_once_and_the_second_time_named() {
    let account = Account::sample().await;
    let created = contact(account.sees(&lead(Some("+14155550199"))).await);
    assert_eq!(created.name, "Dana Whitfield");
    assert_eq!(created.phone, Some("+14155550199".parse().unwrap()));
    assert_eq!(created.email.as_deref(), Some("dana@whitfield.example"));
    assert_eq!(created.company.as_deref(), Some("Whitfield Roofing"));
    assert_eq!(created.tags, ["sms-lead"]);
    let get = CrmCall::GetContact {
        contact: created.id.clone(),
    };
    assert_eq!(
        account.sees(&get).await,
        Observation::Contact(created.clone())
    );
    let again = account.sees(&lead(Some("+14155550188"))).await;
    assert_eq!(
        again,
        Observation::Duplicate {
            contact: created.id,
            field: Some("email".to_owned()),
            name: Some("Dana Whitfield".to_owned()),
        }
    );
    assert_eq!(account.effects(), ["contact.created"]);
}

#[tokio::test]
async fn people_are_found_by_number_address_and_name() {
    let account = Account::sample().await;
    let search = async |query: &str| {
        let query = query.to_owned();
        let call = CrmCall::SearchContacts { query, limit: 5 };
        let found = contacts(account.sees(&call).await);
        let mut names: Vec<String> = found.into_iter().map(|found| found.name).collect();
        names.sort();
        names
    };
    assert_eq!(search("555-0142").await, ["Jane Doe"]);
    assert_eq!(search("jane@doehomes.example").await, ["Jane Doe"]);
    assert_eq!(search("jon").await, ["Jon Bell", "Jon Reyes"]);
    assert_eq!(search("Jon Reyes").await, ["Jon Reyes"]);
    assert_eq!(search("kim dental").await, ["Grace Kim"]);
    assert_eq!(search("o'brien").await, ["Tom O'Brien"]);
    assert!(search("nobody").await.is_empty());
}

#[tokio::test]
async fn a_lookup_is_exact_and_finds_one_or_nobody() {
    let account = Account::sample().await;
    let lookup = async |phone: Option<&str>, email: Option<&str>| {
        let call = CrmCall::LookupContact {
            phone: phone.map(|phone| phone.parse().unwrap()),
            email: email.map(str::to_owned),
        };
        let found = contacts(account.sees(&call).await);
        found
            .into_iter()
            .map(|found| found.name)
            .collect::<Vec<_>>()
    };
    assert_eq!(lookup(Some("+14155550142"), None).await, ["Jane Doe"]);
    assert_eq!(
        lookup(None, Some("Jon@ReyesBuild.example")).await,
        ["Jon Reyes"]
    );
    assert!(lookup(Some("+14155550100"), None).await.is_empty());
    let neither = CrmCall::LookupContact {
        phone: None,
        email: None,
    };
    assert!(matches!(
        account.sees(&neither).await,
        Observation::Refused { .. }
    ));
}

#[tokio::test]
async fn a_task_lives_from_create_to_delete() {
    let account = Account::sample().await;
    let jane = account.contact_id("Jane Doe");
    let create = CrmCall::CreateTask {
        contact: jane.clone(),
        title: "Call back".to_owned(),
        body: Some("about the roof".to_owned()),
        due: "2026-11-24T21:00:00Z".parse().unwrap(),
        assignee: Some(BOB_RAY.into()),
        marker: "7K2QX9".to_owned(),
    };
    let created = task(account.sees(&create).await);
    assert_eq!(created.contact, jane);
    assert_eq!(created.title, "Call back");
    assert_eq!(
        created.body.as_deref(),
        Some("about the roof"),
        "without the marker"
    );
    assert_eq!(created.due, Some("2026-11-24T21:00:00Z".parse().unwrap()));
    assert_eq!(created.assignee, Some(BOB_RAY.into()));
    assert!(!created.completed);
    let id = created.id.clone();
    let done = |completed| CrmCall::SetTaskCompleted {
        contact: jane.clone(),
        task: id.clone(),
        completed,
    };
    assert!(task(account.sees(&done(true)).await).completed);
    assert!(!task(account.sees(&done(false)).await).completed);
    let get = CrmCall::GetTask {
        contact: jane.clone(),
        task: id.clone(),
    };
    assert_eq!(task(account.sees(&get).await), created);
    let delete = CrmCall::DeleteTask {
        contact: jane.clone(),
        task: id.clone(),
    };
    assert_eq!(account.sees(&delete).await, Observation::Deleted);
    for call in [get, delete, done(true)] {
        assert_eq!(account.sees(&call).await, Observation::Gone, "{call:?}");
    }
    assert_eq!(
        account.effects(),
        [
            "task.created",
            "task.completed",
            "task.reopened",
            "task.deleted"
        ]
    );
}

#[tokio::test]
async fn tasks_are_listed_of_a_contact_and_searched_across() {
    let account = Account::sample().await;
    let jane = account.contact_id("Jane Doe");
    let of_jane = tasks(account.sees(&CrmCall::ListTasks { contact: jane }).await);
    assert_eq!(of_jane.len(), 1);
    let search = async |assignee: Option<&str>, completed, query: Option<&str>| {
        let call = CrmCall::SearchTasks {
            assignee: assignee.map(Into::into),
            completed,
            query: query.map(str::to_owned),
        };
        tasks(account.sees(&call).await)
    };
    let mine = search(Some(BOB_RAY), Some(false), None).await;
    assert_eq!(mine.len(), 4);
    assert!(mine.contains(&of_jane[0]), "with the contact it belongs to");
    assert_eq!(search(Some(BOB_RAY), None, None).await.len(), 5);
    assert_eq!(search(Some(ANN_LEE), Some(false), None).await.len(), 2);
    assert_eq!(search(None, None, Some("haddad")).await.len(), 1);
}

#[tokio::test]
async fn more_than_one_page_of_tasks_is_seen() {
    let account = Account::sample().await;
    let jane = account.contact_id("Jane Doe");
    for number in 0..30 {
        let create = CrmCall::CreateTask {
            contact: jane.clone(),
            title: format!("Task {number}"),
            body: None,
            due: "2026-11-24T21:00:00Z".parse().unwrap(),
            assignee: Some(ANN_LEE.into()),
            marker: format!("MARK{number:02}"),
        };
        account.sees(&create).await;
    }
    let call = CrmCall::SearchTasks {
        assignee: Some(ANN_LEE.into()),
        completed: Some(false),
        query: None,
    };
    assert_eq!(tasks(account.sees(&call).await).len(), 32);
}

#[tokio::test]
async fn notes_are_written_read_and_taken_away() {
    let account = Account::sample().await;
    let jane = account.contact_id("Jane Doe");
    let create = CrmCall::CreateNote {
        contact: jane.clone(),
        body: "left voicemail\ncalls back".to_owned(),
        user: Some(BOB_RAY.into()),
        marker: "7K2QX9".to_owned(),
    };
    let Observation::Note(note) = account.sees(&create).await else {
        panic!("not a note");
    };
    assert_eq!(
        note.body, "left voicemail\ncalls back",
        "without the marker"
    );
    assert_eq!(note.contact, jane);
    assert_eq!(note.added, Some("2026-11-23T15:00:00Z".parse().unwrap()));
    let list = CrmCall::ListNotes {
        contact: jane.clone(),
    };
    assert_eq!(
        account.sees(&list).await,
        Observation::Notes(vec![note.clone()])
    );
    let delete = CrmCall::DeleteNote {
        contact: jane,
        note: note.id,
    };
    assert_eq!(account.sees(&delete).await, Observation::Deleted);
    assert_eq!(account.sees(&delete).await, Observation::Gone);
    assert_eq!(account.sees(&list).await, Observation::Notes(Vec::new()));
}

#[tokio::test]
async fn tags_answer_with_the_whole_set() {
    let account = Account::sample().await;
    let jane = account.contact_id("Jane Doe");
    let tags = |tags: &[&str]| tags.iter().map(|tag| (*tag).to_owned()).collect::<Vec<_>>();
    let add = CrmCall::AddTags {
        contact: jane.clone(),
        tags: tags(&["VIP", "gold"]),
    };
    let all = Observation::Tags(tags(&["customer", "vip", "gold"]));
    assert_eq!(account.sees(&add).await, all);
    let remove = CrmCall::RemoveTags {
        contact: jane,
        tags: tags(&["VIP", "customer"]),
    };
    assert_eq!(
        account.sees(&remove).await,
        Observation::Tags(tags(&["gold"]))
    );
}

#[tokio::test]
async fn each_call_is_one_request() {
    let account = Account::sample().await;
    let (jane, task) = account.task_ids("Send Jane the roofing quote");
    let done = CrmCall::SetTaskCompleted {
        contact: jane.clone(),
        task,
        completed: true,
    };
    account.sees(&done).await;
    assert_eq!(account.ledger().len(), 1, "done 42 costs one call");
    let add = CrmCall::AddTags {
        contact: jane,
        tags: vec!["a".to_owned(), "b".to_owned(), "c".to_owned()],
    };
    account.sees(&add).await;
    assert_eq!(account.ledger().len(), 2, "however many tags");
}

#[tokio::test]
async fn an_answer_tells_what_is_left_of_the_limit() {
    let account = Account::sample().await;
    let request = account.ghl.request(&CrmCall::GetContact {
        contact: account.contact_id("Jane Doe"),
    });
    let answer = account.exchange(request).await.unwrap();
    let budget = account.ghl.budget(&answer).unwrap();
    assert_eq!((budget.limit, budget.remaining), (100, 99));
    assert_eq!(budget.window.as_secs(), 10);
    assert_eq!(budget.remaining_today, Some(199_999));
    let silent = http::Response::new(bytes::Bytes::new());
    assert_eq!(account.ghl.budget(&silent), None);
    assert_eq!(SandboxConfig::default().limits.burst, 100);
}
