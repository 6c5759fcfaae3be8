//! `fixtures/providers/<carrier>/{inbound,status,answer}_*.http`, each with the reading that is right beside it in a `.snap`.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use fieldline::provider::{Provider, Rejection};

use super::{adapters, http_text};
use crate::support;

#[test]
fn every_fixture_is_read_as_reviewed() {
    let mut failures = Vec::new();
    let mut count = 0;
    for (carrier, adapter) in adapters() {
        let directory = support::fixture("providers").join(carrier);
        let mut files: Vec<_> = fs::read_dir(&directory)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| {
                path.extension()
                    .is_some_and(|extension| extension == "http")
            })
            .collect();
        files.sort();
        for file in files {
            count += 1;
            let seen = reading(adapter.as_ref(), &file);
            let name = file.file_stem().unwrap().to_str().unwrap();
            let mut settings = insta::Settings::clone_current();
            settings.set_snapshot_path(&directory);
            settings.set_prepend_module_to_snapshot(false);
            settings.set_omit_expression(true);
            let matches = catch_unwind(AssertUnwindSafe(|| {
                settings.bind(|| insta::assert_snapshot!(name, seen));
            }));
            if matches.is_err() {
                failures.push(file);
            }
        }
    }
    assert!(failures.is_empty(), "not as reviewed: {failures:?}");
    assert!(count > 60, "only {count} fixtures found");
}

fn reading(adapter: &dyn Provider, file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap();
    let name = file.file_name().unwrap().to_str().unwrap();
    if name.starts_with("inbound_") {
        told(adapter.inbound(&http_text::hook(&text)), |messages| {
            serde_json::to_string_pretty(messages).unwrap()
        })
    } else if name.starts_with("status_") {
        told(adapter.status(&http_text::hook(&text)), |reports| {
            format!("{reports:#?}")
        })
    } else if name.starts_with("answer_") {
        format!("{:?}", adapter.sent(&http_text::answer(&text)))
    } else {
        panic!("{name}: fixtures are named inbound_, status_ or answer_");
    }
}

fn told<T>(result: Result<T, Rejection>, show: impl Fn(&T) -> String) -> String {
    match result {
        Ok(value) => show(&value),
        Err(Rejection::Forged(why)) => format!("forged: {why}"),
        Err(Rejection::Malformed(why)) => format!("malformed: {why}"),
    }
}
