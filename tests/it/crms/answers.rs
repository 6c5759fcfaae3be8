//! Raw answers in `fixtures/crm/ghl/*.http`: adding a file adds a test. A file begins with
//!
//! ```text
//! call: {"op":"contact.get","contact":"…"}
//! sees: {"saw":"gone"}
//! ```
//!
//! or, instead of `sees`, `fails: limited 10000` (milliseconds), `fails: token …`, `fails: setup …`, `fails: unclear …`
//! (each with words of the reason). A blank line, then the answer as it came.

use std::path::Path;

use bytes::Bytes;
use fieldline::crm::ghl::{Ghl, GhlSettings};
use fieldline::crm::{Crm, CrmError};
use fieldline::domain::{CrmCall, Observation};

use crate::support::fixture;

#[test]
fn every_answer_on_file_is_read_as_it_says() {
    let ghl = Ghl::new(GhlSettings {
        base_url: "https://crm.example".to_owned(),
        location_id: "Lo8IwN1zDm6TyF3cAjSg".to_owned(),
        token: "t".to_owned().into(),
        version: None,
    })
    .unwrap();
    let mut files: Vec<_> = std::fs::read_dir(fixture("crm/ghl"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "http"))
        .collect();
    files.sort();
    assert!(files.len() >= 30, "only {} answers on file", files.len());
    let wrong: Vec<String> = files.iter().filter_map(|path| check(&ghl, path)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

fn check(ghl: &Ghl, path: &Path) -> Option<String> {
    let text = std::fs::read_to_string(path).unwrap();
    let (head, raw) = text.split_once("\n\n").expect("a head and an answer");
    let field = |name: &str| {
        let mut lines = head.lines();
        lines.find_map(|line| line.strip_prefix(name).map(str::trim))
    };
    let call: CrmCall = serde_json::from_str(field("call:").expect("a call")).unwrap();
    let read = ghl.response(&call, &response(raw));
    let right = match (&read, field("sees:"), field("fails:")) {
        (Ok(seen), Some(expected), None) => {
            *seen == serde_json::from_str::<Observation>(expected).unwrap()
        }
        (Err(error), None, Some(expected)) => {
            let (kind, words) = expected.split_once(' ').unwrap_or((expected, ""));
            let (is, reason) = match error {
                CrmError::Limited { wait } => ("limited", wait.as_millis().to_string()),
                CrmError::Token(reason) => ("token", reason.clone()),
                CrmError::Setup(reason) => ("setup", reason.clone()),
                CrmError::Unclear(reason) => ("unclear", reason.clone()),
            };
            is == kind && reason.contains(words)
        }
        _ => false,
    };
    (!right).then(|| format!("{}:\n  read   {read:?}\n  {head}", path.display()))
}

fn response(raw: &str) -> http::Response<Bytes> {
    let (head, body) = raw.split_once("\n\n").unwrap_or((raw.trim_end(), ""));
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1));
    let mut response = http::Response::builder().status(status.expect("a status line"));
    for line in lines {
        let (name, value) = line.split_once(": ").expect("a header");
        response = response.header(name, value);
    }
    let body = body.strip_suffix('\n').unwrap_or(body);
    response.body(Bytes::from(body.to_owned())).unwrap()
}
