//! `fieldline log`: the command log on the terminal.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail};
use fieldline::app;
use fieldline::clock::{SharedClock, SystemClock};
use fieldline::config::Config;
use fieldline::domain::MessageId;
use fieldline::store::{LogEntry, LogFilter, Store};
use jiff::{SignedDuration, Timestamp};

use super::ConfigFile;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Goes on with new entries as they end
    #[arg(long)]
    follow: bool,
    /// One JSON object per line
    #[arg(long)]
    json: bool,
    /// Only messages from this number
    #[arg(long, value_name = "NUMBER")]
    from: Option<String>,
    /// Only messages that ended like this (completed, problem, …)
    #[arg(long)]
    outcome: Option<String>,
    /// Only messages since a moment (2026-11-22T10:00:00Z) or a while ago (2h, 3d)
    #[arg(long)]
    since: Option<String>,
    /// How many entries
    #[arg(long, default_value_t = 50)]
    limit: u16,
    #[command(flatten)]
    config: ConfigFile,
}

pub(crate) async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let config = arguments.config.load()?;
    let clock: SharedClock = Arc::new(SystemClock::new());
    let since = moment(arguments.since.as_deref(), clock.now())?;
    let store = journal(&config, &clock)?;
    let filter = LogFilter {
        limit: arguments.limit.clamp(1, 200),
        from: arguments.from.clone(),
        outcome: arguments.outcome.clone(),
        since,
        ..LogFilter::default()
    };
    let mut last = tell(store.as_ref(), &filter, None, arguments.json).await?;
    if !arguments.follow {
        return Ok(ExitCode::SUCCESS);
    }
    loop {
        tokio::time::sleep(Duration::from_millis(500)).await;
        last = tell(store.as_ref(), &filter, last, arguments.json).await?;
    }
}

// Prints what ended after `last`, oldest first. An entry that is still being worked on is told once it has ended, and holds
// back the ones behind it.
async fn tell(
    store: &dyn Store,
    filter: &LogFilter,
    last: Option<MessageId>,
    json: bool,
) -> anyhow::Result<Option<MessageId>> {
    let mut entries = store.log(filter).await?.messages;
    entries.reverse();
    let mut told = last;
    for entry in entries
        .iter()
        .filter(|entry| last.is_none_or(|last| entry.id > last))
    {
        if last.is_some() && entry.outcome.is_none() {
            break;
        }
        print(entry, json)?;
        told = Some(entry.id);
    }
    Ok(told)
}

fn print(entry: &LogEntry, json: bool) -> anyhow::Result<()> {
    if json {
        say!("{}", serde_json::to_string(entry)?);
        return Ok(());
    }
    let who = entry.person.as_deref().unwrap_or(&entry.from);
    let outcome = entry.outcome.as_deref().unwrap_or("…");
    say!(
        "{}  {who:<20} {outcome:<18} {}",
        entry.received_at.strftime("%Y-%m-%d %H:%M:%S"),
        plain(&entry.text)
    );
    for call in &entry.calls {
        say!(
            "    {} {} {}",
            call.method,
            call.path,
            call.status
                .map_or_else(|| "-".to_owned(), |status| status.to_string())
        );
    }
    for reply in &entry.replies {
        say!("    > {}", plain(&reply.text));
    }
    Ok(())
}

/// The journal, beside the gateway that may run on it; where there is none yet, an error that says what to do.
pub(super) fn journal(config: &Config, clock: &SharedClock) -> anyhow::Result<Arc<dyn Store>> {
    if !app::has_journal(config)? {
        bail!(
            "there is no journal at {} yet: name the gateway's configuration with --config",
            config.store.url
        );
    }
    app::open_store_beside(config, clock)
}

/// Text of strangers must not steer the terminal.
pub(super) fn plain(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// What `--since` says, if it is said.
pub(super) fn moment(since: Option<&str>, now: Timestamp) -> anyhow::Result<Option<Timestamp>> {
    let Some(text) = since else { return Ok(None) };
    if let Ok(moment) = text.parse() {
        return Ok(Some(moment));
    }
    let ago: SignedDuration = text.parse().with_context(|| {
        format!("--since {text}: write a moment like 2026-11-22T10:00:00Z or a while like 2h")
    })?;
    Ok(Some(now.checked_sub(ago)?))
}
