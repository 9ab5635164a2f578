//! Writes the account over time, bar by bar: equity, its drawdown, its worst moment and the benchmark beside it.

use crate::feed::part;
use crate::ledger::Account;
use crate::run::{Sink, begin};
use crate::span::higher;
use domain::{Bar, Bars, Curve, Dataset, RunSpec, Timeframe, Ts};
use std::ops::Range;

/// One curve being written.
pub(crate) struct CurveWriter {
    done: Curve,
    rows: Rows,
    peak: f64,
    benchmark: Benchmark,
}

/// Bars that are written together.
const ROWS: usize = 64;

/// Rows on their way into the columns: appending them one by one to five columns would ask each for room each time.
struct Rows {
    count: usize,
    time: [i64; ROWS],
    equity: [f64; ROWS],
    drawdown: [f64; ROWS],
    worst: [f64; ROWS],
    benchmark: [f64; ROWS],
}

impl CurveWriter {
    /// The account of a run before its first bar.
    pub(crate) fn of(spec: &RunSpec, data: &Dataset) -> CurveWriter {
        let traded = spec.market.symbols.len();
        CurveWriter::new(begin(data), spec.cash.get(), data, traded)
    }

    fn new(start: i64, cash: f64, data: &Dataset, traded: usize) -> CurveWriter {
        let longest = data.series().iter().map(|one| one.bars().len()).max();
        let bars = longest.unwrap_or(0) + 1;
        let mut writer = CurveWriter {
            done: Curve {
                time: Vec::with_capacity(bars),
                equity: Vec::with_capacity(bars),
                drawdown: Vec::with_capacity(bars),
                worst: Vec::with_capacity(bars),
                benchmark: Vec::with_capacity(bars),
            },
            rows: Rows {
                count: 0,
                time: [0; ROWS],
                equity: [0.0; ROWS],
                drawdown: [0.0; ROWS],
                worst: [0.0; ROWS],
                benchmark: [0.0; ROWS],
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
        rows.time[at] = time;
        rows.equity[at] = equity;
        rows.drawdown[at] = equity / self.peak - 1.0;
        rows.worst[at] = equity - dip;
        rows.benchmark[at] = benchmark;
        rows.count = at + 1;
        if rows.count == ROWS {
            self.hand_on();
        }
    }

    /// The rows into the columns.
    #[inline(never)]
    fn hand_on(&mut self) {
        let (rows, done) = (&mut self.rows, &mut self.done);
        let count = std::mem::take(&mut rows.count).min(ROWS);
        done.time.extend_from_slice(&rows.time[..count]);
        done.equity.extend_from_slice(&rows.equity[..count]);
        done.drawdown.extend_from_slice(&rows.drawdown[..count]);
        done.worst.extend_from_slice(&rows.worst[..count]);
        done.benchmark.extend_from_slice(&rows.benchmark[..count]);
    }

    /// The finished curve.
    pub(crate) fn done(mut self) -> Curve {
        self.hand_on();
        self.done
    }
}

impl Sink for CurveWriter {
    #[inline]
    fn push(&mut self, time: i64, bars: &[Option<Bar>], equity: f64, dip: f64) {
        let benchmark = self.benchmark.mark(bars);
        self.write(time, equity, dip, benchmark);
    }

    fn hold(&mut self, bars: &Bars, rows: Range<usize>, account: Account) {
        let timeframe = bars.timeframe();
        // Months differ in length, other bars don't.
        let length = (timeframe != Timeframe::Month1).then(|| timeframe.millis());
        let times = part(bars.open_time(), &rows);
        let prices = part(bars.low(), &rows).zip(part(bars.close(), &rows));
        for (time, (low, close)) in times.zip(prices) {
            let dip = account.units * higher(0.0, close - low);
            let benchmark = self.benchmark.mark_only(*close);
            let time =
                length.map_or_else(|| timeframe.close_of(Ts(*time)).0, |length| time + length);
            self.write(time, account.worth(*close), dip, benchmark);
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

    /// The same where there is one symbol.
    #[inline]
    fn mark_only(&mut self, close: f64) -> f64 {
        let Some(part) = self.parts.first_mut() else {
            return 0.0;
        };
        part.worth = part.units * close;
        part.worth
    }
}
