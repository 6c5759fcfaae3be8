//! Where in a message the values of what was understood stand: for showing which word became what.

use serde_json::Value;

use crate::domain::{Parsed, Reading, Span};

/// Values whose words are of dates.
const DATES: [&str; 4] = ["due", "start", "end", "when"];

/// Values that are the handles of things.
const HANDLES: [&str; 6] = [
    "tasks",
    "task",
    "contact",
    "appointment",
    "opportunity",
    "choice",
];

/// The values of a reading.
#[derive(Debug, Default)]
pub(super) struct Slots {
    /// Where the words of a value stand, and the name of its slot.
    found: Vec<(Span, String)>,
    /// A date is among the values.
    pub(super) has_date: bool,
    /// The numbers of things.
    numbers: Vec<(u64, &'static str)>,
    /// There are values at all.
    pub(super) understood: bool,
}

impl Slots {
    /// The slot that a word became a part of.
    pub(super) fn at(&self, word: Span) -> Option<&str> {
        self.found
            .iter()
            .find(|(span, _)| span[0] <= word[0] && word[1] <= span[1])
            .map(|(_, slot)| slot.as_str())
    }

    /// The slot of a number.
    pub(super) fn number(&self, said: u32) -> Option<&'static str> {
        self.numbers
            .iter()
            .find(|(number, _)| *number == u64::from(said))
            .map(|(_, slot)| *slot)
    }
}

/// Finds the values of the intents in the text they came from.
pub(super) fn of(text: &str, parsed: &Parsed) -> Slots {
    let mut slots = Slots::default();
    let intents = parsed.reading.intents();
    slots.understood = !intents.is_empty() || matches!(parsed.reading, Reading::Help { .. });
    let lower = text.to_lowercase();
    // Where lower case is longer or shorter, places are not those of the text any more.
    let text = if lower.len() == text.len() {
        lower.as_str()
    } else {
        text
    };
    for intent in intents {
        if let Ok(Value::Object(fields)) = serde_json::to_value(intent) {
            for (name, value) in &fields {
                if name != "do" {
                    slots.add(name, value, text);
                }
            }
        }
    }
    if let Reading::Lead { .. } = parsed.reading {
        for reason in &parsed.reasons {
            let slot = reason.code.split('_').next().unwrap_or_default();
            slots.found.insert(0, (reason.span, slot.to_lowercase()));
        }
    }
    slots
}

impl Slots {
    fn add(&mut self, name: &str, value: &Value, text: &str) {
        if DATES.contains(&name) {
            self.has_date = true;
            return;
        }
        match value {
            Value::String(said) => {
                let said = said.to_lowercase();
                let place = (!said.is_empty()).then(|| text.rfind(&said)).flatten();
                if let Some(from) = place {
                    let to = from.saturating_add(said.len());
                    self.found.push(([from, to], name.to_owned()));
                }
            }
            Value::Number(number) => {
                let slot = HANDLES.iter().find(|slot| **slot == name);
                self.numbers.extend(number.as_u64().zip(slot.copied()));
            }
            Value::Array(values) => {
                for value in values {
                    self.add(name, value, text);
                }
            }
            Value::Object(fields) => {
                for (inner, value) in fields {
                    // `who` tells more than how somebody is called, `details` less than what.
                    let name = if matches!(name, "details" | "fields") || value.is_number() {
                        inner
                    } else {
                        name
                    };
                    self.add(name, value, text);
                }
            }
            Value::Null | Value::Bool(_) => {}
        }
    }
}
