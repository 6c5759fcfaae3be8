//! Phone numbers in E.164, and the guard around the metadata library.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A number in E.164: `+` and 8 to 15 digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

/// The region whose national format a number without `+` is read in, ISO 3166-1 alpha-2 (`US`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Region(phonenumber::country::Id);

/// The text is no phone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a phone number")]
pub struct NotAPhone;

/// Who sent a message, as far as the carrier says. Only a phone can be answered.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sender {
    /// A subscriber's number.
    Phone(Phone),
    /// A short code or an alphanumeric sender, as written: never answered.
    Other(String),
}

impl Phone {
    /// Reads a number with `+` or `00` as international and any other in `region`'s national format.
    ///
    /// The library strips a trunk prefix from international numbers when it is given a region, so `+` numbers are read
    /// without one and, where that gives nothing valid, kept digit for digit.
    ///
    /// # Errors
    /// [`NotAPhone`] when the text has no 8 to 15 digit number, or holds anything else.
    pub fn parse(text: &str, region: Region) -> Result<Self, NotAPhone> {
        let text = text.trim();
        if text.chars().any(char::is_alphabetic) {
            return Err(NotAPhone);
        }
        if text.starts_with('+') {
            return Self::international(text);
        }
        if let Some(rest) = text.strip_prefix("00") {
            return Self::international(rest);
        }
        let number = phonenumber::parse(Some(region.0), text).map_err(|_| NotAPhone)?;
        if !number.is_valid() {
            return Err(NotAPhone);
        }
        Self::from_str(&number.format().mode(phonenumber::Mode::E164).to_string())
    }

    fn international(text: &str) -> Result<Self, NotAPhone> {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let raw = Self::from_str(&format!("+{digits}"))?;
        // Numbers of the North American plan have nothing to strip: spare every message the metadata.
        if digits.len() == 11 && digits.starts_with('1') {
            return Ok(raw);
        }
        let Ok(number) = phonenumber::parse(None, &raw.0) else {
            return Ok(raw);
        };
        if number.is_valid() {
            return Self::from_str(&number.format().mode(phonenumber::Mode::E164).to_string());
        }
        Ok(raw)
    }

    /// The number in E.164.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number as people of the North American plan write it (`555-0142`, `(415) 555-0142`), else E.164.
    #[must_use]
    pub fn national(&self) -> String {
        match self.0.strip_prefix("+1") {
            Some(rest) if rest.len() == 10 => {
                let (area, local) = rest.split_at(3);
                let (exchange, number) = local.split_at(3);
                format!("({area}) {exchange}-{number}")
            }
            _ => self.0.clone(),
        }
    }
}

impl FromStr for Phone {
    type Err = NotAPhone;

    /// Strict E.164 only: `+` and 8 to 15 digits, the first not 0.
    fn from_str(text: &str) -> Result<Self, NotAPhone> {
        let digits = text.strip_prefix('+').ok_or(NotAPhone)?;
        let right = (8..=15).contains(&digits.len())
            && digits.bytes().all(|b| b.is_ascii_digit())
            && !digits.starts_with('0');
        if right {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotAPhone)
        }
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Phone {
    type Error = NotAPhone;

    fn try_from(text: String) -> Result<Self, NotAPhone> {
        text.parse()
    }
}

impl From<Phone> for String {
    fn from(phone: Phone) -> String {
        phone.0
    }
}

impl Region {
    /// The United States, the default of the whole product.
    pub const US: Self = Self(phonenumber::country::Id::US);
}

impl FromStr for Region {
    type Err = NotAPhone;

    fn from_str(text: &str) -> Result<Self, NotAPhone> {
        phonenumber::country::Id::from_str(text)
            .map(Self)
            .map_err(|_| NotAPhone)
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_ref())
    }
}

impl Sender {
    /// Reads a sender as carriers write it: with or without `+`, national, a short code, a name.
    ///
    /// A carrier knows who is on its network, so a number that the metadata does not know is kept as one: read in `region`'s
    /// format unless it is a valid international number whose `+` was dropped. Up to six digits are a short code.
    #[must_use]
    pub fn read(text: &str, region: Region) -> Self {
        let text = text.trim();
        let other = || Self::Other(text.to_owned());
        if text.bytes().filter(u8::is_ascii_digit).count() <= 6 {
            return other();
        }
        if let Ok(phone) = Phone::parse(text, region) {
            return Self::Phone(phone);
        }
        if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
            return other();
        }
        let read = |region, text| phonenumber::parse(region, text).ok();
        let number = read(None, format!("+{text}"))
            .filter(phonenumber::PhoneNumber::is_valid)
            .or_else(|| read(Some(region.0), text.to_owned()));
        number
            .and_then(|number| {
                let e164 = number.format().mode(phonenumber::Mode::E164).to_string();
                e164.parse().ok()
            })
            .map_or_else(other, Self::Phone)
    }

    /// The number to answer, if this sender may be answered at all.
    #[must_use]
    pub fn phone(&self) -> Option<&Phone> {
        match self {
            Self::Phone(phone) => Some(phone),
            Self::Other(_) => None,
        }
    }

    /// The sender as the carrier wrote it, E.164 for a phone.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Phone(phone) => phone.as_str(),
            Self::Other(text) => text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_german_number_keeps_its_digits_under_a_us_default() {
        let phone = Phone::parse("+49 151 23456789", Region::US).expect("a phone");
        assert_eq!(phone.as_str(), "+4915123456789");
    }

    #[test]
    fn a_national_number_takes_the_region() {
        assert_eq!(
            Phone::parse("(415) 555-0132", Region::US)
                .expect("a phone")
                .as_str(),
            "+14155550132"
        );
        assert_eq!(Phone::parse("call me", Region::US), Err(NotAPhone));
    }

    #[test]
    fn double_zero_means_plus() {
        let phone = Phone::parse("0049 151 23456789", Region::US).expect("a phone");
        assert_eq!(phone.as_str(), "+4915123456789");
    }

    #[test]
    fn senders_as_carriers_write_them() {
        let phone = |text: &str| Sender::Phone(text.parse().expect("E.164"));
        let read = |text| Sender::read(text, Region::US);
        assert_eq!(read("+15551230001"), phone("+15551230001"));
        assert_eq!(read("15551230001"), phone("+15551230001"));
        assert_eq!(read("5551230001"), phone("+15551230001"));
        assert_eq!(read("4155550132"), phone("+14155550132"));
        assert_eq!(read("4915123456789"), phone("+4915123456789"));
        assert_eq!(read("004915123456789"), phone("+4915123456789"));
        for other in ["54321", "262966", "+54321", "ACME", "Route 66 Motel", ""] {
            assert_eq!(read(other), Sender::Other(other.to_owned()));
        }
    }
}
