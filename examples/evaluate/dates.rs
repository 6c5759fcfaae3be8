//! Dates and times: each as the due date of a task, at the moment, in the zone and in the order of its suite.
//!
//! A row whose suite decided otherwise than GRAMMAR.md does (sections "contract", 6 and 13) is no measure of how well the
//! grammar reads: such rows stand in a column of their own, `convention`, and count neither as exact nor as wrong. Only what is
//! understood as the convention says is put there; everything else that differs from the suite is wrong.

use std::collections::HashSet;

use fieldline::domain::{Intent, Lang, Reading, Region, Role, When};
use fieldline::grammar::{DateOrder, EmptyDirectory, Sender, parse};
use jiff::ToSpan;
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
    let sender = Sender {
        now: now.to_zoned(zone(row["suite"].as_str().unwrap())).unwrap(),
        ..sender(lang, now)
    };
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
                        } else if let Some(kind) = gold
                            .iter()
                            .find_map(|gold| convention(span, gold, due, now))
                        {
                            Result::Convention(kind.to_owned())
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

/// Where a suite's people are: duckling's golds are told from two hours behind UTC, which shows where a zone is named.
fn zone(suite: &str) -> TimeZone {
    match suite {
        "duckling" => jiff::tz::Offset::constant(-2).to_time_zone(),
        _ => TimeZone::UTC,
    }
}

/// Which convention of GRAMMAR.md makes `due` of what the suite takes for `gold`, where it is one.
fn convention(span: &str, gold: &str, due: &When, now: DateTime) -> Option<&'static str> {
    let (date, time) = parts(due);
    let said = span.to_lowercase();
    let words = || said.split(|c: char| !c.is_alphanumeric());
    let says = |wanted: &[&str]| words().any(|word| wanted.contains(&word));
    if !gold.contains('-') {
        return zone_named(&said).then_some("a named zone is converted (section 6)");
    }
    let gold: DateTime = match gold.parse() {
        Ok(gold) => gold,
        Err(_) => gold.parse::<Date>().ok()?.to_datetime(Time::midnight()),
    };
    let same_time = time.unwrap_or(Time::midnight()) == gold.time();
    // The suite goes on with the time of writing, to the hour or to the minute.
    let carried = gold.time() != Time::midnight() && gold.hour() == now.hour();
    if time.is_none() && date == gold.date() && carried {
        return Some("a day without time where no time was said (contract)");
    }
    let year = says(&["year", "years"])
        || words().any(|word| word.len() == 4 && word.parse::<u16>().is_ok());
    if gold <= now && !year && same_time {
        let later = [7.days(), 1.year(), 1.day()];
        let ways = [
            "a weekday is the next one after today (section 6)",
            "a date without a year is the next such day (section 13)",
            "a time is the next one (section 6)",
        ];
        let moved = later.map(|span| gold.date().checked_add(span).unwrap() == date);
        // A weekday that is today, a day of the month, or a time of the day.
        let weekday = gold.date() == now.date() && time.is_none();
        let day = gold.date() < now.date();
        let clock = gold.date() == now.date() && time.is_some();
        let fits = [weekday, day, clock];
        return (0..3).find(|at| moved[*at] && fits[*at]).map(|at| ways[at]);
    }
    if date == gold.date() && zone_named(&said) && !same_time {
        return Some("a named zone is converted (section 6)");
    }
    let turned = Date::new(gold.year(), gold.day(), gold.month());
    if said.contains(['/', '-', '.']) && turned.is_ok_and(|turned| turned == date) && same_time {
        return Some("days in digits stand in the region's order (section 13)");
    }
    let ahead = |date: Date| (date - now.date()).get_days();
    if same_time
        && time.is_none()
        && ahead(gold.date()) < 7
        && gold.date().checked_add(7.days()).unwrap() == date
    {
        let monday = now
            .date()
            .checked_sub(i64::from(now.date().weekday().to_monday_zero_offset()).days())
            .unwrap();
        let following = (date - monday).get_days();
        return (7..14)
            .contains(&following)
            .then_some("next friday is of the following week (section 6)");
    }
    let turned = gold.time() != Time::midnight()
        && time.is_some_and(|time| {
            (7..=19).contains(&time.hour())
                && (time.hour().abs_diff(gold.hour()), time.minute()) == (12, gold.minute())
        });
    if turned && (date - gold.date()).get_days().abs() <= 1 {
        return Some("clock times without am or pm are within working hours (section 6)");
    }
    let hour = time.filter(|time| time.minute() == 0).map(Time::hour);
    if date == gold.date() && !said.bytes().any(|b| b.is_ascii_digit()) {
        let of_part = matches!(
            (hour, gold.hour()),
            (Some(9), 6..=11)
                | (Some(15), 12..=17)
                | (Some(19), 17..=23)
                | (Some(20), 18..=23)
                | (Some(17), 16..=23)
        );
        return of_part.then_some("parts of the day have their hour (sections 6, 13)");
    }
    if hour == Some(9)
        && date.weekday() == jiff::civil::Weekday::Monday
        && says(&["week"])
        && !says(&["after"])
    {
        let week = (date - gold.date()).get_days().abs() < 7;
        return week.then_some("next week is Monday at nine (section 6)");
    }
    None
}

/// Whether one of the zones that chrono and Recognizers leave standing is named.
fn zone_named(said: &str) -> bool {
    said.split(|c: char| !c.is_alphanumeric()).any(|word| {
        matches!(
            word,
            "pst"
                | "pdt"
                | "mst"
                | "mdt"
                | "cst"
                | "cdt"
                | "est"
                | "edt"
                | "gmt"
                | "utc"
                | "bst"
                | "cet"
                | "cest"
                | "mountain"
                | "pacific"
                | "eastern"
                | "central"
        )
    })
}

fn parts(due: &When) -> (Date, Option<Time>) {
    match due {
        When::Day(date) => (*date, None),
        When::At(at, offset) => {
            let local = offset.to_datetime(*at);
            (local.date(), Some(local.time()))
        }
    }
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
    let (date, time) = parts(due);
    if !gold.contains('-') {
        return gold.parse::<Time>().is_ok_and(|gold| time == Some(gold));
    }
    if !gold.contains('T') {
        return gold.parse::<Date>().is_ok_and(|gold| gold == date);
    }
    gold.parse::<DateTime>().is_ok_and(|gold| {
        gold.date() == date
            && time.map_or(gold.time() == Time::midnight(), |time| {
                // "now" is as exact as the clock.
                (time.hour(), time.minute(), time.second())
                    == (gold.hour(), gold.minute(), gold.second())
            })
    })
}

fn is_over(gold: &str, now: DateTime) -> bool {
    if gold.contains('T') {
        return gold.parse::<DateTime>().is_ok_and(|gold| gold < now);
    }
    gold.parse::<Date>().is_ok_and(|gold| gold < now.date())
}
