//! A command as it is frozen when its message is planned: everything `plan::next` may know.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    Answer, Contact, ContactId, CrmCall, Handle, Intent, Lang, LineName, MessageId, Observation,
    Outcome, Parsed, Person, Phone, Role, Thread, UserId,
};

/// What a message was frozen to. A crash later finds exactly this again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frozen {
    /// The reading with its reasons.
    pub parsed: Parsed,
    /// Version of the grammar that made it.
    pub grammar_version: String,
    /// The commands to run, in order. Empty where the message is done without any (`said`).
    pub commands: Vec<Command>,
    /// What is answered where nothing is to run: a problem, help, an opt-out; `None` is silence.
    pub said: Option<Outcome>,
    /// The message whose open question this one answers, and the answer.
    pub answers: Option<(MessageId, Answer)>,
}

/// One intent and what it may know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Command {
    pub intent: Intent,
    pub context: Context,
}

/// Everything a plan may know beside the intent and what was seen. Frozen; never read again from the world.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Context {
    /// When the message was received.
    pub now: Timestamp,
    /// The sender's time zone, an IANA name.
    pub tz: String,
    /// The language of the reply.
    pub lang: Lang,
    /// Where the message came in.
    pub line: LineName,
    /// Who sent it.
    pub sender: Phone,
    /// Who that is, if registered.
    pub person: Option<Person>,
    /// What they may do.
    pub role: Role,
    /// What must be asked before the first effect.
    pub gate: Gate,
    /// A short marker, unique to (message, command), that read-back finds in notes and tasks: `7K2QX9`.
    pub marker: String,
    /// The references of the intent, looked up.
    pub bound: Bound,
    /// What earlier messages left for this one to refer to.
    pub thread: Thread,
    /// Registered people, for assigning.
    pub staff: Vec<Person>,
    /// What happens to new leads.
    pub leads: LeadPolicy,
    /// The sender's last change that can be taken back; only for `undo`.
    pub undo: Option<Undoable>,
}

/// What must be asked before the first effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "ask")]
pub enum Gate {
    /// Nothing.
    Open,
    /// "Did you mean …?" Y or N.
    Meant,
    /// "Shall I …?" Y or N.
    Confirm,
    /// The one-time code, four digits; three tries.
    Code { code: String },
    /// The grammar's question; the choice replaces the intent.
    Choose { question: super::Question },
}

/// The references of an intent, looked up in the store and the directory when it was planned.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bound {
    /// Handles of the intent that exist on this line. A handle that is missing here does not exist.
    pub handles: BTreeMap<Handle, Target>,
    /// For a `who` given by name, digits, phone or e-mail: the contacts of the directory that fit, best match only.
    pub contacts: Vec<Contact>,
    /// Whether those fit only nearly, so that they must be asked about even where there is one.
    pub near: bool,
    /// Tags of the intent that the directory has not seen in use.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub new_tags: Vec<String>,
}

/// What a handle points at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The contact: of the task or note, or the one pointed at.
    pub contact: ContactId,
    /// That contact's name.
    pub contact_name: Option<String>,
    /// The CRM's id of the task or note; the contact's own id for a contact.
    pub id: String,
    /// The title of the task, the beginning of the note, the name of the contact.
    pub title: String,
    /// Whether the task was done when last seen.
    pub completed: bool,
}

/// What happens to new leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadPolicy {
    /// Title of the welcome task, `{name}` replaced; `None` makes no task.
    pub welcome_task: Option<String>,
    /// When the welcome task is due.
    pub due: Timestamp,
    /// Whom it is assigned to.
    pub assignee: Option<UserId>,
    /// The tags a lead gets.
    pub tags: Vec<String>,
    /// The reply, `{name}` replaced; `None` takes the phrasebook's.
    pub reply: Option<String>,
}

/// A finished message whose effects can be taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undoable {
    /// The message.
    pub message: MessageId,
    /// Its text, to name it in the reply.
    pub text: String,
    /// Its effects in the order they happened, each with what was seen.
    pub effects: Vec<(CrmCall, Observation)>,
}
