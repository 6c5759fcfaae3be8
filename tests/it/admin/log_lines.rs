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
                let call = up_to_its_end(call);
                assert!(!call.contains('{'), "{}: {call}", file.display());
            }
        }
    }
    assert!(lines > 0, "the test finds the calls");
}

/// The arguments of a call, up to the parenthesis that closes it.
fn up_to_its_end(arguments: &str) -> &str {
    let (mut depth, mut quoted) = (1, false);
    for (at, character) in arguments.char_indices() {
        match character {
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &arguments[..at];
        }
    }
    arguments
}
