//! Compression of pages: what a page may become is known before a byte of it is made.

use super::{ParquetError, snappy};
use miniz_oxide::inflate::decompress_to_vec_with_limit;

/// A compression that is read here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Codec {
    None,
    Snappy,
    Gzip,
    /// The old framing of Hadoop, or a bare block by writers that forgot it.
    Lz4Hadoop,
    Lz4Raw,
}

impl Codec {
    /// The compression by its number in the file, or the name of one that is not read.
    pub fn find(number: i32) -> Result<Codec, String> {
        match number {
            0 => Ok(Codec::None),
            1 => Ok(Codec::Snappy),
            2 => Ok(Codec::Gzip),
            5 => Ok(Codec::Lz4Hadoop),
            7 => Ok(Codec::Lz4Raw),
            3 => Err("LZO".to_owned()),
            4 => Err("brotli".to_owned()),
            6 => Err("zstd".to_owned()),
            other => Err(format!("unknown compression {other}")),
        }
    }

    /// Exactly `size` bytes out of a compressed page; `size` was bounded by the caller. `spare` is memory that may be used.
    pub fn unpack(
        self,
        packed: &[u8],
        size: usize,
        spare: Vec<u8>,
    ) -> Result<Vec<u8>, ParquetError> {
        let unpacked = match self {
            Codec::None => packed.to_vec(),
            Codec::Snappy => of_snappy(packed, size, spare)?,
            Codec::Gzip => gzip(packed, size)?,
            Codec::Lz4Raw => lz4_block(packed, size, spare)?,
            Codec::Lz4Hadoop => match lz4_hadoop(packed, size) {
                Some(unpacked) => unpacked,
                None => lz4_block(packed, size, spare)?,
            },
        };
        if unpacked.len() != size {
            return Err(damaged(format!(
                "it has {} bytes, its header says {size}",
                unpacked.len()
            )));
        }
        Ok(unpacked)
    }
}

fn damaged(why: impl ToString) -> ParquetError {
    ParquetError::Damaged {
        what: "a compressed page".to_owned(),
        why: why.to_string(),
    }
}

fn of_snappy(packed: &[u8], size: usize, mut unpacked: Vec<u8>) -> Result<Vec<u8>, ParquetError> {
    let claim = snappy::claim(packed);
    let (claimed, body) = claim.ok_or_else(|| damaged("it doesn't say how long it is"))?;
    if claimed != size {
        return Err(damaged(format!(
            "it claims {claimed} bytes, its header says {size}"
        )));
    }
    unpacked.resize(size, 0);
    let whole = snappy::unpack(body, &mut unpacked);
    whole.ok_or_else(|| damaged("it is no stream of Snappy"))?;
    Ok(unpacked)
}

fn lz4_block(packed: &[u8], size: usize, mut unpacked: Vec<u8>) -> Result<Vec<u8>, ParquetError> {
    unpacked.resize(size, 0);
    let count = lz4_flex::block::decompress_into(packed, &mut unpacked).map_err(damaged)?;
    unpacked.truncate(count);
    Ok(unpacked)
}

/// Blocks with two big-endian lengths before each: uncompressed, compressed.
fn lz4_hadoop(mut packed: &[u8], size: usize) -> Option<Vec<u8>> {
    let mut unpacked = vec![0; size];
    let mut at = 0_usize;
    while !packed.is_empty() {
        let (large, rest) = packed.split_first_chunk::<4>()?;
        let (small, rest) = rest.split_first_chunk::<4>()?;
        let (large, small) = (u32::from_be_bytes(*large), u32::from_be_bytes(*small));
        let block = rest.get(..small as usize)?;
        let target = unpacked.get_mut(at..at.checked_add(large as usize)?)?;
        let count = lz4_flex::block::decompress_into(block, target).ok()?;
        at += (count == large as usize).then_some(count)?;
        packed = rest.get(small as usize..)?;
    }
    (at == size).then_some(unpacked)
}

/// RFC 1952: a header with optional parts, a deflate stream, a CRC and a length.
fn gzip(packed: &[u8], size: usize) -> Result<Vec<u8>, ParquetError> {
    let parts = gzip_body(packed).ok_or_else(|| damaged("its gzip header is broken"))?;
    let (body, crc) = parts;
    let unpacked = decompress_to_vec_with_limit(body, size).map_err(damaged)?;
    if crc32fast::hash(&unpacked) != crc {
        return Err(damaged("its gzip checksum is wrong"));
    }
    Ok(unpacked)
}

fn gzip_body(packed: &[u8]) -> Option<(&[u8], u32)> {
    let (head, mut rest) = packed.split_first_chunk::<10>()?;
    let [0x1f, 0x8b, 8, flags, ..] = *head else {
        return None;
    };
    if flags & 4 != 0 {
        let (length, after) = rest.split_first_chunk::<2>()?;
        rest = after.get(usize::from(u16::from_le_bytes(*length))..)?;
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
    let (rest, _length) = rest.split_last_chunk::<4>()?;
    let (body, crc) = rest.split_last_chunk::<4>()?;
    Some((body, u32::from_le_bytes(*crc)))
}
