//! Values of fixed width, one after the other or split into streams of their bytes.

/// Values decoded at a time, so that they stay in a core's cache while their bytes come together.
const BLOCK: usize = 2048;

/// A type whose values have a fixed number of bytes.
pub(super) trait Fixed: Copy {
    /// Bytes of a value.
    const WIDTH: usize;
    /// A value by its bytes, the lowest first.
    fn of(bytes: &[u8]) -> Self;
    /// Has it at most 64 bits? Only such values are split or written as differences.
    const NARROW: bool;
    /// A value by its bits, the lowest byte first.
    fn of_bits(bits: u64) -> Self;
}

macro_rules! fixed {
    ($type:ty, $bits:ty, $of:expr) => {
        impl Fixed for $type {
            const WIDTH: usize = size_of::<$type>();
            const NARROW: bool = true;
            fn of(bytes: &[u8]) -> Self {
                let mut whole = [0; size_of::<$type>()];
                for (target, byte) in whole.iter_mut().zip(bytes) {
                    *target = *byte;
                }
                <$type>::from_le_bytes(whole)
            }
            fn of_bits(bits: u64) -> Self {
                let of: fn($bits) -> $type = $of;
                of(bits as $bits)
            }
        }
    };
}

fixed!(i32, u32, |bits| bits as i32);
fixed!(i64, u64, |bits| bits as i64);
fixed!(f32, u32, f32::from_bits);
fixed!(f64, u64, f64::from_bits);

/// The old timestamps of 96 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Int96(pub [u8; 12]);

impl Fixed for Int96 {
    const WIDTH: usize = 12;
    const NARROW: bool = false;
    fn of(bytes: &[u8]) -> Self {
        let mut whole = [0; 12];
        for (target, byte) in whole.iter_mut().zip(bytes) {
            *target = *byte;
        }
        Int96(whole)
    }
    fn of_bits(bits: u64) -> Self {
        Int96::of(&bits.to_le_bytes())
    }
}

/// `count` values one after the other.
pub(super) fn plain<T: Fixed>(bytes: &[u8], count: usize, out: &mut Vec<T>) -> Option<()> {
    let bytes = bytes.get(..count.checked_mul(T::WIDTH)?)?;
    out.try_reserve(count).ok()?;
    out.extend(bytes.chunks_exact(T::WIDTH).map(T::of));
    Some(())
}

/// `count` values of which first all lowest bytes come, then all second bytes, and so on.
pub(super) fn split<T: Fixed>(bytes: &[u8], count: usize, out: &mut Vec<T>) -> Option<()> {
    let bytes = bytes.get(..count.checked_mul(T::WIDTH)?)?;
    if !T::NARROW {
        return None;
    }
    out.try_reserve(count).ok()?;
    let mut bits = [0_u64; BLOCK];
    let mut start = by_eights(bytes, count, out);
    while start < count {
        let here = BLOCK.min(count - start);
        let block = bits.get_mut(..here)?;
        block.fill(0);
        for (place, stream) in bytes.chunks_exact(count).enumerate() {
            let shift = 8 * place as u32;
            for (bits, byte) in block.iter_mut().zip(stream.get(start..start + here)?) {
                *bits |= u64::from(*byte) << shift;
            }
        }
        out.extend(block.iter().map(|bits| T::of_bits(*bits)));
        start += here;
    }
    Some(())
}

/// The first values of eight bytes each, as many as fill squares of eight; says how many.
fn by_eights<T: Fixed>(bytes: &[u8], count: usize, out: &mut Vec<T>) -> usize {
    if T::WIDTH != 8 || count < 8 {
        return 0;
    }
    let mut streams = bytes.chunks_exact(count).map(|stream| stream.as_chunks().0);
    let streams: [&[[u8; 8]]; 8] = std::array::from_fn(|_| streams.next().unwrap_or_default());
    let [a, b, c, d, e, f, g, h] = streams;
    let pairs = a.iter().zip(b).zip(c.iter().zip(d));
    let others = e.iter().zip(f).zip(g.iter().zip(h));
    for (((a, b), (c, d)), ((e, f), (g, h))) in pairs.zip(others) {
        let square = turned([a, b, c, d, e, f, g, h].map(|row| u64::from_le_bytes(*row)));
        out.extend(square.map(T::of_bits));
    }
    count - count % 8
}

/// A square of eight times eight bytes turned over: the first byte of each number becomes the first number, and so on. Halves,
/// quarters and single bytes change places, many at a time; one by one they take three times as long.
pub(super) fn turned(square: [u64; 8]) -> [u64; 8] {
    let [a, b, c, d, e, f, g, h] = square;
    let halves = |one, other| swap(one, other, 32, 0x0000_0000_ffff_ffff);
    let ((a, e), (b, f), (c, g), (d, h)) = (halves(a, e), halves(b, f), halves(c, g), halves(d, h));
    let quarters = |one, other| swap(one, other, 16, 0x0000_ffff_0000_ffff);
    let ((a, c), (b, d)) = (quarters(a, c), quarters(b, d));
    let ((e, g), (f, h)) = (quarters(e, g), quarters(f, h));
    let bytes = |one, other| swap(one, other, 8, 0x00ff_00ff_00ff_00ff);
    let ((a, b), (c, d)) = (bytes(a, b), bytes(c, d));
    let ((e, f), (g, h)) = (bytes(e, f), bytes(g, h));
    [a, b, c, d, e, f, g, h]
}

/// The upper parts of one change places with the lower parts of the other.
fn swap(one: u64, other: u64, by: u32, lower: u64) -> (u64, u64) {
    let differ = ((one >> by) ^ other) & lower;
    (one ^ (differ << by), other ^ differ)
}

/// Byte strings of fixed length.
pub(super) fn fixed_strings(
    bytes: &[u8],
    width: usize,
    count: usize,
    take: impl FnMut(&[u8]) -> Option<()>,
) -> Option<()> {
    let bytes = bytes.get(..count.checked_mul(width)?)?;
    bytes.chunks_exact(width.max(1)).try_for_each(take)
}

/// Byte strings with their length before each.
pub(super) fn strings(
    bytes: &[u8],
    count: usize,
    mut take: impl FnMut(&[u8]) -> Option<()>,
) -> Option<()> {
    let mut rest = bytes;
    for _ in 0..count {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let length = u32::from_le_bytes(*length) as usize;
        take(after.get(..length)?)?;
        rest = after.get(length..)?;
    }
    Some(())
}

/// `count` booleans, a bit each.
pub(super) fn bits(bytes: &[u8], count: usize, out: &mut Vec<bool>) -> Option<()> {
    let bytes = bytes.get(..count.div_ceil(8))?;
    out.try_reserve(8 * bytes.len()).ok()?;
    let start = out.len();
    for byte in bytes {
        let flags: [bool; 8] = std::array::from_fn(|bit| byte >> bit & 1 == 1);
        out.extend_from_slice(&flags);
    }
    // The last byte may have bits to spare.
    out.truncate(start + count);
    Some(())
}
