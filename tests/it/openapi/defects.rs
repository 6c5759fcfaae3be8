//! The known defects of the published files. Each is mended by name; when the vendor mends one, its mending fails here
//! and can go.

use serde_json::{Value, json};

pub(super) fn mend(contacts: &mut Value, locations: &mut Value) {
    search_has_no_schema(contacts);
    duplicate_search_has_no_schema(contacts);
    bulk_tags_type_is_not_declared(contacts);
    bulk_tags_responses_are_typed_as_text(contacts);
    listed_contacts_have_no_names(contacts);
    custom_field_values_are_typed_as_text(contacts);
    dates_of_birth_are_typed_as_objects(contacts);
    duplicate_refusals_have_no_meta(contacts);
    found_tasks_are_typed_as_arrays(contacts, locations);
}

/// The grammar stands in the vendor's document "Contacts Search API" only; the old file had the answer.
fn search_has_no_schema(contacts: &mut Value) {
    let body = &mut contacts["components"]["schemas"]["SearchBodyV2DTO"];
    assert_eq!(*body, json!({"type": "object", "properties": {}}));
    let value = json!({"type": ["string", "number", "boolean", "object"]});
    *body = json!({
        "type": "object",
        "required": ["locationId", "pageLimit"],
        "properties": {
            "locationId": {"type": "string"},
            "pageLimit": {"type": "integer", "minimum": 1, "maximum": 500},
            "page": {"type": "integer", "minimum": 1},
            "searchAfter": {"type": "array", "items": {"type": ["string", "number", "null"]}},
            "query": {"type": "string", "maxLength": 75},
            "filters": {"type": "array", "items": {"$ref": "#/components/schemas/SearchFilter"}},
            "sort": {"type": "array", "maxItems": 2, "items": {
                "type": "object",
                "required": ["field", "direction"],
                "properties": {"field": {"type": "string"}, "direction": {"enum": ["asc", "desc"]}},
            }},
        },
        "not": {"required": ["page", "searchAfter"]},
    });
    contacts["components"]["schemas"]["SearchFilter"] = json!({
        "anyOf": [
            {
                "type": "object",
                "required": ["group", "filters"],
                "properties": {
                    "group": {"enum": ["AND", "OR"]},
                    "filters": {"type": "array", "items": {"$ref": "#/components/schemas/SearchFilter"}},
                },
            },
            {
                "type": "object",
                "required": ["field", "operator"],
                "properties": {
                    "field": {"type": "string"},
                    "operator": {"enum": ["eq", "not_eq", "contains", "not_contains", "exists", "not_exists", "range"]},
                    "value": value,
                },
            },
        ],
    });
    let nullable = json!({"type": ["string", "null"]});
    let texts = json!({"type": "array", "items": {"type": "string"}});
    let mut properties = json!({
        "dnd": {"type": "boolean"},
        "dndSettings": {"$ref": "#/components/schemas/DndSettingsSchema"},
        "customFields": {"type": "array", "items": {"$ref": "#/components/schemas/CustomFieldSchema"}},
        "opportunities": {"type": "array"},
        "searchAfter": {"type": "array", "items": {"type": ["string", "number", "null"]}},
    });
    for name in ["tags", "additionalEmails", "additionalPhones", "followers"] {
        properties[name] = texts.clone();
    }
    for name in [
        "id",
        "phoneLabel",
        "country",
        "address",
        "source",
        "type",
        "locationId",
        "state",
        "businessName",
        "dateAdded",
        "phone",
        "companyName",
        "dateUpdated",
        "city",
        "dateOfBirth",
        "firstName",
        "lastName",
        "firstNameLowerCase",
        "lastNameLowerCase",
        "email",
        "assignedTo",
        "validEmail",
        "postalCode",
        "businessId",
    ] {
        properties[name] = nullable.clone();
    }
    let answer = &mut contacts["paths"]["/contacts/search"]["post"]["responses"]["200"];
    assert!(answer["content"].is_null());
    answer["content"] = json!({"application/json": {"schema": {
        "type": "object",
        "required": ["contacts", "total"],
        "properties": {
            "contacts": {"type": "array", "items": {"type": "object", "required": ["id"], "properties": properties}},
            "total": {"type": "number"},
        },
    }}});
    for status in ["400", "401"] {
        let answer = &mut contacts["paths"]["/contacts/search"]["post"]["responses"][status];
        assert!(answer["content"].is_null());
        let name = if status == "400" {
            "BadRequestDTO"
        } else {
            "UnauthorizedDTO"
        };
        let schema = json!({"$ref": format!("#/components/schemas/{name}")});
        answer["content"] = json!({"application/json": {"schema": schema}});
    }
}

/// Answered live as `{contact, matchingField}`, `contact` null for nobody.
fn duplicate_search_has_no_schema(contacts: &mut Value) {
    let answer = &mut contacts["paths"]["/contacts/search/duplicate"]["get"]["responses"]["200"];
    assert!(answer["content"].is_null());
    answer["content"] = json!({"application/json": {"schema": {
        "type": "object",
        "required": ["contact"],
        "properties": {
            "contact": {"anyOf": [{"$ref": "#/components/schemas/GetContectByIdSchema"}, {"type": "null"}]},
            "matchingField": {"type": "string"},
        },
    }}});
}

fn bulk_tags_type_is_not_declared(contacts: &mut Value) {
    let operation = &mut contacts["paths"]["/contacts/bulk/tags/update/{type}"]["post"];
    let parameters = operation["parameters"].as_array_mut().unwrap();
    assert_eq!(parameters.len(), 1);
    parameters.push(json!({"name": "type", "in": "path", "required": true, "schema": {"enum": ["add", "remove"]}}));
}

/// Its own example shows objects.
fn bulk_tags_responses_are_typed_as_text(contacts: &mut Value) {
    let schema = &mut contacts["components"]["schemas"]["UpdateTagsResponseDTO"];
    let items = &mut schema["properties"]["responses"]["items"];
    assert_eq!(*items, json!({"type": "string"}));
    let texts = json!({"type": "array", "items": {"type": "string"}});
    *items = json!({
        "type": "object",
        "required": ["contactId", "message", "type"],
        "properties": {
            "contactId": {"type": "string"},
            "message": {"type": "string"},
            "type": {"enum": ["success", "error"]},
            "oldTags": texts,
            "tagsAdded": texts,
            "tagsRemoved": texts,
        },
    });
}

/// The items of the old list lack what everybody reads, and the schema of its `meta` is referenced by nothing.
fn listed_contacts_have_no_names(contacts: &mut Value) {
    let schemas = &mut contacts["components"]["schemas"];
    let item = &mut schemas["ContactsSearchSchema"]["properties"];
    for name in [
        "contactName",
        "firstName",
        "lastName",
        "phone",
        "companyName",
        "city",
        "state",
        "address1",
        "postalCode",
        "website",
        "assignedTo",
        "type",
        "dateUpdated",
        "dateOfBirth",
    ] {
        assert!(item[name].is_null(), "{name}");
        item[name] = json!({"type": "string"});
    }
    item["dnd"] = json!({"type": "boolean"});
    let list = &mut schemas["ContactsSearchSuccessfulResponseDto"]["properties"];
    assert!(list["meta"].is_null());
    list["meta"] = json!({"type": "object"});
}

/// Lists for fields with several choices, numbers for numeric ones.
fn custom_field_values_are_typed_as_text(contacts: &mut Value) {
    let schema = &mut contacts["components"]["schemas"]["CustomFieldSchema"]["properties"];
    assert_eq!(schema["value"]["type"], "string");
    schema["value"] = json!({});
}

/// Their own example is text.
fn dates_of_birth_are_typed_as_objects(contacts: &mut Value) {
    for name in ["CreateContactDto", "UpdateContactDto", "UpsertContactDto"] {
        let field = &mut contacts["components"]["schemas"][name]["properties"]["dateOfBirth"];
        assert_eq!(field["type"], "object");
        field["type"] = json!("string");
    }
}

/// The refusal of a duplicate names who has the phone or e-mail, in no schema.
fn duplicate_refusals_have_no_meta(contacts: &mut Value) {
    let fields = &mut contacts["components"]["schemas"]["BadRequestDTO"]["properties"];
    assert!(fields["meta"].is_null());
    fields["meta"] = json!({
        "type": "object",
        "required": ["contactId"],
        "properties": {
            "contactId": {"type": "string"},
            "matchingField": {"type": "string"},
            "contactName": {"type": "string"},
        },
    });
}

/// The items are tasks, with the contact they belong to.
fn found_tasks_are_typed_as_arrays(contacts: &Value, locations: &mut Value) {
    let task = contacts["components"]["schemas"]["TaskSchema"].clone();
    let schema = &mut locations["components"]["schemas"]["LocationTaskListSuccessfulResponseDto"];
    let items = &mut schema["properties"]["tasks"]["items"];
    assert_eq!(*items, json!({"type": "array"}));
    *items = task;
    items["required"] = json!(["id", "contactId"]);
}
