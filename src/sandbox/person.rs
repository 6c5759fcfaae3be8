//! A contact as the sandbox keeps it, and the four ways in which the API shows one.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::world::moment;

/// A contact.
#[derive(Clone)]
pub(super) struct Person {
    pub(super) id: String,
    /// Its properties under their wire names, normalised; never null.
    pub(super) fields: Map<String, Value>,
    pub(super) tags: Vec<String>,
    pub(super) followers: Vec<String>,
    pub(super) added: Timestamp,
    pub(super) updated: Timestamp,
}

/// Properties that every view shows where there are any.
const PLAIN: &[&str] = &[
    "firstName",
    "lastName",
    "email",
    "phone",
    "city",
    "state",
    "country",
    "postalCode",
    "source",
    "companyName",
    "assignedTo",
    "businessId",
    "dateOfBirth",
];

impl Person {
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.fields.get(name)?.as_str()
    }

    /// First and last name; empty for a contact known by number only.
    pub(super) fn name(&self) -> String {
        let parts = ["firstName", "lastName"].map(|part| self.text(part).unwrap_or(""));
        parts.join(" ").trim().to_owned()
    }

    /// Reading one (`GET`, `PUT`, upsert).
    pub(super) fn shown(&self, location: &str) -> Value {
        let mut view = self.view(&["address1", "website", "timezone", "dndSettings"]);
        view.insert("locationId".to_owned(), json!(location));
        view.insert("name".to_owned(), json!(self.name()));
        self.add_search_names(&mut view);
        view.into()
    }

    /// Creating one (`POST /contacts/`): no `name`, but what was sent to the contact so far.
    pub(super) fn shown_as_created(&self, location: &str) -> Value {
        let mut view = self.view(&["address1", "website", "dndSettings"]);
        view.insert("locationId".to_owned(), json!(location));
        for name in ["deleted", "bounceEmail", "unsubscribeEmail"] {
            view.insert(name.to_owned(), json!(false));
        }
        self.add_search_names(&mut view);
        view.into()
    }

    /// An item of `POST /contacts/search`: `address` for `address1`, nulls, and the cursor that continues after it.
    pub(super) fn shown_as_found(&self, location: &str, cursor: &Value) -> Value {
        let mut view = self.view(&["website", "dndSettings"]);
        for name in PLAIN {
            view.entry(*name).or_insert(Value::Null);
        }
        view.remove("website");
        view.insert("locationId".to_owned(), json!(location));
        view.insert("address".to_owned(), json!(self.text("address1")));
        view.insert("businessName".to_owned(), json!(self.text("companyName")));
        view.insert("followers".to_owned(), json!(self.followers));
        view.insert("searchAfter".to_owned(), cursor.clone());
        for name in ["additionalEmails", "additionalPhones", "opportunities"] {
            view.insert(name.to_owned(), json!([]));
        }
        for (name, of) in [
            ("firstNameLowerCase", "firstName"),
            ("lastNameLowerCase", "lastName"),
        ] {
            let lower = self.text(of).map(str::to_lowercase);
            view.insert(name.to_owned(), json!(lower));
        }
        view.into()
    }

    /// An item of `GET /contacts/`, with the names and numbers that the published type leaves out.
    pub(super) fn shown_in_list(&self, location: &str) -> Value {
        let mut view = self.view(&["address1", "website", "timezone"]);
        view.insert("locationId".to_owned(), json!(location));
        view.insert("contactName".to_owned(), json!(self.name().to_lowercase()));
        view.insert("followers".to_owned(), json!(self.followers));
        view.insert("attributions".to_owned(), json!([]));
        view.into()
    }

    fn view(&self, more: &[&str]) -> Map<String, Value> {
        let mut view = Map::new();
        view.insert("id".to_owned(), json!(self.id));
        for name in PLAIN.iter().chain(more) {
            if let Some(value) = self.fields.get(*name) {
                view.insert((*name).to_owned(), value.clone());
            }
        }
        let dnd = self.fields.get("dnd").cloned().unwrap_or(json!(false));
        view.insert("dnd".to_owned(), dnd);
        view.insert("type".to_owned(), json!("lead"));
        view.insert("tags".to_owned(), json!(self.tags));
        view.insert("customFields".to_owned(), self.custom_fields());
        view.insert("dateAdded".to_owned(), json!(moment(self.added)));
        view.insert("dateUpdated".to_owned(), json!(moment(self.updated)));
        view
    }

    fn add_search_names(&self, view: &mut Map<String, Value>) {
        let full = Some(self.name()).filter(|name| !name.is_empty());
        let names = [
            ("firstNameLowerCase", self.text("firstName")),
            ("lastNameLowerCase", self.text("lastName")),
            ("fullNameLowerCase", full.as_deref()),
            ("emailLowerCase", self.text("email")),
        ];
        for (name, text) in names {
            if let Some(text) = text {
                view.insert(name.to_owned(), json!(text.to_lowercase()));
            }
        }
    }

    /// Written as `{id, field_value}`, read as `{id, value}`.
    fn custom_fields(&self) -> Value {
        let written = self.fields.get("customFields").and_then(Value::as_array);
        let read = written.into_iter().flatten().map(|field| {
            let id = field.get("id").or(field.get("key"));
            json!({"id": id, "value": field.get("field_value")})
        });
        read.collect()
    }
}
