//! One message explained for a person: what each word was taken for, what else was thought of, and what would happen.

use std::fmt::{self, Write as _};

use fieldline::domain::{Outcome, Parsed, Reading};
use fieldline::grammar::{
    Exactness, Explained, Interpretation, Lexicon, Sender, Standing, Stopped, Taken, Verdict, Way,
    Word, canonical, explain,
};
use fieldline::reply::{Phrasebook, render};
use jiff::Zoned;
use owo_colors::{OwoColorize as _, Style};
use serde_json::Value;

use super::drawing::{Part, drawn};
use super::question;

/// Columns of the names at the left, and of what stands beside them.
const LEFT: usize = 10;
const WIDTH: usize = 88;

/// Everything about one message, in lines.
pub(super) fn explanation(
    text: &str,
    sender: &Sender<'_>,
    lexicon: &Lexicon,
    book: &Phrasebook,
    colour: bool,
) -> Result<String, fmt::Error> {
    let explained = explain(text, lexicon, sender);
    let mut page = Page {
        text: String::new(),
        colour,
    };
    let parts = parts(text, &explained.words, sender);
    page.section("message", &drawn(text, &parts, WIDTH, colour))?;
    if explained.folded != text.to_lowercase() {
        let folded: String = explained.folded.chars().map(visible).collect();
        page.section("compared", &[folded])?;
    }
    let parsed = &explained.parsed;
    page.section("language", &[parsed.lang.to_string()])?;
    page.section("read as", &tried(text, &explained, lexicon, &page))?;
    page.section("date", &dates(parsed, &sender.now))?;
    page.section("happens", &happens(parsed, lexicon, &page))?;
    let reply = reply(parsed, sender, book);
    let reply: Vec<String> = reply.lines().map(|line| page.bold(line)).collect();
    page.section("reply", &reply)?;
    Ok(page.text)
}

struct Page {
    text: String,
    colour: bool,
}

impl Page {
    // The name stands beside the first of its lines; where there are none, nothing does.
    fn section(&mut self, name: &str, lines: &[String]) -> fmt::Result {
        let mut name = name;
        for line in lines {
            let left = self.dim(&format!("{name:<LEFT$}"));
            writeln!(self.text, "{left}{line}")?;
            name = "";
        }
        Ok(())
    }

    fn dim(&self, text: &str) -> String {
        self.styled(text, Style::new().dimmed())
    }

    fn bold(&self, text: &str) -> String {
        self.styled(text, Style::new().bold())
    }

    fn styled(&self, text: &str, style: Style) -> String {
        if self.colour && !text.trim().is_empty() {
            text.style(style).to_string()
        } else {
            text.to_owned()
        }
    }
}

// Words that stand together and were taken for the same are one part.
fn parts(text: &str, words: &[Word], sender: &Sender<'_>) -> Vec<Part> {
    let column = |at: usize| text.get(..at).map_or(0, |before| before.chars().count());
    let is_sign = |word: &Word| {
        let said = text.get(word.span[0]..word.span[1]).unwrap_or_default();
        !said.contains(char::is_alphanumeric)
    };
    let mut parts: Vec<(Part, &Taken)> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let [from, to] = word.span.map(column);
        let before = parts.last_mut().filter(|(_, taken)| **taken == word.taken);
        if let Some((part, _)) = before {
            part.to = to;
            continue;
        }
        if word.taken == Taken::Connective && is_sign(word) {
            // A sign within a part belongs to it: 12:30.
            let next = words.get(at + 1).map(|next| &next.taken);
            if let (Some((part, taken)), Some(next)) = (parts.last_mut(), next)
                && *taken == next
            {
                part.to = to;
            }
            continue;
        }
        let (label, style) = label(&word.taken, sender);
        let part = Part {
            from,
            to,
            label,
            style,
        };
        parts.push((part, &word.taken));
    }
    parts.into_iter().map(|(part, _)| part).collect()
}

fn label(taken: &Taken, sender: &Sender<'_>) -> (String, Style) {
    let style = Style::new();
    match taken {
        Taken::Command(word) => (format!("command: {word}"), style.cyan().bold()),
        Taken::Slot(slot) => {
            let one = if slot == "tasks" { "task" } else { slot };
            (one.replace('_', " "), style.green())
        }
        Taken::Date(None) => ("date".to_owned(), style.magenta()),
        Taken::Date(Some(meant)) => (format!("date, as {meant}"), style.magenta()),
        Taken::Connective => ("small word".to_owned(), style.dimmed()),
        Taken::Courtesy => ("courtesy".to_owned(), style.dimmed()),
        Taken::Junk => ("left out".to_owned(), style.dimmed()),
        Taken::Unclear => ("not understood".to_owned(), style.red().bold()),
        Taken::Known => ("known word".to_owned(), style.dimmed()),
        Taken::Unknown if sender.role == fieldline::domain::Role::Lead => {
            ("text".to_owned(), style.dimmed())
        }
        Taken::Unknown => ("unknown word".to_owned(), style.yellow()),
    }
}

// With a line for the words of each command where there are several.
fn tried(text: &str, explained: &Explained, lexicon: &Lexicon, page: &Page) -> Vec<String> {
    let reading = &explained.parsed.reading;
    if explained.tried.is_empty() {
        let because = explained
            .parsed
            .reasons
            .first()
            .map(|reason| format!(" ({})", reason.code))
            .unwrap_or_default();
        let what = match reading {
            Reading::Chatter if because.is_empty() => {
                "nothing in it begins a command or holds a stranger's details".to_owned()
            }
            _ => format!("✓ the message as a whole: {}{because}", outcome(reading)),
        };
        return vec![what];
    }
    let first = explained.tried.first().map(|one| one.span);
    let several = explained.tried.iter().any(|one| Some(one.span) != first);
    let mut lines = Vec::new();
    let mut before = None;
    for one in &explained.tried {
        if several && before != Some(one.span) {
            before = Some(one.span);
            let said = text.get(one.span[0]..one.span[1]).unwrap_or_default();
            let said: String = said.chars().map(visible).collect();
            lines.push(page.dim(&format!("“{said}”")));
        }
        lines.extend(interpretation(text, one, lexicon, page));
    }
    lines
}

fn interpretation(text: &str, one: &Interpretation, lexicon: &Lexicon, page: &Page) -> Vec<String> {
    let intent = match &one.meaning {
        Err(stopped) => {
            let head = one.head.as_deref().unwrap_or("a reference");
            let why = stops(text, stopped);
            return vec![page.dim(&format!("✗ {head} …: {why}"))];
        }
        Ok(intent) => intent,
    };
    let way = match one.way {
        Way::Written => "as it is written",
        Way::Corrected => "with a word corrected",
        Way::Later => "from a command later in it",
        Way::Gist => "from what it is probably about",
    };
    let word = match (one.way, one.word) {
        (Way::Written, Exactness::Exact) => ", by the word itself",
        (Way::Written, Exactness::Alias) if one.head.is_none() => ", by what it is about",
        (Way::Written, Exactness::Alias) => ", by another word for it",
        _ => "",
    };
    let gate = match one.gate {
        Standing::Runs => "runs",
        Standing::Confirmed => "needs a confirmation",
        Standing::Asked => "has a question",
        Standing::Suggested => "is only suggested",
    };
    let plain = canonical(intent, &one.lang, lexicon);
    let plain: String = plain.chars().map(visible).collect();
    let rank = format!("{} · {way}{word} · {} · {gate}", intent.name(), one.lang);
    if one.verdict == Verdict::Taken {
        return vec![
            page.styled(&format!("✓ {plain}"), Style::new().green().bold()),
            format!("    {rank}"),
        ];
    }
    vec![
        page.dim(&format!("· {plain}")),
        page.dim(&format!("    {rank}")),
        page.dim(&format!("    not taken: {}", lost(one.verdict))),
    ]
}

fn lost(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Taken => "",
        Verdict::NeedsMore => "more would have to be asked first",
        Verdict::LessExact => "its word is less exactly the one for it",
        Verdict::OtherLanguage => "its word is of another language than the sender's",
        Verdict::Behind => "as good, but it comes later in the order of the forms",
        Verdict::LastResort => "something better came before it",
        Verdict::Unfit => "not every word has a place in it",
    }
}

fn stops(text: &str, stopped: &Stopped) -> String {
    let found = text.get(stopped.at[0]..stopped.at[1]).unwrap_or_default();
    let place = if found.trim().is_empty() {
        "stops at the end".to_owned()
    } else {
        format!("stops at “{}”", found.trim())
    };
    let expected: Vec<&str> = stopped.expected.iter().map(String::as_str).collect();
    match expected[..] {
        [] => place,
        ["end"] => format!("{place}, which has no place in it"),
        _ => format!("{place}, wants {}", expected.join(" or ")),
    }
}

// Every date of the commands, so that no reader has to count days.
fn dates(parsed: &Parsed, now: &Zoned) -> Vec<String> {
    let mut dates = Vec::new();
    for intent in parsed.reading.intents() {
        let Ok(Value::Object(fields)) = serde_json::to_value(intent) else {
            continue;
        };
        for name in ["due", "start", "end", "when"] {
            let Some(Value::String(said)) = fields.get(name) else {
                continue;
            };
            dates.extend(absolute(said, now).map(|date| format!("{name}: {date}")));
        }
    }
    dates
}

fn absolute(said: &str, now: &Zoned) -> Option<String> {
    if let Ok(moment) = said.parse::<jiff::Timestamp>() {
        let zoned = moment.to_zoned(now.time_zone().clone());
        let from_now = (zoned.date() - now.date()).get_days();
        let at = zoned.strftime("%A, %-d %B %Y, %H:%M %Z");
        return Some(format!("{at} ({})", days(from_now)));
    }
    let date = said.parse::<jiff::civil::Date>().ok()?;
    let from_now = (date - now.date()).get_days();
    Some(format!(
        "{}, no time said ({})",
        date.strftime("%A, %-d %B %Y"),
        days(from_now)
    ))
}

fn days(count: i32) -> String {
    match count {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        2.. => format!("in {count} days"),
        _ => format!("{} days ago", count.unsigned_abs()),
    }
}

fn happens(parsed: &Parsed, lexicon: &Lexicon, page: &Page) -> Vec<String> {
    let mut lines = vec![page.bold(outcome(&parsed.reading))];
    for intent in parsed.reading.intents() {
        let plain = canonical(intent, &parsed.lang, lexicon);
        let plain: String = plain.chars().map(visible).collect();
        lines.push(format!("  {plain}"));
        let json = serde_json::to_string(intent).unwrap_or_default();
        lines.push(page.dim(&format!("  {json}")));
    }
    if let Reading::Ask { question, .. } = &parsed.reading {
        for (number, choice) in (1..).zip(&question.choices) {
            lines.push(format!("  {number} {}", choice.label));
        }
    }
    if let Reading::Problem { problem } = &parsed.reading {
        let found = match problem.found.as_str() {
            "" => "the message ends too early",
            found => found,
        };
        lines.push(format!(
            "  {found}: {} expected",
            problem.expected.join(" or ")
        ));
        lines.extend(problem.near.iter().map(|near| format!("  near: {near}")));
    }
    lines
}

fn reply(parsed: &Parsed, sender: &Sender<'_>, book: &Phrasebook) -> String {
    let told = super::told(parsed).or_else(|| question::talk(parsed, sender.role));
    let voice = question::voice(parsed, sender);
    let rendered = |outcome: Outcome| render(&[outcome], book, &voice).map(|it| it.text);
    let known = told.and_then(rendered);
    known
        .or_else(|| question::asked(parsed, sender, book))
        .unwrap_or_else(|| match &parsed.reading {
            Reading::Chatter | Reading::Reaction => "(none)".to_owned(),
            _ => "(what the CRM says decides)".to_owned(),
        })
}

fn outcome(reading: &Reading) -> &'static str {
    match reading {
        Reading::Execute { .. } => "runs",
        Reading::Confirm { .. } => "runs after a confirmation",
        Reading::Ask { .. } => "asks first",
        Reading::Suggest { .. } => "asks whether this is meant",
        Reading::Problem { .. } => "says what was not understood",
        Reading::Lead { .. } => "registers a lead",
        Reading::OptOut => "opts out",
        Reading::OptIn => "opts in",
        Reading::Help { .. } => "helps",
        Reading::Reaction => "nothing: a tap on a message",
        Reading::Chatter => "nothing: talk",
    }
}

// Text of strangers must not steer the terminal.
fn visible(c: char) -> char {
    if c.is_control() { ' ' } else { c }
}
