//! The pages of a column chunk: headers are read and bounded here, then the page is unpacked and handed to the decoder.

use super::codec::Codec;
use super::footer::{Chunk, bound};
use super::thrift::{Field, Thrift};
use super::{Limits, ParquetError};
use bytes::Bytes;
use parquet::basic::Encoding;
use parquet::column::page::{Page, PageMetadata, PageReader};

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
    rep_encoding: i32,
    /// Of the second page version.
    nulls: u64,
    rows: u64,
    def_bytes: u64,
    rep_bytes: u64,
    is_packed: bool,
}

const DATA: i32 = 0;
const INDEX: i32 = 1;
const DICTIONARY: i32 = 2;
const DATA_V2: i32 = 3;
const DELTA_BYTE_ARRAY: i32 = 7;

/// The pages of one column chunk, in order.
#[derive(Clone, Debug)]
pub(super) struct Pages {
    chunk: Bytes,
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
}

impl Pages {
    /// Takes a chunk that lies inside the file. `values` is what the row group has rows, `width` the least bytes of a value.
    pub fn new(
        file: &[u8],
        chunk: &Chunk,
        column: &str,
        width: u64,
        limits: Limits,
    ) -> Result<Pages, ParquetError> {
        let codec = Codec::find(chunk.codec).map_err(|codec| ParquetError::Codec {
            column: column.to_owned(),
            codec,
        })?;
        Ok(Pages {
            chunk: Bytes::copy_from_slice(inside(file, chunk, column)?),
            at: 0,
            column: column.to_owned(),
            codec,
            width,
            values: chunk.values,
            limits,
            pages: 0,
            first: true,
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
            chunk: Bytes::new(),
            at: 0,
            column: column.to_owned(),
            codec: Codec::None,
            width,
            values: chunk.values,
            limits,
            pages: 0,
            first: true,
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

    fn next_page(&mut self) -> Result<Option<Page>, ParquetError> {
        while self.values > 0 {
            let chunk = self.chunk.clone();
            let head = self.head(&chunk, self.codec != Codec::None)?;
            let end = self.at + head.packed as usize;
            let packed = chunk.slice(self.at..end);
            self.at = end;
            if head.kind == INDEX {
                continue;
            }
            let levels = (head.def_bytes + head.rep_bytes) as usize;
            let body = self.unpack(&packed, &head, levels)?;
            return self.page(body, &head).map(Some);
        }
        Ok(None)
    }

    fn unpack(&self, packed: &Bytes, head: &Head, levels: usize) -> Result<Bytes, ParquetError> {
        if self.codec == Codec::None || !head.is_packed {
            if head.packed != head.unpacked {
                return Err(self.damaged("an uncompressed page has two lengths"));
            }
            return Ok(packed.clone());
        }
        let size = head.unpacked as usize - levels;
        if levels == 0 {
            let unpacked = match size {
                0 => Vec::new(),
                _ => self.codec.unpack(packed, size)?,
            };
            return Ok(Bytes::from(unpacked));
        }
        let mut whole = packed.slice(..levels).to_vec();
        if size > 0 {
            whole.extend(self.codec.unpack(&packed.slice(levels..), size)?);
        }
        Ok(Bytes::from(whole))
    }

    fn page(&self, buf: Bytes, head: &Head) -> Result<Page, ParquetError> {
        let encoding = |number: i32| {
            encoding(number)
                .ok_or_else(|| self.damaged(format!("it has a page of unknown encoding {number}")))
        };
        Ok(match head.kind {
            DICTIONARY => Page::DictionaryPage {
                buf,
                num_values: head.values as u32,
                encoding: encoding(head.encoding)?,
                is_sorted: false,
            },
            DATA_V2 => Page::DataPageV2 {
                buf,
                num_values: head.values as u32,
                encoding: encoding(head.encoding)?,
                num_nulls: head.nulls as u32,
                num_rows: head.rows as u32,
                def_levels_byte_len: head.def_bytes as u32,
                rep_levels_byte_len: head.rep_bytes as u32,
                // It was unpacked here.
                is_compressed: false,
                statistics: None,
            },
            _ => Page::DataPage {
                buf,
                num_values: head.values as u32,
                encoding: encoding(head.encoding)?,
                def_level_encoding: encoding(head.def_encoding)?,
                rep_level_encoding: encoding(head.rep_encoding)?,
                statistics: None,
            },
        })
    }
}

impl Iterator for Pages {
    type Item = parquet::errors::Result<Page>;
    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl PageReader for Pages {
    fn get_next_page(&mut self) -> parquet::errors::Result<Option<Page>> {
        // The decoder passes it on as text.
        self.next_page()
            .map_err(|error| parquet::errors::ParquetError::General(error.to_string()))
    }

    fn peek_next_page(&mut self) -> parquet::errors::Result<Option<PageMetadata>> {
        Err(never_skipped())
    }

    fn skip_next_page(&mut self) -> parquet::errors::Result<()> {
        Err(never_skipped())
    }
}

fn never_skipped() -> parquet::errors::ParquetError {
    parquet::errors::ParquetError::NYI("pages are read in order".to_owned())
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
                4 => head.rep_encoding = thrift.int(field)?,
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
                2 => head.nulls = narrow(thrift, field)?,
                3 => head.rows = narrow(thrift, field)?,
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

/// An encoding by its number in the file.
fn encoding(number: i32) -> Option<Encoding> {
    Some(match number {
        0 => Encoding::PLAIN,
        2 => Encoding::PLAIN_DICTIONARY,
        3 => Encoding::RLE,
        // Old writers name it for levels that are not there.
        4 => bit_packed(),
        5 => Encoding::DELTA_BINARY_PACKED,
        6 => Encoding::DELTA_LENGTH_BYTE_ARRAY,
        7 => Encoding::DELTA_BYTE_ARRAY,
        8 => Encoding::RLE_DICTIONARY,
        9 => Encoding::BYTE_STREAM_SPLIT,
        _ => return None,
    })
}

#[allow(
    deprecated,
    reason = "it stands in files, and the decoder refuses it where it matters"
)]
fn bit_packed() -> Encoding {
    Encoding::BIT_PACKED
}
