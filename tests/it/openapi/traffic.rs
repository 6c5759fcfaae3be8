//! Requests to a sandbox, taken down with their answers.

use std::sync::Mutex;

use bytes::Bytes;
use fieldline::crm::Crm;
use fieldline::domain::{CrmCall, Details, Observation};
use fieldline::sandbox::{BOB_RAY, Fault, SandboxConfig};
use http::Method;
use serde_json::{Value, json};

use crate::sandbox::account::Account;

pub(super) struct Traffic {
    account: Account,
    taken: Mutex<Vec<Exchange>>,
}

/// One request and its answer.
#[derive(Debug)]
pub(super) struct Exchange {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) version: Option<String>,
    pub(super) authorized: bool,
    /// Null where there is none.
    pub(super) body: Value,
    pub(super) status: u16,
    pub(super) answer: Value,
}

impl Traffic {
    pub(super) async fn start() -> Self {
        Self {
            account: Account::sample().await,
            taken: Mutex::new(Vec::new()),
        }
    }

    pub(super) fn taken(&self) -> Vec<Exchange> {
        std::mem::take(&mut *self.taken.lock().unwrap())
    }

    pub(super) fn jane(&self) -> String {
        self.account.contact_id("Jane Doe").0
    }

    pub(super) fn location() -> &'static str {
        SandboxConfig::LOCATION
    }

    pub(super) fn fault(&self, fault: Fault) {
        self.account.faults(vec![fault]);
    }

    pub(super) async fn get(&self, path: &str) -> Value {
        self.send(Method::GET, path, None).await
    }

    pub(super) async fn post(&self, path: &str, body: Value) -> Value {
        self.send(Method::POST, path, Some(body)).await
    }

    pub(super) async fn send(&self, method: Method, path: &str, body: Option<Value>) -> Value {
        let request = http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.account.running.base_url()))
            .header("authorization", format!("Bearer {}", SandboxConfig::TOKEN))
            .header("version", "2021-07-28")
            .body(body.map_or_else(Bytes::new, |body| body.to_string().into()));
        let answer = self.take(request.unwrap()).await;
        serde_json::from_slice(answer.body()).unwrap()
    }

    /// Every call the adapter can make, with everything in it and with as little as may be.
    pub(super) async fn every_call(&self) {
        let contact = self.account.contact_id("Jane Doe");
        let details = Details {
            first_name: Some("Dana".to_owned()),
            last_name: Some("Whitfield".to_owned()),
            email: Some("dana@whitfield.example".to_owned()),
            company: Some("Whitfield Roofing".to_owned()),
            title: Some("Owner".to_owned()),
            address: Some("1 Main St".to_owned()),
            city: Some("Oakland".to_owned()),
            state: Some("CA".to_owned()),
            postal_code: Some("94601".to_owned()),
            country: Some("us".to_owned()),
            website: Some("https://whitfield.example".to_owned()),
            ..Details::default()
        };
        let little = Details {
            name: Some("Lee".to_owned()),
            country: Some("Neverland".to_owned()),
            ..Details::default()
        };
        let create = |details: Details, phone: Option<&str>| CrmCall::CreateContact {
            details,
            phone: phone.map(|phone| phone.parse().unwrap()),
            tags: phone.map(|_| "sms-lead".to_owned()).into_iter().collect(),
            source: phone.map(|_| "sms".to_owned()),
        };
        self.call(create(details, Some("+14155550199"))).await;
        self.call(create(little, None)).await;
        for query in [
            "555-0142",
            "jane@doehomes.example",
            "jon reyes",
            "O'Brien & Sons",
        ] {
            let query = query.to_owned();
            self.call(CrmCall::SearchContacts { query, limit: 5 }).await;
        }
        let phone = Some("+14155550142".parse().unwrap());
        let email = Some("jane@doehomes.example".to_owned());
        for (phone, email) in [(phone.clone(), None), (None, email.clone()), (phone, email)] {
            self.call(CrmCall::LookupContact { phone, email }).await;
        }
        let contact = || contact.clone();
        self.call(CrmCall::GetContact { contact: contact() }).await;
        self.call(CrmCall::ListTasks { contact: contact() }).await;
        for full in [true, false] {
            self.call(CrmCall::SearchTasks {
                assignee: full.then(|| BOB_RAY.into()),
                completed: full.then_some(false),
                query: full.then(|| "roof".to_owned()),
            })
            .await;
            let created = self
                .call(CrmCall::CreateTask {
                    contact: contact(),
                    title: "Call back".to_owned(),
                    body: full.then(|| "about the roof".to_owned()),
                    due: "2026-11-24T21:00:00.5Z".parse().unwrap(),
                    assignee: full.then(|| BOB_RAY.into()),
                    marker: "7K2QX9".to_owned(),
                })
                .await;
            let Observation::Task(task) = created else {
                panic!("not a task: {created:?}");
            };
            let (contact, task) = (task.contact, task.id);
            let (of, id) = (contact.clone(), task.clone());
            self.call(CrmCall::GetTask {
                contact: of,
                task: id,
            })
            .await;
            let (of, id) = (contact.clone(), task.clone());
            self.call(CrmCall::SetTaskCompleted {
                contact: of,
                task: id,
                completed: full,
            })
            .await;
            self.call(CrmCall::DeleteTask { contact, task }).await;
            let created = self
                .call(CrmCall::CreateNote {
                    contact: self.account.contact_id("Jane Doe"),
                    body: "left voicemail".to_owned(),
                    user: full.then(|| BOB_RAY.into()),
                    marker: "7K2QX9".to_owned(),
                })
                .await;
            let Observation::Note(note) = created else {
                panic!("not a note: {created:?}");
            };
            self.call(CrmCall::DeleteNote {
                contact: note.contact,
                note: note.id,
            })
            .await;
        }
        let marker = || "7K2QX9".to_owned();
        self.call(CrmCall::FindTask {
            contact: contact(),
            marker: marker(),
        })
        .await;
        self.call(CrmCall::FindNote {
            contact: contact(),
            marker: marker(),
        })
        .await;
        self.call(CrmCall::ListNotes { contact: contact() }).await;
        let tags = vec!["VIP".to_owned()];
        self.call(CrmCall::AddTags {
            contact: contact(),
            tags: tags.clone(),
        })
        .await;
        self.call(CrmCall::RemoveTags {
            contact: contact(),
            tags,
        })
        .await;
        let ghl = &self.account.ghl;
        self.take(ghl.contacts_page(None)).await;
        let cursor = fieldline::crm::Cursor(r#"[1795321480808,"abc"]"#.to_owned());
        self.take(ghl.contacts_page(Some(cursor))).await;
    }

    /// Every operation the sandbox has.
    pub(super) async fn every_operation(&self) {
        let location = Self::location();
        let jane = self.jane();
        let contact = format!("/contacts/{jane}");
        self.send(
            Method::PUT,
            &contact,
            Some(json!({
                "city": "Oakland",
                "dateOfBirth": "1990-09-25",
                "dndSettings": {"SMS": {"status": "inactive"}},
                "customFields": [{"id": "f1", "field_value": "blue"}],
            })),
        )
        .await;
        self.get(&contact).await;
        let dana = json!({"locationId": location, "name": "Dana Whitfield", "phone": "+1 415-555-0199",
            "address1": "1 Main St", "dnd": true, "companyName": "Whitfield", "website": "https://w.example"});
        self.post("/contacts/", dana).await;
        let lee = json!({"locationId": location, "email": "lee@mail.example", "timezone": "America/Chicago"});
        let lee = self.post("/contacts/upsert", lee).await;
        self.get(&format!(
            "/contacts/search/duplicate?locationId={location}&number=%2B14155550142"
        ))
        .await;
        self.get(&format!(
            "/contacts/search/duplicate?locationId={location}&email=none%40x.example"
        ))
        .await;
        self.post(
            "/contacts/search",
            json!({"locationId": location, "pageLimit": 20}),
        )
        .await;
        self.get(&format!("/contacts/?locationId={location}&limit=5"))
            .await;
        for (method, path, body) in [
            (Method::GET, "/tasks", None),
            (Method::GET, "/notes", None),
            (Method::GET, "/appointments", None),
            (Method::POST, "/tags", Some(json!({"tags": ["Gold"]}))),
            (Method::DELETE, "/tags", Some(json!({"tags": ["gold"]}))),
            (
                Method::POST,
                "/followers",
                Some(json!({"followers": [BOB_RAY]})),
            ),
            (
                Method::DELETE,
                "/followers",
                Some(json!({"followers": [BOB_RAY]})),
            ),
            (Method::POST, "/campaigns/c1", Some(json!({}))),
            (Method::DELETE, "/campaigns/c1", None),
            (Method::DELETE, "/campaigns/removeAll", None),
            (
                Method::POST,
                "/workflow/w1",
                Some(json!({"eventStartTime": "2026-11-24T10:00:00-06:00"})),
            ),
            (Method::DELETE, "/workflow/w1", Some(json!({}))),
        ] {
            self.send(method, &format!("{contact}{path}"), body).await;
        }
        let task = json!({"title": "x", "dueDate": "2026-11-24T10:00:00Z", "completed": false, "body": "y", "assignedTo": BOB_RAY});
        let task = self.post(&format!("{contact}/tasks"), task).await;
        let task = format!("{contact}/tasks/{}", task["task"]["id"].as_str().unwrap());
        self.get(&task).await;
        self.send(Method::PUT, &task, Some(json!({"title": "z"})))
            .await;
        self.send(
            Method::PUT,
            &format!("{task}/completed"),
            Some(json!({"completed": true})),
        )
        .await;
        self.send(Method::DELETE, &task, None).await;
        let note = json!({"body": "x", "userId": BOB_RAY, "title": "t", "color": "#FFAA00", "pinned": true});
        let note = self.post(&format!("{contact}/notes"), note).await;
        let note = format!("{contact}/notes/{}", note["note"]["id"].as_str().unwrap());
        self.get(&note).await;
        self.send(Method::PUT, &note, Some(json!({"body": "y"})))
            .await;
        self.send(Method::DELETE, &note, None).await;
        for kind in ["add", "remove"] {
            let body =
                json!({"contacts": [jane, "abcdef"], "tags": ["fall"], "locationId": location});
            self.post(&format!("/contacts/bulk/tags/update/{kind}"), body)
                .await;
        }
        let business = json!({"locationId": location, "ids": [jane], "businessId": "b1"});
        self.post("/contacts/bulk/business", business).await;
        self.get(&format!("/contacts/business/b1?locationId={location}"))
            .await;
        let lee = lee["contact"]["id"].as_str().unwrap();
        self.send(Method::DELETE, &format!("/contacts/{lee}"), None)
            .await;
        let own = self.get(&format!("/locations/{location}")).await;
        self.get(&format!("/locations/{location}/tags")).await;
        self.post(
            &format!("/locations/{location}/tags"),
            json!({"name": "Spring"}),
        )
        .await;
        self.post(&format!("/locations/{location}/tasks/search"), json!({}))
            .await;
        self.get(&format!("/users/?locationId={location}")).await;
        let company = own["location"]["companyId"].as_str().unwrap();
        self.get(&format!("/users/search?companyId={company}"))
            .await;
        self.get(&format!("/users/{BOB_RAY}")).await;
    }

    async fn call(&self, call: CrmCall) -> Observation {
        let answer = self.take(self.account.ghl.request(&call)).await;
        self.account.ghl.response(&call, &answer).unwrap()
    }

    async fn take(&self, request: http::Request<Bytes>) -> http::Response<Bytes> {
        let header = |name: &str| {
            let value = request.headers().get(name)?.to_str().ok()?;
            Some(value.to_owned())
        };
        let (method, uri) = (request.method().to_string(), request.uri().clone());
        let version = header("version");
        let authorized = header("authorization").is_some_and(|value| value.starts_with("Bearer "));
        let body = serde_json::from_slice(request.body()).unwrap_or(Value::Null);
        let answer = self.account.exchange(request).await.unwrap();
        self.taken.lock().unwrap().push(Exchange {
            method,
            path: uri.path_and_query().unwrap().to_string(),
            version,
            authorized,
            body,
            status: answer.status().as_u16(),
            answer: serde_json::from_slice(answer.body()).unwrap_or(Value::Null),
        });
        answer
    }
}
