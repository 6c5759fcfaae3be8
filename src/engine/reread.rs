//! Logged messages read again with other words or rules: for seeing what a change of the grammar would have changed. Reads the
//! store, writes nothing, calls nobody.

use jiff::tz::TimeZone;

use super::Index;
use super::freeze::printable;
use crate::config::Config;
use crate::domain::{Lang, MessageId, Parsed, Person, Region, Role};
use crate::grammar::{self, DateOrder, Lexicon};
use crate::store::{Journal, LogEntry, Store, StoreError};

/// Reads messages again, as their senders wrote them when they did, with the people the directory holds today.
pub struct Rereader<'a> {
    store: &'a dyn Store,
    config: &'a Config,
    lexicon: &'a Lexicon,
    directory: Index,
    people: Vec<Person>,
}

/// A message then and now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Again {
    /// Read, and read again.
    Read(Box<Comparison>),
    /// It answered a question, and means something only with it.
    Answer,
    /// Its text was erased, it came from no phone, or it has not been read yet: there is nothing to compare.
    Nothing,
}

/// What was understood then and now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// What it was read with.
    pub version: String,
    pub then: Parsed,
    pub now: Parsed,
}

impl Comparison {
    /// Whether the same is understood; by which rule and in which language does not matter.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.then.reading == self.now.reading
    }
}

impl<'a> Rereader<'a> {
    /// Takes the directory and the people of today.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn new(
        store: &'a dyn Store,
        config: &'a Config,
        lexicon: &'a Lexicon,
    ) -> Result<Self, StoreError> {
        let (_, contacts) = store.directory().await?;
        Ok(Self {
            store,
            config,
            lexicon,
            directory: contacts.into_iter().collect(),
            people: store.people().await?,
        })
    }

    /// A message again.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn read(&self, entry: &LogEntry) -> Result<Again, StoreError> {
        let journal = self.journal(entry.id).await?;
        let Some(frozen) = &journal.frozen else {
            return Ok(Again::Nothing);
        };
        if frozen.answers.is_some() {
            return Ok(Again::Answer);
        }
        if entry.text.is_empty() || !entry.from.starts_with('+') {
            return Ok(Again::Nothing);
        }
        Ok(Again::Read(Box::new(Comparison {
            version: frozen.grammar_version.clone(),
            then: frozen.parsed.clone(),
            now: self.parse(&journal, entry),
        })))
    }

    async fn journal(&self, message: MessageId) -> Result<Journal, StoreError> {
        self.store.journal(message).await
    }

    fn parse(&self, journal: &Journal, entry: &LogEntry) -> Parsed {
        let frozen = journal.frozen.as_ref();
        let context = frozen
            .and_then(|frozen| frozen.commands.first())
            .map(|it| &it.context);
        let person = self
            .people
            .iter()
            .find(|person| person.phone.as_str() == entry.from);
        let defaults = &self.config.defaults;
        let tz = context
            .map(|context| context.tz.clone())
            .or_else(|| person.map(|person| person.tz.clone()))
            .unwrap_or_else(|| defaults.tz.clone());
        let lang = context
            .map(|context| context.lang.clone())
            .or_else(|| person.map(|person| person.lang.clone()))
            .unwrap_or_else(|| Lang(defaults.lang.clone()));
        let role = context
            .map(|context| context.role)
            .or_else(|| person.map(|person| person.role))
            .unwrap_or(Role::Lead);
        let region = defaults.region.parse().unwrap_or(Region::US);
        let zone = TimeZone::get(&tz).unwrap_or(TimeZone::UTC);
        let sender = grammar::Sender {
            now: journal.received.to_zoned(zone),
            region,
            date_order: DateOrder::of(region),
            lang,
            role,
            question: None,
            directory: &self.directory,
        };
        grammar::parse(&printable(&journal.text), self.lexicon, &sender)
    }
}
