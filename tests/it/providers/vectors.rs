//! Signatures made by Twilio's own library over one message: accepted; refused as soon as anything signed differs.

use fieldline::provider::{Hook, Provider, Rejection, twilio};
use serde::Deserialize;

use super::twilio_settings;
use crate::support;

#[derive(Deserialize)]
struct Vector {
    name: String,
    method: String,
    url: String,
    headers: std::collections::BTreeMap<String, String>,
    body: String,
    secret: String,
    official_accepts: bool,
}

impl Vector {
    fn hook(&self) -> Hook {
        let mut headers = http::HeaderMap::new();
        for (name, value) in &self.headers {
            let name: http::HeaderName = name.parse().unwrap();
            headers.insert(name, value.parse().unwrap());
        }
        Hook {
            method: self.method.parse().unwrap(),
            url: self.url.clone(),
            headers,
            body: self.body.clone().into(),
            received: "2026-11-22T15:00:00Z".parse().unwrap(),
        }
    }

    fn adapter(&self, algorithm: twilio::Algorithm) -> twilio::Twilio {
        twilio::Twilio::new(twilio::Settings {
            auth_tokens: vec!["not the one that signed".into(), self.secret.clone().into()],
            algorithm,
            ..twilio_settings()
        })
        .unwrap()
    }

    fn algorithms(&self) -> [twilio::Algorithm; 2] {
        let both = [twilio::Algorithm::Sha1, twilio::Algorithm::Sha256];
        if self.name.contains("sha256-sharedkey") {
            [both[1], both[0]]
        } else {
            both
        }
    }
}

#[test]
fn twilios_own_signatures_pass_and_mutants_do_not() {
    let Some(path) = support::shared("providers/vectors.json") else {
        return;
    };
    let vectors: Vec<Vector> =
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut seen = 0;
    for vector in vectors.iter().filter(|v| v.name.starts_with("twilio")) {
        assert!(vector.official_accepts);
        seen += 1;
        let [right, wrong] = vector.algorithms();
        let adapter = vector.adapter(right);
        let name = &vector.name;
        let original = vector.hook();
        // The GET vector holds two fields only: its signature passes, its fields do not. The JSON one passes and is not read.
        let expected = if original.method == http::Method::GET {
            Err(Rejection::Forged("of another account"))
        } else if vector.url.contains("bodySHA256") {
            Err(Rejection::Malformed("not a form".to_owned()))
        } else {
            Ok(())
        };
        assert_eq!(adapter.inbound(&original).map(|_| ()), expected, "{name}");
        for (what, mutant) in mutants(&original) {
            let Err(Rejection::Forged(why)) = adapter.inbound(&mutant) else {
                panic!("{name}: {what} was accepted");
            };
            assert!(
                why.contains("sign") || why.contains("body"),
                "{name}, {what}: {why}"
            );
        }
        assert!(
            matches!(
                vector.adapter(wrong).inbound(&original),
                Err(Rejection::Forged(_))
            ),
            "{name}: another algorithm was accepted"
        );
    }
    assert_eq!(seen, 5);
}

/// The request with one thing changed that its signature covers.
fn mutants(hook: &Hook) -> Vec<(&'static str, Hook)> {
    let changed = |change: &dyn Fn(&mut Hook)| {
        let mut hook = hook.clone();
        change(&mut hook);
        hook
    };
    let signature = hook.headers["x-twilio-signature"]
        .to_str()
        .unwrap()
        .to_owned();
    let mut mutants = vec![
        (
            "another URL",
            changed(&|hook| hook.url = hook.url.replace("acme", "acmf")),
        ),
        (
            "another host",
            changed(&|hook| hook.url = hook.url.replace("example.com", "example.org")),
        ),
        (
            "another scheme",
            changed(&|hook| hook.url = hook.url.replace("https:", "http:")),
        ),
        (
            "no signature",
            changed(&|hook| {
                hook.headers.remove("x-twilio-signature");
            }),
        ),
        (
            "a cut signature",
            changed(&|hook| {
                let cut = signature[4..].parse().unwrap();
                hook.headers.insert("x-twilio-signature", cut);
            }),
        ),
        (
            "an empty signature",
            changed(&|hook| {
                hook.headers
                    .insert("x-twilio-signature", "".parse().unwrap());
            }),
        ),
        (
            "a second signature",
            changed(&|hook| {
                hook.headers
                    .append("x-twilio-signature", signature.parse().unwrap());
            }),
        ),
    ];
    if !hook.body.is_empty() {
        let body = std::str::from_utf8(&hook.body).unwrap();
        mutants.push((
            "another body",
            changed(&|hook| {
                hook.body = body.replace("STATUS", "DELETE").into();
            }),
        ));
        mutants.push((
            "one more field",
            changed(&|hook| {
                hook.body = format!("{body}&From2=x").into();
            }),
        ));
    }
    mutants
}
