//! `fieldline replay`: a logged message through today's grammar.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::bail;
use fieldline::clock::{SharedClock, SystemClock};
use fieldline::domain::{MessageId, Parsed};
use fieldline::engine::{Again, Rereader};
use fieldline::grammar::Lexicon;

use super::ConfigFile;
use super::log::{journal, plain};
use super::packs::PackFiles;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The message's id, as the log shows it (`in_…`)
    #[arg(value_name = "ID")]
    message: MessageId,
    /// Said for the sake of clearness: a replay never sends, changes or stores anything
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    packs: PackFiles,
    #[command(flatten)]
    config: ConfigFile,
}

pub(crate) async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let config = arguments.config.load()?;
    let lexicon = Lexicon::of(&arguments.packs.load_or(&config)?)?;
    let clock: SharedClock = Arc::new(SystemClock::new());
    let store = journal(&config, &clock)?;
    let Some(entry) = store.entry(arguments.message).await? else {
        bail!("there is no message {} in the log", arguments.message);
    };
    let again = Rereader::new(store.as_ref(), &config, &lexicon)
        .await?
        .read(&entry)
        .await?;
    say!("message   {}", plain(&entry.text));
    say!("received  {}", entry.received_at);
    match again {
        Again::Read(read) => {
            say!("grammar   {} then, {} now", read.version, lexicon.version());
            if read.is_same() {
                say!("the same  {}", told(&read.now));
            } else {
                say!("then      {}", told(&read.then));
                say!("now       {}", told(&read.now));
            }
        }
        Again::Answer => say!(
            "It answered a question and means something only with it: there is nothing to compare."
        ),
        Again::Nothing => {
            say!("It was never read as a person's message, or its text is erased.");
        }
    }
    say!("Nothing was sent, changed or stored: a replay repeats no effect.");
    Ok(ExitCode::SUCCESS)
}

// The reading as the log and `fieldline parse` have it.
fn told(parsed: &Parsed) -> String {
    serde_json::to_string(&parsed.reading).unwrap_or_default()
}
