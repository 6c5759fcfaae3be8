//! A text message on its way in or out, whatever the carrier.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{LineName, Phone, ReplyId, Sender};

/// One inbound message (MO), verified and read from a carrier's webhook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboundSms {
    /// The line it came in on: from the hook's URL, never from the body.
    pub line: LineName,
    /// Who sent it.
    pub from: Sender,
    /// Our number, as the carrier gave it.
    pub to: Option<Phone>,
    /// The text, invalid UTF-8 already replaced. Empty for a message of media only.
    pub text: String,
    /// The carrier's own stable id of this message, when it has one: the first key of de-duplication.
    pub provider_id: Option<String>,
    /// All fields of the request in a canonical order, hashed: the key of de-duplication where there is no id, and the proof
    /// of a conflict where the same id comes with another body. Hex SHA-256.
    pub fingerprint: String,
    /// When the carrier says it was sent.
    pub sent_at: Option<Timestamp>,
    /// How many media attachments came with it.
    pub media: u8,
}

/// One outbound message (MT) to be handed to a carrier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboundSms {
    /// Our id of it, echoed in status URLs.
    pub id: ReplyId,
    /// Whom it goes to.
    pub to: Phone,
    /// The text.
    pub text: String,
    /// Whether it needs UCS-2.
    pub unicode: bool,
}

/// How far a carrier got with one of our messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// The carrier has passed it on; nothing is known of the phone.
    Sent,
    /// The phone has it.
    Delivered,
    /// It will not arrive.
    Undelivered,
}

/// A delivery report: what happened to a text of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryReport {
    /// Our id, where the carrier echoes it.
    pub reply: Option<ReplyId>,
    /// The carrier's id.
    pub provider_ref: Option<String>,
    /// What happened.
    pub state: DeliveryState,
    /// The carrier's error code, if any.
    pub error: Option<String>,
    /// Whether the carrier says that this person has opted out with it.
    pub opted_out: bool,
}
