//! Phone numbers in running text, by their own digit scan: no pattern engine and no metadata, which is asked at the write.
#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects)]

mod dictated;
mod plausible;
mod run;

pub use dictated::dictated;

use std::str::FromStr;

use crate::domain::{Phone, Region, Span};

/// A phone number as it stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneFound {
    /// Where it stands, extension included.
    pub span: Span,
    /// Its digits in ASCII, `+` first where it names its country; without the extension.
    pub digits: String,
    /// The number, where it names its country and has a length E.164 knows.
    pub e164: Option<Phone>,
    /// The extension's digits.
    pub ext: Option<String>,
}

/// Numbers that stand in `text`, from left to right, none overlapping.
///
/// What looks like a date, a time, an amount, a bank card, a social security number or part of a word is none.
#[must_use]
pub fn find(text: &str) -> Vec<PhoneFound> {
    let mut found = Vec::new();
    if text.chars().filter_map(run::digit).nth(5).is_none() {
        return found;
    }
    let mut from = 0;
    while let Some(run) = run::next(text, from) {
        from = match plausible::longest(text, &run) {
            Some(phone) => {
                let end = phone.span[1];
                found.push(phone);
                end
            }
            None => run.first_end(),
        };
    }
    found
}

impl PhoneFound {
    /// The number in E.164, read in the national format of `region` where it does not name its country.
    #[must_use]
    pub fn phone(&self, region: Region) -> Option<Phone> {
        if self.e164.is_some() || self.digits.starts_with('+') {
            return self.e164.clone();
        }
        if region == Region::US {
            return north_american(&self.digits);
        }
        Phone::parse(&self.digits, region).ok()
    }
}

/// Ten digits, or eleven with the leading 1: `Ndd Ndd dddd` with N from 2 to 9.
fn north_american(digits: &str) -> Option<Phone> {
    let ten = match digits.len() {
        10 => digits,
        11 => digits.strip_prefix('1')?,
        _ => return None,
    };
    let (area, local) = ten.split_at_checked(3)?;
    let right = [area, local]
        .iter()
        .all(|part| part.starts_with(|c| ('2'..='9').contains(&c)));
    right
        .then(|| Phone::from_str(&format!("+1{ten}")).ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        find(text)
            .iter()
            .map(|found| &text[found.span[0]..found.span[1]])
            .collect()
    }

    #[test]
    fn numbers_stand_alone() {
        assert_eq!(texts("call 512-555-0142 now"), ["512-555-0142"]);
        assert_eq!(texts("cell:(512) 555-0142."), ["(512) 555-0142"]);
        assert_eq!(texts("is+45 12 34 56 78"), ["+45 12 34 56 78"]);
        assert_eq!(texts("0161 123 4567 ext. 12"), ["0161 123 4567 ext. 12"]);
        assert_eq!(texts("( 19 ) 38294427"), ["( 19 ) 38294427"]);
        assert_eq!(texts("12 boxes, 512.555.0142 78701"), ["512.555.0142"]);
        assert_eq!(
            texts("512-555-0142 512-555-0143"),
            ["512-555-0142", "512-555-0143"]
        );
    }

    #[test]
    fn other_digits_are_none() {
        for text in [
            "03/27/2011",
            "2014-04-12  04:04 PM",
            "12345",
            "911-67-0060",
            "6011-0000-0000-0004",
            "$1234567890",
            "a1-677-0060",
            "1,234,567,890",
            "650+253+1234",
            "123.123.0.40",
            "112-3333",
        ] {
            assert_eq!(texts(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn the_country_decides_what_zero_means() {
        let e164 = |text: &str| find(text).first().and_then(|found| found.phone(Region::US));
        for (text, number) in [
            ("+44 (0)161 123 4567", "+441611234567"),
            ("0044 07700 900873", "+447700900873"),
            ("+39 06 1234 5678", "+390612345678"),
            ("011 44 161 234567", "+44161234567"),
            ("(512) 555-0142", "+15125550142"),
            ("1 512 555 0142 x7", "+15125550142"),
        ] {
            assert_eq!(e164(text).unwrap().as_str(), number, "{text}");
        }
        assert_eq!(e164("+1 12"), None);
    }
}
