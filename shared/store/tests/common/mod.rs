//! Small series and small helpers for the tests of the library.
#![allow(dead_code, clippy::unwrap_used, reason = "each test uses some")]

use domain::random::Random;
use domain::{Bar, Bars, Symbol, Timeframe, Ts, Venue};
use store::{Library, Opened, SeriesId, Vfs, ready};

pub const NOW: Ts = Ts(1_750_000_000_000);

pub fn id(venue: Venue, symbol: &str, timeframe: Timeframe) -> SeriesId {
    SeriesId::new(venue, Symbol::parse(symbol).unwrap(), timeframe)
}

/// Bars number `rows` of an endless series that opens at `start`; overlapping calls agree.
pub fn bars(timeframe: Timeframe, start: Ts, rows: std::ops::Range<usize>) -> Bars {
    let mut open_time = timeframe.open_of(start);
    let all = (0..rows.end).map(|row| {
        let mut random = Random::named(1, "bars", row as u64);
        let (open, close) = (100.0 + random.uniform(), 100.0 + random.uniform());
        let bar = Bar {
            open_time,
            open,
            high: open.max(close) + random.uniform(),
            low: open.min(close) - random.uniform(),
            close,
            volume: random.uniform() * 10.0,
            made_up: false,
        };
        open_time = timeframe.close_of(open_time);
        bar
    });
    Bars::from_bars(timeframe, all.skip(rows.start)).unwrap()
}

/// The same bars with one row taken out.
pub fn without(bars: &Bars, gone: std::ops::Range<usize>) -> Bars {
    let rows = bars.iter().enumerate();
    let rest = rows
        .filter(|(row, _)| !gone.contains(row))
        .map(|(_, bar)| bar);
    Bars::from_bars(bars.timeframe(), rest).unwrap()
}

/// Awaits what is ready at once.
pub fn now<T>(future: impl Future<Output = T>) -> T {
    ready(future).unwrap()
}

pub fn open<V: Vfs>(vfs: V) -> (Library<V>, Opened) {
    now(Library::open(vfs)).unwrap()
}
