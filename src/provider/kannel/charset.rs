//! The charsets in which Kannel hands over a text.

/// Decodes by Kannel's `coding` (0 GSM-7, 1 binary, 2 UCS-2) and `charset`; an empty charset means UTF-8, or UTF-16BE for UCS-2.
/// Broken characters are replaced. `None` for binary messages and charsets that Kannel does not use.
pub(super) fn decode(bytes: &[u8], coding: &str, charset: &str) -> Option<String> {
    let charset = match (charset, coding) {
        (_, "1") => return None,
        ("", "2") => "UTF-16BE",
        (charset, _) => charset,
    };
    match charset.to_ascii_uppercase().as_str() {
        "" | "UTF-8" | "ASCII" | "US-ASCII" => Some(String::from_utf8_lossy(bytes).into_owned()),
        "UTF-16BE" | "UCS-2" | "ISO-10646-UCS-2" => Some(from_utf16be(bytes)),
        "ISO-8859-1" | "LATIN1" => Some(bytes.iter().copied().map(char::from).collect()),
        "WINDOWS-1252" => Some(bytes.iter().copied().map(windows_1252).collect()),
        _ => None,
    }
}

/// The text as 16-bit units, high byte first.
pub(super) fn utf16be(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

fn from_utf16be(bytes: &[u8]) -> String {
    let units = bytes
        .chunks(2)
        .map(|pair| u16::from_be_bytes([pair[0], pair.get(1).copied().unwrap_or(0)]));
    char::decode_utf16(units)
        .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

/// Latin-1 but for 0x80 to 0x9f, where it has typography.
fn windows_1252(byte: u8) -> char {
    const TYPOGRAPHY: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => TYPOGRAPHY[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_charset_of_kannel() {
        let read = |bytes: &[u8], coding, charset| decode(bytes, coding, charset);
        assert_eq!(read("é😀".as_bytes(), "0", "UTF-8").as_deref(), Some("é😀"));
        assert_eq!(read("é".as_bytes(), "", "").as_deref(), Some("é"));
        assert_eq!(
            read(&utf16be("é😀"), "2", "UTF-16BE").as_deref(),
            Some("é😀")
        );
        assert_eq!(read(&utf16be("é😀"), "2", "").as_deref(), Some("é😀"));
        assert_eq!(
            read(b"\xe9\x80\x93", "0", "windows-1252").as_deref(),
            Some("é€“")
        );
        assert_eq!(read(b"\xe9", "0", "ISO-8859-1").as_deref(), Some("é"));
        assert_eq!(read(b"\x06\x05", "1", "").as_deref(), None);
        assert_eq!(read(b"a", "0", "EBCDIC").as_deref(), None);
    }

    #[test]
    fn half_a_character_is_replaced() {
        assert_eq!(
            decode(b"\xd8\x3d\x00a", "2", "").as_deref(),
            Some("\u{fffd}a")
        );
        assert_eq!(decode(b"\x00a\x00", "2", "").as_deref(), Some("a\0"));
    }
}
