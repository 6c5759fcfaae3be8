//! `grammar/commands.ebnf` is written from the comments above the rules. `UPDATE=1 cargo test` rewrites it.

use std::path::{Path, PathBuf};

#[test]
fn the_grammar_on_paper_is_the_one_in_the_code() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let file = root.join("grammar/commands.ebnf");
    let written = ebnf(&root.join("src/grammar"));
    #[expect(
        clippy::disallowed_methods,
        reason = "a switch for whoever runs the tests"
    )]
    if std::env::var("UPDATE").is_ok() {
        std::fs::write(&file, &written).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        kept == written,
        "grammar/commands.ebnf is stale: run UPDATE=1 cargo test the_grammar_on_paper"
    );
}

fn ebnf(root: &Path) -> String {
    let mut text = String::from(
        "(* Written from the comments above the rules in src/grammar; do not edit. Words in quotes stand for all words that\n   mean \
         the same in any language: see words.toml. *)\n",
    );
    for file in sources(root) {
        let source = std::fs::read_to_string(&file).unwrap();
        let rules = rules(&source);
        if rules.is_empty() {
            continue;
        }
        let name = file.strip_prefix(root).unwrap().display().to_string();
        text.extend(["\n(* ", &name, " *)\n"]);
        for rule in rules {
            text.push_str(&rule);
            text.push('\n');
        }
    }
    text
}

/// Rules in a file: comment lines that are one rule between backticks, and blocks marked `ebnf`.
fn rules(source: &str) -> Vec<String> {
    let mut rules = Vec::new();
    let mut block = false;
    for line in source.lines() {
        let Some(comment) = line.trim_start().strip_prefix("///") else {
            block = false;
            continue;
        };
        let comment = comment.strip_prefix(' ').unwrap_or(comment);
        if comment.starts_with("```") {
            block = comment == "```ebnf";
        } else if block {
            rules.push(comment.to_owned());
        } else if let Some(rest) = comment.strip_prefix('`')
            && let Some((rule, _)) = rest.rsplit_once('`')
            && let Some((name, _)) = rule.split_once(" = ")
            && name.chars().all(|c| c.is_ascii_lowercase() || c == '_')
            && !rule.contains('`')
        {
            rules.push(format!("{rule} ;"));
        }
    }
    rules
}

fn sources(root: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ext| ext == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}
