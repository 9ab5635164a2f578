//! Pools at the highs and lows of the previous day, week and sessions.

use super::pool::{Watched, end};
use super::watch::{ASIA, LONDON, NEW_YORK, Watch, day_and_week};
use super::{Candle, Extremes, Periods, Pool, PoolEnd, PoolEnding, PoolKind, SwingKind};
use domain::Ts;

const KINDS: [PoolKind; 5] = [
    PoolKind::Day,
    PoolKind::Week,
    PoolKind::Asia,
    PoolKind::London,
    PoolKind::NewYork,
];
const SIDES: [SwingKind; 2] = [SwingKind::High, SwingKind::Low];

/// A pool at each end of the last period of each kind, until it is raided or the next period is over. The first period
/// of the data may have begun before it; its ends are those of the bars there are.
#[derive(Clone, Debug)]
pub(super) struct PeriodPools {
    sessions: [Watch; 3],
    periods: [Periods; 5],
    pools: [[Option<Watched>; 2]; 5],
}

impl PeriodPools {
    /// How many pools there can be.
    pub(super) const MOST: usize = KINDS.len() * SIDES.len();

    pub(super) fn new() -> PeriodPools {
        PeriodPools {
            sessions: [ASIA, LONDON, NEW_YORK].map(Watch::new),
            periods: Default::default(),
            pools: [[None; 2]; 5],
        }
    }

    /// Closes the periods that this bar shows to be over.
    pub(super) fn turn(
        &mut self,
        row: usize,
        candle: &Candle,
        time: Ts,
        made: &mut Vec<Pool>,
        ended: &mut Vec<PoolEnd>,
    ) {
        let (day, week) = day_and_week(time);
        let [asia, london, new_york] = &mut self.sessions;
        let session = |watch: &mut Watch| watch.inside(time).map(|span| span.start.0);
        let numbers = [
            Some(day),
            Some(week),
            session(asia),
            session(london),
            session(new_york),
        ];
        for (place, number) in numbers.into_iter().enumerate() {
            let period = &mut self.periods[place];
            let Some(over) = period.next(number, row, candle.high, candle.low) else {
                continue;
            };
            for (side, slot) in SIDES.into_iter().zip(&mut self.pools[place]) {
                let pool = pool(&over, row, side, KINDS[place]);
                if let Some(old) = slot.replace(Watched::new(pool)) {
                    ended.push(end(old.pool, row, PoolEnding::Replaced));
                }
                made.push(pool);
            }
        }
    }

    /// Lets a bar act on the pools.
    pub(super) fn judge(
        &mut self,
        row: usize,
        candle: &Candle,
        volume: f64,
        within: usize,
        ended: &mut Vec<PoolEnd>,
    ) {
        for slot in self.pools.iter_mut().flatten() {
            let Some(watched) = slot else { continue };
            if let Some(ending) = watched.judge(row, candle, volume, within) {
                ended.push(end(watched.pool, row, ending));
                *slot = None;
            }
        }
    }

    pub(super) fn active(&self) -> impl Iterator<Item = &Pool> {
        let there = self.pools.iter().flatten().flatten();
        there.map(|watched| &watched.pool)
    }
}

fn pool(over: &Extremes, row: usize, side: SwingKind, kind: PoolKind) -> Pool {
    let (at, level) = match side {
        SwingKind::High => (over.high_at, over.high),
        SwingKind::Low => (over.low_at, over.low),
    };
    Pool {
        at,
        confirmed_at: row,
        side,
        kind,
        level,
        touches: 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finished_day_leaves_its_high_and_low_until_the_next_day_is_over() {
        let midnight = Ts::from_date(2024, 1, 10);
        let twelve_hours = 43_200_000;
        let bars = [
            [10.0, 15.0, 9.0, 11.0],
            [11.0, 14.0, 8.0, 12.0],
            [12.0, 13.0, 10.0, 12.0],
            [12.0, 13.5, 10.5, 12.0],
            [12.0, 13.0, 11.0, 12.0],
        ];
        let mut pools = PeriodPools::new();
        let (mut made, mut ended) = (Vec::new(), Vec::new());
        for (row, bar) in bars.into_iter().enumerate() {
            let time = Ts(midnight.0 + row as i64 * twelve_hours);
            let candle = Candle::of(bar).unwrap();
            pools.turn(row, &candle, time, &mut made, &mut ended);
            pools.judge(row, &candle, 1.0, 1, &mut ended);
        }
        let told: Vec<_> = made
            .iter()
            .filter(|pool| pool.kind == PoolKind::Day)
            .map(|pool| (pool.at, pool.confirmed_at, pool.level))
            .collect();
        assert_eq!(
            told,
            [(0, 2, 15.0), (1, 2, 8.0), (3, 4, 13.5), (2, 4, 10.0)]
        );
        let over: Vec<_> = ended
            .iter()
            .filter(|end| end.pool.kind == PoolKind::Day)
            .map(|end| (end.pool.level, end.confirmed_at, end.ending))
            .collect();
        let replaced = PoolEnding::Replaced;
        assert_eq!(over, [(15.0, 4, replaced), (8.0, 4, replaced)]);
    }

    #[test]
    fn the_first_bar_of_a_day_may_raid_the_high_of_the_day_before() {
        let mut pools = PeriodPools::new();
        let (mut made, mut ended) = (Vec::new(), Vec::new());
        let midnight = Ts::from_date(2024, 1, 10);
        for (time, bar) in [
            (midnight, [10.0, 15.0, 9.0, 11.0]),
            (Ts(midnight.0 + 86_400_000), [14.0, 15.5, 13.0, 14.5]),
        ] {
            let candle = Candle::of(bar).unwrap();
            let row = usize::from(time != midnight);
            pools.turn(row, &candle, time, &mut made, &mut ended);
            pools.judge(row, &candle, 1.0, 1, &mut ended);
        }
        let swept = ended.iter().find(|end| end.pool.kind == PoolKind::Day);
        assert!(swept.is_some_and(|end| {
            end.pool.level == 15.0 && matches!(end.ending, PoolEnding::Swept(raid) if raid.at == 1)
        }));
    }
}
