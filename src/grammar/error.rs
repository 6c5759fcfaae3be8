//! Where a rule stopped and what could have stood there. The farthest failure wins; equals unite.

use nom::error::{ErrorKind, ParseError};

use super::tokens::Tokens;

/// What could have stood at a place. The names are those of `problem.expected`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    Command,
    Contact,
    Task,
    Text,
    Date,
    Tag,
    Query,
    Language,
    End,
    /// Some word of the rule itself.
    Word,
}

/// A rule did not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    /// Tokens from here to the end of the command.
    left: usize,
    /// The token that did not fit, in the folded text; empty at the end.
    pub(crate) at: (u32, u32),
    expected: u16,
}

impl Expected {
    const ALL: [Self; 10] = [
        Self::Command,
        Self::Contact,
        Self::Task,
        Self::Text,
        Self::Date,
        Self::Tag,
        Self::Query,
        Self::Language,
        Self::End,
        Self::Word,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Command => "command",
            Self::Contact => "contact",
            Self::Task => "task",
            Self::Text => "text",
            Self::Date => "date",
            Self::Tag => "tag",
            Self::Query => "query",
            Self::Language => "language",
            Self::End => "end",
            Self::Word => "word",
        }
    }

    fn bit(self) -> u16 {
        1_u16.wrapping_shl(self as u32)
    }
}

impl SyntaxError {
    /// Nothing fits at `input`.
    pub(crate) fn new(input: &Tokens<'_>, expected: Expected) -> Self {
        Self {
            left: input.len(),
            at: input.place(),
            expected: expected.bit(),
        }
    }

    /// All of `words`, up to the end of the command, do not fit.
    pub(crate) fn over(words: &Tokens<'_>, expected: Expected) -> Self {
        Self {
            left: 0,
            at: words.extent(),
            expected: expected.bit(),
        }
    }

    /// A recoverable failure, for a rule's result.
    pub(crate) fn miss<T>(
        input: &Tokens<'_>,
        expected: Expected,
    ) -> Result<T, nom::Err<SyntaxError>> {
        Err(nom::Err::Error(Self::new(input, expected)))
    }

    /// What could have stood there, for people.
    pub(crate) fn expected(&self) -> Vec<String> {
        let known = Expected::ALL
            .iter()
            .filter(|one| self.expected & one.bit() != 0 && **one != Expected::Word);
        known.map(|one| one.name().to_owned()).collect()
    }

    /// Whether it lies behind the other.
    pub(crate) fn is_farther(&self, other: &Self) -> bool {
        self.left < other.left
    }

    pub(crate) fn expects(&self, expected: Expected) -> bool {
        self.expected & expected.bit() != 0
    }
}

impl<'a> ParseError<Tokens<'a>> for SyntaxError {
    fn from_error_kind(input: Tokens<'a>, _: ErrorKind) -> Self {
        Self::new(&input, Expected::Word)
    }

    fn append(_: Tokens<'a>, _: ErrorKind, other: Self) -> Self {
        other
    }

    fn or(self, other: Self) -> Self {
        match self.left.cmp(&other.left) {
            std::cmp::Ordering::Less => self,
            std::cmp::Ordering::Greater => other,
            std::cmp::Ordering::Equal => Self {
                expected: self.expected | other.expected,
                ..self
            },
        }
    }
}
