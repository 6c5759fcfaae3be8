//! `fieldline grammar`: whether language packs are good, and what they make of messages.

use std::process::ExitCode;

use fieldline::grammar::Lexicon;
use fieldline::grammar::corpus::{self, Fault, Report};
use fieldline::packs::Packs;
use fieldline::reply::Phrasebook;

use super::packs::PackFiles;

/// The arguments of `fieldline grammar`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Checks language packs: complete, free of clashes, every example means what it says
    Check {
        #[command(flatten)]
        packs: PackFiles,
        /// Only this pack
        #[arg(long, value_name = "LANG")]
        only: Option<String>,
    },
    /// Over the log: how messages ended, which words nobody knows, and which messages would be read differently
    Coverage(super::coverage::Arguments),
}

/// Runs `fieldline grammar`.
pub(crate) async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    match arguments.command {
        Command::Check { packs, only } => check(&packs.load()?, only.as_deref()),
        Command::Coverage(arguments) => super::coverage::run(arguments).await,
    }
}

fn check(packs: &Packs, only: Option<&str>) -> anyhow::Result<ExitCode> {
    let lexicon = Lexicon::of(packs)?;
    let book = Phrasebook::of_packs(packs)?;
    let mut report = corpus::check(packs, &lexicon);
    replies(&book, &lexicon, &mut report);
    let wanted = |fault: &&Fault| only.is_none_or(|only| fault.pack == only);
    let faults: Vec<&Fault> = report.faults.iter().filter(wanted).collect();
    for fault in &faults {
        say!("{}: {:?}: {}", fault.pack, fault.text, fault.what);
    }
    say!(
        "{} messages in {} languages, {} wrong",
        report.messages,
        lexicon.langs().len(),
        faults.len()
    );
    Ok(if faults.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Every message that a reply offers for texting works.
fn replies(book: &Phrasebook, lexicon: &Lexicon, report: &mut Report) {
    for example in book.examples() {
        report.messages += 1;
        let works = corpus::offered(&example.text, &example.lang, example.role, lexicon);
        if let Err(reading) = works {
            report.faults.push(Fault {
                pack: example.lang.0,
                text: example.text,
                what: format!("is offered by {}, but is {reading}", example.key),
            });
        }
    }
}
