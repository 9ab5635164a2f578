//! Follows the liquidity pools of a market: how they come to be, grow, and end.

use super::period_pools::PeriodPools;
use super::pool::{Watched, end};
use super::{Candle, Pool, PoolEnd, PoolEnding, PoolKind, Swing, SwingKind, Swings};
use domain::Ts;

/// Swings of equal price that are watched for company, both sides together.
const EQUALS: usize = 48;

/// What counts as a pool and as a sweep of one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PoolSettings {
    /// Bars on each side of a swing.
    pub strength: usize,
    /// How far apart equal highs may lie, in average true ranges.
    pub tolerance: f64,
    /// How many swings make a pool.
    pub touches: usize,
    /// How many bars the price may stay beyond.
    pub within: usize,
}

/// Finds pools and watches them. Equal highs are tops at most `tolerance` true ranges from the pool's level that no bar
/// passed in between; the highs and lows of the previous day, week and sessions are pools until the next ones come.
/// All that is compared is known at the bar: the library smartmoneyconcepts measures nearness by the range of the whole
/// data instead, which looks ahead.
#[derive(Clone, Debug)]
pub struct Pools {
    settings: PoolSettings,
    row: usize,
    swings: Swings,
    equals: Vec<Watched>,
    periods: PeriodPools,
    made: Vec<Pool>,
    ended: Vec<PoolEnd>,
}

impl Pools {
    /// Pools by these settings; one touch and one bar at least.
    pub fn new(settings: PoolSettings) -> Pools {
        let most = EQUALS + PeriodPools::MOST + 2;
        Pools {
            settings: PoolSettings {
                touches: settings.touches.max(1),
                within: settings.within.max(1),
                ..settings
            },
            row: 0,
            swings: Swings::new(settings.strength),
            equals: Vec::with_capacity(EQUALS),
            periods: PeriodPools::new(),
            made: Vec::with_capacity(most),
            ended: Vec::with_capacity(2 * most),
        }
    }

    /// Takes the next bar, its volume in times of the usual, its opening time and the average true range at it.
    pub fn next(&mut self, candle: &Candle, volume: f64, time: Option<Ts>, true_range: f64) {
        let row = self.row;
        self.row += 1;
        self.made.clear();
        self.ended.clear();
        // A new day's first bar may already raid the high of the day before, so periods come before the judgement.
        if let Some(time) = time {
            self.periods
                .turn(row, candle, time, &mut self.made, &mut self.ended);
        }
        let within = self.settings.within;
        self.periods
            .judge(row, candle, volume, within, &mut self.ended);
        let reach = self.settings.tolerance * true_range;
        self.judge_equals(row, candle, volume, reach);
        let swings = self.swings.next(candle.high, candle.low);
        for swing in swings.into_iter().flatten() {
            self.add_swing(swing, reach);
        }
    }

    /// The pools that the last bar made known, or known with one more touch.
    pub fn made(&self) -> &[Pool] {
        &self.made
    }

    /// The pools that ended with the last bar.
    pub fn ended(&self) -> &[PoolEnd] {
        &self.ended
    }

    /// The pools that are there.
    pub fn active(&self) -> impl Iterator<Item = &Pool> {
        let touches = self.settings.touches;
        let equals = self.equals.iter().map(|watched| &watched.pool);
        equals
            .filter(move |pool| pool.touches >= touches)
            .chain(self.periods.active())
    }

    fn judge_equals(&mut self, row: usize, candle: &Candle, volume: f64, reach: f64) {
        let (settings, ended) = (self.settings, &mut self.ended);
        self.equals.retain_mut(|watched| {
            if watched.pool.touches < settings.touches {
                // Not a pool yet: another swing may still join as long as the price doesn't go far beyond.
                let level = watched.pool.level;
                return match watched.pool.side {
                    SwingKind::High => candle.high - level <= reach,
                    SwingKind::Low => level - candle.low <= reach,
                };
            }
            match watched.judge(row, candle, volume, settings.within) {
                Some(ending) => {
                    ended.push(end(watched.pool, row, ending));
                    false
                }
                None => true,
            }
        });
    }

    fn add_swing(&mut self, swing: Swing, reach: f64) {
        let distance = |watched: &Watched| (watched.pool.level - swing.price).abs();
        let near = self
            .equals
            .iter_mut()
            .filter(|watched| watched.pool.side == swing.kind && !watched.is_raided())
            .filter(|watched| distance(watched) <= reach)
            .min_by(|a, b| distance(a).total_cmp(&distance(b)));
        let pool = if let Some(watched) = near {
            let pool = &mut watched.pool;
            pool.touches += 1;
            pool.confirmed_at = swing.confirmed_at;
            pool.level = match swing.kind {
                SwingKind::High => pool.level.max(swing.price),
                SwingKind::Low => pool.level.min(swing.price),
            };
            *pool
        } else {
            if self.equals.len() == EQUALS {
                let oldest = self.equals.remove(0).pool;
                if oldest.touches >= self.settings.touches {
                    let row = swing.confirmed_at;
                    self.ended.push(end(oldest, row, PoolEnding::Replaced));
                }
            }
            let pool = Pool {
                at: swing.at,
                confirmed_at: swing.confirmed_at,
                side: swing.kind,
                kind: PoolKind::Equal,
                level: swing.price,
                touches: 1,
            };
            self.equals.push(Watched::new(pool));
            pool
        };
        if pool.touches >= self.settings.touches {
            self.made.push(pool);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETTINGS: PoolSettings = PoolSettings {
        strength: 1,
        tolerance: 0.1,
        touches: 2,
        within: 1,
    };

    /// Candles with these highs; the closes lie just inside.
    fn feed(pools: &mut Pools, highs: &[f64]) -> (Vec<Pool>, Vec<PoolEnd>) {
        let (mut made, mut ended) = (Vec::new(), Vec::new());
        for &high in highs {
            let candle = Candle {
                open: high - 1.0,
                high,
                low: 50.0 - high / 100.0,
                close: high - 1.0,
            };
            pools.next(&candle, 1.0, None, 2.0);
            made.extend(
                pools
                    .made()
                    .iter()
                    .filter(|pool| pool.side == SwingKind::High),
            );
            ended.extend(
                pools
                    .ended()
                    .iter()
                    .filter(|end| end.pool.side == SwingKind::High),
            );
        }
        (made, ended)
    }

    #[test]
    fn two_tops_within_a_tenth_of_the_true_range_make_a_pool_and_a_third_joins() {
        // Tops 100, 100.15 and 100.05 at 1, 3 and 5: within 0.2 of the level, which is the highest of them.
        let mut pools = Pools::new(SETTINGS);
        let (made, _) = feed(&mut pools, &[98.0, 100.0, 97.0, 100.15, 97.0, 100.05, 97.0]);
        let pool = |confirmed_at, touches| Pool {
            at: 1,
            confirmed_at,
            side: SwingKind::High,
            kind: PoolKind::Equal,
            level: 100.15,
            touches,
        };
        assert_eq!(made, [pool(4, 2), pool(6, 3)]);
        // 100.5 goes beyond and closes at 99.5: swept at 7.
        let (_, ended) = feed(&mut pools, &[100.5]);
        assert_eq!(
            (ended.len(), ended[0].pool, ended[0].confirmed_at),
            (1, pool(6, 3), 7)
        );
        assert!(matches!(ended[0].ending, PoolEnding::Swept(raid) if raid.at == 7));
        assert!(pools.active().all(|pool| pool.side == SwingKind::Low));
    }

    #[test]
    fn tops_further_apart_or_passed_in_between_are_no_pool() {
        let (made, _) = feed(
            &mut Pools::new(SETTINGS),
            &[98.0, 100.0, 97.0, 100.3, 97.0, 96.0],
        );
        assert_eq!(made, []);
        let highs = [98.0, 100.0, 97.0, 103.0, 97.0, 100.0, 97.0];
        assert_eq!(feed(&mut Pools::new(SETTINGS), &highs).0, []);
    }
}
