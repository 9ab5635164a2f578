//! What trading and holding cost, worked out by hand: the fee of either side of the book, funding and borrowing to the last moment.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod stage;

use domain::{Bps, FillPolicy, Ratio, RunSpec};
use stage::{Row, flat, near, play, says, spec};
use strategies::{Distance, EntryOrder, Exit, Node, Plan};

const ENTRY: [Row; 2] = [flat(100.0, 1), flat(100.0, 0)];

fn long() -> Plan {
    Plan::long(says(1), EntryOrder::Market)
}

fn after_entry(rows: &[Row]) -> Vec<Row> {
    [&ENTRY[..], rows].concat()
}

/// 10 basis points for orders that take, 2 for those that wait.
fn two_fees() -> RunSpec {
    let mut spec = spec(1, FillPolicy::Touch);
    spec.costs.fee = Bps::new(10.0).unwrap();
    spec.costs.maker_fee = Bps::new(2.0).unwrap();
    spec
}

#[test]
fn a_limit_that_is_reached_when_it_is_sent_takes() {
    let level = || EntryOrder::Limit(Node::Number(98.0));
    let fee = |plan: &Plan, row: Row| {
        let record = play(&two_fees(), plan, &[&[flat(100.0, 1), row]]);
        record.trades[0].entry.fee.get()
    };
    let buy = Plan::long(says(1), level());
    near(fee(&buy, (100.0, 100.0, 97.0, 99.0, 0)), 980.0 * 0.0002);
    near(fee(&buy, (95.0, 99.0, 94.0, 99.0, 0)), 950.0 * 0.001);
    near(fee(&buy, (98.0, 99.0, 94.0, 99.0, 0)), 980.0 * 0.001);
    // A short sells above the market.
    let sell = Plan::short(says(1), level());
    near(fee(&sell, (96.0, 99.0, 94.0, 95.0, 0)), 980.0 * 0.0002);
    near(fee(&sell, (99.0, 99.0, 94.0, 95.0, 0)), 990.0 * 0.001);
}

#[test]
fn a_target_waits_unless_the_price_is_beyond_it_from_the_start() {
    let fee = |target: f64, row: Row| {
        let plan = long().exit(Exit::target(Distance::Price(Node::Number(target))));
        let record = play(&two_fees(), &plan, &[&after_entry(&[row])]);
        record.trades[0].exit.fee.get()
    };
    near(fee(105.0, (100.0, 106.0, 100.0, 104.0, 0)), 1050.0 * 0.0002);
    // The open jumps beyond it, where it has been waiting since the day before.
    near(fee(105.0, (110.0, 111.0, 110.0, 110.0, 0)), 1100.0 * 0.0002);
    // Below the entry at 100 it is reached at once.
    near(fee(99.0, flat(100.0, 0)), 1000.0 * 0.001);
}

#[test]
fn what_an_order_that_takes_costs_fits_into_the_money() {
    let mut all = two_fees();
    all.sizing = Some(domain::Sizing::whole_slot());
    let plan = Plan::long(says(1), EntryOrder::Limit(Node::Number(98.0)));
    let units = |row: Row| {
        play(&all, &plan, &[&[flat(100.0, 1), row]]).trades[0]
            .qty
            .get()
    };
    near(
        units((100.0, 100.0, 97.0, 99.0, 0)),
        10_000.0 / (98.0 * 1.0002),
    );
    near(
        units((95.0, 99.0, 94.0, 99.0, 0)),
        10_000.0 / (95.0 * 1.001),
    );
}

#[test]
fn funding_and_borrowing_are_paid_for_the_time_held() {
    let mut costly = spec(1, FillPolicy::NextOpen);
    costly.costs.funding = Ratio::new(0.0001).unwrap();
    costly.costs.borrow = Bps::new(365.0).unwrap();
    let rows = [flat(100.0, 1), (100.0, 110.0, 100.0, 110.0, 0)];
    // Ten units at a mark of 110, three times a day 0.01 %.
    let record = play(&costly, &long(), &[&rows]);
    near(record.funding_paid.get(), 1100.0 * 0.0003);
    // The short is paid that, and pays 3.65 % a year for a day.
    let short = Plan::short(says(1), EntryOrder::Market);
    let record = play(&costly, &short, &[&rows]);
    near(record.funding_paid.get(), 1100.0 * (0.0001 - 0.0003));
    near(record.trades[0].pnl.get(), -100.0 + 0.22);
}

/// One basis point at each of the three hours of a day.
fn funded() -> RunSpec {
    let mut funded = spec(1, FillPolicy::Touch);
    funded.costs.funding = Ratio::new(0.0001).unwrap();
    funded
}

#[test]
fn an_exit_inside_a_bar_pays_for_the_hours_inside_it() {
    // Ten units pay three times on 100, then 08:00 and 16:00 of the day that reaches the stop at 95.
    let rows = after_entry(&[(100.0, 101.0, 94.0, 97.0, 0), flat(97.0, 0)]);
    let record = play(&funded(), &long().stop_loss(5.0), &[&rows]);
    let paid = 1000.0 * 0.0003 + 950.0 * 0.0002;
    near(record.funding_paid.get(), paid);
    near(record.trades[0].funding.get(), paid);
    near(record.trades[0].pnl.get(), -50.0 - paid);
    // A short is paid them, with its stop at 105.
    let rows = after_entry(&[(100.0, 106.0, 99.0, 101.0, 0)]);
    let short = Plan::short(says(1), EntryOrder::Market).stop_loss(5.0);
    let record = play(&funded(), &short, &[&rows]);
    near(
        record.funding_paid.get(),
        -1000.0 * 0.0003 - 1050.0 * 0.0002,
    );
}

#[test]
fn an_exit_at_the_open_pays_up_to_the_open() {
    let leaves = long().exit(Exit::AfterBars(1));
    let record = play(&funded(), &leaves, &[&after_entry(&[flat(110.0, 0)])]);
    near(record.funding_paid.get(), 1000.0 * 0.0003);
    // Over a day without a bar it was held all the same: three more times, on the 110 it leaves at.
    const HOLE: Row = (f64::NAN, 0.0, 0.0, 0.0, 0);
    let record = play(&funded(), &leaves, &[&after_entry(&[HOLE, flat(110.0, 0)])]);
    near(record.funding_paid.get(), 1000.0 * 0.0003 + 1100.0 * 0.0003);
}

#[test]
fn an_entry_inside_a_bar_pays_from_its_open() {
    // In at 102 and out at 96.9 in one day: 08:00 and 16:00, on what it leaves at.
    let plan = Plan::long(says(1), EntryOrder::Stop(Node::Number(102.0))).stop_loss(5.0);
    let rows = [flat(100.0, 1), (100.0, 103.0, 96.0, 97.0, 0)];
    let record = play(&funded(), &plan, &[&rows]);
    near(record.trades[0].exit.price.get(), 96.9);
    near(record.funding_paid.get(), 969.0 * 0.0002);
}

#[test]
fn a_part_that_leaves_has_its_share_of_what_was_paid_before() {
    let half = Exit::Target {
        at: Distance::Percent(5.0),
        share: 0.5,
    };
    let rows = after_entry(&[(100.0, 106.0, 100.0, 104.0, 0)]);
    let record = play(&funded(), &long().exit(half), &[&rows]);
    // All ten pay until half of them leave at 105; the five that stay pay the last of the day on 104.
    let before = 1000.0 * 0.0003 + 1050.0 * 0.0002;
    near(record.trades[0].funding.get(), before / 2.0);
    near(
        record.trades[1].funding.get(),
        before / 2.0 + 520.0 * 0.0001,
    );
    near(record.funding_paid.get(), before + 520.0 * 0.0001);
}

#[test]
fn bars_of_eight_hours_leave_nothing_open() {
    let mut funded = funded();
    funded.market.timeframe = domain::Timeframe::Hour4;
    // Bars 1 and 2 end at 08:00 and 12:00; the exit inside bar 3, from 12:00 to 16:00, is before 16:00.
    let rows = after_entry(&[flat(100.0, 0), (100.0, 101.0, 94.0, 97.0, 0)]);
    let record = play(&funded, &long().stop_loss(5.0), &[&rows]);
    near(record.funding_paid.get(), 1000.0 * 0.0001);
}
