//! The subcommands, one module each. Only these print.

/// Prints a line.
macro_rules! say {
    () => { $crate::cli::print(format_args!("\n")) };
    ($($text:tt)*) => { $crate::cli::print(format_args!("{}\n", format_args!($($text)*))) };
}

pub(crate) mod check;
pub(crate) mod coverage;
pub(crate) mod demo;
pub(crate) mod grammar;
pub(crate) mod log;
pub(crate) mod packs;
pub(crate) mod parse;
pub(crate) mod people;
pub(crate) mod replay;
pub(crate) mod sandbox;
pub(crate) mod serve;
pub(crate) mod sync;
pub(crate) mod text;

use std::fmt;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::PathBuf;

use fieldline::config::Config;
use tokio::signal::unix::{SignalKind, signal};

/// Where the configuration is.
#[derive(clap::Args)]
pub(crate) struct ConfigFile {
    /// The configuration file; without it, `fieldline.toml` here if there is one
    #[arg(long, value_name = "FILE", env = "FIELDLINE_CONFIG", global = true)]
    config: Option<PathBuf>,
}

impl ConfigFile {
    /// Reads it.
    pub(crate) fn load(&self) -> anyhow::Result<Config> {
        let usual = PathBuf::from("fieldline.toml");
        let file = self
            .config
            .clone()
            .or_else(|| usual.exists().then_some(usual));
        Ok(Config::load(file.as_deref())?)
    }
}

const FAILURE: u8 = 1;
/// As if ended by `SIGPIPE`.
const NOBODY_READS: u8 = 141;

/// Prints; ends the program where that cannot be done.
pub(crate) fn print(text: fmt::Arguments<'_>) {
    if let Err(error) = io::stdout().lock().write_fmt(text) {
        std::process::exit(complain(&error.into()).into());
    }
}

/// Whether what is printed may have colours: on a terminal whose owner does not mind (<https://no-color.org>).
pub(crate) fn in_colour() -> bool {
    let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    io::stdout().is_terminal() && !unwanted
}

/// Ends with Ctrl-C, or with the signal a service manager sends.
pub(crate) async fn told_to_stop() -> anyhow::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = terminate.recv() => {}
        interrupted = tokio::signal::ctrl_c() => interrupted?,
    }
    Ok(())
}

/// Tells an error in one line, cause after cause; the exit code. Who stops reading, as `head` does, has seen enough and is told
/// nothing.
#[expect(clippy::print_stderr, reason = "this is the command line")]
pub(crate) fn complain(error: &anyhow::Error) -> u8 {
    if let Some(error) = error.downcast_ref::<io::Error>()
        && error.kind() == io::ErrorKind::BrokenPipe
    {
        return NOBODY_READS;
    }
    let mut told: Vec<String> = Vec::new();
    for cause in error.chain().map(|cause| in_one_line(&cause.to_string())) {
        if !told.iter().any(|earlier| earlier.contains(&cause)) {
            told.push(cause);
        }
    }
    eprintln!("fieldline: {}", told.join(": "));
    FAILURE
}

// Without the picture of the place (`1 | [server`) that readers of files draw below their message.
fn in_one_line(text: &str) -> String {
    let is_picture = |line: &str| {
        line.trim_start_matches(|c: char| c == ' ' || c.is_ascii_digit())
            .starts_with('|')
    };
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !is_picture(line))
        .map(str::trim)
        .collect();
    lines.join(" ")
}
