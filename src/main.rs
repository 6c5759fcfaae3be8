//! `fieldline`: arguments and exit codes. One module per subcommand below `cli/`.

mod cli;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use mimalloc::MiMalloc;

// A sixth more webhooks a second than with the system's one.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// SMS command gateway: a text message becomes a change in the CRM, a reply and a log entry.
#[derive(Parser)]
#[command(version, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// The whole system on embedded defaults: a sandbox CRM, a simulated carrier and a short conversation
    Demo(cli::demo::Arguments),
    /// The gateway
    Serve(cli::serve::Arguments),
    /// The embedded CRM alone: the GoHighLevel Contacts API's shapes, limits and headers
    Sandbox(cli::sandbox::Args),
    /// Explains a message: what would be done, and why
    Parse(cli::parse::Arguments),
    /// Checks language packs, and says what of the log they cover
    Grammar(cli::grammar::Arguments),
    /// Texts a running gateway as a phone would (simulated line) and prints the reply
    Text(cli::text::Arguments),
    /// The command log on the terminal
    Log(cli::log::Arguments),
    /// A logged message through today's grammar: what it meant then and what it means now
    Replay(cli::replay::Arguments),
    /// Who may text what
    People(cli::people::Arguments),
    /// Pulls all contacts from the CRM
    Sync(cli::sync::Arguments),
    /// Validates the configuration, reaches CRM and carriers, and says what is wrong in one line each
    Check(cli::check::Arguments),
}

#[tokio::main]
async fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Demo(arguments) => cli::demo::run(arguments).await,
        Command::Serve(arguments) => cli::serve::run(arguments).await,
        Command::Sandbox(arguments) => cli::sandbox::run(arguments)
            .await
            .map(|()| ExitCode::SUCCESS),
        Command::Parse(arguments) => cli::parse::run(arguments),
        Command::Grammar(arguments) => cli::grammar::run(arguments).await,
        Command::Text(arguments) => cli::text::run(arguments).await,
        Command::Log(arguments) => cli::log::run(arguments).await,
        Command::Replay(arguments) => cli::replay::run(arguments).await,
        Command::People(arguments) => cli::people::run(arguments).await,
        Command::Sync(arguments) => cli::sync::run(arguments).await,
        Command::Check(arguments) => cli::check::run(arguments).await,
    };
    match done {
        Ok(code) => code,
        Err(error) => cli::complain(&error).into(),
    }
}
