//! Who may use whom: the picture of the layers as a table.

/// A layer and the layers it may use beside itself.
const LAYERS: [(&str, &[&str]); 17] = [
    ("domain", &[]),
    ("clock", &[]),
    ("config", &["domain", "clock"]),
    ("telemetry", &["domain", "clock"]),
    ("packs", &[]),
    ("grammar", &["domain", "packs"]),
    ("plan", &["domain"]),
    ("reply", &["domain", "packs"]),
    ("provider", &["domain"]),
    ("crm", &["domain"]),
    ("fetch", &["domain", "clock"]),
    ("store", &["domain", "clock", "config", "telemetry"]),
    ("sandbox", &["domain", "clock", "fetch"]),
    ("engine", ENGINE),
    ("web", WEB),
    ("app", APP),
    ("main", APP),
];

const ENGINE: &[&str] = &[
    "domain",
    "clock",
    "packs",
    "config",
    "telemetry",
    "grammar",
    "plan",
    "reply",
    "provider",
    "crm",
    "fetch",
    "store",
];
const WEB: &[&str] = &[
    "domain",
    "clock",
    "packs",
    "config",
    "telemetry",
    "grammar",
    "plan",
    "reply",
    "provider",
    "crm",
    "fetch",
    "store",
    "engine",
];
const APP: &[&str] = &[
    "domain",
    "clock",
    "packs",
    "config",
    "telemetry",
    "grammar",
    "plan",
    "reply",
    "provider",
    "crm",
    "fetch",
    "store",
    "engine",
    "web",
    "sandbox",
    "app",
];

/// Layers that never wait: values in, values out.
pub(super) const PURE: [&str; 6] = ["domain", "grammar", "plan", "reply", "provider", "crm"];

/// The layer of a file, by its path below `src`.
pub(super) fn layer(inside: &str) -> &str {
    let top = inside.split('/').next().unwrap_or(inside);
    top.strip_suffix(".rs").unwrap_or(top)
}

/// The uses in `code` that the table does not allow. A layer that is not in the table may not be used.
pub(super) fn edges(inside: &str, code: &str) -> Vec<String> {
    let from = layer(inside);
    // lib.rs lists the modules; main and its subcommands stand above all.
    if matches!(from, "lib" | "main" | "cli") {
        return Vec::new();
    }
    let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == from) else {
        return vec![format!("{from} is no layer: add it to the table")];
    };
    let mut used = crate_paths(code);
    used.extend(climbs(inside, code));
    used.sort();
    used.dedup();
    used.into_iter()
        .filter(|to| to != from && is_layer(to) && !allowed.contains(&to.as_str()))
        .map(|to| format!("{from} uses {to}"))
        .collect()
}

fn is_layer(name: &str) -> bool {
    LAYERS.iter().any(|(layer, _)| *layer == name)
}

/// What follows `crate::`, also inside braces: `crate::{a::b, c}` uses `a` and `c`.
fn crate_paths(code: &str) -> Vec<String> {
    let mut used = Vec::new();
    for (at, start) in code.match_indices("crate::") {
        let rest = &code[at + start.len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut fresh = true;
            for (at, c) in group.char_indices() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => fresh = true,
                    c if fresh && !c.is_whitespace() => {
                        used.push(word(&group[at..]));
                        fresh = false;
                    }
                    _ => {}
                }
            }
        } else {
            used.push(word(rest));
        }
    }
    used
}

/// What is reached by climbing out of the layer with `super::`.
fn climbs(inside: &str, code: &str) -> Vec<String> {
    let parts = inside.split('/').filter(|part| *part != "mod.rs").count();
    let mut used = Vec::new();
    let mut rest = code;
    while let Some(at) = rest.find("super::") {
        rest = &rest[at..];
        let mut levels = 0;
        while let Some(next) = rest.strip_prefix("super::") {
            rest = next;
            levels += 1;
        }
        if levels >= parts {
            used.push(word(rest));
        }
    }
    used
}

fn word(text: &str) -> String {
    text.chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}
