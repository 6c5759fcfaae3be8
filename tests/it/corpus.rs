//! The corpora beside the words: every case says what a message means. `grammar/README.md` tells the format.

mod ebnf;

use fieldline::domain::{Lang, Region, Role};
use fieldline::grammar::{DateOrder, EmptyDirectory, Lexicon, Sender, corpus, parse};
use fieldline::packs::Packs;
use jiff::Timestamp;
use jiff::tz::TimeZone;

#[test]
fn every_pack_means_what_it_says() {
    let packs = Packs::builtin();
    let lexicon = Lexicon::of(&packs).unwrap();
    let report = corpus::check(&packs, &lexicon);
    assert!(report.messages > 500, "only {} messages", report.messages);
    let faults: Vec<String> = report
        .faults
        .iter()
        .map(|fault| format!("{}: {:?}: {}", fault.pack, fault.text, fault.what))
        .collect();
    assert!(faults.is_empty(), "{}\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn the_contract_is_kept_to_the_letter() {
    let now: Timestamp = "2026-11-23T09:30:00-06:00".parse().unwrap();
    let sender = Sender {
        now: now.to_zoned(TimeZone::get("America/Chicago").unwrap()),
        region: Region::US,
        date_order: DateOrder::Mdy,
        lang: Lang::en(),
        role: Role::Staff,
        question: None,
        directory: &EmptyDirectory,
    };
    let lexicon = Lexicon::builtin().unwrap();
    let json = |text: &str| serde_json::to_string(&parse(text, &lexicon, &sender)).unwrap();
    assert_eq!(
        json("done 42"),
        r#"{"outcome":"execute","intents":[{"do":"task.complete","tasks":[42]}],"lang":"en","reasons":[{"code":"HEAD_ALIAS","span":[0,4],"from":"done"}]}"#
    );
    let thursday = json("task thrusday");
    assert!(
        thursday.starts_with(
            r#"{"outcome":"problem","problem":{"at":[5,13],"found":"thrusday","expected":["date"],"near":"thursday""#
        ),
        "{thursday}"
    );
    assert_eq!(
        json("STOP"),
        r#"{"outcome":"optout","lang":"en","reasons":[]}"#
    );
    assert_eq!(
        json("help"),
        r#"{"outcome":"help","topic":null,"lang":"en","reasons":[{"code":"HEAD_ALIAS","span":[0,4],"from":"help"}]}"#
    );
}
