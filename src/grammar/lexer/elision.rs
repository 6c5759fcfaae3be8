//! Words that the next is written to: l'attività, d'appeler.

use super::{Lexer, Words};

impl Lexer<'_> {
    /// The end of an elided word at the cursor: that of "d'" in "d'appeler". "D'Angelo" is a name.
    pub(super) fn elision(&self, end: usize, words: &impl Words) -> Option<usize> {
        let run = self.bytes.get(self.at..end)?;
        let ahead = match run.iter().position(|b| *b == b'\'') {
            Some(ahead) => ahead,
            None => (self.bytes.get(end) == Some(&b'\'')).then_some(run.len())?,
        };
        let short = self.at.saturating_add(ahead).saturating_add(1);
        let elides = words.elides(self.folded.text.get(self.at..short)?);
        (elides && !self.is_name(short, end)).then_some(short)
    }

    /// Whether the word at the cursor and the one behind its apostrophe both begin with a capital and go on without.
    fn is_name(&self, from: usize, end: usize) -> bool {
        let original = |from: usize| self.folded.original(from, end.max(from)).chars();
        let mut behind = original(from);
        original(self.at).next().is_some_and(char::is_uppercase)
            && behind.next().is_some_and(char::is_uppercase)
            && behind.next().is_some_and(char::is_lowercase)
    }
}
