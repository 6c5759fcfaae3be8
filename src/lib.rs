//! Fieldline: a text message becomes a change in the CRM, a reply and a log entry.

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
pub mod telemetry;
