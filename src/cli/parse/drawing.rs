//! Text with lines below that say what its parts are.

use owo_colors::{OwoColorize as _, Style};

/// A part of a text and what it is.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// Characters from and to.
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) label: String,
    pub(super) style: Style,
}

/// One row: characters and how they look.
type Row = Vec<(char, Style)>;

/// The text in lines of at most `width` characters, broken between its parts, each with its labels below.
pub(super) fn drawn(text: &str, parts: &[Part], width: usize, colour: bool) -> Vec<String> {
    let chars: Vec<char> = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let mut lines = Vec::new();
    let mut start = 0;
    while start < chars.len() {
        let end = line_end(&chars, start, width);
        let of_line: Vec<Part> = parts
            .iter()
            .filter(|part| part.from < end && part.to > start)
            .map(|part| Part {
                from: part.from.max(start) - start,
                to: part.to.min(end) - start,
                ..part.clone()
            })
            .collect();
        lines.extend(
            line(&chars[start..end], &of_line)
                .iter()
                .map(|row| painted(row, colour)),
        );
        start = end;
        while chars.get(start) == Some(&' ') {
            start += 1;
        }
    }
    lines
}

fn line_end(chars: &[char], start: usize, width: usize) -> usize {
    let end = chars.len().min(start + width);
    if end == chars.len() {
        return end;
    }
    let blank = (start + 1..end).rev().find(|at| chars[*at] == ' ');
    blank.unwrap_or(end)
}

// The text, the strokes below its parts, and the labels: each hangs from the first stroke of its part, the last one highest.
fn line(chars: &[char], parts: &[Part]) -> Vec<Row> {
    let plain = Style::new();
    let mut text: Row = chars.iter().map(|c| (*c, plain)).collect();
    let mut strokes: Row = Vec::new();
    let depths = depths(parts);
    let deepest = depths.iter().max().map_or(0, |depth| depth + 1);
    let mut labels: Vec<Row> = vec![Vec::new(); deepest];
    for (part, depth) in parts.iter().zip(depths) {
        for at in part.from..part.to {
            if let Some(place) = text.get_mut(at) {
                place.1 = part.style;
            }
            let stroke = if at == part.from { '┬' } else { '─' };
            put(&mut strokes, at, stroke, part.style);
        }
        for row in labels.iter_mut().take(depth) {
            put(row, part.from, '│', part.style);
        }
        for (at, c) in (part.from..).zip(format!("╰ {}", part.label).chars()) {
            put(&mut labels[depth], at, c, part.style);
        }
    }
    let mut rows = vec![text];
    if !parts.is_empty() {
        rows.push(strokes);
    }
    rows.extend(labels);
    rows
}

// From the last to the first: as high as nothing is in the way.
fn depths(parts: &[Part]) -> Vec<usize> {
    let mut depths = vec![0; parts.len()];
    for (at, part) in parts.iter().enumerate().rev() {
        let ends = part.from + 2 + part.label.chars().count() + 1;
        let in_the_way = (at + 1..parts.len()).filter(|other| parts[*other].from < ends);
        let deepest = in_the_way.map(|other| depths[other] + 1).max();
        depths[at] = deepest.unwrap_or(0);
    }
    depths
}

fn put(row: &mut Row, at: usize, c: char, style: Style) {
    while row.len() <= at {
        row.push((' ', Style::new()));
    }
    row[at] = (c, style);
}

fn painted(row: &Row, colour: bool) -> String {
    let mut text = String::new();
    let mut rest = row.as_slice();
    while let Some((_, style)) = rest.first() {
        let count = rest.iter().take_while(|(_, other)| other == style).count();
        let run: String = rest[..count].iter().map(|(c, _)| c).collect();
        if colour {
            text.push_str(&run.style(*style).to_string());
        } else {
            text.push_str(&run);
        }
        rest = &rest[count..];
    }
    text.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(from: usize, to: usize, label: &str) -> Part {
        Part {
            from,
            to,
            label: label.to_owned(),
            style: Style::new(),
        }
    }

    #[test]
    fn labels_hang_below_their_parts_and_never_cross() {
        let parts = [
            part(0, 4, "command"),
            part(5, 7, "task"),
            part(8, 17, "courtesy"),
        ];
        let drawn = drawn("done 42 thank you", &parts, 60, false);
        let wanted = [
            "done 42 thank you",
            "┬─── ┬─ ┬────────",
            "│    │  ╰ courtesy",
            "│    ╰ task",
            "╰ command",
        ];
        assert_eq!(drawn, wanted);
    }

    #[test]
    fn labels_with_room_stand_side_by_side() {
        let parts = [part(0, 10, "title"), part(11, 15, "date")];
        let drawn = drawn("call Janet noon", &parts, 60, false);
        assert_eq!(drawn[2], "╰ title    ╰ date");
    }

    #[test]
    fn long_texts_are_broken_between_words() {
        let drawn = drawn("one two three", &[part(8, 13, "three")], 8, false);
        assert_eq!(drawn, ["one two", "three", "┬────", "╰ three"]);
    }
}
