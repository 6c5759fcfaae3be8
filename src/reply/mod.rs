//! TBD

pub mod segment;
