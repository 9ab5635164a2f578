//! Bars replayed on shorter ones: where an order fills when an hour is missing or the price jumps between two of them.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod stage;

use domain::{Bar, Bars, Dataset, FillPolicy, Refusal, RunRecord, Sizing, Timeframe, Ts};
use stage::{near, run, says, series, spec};
use strategies::{EntryOrder, Node, Plan};

/// An hour with this open and close, its prices in between.
fn hour(open: f64, close: f64) -> Bar {
    Bar {
        open_time: Ts(0),
        open,
        high: open.max(close),
        low: open.min(close),
        close,
        volume: 0.0,
        made_up: false,
    }
}

/// Four hours at 100 give the signal; then a buy stop at 105 for all of the money waits in the four hours to come.
fn breakout(next: [Bar; 4]) -> RunRecord {
    let signal = Bar {
        volume: 1.0,
        ..hour(100.0, 100.0)
    };
    let quiet = hour(100.0, 100.0);
    let hours = [quiet, quiet, quiet, signal].into_iter().chain(next);
    let hours = hours.enumerate().map(|(place, bar)| Bar {
        open_time: Ts(place as i64 * Timeframe::Hour1.millis()),
        ..bar
    });
    let hours = Bars::from_bars(Timeframe::Hour1, hours).unwrap();
    let whole = hours.resample(Timeframe::Hour4).unwrap();
    let data = Dataset::new(vec![series(0, whole).replayed_by(hours)]);
    let mut spec = spec(1, FillPolicy::Intrabar);
    spec.market.timeframe = Timeframe::Hour4;
    spec.market.inside = Some(Timeframe::Hour1);
    spec.sizing = Some(Sizing::whole_slot());
    let plan = Plan::long(says(1), EntryOrder::Stop(Node::Number(105.0)));
    run(&spec, &plan, data)
}

#[test]
fn an_hour_that_was_made_up_gives_no_price_to_pay() {
    let missing = Bar {
        made_up: true,
        ..hour(100.0, 100.0)
    };
    let record = breakout([
        missing,
        hour(110.0, 112.0),
        hour(112.0, 112.0),
        hour(112.0, 112.0),
    ]);
    // The first trade of the bar is at 110, beyond the level: that is the price the order is sized by.
    let trade = &record.trades[0];
    near(trade.entry.price.get(), 110.0);
    near(trade.qty.get(), 10_000.0 / 110.0);
    assert!(record.cuts.is_empty());
    near(record.curve.equity[2], 10_000.0 * 112.0 / 110.0);
}

#[test]
fn a_jump_between_two_hours_buys_what_the_money_still_pays_for() {
    let record = breakout([
        hour(100.0, 101.0),
        hour(120.0, 126.0),
        hour(126.0, 126.0),
        hour(126.0, 126.0),
    ]);
    // Sized for 105 there would be 95 units, which cost 11,428 at 120.
    let trade = &record.trades[0];
    near(trade.entry.price.get(), 120.0);
    near(trade.qty.get(), 10_000.0 / 120.0);
    assert_eq!(
        (record.cuts.len(), record.cuts[0].reason),
        (1, Refusal::NoCash)
    );
    near(record.curve.equity[2], 10_500.0);
}
