//! Values of one column: the decoder of the `parquet` crate is fed page by page, its batches become one vector.

use super::ParquetError;
use super::foreign::{Kind, Values};
use super::pages::Pages;
use super::schema::Leaf;
use parquet::basic::Type as Physical;
use parquet::column::reader::ColumnReaderImpl;
use parquet::data_type::{
    BoolType, ByteArrayType, DataType, DoubleType, FixedLenByteArrayType, FloatType, Int32Type,
    Int64Type, Int96Type,
};

/// Rows per batch of numbers.
const BATCH: usize = 1 << 16;
/// Rows per batch of texts: one may repeat a megabyte of the one before.
const TEXT_BATCH: usize = 256;
/// Days from the start of the Julian calendar to 1970-01-01.
const JULIAN_1970: i64 = 2_440_588;
const DAY_NANOS: i64 = 86_400_000_000_000;

/// A column while it grows over the row groups.
#[derive(Debug)]
pub(super) struct Growing {
    pub values: Values,
    pub present: Option<Vec<bool>>,
    /// Bytes that texts may still take.
    pub budget: u64,
}

impl Growing {
    /// An empty column of this kind. Nothing is reserved: rows are a claim.
    pub fn new(leaf: &Leaf, budget: u64) -> Growing {
        let values = match leaf.column.kind {
            Kind::Bool => Values::Bool(Vec::new()),
            Kind::Float | Kind::Decimal(_) => Values::Float(Vec::new()),
            Kind::Text => Values::Text(Vec::new()),
            Kind::Bytes => Values::Bytes(Vec::new()),
            _ => Values::Int(Vec::new()),
        };
        Growing {
            values,
            present: (leaf.max_def > 0).then(Vec::new),
            budget,
        }
    }

    /// Appends the values of a chunk of so many rows.
    pub fn take(&mut self, leaf: &Leaf, pages: Pages, rows: usize) -> Result<(), ParquetError> {
        let (name, kind) = (leaf.column.name.as_str(), leaf.column.kind);
        let wrong = |why: &str| ParquetError::Damaged {
            what: format!("column {name}"),
            why: why.to_owned(),
        };
        let source = Source { leaf, pages, rows };
        let present = &mut self.present;
        match (&mut self.values, leaf.physical) {
            (Values::Bool(out), Physical::BOOLEAN) => {
                source.whole::<BoolType>(present, out, |v| *v, false)
            }
            (Values::Int(out), Physical::INT64) if leaf.unsigned => {
                let mut fits = true;
                source.whole::<Int64Type>(present, out, |v| *v, 0)?;
                fits &= out.iter().all(|value| *value >= 0);
                fits.then_some(())
                    .ok_or_else(|| wrong("a whole number is above 9223372036854775807"))
            }
            (Values::Int(out), Physical::INT64) => {
                source.whole::<Int64Type>(present, out, |v| *v, 0)
            }
            (Values::Int(out), Physical::INT32) => {
                let convert = |v: &i32| match leaf.unsigned {
                    true => i64::from(*v as u32),
                    false => i64::from(*v),
                };
                source.each::<Int32Type>(present, BATCH, |value| {
                    out.push(value.map_or(0, convert));
                    Ok(())
                })
            }
            (Values::Int(out), Physical::INT96) => {
                source.each::<Int96Type>(present, BATCH, |value| {
                    let moment = value.map_or(Some(0), |v| nanos(v.data()));
                    out.push(moment.ok_or_else(|| wrong("a time is outside 1677 to 2262"))?);
                    Ok(())
                })
            }
            (Values::Float(out), Physical::DOUBLE) => {
                source.whole::<DoubleType>(present, out, |v| *v, f64::NAN)
            }
            (Values::Float(out), Physical::FLOAT) => {
                source.each::<FloatType>(present, BATCH, |value| {
                    out.push(value.map_or(f64::NAN, |v| f64::from(*v)));
                    Ok(())
                })
            }
            (Values::Float(out), physical) => {
                let scale = match kind {
                    Kind::Decimal(scale) => scale,
                    _ => 0,
                };
                let mut push = |unscaled: Option<i128>| {
                    out.push(unscaled.map_or(f64::NAN, |unscaled| decimal(unscaled, scale)));
                };
                match physical {
                    Physical::INT32 => source.each::<Int32Type>(present, BATCH, |value| {
                        push(value.map(|v| i128::from(*v)));
                        Ok(())
                    }),
                    Physical::INT64 => source.each::<Int64Type>(present, BATCH, |value| {
                        push(value.map(|v| i128::from(*v)));
                        Ok(())
                    }),
                    Physical::BYTE_ARRAY => {
                        source.each::<ByteArrayType>(present, TEXT_BATCH, |value| {
                            let unscaled = value.map(|v| big_endian(v.data()));
                            push(flat(unscaled).ok_or_else(|| wrong(LONG_DECIMAL))?);
                            Ok(())
                        })
                    }
                    _ => source.each::<FixedLenByteArrayType>(present, TEXT_BATCH, |value| {
                        let unscaled = value.map(|v| big_endian(v.data()));
                        push(flat(unscaled).ok_or_else(|| wrong(LONG_DECIMAL))?);
                        Ok(())
                    }),
                }
            }
            (Values::Text(out), _) => {
                let budget = &mut self.budget;
                source.each::<ByteArrayType>(present, TEXT_BATCH, |value| {
                    let bytes = value.map_or(&[][..], |v| v.data());
                    spend(budget, bytes.len(), name)?;
                    out.push(String::from_utf8_lossy(bytes).into_owned());
                    Ok(())
                })
            }
            (Values::Bytes(out), physical) => {
                let budget = &mut self.budget;
                let mut push = |bytes: &[u8]| {
                    spend(budget, bytes.len(), name)?;
                    out.push(bytes.to_vec());
                    Ok(())
                };
                match physical {
                    Physical::FIXED_LEN_BYTE_ARRAY => {
                        source.each::<FixedLenByteArrayType>(present, TEXT_BATCH, |value| {
                            push(value.map_or(&[][..], |v| v.data()))
                        })
                    }
                    _ => source.each::<ByteArrayType>(present, TEXT_BATCH, |value| {
                        push(value.map_or(&[][..], |v| v.data()))
                    }),
                }
            }
            _ => Err(wrong("its type and its annotation don't go together")),
        }
    }
}

const LONG_DECIMAL: &str = "a decimal has more than 38 digits";

struct Source<'a> {
    leaf: &'a Leaf,
    pages: Pages,
    rows: usize,
}

impl Source<'_> {
    /// Appends all values; without missing ones they are decoded straight into their place.
    fn whole<T: DataType>(
        self,
        present: &mut Option<Vec<bool>>,
        out: &mut Vec<T::T>,
        copy: impl Fn(&T::T) -> T::T,
        missing: T::T,
    ) -> Result<(), ParquetError> {
        if present.is_some() {
            return self.each::<T>(present, BATCH, |value| {
                out.push(value.map_or_else(|| copy(&missing), &copy));
                Ok(())
            });
        }
        let descriptor = self.leaf.descriptor()?;
        let mut reader = ColumnReaderImpl::<T>::new(descriptor, Box::new(self.pages));
        let name = &self.leaf.column.name;
        // The pages were surveyed and do hold so many values.
        out.try_reserve_exact(self.rows)
            .map_err(|error| damaged(name, error))?;
        let mut left = self.rows;
        while left > 0 {
            let (records, ..) = reader
                .read_records(left, None, None, out)
                .map_err(|error| damaged(name, error))?;
            left = remaining(name, left, records)?;
        }
        Ok(())
    }

    /// Hands over one value or its absence per row.
    fn each<T: DataType>(
        self,
        present: &mut Option<Vec<bool>>,
        batch: usize,
        mut take: impl FnMut(Option<&T::T>) -> Result<(), ParquetError>,
    ) -> Result<(), ParquetError> {
        let descriptor = self.leaf.descriptor()?;
        let mut reader = ColumnReaderImpl::<T>::new(descriptor, Box::new(self.pages));
        let name = &self.leaf.column.name;
        let (mut levels, mut values) = (Vec::new(), Vec::new());
        let mut left = self.rows;
        while left > 0 {
            levels.clear();
            values.clear();
            let wanted = left.min(batch);
            let defs = present.is_some().then_some(&mut levels);
            let (records, ..) = reader
                .read_records(wanted, defs, None, &mut values)
                .map_err(|error| damaged(name, error))?;
            left = remaining(name, left, records)?;
            match present {
                None => values.iter().try_for_each(|value| take(Some(value)))?,
                Some(present) => {
                    let mut values = values.iter();
                    for level in &levels {
                        let value = match *level == self.leaf.max_def {
                            true => values.next(),
                            false => None,
                        };
                        present.push(value.is_some());
                        take(value)?;
                    }
                }
            }
        }
        Ok(())
    }
}

fn remaining(name: &str, left: usize, read: usize) -> Result<usize, ParquetError> {
    match left.checked_sub(read) {
        Some(rest) if read > 0 => Ok(rest),
        _ => Err(damaged(name, "it has fewer values than the file has rows")),
    }
}

fn damaged(name: &str, why: impl ToString) -> ParquetError {
    ParquetError::Damaged {
        what: format!("column {name}"),
        why: why.to_string(),
    }
}

fn spend(budget: &mut u64, bytes: usize, name: &str) -> Result<(), ParquetError> {
    match budget.checked_sub(bytes as u64) {
        Some(rest) => {
            *budget = rest;
            Ok(())
        }
        None => Err(ParquetError::TooLarge {
            what: format!("the texts of column {name} in bytes"),
            got: bytes as u64,
            allowed: *budget,
        }),
    }
}

/// Nanoseconds since 1970 of the old 96-bit timestamps: nanoseconds of the day, then the Julian day.
fn nanos(parts: &[u32]) -> Option<i64> {
    let [low, high, day] = *parts else {
        return None;
    };
    let of_day = (u64::from(high) << 32 | u64::from(low)) as i64;
    (i64::from(day) - JULIAN_1970)
        .checked_mul(DAY_NANOS)?
        .checked_add(of_day)
}

/// A number in two's complement, most significant byte first; `None` above 16 bytes.
fn big_endian(bytes: &[u8]) -> Option<i128> {
    let negative = bytes.first().is_some_and(|byte| byte & 0x80 != 0);
    let mut whole = if negative { [0xff; 16] } else { [0; 16] };
    let start = whole.len().checked_sub(bytes.len())?;
    whole.get_mut(start..)?.copy_from_slice(bytes);
    Some(i128::from_be_bytes(whole))
}

/// Turns a value that can't be into a refusal and keeps a missing one missing.
fn flat(value: Option<Option<i128>>) -> Option<Option<i128>> {
    match value {
        Some(None) => None,
        Some(Some(value)) => Some(Some(value)),
        None => Some(None),
    }
}

/// The double nearest to `unscaled` ÷ 10^`scale`: reading decimal text rounds correctly, dividing two doubles would not.
fn decimal(unscaled: i128, scale: i32) -> f64 {
    format!("{unscaled}e{}", i64::from(scale).wrapping_neg())
        .parse()
        .unwrap_or(f64::NAN)
}
