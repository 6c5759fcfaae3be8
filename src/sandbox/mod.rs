//! TBD

pub mod carrier;
