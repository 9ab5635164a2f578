//! Bars that the page handed over as columns: they stay where they are and come into our memory segment by segment.

use super::super::columns::COLUMNS;
use domain::bars::Columns;
use domain::{Bars, BarsError, Timeframe, Ts};
use js_sys::{ArrayBuffer, BigInt64Array, Float64Array, Uint8Array};
use std::ops::Range;
use store::Incoming;

/// Columns of bars in buffers.
pub struct Handed {
    timeframe: Timeframe,
    open_time: Vec<i64>,
    /// Open, high, low, close, volume.
    prices: [Float64Array; 5],
    made_up: Uint8Array,
}

impl Handed {
    /// Takes seven columns of one length, times ascending; what else is wrong is said when rows are read.
    pub fn new(timeframe: Timeframe, buffers: &[ArrayBuffer]) -> Result<Handed, String> {
        let [time, open, high, low, close, volume, made_up] = buffers else {
            let got = buffers.len();
            return Err(format!("{got} columns came, bars have {COLUMNS}"));
        };
        let open_time = BigInt64Array::new(time).to_vec();
        let handed = Handed {
            timeframe,
            prices: [open, high, low, close, volume].map(|column| Float64Array::new(column)),
            made_up: Uint8Array::new(made_up),
            open_time,
        };
        let rows = handed.open_time.len();
        let lengths = handed.prices.iter().map(|column| column.length());
        let mut lengths = lengths.chain([handed.made_up.length()]);
        if lengths.any(|length| length as usize != rows) {
            return Err("the columns that came have different lengths".to_owned());
        }
        let mut pairs = handed.open_time.iter().zip(handed.open_time.iter().skip(1));
        match pairs.find(|(one, next)| one >= next) {
            None => Ok(handed),
            Some((one, next)) => Err(format!(
                "a bar of {} follows one of {}",
                Ts(*next),
                Ts(*one)
            )),
        }
    }
}

impl Incoming for Handed {
    fn timeframe(&self) -> Timeframe {
        self.timeframe
    }

    fn open_time(&self) -> &[i64] {
        &self.open_time
    }

    fn rows(&self, rows: Range<usize>) -> Result<Bars, BarsError> {
        let (start, end) = (rows.start as u32, rows.end as u32);
        let [open, high, low, close, volume] = self
            .prices
            .each_ref()
            .map(|column| column.subarray(start, end).to_vec());
        let flags = self.made_up.subarray(start, end).to_vec();
        let columns = Columns {
            open_time: self.open_time.get(rows).unwrap_or_default().to_vec(),
            open,
            high,
            low,
            close,
            volume,
            made_up: flags.into_iter().map(|flag| flag != 0).collect(),
        };
        Bars::from_columns(self.timeframe, columns)
    }
}
