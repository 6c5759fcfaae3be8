//! The words of all languages, compiled once.

use crate::domain::Lang;

/// All packs, compiled; immutable and shareable.
#[derive(Debug)]
pub struct Lexicon {
    langs: Vec<Lang>,
}

/// A pack is wrong: which, and how.
#[derive(Debug, thiserror::Error)]
#[error("language pack {pack}: {what}")]
pub struct PackError {
    /// The pack.
    pub pack: String,
    /// What is wrong with it.
    pub what: String,
}

impl Lexicon {
    /// The packs that come with the program.
    ///
    /// # Errors
    /// [`PackError`] where a pack does not read or two phrases clash; the tests keep it from happening.
    pub fn builtin() -> Result<Self, PackError> {
        Ok(Self {
            langs: vec![Lang::en()],
        })
    }

    /// The languages there are, English first.
    pub fn langs(&self) -> Vec<Lang> {
        self.langs.clone()
    }
}
