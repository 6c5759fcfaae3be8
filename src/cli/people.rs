//! `fieldline people`: who may text what.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use fieldline::app;
use fieldline::clock::{SharedClock, SystemClock};
use fieldline::config::{Config, PersonConfig};
use fieldline::domain::{Phone, Region};
use fieldline::store::Store;

use super::ConfigFile;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    action: Action,
    #[command(flatten)]
    config: ConfigFile,
}

#[derive(clap::Subcommand)]
enum Action {
    /// Registers somebody, or changes what is known of them
    Add(Somebody),
    /// Everybody who is registered
    List,
    /// Takes somebody's rights away
    Remove {
        /// Their number
        phone: String,
    },
    /// Registers everybody in a file: a TOML file with [[people]] blocks as in the configuration
    Import {
        /// The file
        file: PathBuf,
    },
}

#[derive(clap::Args)]
struct Somebody {
    /// The number they text from
    phone: String,
    /// Their name
    name: String,
    /// lead, staff, manager or owner
    #[arg(long, default_value = "staff")]
    role: String,
    /// Their user in the CRM
    #[arg(long)]
    user_id: Option<String>,
    /// The language they are answered in
    #[arg(long)]
    lang: Option<String>,
    /// Their time zone, like America/Chicago
    #[arg(long)]
    tz: Option<String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct PeopleFile {
    people: Vec<PersonConfig>,
}

pub(crate) async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let config = arguments.config.load()?;
    let clock: SharedClock = Arc::new(SystemClock::new());
    let store = app::open_store_beside(&config, &clock)?;
    match arguments.action {
        Action::List => list(store.as_ref()).await?,
        Action::Add(somebody) => {
            let Somebody {
                phone,
                name,
                role,
                user_id,
                lang,
                tz,
            } = somebody;
            add(
                store.as_ref(),
                &config,
                PersonConfig {
                    phone,
                    name,
                    role,
                    user_id,
                    lang,
                    tz,
                },
            )
            .await?;
        }
        Action::Remove { phone } => {
            if !store.remove_person(&number(&phone, &config)?).await? {
                bail!("{phone} is not registered");
            }
            say!("{phone} is not registered any more.");
        }
        Action::Import { file } => {
            let text =
                std::fs::read_to_string(&file).with_context(|| file.display().to_string())?;
            let people: PeopleFile =
                toml::from_str(&text).with_context(|| file.display().to_string())?;
            for person in people.people {
                add(store.as_ref(), &config, person).await?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn list(store: &dyn Store) -> anyhow::Result<()> {
    for person in store.people().await? {
        let user = person
            .user_id
            .map_or_else(|| "-".to_owned(), |user| user.to_string());
        let (role, lang) = (person.role.to_string(), person.lang.to_string());
        say!(
            "{:<16} {:<24} {role:<8} {lang:<4} {:<24} {user}",
            person.phone.as_str(),
            person.name,
            person.tz
        );
    }
    Ok(())
}

async fn add(store: &dyn Store, config: &Config, mut person: PersonConfig) -> anyhow::Result<()> {
    person.phone = number(&person.phone, config)?.to_string();
    let person = person.person(&config.defaults)?;
    say!(
        "{} ({}) may text as {}.",
        person.name,
        person.phone,
        person.role
    );
    store.put_person(person).await?;
    Ok(())
}

fn number(text: &str, config: &Config) -> anyhow::Result<Phone> {
    let region = config.defaults.region.parse().unwrap_or(Region::US);
    Phone::parse(text, region)
        .with_context(|| format!("\"{text}\" is not a phone number; write it like +15551230001"))
}
