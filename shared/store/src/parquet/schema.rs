//! The columns of a file: leaves of its schema, what their values are, and which of them can be read.

use super::ParquetError;
use super::footer::{Element, Footer, Logical};
use super::foreign::{Column, Kind, TimeUnit};
use parquet::basic::{Repetition, Type as Physical};
use parquet::schema::types::{ColumnDescPtr, ColumnDescriptor, ColumnPath, Type};
use std::sync::Arc;

/// Structures inside structures a schema may have.
const DEEPEST: usize = 16;
/// Bytes of one value of fixed length: decimals need 16.
const LONGEST_FIXED: i32 = 1 << 12;

/// A leaf of the schema.
#[derive(Clone, Debug)]
pub(super) struct Leaf {
    pub column: Column,
    pub physical: Physical,
    pub length: i32,
    /// Unsigned numbers of 32 or 64 bits.
    pub unsigned: bool,
    pub max_def: i16,
    pub max_rep: i16,
}

impl Leaf {
    /// Least bytes one value takes in a dictionary; 0 where there can be none.
    pub fn width(&self) -> u64 {
        match self.physical {
            Physical::BOOLEAN => 0,
            Physical::INT32 | Physical::FLOAT | Physical::BYTE_ARRAY => 4,
            Physical::INT64 | Physical::DOUBLE => 8,
            Physical::INT96 => 12,
            Physical::FIXED_LEN_BYTE_ARRAY => u64::from(self.length.unsigned_abs()),
        }
    }

    /// What the decoder wants to know.
    pub fn descriptor(&self) -> Result<ColumnDescPtr, ParquetError> {
        let repetition = if self.max_def == 0 {
            Repetition::REQUIRED
        } else {
            Repetition::OPTIONAL
        };
        let kind = Type::primitive_type_builder("value", self.physical)
            .with_repetition(repetition)
            .with_length(self.length)
            .build()
            .map_err(|error| ParquetError::Damaged {
                what: format!("column {}", self.column.name),
                why: error.to_string(),
            })?;
        let path = ColumnPath::new(vec!["value".to_owned()]);
        let descriptor = ColumnDescriptor::new(Arc::new(kind), self.max_def, self.max_rep, path);
        Ok(Arc::new(descriptor))
    }
}

/// The leaves of a footer's schema, in the order of the column chunks.
pub(super) fn leaves(footer: &Footer) -> Result<Vec<Leaf>, ParquetError> {
    let damaged = |why: &str| ParquetError::Damaged {
        what: "the schema".to_owned(),
        why: why.to_owned(),
    };
    let mut elements = footer.schema.iter();
    let root = elements.next().ok_or_else(|| damaged("it is empty"))?;
    let mut leaves = Vec::new();
    // What is open: children still to come, levels, and the name so far.
    let mut open = vec![(root.children, 0_i16, 0_i16, String::new())];
    for element in elements {
        while open.last().is_some_and(|(left, ..)| *left == 0) {
            open.pop();
        }
        let Some((left, max_def, max_rep, path)) = open.last_mut() else {
            return Err(damaged("it has more columns than its structures claim"));
        };
        *left -= 1;
        let max_def = *max_def + i16::from(element.repetition != 0);
        let max_rep = *max_rep + i16::from(element.repetition == 2);
        let name = match path.as_str() {
            "" => element.name.clone(),
            outer => format!("{outer}.{}", element.name),
        };
        match element.kind {
            None => {
                if open.len() >= DEEPEST {
                    return Err(damaged("structures are nested too deeply"));
                }
                open.push((element.children, max_def, max_rep, name));
            }
            Some(kind) => leaves.push(leaf(element, kind, name, (max_def, max_rep))?),
        }
    }
    if open.iter().any(|(left, ..)| *left > 0) {
        return Err(damaged("it ends before all of its columns"));
    }
    Ok(leaves)
}

fn leaf(
    element: &Element,
    kind: i32,
    name: String,
    (max_def, max_rep): (i16, i16),
) -> Result<Leaf, ParquetError> {
    let physical = match kind {
        0 => Physical::BOOLEAN,
        1 => Physical::INT32,
        2 => Physical::INT64,
        3 => Physical::INT96,
        4 => Physical::FLOAT,
        5 => Physical::DOUBLE,
        6 => Physical::BYTE_ARRAY,
        7 => Physical::FIXED_LEN_BYTE_ARRAY,
        other => {
            return Err(ParquetError::Damaged {
                what: format!("column {name}"),
                why: format!("it has the unknown type {other}"),
            });
        }
    };
    let length = match physical {
        Physical::FIXED_LEN_BYTE_ARRAY if (1..=LONGEST_FIXED).contains(&element.length) => {
            element.length
        }
        Physical::FIXED_LEN_BYTE_ARRAY => {
            return Err(ParquetError::Damaged {
                what: format!("column {name}"),
                why: format!(
                    "its values have {} bytes, 1 to {LONGEST_FIXED} are read",
                    element.length
                ),
            });
        }
        _ => -1,
    };
    let (kind, unsigned) = meaning(element, physical);
    let unreadable = if max_rep > 0 {
        Some("it holds lists; write one value per row".to_owned())
    } else {
        kind.err().map(str::to_owned)
    };
    let column = Column {
        name,
        kind: kind.unwrap_or(Kind::Bytes),
        nullable: max_def > 0,
        unreadable,
    };
    Ok(Leaf {
        column,
        physical,
        length,
        unsigned,
        max_def,
        max_rep,
    })
}

/// What the values of a leaf are, by the new annotation or the old one.
fn meaning(element: &Element, physical: Physical) -> (Result<Kind, &'static str>, bool) {
    let unit = |number: i16| match number {
        1 => TimeUnit::Millis,
        2 => TimeUnit::Micros,
        _ => TimeUnit::Nanos,
    };
    let whole = matches!(physical, Physical::INT32 | Physical::INT64);
    let bytes = matches!(
        physical,
        Physical::BYTE_ARRAY | Physical::FIXED_LEN_BYTE_ARRAY
    );
    let logical = match (element.logical, element.converted) {
        (Logical::None, Some(converted)) => match converted {
            0 | 4 | 19 => Logical::Text,
            5 => Logical::Decimal {
                scale: element.scale,
            },
            6 => Logical::Date,
            7 => Logical::Time { unit: 1 },
            8 => Logical::Time { unit: 2 },
            9 => Logical::Timestamp { utc: true, unit: 1 },
            10 => Logical::Timestamp { utc: true, unit: 2 },
            11..=14 => Logical::Integer { signed: false },
            15..=18 => Logical::Integer { signed: true },
            _ => Logical::None,
        },
        (logical, _) => logical,
    };
    let plain = match physical {
        Physical::BOOLEAN => Kind::Bool,
        Physical::INT32 | Physical::INT64 => Kind::Int,
        Physical::INT96 => Kind::Timestamp(TimeUnit::Nanos, false),
        Physical::FLOAT | Physical::DOUBLE => Kind::Float,
        Physical::BYTE_ARRAY | Physical::FIXED_LEN_BYTE_ARRAY => Kind::Bytes,
    };
    let unsigned = logical == Logical::Integer { signed: false };
    let kind = match logical {
        Logical::Text if physical == Physical::BYTE_ARRAY => Ok(Kind::Text),
        Logical::Decimal { .. } if element.length > 16 => {
            Err("its decimals have more than 38 digits")
        }
        Logical::Decimal { scale } if whole || bytes => Ok(Kind::Decimal(scale)),
        Logical::Date if physical == Physical::INT32 => Ok(Kind::Date),
        Logical::Time { unit: number } if whole => Ok(Kind::TimeOfDay(unit(number))),
        Logical::Timestamp { utc, unit: number } if physical == Physical::INT64 => {
            Ok(Kind::Timestamp(unit(number), utc))
        }
        Logical::Other(15) if physical == Physical::FIXED_LEN_BYTE_ARRAY => {
            Err("its values are 16-bit floats")
        }
        _ => Ok(plain),
    };
    (kind, unsigned)
}
