//! What the architecture promises and a reader of the sources can check: layers, who may name which crate, sizes, names, the top
//! level. Every rule is shown to fail below on a line that breaks it.

mod layers;
mod source;

use std::path::{Path, PathBuf};
use std::process::Command;

use layers::{PURE, edges};
use source::Source;

/// No file is longer, tests included.
const MAX_LINES: usize = 500;

/// Names that say nothing about what is inside.
const DRAWERS: [&str; 6] = ["utils", "util", "helpers", "common", "types", "manager"];

/// What stands at the top: the product, and what tools expect there.
const TOP_LEVEL: [&str; 20] = [
    ".cargo",
    ".ci",
    ".clippy.toml",
    ".gitignore",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "askama.toml",
    "benches",
    "build.rs",
    "deny.toml",
    "examples",
    "fixtures",
    "fuzz",
    "grammar",
    "rust-toolchain.toml",
    "src",
    "tests",
];

/// A crate that one place owns, and the places.
const OWNERS: [(&str, &[&str]); 7] = [
    ("nom", &["src/grammar"]),
    ("rusqlite", &["src/store"]),
    ("tokio_postgres", &["src/store"]),
    ("reqwest", &["src/fetch"]),
    ("axum", &["src/web", "src/sandbox"]),
    ("askama", &["src/web"]),
    ("phonenumber", &["src/domain/phone"]),
];

#[test]
fn the_sources_keep_the_architecture() {
    let mut broken = Vec::new();
    for path in tracked() {
        let name = path.to_str().unwrap();
        broken.extend(misplaced(name));
        let Ok(text) = std::fs::read_to_string(root().join(&path)) else {
            continue;
        };
        broken.extend(machine_paths(name, &text));
        if path.extension().is_some_and(|extension| extension == "rs") {
            broken.extend(violations(name, &text));
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn every_carrier_has_fixtures() {
    let carriers: Vec<_> = tracked()
        .iter()
        .filter_map(|path| path.to_str()?.strip_prefix("src/provider/"))
        .filter_map(|file| file.strip_suffix("/mod.rs").or(file.strip_suffix(".rs")))
        .filter(|name| !name.contains('/') && !["mod", "fields", "proof"].contains(name))
        .map(str::to_owned)
        .collect();
    assert!(carriers.len() >= 3, "{carriers:?}");
    for carrier in carriers {
        let fixtures = root().join("fixtures/providers").join(&carrier);
        let count = std::fs::read_dir(fixtures).map_or(0, Iterator::count);
        assert!(count > 0, "{carrier} has no fixtures");
    }
}

#[test]
fn a_broken_rule_is_seen() {
    for (path, line) in [
        ("src/plan/task.rs", "use crate::reply::render;"),
        ("src/domain/sms.rs", "use crate::provider::Hook;"),
        (
            "src/provider/twilio/mod.rs",
            "use crate::{domain::Phone, store::Store};",
        ),
        ("src/crm/mod.rs", "use crate::provider::Provider;"),
        ("src/engine/lane.rs", "use crate::web::hooks;"),
        ("src/fetch.rs", "fn x(s: &dyn crate::store::Store) {}"),
        ("src/store/mod.rs", "use crate::fetch::Fetch;"),
        (
            "src/grammar/values/when.rs",
            "use super::super::super::plan::next;",
        ),
        ("src/clock.rs", "use super::config::Config;"),
        ("src/web/mod.rs", "use crate::app::App;"),
        ("src/plan/task.rs", "pub async fn next() {}"),
        ("src/provider/twilio/mod.rs", "fetch().await;"),
        ("src/crm/ghl/mod.rs", "tokio::spawn(x);"),
        ("src/plan/mod.rs", "use nom::Parser;"),
        ("src/engine/mod.rs", "use axum::Router;"),
        ("src/web/mod.rs", "reqwest::get(url);"),
        (
            "src/web/log.rs",
            "const Q: &str = \"SELECT id FROM message\";",
        ),
        (
            "src/engine/mod.rs",
            "let q = r#\"delete from reply where id = 1\"#;",
        ),
        ("src/app.rs", "use rusqlite::Connection;"),
        ("src/reply/utils.rs", "fn x() {}"),
        ("src/reply/common/mod.rs", "fn x() {}"),
    ] {
        assert_ne!(
            violations(path, line),
            Vec::<String>::new(),
            "{path}: {line}"
        );
    }
    let long = "fn x() {}\n".repeat(MAX_LINES + 1);
    assert_eq!(violations("tests/it/plans.rs", &long).len(), 1);
    let path = format!("let x = \"/{}/x\";", "root");
    assert!(machine_paths("README.md", &path).is_some());
    assert!(misplaced("notes.txt").is_some());
}

#[test]
fn a_kept_rule_is_not_mistaken_for_a_broken_one() {
    for (path, line) in [
        (
            "src/plan/task.rs",
            "use crate::domain::Phone; use super::choose;",
        ),
        (
            "src/plan/task.rs",
            "/// Rendered by [`crate::reply::render`], see axum.",
        ),
        ("src/plan/task.rs", "// use crate::store::Store;"),
        (
            "src/plan/task.rs",
            "const S: &str = \"use crate::store::Store; async\";",
        ),
        (
            "src/web/hooks.rs",
            "use crate::{app_state::X, engine::Engine, store::Store};",
        ),
        ("src/fetch.rs", "use super::*;"),
        ("src/store/sqlite/mod.rs", "const Q: &str = \"SELECT 1\";"),
        (
            "src/reply/task.rs",
            "const S: &str = \"Select one\"; const T: &str = \"update the task\";",
        ),
        (
            "src/grammar/lexer.rs",
            "fn f<'a>(x: &'a str) -> char { '\"' } use nom::Parser;",
        ),
        ("src/main.rs", "use fieldline::app; mod cli;"),
        ("tests/it/store.rs", "use crate::support; rusqlite::x();"),
        ("src/domain/phone.rs", "phonenumber::parse(x);"),
    ] {
        assert_eq!(
            violations(path, line),
            Vec::<String>::new(),
            "{path}: {line}"
        );
    }
}

/// Every rule about one Rust file that `text` at `path` breaks.
fn violations(path: &str, text: &str) -> Vec<String> {
    let mut broken = Vec::new();
    let mut breaks = |rule: String| broken.push(format!("{path}: {rule}"));
    let lines = text.lines().count();
    if lines > MAX_LINES {
        breaks(format!("{lines} lines"));
    }
    for part in path.split('/') {
        let name = part.strip_suffix(".rs").unwrap_or(part);
        if DRAWERS.contains(&name) {
            breaks(format!("{name} is no subject"));
        }
    }
    let Some(inside) = path.strip_prefix("src/") else {
        return broken;
    };
    let source = Source::read(text);
    for edge in edges(inside, &source.code) {
        breaks(edge);
    }
    let layer = layers::layer(inside);
    if PURE.contains(&layer) {
        for word in ["async", "await", "tokio"] {
            if source.has_word(word) {
                breaks(format!("{word} in {layer}, which never waits"));
            }
        }
    }
    for (name, places) in OWNERS {
        if source.names_crate(name) && !places.iter().any(|place| path.starts_with(place)) {
            breaks(format!("{name} outside {}", places.join(" and ")));
        }
    }
    if !path.starts_with("src/store") && source.strings.iter().any(|text| is_sql(text)) {
        breaks("SQL outside src/store".to_owned());
    }
    broken
}

fn is_sql(text: &str) -> bool {
    let words: Vec<String> = text
        .split_whitespace()
        .map(str::to_ascii_lowercase)
        .collect();
    let has = |first: &str, later: &str| {
        words
            .iter()
            .position(|word| word == first)
            .is_some_and(|at| words[at..].iter().any(|word| word == later))
    };
    has("select", "from")
        || has("insert", "values")
        || has("delete", "where")
        || has("update", "where")
        || has("create", "table")
        || words.first().is_some_and(|word| word == "pragma")
}

/// Whether a tracked file stands where nothing shall stand.
fn misplaced(path: &str) -> Option<String> {
    let top = path.split('/').next().unwrap_or(path);
    (!TOP_LEVEL.contains(&top)).then(|| format!("{path}: nothing of that name at the top level"))
}

/// Absolute paths that exist on somebody's machine only.
fn machine_paths(path: &str, text: &str) -> Option<String> {
    let found = ["work", "root", "home", "Users"]
        .map(|directory| format!("/{directory}/"))
        .into_iter()
        .find(|found| {
            text.match_indices(found.as_str()).any(|(at, _)| {
                let before = text[..at].chars().next_back();
                before.is_none_or(|c| !c.is_alphanumeric() && !"._-}".contains(c))
            })
        })?;
    Some(format!("{path}: {found} is a path of one machine"))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files of the repository, relative to its root.
fn tracked() -> Vec<PathBuf> {
    let listed = Command::new("git")
        .args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ])
        .current_dir(root())
        .output();
    match listed {
        Ok(output) if output.status.success() => String::from_utf8(output.stdout)
            .unwrap()
            .split_terminator('\0')
            .map(PathBuf::from)
            .filter(|path| root().join(path).exists())
            .collect(),
        // An unpacked archive is no repository: only its sources are certain to be ours.
        _ => ["src", "tests", "benches"]
            .iter()
            .flat_map(|top| walk(Path::new(top)))
            .collect(),
    }
}

fn walk(directory: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(root().join(directory)) else {
        return Vec::new();
    };
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry.unwrap();
        let path = directory.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            files.extend(walk(&path));
        } else {
            files.push(path);
        }
    }
    files
}
