//! Fieldline, an SMS command gateway: a text message becomes a change in the CRM, a reply and a log entry.
//!
//! Three pure functions and one journal:
//!
//! ```text
//! text ─grammar::parse─▶ Intent ─plan::next(intent, context, seen)─▶ Step ─▶ Outcome ─reply::render─▶ text
//!                                              ▲                      │
//!                                         Observation ◀─── journal ◀─ CrmCall
//! ```
//!
//! `plan::next` is a fold over the journal: after a crash the journal is read again and `next` gives the very call that comes
//! next. Around that core run four loops: accept ([`engine`], by way of [`web`]), run, send, and show ([`web`]).
//!
//! # What always holds
//!
//! - A webhook is answered 2xx only after the message is durable, and before anything is done about it.
//! - Every message answered 2xx gets exactly one terminal entry in the command log.
//! - For each step of a command there is at most one effect in the CRM. An effect whose outcome is unknown is looked up before
//!   anything is sent again.
//! - Messages of one sender on one line run in the order in which they were accepted.
//! - No effect by a sender who lacks the right; authority is checked when planned and again when the call is journalled.
//! - Never wrong and confirmed: every word of a message is used, known filler, or reported back.
//! - Opt-out words are handled before the parser; after STOP nothing but the one confirmation goes to that number.
//! - The core never waits. No module but [`fetch`] opens an outgoing connection. No table is written outside [`store`].
//! - No text, phone number, name or token in any log line, metric label or error page.

pub mod domain;

pub mod grammar;
pub mod plan;
pub mod reply;

pub mod crm;
pub mod provider;

pub mod fetch;
pub mod store;

pub mod engine;
pub mod sandbox;
pub mod web;

pub mod app;
pub mod clock;
pub mod config;
pub mod packs;
pub mod telemetry;
