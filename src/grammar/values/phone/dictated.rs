//! Phone numbers said in words: "five one two, five five five, oh one four two".

use super::{PhoneFound, run};
use crate::grammar::values::spoken::{Said, Spoken};
use crate::grammar::values::words::{Kind, Words};

/// Numbers said in words, each a run of at least three of them that make 10 digits (11 with a leading 1 or 0), or 8 to 15 after
/// "plus". Eight, nine and any eleven digits count where nothing but the number is said.
#[must_use]
pub fn dictated(words: &Words<'_>, spoken: &Spoken) -> Vec<PhoneFound> {
    let mut found = Vec::new();
    let mut i = 0;
    while i < words.items().len() {
        let run = Run::read(words, spoken, i);
        if let Some(phone) = run.as_ref().and_then(|run| run.phone(words, spoken, i)) {
            found.push(phone);
        }
        i = run.map_or(i.saturating_add(1), |run| run.next.max(i.saturating_add(1)));
    }
    found
}

/// Digits said one after another.
struct Run {
    digits: String,
    plus: bool,
    /// How many words said them.
    said: usize,
    /// The last word that said a digit.
    last: usize,
    /// The word after the run.
    next: usize,
}

impl Run {
    /// run = \[plus\] { "area code" | digit | teen | ten \[joiner\] \[unit\] | (double|triple) digit | digit hundred | "," | numeral } ;
    fn read(words: &Words<'_>, spoken: &Spoken, start: usize) -> Option<Self> {
        let mut run = Self {
            digits: String::new(),
            plus: false,
            said: 0,
            last: start,
            next: start,
        };
        let mut times = 1;
        let mut open_ten = false;
        loop {
            let i = run.next;
            if let Some(word) = words.get(i).filter(|word| word.kind == Kind::Number) {
                let written = words.written(word);
                if !written.chars().all(|c| run::digit(c).is_some()) || written.len() > 6 {
                    break;
                }
                run.digits.push_str(words.fold(word));
                run.step(i, 1, false);
                (times, open_ten) = (1, false);
                continue;
            }
            if run.said > 0
                && matches!(
                    words.get(i).map(|word| word.kind),
                    Some(Kind::Mark(',' | '-'))
                )
            {
                run.next = i.saturating_add(1);
                continue;
            }
            let Some((said, length)) = spoken.said(words, i) else {
                break;
            };
            match said {
                Said::Plus if run.said == 0 && !run.plus => {
                    run.plus = true;
                    run.next = i.saturating_add(length);
                    continue;
                }
                Said::Nothing | Said::Joiner if run.next > start || *said == Said::Nothing => {
                    run.next = i.saturating_add(length);
                    continue;
                }
                Said::Double => times = 2,
                Said::Triple => times = 3,
                Said::Ten(first) => {
                    run.digits.push(*first);
                    run.digits.push('0');
                    open_ten = true;
                }
                Said::Digits(digits) => {
                    if open_ten && digits.len() == 1 && digits != "0" && times == 1 {
                        run.digits.pop();
                    }
                    for _ in 0..times {
                        run.digits.push_str(digits);
                    }
                    (times, open_ten) = (1, false);
                }
                Said::Hundred if run.said > 0 => run.digits.push_str("00"),
                Said::Thousand if run.said > 0 => run.digits.push_str("000"),
                _ => break,
            }
            run.step(i, length, true);
        }
        (run.said > 0).then_some(run)
    }

    fn step(&mut self, i: usize, length: usize, in_words: bool) {
        self.next = i.saturating_add(length);
        self.last = self.next.saturating_sub(1);
        if in_words {
            self.said = self.said.saturating_add(1);
        }
    }

    fn phone(&self, words: &Words<'_>, spoken: &Spoken, start: usize) -> Option<PhoneFound> {
        let count = self.digits.len();
        let others = words
            .items()
            .len()
            .saturating_sub(self.next.saturating_sub(start));
        let alone = others <= 1;
        let right = match count {
            _ if self.plus => (8..=15).contains(&count),
            10 => true,
            11 => alone || self.digits.starts_with(['0', '1']),
            8 | 9 => alone,
            _ => false,
        };
        let dotted = spoken
            .said(words, self.next)
            .is_some_and(|(said, _)| *said == Said::Dot);
        if !right || self.said < 3 || dotted {
            return None;
        }
        let digits = if self.plus {
            format!("+{}", self.digits)
        } else {
            self.digits.clone()
        };
        let (ext, last) = self.extension(words, spoken);
        Some(PhoneFound {
            span: [words.get(start)?.start, words.get(last)?.end],
            e164: digits.parse().ok(),
            digits,
            ext,
        })
    }

    fn extension(&self, words: &Words<'_>, spoken: &Spoken) -> (Option<String>, usize) {
        let Some((Said::Extension, length)) = spoken.said(words, self.next) else {
            return (None, self.last);
        };
        match Self::read(words, spoken, self.next.saturating_add(length)) {
            Some(run) if run.digits.len() <= 7 => (Some(run.digits), run.last),
            _ => (None, self.last),
        }
    }
}
