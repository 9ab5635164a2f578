//! Parquet's hybrid of run lengths and packed bits: levels, dictionary indices, booleans.

/// Decodes `count` numbers of `width` bits and hands them over run by run: a number and how often it comes. `None` when the
/// bytes are not such a stream.
pub(super) fn runs(
    bytes: &[u8],
    width: u32,
    count: usize,
    mut take: impl FnMut(u32, usize) -> Option<()>,
) -> Option<()> {
    if width > 32 {
        return None;
    }
    if width == 0 {
        // One value only: writers leave the stream out.
        return take(0, count);
    }
    let mut rest = bytes;
    let mut left = count;
    while left > 0 {
        let head = varint(&mut rest)?;
        if head & 1 == 0 {
            let length = usize::try_from(head >> 1).ok()?.min(left);
            let mut value = [0; 4];
            let size = width.div_ceil(8) as usize;
            value.get_mut(..size)?.copy_from_slice(rest.get(..size)?);
            rest = rest.get(size..)?;
            let value = u32::from_le_bytes(value);
            if width < 32 && value >> width != 0 {
                return None;
            }
            take(value, length)?;
            left -= length;
        } else {
            // Groups of eight; the last may be cut where the values end.
            let values = usize::try_from(head >> 1).ok()?.checked_mul(8)?;
            let packed = values.checked_mul(width as usize)? / 8;
            let here = values.min(left);
            let bits = rest.get(..packed.min(rest.len()))?;
            unpack(bits, width, here, |value| take(value as u32, 1))?;
            rest = rest.get(packed.min(rest.len())..)?;
            left -= here;
        }
    }
    Some(())
}

/// Numbers of `width` bits, at most 64, the lowest bit first.
pub(super) fn unpack(
    bytes: &[u8],
    width: u32,
    count: usize,
    mut take: impl FnMut(u64) -> Option<()>,
) -> Option<()> {
    let needed = count.checked_mul(width as usize)?.div_ceil(8);
    let bytes = bytes.get(..needed)?;
    if width == 0 {
        return (0..count).try_for_each(|_| take(0));
    }
    let mask = u64::MAX >> (64 - width.min(64));
    let (mut held, mut bits) = (0_u128, 0_u32);
    let mut rest = bytes.iter();
    for _ in 0..count {
        while bits < width {
            held |= u128::from(*rest.next()?) << bits;
            bits += 8;
        }
        take(held as u64 & mask)?;
        held >>= width;
        bits -= width;
    }
    Some(())
}

/// A number in groups of seven bits; the bytes move on.
pub(super) fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0_u64;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(bytes: &[u8], width: u32, count: usize) -> Option<Vec<u32>> {
        let mut out = Vec::new();
        runs(bytes, width, count, |value, times| {
            out.extend(std::iter::repeat_n(value, times));
            Some(())
        })?;
        Some(out)
    }

    #[test]
    fn the_example_of_the_format_and_runs() {
        // From the format's description: 0 to 7 with three bits, least significant bit first.
        let packed = [0b1000_1000, 0b1100_0110, 0b1111_1010];
        let bytes = [&[3][..], &packed].concat();
        assert_eq!(all(&bytes, 3, 8), Some(vec![0, 1, 2, 3, 4, 5, 6, 7]));
        // A run of ten threes, then the same.
        let bytes = [&[20, 3, 3][..], &packed].concat();
        assert_eq!(all(&bytes, 3, 12), Some([vec![3; 10], vec![0, 1]].concat()));
        assert_eq!(
            all(&[20, 9], 3, 10),
            None,
            "nine doesn't fit into three bits"
        );
        assert_eq!(all(&[20], 3, 10), None);
        assert_eq!(all(&[], 0, 3), Some(vec![0; 3]));
        assert_eq!(
            all(&[0, 1, 0, 1], 1, 3),
            None,
            "empty runs end with the bytes"
        );
    }
}
