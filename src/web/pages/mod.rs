//! The administrator's pages: rendered on the server, whole without scripts.

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use super::assets;
use super::console::Console;

mod entry;
mod error;
mod intents;
mod lines;
mod log;
mod marks;
mod message;
mod moment;
mod opt_outs;
mod people;
mod phone;
mod playground;
mod review;
mod settings;

mod sign_in;

pub(super) use error::PageError;

pub(super) fn routes() -> Router<Arc<Console>> {
    Router::new()
        .route("/", get(|| async { Redirect::to("/admin/log") }))
        .route("/admin", get(|| async { Redirect::to("/admin/log") }))
        .route("/admin/", get(|| async { Redirect::to("/admin/log") }))
        .route("/admin/log", get(log::show))
        .route("/admin/messages/{id}", get(message::show))
        .route("/admin/review", get(review::show))
        .route("/admin/people", get(people::show).post(people::save))
        .route("/admin/people/remove", post(people::remove))
        .route("/admin/lines", get(lines::show))
        .route("/admin/opt-outs", get(opt_outs::show))
        .route("/admin/playground", get(playground::show))
        .route("/admin/phone", get(phone::show).post(phone::send))
        .route("/admin/settings", get(settings::show).post(settings::save))
        .route("/admin/sign-in", get(sign_in::show).post(sign_in::enter))
        .route("/admin/sign-out", post(sign_in::leave))
        .route("/admin/{*rest}", get(|| async { PageError::NotFound }))
}

/// What stands around the content of every page of somebody who is signed in.
struct Chrome {
    brand: String,
    /// The page this is, as [`PAGES`] names it.
    here: &'static str,
    /// Whether there is a simulated phone to show.
    phone: bool,
    version: &'static str,
}

impl Chrome {
    fn new(console: &Console, here: &'static str) -> Self {
        Self {
            brand: console.admin.brand.clone(),
            here,
            phone: console.admin.phone.is_some(),
            version: assets::VERSION.as_str(),
        }
    }

    /// The pages of the navigation: path and title.
    fn pages(&self) -> impl Iterator<Item = &'static (&'static str, &'static str)> {
        let phone = self.phone;
        PAGES
            .iter()
            .filter(move |(path, _)| phone || *path != "phone")
    }
}

const PAGES: &[(&str, &str)] = &[
    ("log", "Messages"),
    ("review", "To review"),
    ("phone", "Phone"),
    ("playground", "Playground"),
    ("people", "People"),
    ("lines", "Lines"),
    ("opt-outs", "Opt-outs"),
    ("settings", "Settings"),
];

type Page = Result<Response, PageError>;

fn show(page: &impl Template) -> Page {
    Ok(Html(page.render()?).into_response())
}
