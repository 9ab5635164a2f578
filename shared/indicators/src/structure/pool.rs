//! Liquidity pools: prices beyond which many stops are thought to lie, and what a bar does to one.

use super::{Candle, SwingKind};

/// What made a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PoolKind {
    /// Swings that end at nearly the same price.
    Equal,
    /// The previous day, UTC.
    Day,
    /// The previous week, from Monday UTC.
    Week,
    /// The last session of Asia.
    Asia,
    /// The last session of London.
    London,
    /// The last session of New York.
    NewYork,
}

/// A price beyond which stops are thought to lie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pool {
    /// The bar of the (first) high or low.
    pub at: usize,
    /// The bar whose close made it known, or made it known with this many touches.
    pub confirmed_at: usize,
    /// Above highs or below lows.
    pub side: SwingKind,
    /// What made it.
    pub kind: PoolKind,
    /// The outermost of its prices.
    pub level: f64,
    /// How many swings made it; 1 for periods.
    pub touches: usize,
}

/// The bars beyond a pool, taken together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Raid {
    /// The first bar beyond.
    pub at: usize,
    /// The bars since then as one candle.
    pub candle: Candle,
    /// The largest volume of those bars, in times of the usual.
    pub volume: f64,
}

/// How a pool ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PoolEnding {
    /// The price went beyond and closed back inside.
    Swept(Raid),
    /// The price went beyond and stayed.
    Taken,
    /// A newer day, week or session came, or there were too many pools.
    Replaced,
}

/// The end of a pool.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PoolEnd {
    /// The pool.
    pub pool: Pool,
    /// The bar whose close made it known.
    pub confirmed_at: usize,
    /// How.
    pub ending: PoolEnding,
}

/// A pool and the raid on it that is under way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Watched {
    pub(super) pool: Pool,
    raid: Option<Raid>,
}

impl Watched {
    pub(super) fn new(pool: Pool) -> Watched {
        Watched { pool, raid: None }
    }

    pub(super) fn is_raided(&self) -> bool {
        self.raid.is_some()
    }

    /// What a bar does to the pool; after the first bar beyond the price has `within` bars to close back inside.
    pub(super) fn judge(
        &mut self,
        row: usize,
        candle: &Candle,
        volume: f64,
        within: usize,
    ) -> Option<PoolEnding> {
        let level = self.pool.level;
        let (beyond, inside) = match self.pool.side {
            SwingKind::High => (candle.high > level, candle.close < level),
            SwingKind::Low => (candle.low < level, candle.close > level),
        };
        let raid = match self.raid {
            None if !beyond => return None,
            None => Raid {
                at: row,
                candle: *candle,
                volume,
            },
            Some(raid) => Raid {
                at: raid.at,
                candle: Candle {
                    open: raid.candle.open,
                    high: raid.candle.high.max(candle.high),
                    low: raid.candle.low.min(candle.low),
                    close: candle.close,
                },
                volume: raid.volume.max(volume),
            },
        };
        self.raid = Some(raid);
        if inside {
            Some(PoolEnding::Swept(raid))
        } else {
            (row + 1 - raid.at >= within).then_some(PoolEnding::Taken)
        }
    }
}

pub(super) fn end(pool: Pool, confirmed_at: usize, ending: PoolEnding) -> PoolEnd {
    PoolEnd {
        pool,
        confirmed_at,
        ending,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool(side: SwingKind) -> Watched {
        Watched::new(Pool {
            at: 0,
            confirmed_at: 1,
            side,
            kind: PoolKind::Equal,
            level: 100.0,
            touches: 2,
        })
    }

    fn candle(bar: [f64; 4]) -> Candle {
        Candle::of(bar).unwrap()
    }

    #[test]
    fn beyond_and_back_is_a_sweep_beyond_and_stay_is_not() {
        let mut watched = pool(SwingKind::High);
        assert_eq!(
            watched.judge(2, &candle([99.0, 100.0, 98.0, 99.5]), 1.0, 1),
            None
        );
        let bar = candle([99.5, 101.0, 99.0, 99.2]);
        let raid = Raid {
            at: 3,
            candle: bar,
            volume: 2.0,
        };
        assert_eq!(
            watched.judge(3, &bar, 2.0, 1),
            Some(PoolEnding::Swept(raid))
        );
        let bar = candle([99.5, 101.0, 99.0, 100.0]);
        assert_eq!(
            pool(SwingKind::High).judge(3, &bar, 2.0, 1),
            Some(PoolEnding::Taken)
        );
    }

    #[test]
    fn a_longer_raid_is_judged_as_one_candle() {
        let mut watched = pool(SwingKind::Low);
        assert_eq!(
            watched.judge(5, &candle([101.0, 101.5, 99.0, 99.5]), 3.0, 2),
            None
        );
        let raid = Raid {
            at: 5,
            candle: candle([101.0, 102.0, 98.5, 100.5]),
            volume: 3.0,
        };
        assert_eq!(
            watched.judge(6, &candle([99.5, 102.0, 98.5, 100.5]), 1.0, 2),
            Some(PoolEnding::Swept(raid))
        );
        let mut watched = pool(SwingKind::Low);
        let below = candle([99.0, 99.5, 98.0, 99.0]);
        assert_eq!(watched.judge(5, &below, 1.0, 2), None);
        assert_eq!(watched.judge(6, &below, 1.0, 2), Some(PoolEnding::Taken));
    }
}
