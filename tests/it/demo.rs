//! The demo as a newcomer starts it.

use std::process::Command;

#[test]
fn the_demo_does_what_it_says_and_leaves_nothing_behind() {
    let place = tempfile::tempdir().unwrap();
    let done = Command::new(env!("CARGO_BIN_EXE_fieldline"))
        .args(["demo", "--once", "--listen", "127.0.0.1:0"])
        .current_dir(place.path())
        .env("TMPDIR", place.path())
        .env_remove("FIELDLINE_CONFIG")
        .output()
        .unwrap();
    let said = String::from_utf8(done.stdout).unwrap();
    let complaints = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(0), "{said}{complaints}");
    assert!(
        said.contains("18 of 18 steps did what they should."),
        "{said}"
    );
    assert_eq!(complaints, "");
    let left: Vec<_> = std::fs::read_dir(place.path()).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn the_journal_stays_where_it_was_asked_for() {
    let place = tempfile::tempdir().unwrap();
    let data = place.path().join("kept");
    let done = Command::new(env!("CARGO_BIN_EXE_fieldline"))
        .args(["demo", "--once", "--listen", "127.0.0.1:0", "--data"])
        .arg(&data)
        .env_remove("FIELDLINE_CONFIG")
        .output()
        .unwrap();
    assert_eq!(done.status.code(), Some(0), "{done:?}");
    assert!(data.join("demo.db").exists());
}
