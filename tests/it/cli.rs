//! The command line, through the real binary.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

#[test]
fn a_line_of_json_says_exactly_what_done_42_means() {
    let said = batch(r#"{"text":"done 42"}"#);
    assert_eq!(
        said,
        concat!(
            r#"{"outcome":"execute","intents":[{"do":"task.complete","tasks":[42]}],"lang":"en","#,
            r#""reasons":[{"code":"HEAD_ALIAS","span":[0,4],"from":"done"}],"reply":null}"#,
            "\n"
        )
    );
}

#[test]
fn json_of_one_message_is_what_the_batch_says_of_it() {
    let one = run(&["parse", "--json", "done", "42"]);
    assert_eq!(text(&one.stdout), batch(r#"{"text":"done 42"}"#));
}

#[test]
fn every_outcome_has_the_shape_of_the_contract() {
    let cases = [
        (
            json!({"text": "delete task 42"}),
            json!({"outcome": "confirm", "intents": [{"do": "task.delete", "tasks": [42]}]}),
        ),
        (
            json!({"text": "taks"}),
            json!({"outcome": "suggest", "intents": [{"do": "task.list"}]}),
        ),
        (
            json!({"text": "task thrusday"}),
            json!({"outcome": "problem", "problem": {
                "at": [5, 13], "found": "thrusday", "expected": ["date"], "near": "thursday",
                "example": "task call Jane tomorrow 3pm",
            }}),
        ),
        (
            json!({"text": "call Jane"}),
            json!({"outcome": "ask", "question": {"about": "intent", "choices": []},
                "intents": [{"do": "task.create", "title": "call Jane"}]}),
        ),
        (
            json!({"text": "Hi im Dana Whitfield, dana@whitfield.example", "as": "lead"}),
            json!({"outcome": "lead", "intents": [{"do": "lead.register", "details": {
                "name": "Dana Whitfield", "first_name": "Dana", "last_name": "Whitfield",
                "email": "dana@whitfield.example",
            }}]}),
        ),
        (
            json!({"text": "2", "question": {"about": "who", "choices": [{"label": "Bob Lee"}, {"label": "Bob Ray"}]}}),
            json!({"outcome": "execute", "intents": [{"do": "answer", "choice": 2}]}),
        ),
        (
            json!({"text": "task for Jane Doe: call tomorrow 3pm", "tz": "America/Chicago", "now": "2026-11-23T09:30:00-06:00"}),
            json!({"outcome": "execute", "intents": [{"do": "task.create", "who": {"name": "Jane Doe"},
                "title": "call", "due": "2026-11-24T15:00:00-06:00"}]}),
        ),
        (json!({"text": "STOP"}), json!({"outcome": "optout"})),
        (json!({"text": "START"}), json!({"outcome": "optin"})),
        (
            json!({"text": "help"}),
            json!({"outcome": "help", "topic": null}),
        ),
        (
            json!({"text": "Liked \"done 42\""}),
            json!({"outcome": "reaction"}),
        ),
        (json!({"text": "lol"}), json!({"outcome": "chatter"})),
    ];
    let asked: Vec<String> = cases.iter().map(|(asked, _)| asked.to_string()).collect();
    let answers = batch(&asked.join("\n"));
    let answers: Vec<Value> = answers
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(answers.len(), cases.len());
    for ((asked, wanted), mut answer) in cases.into_iter().zip(answers) {
        let rest = answer.as_object_mut().unwrap();
        assert_eq!(rest.remove("lang"), Some(json!("en")), "{asked}");
        assert!(rest.remove("reasons").is_some(), "{asked}");
        let reply = rest.remove("reply").unwrap();
        let told = ["problem", "optout", "optin", "help"];
        let outcome = wanted["outcome"].as_str().unwrap();
        assert_eq!(
            reply.is_string(),
            told.contains(&outcome),
            "{asked}: {reply}"
        );
        assert_eq!(answer, wanted, "{asked}");
    }
}

#[test]
fn a_line_that_cannot_be_read_is_answered_in_its_place() {
    let said = batch(
        "{\"text\":\"lol\"}\nnonsense\n{\"text\":\"a\",\"as\":\"king\"}\n{\"text\":\"a\",\"tz\":\"Mars\"}\n{\"tex\":\"a\"}\n{\"text\":\"STOP\"}",
    );
    let lines: Vec<Value> = said
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 6, "{said}");
    assert_eq!(lines[0]["outcome"], "chatter");
    for (number, word) in [(1, "line 1"), (2, "king"), (3, "Mars"), (4, "tex")] {
        let error = lines[number]["error"].as_str().unwrap();
        assert!(error.contains(word), "{error}");
    }
    assert_eq!(lines[5]["outcome"], "optout");
}

#[test]
fn an_empty_line_is_answered_in_its_place() {
    let said = batch("\n{\"text\":\"STOP\"}\n  \n{\"text\":\"lol\"}\n");
    let lines: Vec<Value> = said
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 4, "{said}");
    assert_eq!(lines[0]["error"], "an empty line");
    assert_eq!(lines[1]["outcome"], "optout");
    assert_eq!(lines[2]["error"], "an empty line");
    assert_eq!(lines[3]["outcome"], "chatter");
}

#[test]
fn the_arguments_are_the_defaults_of_the_lines_of_a_batch() {
    let arguments = [
        "--as",
        "lead",
        "--tz",
        "America/Chicago",
        "--now",
        "2026-11-23T09:30:00-06:00",
        "--date-order",
        "dmy",
    ];
    let lines = concat!(
        r#"{"text":"done 42"}"#,
        "\n",
        r#"{"text":"task call Jane 5/12 3pm","as":"staff"}"#,
        "\n",
        r#"{"text":"task call Jane 5/12 3pm","as":"staff","date_order":"mdy","tz":"UTC"}"#,
    );
    let said = batch_with(&arguments, lines);
    let lines: Vec<Value> = said
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines[0]["outcome"], "chatter", "{said}");
    assert_eq!(lines[1]["intents"][0]["due"], "2026-12-05T15:00:00-06:00");
    assert_eq!(lines[2]["intents"][0]["due"], "2027-05-12T15:00:00+00:00");
}

#[test]
fn every_command_explains_itself() {
    let commands: [&[&str]; 18] = [
        &[],
        &["demo"],
        &["serve"],
        &["sandbox"],
        &["parse"],
        &["text"],
        &["log"],
        &["replay"],
        &["grammar"],
        &["grammar", "check"],
        &["grammar", "coverage"],
        &["sync"],
        &["check"],
        &["people"],
        &["people", "add"],
        &["people", "list"],
        &["people", "remove"],
        &["people", "import"],
    ];
    for command in commands {
        let said = run(&[command, &["--help"]].concat());
        assert_eq!(said.status.code(), Some(0), "{command:?}");
        assert!(
            text(&said.stdout).contains("Usage: fieldline"),
            "{command:?}"
        );
        assert_eq!(text(&said.stderr), "", "{command:?}");
    }
}

#[test]
fn wrong_usage_is_told_apart_from_failure() {
    for usage in [
        &[][..],
        &["nonsense"],
        &["parse"],
        &["text", "tasks"],
        &["demo", "--listen", "here"],
        &["parse", "--batch", "done 42"],
        &["people"],
    ] {
        let said = run(usage);
        assert_eq!(said.status.code(), Some(2), "{usage:?}");
        assert_eq!(text(&said.stdout), "", "{usage:?}");
        let error = text(&said.stderr);
        let told = error.starts_with("error: ") || error.contains("Usage:");
        assert!(told, "{usage:?}: {error}");
    }
}

#[test]
fn a_failure_is_told_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("broken.toml");
    std::fs::write(&broken, "[server\n").unwrap();
    let unknown = folder.path().join("unknown.toml");
    std::fs::write(&unknown, "[server]\nport = 1\n").unwrap();
    let words = folder.path().join("words.toml");
    std::fs::write(&words, "[aliases]\nreopen = ['closed']\n").unwrap();
    let clashing = folder.path().join("clashing.toml");
    let setting = format!("[grammar]\nwords = '{}'\n", words.display());
    std::fs::write(&clashing, setting).unwrap();
    let [broken, unknown, words, clashing] =
        [&broken, &unknown, &words, &clashing].map(|path| path.to_str().unwrap());
    let clash = "words.toml: \"closed\" cannot mean reopen: it already means done";
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for (failure, word) in [
        (&["parse", "--as", "king", "hi"][..], "king"),
        (&["text", "--from", "abc", "hi"], "abc"),
        (
            &[
                "text",
                "--from",
                "+15125550101",
                "--url",
                "http://127.0.0.1:1",
                "hi",
            ],
            "no gateway",
        ),
        (&["serve", "--config", broken], "unclosed"),
        (&["serve", "--config", clashing], clash),
        (&["parse", "--words", words, "hi"], clash),
        (&["grammar", "check", "--words", words], clash),
        (&["check", "--config", unknown], "server.port"),
        (&["check", "--config", "nowhere.toml"], "nowhere.toml"),
        (&["log", "--since", "soon"], "soon"),
        (&["people", "import", "nowhere.toml"], "nowhere.toml"),
        (&["sandbox", "--listen", &address], "in use"),
        (&["demo", "--once", "--listen", &address], "in use"),
    ] {
        let said = run(failure);
        assert_eq!(said.status.code(), Some(1), "{failure:?}");
        assert_eq!(text(&said.stdout), "", "{failure:?}");
        let error = text(&said.stderr);
        assert_eq!(error.lines().count(), 1, "{failure:?}: {error}");
        assert!(
            error.starts_with("fieldline: ") && error.contains(word),
            "{error}"
        );
    }
}

fn batch(lines: &str) -> String {
    batch_with(&[], lines)
}

fn batch_with(arguments: &[&str], lines: &str) -> String {
    let mut parse = command(&[&["parse", "--batch"], arguments].concat())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Dropped at once, which ends the input.
    parse
        .stdin
        .take()
        .unwrap()
        .write_all(lines.as_bytes())
        .unwrap();
    let done = parse.wait_with_output().unwrap();
    assert_eq!(done.status.code(), Some(0));
    assert_eq!(text(&done.stderr), "");
    text(&done.stdout).to_owned()
}

/// As in `fieldline … | head -1`.
#[test]
fn who_stops_reading_ends_it_without_a_word() {
    for arguments in [&["grammar", "check"][..], &["parse", "done 42"]] {
        let mut child = command(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let done = child.wait_with_output().unwrap();
        assert_eq!(text(&done.stderr), "", "{arguments:?}");
        assert_eq!(done.status.code(), Some(141), "{arguments:?}");
    }
    let mut child = command(&["parse", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut questions = child.stdin.take().unwrap();
    let asked = std::thread::spawn(move || {
        let question = "{\"text\":\"done 42\"}\n";
        while questions.write_all(question.as_bytes()).is_ok() {}
    });
    let done = child.wait_with_output().unwrap();
    asked.join().unwrap();
    assert_eq!(text(&done.stderr), "");
    assert_eq!(done.status.code(), Some(141));
}

#[test]
fn what_cannot_be_printed_is_told() {
    let full = std::fs::File::options().write(true).open("/dev/full");
    let done = command(&["parse", "done 42"])
        .stdout(full.unwrap())
        .output()
        .unwrap();
    assert_eq!(done.status.code(), Some(1));
    assert!(text(&done.stderr).starts_with("fieldline: No space left"));
}

fn run(arguments: &[&str]) -> Output {
    command(arguments).output().unwrap()
}

// In a folder of its own, where no configuration is found and what is written does not stay.
fn command(arguments: &[&str]) -> Command {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli");
    std::fs::create_dir_all(&folder).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_fieldline"));
    command
        .args(arguments)
        .current_dir(folder)
        .env_remove("FIELDLINE_CONFIG");
    command
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}
