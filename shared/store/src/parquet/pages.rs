//! The pages of a column chunk: headers are read and bounded here, then the page is unpacked and handed to the decoder.

use super::codec::Codec;
use super::footer::{Chunk, bound};
use super::thrift::{Field, Thrift};
use super::{Limits, ParquetError};
use std::borrow::Cow;

/// Bytes a page may become in any case: only above it does the ratio tell a bomb from a column of zeros.
const SMALL: u64 = 1 << 20;
/// A dictionary becomes up to eight times as large in memory as its page is.
const DICTIONARY_BYTES: u64 = 16 << 20;
/// Each value of this encoding may repeat the one before, so a batch of them can be far larger than the page.
const DELTA_BYTES_PAGE: u64 = 1 << 20;
/// Pages of one chunk.
const MOST_PAGES: u64 = 1_000_000;

/// What a page header says.
#[derive(Clone, Copy, Debug, Default)]
struct Head {
    kind: i32,
    unpacked: u64,
    packed: u64,
    values: u64,
    encoding: i32,
    def_encoding: i32,
    /// Of the second page version.
    def_bytes: u64,
    rep_bytes: u64,
    is_packed: bool,
}

const DATA: i32 = 0;
const INDEX: i32 = 1;
const DICTIONARY: i32 = 2;
const DATA_V2: i32 = 3;
const DELTA_BYTE_ARRAY: i32 = 7;
const RLE_LEVELS: i32 = 3;

/// How the values of a page are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Plain,
    Rle,
    Dictionary,
    DeltaBinaryPacked,
    DeltaLengthByteArray,
    DeltaByteArray,
    ByteStreamSplit,
}

impl Encoding {
    /// An encoding by its number in the file.
    fn find(number: i32) -> Option<Encoding> {
        Some(match number {
            0 => Encoding::Plain,
            2 | 8 => Encoding::Dictionary,
            3 => Encoding::Rle,
            5 => Encoding::DeltaBinaryPacked,
            6 => Encoding::DeltaLengthByteArray,
            7 => Encoding::DeltaByteArray,
            9 => Encoding::ByteStreamSplit,
            _ => return None,
        })
    }
}

/// A page, unpacked.
#[derive(Clone, Debug)]
pub(super) struct Body<'a> {
    pub is_dictionary: bool,
    pub encoding: Encoding,
    /// How many, missing ones included.
    pub values: usize,
    /// Bytes of the repetition and definition levels, where the header says it.
    pub levels: Option<(usize, usize)>,
    pub bytes: Cow<'a, [u8]>,
}

/// The pages of one column chunk, in order.
#[derive(Clone, Debug)]
pub(super) struct Pages<'a> {
    chunk: &'a [u8],
    at: usize,
    column: String,
    codec: Codec,
    /// Smallest bytes of one value in a dictionary.
    width: u64,
    /// Values the chunk still owes.
    values: u64,
    limits: Limits,
    pages: u64,
    first: bool,
    has_levels: bool,
}

impl<'a> Pages<'a> {
    /// Takes a chunk that lies inside the file; `width` is the least bytes of a value.
    pub fn new(
        file: &'a [u8],
        chunk: &Chunk,
        column: &str,
        width: u64,
        has_levels: bool,
        limits: Limits,
    ) -> Result<Pages<'a>, ParquetError> {
        let codec = Codec::find(chunk.codec).map_err(|codec| ParquetError::Codec {
            column: column.to_owned(),
            codec,
        })?;
        Ok(Pages {
            chunk: inside(file, chunk, column)?,
            at: 0,
            column: column.to_owned(),
            codec,
            width,
            values: chunk.values,
            limits,
            pages: 0,
            first: true,
            has_levels,
        })
    }

    /// Reads every header and unpacks nothing: bytes of all pages once unpacked.
    pub fn survey(
        file: &[u8],
        chunk: &Chunk,
        column: &str,
        width: u64,
        limits: Limits,
    ) -> Result<u64, ParquetError> {
        let bytes = inside(file, chunk, column)?;
        // The headers are the same whatever the codec is.
        let mut pages = Pages {
            chunk: bytes,
            at: 0,
            column: column.to_owned(),
            codec: Codec::None,
            width,
            values: chunk.values,
            limits,
            pages: 0,
            first: true,
            has_levels: false,
        };
        let packed_codec = chunk.codec != 0;
        let mut unpacked = 0_u64;
        while pages.values > 0 {
            let head = pages.head(bytes, packed_codec)?;
            unpacked = unpacked.saturating_add(head.unpacked);
            pages.at += head.packed as usize;
            bound(
                "all pages uncompressed, in bytes",
                unpacked,
                limits.uncompressed_bytes,
            )?;
        }
        pages.check_ratio(unpacked, bytes.len() as u64)?;
        Ok(unpacked)
    }

    /// The next header; afterwards `at` is the first byte of its page, and the page lies inside the chunk.
    fn head(&mut self, bytes: &[u8], packed_codec: bool) -> Result<Head, ParquetError> {
        let rest = bytes.get(self.at..).unwrap_or_default();
        let mut thrift = Thrift::new("a page header", rest);
        let head = head(&mut thrift)?;
        let start = thrift.position();
        self.at += start;
        self.pages += 1;
        bound("pages of a column", self.pages, MOST_PAGES)?;
        bound("a page in bytes", head.unpacked, self.limits.page_bytes)?;
        let left = (rest.len() - start.min(rest.len())) as u64;
        if head.packed > left {
            let why = format!("a page claims {} bytes, {left} are left", head.packed);
            return Err(self.damaged(why));
        }
        if packed_codec {
            self.check_ratio(head.unpacked, head.packed)?;
        } else if head.packed != head.unpacked {
            return Err(self.damaged("an uncompressed page has two lengths"));
        }
        match head.kind {
            DATA | DATA_V2 => {
                self.first = false;
                if head.values > self.values {
                    return Err(self.damaged("its pages hold more values than it claims"));
                }
                self.values -= head.values;
                let levels = head.def_bytes.saturating_add(head.rep_bytes);
                if levels > head.packed || levels > head.unpacked {
                    return Err(self.damaged("levels of a page are longer than the page"));
                }
                if head.encoding == DELTA_BYTE_ARRAY {
                    bound(
                        "a page of DELTA_BYTE_ARRAY in bytes",
                        head.unpacked,
                        DELTA_BYTES_PAGE,
                    )?;
                }
            }
            DICTIONARY => {
                if !self.first {
                    return Err(self.damaged("it has a dictionary that is not its first page"));
                }
                self.first = false;
                bound("a dictionary in bytes", head.unpacked, DICTIONARY_BYTES)?;
                if self.width == 0 || head.values > head.unpacked / self.width {
                    return Err(self.damaged("a dictionary claims more values than fit into it"));
                }
            }
            INDEX => {}
            other => return Err(self.damaged(format!("it has a page of unknown type {other}"))),
        }
        Ok(head)
    }

    fn check_ratio(&self, unpacked: u64, packed: u64) -> Result<(), ParquetError> {
        if unpacked > SMALL && unpacked / packed.max(1) >= self.limits.ratio {
            return Err(ParquetError::TooLarge {
                what: format!("compression of column {}, times", self.column),
                got: unpacked / packed.max(1),
                allowed: self.limits.ratio,
            });
        }
        Ok(())
    }

    fn damaged(&self, why: impl Into<String>) -> ParquetError {
        ParquetError::Damaged {
            what: format!("column {}", self.column),
            why: why.into(),
        }
    }

    /// The next page, unpacked; `None` when all values were handed over.
    pub fn next_page(&mut self) -> Result<Option<Body<'a>>, ParquetError> {
        while self.values > 0 {
            let head = self.head(self.chunk, self.codec != Codec::None)?;
            // `head` has seen that the page lies inside the chunk.
            let end = self.at + head.packed as usize;
            let packed = self.chunk.get(self.at..end).unwrap_or_default();
            self.at = end;
            if head.kind == INDEX {
                continue;
            }
            let (rep, def) = (head.rep_bytes as usize, head.def_bytes as usize);
            let encoding = Encoding::find(head.encoding).ok_or_else(|| {
                self.damaged(format!(
                    "it has a page of unknown encoding {}",
                    head.encoding
                ))
            })?;
            if head.kind == DATA && head.def_encoding != RLE_LEVELS && self.has_levels {
                return Err(self.damaged("its levels are in an encoding given up in 2013"));
            }
            return Ok(Some(Body {
                is_dictionary: head.kind == DICTIONARY,
                encoding,
                values: head.values as usize,
                levels: (head.kind == DATA_V2).then_some((rep, def)),
                bytes: self.unpack(packed, &head, rep + def)?,
            }));
        }
        Ok(None)
    }

    fn unpack(
        &self,
        packed: &'a [u8],
        head: &Head,
        levels: usize,
    ) -> Result<Cow<'a, [u8]>, ParquetError> {
        if self.codec == Codec::None || !head.is_packed {
            if head.packed != head.unpacked {
                return Err(self.damaged("an uncompressed page has two lengths"));
            }
            return Ok(Cow::Borrowed(packed));
        }
        let size = (head.unpacked as usize).saturating_sub(levels);
        let (plain, body) = packed.split_at_checked(levels).unwrap_or((packed, &[]));
        let unpacked = match size {
            0 => Vec::new(),
            _ => self.codec.unpack(body, size)?,
        };
        if levels == 0 {
            return Ok(Cow::Owned(unpacked));
        }
        let mut whole = plain.to_vec();
        whole.extend(unpacked);
        Ok(Cow::Owned(whole))
    }
}

/// The bytes of a chunk, if they lie inside the file.
fn inside<'a>(file: &'a [u8], chunk: &Chunk, column: &str) -> Result<&'a [u8], ParquetError> {
    let damaged = |why: String| ParquetError::Damaged {
        what: format!("column {column}"),
        why,
    };
    let range = usize::try_from(chunk.start()).ok().and_then(|start| {
        let length = usize::try_from(chunk.compressed).ok()?;
        file.get(start..start.checked_add(length)?)
    });
    range.ok_or_else(|| damaged("it claims bytes outside the file".to_owned()))
}

fn head(thrift: &mut Thrift<'_>) -> Result<Head, ParquetError> {
    let mut head = Head {
        kind: -1,
        is_packed: true,
        ..Head::default()
    };
    let narrow = |thrift: &mut Thrift<'_>, field: Field| {
        let value = thrift.int(field)?;
        u64::try_from(value).map_err(|_| thrift.damaged("a count or size is negative"))
    };
    thrift.structure(|thrift, field| match field.id {
        1 => {
            head.kind = thrift.int(field)?;
            Ok(())
        }
        2 => {
            head.unpacked = narrow(thrift, field)?;
            Ok(())
        }
        3 => {
            head.packed = narrow(thrift, field)?;
            Ok(())
        }
        5 => thrift.inner(field, |thrift, field| {
            match field.id {
                1 => head.values = narrow(thrift, field)?,
                2 => head.encoding = thrift.int(field)?,
                3 => head.def_encoding = thrift.int(field)?,
                _ => thrift.skip(field)?,
            }
            Ok(())
        }),
        7 => thrift.inner(field, |thrift, field| {
            match field.id {
                1 => head.values = narrow(thrift, field)?,
                2 => head.encoding = thrift.int(field)?,
                _ => thrift.skip(field)?,
            }
            Ok(())
        }),
        8 => thrift.inner(field, |thrift, field| {
            match field.id {
                1 => head.values = narrow(thrift, field)?,
                4 => head.encoding = thrift.int(field)?,
                5 => head.def_bytes = narrow(thrift, field)?,
                6 => head.rep_bytes = narrow(thrift, field)?,
                7 => head.is_packed = thrift.flag(field)?,
                _ => thrift.skip(field)?,
            }
            Ok(())
        }),
        _ => thrift.skip(field),
    })?;
    Ok(head)
}
