//! Bars as buffers that change hands between threads: seven columns, or one block of all of them and back.

use domain::bars::Columns;
use domain::{Bars, Timeframe};
use js_sys::{ArrayBuffer, BigInt64Array, Float64Array, Uint8Array};

/// Buffers a series takes as columns.
pub const COLUMNS: usize = 7;

/// Before the first column of a block, so that numbers lie at multiples of eight; the timeframe's name is at its end.
const HEAD: u32 = 8;
/// Columns of eight bytes: time, open, high, low, close, volume. The flags follow, a byte each.
const WIDE: u32 = 6;
const ROW: u32 = 8 * WIDE + 1;

/// The columns of bars as buffers to transfer: time, open, high, low, close, volume, made up.
pub fn to_buffers(bars: &Bars) -> [ArrayBuffer; COLUMNS] {
    [
        BigInt64Array::from(bars.open_time()).buffer(),
        floats(bars.open()),
        floats(bars.high()),
        floats(bars.low()),
        floats(bars.close()),
        floats(bars.volume()),
        Uint8Array::from(bytes_of(bars.made_up()).as_slice()).buffer(),
    ]
}

/// A column of numbers as a buffer to transfer.
pub fn floats(column: &[f64]) -> ArrayBuffer {
    Float64Array::from(column).buffer()
}

/// Bars in one buffer, which is filled from bars that come one after the other. Timeframe, columns and flags lie in it as
/// `Bars::digest` reads them, so that what is handed over is also what is hashed.
pub struct Block {
    buffer: ArrayBuffer,
    /// Bytes of the timeframe's name.
    name: u32,
    rows: u32,
    filled: u32,
}

impl Block {
    /// Room for so many bars; `None` when no buffer is that large.
    pub fn new(timeframe: Timeframe, rows: usize) -> Option<Block> {
        let rows = u32::try_from(rows).ok()?;
        let size = rows.checked_mul(ROW)?.checked_add(HEAD)?;
        let text = timeframe.as_str().as_bytes();
        let name = u32::try_from(text.len()).ok()?;
        let first = HEAD.checked_sub(name)?;
        let buffer = ArrayBuffer::new(size);
        Uint8Array::new_with_byte_offset_and_length(&buffer, first, name).copy_from(text);
        Some(Block {
            buffer,
            name,
            rows,
            filled: 0,
        })
    }

    /// Appends bars; `None` when there is no room for them.
    pub fn put(&mut self, bars: &Bars) -> Option<()> {
        let rows = u32::try_from(bars.len()).ok()?;
        let filled = self.filled.checked_add(rows)?;
        if filled > self.rows {
            return None;
        }
        let column = |place: u32| HEAD + 8 * (place * self.rows + self.filled);
        let times = BigInt64Array::new_with_byte_offset_and_length(&self.buffer, column(0), rows);
        times.copy_from(bars.open_time());
        let prices = [
            bars.open(),
            bars.high(),
            bars.low(),
            bars.close(),
            bars.volume(),
        ];
        for (place, values) in (1..).zip(prices) {
            let start = column(place);
            Float64Array::new_with_byte_offset_and_length(&self.buffer, start, rows)
                .copy_from(values);
        }
        // A new buffer is nothing but zeros, and what nobody touches takes no memory.
        if bars.made_up().contains(&true) {
            let start = HEAD + 8 * WIDE * self.rows + self.filled;
            Uint8Array::new_with_byte_offset_and_length(&self.buffer, start, rows)
                .copy_from(&bytes_of(bars.made_up()));
        }
        self.filled = filled;
        Some(())
    }

    /// The bytes that name the bars.
    pub fn named(&self) -> Uint8Array {
        let length = self.name + self.rows * ROW;
        Uint8Array::new_with_byte_offset_and_length(&self.buffer, HEAD - self.name, length)
    }

    /// The buffer, to transfer.
    pub fn buffer(&self) -> ArrayBuffer {
        self.buffer.clone()
    }
}

/// Bars of the buffer of a block.
pub fn from_block(timeframe: Timeframe, buffer: &ArrayBuffer) -> Result<Bars, String> {
    let size = buffer.byte_length();
    let rows = size.saturating_sub(HEAD) / ROW;
    if size != HEAD + rows * ROW {
        return Err(format!("a block of {size} bytes holds no whole bars"));
    }
    let floats = |place: u32| {
        let start = HEAD + 8 * place * rows;
        Float64Array::new_with_byte_offset_and_length(buffer, start, rows).to_vec()
    };
    let flags = HEAD + 8 * WIDE * rows;
    let columns = Columns {
        open_time: BigInt64Array::new_with_byte_offset_and_length(buffer, HEAD, rows).to_vec(),
        open: floats(1),
        high: floats(2),
        low: floats(3),
        close: floats(4),
        volume: floats(5),
        made_up: flags_of(&Uint8Array::new_with_byte_offset_and_length(
            buffer, flags, rows,
        )),
    };
    Bars::from_columns(timeframe, columns).map_err(|error| error.to_string())
}

fn bytes_of(flags: &[bool]) -> Vec<u8> {
    flags.iter().map(|&flag| u8::from(flag)).collect()
}

fn flags_of(bytes: &Uint8Array) -> Vec<bool> {
    bytes.to_vec().into_iter().map(|flag| flag != 0).collect()
}
