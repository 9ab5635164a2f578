//! The columns of a file: leaves of its schema, what their values are, and which of them can be read.

use super::ParquetError;
use super::footer::{Element, Footer, Logical};
use super::foreign::{Column, Kind, TimeUnit};

/// Structures inside structures a schema may have.
const DEEPEST: usize = 16;
/// Bytes of one value of fixed length: decimals need 16.
const LONGEST_FIXED: i32 = 1 << 12;

/// How values are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Physical {
    Boolean,
    Int32,
    Int64,
    Int96,
    Float,
    Double,
    Bytes,
    Fixed,
}

impl Physical {
    /// A layout by its number in the file.
    pub fn find(number: i32) -> Option<Physical> {
        Some(match number {
            0 => Physical::Boolean,
            1 => Physical::Int32,
            2 => Physical::Int64,
            3 => Physical::Int96,
            4 => Physical::Float,
            5 => Physical::Double,
            6 => Physical::Bytes,
            7 => Physical::Fixed,
            _ => return None,
        })
    }
}

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
            Physical::Boolean => 0,
            Physical::Int32 | Physical::Float | Physical::Bytes => 4,
            Physical::Int64 | Physical::Double => 8,
            Physical::Int96 => 12,
            Physical::Fixed => u64::from(self.length.unsigned_abs()),
        }
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
    let physical = Physical::find(kind).ok_or_else(|| ParquetError::Damaged {
        what: format!("column {name}"),
        why: format!("it has the unknown type {kind}"),
    })?;
    let length = match physical {
        Physical::Fixed if (1..=LONGEST_FIXED).contains(&element.length) => element.length,
        Physical::Fixed => {
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
    let whole = matches!(physical, Physical::Int32 | Physical::Int64);
    let bytes = matches!(physical, Physical::Bytes | Physical::Fixed);
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
        Physical::Boolean => Kind::Bool,
        Physical::Int32 | Physical::Int64 => Kind::Int,
        Physical::Int96 => Kind::Timestamp(TimeUnit::Nanos, false),
        Physical::Float | Physical::Double => Kind::Float,
        Physical::Bytes | Physical::Fixed => Kind::Bytes,
    };
    let unsigned = logical == Logical::Integer { signed: false };
    let kind = match logical {
        Logical::Text if physical == Physical::Bytes => Ok(Kind::Text),
        Logical::Decimal { .. } if element.length > 16 => {
            Err("its decimals have more than 38 digits")
        }
        Logical::Decimal { scale } if whole || bytes => Ok(Kind::Decimal(scale)),
        Logical::Date if physical == Physical::Int32 => Ok(Kind::Date),
        Logical::Time { unit: number } if whole => Ok(Kind::TimeOfDay(unit(number))),
        Logical::Timestamp { utc, unit: number } if physical == Physical::Int64 => {
            Ok(Kind::Timestamp(unit(number), utc))
        }
        Logical::Other(15) if physical == Physical::Fixed => Err("its values are 16-bit floats"),
        _ => Ok(plain),
    };
    (kind, unsigned)
}
