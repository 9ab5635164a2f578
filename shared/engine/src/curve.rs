//! Writes the account over time, bar by bar: equity, its drawdown, its worst moment and the benchmark beside it.

use crate::feed::part;
use crate::ledger::Account;
use crate::run::{Sink, begin};
use crate::span::higher;
use domain::{Bar, Bars, Column, Curve, Dataset, RunSpec, Timeframe, Ts};
use std::ops::Range;

/// One curve being written.
pub(crate) struct CurveWriter {
    time: Vec<i64>,
    /// The columns of numbers one after the other, each with the same room.
    block: Vec<f64>,
    room: usize,
    rows: Rows,
    peak: f64,
    benchmark: Benchmark,
}

/// Columns of numbers: equity, drawdown, worst and benchmark.
const COLUMNS: usize = 4;

/// Bars that are written together.
const ROWS: usize = 64;

/// Rows on their way into the columns: appending them one by one would ask each column for room each time.
struct Rows {
    count: usize,
    time: [i64; ROWS],
    numbers: [[f64; ROWS]; COLUMNS],
}

impl CurveWriter {
    /// The account of a run before its first bar.
    pub(crate) fn of(spec: &RunSpec, data: &Dataset) -> CurveWriter {
        let traded = spec.market.symbols.len();
        CurveWriter::new(begin(data), spec.cash.get(), data, traded)
    }

    fn new(start: i64, cash: f64, data: &Dataset, traded: usize) -> CurveWriter {
        let longest = data.series().iter().map(|one| one.bars().len()).max();
        let room = longest.unwrap_or(0) + 1;
        let mut writer = CurveWriter {
            time: Vec::with_capacity(room),
            block: vec![0.0; COLUMNS * room],
            room,
            rows: Rows {
                count: 0,
                time: [0; ROWS],
                numbers: [[0.0; ROWS]; COLUMNS],
            },
            peak: cash,
            benchmark: Benchmark::new(cash, data, traded),
        };
        let parts = writer.benchmark.parts.iter();
        let benchmark = parts.map(|part| part.worth).sum();
        writer.write(start, cash, 0.0, benchmark);
        writer
    }

    #[inline(always)]
    fn write(&mut self, time: i64, equity: f64, dip: f64, benchmark: f64) {
        self.peak = higher(self.peak, equity);
        let rows = &mut self.rows;
        // That it wraps spares the checks; it never does, because full rows are handed on.
        let at = rows.count % ROWS;
        let [equities, drawdowns, worsts, benchmarks] = &mut rows.numbers;
        rows.time[at] = time;
        equities[at] = equity;
        drawdowns[at] = equity / self.peak - 1.0;
        worsts[at] = equity - dip;
        benchmarks[at] = benchmark;
        rows.count = at + 1;
        if rows.count == ROWS {
            self.hand_on();
        }
    }

    /// The rows into the columns.
    #[inline(never)]
    fn hand_on(&mut self) {
        let count = std::mem::take(&mut self.rows.count).min(ROWS);
        let from = self.time.len();
        self.make_room(from + count);
        self.time.extend_from_slice(&self.rows.time[..count]);
        let columns = self.block.chunks_exact_mut(self.room);
        for (column, numbers) in columns.zip(&self.rows.numbers) {
            column[from..from + count].copy_from_slice(&numbers[..count]);
        }
    }

    /// Symbols whose bars open at different times have more moments than the longest of them has bars.
    fn make_room(&mut self, rows: usize) {
        if rows <= self.room {
            return;
        }
        let room = rows.max(2 * self.room);
        let mut block = vec![0.0; COLUMNS * room];
        let columns = self.block.chunks_exact(self.room);
        for (to, column) in block.chunks_exact_mut(room).zip(columns) {
            to[..self.room].copy_from_slice(column);
        }
        (self.block, self.room) = (block, room);
    }

    /// The finished curve.
    pub(crate) fn done(mut self) -> Curve {
        self.hand_on();
        let count = self.time.len();
        let [equity, drawdown, worst, benchmark] = Column::split(self.block, self.room, count);
        Curve {
            time: self.time,
            equity,
            drawdown,
            worst,
            benchmark,
        }
    }
}

impl Sink for CurveWriter {
    #[inline]
    fn push(&mut self, time: i64, bars: &[Option<Bar>], equity: f64, dip: f64) {
        let benchmark = self.benchmark.mark(bars);
        self.write(time, equity, dip, benchmark);
    }

    /// Column by column: what doesn't look at the bar before is computed for several bars at once.
    fn hold(&mut self, bars: &Bars, rows: Range<usize>, account: Account) {
        self.hand_on();
        let from = self.time.len();
        let timeframe = bars.timeframe();
        let times = part(bars.open_time(), &rows);
        // Months differ in length, other bars don't.
        match timeframe {
            Timeframe::Month1 => {
                let closes = times.map(|time| timeframe.close_of(Ts(*time)).0);
                self.time.extend(closes);
            }
            _ => {
                let length = timeframe.millis();
                self.time.extend(times.map(|time| time + length));
            }
        }
        let until = self.time.len();
        self.make_room(until);
        let mut columns = self.block.chunks_exact_mut(self.room);
        let columns: [&mut [f64]; COLUMNS] = std::array::from_fn(|_| {
            let column = columns.next().unwrap_or_default();
            column.get_mut(from..until).unwrap_or_default()
        });
        let [equities, drawdowns, worsts, benchmarks] = columns;
        let (lows, closes) = (part(bars.low(), &rows), part(bars.close(), &rows));
        for (equity, close) in equities.iter_mut().zip(closes.clone()) {
            *equity = account.worth(*close);
        }
        let prices = lows.zip(closes.clone());
        for ((worst, equity), (low, close)) in worsts.iter_mut().zip(&*equities).zip(prices) {
            *worst = equity - account.units * higher(0.0, close - low);
        }
        let mut peak = self.peak;
        for (drawdown, equity) in drawdowns.iter_mut().zip(&*equities) {
            peak = higher(peak, *equity);
            *drawdown = peak;
        }
        self.peak = peak;
        for (drawdown, equity) in drawdowns.iter_mut().zip(&*equities) {
            *drawdown = equity / *drawdown - 1.0;
        }
        let units = self.benchmark.only();
        for (benchmark, close) in benchmarks.iter_mut().zip(closes.clone()) {
            *benchmark = units * close;
        }
        if let Some(close) = closes.last() {
            self.benchmark.mark_only(*close);
        }
    }
}

/// Buy and hold of all traded symbols in equal parts, without costs; a part is cash until its symbol has a bar.
struct Benchmark {
    parts: Vec<Part>,
}

struct Part {
    units: f64,
    worth: f64,
}

impl Benchmark {
    fn new(cash: f64, data: &Dataset, traded: usize) -> Benchmark {
        let part = cash / traded.max(1) as f64;
        let opens = data
            .series()
            .iter()
            .take(traded)
            .map(|one| one.bars().open().first());
        let parts = opens.map(|open| Part {
            units: open.map_or(0.0, |open| part / open),
            worth: part,
        });
        Benchmark {
            parts: parts.collect(),
        }
    }

    /// What it is worth once these bars have closed.
    #[inline]
    fn mark(&mut self, bars: &[Option<Bar>]) -> f64 {
        let mut sum = 0.0;
        for (part, bar) in self.parts.iter_mut().zip(bars) {
            if let Some(bar) = bar {
                part.worth = part.units * bar.close;
            }
            sum += part.worth;
        }
        sum
    }

    /// Units of the only symbol there is.
    fn only(&self) -> f64 {
        self.parts.first().map_or(0.0, |part| part.units)
    }

    /// The same as [`Benchmark::mark`] where there is one symbol.
    fn mark_only(&mut self, close: f64) {
        if let Some(part) = self.parts.first_mut() {
            part.worth = part.units * close;
        }
    }
}
