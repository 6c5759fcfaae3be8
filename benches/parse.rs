//! Time per parse. `cargo bench --bench parse`; the throughput line of `all` divided by its number of messages is the mean.

#![expect(
    clippy::expect_used,
    reason = "a bench that cannot go on shall say so loudly"
)]

use divan::{Bencher, black_box};
use fieldline::domain::{Lang, Region, Role};
use fieldline::grammar::{DateOrder, EmptyDirectory, Lexicon, Sender, parse};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Messages of up to 160 characters, as people text them.
const MESSAGES: &[&str] = &[
    "done 42",
    "tasks",
    "add task for Jane Doe: call back tomorrow 3pm",
    "note Jane left voicemail, wants a new quote for the roof and the gutters before the end of the month, call after five",
    "tag Jane vip",
    "find 555-0142",
    "taks",
    "remind me to send the quote to Bob on friday at 3",
    "task call bob thrusday 3pm",
    "delete task 43",
    "done 42; note Jane: paid; task send receipt tomorrow",
    "Hey are you coming tonight? We will be at the usual place around eight, bring some drinks if you can lol",
    "ok see you there",
    "Liked “call bob”",
    "STOP",
    "show my tasks for this week",
];

fn main() {
    divan::main();
}

#[divan::bench(args = MESSAGES)]
fn one(bencher: Bencher<'_, '_>, text: &str) {
    let lexicon = Lexicon::builtin().expect("the packs are right");
    let sender = staff();
    bencher.bench_local(|| parse(black_box(text), &lexicon, &sender));
}

#[divan::bench]
fn all(bencher: Bencher<'_, '_>) {
    let lexicon = Lexicon::builtin().expect("the packs are right");
    let sender = staff();
    bencher
        .counter(divan::counter::ItemsCount::new(MESSAGES.len()))
        .bench_local(|| {
            for text in MESSAGES {
                black_box(parse(black_box(text), &lexicon, &sender));
            }
        });
}

#[divan::bench]
fn load() -> Lexicon {
    Lexicon::builtin().expect("the packs are right")
}

fn staff() -> Sender<'static> {
    let now = Timestamp::from_second(1_772_465_400).expect("a time");
    Sender {
        now: now.to_zoned(TimeZone::get("America/Chicago").expect("a zone")),
        region: Region::US,
        date_order: DateOrder::Mdy,
        lang: Lang::en(),
        role: Role::Staff,
        question: None,
        directory: &EmptyDirectory,
    }
}
