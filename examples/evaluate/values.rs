//! Values in text: phones, addresses, cards and leads.

use fieldline::domain::Region;
use fieldline::grammar::lead;
use fieldline::grammar::values::words::Words;
use fieldline::grammar::values::{email, phone};
use serde_json::Value;

use super::{Corpus, Result, Tally, blocks};

/// Numbers in sentences: the same stretches of text, no more and no fewer.
pub(super) fn phones(corpus: &Corpus) -> Option<Tally> {
    let mut tally = Tally::default();
    for row in corpus.rows("phones/recognizers.jsonl")? {
        let text = row["text"].as_str().unwrap();
        let wanted: Vec<String> = strings(&row["phones"])
            .iter()
            .map(|phone| phone.to_lowercase())
            .collect();
        tally.count(
            || phone::find(text),
            |found| {
                let got: Vec<String> = found
                    .iter()
                    .map(|phone| text[phone.span[0]..phone.span[1]].to_lowercase())
                    .collect();
                if got == wanted {
                    Result::Exact
                } else if got.is_empty() {
                    Result::Refused(format!("missed: {wanted:?}"))
                } else {
                    Result::Wrong(format!("{got:?} for {wanted:?}"))
                }
            },
        );
    }
    Some(tally)
}

/// Whether the text holds a number at all.
pub(super) fn phones_in_region(corpus: &Corpus) -> Option<Tally> {
    let mut tally = Tally::default();
    for row in corpus.rows("phones/libphonenumber.jsonl")? {
        let text = row["text"].as_str().unwrap();
        let wanted = row["expect_possible"].as_bool().unwrap();
        tally.count(
            || phone::find(text),
            |found| match (found.is_empty(), wanted) {
                (false, true) | (true, false) => Result::Exact,
                (true, true) => Result::Refused(format!("missed: {text}")),
                (false, false) => Result::Wrong(format!("found one in: {text}")),
            },
        );
    }
    Some(tally)
}

pub(super) fn phones_dictated(corpus: &Corpus) -> Option<Tally> {
    let mut tally = Tally::default();
    for file in [
        "en-telephone",
        "en-telephone_cased",
        "es-telephone",
        "fr-telephone",
        "pt-telephone",
    ] {
        for row in corpus.rows(&format!("dictation/{file}.jsonl"))? {
            let (spoken, written) = (
                row["spoken"].as_str().unwrap(),
                row["written"].as_str().unwrap(),
            );
            let digits: String = written
                .chars()
                .filter(|c| c.is_ascii_digit() || *c == '+')
                .collect();
            let is_number = digits.len() >= 8
                && digits.len() <= 15
                && !written.contains("ssn")
                && !written.contains("SSN")
                && !written.split('e').next().unwrap_or_default().contains('.');
            tally.count(
                || phone::dictated(&Words::of(spoken), &corpus.words.spoken),
                |found| match found.first() {
                    Some(phone)
                        if is_number
                            && format!(
                                "{}{}",
                                phone.digits,
                                phone.ext.clone().unwrap_or_default()
                            ) == digits =>
                    {
                        Result::Exact
                    }
                    None if !is_number => Result::Exact,
                    None => Result::Refused(format!("{file} missed: {spoken}")),
                    Some(phone) => Result::Wrong(format!("{file} {} for {written}", phone.digits)),
                },
            );
        }
    }
    Some(tally)
}

pub(super) fn emails_dictated(corpus: &Corpus) -> Option<Tally> {
    let mut tally = Tally::default();
    for file in [
        "en-electronic",
        "en-electronic_cased",
        "es-electronic",
        "es-electronic_cased",
        "fr-electronic",
        "de-electronic",
        "pt-electronic",
    ] {
        for row in corpus.rows(&format!("dictation/{file}.jsonl"))? {
            let (spoken, written) = (
                row["spoken"].as_str().unwrap(),
                row["written"].as_str().unwrap(),
            );
            let wanted = written.split(' ').find(|word| word.contains('@'));
            tally.count(
                || email::dictated(&Words::of(spoken), &corpus.words.spoken, &|_| false),
                |found| match (found.first(), wanted) {
                    (Some(email), Some(wanted)) if email.address == wanted => Result::Exact,
                    (None, None) => Result::Exact,
                    (None, Some(wanted)) => Result::Refused(format!("{file} missed: {wanted}")),
                    (Some(email), wanted) => {
                        Result::Wrong(format!("{file} {} for {wanted:?}", email.address))
                    }
                },
            );
        }
    }
    Some(tally)
}

pub(super) fn cards(corpus: &Corpus) -> Option<Tally> {
    let mut tally = Tally::default();
    for row in corpus.rows("leads/mecard.jsonl")? {
        let text = row["text"].as_str().unwrap();
        tally.count(
            || lead::detect(text, &corpus.words, Region::US),
            |found| {
                let Some(found) = found else {
                    return Result::Refused("no card".to_owned());
                };
                let details = found.details;
                let digits = |phone: &str| {
                    phone
                        .chars()
                        .filter(char::is_ascii_digit)
                        .collect::<String>()
                };
                let first = |key: &str| strings(&row[key]).first().cloned();
                let phone = match (first("phones"), &details.phone) {
                    (None, None) => true,
                    (Some(wanted), Some(got)) => digits(got).ends_with(&digits(&wanted)),
                    _ => false,
                };
                let same = [
                    ("name", first("names") == details.name),
                    ("email", first("emails") == details.email),
                    ("phone", phone),
                    (
                        "company",
                        row["org"].as_str().map(str::to_owned) == details.company,
                    ),
                    (
                        "note",
                        row["note"].as_str().map(str::to_owned) == found.note,
                    ),
                    (
                        "address",
                        first("addresses").map(|text| text.replace('\n', " ")) == details.address,
                    ),
                ];
                match same.iter().find(|(_, same)| !same) {
                    None => Result::Exact,
                    Some((slot, _)) => Result::Wrong((*slot).to_owned()),
                }
            },
        );
    }
    Some(tally)
}

pub(super) fn leads_clean(corpus: &Corpus) -> Option<Tally> {
    leads(corpus, false)
}

pub(super) fn leads_noisy(corpus: &Corpus) -> Option<Tally> {
    leads(corpus, true)
}

/// Made-up leads in many forms: every detail and the note as they should be, and registered.
#[expect(
    clippy::unnecessary_wraps,
    reason = "a suite may find its corpus missing"
)]
fn leads(corpus: &Corpus, noisy: bool) -> Option<Tally> {
    let mut tally = Tally::default();
    for block in blocks::made(5_000, noisy) {
        let mut difference = None;
        tally.count(
            || lead::detect(&block.text, &corpus.words, Region::US),
            |found| {
                difference = blocks::difference(&block, found.as_ref());
                match difference.clone() {
                    None => Result::Exact,
                    Some(kind) if found.is_none() => Result::Refused(kind),
                    Some(kind) if found.is_some_and(|found| found.register) => Result::Wrong(kind),
                    Some(kind) => Result::Asked(kind),
                }
            },
        );
        if let Some(kind) = difference {
            let examples = tally.examples.entry(kind).or_default();
            if examples.len() < 4 {
                examples.push(format!("{:?}", block.text));
            }
        }
    }
    Some(tally)
}

/// Nobody may be registered by any of these. Not shown: they are real people's messages.
pub(super) fn chatter_leads(corpus: &Corpus) -> Option<Tally> {
    let mut tally = Tally::default();
    for row in corpus.rows("chatter/sms-spam-collection.jsonl")? {
        let text = row["text"].as_str().unwrap();
        tally.count(
            || lead::detect(text, &corpus.words, Region::US),
            |found| match found {
                Some(found) if found.register => Result::Wrong(format!(
                    "registered from {}",
                    row["label"].as_str().unwrap_or_default()
                )),
                _ => Result::Exact,
            },
        );
    }
    Some(tally)
}

fn strings(value: &Value) -> Vec<String> {
    value
        .as_array()
        .map(|all| {
            all.iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect()
        })
        .unwrap_or_default()
}
