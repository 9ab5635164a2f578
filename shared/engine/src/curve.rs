//! Writes the account over time, bar by bar: equity, its drawdown, its worst moment and the benchmark beside it.

use crate::ledger::Account;
use crate::run::{Sink, begin};
use domain::{Bars, Curve, Dataset, RunSpec};
use std::ops::Range;

/// One curve being written.
pub(crate) struct CurveWriter {
    done: Curve,
    peak: f64,
    benchmark: Benchmark,
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
            peak: cash,
            benchmark: Benchmark::new(cash, data, traded),
        };
        writer.push(start, cash, 0.0);
        writer
    }

    /// The finished curve.
    pub(crate) fn done(self) -> Curve {
        self.done
    }
}

impl Sink for CurveWriter {
    fn price(&mut self, symbol: usize, close: f64) {
        self.benchmark.mark(symbol, close);
    }

    fn push(&mut self, time: i64, equity: f64, dip: f64) {
        self.peak = self.peak.max(equity);
        self.done.time.push(time);
        self.done.equity.push(equity);
        self.done.drawdown.push(equity / self.peak - 1.0);
        self.done.worst.push(equity - dip);
        self.done.benchmark.push(self.benchmark.value());
    }

    fn hold(&mut self, bars: &Bars, rows: Range<usize>, account: Account) {
        for row in rows {
            let Some(bar) = bars.get(row) else { return };
            let close = bars.timeframe().close_of(bar.open_time).0;
            let dip = account.units * (bar.close - bar.low).max(0.0);
            self.price(0, bar.close);
            self.push(close, account.worth(bar.close), dip);
        }
    }
}

/// Buy and hold of all traded symbols in equal parts, without costs; a part is cash until its symbol has a bar.
struct Benchmark {
    units: Vec<f64>,
    worth: Vec<f64>,
}

impl Benchmark {
    fn new(cash: f64, data: &Dataset, traded: usize) -> Benchmark {
        let part = cash / traded.max(1) as f64;
        let opens = data
            .series()
            .iter()
            .take(traded)
            .map(|one| one.bars().open().first());
        Benchmark {
            units: opens
                .map(|open| open.map_or(0.0, |open| part / open))
                .collect(),
            worth: vec![part; traded],
        }
    }

    fn mark(&mut self, symbol: usize, close: f64) {
        if let (Some(worth), Some(units)) = (self.worth.get_mut(symbol), self.units.get(symbol)) {
            *worth = units * close;
        }
    }

    fn value(&self) -> f64 {
        self.worth.iter().sum()
    }
}
