//! E-mail addresses in running text: written ones by their own scan around the `@`, dictated ones word by word.
#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects)]

mod dictated;

pub use dictated::dictated;

use crate::domain::Span;

/// An e-mail address as it stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailFound {
    /// Where it stands.
    pub span: Span,
    /// The address, letters as written.
    pub address: String,
    /// Whether it was put together from words.
    pub dictated: bool,
}

/// Addresses written out in `text`, from left to right: a local part, `@`, and a domain that ends in two letters or more.
#[must_use]
pub fn find(text: &str) -> Vec<EmailFound> {
    let mut found: Vec<EmailFound> = Vec::new();
    for (at, _) in text.match_indices(['@', '\u{ff20}']) {
        let from = found.last().map_or(0, |email| email.span[1]);
        found.extend(around(text, at, from));
    }
    found
}

impl EmailFound {
    /// What stands before the `@`.
    #[must_use]
    pub fn local(&self) -> &str {
        self.address.split('@').next().unwrap_or_default()
    }

    /// What stands after it.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.address.split('@').nth(1).unwrap_or_default()
    }
}

fn around(text: &str, at: usize, from: usize) -> Option<EmailFound> {
    let before = text.get(from..at)?;
    let local = before.trim_end_matches(|c: char| in_address(c) || "._%+-'".contains(c));
    let local = before
        .get(local.len()..)?
        .trim_start_matches(['.', '-', '\'', '%', '+', '_']);
    let after = text.get(at..)?;
    let after = after.get(after.chars().next()?.len_utf8()..)?;
    let length = after
        .find(|c: char| !(in_address(c) || c == '.' || c == '-'))
        .unwrap_or(after.len());
    let domain = domain(after.get(..length)?)?;
    if local.is_empty() || local.ends_with('.') || local.contains("..") || local.len() > 64 {
        return None;
    }
    let start = at.checked_sub(local.len())?;
    let end = text
        .len()
        .checked_sub(after.len())?
        .checked_add(domain.len())?;
    Some(EmailFound {
        span: [start, end],
        address: format!("{local}@{domain}"),
        dictated: false,
    })
}

/// Letters and digits of addresses: Latin, Greek and Cyrillic ones. Scripts that put no spaces between words stand around
/// addresses, not in them.
fn in_address(c: char) -> bool {
    c.is_alphanumeric() && c < '\u{530}'
}

/// The domain at the beginning of `written`, without the full stop of the sentence and what follows it without a space.
fn domain(written: &str) -> Option<&str> {
    let mut end = 0_usize;
    let mut labels = 0_usize;
    let mut closed = false;
    let mut last = "";
    for label in written.split('.') {
        let new_sentence = closed && (label.len() > 3 || label.starts_with(char::is_uppercase));
        if label.is_empty() || label.starts_with('-') || label.len() > 63 || new_sentence {
            break;
        }
        let point = usize::from(labels > 0);
        end = end.saturating_add(point).saturating_add(label.len());
        labels = labels.saturating_add(1);
        closed = labels > 1 && ["com", "net", "org"].contains(&label.to_ascii_lowercase().as_str());
        last = label;
    }
    let tld = last.trim_end_matches('-');
    let domain = written.get(..end)?.trim_end_matches('-');
    let right = labels >= 2 && tld.chars().count() >= 2 && tld.chars().all(char::is_alphabetic);
    right.then_some(domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_addresses_end_where_they_end() {
        let all = |text: &str| -> Vec<String> {
            find(text).into_iter().map(|email| email.address).collect()
        };
        assert_eq!(all("me: <dana@acme.example>."), ["dana@acme.example"]);
        assert_eq!(
            all("d.w+sms@a-b.co.uk,x@y.com.Need"),
            ["d.w+sms@a-b.co.uk", "x@y.com"]
        );
        assert_eq!(
            all("a@b @c.com Name@123.456.7890 x@ dot x"),
            Vec::<String>::new()
        );
    }
}
