//! Folded text to tokens. E-mail addresses, links, numbers of phones and quotations are found before words, so that the
//! marks inside them are never read as marks.

mod address;
mod elision;
mod phone;

use smallvec::SmallVec;

use super::normalize::Folded;

/// A word of the lexicon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct WordId(pub(crate) u32);

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Letters, or letters and digits that make a known word.
    Word,
    /// Digits, at most nine.
    Num(u32),
    /// More digits than a number has.
    Digits,
    /// One ASCII mark.
    Mark(u8),
    /// An emoji or any other sign.
    Symbol,
    /// One or more line ends.
    Newline,
    Email,
    Url,
    Phone,
    /// Text between double quotes, the quotes included.
    Quote,
}

/// A token: a place in the folded text and what stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tok {
    pub(crate) kind: Kind,
    /// Its word, if the lexicon has it.
    pub(crate) word: WordId,
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// No space stands before it.
    pub(crate) glued: bool,
    /// The original begins with a capital.
    pub(crate) capital: bool,
    /// `word` is a guess: what stands there is a misspelling of it.
    pub(crate) guessed: bool,
    /// Where what it and the phrases it begins mean stands in [`super::tokens::Senses`], and how many those are.
    pub(crate) senses: (u32, u32),
}

/// The tokens of a message.
pub(crate) type Toks = SmallVec<[Tok; 64]>;

/// Where the lexer asks for words.
pub(crate) trait Words {
    /// The word with this folded spelling, [`WordId::NONE`] where unknown.
    fn word(&mut self, text: &str) -> WordId;

    /// Whether this spelling, which ends with an apostrophe, is a word of its own that the next is written to: l', d'.
    fn elides(&self, _: &str) -> bool {
        false
    }
}

impl WordId {
    /// Not in the lexicon.
    pub(crate) const NONE: Self = Self(u32::MAX);

    /// Whether the lexicon has it.
    pub(crate) fn is_known(self) -> bool {
        self != Self::NONE
    }
}

impl Tok {
    /// Whether it is this mark.
    pub(crate) fn is_mark(&self, mark: u8) -> bool {
        self.kind == Kind::Mark(mark)
    }

    /// How many bytes it is long in the folded text: the number of digits of a number.
    pub(crate) fn length(&self) -> u32 {
        self.end.saturating_sub(self.start)
    }
}

/// Where a quotation ends: at the first quote that is not doubled, else at the first.
fn closing(inside: &[u8]) -> Option<usize> {
    let mut at = 0_usize;
    while let Some(ahead) = inside.get(at..)?.iter().position(|b| *b == b'"') {
        let quote = at.saturating_add(ahead);
        if inside.get(quote.saturating_add(1)) != Some(&b'"') {
            return Some(quote);
        }
        at = quote.saturating_add(2);
    }
    inside.iter().position(|b| *b == b'"')
}

/// Reads all tokens. Linear in the length of the text.
pub(crate) fn lex(folded: &Folded<'_>, words: &mut impl Words) -> Toks {
    let bytes = folded.text.as_bytes();
    let mut lexer = Lexer {
        folded,
        bytes,
        at: 0,
        toks: Toks::new(),
        addresses: bytes.contains(&b'@'),
        apostrophes: bytes.contains(&b'\''),
        phones: bytes.iter().filter(|b| b.is_ascii_digit()).count() >= 7,
    };
    while let Some(byte) = lexer.peek(0) {
        lexer.step(byte, words);
    }
    lexer.toks
}

struct Lexer<'a> {
    folded: &'a Folded<'a>,
    bytes: &'a [u8],
    at: usize,
    toks: Toks,
    /// Whether there can be an e-mail address at all.
    addresses: bool,
    /// Whether there can be an elided word at all.
    apostrophes: bool,
    /// Whether there can be a phone number at all.
    phones: bool,
}

impl Lexer<'_> {
    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at.saturating_add(ahead)).copied()
    }

    fn step(&mut self, byte: u8, words: &mut impl Words) {
        match byte {
            b'\n' | b'\r' => self.newline(),
            b' ' | b'\t' | 0x0b | 0x0c => self.at = self.at.saturating_add(1),
            b'0'..=b'9' | b'a'..=b'z' => {
                if !self.special(byte) {
                    self.run(words);
                }
            }
            b'+' | b'(' if self.phones && self.phone() => {}
            b'"' => self.quote(words),
            b':' | b';' | b'=' if self.emoticon() => {}
            0..=127 => self.mark(byte, words),
            _ if self.wide().is_some_and(char::is_alphanumeric) => self.run(words),
            _ => self.symbol(words),
        }
    }

    /// An address, a link or a phone number, where one begins.
    fn special(&mut self, byte: u8) -> bool {
        (self.addresses && self.take(Kind::Email, address::email(self.bytes, self.at)))
            || (matches!(byte, b'h' | b'w')
                && self.take(Kind::Url, address::url(self.bytes, self.at)))
            || (byte.is_ascii_digit() && self.phones && self.phone())
    }

    fn phone(&mut self) -> bool {
        self.take(Kind::Phone, phone::scan(self.bytes, self.at))
    }

    fn take(&mut self, kind: Kind, end: Option<usize>) -> bool {
        match end {
            Some(end) if end > self.at => {
                self.push(kind, WordId::NONE, end);
                true
            }
            _ => false,
        }
    }

    fn push(&mut self, kind: Kind, word: WordId, end: usize) {
        let start = small(self.at);
        let glued = self.toks.last().is_some_and(|last| last.end == start);
        let capital = match self.bytes.get(self.at) {
            Some(b'a'..=b'z' | 128..) => {
                let [from, _] = self.folded.span(self.at, end);
                self.folded
                    .original
                    .get(from..)
                    .and_then(|rest| rest.chars().next())
                    .is_some_and(char::is_uppercase)
            }
            _ => false,
        };
        self.toks.push(Tok {
            kind,
            word,
            start,
            end: small(end),
            glued,
            capital,
            guessed: false,
            senses: (0, 0),
        });
        self.at = end;
    }

    fn newline(&mut self) {
        let mut end = self.at;
        while self.bytes.get(end).is_some_and(u8::is_ascii_whitespace) {
            end = end.saturating_add(1);
        }
        self.push(Kind::Newline, WordId::NONE, end);
    }

    /// Letters and digits. A mixture is one word where the lexicon has it (2moro), else its parts (3pm).
    fn run(&mut self, words: &mut impl Words) {
        let (end, digits, letters) = self.run_end();
        if !letters {
            self.number(end, words);
            return;
        }
        if self.apostrophes
            && let Some(short) = self.elision(end, words)
        {
            let word = words.word(self.folded.text.get(self.at..short).unwrap_or_default());
            self.push(Kind::Word, word, short);
            return;
        }
        let text = self.folded.text.get(self.at..end).unwrap_or_default();
        let word = words.word(text);
        if !digits || word.is_known() {
            let word = if word.is_known() || text.is_ascii() {
                word
            } else {
                skeleton(text).map_or(word, |plain| words.word(&plain))
            };
            self.push(Kind::Word, word, end);
            return;
        }
        while self.at < end {
            let of_digits = self.peek(0).is_some_and(|b| b.is_ascii_digit());
            let mut part = self.at;
            while part < end
                && self
                    .bytes
                    .get(part)
                    .is_some_and(|b| b.is_ascii_digit() == of_digits)
            {
                part = part.saturating_add(1);
            }
            if of_digits {
                self.number(part, words);
            } else {
                let word = words.word(self.folded.text.get(self.at..part).unwrap_or_default());
                self.push(Kind::Word, word, part);
            }
        }
    }

    /// The end of the run at the cursor, and whether it has digits and letters.
    fn run_end(&self) -> (usize, bool, bool) {
        let (mut end, mut digits, mut letters) = (self.at, false, false);
        loop {
            match self.bytes.get(end) {
                Some(b'0'..=b'9') => digits = true,
                Some(b'a'..=b'z') => letters = true,
                Some(b'\'') if letters && !digits && self.letter_after(end) => {}
                Some(128..) => {
                    let c = self
                        .folded
                        .text
                        .get(end..)
                        .and_then(|rest| rest.chars().next());
                    match c {
                        Some(c) if c.is_alphanumeric() => {
                            letters = true;
                            end = end.saturating_add(c.len_utf8());
                            continue;
                        }
                        _ => return (end, digits, letters),
                    }
                }
                _ => return (end, digits, letters),
            }
            end = end.saturating_add(1);
        }
    }

    fn letter_after(&self, at: usize) -> bool {
        self.bytes
            .get(at.saturating_add(1))
            .is_some_and(|b| b.is_ascii_lowercase() || *b >= 128)
    }

    /// A digit may stand for a word: "remind me 2 call".
    fn number(&mut self, end: usize, words: &mut impl Words) {
        let digits = self.bytes.get(self.at..end).unwrap_or_default();
        let word = match (digits.len(), self.folded.text.get(self.at..end)) {
            (1, Some(text)) => words.word(text),
            _ => WordId::NONE,
        };
        let kind = if digits.len() > 9 {
            Kind::Digits
        } else {
            Kind::Num(digits.iter().fold(0_u32, |value, digit| {
                value
                    .saturating_mul(10)
                    .saturating_add(u32::from(digit.saturating_sub(b'0')))
            }))
        };
        self.push(kind, word, end);
    }

    /// Text up to the closing quote; a quote without one is a mark. Two quotes inside stand for one.
    fn quote(&mut self, words: &mut impl Words) {
        let from = self.at.saturating_add(1);
        match self.bytes.get(from..).and_then(closing) {
            Some(length) if length > 0 => {
                let end = from.saturating_add(length).saturating_add(1);
                self.push(Kind::Quote, WordId::NONE, end);
            }
            _ => self.mark(b'"', words),
        }
    }

    /// `:)` and its kin, standing alone.
    fn emoticon(&mut self) -> bool {
        let before = self.at.checked_sub(1).and_then(|at| self.bytes.get(at));
        if before.is_some_and(|b| !b.is_ascii_whitespace()) {
            return false;
        }
        let nose = usize::from(matches!(self.peek(1), Some(b'-' | b'\'')));
        let mouth = self.peek(nose.saturating_add(1));
        let after = self.peek(nose.saturating_add(2));
        let face = matches!(
            mouth,
            Some(b')' | b'(' | b'd' | b'p' | b'|' | b'/' | b'*' | b'o' | b'[' | b']')
        ) && !after.is_some_and(|b| b.is_ascii_alphanumeric());
        face && self.take(
            Kind::Symbol,
            Some(self.at.saturating_add(nose).saturating_add(2)),
        )
    }

    fn mark(&mut self, byte: u8, words: &mut impl Words) {
        let end = self.at.saturating_add(1);
        let word = words.word(self.folded.text.get(self.at..end).unwrap_or_default());
        self.push(Kind::Mark(byte), word, end);
    }

    fn wide(&self) -> Option<char> {
        self.folded.text.get(self.at..)?.chars().next()
    }

    fn symbol(&mut self, words: &mut impl Words) {
        let length = self.wide().map_or(1, char::len_utf8);
        let end = self.at.saturating_add(length);
        let word = self
            .folded
            .text
            .get(self.at..end)
            .map_or(WordId::NONE, |text| words.word(text));
        self.push(Kind::Symbol, word, end);
    }
}

/// A word of Latin letters and look-alikes of other scripts, with the look-alikes replaced. Only for looking words up.
fn skeleton(text: &str) -> Option<String> {
    if !text.bytes().any(|b| b.is_ascii_lowercase()) {
        return None;
    }
    text.chars()
        .map(|c| match c {
            'а' | 'α' => Some('a'),
            'е' | 'ε' => Some('e'),
            'о' | 'ο' => Some('o'),
            'р' | 'ρ' => Some('p'),
            'с' | 'ϲ' => Some('c'),
            'х' | 'χ' => Some('x'),
            'у' | 'γ' => Some('y'),
            'і' | 'ι' => Some('i'),
            'ѕ' => Some('s'),
            'к' | 'κ' => Some('k'),
            'т' | 'τ' => Some('t'),
            'н' => Some('h'),
            'в' => Some('b'),
            'м' => Some('m'),
            'ԁ' => Some('d'),
            'ո' | 'η' => Some('n'),
            'ν' => Some('v'),
            c if c.is_ascii() => Some(c),
            _ => None,
        })
        .collect()
}

fn small(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Known;

    impl Words for Known {
        fn word(&mut self, text: &str) -> WordId {
            match text {
                "2moro" => WordId(1),
                "task" => WordId(2),
                _ => WordId::NONE,
            }
        }

        fn elides(&self, text: &str) -> bool {
            text == "d'"
        }
    }

    fn kinds(text: &str) -> Vec<(Kind, String)> {
        let folded = Folded::new(text);
        lex(&folded, &mut Known)
            .iter()
            .map(|tok| {
                let text = folded.original(tok.start as usize, tok.end as usize);
                (tok.kind, text.to_owned())
            })
            .collect()
    }

    #[test]
    fn numbers_part_from_letters_unless_they_are_a_word() {
        assert_eq!(
            kinds("3pm 2moro don't"),
            [
                (Kind::Num(3), "3".to_owned()),
                (Kind::Word, "pm".to_owned()),
                (Kind::Word, "2moro".to_owned()),
                (Kind::Word, "don't".to_owned()),
            ]
        );
    }

    #[test]
    fn elided_words_are_words_but_in_names() {
        let words: Vec<String> = kinds("d'appeler D'Angelo d'")
            .into_iter()
            .map(|(_, text)| text)
            .collect();
        assert_eq!(words, ["d'", "appeler", "D'Angelo", "d'"]);
    }

    #[test]
    fn addresses_phones_and_quotes_are_one_token() {
        let kinds: Vec<Kind> = kinds("a.b@x.co.uk, (415) 555-0132 \"call bob\" www.x.com")
            .into_iter()
            .map(|(kind, _)| kind)
            .collect();
        assert_eq!(
            kinds,
            [
                Kind::Email,
                Kind::Mark(b','),
                Kind::Phone,
                Kind::Quote,
                Kind::Url
            ]
        );
    }

    #[test]
    fn faces_are_no_colons() {
        assert_eq!(kinds("ok :)").last().expect("a face").0, Kind::Symbol);
        assert_eq!(kinds("re: x").get(1).expect("a colon").0, Kind::Mark(b':'));
    }

    #[test]
    fn look_alikes_are_found_as_the_word_they_look_like() {
        let folded = Folded::new("tаsk");
        assert_eq!(
            lex(&folded, &mut Known).first().expect("a word").word,
            WordId(2)
        );
    }
}
