//! Time per parse, over the fixed list of [`crate::texts`].

use std::hint::black_box;

use fieldline::clock::Clock;
use fieldline::domain::{Contact, Lang, Region, Role};
use fieldline::engine::Index;
use fieldline::grammar::{DateOrder, Lexicon, Sender, parse};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::median;
use crate::texts::{COMMANDS, LEADS};

const ROUNDS: usize = 60;
const PASSES: usize = 10;
const CONTACTS: usize = 1_000;

/// Prints the table and returns the mean in microseconds.
pub(crate) fn measure(clock: &dyn Clock) -> f64 {
    assert!(
        [COMMANDS, LEADS]
            .concat()
            .iter()
            .all(|text| text.chars().count() <= 160)
    );
    let lexicon = Lexicon::builtin().unwrap();
    let directory: Index = (0..CONTACTS).map(contact).collect();
    let staff = sender(&directory, Role::Staff);
    let lead = sender(&directory, Role::Lead);
    let cases: Vec<_> = COMMANDS
        .iter()
        .map(|text| (*text, &staff))
        .chain(LEADS.iter().map(|text| (*text, &lead)))
        .collect();
    let time = |text: &str, sender: &Sender<'_>| {
        let began = clock.monotonic();
        black_box(parse(black_box(text), &lexicon, sender));
        clock.monotonic().saturating_sub(began).as_secs_f64() * 1e6
    };
    let mut all: Vec<Vec<f64>> = vec![Vec::new(); cases.len()];
    let mut means = Vec::new();
    for _ in 0..ROUNDS {
        let mut spent = 0.0;
        for _ in 0..PASSES {
            for ((text, sender), times) in cases.iter().zip(&mut all) {
                let took = time(text, sender);
                spent += took;
                times.push(took);
            }
        }
        means.push(spent / count(PASSES * cases.len()));
    }
    let mean = median(means);
    let mut sorted = all.concat();
    sorted.sort_unstable_by(f64::total_cmp);
    let p99 = sorted[sorted.len() * 99 / 100];
    println!(
        "\nparse, {} messages of at most 160 characters, {CONTACTS} contacts known",
        cases.len()
    );
    for ((text, _), times) in cases.iter().zip(all) {
        println!("{:>8.1} µs  {text:?}", median(times));
    }
    println!("mean {mean:.1} µs, p99 {p99:.1} µs\n");
    mean
}

fn sender(directory: &Index, role: Role) -> Sender<'_> {
    let now = Timestamp::from_second(1_772_465_400).unwrap();
    Sender {
        now: now.to_zoned(TimeZone::get("America/Chicago").unwrap()),
        region: Region::US,
        date_order: DateOrder::Mdy,
        lang: Lang::en(),
        role,
        question: None,
        directory,
    }
}

// Forty first names times twenty-five last names: a name that people type fits several, as in a real address book.
fn contact(number: usize) -> Contact {
    const FIRST: [&str; 40] = [
        "Jane", "John", "Maria", "Bob", "Ann", "Carlos", "Linda", "Peter", "Susan", "David",
        "Karen", "Paul", "Nancy", "Mark", "Lisa", "George", "Betty", "Kevin", "Helen", "Brian",
        "Sandra", "Edward", "Donna", "Ronald", "Carol", "Anthony", "Ruth", "Jason", "Sharon",
        "Jeff", "Laura", "Ryan", "Sarah", "Gary", "Kim", "Eric", "Amy", "Stephen", "Anna", "Larry",
    ];
    const LAST: [&str; 25] = [
        "Doe", "Smith", "Garcia", "Ray", "Lee", "Lopez", "Brown", "Miller", "Davis", "Wilson",
        "Anderson", "Taylor", "Moore", "Martin", "Jackson", "White", "Harris", "Clark", "Lewis",
        "Young", "Walker", "Hall", "Allen", "King", "Wright",
    ];
    let first = FIRST[number % FIRST.len()];
    let last = LAST[number / FIRST.len() % LAST.len()];
    Contact {
        id: format!("c{number}").as_str().into(),
        handle: None,
        name: format!("{first} {last}"),
        phone: format!("+1512555{number:04}").parse().ok(),
        email: Some(format!("{first}.{last}@example.com").to_lowercase()),
        company: None,
        tags: vec!["vip".to_owned(), "roof".to_owned()],
    }
}

#[expect(clippy::cast_precision_loss, reason = "no run has 2^52 parses")]
fn count(parses: usize) -> f64 {
    parses as f64
}
