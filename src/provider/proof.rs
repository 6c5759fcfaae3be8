//! Small cryptography that several carriers need: comparing secrets, and the fingerprint of a message.

use aws_lc_rs::digest::{Context, SHA256};
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

/// Whether `given` is the secret, in a time that tells nothing but its length.
pub(super) fn is_secret(given: &[u8], secret: &SecretString) -> bool {
    given.ct_eq(secret.expose_secret().as_bytes()).into()
}

/// Hex SHA-256 over fields in a fixed order, each with its length, so that no two lists of fields share one.
pub(super) fn fingerprint<'a>(fields: impl IntoIterator<Item = &'a str>) -> String {
    let mut hash = Context::new(&SHA256);
    for field in fields {
        hash.update(&(field.len() as u64).to_be_bytes());
        hash.update(field.as_bytes());
    }
    hex::encode(hash.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moving_a_boundary_changes_the_fingerprint() {
        assert_ne!(fingerprint(["ab", "c"]), fingerprint(["a", "bc"]));
        assert_eq!(fingerprint(["ab", "c"]).len(), 64);
    }

    #[test]
    fn a_secret_is_all_of_it() {
        let secret = SecretString::from("s3cret");
        assert!(is_secret(b"s3cret", &secret));
        for wrong in ["", "s3cre", "s3cret ", "S3cret"] {
            assert!(!is_secret(wrong.as_bytes(), &secret), "{wrong}");
        }
    }
}
