//! The carriers' adapters, by raw requests and answers: every file below `fixtures/providers/` is a test, and so is every
//! signature made by the carriers' own libraries.

mod fixtures;
mod http_text;
mod outbound;
mod properties;
mod vectors;

use std::collections::BTreeMap;

use fieldline::domain::{LineName, Region};
use fieldline::provider::{Provider, kannel, simulated, twilio};

/// A carrier's directory of fixtures and an adapter with the settings they were made for.
fn adapters() -> BTreeMap<&'static str, Box<dyn Provider>> {
    BTreeMap::from([
        ("twilio", Box::new(twilio_line()) as Box<dyn Provider>),
        ("kannel", Box::new(kannel_line())),
        ("simulated", Box::new(simulated_line())),
    ])
}

fn twilio_settings() -> twilio::Settings {
    twilio::Settings {
        line: LineName::from("main"),
        number: "+15550001000".parse().unwrap(),
        region: Region::US,
        account_sid: format!("AC{}", "b".repeat(32)),
        auth_tokens: vec![
            "0f1e2d3c4b5a69788796a5b4c3d2e1f0".into(),
            "ffeeddccbbaa99887766554433221100".into(),
        ],
        signing_keys: Vec::new(),
        algorithm: twilio::Algorithm::Sha1,
        api_url: "https://api.twilio.com".to_owned(),
    }
}

fn twilio_line() -> twilio::Twilio {
    twilio::Twilio::new(twilio_settings()).unwrap()
}

fn kannel_line() -> kannel::Kannel {
    kannel::Kannel::new(kannel::Settings {
        line: LineName::from("shop"),
        number: "+15550001000".parse().unwrap(),
        region: Region::US,
        username: "fieldline".to_owned(),
        password: "p&ss word".into(),
        secret: "s3cret-of-the-line".into(),
        api_url: "http://127.0.0.1:13013/".to_owned(),
    })
    .unwrap()
}

fn simulated_line() -> simulated::Simulated {
    simulated::Simulated::new(simulated::Settings {
        line: LineName::from("demo"),
        region: Region::US,
        api_url: "http://127.0.0.1:8787/sim".to_owned(),
    })
    .unwrap()
}
