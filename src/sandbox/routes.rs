//! The table of all operations.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;

use super::reply::{Refusal, Reply};
use super::shape::Field;
use super::world::{Ask, World};
use super::{contacts, enrolment, location, notes, search, tags, tasks};

/// One operation.
pub(super) struct Route {
    pub(super) method: &'static str,
    /// As in the published API: trailing slashes and letter case count.
    pub(super) pattern: &'static str,
    /// What the query may hold.
    pub(super) query: &'static [Field],
    /// What the body may hold; `None` where there is none.
    pub(super) body: Option<&'static [Field]>,
    pub(super) answer: Answer,
}

pub(super) type Answer = fn(&mut World, &Ask) -> Result<Reply, Refusal>;

/// What a path leads to.
pub(super) enum Found {
    /// An operation, and the parameters of its path.
    Route(&'static Route, Vec<String>),
    /// None, but one in another case or without its slash: the real one answers 401.
    Nearly,
    Nothing,
}

pub(super) fn all() -> impl Iterator<Item = &'static Route> {
    TABLE.iter()
}

/// The operation of a path. Literal parts win over parameters.
pub(super) fn find(method: &str, path: &str) -> Found {
    let fitting = TABLE
        .iter()
        .filter(|route| route.method == method)
        .filter_map(|route| Some((route, parameters(route.pattern, path)?)));
    if let Some((route, ids)) = fitting.min_by_key(|(_, ids)| ids.len()) {
        return Found::Route(route, ids);
    }
    let loose = |text: &str| text.trim_end_matches('/').to_lowercase();
    let nearly = TABLE
        .iter()
        .any(|route| parameters(&loose(route.pattern), &loose(path)).is_some());
    let exact = TABLE
        .iter()
        .any(|route| parameters(route.pattern, path).is_some());
    if nearly && !exact {
        Found::Nearly
    } else {
        Found::Nothing
    }
}

/// The parameters of a query, decoded.
pub(super) fn query(text: &str) -> BTreeMap<String, String> {
    form_urlencoded::parse(text.as_bytes())
        .into_owned()
        .collect()
}

fn parameters(pattern: &str, path: &str) -> Option<Vec<String>> {
    let mut ids = Vec::new();
    let mut parts = path.split('/');
    for wanted in pattern.split('/') {
        let part = parts.next()?;
        if wanted.starts_with('{') {
            let id = percent_decode_str(part).decode_utf8().ok()?;
            if id.is_empty() {
                return None;
            }
            ids.push(id.into_owned());
        } else if wanted != part {
            return None;
        }
    }
    parts.next().is_none().then_some(ids)
}

const fn get(pattern: &'static str, query: &'static [Field], answer: Answer) -> Route {
    Route {
        method: "GET",
        pattern,
        query,
        body: None,
        answer,
    }
}

const fn post(pattern: &'static str, body: &'static [Field], answer: Answer) -> Route {
    Route {
        method: "POST",
        pattern,
        query: &[],
        body: Some(body),
        answer,
    }
}

const fn put(pattern: &'static str, body: &'static [Field], answer: Answer) -> Route {
    Route {
        method: "PUT",
        pattern,
        query: &[],
        body: Some(body),
        answer,
    }
}

const fn delete(pattern: &'static str, body: Option<&'static [Field]>, answer: Answer) -> Route {
    Route {
        method: "DELETE",
        pattern,
        query: &[],
        body,
        answer,
    }
}

static TABLE: &[Route] = &[
    post("/contacts/search", search::SEARCH, search::contacts),
    get(
        "/contacts/search/duplicate",
        contacts::LOOKUP,
        contacts::lookup,
    ),
    get("/contacts/", search::LIST, search::listed),
    post("/contacts/", contacts::CREATE, contacts::create),
    post("/contacts/upsert", contacts::UPSERT, contacts::upsert),
    get("/contacts/{contactId}", &[], contacts::get),
    put("/contacts/{contactId}", contacts::UPDATE, contacts::update),
    delete("/contacts/{contactId}", None, contacts::delete),
    get("/contacts/{contactId}/tasks", &[], tasks::list),
    post("/contacts/{contactId}/tasks", tasks::CREATE, tasks::create),
    get("/contacts/{contactId}/tasks/{taskId}", &[], tasks::get),
    put(
        "/contacts/{contactId}/tasks/{taskId}",
        tasks::UPDATE,
        tasks::update,
    ),
    delete("/contacts/{contactId}/tasks/{taskId}", None, tasks::delete),
    put(
        "/contacts/{contactId}/tasks/{taskId}/completed",
        tasks::COMPLETED,
        tasks::set_completed,
    ),
    get("/contacts/{contactId}/notes", &[], notes::list),
    post("/contacts/{contactId}/notes", notes::CREATE, notes::create),
    get("/contacts/{contactId}/notes/{id}", &[], notes::get),
    put(
        "/contacts/{contactId}/notes/{id}",
        notes::UPDATE,
        notes::update,
    ),
    delete("/contacts/{contactId}/notes/{id}", None, notes::delete),
    post("/contacts/{contactId}/tags", tags::TAGS, tags::add),
    delete("/contacts/{contactId}/tags", Some(tags::TAGS), tags::remove),
    post("/contacts/bulk/tags/update/{type}", tags::BULK, tags::bulk),
    post(
        "/contacts/bulk/business",
        enrolment::BULK_BUSINESS,
        enrolment::set_business,
    ),
    get(
        "/contacts/business/{businessId}",
        enrolment::OF_BUSINESS,
        enrolment::of_business,
    ),
    get(
        "/contacts/{contactId}/appointments",
        &[],
        enrolment::appointments,
    ),
    post(
        "/contacts/{contactId}/followers",
        enrolment::FOLLOWERS,
        enrolment::add_followers,
    ),
    delete(
        "/contacts/{contactId}/followers",
        Some(enrolment::FOLLOWERS),
        enrolment::remove_followers,
    ),
    post(
        "/contacts/{contactId}/campaigns/{campaignId}",
        &[],
        enrolment::add_to_campaign,
    ),
    delete(
        "/contacts/{contactId}/campaigns/{campaignId}",
        None,
        enrolment::remove_from_campaign,
    ),
    delete(
        "/contacts/{contactId}/campaigns/removeAll",
        None,
        enrolment::remove_from_all_campaigns,
    ),
    post(
        "/contacts/{contactId}/workflow/{workflowId}",
        enrolment::WORKFLOW,
        enrolment::add_to_workflow,
    ),
    delete(
        "/contacts/{contactId}/workflow/{workflowId}",
        Some(enrolment::WORKFLOW),
        enrolment::remove_from_workflow,
    ),
    get("/locations/{locationId}", &[], location::get),
    get("/locations/{locationId}/tags", &[], tags::of_location),
    post(
        "/locations/{locationId}/tags",
        tags::DEFINE,
        tags::define_one,
    ),
    post(
        "/locations/{locationId}/tasks/search",
        tasks::SEARCH,
        tasks::search,
    ),
    get("/users/", location::USERS, location::users),
    get(
        "/users/search",
        location::USER_SEARCH,
        location::search_users,
    ),
    get("/users/{userId}", &[], location::user),
];
