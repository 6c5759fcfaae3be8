//! `fieldline serve`: the gateway.

use std::io::Write as _;
use std::process::ExitCode;
use std::sync::Arc;

use fieldline::app::{self, App};
use fieldline::clock::{SharedClock, SystemClock};
use fieldline::telemetry;

use super::{ConfigFile, told_to_stop};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    config: ConfigFile,
}

pub(crate) async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let config = arguments.config.load()?;
    let clock: SharedClock = Arc::new(SystemClock::new());
    app::log(&config, &clock)?;
    let app = App::start(config, clock, telemetry::metrics()).await?;
    let mut said = format!(
        "hooks on http://{}, pages on http://{}/admin/\n",
        app.hooks, app.admin
    );
    if let Some(password) = &app.new_password {
        said.push_str("The administrator's password, shown this once: ");
        said.push_str(password);
        said.push('\n');
    }
    // A gateway does not end because nobody reads that.
    let _ = std::io::stdout().write_all(said.as_bytes());
    tokio::select! {
        stop = told_to_stop() => stop?,
        () = app.stopped() => {}
    }
    app.shutdown().await;
    Ok(ExitCode::SUCCESS)
}
