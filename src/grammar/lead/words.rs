//! The words leads are recognised by, compiled from `grammar/<language>/leads.toml`.

use toml::{Table, Value};

use super::lexicon::{Class, Lexicon};
use crate::grammar::values::spoken::{Spoken, SpokenTable};
use crate::packs::Packs;

/// The tables of all languages, ready for lookup.
#[derive(Clone, Debug, Default)]
pub struct LeadWords {
    pub(super) lexicon: Lexicon,
    /// What dictated numbers and addresses are made of.
    pub spoken: Spoken,
}

/// A language's table does not say what it should.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("grammar/{lang}/leads.toml: {reason}")]
pub struct BadLeadWords {
    lang: String,
    reason: String,
}

impl LeadWords {
    /// The tables that come with the program.
    ///
    /// # Errors
    /// As [`Self::of`].
    pub fn builtin() -> Result<Self, BadLeadWords> {
        Self::of(&Packs::builtin())
    }

    /// The tables of all packs that have one.
    ///
    /// # Errors
    /// `BadLeadWords` where a table has a key that does not exist or a value of another shape.
    pub fn of(packs: &Packs) -> Result<Self, BadLeadWords> {
        let mut words = Self::default();
        for (pack, toml) in packs.with("leads.toml") {
            words.add(&pack.name, toml)?;
        }
        Ok(words)
    }

    /// Adds the table of a language.
    ///
    /// # Errors
    /// `BadLeadWords` where the table has a key that does not exist or a value of another shape.
    pub fn add(&mut self, lang: &str, toml: &str) -> Result<(), BadLeadWords> {
        let bad = |reason: String| BadLeadWords {
            lang: lang.to_owned(),
            reason,
        };
        let mut sections: Table = toml
            .parse()
            .map_err(|error: toml::de::Error| bad(error.to_string()))?;
        if let Some(spoken) = sections.remove("spoken") {
            self.gates(&spoken);
            let table: SpokenTable = spoken
                .try_into()
                .map_err(|error: toml::de::Error| bad(error.to_string()))?;
            self.spoken.add(&table);
        }
        for (section, lists) in &sections {
            let lists = lists
                .as_table()
                .ok_or_else(|| bad(format!("{section} is no table")))?;
            for (key, list) in lists {
                self.list(section, key, list).ok_or_else(|| {
                    bad(format!(
                        "{section}.{key} is no list of words that anything knows"
                    ))
                })?;
            }
        }
        Ok(())
    }

    /// The words without which nothing is dictated.
    fn gates(&mut self, spoken: &Value) {
        let at = spoken.get("at").and_then(Value::as_array);
        for phrase in at.into_iter().flatten().filter_map(Value::as_str) {
            self.lexicon.add(Class::SaysAt, phrase);
        }
        for key in ["digits", "teens", "tens"] {
            let table = spoken.get(key).and_then(Value::as_table);
            for phrase in table.into_iter().flat_map(Table::keys) {
                self.lexicon.add(Class::SaysDigits, phrase);
            }
        }
    }

    /// Words in one string, phrases in an array, states by their short forms.
    fn list(&mut self, section: &str, key: &str, list: &Value) -> Option<()> {
        if (section, key) == ("places", "states") {
            for (code, name) in list.as_table()? {
                self.lexicon.add(Class::StateCode, code);
                self.lexicon.add(Class::State, name.as_str()?);
            }
            return Some(());
        }
        let class = Class::of(section, key)?;
        match list {
            Value::String(words) => {
                for word in words.split_whitespace() {
                    self.lexicon.add(class, word);
                }
            }
            Value::Array(phrases) => {
                for phrase in phrases {
                    self.lexicon.add(class, phrase.as_str()?);
                }
            }
            _ => return None,
        }
        Some(())
    }
}
