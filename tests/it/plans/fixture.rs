//! Reading plans from their files.

use std::fs;
use std::sync::LazyLock;

use fieldline::domain::{Context, CrmCall, Intent, Observation};
use fieldline::plan::Step;
use serde_json::{Map, Value, json};

use crate::support::fixture;

/// A plan as recorded.
pub(crate) struct Plan {
    pub(crate) name: String,
    pub(crate) intent: Intent,
    pub(crate) context: Context,
    /// One more than observations: the last is the end.
    pub(crate) steps: Vec<Expected>,
    pub(crate) seen: Vec<Observation>,
}

/// A step as recorded: calls to the letter, questions and outcomes as far as the file says something of them.
#[expect(clippy::large_enum_variant, reason = "a few hundred live for a moment")]
pub(crate) enum Expected {
    Call(CrmCall),
    Ask(Value),
    Done(Value),
}

pub(crate) fn all() -> Vec<Plan> {
    let world = read("_world.toml");
    let mut names: Vec<String> = fs::read_dir(fixture("plans"))
        .expect("fixtures/plans")
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.starts_with('_'))
        .collect();
    names.sort();
    names.into_iter().map(|name| plan(name, &world)).collect()
}

/// The context of the world, for tests without a file.
pub(crate) fn context() -> Context {
    static CONTEXT: LazyLock<Context> = LazyLock::new(|| {
        let world = read("_world.toml");
        parsed(&world["context"], "the world")
    });
    CONTEXT.clone()
}

pub(crate) fn assert_step(place: &str, expected: &Expected, step: &Step) {
    match (expected, step) {
        (Expected::Call(expected), Step::Call(call)) => assert_eq!(call, expected, "{place}"),
        (Expected::Ask(expected), Step::Ask(question)) => {
            assert_within(place, expected, &json!(question));
        }
        (Expected::Done(expected), Step::Done(outcome)) => {
            assert_within(place, expected, &json!(outcome));
        }
        _ => panic!("{place}: {step:?} is a step of another kind"),
    }
}

fn plan(name: String, world: &Value) -> Plan {
    let file = named(&read(&name), world);
    let mut context = world["context"].clone();
    lay_over(&mut context, &file["context"]);
    let mut context = named(&context, world);
    for key in file["without"].as_array().into_iter().flatten() {
        context
            .as_object_mut()
            .unwrap()
            .remove(key.as_str().unwrap());
    }
    let mut steps = Vec::new();
    let mut seen = Vec::new();
    for row in file["journal"].as_array().into_iter().flatten() {
        steps.push(match (&row["call"], &row["ask"]) {
            (Value::Null, ask) => Expected::Ask(ask.clone()),
            (call, _) => Expected::Call(parsed(call, &name)),
        });
        seen.push(parsed(&row["seen"], &name));
    }
    steps.push(Expected::Done(file["end"].clone()));
    Plan {
        intent: parsed(&file["intent"], &name),
        context: parsed(&context, &name),
        name,
        steps,
        seen,
    }
}

fn read(name: &str) -> Value {
    let text = fs::read_to_string(fixture("plans").join(name)).expect(name);
    let table: toml::Table = text.parse().unwrap_or_else(|why| panic!("{name}: {why}"));
    serde_json::to_value(table).unwrap()
}

fn parsed<T: serde::de::DeserializeOwned>(value: &Value, name: &str) -> T {
    T::deserialize(value).unwrap_or_else(|why| panic!("{name}: {why}: {value}"))
}

/// `"@task.t42"` is what the world has there; `{ from = "@task.t42", … }` is the same with changes.
fn named(value: &Value, world: &Value) -> Value {
    match value {
        Value::String(text) if text.starts_with('@') => {
            let path = text[1..].split('.');
            let found = path.fold(world, |found, key| &found[key]);
            assert!(!found.is_null(), "the world has no {text}");
            found.clone()
        }
        Value::Array(items) => items.iter().map(|item| named(item, world)).collect(),
        Value::Object(fields) => {
            let mut base = fields
                .get("from")
                .map_or_else(|| json!({}), |from| named(from, world));
            let rest = fields.iter().filter(|(key, _)| *key != "from");
            let rest: Map<String, Value> = rest
                .map(|(key, value)| (key.clone(), named(value, world)))
                .collect();
            lay_over(&mut base, &Value::Object(rest));
            base
        }
        other => other.clone(),
    }
}

fn lay_over(base: &mut Value, over: &Value) {
    match (base, over) {
        (Value::Object(base), Value::Object(over)) => {
            for (key, value) in over {
                lay_over(base.entry(key.clone()).or_insert(Value::Null), value);
            }
        }
        (_, Value::Null) => {}
        (base, over) => *base = over.clone(),
    }
}

/// Everything `expected` says is so; of what it does not mention nothing is asked. Lists have to be of one length.
fn assert_within(place: &str, expected: &Value, actual: &Value) {
    match (expected, actual) {
        (Value::Object(expected), Value::Object(actual)) => {
            for (key, value) in expected {
                let place = format!("{place}: {key}");
                assert_within(&place, value, actual.get(key).unwrap_or(&Value::Null));
            }
        }
        (Value::Array(expected), Value::Array(actual)) => {
            assert_eq!(expected.len(), actual.len(), "{place}: {actual:?}");
            for (expected, actual) in expected.iter().zip(actual) {
                assert_within(place, expected, actual);
            }
        }
        _ => assert_eq!(actual, expected, "{place}"),
    }
}
