//! A stranger's details in free text.

use super::{Lexicon, Sender};
use crate::domain::Details;

/// The details a stranger gave and what else they wrote; `None` where the text introduces nobody.
pub(crate) fn detect(_: &str, _: &Lexicon, _: &Sender<'_>) -> Option<(Details, Option<String>)> {
    None
}
