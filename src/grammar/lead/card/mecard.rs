//! MECARD and BIZCARD: `MECARD:N:Dana Whitfield;TEL:5125550142;;`.

use super::vcard::unescaped;
use super::{Card, Slot};
use crate::domain::Region;

/// Reads the card that begins at `start` with `head`, up to `;;`, a line break or the end of the text.
pub(super) fn read(text: &str, start: usize, head: &str, region: Region) -> Card {
    let mut card = Card::default();
    let mut given = None;
    let mut at = start.saturating_add(head.len());
    while let Some((field, next, last)) = field(text, at) {
        let span = [at, at.saturating_add(field.len())];
        at = next;
        if let Some((key, value)) = field.split_once(':') {
            let key = key.trim().to_ascii_uppercase();
            let value = unescaped(value);
            match (head, key.as_str()) {
                ("BIZCARD:", "N") => given = Some((value, span)),
                ("BIZCARD:", "X") => {
                    let given = given.take().map(|(given, _)| given).unwrap_or_default();
                    card.add(Slot::Name, &format!("{given} {value}"), span);
                    card.add(Slot::FirstName, &given, span);
                    card.add(Slot::LastName, &value, span);
                }
                (_, "N") => {
                    let name = match value.split_once(',') {
                        Some((last, first)) => format!("{} {}", first.trim(), last.trim()),
                        None => value,
                    };
                    card.add(Slot::Name, &name, span);
                }
                (_, "TEL" | "M" | "B") => card.add_phone(&value, span, region),
                (_, "F") => card.add(Slot::Fax, &value, span),
                (_, "EMAIL" | "E") => card.add(Slot::Email, &value, span),
                (_, "ORG" | "C") => card.add(Slot::Company, &value, span),
                (_, "TITLE" | "T") => card.add(Slot::Title, &value, span),
                (_, "ADR" | "A") => card.add(Slot::Address, &value, span),
                (_, "URL") => card.add(Slot::Website, &value, span),
                (_, "NOTE" | "MEMO") => card.note.push(value),
                _ => {}
            }
        }
        if last {
            break;
        }
    }
    if let Some((given, span)) = given {
        card.add(Slot::Name, &given, span);
    }
    card.span = [start, at.min(text.len())];
    card
}

/// The field at `at`, where the next one begins, and whether none follows: after `;;`, a line break or the end.
fn field(text: &str, at: usize) -> Option<(&str, usize, bool)> {
    let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
    let mut escaped = false;
    for (i, c) in rest.char_indices() {
        let end = at.saturating_add(i);
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            ';' => {
                let next = end.saturating_add(1);
                let closes = text.get(next..).is_some_and(|rest| rest.starts_with(';'));
                return Some((
                    rest.get(..i)?,
                    next.saturating_add(usize::from(closes)),
                    closes,
                ));
            }
            '\n' => return Some((rest.get(..i)?.trim_end(), end, true)),
            _ => {}
        }
    }
    Some((rest, text.len(), true))
}
