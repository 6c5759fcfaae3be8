//! An intent the way people read it: its name and its slots.

use serde_json::Value;

/// One intent.
pub(super) struct IntentCard {
    /// `task.create`
    pub(super) name: String,
    /// Slot and value.
    pub(super) slots: Vec<(String, String)>,
}

/// Reads the JSON of a [`crate::domain::Intent`].
pub(super) fn card(intent: &Value) -> IntentCard {
    let Value::Object(fields) = intent else {
        return IntentCard {
            name: intent.to_string(),
            slots: Vec::new(),
        };
    };
    let name = fields.get("do").map(plain).unwrap_or_default();
    let slots = fields
        .iter()
        .filter(|(slot, _)| *slot != "do")
        .map(|(slot, value)| (slot.replace('_', " "), slot_value(slot, value)));
    IntentCard {
        name,
        slots: slots.collect(),
    }
}

/// Numbers of tasks are handles.
fn slot_value(slot: &str, value: &Value) -> String {
    let Some(tasks) = value.as_array().filter(|_| slot == "tasks") else {
        return plain(value);
    };
    let tasks: Vec<String> = tasks
        .iter()
        .map(|task| match task {
            Value::Number(number) => format!("#{number}"),
            other => plain(other),
        })
        .collect();
    tasks.join(", ")
}

/// A value in words: `name: Jane Doe`.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::String(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Array(values) => {
            let values: Vec<String> = values.iter().map(plain).collect();
            values.join(", ")
        }
        Value::Object(fields) => {
            let fields: Vec<String> = fields
                .iter()
                .map(|(name, value)| match value {
                    Value::Bool(true) => name.replace('_', " "),
                    value => format!("{}: {}", name.replace('_', " "), plain(value)),
                })
                .collect();
            fields.join(", ")
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn slots_are_words() {
        let intent = json!({"do": "task.create", "who": {"last": true}, "title": "call", "tags": ["a", "b"]});
        let card = card(&intent);
        assert_eq!(card.name, "task.create");
        let tasks = super::card(&json!({"do": "task.complete", "tasks": [42, {"title": "quote"}]}));
        assert_eq!(tasks.slots[0].1, "#42, title: quote");
        let slots: Vec<String> = card.slots.iter().map(|(k, v)| format!("{k}={v}")).collect();
        assert_eq!(slots, ["tags=a, b", "title=call", "who=last"]);
    }
}
