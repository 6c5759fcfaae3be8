//! The fields of a form or of a query, decoded once and still in bytes where the charset is the carrier's choice.

use std::borrow::Cow;
use std::ops::Range;

use percent_encoding::percent_decode;

use super::Rejection;

/// More than any carrier sends; what is above is an attack.
const MAX_FIELDS: usize = 256;

/// Names and values in the order sent.
#[derive(Debug)]
pub(super) struct Fields {
    decoded: Vec<u8>,
    /// Where in `decoded` each name and its value stand.
    pairs: Vec<(Range<usize>, Range<usize>)>,
}

impl Fields {
    /// Reads `application/x-www-form-urlencoded`.
    pub(super) fn parse(encoded: &[u8]) -> Result<Self, Rejection> {
        let mut decoded = Vec::with_capacity(encoded.len());
        let mut pairs = Vec::with_capacity(32);
        let parts = encoded
            .split(|&byte| byte == b'&')
            .filter(|part| !part.is_empty());
        for part in parts {
            if pairs.len() == MAX_FIELDS {
                return Err(Rejection::Malformed("too many fields".to_owned()));
            }
            let equals = part.iter().position(|&byte| byte == b'=');
            let (name, value) = part.split_at(equals.unwrap_or(part.len()));
            let value = value.strip_prefix(b"=").unwrap_or(value);
            pairs.push((decode(name, &mut decoded), decode(value, &mut decoded)));
        }
        Ok(Self { decoded, pairs })
    }

    /// Reads the query of a URL; nothing where there is none.
    pub(super) fn of_url(url: &str) -> Result<Self, Rejection> {
        let query = url.split_once('?').map_or("", |(_, query)| query);
        Self::parse(query.as_bytes())
    }

    /// The bytes of a field that may stand there once.
    pub(super) fn bytes(&self, name: &str) -> Result<Option<&[u8]>, Rejection> {
        let mut values = self.pairs().filter(|(given, _)| *given == name.as_bytes());
        let first = values.next();
        if values.next().is_some() {
            return Err(Rejection::Malformed(format!("{name} stands there twice")));
        }
        Ok(first.map(|(_, value)| value))
    }

    /// The text of a field that may stand there once, invalid UTF-8 replaced.
    pub(super) fn text(&self, name: &str) -> Result<Option<Cow<'_, str>>, Rejection> {
        Ok(self.bytes(name)?.map(String::from_utf8_lossy))
    }

    /// The text of a field that must stand there once.
    pub(super) fn required(&self, name: &str) -> Result<Cow<'_, str>, Rejection> {
        self.text(name)?
            .ok_or_else(|| Rejection::Malformed(format!("{name} is missing")))
    }

    /// Every name followed by its value, sorted by name, then value, equal pairs once.
    pub(super) fn joined(&self) -> Vec<u8> {
        self.join(|_| true)
    }

    /// The same without one field.
    pub(super) fn joined_without(&self, left_out: &str) -> Vec<u8> {
        self.join(|name| name != left_out.as_bytes())
    }

    fn join(&self, wanted: impl Fn(&[u8]) -> bool) -> Vec<u8> {
        let mut pairs: Vec<_> = self.pairs().filter(|(name, _)| wanted(name)).collect();
        // By bytes, which is the order of the characters they stand for.
        pairs.sort_unstable();
        pairs.dedup();
        let mut joined = Vec::with_capacity(self.decoded.len());
        for (name, value) in pairs {
            joined.extend_from_slice(name);
            joined.extend_from_slice(value);
        }
        joined
    }

    fn pairs(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        let decoded = &self.decoded;
        self.pairs
            .iter()
            .map(|(name, value)| (&decoded[name.clone()], &decoded[value.clone()]))
    }
}

/// Appends what `part` stands for, and says where.
fn decode(part: &[u8], decoded: &mut Vec<u8>) -> Range<usize> {
    let start = decoded.len();
    if part.contains(&b'+') {
        let spaced = part
            .iter()
            .map(|&byte| if byte == b'+' { b' ' } else { byte });
        let spaced: Vec<u8> = spaced.collect();
        decoded.extend(percent_decode(&spaced));
    } else if part.contains(&b'%') {
        decoded.extend(percent_decode(part));
    } else {
        decoded.extend_from_slice(part);
    }
    start..decoded.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_like_a_form() {
        let fields = Fields::parse(b"a=1+%2B%C3%A9&&b&c=%FF&a%20b=x=y&d=").expect("fields");
        let text = |name| fields.text(name).expect("once").map(Cow::into_owned);
        assert_eq!(text("a").as_deref(), Some("1 +é"));
        assert_eq!(text("b").as_deref(), Some(""));
        assert_eq!(text("c").as_deref(), Some("\u{fffd}"));
        assert_eq!(fields.bytes("c"), Ok(Some(&b"\xff"[..])));
        assert_eq!(text("a b").as_deref(), Some("x=y"));
        assert_eq!(text("d").as_deref(), Some(""));
        assert_eq!(text("e"), None);
    }

    #[test]
    fn a_field_that_stands_there_twice_is_nobodys_guess() {
        let fields = Fields::parse(b"From=1&From=2&x=1&x=1").expect("fields");
        assert!(fields.text("From").is_err());
        assert_eq!(fields.joined(), b"From1From2x1");
        assert_eq!(fields.joined_without("From"), b"x1");
        assert!(Fields::parse("x=1&".repeat(257).as_bytes()).is_err());
    }
}
