//! The integration tests: one binary, one module per subject.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test that cannot go on shall say so loudly"
)]

mod admin;
mod architecture;
mod cli;
mod corpus;
mod crash;
mod crms;
mod demo;
mod explain;
mod fetch;
mod fuzz;
mod gateway;
mod inverse;
mod kannel;
mod leads;
mod openapi;
mod plans;
mod providers;
mod replay;
mod replies;
mod sandbox;
mod segment;
mod store;
mod support;
mod twilio;
mod words;
