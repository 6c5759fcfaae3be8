//! Leads in free text: who is registered, with what, and who never is.

mod blocks;
mod values;

use fieldline::domain::{Details, Region};
use fieldline::grammar::lead::{Found, LeadWords, detect};
use serde::Deserialize;

use crate::support::{fixture, shared};

#[derive(Deserialize)]
struct People {
    lead: Vec<Lead>,
}

#[derive(Deserialize)]
struct Lead {
    text: String,
    note: Option<String>,
    register: Option<bool>,
    #[serde(flatten)]
    details: Details,
}

#[derive(Deserialize)]
struct Nobody {
    messages: Vec<String>,
}

fn words() -> LeadWords {
    LeadWords::builtin().unwrap()
}

fn read<T: for<'de> Deserialize<'de>>(path: &str) -> T {
    let text = std::fs::read_to_string(fixture(path)).unwrap();
    toml::from_str(&text).unwrap()
}

#[test]
fn people_are_known_by_what_they_write() {
    let words = words();
    let mut wrong = Vec::new();
    for lead in read::<People>("leads/people.toml").lead {
        let found = detect(&lead.text, &words, Region::US);
        let wanted = Some((lead.details, lead.note, lead.register.unwrap_or(true)));
        let got = found.map(|found| (found.details, found.note, found.register));
        if got != wanted {
            wrong.push(format!(
                "{}\n  wanted {wanted:?}\n  got    {got:?}",
                lead.text
            ));
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn talk_machines_and_advertisements_register_nobody() {
    let words = words();
    for message in read::<Nobody>("leads/nobody.toml").messages {
        let found = detect(&message, &words, Region::US);
        assert!(!found.is_some_and(|found| found.register), "{message}");
    }
}

#[test]
fn real_chatter_registers_nobody() {
    let Some(path) = shared("corpus/chatter/sms-spam-collection.jsonl") else {
        return;
    };
    let words = words();
    let rows = std::fs::read_to_string(path).unwrap();
    let registered = rows
        .lines()
        .map(|row| serde_json::from_str::<serde_json::Value>(row).unwrap())
        .filter(|row| {
            detect(row["text"].as_str().unwrap(), &words, Region::US)
                .is_some_and(|found| found.register)
        })
        .count();
    assert_eq!(registered, 0);
}

#[test]
fn requests_to_an_assistant_register_hardly_anybody() {
    let words = words();
    let (mut all, mut registered) = (0, Vec::new());
    for lang in ["en", "es", "fr", "de", "it", "zh"] {
        let Some(path) = shared(&format!("corpus/intents/{lang}.jsonl")) else {
            return;
        };
        for row in std::fs::read_to_string(path).unwrap().lines() {
            let row: serde_json::Value = serde_json::from_str(row).unwrap();
            let text = row["text"].as_str().unwrap();
            all += 1;
            if detect(text, &words, Region::US).is_some_and(|found| found.register) {
                registered.push(text.to_owned());
            }
        }
    }
    assert!(registered.len() * 5_000 <= all, "{registered:#?}");
}

#[test]
fn made_up_leads_are_read_in_full() {
    for (noisy, least) in [(false, 97), (true, 92)] {
        let words = words();
        let blocks = blocks::made(1_000, noisy);
        let wrong: Vec<String> = blocks
            .iter()
            .filter_map(|block| {
                let found = detect(&block.text, &words, Region::US);
                blocks::difference(block, found.as_ref())
                    .map(|slot| format!("{slot}: {:?}", block.text))
            })
            .collect();
        let exact = (blocks.len() - wrong.len()) * 100 / blocks.len();
        assert!(exact >= least, "{exact} %\n{}", wrong.join("\n"));
    }
}

#[test]
fn every_detail_stands_where_it_says() {
    let words = words();
    for block in blocks::made(500, true) {
        let Some(Found { fields, note, .. }) = detect(&block.text, &words, Region::US) else {
            continue;
        };
        for field in &fields {
            assert!(
                block
                    .text
                    .get(field.span[0]..field.span[1])
                    .is_some_and(|text| !text.is_empty()),
                "{field:?} in {:?}",
                block.text
            );
        }
        for line in note.iter().flat_map(|note| note.lines()) {
            let words: Vec<&str> = line.split_whitespace().collect();
            assert!(
                words.iter().all(|word| block.text.contains(word)),
                "{line:?} in {:?}",
                block.text
            );
        }
    }
}
