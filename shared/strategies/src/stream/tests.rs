//! What a stream says after each close, worked out by hand.

use super::*;
use crate::program::Setting;
use domain::Ts;
use domain::plan::{Cond, EntryOrder, Plan, SymbolRef, close, high, low, next_open, open, volume};
use domain::random::Random;
use domain::zones::{Weekday, Zone};
use domain::{Sizing, Slippage, Symbol};

const HOUR_MS: i64 = 3_600_000;

fn bar(index: i64, close: f64) -> Bar {
    Bar {
        open_time: Ts(index * HOUR_MS),
        open: close,
        high: close + 2.0,
        low: close - 1.0,
        close,
        volume: 1.0,
        made_up: false,
    }
}

fn stream(when: Cond, order: EntryOrder, symbols: usize) -> Stream<'static> {
    Stream::new(program(when, order, symbols))
}

fn program(when: Cond, order: EntryOrder, symbols: usize) -> Program {
    let names = ["A", "B", "C"].map(|name| Symbol::parse(name).unwrap());
    let setting = Setting {
        timeframe: Timeframe::Hour1,
        symbols: &names[..symbols],
        watched: &[],
        sizing: Sizing::whole_slot(),
        slippage: Slippage::default(),
    };
    Program::new(&Plan::long(when, order), setting).unwrap()
}

/// The condition after each close of one symbol: 1, 0 or NaN.
fn truths(when: Cond, bars: &[Bar]) -> Vec<f64> {
    let mut stream = stream(when, EntryOrder::Market, 1);
    let slot = stream.program().rules.entries[0].when;
    bars.iter()
        .map(|bar| {
            stream.close(&[Some(*bar)], &[HeldFacts::NONE]);
            stream.value(0, slot)
        })
        .collect()
}

fn closes(closes: &[f64]) -> Vec<Bar> {
    (0..)
        .zip(closes)
        .map(|(index, close)| bar(index, *close))
        .collect()
}

fn same(got: &[f64], want: &[f64]) {
    let text = |values: &[f64]| format!("{values:?}");
    assert_eq!(text(got), text(want));
}

const UNKNOWN: f64 = f64::NAN;

#[test]
fn a_level_uses_the_next_open_and_the_last_range() {
    let level = next_open() + (high() - low()) * 0.5;
    let mut stream = stream(Cond::Always, EntryOrder::Stop(level), 1);
    assert!(!stream.has_closed(0));
    stream.close(&[Some(bar(0, 100.0))], &[HeldFacts::NONE]);
    let crate::program::Level::Stop(level) = stream.program().rules.entries[0].level else {
        unreachable!("it is a stop")
    };
    stream.open(0, 104.0);
    assert_eq!(stream.value(0, level), 105.5);
    stream.open(0, 90.0);
    assert_eq!(stream.value(0, level), 91.5, "asking changes nothing");
}

#[test]
fn a_cross_happens_on_one_bar() {
    let bars = closes(&[9.0, 10.0, 11.0, 12.0, 10.0, 9.0, 9.0]);
    same(
        &truths(close().crosses_above(10.0), &bars),
        &[UNKNOWN, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0],
    );
    same(
        &truths(close().crosses_below(10.0), &bars),
        &[UNKNOWN, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0],
    );
}

#[test]
fn an_unknown_value_stays_unknown_until_something_else_decides() {
    let cold = close().above(close().sma(3));
    let bars = closes(&[1.0, 1.0, 1.0]);
    same(
        &truths(cold.clone().negated(), &bars),
        &[UNKNOWN, UNKNOWN, 1.0],
    );
    let always = cold.clone().or(close().above(0.5));
    same(&truths(always, &bars), &[1.0, 1.0, 1.0]);
    let never = cold.and(close().above(1.5));
    same(&truths(never, &bars), &[0.0, 0.0, 0.0]);
}

#[test]
fn a_lag_looks_back() {
    let bars = closes(&[5.0, 1.0, 4.0, 2.0]);
    same(
        &truths(close().above(close().lag(2)), &bars),
        &[UNKNOWN, UNKNOWN, 0.0, 1.0],
    );
}

#[test]
fn counts_bars_and_knows_nothing_of_the_time_before() {
    let bars = closes(&[5.0, 5.0, 1.0, 5.0, 5.0, 5.0]);
    let up = || close().above(2.0);
    same(
        &truths(up().for_bars(3), &bars),
        &[UNKNOWN, UNKNOWN, 0.0, 0.0, 0.0, 1.0],
    );
    same(
        &truths(up().negated().within(3), &bars),
        &[UNKNOWN, UNKNOWN, 1.0, 1.0, 1.0, 0.0],
    );
}

#[test]
fn a_longer_bar_is_known_when_it_has_closed_and_not_before() {
    // Four-hour bars of hours 0 to 3 and 4 to 7; hour 7 is missing, so the second is known only with hour 8.
    let hours = [0, 1, 2, 3, 4, 5, 6, 8, 9];
    let bars: Vec<Bar> = hours.map(|hour| bar(hour, 10.0 + hour as f64)).to_vec();
    let at_least = |level: f64| truths(close().on(Timeframe::Hour4).at_least(level), &bars);
    let mut want = vec![UNKNOWN; 3];
    want.extend([1.0; 6]);
    same(&at_least(13.0), &want);
    let mut want = vec![UNKNOWN; 3];
    want.extend([0.0, 0.0, 0.0, 0.0, 1.0, 1.0]);
    same(&at_least(16.0), &want);
    // The longer bar opens with its first hour, and sums the volume.
    let whole = open()
        .on(Timeframe::Hour4)
        .at_most(10.0)
        .and(volume().on(Timeframe::Hour4).at_least(4.0));
    assert_eq!(truths(whole, &bars)[3], 1.0);
}

#[test]
fn another_symbol_is_seen_as_of_its_last_close() {
    let leads = close().of_symbol(SymbolRef::First).above(10.0);
    let mut stream = stream(leads, EntryOrder::Market, 2);
    let slot = stream.program().rules.entries[0].when;
    let mut seen = Vec::new();
    for (first, second) in [
        (None, Some(1.0)),
        (Some(11.0), Some(1.0)),
        (None, Some(1.0)),
        (Some(9.0), Some(1.0)),
    ] {
        let index = seen.len() as i64;
        let bars = [first, second].map(|close: Option<f64>| close.map(|close| bar(index, close)));
        stream.close(&bars, &[HeldFacts::NONE; 2]);
        seen.push(stream.value(1, slot));
    }
    same(&seen, &[UNKNOWN, 1.0, 1.0, 0.0]);
}

#[test]
fn ranks_compare_who_has_a_bar_and_a_value() {
    let best = close().rank(Best::Highest).at_most(1.0);
    let mut stream = stream(best, EntryOrder::Market, 3);
    let slot = stream.program().rules.entries[0].when;
    let mut at = 0;
    let mut step = |closes: [Option<f64>; 3]| {
        at += 1;
        let bars = closes.map(|close| close.map(|close| bar(at, close)));
        stream.close(&bars, &[HeldFacts::NONE; 3]);
        [0, 1, 2].map(|symbol| stream.value(symbol, slot))
    };
    same(&step([Some(5.0), Some(7.0), Some(7.0)]), &[0.0, 1.0, 0.0]);
    same(&step([Some(5.0), None, Some(4.0)])[..1], &[1.0]);
}

#[test]
fn clocks_judge_the_moment_of_the_close() {
    // Hours that close at 01:00 to 05:00 UTC are 10:00 to 14:00 in Seoul.
    let bars = closes(&[1.0; 5]);
    let seoul = Cond::Hours {
        zone: Zone::Seoul,
        opens: 11 * 60,
        closes: 13 * 60,
    };
    same(&truths(seoul, &bars), &[0.0, 1.0, 1.0, 0.0, 0.0]);
    let night = Cond::Hours {
        zone: Zone::Utc,
        opens: 23 * 60,
        closes: 2 * 60,
    };
    same(&truths(night, &bars), &[1.0, 0.0, 0.0, 0.0, 0.0]);
    // 1970-01-01 was a Thursday.
    let thursday = Cond::Weekdays {
        zone: Zone::Utc,
        days: vec![Weekday::Thursday],
    };
    same(&truths(thursday, &bars), &[1.0; 5]);
}

#[test]
fn what_is_held_is_known_to_exits() {
    let plan = Plan::long(Cond::Always, EntryOrder::Market)
        .exit_when(domain::plan::Node::Held(Held::Gain).above(5.0));
    let name = Symbol::parse("A").unwrap();
    let setting = Setting {
        timeframe: Timeframe::Hour1,
        symbols: &[name],
        watched: &[],
        sizing: Sizing::whole_slot(),
        slippage: Slippage::default(),
    };
    let mut stream = Stream::new(Program::new(&plan, setting).unwrap());
    let slot = stream.program().rules.signals[0].rule;
    stream.close(&[Some(bar(0, 1.0))], &[HeldFacts::NONE]);
    assert!(!stream.holds(0, slot));
    let gain = HeldFacts {
        gain: 6.0,
        ..HeldFacts::NONE
    };
    stream.close(&[Some(bar(1, 1.0))], &[gain]);
    assert!(stream.holds(0, slot));
}

/// A walk of so many bars.
fn walk(seed: u64, rows: usize) -> Bars {
    let mut random = Random::named(seed, "walk", 0);
    let mut price = 100.0;
    let step = |index: usize| {
        price *= 1.0 + 0.01 * random.normal();
        bar(index as i64, price)
    };
    let bars: Vec<Bar> = (0..rows).map(step).collect();
    Bars::from_bars(Timeframe::Hour1, bars).unwrap()
}

#[test]
fn bars_known_beforehand_close_until_a_condition_holds() {
    let crossed = || close().ema(3).crosses_above(close().ema(8));
    let conditions = [
        crossed(),
        close().sma(5).above(close().ema(4)).for_bars(3),
        crossed().negated().and(close().lag(2).above(close())),
        close().above(1e9),
    ];
    // None, one, less than a block, a block, and several with a piece of one.
    for rows in [0, 1, 40, 64, 300] {
        let bars = walk(rows as u64, rows);
        for condition in &conditions {
            let program = program(condition.clone(), EntryOrder::Market, 1);
            let slot = program.rules.entries[0].when;
            let mut over = Stream::over(program.clone(), &[&bars]);
            let mut alone = Stream::new(program);
            let mut random = Random::named(rows as u64, "stretches", 0);
            let mut row = 0;
            while row < rows {
                let most = 1 + random.below(90);
                let mut want = 0;
                for bar in bars.iter().skip(row).take(most) {
                    alone.close_only(&bar);
                    want += 1;
                    if alone.holds(0, slot) {
                        break;
                    }
                }
                assert_eq!(over.close_until(most, &[slot]), Some(want));
                row += want;
                for place in 0..over.program().slots.len() {
                    let [got, want] = [&over, &alone].map(|one| one.value(0, Slot(place as u32)));
                    assert!(got.to_bits() == want.to_bits() || got.is_nan() && want.is_nan());
                }
                assert!(over.has_closed(0));
                // One by itself, as a bar in which an order fills.
                if let Some(bar) = bars.get(row) {
                    over.close_only(&bar);
                    alone.close_only(&bar);
                    row += 1;
                }
            }
        }
    }
}

#[test]
fn bars_that_come_one_at_a_time_are_not_closed_many_at_once() {
    let mut alone = stream(close().above(1.0), EntryOrder::Market, 1);
    assert_eq!(alone.close_until(5, &[]), None);
    let (first, second) = (walk(1, 5), walk(2, 5));
    let pair = program(close().above(1.0), EntryOrder::Market, 2);
    let mut pair = Stream::over(pair, &[&first, &second]);
    assert_eq!(pair.close_until(5, &[]), None);
}
