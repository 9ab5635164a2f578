//! Two runs whose questions differ in one way must differ in the way that follows, and in no other.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use domain::instrument::{ANY_PRICE, Lot};
use domain::plan::{Again, Direction, Distance, TrailBy, close, high, low, next_open, open};
use domain::random::Random;
use domain::{
    Account, Bar, Bars, Bps, Cash, Dataset, FillPolicy, Instrument, Qty, Risk, RunRecord, Series,
    Sizing, Trade,
};
use strategies::{Cond, EntryOrder, Exit, Plan};
use tests::seeds;
use tests::specs::{RandomRun, random_run};

fn run(one: &RandomRun) -> RunRecord {
    engine::run_plan(&one.spec, &one.plan, &one.data, ())
        .unwrap()
        .0
}

/// A random run with so much cash that no order is ever cut, and sizes that don't look at the account.
fn ample(seed: u64) -> Option<RandomRun> {
    let mut one = random_run(seed, 3, 100);
    if one.plan.hold.is_some() || one.spec.fill == FillPolicy::Intrabar {
        return None;
    }
    let dearest = one
        .data
        .series()
        .iter()
        .flat_map(|series| series.bars().high());
    let dearest = dearest.fold(0.0, |most: f64, price| most.max(*price));
    one.spec.sizing = Some(Sizing::Units(Qty::new(2.0).unwrap()));
    one.spec.cash = Cash::new(dearest * 1e4).unwrap();
    one.spec.account = Account {
        hedge: one.spec.account.hedge,
        ..Account::default()
    };
    one.spec.risk = Risk::default();
    one.data = changed(
        &one.data,
        |instrument| instrument.min_notional = Cash::ZERO,
        |bar| bar,
    );
    Some(one)
}

fn changed(data: &Dataset, rules: impl Fn(&mut Instrument), bar: impl Fn(Bar) -> Bar) -> Dataset {
    let series = data.series().iter().map(|one| {
        let mut instrument = one.instrument().clone();
        rules(&mut instrument);
        let of = |bars: &Bars| Bars::from_bars(bars.timeframe(), bars.iter().map(&bar)).unwrap();
        let series = Series::new(instrument, of(one.bars()));
        match one.inside() {
            Some(inside) => series.replayed_by(of(inside)),
            None => series,
        }
    });
    Dataset::new(series.collect())
}

/// When and where, without what it cost.
fn moves(trades: &[Trade]) -> Vec<String> {
    let end = |one: &domain::Execution| (one.time, one.signal_time, one.price, one.reason);
    let line = |one: &Trade| {
        let ends = (end(&one.entry), end(&one.exit));
        format!("{} {:?} {:?} {ends:?}", one.symbol, one.side, one.qty)
    };
    let mut lines: Vec<String> = trades.iter().map(line).collect();
    lines.sort();
    lines
}

#[test]
fn a_higher_fee_never_helps() {
    seeds::telling(&[], 300, |seed| {
        let mut cheap = ample(seed)?;
        // Whether a trade lost money must not depend on its fee.
        cheap.plan.again.wait_after_stop = 0;
        let mut dear = cheap.clone();
        let twice = |fee: Bps| Bps::new(fee.get() * 2.0 + 1.0).unwrap();
        dear.spec.costs.fee = twice(cheap.spec.costs.fee);
        dear.spec.costs.maker_fee = twice(cheap.spec.costs.maker_fee);
        let (a, b) = (run(&cheap), run(&dear));
        assert_eq!(moves(&a.trades), moves(&b.trades));
        let mut pairs = a.curve.equity.iter().zip(&b.curve.equity);
        assert!(pairs.all(|(cheap, dear)| dear <= cheap));
        let traded = !a.trades.is_empty();
        assert_eq!(b.curve.equity.last() < a.curve.equity.last(), traded);
        traded.then_some(())
    });
}

#[test]
fn prices_and_cash_in_another_unit_give_the_same_run() {
    seeds::telling(&[], 400, |seed| {
        let mut one = random_run(seed, 3, 100);
        // Plans that compare a price with a plain number mean a unit.
        let words = serde_json::to_string(&one.plan).unwrap();
        if words.contains("\"indicator\":{\"id\"") && !only_averages(&words) {
            return None;
        }
        let free = |instrument: &mut Instrument| {
            (instrument.ticks, instrument.lot) = (ANY_PRICE, Lot::Any);
            instrument.min_notional = Cash::ZERO;
        };
        one.data = changed(&one.data, free, |bar| bar);
        let mut told = false;
        for scale in [1_048_576.0, 1.0 / 512.0] {
            let mut other = one.clone();
            other.data = changed(
                &one.data,
                |_| {},
                |bar| Bar {
                    open: bar.open * scale,
                    high: bar.high * scale,
                    low: bar.low * scale,
                    close: bar.close * scale,
                    ..bar
                },
            );
            let in_unit = |cash: Cash| Cash::new(cash.get() * scale).unwrap();
            other.spec.cash = in_unit(one.spec.cash);
            other.spec.costs.fixed_fee = in_unit(one.spec.costs.fixed_fee);
            if let Some(Sizing::Amount(amount)) = one.spec.sizing {
                other.spec.sizing = Some(Sizing::Amount(in_unit(amount)));
            }
            let (a, b) = (run(&one), run(&other));
            let scaled: Vec<f64> = a.curve.equity.iter().map(|equity| equity * scale).collect();
            assert_eq!(b.curve.equity, scaled, "a power of two changes no digit");
            assert_eq!(a.trades.len(), b.trades.len());
            assert_eq!((&a.refusals, &a.cuts), (&b.refusals, &b.cuts));
            told |= !a.trades.is_empty();
        }
        told.then_some(())
    });
}

/// Are all indicators of these words on the scale of what they are given? A strength that stands in for a price is not.
fn only_averages(words: &str) -> bool {
    let ids = words.split("\"indicator\":{\"id\":\"").skip(1);
    let known = ["sma", "ema", "atr", "donchian", "bbands"];
    ids.map(|rest| (rest.split('"').next().unwrap(), rest))
        .all(|(id, rest)| known.contains(&id) || rest.starts_with("rsi\",\"inputs\":[{"))
}

#[test]
fn the_order_of_symbols_does_not_matter_when_cash_is_ample() {
    seeds::telling(&[], 300, |seed| {
        let mut one = ample(seed)?;
        let words = serde_json::to_string(&one.plan).unwrap();
        // A leader and equal ranks depend on the order by their definition.
        if words.contains("\"first\"")
            || words.contains("\"rank\":{")
            || !one.spec.market.watched.is_empty()
        {
            return None;
        }
        one.plan.rank = None;
        let mut other = one.clone();
        other.spec.market.symbols.reverse();
        other.data = Dataset::new(one.data.series().iter().rev().cloned().collect());
        let (a, b) = (run(&one), run(&other));
        assert_eq!(moves(&a.trades), moves(&b.trades));
        let pairs = a.curve.equity.iter().zip(&b.curve.equity);
        assert!(pairs.clone().all(|(a, b)| (a - b).abs() <= 1e-9 * a.abs()));
        (a.trades.len() > 1).then_some(())
    });
}

#[test]
fn a_symbol_that_is_only_watched_changes_nothing() {
    seeds::telling(&[], 300, |seed| {
        let mut one = random_run(seed, 2, 100);
        let market = &one.spec.market;
        if market.inside.is_some() || !market.watched.is_empty() {
            return None;
        }
        let traded = market.symbols.len();
        let many = tests::market::random_market_of(seed ^ 7, traded + 1, 100, market.timeframe);
        let before = run(&one);
        let watched = many.series().last().unwrap().clone();
        one.spec.market.watched = vec![watched.instrument().symbol];
        one.data = Dataset::new([one.data.series(), &[watched]].concat());
        let after = run(&one);
        assert_eq!(before.trades, after.trades);
        assert_eq!((before.refusals, before.cuts), (after.refusals, after.cuts));
        let at = |time: &i64| {
            after
                .curve
                .time
                .binary_search(time)
                .map(|row| after.curve.equity[row])
        };
        for (time, equity) in before.curve.time.iter().zip(&before.curve.equity).skip(1) {
            assert_eq!(at(time), Ok(*equity));
        }
        (!after.trades.is_empty()).then_some(())
    });
}

/// A plan that remembers nothing but the bar before.
fn forgetful(random: &mut Random) -> Plan {
    let mut cond = || match random.below(4) {
        0 => close().above(open()),
        1 => close().below(open()),
        2 => close().above((high() + low()) / 2.0),
        _ => Cond::Always,
    };
    let (first, second) = (cond(), cond());
    let order = match random.below(4) {
        0 => EntryOrder::Market,
        1 => EntryOrder::Stop(high()),
        2 => EntryOrder::Limit(low()),
        _ => EntryOrder::Stop(next_open() + (high() - low()) * 0.4),
    };
    let mut plan = Plan::long(first, order.clone()).enter(Direction::Short, second, order);
    plan = plan.exit(Exit::AfterBars(1 + random.below(4) as u32));
    plan = plan.stop_loss(1.0 + 8.0 * random.uniform());
    if random.chance(0.5) {
        plan = plan.exit(Exit::target(Distance::Percent(
            1.0 + 8.0 * random.uniform(),
        )));
    }
    if random.chance(0.5) {
        plan = plan.exit(Exit::trail(TrailBy::Percent(1.0 + 5.0 * random.uniform())));
    }
    plan.again = Again::default();
    plan
}

#[test]
fn a_run_split_where_it_holds_nothing_is_the_same_run() {
    seeds::telling(&[], 400, |seed| {
        let mut random = Random::named(seed, "split", 0);
        let mut one = random_run(seed, 1, 150);
        one.plan = forgetful(&mut random);
        one.spec.sizing = None;
        one.spec.risk = Risk::default();
        one.spec.market.watched.clear();
        one.spec.market.inside = None;
        one.spec.costs.slippage = domain::Slippage::default();
        one.spec.fill = [
            FillPolicy::Touch,
            FillPolicy::WorstOfBar,
            FillPolicy::SameClose,
        ][random.below(3)];
        let series = one.data.series()[0].clone();
        let bars = series.bars().clone();
        let with = |bars: Bars| Dataset::new(vec![Series::new(series.instrument().clone(), bars)]);
        one.data = with(bars.clone());
        let whole = run(&one);
        let closes = |row: usize| {
            bars.timeframe()
                .close_of(domain::Ts(bars.open_time()[row]))
                .0
        };
        // The bar before the split must not have been touched by any trade.
        let calm = |row: &usize| {
            let (open, close) = (bars.open_time()[*row], closes(*row));
            whole.trades.iter().all(|trade| {
                let (from, to) = (trade.entry.time.0, trade.exit.time.0);
                (from > close
                    || from == close
                        && *row + 1 < bars.len()
                        && one.spec.fill != FillPolicy::SameClose)
                    || (!trade.open && to < open)
            })
        };
        let split = (1..bars.len()).find(calm)?;
        // An account that owes money can't start again.
        (whole.curve.equity[split + 1] > 0.0).then_some(())?;
        let mut rest = one.clone();
        rest.data = with(bars.slice(split..bars.len()));
        rest.spec.cash = Cash::new(whole.curve.equity[split + 1]).unwrap();
        let rest = run(&rest);
        assert_eq!(whole.curve.equity[split + 1..], rest.curve.equity[1..]);
        let later: Vec<&Trade> = whole
            .trades
            .iter()
            .filter(|trade| trade.entry.time.0 >= closes(split))
            .collect();
        assert_eq!(later, rest.trades.iter().collect::<Vec<_>>());
        (!rest.trades.is_empty()).then_some(())
    });
}
