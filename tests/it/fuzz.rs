//! What the fuzz targets ask of texts, asked of their seeds and of a few made-up texts on every run.

#[path = "../../fuzz/checks.rs"]
mod checks;

use std::path::Path;

use proptest::prelude::*;

#[test]
fn every_seed_holds() {
    for (name, check) in [
        ("parse", checks::parse as fn(&str)),
        ("parse", checks::message),
        ("normalise", checks::normalise),
        ("lead", checks::lead),
        ("segment", checks::segment),
    ] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("fuzz/seeds")
            .join(name);
        let mut seeds = 0;
        for seed in std::fs::read_dir(folder).unwrap() {
            let seed = std::fs::read_to_string(seed.unwrap().path()).unwrap();
            check(&seed);
            // Cut anywhere, and said twice.
            for (at, _) in seed.char_indices() {
                check(&seed[..at]);
            }
            check(&format!("{seed} {seed}"));
            seeds += 1;
        }
        assert!(seeds > 5, "{name} has seeds");
    }
}

/// Any characters, with those among them that break things more often.
fn texts() -> impl Strategy<Value = String> {
    let words = vec![
        "done",
        "task",
        "Jane",
        "42",
        "#7",
        "friday",
        "at",
        "3pm",
        "and",
        "note",
        ":",
        "\"",
        "@",
        "jane@doe.example",
        "+13035550177",
        "303 555 0177",
        "name",
        "i'm",
        "&amp;",
        "STOP",
        "2",
        "half",
        "\u{212a}",
        "\u{130}",
        "e\u{301}",
        "\u{200b}",
        "\r\n",
        "€",
        "ő",
        "👨\u{200d}👩\u{200d}👧",
        "中文",
    ];
    let piece = prop_oneof![
        4 => prop::sample::select(words).prop_map(str::to_owned),
        2 => any::<char>().prop_map(String::from),
        1 => "[ -~]{1,8}",
    ];
    let by = prop::sample::select(vec![" ", "", "\n", ", "]);
    let separated = (piece, by).prop_map(|(piece, by)| piece + by);
    prop::collection::vec(separated, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_text_has_a_reading(text in texts()) {
        checks::parse(&text);
    }

    #[test]
    fn folding_keeps_the_way_back(text in texts()) {
        checks::normalise(&text);
    }

    #[test]
    fn details_stand_in_the_text(text in texts()) {
        checks::lead(&text);
    }

    #[test]
    fn what_is_cut_fits(text in texts()) {
        checks::segment(&text);
    }
}
