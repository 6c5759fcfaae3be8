//! `fieldline parse`: what a message means, as JSON for programs or explained for people.

mod drawing;
mod explain;
mod question;

use std::io::{self, BufRead, Write};
use std::process::ExitCode;

use anyhow::anyhow;
use fieldline::clock::{Clock, SystemClock};
use fieldline::domain::{Lang, Outcome, Parsed, Question, Reading, Region, Role};
use fieldline::grammar::{DateOrder, EmptyDirectory, Lexicon, Sender, parse};
use fieldline::reply::{Phrasebook, Voice, render};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};

use self::explain::explanation;
use super::packs::PackFiles;

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
    #[command(flatten)]
    packs: PackFiles,
    /// The message
    #[arg(required_unless_present = "batch", trailing_var_arg = true)]
    message: Vec<String>,
}

/// Runs `fieldline parse`.
pub(crate) fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let now = SystemClock::new().now();
    let packs = arguments.packs.load()?;
    let lexicon = Lexicon::of(&packs)?;
    let book = Phrasebook::of_packs(&packs)?;
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
        batch(input, io::stdout().lock(), &asked, &lexicon, &book, now)?;
        return Ok(ExitCode::SUCCESS);
    }
    let sender = sender(&asked, now).map_err(|error| anyhow!(error))?;
    let explained = explanation(&asked.text, &sender, &lexicon, &book, super::in_colour())?;
    super::print(format_args!("{explained}"));
    Ok(ExitCode::SUCCESS)
}

/// The reply, where no CRM is needed to know it.
fn said(parsed: &Parsed, role: Role, book: &Phrasebook, now: Timestamp) -> Option<String> {
    let voice = Voice {
        lang: &parsed.lang,
        tz: "UTC",
        now,
        segments: 2,
        sender_role: role,
        brand: "Fieldline",
    };
    render(&[told(parsed)?], book, &voice).map(|rendered| rendered.text)
}

/// What a message without commands is answered.
fn told(parsed: &Parsed) -> Option<Outcome> {
    match &parsed.reading {
        Reading::Problem { problem } => Some(Outcome::Unclear {
            problem: problem.clone(),
        }),
        Reading::Help { topic } => Some(Outcome::Helped {
            topic: topic.clone(),
        }),
        Reading::OptOut => Some(Outcome::OptedOut),
        Reading::OptIn => Some(Outcome::OptedIn),
        Reading::Execute { .. }
        | Reading::Confirm { .. }
        | Reading::Ask { .. }
        | Reading::Suggest { .. }
        | Reading::Lead { .. }
        | Reading::Reaction
        | Reading::Chatter => None,
    }
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
    book: &Phrasebook,
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
        let asked = asked.map(|asked| asked.or(usual));
        let read = asked.as_ref().map_err(Clone::clone).and_then(|asked| {
            let sender = sender(asked, clock_now)?;
            Ok((parse(&asked.text, lexicon, &sender), sender.role))
        });
        match read {
            Ok((parsed, role)) => {
                let answered = Answered {
                    reply: said(&parsed, role, book, clock_now),
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

/// Who sends it, and what that message is read with.
///
/// # Errors
/// What is wrong with a value of `asked`, in words.
fn sender(asked: &Asked, clock_now: Timestamp) -> Result<Sender<'_>, String> {
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
    Ok(Sender {
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
    })
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
