//! Tags of a contact. Adding one that is new defines it for the whole location; taking it off leaves the definition.
//! Never by way of `PUT /contacts/{id}`, whose `tags` replace the whole set.

use serde::{Deserialize, Serialize};

use super::answer::{Unreadable, texts};
use super::request::{Ask, path};
use crate::domain::{ContactId, Observation};

#[derive(Serialize)]
struct Tags<'a> {
    tags: &'a [String],
}

pub(super) fn add(contact: &ContactId, tags: &[String]) -> Ask {
    Ask::post(of(contact), &Tags { tags })
}

pub(super) fn remove(contact: &ContactId, tags: &[String]) -> Ask {
    Ask::delete_with(of(contact), &Tags { tags })
}

/// `{"tags": […]}`: the whole set as it is now.
pub(super) fn read(body: &[u8]) -> Result<Observation, Unreadable> {
    #[derive(Deserialize)]
    struct Answer {
        #[serde(deserialize_with = "texts")]
        tags: Vec<String>,
    }
    let answer: Answer = serde_json::from_slice(body)?;
    Ok(Observation::Tags(
        answer.tags.iter().map(|tag| kept(tag)).collect(),
    ))
}

/// A tag as the CRM keeps it.
pub(super) fn kept(tag: &str) -> String {
    tag.trim().to_lowercase()
}

fn of(contact: &ContactId) -> String {
    path(&["/contacts/", contact.as_str(), "/tags"])
}
