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
    // A gateway does not end because nobody reads this.
    let mut out = std::io::stdout();
    let _ = writeln!(
        out,
        "hooks on http://{}, pages on http://{}/admin/",
        app.hooks, app.admin
    );
    if let Some(password) = &app.new_password {
        let _ = writeln!(
            out,
            "The administrator's password, shown this once: {password}"
        );
    }
    tokio::select! {
        stop = told_to_stop() => stop?,
        () = app.stopped() => {}
    }
    app.shutdown().await;
    Ok(ExitCode::SUCCESS)
}
