//! Measures the grammar on the corpora found beside the repository (`FIELDLINE_SHARED` overrides the place):
//! `cargo run --release --example evaluate [-- SUITE…] [--failures] [--all] [--packs=DIR]`.
//!
//! `--failures` shows the ten commonest kinds of failure, `--all` every kind; `--packs` takes the language packs of a folder. A suite is a function that fills a [`Tally`]. Real people's messages are counted, never shown.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a tool for the terminal that measures time and stops where a corpus is not what it should be"
)]

#[path = "../../tests/it/leads/blocks/mod.rs"]
mod blocks;
mod commands;
mod dates;
mod noise;
mod requests;
mod values;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use fieldline::grammar::Lexicon;
use fieldline::grammar::lead::LeadWords;
use fieldline::packs::Packs;
use serde_json::Value;

/// A suite: its name, and what runs it. `None` where its corpus is not there.
type Suite = (&'static str, fn(&Corpus) -> Option<Tally>);

const SUITES: &[Suite] = &[
    ("commands", commands::clean),
    ("commands-one-noise", commands::one_noise),
    ("commands-two-noises", commands::two_noises),
    ("commands-misspelt-days", commands::misspelt_days),
    ("requests-en", requests::en),
    ("requests-es", requests::es),
    ("requests-fr", requests::fr),
    ("requests-de", requests::de),
    ("requests-it", requests::it),
    ("talk-assistants", requests::far),
    ("talk-sms", requests::sms),
    ("dates-en-consensus", dates::en_consensus),
    ("dates-en-recognizers", dates::en_recognizers),
    ("dates-en-duckling", dates::en_duckling),
    ("dates-en-chrono", dates::en_chrono),
    ("dates-es-consensus", dates::es_consensus),
    ("dates-fr-consensus", dates::fr_consensus),
    ("dates-de-consensus", dates::de_consensus),
    ("dates-es", dates::es),
    ("dates-fr", dates::fr),
    ("dates-de", dates::de),
    ("dates-pt", dates::pt),
    ("dates-it", dates::it),
    ("phones", values::phones),
    ("phones-libphonenumber", values::phones_in_region),
    ("phones-dictated", values::phones_dictated),
    ("emails-dictated", values::emails_dictated),
    ("cards", values::cards),
    ("leads-clean", values::leads_clean),
    ("leads-noisy", values::leads_noisy),
    ("talk-leads", values::chatter_leads),
];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    let shown = match (has("--all"), has("--failures")) {
        (true, _) => usize::MAX,
        (false, true) => 10,
        (false, false) => 0,
    };
    let wanted: Vec<&String> = arguments
        .iter()
        .filter(|argument| !argument.starts_with("--"))
        .collect();
    let folder = arguments
        .iter()
        .find_map(|argument| argument.strip_prefix("--packs="));
    let corpus = Corpus::find(folder.map(Path::new));
    println!(
        "{:<24} {:>6} {:>8} {:>8} {:>7} {:>8} {:>8} {:>11}",
        "suite", "rows", "exact", "wrong", "asked", "refused", "µs/msg", "convention"
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
            Some(tally) => tally.print(name, shown),
            None => println!("{name:<24} skipped: no corpus here"),
        }
    }
}

/// Where the corpora are.
struct Corpus {
    root: PathBuf,
    words: LeadWords,
    lexicon: Lexicon,
}

impl Corpus {
    fn find(packs: Option<&Path>) -> Self {
        let packs = packs.map_or_else(Packs::builtin, |folder| Packs::read(folder).unwrap());
        let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
        let shared = std::env::var("FIELDLINE_SHARED").map_or_else(|_| beside(), PathBuf::from);
        Self {
            root: shared.join("corpus"),
            words: LeadWords::of(&packs).unwrap(),
            lexicon: Lexicon::of(&packs).unwrap(),
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
    /// Otherwise than the suite has it, as a convention of the grammar says; which.
    Convention(String),
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
    convention: usize,
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
            Result::Convention(kind) => (&mut self.convention, format!("convention: {kind}")),
            Result::Wrong(kind) => (&mut self.wrong, kind),
            Result::Asked(kind) => (&mut self.asked, kind),
            Result::Refused(kind) => (&mut self.refused, kind),
        };
        *count += 1;
        *self.kinds.entry(kind).or_default() += 1;
    }

    /// The rows that are judged: those of a convention are not.
    fn rows(&self) -> usize {
        self.exact + self.wrong + self.asked + self.refused
    }

    #[expect(clippy::cast_precision_loss, reason = "rows and microseconds are few")]
    fn print(&self, name: &str, shown: usize) {
        let rows = self.rows().max(1) as f64;
        let percent = |count: usize| format!("{:.2}%", 100.0 * count as f64 / rows);
        println!(
            "{name:<24} {:>6} {:>8} {:>8} {:>7} {:>8} {:>8.2} {:>11}",
            self.rows(),
            percent(self.exact),
            percent(self.wrong),
            percent(self.asked),
            percent(self.refused),
            self.time.as_secs_f64() * 1e6 / rows,
            self.convention
        );
        if shown > 0 {
            let mut kinds: Vec<_> = self.kinds.iter().collect();
            kinds.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
            for (kind, count) in kinds.iter().take(shown) {
                println!("    {count:>5}  {kind}");
                for example in self.examples.get(*kind).into_iter().flatten() {
                    println!("           {example}");
                }
            }
        }
    }
}
