//! One file packed with gzip (RFC 1952).

use super::unpack::inflate;
use crate::refusal::Refusal;

/// Unpacks the first member; its checksum must be right.
pub fn unpack(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let damaged = |reason: &str| Refusal::Damaged {
        format: "gzip".to_owned(),
        reason: reason.to_owned(),
    };
    let body = body(bytes).ok_or_else(|| damaged("its head is cut off"))?;
    let (out, taken) = inflate(body, "the gzip file")?;
    let tail = body.get(taken..).and_then(<[u8]>::first_chunk::<4>);
    let sum = tail
        .map(|sum| u32::from_le_bytes(*sum))
        .ok_or_else(|| damaged("its end is cut off"))?;
    if sum != crc32fast::hash(&out) {
        return Err(damaged("its checksum is another"));
    }
    Ok(out)
}

/// What follows the head: a fixed part, then extra bytes, a name, a comment and a checksum as flags say.
fn body(bytes: &[u8]) -> Option<&[u8]> {
    let flags = *bytes.get(3)?;
    let mut rest = bytes.get(10..)?;
    if flags & 4 != 0 {
        let length = u16::from_le_bytes(*rest.first_chunk()?);
        rest = rest.get(2 + usize::from(length)..)?;
    }
    for flag in [8, 16] {
        if flags & flag != 0 {
            let end = rest.iter().position(|byte| *byte == 0)?;
            rest = rest.get(end + 1..)?;
        }
    }
    if flags & 2 != 0 {
        rest = rest.get(2..)?;
    }
    Some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(text: &[u8], flags: u8, extra: &[u8]) -> Vec<u8> {
        let mut file = vec![0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 3];
        file.extend_from_slice(extra);
        file.extend(miniz_oxide::deflate::compress_to_vec(text, 6));
        file.extend(crc32fast::hash(text).to_le_bytes());
        file.extend((text.len() as u32).to_le_bytes());
        file
    }

    #[test]
    fn unpacks_with_every_head_and_checks_the_sum() {
        let text = b"time,close\n1,2\n";
        assert_eq!(unpack(&packed(text, 0, b"")).unwrap(), text);
        assert_eq!(
            unpack(&packed(text, 4 | 8, b"\x02\0xxbars.csv\0")).unwrap(),
            text
        );
        let mut wrong = packed(text, 0, b"");
        let last = wrong.len() - 6;
        wrong[last] ^= 1;
        assert!(unpack(&wrong).unwrap_err().to_string().contains("checksum"));
        for length in 0..wrong.len() {
            let _ = unpack(&wrong[..length]);
        }
    }

    #[test]
    fn a_thousand_to_one_is_refused_at_once() {
        let bomb = packed(&vec![b'0'; 100 << 20], 0, b"");
        let said = unpack(&bomb).unwrap_err().to_string();
        assert!(said.contains("times its size"), "{said}");
    }
}
