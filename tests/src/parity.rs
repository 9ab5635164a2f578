//! Both engines tell the same story: every trade, every refusal and every point of the account, to the bit.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use domain::{FillPolicy, PathRule, RunRecord, RunSpec, Timeframe, TradeTally};
use engine::vector::{self, Route};
use strategies::{EntryOrder, Exit, Plan};
use tests::market::{random_market, symbol};
use tests::plans::protected;
use tests::seeds;
use tests::specs::{RandomRun, random_run, random_spec};

/// Seeds whose runs once differed.
const ONCE_BROKEN: [u64; 0] = [];

fn both(run: &RandomRun, seed: u64) -> (RunRecord, Route) {
    let RandomRun { spec, plan, data } = run;
    // Whoever looks on sees every step of every bar; unseen, both engines pass over what can change nothing.
    let look = engine::event::Observer(|_: &engine::event::Event, _: &engine::ledger::Ledger| ());
    let (event, _) = engine::run_plan(spec, plan, data, look).unwrap();
    let (unseen, ()) = engine::run_plan(spec, plan, data, ()).unwrap();
    assert!(
        event == unseen,
        "seed {seed} differs when nobody looks: {plan:#?}"
    );
    let outcome = vector::run(spec, plan, data).unwrap();
    let told = |record: &RunRecord| format!("{:#?}", record.trades);
    assert_eq!(
        told(&event),
        told(&outcome.record),
        "trades of seed {seed}: {plan:#?}"
    );
    let counts = |record: &RunRecord| (record.refusals.clone(), record.cuts.clone());
    assert_eq!(
        counts(&event),
        counts(&outcome.record),
        "refusals and cuts of seed {seed}: {spec:#?}"
    );
    assert_eq!(
        event.curve, outcome.record.curve,
        "the account of seed {seed}: {plan:#?}"
    );
    assert_eq!(event, outcome.record, "seed {seed}");
    (event, outcome.route)
}

/// The sums of a run, the long way.
fn added_up(record: &RunRecord) -> [f64; 4] {
    let mut sums = [0.0; 4];
    for pair in record.curve.equity.windows(2) {
        let one = if pair[0] > 0.0 {
            pair[1] / pair[0] - 1.0
        } else {
            0.0
        };
        sums[0] += one;
        sums[1] += one * one;
        sums[2] += one.min(0.0) * one.min(0.0);
    }
    sums[3] = record.curve.drawdown.iter().copied().fold(0.0, f64::min);
    sums
}

fn sweeps_the_same(spec: &RunSpec, plan: &Plan, data: &domain::Dataset, record: &RunRecord) {
    let mut sweep = vector::Sweep::new(spec, data).unwrap();
    let tally = sweep.tally(plan).unwrap().tally;
    assert_eq!(
        tally,
        sweep.tally(plan).unwrap().tally,
        "a second time from the columns that are there"
    );
    sums_up(&tally, record);
    // However the bars are cut into tiles, and whoever goes beside.
    for words in [1, 3] {
        let mut sweep = vector::Sweep::new(spec, data).unwrap().in_tiles_of(words);
        let plans = [plan.clone(), plan.clone()];
        for swept in sweep.tallies(&plans) {
            sums_up(&swept.unwrap().tally, record);
        }
    }
}

fn sums_up(tally: &domain::Tally, record: &RunRecord) {
    assert_eq!(tally.last, *record.curve.equity.last().unwrap());
    assert_eq!(tally.bars as usize + 1, record.curve.time.len());
    assert_eq!(tally.bars_in_market, record.bars_in_market);
    assert_eq!(
        tally.open as usize,
        record.trades.iter().filter(|trade| trade.open).count()
    );
    let refused: u32 = record.refusals.iter().map(|refusal| refusal.count).sum();
    assert_eq!(tally.refused, refused);
    let trades = TradeTally::of(&record.trades);
    assert_eq!(
        (
            tally.trades.count,
            tally.trades.winners,
            tally.trades.losers
        ),
        (trades.count, trades.winners, trades.losers)
    );
    let close = |got: f64, want: f64, what: &str| {
        assert!(
            (got - want).abs() <= 1e-9 * want.abs().max(1e-3),
            "{what}: {got}, not {want}"
        );
    };
    close(tally.trades.won, trades.won, "won");
    close(tally.trades.lost, trades.lost, "lost");
    if record.curve.equity.iter().all(|equity| *equity > 0.0) {
        let names = ["returns", "squares", "lost squares", "drawdown"];
        let got = [
            tally.returns,
            tally.squares,
            tally.lost_squares,
            tally.drawdown,
        ];
        for ((got, want), name) in got.into_iter().zip(added_up(record)).zip(names) {
            close(got, want, name);
        }
        let report = metrics::report(record.clone());
        for metric in metrics::tallied(tally) {
            match (metric.value, report.metric(&metric.id).unwrap()) {
                (Ok(got), Ok(want)) => {
                    assert!(
                        (got - want).abs() <= 1e-7 * want.abs().max(1e-2),
                        "{}: {got}, not {want}",
                        metric.id
                    );
                }
                (got, want) => assert_eq!(got, want, "{}", metric.id),
            }
        }
    }
}

/// Every expression of a plan, bar by bar, in blocks that are known beforehand, and as columns.
fn columns_equal_steps(run: &RandomRun) {
    let (program, _) = engine::run::compile(&run.spec, &run.plan).unwrap();
    let series = run.data.series();
    let mut sheet = vector::Sheet::new(series, run.spec.market.timeframe);
    let Ok(places) = sheet.add(&program) else {
        return;
    };
    let mut stream = strategies::Stream::new(program.clone());
    let known: Vec<_> = series.iter().map(|one| one.bars()).collect();
    let mut over = strategies::Stream::over(program.clone(), &known);
    let mut rows = vec![0; series.len()];
    let mut times: Vec<i64> = series
        .iter()
        .flat_map(|one| one.bars().open_time())
        .copied()
        .collect();
    times.sort_unstable();
    times.dedup();
    for time in times {
        let bars: Vec<_> = series
            .iter()
            .zip(&rows)
            .map(|(one, row)| one.bars().get(*row).filter(|bar| bar.open_time.0 == time))
            .collect();
        for (symbol, bar) in bars.iter().enumerate() {
            if let (Some(bar), Some(last)) = (bar, rows[symbol].checked_sub(1)) {
                stream.open(symbol, bar.open);
                over.open(symbol, bar.open);
                same_everywhere(&program, &stream, &over, symbol);
                compare(&program, (&stream, &sheet), &places, (symbol, last), true);
            }
        }
        stream.close(&bars, &[]);
        over.close(&bars, &[]);
        for (symbol, bar) in bars.iter().enumerate() {
            same_everywhere(&program, &stream, &over, symbol);
            if bar.is_some() {
                compare(
                    &program,
                    (&stream, &sheet),
                    &places,
                    (symbol, rows[symbol]),
                    false,
                );
                rows[symbol] += 1;
            }
        }
    }
}

/// Two streams that know the same.
fn same_everywhere(
    program: &strategies::Program,
    stream: &strategies::Stream<'_>,
    over: &strategies::Stream<'_>,
    symbol: usize,
) {
    for (index, one) in program.slots.iter().enumerate() {
        let slot = strategies::program::Slot(index as u32);
        let (one_at_a_time, in_blocks) = (stream.value(symbol, slot), over.value(symbol, slot));
        assert!(
            one_at_a_time.to_bits() == in_blocks.to_bits()
                || one_at_a_time.is_nan() && in_blocks.is_nan(),
            "{}: {one_at_a_time} bar by bar, {in_blocks} in blocks, symbol {symbol}",
            one.path
        );
    }
}

fn compare(
    program: &strategies::Program,
    (stream, sheet): (&strategies::Stream<'_>, &vector::Sheet<'_>),
    places: &[vector::columns::Place],
    (symbol, row): (usize, usize),
    at_open: bool,
) {
    for (index, one) in program.slots.iter().enumerate() {
        if one.at_open == at_open && one.frame == 0 {
            let step = stream.value(symbol, strategies::program::Slot(index as u32));
            let column = sheet.column(places[index], symbol).unwrap().at(row);
            assert!(
                step.to_bits() == column.to_bits() || step.is_nan() && column.is_nan(),
                "{}: {step} bar by bar, {column} as a column, symbol {symbol}, row {row}",
                one.path
            );
        }
    }
}

#[test]
fn random_plans_on_random_markets() {
    seeds::each(&ONCE_BROKEN, 2_000, |seed| {
        let sizes = [1, 3, 40, 150, 400];
        let bars = if seed % 200 == 0 {
            5_000
        } else {
            sizes[seed as usize % sizes.len()]
        };
        let run = random_run(seed, 1 + (seed / 7) as usize % 5, bars);
        columns_equal_steps(&run);
        let (record, _) = both(&run, seed);
        if seed % 2 == 0 {
            sweeps_the_same(&run.spec, &run.plan, &run.data, &record);
        }
    });
}

#[test]
fn every_strategy_on_random_markets() {
    seeds::each(&[], 400, |seed| {
        let symbols = 1 + seed as usize % 4;
        let spec = random_spec(seed, symbols);
        let data = random_market(seed, symbols, 30 + seed as usize % 300);
        let plan = strategies::plan_of(&spec.strategy).unwrap();
        if engine::run::compile(&spec, &plan).is_err() {
            // It asks for longer bars than days make, or looks at the position while hedging.
            return;
        }
        let run = RandomRun { spec, plan, data };
        let (record, _) = both(&run, seed);
        sweeps_the_same(&run.spec, &run.plan, &run.data, &record);
    });
}

/// The shortest way is only taken by plans like this one, so it gets markets of its own.
#[test]
fn plain_plans_in_every_size_and_at_every_cost() {
    seeds::each(&[], 600, |seed| {
        let Some(run) = plain_run(seed) else { return };
        let (record, route) = both(&run, seed);
        assert_eq!(route, Route::Vector);
        sweeps_the_same(&run.spec, &run.plan, &run.data, &record);
    });
}

/// Nothing but a walk over every bar knows what a stop does; the shortest way looks at blocks of them.
#[test]
fn plain_plans_with_stops_and_targets() {
    seeds::each(&[], 1_200, |seed| {
        let Some(mut run) = plain_run(seed) else {
            return;
        };
        let mut random = domain::random::Random::new(seed, 78);
        run.plan = protected(seed, &run.spec.market, &run.plan);
        run.spec.path = [
            PathRule::Pessimistic,
            PathRule::Optimistic,
            PathRule::NearestToOpen,
        ][random.below(3)];
        run.spec.fill = [FillPolicy::NextOpen, FillPolicy::Touch][random.below(2)];
        let bps = |random: &mut domain::random::Random| {
            let most = [0.0, 5.0, 40.0][random.below(3)];
            domain::Bps::new(most * random.uniform()).unwrap()
        };
        let costs = &mut run.spec.costs;
        costs.fee = bps(&mut random);
        costs.maker_fee = bps(&mut random);
        costs.half_spread = bps(&mut random);
        costs.slippage = domain::Slippage::Bps(bps(&mut random));
        costs.slip_targets = random.chance(0.3);
        costs.slip_entries_only = random.chance(0.1);
        let (record, _) = both(&run, seed);
        sweeps_the_same(&run.spec, &run.plan, &run.data, &record);
    });
}

/// A peak before the entry lies in the same block of bars: a stop that hangs on the best price since the entry must not see it.
#[test]
fn a_stop_follows_no_peak_from_before_the_entry() {
    // Bought at 101 in the third bar. The best since is 101.5, and 5 % below it is 96.4; 5 % below the peak of 103 would be 97.9.
    let bar = |day: i64, [open, high, low, close]: [f64; 4]| domain::Bar {
        open_time: domain::Ts(day * Timeframe::Day1.millis()),
        open,
        high,
        low,
        close,
        volume: 1e6,
        made_up: false,
    };
    let shape = |day: i64| match day {
        0 => [99.0, 103.0, 98.9, 99.0],
        1 => [99.0, 101.0, 98.9, 101.0],
        21 => [101.0, 101.0, 97.5, 98.0],
        22.. => [98.0, 98.2, 97.9, 98.0],
        _ => [101.0, 101.5, 100.8, 101.0],
    };
    let bars = (0..40).map(|day| bar(day, shape(day)));
    let bars = domain::Bars::from_bars(Timeframe::Day1, bars).unwrap();
    let instrument = domain::sample::instrument(&symbol(0)).unwrap();
    let data = domain::Dataset::new(vec![domain::Series::new(instrument, bars)]);
    let cross = domain::plan::close().crosses_above(100.0);
    let trail = Exit::trail(domain::plan::TrailBy::Percent(5.0));
    let plan = Plan::long(cross, EntryOrder::Market).exit(trail);
    let strategy = strategies::find("ema_cross").unwrap();
    let spec = strategies::defaults::spec(strategy, vec![symbol(0)], Timeframe::Day1);
    let run = RandomRun { spec, plan, data };
    let (record, _) = both(&run, 0);
    assert_eq!((record.trades.len(), record.trades[0].open), (1, true));
    sweeps_the_same(&run.spec, &run.plan, &run.data, &record);
}

/// One symbol, long only, in and out by signals; `None` when the drawn lengths make no plan.
fn plain_run(seed: u64) -> Option<RandomRun> {
    let strategy =
        strategies::find(["ema_cross", "sma_cross", "rsi_2", "momentum"][seed as usize % 4])?;
    let mut random = domain::random::Random::new(seed, 77);
    let mut spec = strategies::defaults::spec(strategy, vec![symbol(0)], Timeframe::Day1);
    let data = random_market(seed, 1, 20 + random.below(400));
    for param in strategy.params {
        let (low, high) = param.range();
        let value = low + (random.uniform() * (high - low).min(12.0)).round();
        if param.id != "stop" {
            spec.strategy.set(param.id, value);
        }
    }
    spec.cash = domain::Cash::new(libm::exp(8.0 + 8.0 * random.uniform())).unwrap();
    let part = domain::Ratio::new(0.05 + 0.95 * random.uniform()).unwrap();
    spec.sizing = Some(match seed % 3 {
        0 => domain::Sizing::EqualSlots { fraction: part },
        1 => domain::Sizing::Equity { fraction: part },
        _ => domain::Sizing::Amount(domain::Cash::new(spec.cash.get() * 2.0 * part.get()).unwrap()),
    });
    let plan = strategies::plan_of(&spec.strategy).ok()?;
    // Bars made up by a gap repair take the longer way; half of the markets have none.
    let data = match seed % 2 {
        0 => data,
        _ => traded_only(&data),
    };
    Some(RandomRun { spec, plan, data })
}

fn traded_only(data: &domain::Dataset) -> domain::Dataset {
    let series = data.series().iter().map(|one| {
        let bars = one.bars().iter().map(|bar| domain::Bar {
            made_up: false,
            ..bar
        });
        let bars = domain::Bars::from_bars(one.bars().timeframe(), bars).unwrap();
        domain::Series::new(one.instrument().clone(), bars)
    });
    domain::Dataset::new(series.collect())
}
