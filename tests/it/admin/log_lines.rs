//! No log line is written with a person's data: sentences are constant, everything else is a field, and fields are checked
//! where lines are made (`telemetry::logging`).

use std::fs;
use std::path::{Path, PathBuf};

fn sources(below: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(below).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|it| it == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn no_sentence_in_a_log_line_has_a_value_put_into_it() {
    let mut files = Vec::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut files,
    );
    let mut lines = 0;
    for file in files {
        let source = fs::read_to_string(&file).unwrap();
        for level in ["error", "warn", "info", "debug", "trace"] {
            for call in source.split(&format!("tracing::{level}!(")).skip(1) {
                lines += 1;
                let end = call.find(");").expect("the end of the call");
                assert!(
                    !call[..end].contains('{'),
                    "{}: {}",
                    file.display(),
                    &call[..end]
                );
            }
        }
    }
    assert!(lines > 0, "the test finds the calls");
}
