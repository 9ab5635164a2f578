//! Many plans over the same bars: columns are shared, and of each run only a row of sums is kept.

mod plain;

use super::account::{Account, walk as walk_bars};
use super::columns::Sheet;
use super::path::PricePath;
use super::run::{Route, walk};
use crate::run::{RunError, Sink, annualisation, begin, check_data, compile};
use domain::{Bars, Dataset, RunSpec, Tally, TradeTally, Ts};
use plain::Plain;
use std::ops::Range;
use strategies::Plan;

/// One plan of a sweep.
#[derive(Clone, Debug, PartialEq)]
pub struct Swept {
    /// Its sums.
    pub tally: Tally,
    /// How they were found.
    pub route: Route,
}

/// Plans over one dataset, one after the other.
pub struct Sweep<'a> {
    spec: &'a RunSpec,
    data: &'a Dataset,
    sheet: Sheet<'a>,
    path: Option<PricePath>,
}

/// Numbers the shared columns may take before they are thrown away and computed anew: 256 MB.
const MOST_NUMBERS: usize = 32 << 20;

impl<'a> Sweep<'a> {
    /// A sweep under a spec's market, costs, fills and sizing; the spec's own strategy isn't looked at.
    pub fn new(spec: &'a RunSpec, data: &'a Dataset) -> Result<Sweep<'a>, RunError> {
        spec.check()?;
        check_data(spec, data)?;
        Ok(Sweep {
            spec,
            data,
            sheet: Sheet::new(data.series(), spec.market.timeframe),
            path: None,
        })
    }

    /// The sums of one plan.
    pub fn tally(&mut self, plan: &Plan) -> Result<Swept, RunError> {
        let (program, sizing) = compile(self.spec, plan)?;
        if self.sheet.numbers() > MOST_NUMBERS {
            self.sheet = Sheet::new(self.data.series(), self.spec.market.timeframe);
        }
        let plain = Plain::of(self.spec, sizing, &program, self.data);
        let swept = plain.and_then(|plain| {
            if self.path.is_none() {
                self.path = PricePath::new(plain.bars().close()).ok();
            }
            let tally = plain.run(&program, &mut self.sheet, self.path.as_ref()?)?;
            let route = Route::Vector;
            Some(Swept { tally, route })
        });
        let swept = swept.unwrap_or_else(|| self.walked(program, sizing));
        self.sheet.forget_truths();
        Ok(swept)
    }

    /// The sums of a plan that needs the whole trader.
    fn walked(&mut self, program: strategies::Program, sizing: domain::Sizing) -> Swept {
        let mut sums = SumWriter::new(self.spec.cash.get(), begin(self.data));
        let (played, route) = walk(
            self.spec,
            (program, sizing),
            self.data,
            &mut self.sheet,
            &mut sums,
        );
        let annualisation = annualisation(self.data, self.spec.market.timeframe);
        let refused: u32 = played.done.refusals.values().sum();
        let open = played.done.trades.iter().filter(|trade| trade.open).count();
        let tally = Tally {
            annualisation,
            begin: sums.begin,
            end: sums.end,
            start: self.spec.cash.get(),
            last: sums.last,
            bars: sums.bars,
            bars_in_market: played.bars_in_market,
            returns: sums.sums.returns,
            squares: sums.sums.squares,
            lost_squares: sums.sums.lost_squares,
            drawdown: sums.water.drawdown(),
            trades: TradeTally::of(&played.done.trades),
            open: open as u32,
            refused,
        };
        Swept { tally, route }
    }
}

/// Adds up an account while bars go by.
struct SumWriter {
    begin: i64,
    end: i64,
    last: f64,
    bars: u32,
    sums: super::Sums,
    water: super::HighWater,
}

impl SumWriter {
    fn new(start: f64, begin: i64) -> SumWriter {
        SumWriter {
            begin,
            end: begin,
            last: start,
            bars: 0,
            sums: super::Sums::default(),
            water: super::HighWater::new(start),
        }
    }
}

impl Sink for SumWriter {
    fn price(&mut self, _: usize, _: f64) {}

    fn push(&mut self, time: i64, equity: f64, _: f64) {
        // As everywhere: an account that was worth nothing has no returns.
        if equity != self.last {
            self.sums.push(match self.last > 0.0 {
                true => (equity - self.last) / self.last,
                false => 0.0,
            });
            self.water.see(equity);
        }
        (self.last, self.end) = (equity, time);
        self.bars += 1;
    }

    fn hold(&mut self, bars: &Bars, rows: Range<usize>, account: Account) {
        let (Some(last), Some(price)) = (rows.end.checked_sub(1), bars.close().get(rows.end - 1))
        else {
            return;
        };
        self.bars += rows.len() as u32;
        if let Some(open) = bars.open_time().get(last) {
            self.end = bars.timeframe().close_of(Ts(*open)).0;
        }
        if account.units != 0.0 {
            walk_bars(bars.close(), rows, account, &mut self.sums, &mut self.water);
            self.last = account.worth(*price);
        }
    }
}
