//! What has to be unguessable or unique: one-time codes and markers.

use crate::clock::Clock;

/// Four digits.
pub(super) fn code(clock: &dyn Clock) -> String {
    let mut bytes = [0; 4];
    clock.random(&mut bytes);
    format!("{:04}", u32::from_be_bytes(bytes) % 10_000)
}

/// Six letters and digits that are not mistaken for each other.
pub(super) fn marker(clock: &dyn Clock) -> String {
    const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRTUVWXYZ0";
    let mut bytes = [0; 6];
    clock.random(&mut bytes);
    bytes
        .iter()
        .map(|byte| char::from(LETTERS[usize::from(byte % 32)]))
        .collect()
}
