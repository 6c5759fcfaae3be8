//! `fieldline text`: texts a running gateway as a phone would, over a simulated line, and prints the reply.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use fieldline::clock::{Clock as _, SystemClock};
use fieldline::domain::{Phone, Region};
use fieldline::fetch::ReqwestFetch;
use fieldline::sandbox::phone::SimulatedPhone;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The phone that texts
    #[arg(long, value_name = "NUMBER")]
    from: String,
    /// The gateway's number; by default the demo's
    #[arg(long, value_name = "NUMBER", default_value = "+15550001000")]
    to: String,
    /// The line's name
    #[arg(long, default_value = "demo")]
    line: String,
    /// Where the gateway takes hooks
    #[arg(long, default_value = "http://127.0.0.1:8787")]
    url: String,
    /// What to text
    #[arg(required = true, trailing_var_arg = true)]
    message: Vec<String>,
}

#[expect(clippy::print_stderr, reason = "this is the command line")]
pub(crate) async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let number = |text: &str| {
        Phone::parse(text, Region::US).with_context(|| {
            format!("\"{text}\" is not a phone number; write it like +15551230001")
        })
    };
    let phone = SimulatedPhone {
        url: arguments.url.trim_end_matches('/').to_owned(),
        line: arguments.line,
        gateway: number(&arguments.to)?,
        fetch: Arc::new(ReqwestFetch::new(Duration::from_secs(30))?),
    };
    let id = SystemClock::new().uuid().simple().to_string();
    let replies = phone
        .text(&number(&arguments.from)?, &arguments.message.join(" "), &id)
        .await?;
    if replies.is_empty() {
        eprintln!("(no reply)");
    }
    for reply in replies {
        say!("{reply}");
    }
    Ok(ExitCode::SUCCESS)
}
