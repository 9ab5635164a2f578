//! Liquidity sweeps: raids on a pool that were thrown back, and how convincing they were.

use super::{Candle, Direction, Pool, PoolEnding, PoolSettings, Pools, SwingKind};
use crate::Kernel;
use crate::blocks::Sum;
use crate::library::atr::Atr;
use domain::Ts;

/// Beyond this many times the usual a number says nothing more, and a market that stood still before can't give infinity.
const MOST: f64 = 100.0;

/// How convincing a sweep was.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quality {
    /// How far beyond the pool, in average true ranges; 100 at most.
    pub depth: f64,
    /// The share of the candle that is the wick beyond its body, 0 to 1.
    pub wick: f64,
    /// Volume ÷ mean volume of the bars before; 1 where none was traded before, 100 at most.
    pub volume: f64,
    /// 0.40 · min(1, depth) + 0.35 · wick + 0.25 · min(1, volume ÷ 2). The parts are those traders name; how they
    /// are weighted is our choice, and plans may weigh them anew.
    pub score: f64,
}

impl Quality {
    fn new(depth: f64, wick: f64, volume: f64) -> Quality {
        Quality {
            depth,
            wick,
            volume,
            score: 0.40 * depth.min(1.0) + 0.35 * wick + 0.25 * (volume / 2.0).min(1.0),
        }
    }
}

/// A raid on a pool that was thrown back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sweep {
    /// The first bar beyond the pool.
    pub at: usize,
    /// The bar that closed back inside.
    pub confirmed_at: usize,
    /// Up when lows were swept: the price may rise. Down when highs were.
    pub direction: Direction,
    /// The pool it took.
    pub pool: Pool,
    /// How convincing it was.
    pub quality: Quality,
}

/// Pools, and the measures of what happens at them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SweepSettings {
    /// What counts as a pool and as a sweep.
    pub pools: PoolSettings,
    /// Bars of the average true range.
    pub true_range: usize,
    /// Bars of the mean volume, the bar itself not among them.
    pub volume: usize,
}

/// Finds sweeps: a bar beyond a pool that closes back inside, at once or within a few bars.
#[derive(Clone, Debug)]
pub struct Sweeps {
    row: usize,
    pools: Pools,
    true_range: Atr,
    volumes: Sum,
    usual: Option<f64>,
    found: Vec<Sweep>,
}

impl Sweeps {
    /// Sweeps by these settings.
    pub fn new(settings: SweepSettings) -> Sweeps {
        let pools = Pools::new(settings.pools);
        Sweeps {
            row: 0,
            true_range: Atr::new(settings.true_range),
            volumes: Sum::new(settings.volume),
            usual: None,
            found: Vec::with_capacity(64),
            pools,
        }
    }

    /// Takes the next bar; gives the sweeps its close confirms, one for each pool. None before true range and mean
    /// volume are known: they could not be judged.
    pub fn next(&mut self, candle: &Candle, volume: f64, time: Option<Ts>) -> &[Sweep] {
        let row = self.row;
        self.row += 1;
        let [true_range] = self
            .true_range
            .next([candle.high, candle.low, candle.close]);
        let usual = self.usual;
        let period = self.volumes.period() as f64;
        self.usual = self.volumes.push(volume).map(|sum| sum / period);
        let times = usual.map_or(1.0, |usual| times(volume, usual));
        self.pools.next(candle, times, time, true_range);
        self.found.clear();
        if usual.is_none() || true_range.is_nan() {
            return &self.found;
        }
        for end in self.pools.ended() {
            if let PoolEnding::Swept(raid) = end.ending {
                self.found.push(Sweep {
                    at: raid.at,
                    confirmed_at: row,
                    direction: match end.pool.side {
                        SwingKind::High => Direction::Down,
                        SwingKind::Low => Direction::Up,
                    },
                    pool: end.pool,
                    quality: quality(&end.pool, &raid.candle, raid.volume, true_range),
                });
            }
        }
        &self.found
    }

    /// The pools.
    pub fn pools(&self) -> &Pools {
        &self.pools
    }

    /// The row of the first sweep that can be judged.
    pub fn warm_up(settings: SweepSettings) -> usize {
        settings.true_range.max(settings.volume).max(1)
    }
}

fn times(volume: f64, usual: f64) -> f64 {
    if usual > 0.0 {
        (volume / usual).min(MOST)
    } else {
        1.0
    }
}

fn quality(pool: &Pool, candle: &Candle, volume: f64, true_range: f64) -> Quality {
    let (beyond, wick) = match pool.side {
        SwingKind::High => (
            candle.high - pool.level,
            candle.high - candle.open.max(candle.close),
        ),
        SwingKind::Low => (
            pool.level - candle.low,
            candle.open.min(candle.close) - candle.low,
        ),
    };
    let range = candle.high - candle.low;
    let share = if range > 0.0 { wick / range } else { 0.0 };
    let depth = if true_range > 0.0 {
        (beyond / true_range).min(MOST)
    } else {
        0.0
    };
    Quality::new(depth, share, volume)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETTINGS: SweepSettings = SweepSettings {
        pools: PoolSettings {
            strength: 1,
            tolerance: 0.1,
            touches: 2,
            within: 1,
        },
        true_range: 2,
        volume: 4,
    };

    #[test]
    fn the_parts_of_the_quality_are_those_of_a_hand() {
        // Two lows at 96 (bars 1 and 3), known at 4. Bar 5 dips to 94 and closes at 98.
        let bars = [
            ([100.0, 101.0, 98.0, 99.0], 10.0),
            ([99.0, 100.0, 96.0, 98.0], 20.0),
            ([98.0, 100.0, 97.0, 99.0], 10.0),
            ([99.0, 100.0, 96.0, 98.0], 20.0),
            ([98.0, 100.0, 97.0, 98.0], 30.0),
            ([97.0, 99.0, 94.0, 98.0], 60.0),
        ];
        let mut sweeps = Sweeps::new(SETTINGS);
        let mut found = Vec::new();
        for (bar, volume) in bars {
            let candle = Candle::of(bar).unwrap();
            found.extend_from_slice(sweeps.next(&candle, volume, None));
        }
        // True ranges 4, 3, 4, 3, 5 from bar 1: 3.5, then 3.75, 3.375, 4.1875. Depth 2 of it. The lower wick is
        // 97 − 94 = 3 of a range of 5. Mean volume before: 20, so three times the usual.
        let depth = 2.0 / 4.1875;
        let expected = Sweep {
            at: 5,
            confirmed_at: 5,
            direction: Direction::Up,
            pool: Pool {
                at: 1,
                confirmed_at: 4,
                side: SwingKind::Low,
                kind: super::super::PoolKind::Equal,
                level: 96.0,
                touches: 2,
            },
            quality: Quality {
                depth,
                wick: 0.6,
                volume: 3.0,
                score: 0.40 * depth + 0.35 * 0.6 + 0.25,
            },
        };
        assert_eq!(found, [expected]);
    }

    #[test]
    fn a_market_that_stood_still_gives_no_infinity() {
        assert_eq!(times(5.0, 0.0), 1.0);
        assert_eq!(times(5.0, 1e-300), 100.0);
        let pool = Pool {
            at: 0,
            confirmed_at: 0,
            side: SwingKind::High,
            kind: super::super::PoolKind::Day,
            level: 10.0,
            touches: 1,
        };
        let candle = Candle::of([9.0, 11.0, 9.0, 9.0]).unwrap();
        assert_eq!(quality(&pool, &candle, 1.0, 1e-300).depth, 100.0);
        assert_eq!(quality(&pool, &candle, 1.0, 0.0).depth, 0.0);
        let best = quality(&pool, &candle, 100.0, 0.5);
        assert!(best.score <= 1.0 && best.wick == 1.0);
    }
}
