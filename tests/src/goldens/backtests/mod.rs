//! Golden cases of whole runs: lists of signals, stops, sizes, sweeps and rebalancing, through any engine.

mod rebalance;
mod signals;
mod strategy;

use super::{Case, num};
use domain::instrument::{ANY_PRICE, Instrument, Lot};
use domain::{
    Account, Bar, Bars, Bps, Calendar, Cash, Costs, Dataset, FillPolicy, MarketChoice, PathRule,
    Risk, RunRecord, RunSpec, Series, Source, StrategyChoice, Symbol, Timeframe, Ts, Venue,
};
use serde_json::Value;
use strategies::Plan;

/// Whatever runs a plan on bars.
pub type Engine = fn(&RunSpec, &Plan, &Dataset) -> Result<RunRecord, engine::RunError>;

/// Every engine by its name; the first one is the reference.
pub const ENGINES: [(&str, Engine); 2] = [("events", events), ("vector", vector)];

fn events(spec: &RunSpec, plan: &Plan, data: &Dataset) -> Result<RunRecord, engine::RunError> {
    Ok(engine::run_plan(spec, plan, data, ())?.0)
}

fn vector(spec: &RunSpec, plan: &Plan, data: &Dataset) -> Result<RunRecord, engine::RunError> {
    Ok(engine::vector::run(spec, plan, data)?.record)
}

/// Computes a case of `backtest.*` with the engine of reference.
pub fn answer(case: &Case) -> Option<Result<Value, String>> {
    answer_by(events, case)
}

/// Computes a case of `backtest.*` with an engine.
pub fn answer_by(engine: Engine, case: &Case) -> Option<Result<Value, String>> {
    match case.function.strip_prefix("backtest.")? {
        "run" => Some(signals::answer(engine, case)),
        "sweep" => Some(strategy::sweep(engine, case)),
        "rebalance" => Some(rebalance::answer(engine, case)),
        _ => None,
    }
}

/// An error of a product crate as text.
fn said(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn rule(rules: &Value, name: &str) -> Result<f64, String> {
    let number = rules[name].as_f64();
    number.ok_or_else(|| format!("the rules have no number `{name}`"))
}

/// What all cases have in common: cash, costs and symbols; no limits, fills at the next open.
fn spec_of(rules: &Value, symbols: Vec<Symbol>, timeframe: Timeframe) -> Result<RunSpec, String> {
    let bps = |name: &str| Bps::new(rule(rules, name)? * 10_000.0).map_err(said);
    let costs = Costs {
        fixed_fee: Cash::new(rules["fee_fixed"].as_f64().unwrap_or(0.0)).map_err(said)?,
        slip_entries_only: rules["slippage_on_exit"] == false,
        slip_targets: rules["stops"]["slippage_on_stop"] == true,
        ..Costs::plain(bps("fee_rate")?, bps("slippage")?)
    };
    Ok(RunSpec {
        version: domain::spec::SPEC_VERSION,
        engine: domain::ENGINE_VERSION,
        strategy: StrategyChoice::Plan(Box::default()),
        market: MarketChoice {
            source: Source::Given(Venue::File),
            symbols,
            watched: Vec::new(),
            timeframe,
            inside: None,
            span: None,
            data: None,
        },
        costs,
        fill: FillPolicy::NextOpen,
        path: PathRule::Pessimistic,
        sizing: None,
        account: Account::default(),
        risk: Risk::default(),
        cash: Cash::new(rule(rules, "cash")?).map_err(said)?,
        seed: 0,
    })
}

fn instrument(symbol: Symbol, lot: Lot) -> Instrument {
    Instrument {
        venue: Venue::File,
        symbol,
        quote: "",
        ticks: ANY_PRICE,
        lot,
        min_notional: Cash::ZERO,
        calendar: Calendar::AlwaysOpen,
    }
}

/// The length of bars that open at these times: the shortest distance between two.
fn timeframe_of(times: &[i64]) -> Result<Timeframe, String> {
    let steps = times.windows(2).map(|pair| pair[1] - pair[0]);
    let step = steps.min().ok_or("there are fewer than two bars")?;
    let known = Timeframe::ALL.into_iter().find(|one| one.millis() == step);
    known.ok_or_else(|| format!("there are no bars of {step} ms"))
}

/// Bars with numbers in place of their volume: that is how a list of signals or weights reaches a plan.
fn series_of(
    instrument: Instrument,
    times: &[i64],
    columns: [&[f64]; 4],
    codes: &[f64],
) -> Result<Series, String> {
    let [open, high, low, close] = columns;
    let bars = times.iter().enumerate().map(|(row, time)| Bar {
        open_time: Ts(*time),
        open: open[row],
        high: high[row],
        low: low[row],
        close: close[row],
        volume: codes[row],
        made_up: false,
    });
    let bars = Bars::from_bars(timeframe_of(times)?, bars).map_err(said)?;
    Ok(Series::new(instrument, bars))
}

/// The account at each close.
fn equity(record: &RunRecord) -> Value {
    record
        .curve
        .equity
        .iter()
        .skip(1)
        .copied()
        .map(num)
        .collect()
}
