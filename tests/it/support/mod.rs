//! What several subjects need: paths of fixtures and shared material, harness.

pub(crate) mod gateway;

use std::path::PathBuf;

/// Material that is not part of the product (contracts, corpora): used where it is found, `None` where not.
/// `FIELDLINE_SHARED` overrides the place.
#[expect(
    clippy::disallowed_methods,
    reason = "where the shared material stands is the environment's business"
)]
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let root = std::env::var("FIELDLINE_SHARED").map_or_else(
        |_| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"),
        PathBuf::from,
    );
    let found = root.join(path);
    if found.exists() {
        return Some(found);
    }
    eprintln!("skipped: {path} is not here (set FIELDLINE_SHARED)");
    None
}

/// A file below `fixtures/`.
pub(crate) fn fixture(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(path)
}

/// Says that a test cannot run because a program is not installed. With `FIELDLINE_REQUIRE=all` that is a failure.
#[track_caller]
#[expect(
    clippy::disallowed_methods,
    reason = "whether everything must be there is the environment's business"
)]
pub(crate) fn skip(program: &str) {
    let required = std::env::var("FIELDLINE_REQUIRE").is_ok_and(|what| what == "all");
    assert!(!required, "{program} is required and not installed");
    eprintln!("skipped: {program} is not installed");
}
