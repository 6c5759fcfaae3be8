//! What operations answer with: replies, and refusals in the API's words.

use serde_json::{Value, json};

use super::ledger::Effect;

/// A 2xx.
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) body: Value,
    pub(super) effect: Option<Effect>,
}

/// Anything else.
pub(super) struct Refusal {
    pub(super) status: u16,
    pub(super) body: Value,
}

impl Reply {
    pub(super) fn ok(body: Value) -> Self {
        Self {
            status: 200,
            body,
            effect: None,
        }
    }

    pub(super) fn created(body: Value) -> Self {
        Self {
            status: 201,
            body,
            effect: None,
        }
    }

    /// The acknowledgement of most operations that answer nothing else, misspelt as in the contract.
    pub(super) fn succeeded() -> Self {
        Self::ok(json!({"succeded": true}))
    }

    pub(super) fn with(self, effect: Effect) -> Self {
        self.having(Some(effect))
    }

    pub(super) fn having(self, effect: Option<Effect>) -> Self {
        Self { effect, ..self }
    }
}

impl Refusal {
    pub(super) fn bad_request(message: &str) -> Self {
        Self::saying(400, json!({"statusCode": 400, "message": message}))
    }

    /// 400, not 409: the API's duplicate, with who has the phone or e-mail already.
    pub(super) fn duplicate(contact: &str, field: &str, name: &str) -> Self {
        Self::saying(
            400,
            json!({
                "statusCode": 400,
                "message": "This location does not allow duplicated contacts.",
                "meta": {"contactId": contact, "matchingField": field, "contactName": name},
            }),
        )
    }

    pub(super) fn unauthorized(message: &str) -> Self {
        Self::saying(
            401,
            json!({"statusCode": 401, "message": message, "error": "Unauthorized"}),
        )
    }

    pub(super) fn invalid_token() -> Self {
        Self::unauthorized("Invalid token: access token is invalid")
    }

    pub(super) fn forbidden() -> Self {
        Self::saying(
            403,
            json!({
                "statusCode": 403,
                "message": "The token does not have access to this location.",
                "error": "Forbidden",
            }),
        )
    }

    pub(super) fn no_such_route(method: &str, path: &str) -> Self {
        Self::saying(
            404,
            json!({
                "statusCode": 404,
                "message": format!("Cannot {method} {path}"),
                "error": "Not Found",
            }),
        )
    }

    pub(super) fn unprocessable(messages: &[String]) -> Self {
        Self::saying(
            422,
            json!({"statusCode": 422, "message": messages, "error": "Unprocessable Entity"}),
        )
    }

    /// [`Self::unprocessable`] for one thing.
    pub(super) fn invalid(message: &str) -> Self {
        Self::unprocessable(&[message.to_owned()])
    }

    pub(super) fn too_many_requests() -> Self {
        Self::saying(
            429,
            json!({"statusCode": 429, "message": "Too Many Requests"}),
        )
    }

    pub(super) fn redirect() -> Self {
        Self::saying(307, json!({}))
    }

    pub(super) fn server_error(status: u16) -> Self {
        Self::saying(
            status,
            json!({"statusCode": status, "message": "Internal server error"}),
        )
    }

    fn saying(status: u16, body: Value) -> Self {
        Self { status, body }
    }
}

impl From<Refusal> for Reply {
    fn from(refusal: Refusal) -> Self {
        Self {
            status: refusal.status,
            body: refusal.body,
            effect: None,
        }
    }
}
