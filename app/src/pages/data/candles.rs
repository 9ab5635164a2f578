//! Candles of a window as they came from the library: columns, and what a window makes of a wish to move.

use crate::csv::{Cell, Csv};
use crate::library::line::Heard;
use crate::library::protocol::{Answer, CANDLE_COLUMNS, CandlesHead};
use domain::{Span, Ts};
use js_sys::{BigInt64Array, Float64Array};

/// Time of one candle at least, in bars: nobody reads a chart of two.
const FEWEST: i64 = 8;

/// A window of candles.
#[derive(Clone)]
pub struct Candles {
    /// What they are.
    pub head: CandlesHead,
    /// Opening times.
    pub time: Vec<i64>,
    /// Open, high, low, close, volume.
    pub columns: [Vec<f64>; CANDLE_COLUMNS - 1],
}

impl Candles {
    /// Reads an answer.
    pub fn of(heard: &Heard) -> Option<Candles> {
        let Answer::Candles(head) = heard.answer else {
            return None;
        };
        let [time, numbers @ ..] = heard.parts.as_slice() else {
            return None;
        };
        let mut numbers = numbers
            .iter()
            .map(|column| Float64Array::new(column).to_vec());
        let mut next = || numbers.next();
        Some(Candles {
            head,
            time: BigInt64Array::new(time).to_vec(),
            columns: [next()?, next()?, next()?, next()?, next()?],
        })
    }

    /// A value of a candle: 0 open, 1 high, 2 low, 3 close, 4 volume.
    pub fn value(&self, column: usize, candle: usize) -> Option<f64> {
        self.columns.get(column)?.get(candle).copied()
    }

    /// Lowest and highest price.
    pub fn extremes(&self) -> Option<(f64, f64)> {
        let [_, high, low, ..] = &self.columns;
        let lowest = low.iter().copied().reduce(f64::min)?;
        Some((lowest, high.iter().copied().reduce(f64::max)?))
    }

    /// What the chart library is given: place, open, close, low, high, volume, one candle after another.
    pub fn flat(&self) -> Vec<f64> {
        let [open, high, low, close, volume] = &self.columns;
        let rows = open.iter().zip(high).zip(low).zip(close).zip(volume);
        rows.enumerate()
            .flat_map(|(place, ((((open, high), low), close), volume))| {
                [place as f64, *open, *close, *low, *high, *volume]
            })
            .collect()
    }
}

/// The candles as a file, a line each.
pub fn table(candles: &Candles) -> String {
    let mut csv = Csv::new(&[
        "time_utc",
        "open",
        "high",
        "low",
        "close",
        "volume",
        "bars_at_most",
    ]);
    let bars = f64::from(candles.head.per_candle);
    for (place, time) in candles.time.iter().enumerate() {
        let number = |column| Cell::Number(candles.value(column, place).unwrap_or(f64::NAN));
        let time = Ts(*time).to_string();
        csv.row([
            Cell::Text(&time),
            number(0),
            number(1),
            number(2),
            number(3),
            number(4),
            Cell::Number(bars),
        ]);
    }
    csv.finish()
}

/// Where a wish to move takes a window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Move {
    /// By a share of its width.
    By(f64),
    /// Wider or narrower by a factor, around a place from 0 (left) to 1.
    Zoom(f64, f64),
    /// Everything.
    All,
}

/// The window after a move inside a series; `None` is everything.
pub fn moved(window: Option<Span>, whole: Span, bar: i64, wish: Move) -> Option<Span> {
    let now = window.unwrap_or(whole);
    let width = now.end.0 - now.start.0;
    let all = whole.end.0 - whole.start.0;
    let (start, width) = match wish {
        Move::All => return None,
        Move::By(share) => (now.start.0 + (width as f64 * share) as i64, width),
        Move::Zoom(factor, place) => {
            let wide = ((width as f64 * factor) as i64).max(bar * FEWEST);
            (now.start.0 + ((width - wide) as f64 * place) as i64, wide)
        }
    };
    if width >= all {
        return None;
    }
    let start = start.clamp(whole.start.0, whole.end.0 - width);
    Some(Span {
        start: Ts(start),
        end: Ts(start + width),
    })
}

/// A window as the address writes it.
pub fn written(window: Option<Span>) -> String {
    window.map_or_else(String::new, |window| {
        format!("{}-{}", window.start.0, window.end.0)
    })
}

/// Reads it.
pub fn read(text: &str) -> Option<Span> {
    let (start, end) = text.split_once('-')?;
    let span = Span {
        start: Ts(start.parse().ok()?),
        end: Ts(end.parse().ok()?),
    };
    (span.start < span.end).then_some(span)
}
