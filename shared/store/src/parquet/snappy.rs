//! Snappy on the way in, with one thing more than others do: copies that say the same again become one long copy.
//!
//! A column of prices split into streams of bytes is mostly runs: sign and exponent, and the bytes behind the last digit. Snappy
//! writes a run as copies of 64 bytes, hundreds of them for one month, each the same three bytes.

/// Bytes moved at once where there is room to move more than is wanted.
const AT_ONCE: usize = 16;
/// The longest copy in one piece of the format.
const PIECE: usize = 64;

/// How long the bytes claim to be once unpacked, and where they begin; `None` when they claim nothing.
pub(super) fn claim(packed: &[u8]) -> Option<(usize, &[u8])> {
    let mut length = 0_u64;
    for (place, byte) in packed.iter().enumerate().take(5) {
        length |= u64::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            let length = u32::try_from(length).ok()?;
            return Some((length as usize, packed.get(place + 1..)?));
        }
    }
    None
}

/// Fills `out` with what the bytes behind the claim hold; `None` when they hold more, less, or refer to what isn't there.
#[inline(never)]
pub(super) fn unpack(body: &[u8], out: &mut [u8]) -> Option<()> {
    let (mut rest, mut done) = (body, 0);
    while let Some((tag, after)) = rest.split_first() {
        let upper = usize::from(tag >> 2);
        match tag & 3 {
            0 => {
                let (length, bytes) = literal_length(upper, after)?;
                literal(bytes, length, out, done)?;
                rest = bytes.get(length..)?;
                done += length;
            }
            1 => {
                let (low, bytes) = after.split_first()?;
                let offset = (upper & !7) << 5 | usize::from(*low);
                let length = 4 + (upper & 7);
                copy(out, done, offset, length)?;
                rest = bytes;
                done += length;
            }
            2 => {
                let (low, mut bytes) = after.split_first_chunk::<2>()?;
                let offset = usize::from(u16::from_le_bytes(*low));
                let mut length = upper + 1;
                // The same again goes on where it ended, as if it were one.
                let same = [*tag, low[0], low[1]];
                while let Some((_, behind)) =
                    bytes.split_first_chunk().filter(|(next, _)| **next == same)
                {
                    length += upper + 1;
                    bytes = behind;
                }
                copy(out, done, offset, length)?;
                rest = bytes;
                done += length;
            }
            _ => {
                let (far, bytes) = after.split_first_chunk::<4>()?;
                let offset = usize::try_from(u32::from_le_bytes(*far)).ok()?;
                copy(out, done, offset, upper + 1)?;
                rest = bytes;
                done += upper + 1;
            }
        }
    }
    (done == out.len()).then_some(())
}

/// How long a literal is, which stands in the tag or in up to four bytes behind it.
fn literal_length(upper: usize, after: &[u8]) -> Option<(usize, &[u8])> {
    let Some(wide) = upper.checked_sub(59).filter(|wide| *wide > 0) else {
        return Some((upper + 1, after));
    };
    let (length, bytes) = after.split_at_checked(wide)?;
    let mut whole = [0; 4];
    whole.get_mut(..wide)?.copy_from_slice(length);
    let length = usize::try_from(u32::from_le_bytes(whole)).ok()?;
    Some((length.checked_add(1)?, bytes))
}

fn literal(bytes: &[u8], length: usize, out: &mut [u8], done: usize) -> Option<()> {
    let room = out.get_mut(done..)?;
    if length > room.len() {
        return None;
    }
    // Most are short, and a number of bytes that is known needs no call.
    if length <= AT_ONCE
        && let Some(from) = bytes.first_chunk::<AT_ONCE>()
        && let Some(to) = room.first_chunk_mut::<AT_ONCE>()
    {
        *to = *from;
        return Some(());
    }
    room.get_mut(..length)?
        .copy_from_slice(bytes.get(..length)?);
    Some(())
}

/// Repeats what stands `offset` bytes before; what is repeated may be what was written by it.
fn copy(out: &mut [u8], done: usize, offset: usize, length: usize) -> Option<()> {
    let end = done.checked_add(length).filter(|end| *end <= out.len())?;
    let start = done.checked_sub(offset).filter(|start| *start < done)?;
    if length > PIECE {
        return long(out, start, done, end);
    }
    // What is written too much is written again by what comes next.
    let roomy = done + PIECE <= out.len();
    if roomy && offset >= AT_ONCE {
        for step in (0..length).step_by(AT_ONCE) {
            let from = *out.get(start + step..)?.first_chunk::<AT_ONCE>()?;
            *out.get_mut(done + step..)?.first_chunk_mut::<AT_ONCE>()? = from;
        }
        return Some(());
    }
    if roomy && length > AT_ONCE / 2 {
        // A whole number of repetitions at a time.
        let mut pattern = [0; AT_ONCE];
        for (byte, from) in pattern.iter_mut().zip(out.get(start..done)?.iter().cycle()) {
            *byte = *from;
        }
        let step = AT_ONCE - AT_ONCE % offset;
        let mut at = done;
        while at < end {
            match out.get_mut(at..)?.first_chunk_mut::<AT_ONCE>() {
                Some(to) => *to = pattern,
                None => break,
            }
            at += step;
        }
        if at >= end {
            return Some(());
        }
    }
    for at in done..end {
        *out.get_mut(at)? = *out.get(at - offset)?;
    }
    Some(())
}

/// A copy that takes its time: one byte is filled in, more are doubled until they are enough.
fn long(out: &mut [u8], start: usize, done: usize, end: usize) -> Option<()> {
    if start + 1 == done {
        let byte = *out.get(start)?;
        out.get_mut(done..end)?.fill(byte);
        return Some(());
    }
    let mut at = done;
    while at < end {
        // From `start` on everything repeats, and `at` is a whole number of repetitions behind it.
        let length = (at - start).min(end - at);
        let (before, room) = out.split_at_mut_checked(at)?;
        let from = before.get(start..start + length)?;
        room.get_mut(..length)?.copy_from_slice(from);
        at += length;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test")]
    use super::*;
    use proptest::prelude::*;

    fn unpacked(packed: &[u8]) -> Option<Vec<u8>> {
        let (length, body) = claim(packed)?;
        // A claim is bounded by whoever asks for the memory.
        let mut out = vec![0xa5; length.min(1 << 20)];
        unpack(body, &mut out)?;
        Some(out)
    }

    /// Bytes as a column has them: runs, repetitions of any length, and noise.
    fn column() -> impl Strategy<Value = Vec<u8>> {
        let run = (any::<u8>(), 1_usize..3_000).prop_map(|(byte, times)| vec![byte; times]);
        let noise = prop::collection::vec(any::<u8>(), 0..200);
        let few = (prop::collection::vec(0_u8..3, 1..1_100), 1_usize..9)
            .prop_map(|(part, times)| part.repeat(times));
        let parts = prop::collection::vec(prop_oneof![run, noise, few], 0..6);
        parts.prop_map(|parts| parts.concat())
    }

    #[test]
    fn the_examples_of_the_format() {
        // "ab" as a literal, then six bytes from two before: "abababab".
        assert_eq!(
            unpacked(&[8, 0b0000_0100, b'a', b'b', 0b0001_0110, 2, 0]).unwrap(),
            b"abababab"
        );
        // The shortest copy: four bytes, three bits of the offset in the tag.
        assert_eq!(unpacked(&[5, 0, b'x', 1, 1]).unwrap(), b"xxxxx");
        // The same with four bytes of offset.
        assert_eq!(
            unpacked(&[3, 0, b'x', 0b0000_0111, 1, 0, 0, 0]).unwrap(),
            b"xxx"
        );
        // A literal whose length stands behind the tag.
        assert_eq!(unpacked(&[2, 60 << 2, 1, b'h', b'i']).unwrap(), b"hi");
        assert_eq!(unpacked(&[0]).unwrap(), b"");
    }

    #[test]
    fn the_same_copy_again_and_again_is_one() {
        // "abc", then 40 copies of 64 bytes from three before, then one of 5.
        let mut packed = vec![0, 2 << 2, b'a', b'b', b'c'];
        packed.extend([0xfe, 3, 0].repeat(40));
        packed.extend([4 << 2 | 2, 3, 0]);
        let length = 3 + 40 * 64 + 5;
        packed.splice(..1, [length as u8 | 0x80, (length >> 7) as u8]);
        let wanted: Vec<u8> = b"abc".iter().copied().cycle().take(length).collect();
        assert_eq!(unpacked(&packed).unwrap(), wanted);
        assert_eq!(
            snap::raw::Decoder::new().decompress_vec(&packed).unwrap(),
            wanted
        );
    }

    #[test]
    fn what_lies_is_refused() {
        for (packed, why) in [
            (&[][..], "nothing is claimed"),
            (&[0x80, 0x80, 0x80, 0x80, 0x80, 1], "a length of six bytes"),
            (&[0xff, 0xff, 0xff, 0xff, 0x7f], "more than 32 bits"),
            (&[4, 0, b'x'], "less than it claims"),
            (&[1, 1 << 2, b'x', b'y'], "more than it claims"),
            (&[2, 1 << 2, b'x'], "a literal that is cut"),
            (&[5, 0, b'x', 1, 2], "from before the start"),
            (&[5, 0, b'x', 1, 0], "from where it is"),
            (&[5, 0, b'x', 1], "an offset that is cut"),
            (&[6, 0, b'x', 0b0001_0010, 1], "a wide offset that is cut"),
            (&[9, 0, b'x', 0xfe, 1, 0, 0xfe, 1, 0], "copies past the end"),
            (
                &[2, 63 << 2, 0xff, 0xff, 0xff, 0xff, b'x'],
                "a literal of four gigabytes",
            ),
        ] {
            assert_eq!(unpacked(packed), None, "{why}");
            assert!(
                snap::raw::Decoder::new().decompress_vec(packed).is_err() || packed.is_empty(),
                "{why}"
            );
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn what_was_packed_comes_back(bytes in column()) {
            let packed = snap::raw::Encoder::new().compress_vec(&bytes).unwrap();
            prop_assert_eq!(unpacked(&packed), Some(bytes));
        }

        #[test]
        fn a_damaged_stream_gives_what_others_make_of_it(
            bytes in column(), hits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        ) {
            let mut packed = snap::raw::Encoder::new().compress_vec(&bytes).unwrap();
            let head = packed.len() - claim(&packed).unwrap().1.len();
            for (place, byte) in hits {
                let body = packed.get_mut(head..).unwrap();
                if !body.is_empty() {
                    let place = place.index(body.len());
                    body[place] = byte;
                }
            }
            prop_assert_eq!(unpacked(&packed), snap::raw::Decoder::new().decompress_vec(&packed).ok());
        }

        #[test]
        fn strange_bytes_are_what_others_make_of_them(tail in prop::collection::vec(any::<u8>(), 0..60), length in 0_u8..100) {
            let packed = [&[length][..], &tail].concat();
            prop_assert_eq!(unpacked(&packed), snap::raw::Decoder::new().decompress_vec(&packed).ok());
        }
    }
}
