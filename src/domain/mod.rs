//! Values shared by every layer: no I/O, no clock, no chance. A value of these types is right or does not exist.

mod call;
mod command;
mod contact;
mod details;
mod directory;
mod ids;
mod intent;
mod outcome;
mod person;
mod phone;
mod question;
mod reading;
mod sms;
mod thread;
mod value;
mod when;

pub use call::{CrmCall, EffectClass, Observation};
pub use command::{Bound, Command, Context, Frozen, Gate, LeadPolicy, Target, Undoable};
pub use contact::{Contact, Note, Task};
pub use details::Details;
pub use directory::{Candidate, Directory, Match};
pub use ids::{
    ContactId, Handle, HandleKind, LineName, MessageId, NoteId, ReplyId, TaskId, UserId,
};
pub use intent::{Answer, AppointmentRef, Assignee, Intent, ListState, Priority, TaskRef, Who};
pub use outcome::{MessageState, Outcome, ReplyState, worst};
pub use person::{Lang, Person, Role};
pub use phone::{NotAPhone, Phone, Region, Sender};
pub use question::{About, Choice, Question};
pub use reading::{Parsed, Problem, Reading, Reason, Span};
pub use sms::{DeliveryReport, DeliveryState, InboundSms, OutboundSms};
pub use thread::{OpenQuestion, Thread};
pub use value::Value;
pub use when::{ListWhen, When};
