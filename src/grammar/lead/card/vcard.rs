//! vCard: one property a line, `NAME;PARAM=VALUE:value`.

use super::{Card, Slot};
use crate::domain::{Region, Span};

/// A property with its value decoded, its parts still escaped.
struct Property {
    name: String,
    params: String,
    value: String,
    span: Span,
}

/// Reads the card that begins at `start`, up to its `END:VCARD` or the end of the text.
pub(super) fn read(text: &str, start: usize, region: Region) -> Card {
    let mut card = Card {
        span: [start, text.len()],
        ..Card::default()
    };
    let mut properties = Vec::new();
    for property in lines(text, start).iter().filter_map(property) {
        if property.name == "END" {
            card.span[1] = property.span[1];
            break;
        }
        properties.push(property);
    }
    properties.sort_by_key(|property| rank(&property.params));
    for property in &properties {
        add(&mut card, property, region);
    }
    if !card.fields.iter().any(|field| field.slot == Slot::Name)
        && let Some(property) = properties.iter().find(|property| property.name == "N")
    {
        let part = |k: usize| parts(&property.value).get(k).cloned().unwrap_or_default();
        let full = [part(3), part(1), part(2), part(0), part(4)].join(" ");
        card.add(Slot::Name, &full, property.span);
    }
    card
}

/// Preferred first, then mobile, then any.
fn rank(params: &str) -> u8 {
    match params {
        params if params.contains("PREF") => 0,
        params if params.contains("CELL") => 1,
        _ => 2,
    }
}

fn add(card: &mut Card, property: &Property, region: Region) {
    let Property {
        name,
        params,
        value,
        span,
    } = property;
    let part = |k: usize| parts(value).get(k).cloned().unwrap_or_default();
    match name.as_str() {
        "FN" => card.add(Slot::Name, &unescaped(value), *span),
        "N" => {
            card.add(Slot::LastName, &part(0), *span);
            card.add(Slot::FirstName, &part(1), *span);
        }
        "ORG" => card.add(Slot::Company, &part(0), *span),
        "TITLE" => card.add(Slot::Title, &unescaped(value), *span),
        "EMAIL" if value.contains('@') => card.add(Slot::Email, &unescaped(value), *span),
        "TEL" if params.contains("FAX") => card.add(Slot::Fax, &unescaped(value), *span),
        "TEL" if !params.contains("PAGER") => {
            card.add_phone(unescaped(value).trim_start_matches("tel:"), *span, region);
        }
        "URL" => card.add(Slot::Website, &unescaped(value), *span),
        "NOTE" => {
            let note = unescaped(value);
            card.note.push(note.trim().to_owned());
        }
        "ADR" => {
            let street: Vec<String> = [part(0), part(1), part(2)]
                .into_iter()
                .filter(|part| !part.trim().is_empty())
                .collect();
            card.add(Slot::Address, &street.join(", "), *span);
            for (slot, k) in [
                (Slot::City, 3),
                (Slot::State, 4),
                (Slot::PostalCode, 5),
                (Slot::Country, 6),
            ] {
                card.add(slot, &part(k), *span);
            }
        }
        _ => {}
    }
}

/// Lines with their places, folded ones joined: a line that begins with white space goes on the one before, and so does the
/// line after a quoted-printable one that ends in `=`.
fn lines(text: &str, start: usize) -> Vec<(Span, String)> {
    let mut lines: Vec<(Span, String)> = Vec::new();
    let mut at = start;
    for raw in text.get(start..).unwrap_or_default().split_inclusive('\n') {
        let line = raw.trim_end_matches(['\r', '\n']);
        let end = at.saturating_add(line.len());
        let quoted = |line: &str| {
            line.ends_with('=') && line.to_ascii_uppercase().contains("QUOTED-PRINTABLE")
        };
        match lines.last_mut() {
            Some((span, before)) if quoted(before) => {
                before.pop();
                before.push_str(line);
                span[1] = end;
            }
            Some((span, before)) if line.starts_with([' ', '\t']) => {
                before.push_str(line.get(1..).unwrap_or_default());
                span[1] = end;
            }
            _ => lines.push(([at, end], line.to_owned())),
        }
        at = at.saturating_add(raw.len());
    }
    lines
}

fn property((span, line): &(Span, String)) -> Option<Property> {
    let colon = line.find(':')?;
    let (head, value) = (line.get(..colon)?, line.get(colon.checked_add(1)?..)?);
    let mut head = head.split(';');
    let name = head.next()?.rsplit('.').next()?.trim().to_ascii_uppercase();
    let params = head.collect::<Vec<_>>().join(";").to_ascii_uppercase();
    let value = if params.contains("QUOTED-PRINTABLE") {
        quoted_printable(value)
    } else {
        value.to_owned()
    };
    Some(Property {
        name,
        params,
        value,
        span: *span,
    })
}

/// `=0D=0A` to the bytes they are.
fn quoted_printable(value: &str) -> String {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        let mut ahead = rest.clone();
        let code = (byte == b'=').then(|| {
            let high = char::from(ahead.next()?).to_digit(16)?;
            let low = char::from(ahead.next()?).to_digit(16)?;
            u8::try_from(high.checked_mul(16)?.checked_add(low)?).ok()
        });
        match code.flatten() {
            Some(code) => {
                bytes.push(code);
                rest = ahead;
            }
            None => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).replace("\r\n", "\n")
}

/// The parts of a structured value, each unescaped.
fn parts(value: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut part = String::new();
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                part.push(c);
                part.extend(chars.next());
            }
            ';' => parts.push(unescaped(&std::mem::take(&mut part))),
            c => part.push(c),
        }
    }
    parts.push(unescaped(&part));
    parts
}

/// `\n` is a line break, any other escaped character itself.
pub(super) fn unescaped(value: &str) -> String {
    let mut plain = String::with_capacity(value.len());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n' | 'N') => plain.push('\n'),
                Some(c) => plain.push(c),
                None => plain.push('\\'),
            },
            c => plain.push(c),
        }
    }
    plain.trim().to_owned()
}
