//! The marker that read-back finds: the last line of a task's or note's text, `[fl:7K2QX9]`, taken off when it is read.

const OPEN: &str = "[fl:";
const CLOSE: char = ']';

/// The text with the marker on a line of its own at the end.
pub(super) fn with(text: Option<&str>, marker: &str) -> String {
    match text {
        Some(text) => format!("{}\n{OPEN}{marker}{CLOSE}", text.trim_end()),
        None => format!("{OPEN}{marker}{CLOSE}"),
    }
}

/// Whether the text carries this marker.
pub(super) fn carries(text: &str, marker: &str) -> bool {
    split(text).1 == Some(marker)
}

/// The text without its marker.
pub(super) fn without(text: &str) -> &str {
    split(text).0
}

fn split(text: &str) -> (&str, Option<&str>) {
    let whole = text.trim_end();
    let found = whole
        .strip_suffix(CLOSE)
        .and_then(|rest| rest.rsplit_once(OPEN))
        .filter(|(_, marker)| {
            !marker.is_empty() && marker.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
    match found {
        Some((before, marker)) => (before.trim_end(), Some(marker)),
        None => (text, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marker_is_found_and_taken_off() {
        let marked = with(Some("left voicemail\n"), "7K2QX9");
        assert_eq!(marked, "left voicemail\n[fl:7K2QX9]");
        assert!(carries(&marked, "7K2QX9"));
        assert!(!carries(&marked, "7K2QX"));
        assert_eq!(without(&marked), "left voicemail");
        assert_eq!(without(&with(None, "7K2QX9")), "");
    }

    #[test]
    fn text_that_only_looks_marked_stays() {
        for text in ["see [fl:7K2QX9] above", "[fl:]", "[fl:a b]", "x]", "plain "] {
            assert_eq!(without(text), text);
            assert!(!carries(text, "7K2QX9"));
        }
    }
}
