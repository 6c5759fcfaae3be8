//! `cargo run --release --bin soak -- EXECUTIONS [SEED]`: made-up texts at full speed on every core, without looking for new
//! paths. What `grammar/` has as examples is cut, mixed, misspelt and spiced; a text that breaks something is shown, and ends it.

#[path = "../checks.rs"]
#[expect(dead_code, reason = "this target asks one of them")]
mod checks;

use std::fs;
use std::panic::catch_unwind;
use std::path::Path;

use fastrand::Rng;

/// Characters of a message, mostly; one in a hundred is many messages long.
const LONGEST: usize = 160;

/// What breaks things more often than letters do.
const SPICES: &[&str] = &[
    " ",
    "\n",
    ":",
    ";",
    ",",
    ".",
    "#",
    "@",
    "\"",
    "'",
    "/",
    "-",
    "+",
    "0",
    "1",
    "42",
    "99999999999",
    "3pm",
    "25:00",
    "\u{0}",
    "\u{200d}",
    "\u{fe0f}",
    "\u{301}",
    "\u{130}",
    "\u{df}",
    "\u{1f44d}",
    "\u{1f3fd}",
    "\u{202e}",
    "\u{feff}",
    "\u{ad}",
    "\u{bd}",
    "&amp;",
    "&#0;",
    "&#x1F600;",
    "Re:",
    "BEGIN:VCARD\n",
    "MECARD:N:",
    "Liked \"",
    " to ",
    " and ",
    "http://",
    "%",
    "\\",
    "…",
    "“",
];

fn main() {
    let mut arguments = std::env::args()
        .skip(1)
        .map(|it| it.parse::<u64>().expect("a number"));
    let executions = arguments.next().expect("how many executions");
    let seed = arguments.next().unwrap_or(1);
    let seeds = seeds();
    let cores = std::thread::available_parallelism().map_or(1, |it| it.get() as u64);
    std::thread::scope(|scope| {
        for core in 0..cores {
            let seeds = &seeds;
            scope.spawn(move || {
                soak(
                    seeds,
                    executions / cores,
                    seed.wrapping_mul(1_000).wrapping_add(core),
                )
            });
        }
    });
    println!(
        "{} texts from {} seeds, none broke anything",
        executions / cores * cores,
        seeds.len()
    );
}

fn soak(seeds: &[String], executions: u64, seed: u64) {
    let mut rng = Rng::with_seed(seed);
    for _ in 0..executions {
        let text = made_up(seeds, &mut rng);
        if catch_unwind(|| checks::message(&text)).is_err() {
            eprintln!("this one broke it: {text:?}");
            std::process::exit(1);
        }
    }
}

fn made_up(seeds: &[String], rng: &mut Rng) -> String {
    let mut text = seeds[rng.usize(..seeds.len())].clone();
    for _ in 0..rng.usize(1..=6) {
        let (from, to) = range(&text, rng);
        match rng.u8(..7) {
            0 => text.replace_range(from..to, ""),
            1 => text.insert_str(from, &text[from..to].to_owned()),
            2 => text.insert_str(from, SPICES[rng.usize(..SPICES.len())]),
            3 => text.replace_range(from..to, SPICES[rng.usize(..SPICES.len())]),
            4 => {
                let other = &seeds[rng.usize(..seeds.len())];
                let (begin, end) = range(other, rng);
                text.insert_str(from, &other[begin..end]);
            }
            5 => {
                let changed = if rng.bool() {
                    text[from..to].to_uppercase()
                } else {
                    text[from..to].to_lowercase()
                };
                text.replace_range(from..to, &changed);
            }
            _ => text.insert(from, rng.char(..)),
        }
    }
    let longest = if rng.u8(..100) == 0 {
        LONGEST * 12
    } else {
        LONGEST
    };
    if let Some((end, _)) = text.char_indices().nth(longest) {
        text.truncate(end);
    }
    text
}

/// A part of a text between characters, mostly a short one.
fn range(text: &str, rng: &mut Rng) -> (usize, usize) {
    let from = text.floor_char_boundary(rng.usize(..=text.len()));
    let longest = if rng.bool() { 3 } else { text.len() };
    let to = text.floor_char_boundary((from + rng.usize(..=longest)).min(text.len()));
    (from, to.max(from))
}

/// Every quoted text of the packs' corpora.
fn seeds() -> Vec<String> {
    let grammar = Path::new(env!("CARGO_MANIFEST_DIR")).join("../grammar");
    let mut seeds = Vec::new();
    for pack in fs::read_dir(grammar).expect("the packs") {
        let corpus = pack.expect("a pack").path().join("corpus.toml");
        let corpus = fs::read_to_string(corpus).unwrap_or_default();
        seeds.extend(
            corpus
                .split('"')
                .skip(1)
                .step_by(2)
                .map(|text| text.replace("\\n", "\n")),
        );
    }
    assert!(seeds.len() > 1_000, "the packs have examples");
    seeds
}
