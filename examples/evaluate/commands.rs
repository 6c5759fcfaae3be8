//! Commands as staff text them, made from forms, and the same with noise: what they mean is known exactly.

use fieldline::domain::Reading;
use fieldline::grammar::parse;
use jiff::civil::date;
use serde_json::{Value, json};

use super::dates::sender;
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
/// How a moment is said, and what it is on Monday, 2 March 2026 at 09:30.
const DATES: &[(&str, &str)] = &[
    ("tomorrow 3pm", "2026-03-03T15:00:00+00:00"),
    ("tomorrow at 10:30", "2026-03-03T10:30:00+00:00"),
    ("friday", "2026-03-06"),
    ("on wednesday", "2026-03-04"),
    ("by thursday", "2026-03-05"),
    ("next friday", "2026-03-13"),
    ("march 9", "2026-03-09"),
    ("in 2 hours", "2026-03-02T11:30:00+00:00"),
    ("3/4", "2026-03-04"),
    ("thursday 9am", "2026-03-05T09:00:00+00:00"),
];

/// Chance that is the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    fn pick<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

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
    let mut dice = Dice(7);
    let mut tally = Tally::default();
    for _ in 0..1_000 {
        let (said, due) = dice.pick(&days);
        let title = dice.pick(TITLES);
        let text = format!("task {title} {}", misspelt(said, &mut dice));
        let frame = json!([{"do": "task.create", "title": title, "due": due}]);
        one(&mut tally, corpus, &text, &frame, "");
    }
    Some(tally)
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "a suite may find its corpus missing"
)]
fn run(corpus: &Corpus, noises: usize) -> Option<Tally> {
    let mut dice = Dice(42);
    let mut tally = Tally::default();
    for _ in 0..5_000 {
        let (mut text, frame) = command(&mut dice);
        let mut channels = Vec::new();
        while channels.len() < noises {
            let channel = dice.pick(CHANNELS);
            if channels.contains(&channel.0) {
                continue;
            }
            text = channel.1(&text, &mut dice);
            channels.push(channel.0);
        }
        one(&mut tally, corpus, &text, &frame, &channels.join(" + "));
    }
    Some(tally)
}

fn one(tally: &mut Tally, corpus: &Corpus, text: &str, frame: &Value, noise: &str) {
    let sender = sender("en", date(2026, 3, 2).at(9, 30, 0, 0));
    tally.count(
        || parse(text, &corpus.lexicon, &sender),
        |parsed| {
            let json = serde_json::to_value(&parsed.reading).unwrap();
            let got = lowered(&json["intents"]);
            let kind = format!("{noise} {}", frame[0]["do"].as_str().unwrap_or_default());
            let seen = format!("{kind}: {text:?} {} {got}", json["outcome"]);
            match parsed.reading {
                Reading::Execute { .. } | Reading::Confirm { .. } if got == lowered(frame) => {
                    Result::Exact
                }
                Reading::Help { .. } if frame[0]["do"] == "help" => Result::Exact,
                Reading::Execute { .. } => Result::Wrong(seen),
                Reading::Confirm { .. } | Reading::Ask { .. } | Reading::Suggest { .. } => {
                    Result::Asked(seen)
                }
                _ => Result::Refused(seen),
            }
        },
    );
}

/// Without regard to capitals and typographic signs, which noise changes and no meaning hangs on.
fn lowered(frame: &Value) -> Value {
    let text = frame.to_string().to_lowercase();
    let text = text.replace('\u{2019}', "'").replace('\u{a0}', " ");
    serde_json::from_str(&text).unwrap()
}

fn command(dice: &mut Dice) -> (String, Value) {
    let first = dice.pick(NAMES);
    let name = format!("{first} {}", dice.pick(SURNAMES));
    let title = dice.pick(TITLES);
    let said = dice.pick(TEXTS);
    let tag = dice.pick(TAGS);
    let (when, due) = dice.pick(DATES);
    let number = dice.below(97) + 2;
    let other = number + 1;
    let phone = format!("415-555-01{:02}", number);
    let e164 = format!("+141555501{number:02}");
    match dice.below(44) {
        0 => (
            format!("task {title} {when}"),
            json!([{"do":"task.create","title":title,"due":due}]),
        ),
        1 => (
            format!("todo: {title} {when}"),
            json!([{"do":"task.create","title":title,"due":due}]),
        ),
        2 => (
            format!("add task for {name}: {title} {when}"),
            json!([{"do":"task.create","who":{"name":name},"title":title,"due":due}]),
        ),
        3 => (
            format!("task for {first}: {title}"),
            json!([{"do":"task.create","who":{"name":first},"title":title}]),
        ),
        4 => (
            format!("remind me to {title} {when}"),
            json!([{"do":"task.create","title":title,"due":due,"assignee":{"me":true}}]),
        ),
        5 => (
            format!("remind me {when} to {title}"),
            json!([{"do":"task.create","title":title,"due":due,"assignee":{"me":true}}]),
        ),
        6 => (
            format!("add task {title}"),
            json!([{"do":"task.create","title":title}]),
        ),
        7 => (
            format!("new task {title} {when}"),
            json!([{"do":"task.create","title":title,"due":due}]),
        ),
        8 => (
            format!("done {number}"),
            json!([{"do":"task.complete","tasks":[number]}]),
        ),
        9 => (
            format!("{number} done"),
            json!([{"do":"task.complete","tasks":[number]}]),
        ),
        10 => (
            format!("task {number} done"),
            json!([{"do":"task.complete","tasks":[number]}]),
        ),
        11 => (
            format!("task done {number}"),
            json!([{"do":"task.complete","tasks":[number]}]),
        ),
        12 => (
            format!("done {number} and {other}"),
            json!([{"do":"task.complete","tasks":[number, other]}]),
        ),
        13 => (
            format!("complete task #{number}"),
            json!([{"do":"task.complete","tasks":[number]}]),
        ),
        14 => (
            format!("reopen {number}"),
            json!([{"do":"task.reopen","tasks":[number]}]),
        ),
        15 => (
            format!("delete task {number}"),
            json!([{"do":"task.delete","tasks":[number]}]),
        ),
        16 => (
            format!("show {number}"),
            json!([{"do":"task.show","tasks":[number]}]),
        ),
        17 => ("tasks".to_owned(), json!([{"do":"task.list"}])),
        18 => ("my tasks".to_owned(), json!([{"do":"task.list"}])),
        19 => (
            "tasks today".to_owned(),
            json!([{"do":"task.list","when":"today"}]),
        ),
        20 => (
            "overdue tasks".to_owned(),
            json!([{"do":"task.list","when":"overdue"}]),
        ),
        21 => (
            format!("tasks for {first}"),
            json!([{"do":"task.list","who":{"name":first}}]),
        ),
        22 => (
            format!("note {first}: {said}"),
            json!([{"do":"note.create","who":{"name":first},"text":said}]),
        ),
        23 => (
            format!("note {first} {said}"),
            json!([{"do":"note.create","who":{"name":first},"text":said}]),
        ),
        24 => (
            format!("add note to {name}: {said}"),
            json!([{"do":"note.create","who":{"name":name},"text":said}]),
        ),
        25 => (
            format!("notes {first}"),
            json!([{"do":"note.list","who":{"name":first}}]),
        ),
        26 => (
            format!("tag {first} {tag}"),
            json!([{"do":"tag.add","who":{"name":first},"tags":[tag]}]),
        ),
        27 => (
            format!("tag {first} as {tag}"),
            json!([{"do":"tag.add","who":{"name":first},"tags":[tag]}]),
        ),
        28 => (
            format!("untag {first} {tag}"),
            json!([{"do":"tag.remove","who":{"name":first},"tags":[tag]}]),
        ),
        29 => (
            format!("add tag {tag} to {first}"),
            json!([{"do":"tag.add","who":{"name":first},"tags":[tag]}]),
        ),
        30 => (
            format!("find {phone}"),
            json!([{"do":"contact.find","query":phone}]),
        ),
        31 => (
            format!("find {first}"),
            json!([{"do":"contact.find","query":first}]),
        ),
        32 => (
            format!("add contact {name} {phone}"),
            json!([{"do":"contact.create","details":{"name":name,"first_name":first,"last_name":name.split(' ').next_back(),"phone":e164}}]),
        ),
        33 => (
            format!("move {number} to {when}"),
            json!([{"do":"task.update","task":number,"due":due}]),
        ),
        34 => (
            format!("assign {number} to {first}"),
            json!([{"do":"task.assign","tasks":[number],"assignee":{"name":first}}]),
        ),
        35 => (
            format!("task {number} due {when}"),
            json!([{"do":"task.update","task":number,"due":due}]),
        ),
        36 => (
            format!("book appointment with {first} {when}"),
            json!([{"do":"appointment.book","who":{"name":first},"start":due}]),
        ),
        37 => ("undo".to_owned(), json!([{"do":"undo"}])),
        38 => ("more".to_owned(), json!([{"do":"more"}])),
        39 => ("help".to_owned(), json!([{"do":"help"}])),
        40 => ("whoami".to_owned(), json!([{"do":"whoami"}])),
        41 => (
            format!("done {number}; note {first}: {said}"),
            json!([{"do":"task.complete","tasks":[number]},{"do":"note.create","who":{"name":first},"text":said}]),
        ),
        42 => (
            format!("follow {first}"),
            json!([{"do":"follower.add","who":{"name":first},"users":[{"me":true}]}]),
        ),
        _ => (
            format!("show c{number}"),
            json!([{"do":"contact.show","who":{"contact":number}}]),
        ),
    }
}

/// A kind of noise: its name, and what it does to a message.
type Channel = (&'static str, fn(&str, &mut Dice) -> String);

const CHANNELS: &[Channel] = &[
    ("lower case", |text, _| text.to_lowercase()),
    ("capitals", |text, _| text.to_uppercase()),
    ("first capital", |text, _| {
        let mut letters = text.chars();
        let first: String = letters
            .next()
            .into_iter()
            .flat_map(char::to_uppercase)
            .collect();
        first + letters.as_str()
    }),
    ("spaces", |text, dice| {
        let text = text.replacen(' ', "  ", 1 + dice.below(3));
        format!("{}{text} ", " ".repeat(dice.below(2)))
    }),
    ("courtesy", |text, dice| match dice.below(6) {
        0 => format!("please {text}"),
        1 => format!("pls {text}"),
        2 => format!("{text} thanks"),
        3 => format!("{text} please"),
        4 => format!("hi {text}"),
        _ => format!("ok {text}"),
    }),
    ("point", |text, dice| {
        format!("{text}{}", dice.pick(&[".", "!", "..", " !", "…"]))
    }),
    ("emoji", |text, dice| {
        format!("{text} {}", dice.pick(&["👍", "🙏", "😀", "❤️"]))
    }),
    ("typographic", |text, _| {
        text.replace('\'', "\u{2019}").replace(' ', "\u{a0}")
    }),
    ("misspelt", |text, dice| {
        let (head, rest) = text.split_once(' ').unwrap_or((text, ""));
        format!("{} {rest}", misspelt(head, dice)).trim().to_owned()
    }),
    ("signature", |text, _| {
        format!("{text}\nSent from my iPhone")
    }),
    ("shorthand", |text, _| {
        let pairs = [
            ("tomorrow", "tmrw"),
            ("wednesday", "wed"),
            ("thursday", "thurs"),
            ("friday", "fri"),
            (" and ", " & "),
            ("appointment", "appt"),
            ("hours", "hrs"),
        ];
        pairs.iter().fold(text.to_owned(), |text, (long, short)| {
            text.replace(long, short)
        })
    }),
];

/// A word with one wrong letter, if it is long enough to be known again.
fn misspelt(word: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let long = letters.iter().take_while(|c| c.is_alphabetic()).count();
    if long < 5 {
        return word.to_owned();
    }
    let at = 1 + dice.below(long - 2);
    match dice.below(4) {
        0 => letters.swap(at, at + 1),
        1 => {
            letters.remove(at);
        }
        2 => letters.insert(at, letters[at]),
        _ => letters[at] = dice.pick(&['a', 'e', 'i', 'o', 'u', 'n', 'r', 's', 't']),
    }
    letters.into_iter().collect()
}
