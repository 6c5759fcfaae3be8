//! Lines from their configuration.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::{Context as _, bail};

use super::public_url;
use crate::config::{Config, LineConfig};
use crate::domain::{LineName, Person, Phone, Region};
use crate::engine::Line;
use crate::provider::{Provider, kannel, simulated, twilio};
use crate::sandbox::carrier::Carrier;
use crate::web::{LineInfo, SimPhone};

/// A number nobody is registered with, to see on the simulated phone how a lead is served.
const STRANGER: &str = "+13035550177";

/// Every line with its carrier's adapter.
pub(super) fn build(config: &Config, hooks_at: SocketAddr) -> anyhow::Result<Vec<Line>> {
    let region: Region = config.defaults.region.parse()?;
    let public_url = public_url(config, hooks_at);
    config
        .lines
        .iter()
        .map(|line| {
            let name = LineName::from(line.name());
            let number = number(line)?;
            let provider = provider(line, &name, &number, region, hooks_at)?;
            let status_url = format!("{public_url}/hooks/{name}/status");
            let loopback_only = matches!(line, LineConfig::Simulated(_));
            Ok(Line {
                name,
                number,
                provider,
                status_url,
                loopback_only,
            })
        })
        .collect()
}

/// The lines as the admin pages show them.
pub(super) fn infos(config: &Config) -> anyhow::Result<Vec<LineInfo>> {
    let info = |line: &LineConfig| {
        Ok(LineInfo {
            name: line.name().into(),
            number: number(line)?,
            provider: line.provider().to_owned(),
        })
    };
    config.lines.iter().map(info).collect()
}

/// The phone simulator's line and people, where a line is simulated.
pub(super) fn simulated_phone(
    config: &Config,
    people: Vec<Person>,
    carrier: Option<&Carrier>,
) -> anyhow::Result<Option<SimPhone>> {
    let simulated = |line: &&LineConfig| matches!(line, LineConfig::Simulated(_));
    let (Some(line), Some(carrier)) = (config.lines.iter().find(simulated), carrier.cloned())
    else {
        return Ok(None);
    };
    let received = move |phone: &Phone| {
        let texts = carrier.inbox(phone, 0).into_iter();
        texts.map(|received| (received.id, received.text)).collect()
    };
    let stranger = (STRANGER.parse()?, "A stranger".to_owned());
    let people = people.into_iter().map(|person| (person.phone, person.name));
    Ok(Some(SimPhone {
        line: line.name().into(),
        number: number(line)?,
        people: people.chain([stranger]).collect(),
        received: Arc::new(received),
    }))
}

fn number(line: &LineConfig) -> anyhow::Result<Phone> {
    line.number()
        .parse()
        .with_context(|| format!("lines: {}: number", line.name()))
}

fn provider(
    line: &LineConfig,
    name: &LineName,
    number: &Phone,
    region: Region,
    hooks_at: SocketAddr,
) -> anyhow::Result<Arc<dyn Provider>> {
    let wrong = || format!("lines: {name}");
    Ok(match line {
        LineConfig::Twilio(twilio) => {
            let algorithm = match twilio.signature.as_str() {
                "sha1" => twilio::Algorithm::Sha1,
                "sha256" => twilio::Algorithm::Sha256,
                _ => bail!("lines: {name}: signature must be \"sha1\" or \"sha256\""),
            };
            let settings = twilio::Settings {
                line: name.clone(),
                number: number.clone(),
                region,
                account_sid: twilio.account_sid.clone(),
                auth_tokens: twilio
                    .auth_token
                    .iter()
                    .chain(&twilio.auth_tokens)
                    .cloned()
                    .collect(),
                signing_keys: Vec::new(),
                algorithm,
                api_url: twilio.api_url.clone(),
            };
            Arc::new(twilio::Twilio::new(settings).with_context(wrong)?)
        }
        LineConfig::Kannel(kannel) => {
            let settings = kannel::Settings {
                line: name.clone(),
                number: number.clone(),
                region,
                username: kannel.username.clone(),
                password: kannel.password.clone(),
                secret: kannel.secret.clone(),
                api_url: kannel.api_url.clone(),
            };
            Arc::new(kannel::Kannel::new(settings).with_context(wrong)?)
        }
        LineConfig::Simulated(simulated) => {
            let own = || format!("http://{hooks_at}/sim");
            let settings = simulated::Settings {
                line: name.clone(),
                region,
                api_url: simulated.api_url.clone().unwrap_or_else(own),
            };
            Arc::new(simulated::Simulated::new(settings).with_context(wrong)?)
        }
    })
}
