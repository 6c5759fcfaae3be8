//! What people say to assistants, and to each other: requests that a staff member might text, and talk that must do nothing.

use fieldline::domain::{Intent, Problem, Reading};
use fieldline::grammar::parse;
use jiff::civil::date;
use serde_json::Value;

use super::dates::sender;
use super::{Corpus, Result, Tally};

macro_rules! suites {
    ($($name:ident = $lang:literal;)*) => {
        $(pub(super) fn $name(corpus: &Corpus) -> Option<Tally> {
            requests(corpus, $lang)
        })*
    };
}

suites! {
    en = "en";
    es = "es";
    fr = "fr";
    de = "de";
    it = "it";
}

/// Requests that one of our commands answers: run, or asked about in a way that leads there.
fn requests(corpus: &Corpus, lang: &str) -> Option<Tally> {
    let mut tally = Tally::default();
    for row in corpus.rows(&format!("intents/{lang}.jsonl"))? {
        let wanted = row["intent"].as_str().unwrap();
        // Answers belong to an open question; the others name nothing that Fieldline does.
        if wanted == "reject" || wanted.starts_with("session.") {
            continue;
        }
        let text = row["text"].as_str().unwrap();
        count(&mut tally, corpus, lang, &row, |reading| {
            let kind = format!("{wanted} {}", row["source"].as_str().unwrap());
            match reading {
                Reading::Execute { intents } => {
                    if intents.iter().any(|intent| answers(wanted, text, intent)) {
                        Result::Exact
                    } else {
                        Result::Wrong(format!("{kind}: ran {}", names(intents)))
                    }
                }
                Reading::Confirm { intents }
                | Reading::Suggest { intents }
                | Reading::Ask { intents, .. } => {
                    if intents.iter().any(|intent| answers(wanted, text, intent)) {
                        Result::Exact
                    } else {
                        Result::Asked(format!("{kind}: asked {}", names(intents)))
                    }
                }
                Reading::Help { .. } if wanted == "help" => Result::Exact,
                // What is missing is asked for with an example of what is wanted.
                Reading::Problem { problem } if shows(corpus, wanted, problem) => Result::Exact,
                Reading::Problem { .. } => Result::Asked(format!("{kind}: a problem")),
                _ => Result::Refused(format!("{kind}: talk")),
            }
        });
    }
    Some(tally)
}

/// Questions and orders to assistants about anything else: nothing may run; what is asked instead is counted.
pub(super) fn far(corpus: &Corpus) -> Option<Tally> {
    let mut tally = Tally::default();
    for lang in ["en", "es", "fr", "de", "it", "zh"] {
        for row in corpus.rows(&format!("intents/{lang}.jsonl"))? {
            if row["intent"] == "reject" && row["near_domain"] == false {
                nothing_runs(&mut tally, corpus, lang, &row);
            }
        }
    }
    Some(tally)
}

/// Messages between people: nothing may run.
pub(super) fn sms(corpus: &Corpus) -> Option<Tally> {
    let mut tally = Tally::default();
    for row in corpus.rows("chatter/sms-spam-collection.jsonl")? {
        nothing_runs(&mut tally, corpus, "en", &row);
    }
    Some(tally)
}

fn nothing_runs(tally: &mut Tally, corpus: &Corpus, lang: &str, row: &Value) {
    count(tally, corpus, lang, row, |reading| match reading {
        Reading::Execute { intents } => Result::Wrong(format!("ran {}", names(intents))),
        Reading::Confirm { intents } => Result::Asked(format!("confirm {}", names(intents))),
        Reading::Ask { intents, .. } => Result::Asked(format!("asked {}", names(intents))),
        Reading::Suggest { intents } => Result::Asked(format!("suggested {}", names(intents))),
        Reading::Problem { .. } => Result::Asked("a problem".to_owned()),
        _ => Result::Exact,
    });
}

fn count(
    tally: &mut Tally,
    corpus: &Corpus,
    lang: &str,
    row: &Value,
    judge: impl FnOnce(&Reading) -> Result,
) {
    let text = row["text"].as_str().unwrap();
    let sender = sender(lang, date(2026, 3, 2).at(9, 30, 0, 0));
    tally.count(
        || parse(text, &corpus.lexicon, &sender),
        |parsed| judge(&parsed.reading),
    );
}

/// Whether an intent answers the request. The data sets put reminders and notifications into the
/// calendar; here they are tasks.
fn answers(wanted: &str, text: &str, intent: &Intent) -> bool {
    let instead = match wanted {
        "appt.add" => "task.create",
        "appt.list" => "task.list",
        "appt.cancel" => "task.delete",
        _ => "",
    };
    let words = [
        "remind",
        "notif",
        "alert",
        "recuerd",
        "recordat",
        "rappel",
        "erinner",
        "ricord",
        "promemoria",
    ];
    let reminds = words.iter().any(|word| text.to_lowercase().contains(word));
    fits(wanted, intent.name()) || (reminds && intent.name() == instead)
}

/// Whether the example of a problem shows how to say what is wanted.
fn shows(corpus: &Corpus, wanted: &str, problem: &Problem) -> bool {
    let langs = corpus.lexicon.langs();
    langs.iter().any(|lang| {
        INTENTS.iter().any(|name| {
            fits(wanted, name) && corpus.lexicon.example(lang, name) == problem.example.as_deref()
        }) && problem.example.is_some()
    })
}

/// The kinds of intents that requests of the data sets lead to.
const INTENTS: &[&str] = &[
    "appointment.book",
    "appointment.cancel",
    "appointment.list",
    "appointment.move",
    "contact.create",
    "contact.find",
    "task.create",
    "task.delete",
    "task.complete",
    "task.list",
];

/// Whether one of our intents does what the data set calls `wanted`.
fn fits(wanted: &str, intent: &str) -> bool {
    let ours: &[&str] = match wanted {
        "appt.add" => &["appointment.book"],
        "appt.cancel" => &["appointment.cancel"],
        "appt.list" => &["appointment.list", "agenda", "slots.list"],
        "appt.move" => &["appointment.move"],
        "appt.edit_any" => &["appointment.book", "appointment.move", "appointment.cancel"],
        "contact.add" => &["contact.create", "contact.update"],
        "contact.find" => &["contact.find", "contact.show"],
        "task.add" => &["task.create"],
        "task.delete" => &["task.delete"],
        "task.done" => &["task.complete"],
        "task.list" => &["task.list", "agenda"],
        "task.edit_any" => &[
            "task.create",
            "task.complete",
            "task.update",
            "task.delete",
            "task.reopen",
        ],
        "help" => &["help"],
        _ => &[],
    };
    ours.contains(&intent)
}

fn names(intents: &[Intent]) -> String {
    let names: Vec<&str> = intents.iter().map(Intent::name).collect();
    names.join(", ")
}
