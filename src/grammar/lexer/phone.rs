//! Where phone numbers end, by the shapes people write them in. Whether a number exists is decided when it is used.

use smallvec::SmallVec;

/// The end of a phone number that begins at `at`: the longest run of digit groups that has the shape of one.
pub(super) fn scan(bytes: &[u8], at: usize) -> Option<usize> {
    let plus = bytes.get(at) == Some(&b'+');
    let mut at = if plus { at.saturating_add(1) } else { at };
    let mut groups: SmallVec<[Group<'_>; 8]> = SmallVec::new();
    if bytes.get(at) == Some(&b'(') {
        at = at.saturating_add(1);
    }
    loop {
        let mut end = at;
        while bytes.get(end).is_some_and(u8::is_ascii_digit) {
            end = end.saturating_add(1);
        }
        let digits = bytes.get(at..end)?;
        if digits.is_empty() {
            break;
        }
        // "0171/5550132": a stroke behind an area code.
        let area = groups.is_empty() && digits.len() >= 3 && digits.starts_with(b"0");
        let gap = separator(bytes, end, area);
        let dashed = matches!(bytes.get(end), Some(b'-' | b'.'));
        groups.push(Group {
            digits,
            end,
            dashed,
        });
        match gap {
            Some(next) if groups.len() < 8 => at = next,
            _ => break,
        }
    }
    (1..=groups.len()).rev().find_map(|count| {
        let groups = groups.get(..count)?;
        let end = groups.last()?.end;
        let free = !bytes
            .get(end)
            .is_some_and(|b| b.is_ascii_digit() || is_word(bytes, end));
        (free && is_phone(plus, groups)).then_some(end)
    })
}

struct Group<'a> {
    digits: &'a [u8],
    end: usize,
    /// Followed by `-` or `.`.
    dashed: bool,
}

/// Where the next group begins after the marks between groups.
fn separator(bytes: &[u8], at: usize, stroke: bool) -> Option<usize> {
    let mut next = at;
    while next.saturating_sub(at) < 3
        && match bytes.get(next) {
            Some(b' ' | b'-' | b'.' | b'(' | b')') => true,
            Some(b'/') => stroke,
            _ => false,
        }
    {
        next = next.saturating_add(1);
    }
    (next > at && bytes.get(next).is_some_and(u8::is_ascii_digit)).then_some(next)
}

/// Letters right behind the number, other than an extension: then it is something else.
fn is_word(bytes: &[u8], at: usize) -> bool {
    let Some(rest) = bytes.get(at..) else {
        return false;
    };
    rest.first().is_some_and(u8::is_ascii_alphabetic)
        && !rest.starts_with(b"x")
        && !rest.starts_with(b"ext")
}

fn is_phone(plus: bool, groups: &[Group<'_>]) -> bool {
    let lengths: SmallVec<[usize; 8]> = groups.iter().map(|group| group.digits.len()).collect();
    let digits: SmallVec<[u8; 24]> = groups
        .iter()
        .flat_map(|group| group.digits.iter().copied())
        .collect();
    let total = digits.len();
    if plus {
        // A number written in one piece is whole: what follows is something else.
        let whole = lengths.first().is_some_and(|first| *first >= 10);
        let north_american = digits.first() == Some(&b'1');
        return match (whole, north_american) {
            (true, _) => lengths.len() == 1 && total <= 15,
            (false, true) => total == 11,
            (false, false) => (8..=15).contains(&total),
        };
    }
    let dashed = groups.first().is_some_and(|group| group.dashed);
    match (lengths.as_slice(), digits.as_slice()) {
        ([2, 2, 4] | [4, 2, 2], _) => false,
        ([3, 4], [area, ..]) => dashed && *area >= b'2',
        ([10] | [3, 3, 4] | [3, 7] | [6, 4], [area, _, _, exchange, ..]) if *area >= b'2' => {
            *exchange >= b'2' || lengths.len() > 1
        }
        ([11] | [1, 3, 3, 4] | [1, 10] | [4, 3, 4], [b'1', area, ..]) => *area >= b'2',
        (_, [b'0', b'0', ..]) => (10..=17).contains(&total),
        ([2, 2, 4, ..], [b'0', ..]) => false,
        (_, [b'0', ..]) => {
            (9..=12).contains(&total) && (lengths.len() == 1 || lengths.iter().all(|l| *l >= 2))
        }
        // Mexico and Brazil: 55 1234 5678, 11 91234 5678.
        ([2, 4 | 5, 4], [first, ..]) => *first >= b'1',
        ([9] | [3, 3, 3] | [3, 2, 2, 2], [first, ..]) => *first >= b'6',
        ([11 | 12], _) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_of_numbers() {
        for text in [
            "+14155550132",
            "(415) 555-0132",
            "415-555-0132",
            "415.555.0132",
            "415 555 0132",
            "4155550132",
            "1-415-555-0132",
            "555-0142",
            "+49 151 23456789",
            "0151 23456789",
            "06 12 34 56 78",
            "020 7946 0018",
            "612 345 678",
            "0044 7700 900873",
            "55 1234 5678",
            "(11) 91234-5678",
            "0171/5550132",
            "030 / 123456",
        ] {
            assert_eq!(scan(text.as_bytes(), 0), Some(text.len()), "{text}");
        }
    }

    #[test]
    fn shapes_of_other_things() {
        for text in [
            "42",
            "42 43 44 45",
            "2026-11-23",
            "05.12.2026 10",
            "20120102 08",
            "2014-04-12",
            "123-12-1234",
            "555 0142",
            "3000000",
            "01.02.2026",
            "01/02/2026 10",
            "12/2026",
            "3 1234 5678",
        ] {
            assert_eq!(scan(text.as_bytes(), 0), None, "{text}");
        }
    }
}
