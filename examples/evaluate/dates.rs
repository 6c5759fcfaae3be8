//! Dates and times: each as the due date of a task, at the moment and in the order of its suite.

use std::collections::HashSet;

use fieldline::domain::{Intent, Lang, Reading, Region, Role, When};
use fieldline::grammar::{DateOrder, EmptyDirectory, Sender, parse};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use serde_json::Value;

use super::{Corpus, Result, Tally};

macro_rules! suites {
    ($($name:ident = $lang:literal $suite:literal;)*) => {
        $(pub(super) fn $name(corpus: &Corpus) -> Option<Tally> {
            dates(corpus, $lang, $suite)
        })*
    };
}

suites! {
    en_consensus = "en" "consensus";
    en_recognizers = "en" "recognizers";
    en_duckling = "en" "duckling";
    en_chrono = "en" "chrono";
    es_consensus = "es" "consensus";
    fr_consensus = "fr" "consensus";
    de_consensus = "de" "consensus";
    es = "es" "";
    fr = "fr" "";
    de = "de" "";
    pt = "pt" "";
    it = "it" "";
}

/// The rows of one suite, of the consensus, or all where `suite` is empty: those that mean one date or time.
fn dates(corpus: &Corpus, lang: &str, suite: &str) -> Option<Tally> {
    let consensus: HashSet<String> = if suite == "consensus" {
        let file = corpus.root.join(format!("dates/{lang}_consensus_ids.txt"));
        let text = std::fs::read_to_string(file).ok()?;
        text.lines().map(str::to_owned).collect()
    } else {
        HashSet::new()
    };
    let mut tally = Tally::default();
    for row in corpus.rows(&format!("dates/{lang}.jsonl"))? {
        let kind = row["kind"].as_str().unwrap();
        let wanted = match suite {
            "consensus" => consensus.contains(row["id"].as_str().unwrap()),
            "" => true,
            _ => row["suite"] == suite,
        };
        let Some(span) = row["span"].as_str().filter(|_| wanted) else {
            continue;
        };
        let gold: Vec<&str> = row["gold"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|gold| gold["start"].as_str())
            .collect();
        let Some(now) = row["ref"].as_str() else {
            continue;
        };
        if matches!(kind, "date" | "datetime" | "time") && !gold.is_empty() {
            let now: DateTime = now.parse().unwrap();
            one(&mut tally, corpus, lang, (span, now), &row, &gold);
        }
    }
    Some(tally)
}

fn one(
    tally: &mut Tally,
    corpus: &Corpus,
    lang: &str,
    (span, now): (&str, DateTime),
    row: &Value,
    gold: &[&str],
) {
    let sender = sender(lang, now);
    let text = format!("{} Bob {span}", task(lang));
    let seen = format!("{} {span:?} at {now}", row["id"].as_str().unwrap());
    let over = gold.iter().any(|gold| is_over(gold, now));
    tally.count(
        || parse(&text, &corpus.lexicon, &sender),
        |parsed| match parsed.reading {
            Reading::Execute { intents } | Reading::Confirm { intents } => {
                match intents.as_slice() {
                    [Intent::TaskCreate { due: Some(due), .. }] => {
                        if gold.iter().any(|gold| same(gold, due)) {
                            Result::Exact
                        } else {
                            Result::Wrong(format!("{seen}: {due} for {gold:?}"))
                        }
                    }
                    [Intent::TaskCreate { title, .. }] => {
                        Result::Wrong(format!("{seen}: no date, title {title:?}"))
                    }
                    other => Result::Wrong(format!("{seen}: {other:?}")),
                }
            }
            // What is over cannot be due: asking is right.
            Reading::Ask { .. } if over => Result::Exact,
            Reading::Ask { question, .. } => {
                Result::Asked(format!("{seen}: asks {:?}", question.about))
            }
            Reading::Problem { problem } => {
                Result::Asked(format!("{seen}: problem at {:?}", problem.found))
            }
            other => Result::Refused(format!("{seen}: {other:?}")),
        },
    );
}

/// Somebody who writes in this language.
pub(super) fn sender(lang: &str, now: DateTime) -> Sender<'static> {
    let region = match lang {
        "en" | "zh" => "US",
        "es" => "ES",
        "fr" => "FR",
        "de" => "DE",
        "pt" => "PT",
        _ => "IT",
    };
    let region: Region = region.parse().unwrap();
    Sender {
        now: now.to_zoned(TimeZone::UTC).unwrap(),
        region,
        date_order: DateOrder::of(region),
        lang: Lang(lang.to_owned()),
        role: Role::Staff,
        question: None,
        directory: &EmptyDirectory,
    }
}

/// A command to which only a date is missing.
fn task(lang: &str) -> &'static str {
    match lang {
        "en" => "task call",
        "es" => "tarea llamar",
        "fr" => "tâche appeler",
        "de" => "Aufgabe anrufen",
        "pt" => "tarefa ligar",
        _ => "attività chiamare",
    }
}

/// Whether what was understood is what the suite wants, as exactly as the suite says it.
fn same(gold: &str, due: &When) -> bool {
    let time = match due {
        When::Day(_) => None,
        When::At(at, offset) => Some(offset.to_datetime(*at).time()),
    };
    if !gold.contains('-') {
        return gold.parse::<Time>().is_ok_and(|gold| time == Some(gold));
    }
    if !gold.contains('T') {
        return gold.parse::<Date>().is_ok_and(|gold| gold == due.date());
    }
    gold.parse::<DateTime>().is_ok_and(|gold| {
        gold.date() == due.date()
            && time.map_or(gold.time() == Time::midnight(), |time| gold.time() == time)
    })
}

fn is_over(gold: &str, now: DateTime) -> bool {
    if gold.contains('T') {
        return gold.parse::<DateTime>().is_ok_and(|gold| gold < now);
    }
    gold.parse::<Date>().is_ok_and(|gold| gold < now.date())
}
