//! The four layers of limits in front of every entry: position, symbol, portfolio, system.

use domain::time::DAY_MS;
use domain::{Refusal, Risk, Ts};

/// Watches the account for the limits of the system.
#[derive(Clone, Copy, Debug)]
pub struct Watch {
    limits: Risk,
    peak: f64,
    day: i64,
    day_start: f64,
    last: f64,
    /// The day that is halted.
    halted_day: Option<i64>,
    halted: bool,
}

/// What an entry may use at most, as an amount of money.
#[derive(Clone, Copy, Debug)]
pub struct Reach {
    /// The account now.
    pub equity: f64,
    /// All positions and what rests of this symbol.
    pub symbol: f64,
    /// All positions and what rests.
    pub all: f64,
    /// Has the entry a protective stop?
    pub has_stop: bool,
}

impl Watch {
    /// An account before its first bar.
    pub fn new(limits: Risk, start: f64) -> Watch {
        Watch {
            limits,
            peak: start,
            day: i64::MIN,
            day_start: start,
            last: start,
            halted_day: None,
            halted: false,
        }
    }

    /// The equity at a close; one that trades there is seen before and after.
    #[inline]
    pub fn see(&mut self, close: Ts, equity: impl FnOnce() -> f64) {
        if self.limits.day_loss.is_some() || self.limits.drawdown.is_some() {
            self.look(close, equity());
        }
    }

    fn look(&mut self, close: Ts, equity: f64) {
        // A close at midnight belongs to the day that ends.
        let day = (close.0 - 1).div_euclid(DAY_MS);
        if day != self.day {
            (self.day, self.day_start) = (day, self.last);
        }
        self.last = equity;
        self.peak = self.peak.max(equity);
        let lost = |since: f64, limit: Option<domain::Ratio>| {
            limit.is_some_and(|limit| equity <= since * (1.0 - limit.get()))
        };
        if lost(self.day_start, self.limits.day_loss) {
            self.halted_day = Some(day);
        }
        self.halted |= lost(self.peak, self.limits.drawdown);
    }

    /// The most an entry may use now, inside its day, and the layer that sets it; or why there may be none.
    pub fn allow(&self, now: Ts, reach: Reach) -> Result<(f64, Refusal), Refusal> {
        if self.halted {
            return Err(Refusal::Drawdown);
        }
        if self.halted_day == Some(now.0.div_euclid(DAY_MS)) {
            return Err(Refusal::DayLoss);
        }
        if self.limits.stop_required && !reach.has_stop {
            return Err(Refusal::NoStop);
        }
        let layers = [
            (self.limits.position, 0.0, Refusal::PositionLimit),
            (self.limits.symbol, reach.symbol, Refusal::SymbolLimit),
            (self.limits.portfolio, reach.all, Refusal::PortfolioLimit),
        ];
        let mut most = (f64::INFINITY, Refusal::NoCash);
        for (limit, used, layer) in layers {
            let Some(limit) = limit else { continue };
            let left = reach.equity * limit.get() - used;
            if left <= 0.0 {
                return Err(layer);
            }
            if left < most.0 {
                most = (left, layer);
            }
        }
        Ok(most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REACH: Reach = Reach {
        equity: 1000.0,
        symbol: 0.0,
        all: 0.0,
        has_stop: true,
    };

    fn day(day: i64, hour: i64) -> Ts {
        Ts(day * DAY_MS + hour * 3_600_000)
    }

    #[test]
    fn each_layer_sets_its_limit() {
        let watch = Watch::new(Risk::careful(), 1000.0);
        assert_eq!(
            watch.allow(day(0, 1), REACH),
            Ok((100.0, Refusal::PositionLimit))
        );
        let held = Reach {
            symbol: 100.0,
            all: 100.0,
            ..REACH
        };
        assert_eq!(
            watch.allow(day(0, 1), held),
            Ok((50.0, Refusal::SymbolLimit))
        );
        let full = Reach {
            all: 790.0,
            ..REACH
        };
        assert_eq!(
            watch.allow(day(0, 1), full),
            Ok((10.0, Refusal::PortfolioLimit))
        );
        let over = Reach {
            all: 800.0,
            ..REACH
        };
        assert_eq!(watch.allow(day(0, 1), over), Err(Refusal::PortfolioLimit));
        let bare = Reach {
            has_stop: false,
            ..REACH
        };
        assert_eq!(watch.allow(day(0, 1), bare), Err(Refusal::NoStop));
    }

    #[test]
    fn a_bad_day_ends_with_the_day_and_a_deep_fall_never() {
        let mut watch = Watch::new(Risk::careful(), 1000.0);
        watch.see(day(0, 24), || 1000.0);
        watch.see(day(1, 10), || 949.0);
        assert_eq!(watch.allow(day(1, 10), REACH), Err(Refusal::DayLoss));
        assert!(watch.allow(day(2, 0), REACH).is_ok());
        watch.see(day(2, 24), || 799.0);
        assert_eq!(watch.allow(day(30, 0), REACH), Err(Refusal::Drawdown));
    }
}
