//! A run as a row of sums: what a sweep keeps of each parameter set, enough for the numbers it ranks by.

use crate::annualisation::Annualisation;
use crate::num::Cash;
use crate::report::Trade;
use serde::{Deserialize, Serialize};

/// Sums over the bars and trades of one run.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tally {
    /// Yearly factor in use.
    pub annualisation: Annualisation,
    /// The moment the first bar opens, milliseconds UTC.
    pub begin: i64,
    /// The moment the last bar closes.
    pub end: i64,
    /// Cash at the start.
    pub start: f64,
    /// Equity at the last close.
    pub last: f64,
    /// Bars.
    pub bars: u32,
    /// Bars in which a position was held.
    pub bars_in_market: u32,
    /// Σ r over the bars, r = equity ÷ equity a bar ago − 1.
    pub returns: f64,
    /// Σ r².
    pub squares: f64,
    /// Σ min(r, 0)².
    pub lost_squares: f64,
    /// The deepest fall from the highest equity so far, 0 or below.
    pub drawdown: f64,
    /// Closed trades.
    pub trades: TradeTally,
    /// Positions still open at the end.
    pub open: u32,
    /// Orders that did not become fills.
    pub refused: u32,
}

/// Sums over closed trades.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TradeTally {
    /// How many.
    pub count: u32,
    /// Those with a gain after costs.
    pub winners: u32,
    /// Those with a loss after costs.
    pub losers: u32,
    /// Gains of the winners.
    pub won: f64,
    /// Losses of the losers, as a positive number.
    pub lost: f64,
    /// Gains ÷ amounts paid of the winners, summed.
    pub won_ratio: f64,
    /// Losses ÷ amounts paid of the losers, summed, as a positive number.
    pub lost_ratio: f64,
    /// Bars all were held.
    pub bars: f64,
}

impl TradeTally {
    /// One closed trade more: gain after costs, the same ÷ amount paid, and bars held.
    #[inline]
    pub fn push(&mut self, gain: Cash, ratio: f64, bars: u32) {
        let gain = gain.get();
        self.count += 1;
        self.bars += f64::from(bars);
        if gain > 0.0 {
            self.winners += 1;
            self.won += gain;
            self.won_ratio += ratio;
        } else if gain < 0.0 {
            self.losers += 1;
            self.lost -= gain;
            self.lost_ratio -= ratio;
        }
    }

    /// The closed ones of these trades.
    pub fn of(trades: &[Trade]) -> TradeTally {
        let mut tally = TradeTally::default();
        for trade in trades.iter().filter(|trade| !trade.open) {
            tally.push(trade.pnl, trade.return_ratio, trade.bars_held);
        }
        tally
    }
}
