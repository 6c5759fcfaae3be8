//! `fieldline parse`: what a message means, as JSON for programs or explained for people.

use std::fmt::Write as _;
use std::io::{self, BufRead, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::anyhow;
use fieldline::clock::{Clock, SystemClock};
use fieldline::domain::{Lang, Outcome, Parsed, Question, Reading, Region, Role};
use fieldline::grammar::{DateOrder, EmptyDirectory, Lexicon, Sender, parse, tokens};
use fieldline::reply::{Phrasebook, Voice, render};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};

/// The arguments of `fieldline parse`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Who sends it: lead, staff, manager or owner
    #[arg(long = "as", value_name = "ROLE")]
    role: Option<String>,
    /// The country of numbers without +
    #[arg(long)]
    region: Option<String>,
    /// The sender's language
    #[arg(long)]
    lang: Option<String>,
    /// The sender's time zone
    #[arg(long)]
    tz: Option<String>,
    /// When it is sent, like 2026-11-23T09:30:00-06:00
    #[arg(long)]
    now: Option<String>,
    /// dmy, mdy or ymd
    #[arg(long)]
    date_order: Option<String>,
    /// One line of JSON instead of the explanation
    #[arg(long)]
    json: bool,
    /// Reads JSON lines {"text", "as", "region", "lang", "tz", "now", "`date_order`", "question"} and answers each with one; what
    /// a line does not say is as the other arguments say
    #[arg(long, conflicts_with = "message")]
    batch: bool,
    /// Language packs in a folder laid out like grammar/, instead of those that come with the program
    #[arg(long, value_name = "DIR")]
    packs: Option<PathBuf>,
    /// A file of an operator's own words beside the packs
    #[arg(long, value_name = "FILE")]
    words: Option<PathBuf>,
    /// The message
    #[arg(required_unless_present = "batch", trailing_var_arg = true)]
    message: Vec<String>,
}

/// Runs `fieldline parse`.
#[expect(clippy::print_stdout, reason = "this is the command line")]
pub(crate) fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let now = SystemClock::new().now();
    let packs = super::grammar::packs(arguments.packs.as_deref(), arguments.words.as_deref())?;
    let lexicon = Lexicon::of(&packs)?;
    let book = Phrasebook::of_packs(&packs)?;
    let reply = |parsed: &Parsed, role: Role| said(parsed, role, &book, now);
    let asked = Asked {
        text: arguments.message.join(" "),
        role: arguments.role,
        region: arguments.region,
        lang: arguments.lang,
        tz: arguments.tz,
        now: arguments.now,
        date_order: arguments.date_order,
        question: None,
    };
    if arguments.batch || arguments.json {
        let line = serde_json::to_vec(&asked)?;
        let input: Box<dyn BufRead> = if arguments.batch {
            Box::new(io::stdin().lock())
        } else {
            Box::new(line.as_slice())
        };
        batch(input, io::stdout().lock(), &asked, &lexicon, &reply, now)?;
        return Ok(ExitCode::SUCCESS);
    }
    let explained = explain(&asked, &lexicon, &reply, now).map_err(|error| anyhow!(error))?;
    print!("{explained}");
    Ok(ExitCode::SUCCESS)
}

/// The reply, where no CRM is needed to know it.
fn said(parsed: &Parsed, role: Role, book: &Phrasebook, now: Timestamp) -> Option<String> {
    let outcome = match &parsed.reading {
        Reading::Problem { problem } => Outcome::Unclear {
            problem: problem.clone(),
        },
        Reading::Help { topic } => Outcome::Helped {
            topic: topic.clone(),
        },
        Reading::OptOut => Outcome::OptedOut,
        Reading::OptIn => Outcome::OptedIn,
        Reading::Execute { .. }
        | Reading::Confirm { .. }
        | Reading::Ask { .. }
        | Reading::Suggest { .. }
        | Reading::Lead { .. }
        | Reading::Reaction
        | Reading::Chatter => return None,
    };
    let voice = Voice {
        lang: &parsed.lang,
        tz: "UTC",
        now,
        segments: 2,
        sender_role: role,
        brand: "Fieldline",
    };
    render(&[outcome], book, &voice).map(|rendered| rendered.text)
}

/// One message to explain, and who sent it when. Everything but the text has a default: staff, US, English, UTC, now, the
/// region's date order, no open question.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    /// The message.
    text: String,
    /// `lead`, `staff`, `manager` or `owner`.
    #[serde(default, skip_serializing_if = "Option::is_none", rename = "as")]
    role: Option<String>,
    /// ISO 3166-1 alpha-2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    region: Option<String>,
    /// ISO 639-1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lang: Option<String>,
    /// An IANA time zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tz: Option<String>,
    /// RFC 3339 with offset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    now: Option<String>,
    /// `dmy`, `mdy` or `ymd`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    date_order: Option<String>,
    /// The question that waits for an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    question: Option<Question>,
}

impl Asked {
    /// The same, with what `usual` says where this says nothing.
    fn or(self, usual: &Self) -> Self {
        Self {
            text: self.text,
            role: self.role.or_else(|| usual.role.clone()),
            region: self.region.or_else(|| usual.region.clone()),
            lang: self.lang.or_else(|| usual.lang.clone()),
            tz: self.tz.or_else(|| usual.tz.clone()),
            now: self.now.or_else(|| usual.now.clone()),
            date_order: self.date_order.or_else(|| usual.date_order.clone()),
            question: self.question,
        }
    }
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

/// Reads JSON lines of [`Asked`] and writes one JSON line for each, in order. What a line does not say is as `usual`. A line that
/// cannot be read, the empty one too, is answered by `{"error":"…"}` in its place.
///
/// # Errors
/// Only those of reading and writing.
fn batch(
    input: impl BufRead,
    mut output: impl Write,
    usual: &Asked,
    lexicon: &Lexicon,
    reply: &dyn Fn(&Parsed, Role) -> Option<String>,
    clock_now: Timestamp,
) -> io::Result<()> {
    for line in input.split(b'\n') {
        let line = line?;
        let line = String::from_utf8_lossy(&line);
        let asked = if line.trim().is_empty() {
            Err("an empty line".to_owned())
        } else {
            serde_json::from_str::<Asked>(&line).map_err(|error| error.to_string())
        };
        let read = asked.and_then(|asked| read(&asked.or(usual), lexicon, clock_now));
        match read {
            Ok((parsed, role)) => {
                let answered = Answered {
                    reply: reply(&parsed, role),
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
fn explain(
    asked: &Asked,
    lexicon: &Lexicon,
    reply: &dyn Fn(&Parsed, Role) -> Option<String>,
    clock_now: Timestamp,
) -> Result<String, String> {
    let (parsed, role) = read(asked, lexicon, clock_now)?;
    let reply = reply(&parsed, role);
    let mut text = String::new();
    explanation(&mut text, asked, &parsed, lexicon, reply.as_deref())
        .map_err(|error| error.to_string())?;
    Ok(text)
}

fn explanation(
    text: &mut String,
    asked: &Asked,
    parsed: &Parsed,
    lexicon: &Lexicon,
    reply: Option<&str>,
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
    if let Some(reply) = reply {
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

fn read(asked: &Asked, lexicon: &Lexicon, clock_now: Timestamp) -> Result<(Parsed, Role), String> {
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
    Ok((parse(&asked.text, lexicon, &sender), role))
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
