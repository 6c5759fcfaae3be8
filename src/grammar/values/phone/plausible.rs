//! Which part of a run of digit groups is a phone number.

use std::str::FromStr;

use super::PhoneFound;
use super::run::{Group, Run, digit};
use crate::domain::Phone;

/// The longest number that begins where the run begins and ends with it or at a space in it. A number of the North American
/// form ends where that form ends.
pub(super) fn longest(text: &str, run: &Run<'_>) -> Option<PhoneFound> {
    if !may_begin(text, run) {
        return None;
    }
    let all = run.groups.as_slice();
    if is_card(all) {
        return None;
    }
    let mut ends: Vec<usize> = (1..=all.len()).rev().collect();
    if let Some(short) = north_american_end(run) {
        ends.insert(0, short);
    }
    ends.into_iter()
        .find_map(|end| read(text, run, all.get(..end)?, all.get(end)))
}

fn read(
    text: &str,
    run: &Run<'_>,
    groups: &[Group<'_>],
    next: Option<&Group<'_>>,
) -> Option<PhoneFound> {
    let cut_at_space = next.is_none_or(|group| group.before.contains([' ', '\u{a0}', '\u{3000}']));
    let end = groups.last()?.end;
    let (ext, end) = extension(text, end).map_or((None, end), |(ext, end)| (Some(ext), end));
    if !cut_at_space || !may_end(text, end, groups) {
        return None;
    }
    let digits: String = groups
        .iter()
        .flat_map(|group| ascii(group.written))
        .collect();
    let international = international(run.plus, groups, &digits);
    let right = match &international {
        Some(number) => right_abroad(number, run.plus),
        None => right_at_home(groups, &digits, ext.is_some()),
    };
    right.then(|| PhoneFound {
        span: [run.start, end],
        e164: international
            .as_ref()
            .and_then(|number| Phone::from_str(number).ok()),
        digits: international.unwrap_or(digits),
        ext,
    })
}

/// What stands before: nothing that makes the digits part of a word, an amount, a formula or a longer number.
fn may_begin(text: &str, run: &Run<'_>) -> bool {
    let mut before = text.get(..run.start).unwrap_or_default().chars().rev();
    let Some(last) = before.next() else {
        return true;
    };
    let second = before.next();
    if run.plus {
        return digit(last).is_none();
    }
    match last {
        '-' | '.' | ',' | '/' | '~' | ':' | '=' => second.is_none_or(|c| digit(c).is_none()),
        '$' | '£' | '€' | '¥' | '₹' | '*' | '%' | '_' | '^' | '\\' | '#' | '+' | '\'' => {
            false
        }
        c => !c.is_alphanumeric(),
    }
}

/// What stands after: likewise, and no clock time.
fn may_end(text: &str, end: usize, groups: &[Group<'_>]) -> bool {
    let mut after = text.get(end..).unwrap_or_default().chars();
    let Some(first) = after.next() else {
        return true;
    };
    let second = after.next();
    let digits: usize = groups
        .iter()
        .map(|group| group.written.chars().count())
        .sum();
    match first {
        '=' | '*' | '%' | '_' | '@' => false,
        '+' | ':' | ',' => second.is_none_or(|c| digit(c).is_none()),
        '-' | '/' => digits >= 10 || !second.is_some_and(char::is_alphanumeric),
        '.' => !second.is_some_and(char::is_alphabetic) || digits >= 10,
        c => !c.is_alphanumeric(),
    }
}

/// `ext. 12`, `x12`, `, ext 12`, `extension 12`, `#12`: the digits and where they end.
fn extension(text: &str, end: usize) -> Option<(String, usize)> {
    let rest = text.get(end..)?;
    let marker = rest.trim_start_matches([' ', ',', ';', '\u{a0}']);
    let after = ["extension", "extn", "ext", "x", "#"]
        .iter()
        .find_map(|word| {
            let (head, tail) = marker.split_at_checked(word.len())?;
            head.eq_ignore_ascii_case(word).then_some(tail)
        })?
        .trim_start_matches(['.', ':', ' ']);
    let length = after.find(|c| digit(c).is_none()).unwrap_or(after.len());
    let written = after.get(..length)?;
    let tail = after.get(length..)?;
    let right = (1..=7).contains(&written.chars().count())
        && !tail.starts_with(|c: char| c.is_alphanumeric() || c == '-');
    right.then(|| {
        (
            ascii(written).collect(),
            text.len().saturating_sub(tail.len()),
        )
    })
}

fn ascii(written: &str) -> impl Iterator<Item = char> {
    written
        .chars()
        .filter_map(digit)
        .filter_map(|value| char::from_digit(u32::from(value), 10))
}

/// How many groups make a North American number here, where the form says so: `512-555-0142`, `1 (512) 555 0142`.
fn north_american_end(run: &Run<'_>) -> Option<usize> {
    let lengths: Vec<usize> = run
        .groups
        .iter()
        .take(4)
        .map(|group| group.written.chars().count())
        .collect();
    let one = run.groups.first().is_some_and(|group| group.written == "1");
    match lengths.as_slice() {
        [1, 3, 3, 4] if one => Some(4),
        [3, 3, 4, ..] if !run.plus && run.groups.first()?.written.starts_with(|c| c > '1') => {
            Some(3)
        }
        _ => None,
    }
}

/// The number with its country, where it names it: by `+`, or by `00` or `011` before the country's code.
fn international(plus: bool, groups: &[Group<'_>], digits: &str) -> Option<String> {
    let named = if plus {
        digits
    } else if let Some(number) = prefixed(digits) {
        number
    } else {
        let long = |rest: &&str| rest.len() >= 9 && !rest.starts_with('0');
        digits.strip_prefix("00").filter(long).or_else(|| {
            digits
                .strip_prefix("011")
                .filter(long)
                .filter(|_| dialled(groups))
        })?
    };
    let (code, national) = split_country(named)?;
    let national = if code == "39" {
        national
    } else {
        national.strip_prefix('0').unwrap_or(national)
    };
    Some(format!("+{code}{national}"))
}

/// A whole North American number behind three digits that dial abroad anywhere in the world: 001, 019 …
fn prefixed(digits: &str) -> Option<&str> {
    let (prefix, number) = digits.split_at_checked(3)?;
    let [b'1', area, _, _, exchange, ..] = number.as_bytes() else {
        return None;
    };
    let right = number.len() == 11 && *area >= b'2' && *exchange >= b'2';
    (right && prefix.starts_with('0')).then_some(number)
}

/// Whether `011` is a group of its own, as it is where it is dialled.
fn dialled(groups: &[Group<'_>]) -> bool {
    groups
        .first()
        .is_some_and(|group| ascii(group.written).eq("011".chars()))
}

/// The country's code and the rest. Codes have one digit (1, 7), two (the list) or three.
fn split_country(digits: &str) -> Option<(&str, &str)> {
    const TWO: [&str; 42] = [
        "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46",
        "47", "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63",
        "64", "65", "66", "81", "82", "84", "86", "90", "91", "92", "93", "94",
    ];
    let length = match digits.split_at_checked(2) {
        _ if digits.starts_with(['1', '7']) => 1,
        Some((two, _)) if TWO.contains(&two) || two == "95" || two == "98" => 2,
        _ => 3,
    };
    digits.split_at_checked(length)
}

fn right_abroad(number: &str, plus: bool) -> bool {
    let digits = number.len().saturating_sub(1);
    if number.starts_with("+1") {
        return digits == 11;
    }
    let least = if plus { 6 } else { 8 };
    (least..=15).contains(&digits)
}

fn right_at_home(groups: &[Group<'_>], digits: &str, ext: bool) -> bool {
    let lengths: Vec<usize> = groups
        .iter()
        .map(|group| group.written.chars().count())
        .collect();
    if digits.starts_with("00") || looks_other(groups, &lengths, digits) {
        return false;
    }
    let first = digits.chars().next().unwrap_or_default();
    match digits.len() {
        7 => {
            ext || (first > '1'
                && lengths == [3, 4]
                && groups
                    .last()
                    .is_some_and(|group| matches!(group.before, "-" | ".")))
        }
        8..=11 => true,
        12 | 13 => national_length(digits),
        _ => false,
    }
}

/// A bank card: groups of four, 13 digits or more.
fn is_card(groups: &[Group<'_>]) -> bool {
    let lengths: Vec<usize> = groups
        .iter()
        .map(|group| group.written.chars().count())
        .collect();
    matches!(lengths.as_slice(), [4, 4, 4, ..]) && lengths.iter().sum::<usize>() >= 13
}

/// Whether 12 or 13 digits without a plus are a country's code and a number of that country's length, or national with a 0.
fn national_length(digits: &str) -> bool {
    if digits.starts_with('0') || digits.len() == 12 && digits.starts_with("081") {
        return digits.len() == 12;
    }
    let Some((code, national)) = split_country(digits) else {
        return false;
    };
    match code {
        "44" | "52" | "81" | "91" | "90" => national.len() == 10,
        "86" => national.len() == 11,
        "49" | "55" | "43" | "82" | "62" => (9..=11).contains(&national.len()),
        "31" | "33" | "34" | "41" | "46" | "48" | "61" | "27" | "39" | "351" | "353" | "380"
        | "971" | "966" | "972" => (9..=10).contains(&national.len()),
        _ => false,
    }
}

/// Dates, addresses of computers, bank cards, social security numbers, ranges of years, digits counted one by one.
fn looks_other(groups: &[Group<'_>], lengths: &[usize], digits: &str) -> bool {
    let values = || {
        groups.iter().map(|group| {
            ascii(group.written)
                .collect::<String>()
                .parse::<u32>()
                .unwrap_or(u32::MAX)
        })
    };
    let year = |value: u32| (1900..=2100).contains(&value);
    let day = |value: u32| (1..=31).contains(&value);
    let dotted = groups.iter().skip(1).all(|group| group.before == ".");
    match lengths {
        [8] => eight_digit_date(digits),
        [_, _] if values().all(year) => true,
        [3, 2, 4] => groups
            .iter()
            .skip(1)
            .all(|group| group.before == "-" || group.before == " "),
        [4, 1..=2, 1..=2] => values().next().is_some_and(year) && values().skip(1).all(day),
        [1..=2, 1..=2, 4] => values().next_back().is_some_and(year) && values().take(2).all(day),
        [1..=3, 1..=3, 1..=3, 1..=3] if dotted => {
            values().all(|value| value <= 255) && digits.len() != 10
        }
        [1, ..] => {
            lengths.len() > 3
                && lengths.iter().all(|length| *length == 1)
                && !digits.starts_with('0')
        }
        _ => false,
    }
}

/// `20120102` or `02012012`.
fn eight_digit_date(digits: &str) -> bool {
    let part = |from: usize, to: usize| {
        digits
            .get(from..to)
            .and_then(|part| part.parse::<u32>().ok())
            .unwrap_or_default()
    };
    let month = |value: u32| (1..=12).contains(&value);
    let day = |value: u32| (1..=31).contains(&value);
    let year = |value: u32| (1900..=2100).contains(&value);
    (year(part(0, 4)) && month(part(4, 6)) && day(part(6, 8)))
        || (year(part(4, 8)) && month(part(2, 4)) && day(part(0, 2)))
        || (year(part(4, 8)) && month(part(0, 2)) && day(part(2, 4)))
}
