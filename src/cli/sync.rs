//! `fieldline sync`: pulls all contacts from the CRM.

use std::process::ExitCode;
use std::sync::Arc;

use fieldline::app;
use fieldline::clock::{SharedClock, SystemClock};
use indicatif::{ProgressBar, ProgressStyle};

use super::ConfigFile;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    config: ConfigFile,
    /// Reads every page again; what changed since the last time is not told apart yet, so it is what happens anyway
    #[arg(long)]
    full: bool,
}

pub(crate) async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let config = arguments.config.load()?;
    let clock: SharedClock = Arc::new(SystemClock::new());
    let store = app::open_store_beside(&config, &clock)?;
    let engine = app::engine_without_lines(config, store, clock)?;
    let bar = ProgressBar::new_spinner().with_style(ProgressStyle::with_template(
        "{spinner} {pos} contacts, {elapsed}",
    )?);
    let total = engine
        .sync(|total| bar.set_position(u64::try_from(total).unwrap_or(u64::MAX)))
        .await?;
    bar.finish_and_clear();
    say!("{total} contacts are known now.");
    Ok(ExitCode::SUCCESS)
}
