//! The published files, read as JSON Schema: nothing is fetched, shared schemas are put in, unknown properties refused.

use serde_json::{Map, Value, json};

use super::defects;
use super::traffic::Exchange;
use crate::support::shared;

pub(super) struct Spec {
    documents: Vec<Value>,
}

/// One operation, and what its path template captures.
struct Operation<'a> {
    document: &'a Value,
    template: &'a str,
    method: &'a str,
    body: &'a Value,
}

/// Statuses that no operation declares although they are answered: a path or record that is not there, another
/// location, the rate limit. Their bodies have no published shape.
const UNDECLARED: [u16; 3] = [403, 404, 429];

impl Spec {
    /// `None` where the files are not here.
    pub(super) fn load() -> Option<Self> {
        let common = read("ghl/openapi/common/common-schemas.json")?;
        let mut documents = Vec::new();
        for name in ["contacts", "locations", "users"] {
            let mut document = read(&format!("ghl/openapi/apps/{name}.json"))?;
            put_in_shared(&mut document, &common);
            documents.push(document);
        }
        let [contacts, locations, _] = documents.as_mut_slice() else {
            return None;
        };
        defects::mend(contacts, locations);
        for document in &mut documents {
            as_json_schema(document);
        }
        Some(Self { documents })
    }

    /// Fails with everything that is wrong about an exchange.
    pub(super) fn check(&self, exchange: &Exchange) {
        let faults = self.faults(exchange);
        assert!(faults.is_empty(), "{faults:#?}\n{exchange:#?}");
    }

    /// Fails with everything that is wrong about its answer.
    pub(super) fn check_answer(&self, exchange: &Exchange) {
        let operation = self.find(exchange).expect("a published operation");
        let faults = answer_faults(&operation, exchange);
        assert!(faults.is_empty(), "{faults:#?}\n{exchange:#?}");
    }

    /// `POST /contacts/{contactId}/tasks`
    pub(super) fn operation(&self, exchange: &Exchange) -> String {
        let operation = self.find(exchange).expect("a published operation");
        format!("{} {}", operation.method.to_uppercase(), operation.template)
    }

    pub(super) fn faults(&self, exchange: &Exchange) -> Vec<String> {
        let Some(operation) = self.find(exchange) else {
            return vec!["no such operation".to_owned()];
        };
        let mut faults = request_faults(&operation, exchange);
        faults.extend(answer_faults(&operation, exchange));
        faults
    }

    /// Templates with fewer parameters win: literals before ids.
    fn find(&self, exchange: &Exchange) -> Option<Operation<'_>> {
        let path = exchange.path.split('?').next()?;
        let operations = self.documents.iter().flat_map(|document| {
            let paths = document["paths"].as_object().into_iter().flatten();
            paths.flat_map(move |(template, methods)| {
                let methods = methods.as_object().into_iter().flatten();
                methods.map(move |(method, body)| Operation {
                    document,
                    template,
                    method,
                    body,
                })
            })
        });
        operations
            .filter(|one| one.method.eq_ignore_ascii_case(&exchange.method))
            .filter(|one| fits(one.template, path))
            .min_by_key(|one| one.template.matches('{').count())
    }
}

fn read(path: &str) -> Option<Value> {
    let text = std::fs::read_to_string(shared(path)?).unwrap();
    Some(serde_json::from_str(&text).unwrap())
}

/// References to the shared file become references within the document.
fn put_in_shared(document: &mut Value, common: &Value) {
    for (name, schema) in common["components"]["schemas"].as_object().unwrap() {
        document["components"]["schemas"][name] = schema.clone();
    }
    each_object(document, &mut |object| {
        if let Some(Value::String(target)) = object.get_mut("$ref")
            && let Some(place) = target.strip_prefix("../common/common-schemas.json")
        {
            *target = place.to_owned();
        }
    });
}

/// `nullable` is OpenAPI's own; and what is not described shall not be there.
fn as_json_schema(document: &mut Value) {
    each_object(document, &mut |object| {
        if object.get("nullable") == Some(&json!(true))
            && let Some(kind) = object.get("type").filter(|kind| kind.is_string())
        {
            let both = json!([kind, "null"]);
            object.insert("type".to_owned(), both);
        }
        let described = object.get("properties").is_some_and(Value::is_object);
        if described && object.get("type").is_some() {
            object.insert("additionalProperties".to_owned(), json!(false));
        }
    });
}

fn each_object(value: &mut Value, change: &mut dyn FnMut(&mut Map<String, Value>)) {
    match value {
        Value::Object(object) => {
            change(object);
            for (name, inner) in object.iter_mut() {
                // Examples are data, not schemas.
                if name != "example" {
                    each_object(inner, change);
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                each_object(item, change);
            }
        }
        _ => {}
    }
}

fn fits(template: &str, path: &str) -> bool {
    let wanted: Vec<&str> = template.split('/').collect();
    let given: Vec<&str> = path.split('/').collect();
    wanted.len() == given.len()
        && wanted.iter().zip(given).all(|(wanted, given)| {
            (wanted.starts_with('{') && !given.is_empty()) || *wanted == given
        })
}

fn request_faults(operation: &Operation<'_>, exchange: &Exchange) -> Vec<String> {
    let mut faults = Vec::new();
    if !exchange.authorized {
        faults.push("no bearer token".to_owned());
    }
    let parameters = operation.body["parameters"].as_array();
    let parameters: Vec<&Value> = parameters.into_iter().flatten().collect();
    let declared = |place: &str, name: &str| {
        parameters
            .iter()
            .find(|one| one["in"] == place && one["name"] == name)
    };
    if let Some(version) = declared("header", "Version") {
        let allowed = version["schema"]["enum"].as_array().unwrap();
        let sent = exchange.version.clone().map(Value::String);
        if !sent.is_some_and(|sent| allowed.contains(&sent)) {
            faults.push(format!("Version is none of {allowed:?}"));
        }
    }
    for part in operation.template.split('/') {
        let name = part.trim_matches(['{', '}']);
        if part.starts_with('{') && declared("path", name).is_none() {
            faults.push(format!("path parameter {name} is not declared"));
        }
    }
    let query = exchange.path.split_once('?').map_or("", |(_, query)| query);
    let names: Vec<&str> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split('=').next().unwrap_or(pair))
        .collect();
    for name in &names {
        if declared("query", name).is_none() {
            faults.push(format!("query parameter {name} is not declared"));
        }
    }
    for required in parameters
        .iter()
        .filter(|one| one["in"] == "query" && one["required"] == true)
    {
        let name = required["name"].as_str().unwrap();
        if !names.contains(&name) {
            faults.push(format!("query parameter {name} is missing"));
        }
    }
    let schema = &operation.body["requestBody"]["content"]["application/json"]["schema"];
    match (schema.is_null(), exchange.body.is_null()) {
        (true, true) => {}
        (true, false) => faults.push("a body where none is declared".to_owned()),
        (false, _) => faults.extend(mismatches(operation, schema, &exchange.body)),
    }
    faults
}

fn answer_faults(operation: &Operation<'_>, exchange: &Exchange) -> Vec<String> {
    if UNDECLARED.contains(&exchange.status) {
        return Vec::new();
    }
    let response = &operation.body["responses"][exchange.status.to_string()];
    if response.is_null() {
        return vec![format!("status {} is not declared", exchange.status)];
    }
    let schema = &response["content"]["application/json"]["schema"];
    if schema.is_null() {
        return vec!["the answer has no published shape".to_owned()];
    }
    // Said of every response in the vendor's overview, written in few schemas.
    let mut body = exchange.answer.clone();
    if let Some(object) = body.as_object_mut()
        && !mentions_trace(operation, schema)
    {
        object.remove("traceId");
    }
    mismatches(operation, schema, &body)
}

fn mentions_trace(operation: &Operation<'_>, schema: &Value) -> bool {
    let target = schema["$ref"].as_str().unwrap_or_default();
    let named = operation.document.pointer(target.trim_start_matches('#'));
    named.is_some_and(|named| !named["properties"]["traceId"].is_null())
}

fn mismatches(operation: &Operation<'_>, schema: &Value, instance: &Value) -> Vec<String> {
    let mut root = schema.clone();
    root["components"] = operation.document["components"].clone();
    let validator = jsonschema::draft202012::new(&root).expect("a schema");
    validator
        .iter_errors(instance)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}
