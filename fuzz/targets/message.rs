#![no_main]

#[path = "../checks.rs"]
#[expect(dead_code, reason = "this target asks one of them")]
mod checks;

libfuzzer_sys::fuzz_target!(|text: &str| checks::message(text));
