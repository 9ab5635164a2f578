//! What happens to a position, worked out by hand: ladders, adds, R, margin, halts, hedging and shares of the account.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod stage;

use domain::plan::{AddSize, AddWhen, Adds, Best, Direction, Hold, Rank, TrailBy, close, volume};
use domain::{Account, Cash, FillPolicy, Qty, Ratio, Reason, Refusal, Side, Sizing, Timeframe, Ts};
use stage::{Row, bars, flat, near, play, play_at_least, says, spec, symbol};
use strategies::{Distance, EntryOrder, Exit, Plan};

fn long() -> Plan {
    Plan::long(says(1), EntryOrder::Market)
}

fn target(at: Distance, share: f64) -> Exit {
    Exit::Target { at, share }
}

const ENTRY: [Row; 2] = [flat(100.0, 1), flat(100.0, 0)];

#[test]
fn a_ladder_leaves_step_by_step() {
    let plan = long()
        .exit(target(Distance::Percent(10.0), 0.5))
        .exit(target(Distance::Percent(5.0), 0.5));
    let rows = [
        &ENTRY[..],
        &[
            (100.0, 106.0, 100.0, 104.0, 0),
            (104.0, 111.0, 104.0, 110.0, 0),
        ],
    ]
    .concat();
    let record = play(&spec(1, FillPolicy::NextOpen), &plan, &[&rows]);
    let steps = record.trades.iter().zip([105.0, 110.0]);
    for (trade, price) in steps {
        assert_eq!(trade.qty.get(), 5.0);
        near(trade.exit.price.get(), price);
    }
    assert_eq!(record.trades.len(), 2);
    assert!(
        record
            .trades
            .iter()
            .all(|trade| trade.exit.reason == Reason::TakeProfit)
    );
    near(record.curve.equity[4], 10_000.0 + 25.0 + 50.0);
}

#[test]
fn a_part_below_the_minimum_stays_and_the_whole_goes_at_any_worth() {
    let plan = long()
        .exit(target(Distance::Percent(5.0), 0.5))
        .exit(target(Distance::Percent(10.0), 0.5))
        .exit(Exit::AfterBars(3));
    let rows = [
        &ENTRY[..],
        &[
            (100.0, 106.0, 100.0, 104.0, 0),
            (104.0, 111.0, 104.0, 110.0, 0),
            flat(100.0, 0),
        ],
    ]
    .concat();
    // Half is worth 525 at the first target and 550 at the second; what is left is worth 500.
    let minimum = Cash::new(530.0).unwrap();
    let record = play_at_least(&spec(1, FillPolicy::NextOpen), &plan, &[&rows], minimum);
    let left = record.trades.iter();
    let left = left.map(|one| (one.qty.get(), one.exit.price.get().round(), one.exit.reason));
    assert_eq!(
        left.collect::<Vec<_>>(),
        [
            (5.0, 110.0, Reason::TakeProfit),
            (5.0, 100.0, Reason::TimeExit)
        ]
    );
    let refused = record.refusals.iter();
    let refused = refused.map(|one| (one.reason, one.count));
    assert_eq!(refused.collect::<Vec<_>>(), [(Refusal::BelowMinimum, 1)]);
}

#[test]
fn a_target_in_multiples_of_what_is_risked() {
    // The stop is 5 away, twice that is 110.
    let plan = long().stop_loss(5.0).exit(target(Distance::R(2.0), 1.0));
    let rows = [&ENTRY[..], &[(100.0, 110.0, 99.0, 104.0, 0)]].concat();
    let record = play(&spec(1, FillPolicy::NextOpen), &plan, &[&rows]);
    assert_eq!(record.trades[0].exit.price.get(), 110.0);
    near(record.trades[0].risk.unwrap().get(), 50.0);
}

fn adding(when: AddWhen, scale: f64, from_last: bool) -> Plan {
    Plan {
        adds: Some(Adds {
            most: 1,
            when,
            scale,
            size: AddSize::Units,
            from_last,
        }),
        ..long()
    }
}

#[test]
fn a_pyramid_grows_at_its_level_and_its_stop_moves_with_the_price() {
    // Ten at 100 and five at 105: 1525 ÷ 15 on average. The stop is 10 % below that, or below the last price.
    for (from_last, stop) in [(false, 1525.0 / 15.0 * 0.9), (true, 94.5)] {
        let plan = adding(AddWhen::Gain(Distance::Percent(5.0)), 0.5, from_last).stop_loss(10.0);
        let rows = [
            &ENTRY[..],
            &[
                (100.0, 106.0, 100.0, 104.0, 0),
                (100.0, 101.0, 90.0, 92.0, 0),
            ],
        ]
        .concat();
        let record = play(&spec(1, FillPolicy::Touch), &plan, &[&rows]);
        let trade = &record.trades[0];
        assert_eq!((record.trades.len(), trade.qty.get()), (1, 15.0));
        near(trade.entry.price.get(), 1525.0 / 15.0);
        near(trade.exit.price.get(), stop);
    }
}

#[test]
fn under_next_open_an_adds_level_is_a_signal() {
    let plan = adding(AddWhen::Loss(Distance::Percent(5.0)), 2.0, false);
    let rows = [&ENTRY[..], &[(100.0, 100.0, 95.0, 97.0, 0), flat(98.0, 0)]].concat();
    let record = play(&spec(1, FillPolicy::NextOpen), &plan, &[&rows]);
    // Ten at 100, twenty at 98.
    assert_eq!(record.trades[0].qty.get(), 30.0);
    near(record.trades[0].entry.price.get(), 2960.0 / 30.0);
}

#[test]
fn an_add_never_moves_a_following_stop_back() {
    // The best price of 110 puts the stop at 104.5; the add at 108 comes before it in the bar that falls to 104.
    let plan = adding(AddWhen::Gain(Distance::Percent(8.0)), 0.5, false)
        .stop_loss(10.0)
        .exit(Exit::trail(TrailBy::Percent(5.0)));
    let rows = [
        flat(100.0, 1),
        (100.0, 110.0, 100.0, 108.0, 0),
        (107.0, 109.0, 104.0, 105.0, 0),
    ];
    let record = play(&spec(1, FillPolicy::Touch), &plan, &[&rows]);
    let trade = &record.trades[0];
    assert_eq!(
        (trade.qty.get(), trade.exit.reason),
        (15.0, Reason::TrailingStop)
    );
    near(trade.exit.price.get(), 104.5);
}

#[test]
fn with_hedging_the_long_and_the_short_grow_on_their_own() {
    let mut plan = adding(AddWhen::Signal(says(4)), 1.0, false).enter(
        Direction::Short,
        says(2),
        EntryOrder::Market,
    );
    plan.exits.clear();
    let mut hedged = spec(1, FillPolicy::NextOpen);
    hedged.account.hedge = true;
    let rows = [
        flat(100.0, 1),
        flat(100.0, 2),
        flat(100.0, 0),
        flat(100.0, 4),
        flat(100.0, 0),
    ];
    let record = play(&hedged, &plan, &[&rows]);
    let held: Vec<f64> = record.trades.iter().map(|trade| trade.qty.get()).collect();
    assert_eq!(held, [20.0, 20.0]);
    assert!(record.trades.iter().all(|trade| trade.open));
}

/// A long and a short wanted at the same close, with room for both.
fn both_ways(order: impl Fn(f64) -> EntryOrder) -> Plan {
    Plan::long(says(1), order(105.0)).enter(Direction::Short, says(1), order(95.0))
}

#[test]
fn with_hedging_a_long_and_a_short_of_one_signal_both_begin() {
    let mut hedged = spec(1, FillPolicy::NextOpen);
    hedged.sizing = Some(Sizing::Units(Qty::new(10.0).unwrap()));
    let seen = |record: &domain::RunRecord| {
        let seen = record.trades.iter();
        let seen = seen.map(|one| (one.side, one.entry.time, one.entry.price.get()));
        seen.collect::<Vec<_>>()
    };
    let wild = (100.0, 110.0, 90.0, 100.0, 0);
    let rows = [flat(100.0, 1), wild, flat(100.0, 0), flat(100.0, 0)];
    let day = |count: i64| Ts(count * Timeframe::Day1.millis());
    let (first, second) = (day(1), day(2));
    let market = both_ways(|_| EntryOrder::Market);
    let stops = both_ways(|level| EntryOrder::Stop(level.into()));
    for (fill, plan, long, short) in [
        (
            FillPolicy::NextOpen,
            &market,
            (first, 100.0),
            (first, 100.0),
        ),
        (FillPolicy::Touch, &stops, (first, 105.0), (first, 95.0)),
        // A level that was reached is a signal for the next open.
        (
            FillPolicy::NextOpen,
            &stops,
            (second, 100.0),
            (second, 100.0),
        ),
        (
            FillPolicy::SameClose,
            &market,
            (first, 100.0),
            (first, 100.0),
        ),
    ] {
        hedged.fill = fill;
        hedged.account.hedge = true;
        let both = play(&hedged, plan, &[&rows]);
        let wanted = [(Side::Buy, long.0, long.1), (Side::Sell, short.0, short.1)];
        assert_eq!(seen(&both), wanted, "{fill:?}");
        hedged.account.hedge = false;
        let one = play(&hedged, plan, &[&rows]);
        assert_eq!(seen(&one), wanted[..1], "{fill:?}");
    }
}

#[test]
fn the_venue_closes_what_the_margin_no_longer_carries() {
    let mut margin = spec(1, FillPolicy::NextOpen);
    margin.cash = Cash::new(100.0).unwrap();
    margin.sizing = Some(Sizing::Units(Qty::new(4.0).unwrap()));
    margin.account = Account {
        leverage: 5.0,
        maintenance: Ratio::new(0.05).unwrap(),
        ..Account::default()
    };
    let rows = [&ENTRY[..], &[(95.0, 96.0, 70.0, 72.0, 0)]].concat();
    // 100 + 4 (p − 100) = 0.05 × 4 p: p = 300 ÷ 3.8.
    let record = play(&margin, &long(), &[&rows]);
    assert_eq!(record.trades[0].exit.reason, Reason::Liquidation);
    near(record.trades[0].exit.price.get(), 300.0 / 3.8);
    // A stop in front of it comes first.
    let record = play(&margin, &long().stop_loss(10.0), &[&rows]);
    assert_eq!(
        (
            record.trades[0].exit.reason,
            record.trades[0].exit.price.get()
        ),
        (Reason::StopLoss, 90.0)
    );
}

#[test]
fn the_best_rank_gets_the_only_place() {
    let mut narrow = spec(2, FillPolicy::NextOpen);
    narrow.account.most_positions = Some(1);
    let plan = Plan {
        rank: Some(Rank {
            by: close(),
            best: Best::Highest,
        }),
        ..long()
    };
    let record = play(&narrow, &plan, &[&ENTRY, &[flat(200.0, 1), flat(200.0, 0)]]);
    assert_eq!(record.trades.len(), 1);
    assert_eq!(record.trades[0].symbol, symbol(1));
    assert_eq!(record.refusals[0].reason, Refusal::NoSlot);
}

#[test]
fn a_share_of_the_equity_is_risked_between_entry_and_stop() {
    let mut careful = spec(1, FillPolicy::NextOpen);
    careful.sizing = Some(Sizing::Risk {
        fraction: Ratio::new(0.01).unwrap(),
    });
    // One percent of 10,000 over 5 a unit.
    let record = play(&careful, &long().stop_loss(5.0), &[&ENTRY]);
    near(record.trades[0].qty.get(), 20.0);
}

#[test]
fn shares_of_the_account_close_before_they_open() {
    // A grows from 20 % to 80 % while B's short shrinks from 80 % to 20 %: nothing is free before it has shrunk.
    let plan = Plan {
        hold: Some(Hold {
            when: volume().above(0.5),
            share: (volume() - 10.0) / 10.0,
            tolerance: 0.0,
        }),
        ..Plan::default()
    };
    let a = [flat(100.0, 12), flat(100.0, 18), flat(100.0, 0)];
    let b = [flat(100.0, 2), flat(100.0, 8), flat(100.0, 0)];
    let record = play(&spec(2, FillPolicy::NextOpen), &plan, &[&a, &b]);
    let held = |index: usize| {
        let open = record
            .trades
            .iter()
            .filter(|trade| trade.open && trade.symbol == symbol(index));
        open.map(|trade| trade.qty.get()).sum::<f64>()
    };
    near(held(0), 80.0);
    near(held(1), 20.0);
    assert!(record.cuts.is_empty() && record.refusals.is_empty());
    assert_eq!(bars(&record.trades[0], Timeframe::Day1).0, 1);
}

#[test]
fn a_loss_halts_the_rest_of_its_day_and_the_close_that_ends_it() {
    let mut halting = spec(1, FillPolicy::SameClose);
    halting.sizing = Some(Sizing::whole_slot());
    halting.risk.day_loss = Some(Ratio::new(0.05).unwrap());
    let plan = long().exit_when(says(2));
    // Bought at 100 and sold at 94, both at a midnight: the entry signalled by that close is of the day that lost 6 %.
    let rows = [flat(100.0, 1), (100.0, 100.0, 94.0, 94.0, 3), flat(94.0, 1)];
    let record = play(&halting, &plan, &[&rows]);
    let refused = record.refusals.iter().map(|one| (one.reason, one.count));
    assert_eq!(refused.collect::<Vec<_>>(), [(Refusal::DayLoss, 1)]);
    let held: Vec<_> = record
        .trades
        .iter()
        .map(|trade| bars(trade, Timeframe::Day1))
        .collect();
    // The next day's close buys again; a close belongs to the bar that opens with it.
    assert_eq!(held, [(1, 2), (3, 3)]);
    // Inside the day the halt holds as well, and a loss of less than 5 % halts nothing.
    let rows = [flat(100.0, 1), (100.0, 100.0, 96.0, 96.0, 3), flat(96.0, 0)];
    let record = play(&halting, &plan, &[&rows]);
    assert_eq!((record.trades.len(), record.refusals.len()), (2, 0));
}
