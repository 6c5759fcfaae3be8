//! Text to intents.

pub mod lead;
pub mod values;
