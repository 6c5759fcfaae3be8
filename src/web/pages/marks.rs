//! Marks the words of a message that the grammar's reasons are about.

use std::collections::BTreeSet;

use crate::domain::Reason;

/// A stretch of the text and the numbers (from 1) of the reasons about it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    pub(super) text: &'a str,
    pub(super) reasons: Vec<usize>,
}

impl Piece<'_> {
    /// `1 3`, for people and for the style sheet.
    pub(super) fn numbers(&self) -> String {
        let numbers: Vec<String> = self.reasons.iter().map(usize::to_string).collect();
        numbers.join(" ")
    }
}

/// Cuts `text` at every end of a span. A span that does not fit the text (an erased one) marks nothing.
pub(super) fn marked<'a>(text: &'a str, reasons: &[Reason]) -> Vec<Piece<'a>> {
    let fits = |reason: &Reason| {
        let [start, end] = reason.span;
        text.get(start..end).is_some_and(|words| !words.is_empty())
    };
    let spans: Vec<(usize, [usize; 2])> = reasons
        .iter()
        .enumerate()
        .filter(|(_, reason)| fits(reason))
        .map(|(index, reason)| (index + 1, reason.span))
        .collect();
    let mut cuts: BTreeSet<usize> = spans.iter().flat_map(|(_, span)| *span).collect();
    cuts.extend([0, text.len()]);
    let cuts: Vec<usize> = cuts.into_iter().collect();
    cuts.windows(2)
        .map(|cut| Piece {
            text: &text[cut[0]..cut[1]],
            reasons: spans
                .iter()
                .filter(|(_, [start, end])| *start <= cut[0] && cut[1] <= *end)
                .map(|(number, _)| *number)
                .collect(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(span: [usize; 2]) -> Reason {
        Reason {
            code: "HEAD".to_owned(),
            span,
            from: None,
            to: None,
        }
    }

    fn shown(text: &str, spans: &[[usize; 2]]) -> String {
        let reasons: Vec<Reason> = spans.iter().copied().map(reason).collect();
        let pieces = marked(text, &reasons);
        let show = |piece: &Piece<'_>| match piece.numbers().as_str() {
            "" => piece.text.to_owned(),
            numbers => format!("[{}|{numbers}]", piece.text),
        };
        pieces.iter().map(show).collect()
    }

    #[test]
    fn spans_may_touch_and_nest() {
        assert_eq!(shown("done 42", &[[0, 4], [5, 7]]), "[done|1] [42|2]");
        assert_eq!(
            shown("task tmr 3pm", &[[5, 12], [5, 8]]),
            "task [tmr|1 2][ 3pm|1]"
        );
    }

    #[test]
    fn spans_outside_the_text_or_inside_a_character_mark_nothing() {
        assert_eq!(shown("né", &[[0, 2], [1, 99], [3, 1], [3, 3]]), "né");
        assert_eq!(shown("", &[[0, 4]]), "");
    }
}
