//! The log read again: one message, and all of them.

use std::io::Write as _;
use std::process::{Command, Output};

use crate::support::gateway::{BOB, Gateway, STRANGER};

#[tokio::test(flavor = "multi_thread")]
async fn a_logged_message_is_read_again_and_nothing_is_repeated() {
    let (gateway, url) = gateway().await;
    gateway.text(BOB, "tasks").await;
    gateway.text(BOB, "done 1").await;
    gateway.text(BOB, "sorted 2").await;
    let done = gateway.ended_text("done 1").await.id.to_string();
    let sorted = gateway.ended_text("sorted 2").await.id.to_string();
    gateway.calls();

    let said = run(&url, &["replay", &done]);
    assert!(
        said.contains("the same  {\"outcome\":\"execute\""),
        "{said}"
    );
    assert!(said.contains("repeats no effect"), "{said}");
    let words = words("[aliases]\ndone = ['sorted']\n");
    let file = words.path().to_str().unwrap();
    let said = run(&url, &["replay", &sorted, "--dry-run", "--words", file]);
    assert!(!said.contains("the same"), "{said}");
    assert!(
        said.contains("now       {\"outcome\":\"execute\",\"intents\":[{\"do\":\"task.complete\",\"tasks\":[2]}]}"),
        "{said}"
    );
    assert_eq!(gateway.calls(), Vec::<String>::new());

    let unknown = output(&url, &["replay", "in_01939c6a7b5c7c0f8f3c0123456789ab"]);
    assert_eq!(unknown.status.code(), Some(1));
    let error = String::from_utf8(unknown.stderr).unwrap();
    assert!(error.contains("there is no message in_"), "{error}");
    assert_eq!(output(&url, &["replay", "42"]).status.code(), Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn coverage_counts_outcomes_and_unknown_words_and_names_what_would_change() {
    let (gateway, url) = gateway().await;
    gateway.text(BOB, "tasks").await;
    gateway.text(BOB, "sorted 1 blorf").await;
    gateway.text(BOB, "blorf the wibble").await;
    gateway.text(BOB, "sorted 2").await;
    gateway
        .text_unanswered(STRANGER, "a secret of mine, not for anybody")
        .await;
    let sorted = gateway.ended_text("sorted 2").await.id.to_string();

    let said = run(&url, &["grammar", "coverage"]);
    assert!(said.starts_with("5 messages\n"), "{said}");
    assert!(said.contains("       2  blorf\n"), "{said}");
    assert!(
        said.contains("\n0 of 5 messages would be read differently"),
        "{said}"
    );
    assert!(!said.contains("secret of mine"), "{said}");

    let words = words("[aliases]\ndone = ['sorted']\n");
    let file = words.path().to_str().unwrap();
    let said = run(&url, &["grammar", "coverage", "--words", file]);
    let line = said.lines().find(|line| line.contains(&sorted));
    let line = line.unwrap_or_else(|| panic!("{said}"));
    assert!(line.ends_with("-> execute task.complete"), "{line}");
    let none = run(
        &url,
        &["grammar", "coverage", "--since", "2099-01-01T00:00:00Z"],
    );
    assert!(none.starts_with("0 messages\n"), "{none}");
}

async fn gateway() -> (Gateway, String) {
    let mut url = String::new();
    let gateway = Gateway::start_with(|config| url.clone_from(&config.store.url)).await;
    (gateway, url)
}

fn words(text: &str) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file
}

fn run(url: &str, arguments: &[&str]) -> String {
    let said = output(url, arguments);
    assert_eq!(said.status.code(), Some(0), "{said:?}");
    String::from_utf8(said.stdout).unwrap()
}

fn output(url: &str, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_fieldline"))
        .args(arguments)
        .current_dir(env!("CARGO_TARGET_TMPDIR"))
        .env("FIELDLINE_STORE__URL", url)
        .env_remove("FIELDLINE_CONFIG")
        .output()
        .unwrap()
}
