//! Content hashes: names of shipped files, stamps and caches.

use sha2::{Digest, Sha256};

/// The first `digits` hex digits of the SHA-256 over the parts; a part's length counts too.
pub fn hex<'a>(digits: usize, parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    let mut text: String = hasher
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    text.truncate(digits);
    text
}

#[cfg(test)]
mod tests {
    use super::hex;

    #[test]
    fn moving_a_byte_between_parts_changes_the_hash() {
        assert_ne!(
            hex(10, [&b"ab"[..], &b"c"[..]]),
            hex(10, [&b"a"[..], &b"bc"[..]])
        );
        assert_eq!(hex(10, [&b"ab"[..]]).len(), 10);
    }
}
