//! Made-up leads: the details, and many ways to write them down. The same seed gives the same leads.

mod forms;
mod people;

use fieldline::grammar::lead::Found;

use people::Chance;

/// A message and what should be read out of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Block {
    pub(crate) text: String,
    /// How it is written.
    pub(crate) form: &'static str,
    pub(crate) name: String,
    pub(crate) last: Option<String>,
    pub(crate) email: Option<String>,
    /// In E.164.
    pub(crate) phone: Option<String>,
    pub(crate) company: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) note: Option<String>,
}

/// `count` leads, clean or each with one or two kinds of noise.
pub(crate) fn made(count: usize, noisy: bool) -> Vec<Block> {
    let mut chance = Chance(if noisy { 0x5eed_0002 } else { 0x5eed_0001 });
    (0..count)
        .map(|_| {
            let block = forms::block(&mut chance);
            if noisy {
                spoilt(block, &mut chance)
            } else {
                block
            }
        })
        .collect()
}

/// What is wrong with what was found: the first slot that differs. Case, spacing and marks at the ends do not count.
pub(crate) fn difference(block: &Block, found: Option<&Found>) -> Option<String> {
    let Some(found) = found else {
        return Some(format!("{}: nothing found", block.form));
    };
    let details = &found.details;
    let name = Some(block.name.clone());
    let pairs = [
        ("name", &name, &details.name),
        ("email", &block.email, &details.email),
        ("phone", &block.phone, &details.phone),
        ("company", &block.company, &details.company),
        ("title", &block.title, &details.title),
        ("last name", &block.last, &details.last_name),
        ("note", &block.note, &found.note),
    ];
    for (slot, wanted, got) in pairs {
        if plain(wanted.as_ref()) != plain(got.as_ref()) {
            return Some(format!("{}: {slot}", block.form));
        }
    }
    (!found.register).then(|| format!("{}: not registered", block.form))
}

fn plain(value: Option<&String>) -> String {
    let value = value
        .map(String::as_str)
        .unwrap_or_default()
        .to_lowercase()
        .replace('’', "'");
    let words: Vec<&str> = value
        .split(|c: char| c.is_whitespace() || ",;:-\u{200b}".contains(c))
        .map(|word| word.trim_matches(|c: char| ".!?)\"".contains(c)))
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

/// One or two kinds of noise.
fn spoilt(mut block: Block, chance: &mut Chance) -> Block {
    for _ in 0..=chance.below(2) {
        spoil(&mut block, chance);
    }
    block
}

fn spoil(block: &mut Block, chance: &mut Chance) {
    let card = block.form == "card";
    match chance.below(10) {
        0 | 1 if !card => block.text = block.text.to_lowercase(),
        2 if !card => block.text = block.text.to_uppercase(),
        3 => block.text = block.text.replace(' ', "  "),
        4 => block.text = block.text.replace('\'', "’").replace(" - ", " – "),
        5 if !card => block.text = block.text.replace(", ", " "),
        6 => block.text = format!("{}\n\nSent from my iPhone", block.text),
        7 => {
            let at = block
                .text
                .char_indices()
                .nth(block.text.chars().count() / 2)
                .map_or(0, |(at, _)| at);
            if block.text[..at].ends_with(' ') {
                block.text.insert(at, '\u{200b}');
            }
        }
        8 if !card => {
            block.text = block
                .text
                .replace("Email:", "Emial:")
                .replace("Phone:", "Phoen:")
                .replace("Name:", "Nmae:");
        }
        _ if !card => {
            block.text = block
                .text
                .replace("I'm", "Im")
                .replace(". ", " ")
                .replace("  ", " ");
        }
        _ => {}
    }
}
