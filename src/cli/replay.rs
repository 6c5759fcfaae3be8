//! `fieldline replay`: a logged message through today's grammar.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::bail;
use fieldline::app;
use fieldline::clock::{SharedClock, SystemClock};
use fieldline::domain::{MessageId, Parsed};
use fieldline::engine::{Again, Rereader};
use fieldline::grammar::Lexicon;

use super::ConfigFile;
use super::log::{has_log, plain};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The message's id, as the log shows it (`in_…`)
    #[arg(value_name = "ID")]
    message: MessageId,
    /// Said for the sake of clearness: a replay never sends, changes or stores anything
    #[arg(long)]
    dry_run: bool,
    /// Language packs in a folder laid out like grammar/, instead of those that come with the program
    #[arg(long, value_name = "DIR")]
    packs: Option<PathBuf>,
    /// A file of an operator's own words, instead of the configured one
    #[arg(long, value_name = "FILE")]
    words: Option<PathBuf>,
    #[command(flatten)]
    config: ConfigFile,
}

#[expect(clippy::print_stdout, reason = "this is the command line")]
pub(crate) async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let config = arguments.config.load()?;
    let packs = super::grammar::packs_of(
        &config,
        arguments.packs.as_deref(),
        arguments.words.as_deref(),
    )?;
    let lexicon = Lexicon::of(&packs)?;
    has_log(&config)?;
    let clock: SharedClock = Arc::new(SystemClock::new());
    let store = app::open_store_beside(&config, &clock)?;
    let Some(entry) = store.entry(arguments.message).await? else {
        bail!("there is no message {} in the log", arguments.message);
    };
    let again = Rereader::new(store.as_ref(), &config, &lexicon)
        .await?
        .read(&entry)
        .await?;
    println!("message   {}", plain(&entry.text));
    println!("received  {}", entry.received_at);
    match again {
        Again::Read(read) => {
            println!("grammar   {} then, {} now", read.version, lexicon.version());
            if read.is_same() {
                println!("the same  {}", told(&read.now));
            } else {
                println!("then      {}", told(&read.then));
                println!("now       {}", told(&read.now));
            }
        }
        Again::Answer => println!(
            "It answered a question and means something only with it: there is nothing to compare."
        ),
        Again::Nothing => {
            println!("It was never read as a person's message, or its text is erased.");
        }
    }
    println!("Nothing was sent, changed or stored: a replay repeats no effect.");
    Ok(ExitCode::SUCCESS)
}

// The reading as the log and `fieldline parse` have it.
fn told(parsed: &Parsed) -> String {
    serde_json::to_string(&parsed.reading).unwrap_or_default()
}
