//! A text cut into words, numbers, marks and line breaks, each with its place and its folded form.
#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A text and its words. Folded: lower case, accents off, apostrophes straight, invisible characters dropped.
#[derive(Clone, Debug)]
pub struct Words<'t> {
    /// The text as written.
    pub text: &'t str,
    folded: String,
    items: Vec<Word>,
}

/// One word with its place in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Byte offsets into the text.
    pub start: usize,
    pub end: usize,
    pub kind: Kind,
    /// Whether white space stands right before it.
    pub spaced: bool,
    fold: (usize, usize),
}

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Letters, with hyphens, apostrophes and ampersands inside, and initials with their points (`L.L.C`).
    Word(Case),
    /// Something that begins with a digit: `42`, `3rd`, `5pm`.
    Number,
    /// A line break.
    Break,
    /// Any other visible character, and the tab.
    Mark(char),
}

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    Lower,
    /// First letter large.
    Title,
    /// Two letters or more, all large.
    Upper,
}

impl<'t> Words<'t> {
    /// Cuts a text.
    #[must_use]
    pub fn of(text: &'t str) -> Self {
        let mut words = Self {
            text,
            folded: String::with_capacity(text.len()),
            items: Vec::with_capacity(text.len() / 4),
        };
        let mut at = 0;
        let mut spaced = true;
        while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
            let length = match c {
                '\n' | '\r' | '\u{2028}' | '\u{2029}' => {
                    let length = if text.get(at..).is_some_and(|rest| rest.starts_with("\r\n")) {
                        2
                    } else {
                        c.len_utf8()
                    };
                    words.push(at, length, Kind::Break, true);
                    length
                }
                c if c != '\t' && (c.is_whitespace() || invisible(c)) => c.len_utf8(),
                c if c.is_alphanumeric() => {
                    let length = word_length(text.get(at..).unwrap_or_default());
                    let written = text.get(at..at.saturating_add(length)).unwrap_or_default();
                    let kind = if c.is_numeric() {
                        Kind::Number
                    } else {
                        Kind::Word(case(written))
                    };
                    words.push(at, length, kind, spaced);
                    length
                }
                c => {
                    words.push(at, c.len_utf8(), Kind::Mark(plain_mark(c)), spaced);
                    c.len_utf8()
                }
            };
            spaced = c.is_whitespace() || invisible(c) && spaced;
            at = at.saturating_add(length.max(1));
        }
        words
    }

    /// All words in reading order.
    #[must_use]
    pub fn items(&self) -> &[Word] {
        &self.items
    }

    /// The word at `i`.
    #[must_use]
    pub fn get(&self, i: usize) -> Option<Word> {
        self.items.get(i).copied()
    }

    /// The folded form of `word`: empty for a mark or a break.
    #[must_use]
    pub fn fold(&self, word: Word) -> &str {
        self.folded
            .get(word.fold.0..word.fold.1)
            .unwrap_or_default()
    }

    /// The folded forms of the words and numbers, in reading order; marks and breaks are passed over.
    pub(crate) fn folds(&self) -> Vec<&str> {
        self.items
            .iter()
            .filter(|word| matches!(word.kind, Kind::Word(_) | Kind::Number))
            .map(|word| self.fold(*word))
            .collect()
    }

    /// `word` as written.
    #[must_use]
    pub fn written(&self, word: Word) -> &'t str {
        self.text.get(word.start..word.end).unwrap_or_default()
    }

    fn push(&mut self, start: usize, length: usize, kind: Kind, spaced: bool) {
        let from = self.folded.len();
        let end = start.saturating_add(length);
        if matches!(kind, Kind::Word(_) | Kind::Number) {
            fold_into(
                &mut self.folded,
                self.text.get(start..end).unwrap_or_default(),
            );
        }
        let fold = (from, self.folded.len());
        self.items.push(Word {
            start,
            end,
            kind,
            spaced,
            fold,
        });
    }
}

/// A phrase as the tables keep it: folded, words one space apart.
#[must_use]
pub fn folded(phrase: &str) -> String {
    let mut all = String::with_capacity(phrase.len());
    for word in phrase.split_whitespace() {
        if !all.is_empty() {
            all.push(' ');
        }
        fold_into(&mut all, word);
    }
    all
}

/// Characters that show nothing: zero-width ones, direction marks, soft hyphens, variation selectors.
#[must_use]
pub fn invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

fn fold_into(folded: &mut String, written: &str) {
    if written.is_ascii() {
        let from = folded.len();
        folded.push_str(written);
        if let Some(added) = folded.get_mut(from..) {
            added.make_ascii_lowercase();
        }
        return;
    }
    for c in written
        .nfkd()
        .filter(|c| !is_combining_mark(*c) && !invisible(*c))
    {
        match plain_mark(c) {
            'ß' => folded.push_str("ss"),
            'ø' | 'Ø' => folded.push('o'),
            'æ' | 'Æ' => folded.push_str("ae"),
            c => folded.extend(c.to_lowercase()),
        }
    }
}

/// Marks that phones put for a plain one: curly quotes, long dashes, bullets, full-width forms.
fn plain_mark(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2bc}' | '\u{b4}' | '`' => '\'',
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{ab}' | '\u{bb}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{2022}' | '\u{25cf}' | '\u{25aa}' | '\u{2023}' | '\u{b7}' | '\u{2043}' => '•',
        '\u{ff01}'..='\u{ff5e}' => u32::from(c)
            .checked_sub(0xfee0)
            .and_then(char::from_u32)
            .unwrap_or(c),
        _ => c,
    }
}

/// How many bytes the word at the beginning of `rest` has.
fn word_length(rest: &str) -> usize {
    // Most words are plain letters and end with a space or the like.
    let plain = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
    match rest.as_bytes().get(plain) {
        Some(b'\'' | b'-' | b'&' | b'.' | b'`' | 128..) => {}
        None | Some(_) => return plain,
    }
    let mut chars = rest.char_indices().peekable();
    let mut initials = true;
    let mut letters = 0_u32;
    while let Some((at, c)) = chars.next() {
        if c.is_alphanumeric() || is_combining_mark(c) {
            letters = letters.saturating_add(1);
            initials &= letters == 1;
            continue;
        }
        let next = chars.peek().map(|(_, next)| *next);
        let glued = match plain_mark(c) {
            '\'' | '-' | '&' => {
                next.is_some_and(char::is_alphabetic) && !rest.starts_with(char::is_numeric)
            }
            '.' => initials && next.is_some_and(char::is_alphabetic) && single(rest, at),
            c => invisible(c) && next.is_some_and(char::is_alphanumeric),
        };
        if !glued {
            return at;
        }
        if c == '.' {
            letters = 0;
        } else if !invisible(c) {
            initials = false;
        }
    }
    rest.len()
}

/// Whether the letter after the point at `at` stands alone, as initials do.
fn single(rest: &str, at: usize) -> bool {
    let mut after = rest.get(at..).unwrap_or_default().chars().skip(2);
    after.next().is_none_or(|c| !c.is_alphanumeric())
}

fn case(written: &str) -> Case {
    if written
        .as_bytes()
        .first()
        .is_some_and(u8::is_ascii_lowercase)
    {
        return Case::Lower;
    }
    let mut letters = written.chars().filter(|c| c.is_alphabetic());
    let Some(first) = letters.next() else {
        return Case::Lower;
    };
    if !first.is_uppercase() {
        return Case::Lower;
    }
    match letters.next() {
        Some(second) if second.is_uppercase() && letters.all(|c| !c.is_lowercase()) => Case::Upper,
        _ => Case::Title,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folds(text: &str) -> Vec<String> {
        let words = Words::of(text);
        words
            .items()
            .iter()
            .map(|word| match word.kind {
                Kind::Mark(c) => c.to_string(),
                Kind::Break => "⏎".to_owned(),
                _ => words.fold(*word).to_owned(),
            })
            .collect()
    }

    #[test]
    fn words_keep_what_belongs_to_them() {
        assert_eq!(folds("I’m Zoë O'Neil-Díaz"), ["i'm", "zoe", "o'neil-diaz"]);
        assert_eq!(
            folds("A.B. Inc., L.L.C"),
            ["a.b", ".", "inc", ".", ",", "l.l.c"]
        );
        assert_eq!(
            folds("da\u{200b}na — 5pm\r\nAT&T"),
            ["dana", "-", "5pm", "⏎", "at&t"]
        );
        assert_eq!(
            folds("Hi.Im - w/ you'"),
            ["hi", ".", "im", "-", "w", "/", "you", "'"]
        );
    }
}
