//! `fieldline serve`: the gateway.

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

#[expect(clippy::print_stdout, reason = "this is the command line")]
pub(crate) async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let config = arguments.config.load()?;
    let clock: SharedClock = Arc::new(SystemClock::new());
    app::log(&config, &clock)?;
    let app = App::start(config, clock, telemetry::metrics()).await?;
    println!(
        "hooks on http://{}, pages on http://{}/admin/",
        app.hooks, app.admin
    );
    if let Some(password) = &app.new_password {
        println!("The administrator's password, shown this once: {password}");
    }
    tokio::select! {
        stop = told_to_stop() => stop?,
        () = app.stopped() => {}
    }
    app.shutdown().await;
    Ok(ExitCode::SUCCESS)
}
