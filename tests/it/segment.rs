//! Counting and cutting, against two other implementations.

use fieldline::reply::segment::{Encoding, Size, fit, measure, smart};
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

/// Texts of what people and phones write: plain, extension table, accents, typography, emoji, joined and combining characters.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => "[ -~]{1,12}",
        2 => "[\\^{}\\[~\\]|€]{1,4}",
        2 => "[àéñÖßΩ¿£\n ]{1,6}",
        1 => "[áçő“”’–…\u{a0}\u{200b}]{1,4}",
        1 => prop::sample::select(vec!["😀", "👨‍👩‍👧‍👦", "🇨🇭", "e\u{301}", "中文", "\r\n"]).prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn oracle(text: &str) -> Size {
    let split = sms_splitter::SplitSms::default().split(text.into());
    let encoding = if split.character_set == "GSM" {
        Encoding::Gsm7
    } else {
        Encoding::Ucs2
    };
    let units = match encoding {
        Encoding::Gsm7 => split.bytes,
        Encoding::Ucs2 => split.bytes / 2,
    };
    Size {
        encoding,
        units,
        segments: if text.is_empty() {
            0
        } else {
            split.parts.len()
        },
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn counts_agree_with_another_splitter(text in texts()) {
        prop_assert_eq!(measure(&text), oracle(&text));
    }

    #[test]
    fn septets_agree_with_another_alphabet(text in "\\PC{0,40}") {
        let size = measure(&text);
        let theirs = gsm7_alt::encoded_len(&text).ok();
        prop_assert_eq!(theirs, (size.encoding == Encoding::Gsm7).then_some(size.units));
    }

    #[test]
    fn smart_is_gsm_or_untouched_and_never_dearer(text in texts()) {
        let plain = smart(&text);
        let (before, after) = (measure(&text), measure(&plain));
        prop_assert!(plain == text || after.encoding == Encoding::Gsm7);
        prop_assert!(after.segments <= before.segments);
        prop_assert_eq!(smart(&plain), plain.as_ref());
    }

    #[test]
    fn a_cut_fits_and_keeps_characters_whole(text in texts(), max in 0_usize..4) {
        let cut = fit(&text, max);
        prop_assert!(measure(&cut).segments <= max);
        if cut != text && max > 0 {
            let kept = cut.strip_suffix("...").or(cut.strip_suffix('…')).expect("an ellipsis");
            let rest = text.strip_prefix(kept).expect("a beginning of the text");
            let whole: Vec<_> = text.graphemes(true).collect();
            let parts: Vec<_> = kept.graphemes(true).chain(rest.graphemes(true)).collect();
            prop_assert_eq!(whole, parts);
        }
    }

    #[test]
    fn a_cut_wastes_no_more_than_a_long_word(words in prop::collection::vec("[a-z]{1,12}", 60..120)) {
        let cut = fit(&words.join(" "), 1).into_owned();
        prop_assert!(measure(&cut).units > 160 - 3 - 13, "{}", cut);
    }
}

#[test]
fn every_character_of_the_basic_plane_costs_what_the_other_alphabet_says() {
    for c in (0..=0xffff_u32).filter_map(char::from_u32) {
        let text = c.to_string();
        let ours = measure(&text);
        let theirs = gsm7_alt::encoded_len(&text).ok();
        assert_eq!(
            theirs,
            (ours.encoding == Encoding::Gsm7).then_some(ours.units),
            "U+{:04X}",
            u32::from(c)
        );
    }
}
