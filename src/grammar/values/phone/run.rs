//! Runs of digit groups: what stands together so closely that it may be one number.

use crate::grammar::values::words::invisible;

/// Digits that stand together, with what stands before them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Group<'t> {
    /// Byte offsets of the digits.
    pub(super) start: usize,
    pub(super) end: usize,
    /// The digits as written, in any script.
    pub(super) written: &'t str,
    /// What stands between the group before and this one; empty for the first.
    pub(super) before: &'t str,
}

/// Groups that may be one number.
pub(super) struct Run<'t> {
    /// Where it begins: its plus, its parenthesis or its first digit.
    pub(super) start: usize,
    pub(super) plus: bool,
    pub(super) groups: Vec<Group<'t>>,
}

/// More groups or digits than any number has: what follows can only be part of something else.
const MOST_GROUPS: usize = 12;

impl Run<'_> {
    /// The end of the first group: where to look on when the run is no number.
    pub(super) fn first_end(&self) -> usize {
        self.groups.first().map_or(usize::MAX, |group| group.end)
    }
}

/// The value of a digit of any script a phone types: ASCII, full width, Arabic-Indic, Persian, Devanagari, Bengali.
pub(super) fn digit(c: char) -> Option<u8> {
    const ZEROS: [char; 6] = ['0', '\u{ff10}', '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}'];
    if c.is_ascii() {
        return u8::try_from(c.to_digit(10)?).ok();
    }
    ZEROS.iter().find_map(|&zero| {
        let value = u32::from(c).checked_sub(u32::from(zero))?;
        u8::try_from(value).ok().filter(|value| *value <= 9)
    })
}

/// The next run at or after the byte `from`.
pub(super) fn next(text: &str, from: usize) -> Option<Run<'_>> {
    let rest = text.get(from..)?;
    let offset = rest.find(|c| digit(c).is_some())?;
    let first = from.checked_add(offset)?;
    let lead = text.get(from..first)?;
    let opened = lead.trim_end_matches(['+', '\u{ff0b}', '(', '\u{ff08}', ' ']);
    let opening = lead.get(opened.len()..).unwrap_or_default();
    let begin = opening
        .find(['+', '\u{ff0b}', '(', '\u{ff08}'])
        .filter(|at| tight(opening.get(*at..).unwrap_or_default()));
    let start = begin.map_or(first, |at| {
        from.saturating_add(opened.len()).saturating_add(at)
    });
    let mark = text.get(start..first).unwrap_or_default();
    let plus = mark.contains(['+', '\u{ff0b}']);
    let start = match mark.rfind(['+', '\u{ff0b}']) {
        Some(at) if !mark.contains(['(', '\u{ff08}']) => start.saturating_add(at),
        _ => start,
    };
    Some(Run {
        start,
        plus,
        groups: groups(text, first, mark.contains(['(', '\u{ff08}'])),
    })
}

/// Whether an opening (`+`, `(`, `(+`, `( `) belongs to the digits after it.
fn tight(opening: &str) -> bool {
    opening.chars().filter(|c| *c == ' ').count() <= 1 && !opening.ends_with("+ ")
}

fn groups(text: &str, first: usize, mut open: bool) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut at = first;
    let mut before = "";
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let length = rest.find(|c| digit(c).is_none()).unwrap_or(rest.len());
        let end = at.saturating_add(length);
        groups.push(Group {
            start: at,
            end,
            written: text.get(at..end).unwrap_or_default(),
            before,
        });
        if groups.len() >= MOST_GROUPS {
            return groups;
        }
        let rest = text.get(end..).unwrap_or_default();
        let Some(length) = rest.find(|c| digit(c).is_some()) else {
            return groups;
        };
        let between = rest.get(..length).unwrap_or_default();
        match joins(between, open) {
            Some(now_open) => open = now_open,
            None => return groups,
        }
        before = between;
        at = end.saturating_add(length);
    }
}

/// Whether what stands between two groups joins them, and whether a parenthesis is open after it.
fn joins(between: &str, mut open: bool) -> Option<bool> {
    let mut marks = 0_u8;
    let mut spaces = 0_u8;
    let mut after_mark = false;
    for c in between.chars() {
        match c {
            ' ' | '\u{a0}' | '\u{3000}' => {
                spaces = spaces.saturating_add(1);
                if after_mark && between.starts_with(c) {
                    return None;
                }
            }
            '-' | '.' | '/' | '~' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ff0d}' => {
                marks = marks.saturating_add(1);
                after_mark = true;
            }
            c if invisible(c) => {}
            '(' | '\u{ff08}' if !open => open = true,
            ')' | '\u{ff09}' if open => open = false,
            _ => return None,
        }
    }
    (marks <= 1 && spaces <= 3 && !between.ends_with(". ")).then_some(open)
}
