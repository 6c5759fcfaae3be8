//! Reads, layers and checks the configuration.

use std::collections::HashMap;
use std::path::Path;

use serde_json::Value;

use super::Config;

/// The manual: every option with its default.
pub const MANUAL: &str = include_str!("../config.default.toml");

/// What is wrong with the configuration, in one line each.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("{0}")]
    Read(String),
    #[error("{key}: {reason}")]
    Key { key: String, reason: String },
    #[error("{0}")]
    Invalid(String),
}

impl Config {
    /// The defaults, with `file` over them and the environment over that.
    ///
    /// # Errors
    /// [`ConfigError`] with the key and what is expected there.
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        Self::layered(file, environment())
    }

    /// The defaults alone.
    ///
    /// # Errors
    /// None, as long as the manual is right.
    pub fn manual() -> Result<Self, ConfigError> {
        Self::layered(None, HashMap::new())
    }

    fn layered(
        file: Option<&Path>,
        environment: HashMap<String, String>,
    ) -> Result<Self, ConfigError> {
        let mut layers = config::Config::builder()
            .add_source(config::File::from_str(MANUAL, config::FileFormat::Toml));
        if let Some(file) = file {
            layers = layers.add_source(config::File::from(file).format(config::FileFormat::Toml));
        }
        let environment = config::Environment::with_prefix("FIELDLINE")
            .prefix_separator("_")
            .separator("__")
            .try_parsing(true)
            .source(Some(environment));
        let layered = layers
            .add_source(environment)
            .build()
            .map_err(|error| ConfigError::Read(error.to_string()))?;
        let mut values: Value = layered
            .try_deserialize()
            .map_err(|error| ConfigError::Read(error.to_string()))?;
        resolve(&mut values, "")?;
        let config: Self =
            serde_path_to_error::deserialize(values).map_err(|error| ConfigError::Key {
                key: error.path().to_string(),
                reason: error.inner().to_string(),
            })?;
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> Result<(), ConfigError> {
        let mut names = std::collections::BTreeSet::new();
        for line in &self.lines {
            let name = line.name();
            if name.is_empty()
                || !name
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
            {
                return Err(ConfigError::Invalid(format!(
                    "lines: name \"{name}\" must be letters, digits, - and _ only"
                )));
            }
            if name == "crm" {
                return Err(ConfigError::Invalid(
                    "lines: the name \"crm\" is taken by the CRM's own hook".to_owned(),
                ));
            }
            if !names.insert(name) {
                return Err(ConfigError::Invalid(format!(
                    "lines: two lines are called \"{name}\""
                )));
            }
            if line.number().parse::<crate::domain::Phone>().is_err() {
                return Err(ConfigError::Invalid(format!(
                    "lines: {name}: number must be + and the digits, like +15550001000"
                )));
            }
        }
        if self.engine.workers == 0 {
            return Err(ConfigError::Invalid(
                "engine.workers must be at least 1".to_owned(),
            ));
        }
        if jiff::tz::TimeZone::get(&self.defaults.tz).is_err() {
            return Err(ConfigError::Invalid(format!(
                "defaults.tz: \"{}\" is not a time zone",
                self.defaults.tz
            )));
        }
        if self
            .defaults
            .region
            .parse::<crate::domain::Region>()
            .is_err()
        {
            return Err(ConfigError::Invalid(format!(
                "defaults.region: \"{}\" is not a country code",
                self.defaults.region
            )));
        }
        if let Err(error) = self.leads.due.parse::<super::Due>() {
            return Err(ConfigError::Key {
                key: "leads.due".to_owned(),
                reason: error.to_string(),
            });
        }
        for person in &self.people {
            person.person(&self.defaults)?;
        }
        Ok(())
    }
}

// Only FIELDLINE_SECTION__KEY is ours: the names that `{ env = … }` refers to may begin the same way.
fn environment() -> HashMap<String, String> {
    std::env::vars()
        .filter(|(name, _)| name.starts_with("FIELDLINE_") && name.contains("__"))
        .collect()
}

// Puts the variable or the file's content in the place of `{ env = "NAME" }` and `{ file = "PATH" }`.
fn resolve(value: &mut Value, key: &str) -> Result<(), ConfigError> {
    match value {
        Value::Object(fields) => {
            if let Some(text) = reference(fields, key)? {
                *value = Value::String(text);
                return Ok(());
            }
            for (name, field) in fields {
                let key = if key.is_empty() {
                    name.clone()
                } else {
                    format!("{key}.{name}")
                };
                resolve(field, &key)?;
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                resolve(item, &format!("{key}[{index}]"))?;
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    Ok(())
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is where the environment is read"
)]
fn reference(
    fields: &serde_json::Map<String, Value>,
    key: &str,
) -> Result<Option<String>, ConfigError> {
    let [(kind, Value::String(place))] = fields.iter().collect::<Vec<_>>()[..] else {
        return Ok(None);
    };
    let wrong = |reason: String| ConfigError::Key {
        key: key.to_owned(),
        reason,
    };
    match kind.as_str() {
        "env" => std::env::var(place)
            .map(Some)
            .map_err(|_| wrong(format!("the environment variable {place} is not set"))),
        "file" => std::fs::read_to_string(place)
            .map(|text| Some(text.trim_end().to_owned()))
            .map_err(|error| wrong(format!("cannot read {place}: {error}"))),
        _ => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str, environment: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let file = tempfile::Builder::new().suffix(".toml").tempfile().unwrap();
        std::fs::write(file.path(), text).unwrap();
        let environment = environment
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect();
        Config::layered(Some(file.path()), environment)
    }

    #[test]
    fn the_manual_alone_is_a_configuration() {
        let config = Config::layered(None, HashMap::new()).unwrap();
        assert_eq!(config.engine.lease, std::time::Duration::from_secs(20));
        assert!(config.lines.is_empty());
    }

    #[test]
    fn the_environment_wins_over_the_file() {
        let config = load(
            "[server]\nlisten = '127.0.0.1:1'",
            &[("FIELDLINE_SERVER__LISTEN", "127.0.0.1:2")],
        )
        .unwrap();
        assert_eq!(config.server.listen.port(), 2);
    }

    #[test]
    fn an_unknown_key_is_named() {
        let error = load("[engine]\nworkerz = 3", &[]).unwrap_err().to_string();
        assert!(
            error.contains("engine") && error.contains("workerz"),
            "{error}"
        );
    }

    #[test]
    fn a_secret_can_stand_in_a_file() {
        let secret = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(secret.path(), "s3cret\n").unwrap();
        let text = format!(
            "[admin]\ntoken = {{ file = '{}' }}",
            secret.path().display()
        );
        let config = load(&text, &[]).unwrap();
        assert_eq!(
            secrecy::ExposeSecret::expose_secret(&config.admin.token.unwrap()),
            "s3cret"
        );
    }

    #[test]
    fn a_missing_variable_is_named() {
        let error = load("[crm]\ntoken = { env = 'NOT_SET_ANYWHERE' }", &[])
            .unwrap_err()
            .to_string();
        assert_eq!(
            error,
            "crm.token: the environment variable NOT_SET_ANYWHERE is not set"
        );
    }

    #[test]
    fn lines_have_the_keys_of_their_carrier() {
        let line = "[[lines]]\nname='main'\nnumber='+15550001000'\nprovider='twilio'\naccount_sid='AC1'\nauth_token='t'\nsecret='x'";
        let error = load(line, &[]).unwrap_err().to_string();
        assert!(error.contains("secret"), "{error}");
    }
}
