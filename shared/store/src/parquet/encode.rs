//! Encodings of the columns of a file of ours; `delta` and `plain` are their other halves.

use super::plain::turned;

const BLOCK: usize = 128;
const MINIS: usize = 4;
const MINI: usize = BLOCK / MINIS;

/// DELTA_BINARY_PACKED: bars at equal distances take no bits at all.
pub(super) fn differences(values: &[i64]) -> Vec<u8> {
    let mut out = Vec::with_capacity(64 + values.len() / 16);
    varint(&mut out, BLOCK as u64);
    varint(&mut out, MINIS as u64);
    varint(&mut out, values.len() as u64);
    varint(
        &mut out,
        zigzag(values.first().copied().unwrap_or_default()),
    );
    let pairs = values.iter().zip(values.iter().skip(1));
    let deltas: Vec<i64> = pairs.map(|(one, next)| next.wrapping_sub(*one)).collect();
    for block in deltas.chunks(BLOCK) {
        let least = block.iter().copied().min().unwrap_or_default();
        varint(&mut out, zigzag(least));
        let over = |delta: &i64| delta.wrapping_sub(least) as u64;
        let minis: Vec<Vec<u64>> = block
            .chunks(MINI)
            .map(|mini| mini.iter().map(over).collect())
            .collect();
        let width = |mini: &Vec<u64>| {
            let all = mini.iter().fold(0, |all, value| all | value);
            64 - all.leading_zeros()
        };
        let widths: Vec<u32> = minis.iter().map(width).collect();
        out.extend((0..MINIS).map(|mini| widths.get(mini).map_or(0, |width| *width as u8)));
        for (mini, width) in minis.iter().zip(widths) {
            pack(&mut out, mini, width);
        }
    }
    out
}

/// A miniblock, filled up with zeros.
fn pack(out: &mut Vec<u8>, values: &[u64], width: u32) {
    let end = out.len() + MINI * width as usize / 8;
    let (mut held, mut bits) = (0_u128, 0);
    for value in values {
        held |= u128::from(*value) << bits;
        bits += width;
        while bits >= 8 {
            out.push(held as u8);
            held >>= 8;
            bits -= 8;
        }
    }
    if bits > 0 {
        out.push(held as u8);
    }
    out.resize(end, 0);
}

/// BYTE_STREAM_SPLIT: all lowest bytes, then all second bytes, and so on; signs and exponents repeat and pack well.
pub(super) fn split(values: &[f64]) -> Vec<u8> {
    let mut out = vec![0; 8 * values.len()];
    let Some(mut streams) = streams(&mut out, values.len()) else {
        return out;
    };
    let (squares, rest) = values.as_chunks::<8>();
    for (at, square) in squares.iter().enumerate() {
        let rows = turned(square.map(f64::to_bits));
        for (stream, row) in streams.iter_mut().zip(rows) {
            if let Some(place) = stream.as_chunks_mut().0.get_mut(at) {
                *place = row.to_le_bytes();
            }
        }
    }
    for (at, value) in rest.iter().enumerate() {
        for (stream, byte) in streams.iter_mut().zip(value.to_le_bytes()) {
            if let Some(place) = stream.get_mut(8 * squares.len() + at) {
                *place = byte;
            }
        }
    }
    out
}

/// Eight stretches of one length; `None` of no length.
fn streams(bytes: &mut [u8], length: usize) -> Option<[&mut [u8]; 8]> {
    if length == 0 {
        return None;
    }
    let all: Vec<&mut [u8]> = bytes.chunks_exact_mut(length).collect();
    all.try_into().ok()
}

/// A bit each, the lowest first.
pub(super) fn flags(values: &[bool]) -> Vec<u8> {
    let byte = |eight: &[bool]| {
        let bits = eight.iter().zip(0..);
        bits.fold(0, |byte, (flag, bit)| byte | u8::from(*flag) << bit)
    };
    values.chunks(8).map(byte).collect()
}

fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}

fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

#[cfg(test)]
mod tests {
    use super::super::{delta, plain};
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_packed_is_unpacked(values in prop::collection::vec(any::<i64>(), 0..400), small in prop::collection::vec(-3_i64..4, 0..400)) {
            for values in [values, small] {
                let packed = differences(&values);
                let mut back = Vec::new();
                let rest = delta::numbers(&packed, values.len(), |value| {
                    back.push(value);
                    Some(())
                });
                prop_assert_eq!(rest, Some(&[][..]));
                prop_assert_eq!(&back, &values);
                let doubles: Vec<f64> = values.iter().map(|value| *value as f64 / 7.0).collect();
                // The definition: the byte that comes so far into each value, for all values.
                let one_by_one: Vec<u8> = (0..8)
                    .flat_map(|byte| doubles.iter().map(move |value| value.to_le_bytes()[byte]))
                    .collect();
                prop_assert_eq!(split(&doubles), one_by_one);
                let mut back: Vec<f64> = Vec::new();
                plain::split(&split(&doubles), doubles.len(), &mut back);
                prop_assert_eq!(back, doubles);
                let bools: Vec<bool> = values.iter().map(|value| *value > 0).collect();
                let mut back: Vec<bool> = Vec::new();
                plain::bits(&flags(&bools), bools.len(), &mut back);
                prop_assert_eq!(back, bools);
            }
        }
    }

    #[test]
    fn the_example_of_the_format() {
        // 1, 2, 3, 4, 5: block 128, 4 miniblocks, 5 values, first 1, least delta 1, widths 0.
        assert_eq!(
            differences(&[1, 2, 3, 4, 5]),
            [0x80, 0x01, 4, 5, 2, 2, 0, 0, 0, 0]
        );
    }
}
