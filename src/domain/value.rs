//! Amounts of money.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An amount in the account's currency, to the hundredth. A number in JSON: `5000` or `99.5`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Value {
    hundredths: u64,
}

impl Value {
    /// So many hundredths.
    #[must_use]
    pub fn from_hundredths(hundredths: u64) -> Self {
        Self { hundredths }
    }

    /// How many hundredths.
    #[must_use]
    pub fn hundredths(self) -> u64 {
        self.hundredths
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.hundredths / 100, self.hundredths % 100);
        if part == 0 {
            return write!(f, "{whole}");
        }
        write!(f, "{whole}.{part:02}")
    }
}

impl Serialize for Value {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.hundredths.is_multiple_of(100) {
            return serializer.serialize_u64(self.hundredths / 100);
        }
        let text = self.to_string();
        let number: f64 = text.parse().map_err(serde::ser::Error::custom)?;
        serializer.serialize_f64(number)
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = serde_json::Number::deserialize(deserializer)?.to_string();
        let (whole, part) = number.split_once('.').unwrap_or((&number, ""));
        let wrong = || serde::de::Error::custom("not an amount");
        let whole: u64 = whole.parse().map_err(|_| wrong())?;
        let padded: String = part.chars().chain("00".chars()).take(2).collect();
        let part: u64 = padded.parse().map_err(|_| wrong())?;
        let hundredths = whole
            .checked_mul(100)
            .and_then(|whole| whole.checked_add(part));
        Ok(Self {
            hundredths: hundredths.ok_or_else(wrong)?,
        })
    }
}
