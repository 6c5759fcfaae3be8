//! Commands as staff text them, made from forms, and the same with noise: what they mean is known exactly.

use fieldline::domain::Reading;
use fieldline::grammar::parse;
use jiff::civil::date;
use serde_json::{Value, json};

use super::dates::sender;
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

/// What is texted and the intents it has. `{…}` are slots. A frame that begins with `?` must be asked about: a day alone is
/// no time to meet.
const FORMS: &[(&[&str], &str)] = &[
    (
        &[
            "task {title} {when}",
            "todo: {title} {when}",
            "new task {title} {when}",
            "add task {title} {when}",
            "create a task to {title} {when}",
            "task: {title} {when}",
            "add a reminder to {title} {when}",
        ],
        r#"[{"do":"task.create","title":"{title}","due":"{due}"}]"#,
    ),
    (
        &[
            "task {title}",
            "todo {title}",
            "add task {title}",
            "add todo: {title}",
        ],
        r#"[{"do":"task.create","title":"{title}"}]"#,
    ),
    (
        &[
            "add task for {name}: {title} {when}",
            "task for {name}: {title} {when}",
        ],
        r#"[{"do":"task.create","who":{"name":"{name}"},"title":"{title}","due":"{due}"}]"#,
    ),
    (
        &[
            "task for {first}: {title}",
            "new task for {first}: {title}",
            "task re {first}: {title}",
        ],
        r#"[{"do":"task.create","who":{"name":"{first}"},"title":"{title}"}]"#,
    ),
    (
        &["remind me to {title} {when}", "remind me {when} to {title}"],
        r#"[{"do":"task.create","title":"{title}","due":"{due}","assignee":{"me":true}}]"#,
    ),
    (
        &[
            "task {title} !high",
            "task {title} high priority",
            "add task {title} !!",
        ],
        r#"[{"do":"task.create","title":"{title}","priority":"high"}]"#,
    ),
    (
        &[
            "task {title} {when} @{first}",
            "task {title} @{first} {when}",
        ],
        r#"[{"do":"task.create","title":"{title}","due":"{due}","assignee":{"name":"{first}"}}]"#,
    ),
    (
        &[
            "done {n}",
            "{n} done",
            "task {n} done",
            "task done {n}",
            "complete task {n}",
            "finished {n}",
            "close {n}",
            "mark {n} done",
            "mark task {n} as done",
        ],
        r#"[{"do":"task.complete","tasks":[{n}]}]"#,
    ),
    (
        &[
            "done {n} and {m}",
            "done {n}, {m}",
            "{n} and {m} done",
            "tasks {n} and {m} done",
        ],
        r#"[{"do":"task.complete","tasks":[{n},{m}]}]"#,
    ),
    (
        &[
            "reopen {n}",
            "reopen task {n}",
            "task {n} reopen",
            "undone {n}",
        ],
        r#"[{"do":"task.reopen","tasks":[{n}]}]"#,
    ),
    (
        &["delete task {n}", "remove task {n}", "task {n} delete"],
        r#"[{"do":"task.delete","tasks":[{n}]}]"#,
    ),
    (
        &["show {n}", "show task {n}", "task {n}"],
        r#"[{"do":"task.show","tasks":[{n}]}]"#,
    ),
    (
        &["tasks", "my tasks", "list tasks", "show my tasks", "todos"],
        r#"[{"do":"task.list"}]"#,
    ),
    (
        &[
            "tasks today",
            "tasks for today",
            "today's tasks",
            "list tasks today",
        ],
        r#"[{"do":"task.list","when":"today"}]"#,
    ),
    (
        &["overdue tasks", "tasks overdue", "my overdue tasks"],
        r#"[{"do":"task.list","when":"overdue"}]"#,
    ),
    (
        &["tasks this week"],
        r#"[{"do":"task.list","when":"week"}]"#,
    ),
    (
        &["tasks for {first}", "list tasks for {first}"],
        r#"[{"do":"task.list","who":{"name":"{first}"}}]"#,
    ),
    (
        &[
            "move {n} to {when}",
            "task {n} due {when}",
            "push {n} to {when}",
            "reschedule task {n} to {when}",
            "change task {n} due {when}",
        ],
        r#"[{"do":"task.update","task":{n},"due":"{due}"}]"#,
    ),
    (
        &[
            "edit task {n}: {title}",
            "rename task {n} to {title}",
            "change task {n} title to {title}",
        ],
        r#"[{"do":"task.update","task":{n},"title":"{title}"}]"#,
    ),
    (
        &[
            "assign {n} to {first}",
            "assign task {n} to {first}",
            "give {n} to {first}",
        ],
        r#"[{"do":"task.assign","tasks":[{n}],"assignee":{"name":"{first}"}}]"#,
    ),
    (
        &[
            "note {first}: {said}",
            "note {first} {said}",
            "add note to {first}: {said}",
            "note for {first}: {said}",
        ],
        r#"[{"do":"note.create","who":{"name":"{first}"},"text":"{said}"}]"#,
    ),
    (
        &[
            "add note to {name}: {said}",
            "note {name}: {said}",
            "add a note for {name}: {said}",
        ],
        r#"[{"do":"note.create","who":{"name":"{name}"},"text":"{said}"}]"#,
    ),
    (
        &["note c{n} {said}", "note c{n}: {said}"],
        r#"[{"do":"note.create","who":{"contact":{n}},"text":"{said}"}]"#,
    ),
    (
        &[
            "notes {first}",
            "notes for {first}",
            "show notes {first}",
            "{first}'s notes",
        ],
        r#"[{"do":"note.list","who":{"name":"{first}"}}]"#,
    ),
    (
        &["edit n{n}: {said}", "update note n{n}: {said}"],
        r#"[{"do":"note.update","note":{n},"text":"{said}"}]"#,
    ),
    (
        &["delete n{n}", "delete note n{n}"],
        r#"[{"do":"note.delete","note":{n}}]"#,
    ),
    (
        &[
            "tag {first} {tag}",
            "tag {first} as {tag}",
            "tag {first} with {tag}",
            "tag {first}: {tag}",
            "add tag {tag} to {first}",
        ],
        r#"[{"do":"tag.add","who":{"name":"{first}"},"tags":["{tag}"]}]"#,
    ),
    (
        &["untag {first} {tag}", "remove tag {tag} from {first}"],
        r#"[{"do":"tag.remove","who":{"name":"{first}"},"tags":["{tag}"]}]"#,
    ),
    (
        &["find {phone}", "search {phone}"],
        r#"[{"do":"contact.find","query":"{phone}"}]"#,
    ),
    (
        &[
            "find {first}",
            "search {first}",
            "look up {first}",
            "who is {first}",
        ],
        r#"[{"do":"contact.find","query":"{first}"}]"#,
    ),
    (
        &[
            "add contact {name} {phone}",
            "new contact: {name}, {phone}",
            "create contact {name} {phone}",
        ],
        r#"[{"do":"contact.create","details":{"name":"{name}","first_name":"{first}","last_name":"{last}","phone":"{e164}"}}]"#,
    ),
    (
        &[
            "update {first} phone {phone}",
            "change {first}'s phone to {phone}",
        ],
        r#"[{"do":"contact.update","who":{"name":"{first}"},"details":{"phone":"{e164}"}}]"#,
    ),
    (
        &["show c{n}", "contact c{n}"],
        r#"[{"do":"contact.show","who":{"contact":{n}}}]"#,
    ),
    (
        &["delete contact c{n}"],
        r#"[{"do":"contact.delete","who":{"contact":{n}}}]"#,
    ),
    (
        &[
            "book appointment with {first} {at}",
            "appt with {first} {at}",
            "schedule a meeting with {first} {at}",
        ],
        r#"[{"do":"appointment.book","who":{"name":"{first}"},"start":"{start}"}]"#,
    ),
    (
        &["book appointment with {first} {day}"],
        r#"?[{"do":"appointment.book","who":{"name":"{first}"}}]"#,
    ),
    (
        &["move a{n} to {at}", "reschedule appt a{n} to {at}"],
        r#"[{"do":"appointment.move","appointment":{n},"start":"{start}"}]"#,
    ),
    (
        &["cancel a{n}", "cancel appt a{n}"],
        r#"[{"do":"appointment.cancel","appointment":{n}}]"#,
    ),
    (
        &[
            "appts tomorrow",
            "appointments tomorrow",
            "show my appointments for tomorrow",
        ],
        r#"[{"do":"appointment.list","when":"tomorrow"}]"#,
    ),
    (
        &[
            "opp for {first}: $5k {title}",
            "new opp for {first}: $5k {title}",
        ],
        r#"[{"do":"opportunity.create","who":{"name":"{first}"},"name":"{title}","value":5000}]"#,
    ),
    (
        &["move o{n} to {stage}", "opp o{n} to {stage}"],
        r#"[{"do":"opportunity.stage","opportunity":{n},"stage":"{stage}"}]"#,
    ),
    (
        &["won o{n}"],
        r#"[{"do":"opportunity.won","opportunity":{n}}]"#,
    ),
    (&["opps", "list opps"], r#"[{"do":"opportunity.list"}]"#),
    (&["undo"], r#"[{"do":"undo"}]"#),
    (&["more"], r#"[{"do":"more"}]"#),
    (&["help"], r#"[{"do":"help"}]"#),
    (&["whoami"], r#"[{"do":"whoami"}]"#),
    (&["agenda", "today"], r#"[{"do":"agenda"}]"#),
    (
        &[
            "done {n}; note {first}: {said}",
            "done {n}. note {first}: {said}",
            "done {n} and add note to {first}: {said}",
        ],
        r#"[{"do":"task.complete","tasks":[{n}]},{"do":"note.create","who":{"name":"{first}"},"text":"{said}"}]"#,
    ),
    (
        &["follow {first}"],
        r#"[{"do":"follower.add","who":{"name":"{first}"},"users":[{"me":true}]}]"#,
    ),
    (
        &["enroll {first} in workflow welcome"],
        r#"[{"do":"workflow.add","who":{"name":"{first}"},"workflow":"welcome"}]"#,
    ),
    (
        &["text {first}: {said}", "sms {first}: {said}"],
        r#"[{"do":"message.send","who":{"name":"{first}"},"text":"{said}"}]"#,
    ),
];

/// What destroys or goes out: it must wait for a confirmation.
const CONFIRMED: &[&str] = &[
    "task.delete",
    "note.delete",
    "contact.delete",
    "appointment.cancel",
    "workflow.add",
    "message.send",
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
