//! What scenarios stand on: bars written as rows, signals in their volume, an account without costs.
#![allow(
    clippy::unwrap_used,
    dead_code,
    reason = "each suite uses a part of it and stops at the first surprise"
)]

use domain::instrument::ANY_PRICE;
use domain::plan::volume;
use domain::{
    Account, Bar, Bars, Bps, Calendar, Cash, Costs, Dataset, FillPolicy, Instrument, Lot,
    MarketChoice, PathRule, Qty, Risk, RunRecord, RunSpec, Series, Sizing, Source, StrategyChoice,
    Symbol, Timeframe, Trade, Ts, Venue,
};
use engine::{Event, Ledger, Observer};
use strategies::{Cond, Plan};

/// Open, high, low, close, and the signals of the bar.
pub type Row = (f64, f64, f64, f64, u32);

/// A flat bar at a price with its signals.
pub const fn flat(price: f64, signals: u32) -> Row {
    (price, price, price, price, signals)
}

pub fn spec(symbols: usize, fill: FillPolicy) -> RunSpec {
    RunSpec {
        version: domain::spec::SPEC_VERSION,
        engine: domain::ENGINE_VERSION,
        strategy: StrategyChoice::Plan(Box::default()),
        market: MarketChoice {
            source: Source::Given(Venue::File),
            symbols: (0..symbols).map(symbol).collect(),
            watched: vec![],
            timeframe: Timeframe::Day1,
            inside: None,
            span: None,
            data: None,
        },
        costs: Costs::plain(Bps::ZERO, Bps::ZERO),
        fill,
        path: PathRule::Pessimistic,
        sizing: Some(Sizing::Units(Qty::new(10.0).unwrap())),
        account: Account::default(),
        risk: Risk::default(),
        cash: Cash::new(10_000.0).unwrap(),
        seed: 0,
    }
}

pub fn symbol(index: usize) -> Symbol {
    Symbol::parse(["A", "B", "C"][index]).unwrap()
}

/// Did the bar that closed carry this signal? Signals are powers of two up to 4.
pub fn says(signal: u32) -> Cond {
    let sums = (1..8).filter(|sum| sum & signal != 0).map(f64::from);
    let is = |sum: f64| volume().above(sum - 0.5).and(volume().below(sum + 0.5));
    Cond::Any(sums.map(is).collect())
}

/// Runs a plan on rows of consecutive bars; a row of NaN is a hole.
pub fn play(spec: &RunSpec, plan: &Plan, rows: &[&[Row]]) -> RunRecord {
    play_at_least(spec, plan, rows, Cash::ZERO)
}

/// The same at a venue that refuses orders below a minimum.
pub fn play_at_least(spec: &RunSpec, plan: &Plan, rows: &[&[Row]], minimum: Cash) -> RunRecord {
    let timeframe = spec.market.timeframe;
    let series = rows.iter().enumerate().map(|(index, rows)| {
        let rows = rows.iter().enumerate().filter(|(_, row)| !row.0.is_nan());
        let bars = rows.map(|(place, &(open, high, low, close, signals))| Bar {
            open_time: Ts(place as i64 * timeframe.millis()),
            open,
            high,
            low,
            close,
            volume: f64::from(signals),
            made_up: false,
        });
        let plain = series(index, Bars::from_bars(timeframe, bars).unwrap());
        let mut instrument = plain.instrument().clone();
        instrument.min_notional = minimum;
        Series::new(instrument, plain.bars().clone())
    });
    run(spec, plan, Dataset::new(series.collect()))
}

/// Bars of a symbol at a venue without rules.
pub fn series(index: usize, bars: Bars) -> Series {
    let instrument = Instrument {
        venue: Venue::File,
        symbol: symbol(index),
        quote: "",
        ticks: ANY_PRICE,
        lot: Lot::Any,
        min_notional: Cash::ZERO,
        calendar: Calendar::AlwaysOpen,
    };
    Series::new(instrument, bars)
}

/// Runs a plan by both engines, which have to agree, and watches the books.
pub fn run(spec: &RunSpec, plan: &Plan, data: Dataset) -> RunRecord {
    let lawful = |_: &Event, ledger: &Ledger| assert!(ledger.law_gap() < 1e-6);
    let (record, _) = engine::run_plan(spec, plan, &data, Observer(lawful)).unwrap();
    let other = engine::vector::run(spec, plan, &data).unwrap().record;
    assert_eq!(record, other, "both engines tell the same story");
    record
}

/// The bar a trade was entered in and left in.
pub fn bars(trade: &Trade, timeframe: Timeframe) -> (i64, i64) {
    let bar = |time: Ts| time.0.div_euclid(timeframe.millis());
    (bar(trade.entry.time), bar(trade.exit.time))
}

pub fn near(got: f64, want: f64) {
    assert!((got - want).abs() < 1e-9, "{got}, expected {want}");
}
