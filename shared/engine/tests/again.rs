//! When a next position may begin, and what becomes of entries that were not the first: worked out by hand.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod stage;

use domain::plan::{Again, Direction, Node};
use domain::zones::Zone;
use domain::{FillPolicy, PathRule, Reason, Timeframe};
use stage::{bars, flat, play, says, spec};
use strategies::{Cond, Distance, EntryOrder, Exit, Plan};

const DAY: Timeframe = Timeframe::Day1;

fn always() -> Plan {
    Plan::long(Cond::Always, EntryOrder::Market).exit(Exit::AfterBars(1))
}

fn entries(record: &domain::RunRecord, timeframe: Timeframe) -> Vec<i64> {
    record
        .trades
        .iter()
        .map(|trade| bars(trade, timeframe).0)
        .collect()
}

#[test]
fn waiting_counts_the_bar_of_the_exit() {
    let rows = [flat(100.0, 0); 8];
    for (wait, want) in [
        (0, vec![1, 2, 3, 4, 5, 6, 7]),
        (1, vec![1, 3, 5, 7]),
        (2, vec![1, 4, 7]),
    ] {
        let mut plan = always();
        plan.again.wait = wait;
        let record = play(&spec(1, FillPolicy::NextOpen), &plan, &[&rows]);
        assert_eq!(entries(&record, DAY), want, "wait {wait}");
    }
}

#[test]
fn a_losing_stop_waits_longer() {
    let mut rows = [flat(100.0, 0); 7];
    rows[1].2 = 90.0;
    let plan = Plan {
        again: Again {
            wait_after_stop: 3,
            ..Again::default()
        },
        ..Plan::long(Cond::Always, EntryOrder::Market).stop_loss(5.0)
    };
    let record = play(&spec(1, FillPolicy::NextOpen), &plan, &[&rows]);
    assert_eq!(entries(&record, DAY), [1, 4]);
}

#[test]
fn so_many_entries_a_day() {
    let mut hourly = spec(1, FillPolicy::NextOpen);
    hourly.market.timeframe = Timeframe::Hour1;
    let mut plan = always();
    plan.again.most_a_day = Some(2);
    let record = play(&hourly, &plan, &[&[flat(100.0, 0); 30]]);
    assert_eq!(entries(&record, Timeframe::Hour1), [1, 2, 24, 25]);
}

#[test]
fn a_fresh_entry_needs_its_own_condition_to_have_failed() {
    let mut plan = always();
    plan.again.fresh = true;
    let record = play(
        &spec(1, FillPolicy::NextOpen),
        &plan,
        &[&[flat(100.0, 0); 6]],
    );
    assert_eq!(entries(&record, DAY), [1]);
    // The second entry's condition fails in bar 1, where the first one's holds.
    let mut plan = Plan::long(says(1), EntryOrder::Market)
        .enter(Direction::Long, says(2), EntryOrder::Market)
        .exit(Exit::AfterBars(1));
    plan.again.fresh = true;
    let rows = [
        flat(100.0, 2),
        flat(100.0, 1),
        flat(100.0, 2),
        flat(100.0, 0),
    ];
    let record = play(&spec(1, FillPolicy::NextOpen), &plan, &[&rows]);
    assert_eq!(entries(&record, DAY), [1, 2, 3]);
}

#[test]
fn a_level_order_uses_up_its_own_entry() {
    // Two buy stops; the second one fills, so the second one must fail before it may come again.
    let level = |price: f64| EntryOrder::Stop(Node::Number(price));
    let mut plan = Plan::long(says(1), level(105.0))
        .enter(Direction::Long, says(2), level(103.0))
        .exit(Exit::AfterBars(1));
    plan.again.fresh = true;
    let up = |signals| (100.0, 104.0, 100.0, 104.0, signals);
    let rows = [flat(100.0, 2), up(2), up(2), up(2)];
    let record = play(&spec(1, FillPolicy::Touch), &plan, &[&rows]);
    assert_eq!(entries(&record, DAY), [1]);
}

#[test]
fn an_entry_takes_back_the_others_of_its_bar() {
    // The short is in at the open; the long's level inside the same bar is no reversal.
    let plan = Plan::long(says(1), EntryOrder::Stop(Node::Number(105.0))).enter(
        Direction::Short,
        says(1),
        EntryOrder::Market,
    );
    let rows = [
        flat(100.0, 1),
        (100.0, 106.0, 100.0, 100.0, 0),
        flat(100.0, 0),
    ];
    for fill in [FillPolicy::NextOpen, FillPolicy::Touch] {
        let record = play(&spec(1, fill), &plan, &[&rows]);
        assert_eq!(record.trades.len(), 1, "{fill:?}");
        assert!(record.trades[0].open && record.trades[0].side == domain::Side::Sell);
    }
}

#[test]
fn a_level_that_was_reached_obeys_what_happened_since() {
    // Inside bar 2 the short's level turns up a signal, then the long is stopped with a loss: no entry for three bars.
    let mut plan = Plan::long(says(1), EntryOrder::Market)
        .enter(
            Direction::Short,
            says(2),
            EntryOrder::Stop(Node::Number(95.0)),
        )
        .exit(Exit::Stop(Distance::Percent(8.0)));
    plan.reverse = true;
    let rows = [
        flat(100.0, 1),
        flat(100.0, 2),
        (100.0, 100.0, 90.0, 91.0, 0),
        flat(91.0, 0),
    ];
    for (wait, trades) in [(0, 2), (3, 1)] {
        plan.again.wait_after_stop = wait;
        let record = play(&spec(1, FillPolicy::NextOpen), &plan, &[&rows]);
        assert_eq!(record.trades.len(), trades, "wait {wait}");
    }
}

#[test]
fn a_reversal_at_the_open_lives_through_the_whole_bar() {
    // The open of 94 is through the short's level of 95; its stop 3 % above 94 lies inside the bar on any path.
    let mut plan = Plan::long(says(1), EntryOrder::Market)
        .enter(
            Direction::Short,
            says(2),
            EntryOrder::Stop(Node::Number(95.0)),
        )
        .exit(Exit::Short(Box::new(Exit::Stop(Distance::Percent(3.0)))));
    plan.reverse = true;
    let rows = [flat(100.0, 1), flat(100.0, 2), (94.0, 97.0, 93.0, 94.0, 0)];
    for path in PathRule::ALL {
        let mut spec = spec(1, FillPolicy::Touch);
        spec.path = path;
        let record = play(&spec, &plan, &[&rows]);
        let short = record.trades.last().unwrap();
        assert_eq!(
            (short.entry.price.get(), short.exit.reason),
            (94.0, Reason::StopLoss),
            "{path:?}"
        );
        assert!((short.exit.price.get() - 94.0 * 1.03).abs() < 1e-9);
    }
}

#[test]
fn what_rested_in_vain_frees_its_cash_at_the_close() {
    let plan = Plan::long(says(1), EntryOrder::Limit(Node::Number(50.0))).enter(
        Direction::Long,
        says(2),
        EntryOrder::Market,
    );
    let mut spec = spec(1, FillPolicy::SameClose);
    spec.sizing = None;
    spec.account.most_positions = Some(1);
    let record = play(
        &spec,
        &plan,
        &[&[flat(100.0, 1), flat(100.0, 2), flat(100.0, 0)]],
    );
    assert_eq!(
        (record.trades.len(), record.trades[0].qty.get()),
        (1, 100.0)
    );
    assert!(record.refusals.is_empty());
}

#[test]
fn a_session_ends_at_its_clock_or_at_the_next_open() {
    let mut hourly = spec(1, FillPolicy::NextOpen);
    hourly.market.timeframe = Timeframe::Hour1;
    let plan = Plan::long(says(1), EntryOrder::Market).exit(Exit::SessionEnd {
        zone: Zone::Utc,
        minute: 300,
    });
    let mut rows = [flat(100.0, 0); 8];
    (rows[0].4, rows[4]) = (1, flat(104.0, 0));
    let record = play(&hourly, &plan, &[&rows]);
    let exit = record.trades[0].exit;
    assert_eq!((exit.price.get(), exit.reason), (104.0, Reason::SessionEnd));
    assert_eq!(exit.time.0, 5 * Timeframe::Hour1.millis());
    // Without the bar that would have closed at five, the next open.
    (rows[4].0, rows[5]) = (f64::NAN, flat(105.0, 0));
    let record = play(&hourly, &plan, &[&rows]);
    let exit = record.trades[0].exit;
    assert_eq!(
        (exit.price.get(), exit.time.0),
        (105.0, 5 * Timeframe::Hour1.millis())
    );
}
