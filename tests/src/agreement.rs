//! Both engines and the plain loop come to the same trades and the same account.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use domain::instrument::{Instrument, Lot, Round};
use domain::plan::{Change, TrailBy, close, high, low, next_open, open};
use domain::random::Random;
use domain::{
    Account, Bar, Bps, Cash, Costs, Dataset, FillPolicy, PathRule, Ratio, Reason, Risk, RunSpec,
    Series, Side, Sizing, Symbol,
};
use strategies::{Distance, EntryOrder, Exit, Plan};
use tests::oracle::{self, Rules};
use tests::{market, seeds};

/// Seeds that once broke the agreement.
const ONCE_BROKEN: [u64; 1] = [1_000_457];

#[test]
fn both_engines_agree_with_a_plain_loop() {
    seeds::each(&ONCE_BROKEN, 1500, agree);
}

#[test]
fn both_engines_agree_with_a_plain_loop_on_more() {
    seeds::each(&[], 1500, |seed| agree(seed + 1_000_000));
}

/// What the plan and the loop are both made of.
struct Shape {
    rules: Rules,
    /// How an entry is ordered: at the market, by a stop or by a limit.
    by: Reason,
    policy: FillPolicy,
    /// Do levels count from the open of their bar?
    from_open: bool,
    /// Look back of the entry.
    back: usize,
    /// How many ranges away a level lies.
    away: f64,
    /// A body of this share of the range ends a position.
    body: Option<f64>,
}

fn shape(random: &mut Random) -> Shape {
    let between = |random: &mut Random, a: f64, b: f64| a + (b - a) * random.uniform();
    let mut some = |probability: f64, a: f64, b: f64| {
        let value = between(random, a, b);
        random.chance(probability).then_some(value)
    };
    let (after, stop) = (some(0.5, 1.0, 9.0), some(0.6, 0.5, 15.0));
    let (trail, body) = (some(0.3, 0.5, 10.0), some(0.4, 0.3, 1.0));
    // A ladder that leaves nothing, or one whose rest goes by the other exits.
    let mut far = 0.0;
    let targets = (0..random.below(4)).map(|_| {
        far += between(random, 0.3, 6.0);
        let share = between(random, 0.1, 0.6);
        (far, if random.chance(0.3) { 1.0 } else { share })
    });
    let targets: Vec<(f64, f64)> = targets.collect();
    let bps = |random: &mut Random| Bps::new(between(random, 0.0, 40.0)).unwrap().ratio();
    let by = [Reason::EntrySignal, Reason::EntryStop, Reason::EntryLimit][random.below(3)];
    // Under the next-open policy a level is only a signal.
    let next_open = by == Reason::EntrySignal && random.chance(0.5);
    Shape {
        rules: Rules {
            after: after.map(|bars| bars as u32),
            stop,
            targets,
            trail,
            fees: [bps(random), bps(random)],
            slip: bps(random),
            slot: between(random, 0.1, 1.0),
            cash: libm::exp(between(random, 10.0, 18.0)),
        },
        by,
        policy: match next_open {
            true => FillPolicy::NextOpen,
            false => FillPolicy::Touch,
        },
        from_open: random.chance(0.4),
        back: 1 + random.below(4),
        away: between(random, -0.6, 1.0),
        body,
    }
}

/// Days with holes and made-up bars, traded in any unit or in lots.
fn data(seed: u64, random: &mut Random) -> Dataset {
    let (count, rows) = (1 + random.below(3), 1 + random.below(160));
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

fn agree(seed: u64) {
    let mut random = Random::named(seed, "agreement", 0);
    let shape = shape(&mut random);
    let data = data(seed, &mut random);
    let symbols = data.series().iter().map(|one| decided(&shape, one));
    let symbols: Vec<oracle::Symbol> = symbols.collect();
    let timeframe = data.series()[0].bars().timeframe();
    let (deals, equity) = oracle::run(&shape.rules, &symbols, timeframe.millis());
    let (spec, plan) = (spec(&shape, data.series().len()), plan(&shape));
    let (record, _) = engine::run_plan(&spec, &plan, &data, ()).unwrap();
    let vector = engine::vector::run(&spec, &plan, &data).unwrap();
    assert_eq!(record, vector.record);
    let near = |got: f64, want: f64| (got - want).abs() <= 1e-9 * want.abs().max(1e-12);
    for (trade, deal) in record.trades.iter().zip(&deals) {
        let (symbol, units, entry, exit, gain) = *deal;
        let at = |one: &domain::Execution| (one.time.0, one.reason);
        let same = at(&trade.entry) == (entry.0, entry.2)
            && at(&trade.exit) == (exit.0, exit.2)
            && trade.symbol == data.series()[symbol].instrument().symbol
            && trade.side == Side::Buy
            && near(trade.entry.price.get(), entry.1)
            && near(trade.exit.price.get(), exit.1)
            && near(trade.qty.get(), units)
            && (trade.pnl.get() - gain).abs() <= 1e-9 * shape.rules.cash;
        assert!(same, "{trade:?}\n{deal:?}\n{:?}", shape.rules);
    }
    assert_eq!(record.trades.len(), deals.len(), "{:?}", shape.rules);
    assert_eq!(record.curve.equity.len(), equity.len() + 1);
    for (row, (got, want)) in record.curve.equity[1..].iter().zip(&equity).enumerate() {
        let same = (got - want).abs() <= 1e-9 * want.abs();
        assert!(same, "row {row}: {got}, expected {want}");
    }
}

/// What was decided at each close, by closed forms.
fn decided(shape: &Shape, series: &Series) -> oracle::Symbol {
    let bars: Vec<Bar> = series.bars().iter().collect();
    let wide = |bar: &Bar| {
        let share = shape.body.unwrap_or(f64::INFINITY);
        (bar.close - bar.open).abs() > (bar.high - bar.low) * share
    };
    let rows = 0..bars.len();
    oracle::Symbol {
        instrument: series.instrument().clone(),
        enter: rows
            .map(|row| wish(shape, series.instrument(), &bars, row))
            .collect(),
        leave: bars
            .iter()
            .map(|bar| shape.body.is_some() && wide(bar))
            .collect(),
        bars,
    }
}

/// The entry that is wanted at the close of a row: the price has risen.
fn wish(shape: &Shape, instrument: &Instrument, bars: &[Bar], row: usize) -> Option<(Reason, f64)> {
    let before = bars[row.checked_sub(shape.back)?].close;
    let base = match (shape.by, shape.from_open) {
        _ if bars[row].close <= before => return None,
        (Reason::EntrySignal, _) => return Some((shape.by, 0.0)),
        (_, true) => bars.get(row + 1)?.open,
        (_, false) => bars[row].close,
    };
    let level = base + (bars[row].high - bars[row].low) * shape.away;
    let round = match shape.by {
        Reason::EntryStop => Round::Up,
        _ => Round::Down,
    };
    let level = (level > 0.0).then(|| instrument.on_tick(level, round))??;
    Some((shape.by, level.get()))
}

fn spec(shape: &Shape, count: usize) -> RunSpec {
    let rules = &shape.rules;
    let bps = |ratio: f64| Bps::new(ratio * 10_000.0).unwrap();
    let symbols: Vec<Symbol> = (0..count).map(market::symbol).collect();
    RunSpec {
        costs: Costs {
            maker_fee: bps(rules.fees[1]),
            ..Costs::plain(bps(rules.fees[0]), bps(rules.slip))
        },
        fill: shape.policy,
        path: PathRule::Pessimistic,
        sizing: Some(Sizing::EqualSlots {
            fraction: Ratio::new(rules.slot).unwrap(),
        }),
        account: Account::default(),
        risk: Risk::default(),
        cash: Cash::new(rules.cash).unwrap(),
        ..strategies::defaults::spec(strategies::ALL[0], symbols, domain::Timeframe::Day1)
    }
}

fn plan(shape: &Shape) -> Plan {
    let rules = &shape.rules;
    let base = match shape.from_open {
        true => next_open(),
        false => close(),
    };
    let level = base + (high() - low()) * shape.away;
    let order = match shape.by {
        Reason::EntryStop => EntryOrder::Stop(level),
        Reason::EntryLimit => EntryOrder::Limit(level),
        _ => EntryOrder::Market,
    };
    let mut plan = Plan::long(close().above(close().lag(shape.back)), order);
    if let Some(share) = shape.body {
        let body = (close() - open()).changed(Change::Absolute);
        plan = plan.exit_when(body.above((high() - low()) * share));
    }
    if let Some(bars) = rules.after {
        plan = plan.exit(Exit::AfterBars(bars));
    }
    if let Some(percent) = rules.stop {
        plan = plan.exit(Exit::Stop(Distance::Percent(percent)));
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
