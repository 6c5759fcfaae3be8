//! `fieldline sandbox`: the embedded CRM alone.

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use fieldline::clock::SystemClock;
use fieldline::sandbox::{Fault, Sandbox, SandboxConfig};
use secrecy::SecretString;

/// Runs the embedded CRM alone: the Contacts API's shapes, limits and headers, with sample people, until Ctrl-C.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Where to listen; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:8790", value_name = "ADDR")]
    listen: SocketAddr,
    /// The token it accepts.
    #[arg(long, default_value = SandboxConfig::TOKEN, value_name = "T")]
    token: String,
    /// The location that token is good for.
    #[arg(long, default_value = SandboxConfig::LOCATION, value_name = "ID")]
    location: String,
    /// What shall go wrong: a TOML file of [[faults]], or JSON.
    #[arg(long, value_name = "FILE")]
    faults: Option<PathBuf>,
    /// What its ids are made from.
    #[arg(long, default_value_t = 1, value_name = "N")]
    seed: u64,
}

/// Serves until Ctrl-C.
///
/// # Errors
/// Where the faults cannot be read or the address is taken.
pub(crate) async fn run(args: Args) -> anyhow::Result<()> {
    let faults = match &args.faults {
        None => Vec::new(),
        Some(path) => read_faults(path)?,
    };
    let config = SandboxConfig {
        listen: args.listen,
        token: SecretString::from(args.token.clone()),
        location: args.location.clone(),
        seed: args.seed,
        sample: true,
        faults,
        ..SandboxConfig::default()
    };
    let running = Sandbox::start(config, Arc::new(SystemClock::new())).await?;
    let url = running.base_url();
    let mut out = std::io::stdout().lock();
    writeln!(out, "The sandbox CRM listens on {url}")?;
    writeln!(out, "  location_id  {}", args.location)?;
    writeln!(out, "  token        {}", args.token)?;
    writeln!(out, "  what it was told   GET  {url}/__sandbox/ledger")?;
    writeln!(out, "  what is in it      GET  {url}/__sandbox/state")?;
    writeln!(out, "  what goes wrong    POST {url}/__sandbox/faults")?;
    out.flush()?;
    drop(out);
    super::told_to_stop().await?;
    running.stop().await;
    Ok(())
}

fn read_faults(path: &PathBuf) -> anyhow::Result<Vec<Fault>> {
    let text =
        std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let faults = if path.extension().is_some_and(|ending| ending == "json") {
        Fault::from_json(text.as_bytes())
    } else {
        Fault::from_toml(&text)
    };
    faults.with_context(|| format!("in {}", path.display()))
}
