//! What is said in each language: data, checked when it is loaded.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;
use toml::Value;

use crate::domain::{Lang, Role};
use crate::packs::Packs;

use super::phrase::Phrase;
use super::template::Template;

/// All languages. A language that is not there is answered in English.
#[derive(Clone, Debug)]
pub struct Phrasebook {
    english: Phrases,
    others: HashMap<Lang, Phrases>,
}

/// A message that a phrase says would work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The language of the phrase.
    pub lang: Lang,
    /// Where it stands in the file: `help.staff`.
    pub key: String,
    /// The message to text.
    pub text: String,
    /// Who is told to text it: strangers, or staff.
    pub role: Role,
}

/// Why a phrasebook cannot be used: always a mistake in its file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PhraseError {
    #[error("{lang}: not TOML: {why}")]
    Toml { lang: String, why: String },
    #[error("{lang}: {key} is missing")]
    Missing { lang: String, key: String },
    #[error("{lang}: nothing says {key}")]
    Unknown { lang: String, key: String },
    #[error("{lang}: {key}: {why}")]
    Malformed {
        lang: String,
        key: String,
        why: String,
    },
    #[error("{lang}: {key} must use exactly {offered:?}")]
    Fields {
        lang: String,
        key: String,
        offered: Vec<String>,
    },
}

/// The phrases of one language.
#[derive(Clone, Debug)]
pub(super) struct Phrases {
    /// By [`Phrase`], in its order.
    said: Vec<Forms>,
    pub(super) dates: Dates,
    pub(super) topics: Vec<Topic>,
    words: BTreeMap<String, String>,
}

/// How days and times are written.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Dates {
    /// From Monday.
    pub(super) weekdays: [String; 7],
    pub(super) months: [String; 12],
    /// 12 or 24 hours.
    pub(super) clock: u8,
}

/// What is said about one topic of help.
#[derive(Clone, Debug)]
pub(super) struct Topic {
    pub(super) words: Vec<String>,
    text: Template,
}

#[derive(Clone, Debug)]
struct Forms {
    one: Option<Template>,
    other: Template,
}

#[derive(Deserialize)]
struct RawTopic {
    words: Vec<String>,
    text: String,
}

impl Phrasebook {
    /// The languages that come with the program.
    ///
    /// # Errors
    /// [`PhraseError`] for a mistake in their files.
    pub fn builtin() -> Result<Self, PhraseError> {
        Self::of_packs(&Packs::builtin())
    }

    /// The languages of these packs.
    ///
    /// # Errors
    /// [`PhraseError`] for a mistake in their files, or where English is not among them.
    pub fn of_packs(packs: &Packs) -> Result<Self, PhraseError> {
        let phrases = packs.with("replies.toml");
        let phrases = phrases.map(|(pack, file)| {
            let phrases = Phrases::read(&pack.name, file)?;
            Ok((Lang(pack.name.clone()), phrases))
        });
        let mut others: HashMap<_, _> = phrases.collect::<Result<_, _>>()?;
        let english = others.remove(&Lang::en());
        Ok(Self {
            english: english.ok_or_else(|| PhraseError::Missing {
                lang: Lang::en().0,
                key: "replies.toml".to_owned(),
            })?,
            others,
        })
    }

    /// Every message that a phrase or help text offers for texting, with sample values.
    #[must_use]
    pub fn examples(&self) -> Vec<Example> {
        let english = self.english.examples(&Lang::en());
        let others = self.others.iter();
        let others = others.flat_map(|(lang, phrases)| phrases.examples(lang));
        english.into_iter().chain(others).collect()
    }

    pub(super) fn of(&self, lang: &Lang) -> &Phrases {
        self.others.get(lang).unwrap_or(&self.english)
    }
}

impl Phrases {
    fn read(lang: &str, file: &str) -> Result<Self, PhraseError> {
        let malformed = |key: &str, why: String| PhraseError::Malformed {
            lang: lang.to_owned(),
            key: key.to_owned(),
            why,
        };
        let mut file: toml::Table = file.parse().map_err(|why| PhraseError::Toml {
            lang: lang.to_owned(),
            why: format!("{why}"),
        })?;

        let dates = file.get("date").cloned();
        let dates = dates.unwrap_or(Value::Boolean(false)).try_into();
        let dates: Dates = dates.map_err(|why| malformed("date", why.to_string()))?;
        for key in ["weekdays", "months", "clock"] {
            remove(&mut file, "date", key);
        }
        let topics = remove(&mut file, "help", "topics").unwrap_or(Value::Array(Vec::new()));
        let topics: Result<Vec<RawTopic>, _> = topics.try_into();
        let topics = topics.map_err(|why| malformed("help.topics", why.to_string()))?;
        let topics: Result<Vec<Topic>, PhraseError> = topics
            .into_iter()
            .map(|raw| {
                let text = Template::read(&raw.text);
                let text = text.map_err(|why| malformed("help.topics", why.to_string()))?;
                Ok(Topic {
                    words: raw.words,
                    text,
                })
            })
            .collect();

        let mut texts = BTreeMap::new();
        flatten("", &Value::Table(file), &mut texts);
        let mut said = Vec::with_capacity(Phrase::ALL.len());
        for phrase in Phrase::ALL {
            let text = texts
                .remove(phrase.key())
                .ok_or_else(|| PhraseError::Missing {
                    lang: lang.to_owned(),
                    key: phrase.key().to_owned(),
                })?;
            said.push(Forms::read(lang, *phrase, &text)?);
        }
        let words = texts
            .into_iter()
            .map(|(key, text)| match (key.strip_prefix("words."), text) {
                (Some(word), Raw::Text(text)) => Ok((word.to_owned(), text)),
                _ => Err(PhraseError::Unknown {
                    lang: lang.to_owned(),
                    key,
                }),
            })
            .collect::<Result<_, _>>()?;
        Ok(Self {
            said,
            dates,
            topics: topics?,
            words,
        })
    }

    /// A phrase with its values.
    pub(super) fn say(&self, phrase: Phrase, fields: &[(&str, &str)]) -> String {
        self.forms(phrase).other.fill(fields)
    }

    /// A phrase in the form for `n`, which is its field `n` too.
    pub(super) fn count(&self, phrase: Phrase, n: usize, fields: &[(&str, &str)]) -> String {
        let number = n.to_string();
        let mut fields = fields.to_vec();
        fields.push(("n", &number));
        let forms = self.forms(phrase);
        let form = forms.one.as_ref().filter(|_| n == 1);
        form.unwrap_or(&forms.other).fill(&fields)
    }

    /// A word of a group that others may grow (`slot.date`, `part.due`, `call.task.create`); what is not there is said as it is.
    pub(super) fn word<'a>(&'a self, group: &str, word: &'a str) -> &'a str {
        let found = self.words.get(&format!("{group}.{word}"));
        found.map_or(word, String::as_str)
    }

    fn forms(&self, phrase: Phrase) -> &Forms {
        &self.said[phrase as usize]
    }

    fn examples(&self, lang: &Lang) -> Vec<Example> {
        let phrases = Phrase::ALL.iter().flat_map(|phrase| {
            let forms = self.forms(*phrase);
            let templates = forms.one.iter().chain([&forms.other]);
            let role = match phrase {
                Phrase::LeadPrompt | Phrase::HelpLead | Phrase::Stranger => Role::Lead,
                _ => Role::Staff,
            };
            templates.map(move |template| (phrase.key(), template, role))
        });
        let topics = self.topics.iter();
        let topics = topics.map(|topic| ("help.topics", &topic.text, Role::Staff));
        phrases
            .chain(topics)
            .flat_map(|(key, template, role)| {
                let texts = template.examples(SAMPLES).into_iter();
                texts.map(move |text| Example {
                    lang: lang.clone(),
                    key: key.to_owned(),
                    text,
                    role,
                })
            })
            .collect()
    }
}

/// Values for the examples.
const SAMPLES: &[(&str, &str)] = &[
    ("number", "42"),
    ("who", "Jane Doe"),
    ("query", "Jane Doe"),
    ("command", "delete task 42"),
];

impl Topic {
    pub(super) fn say(&self) -> String {
        self.text.fill(&[])
    }
}

/// A phrase as it stands in the file.
enum Raw {
    Text(String),
    Plural { one: String, other: String },
}

impl Forms {
    fn read(lang: &str, phrase: Phrase, raw: &Raw) -> Result<Self, PhraseError> {
        let read = |text: &str| {
            Template::read(text).map_err(|why| PhraseError::Malformed {
                lang: lang.to_owned(),
                key: phrase.key().to_owned(),
                why: why.to_string(),
            })
        };
        let (one, other) = match raw {
            Raw::Text(text) => (None, read(text)?),
            Raw::Plural { one, other } => (Some(read(one)?), read(other)?),
        };
        let mut offered = phrase.fields().to_vec();
        offered.sort_unstable();
        // The singular may do without the number.
        let single = offered.iter().filter(|field| **field != "n");
        let fits = other.fields() == offered;
        let one_fits = one.as_ref().is_none_or(|one| {
            let used = one.fields();
            used == offered || used.iter().eq(single)
        });
        if fits && one_fits {
            return Ok(Self { one, other });
        }
        Err(PhraseError::Fields {
            lang: lang.to_owned(),
            key: phrase.key().to_owned(),
            offered: offered.into_iter().map(str::to_owned).collect(),
        })
    }
}

fn remove(file: &mut toml::Table, section: &str, key: &str) -> Option<Value> {
    file.get_mut(section)?.as_table_mut()?.remove(key)
}

/// Every text by its dotted key; a table of `one` and `other` is one phrase.
fn flatten(key: &str, value: &Value, texts: &mut BTreeMap<String, Raw>) {
    match value {
        Value::String(text) => {
            texts.insert(key.to_owned(), Raw::Text(text.clone()));
        }
        Value::Table(table) => {
            if let (Some(Value::String(one)), Some(Value::String(other)), 2) =
                (table.get("one"), table.get("other"), table.len())
            {
                let (one, other) = (one.clone(), other.clone());
                texts.insert(key.to_owned(), Raw::Plural { one, other });
                return;
            }
            for (name, value) in table {
                let key = match key {
                    "" => name.clone(),
                    key => format!("{key}.{name}"),
                };
                flatten(&key, value, texts);
            }
        }
        // Anything else cannot be said: listed, so that the loader refuses it by its key.
        other => {
            let one = other.to_string();
            texts.insert(
                key.to_owned(),
                Raw::Plural {
                    other: one.clone(),
                    one,
                },
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = include_str!("../../grammar/en/replies.toml");

    /// What is wrong with English after this change.
    fn mistake(from: &str, to: &str) -> PhraseError {
        assert!(ENGLISH.contains(from), "{from} is not in the file");
        let file = ENGLISH.replacen(from, to, 1);
        Phrases::read("en", &file).expect_err("a mistake")
    }

    #[test]
    fn a_phrase_that_is_missing_or_that_nothing_says_is_named() {
        let missing = mistake("nothing = \"There is nothing to undo\"", "");
        assert_eq!(missing.to_string(), "en: undo.nothing is missing");
        let unknown = mistake("[undo]", "[undo]\nagain = \"Again?\"");
        assert_eq!(unknown.to_string(), "en: nothing says undo.again");
    }

    #[test]
    fn a_phrase_uses_the_values_it_gets_and_no_other() {
        for text in ["done = \"Undone\"", "done = \"Undone: {text} {who}\""] {
            let mistake = mistake("done = \"Undone: {text}\"", text);
            assert!(matches!(mistake, PhraseError::Fields { .. }), "{mistake}");
        }
        let plural = mistake("other = \"{n} open tasks\"", "other = \"many open tasks\"");
        assert!(matches!(plural, PhraseError::Fields { .. }), "{plural}");
    }

    #[test]
    fn what_is_not_closed_and_what_is_no_text_is_refused() {
        let open = mistake("Undone: {text}", "Undone: {text");
        assert!(matches!(open, PhraseError::Malformed { .. }), "{open}");
        let number = mistake("done = \"Undone: {text}\"", "done = 7");
        assert!(matches!(number, PhraseError::Fields { .. }), "{number}");
        let dates = mistake("clock = 12", "clock = \"noon\"");
        assert!(matches!(dates, PhraseError::Malformed { .. }), "{dates}");
        let toml = mistake("[undo]", "[undo");
        assert!(matches!(toml, PhraseError::Toml { .. }), "{toml}");
    }

    #[test]
    fn one_is_said_otherwise_than_many() {
        let english = Phrases::read("en", ENGLISH).expect("English");
        let said = |n| english.count(Phrase::ContactOpenTasks, n, &[]);
        assert_eq!(
            (said(1), said(0)),
            ("1 open task".into(), "0 open tasks".into())
        );
    }

    #[test]
    fn an_unknown_language_is_answered_in_english() {
        let book = Phrasebook::builtin().expect("the phrasebook");
        let lang = Lang("tlh".to_owned());
        let said = book.of(&lang).say(Phrase::UndoNothing, &[]);
        assert_eq!(said, "There is nothing to undo");
    }
}
