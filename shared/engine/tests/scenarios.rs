//! Short runs worked out by hand: every price, time, quantity and reason is checked.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use domain::instrument::{Tick, TickRow};
use domain::plan::{close, high, low, next_open};
use domain::{
    Account, Bar, Bars, Bps, Calendar, Cash, Costs, Dataset, FillPolicy, Instrument, Lot,
    MarketChoice, PathRule, Qty, Reason, Refusal, Risk, RunRecord, RunSpec, Series, Source,
    StrategyChoice, Symbol, Timeframe, Ts, Venue,
};
use engine::{Event, Ledger, Observer};
use strategies::{Cond, Distance, EntryOrder, Exit, Plan};

const CENTS: &[TickRow] = &[TickRow {
    from: 0.0,
    tick: Tick::PerUnit(100.0),
}];

/// Open, high, low, close.
type Row = (f64, f64, f64, f64);

/// A range of 10, then a day that reaches 105 and one that doesn't reach 107.5.
const BREAKOUT: [Row; 3] = [
    (100.0, 105.0, 95.0, 100.0),
    (100.0, 106.0, 97.0, 104.0),
    (103.0, 107.0, 102.0, 104.0),
];

/// A day at one price.
const fn flat(price: f64) -> Row {
    (price, price, price, price)
}

fn symbol(name: &str) -> Symbol {
    Symbol::parse(name).unwrap()
}

fn spec(names: &[&str], fill: FillPolicy, fee: f64, slippage: f64) -> RunSpec {
    RunSpec {
        version: domain::spec::SPEC_VERSION,
        engine: domain::ENGINE_VERSION,
        strategy: StrategyChoice::Plan(Box::default()),
        market: MarketChoice {
            source: Source::Sample,
            symbols: names.iter().map(|name| symbol(name)).collect(),
            watched: vec![],
            timeframe: Timeframe::Day1,
            inside: None,
            span: None,
            data: None,
        },
        costs: Costs::plain(Bps::new(fee).unwrap(), Bps::new(slippage).unwrap()),
        fill,
        path: PathRule::Pessimistic,
        sizing: None,
        account: Account::default(),
        risk: Risk::default(),
        cash: Cash::new(1000.0).unwrap(),
        seed: 0,
    }
}

fn bar(open_time: Ts, (open, high, low, close): Row) -> Bar {
    Bar {
        open_time,
        open,
        high,
        low,
        close,
        volume: 1.0,
        made_up: false,
    }
}

fn series(name: &str, rows: &[Row]) -> Series {
    let bars = rows.iter().zip(0..).map(|(row, at)| bar(day(at), *row));
    of_bars(name, bars)
}

fn of_bars(name: &str, bars: impl IntoIterator<Item = Bar>) -> Series {
    let bars = Bars::from_bars(Timeframe::Day1, bars).unwrap();
    Series::new(instrument(name), bars)
}

fn instrument(name: &str) -> Instrument {
    Instrument {
        venue: Venue::Sample,
        symbol: symbol(name),
        quote: "KRW",
        ticks: CENTS,
        lot: Lot::PerUnit(1.0),
        min_notional: Cash::new(10.0).unwrap(),
        calendar: Calendar::AlwaysOpen,
    }
}

fn run(spec: &RunSpec, plan: &Plan, series: Vec<Series>) -> RunRecord {
    let data = Dataset::new(series);
    let lawful = |_: &Event, ledger: &Ledger| assert!(ledger.law_gap() < 1e-9);
    engine::run_plan(spec, plan, &data, Observer(lawful))
        .unwrap()
        .0
}

fn breakout(k: f64) -> Plan {
    Plan::long(
        Cond::Always,
        EntryOrder::Stop(next_open() + (high() - low()) * k),
    )
    .exit(Exit::AfterBars(1))
}

fn day(index: i64) -> Ts {
    Ts(index * domain::time::DAY_MS)
}

#[test]
fn a_breakout_fills_at_the_target_and_leaves_at_the_next_open() {
    // Range of day 0 is 10. Day 1: target 100 + 5 = 105, reached. Day 2: target 103 + 0.5·9 = 107.5, not reached.
    let spec = spec(&["A"], FillPolicy::Touch, 0.0, 0.0);
    let record = run(&spec, &breakout(0.5), vec![series("A", &BREAKOUT)]);
    assert_eq!(record.trades.len(), 1);
    let trade = &record.trades[0];
    assert_eq!((trade.entry.price.get(), trade.entry.time), (105.0, day(1)));
    assert_eq!(
        (trade.entry.reason, trade.entry.signal_time),
        (Reason::EntryStop, day(1))
    );
    assert_eq!((trade.exit.price.get(), trade.exit.time), (103.0, day(2)));
    assert_eq!(
        (trade.exit.reason, trade.exit.signal_time),
        (Reason::TimeExit, day(2))
    );
    // 1000 ÷ 105 = 9.52…, whole lots: 9.
    assert_eq!(trade.qty, Qty::new(9.0).unwrap());
    assert_eq!(trade.pnl.get(), -18.0);
    assert_eq!(record.curve.equity, [1000.0, 1000.0, 1000.0 - 9.0, 982.0]);
    assert_eq!(record.bars_in_market, 2);
}

#[test]
fn a_level_the_open_has_passed_fills_at_the_open() {
    // Target 100 − 5: passed when the bar opens, so the fill is the open and never the better level.
    let rows = [
        (100.0, 105.0, 95.0, 100.0),
        (100.0, 101.0, 99.0, 100.0),
        flat(100.0),
    ];
    let spec = spec(&["A"], FillPolicy::Touch, 0.0, 0.0);
    let record = run(&spec, &breakout(-0.5), vec![series("A", &rows)]);
    assert_eq!(record.trades[0].entry.price.get(), 100.0);
}

#[test]
fn under_next_open_a_touched_level_is_only_a_signal() {
    let rows = [
        (100.0, 105.0, 95.0, 100.0),
        (100.0, 106.0, 97.0, 104.0),
        (103.0, 104.0, 102.0, 104.0),
        (110.0, 111.0, 109.0, 110.0),
    ];
    let spec = spec(&["A"], FillPolicy::NextOpen, 0.0, 0.0);
    let record = run(&spec, &breakout(0.5), vec![series("A", &rows)]);
    let trade = &record.trades[0];
    assert_eq!((trade.entry.price.get(), trade.entry.time), (103.0, day(2)));
    assert_eq!(
        trade.entry.signal_time,
        day(2),
        "the close of day 1 is the opening of day 2"
    );
    assert_eq!((trade.exit.price.get(), trade.exit.time), (110.0, day(3)));
}

#[test]
fn costs_are_charged_once_per_side() {
    // Buy at 100·1.01 = 101, sell at 120·0.99 = 118.8, fee 1 % of each notional.
    let rows = [flat(100.0), flat(100.0), flat(120.0)];
    let plan = Plan::long(Cond::Always, EntryOrder::Market).exit(Exit::AfterBars(1));
    let spec = spec(&["A"], FillPolicy::NextOpen, 100.0, 100.0);
    let data = Dataset::new(vec![series("A", &rows)]);
    let mut fills = Vec::new();
    let look = |event: &Event, ledger: &Ledger| {
        if let Event::Filled(fill) = event {
            fills.push(*fill);
            assert_eq!(ledger.fills() as usize, fills.len());
        }
    };
    let (record, _) = engine::run_plan(&spec, &plan, &data, Observer(look)).unwrap();
    // Units: ⌊1000 ÷ (101·1.01)⌋ = 9. The exit at day 2's open is followed by a new entry at the same open.
    assert_eq!(fills.len(), 3);
    let closed: Vec<_> = record.trades.iter().filter(|trade| !trade.open).collect();
    assert_eq!(closed.len(), 1);
    let fees = 9.0 * 101.0 * 0.01 + 9.0 * 118.8 * 0.01;
    assert!((closed[0].fees.get() - fees).abs() < 1e-9);
    assert!((closed[0].pnl.get() - (9.0 * (118.8 - 101.0) - fees)).abs() < 1e-9);
    let slippage = 9.0 * 1.0 + 9.0 * 1.2 + fills[2].qty.get() * 1.2;
    assert!((record.slippage_paid.get() - slippage).abs() < 1e-9);
}

#[test]
fn a_stop_fills_at_its_level_and_at_the_open_when_jumped() {
    let plan = Plan::long(close().above(0.0), EntryOrder::Market)
        .exit(Exit::AfterBars(10))
        .stop_loss(10.0);
    let spec = spec(&["A"], FillPolicy::NextOpen, 0.0, 0.0);
    let exit = |third: Row| {
        let rows = [flat(100.0), (100.0, 101.0, 99.0, 100.0), third];
        let record = run(&spec, &plan, vec![series("A", &rows)]);
        let exit = record.trades[0].exit;
        (exit.price.get(), exit.reason)
    };
    assert_eq!(exit((95.0, 96.0, 90.0, 92.0)), (90.0, Reason::StopLoss));
    assert_eq!(exit((85.0, 95.0, 80.0, 92.0)), (85.0, Reason::StopLoss));
    assert_eq!(exit((95.0, 96.0, 90.01, 92.0)), (92.0, Reason::EndOfData));
}

#[test]
fn a_stop_can_hit_in_the_bar_of_its_own_entry() {
    // Target 105, stop 94.5; the low of the entry bar is 90: we can't see the path, so the worse one counts.
    let rows = [
        (100.0, 105.0, 95.0, 100.0),
        (100.0, 106.0, 90.0, 104.0),
        flat(104.0),
    ];
    let spec = spec(&["A"], FillPolicy::Touch, 0.0, 0.0);
    let record = run(
        &spec,
        &breakout(0.5).stop_loss(10.0),
        vec![series("A", &rows)],
    );
    let trade = &record.trades[0];
    assert_eq!((trade.entry.time, trade.exit.time), (day(1), day(1)));
    assert_eq!(
        (trade.exit.price.get(), trade.exit.reason),
        (94.5, Reason::StopLoss)
    );
}

#[test]
fn symbols_share_one_account_in_equal_slots_and_exits_come_first() {
    let flat = [flat(100.0); 4];
    let plan = Plan::long(Cond::Always, EntryOrder::Market).exit(Exit::AfterBars(1));
    let spec = spec(&["A", "B"], FillPolicy::NextOpen, 0.0, 0.0);
    let record = run(&spec, &plan, vec![series("A", &flat), series("B", &flat)]);
    // Each of days 1, 2, 3 sells what there is and buys 5 of each again; never more than the cash allows.
    assert_eq!(record.trades.len(), 6);
    assert!(record.trades.iter().all(|trade| trade.qty.get() == 5.0));
    assert!(record.refusals.is_empty() || record.refusals[0].reason == Refusal::EndOfData);
}

#[test]
fn bars_align_by_time_and_not_by_row() {
    // B starts two days later; a row-aligned engine would trade B on A's dates.
    let a = series("A", &[flat(100.0); 5]);
    let b = of_bars("B", (2..5).map(|index| bar(day(index), flat(50.0))));
    let plan = Plan::long(Cond::Always, EntryOrder::Market).exit(Exit::AfterBars(1));
    let record = run(
        &spec(&["A", "B"], FillPolicy::NextOpen, 0.0, 0.0),
        &plan,
        vec![a, b],
    );
    let first = record
        .trades
        .iter()
        .find(|trade| trade.symbol.as_str() == "B")
        .unwrap();
    assert_eq!(
        first.entry.time,
        day(3),
        "the first close of B is at the end of day 2"
    );
    assert_eq!(record.curve.time.len(), 6, "the start and five closes");
}

#[test]
fn a_made_up_bar_fills_nothing_and_says_so() {
    let plain = series("A", &[(100.0, 106.0, 95.0, 100.0); 4]);
    let bars = plain.bars().iter().enumerate();
    let flagged = bars.map(|(index, bar)| Bar {
        made_up: index == 1,
        ..bar
    });
    let rows = of_bars("A", flagged);
    let record = run(
        &spec(&["A"], FillPolicy::Touch, 0.0, 0.0),
        &breakout(0.5),
        vec![rows],
    );
    assert_eq!(record.trades[0].entry.time, day(2));
    let gap = record
        .refusals
        .iter()
        .find(|count| count.reason == Refusal::GapBar)
        .unwrap();
    assert_eq!(gap.count, 1);
}

#[test]
fn an_order_below_the_minimum_is_refused_and_counted() {
    let plan = Plan::long(Cond::Always, EntryOrder::Market).exit(Exit::AfterBars(1));
    let mut small = spec(&["A"], FillPolicy::NextOpen, 0.0, 0.0);
    small.cash = Cash::new(9.0).unwrap();
    let record = run(&small, &plan, vec![series("A", &[flat(1.0); 3])]);
    assert!(record.trades.is_empty());
    assert_eq!(record.refusals[0].reason, Refusal::BelowMinimum);
    assert_eq!(record.refusals[0].count, 2);
}

#[test]
fn an_open_position_is_marked_and_not_sold() {
    let rows = [flat(100.0), (100.0, 130.0, 100.0, 120.0)];
    let plan = Plan::long(Cond::Always, EntryOrder::Market).exit(Exit::AfterBars(5));
    let record = run(
        &spec(&["A"], FillPolicy::NextOpen, 100.0, 0.0),
        &plan,
        vec![series("A", &rows)],
    );
    let trade = &record.trades[0];
    assert!(trade.open);
    assert_eq!(
        (trade.exit.reason, trade.exit.price.get()),
        (Reason::EndOfData, 120.0)
    );
    // Only the entry's fee: 9 units · 100 · 1 %.
    assert!((trade.fees.get() - 9.0).abs() < 1e-9);
    assert!((record.curve.equity[2] - (1000.0 - 9.0 + 9.0 * 20.0)).abs() < 1e-9);
}

#[test]
fn excursions_count_what_was_lived_through() {
    // Bought at the open of day 1 (100), held over day 1 and 2, sold at the open of day 3 (101).
    let rows = [
        flat(100.0),
        (100.0, 108.0, 97.0, 104.0),
        (104.0, 110.0, 95.0, 100.0),
        (101.0, 150.0, 50.0, 120.0),
    ];
    let plan = Plan::long(Cond::Always, EntryOrder::Market)
        .exit(Exit::AfterBars(2))
        .stop_loss(20.0);
    let spec = spec(&["A"], FillPolicy::NextOpen, 0.0, 0.0);
    let record = run(&spec, &plan, vec![series("A", &rows)]);
    let trade = &record.trades[0];
    assert_eq!((trade.exit.time, trade.exit.price.get()), (day(3), 101.0));
    assert!((trade.worst - -0.05).abs() < 1e-12);
    assert!((trade.best - 0.10).abs() < 1e-12);
    // Ten units, stop at 80: 20 a unit.
    assert!((trade.risk.unwrap().get() - 200.0).abs() < 1e-9);
    // Cash 0 and ten units at the low of each bar; the start is the start.
    assert_eq!(record.curve.worst[..3], [1000.0, 1000.0, 970.0]);
    assert_eq!(record.curve.worst[3], 950.0);
    // Ten units bought at the first open of 100.
    assert_eq!(
        record.curve.benchmark,
        [1000.0, 1000.0, 1040.0, 1000.0, 1200.0]
    );
}

#[test]
fn of_the_bar_of_an_entry_inside_it_only_the_close_is_sure() {
    // Target 105 inside day 1; whether its low of 97 or its high of 106 came before the entry can't be seen.
    let spec = spec(&["A"], FillPolicy::Touch, 0.0, 0.0);
    let record = run(&spec, &breakout(0.5), vec![series("A", &BREAKOUT)]);
    let trade = &record.trades[0];
    assert!((trade.worst - (103.0 / 105.0 - 1.0)).abs() < 1e-12);
    assert_eq!((trade.best, trade.risk), (0.0, None));
}

#[test]
fn only_the_intrabar_policy_replays_shorter_bars() {
    // Bought at 100 on day 1, stop at 90, target at 110. The day reaches both: its first hour the target, its second the stop.
    let days = [
        bar(day(0), flat(100.0)),
        bar(day(1), flat(100.0)),
        bar(day(2), (100.0, 111.0, 89.0, 95.0)),
    ];
    let hour = |hour: i64, row| bar(Ts(day(2).0 + hour * Timeframe::Hour1.millis()), row);
    let hours = [
        hour(0, (100.0, 111.0, 100.0, 105.0)),
        hour(1, (105.0, 105.0, 89.0, 95.0)),
    ];
    let plan = Plan::long(close().above(0.0), EntryOrder::Market)
        .stop_loss(10.0)
        .exit(Exit::target(Distance::Percent(10.0)));
    let bars = |timeframe, bars: &[Bar]| Bars::from_bars(timeframe, bars.iter().copied()).unwrap();
    let series = Series::new(instrument("A"), bars(Timeframe::Day1, &days))
        .replayed_by(bars(Timeframe::Hour1, &hours));
    for (fill, reason) in [
        (FillPolicy::Intrabar, Reason::TakeProfit),
        (FillPolicy::Touch, Reason::StopLoss),
    ] {
        let mut spec = spec(&["A"], fill, 0.0, 0.0);
        spec.market.inside = Some(Timeframe::Hour1);
        let record = run(&spec, &plan, vec![series.clone()]);
        assert_eq!(record.trades[0].exit.reason, reason, "{fill:?}");
    }
}
