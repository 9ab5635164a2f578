//! Random rules, said twice: as what the loops read, and as the spec and the plan that the engines run.

use domain::instrument::{Instrument, Lot, Round};
use domain::plan::{Change, Direction, TrailBy, close, high, low, next_open, open};
use domain::random::Random;
use domain::{
    Account, Bar, Bps, Cash, Costs, Dataset, FillPolicy, PathRule, Qty, Ratio, Reason, Risk,
    RunSpec, Series, Sizing, Symbol,
};
use strategies::{Cond, Distance, EntryOrder, Exit, Plan};
use tests::market;
use tests::wide_oracle::{self, Far, Rules, Size, Wish};

/// The policies that look at one bar at a time.
const ONE_BAR: [FillPolicy; 4] = [
    FillPolicy::NextOpen,
    FillPolicy::Touch,
    FillPolicy::WorstOfBar,
    FillPolicy::SameClose,
];

/// What the plan and the loop are both made of.
pub struct Shape {
    pub rules: Rules,
    /// Orders that enter longs and shorts: at the market, by a stop or by a limit.
    pub entry: [Option<Reason>; 2],
    /// Do levels count from the open of their bar?
    pub from_open: bool,
    /// Look back of the entries.
    pub back: usize,
    /// How many ranges away a level lies.
    pub away: [f64; 2],
    /// A body of this share of the range ends a position.
    pub body: Option<f64>,
    /// Bars of the average range.
    pub period: usize,
}

pub fn shape(random: &mut Random) -> Shape {
    let between = |random: &mut Random, a: f64, b: f64| a + (b - a) * random.uniform();
    let mut some = |probability: f64, a: f64, b: f64| {
        let value = between(random, a, b);
        random.chance(probability).then_some(value)
    };
    let (after, trail, body) = (
        some(0.5, 1.0, 9.0),
        some(0.3, 0.5, 10.0),
        some(0.4, 0.3, 1.0),
    );
    let (long, both, has_stop) = (random.chance(0.7), random.chance(0.3), random.chance(0.6));
    let policy = ONE_BAR[random.below(4)];
    // Under the next-open policy a level is only a signal, which the loop doesn't speak.
    let kinds = if policy == FillPolicy::NextOpen { 1 } else { 3 };
    let kind = |random: &mut Random| {
        [Reason::EntrySignal, Reason::EntryStop, Reason::EntryLimit][random.below(kinds)]
    };
    let (first, second) = (kind(random), kind(random));
    // A ladder that leaves nothing, or one whose rest goes by the other exits.
    let mut far = 0.0;
    let targets = (0..random.below(4)).map(|_| {
        far += between(random, 0.3, 6.0);
        let share = between(random, 0.1, 0.6);
        (far, if random.chance(0.3) { 1.0 } else { share })
    });
    let targets: Vec<(f64, f64)> = targets.collect();
    let stop = match random.chance(0.5) {
        true => Far::Percent(between(random, 0.5, 15.0)),
        false => Far::Range(between(random, 0.3, 3.0)),
    };
    let size = match random.below(3) {
        0 => Size::Slots(between(random, 0.1, 1.0)),
        1 => Size::Equity(between(random, 0.1, 1.0)),
        _ => Size::Units(0.0),
    };
    let bps = |random: &mut Random| Bps::new(between(random, 0.0, 40.0)).unwrap().ratio();
    Shape {
        rules: Rules {
            after: after.map(|bars| bars as u32),
            stop: has_stop.then_some(stop),
            targets,
            trail,
            policy,
            path: PathRule::ALL[random.below(3)],
            fees: [bps(random), bps(random)],
            slip: bps(random),
            size,
            cash: libm::exp(between(random, 10.0, 18.0)),
        },
        entry: [
            (long || both).then_some(first),
            (!long || both).then_some(second),
        ],
        from_open: random.chance(0.4),
        back: 1 + random.below(4),
        away: [between(random, -0.6, 1.0), between(random, -0.6, 1.0)],
        body,
        period: 2 + random.below(8),
    }
}

/// Days with holes and made-up bars, traded in any unit or in lots.
pub fn data(seed: u64, random: &mut Random, count: usize) -> Dataset {
    let rows = 1 + random.below(160);
    let lot = match random.chance(0.5) {
        true => Lot::Any,
        false => Lot::PerUnit(1e8),
    };
    let series = market::random_market(seed, count, rows);
    let series = series.series().iter().map(|one| {
        let mut instrument = one.instrument().clone();
        instrument.lot = lot;
        Series::new(instrument, one.bars().clone())
    });
    Dataset::new(series.collect())
}

/// What was decided at each close, by closed forms.
pub fn decided(shape: &Shape, series: &Series) -> wide_oracle::Symbol {
    let bars: Vec<Bar> = series.bars().iter().collect();
    let wide = |bar: &Bar| {
        let share = shape.body.unwrap_or(f64::INFINITY);
        shape.body.is_some() && (bar.close - bar.open).abs() > (bar.high - bar.low) * share
    };
    wide_oracle::Symbol {
        instrument: series.instrument().clone(),
        enter: (0..bars.len())
            .map(|row| wish(shape, series.instrument(), &bars, row))
            .collect(),
        leave: bars.iter().map(wide).collect(),
        ranges: ranges(&bars, shape.period),
        bars,
    }
}

/// The entry that is wanted at the close of a row: the price has risen for a long, fallen for a short.
fn wish(shape: &Shape, instrument: &Instrument, bars: &[Bar], row: usize) -> Option<Wish> {
    let moved = bars[row].close - bars[row.checked_sub(shape.back)?].close;
    let (side, sign) = match moved {
        moved if moved > 0.0 => (0, 1.0),
        moved if moved < 0.0 => (1, -1.0),
        _ => return None,
    };
    let why = shape.entry[side]?;
    let base = match (why, shape.from_open) {
        (Reason::EntrySignal, _) => return Some((sign, why, f64::NAN)),
        (_, true) => bars.get(row + 1)?.open,
        (_, false) => bars[row].close,
    };
    let level = base + sign * (bars[row].high - bars[row].low) * shape.away[side];
    let round = match (why == Reason::EntryStop) == (sign > 0.0) {
        true => Round::Up,
        false => Round::Down,
    };
    let level = (level > 0.0).then(|| instrument.on_tick(level, round))??;
    Some((sign, why, level.get()))
}

/// Wilder's average true range: a mean of the first true ranges, then one new part in so many.
fn ranges(bars: &[Bar], period: usize) -> Vec<f64> {
    let mut all = vec![f64::NAN; bars.len()];
    let range = |row: usize| {
        let (bar, before) = (&bars[row], bars[row - 1].close);
        bar.high.max(before) - bar.low.min(before)
    };
    for row in period..bars.len() {
        all[row] = if row == period {
            (1..=period).map(range).sum::<f64>() / period as f64
        } else {
            all[row - 1] + (range(row) - all[row - 1]) / period as f64
        };
    }
    all
}

pub fn spec(rules: &Rules, count: usize) -> RunSpec {
    let bps = |ratio: f64| Bps::new(ratio * 10_000.0).unwrap();
    let ratio = |share| Ratio::new(share).unwrap();
    let symbols: Vec<Symbol> = (0..count).map(market::symbol).collect();
    let any = strategies::ALL[0];
    RunSpec {
        costs: Costs {
            maker_fee: bps(rules.fees[1]),
            ..Costs::plain(bps(rules.fees[0]), bps(rules.slip))
        },
        fill: rules.policy,
        path: rules.path,
        sizing: Some(match rules.size {
            Size::Slots(share) => Sizing::EqualSlots {
                fraction: ratio(share),
            },
            Size::Equity(share) => Sizing::Equity {
                fraction: ratio(share),
            },
            Size::Units(units) => Sizing::Units(Qty::new(units).unwrap()),
        }),
        account: Account::default(),
        risk: Risk::default(),
        cash: Cash::new(rules.cash).unwrap(),
        ..strategies::defaults::spec(any, symbols, domain::Timeframe::Day1)
    }
}

pub fn plan(shape: &Shape) -> Plan {
    let rules = &shape.rules;
    let range = || high() - low();
    let base = || {
        if shape.from_open {
            next_open()
        } else {
            close()
        }
    };
    let mut plan = Plan::default();
    for (side, by) in shape.entry.iter().enumerate() {
        let Some(by) = by else { continue };
        let before = close().lag(shape.back);
        let (direction, when, level) = match side {
            0 => (
                Direction::Long,
                close().above(before),
                base() + range() * shape.away[0],
            ),
            _ => (
                Direction::Short,
                close().below(before),
                base() - range() * shape.away[1],
            ),
        };
        let order = match by {
            Reason::EntryStop => EntryOrder::Stop(level),
            Reason::EntryLimit => EntryOrder::Limit(level),
            _ => EntryOrder::Market,
        };
        plan = plan.enter(direction, when, order);
    }
    if let Some(share) = shape.body {
        let wide: Cond = (close() - open())
            .changed(Change::Absolute)
            .above(range() * share);
        plan = plan.exit_when(wide);
    }
    if let Some(bars) = rules.after {
        plan = plan.exit(Exit::AfterBars(bars));
    }
    if let Some(far) = rules.stop {
        plan = plan.exit(Exit::Stop(match far {
            Far::Percent(percent) => Distance::Percent(percent),
            Far::Range(times) => Distance::Atr {
                period: shape.period as u32,
                times,
            },
        }));
    }
    for (percent, share) in &rules.targets {
        plan = plan.exit(Exit::Target {
            at: Distance::Percent(*percent),
            share: *share,
        });
    }
    if let Some(percent) = rules.trail {
        plan = plan.exit(Exit::trail(TrailBy::Percent(percent)));
    }
    plan
}
