//! Where e-mail addresses and links end.

/// The end of an e-mail address that begins at `at`.
pub(super) fn email(bytes: &[u8], at: usize) -> Option<usize> {
    let mut local = at;
    while bytes.get(local).is_some_and(|b| is_local(*b)) {
        local = local.saturating_add(1);
    }
    if bytes.get(local) != Some(&b'@') || local == at {
        return None;
    }
    let domain = local.saturating_add(1);
    let mut end = domain;
    while bytes
        .get(end)
        .is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
    {
        end = end.saturating_add(1);
    }
    while end > domain && matches!(bytes.get(end.saturating_sub(1)), Some(b'.' | b'-')) {
        end = end.saturating_sub(1);
    }
    let name = bytes.get(domain..end)?;
    let dot = name.iter().rposition(|b| *b == b'.')?;
    let top = name.get(dot.saturating_add(1)..)?;
    (dot > 0 && top.len() >= 2 && top.iter().all(u8::is_ascii_alphabetic)).then_some(end)
}

/// The end of a link that begins at `at`.
pub(super) fn url(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at..)?;
    if !(rest.starts_with(b"http://") || rest.starts_with(b"https://") || rest.starts_with(b"www."))
    {
        return None;
    }
    let length = rest
        .iter()
        .position(|b| b.is_ascii_whitespace() || matches!(b, b'"' | b'<' | b'>'))
        .unwrap_or(rest.len());
    let mut end = at.saturating_add(length);
    while end > at
        && matches!(
            bytes.get(end.saturating_sub(1)),
            Some(b'.' | b',' | b')' | b'!' | b'?')
        )
    {
        end = end.saturating_sub(1);
    }
    Some(end)
}

fn is_local(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'%' | b'+' | b'-')
}
