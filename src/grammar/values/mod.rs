//! The values that commands and details are made of.

pub mod email;
pub mod name;
pub mod phone;
pub mod phrases;
pub mod spoken;
pub mod words;

pub(crate) mod free;
pub(crate) mod number;
pub(crate) mod tasks;
pub(crate) mod when;
pub(crate) mod who;
