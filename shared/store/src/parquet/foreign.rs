//! Parquet files of strangers as plain columns: pandas, polars, DuckDB, Spark, exchanges' archives.
//!
//! [`open`] looks at the footer and every page header and decodes nothing; [`Foreign::read`] decodes chosen columns.

use super::{Limits, ParquetError};

/// A file whose claims have been checked and whose values have not been read.
#[derive(Clone, Debug)]
pub struct Foreign<'a> {
    bytes: &'a [u8],
    columns: Vec<Column>,
    rows: u64,
    index: Vec<String>,
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

/// Checks the claims of a file and lists its columns.
pub fn open(bytes: &[u8], limits: Limits) -> Result<Foreign<'_>, ParquetError> {
    let _ = (bytes, limits);
    Err(ParquetError::NotBuilt)
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
        let _ = (key, self.bytes);
        None
    }

    /// Decodes these columns.
    pub fn read(&self, names: &[&str]) -> Result<Table, ParquetError> {
        let _ = names;
        Err(ParquetError::NotBuilt)
    }
}
