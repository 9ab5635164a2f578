//! Values of one column: levels, dictionary and values of each page become one vector.
//!
//! Written here because the decoders of the `parquet` crate panic on damaged pages, and a panic ends a page's instance.

use super::foreign::{Kind, Values};
use super::pages::{Body, Encoding, Pages};
use super::plain::{Fixed, Int96};
use super::schema::{Leaf, Physical};
use super::{ParquetError, delta, plain, rle};

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

    /// Appends the values of a chunk.
    pub fn take(&mut self, leaf: &Leaf, pages: Pages<'_>) -> Result<(), ParquetError> {
        let name = leaf.column.name.as_str();
        let wrong = |why: &str| ParquetError::Damaged {
            what: format!("column {name}"),
            why: why.to_owned(),
        };
        let present = &mut self.present;
        let signed = |value: i32| match leaf.unsigned {
            true => i64::from(value as u32),
            false => i64::from(value),
        };
        let scale = match leaf.column.kind {
            Kind::Decimal(scale) => scale,
            _ => 0,
        };
        let budget = &mut self.budget;
        match (&mut self.values, leaf.physical) {
            (Values::Bool(out), Physical::Boolean) => flags(leaf, pages, present, out),
            (Values::Int(out), Physical::Int64) => {
                numbers(leaf, pages, present, out, Some, 0)?;
                match leaf.unsigned && out.iter().any(|value| *value < 0) {
                    true => Err(wrong("a whole number is above 9223372036854775807")),
                    false => Ok(()),
                }
            }
            (Values::Int(out), Physical::Int32) => {
                numbers(leaf, pages, present, out, |value| Some(signed(value)), 0)
            }
            (Values::Int(out), Physical::Int96) => numbers(leaf, pages, present, out, nanos, 0),
            (Values::Float(out), Physical::Double) => {
                numbers(leaf, pages, present, out, Some::<f64>, f64::NAN)
            }
            (Values::Float(out), Physical::Float) => {
                let wide = |value: f32| Some(f64::from(value));
                numbers(leaf, pages, present, out, wide, f64::NAN)
            }
            (Values::Float(out), Physical::Int32) => {
                let scaled = |value: i32| Some(decimal(i128::from(value), scale));
                numbers(leaf, pages, present, out, scaled, f64::NAN)
            }
            (Values::Float(out), Physical::Int64) => {
                let scaled = |value: i64| Some(decimal(i128::from(value), scale));
                numbers(leaf, pages, present, out, scaled, f64::NAN)
            }
            (Values::Float(out), Physical::Bytes | Physical::Fixed) => {
                strings(leaf, pages, present, |value| {
                    let value = match value {
                        Some(bytes) => decimal(big_endian(bytes)?, scale),
                        None => f64::NAN,
                    };
                    out.push(value);
                    Some(())
                })
            }
            (Values::Text(out), Physical::Bytes) => strings(leaf, pages, present, |value| {
                let bytes = value.unwrap_or_default();
                *budget = budget.checked_sub(bytes.len() as u64)?;
                out.push(String::from_utf8_lossy(bytes).into_owned());
                Some(())
            }),
            (Values::Bytes(out), Physical::Bytes | Physical::Fixed) => {
                strings(leaf, pages, present, |value| {
                    let bytes = value.unwrap_or_default();
                    *budget = budget.checked_sub(bytes.len() as u64)?;
                    out.push(bytes.to_vec());
                    Some(())
                })
            }
            _ => Err(wrong("its type and its annotation don't go together")),
        }
    }
}

/// What every page is decoded with.
fn each_page(
    leaf: &Leaf,
    mut pages: Pages<'_>,
    mut decode: impl FnMut(&Body<'_>, &[u8], Option<Vec<bool>>, usize) -> Option<()>,
) -> Result<(), ParquetError> {
    while let Some(page) = pages.next_page()? {
        let done = if page.is_dictionary {
            decode(&page, &page.bytes, None, page.values)
        } else {
            levels(leaf, &page).and_then(|(bytes, present)| {
                let count = match &present {
                    Some(present) => present.iter().filter(|there| **there).count(),
                    None => page.values,
                };
                decode(&page, bytes, present, count)
            })
        };
        if done.is_none() {
            return Err(ParquetError::Damaged {
                what: format!("column {}", leaf.column.name),
                why: format!(
                    "a page of {} values in {:?} can't be read, or is too large once it is",
                    page.values, page.encoding
                ),
            });
        }
    }
    Ok(())
}

/// The values' bytes of a page, and which rows have one.
fn levels<'p>(leaf: &Leaf, page: &'p Body<'_>) -> Option<(&'p [u8], Option<Vec<bool>>)> {
    let bytes: &[u8] = &page.bytes;
    let (levels, rest) = match page.levels {
        // Repetition levels come first; a column that can be read has none.
        Some((rep, def)) => (
            bytes.get(rep..rep.checked_add(def)?)?,
            bytes.get(rep.checked_add(def)?..)?,
        ),
        None if leaf.max_def == 0 => (&[][..], bytes),
        None => {
            let (length, rest) = bytes.split_first_chunk::<4>()?;
            let length = u32::from_le_bytes(*length) as usize;
            (rest.get(..length)?, rest.get(length..)?)
        }
    };
    if leaf.max_def == 0 {
        return Some((rest, None));
    }
    let most = leaf.max_def.unsigned_abs();
    let mut present = Vec::new();
    rle::runs(levels, most.ilog2() + 1, page.values, |level, times| {
        present.try_reserve(times).ok()?;
        present.extend(std::iter::repeat_n(level == u32::from(most), times));
        Some(())
    })?;
    Some((rest, Some(present)))
}

/// Columns of fixed width.
fn numbers<T: Fixed + PartialEq, U: Copy>(
    leaf: &Leaf,
    pages: Pages<'_>,
    present: &mut Option<Vec<bool>>,
    out: &mut Vec<U>,
    convert: impl Fn(T) -> Option<U>,
    missing: U,
) -> Result<(), ParquetError> {
    let mut dictionary: Vec<T> = Vec::new();
    let mut values: Vec<T> = Vec::new();
    each_page(leaf, pages, |page, bytes, there, count| {
        if page.is_dictionary {
            return plain::plain(bytes, count, &mut dictionary);
        }
        values.clear();
        fixed(page.encoding, bytes, count, &dictionary, &mut values)?;
        if values.len() != count {
            return None;
        }
        let Some(there) = there else {
            out.try_reserve(count).ok()?;
            for value in &values {
                out.push(convert(*value)?);
            }
            return Some(());
        };
        out.try_reserve(there.len()).ok()?;
        let mut values = values.iter();
        for is_there in &there {
            out.push(if *is_there {
                convert(*values.next()?)?
            } else {
                missing
            });
        }
        present.as_mut()?.extend(there);
        Some(())
    })
}

fn fixed<T: Fixed>(
    encoding: Encoding,
    bytes: &[u8],
    count: usize,
    dictionary: &[T],
    out: &mut Vec<T>,
) -> Option<()> {
    match encoding {
        Encoding::Plain => plain::plain(bytes, count, out),
        Encoding::ByteStreamSplit => plain::split(bytes, count, out),
        Encoding::Dictionary => {
            let (width, indices) = dictionary_indices(bytes, count)?;
            rle::runs(indices, width, count, |index, times| {
                let value = *dictionary.get(index as usize)?;
                match times {
                    1 => out.push(value),
                    _ => {
                        out.try_reserve(times).ok()?;
                        out.extend(std::iter::repeat_n(value, times));
                    }
                }
                Some(())
            })
        }
        Encoding::DeltaBinaryPacked => delta::numbers(bytes, count, |value| {
            out.push(T::of_bits(value as u64)?);
            Some(())
        })
        .map(|_| ()),
        _ => None,
    }
}

/// How wide indices are, and their stream; a page without values may have no bytes.
fn dictionary_indices(bytes: &[u8], count: usize) -> Option<(u32, &[u8])> {
    match bytes.split_first() {
        Some((width, rest)) => Some((u32::from(*width), rest)),
        None if count == 0 => Some((1, bytes)),
        None => None,
    }
}

fn flags(
    leaf: &Leaf,
    pages: Pages<'_>,
    present: &mut Option<Vec<bool>>,
    out: &mut Vec<bool>,
) -> Result<(), ParquetError> {
    each_page(leaf, pages, |page, bytes, there, count| {
        let mut values = Vec::new();
        match page.encoding {
            Encoding::Plain => plain::bits(bytes, count, &mut values)?,
            Encoding::Rle if count == 0 => {}
            Encoding::Rle => {
                let (length, rest) = bytes.split_first_chunk::<4>()?;
                let stream = rest.get(..u32::from_le_bytes(*length) as usize)?;
                rle::runs(stream, 1, count, |value, times| {
                    values.try_reserve(times).ok()?;
                    values.extend(std::iter::repeat_n(value == 1, times));
                    Some(())
                })?;
            }
            _ => return None,
        }
        let Some(there) = there else {
            out.append(&mut values);
            return Some(());
        };
        let mut values = values.into_iter();
        for is_there in &there {
            out.push(if *is_there { values.next()? } else { false });
        }
        present.as_mut()?.extend(there);
        Some(())
    })
}

/// Columns of byte strings: each value or its absence is handed over.
fn strings(
    leaf: &Leaf,
    pages: Pages<'_>,
    present: &mut Option<Vec<bool>>,
    mut take: impl FnMut(Option<&[u8]>) -> Option<()>,
) -> Result<(), ParquetError> {
    let width = leaf.length.unsigned_abs() as usize;
    let is_fixed = leaf.physical == Physical::Fixed;
    let mut words: Vec<u8> = Vec::new();
    let mut places: Vec<(u32, u32)> = Vec::new();
    each_page(leaf, pages, |page, bytes, there, count| {
        if page.is_dictionary {
            let mut add = |value: &[u8]| {
                let start = u32::try_from(words.len()).ok()?;
                words.extend_from_slice(value);
                places.push((start, u32::try_from(words.len()).ok()?));
                Some(())
            };
            return match is_fixed {
                true => plain::fixed_strings(bytes, width, count, &mut add),
                false => plain::strings(bytes, count, &mut add),
            };
        }
        // Rows without a value come between those with one.
        let mut rows = there.iter().flatten();
        let mut some = |value: &[u8]| {
            if is_fixed && value.len() != width {
                return None;
            }
            if there.is_some() {
                while !*rows.next()? {
                    take(None)?;
                }
            }
            take(Some(value))
        };
        match page.encoding {
            Encoding::Plain if is_fixed => plain::fixed_strings(bytes, width, count, &mut some)?,
            Encoding::Plain => plain::strings(bytes, count, &mut some)?,
            Encoding::DeltaLengthByteArray => delta::by_length(bytes, count, &mut some)?,
            Encoding::DeltaByteArray => delta::by_prefix(bytes, count, &mut some)?,
            Encoding::Dictionary => {
                let (index_width, indices) = dictionary_indices(bytes, count)?;
                rle::runs(indices, index_width, count, |index, times| {
                    let (start, end) = *places.get(index as usize)?;
                    let value = words.get(start as usize..end as usize)?;
                    (0..times).try_for_each(|_| some(value))
                })?;
            }
            _ => return None,
        }
        rows.try_for_each(|is_there| match is_there {
            true => None,
            false => take(None),
        })?;
        if let Some(there) = there {
            present.as_mut()?.extend(there);
        }
        Some(())
    })
}

/// Nanoseconds since 1970 of the old 96-bit timestamps: nanoseconds of the day, then the Julian day.
fn nanos(Int96(bytes): Int96) -> Option<i64> {
    let (of_day, day) = bytes.split_first_chunk::<8>()?;
    let day = u32::from_le_bytes(*day.first_chunk::<4>()?);
    (i64::from(day) - JULIAN_1970)
        .checked_mul(DAY_NANOS)?
        .checked_add(i64::from_le_bytes(*of_day))
}

/// A number in two's complement, most significant byte first; `None` above 16 bytes.
fn big_endian(bytes: &[u8]) -> Option<i128> {
    let negative = bytes.first().is_some_and(|byte| byte & 0x80 != 0);
    let mut whole = if negative { [0xff; 16] } else { [0; 16] };
    let start = whole.len().checked_sub(bytes.len())?;
    whole.get_mut(start..)?.copy_from_slice(bytes);
    Some(i128::from_be_bytes(whole))
}

/// The double nearest to `unscaled` ÷ 10^`scale`: reading decimal text rounds correctly, dividing two doubles would not.
fn decimal(unscaled: i128, scale: i32) -> f64 {
    format!("{unscaled}e{}", -i64::from(scale))
        .parse()
        .unwrap_or(f64::NAN)
}
