//! Values that stand in a message whatever it is about.

pub mod email;
pub mod name;
pub mod phone;
pub mod phrases;
pub mod spoken;
pub mod words;
