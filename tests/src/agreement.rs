//! Both engines and the plain loop come to the same trades and the same account.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use domain::instrument::{Instrument, Lot, Round};
use domain::plan::{Change, Direction, TrailBy, close, high, low, next_open, open};
use domain::random::Random;
use domain::{
    Account, Bar, Bars, Bps, Cash, Costs, Dataset, FillPolicy, PathRule, Qty, Ratio, Reason, Risk,
    RunSpec, Series, Side, Sizing, Symbol,
};
use strategies::{Cond, Distance, EntryOrder, Exit, Plan};
use tests::oracle::{self, By, Far, Rules, Size, Wish};
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
    /// Orders that enter longs and shorts.
    entry: [Option<By>; 2],
    /// Do levels count from the open of their bar?
    from_open: bool,
    /// Look back of the entries.
    back: usize,
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
    let from_open = random.chance(0.4);
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
    let bps = |random: &mut Random| Bps::new(between(random, 0.0, 40.0)).unwrap().ratio();
    Shape {
        rules: Rules {
            after: late.then(|| 1 + random.below(8) as u32),
            stop: has_stop.then_some(stop),
            target: has_target.then(|| between(random, 0.3, 12.0)),
            trail: trails.then(|| between(random, 0.5, 10.0)),
            policy: FillPolicy::ALL[random.below(5)],
            path: PathRule::ALL[random.below(3)],
            fee: bps(random),
            maker: bps(random),
            slip: bps(random),
            size,
            cash: libm::exp(between(random, 10.0, 18.0)),
        },
        entry: [
            (long || both).then_some(first),
            (!long || both).then_some(second),
        ],
        from_open,
        back: 1 + random.below(4),
        away: [between(random, -0.6, 1.0), between(random, -0.6, 1.0)],
        body: body.then(|| between(random, 0.3, 1.0)),
        period: 2 + random.below(8),
    }
}

/// Days, or under the intrabar policy bars of four hours with the hours inside.
fn data(shape: &Shape, seed: u64, random: &mut Random) -> Dataset {
    let (count, rows) = (1 + random.below(3), 1 + random.below(160));
    let data = match shape.rules.policy {
        FillPolicy::Intrabar => market::replayed_market(seed, count, rows),
        _ => market::random_market(seed, count, rows),
    };
    let lot = match random.chance(0.5) {
        true => Lot::Any,
        false => Lot::PerUnit(1e8),
    };
    let series = data.series().iter().map(|one| {
        let mut instrument = one.instrument().clone();
        instrument.lot = lot;
        let series = Series::new(instrument, one.bars().clone());
        match one.inside() {
            Some(inside) => series.replayed_by(inside.clone()),
            None => series,
        }
    });
    Dataset::new(series.collect())
}

fn agree(seed: u64) {
    let mut random = Random::named(seed, "agreement", 0);
    let mut shape = shape(&mut random);
    let data = data(&shape, seed, &mut random);
    if let Size::Units(_) = shape.rules.size {
        let price = data.series()[0].bars().open()[0];
        shape.rules.size = Size::Units(shape.rules.cash * 0.4 * random.uniform() / price);
    }
    let symbols: Vec<oracle::Symbol> = data
        .series()
        .iter()
        .map(|one| decided(&shape, one))
        .collect();
    let timeframe = data.series()[0].bars().timeframe();
    let expected = oracle::run(shape.rules, &symbols, timeframe.millis());
    if expected.ruined {
        return;
    }
    let mut spec = spec(&shape.rules, data.series().len());
    spec.market.timeframe = timeframe;
    spec.market.inside = data.series()[0].inside().map(Bars::timeframe);
    let plan = plan(&shape);
    let (record, _) = engine::run_plan(&spec, &plan, &data, ()).unwrap();
    let vector = engine::vector::run(&spec, &plan, &data).unwrap();
    assert_eq!(record, vector.record);
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
    let wide = |bar: &Bar| {
        let share = shape.body.unwrap_or(f64::INFINITY);
        shape.body.is_some() && (bar.close - bar.open).abs() > (bar.high - bar.low) * share
    };
    let parts = |bar: &Bar| match series.inside() {
        None => vec![*bar],
        Some(inside) => {
            let end = series.bars().timeframe().close_of(bar.open_time);
            let of_bar = |part: &Bar| (bar.open_time..end).contains(&part.open_time);
            inside.iter().filter(of_bar).collect()
        }
    };
    oracle::Symbol {
        instrument: series.instrument().clone(),
        parts: bars.iter().map(parts).collect(),
        enter: (0..bars.len())
            .map(|row| wish(shape, series.instrument(), &bars, row))
            .collect(),
        leave: bars.iter().map(wide).collect(),
        range: ranges(&bars, shape.period),
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
    let by = shape.entry[side]?;
    let why = match by {
        By::Market => Reason::EntrySignal,
        By::Stop => Reason::EntryStop,
        By::Limit => Reason::EntryLimit,
    };
    let wish = Wish {
        sign,
        by,
        level: f64::NAN,
        why,
    };
    if by == By::Market {
        return Some(wish);
    }
    let base = match shape.from_open {
        true => bars.get(row + 1)?.open,
        false => bars[row].close,
    };
    let level = base + sign * (bars[row].high - bars[row].low) * shape.away[side];
    let round = match wish.rising() {
        true => Round::Up,
        false => Round::Down,
    };
    let level = (level > 0.0).then(|| instrument.on_tick(level, round))??;
    Some(Wish {
        level: level.get(),
        ..wish
    })
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
        costs: Costs {
            maker_fee: bps(rules.maker),
            ..Costs::plain(bps(rules.fee), bps(rules.slip))
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

fn plan(shape: &Shape) -> Plan {
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
