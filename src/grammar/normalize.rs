//! The text as the lexicon compares it, with the way back to the original.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

use crate::domain::Span;

/// Characters read of one message: ten segments.
pub(crate) const LONGEST: usize = 1_600;

/// A message folded for comparison: lower case, without accents, with plain quotes, dashes, digits and spaces.
#[derive(Debug)]
pub(crate) struct Folded<'a> {
    pub(crate) original: &'a str,
    pub(crate) text: String,
    /// For each byte of `text` where its character stands in the original; empty where that is the same place.
    map: Vec<(u32, u32)>,
    /// Whether the message was longer than what is read.
    pub(crate) cut: bool,
}

impl<'a> Folded<'a> {
    /// Folds a message.
    pub(crate) fn new(original: &'a str) -> Self {
        let beyond = (original.len() > LONGEST)
            .then(|| original.char_indices().nth(LONGEST))
            .flatten();
        let (read, cut) = match beyond {
            Some((at, _)) => (original.split_at(at).0, true),
            None => (original, false),
        };
        if read.is_ascii() && !read.contains('&') {
            return Self {
                original: read,
                text: read.to_ascii_lowercase(),
                map: Vec::new(),
                cut,
            };
        }
        let mut folded = Self {
            original: read,
            text: String::with_capacity(read.len()),
            map: Vec::with_capacity(read.len()),
            cut,
        };
        folded.fill();
        folded
    }

    /// The place in the original of a place in the folded text.
    pub(crate) fn span(&self, start: usize, end: usize) -> Span {
        if self.map.is_empty() {
            return [start, end];
        }
        let from = self
            .map
            .get(start)
            .map_or(self.original.len(), |(from, _)| *from as usize);
        let to = end
            .checked_sub(1)
            .filter(|_| end > start)
            .and_then(|last| self.map.get(last))
            .map_or(from, |(_, to)| *to as usize);
        [from, to]
    }

    /// The words of the original that a place in the folded text comes from.
    pub(crate) fn original(&self, start: usize, end: usize) -> &'a str {
        let [from, to] = self.span(start, end);
        self.original.get(from..to).unwrap_or_default()
    }

    fn fill(&mut self) {
        let mut chars = self.original.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let mut end = at.saturating_add(c.len_utf8());
            if c == '&'
                && let Some((plain, length)) = entity(self.original.get(at..).unwrap_or_default())
            {
                end = at.saturating_add(length);
                while chars.next_if(|(next, _)| *next < end).is_some() {}
                self.push(plain, at, end);
                continue;
            }
            if c.is_ascii() {
                self.push(c.to_ascii_lowercase(), at, end);
                continue;
            }
            if is_invisible(c) || is_combining_mark(c) {
                continue;
            }
            match plain(c) {
                Plain::One(c) => self.push(c, at, end),
                Plain::Many(text) => text.chars().for_each(|c| self.push(c, at, end)),
                Plain::Same => decompose_compatible(c, |part| {
                    if !is_combining_mark(part) {
                        for lower in part.to_lowercase().filter(|c| !is_combining_mark(*c)) {
                            self.push(lower, at, end);
                        }
                    }
                }),
            }
        }
    }

    fn push(&mut self, c: char, from: usize, to: usize) {
        self.text.push(c);
        let place = (
            u32::try_from(from).unwrap_or(u32::MAX),
            u32::try_from(to).unwrap_or(u32::MAX),
        );
        for _ in 0..c.len_utf8() {
            self.map.push(place);
        }
    }
}

/// What a word of a pack is compared as.
pub(crate) fn fold(text: &str) -> String {
    Folded::new(text).text
}

/// Whether a character is compared as a double quote.
pub(crate) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\u{FF02}') || matches!(plain(c), Plain::One('"'))
}

enum Plain {
    One(char),
    Many(&'static str),
    Same,
}

/// Format characters, joiners, selectors and skin tones: nothing a person sees as a character.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0000}'..='\u{E0FFF}' | '\u{1F3FB}'..='\u{1F3FF}' | '\u{FFF9}'..='\u{FFFB}')
}

/// Characters that phones put for plain ones, beyond what compatibility decomposition does.
fn plain(c: char) -> Plain {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{02BC}' | '\u{00B4}' | '\u{2032}'
        | '\u{02B9}' => Plain::One('\''),
        '\u{201C}'..='\u{201F}'
        | '\u{00AB}'
        | '\u{00BB}'
        | '\u{2033}'
        | '\u{300C}'..='\u{300F}' => Plain::One('"'),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' => Plain::One('-'),
        '\u{2026}' => Plain::Many("..."),
        '\u{00A0}'
        | '\u{1680}'
        | '\u{2000}'..='\u{200A}'
        | '\u{202F}'
        | '\u{205F}'
        | '\u{3000}' => Plain::One(' '),
        '\u{2028}' | '\u{2029}' | '\u{0085}' => Plain::One('\n'),
        'ß' | 'ẞ' => Plain::Many("ss"),
        'æ' | 'Æ' => Plain::Many("ae"),
        'œ' | 'Œ' => Plain::Many("oe"),
        // The degree stands for the ordinal where a keyboard has no other: 1° marzo.
        'ø' | 'Ø' | '°' => Plain::One('o'),
        'ł' | 'Ł' => Plain::One('l'),
        'đ' | 'Đ' => Plain::One('d'),
        'ı' => Plain::One('i'),
        '\u{2044}' | '\u{2215}' => Plain::One('/'),
        '，' | '、' => Plain::One(','),
        '。' => Plain::One('.'),
        '：' => Plain::One(':'),
        '；' => Plain::One(';'),
        _ => digit(c),
    }
}

/// Digits of other scripts.
fn digit(c: char) -> Plain {
    const ZEROS: [u32; 12] = [
        0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0E50,
        0xFF10,
    ];
    let code = u32::from(c);
    ZEROS
        .iter()
        .filter_map(|zero| code.checked_sub(*zero))
        .filter(|value| *value < 10)
        .find_map(|value| char::from_digit(value, 10))
        .map_or(Plain::Same, Plain::One)
}

/// An HTML entity at the beginning of a text, and its length.
fn entity(text: &str) -> Option<(char, usize)> {
    const ENTITIES: [(&str, char); 7] = [
        ("&lt;", '<'),
        ("&gt;", '>'),
        ("&amp;", '&'),
        ("&quot;", '"'),
        ("&#39;", '\''),
        ("&apos;", '\''),
        ("&nbsp;", ' '),
    ];
    ENTITIES
        .iter()
        .find(|(name, _)| text.starts_with(name))
        .map(|(name, c)| (*c, name.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_only_lowered() {
        let folded = Folded::new("Call BOB");
        assert_eq!(folded.text, "call bob");
        assert_eq!(folded.span(5, 8), [5, 8]);
    }

    #[test]
    fn accents_quotes_digits_and_widths_are_folded_and_found_again() {
        let folded = Folded::new("Añadir “José” ４２ ٤٢…");
        assert_eq!(folded.text, "anadir \"jose\" 42 42...");
        assert_eq!(folded.original(8, 12), "José");
        assert_eq!(folded.original(14, 16), "４２");
    }

    #[test]
    fn what_is_invisible_is_gone() {
        assert_eq!(fold("do\u{200b}ne\u{feff} 👍🏽"), "done 👍");
        assert_eq!(fold("cafe\u{301}"), "cafe");
    }

    #[test]
    fn entities_are_read_as_their_characters() {
        let folded = Folded::new("a &lt; b &amp; c");
        assert_eq!(folded.text, "a < b & c");
        assert_eq!(folded.original(4, 5), "b");
    }

    #[test]
    fn letters_whose_lower_case_is_longer_do_no_harm() {
        for text in ["İstanbul", "K", "ẞ", "ǰ", "ﬁ", "Å"] {
            let folded = Folded::new(text);
            assert_eq!(folded.original(0, folded.text.len()), text);
        }
    }

    #[test]
    fn a_long_message_is_cut() {
        let text = "ä".repeat(LONGEST + 5);
        let folded = Folded::new(&text);
        assert!(folded.cut);
        assert_eq!(folded.text.chars().count(), LONGEST);
    }
}
