//! The footer of a Parquet file: schema, row groups, column chunks and key-value metadata, each claim bounded on the way.

use super::thrift::{Field, Thrift};
use super::{Limits, ParquetError};

const MAGIC: &[u8] = b"PAR1";
const ENCRYPTED: &[u8] = b"PARE";

/// Everything the footer says that is used here.
#[derive(Clone, Debug, Default)]
pub(super) struct Footer {
    pub schema: Vec<Element>,
    pub rows: u64,
    pub groups: Vec<Group>,
    pub metadata: Vec<(String, String)>,
}

/// A node of the schema.
#[derive(Clone, Debug, Default)]
pub(super) struct Element {
    pub name: String,
    /// Physical type, for leaves.
    pub kind: Option<i32>,
    pub length: i32,
    /// 0 required, 1 optional, 2 repeated.
    pub repetition: i32,
    pub children: u64,
    pub converted: Option<i32>,
    pub scale: i32,
    pub logical: Logical,
}

/// The annotation of a leaf.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Logical {
    #[default]
    None,
    Text,
    Decimal {
        scale: i32,
    },
    Date,
    Time {
        unit: i16,
    },
    Timestamp {
        utc: bool,
        unit: i16,
    },
    Integer {
        signed: bool,
    },
    /// Known to the format, but neither a number, a text nor a time.
    Other(i16),
}

/// A row group.
#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    pub rows: u64,
    pub chunks: Vec<Chunk>,
}

/// A column chunk.
#[derive(Clone, Debug, Default)]
pub(super) struct Chunk {
    pub elsewhere: bool,
    pub encrypted: bool,
    pub kind: i32,
    pub codec: i32,
    pub values: u64,
    pub uncompressed: u64,
    pub compressed: u64,
    pub data_page: u64,
    pub dictionary_page: Option<u64>,
}

impl Chunk {
    /// First byte: writers that have no dictionary write 0 as its place.
    pub fn start(&self) -> u64 {
        match self.dictionary_page {
            Some(dictionary) if dictionary > 0 => dictionary.min(self.data_page),
            _ => self.data_page,
        }
    }
}

impl Footer {
    /// Finds and reads the footer of a file.
    pub fn read(bytes: &[u8], limits: &Limits) -> Result<Footer, ParquetError> {
        bound("the file in bytes", bytes.len() as u64, limits.file_bytes)?;
        if bytes.ends_with(ENCRYPTED) {
            return Err(ParquetError::Encrypted);
        }
        let body = bytes
            .strip_suffix(MAGIC)
            .filter(|_| bytes.starts_with(MAGIC))
            .ok_or(ParquetError::NotParquet)?;
        let (body, length) = body
            .split_last_chunk::<4>()
            .ok_or(ParquetError::NotParquet)?;
        let length = u32::from_le_bytes(*length);
        bound(
            "the footer in bytes",
            u64::from(length),
            limits.footer_bytes,
        )?;
        let start = body.len().checked_sub(length as usize);
        let footer = start
            .filter(|start| *start >= MAGIC.len())
            .and_then(|start| body.get(start..))
            .ok_or_else(|| ParquetError::Damaged {
                what: "the footer".to_owned(),
                why: format!("it claims {length} bytes, the file has {}", bytes.len()),
            })?;
        Footer::parse(footer, limits)
    }

    fn parse(bytes: &[u8], limits: &Limits) -> Result<Footer, ParquetError> {
        let mut footer = Footer::default();
        let mut thrift = Thrift::new("the footer", bytes);
        thrift.structure(|thrift, field| match field.id {
            2 => {
                // A column may sit inside a few structures.
                let most = limits.columns.saturating_mul(4).saturating_add(1);
                let allow = |count| bound("columns", count, most);
                thrift.list(field, allow, |thrift, field| {
                    footer.schema.push(element(thrift, field)?);
                    Ok(())
                })
            }
            3 => {
                footer.rows = thrift.count(field)?;
                bound("rows", footer.rows, limits.rows)
            }
            4 => {
                let allow = |count| bound("row groups", count, limits.row_groups);
                thrift.list(field, allow, |thrift, field| {
                    footer.groups.push(group(thrift, field, limits)?);
                    Ok(())
                })
            }
            5 => {
                let allow = |count| bound("metadata entries", count, 10_000);
                thrift.list(field, allow, |thrift, field| {
                    footer.metadata.push(key_value(thrift, field)?);
                    Ok(())
                })
            }
            8 => Err(ParquetError::Encrypted),
            _ => thrift.skip(field),
        })?;
        footer.check(limits)?;
        Ok(footer)
    }

    fn check(&self, limits: &Limits) -> Result<(), ParquetError> {
        let rows = self.groups.iter().map(|group| group.rows);
        let rows = rows.fold(0_u64, u64::saturating_add);
        if rows != self.rows {
            return Err(ParquetError::Damaged {
                what: "the footer".to_owned(),
                why: format!("it claims {} rows, its row groups {rows}", self.rows),
            });
        }
        let chunks = || self.groups.iter().flat_map(|group| &group.chunks);
        let uncompressed = chunks().map(|chunk| chunk.uncompressed);
        let uncompressed = uncompressed.fold(0_u64, u64::saturating_add);
        bound(
            "all pages uncompressed, in bytes",
            uncompressed,
            limits.uncompressed_bytes,
        )
    }
}

/// Refuses a size above its bound.
pub(super) fn bound(what: &str, got: u64, allowed: u64) -> Result<(), ParquetError> {
    if got <= allowed {
        return Ok(());
    }
    Err(ParquetError::TooLarge {
        what: what.to_owned(),
        got,
        allowed,
    })
}

fn element(thrift: &mut Thrift<'_>, field: Field) -> Result<Element, ParquetError> {
    let mut element = Element::default();
    thrift.inner(field, |thrift, field| {
        match field.id {
            1 => element.kind = Some(thrift.int(field)?),
            2 => element.length = thrift.int(field)?,
            3 => element.repetition = thrift.int(field)?,
            4 => element.name = thrift.text(field)?,
            5 => element.children = thrift.count(field)?,
            6 => element.converted = Some(thrift.int(field)?),
            7 => element.scale = thrift.int(field)?,
            10 => element.logical = logical(thrift, field)?,
            _ => thrift.skip(field)?,
        }
        Ok(())
    })?;
    Ok(element)
}

fn logical(thrift: &mut Thrift<'_>, field: Field) -> Result<Logical, ParquetError> {
    let mut found = Logical::None;
    thrift.inner(field, |thrift, field| {
        let (mut scale, mut utc, mut unit, mut signed) = (0, false, 0, true);
        let id = field.id;
        thrift.inner(field, |thrift, field| {
            match (id, field.id) {
                (5, 1) => scale = thrift.int(field)?,
                (7 | 8, 1) => utc = thrift.flag(field)?,
                (7 | 8, 2) => thrift.inner(field, |thrift, field| {
                    unit = field.id;
                    thrift.skip(field)
                })?,
                (10, 2) => signed = thrift.flag(field)?,
                _ => thrift.skip(field)?,
            }
            Ok(())
        })?;
        found = match id {
            1 | 4 | 12 => Logical::Text,
            5 => Logical::Decimal { scale },
            6 => Logical::Date,
            7 => Logical::Time { unit },
            8 => Logical::Timestamp { utc, unit },
            10 => Logical::Integer { signed },
            other => Logical::Other(other),
        };
        Ok(())
    })?;
    Ok(found)
}

fn group(thrift: &mut Thrift<'_>, field: Field, limits: &Limits) -> Result<Group, ParquetError> {
    let mut group = Group::default();
    thrift.inner(field, |thrift, field| match field.id {
        1 => {
            let allow = |count| bound("columns", count, limits.columns);
            thrift.list(field, allow, |thrift, field| {
                group.chunks.push(chunk(thrift, field)?);
                Ok(())
            })
        }
        3 => {
            group.rows = thrift.count(field)?;
            Ok(())
        }
        _ => thrift.skip(field),
    })?;
    Ok(group)
}

fn chunk(thrift: &mut Thrift<'_>, field: Field) -> Result<Chunk, ParquetError> {
    let mut chunk = Chunk {
        kind: -1,
        ..Chunk::default()
    };
    thrift.inner(field, |thrift, field| match field.id {
        1 => {
            chunk.elsewhere = true;
            thrift.skip(field)
        }
        3 => thrift.inner(field, |thrift, field| {
            match field.id {
                1 => chunk.kind = thrift.int(field)?,
                4 => chunk.codec = thrift.int(field)?,
                5 => chunk.values = thrift.count(field)?,
                6 => chunk.uncompressed = thrift.count(field)?,
                7 => chunk.compressed = thrift.count(field)?,
                9 => chunk.data_page = thrift.count(field)?,
                11 => chunk.dictionary_page = Some(thrift.count(field)?),
                _ => thrift.skip(field)?,
            }
            Ok(())
        }),
        8 | 9 => {
            chunk.encrypted = true;
            thrift.skip(field)
        }
        _ => thrift.skip(field),
    })?;
    Ok(chunk)
}

fn key_value(thrift: &mut Thrift<'_>, field: Field) -> Result<(String, String), ParquetError> {
    let (mut key, mut value) = (String::new(), String::new());
    thrift.inner(field, |thrift, field| {
        match field.id {
            1 => key = thrift.text(field)?,
            2 => value = thrift.text(field)?,
            _ => thrift.skip(field)?,
        }
        Ok(())
    })?;
    Ok((key, value))
}
