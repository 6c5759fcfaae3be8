//! An operator's own words: read beside the packs, and held to the same.

use fieldline::domain::{Intent, Lang, Parsed, Reading, Region, Role, Who};
use fieldline::grammar::{DateOrder, EmptyDirectory, Lexicon, Sender, parse};
use fieldline::packs::{OwnWords, Packs};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::support::gateway::{BOB, Gateway, STRANGER};

const WORDS: &str = r#"
[aliases]
"done" = ["sorted", "wrapped up"]
"cancel" = ["scrap"]

[aliases.en]
"note" = ["jot"]

[tags]
"Hot Lead" = ["hot", "hl"]

[leads.keywords]
"join roofing" = { tags = ["Roofing"] }
"join" = { tags = ["newsletter"] }
"#;

#[test]
fn other_words_are_taken_for_those_of_the_packs() {
    let lexicon = lexicon(WORDS).unwrap();
    let wanted = intents(&lexicon, "done 42");
    assert_eq!(intents(&lexicon, "sorted 42"), wanted);
    assert_eq!(intents(&lexicon, "Wrapped up 42"), wanted);
    assert_eq!(
        intents(&lexicon, "jot Jane: left voicemail"),
        intents(&lexicon, "note Jane: left voicemail")
    );
    // As much talk as the word it stands for.
    let talk = read(&lexicon, "sorted that with the garage", Role::Staff);
    assert_eq!(talk.reading, Reading::Chatter);
}

#[test]
fn another_word_for_a_command_opts_nobody_out() {
    let lexicon = lexicon(WORDS).unwrap();
    assert_eq!(
        read(&lexicon, "cancel", Role::Staff).reading,
        Reading::OptOut
    );
    assert_ne!(
        read(&lexicon, "scrap", Role::Staff).reading,
        Reading::OptOut
    );
    assert_eq!(
        intents(&lexicon, "scrap a3"),
        intents(&lexicon, "cancel a3")
    );
}

#[test]
fn a_tag_has_other_spellings() {
    let lexicon = lexicon(WORDS).unwrap();
    for text in [
        "tag Jane hl",
        "Tag Jane HL",
        "tag Jane hot",
        "tag Jane as Hot Lead",
        "TAG JANE HL",
        "add tag hl to Jane",
    ] {
        let [Intent::TagAdd { who, tags }] = &intents(&lexicon, text)[..] else {
            panic!("{text}");
        };
        assert!(matches!(who, Who::Name(name) if name.eq_ignore_ascii_case("jane")));
        assert_eq!(tags, &["hot lead"], "{text}");
    }
    let [Intent::TagAdd { tags, .. }] = &intents(&lexicon, "tag Jane hl and vip")[..] else {
        panic!("no tags");
    };
    assert_eq!(tags, &["hot lead", "vip"]);
}

#[test]
fn a_keyword_registers_a_stranger_without_a_name() {
    let lexicon = lexicon(WORDS).unwrap();
    for text in ["JOIN ROOFING", "join roofing please!", "Hi, Join Roofing."] {
        let (details, note, tags) = lead(&lexicon, text);
        assert_eq!(details, "{}", "{text}");
        assert_eq!(note, None, "{text}");
        assert_eq!(tags, ["roofing"], "{text}");
    }
    assert_eq!(lead(&lexicon, "JOIN").2, ["newsletter"]);
    let (details, note, tags) = lead(
        &lexicon,
        "JOIN ROOFING Dana Whitfield, dana@whitfield.example",
    );
    assert!(
        details.contains("dana@whitfield.example") && details.contains("Dana"),
        "{details}"
    );
    assert_eq!((note, tags), (None, vec!["roofing".to_owned()]));
    let (_, note, _) = lead(&lexicon, "join roofing Dana");
    assert_eq!(note.as_deref(), Some("Dana"));
}

#[test]
fn a_keyword_in_a_sentence_or_of_a_registered_person_is_none() {
    let lexicon = lexicon(WORDS).unwrap();
    let talk = "join roofing and siding people for drinks tonight?";
    assert_eq!(read(&lexicon, talk, Role::Lead).reading, Reading::Chatter);
    let staff = read(&lexicon, "JOIN ROOFING", Role::Staff).reading;
    assert!(!matches!(staff, Reading::Lead { .. }), "{staff:?}");
}

#[test]
fn a_clash_names_both_meanings() {
    for (words, told) in [
        (
            "[aliases]\nreopen = ['closed']",
            "words.toml: \"closed\" cannot mean reopen: it already means done",
        ),
        (
            "[aliases]\ndone = ['STOP']",
            "words.toml: \"STOP\" cannot mean done: it already means stop",
        ),
        (
            "[aliases]\ntask = ['delete']",
            "words.toml: \"delete\" cannot mean task: it already means delete",
        ),
        (
            "[aliases]\ndone = ['rap']\nreopen = ['Rap']",
            "words.toml: \"Rap\" cannot mean reopen: it already means done",
        ),
        (
            "[tags]\nhot = ['h']\nheating = ['H']",
            "words.toml: \"h\" cannot mean hot: it already means heating",
        ),
        (
            "[tags]\nwith = []",
            "words.toml: \"with\" cannot mean a tag: it already means with",
        ),
        (
            "[leads.keywords]\nstop = {}",
            "words.toml: \"stop\" cannot mean a lead: it already means stop",
        ),
        (
            "[leads.keywords]\nhelp = {}",
            "words.toml: \"help\" cannot mean a lead: it already means help",
        ),
        (
            "[aliases]\nfrobnicate = ['frob']",
            "words.toml: \"frobnicate\" means nothing, so nothing else can mean it",
        ),
        (
            "[aliases.xx]\ndone = ['feito']",
            "words.toml: \"done\" means nothing in \"xx\", so nothing else can mean it",
        ),
    ] {
        assert_eq!(lexicon(words).unwrap_err(), told);
    }
    let shape = lexicon("[aliases]\ndone = 3").unwrap_err();
    assert!(shape.contains("a list of spellings"), "{shape}");
    let key = lexicon("[alias]\ndone = ['x']").unwrap_err();
    assert!(key.contains("unknown field `alias`"), "{key}");
}

#[test]
fn two_versions_of_words_are_two_versions_of_the_grammar() {
    let builtin = Lexicon::builtin().unwrap();
    let again = Lexicon::builtin().unwrap();
    assert_eq!(builtin.version(), again.version());
    let own = lexicon(WORDS).unwrap();
    let other = lexicon(&WORDS.replace("sorted", "settled")).unwrap();
    assert_ne!(builtin.version(), own.version());
    assert_ne!(own.version(), other.version());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_gateway_reads_with_the_words_of_its_operator() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), WORDS).unwrap();
    let gateway = Gateway::start_with(|config| {
        config.grammar.words = file.path().to_str().unwrap().to_owned();
    })
    .await;
    gateway.text(BOB, "tasks").await;
    let done = gateway.text(BOB, "sorted 1").await;
    assert!(done.contains("#1"), "{done}");
    gateway.text(STRANGER, "JOIN ROOFING").await;
    let contacts = gateway.sandbox.sandbox.snapshot().contacts;
    let lead = contacts.last().unwrap();
    assert_eq!(lead["phone"], STRANGER);
    assert_eq!(lead["tags"], serde_json::json!(["sms-lead", "roofing"]));
    let read_with = lexicon(WORDS).unwrap().version().to_owned();
    for entry in gateway.log().await {
        assert_eq!(entry.grammar_version.as_ref(), Some(&read_with));
    }
}

fn lexicon(words: &str) -> Result<Lexicon, String> {
    let own = OwnWords {
        name: "words.toml".to_owned(),
        text: words.to_owned(),
    };
    Lexicon::of(&Packs::builtin().and(own)).map_err(|error| error.to_string())
}

fn read(lexicon: &Lexicon, text: &str, role: Role) -> Parsed {
    let now: Timestamp = "2026-11-23T15:30:00Z".parse().unwrap();
    let sender = Sender {
        now: now.to_zoned(TimeZone::UTC),
        region: Region::US,
        date_order: DateOrder::Mdy,
        lang: Lang::en(),
        role,
        question: None,
        directory: &EmptyDirectory,
    };
    parse(text, lexicon, &sender)
}

fn intents(lexicon: &Lexicon, text: &str) -> Vec<Intent> {
    match read(lexicon, text, Role::Staff).reading {
        Reading::Execute { intents } | Reading::Confirm { intents } => intents,
        other => panic!("{text}: {other:?}"),
    }
}

fn lead(lexicon: &Lexicon, text: &str) -> (String, Option<String>, Vec<String>) {
    match read(lexicon, text, Role::Lead).reading {
        Reading::Lead { intents } => match &intents[..] {
            [
                Intent::LeadRegister {
                    details,
                    note,
                    tags,
                },
            ] => (
                serde_json::to_string(details).unwrap(),
                note.clone(),
                tags.clone(),
            ),
            other => panic!("{text}: {other:?}"),
        },
        other => panic!("{text}: {other:?}"),
    }
}
