//! Measures the grammar on the corpora found beside the repository (`FIELDLINE_SHARED` overrides the place):
//! `cargo run --release --example evaluate [-- SUITE…] [--failures]`.
//!
//! A suite is a function that fills a [`Tally`]. Real people's messages are counted, never shown.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a tool for the terminal that measures time and stops where a corpus is not what it should be"
)]

#[path = "../tests/it/leads/blocks/mod.rs"]
mod blocks;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use fieldline::domain::Region;
use fieldline::grammar::lead::{self, LeadWords};
use fieldline::grammar::values::words::Words;
use fieldline::grammar::values::{email, phone};
use serde_json::Value;

/// A suite: its name, and what runs it. `None` where its corpus is not there.
type Suite = (&'static str, fn(&Corpus) -> Option<Tally>);

const SUITES: &[Suite] = &[
    ("phones", phones),
    ("phones-libphonenumber", phones_in_region),
    ("phones-dictated", phones_dictated),
    ("emails-dictated", emails_dictated),
    ("cards", cards),
    ("leads-clean", leads_clean),
    ("leads-noisy", leads_noisy),
    ("chatter-leads", chatter_leads),
];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let failures = arguments.iter().any(|argument| argument == "--failures");
    let wanted: Vec<&String> = arguments
        .iter()
        .filter(|argument| !argument.starts_with("--"))
        .collect();
    let corpus = Corpus::find();
    println!(
        "{:<24} {:>6} {:>8} {:>8} {:>7} {:>8} {:>8}",
        "suite", "rows", "exact", "wrong", "asked", "refused", "µs/msg"
    );
    for (name, run) in SUITES {
        if !wanted.is_empty()
            && !wanted
                .iter()
                .any(|wanted| name.starts_with(wanted.as_str()))
        {
            continue;
        }
        match run(&corpus) {
            Some(tally) => tally.print(name, failures),
            None => println!("{name:<24} skipped: no corpus here"),
        }
    }
}

/// Where the corpora are.
struct Corpus {
    root: PathBuf,
    words: LeadWords,
}

impl Corpus {
    fn find() -> Self {
        let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
        let shared = std::env::var("FIELDLINE_SHARED").map_or_else(|_| beside(), PathBuf::from);
        Self {
            root: shared.join("corpus"),
            words: LeadWords::builtin().unwrap(),
        }
    }

    /// The rows of a file of JSON lines.
    fn rows(&self, path: &str) -> Option<Vec<Value>> {
        let text = std::fs::read_to_string(self.root.join(path)).ok()?;
        Some(
            text.lines()
                .map(|line| serde_json::from_str(line).unwrap())
                .collect(),
        )
    }
}

/// How a message came out.
enum Result {
    /// As it should.
    Exact,
    /// Otherwise, and without asking; of which kind.
    Wrong(String),
    /// With a question, or for somebody to look at.
    Asked(String),
    /// Not understood.
    Refused(String),
}

/// What a suite counted.
#[derive(Default)]
struct Tally {
    exact: usize,
    wrong: usize,
    asked: usize,
    refused: usize,
    time: Duration,
    kinds: BTreeMap<String, usize>,
    /// A made-up message for a kind of failure; never one that people wrote.
    examples: BTreeMap<String, Vec<String>>,
}

impl Tally {
    /// Runs one message under the clock and counts how it came out.
    fn count<T>(&mut self, run: impl FnOnce() -> T, judge: impl FnOnce(T) -> Result) {
        let start = Instant::now();
        let got = run();
        self.time += start.elapsed();
        let (count, kind) = match judge(got) {
            Result::Exact => {
                self.exact += 1;
                return;
            }
            Result::Wrong(kind) => (&mut self.wrong, kind),
            Result::Asked(kind) => (&mut self.asked, kind),
            Result::Refused(kind) => (&mut self.refused, kind),
        };
        *count += 1;
        *self.kinds.entry(kind).or_default() += 1;
    }

    fn rows(&self) -> usize {
        self.exact + self.wrong + self.asked + self.refused
    }

    #[expect(clippy::cast_precision_loss, reason = "rows and microseconds are few")]
    fn print(&self, name: &str, failures: bool) {
        let rows = self.rows().max(1) as f64;
        let percent = |count: usize| format!("{:.2}%", 100.0 * count as f64 / rows);
        println!(
            "{name:<24} {:>6} {:>8} {:>8} {:>7} {:>8} {:>8.2}",
            self.rows(),
            percent(self.exact),
            percent(self.wrong),
            percent(self.asked),
            percent(self.refused),
            self.time.as_secs_f64() * 1e6 / rows
        );
        if failures {
            let mut kinds: Vec<_> = self.kinds.iter().collect();
            kinds.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
            for (kind, count) in kinds.iter().take(10) {
                println!("    {count:>5}  {kind}");
                for example in self.examples.get(*kind).into_iter().flatten() {
                    println!("           {example}");
                }
            }
        }
    }
}

/// Numbers in sentences: the same stretches of text, no more and no fewer.
fn phones(corpus: &Corpus) -> Option<Tally> {
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
fn phones_in_region(corpus: &Corpus) -> Option<Tally> {
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

fn phones_dictated(corpus: &Corpus) -> Option<Tally> {
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

fn emails_dictated(corpus: &Corpus) -> Option<Tally> {
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

fn cards(corpus: &Corpus) -> Option<Tally> {
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

fn leads_clean(corpus: &Corpus) -> Option<Tally> {
    leads(corpus, false)
}

fn leads_noisy(corpus: &Corpus) -> Option<Tally> {
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
fn chatter_leads(corpus: &Corpus) -> Option<Tally> {
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
