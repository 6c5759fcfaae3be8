//! Why a message was read as it was: as values, and as it is printed.

use std::process::Command;

use fieldline::domain::{Intent, Lang, Region, Role};
use fieldline::grammar::{
    DateOrder, EmptyDirectory, Lexicon, Sender, Standing, Taken, Verdict, Way, explain,
    interpretations, parse,
};
use fieldline::packs::{OwnWords, Packs};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use proptest::prelude::*;

#[test]
fn a_message_is_explained_word_by_word() {
    let said = printed(&[
        "done", "42", "and", "remind", "me", "to", "call", "Jane", "tomorow", "3pm",
    ]);
    let wanted = r#"message   done 42 and remind me to call Jane tomorow 3pm
          ┬─── ┬─ ┬── ┬───── ┬──── ┬──────── ┬──────────
          │    │  │   │      │     ╰ title   ╰ date
          │    │  │   │      ╰ small word
          │    │  │   ╰ command: remind
          │    │  ╰ small word
          │    ╰ task
          ╰ command: done
language  en
read as   “done 42”
          ✓ done task 42
              task.complete · as it is written, by the word itself · en · runs
          “remind me to call Jane tomorow 3pm”
          ✓ task "call Jane" by 2026-11-24T15:00:00-06:00 @me
              task.create · as it is written, by the word itself · en · runs
date      due: Tuesday, 24 November 2026, 15:00 CST (tomorrow)
happens   runs
            done task 42
            {"do":"task.complete","tasks":[42]}
            task "call Jane" by 2026-11-24T15:00:00-06:00 @me
            {"do":"task.create","title":"call Jane","due":"2026-11-24T15:00:00-06:00","assignee":{"me":true}}
reply     (what the CRM says decides)
"#;
    assert_eq!(said, wanted);
}

#[test]
fn a_question_and_a_problem_are_explained_with_their_reply() {
    let said = printed(&["delete", "task", "42"]);
    assert!(said.contains("· needs a confirmation"), "{said}");
    assert!(
        said.contains("reply     Confirm: delete task #42?"),
        "{said}"
    );
    let said = printed(&["task", "thrusday"]);
    assert!(said.contains("✗ task …: stops at “thrusday”"), "{said}");
    assert!(said.contains("near: thursday"), "{said}");
    assert!(
        said.contains("reply     \"thrusday\" is unclear."),
        "{said}"
    );
    let said = printed(&["--as", "lead", "hi\u{1b}[31m there"]);
    assert!(!said.contains('\u{1b}'), "{said:?}");
}

#[test]
fn what_was_thought_of_is_ranked_with_the_reason_why_it_lost() {
    let lexicon = Lexicon::builtin().unwrap();
    let sender = sender(Role::Staff);
    let tried = interpretations("schedule Jane friday", &lexicon, &sender);
    assert!(tried.len() > 1, "{tried:?}");
    assert_eq!(tried[0].verdict, Verdict::Taken);
    assert_eq!(tried[0].way, Way::Written);
    let booked = tried
        .iter()
        .find(|one| matches!(one.meaning, Ok(Intent::AppointmentBook { .. })))
        .unwrap();
    assert_eq!(booked.verdict, Verdict::NeedsMore);
    assert_eq!(booked.gate, Standing::Suggested);
    let guessed = interpretations("remnid me to call Jane", &lexicon, &sender);
    assert_eq!(guessed[0].way, Way::Corrected);
    assert!(interpretations("STOP", &lexicon, &sender).is_empty());
}

#[test]
fn a_tag_by_another_spelling_is_a_tag() {
    let own = OwnWords {
        name: "words.toml".to_owned(),
        text: "[tags]\n'hot lead' = ['hl']".to_owned(),
    };
    let lexicon = Lexicon::of(&Packs::builtin().and(own)).unwrap();
    let explained = explain("tag Jane hl", &lexicon, &sender(Role::Staff));
    assert_eq!(explained.words[2].taken, Taken::Slot("tags".to_owned()));
}

#[test]
fn a_word_is_told_apart_from_what_it_looks_like() {
    let lexicon = Lexicon::builtin().unwrap();
    let text = "note Jane: wants the blorf, thanks";
    let explained = explain(text, &lexicon, &sender(Role::Staff));
    let taken = |said: &str| {
        let at = text.find(said).unwrap();
        let word = explained.words.iter().find(|word| word.span[0] == at);
        word.unwrap().taken.clone()
    };
    assert_eq!(taken("note"), Taken::Command("note".to_owned()));
    assert_eq!(taken("Jane"), Taken::Slot("who".to_owned()));
    assert_eq!(taken("blorf"), Taken::Slot("text".to_owned()));
    let talk = explain("the blorf again", &lexicon, &sender(Role::Staff));
    assert_eq!(talk.words[1].taken, Taken::Unknown);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Explaining never reads a message otherwise than reading does, and every word has its place.
    #[test]
    fn explaining_is_reading(text in "\\PC{0,80}", lead in any::<bool>()) {
        let lexicon = lexicon();
        let sender = sender(if lead { Role::Lead } else { Role::Staff });
        let explained = explain(&text, lexicon, &sender);
        prop_assert_eq!(&explained.parsed, &parse(&text, lexicon, &sender));
        for word in &explained.words {
            prop_assert!(text.get(word.span[0]..word.span[1]).is_some());
        }
    }

    #[test]
    fn explaining_commands_is_reading(
        head in prop::sample::select(vec!["done", "task", "note Jane:", "schedule", "tag Jane", "del", "taks", "remind me to"]),
        words in prop::collection::vec(prop::sample::select(vec!["42", "Jane", "friday", "at", "3pm", "and", "done", "vip", "\n", ",", "call"]), 0..8),
    ) {
        let text = format!("{head} {}", words.join(" "));
        let lexicon = lexicon();
        let sender = sender(Role::Staff);
        let explained = explain(&text, lexicon, &sender);
        prop_assert_eq!(&explained.parsed, &parse(&text, lexicon, &sender));
        let taken = explained.tried.iter().filter(|one| one.verdict == Verdict::Taken);
        let intents = match &explained.parsed.reading {
            fieldline::domain::Reading::Execute { intents }
            | fieldline::domain::Reading::Confirm { intents }
            | fieldline::domain::Reading::Suggest { intents }
            | fieldline::domain::Reading::Ask { intents, .. } => intents.clone(),
            _ => return Ok(()),
        };
        let meant: Vec<Intent> = taken.filter_map(|one| one.meaning.clone().ok()).collect();
        if !explained.tried.is_empty() {
            prop_assert_eq!(meant, intents);
        }
    }
}

fn lexicon() -> &'static Lexicon {
    static LEXICON: std::sync::LazyLock<Lexicon> =
        std::sync::LazyLock::new(|| Lexicon::builtin().unwrap());
    &LEXICON
}

fn sender(role: Role) -> Sender<'static> {
    let now: Timestamp = "2026-11-23T15:30:00Z".parse().unwrap();
    Sender {
        now: now.to_zoned(TimeZone::UTC),
        region: Region::US,
        date_order: DateOrder::Mdy,
        lang: Lang::en(),
        role,
        question: None,
        directory: &EmptyDirectory,
    }
}

fn printed(arguments: &[&str]) -> String {
    let said = Command::new(env!("CARGO_BIN_EXE_fieldline"))
        .args(["parse", "--tz", "America/Chicago"])
        .args(["--now", "2026-11-23T09:30:00-06:00"])
        .args(arguments)
        .output()
        .unwrap();
    assert!(said.status.success());
    String::from_utf8(said.stdout).unwrap()
}
