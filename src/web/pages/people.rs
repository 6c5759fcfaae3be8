//! Who may text what: the list, and a form to add, change and remove.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Form, State};
use axum::response::{IntoResponse, Redirect};
use http::StatusCode;
use jiff::tz::TimeZone;
use serde::Deserialize;

use super::{Chrome, Page};
use crate::domain::{Lang, Person, Phone, Region, Role, UserId};
use crate::web::console::Console;
use crate::web::guard::SignedIn;

const ROLES: [Role; 4] = [Role::Staff, Role::Manager, Role::Owner, Role::Lead];

#[derive(Template)]
#[template(path = "people.html")]
struct PeoplePage {
    chrome: Chrome,
    people: Vec<Person>,
    form: PersonForm,
    roles: [Role; 4],
    /// What is wrong with the form.
    wrong: Option<&'static str>,
}

/// A person as typed.
#[derive(Deserialize)]
pub(super) struct PersonForm {
    name: String,
    phone: String,
    role: String,
    #[serde(default)]
    user_id: String,
    #[serde(default)]
    lang: String,
    #[serde(default)]
    tz: String,
}

pub(super) async fn show(State(console): State<Arc<Console>>, _: SignedIn) -> Page {
    let zone = console.admin.zone.iana_name().unwrap_or("UTC");
    let empty = PersonForm {
        name: String::new(),
        phone: String::new(),
        role: Role::Staff.to_string(),
        user_id: String::new(),
        lang: Lang::en().to_string(),
        tz: zone.to_owned(),
    };
    page(&console, empty, None).await
}

pub(super) async fn save(
    State(console): State<Arc<Console>>,
    _: SignedIn,
    Form(form): Form<PersonForm>,
) -> Page {
    match form.read() {
        Ok(person) => {
            console.admin.store.put_person(person).await?;
            Ok(Redirect::to("/admin/people").into_response())
        }
        Err(wrong) => {
            let mut answer = page(&console, form, Some(wrong)).await?;
            *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(answer)
        }
    }
}

/// Whom to remove.
#[derive(Deserialize)]
pub(super) struct Removal {
    phone: Phone,
}

pub(super) async fn remove(
    State(console): State<Arc<Console>>,
    _: SignedIn,
    Form(removal): Form<Removal>,
) -> Page {
    console.admin.store.remove_person(&removal.phone).await?;
    Ok(Redirect::to("/admin/people").into_response())
}

async fn page(console: &Console, form: PersonForm, wrong: Option<&'static str>) -> Page {
    let mut people = console.admin.store.people().await?;
    people.sort_by(|a, b| (&a.name, &a.phone).cmp(&(&b.name, &b.phone)));
    super::show(&PeoplePage {
        chrome: Chrome::new(console, "people"),
        people,
        form,
        roles: ROLES,
        wrong,
    })
}

impl PersonForm {
    fn read(&self) -> Result<Person, &'static str> {
        let name = self.name.trim();
        if name.is_empty() {
            return Err("A person needs a name.");
        }
        let lang = self.lang.trim().to_lowercase();
        if !matches!(lang.len(), 2..=3) || !lang.bytes().all(|b| b.is_ascii_lowercase()) {
            return Err("The language is a code of two letters, such as en.");
        }
        if TimeZone::get(self.tz.trim()).is_err() {
            return Err("The time zone is a name such as America/Chicago.");
        }
        let user = self.user_id.trim();
        Ok(Person {
            phone: Phone::parse(&self.phone, Region::US)
                .map_err(|_| "That is not a phone number. Write it with + and the country code.")?,
            name: name.to_owned(),
            role: self.role.parse().map_err(|_| "Choose a role.")?,
            user_id: (!user.is_empty()).then(|| UserId::from(user)),
            lang: Lang(lang),
            tz: self.tz.trim().to_owned(),
        })
    }
}
