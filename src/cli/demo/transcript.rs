//! The conversation as it is printed: what was texted, what was answered, and what happened in the CRM beside it.

use std::io::IsTerminal as _;

use fieldline::domain::Phone;
use fieldline::sandbox::LedgerEntry;
use owo_colors::{OwoColorize as _, Style};

/// Prints steps as they end, and counts those that went wrong.
pub(super) struct Transcript {
    steps: usize,
    wrong: usize,
    colour: bool,
}

// The CRM's column begins here.
const CRM_COLUMN: usize = 78;

impl Transcript {
    pub(super) fn begin(gateway: &Phone) -> Self {
        let transcript = Self {
            steps: 0,
            wrong: 0,
            colour: std::io::stdout().is_terminal(),
        };
        let head = format!(
            "{:<CRM_COLUMN$}what the CRM was told",
            format!("texts to {gateway}")
        );
        say!("{}\n", transcript.styled(&head, Style::new().dimmed()));
        transcript
    }

    pub(super) fn step(
        &mut self,
        name: &str,
        text: &str,
        replies: &[String],
        calls: &[LedgerEntry],
        right: bool,
    ) {
        let mut left: Vec<(String, Style)> = Vec::new();
        let plain = Style::new();
        for line in wrapped(text, CRM_COLUMN - 12) {
            let lead = if left.is_empty() {
                format!("{name:>6} > ")
            } else {
                " ".repeat(9)
            };
            left.push((format!("{lead}{line}"), plain.bold()));
        }
        for reply in replies {
            for (index, line) in reply
                .lines()
                .flat_map(|line| wrapped(line, CRM_COLUMN - 12))
                .enumerate()
            {
                let lead = if index == 0 { "       < " } else { "         " };
                left.push((format!("{lead}{line}"), plain.green()));
            }
        }
        if replies.is_empty() {
            left.push(("       < (silence)".to_owned(), plain.dimmed()));
        }
        let right_column: Vec<String> = calls.iter().map(line).collect();
        for row in 0..left.len().max(right_column.len()) {
            let (text, style) = left.get(row).cloned().unwrap_or_default();
            let gap = " ".repeat(CRM_COLUMN.saturating_sub(text.chars().count()));
            let crm = right_column
                .get(row)
                .map(String::as_str)
                .unwrap_or_default();
            say!(
                "{}{gap}{}",
                self.styled(&text, style),
                self.styled(crm, Style::new().cyan())
            );
        }
        self.steps += 1;
        if !right {
            self.wrong += 1;
            say!(
                "{}",
                self.styled(
                    "         !! this step did not do what it should",
                    Style::new().red().bold()
                )
            );
        }
        say!();
    }

    /// Whether every step did what it should.
    pub(super) fn end(&self) -> bool {
        say!(
            "{} of {} steps did what they should.\n",
            self.steps - self.wrong,
            self.steps
        );
        self.wrong == 0
    }

    fn styled(&self, text: &str, style: Style) -> String {
        if self.colour {
            text.style(style).to_string()
        } else {
            text.to_owned()
        }
    }
}

fn line(call: &LedgerEntry) -> String {
    let status = call
        .status
        .map_or_else(|| "-".to_owned(), |status| status.to_string());
    format!("{} {} {status}", call.method, short(&call.path))
}

// Ids say nothing to a reader.
fn short(path: &str) -> String {
    let path = path.split('?').next().unwrap_or_default();
    let parts = path
        .split('/')
        .map(|part| if part.len() == 20 { "…" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last().map_or(0, |line| line.chars().count());
        match lines.last_mut() {
            Some(last) if line == 0 || line + 1 + word.chars().count() <= width => {
                if line > 0 {
                    last.push(' ');
                }
                last.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
