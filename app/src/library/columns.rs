//! Bars as buffers that change hands between threads: seven columns, and back.

use domain::bars::Columns;
use domain::{Bars, Timeframe};
use js_sys::{ArrayBuffer, BigInt64Array, Float64Array, Uint8Array};

/// Buffers a series takes.
pub const COLUMNS: usize = 7;

/// The columns of bars as buffers to transfer: time, open, high, low, close, volume, made up.
pub fn to_buffers(bars: &Bars) -> [ArrayBuffer; COLUMNS] {
    let made_up: Vec<u8> = bars.made_up().iter().map(|&flag| u8::from(flag)).collect();
    [
        BigInt64Array::from(bars.open_time()).buffer(),
        floats(bars.open()),
        floats(bars.high()),
        floats(bars.low()),
        floats(bars.close()),
        floats(bars.volume()),
        Uint8Array::from(made_up.as_slice()).buffer(),
    ]
}

/// A column of numbers as a buffer to transfer.
pub fn floats(column: &[f64]) -> ArrayBuffer {
    Float64Array::from(column).buffer()
}

/// Bars of such buffers.
pub fn from_buffers(timeframe: Timeframe, buffers: &[ArrayBuffer]) -> Result<Bars, String> {
    let [time, open, high, low, close, volume, made_up] = buffers else {
        let got = buffers.len();
        return Err(format!("{got} columns came, bars have {COLUMNS}"));
    };
    let floats = |buffer: &ArrayBuffer| Float64Array::new(buffer).to_vec();
    let columns = Columns {
        open_time: BigInt64Array::new(time).to_vec(),
        open: floats(open),
        high: floats(high),
        low: floats(low),
        close: floats(close),
        volume: floats(volume),
        made_up: Uint8Array::new(made_up)
            .to_vec()
            .into_iter()
            .map(|flag| flag != 0)
            .collect(),
    };
    Bars::from_columns(timeframe, columns).map_err(|error| error.to_string())
}
