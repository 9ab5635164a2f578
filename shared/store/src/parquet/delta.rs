//! Delta encodings: whole numbers as packed differences, and byte strings by their lengths and what they share.

use super::rle::{unpack, varint};

/// Values of one block that are still believed.
const LARGEST_BLOCK: u64 = 1 << 16;

/// Decodes exactly `count` whole numbers and gives the bytes after them.
pub(super) fn numbers(
    bytes: &[u8],
    count: usize,
    mut take: impl FnMut(i64) -> Option<()>,
) -> Option<&[u8]> {
    let mut rest = bytes;
    let block = varint(&mut rest)?;
    let minis = varint(&mut rest)?;
    let total = varint(&mut rest)?;
    let mut value = zigzag(varint(&mut rest)?);
    if total != count as u64 || block > LARGEST_BLOCK || minis == 0 || block % minis != 0 {
        return None;
    }
    let each = (block / minis) as usize;
    if each == 0 || !each.is_multiple_of(8) {
        return None;
    }
    if count == 0 {
        return Some(rest);
    }
    take(value)?;
    let mut left = count - 1;
    while left > 0 {
        let least = zigzag(varint(&mut rest)?);
        let widths = rest.get(..minis as usize)?;
        rest = rest.get(minis as usize..)?;
        for width in widths {
            if left == 0 {
                break;
            }
            let width = u32::from(*width);
            if width > 64 {
                return None;
            }
            let here = each.min(left);
            // The last one may be cut where the values end.
            let size = (each * width as usize / 8).min(rest.len());
            let packed = rest.get(..size)?;
            unpack(packed, width, here, |delta| {
                value = value.wrapping_add(least).wrapping_add(delta as i64);
                take(value)
            })?;
            rest = rest.get(size..)?;
            left -= here;
        }
    }
    Some(rest)
}

/// Byte strings whose lengths come first.
pub(super) fn by_length(
    bytes: &[u8],
    count: usize,
    mut take: impl FnMut(&[u8]) -> Option<()>,
) -> Option<()> {
    let (lengths, mut rest) = lengths(bytes, count)?;
    for length in lengths {
        take(rest.get(..length)?)?;
        rest = rest.get(length..)?;
    }
    Some(())
}

/// Byte strings that repeat the beginning of the one before. What they become is the caller's to bound, in `take`.
pub(super) fn by_prefix(
    bytes: &[u8],
    count: usize,
    mut take: impl FnMut(&[u8]) -> Option<()>,
) -> Option<()> {
    let (prefixes, rest) = lengths(bytes, count)?;
    let mut prefixes = prefixes.into_iter();
    let mut value: Vec<u8> = Vec::new();
    by_length(rest, count, |suffix| {
        let shared = prefixes.next()?;
        if shared > value.len() {
            return None;
        }
        value.truncate(shared);
        value.extend_from_slice(suffix);
        take(&value)
    })
}

fn lengths(bytes: &[u8], count: usize) -> Option<(Vec<usize>, &[u8])> {
    let mut lengths = Vec::new();
    let rest = numbers(bytes, count, |length| {
        lengths.push(usize::try_from(length).ok()?);
        Some(())
    })?;
    Some((lengths, rest))
}

fn zigzag(value: u64) -> i64 {
    (value >> 1) as i64 ^ -((value & 1) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_format() {
        // 1, 2, 3, 4, 5: block 128, 4 miniblocks, 5 values, first 1, least delta 1, widths 0.
        let bytes = [0x80, 0x01, 4, 5, 2, 2, 0, 0, 0, 0, 99];
        let mut out = Vec::new();
        let rest = numbers(&bytes, 5, |value| {
            out.push(value);
            Some(())
        });
        assert_eq!((out, rest), (vec![1, 2, 3, 4, 5], Some(&[99][..])));
        // 7, 5, 3, 1, 2, 3, 4, 5: least delta -2, deltas 0 0 0 3 3 3 3 in two bits.
        let packed = [0b1100_0000, 0b0011_1111, 0, 0, 0, 0, 0, 0];
        let bytes = [&[0x80, 0x01, 4, 8, 14, 3, 2, 0, 0, 0][..], &packed].concat();
        let mut out = Vec::new();
        numbers(&bytes, 8, |value| {
            out.push(value);
            Some(())
        });
        assert_eq!(out, [7, 5, 3, 1, 2, 3, 4, 5]);
        assert_eq!(numbers(&bytes, 9, |_| Some(())), None);
    }
}
