//! The embedded CRM: it refuses what the real one refuses, keeps its limits, and fails when told to.

pub(crate) mod account;
mod contacts;
mod faults;
mod limits;
mod neighbours;
mod refusals;
mod search;
