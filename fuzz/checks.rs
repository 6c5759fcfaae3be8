//! What holds for every text. The fuzz targets ask it of texts that they make up, `tests/it/fuzz.rs` of a few on every run.

use std::sync::LazyLock;

use fieldline::domain::{Lang, Parsed, Question, Reading, Region, Role};
use fieldline::grammar::lead::{LeadWords, detect};
use fieldline::grammar::{
    Consent, DateOrder, EmptyDirectory, Lexicon, Sender, canonical, consent, explain,
};
use fieldline::reply::segment::{Encoding, fit, measure, smart};

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::builtin().expect("the packs"));
static LEADS: LazyLock<LeadWords> = LazyLock::new(|| LeadWords::builtin().expect("the packs"));

/// Any text has a reading: one parse and no more, for as many texts as possible in the time there is.
pub(crate) fn message(text: &str) {
    static SENDERS: LazyLock<[Sender<'static>; 2]> =
        LazyLock::new(|| [sender(Role::Staff, None), sender(Role::Lead, None)]);
    let sender = &SENDERS[text.len() % 2];
    let parsed = fieldline::grammar::parse(text, &LEXICON, sender);
    places(text, &parsed);
}

/// Any text has a reading, the same each time, by anybody; places lie in the text; what opts out is known at the door.
pub(crate) fn parse(text: &str) {
    let questions: [Option<Question>; 2] = [
        None,
        serde_of(r#"{"about":"who","choices":[{"label":"Bob Lee"},{"label":"Bob Ray"}]}"#),
    ];
    for role in [Role::Lead, Role::Staff] {
        for question in &questions {
            let sender = sender(role, question.as_ref());
            let parsed = fieldline::grammar::parse(text, &LEXICON, &sender);
            let again = fieldline::grammar::parse(text, &LEXICON, &sender);
            assert_eq!(parsed, again);
            places(text, &parsed);
            if question.is_none() && consent(text, &LEXICON) == Some(Consent::OptOut) {
                assert_eq!(parsed.reading, Reading::OptOut);
            }
            for intent in parsed.reading.intents() {
                let _ = canonical(intent, &parsed.lang, &LEXICON);
            }
        }
    }
}

/// Folding keeps the way back: words stand in the text in order, and nothing folded is an ASCII capital.
pub(crate) fn normalise(text: &str) {
    let explained = explain(text, &LEXICON, &sender(Role::Staff, None));
    assert!(!explained.folded.contains(|c: char| c.is_ascii_uppercase()));
    let mut end = 0;
    for word in &explained.words {
        let [from, to] = word.span;
        assert!(text.get(from..to).is_some(), "{:?} in {text:?}", word.span);
        // One character may stand for several words: a half is 1/2.
        assert!(to >= end, "{:?} in {text:?}", word.span);
        end = to;
    }
}

/// A stranger's details stand in the text, the same each time, and who is registered has a name or an address.
pub(crate) fn lead(text: &str) {
    let found = detect(text, &LEADS, Region::US);
    assert_eq!(found, detect(text, &LEADS, Region::US));
    let Some(found) = found else { return };
    for field in &found.fields {
        let [from, to] = field.span;
        assert!(text.get(from..to).is_some(), "{:?} in {text:?}", field.span);
        assert!(!field.value.is_empty());
    }
    if found.register {
        let details = &found.details;
        assert!(details.name.is_some() || details.email.is_some() || details.phone.is_some());
    }
}

/// Counting and cutting: a cut text fits and was in the budget before only if it is whole, a smart one costs no more.
pub(crate) fn segment(text: &str) {
    let size = measure(text);
    assert_eq!(size.segments == 0, text.is_empty());
    let plain = smart(text);
    assert!(measure(&plain).segments <= size.segments);
    if plain != text {
        assert_eq!(measure(&plain).encoding, Encoding::Gsm7);
    }
    for budget in 1..=3 {
        let cut = fit(text, budget);
        assert!(measure(&cut).segments <= budget);
        if size.segments <= budget {
            assert_eq!(cut, text);
        }
    }
}

fn sender(role: Role, question: Option<&Question>) -> Sender<'_> {
    let now: jiff::Timestamp = "2026-11-23T15:30:00Z".parse().expect("a time");
    let zone = jiff::tz::TimeZone::get("America/Chicago").expect("a zone");
    Sender {
        now: now.to_zoned(zone),
        region: Region::US,
        date_order: DateOrder::Mdy,
        lang: Lang::en(),
        role,
        question,
        directory: &EmptyDirectory,
    }
}

fn places(text: &str, parsed: &Parsed) {
    let mut spans: Vec<[usize; 2]> = parsed.reasons.iter().map(|reason| reason.span).collect();
    if let Reading::Problem { problem } = &parsed.reading {
        spans.push(problem.at);
        assert_eq!(
            text.get(problem.at[0]..problem.at[1]),
            Some(problem.found.as_str())
        );
    }
    for [from, to] in spans {
        assert!(text.get(from..to).is_some(), "{from}..{to} in {text:?}");
    }
}

fn serde_of(json: &str) -> Option<Question> {
    serde_json::from_str(json).ok()
}
