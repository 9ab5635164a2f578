//! Thrift's compact protocol, as far as Parquet needs it: no allocation by a claimed size, no recursion without a bound.

use super::ParquetError;

/// Structures inside structures that a file may have: Parquet itself needs six.
const DEEPEST: u32 = 16;

/// Types of the compact protocol.
const TRUE: u8 = 1;
const FALSE: u8 = 2;
const I8: u8 = 3;
const I16: u8 = 4;
const I32: u8 = 5;
const I64: u8 = 6;
const DOUBLE: u8 = 7;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const SET: u8 = 10;
const MAP: u8 = 11;
const STRUCT: u8 = 12;

/// Reads values from the front of some bytes.
#[derive(Clone, Debug)]
pub(super) struct Thrift<'a> {
    what: &'static str,
    bytes: &'a [u8],
    at: usize,
    depth: u32,
}

/// A field of a structure: its number and the type of what follows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    pub id: i16,
    kind: u8,
}

impl<'a> Thrift<'a> {
    /// A reader; `what` names the bytes in errors.
    pub fn new(what: &'static str, bytes: &'a [u8]) -> Thrift<'a> {
        Thrift {
            what,
            bytes,
            at: 0,
            depth: 0,
        }
    }

    /// How many bytes were read.
    pub fn position(&self) -> usize {
        self.at
    }

    /// Calls `each` for every field of a structure; it reads the value or calls [`Thrift::skip`].
    pub fn structure(
        &mut self,
        mut each: impl FnMut(&mut Self, Field) -> Result<(), ParquetError>,
    ) -> Result<(), ParquetError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.damaged("structures are nested too deeply"));
        }
        let mut last = 0_i16;
        loop {
            let head = self.byte()?;
            let kind = head & 0x0f;
            if kind == 0 {
                break;
            }
            let id = match head >> 4 {
                0 => i16::try_from(self.signed()?).ok(),
                step => last.checked_add(i16::from(step)),
            };
            let id = id.ok_or_else(|| self.damaged("a field has an impossible number"))?;
            last = id;
            each(self, Field { id, kind })?;
        }
        self.depth -= 1;
        Ok(())
    }

    /// Calls `each` for every element of a list after `allow` has seen how many it claims.
    pub fn list(
        &mut self,
        field: Field,
        allow: impl FnOnce(u64) -> Result<(), ParquetError>,
        mut each: impl FnMut(&mut Self, Field) -> Result<(), ParquetError>,
    ) -> Result<(), ParquetError> {
        if field.kind != LIST && field.kind != SET {
            return Err(self.mistyped(field));
        }
        let (kind, count) = self.list_head()?;
        allow(count)?;
        for _ in 0..count {
            each(self, Field { id: field.id, kind })?;
        }
        Ok(())
    }

    /// A whole number of 32 bits.
    pub fn int(&mut self, field: Field) -> Result<i32, ParquetError> {
        let wide = self.long(field)?;
        i32::try_from(wide).map_err(|_| self.damaged("a number of 32 bits is larger than that"))
    }

    /// A whole number.
    pub fn long(&mut self, field: Field) -> Result<i64, ParquetError> {
        match field.kind {
            I8 => Ok(i64::from(self.byte()? as i8)),
            I16 | I32 | I64 => self.signed(),
            _ => Err(self.mistyped(field)),
        }
    }

    /// A whole number that can't be negative.
    pub fn count(&mut self, field: Field) -> Result<u64, ParquetError> {
        let value = self.long(field)?;
        u64::try_from(value).map_err(|_| self.damaged("a count or size is negative"))
    }

    /// True or false.
    pub fn flag(&mut self, field: Field) -> Result<bool, ParquetError> {
        match field.kind {
            TRUE => Ok(true),
            FALSE => Ok(false),
            _ => Err(self.mistyped(field)),
        }
    }

    /// Bytes, borrowed from the file.
    pub fn binary(&mut self, field: Field) -> Result<&'a [u8], ParquetError> {
        if field.kind != BINARY {
            return Err(self.mistyped(field));
        }
        let length = self.unsigned()?;
        self.take(length)
    }

    /// Text; what is no UTF-8 is replaced.
    pub fn text(&mut self, field: Field) -> Result<String, ParquetError> {
        Ok(String::from_utf8_lossy(self.binary(field)?).into_owned())
    }

    /// A structure as the value of a field.
    pub fn inner(
        &mut self,
        field: Field,
        each: impl FnMut(&mut Self, Field) -> Result<(), ParquetError>,
    ) -> Result<(), ParquetError> {
        if field.kind != STRUCT {
            return Err(self.mistyped(field));
        }
        self.structure(each)
    }

    /// Passes over a value.
    pub fn skip(&mut self, field: Field) -> Result<(), ParquetError> {
        match field.kind {
            TRUE | FALSE => Ok(()),
            I8 => self.byte().map(|_| ()),
            I16 | I32 | I64 => self.unsigned().map(|_| ()),
            DOUBLE => self.take(8).map(|_| ()),
            BINARY => {
                let length = self.unsigned()?;
                self.take(length).map(|_| ())
            }
            LIST | SET => {
                let (kind, count) = self.list_head()?;
                self.deeper(|inside| {
                    (0..count).try_for_each(|_| inside.skip_element(kind, field.id))
                })
            }
            MAP => {
                let count = self.bounded_count()?;
                let kinds = if count == 0 { 0 } else { self.byte()? };
                self.deeper(|inside| {
                    (0..count).try_for_each(|_| {
                        inside.skip_element(kinds >> 4, field.id)?;
                        inside.skip_element(kinds & 0x0f, field.id)
                    })
                })
            }
            STRUCT => self.structure(|inside, field| inside.skip(field)),
            _ => Err(self.mistyped(field)),
        }
    }

    /// An error about these bytes.
    pub fn damaged(&self, why: &str) -> ParquetError {
        ParquetError::Damaged {
            what: self.what.to_owned(),
            why: format!("{why} (byte {})", self.at),
        }
    }

    fn mistyped(&self, field: Field) -> ParquetError {
        let Field { id, kind } = field;
        self.damaged(&format!("field {id} has the wrong type {kind}"))
    }

    fn skip_element(&mut self, kind: u8, id: i16) -> Result<(), ParquetError> {
        // Alone a flag is in its type; in a list it is a byte.
        match kind {
            TRUE | FALSE => self.byte().map(|_| ()),
            _ => self.skip(Field { id, kind }),
        }
    }

    fn deeper(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<(), ParquetError>,
    ) -> Result<(), ParquetError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.damaged("lists are nested too deeply"));
        }
        read(self)?;
        self.depth -= 1;
        Ok(())
    }

    fn list_head(&mut self) -> Result<(u8, u64), ParquetError> {
        let head = self.byte()?;
        let count = match head >> 4 {
            15 => self.bounded_count()?,
            few => u64::from(few),
        };
        Ok((head & 0x0f, count))
    }

    /// A number of elements: each takes a byte at least, so more than there are bytes is a lie.
    fn bounded_count(&mut self) -> Result<u64, ParquetError> {
        let count = self.unsigned()?;
        if count > (self.bytes.len() - self.at.min(self.bytes.len())) as u64 {
            return Err(self.damaged("a list claims more elements than there are bytes"));
        }
        Ok(count)
    }

    fn byte(&mut self) -> Result<u8, ParquetError> {
        let byte = self.bytes.get(self.at).copied();
        let byte = byte.ok_or_else(|| self.damaged("it ends in the middle of a value"))?;
        self.at += 1;
        Ok(byte)
    }

    fn take(&mut self, length: u64) -> Result<&'a [u8], ParquetError> {
        let range = usize::try_from(length)
            .ok()
            .and_then(|length| self.at.checked_add(length))
            .and_then(|end| self.bytes.get(self.at..end));
        let taken =
            range.ok_or_else(|| self.damaged("a value claims more bytes than there are"))?;
        self.at += taken.len();
        Ok(taken)
    }

    fn unsigned(&mut self) -> Result<u64, ParquetError> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(self.damaged("a number has too many bytes"))
    }

    fn signed(&mut self) -> Result<i64, ParquetError> {
        let zigzag = self.unsigned()?;
        Ok((zigzag >> 1) as i64 ^ -((zigzag & 1) as i64))
    }
}
