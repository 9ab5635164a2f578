//! All structure events of a series in the order they became known, for charts.

use super::{
    Blocks, Break, Candle, Gaps, Pool, PoolEnd, PoolSettings, PriceZone, Sweep, SweepSettings,
    Sweeps, Swing, Swings, ZoneEnd, ZoneRule,
};
use crate::Kernel;
use crate::library::atr::Atr;
use domain::Bars;

/// How many zones of a kind are watched at once; older ones are forgotten.
pub const WATCHED_ZONES: usize = 64;

/// Something that happened to the structure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Event {
    /// A top or bottom.
    Swing(Swing),
    /// A fair value gap.
    Gap(PriceZone),
    /// The end of one.
    GapEnd(ZoneEnd),
    /// A liquidity pool, or one more touch of it.
    Pool(Pool),
    /// The end of one.
    PoolEnd(PoolEnd),
    /// A raid on a pool that was thrown back.
    Sweep(Sweep),
    /// A close beyond a swing.
    Break(Break),
    /// An order block.
    Block(PriceZone),
    /// The end of one.
    BlockEnd(ZoneEnd),
}

impl Event {
    /// The bar whose close made it known.
    pub fn confirmed_at(&self) -> usize {
        match self {
            Event::Swing(swing) => swing.confirmed_at,
            Event::Gap(zone) | Event::Block(zone) => zone.confirmed_at,
            Event::GapEnd(end) | Event::BlockEnd(end) => end.confirmed_at,
            Event::Pool(pool) => pool.confirmed_at,
            Event::PoolEnd(end) => end.confirmed_at,
            Event::Sweep(sweep) => sweep.confirmed_at,
            Event::Break(broken) => broken.confirmed_at,
        }
    }
}

/// What the detectors look for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Bars on each side of a swing, for swings, breaks and order blocks.
    pub strength: usize,
    /// Smallest gap in average true ranges.
    pub gap_size: f64,
    /// When a gap is over.
    pub gap_rule: ZoneRule,
    /// Pools, sweeps and the bars of their measures.
    pub sweeps: SweepSettings,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            strength: 5,
            gap_size: 0.0,
            gap_rule: ZoneRule::Filled,
            sweeps: SweepSettings {
                pools: PoolSettings {
                    strength: 5,
                    tolerance: 0.1,
                    touches: 2,
                    within: 1,
                },
                true_range: 14,
                volume: 20,
            },
        }
    }
}

/// Every event of the series, in the order they became known: the events of its first n bars are the first of these.
pub fn events(bars: &Bars, settings: &Settings) -> Vec<Event> {
    let mut swings = Swings::new(settings.strength);
    let mut true_range = Atr::new(settings.sweeps.true_range);
    let mut gaps = Gaps::new(settings.gap_size, settings.gap_rule, WATCHED_ZONES);
    let mut sweeps = Sweeps::new(settings.sweeps);
    let mut blocks = Blocks::new(settings.strength, WATCHED_ZONES);
    let mut events = Vec::new();
    for bar in bars.iter() {
        let candle = Candle {
            open: bar.open,
            high: bar.high,
            low: bar.low,
            close: bar.close,
        };
        let swing = swings.next(bar.high, bar.low);
        events.extend(swing.into_iter().flatten().map(Event::Swing));
        let [range] = true_range.next([bar.high, bar.low, bar.close]);
        let gap = gaps.next(candle, range);
        events.extend(gaps.zones().ended().iter().copied().map(Event::GapEnd));
        events.extend(gap.map(Event::Gap));
        let swept = sweeps.next(&candle, bar.volume, Some(bar.open_time));
        events.extend(swept.iter().copied().map(Event::Sweep));
        let pools = sweeps.pools();
        events.extend(pools.ended().iter().copied().map(Event::PoolEnd));
        events.extend(pools.made().iter().copied().map(Event::Pool));
        let (broken, block) = blocks.next(candle);
        events.extend(blocks.zones().ended().iter().copied().map(Event::BlockEnd));
        events.extend(broken.map(Event::Break));
        events.extend(block.map(Event::Block));
    }
    events
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::random::Random;
    use domain::{Bar, Timeframe, Ts};
    use proptest::prelude::*;

    fn market(seed: u64, rows: usize) -> Bars {
        let mut random = Random::named(seed, "structure", 0);
        let (mut bars, mut price) = (Bars::new(Timeframe::Hour1), 100.0_f64);
        for row in 0..rows {
            let open = price * (1.0 + 0.002 * random.normal());
            let close = open * (1.0 + 0.01 * random.normal()).max(0.5);
            let bar = Bar {
                open_time: Ts(1_700_000_000_000 / 3_600_000 * 3_600_000 + row as i64 * 3_600_000),
                open,
                high: open.max(close) * (1.0 + 0.01 * random.uniform()),
                low: open.min(close) * (1.0 - 0.01 * random.uniform()),
                close,
                volume: 10.0 * random.uniform(),
                made_up: false,
            };
            bars.push(bar).unwrap();
            price = close;
        }
        bars
    }

    fn settings(strength: usize, touches: usize, within: usize) -> Settings {
        let mut settings = Settings {
            strength,
            gap_size: 0.1,
            ..Settings::default()
        };
        settings.sweeps.pools = PoolSettings {
            strength,
            tolerance: 0.2,
            touches,
            within,
        };
        settings
    }

    #[test]
    fn a_market_has_events_of_every_kind() {
        let events = events(&market(1, 2000), &settings(2, 2, 2));
        let kinds: Vec<usize> = [
            |event: &Event| matches!(event, Event::Swing(_)),
            |event: &Event| matches!(event, Event::Gap(_)),
            |event: &Event| matches!(event, Event::GapEnd(_)),
            |event: &Event| matches!(event, Event::Pool(_)),
            |event: &Event| matches!(event, Event::PoolEnd(_)),
            |event: &Event| matches!(event, Event::Sweep(_)),
            |event: &Event| matches!(event, Event::Break(_)),
            |event: &Event| matches!(event, Event::Block(_)),
            |event: &Event| matches!(event, Event::BlockEnd(_)),
        ]
        .iter()
        .map(|is_kind| events.iter().filter(|event| is_kind(event)).count())
        .collect();
        assert!(kinds.iter().all(|count| *count > 10), "{kinds:?}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn the_events_of_a_prefix_are_the_first_of_all_events(
            seed in 0_u64..1000,
            cut in 1_usize..400,
            strength in 1_usize..6,
            touches in 1_usize..3,
            within in 1_usize..4,
        ) {
            let (bars, settings) = (market(seed, 400), settings(strength, touches, within));
            let all = events(&bars, &settings);
            prop_assert!(all.windows(2).all(|pair| pair[0].confirmed_at() <= pair[1].confirmed_at()));
            let known = all.iter().take_while(|event| event.confirmed_at() < cut).count();
            prop_assert_eq!(&events(&bars.slice(0..cut), &settings)[..], &all[..known]);
        }
    }
}
