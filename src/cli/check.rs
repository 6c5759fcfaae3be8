//! `fieldline check`: is everything set up? One line each.

use std::process::ExitCode;

use fieldline::app;
use fieldline::config::Config;
use fieldline::domain::CrmCall;
use fieldline::fetch::Fetch;

use super::ConfigFile;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    config: ConfigFile,
}

pub(crate) async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let config = arguments.config.load()?;
    say!(
        "ok    configuration: {} line(s), {} person(s)",
        config.lines.len(),
        config.people.len()
    );
    let mut failed = false;
    let mut report = |what: &str, result: Result<String, String>| match result {
        Ok(found) => say!("ok    {what}: {found}"),
        Err(reason) => {
            failed = true;
            say!("wrong {what}: {reason}");
        }
    };
    if !config.grammar.words.is_empty() {
        let words = app::lexicon(&config).map_err(|error| format!("{error:#}"));
        report("words", words.map(|_| config.grammar.words.clone()));
    }
    if config.lines.is_empty() {
        report(
            "lines",
            Err("there is none: add a [[lines]] block".to_owned()),
        );
    }
    let fetch = app::fetch(&config)?;
    report("crm", reach_crm(&config, fetch.as_ref()).await);
    for line in &config.lines {
        let Some(url) = line.api_url() else { continue };
        let what = format!("line {} ({})", line.name(), line.provider());
        report(&what, reach(url, fetch.as_ref()).await);
    }
    Ok(if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

// A search for one contact proves address, token, location and scope at once.
async fn reach_crm(config: &Config, fetch: &dyn Fetch) -> Result<String, String> {
    let crm = app::crm(config).map_err(|error| format!("{error:#}"))?;
    let call = CrmCall::SearchContacts {
        query: String::new(),
        limit: 1,
    };
    let answer = fetch
        .fetch(crm.request(&call))
        .await
        .map_err(|error| error.to_string())?;
    match crm.response(&call, &answer) {
        Ok(_) => Ok(format!("{} answers", config.crm.base_url)),
        Err(error) => Err(error.to_string()),
    }
}

async fn reach(url: &str, fetch: &dyn Fetch) -> Result<String, String> {
    let request = http::Request::get(url)
        .body(bytes::Bytes::new())
        .map_err(|_| format!("api_url \"{url}\" is not a URL"))?;
    match fetch.fetch(request).await {
        Ok(_) => Ok(format!("{url} answers")),
        Err(error) => Err(error.to_string()),
    }
}
