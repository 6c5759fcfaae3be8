//! Commands as staff text them, made from forms, and the same with noise: what they mean is known exactly.

use fieldline::domain::Reading;
use fieldline::grammar::parse;
use jiff::civil::date;
use serde_json::{Value, json};

use super::dates::sender;
use super::forms::{CONFIRMED, FORMS};
use super::noise::{CHANNELS, Dice, Piece, Slot, joined, misspelt};
use super::{Corpus, Result, Tally};

const NAMES: &[&str] = &[
    "Jane", "Marcus", "Priya", "Tom", "Elena", "Jorge", "Aisha", "Kofi",
];
const SURNAMES: &[&str] = &["Doe", "Okafor", "Lindqvist", "Marsh", "Ortiz", "Patel"];
const TITLES: &[&str] = &[
    "call back",
    "send quote",
    "pick up keys",
    "check the boiler",
    "order shingles",
    "measure the kitchen",
    "bring ladder",
];
const TEXTS: &[&str] = &[
    "left voicemail",
    "wants a second quote",
    "roof leaks near the chimney",
    "asked to be called after lunch",
    "dog in the yard",
    "paid in cash",
];
const TAGS: &[&str] = &["vip", "roofing", "cold", "referral"];
const STAGES: &[&str] = &["proposal", "site visit", "contract sent"];
/// How a moment is said, and what it is on Monday, 2 March 2026 at 09:30.
const TIMES: &[(&str, &str)] = &[
    ("tomorrow 3pm", "2026-03-03T15:00:00+00:00"),
    ("tomorrow at 10:30", "2026-03-03T10:30:00+00:00"),
    ("in 2 hours", "2026-03-02T11:30:00+00:00"),
    ("thursday 9am", "2026-03-05T09:00:00+00:00"),
];
/// The same of days.
const DAYS: &[(&str, &str)] = &[
    ("friday", "2026-03-06"),
    ("on wednesday", "2026-03-04"),
    ("by thursday", "2026-03-05"),
    ("next friday", "2026-03-13"),
    ("march 9", "2026-03-09"),
    ("3/4", "2026-03-04"),
    ("today", "2026-03-02"),
];

pub(super) fn clean(corpus: &Corpus) -> Option<Tally> {
    run(corpus, 0)
}

pub(super) fn one_noise(corpus: &Corpus) -> Option<Tally> {
    run(corpus, 1)
}

pub(super) fn two_noises(corpus: &Corpus) -> Option<Tally> {
    run(corpus, 2)
}

/// Weekdays and months with one wrong letter, as the due date of a task.
pub(super) fn misspelt_days(corpus: &Corpus) -> Option<Tally> {
    let days = [
        ("tomorrow", "2026-03-03"),
        ("tuesday", "2026-03-03"),
        ("wednesday", "2026-03-04"),
        ("thursday", "2026-03-05"),
        ("friday", "2026-03-06"),
        ("saturday", "2026-03-07"),
        ("april 9", "2026-04-09"),
        ("september 9", "2026-09-09"),
        ("november 9", "2026-11-09"),
    ];
    let mut dice = Dice::new(7);
    let mut tally = Tally::default();
    for _ in 0..1_000 {
        let (said, due) = dice.pick(&days);
        let title = dice.pick(TITLES);
        let wrong = misspelt(said, &mut dice);
        let text = format!("task {title} {wrong}");
        let frame = json!([{"do": "task.create", "title": title, "due": due}]);
        one(&mut tally, corpus, &text, (&frame, false), "");
    }
    Some(tally)
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "a suite may find its corpus missing"
)]
fn run(corpus: &Corpus, noises: usize) -> Option<Tally> {
    let mut dice = Dice::new(42);
    let mut tally = Tally::default();
    for _ in 0..5_000 {
        let (mut pieces, frame, asked) = command(&mut dice);
        let mut channels = Vec::new();
        let mut tries = 0;
        while channels.len() < noises && tries < 50 {
            tries += 1;
            let (name, noise) = dice.pick(CHANNELS);
            let before = joined(&pieces);
            if channels.contains(&name) {
                continue;
            }
            noise(&mut pieces, &mut dice);
            // Noise that found nothing to change is none.
            if joined(&pieces) != before {
                channels.push(name);
            }
        }
        let text = joined(&pieces);
        one(
            &mut tally,
            corpus,
            &text,
            (&frame, asked),
            &channels.join(" + "),
        );
    }
    Some(tally)
}

fn one(
    tally: &mut Tally,
    corpus: &Corpus,
    text: &str,
    (frame, asked): (&Value, bool),
    noise: &str,
) {
    let sender = sender("en", date(2026, 3, 2).at(9, 30, 0, 0));
    tally.count(
        || parse(text, &corpus.lexicon, &sender),
        |parsed| {
            let json = serde_json::to_value(&parsed.reading).unwrap();
            let got = leveled(&json["intents"]);
            let wanted = leveled(frame);
            let does = frame[0]["do"].as_str().unwrap_or_default();
            let kind = format!("{noise} {does}");
            let seen = format!("{kind}: {text:?} {} {got}", json["outcome"]);
            let confirmed = CONFIRMED.contains(&does);
            match parsed.reading {
                Reading::Ask { .. } if asked && fits(&wanted, &got) => Result::Exact,
                Reading::Execute { .. } if got == wanted && !confirmed && !asked => Result::Exact,
                Reading::Confirm { .. } if got == wanted && confirmed => Result::Exact,
                Reading::Help { .. } if does == "help" => Result::Exact,
                // What cannot be undone is never run, nor confirmed at once, where its head was guessed; and without the
                // colon nobody is texted before a question.
                Reading::Suggest { .. }
                    if got == wanted && confirmed && noise.contains("misspelt") =>
                {
                    Result::Exact
                }
                Reading::Ask { .. }
                    if got == wanted && does == "message.send" && noise.contains("no signs") =>
                {
                    Result::Exact
                }
                Reading::Execute { .. } => Result::Wrong(seen),
                Reading::Confirm { .. } | Reading::Ask { .. } | Reading::Suggest { .. } => {
                    Result::Asked(seen)
                }
                _ => Result::Refused(seen),
            }
        },
    );
}

/// Whether an intent has all the slots that are wanted, and perhaps more.
fn fits(wanted: &Value, got: &Value) -> bool {
    let (Some(wanted), Some(got)) = (wanted[0].as_object(), got[0].as_object()) else {
        return false;
    };
    wanted
        .iter()
        .all(|(key, value)| got.get(key) == Some(value))
}

/// Without what noise changes and no meaning hangs on: capitals, typographic signs, the number of spaces in free text, and
/// the sign at its end, which may be the text's own or the message's.
fn leveled(frame: &Value) -> Value {
    match frame {
        Value::String(text) => {
            let text = text.to_lowercase().replace('\u{2019}', "'");
            let words: Vec<&str> = text.split_whitespace().collect();
            let signs = ['.', '!', '\u{2026}', ' '];
            Value::String(words.join(" ").trim_end_matches(signs).to_owned())
        }
        Value::Array(all) => all.iter().map(leveled).collect(),
        Value::Object(all) => {
            let all = all.iter().map(|(key, value)| (key.clone(), leveled(value)));
            Value::Object(all.collect())
        }
        other => other.clone(),
    }
}

/// A message in pieces, what it means, and whether it must be asked about.
fn command(dice: &mut Dice) -> (Vec<Piece>, Value, bool) {
    let (texts, frame) = dice.pick(FORMS);
    let text = dice.pick(texts);
    let (first, last) = (dice.pick(NAMES), dice.pick(SURNAMES));
    let (at, start) = dice.pick(TIMES);
    let (day, on) = dice.pick(DAYS);
    let (when, due) = if dice.below(2) == 0 {
        (at, start)
    } else {
        (day, on)
    };
    let number = dice.below(97) + 2;
    let slots: [(&str, Slot, String); 19] = [
        ("{title}", Slot::Free, dice.pick(TITLES).to_owned()),
        ("{said}", Slot::Free, dice.pick(TEXTS).to_owned()),
        ("{tag}", Slot::Free, dice.pick(TAGS).to_owned()),
        ("{stage}", Slot::Free, dice.pick(STAGES).to_owned()),
        ("{first}", Slot::Name, first.to_owned()),
        ("{last}", Slot::Name, last.to_owned()),
        ("{name}", Slot::FullName, format!("{first} {last}")),
        ("{when}", Slot::When, when.to_owned()),
        ("{due}", Slot::When, due.to_owned()),
        ("{at}", Slot::When, at.to_owned()),
        ("{start}", Slot::When, start.to_owned()),
        ("{day}", Slot::When, day.to_owned()),
        ("{n}", Slot::Number, number.to_string()),
        ("{m}", Slot::Number, (number + 1).to_string()),
        ("{phone}", Slot::Free, format!("415-555-01{number:02}")),
        ("{e164}", Slot::Free, format!("+141555501{number:02}")),
        ("c{n}", Slot::Handle, format!("c{number}")),
        ("{first}'s", Slot::Name, format!("{first}'s")),
        ("@{first}", Slot::Name, format!("@{first}")),
    ];
    let pieces = Piece::all(text, &slots);
    let asked = frame.starts_with('?');
    let mut frame = frame.trim_start_matches('?').to_owned();
    for (key, _, value) in &slots {
        frame = frame.replace(key, value);
    }
    (pieces, serde_json::from_str(&frame).unwrap(), asked)
}
