//! How much of a text fits into how many SMS, in GSM-7 and UCS-2.
//!
//! A text whose every character is in the GSM 03.38 alphabet travels as septets: 160 in a single SMS, 153 in each part of a
//! longer one, the ten characters of the extension table costing two. Any other character makes the whole text UCS-2: 70 UTF-16
//! units, 67 in each part. Neither an escape pair nor a surrogate pair is ever torn apart by a part's end.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// How a text travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Gsm7,
    Ucs2,
}

/// What a text costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    pub encoding: Encoding,
    /// Septets in GSM-7, 16-bit units in UCS-2.
    pub units: usize,
    /// SMS it takes; 0 for an empty text.
    pub segments: usize,
}

/// What `text` costs as it stands.
#[must_use]
pub fn measure(text: &str) -> Size {
    let mut meter = Meter::default();
    meter.write(text);
    meter.size()
}

/// The same text in GSM-7 where typography alone keeps it out: curly quotes, dashes, ellipses, odd spaces and the like become
/// their plain forms, if then every character is in the alphabet and it costs no more than before. A letter never loses its
/// accent: a text that needs UCS-2 stays as it is.
#[must_use]
pub fn smart(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| septets(c).is_some()) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    for c in text.nfc() {
        match plain_form(c) {
            Some(form) => plain.push_str(form),
            None => match full_width(c).unwrap_or(c) {
                c if septets(c).is_some() => plain.push(c),
                _ => return Cow::Borrowed(text),
            },
        }
    }
    if measure(&plain).segments > measure(text).segments {
        return Cow::Borrowed(text);
    }
    Cow::Owned(plain)
}

/// As much of `text` as `max_segments` SMS hold, with an ellipsis where something is missing. The cut is at the end of a word,
/// or inside one that is longer than half of what fits, but never inside a character as people see it.
#[must_use]
pub fn fit(text: &str, max_segments: usize) -> Cow<'_, str> {
    if measure(text).segments <= max_segments {
        return Cow::Borrowed(text);
    }
    if max_segments == 0 {
        return Cow::Borrowed("");
    }
    let mut meter = Meter::default();
    let (mut anywhere, mut at_word) = (0, 0);
    for (start, grapheme) in text.grapheme_indices(true) {
        meter.write(grapheme);
        if meter.with_ellipsis().size().segments > max_segments {
            break;
        }
        anywhere = start + grapheme.len();
        let ends_word = text[anywhere..].starts_with(char::is_whitespace);
        if ends_word && !grapheme.trim().is_empty() {
            at_word = anywhere;
        }
    }
    let end = if at_word > anywhere / 2 {
        at_word
    } else {
        anywhere
    };
    let kept = text[..end].trim_end();
    let mut meter = Meter::default();
    meter.write(kept);
    Cow::Owned(format!("{kept}{}", meter.ellipsis()))
}

/// Counts in both encodings at once, since one later character can change the encoding of all before it.
#[derive(Clone, Copy, Default)]
struct Meter {
    gsm: Parts<160, 153>,
    ucs: Parts<70, 67>,
    foreign: bool,
}

/// Units laid into parts of `PART`, or a single SMS of `SINGLE`.
#[derive(Clone, Copy, Default)]
struct Parts<const SINGLE: usize, const PART: usize> {
    units: usize,
    full: usize,
    in_last: usize,
}

impl Meter {
    fn write(&mut self, text: &str) {
        for c in text.chars() {
            match septets(c) {
                Some(septets) => self.gsm.push(septets),
                None => self.foreign = true,
            }
            self.ucs.push(c.len_utf16());
        }
    }

    fn ellipsis(&self) -> &'static str {
        if self.foreign { "…" } else { "..." }
    }

    fn with_ellipsis(mut self) -> Self {
        self.write(self.ellipsis());
        self
    }

    fn size(&self) -> Size {
        if self.foreign {
            Size {
                encoding: Encoding::Ucs2,
                units: self.ucs.units,
                segments: self.ucs.segments(),
            }
        } else {
            Size {
                encoding: Encoding::Gsm7,
                units: self.gsm.units,
                segments: self.gsm.segments(),
            }
        }
    }
}

impl<const SINGLE: usize, const PART: usize> Parts<SINGLE, PART> {
    fn push(&mut self, width: usize) {
        self.units += width;
        if self.in_last + width > PART {
            self.full += 1;
            self.in_last = 0;
        }
        self.in_last += width;
    }

    fn segments(&self) -> usize {
        match self.units {
            0 => 0,
            units if units <= SINGLE => 1,
            _ => self.full + 1,
        }
    }
}

/// What a character costs in GSM-7, `None` for one outside the alphabet (3GPP TS 23.038, default table and extension).
fn septets(c: char) -> Option<usize> {
    match c {
        '\x0c' | '^' | '{' | '}' | '\\' | '[' | '~' | ']' | '|' | '€' => Some(2),
        '`' => None,
        '\n'
        | '\r'
        | ' '..='~'
        | '£'
        | '¥'
        | '§'
        | '¡'
        | '¿'
        | '¤'
        | 'ß'
        | 'à'
        | 'ä'
        | 'å'
        | 'æ'
        | 'è'
        | 'é'
        | 'ì'
        | 'ñ'
        | 'ò'
        | 'ö'
        | 'ø'
        | 'ù'
        | 'ü'
        | 'Ä'
        | 'Å'
        | 'Æ'
        | 'Ç'
        | 'É'
        | 'Ñ'
        | 'Ö'
        | 'Ø'
        | 'Ü'
        | 'Δ'
        | 'Φ'
        | 'Γ'
        | 'Λ'
        | 'Ω'
        | 'Π'
        | 'Ψ'
        | 'Σ'
        | 'Θ'
        | 'Ξ' => Some(1),
        _ => None,
    }
}

/// The plain form of a typographic character: reads the same to a person.
fn plain_form(c: char) -> Option<&'static str> {
    Some(match c {
        '«' | '»' | '“' | '”' | '„' | '‟' | '″' | '❝' | '❞' | '〝' | '〞' => "\"",
        '‘' | '’' | '‚' | '‛' | '′' | '´' | '`' | '‹' | '›' | 'ʹ' | 'ʻ' | 'ʼ' | '❛' | '❜' => {
            "'"
        }
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '⁃' | '•' | '‣' | '·' | '∙' | '●' => {
            "-"
        }
        '…' => "...",
        '‥' => "..",
        '⁄' | '∕' | '÷' => "/",
        '×' => "x",
        '¼' => "1/4",
        '½' => "1/2",
        '¾' => "3/4",
        '\t' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => " ",
        '\u{85}' | '\u{2028}' | '\u{2029}' => "\n",
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{fe0e}' | '\u{fe0f}' | '\u{feff}' => {
            ""
        }
        _ => return None,
    })
}

/// The ASCII character that a full-width form (U+FF01 to U+FF5E) stands for.
fn full_width(c: char) -> Option<char> {
    match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xff01 + 0x21),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cost(text: &str) -> (Encoding, usize, usize) {
        let Size {
            encoding,
            units,
            segments,
        } = measure(text);
        (encoding, units, segments)
    }

    #[test]
    fn one_foreign_character_makes_it_all_ucs2() {
        assert_eq!(cost(""), (Encoding::Gsm7, 0, 0));
        assert_eq!(cost(&"a".repeat(160)), (Encoding::Gsm7, 160, 1));
        assert_eq!(cost(&"a".repeat(161)), (Encoding::Gsm7, 161, 2));
        assert_eq!(cost(&"€".repeat(80)), (Encoding::Gsm7, 160, 1));
        assert_eq!(cost(&"á".repeat(70)), (Encoding::Ucs2, 70, 1));
        assert_eq!(
            cost(&format!("{}á", "a".repeat(70))),
            (Encoding::Ucs2, 71, 2)
        );
    }

    #[test]
    fn pairs_are_never_torn_apart() {
        // 152 septets and an escape pair: the pair moves to the next part, which leaves two parts of 152 and 155 septets.
        let text = format!("{}€{}", "a".repeat(152), "a".repeat(152));
        assert_eq!(cost(&text), (Encoding::Gsm7, 306, 3));
        let text = format!("{}😀{}", "á".repeat(66), "á".repeat(66));
        assert_eq!(cost(&text), (Encoding::Ucs2, 134, 3));
    }

    #[test]
    fn typography_gives_way_but_letters_do_not() {
        assert_eq!(
            smart("“Jon’s” roof – 2…\u{a0}ｏｋ"),
            "\"Jon's\" roof - 2... ok"
        );
        assert_eq!(smart("cafe\u{301} – é"), "café - é");
        assert_eq!(smart("“Peñón”"), "“Peñón”");
        assert_eq!(smart("– 😀"), "– 😀");
        assert!(matches!(smart("plain"), Cow::Borrowed("plain")));
    }

    #[test]
    fn a_text_that_would_grow_keeps_its_typography() {
        let dots = "…".repeat(70);
        assert_eq!(smart(&dots), dots);
    }

    #[test]
    fn the_cut_is_at_a_word() {
        let words = "word ".repeat(40);
        let cut = fit(&words, 1);
        assert!(cut.ends_with("word..."), "{cut}");
        assert_eq!(measure(&cut).segments, 1);
        assert_eq!(fit(&"x".repeat(161), 1), format!("{}...", "x".repeat(157)));
        assert_eq!(fit("short", 1), "short");
        assert_eq!(fit("short", 0), "");
    }

    #[test]
    fn a_family_stays_together() {
        let text = "👨‍👩‍👧‍👦".repeat(20);
        let cut = fit(&text, 1);
        let kept = cut.strip_suffix('…').expect("an ellipsis");
        assert_eq!(kept, "👨‍👩‍👧‍👦".repeat(6));
    }
}
