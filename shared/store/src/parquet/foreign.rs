//! Parquet files of strangers as plain columns: pandas, polars, DuckDB, Spark, exchanges' archives.
//!
//! [`open`] looks at the footer and every page header and decodes nothing; [`Foreign::read`] decodes chosen columns.

use super::codec::Codec;
use super::decode::Growing;
use super::footer::{Chunk, Footer, bound};
use super::pages::Pages;
use super::schema::{self, Leaf, Physical};
use super::{Limits, ParquetError};

/// A file whose claims have been checked and whose values have not been read.
#[derive(Clone, Debug)]
pub struct Foreign<'a> {
    bytes: &'a [u8],
    columns: Vec<Column>,
    rows: u64,
    index: Vec<String>,
    footer: Footer,
    leaves: Vec<Leaf>,
    limits: Limits,
}

/// A column as the footer describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name; a column inside a structure is `outer.inner`.
    pub name: String,
    /// What its values are.
    pub kind: Kind,
    /// May values be missing?
    pub nullable: bool,
    /// Why it can't be read (nested, an unknown type, its compression); `None` when it can.
    pub unreadable: Option<String>,
}

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// True or false.
    Bool,
    /// Whole numbers of any width; unsigned 64-bit ones above i64::MAX are refused.
    Int,
    /// Single or double precision.
    Float,
    /// Decimal numbers with this many digits after the point; read as the nearest double.
    Decimal(i32),
    /// Moments in this unit since 1970; the flag says whether the file claims UTC.
    Timestamp(TimeUnit, bool),
    /// Days since 1970.
    Date,
    /// A time of day in this unit.
    TimeOfDay(TimeUnit),
    /// Text in UTF-8.
    Text,
    /// Bytes of no known meaning.
    Bytes,
}

/// The unit of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeUnit {
    /// 10⁻³ s.
    Millis,
    /// 10⁻⁶ s.
    Micros,
    /// 10⁻⁹ s.
    Nanos,
}

/// Columns with all their values, of equal length.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// How many rows.
    pub rows: usize,
    /// The columns asked for, in that order.
    pub columns: Vec<TableColumn>,
}

/// A column with its values.
#[derive(Clone, Debug, PartialEq)]
pub struct TableColumn {
    /// Its name.
    pub name: String,
    /// What its values are.
    pub kind: Kind,
    /// One per row.
    pub values: Values,
    /// Which rows have a value; `None` when all do. A row without one holds 0, NaN or an empty text in `values`.
    pub present: Option<Vec<bool>>,
}

/// The values of a column, one per row.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// [`Kind::Bool`].
    Bool(Vec<bool>),
    /// [`Kind::Int`], [`Kind::Date`] (days), and [`Kind::Timestamp`] and [`Kind::TimeOfDay`] in their own unit.
    Int(Vec<i64>),
    /// [`Kind::Float`] and [`Kind::Decimal`].
    Float(Vec<f64>),
    /// [`Kind::Text`]; bytes that are no UTF-8 are replaced by U+FFFD.
    Text(Vec<String>),
    /// [`Kind::Bytes`].
    Bytes(Vec<Vec<u8>>),
}

/// Checks the claims of a file and lists its columns. Decodes nothing, so it takes milliseconds whatever the file claims.
pub fn open(bytes: &[u8], limits: Limits) -> Result<Foreign<'_>, ParquetError> {
    let footer = Footer::read(bytes, &limits)?;
    let mut leaves = schema::leaves(&footer)?;
    bound("columns", leaves.len() as u64, limits.columns)?;
    let mut left = limits.uncompressed_bytes;
    for (row_group, group) in footer.groups.iter().enumerate() {
        if group.chunks.len() != leaves.len() {
            return Err(ParquetError::Damaged {
                what: format!("row group {row_group}"),
                why: format!(
                    "it has {} columns, the schema has {}",
                    group.chunks.len(),
                    leaves.len()
                ),
            });
        }
        for (leaf, chunk) in leaves.iter_mut().zip(&group.chunks) {
            let name = leaf.column.name.clone();
            if chunk.elsewhere {
                return Err(ParquetError::Unsupported {
                    what: format!("column {name} in another file"),
                    instead: "write one file",
                });
            }
            if chunk.encrypted {
                return Err(ParquetError::Encrypted);
            }
            check_chunk(leaf, chunk, group.rows)?;
            if let Err(codec) = Codec::find(chunk.codec) {
                leaf.column.unreadable = Some(format!("it is compressed with {codec}"));
            }
            let bounded = Limits {
                uncompressed_bytes: left,
                ..limits
            };
            left -= Pages::survey(bytes, chunk, &name, leaf.width(), bounded)?;
        }
    }
    refuse_codec(&footer, &leaves)?;
    let metadata = |key: &str| footer.metadata.iter().find(|(name, _)| name == key);
    let index = metadata("pandas").map(|(_, json)| pandas_index(json));
    Ok(Foreign {
        bytes,
        columns: leaves.iter().map(|leaf| leaf.column.clone()).collect(),
        rows: footer.rows,
        index: index.unwrap_or_default(),
        footer,
        leaves,
        limits,
    })
}

/// Opens a file and reads every column that can be read.
pub fn read(bytes: &[u8], limits: Limits) -> Result<Table, ParquetError> {
    let file = open(bytes, limits)?;
    let readable = |column: &&Column| column.unreadable.is_none();
    let names: Vec<&str> = file
        .columns()
        .iter()
        .filter(readable)
        .map(|column| column.name.as_str())
        .collect();
    file.read(&names)
}

impl Foreign<'_> {
    /// The columns, as the file orders them.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// How many rows.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Names of the columns that were the index of a pandas table, often the times of the bars.
    pub fn pandas_index(&self) -> &[String] {
        &self.index
    }

    /// Key-value metadata by key.
    pub fn metadata(&self, key: &str) -> Option<&str> {
        let found = self.footer.metadata.iter().find(|(name, _)| name == key);
        found.map(|(_, value)| value.as_str())
    }

    /// Decodes these columns.
    pub fn read(&self, names: &[&str]) -> Result<Table, ParquetError> {
        let mut chosen = Vec::new();
        for name in names {
            let found = self.leaves.iter().enumerate();
            let mut found = found.filter(|(_, leaf)| leaf.column.name == *name);
            let (place, leaf) = found
                .next()
                .ok_or_else(|| ParquetError::NoColumn((*name).to_owned()))?;
            if let Some(why) = &leaf.column.unreadable {
                return Err(ParquetError::Unsupported {
                    what: format!("column {name}: {why}; it"),
                    instead: "leave it out or write it anew as plain numbers, times or text",
                });
            }
            chosen.push((place, leaf));
        }
        let widths = chosen.iter().map(|(_, leaf)| match leaf.column.kind {
            Kind::Text | Kind::Bytes => size_of::<String>() as u64,
            Kind::Bool => 1,
            _ => 8,
        });
        let fixed = widths.sum::<u64>().saturating_mul(self.rows);
        bound("the values in bytes", fixed, self.limits.decoded_bytes)?;
        let mut budget = self.limits.decoded_bytes - fixed;
        let mut columns = Vec::new();
        for (place, leaf) in chosen {
            let mut column = Growing::new(leaf, budget);
            for group in &self.footer.groups {
                // `open` has seen a chunk for every leaf.
                let Some(chunk) = group.chunks.get(place) else {
                    continue;
                };
                if group.rows == 0 {
                    continue;
                }
                let name = &leaf.column.name;
                let has_levels = leaf.max_def > 0;
                let pages = Pages::new(
                    self.bytes,
                    chunk,
                    name,
                    leaf.width(),
                    has_levels,
                    self.limits,
                )?;
                column.take(leaf, pages)?;
            }
            budget = column.budget;
            columns.push(TableColumn {
                name: leaf.column.name.clone(),
                kind: leaf.column.kind,
                values: column.values,
                present: column.present.filter(|rows| rows.contains(&false)),
            });
        }
        Ok(Table {
            rows: self.rows as usize,
            columns,
        })
    }
}

fn check_chunk(leaf: &Leaf, chunk: &Chunk, rows: u64) -> Result<(), ParquetError> {
    let damaged = |why: String| ParquetError::Damaged {
        what: format!("column {}", leaf.column.name),
        why,
    };
    if Physical::find(chunk.kind) != Some(leaf.physical) {
        return Err(damaged(
            "its chunk and the schema name different types".to_owned(),
        ));
    }
    // One value, or its absence, per row: only lists have more.
    if leaf.max_rep == 0 && chunk.values != rows {
        return Err(damaged(format!(
            "it claims {} values for {rows} rows",
            chunk.values
        )));
    }
    Ok(())
}

/// A file of which nothing can be read for its compression is refused by that name.
fn refuse_codec(footer: &Footer, leaves: &[Leaf]) -> Result<(), ParquetError> {
    if leaves.iter().any(|leaf| leaf.column.unreadable.is_none()) {
        return Ok(());
    }
    for group in &footer.groups {
        for (leaf, chunk) in leaves.iter().zip(&group.chunks) {
            if let Err(codec) = Codec::find(chunk.codec) {
                let column = leaf.column.name.clone();
                return Err(ParquetError::Codec { column, codec });
            }
        }
    }
    Ok(())
}

/// The names under `index_columns` in what pandas writes beside its columns; a range index is an object and has none.
fn pandas_index(json: &str) -> Vec<String> {
    let Some((_, after)) = json.split_once("\"index_columns\"") else {
        return Vec::new();
    };
    let list = after
        .split_once('[')
        .and_then(|(_, rest)| rest.split_once(']'));
    let Some((list, _)) = list.filter(|(list, _)| !list.contains('{')) else {
        return Vec::new();
    };
    let name = |part: &str| Some(part.trim().strip_prefix('"')?.strip_suffix('"')?.to_owned());
    list.split(',').filter_map(name).collect()
}
