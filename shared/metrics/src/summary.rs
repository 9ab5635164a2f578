//! The numbers a sweep ranks by, computed while bars go by: no curve is kept, and a report says the same.
//!
//! The accumulators are those of the full report and so are the formulas, which come from the list of metrics. Only
//! the moments are gathered differently, in one pass instead of two; a property test holds both ways together.

use crate::drawdown::Drawdown;
use crate::facts::{Facts, RunFacts};
use crate::growth::years_between;
use crate::moments::Moments;
use crate::series::SeriesFacts;
use crate::sides::Sides;
use crate::trades::TradeFacts;
use domain::{Annualisation, Side, Undefined};

/// A run that is being summed up.
#[derive(Clone, Debug)]
pub struct Summary {
    annualisation: Annualisation,
    start: f64,
    begin: i64,
    end: i64,
    last: f64,
    bars: f64,
    bars_in_market: f64,
    total: f64,
    sound: bool,
    moments: Moments,
    sides: Sides,
    drawdown: Drawdown,
    trades: TradeFacts,
}

impl Summary {
    /// An account before its first bar: start cash and the moment the first bar opens.
    pub fn new(annualisation: Annualisation, start: f64, begin: i64) -> Summary {
        Summary {
            annualisation,
            start,
            begin,
            end: begin,
            last: start,
            bars: 0.0,
            bars_in_market: 0.0,
            total: start,
            sound: true,
            moments: Moments::default(),
            sides: Sides::new(0.0),
            drawdown: Drawdown::new(start, begin),
            trades: TradeFacts::default(),
        }
    }

    /// One bar more: its close, the equity there, and whether a position was held in it.
    pub fn push(&mut self, time: i64, equity: f64, in_market: bool) {
        let growth = match self.last > 0.0 || self.last.is_nan() {
            true => equity / self.last - 1.0,
            false => 0.0,
        };
        self.sound &= growth.is_finite() && equity.is_finite();
        self.bars += 1.0;
        self.bars_in_market += f64::from(u8::from(in_market));
        self.total += equity;
        self.moments.push(growth);
        self.sides.push(growth);
        self.drawdown.push(time, equity);
        (self.last, self.end) = (equity, time);
    }

    /// One closed trade more: gain after fees, the same ÷ amount paid, and bars held.
    pub fn push_trade(&mut self, side: Side, pnl: f64, return_ratio: f64, bars_held: u32) {
        let bars = f64::from(bars_held);
        self.trades.all.push(pnl, return_ratio, bars);
        match side {
            Side::Buy => self.trades.longs.push(pnl, return_ratio, bars),
            Side::Sell => self.trades.shorts.push(pnl, return_ratio, bars),
        }
        self.trades.ratios.push(return_ratio);
    }

    /// The numbers so far.
    pub fn finish(&self) -> SummaryNumbers {
        SummaryNumbers::of(&Facts::of_sums(
            self.annualisation,
            self.series(),
            match self.end > self.begin {
                true => Ok(years_between(self.begin, self.end)),
                false => Err(Undefined::TooFewBars),
            },
            self.trades,
            RunFacts {
                start: self.start,
                average: self.total / (self.bars + 1.0),
                bars_in_market: self.bars_in_market,
                slippage: 0.0,
            },
        ))
    }

    fn series(&self) -> Result<SeriesFacts, Undefined> {
        if self.bars == 0.0 {
            return Err(Undefined::TooFewBars);
        }
        if !self.sound {
            return Err(Undefined::NotFinite);
        }
        if self.start <= 0.0 {
            return Err(Undefined::TotalLoss);
        }
        Ok(SeriesFacts {
            bars: self.bars,
            growth: self.last / self.start,
            moments: self.moments,
            sides: self.sides,
            drawdown: self.drawdown,
            // What needs the whole series stays out of a summary.
            quantiles: Err(Undefined::TooFewBars),
            trend: Err(Undefined::TooFewBars),
            autocorrelation: Err(Undefined::TooFewBars),
        })
    }
}

macro_rules! numbers {
    ($($id:ident),* $(,)?) => {
        /// The numbers a sweep ranks by, each under the id and with the meaning it has in the list of metrics.
        #[derive(Clone, Debug, PartialEq)]
        pub struct SummaryNumbers {
            $(#[doc = concat!("The metric `", stringify!($id), "`.")] pub $id: Result<f64, Undefined>,)*
        }

        impl SummaryNumbers {
            /// Ids of the metrics in it.
            pub const IDS: &[&str] = &[$(stringify!($id)),*];

            fn of(facts: &Facts) -> SummaryNumbers {
                SummaryNumbers { $($id: value(stringify!($id), facts),)* }
            }

            /// One number by the id of its metric.
            pub fn get(&self, id: &str) -> Option<Result<f64, Undefined>> {
                match id {
                    $(stringify!($id) => Some(self.$id),)*
                    _ => None,
                }
            }
        }
    };
}

numbers![
    total_return,
    cagr,
    volatility,
    downside_deviation,
    sharpe,
    sortino,
    calmar,
    omega,
    upi,
    recovery,
    gain_to_pain,
    max_drawdown,
    longest_drawdown,
    average_drawdown,
    time_under_water,
    ulcer,
    skew,
    kurtosis,
    hit_ratio,
    best_bar,
    worst_bar,
    trades,
    win_rate,
    profit_factor,
    payoff,
    expectancy,
    average_trade,
    bars_held,
    sqn,
    kelly,
    exposure,
];

fn value(id: &str, facts: &Facts) -> Result<f64, Undefined> {
    crate::find(id).map_or(Err(Undefined::TooFewBars), |metric| metric.value(facts))
}
