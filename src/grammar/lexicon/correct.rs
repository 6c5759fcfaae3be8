//! Words that misspellings may be corrected to, so kept that few of them need to be compared.

use super::initials::{ByInitial, initial};
use crate::grammar::lexer::WordId;

/// The words of a pack by how much evidence a correction to them needs.
#[derive(Debug)]
pub(crate) struct Correct {
    pub(crate) long: Targets,
    pub(crate) short: Targets,
    pub(crate) dates: Targets,
}

/// Words by their first letters.
#[derive(Debug)]
pub(crate) struct Targets(ByInitial<Target>);

/// A folded word.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) text: Box<str>,
    pub(crate) word: WordId,
    pub(crate) letters: u32,
}

impl Targets {
    pub(super) fn of(words: impl IntoIterator<Item = (Box<str>, WordId)>) -> Self {
        let words = words.into_iter().map(|(text, word)| Target {
            letters: letters(&text),
            text,
            word,
        });
        Self(ByInitial::of(words.collect(), |target| &target.text))
    }

    pub(crate) fn all(&self) -> &[Target] {
        self.0.all()
    }

    /// The words that begin with the first letter of `text`, or, as in "ihgh", with its second.
    pub(crate) fn near<'a>(&'a self, text: &str) -> impl Iterator<Item = &'a Target> {
        let mut bytes = text.bytes();
        let (first, second) = (bytes.next(), bytes.next());
        let swapped = if initial(first) == initial(second) {
            &[]
        } else {
            self.0.beginning(second)
        };
        self.0.beginning(first).iter().chain(swapped)
    }
}

/// The bytes of a word as a set: those that share their last five bits count as one.
pub(crate) fn letters(word: &str) -> u32 {
    word.bytes()
        .fold(0, |set, byte| set | 1_u32.wrapping_shl(u32::from(byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_of_the_same_beginning_are_near() {
        let words = ["monday", "march", "note", "omen", "été"];
        let targets = Targets::of(words.map(|text| (text.into(), WordId(1))));
        let near = |text| {
            let mut found: Vec<&str> = targets.near(text).map(|target| &*target.text).collect();
            found.sort_unstable();
            found
        };
        assert_eq!(near("mnoday"), ["march", "monday", "note"]);
        assert_eq!(near("omnday"), ["march", "monday", "omen"]);
        assert_eq!(near("m"), ["march", "monday"]);
        assert_eq!(near(""), Vec::<&str>::new());
        assert_eq!(targets.all().len(), 5);
    }
}
