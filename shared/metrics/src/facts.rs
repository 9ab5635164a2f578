//! What many metrics need, computed once: returns, spread, drawdown and sums over the closed trades.

use domain::{RunRecord, Trade, Undefined};

/// Facts of one run.
pub struct Facts<'run> {
    /// The run itself.
    pub record: &'run RunRecord,
    /// Simple return of each bar; the first is measured from the start cash.
    pub returns: Vec<f64>,
    /// Trades that were closed; an open one is no result yet.
    pub closed: Vec<&'run Trade>,
    /// Gains of the winners, after fees.
    pub won: f64,
    /// Losses of the losers, after fees, as a positive number.
    pub lost: f64,
}

impl<'run> Facts<'run> {
    /// Looks at a run once.
    pub fn of(record: &'run RunRecord) -> Facts<'run> {
        let returns = record
            .curve
            .equity
            .windows(2)
            .map(|pair| pair[1] / pair[0] - 1.0)
            .collect();
        let closed: Vec<&Trade> = record.trades.iter().filter(|trade| !trade.open).collect();
        let gains = || closed.iter().map(|trade| trade.pnl.get());
        let won = gains().filter(|gain| *gain > 0.0).sum();
        let lost = -gains().filter(|gain| *gain < 0.0).sum::<f64>();
        Facts {
            record,
            returns,
            closed,
            won,
            lost: lost.abs(),
        }
    }

    /// Equity at the end ÷ at the start.
    pub fn growth(&self) -> Result<f64, Undefined> {
        let last = self
            .record
            .curve
            .equity
            .last()
            .ok_or(Undefined::TooFewBars)?;
        Ok(last / self.record.start.get())
    }

    /// Mean of the bar returns.
    pub fn mean(&self) -> Result<f64, Undefined> {
        if self.returns.is_empty() {
            return Err(Undefined::TooFewBars);
        }
        Ok(self.returns.iter().sum::<f64>() / self.returns.len() as f64)
    }

    /// Sample standard deviation (÷ (n − 1)) of the bar returns.
    pub fn deviation(&self) -> Result<f64, Undefined> {
        if self.returns.len() < 2 {
            return Err(Undefined::TooFewBars);
        }
        let mean = self.mean()?;
        let squares: f64 = self.returns.iter().map(|r| (r - mean) * (r - mean)).sum();
        Ok((squares / (self.returns.len() - 1) as f64).sqrt())
    }

    /// √(mean of min(r, 0)²) over all n returns: Sortino's downside deviation with a target of 0.
    pub fn downside(&self) -> Result<f64, Undefined> {
        if self.returns.is_empty() {
            return Err(Undefined::TooFewBars);
        }
        let squares: f64 = self.returns.iter().map(|r| r.min(0.0) * r.min(0.0)).sum();
        Ok((squares / self.returns.len() as f64).sqrt())
    }

    /// Deepest fall from a peak, as a negative ratio.
    pub fn max_drawdown(&self) -> f64 {
        self.record
            .curve
            .drawdown
            .iter()
            .fold(0.0, |deepest, drop| deepest.min(*drop))
    }

    /// √(bars a year), the factor of every yearly ratio.
    pub fn yearly(&self) -> f64 {
        self.record.annualisation.bars_per_year.sqrt()
    }

    /// Calendar years from the first to the last moment, a year being 365 days.
    pub fn years(&self) -> Result<f64, Undefined> {
        let time = &self.record.curve.time;
        match (time.first(), time.last()) {
            (Some(first), Some(last)) if last > first => {
                Ok((last - first) as f64 / (365.0 * domain::time::DAY_MS as f64))
            }
            _ => Err(Undefined::TooFewBars),
        }
    }

    /// Numerator ÷ spread, undefined when there is no spread beyond rounding.
    pub fn ratio(numerator: f64, spread: f64) -> Result<f64, Undefined> {
        if spread > 1e-15 {
            Ok(numerator / spread)
        } else {
            Err(Undefined::NoVariation)
        }
    }

    /// The number of closed trades, if any.
    pub fn trades(&self) -> Result<f64, Undefined> {
        if self.closed.is_empty() {
            Err(Undefined::NoTrades)
        } else {
            Ok(self.closed.len() as f64)
        }
    }
}
