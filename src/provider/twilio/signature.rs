//! `X-Twilio-Signature`: base64 of an HMAC over the URL as Twilio called it and, of a form, every name followed by its value,
//! sorted. A JSON body is covered by its hash, which stands in the signed URL as `bodySHA256`.
//!
//! The URL is ours, made of `server.public_url` and the raw request target; no header of the request is believed. Twilio is not
//! consistent about the port, so its own libraries try the URL with and without one, and so do we.

use std::borrow::Cow;
use std::iter;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::Method;
use http::header::CONTENT_TYPE;
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

use super::super::fields::Fields;
use super::{Algorithm, Hook, Rejection};

/// Checks signatures against every key that may have made them.
pub(super) struct Verifier {
    keys: Vec<hmac::Key>,
}

/// Whether the body is a form, the only kind of body whose fields are signed.
pub(super) fn is_form(hook: &Hook) -> bool {
    let media_type = hook
        .headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .unwrap_or_default();
    hook.method == Method::POST
        && media_type
            .trim()
            .eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

impl Verifier {
    pub(super) fn new(algorithm: Algorithm, keys: &[SecretString]) -> Self {
        let algorithm = match algorithm {
            Algorithm::Sha1 => hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
            Algorithm::Sha256 => hmac::HMAC_SHA256,
        };
        let key = |key: &SecretString| hmac::Key::new(algorithm, key.expose_secret().as_bytes());
        Self {
            keys: keys.iter().map(key).collect(),
        }
    }

    /// `form`: the names and values of a form, sorted; `None` where the body is none.
    pub(super) fn verify(&self, hook: &Hook, form: Option<&[u8]>) -> Result<(), Rejection> {
        let mut signatures = hook.headers.get_all("x-twilio-signature").iter();
        let (Some(signature), None) = (signatures.next(), signatures.next()) else {
            return Err(Rejection::Forged("not one signature"));
        };
        let signature = STANDARD
            .decode(signature.as_bytes())
            .map_err(|_| Rejection::Forged("the signature is not base64"))?;
        if form.is_none() && hook.method != Method::GET {
            check_body_hash(hook)?;
        }
        for url in urls(&hook.url) {
            for key in &self.keys {
                let mut context = hmac::Context::with_key(key);
                context.update(url.as_bytes());
                context.update(form.unwrap_or_default());
                if bool::from(context.sign().as_ref().ct_eq(&signature)) {
                    return Ok(());
                }
            }
        }
        Err(Rejection::Forged("the signature is wrong"))
    }
}

/// Whether the body is the one whose hash stands in the URL.
fn check_body_hash(hook: &Hook) -> Result<(), Rejection> {
    let query = Fields::of_url(&hook.url).map_err(|_| Rejection::Forged("too many fields"))?;
    let claimed = query
        .text("bodySHA256")
        .ok()
        .flatten()
        .and_then(|digest| hex::decode(digest.as_bytes()).ok())
        .ok_or(Rejection::Forged("the body is not signed"))?;
    if bool::from(digest(&SHA256, &hook.body).as_ref().ct_eq(&claimed)) {
        Ok(())
    } else {
        Err(Rejection::Forged("the body is not the one signed"))
    }
}

/// The URL as it is, and, where that does not do, with its port taken away or the scheme's own one added.
fn urls(url: &str) -> impl Iterator<Item = Cow<'_, str>> {
    iter::once(Cow::Borrowed(url)).chain(iter::once_with(move || Cow::Owned(other_port(url))))
}

fn other_port(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let port = authority
        .rfind(':')
        .filter(|colon| !authority[*colon..].contains(']'));
    match port {
        Some(colon) => format!("{scheme}://{}{path}", &authority[..colon]),
        None if scheme == "http" => format!("{scheme}://{authority}:80{path}"),
        None => format!("{scheme}://{authority}:443{path}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_comes_and_goes() {
        for (url, other) in [
            ("https://h.example/a?b=:1", "https://h.example:443/a?b=:1"),
            ("http://h.example", "http://h.example:80"),
            ("https://h.example:8443/a", "https://h.example/a"),
            ("https://[::1]/a", "https://[::1]:443/a"),
            ("https://[::1]:9/a?x", "https://[::1]/a?x"),
        ] {
            assert_eq!(other_port(url), other);
        }
    }
}
