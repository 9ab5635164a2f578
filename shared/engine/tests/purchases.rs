//! Adds for the same money instead of the same units, worked out by hand: regular purchases, a ladder, whole units.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod stage;

use domain::plan::{AddSize, AddWhen, Adds};
use domain::{
    Bar, Bars, Bps, Dataset, FillPolicy, Lot, Qty, Refusal, RunRecord, Series, Sizing,
    StrategyChoice, Timeframe, Ts,
};
use stage::{flat, near, play, run, says, series, spec};
use strategies::{Distance, EntryOrder, Plan};

/// Regular purchases every day for this share of the account, at these prices; the first purchase is at the third open.
fn dca(percent: f64, fee: f64, prices: &[f64]) -> RunRecord {
    let params = [("day", 7.0), ("share", percent)].map(|(id, value)| (id.to_owned(), value));
    let choice = StrategyChoice::library("dca", params.into_iter().collect());
    let mut spec = spec(1, FillPolicy::NextOpen);
    spec.sizing = None;
    spec.costs.fee = Bps::new(fee).unwrap();
    let rows: Vec<_> = prices.iter().map(|price| flat(*price, 0)).collect();
    play(&spec, &strategies::plan_of(&choice).unwrap(), &[&rows])
}

#[test]
fn regular_purchases_spend_the_same_each_time() {
    let record = dca(10.0, 0.0, &[100.0, 100.0, 100.0, 200.0, 50.0]);
    // A thousand each: 10, 5 and 20 units.
    assert_eq!(record.trades.len(), 1);
    near(record.trades[0].qty.get(), 35.0);
    near(record.trades[0].entry.price.get(), 3000.0 / 35.0);
    near(record.curve.equity[5], 7000.0 + 35.0 * 50.0);
}

#[test]
fn the_fee_is_part_of_what_a_purchase_spends() {
    // At 1 % a thousand buys for 990.10 each time.
    let record = dca(10.0, 100.0, &[100.0, 100.0, 100.0, 200.0]);
    let worth = 1000.0 / 1.01;
    near(record.trades[0].qty.get(), worth / 100.0 + worth / 200.0);
    near(record.curve.equity[4], 8000.0 + worth * 3.0);
}

#[test]
fn the_last_purchase_spends_what_is_left() {
    let record = dca(60.0, 0.0, &[100.0, 100.0, 100.0, 200.0, 50.0]);
    near(record.trades[0].qty.get(), 60.0 + 20.0);
    assert_eq!(
        (record.cuts[0].reason, record.cuts[0].count),
        (Refusal::NoCash, 1)
    );
    assert_eq!(record.refusals[0].reason, Refusal::NoCash);
}

/// Enters at the first signal and adds for money at each of the next ones.
fn for_money(when: AddWhen, scale: f64) -> Plan {
    Plan {
        adds: Some(Adds {
            most: 3,
            when,
            scale,
            size: AddSize::Money,
            from_last: false,
        }),
        ..Plan::long(says(1), EntryOrder::Market)
    }
}

#[test]
fn a_ladder_can_double_its_money_at_each_step() {
    let plan = for_money(AddWhen::Loss(Distance::Percent(10.0)), 2.0);
    let rows = [
        flat(100.0, 1),
        flat(100.0, 0),
        (100.0, 100.0, 90.0, 92.0, 0),
        (92.0, 92.0, 81.0, 85.0, 0),
    ];
    let record = play(&spec(1, FillPolicy::Touch), &plan, &[&rows]);
    // A thousand at 100, two at 90, four at 81.
    near(
        record.trades[0].qty.get(),
        10.0 + 2000.0 / 90.0 + 4000.0 / 81.0,
    );
    near(
        record.curve.equity[4],
        3000.0 + record.trades[0].qty.get() * 85.0,
    );
}

#[test]
fn whole_units_round_each_purchase_and_not_the_next_one_again() {
    let bars = [(30.0, 1.0), (30.0, 2.0), (40.0, 2.0), (30.0, 0.0)];
    let bars = bars.iter().enumerate().map(|(day, &(price, signals))| Bar {
        open_time: Ts(day as i64 * Timeframe::Day1.millis()),
        open: price,
        high: price,
        low: price,
        close: price,
        volume: signals,
        made_up: false,
    });
    let made = series(0, Bars::from_bars(Timeframe::Day1, bars).unwrap());
    let mut instrument = made.instrument().clone();
    instrument.lot = Lot::PerUnit(1.0);
    let data = Dataset::new(vec![Series::new(instrument, made.bars().clone())]);
    let mut three = spec(1, FillPolicy::NextOpen);
    three.sizing = Some(Sizing::Units(Qty::new(3.0).unwrap()));
    let record = run(&three, &for_money(AddWhen::Signal(says(2)), 1.0), data);
    // Three for 90, then 90 buys two at 40, and 90 again buys three at 30.
    assert_eq!(record.trades[0].qty.get(), 8.0);
}
