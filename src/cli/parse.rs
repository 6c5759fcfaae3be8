//! `fieldline parse`: what a message means, as JSON for programs or explained for people.

use std::fmt::Write as _;
use std::io::{self, BufRead, Write};

use fieldline::domain::{Lang, Parsed, Question, Reading, Region, Role};
use fieldline::grammar::{DateOrder, EmptyDirectory, Lexicon, Sender, parse, tokens};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};

/// One message to explain, and who sent it when. Everything but the text has a default: staff, US, English, UTC, now, the
/// region's date order, no open question.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// The message.
    pub text: String,
    /// `lead`, `staff`, `manager` or `owner`.
    #[serde(default, rename = "as")]
    pub role: Option<String>,
    /// ISO 3166-1 alpha-2.
    #[serde(default)]
    pub region: Option<String>,
    /// ISO 639-1.
    #[serde(default)]
    pub lang: Option<String>,
    /// An IANA time zone.
    #[serde(default)]
    pub tz: Option<String>,
    /// RFC 3339 with offset.
    #[serde(default)]
    pub now: Option<String>,
    /// `dmy`, `mdy` or `ymd`.
    #[serde(default)]
    pub date_order: Option<String>,
    /// The question that waits for an answer.
    #[serde(default)]
    pub question: Option<Question>,
}

/// One line of the answer.
#[derive(Serialize)]
struct Answered<'a> {
    #[serde(flatten)]
    parsed: &'a Parsed,
    reply: Option<String>,
}

#[derive(Serialize)]
struct Failed {
    error: String,
}

/// Reads JSON lines of [`Asked`] and writes one JSON line for each, in order. A line that cannot be read is answered by
/// `{"error":"…"}` in its place.
///
/// # Errors
/// Only those of reading and writing.
pub fn batch(
    input: impl BufRead,
    mut output: impl Write,
    reply: &dyn Fn(&Parsed) -> Option<String>,
    clock_now: Timestamp,
) -> io::Result<()> {
    let lexicon = Lexicon::builtin().map_err(io::Error::other)?;
    for line in input.split(b'\n') {
        let line = line?;
        let line = String::from_utf8_lossy(&line);
        if line.trim().is_empty() {
            continue;
        }
        let read = serde_json::from_str::<Asked>(&line)
            .map_err(|error| error.to_string())
            .and_then(|asked| read(&asked, &lexicon, clock_now));
        match read {
            Ok(parsed) => {
                let answered = Answered {
                    reply: reply(&parsed),
                    parsed: &parsed,
                };
                serde_json::to_writer(&mut output, &answered)?;
            }
            Err(error) => serde_json::to_writer(&mut output, &Failed { error })?,
        }
        output.write_all(b"\n")?;
    }
    output.flush()
}

/// One message explained for a person: what was normalised, the tokens, the reading and why.
///
/// # Errors
/// What is wrong with a value of `asked`, in words.
pub fn explain(
    asked: &Asked,
    reply: &dyn Fn(&Parsed) -> Option<String>,
    clock_now: Timestamp,
) -> Result<String, String> {
    let lexicon = Lexicon::builtin().map_err(|error| error.to_string())?;
    let parsed = read(asked, &lexicon, clock_now)?;
    let mut text = String::new();
    explanation(&mut text, asked, &parsed, &lexicon, reply).map_err(|error| error.to_string())?;
    Ok(text)
}

fn explanation(
    text: &mut String,
    asked: &Asked,
    parsed: &Parsed,
    lexicon: &Lexicon,
    reply: &dyn Fn(&Parsed) -> Option<String>,
) -> Result<(), std::fmt::Error> {
    let (folded, tokens) = tokens(&asked.text, lexicon);
    writeln!(text, "message   {}", asked.text)?;
    if folded != asked.text {
        writeln!(text, "compared  {folded}")?;
    }
    writeln!(text, "tokens    {}", tokens.join(" · "))?;
    writeln!(text, "language  {}", parsed.lang)?;
    writeln!(text, "outcome   {}", outcome(&parsed.reading))?;
    for reason in &parsed.reasons {
        let from = reason.from.as_deref().unwrap_or_default();
        let to = reason
            .to
            .as_ref()
            .map(|to| format!(" → {to}"))
            .unwrap_or_default();
        writeln!(text, "because   {} \"{from}\"{to}", reason.code)?;
    }
    let reading = serde_json::to_string_pretty(&parsed.reading).map_err(|_| std::fmt::Error)?;
    for line in reading.lines() {
        writeln!(text, "          {line}")?;
    }
    if let Some(reply) = reply(parsed) {
        writeln!(text, "reply     {reply}")?;
    }
    Ok(())
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

fn read(asked: &Asked, lexicon: &Lexicon, clock_now: Timestamp) -> Result<Parsed, String> {
    let region = match &asked.region {
        Some(region) => region
            .parse::<Region>()
            .map_err(|_| format!("no such region: {region}"))?,
        None => Region::US,
    };
    let role = match &asked.role {
        Some(role) => role
            .parse::<Role>()
            .map_err(|error| format!("{role}: {error}"))?,
        None => Role::Staff,
    };
    let date_order = match asked.date_order.as_deref() {
        Some("dmy") => DateOrder::Dmy,
        Some("mdy") => DateOrder::Mdy,
        Some("ymd") => DateOrder::Ymd,
        Some(other) => return Err(format!("no date order: {other}; use dmy, mdy or ymd")),
        None => DateOrder::of(region),
    };
    let sender = Sender {
        now: now(asked, clock_now)?,
        region,
        date_order,
        lang: asked
            .lang
            .as_ref()
            .map_or_else(Lang::en, |lang| Lang(lang.clone())),
        role,
        question: asked.question.as_ref(),
        directory: &EmptyDirectory,
    };
    Ok(parse(&asked.text, lexicon, &sender))
}

fn now(asked: &Asked, clock_now: Timestamp) -> Result<Zoned, String> {
    let zone = match &asked.tz {
        Some(tz) => TimeZone::get(tz).map_err(|_| format!("no such time zone: {tz}"))?,
        None => TimeZone::UTC,
    };
    let now = match &asked.now {
        Some(now) => now
            .parse::<Timestamp>()
            .map_err(|_| format!("not a time with offset: {now}"))?,
        None => clock_now,
    };
    Ok(now.to_zoned(zone))
}
