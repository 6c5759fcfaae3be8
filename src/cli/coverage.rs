//! `fieldline grammar coverage`: what of the log was understood, which words nobody knows, and what other words would change.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::Arc;

use fieldline::clock::{SharedClock, SystemClock};
use fieldline::domain::{Intent, MessageId, Reading};
use fieldline::engine::{Again, Rereader};
use fieldline::grammar::{Lexicon, unknown_words};
use fieldline::store::{LogFilter, Store};

use super::ConfigFile;
use super::log::{journal, moment};
use super::packs::PackFiles;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Only messages since a moment (2026-11-22T10:00:00Z) or a while ago (2h, 3d)
    #[arg(long)]
    since: Option<String>,
    #[command(flatten)]
    packs: PackFiles,
    /// How many unknown words are listed
    #[arg(long, default_value_t = 20)]
    top: usize,
    #[command(flatten)]
    config: ConfigFile,
}

/// What a log came to.
#[derive(Default)]
struct Coverage {
    messages: usize,
    outcomes: BTreeMap<String, usize>,
    /// Of messages that were not understood: in how many each word is.
    unknown: BTreeMap<String, usize>,
    not_understood: usize,
    compared: usize,
    different: Vec<(MessageId, String, String)>,
}

pub(crate) async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let config = arguments.config.load()?;
    let lexicon = Lexicon::of(&arguments.packs.load_or(&config)?)?;
    let clock: SharedClock = Arc::new(SystemClock::new());
    let since = moment(arguments.since.as_deref(), clock.now())?;
    let store = journal(&config, &clock)?;
    let rereader = Rereader::new(store.as_ref(), &config, &lexicon).await?;
    let filter = LogFilter {
        since,
        limit: 200,
        ..LogFilter::default()
    };
    let coverage = count(store.as_ref(), filter, &rereader, &lexicon).await?;
    print(&coverage, arguments.top, &lexicon);
    Ok(ExitCode::SUCCESS)
}

async fn count(
    store: &dyn Store,
    mut filter: LogFilter,
    rereader: &Rereader<'_>,
    lexicon: &Lexicon,
) -> anyhow::Result<Coverage> {
    let mut coverage = Coverage::default();
    loop {
        let page = store.log(&filter).await?;
        for entry in &page.messages {
            coverage.messages += 1;
            let outcome = entry.outcome.as_deref().unwrap_or("unfinished");
            *coverage.outcomes.entry(outcome.to_owned()).or_default() += 1;
            let Again::Read(read) = rereader.read(entry).await? else {
                continue;
            };
            coverage.compared += 1;
            if !read.is_same() {
                let change = (entry.id, kind(&read.then.reading), kind(&read.now.reading));
                coverage.different.push(change);
            }
            if is_understood(&read.now.reading) {
                continue;
            }
            coverage.not_understood += 1;
            for word in unknown_words(&entry.text, lexicon) {
                *coverage.unknown.entry(word).or_default() += 1;
            }
        }
        if page.next.is_none() {
            return Ok(coverage);
        }
        filter.after = page.next;
    }
}

fn is_understood(reading: &Reading) -> bool {
    !matches!(
        reading,
        Reading::Problem { .. } | Reading::Chatter | Reading::Suggest { .. }
    )
}

fn print(coverage: &Coverage, top: usize, lexicon: &Lexicon) {
    say!("{} messages", coverage.messages);
    let mut outcomes: Vec<_> = coverage.outcomes.iter().collect();
    outcomes.sort_by_key(|(outcome, count)| (Reverse(**count), outcome.as_str()));
    for (outcome, count) in outcomes {
        say!("{count:>8}  {outcome}");
    }
    say!(
        "\n{} words unknown in the {} messages that are not understood",
        coverage.unknown.len(),
        coverage.not_understood
    );
    let mut unknown: Vec<_> = coverage.unknown.iter().collect();
    unknown.sort_by_key(|(word, count)| (Reverse(**count), word.as_str()));
    for (word, count) in unknown.iter().take(top) {
        say!("{count:>8}  {word}");
    }
    say!(
        "\n{} of {} messages would be read differently with grammar {}",
        coverage.different.len(),
        coverage.compared,
        lexicon.version()
    );
    for (message, then, now) in &coverage.different {
        say!("  {message}  {then} -> {now}");
    }
}

// What a reading comes to, without a word of it.
fn kind(reading: &Reading) -> String {
    let named = |outcome: &str, intents: &[Intent]| {
        let names: Vec<&str> = intents.iter().map(Intent::name).collect();
        format!("{outcome} {}", names.join(", "))
    };
    match reading {
        Reading::Execute { intents } => named("execute", intents),
        Reading::Confirm { intents } => named("confirm", intents),
        Reading::Ask { intents, .. } => named("ask", intents),
        Reading::Suggest { intents } => named("suggest", intents),
        Reading::Lead { intents } => named("lead", intents),
        Reading::Problem { .. } => "problem".to_owned(),
        Reading::OptOut => "optout".to_owned(),
        Reading::OptIn => "optin".to_owned(),
        Reading::Help { .. } => "help".to_owned(),
        Reading::Reaction => "reaction".to_owned(),
        Reading::Chatter => "chatter".to_owned(),
    }
}
