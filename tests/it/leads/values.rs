//! Phone numbers and dictated addresses, against the corpora where they are found.

use fieldline::domain::Region;
use fieldline::grammar::lead::{LeadWords, detect};
use fieldline::grammar::values::words::Words;
use fieldline::grammar::values::{email, phone};
use proptest::prelude::*;
use serde_json::Value;

use crate::support::shared;

fn rows(path: &str) -> Option<Vec<Value>> {
    let text = std::fs::read_to_string(shared(path)?).unwrap();
    Some(
        text.lines()
            .map(|row| serde_json::from_str(row).unwrap())
            .collect(),
    )
}

/// At least `least` in a hundred are right; else which are not.
fn mostly(least: usize, rows: usize, wrong: &[String]) {
    assert!(
        (rows - wrong.len()) * 100 >= least * rows,
        "{} of {rows} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn phones_are_found_exactly() {
    let Some(rows) = rows("corpus/phones/recognizers.jsonl") else {
        return;
    };
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|row| {
            let text = row["text"].as_str().unwrap();
            let wanted: Vec<String> = row["phones"]
                .as_array()
                .unwrap()
                .iter()
                .map(|phone| phone.as_str().unwrap().to_lowercase())
                .collect();
            let got: Vec<String> = phone::find(text)
                .iter()
                .map(|phone| text[phone.span[0]..phone.span[1]].to_lowercase())
                .collect();
            (got != wanted).then(|| format!("{text}: {got:?}"))
        })
        .collect();
    mostly(98, rows.len(), &wrong);
}

#[test]
fn dictated_addresses_are_put_together() {
    let words = LeadWords::builtin().unwrap();
    let mut all = 0;
    let mut wrong = Vec::new();
    for lang in ["en", "es", "fr", "de", "pt"] {
        let Some(rows) = rows(&format!("corpus/dictation/{lang}-electronic.jsonl")) else {
            return;
        };
        for row in rows {
            let spoken = row["spoken"].as_str().unwrap();
            let wanted = row["written"]
                .as_str()
                .unwrap()
                .split(' ')
                .find(|word| word.contains('@'));
            let found = email::dictated(&Words::of(spoken), &words.spoken, &|_| false);
            all += 1;
            if found.first().map(|email| email.address.as_str()) != wanted {
                wrong.push(format!("{spoken}: {found:?}"));
            }
        }
    }
    mostly(97, all, &wrong);
}

#[test]
fn numbers_are_dictated_in_many_ways() {
    let words = LeadWords::builtin().unwrap();
    for (spoken, digits) in [
        ("five one two five five five oh one four two", "5125550142"),
        (
            "call me at five one two, five five five, zero one forty two",
            "5125550142",
        ),
        (
            "one eight hundred five five five twelve twelve",
            "18005551212",
        ),
        (
            "area code two one two double five five one two three four",
            "2125551234",
        ),
        (
            "plus forty four seven seven double zero nine hundred one two three",
            "+447700900123",
        ),
        (
            "uno veintitrés uno veintitrés cincuenta y seis setenta y ocho",
            "1231235678",
        ),
        (
            "zéro six douze trente-quatre cinquante-six soixante-dix-huit",
            "0612345678",
        ),
    ] {
        let found = phone::dictated(&Words::of(spoken), &words.spoken);
        assert_eq!(
            found
                .iter()
                .map(|phone| phone.digits.as_str())
                .collect::<Vec<_>>(),
            [digits],
            "{spoken}"
        );
    }
    for talk in [
        "one two three go",
        "it is twenty to five",
        "two two five dot double five dot o dot four o",
        "I have one or two things to do at five",
    ] {
        assert!(
            phone::dictated(&Words::of(talk), &words.spoken).is_empty(),
            "{talk}"
        );
    }
}

#[test]
fn times_and_places_are_no_addresses() {
    let words = LeadWords::builtin().unwrap();
    for talk in [
        "fitness at 6.40",
        "class at 12.00",
        "tonight at 9.15",
        "x@ dot x",
        "look at this point in time",
        "meet me at home. In the kitchen",
        "see you at the dot",
        "find us at acme dot com",
    ] {
        let found = email::dictated(&Words::of(talk), &words.spoken, &|_| false);
        assert!(found.is_empty(), "{talk}: {found:?}");
    }
}

#[test]
fn hostile_texts_take_no_longer_than_others() {
    let words = LeadWords::builtin().unwrap();
    for seed in [
        "a at a ",
        "at ",
        "@",
        "a@",
        "a@b.c ",
        "dot ",
        "1-",
        "1 ",
        "(1) ",
        "one ",
        "double ",
        "de ",
        "De ",
        "name: ",
        "n:",
        "I'm ",
        "I'm Dana ",
        "\"A\" ",
        "Dana, ",
        "- ",
        ".",
        "St. ",
        "of ",
        "Acme & ",
        "BEGIN:VCARD\n",
        "MECARD:",
        ";",
        "123 Main St, ",
        "thanks ",
        "www.a.b ",
        "é",
        "\u{200b}",
    ] {
        let found = detect(&seed.repeat(10_000 / seed.len()), &words, Region::US);
        assert!(!found.is_some_and(|found| found.register), "{seed}");
    }
}

/// Pieces that mean something, in any order.
fn messages() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("Dana Whitfield".to_owned()),
        Just("dana@whitfield.example".to_owned()),
        Just("512-555-0142".to_owned()),
        Just("Whitfield Roofing, Inc.".to_owned()),
        Just("my name is ".to_owned()),
        Just("email: ".to_owned()),
        Just("jane at g mail dot com".to_owned()),
        Just("BEGIN:VCARD\nN:".to_owned()),
        Just("MECARD:N:".to_owned()),
        Just("12 Oak St, Austin, TX 78701".to_owned()),
        Just("Thanks,\n".to_owned()),
        "[ \\n\\t,;|:.@'\"()-]{1,3}",
        "\\PC{0,6}",
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_breaks_it(text in prop_oneof![messages(), any::<String>()]) {
        thread_local! {
            static WORDS: LeadWords = LeadWords::builtin().unwrap();
        }
        let (first, again) = WORDS.with(|words| (detect(&text, words, Region::US), detect(&text, words, Region::US)));
        prop_assert_eq!(&first, &again);
        for field in first.iter().flat_map(|found| &found.fields) {
            prop_assert!(text.get(field.span[0]..field.span[1]).is_some());
        }
        for span in phone::find(&text).iter().map(|phone| phone.span).chain(email::find(&text).iter().map(|email| email.span)) {
            prop_assert!(text.get(span[0]..span[1]).is_some_and(|found| !found.is_empty()));
        }
    }

    #[test]
    fn a_name_keeps_its_words(text in "\\PC{0,40}") {
        let name = fieldline::grammar::values::name::split(&text);
        for part in name.first.iter().chain(&name.last) {
            let words: Vec<String> = part.split(' ').map(str::to_lowercase).collect();
            let full = name.full.to_lowercase();
            prop_assert!(words.iter().all(|word| full.contains(word.as_str())), "{:?}", name);
        }
    }
}
