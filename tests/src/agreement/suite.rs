//! Both engines and the plain loops come to the same trades and the same account.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod plain;
mod shape;

use domain::random::Random;
use domain::{Dataset, Reason, Side};
use plain::{narrow, plainly};
use shape::{Shape, data, decided, plan, shape, spec};
use tests::seeds;
use tests::wide_oracle::{self, Deal, Size};

/// Seeds that once broke the agreement.
const ONCE_BROKEN: [u64; 1] = [1_000_457];

#[test]
fn both_engines_agree_with_a_plain_loop() {
    seeds::telling(&[], 2_000, |seed| {
        let mut random = Random::named(seed, "plain agreement", 0);
        let shape = narrow(shape(&mut random), &mut random);
        let loops = agree(&shape, &data(seed, &mut random, 1))?;
        (loops == 2).then_some(())
    });
}

#[test]
fn both_engines_agree_with_a_wide_loop() {
    seeds::telling(&ONCE_BROKEN, 1500, agree_widely);
}

#[test]
fn both_engines_agree_with_a_wide_loop_on_more() {
    seeds::telling(&[], 1500, |seed| agree_widely(seed + 1_000_000));
}

fn agree_widely(seed: u64) -> Option<()> {
    let mut random = Random::named(seed, "agreement", 0);
    let mut shape = shape(&mut random);
    let symbols = 1 + random.below(3);
    let data = data(seed, &mut random, symbols);
    if let Size::Units(_) = shape.rules.size {
        let price = data.series()[0].bars().open()[0];
        shape.rules.size = Size::Units(shape.rules.cash * 0.4 * random.uniform() / price);
    }
    agree(&shape, &data).map(|_| ())
}

/// How many loops agree with the engines: the wide one and, where it speaks, the short one. Nothing where the venue steps in.
fn agree(shape: &Shape, data: &Dataset) -> Option<usize> {
    let symbols = data.series().iter().map(|one| decided(shape, one));
    let symbols: Vec<wide_oracle::Symbol> = symbols.collect();
    let timeframe = data.series()[0].bars().timeframe();
    let length = timeframe.millis();
    let (deals, equity) = wide_oracle::run(&shape.rules, &symbols, length);
    let (spec, plan) = (spec(&shape.rules, data.series().len()), plan(shape));
    let (record, _) = engine::run_plan(&spec, &plan, data, ()).unwrap();
    let vector = engine::vector::run(&spec, &plan, data).unwrap();
    assert_eq!(record, vector.record);
    if shape.entry[1].is_some() && ruined(&record, shape.rules.cash) {
        // A short that took most of the money is where the venue steps in, which the loop doesn't speak.
        return None;
    }
    same(shape, data, &record, (&deals, &equity));
    if let [symbol] = &symbols[..]
        && let Some((deals, equity)) = plainly(shape, symbol, length)
    {
        same(shape, data, &record, (&deals, &equity));
        return Some(2);
    }
    Some(1)
}

/// Is this what the engines recorded?
fn same(
    shape: &Shape,
    data: &Dataset,
    record: &domain::RunRecord,
    (deals, equity): (&[Deal], &[f64]),
) {
    let near = |got: f64, want: f64| (got - want).abs() <= 1e-9 * want.abs().max(1e-12);
    for (trade, deal) in record.trades.iter().zip(deals) {
        let (symbol, sign, units, entry, exit, gain) = *deal;
        let at = |one: &domain::Execution| (one.time.0, one.reason);
        let same = at(&trade.entry) == (entry.0, entry.2)
            && at(&trade.exit) == (exit.0, exit.2)
            && trade.symbol == data.series()[symbol].instrument().symbol
            && (trade.side == Side::Buy) == (sign > 0.0)
            && near(trade.entry.price.get(), entry.1)
            && near(trade.exit.price.get(), exit.1)
            && near(trade.qty.get(), units)
            && (trade.pnl.get() - gain).abs() <= 1e-9 * shape.rules.cash;
        assert!(same, "{trade:?}\n{deal:?}\n{:?}", shape.rules);
    }
    assert_eq!(record.trades.len(), deals.len(), "{:?}", shape.rules);
    assert_eq!(record.curve.equity.len(), equity.len() + 1);
    for (row, (got, want)) in record.curve.equity[1..].iter().zip(equity).enumerate() {
        let same = (got - want).abs() <= 1e-9 * want.abs();
        assert!(same, "row {row}: {got}, expected {want}");
    }
}

/// Was most of the money gone at some close, or a position closed by the venue?
fn ruined(record: &domain::RunRecord, cash: f64) -> bool {
    let taken = |trade: &domain::Trade| trade.exit.reason == Reason::Liquidation;
    record.trades.iter().any(taken) || record.curve.equity.iter().any(|worth| *worth < 0.2 * cash)
}
