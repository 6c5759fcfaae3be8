//! The values that commands are made of.

pub(crate) mod free;
pub(crate) mod number;
pub(crate) mod tasks;
pub(crate) mod when;
pub(crate) mod who;
