//! Phrases of one word or several, looked up at a place in a text.
#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use rustc_hash::FxHashMap;

use super::words::Words;

/// Phrases and what they stand for. Compared folded; marks between the words of a phrase do not count.
#[derive(Clone, Debug)]
pub struct Phrases<V> {
    all: FxHashMap<String, V>,
    /// The number of words of the longest phrase that begins with a word.
    longest: FxHashMap<String, usize>,
}

impl<V> Default for Phrases<V> {
    fn default() -> Self {
        Self {
            all: FxHashMap::default(),
            longest: FxHashMap::default(),
        }
    }
}

impl<V> Phrases<V> {
    /// Adds a phrase. One that is there already keeps its meaning.
    pub fn add(&mut self, phrase: &str, value: V) {
        let words = Words::of(phrase);
        let parts = words.folds();
        let Some(first) = parts.first() else {
            return;
        };
        let most = self.longest.entry((*first).to_owned()).or_default();
        *most = parts.len().max(*most);
        self.all.entry(parts.join(" ")).or_insert(value);
    }

    /// Whether any phrase begins with this folded word.
    pub(crate) fn begins(&self, word: &str) -> bool {
        self.longest.contains_key(word)
    }

    /// The longest phrase that begins at place `i`, and of how many places. `fold` gives the folded word of a place, or none
    /// where a phrase ends at the latest.
    pub fn at<'w>(&self, i: usize, fold: impl Fn(usize) -> Option<&'w str>) -> Option<(&V, usize)> {
        let first = fold(i)?;
        let most = *self.longest.get(first)?;
        let mut best = self.all.get(first).map(|value| (value, 1));
        let mut phrase = String::new();
        for length in 2..=most {
            let Some(next) = i.checked_add(length.saturating_sub(1)).and_then(&fold) else {
                break;
            };
            if phrase.is_empty() {
                phrase.push_str(first);
            }
            phrase.push(' ');
            phrase.push_str(next);
            if let Some(value) = self.all.get(&phrase) {
                best = Some((value, length));
            }
        }
        best
    }
}
