//! The engine and the plain loop come to the same trades and the same account.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use domain::instrument::Lot;
use domain::plan::{Change, Direction, TrailBy, close, high, low, next_open, open};
use domain::random::Random;
use domain::time::DAY_MS;
use domain::{
    Account, Bar, Bps, Cash, Costs, Dataset, FillPolicy, PathRule, Qty, Ratio, Risk, RunSpec,
    Series, Side, Sizing, Symbol,
};
use strategies::{Cond, Distance, EntryOrder, Exit, Plan};
use tests::oracle::{self, By, Far, Rules, Size};
use tests::{market, seeds};

/// Seeds that once broke the agreement.
const ONCE_BROKEN: [u64; 5] = [42, 48, 91, 136, 1_000_082];

#[test]
fn the_engine_agrees_with_a_plain_loop() {
    seeds::each(&ONCE_BROKEN, 1200, agree);
}

#[test]
fn the_engine_agrees_with_a_plain_loop_on_more() {
    seeds::each(&[], 1200, |seed| agree(seed + 1_000_000));
}

/// What the plan and the loop are both made of.
struct Shape {
    rules: Rules,
    /// Look back of the entries.
    back: [usize; 2],
    /// How many ranges away a level lies.
    away: [f64; 2],
    /// A body of this share of the range ends a position.
    body: Option<f64>,
    /// Bars of the average range.
    period: usize,
}

fn shape(random: &mut Random) -> Shape {
    let mut some = |probability: f64| random.chance(probability);
    let (long, has_stop, has_target) = (some(0.7), some(0.6), some(0.5));
    let (both, trails, late, body) = (some(0.3), some(0.3), some(0.5), some(0.4));
    let some_open = random.chance(0.4);
    let mut by = || [By::Market, By::Stop, By::Limit][random.below(3)];
    let (first, second) = (by(), by());
    let between = |random: &mut Random, a: f64, b: f64| a + (b - a) * random.uniform();
    let stop = match random.chance(0.5) {
        true => Far::Percent(between(random, 0.5, 15.0)),
        false => Far::Range(between(random, 0.3, 3.0)),
    };
    let size = match random.below(3) {
        0 => Size::Slots(between(random, 0.1, 1.0)),
        1 => Size::Equity(between(random, 0.1, 1.0)),
        _ => Size::Units(0.0),
    };
    Shape {
        rules: Rules {
            entry: [
                (long || both).then_some(first),
                (!long || both).then_some(second),
            ],
            from_open: some_open,
            after: late.then(|| 1 + random.below(8) as u32),
            stop: has_stop.then_some(stop),
            target: has_target.then(|| between(random, 0.3, 12.0)),
            trail: trails.then(|| between(random, 0.5, 10.0)),
            policy: FillPolicy::ALL[random.below(4)],
            path: PathRule::ALL[random.below(3)],
            fee: Bps::new(between(random, 0.0, 40.0)).unwrap().ratio(),
            slip: Bps::new(between(random, 0.0, 40.0)).unwrap().ratio(),
            size,
            cash: libm::exp(between(random, 10.0, 18.0)),
        },
        back: [1 + random.below(4), 1 + random.below(4)],
        away: [between(random, -0.6, 1.0), between(random, -0.6, 1.0)],
        body: body.then(|| between(random, 0.3, 1.0)),
        period: 2 + random.below(8),
    }
}

fn agree(seed: u64) {
    let mut random = Random::named(seed, "agreement", 0);
    let mut shape = shape(&mut random);
    let count = 1 + random.below(3);
    let lot = match random.chance(0.5) {
        true => Lot::Any,
        false => Lot::PerUnit(1e8),
    };
    let data = market::random_market(seed, count, 1 + random.below(160));
    let series = data.series().iter().map(|one| {
        let mut instrument = one.instrument().clone();
        instrument.lot = lot;
        Series::new(instrument, one.bars().clone())
    });
    let data = Dataset::new(series.collect());
    if let Size::Units(_) = shape.rules.size {
        let price = data.series()[0].bars().open()[0];
        shape.rules.size = Size::Units(shape.rules.cash * 0.4 * random.uniform() / price);
    }
    let symbols: Vec<oracle::Symbol> = data
        .series()
        .iter()
        .map(|one| decided(&shape, one))
        .collect();
    let expected = oracle::run(shape.rules, &symbols, DAY_MS);
    if expected.ruined {
        return;
    }
    let spec = spec(&shape.rules, count);
    let (record, _) = engine::run_plan(&spec, &plan(&shape), &data, ()).unwrap();
    let near = |got: f64, want: f64| (got - want).abs() <= 1e-9 * want.abs().max(1e-12);
    for (trade, deal) in record.trades.iter().zip(&expected.deals) {
        let at = |one: &domain::Execution| (one.time.0, one.reason);
        let (entry, exit) = (deal.entered, deal.left);
        let same = at(&trade.entry) == (entry.0, entry.2)
            && at(&trade.exit) == (exit.0, exit.2)
            && trade.symbol == data.series()[deal.symbol].instrument().symbol
            && (trade.side == Side::Buy) == deal.long
            && near(trade.entry.price.get(), entry.1)
            && near(trade.exit.price.get(), exit.1)
            && near(trade.qty.get(), deal.units)
            && (trade.pnl.get() - deal.gain).abs() <= 1e-9 * shape.rules.cash;
        assert!(same, "{trade:?}\n{deal:?}\n{:?}", shape.rules);
    }
    assert_eq!(
        record.trades.len(),
        expected.deals.len(),
        "{:?}",
        shape.rules
    );
    let pairs = record.curve.equity[1..].iter().zip(&expected.equity);
    for (row, (got, want)) in pairs.enumerate() {
        assert!(
            (got - want).abs() <= 1e-9 * want.abs(),
            "row {row}: {got}, expected {want}"
        );
    }
    assert_eq!(record.curve.equity.len(), expected.equity.len() + 1);
}

/// What was decided at each close, by closed forms.
fn decided(shape: &Shape, series: &Series) -> oracle::Symbol {
    let bars: Vec<Bar> = series.bars().iter().collect();
    let rows = 0..bars.len();
    let signal = |side: usize| -> Vec<bool> {
        let back = shape.back[side];
        let moved = |row: usize| bars[row].close - bars[row - back].close;
        let sign = [1.0, -1.0][side];
        rows.clone()
            .map(|row| row >= back && moved(row) * sign > 0.0)
            .collect()
    };
    let level = |side: usize| -> Vec<f64> {
        let away = |bar: &Bar| (bar.high - bar.low) * shape.away[side];
        let base = |bar: &Bar| {
            if shape.rules.from_open {
                0.0
            } else {
                bar.close
            }
        };
        let sign = [1.0, -1.0][side];
        bars.iter()
            .map(|bar| base(bar) + sign * away(bar))
            .collect()
    };
    let wide = |bar: &Bar| {
        let share = shape.body.unwrap_or(f64::INFINITY);
        shape.body.is_some() && (bar.close - bar.open).abs() > (bar.high - bar.low) * share
    };
    oracle::Symbol {
        instrument: series.instrument().clone(),
        enter: [signal(0), signal(1)],
        level: [level(0), level(1)],
        leave: bars.iter().map(wide).collect(),
        range: ranges(&bars, shape.period),
        bars,
    }
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

fn spec(rules: &Rules, count: usize) -> RunSpec {
    let bps = |ratio: f64| Bps::new(ratio * 10_000.0).unwrap();
    let ratio = |share| Ratio::new(share).unwrap();
    let symbols: Vec<Symbol> = (0..count).map(market::symbol).collect();
    let any = strategies::ALL[0];
    RunSpec {
        costs: Costs::plain(bps(rules.fee), bps(rules.slip)),
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

fn plan(shape: &Shape) -> Plan {
    let rules = &shape.rules;
    let range = || high() - low();
    let base = || {
        if rules.from_open {
            next_open()
        } else {
            close()
        }
    };
    let mut plan = Plan::default();
    for (side, by) in rules.entry.iter().enumerate() {
        let Some(by) = by else { continue };
        let before = close().lag(shape.back[side]);
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
            By::Market => EntryOrder::Market,
            By::Stop => EntryOrder::Stop(level),
            By::Limit => EntryOrder::Limit(level),
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
    if let Some(percent) = rules.target {
        plan = plan.exit(Exit::target(Distance::Percent(percent)));
    }
    if let Some(percent) = rules.trail {
        plan = plan.exit(Exit::trail(TrailBy::Percent(percent)));
    }
    plan
}
