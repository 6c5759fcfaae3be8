//! What people see when a page cannot be shown: never a detail of the inside, never a person's data.

use askama::Template;
use axum::response::{Html, IntoResponse, Redirect, Response};
use form_urlencoded::byte_serialize;
use http::StatusCode;

use crate::store::StoreError;
use crate::web::assets;

/// Why a page is not shown.
#[derive(Debug, thiserror::Error)]
pub(in crate::web) enum PageError {
    /// Nobody is signed in; where to go on afterwards.
    #[error("not signed in")]
    SignIn { next: Option<String> },
    #[error("no such page")]
    NotFound,
    /// The form is not one of ours.
    #[error("posted by another site")]
    Foreign,
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Template(#[from] askama::Error),
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    title: &'static str,
    advice: &'static str,
    version: &'static str,
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let (status, title, advice) = match self {
            Self::SignIn { next: None } => return Redirect::to("/admin/sign-in").into_response(),
            Self::SignIn { next: Some(next) } => {
                let next: String = byte_serialize(next.as_bytes()).collect();
                return Redirect::to(&format!("/admin/sign-in?next={next}")).into_response();
            }
            Self::NotFound => (
                StatusCode::NOT_FOUND,
                "There is nothing here",
                "The page or message you asked for does not exist. It may have been erased.",
            ),
            Self::Foreign => (
                StatusCode::FORBIDDEN,
                "That did not come from here",
                "The form was sent from another site, so nothing was done. Open the page here and try again.",
            ),
            Self::Store(error) => {
                tracing::error!(%error, "a page could not be read from the store");
                (
                    StatusCode::SERVICE_UNAVAILABLE,
                    "The store does not answer",
                    "Nothing was changed. Try again in a moment; if it stays so, look at the disk and the service's log.",
                )
            }
            Self::Template(error) => {
                tracing::error!(%error, "a page could not be rendered");
                (
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "This page broke",
                    "That is a fault of ours. The service's log says when it happened.",
                )
            }
        };
        let page = ErrorPage {
            title,
            advice,
            version: assets::VERSION.as_str(),
        };
        // A page that says that a page broke and breaks itself has nothing left to say.
        let body = page.render().unwrap_or_else(|_| title.to_owned());
        (status, Html(body)).into_response()
    }
}
