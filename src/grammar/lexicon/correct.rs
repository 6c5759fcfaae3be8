//! Words that misspellings may be corrected to, so kept that few of them need to be compared.

use crate::grammar::lexer::WordId;

/// The words of a pack by how much evidence a correction to them needs.
#[derive(Debug)]
pub(crate) struct Correct {
    pub(crate) long: Targets,
    pub(crate) short: Targets,
    pub(crate) dates: Targets,
}

/// Words in the order of their first letters.
#[derive(Debug)]
pub(crate) struct Targets {
    words: Vec<Target>,
    /// Where the words of each initial end.
    ends: [usize; INITIALS],
}

/// A folded word.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) text: Box<str>,
    pub(crate) word: WordId,
    pub(crate) letters: u32,
}

/// Bytes that share their last five bits count as one.
const INITIALS: usize = 32;

impl Targets {
    pub(super) fn of(words: impl IntoIterator<Item = (Box<str>, WordId)>) -> Self {
        let mut words: Vec<Target> = words
            .into_iter()
            .map(|(text, word)| Target {
                letters: letters(&text),
                text,
                word,
            })
            .collect();
        words.sort_by_key(|target| initial(target.text.as_bytes().first()));
        let ends = std::array::from_fn(|wanted| {
            words.partition_point(|target| initial(target.text.as_bytes().first()) <= wanted)
        });
        Self { words, ends }
    }

    pub(crate) fn all(&self) -> &[Target] {
        &self.words
    }

    /// The words that begin with the first letter of `text`, or, as in "ihgh", with its second.
    pub(crate) fn near<'a>(&'a self, text: &str) -> impl Iterator<Item = &'a Target> {
        let first = initial(text.as_bytes().first());
        let second = initial(text.as_bytes().get(1));
        let swapped = if first == second {
            &[]
        } else {
            self.of_initial(second)
        };
        self.of_initial(first).iter().chain(swapped)
    }

    fn of_initial(&self, initial: usize) -> &[Target] {
        let from = initial
            .checked_sub(1)
            .and_then(|before| self.ends.get(before));
        let to = self.ends.get(initial).copied().unwrap_or_default();
        self.words
            .get(from.copied().unwrap_or_default()..to)
            .unwrap_or_default()
    }
}

fn initial(byte: Option<&u8>) -> usize {
    byte.map_or(0, |byte| usize::from(*byte) % INITIALS)
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
