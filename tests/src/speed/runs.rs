//! Single runs: the event-driven engine over long series, and one set over ten million bars.

use super::sweeps::question;
use super::{Go, LONG, Limits, Work, calm_market, check, market};
use domain::{Costs, Dataset, Ratio, Risk, RunSpec};
use engine::vector::{self, Sweep};
use strategies::Plan;

/// 19 years of minutes.
const VERY_LONG: usize = 10_000_000;

pub(super) fn works() -> Vec<Work> {
    let limits = |native, worker| Limits {
        native,
        worker,
        workers: None,
    };
    let work = |name: &str, bars, limits, prepare: fn() -> Result<Go, String>| Work {
        name: name.to_owned(),
        units: bars,
        unit: "bars",
        limits,
        splits: false,
        prepare: Box::new(prepare),
    };
    vec![
        work(
            "event engine, one cross",
            LONG,
            limits(Some(10.0), Some(20.0)),
            one_cross,
        ),
        work(
            "event engine, 3 symbols, stops, limits",
            3 * LONG,
            limits(Some(60.0), None),
            three_symbols,
        ),
        work(
            "one run with its summary",
            VERY_LONG,
            limits(None, Some(150.0)),
            very_long,
        ),
    ]
}

fn one_cross() -> Result<Go, String> {
    let data = market(LONG, 1)?;
    let spec = question(&data)?;
    events(spec, data)
}

fn three_symbols() -> Result<Go, String> {
    let data = market(LONG, 3)?;
    let share = |share| Ratio::new(share).ok();
    let mut spec = question(&data)?;
    spec.strategy.set("stop", 3.0);
    spec.risk = Risk {
        position: share(0.3),
        symbol: share(0.3),
        portfolio: share(0.8),
        day_loss: share(0.05),
        ..Risk::default()
    };
    events(spec, data)
}

/// Bar by bar, once the vectorised engine has told the same story.
fn events(spec: RunSpec, data: Dataset) -> Result<Go, String> {
    let plan = strategies::plan_of(&spec.strategy).map_err(|error| error.to_string())?;
    let event = engine::run(&spec, &data).map_err(|error| error.to_string())?;
    let other = vector::run(&spec, &plan, &data).map_err(|error| error.to_string())?;
    if event != other.record {
        return Err("the engines differ".to_owned());
    }
    Ok(Box::new(move |_| {
        engine::run(&spec, &data).map_or(0, |record| record.trades.len())
    }))
}

fn very_long() -> Result<Go, String> {
    let near = calm_market(LONG)?;
    let mut spec = question(&near)?;
    // Some 180,000 trades at a cost would leave nothing to trade with long before the end.
    spec.costs = Costs::default();
    let plan = strategies::plan_of(&spec.strategy).map_err(|error| error.to_string())?;
    // Bar by bar the account of ten million would not fit; the beginning stands for the whole.
    let run = engine::run_plan(&spec, &plan, &near, ());
    let (record, ()) = run.map_err(|error| error.to_string())?;
    check::same(&tally(&spec, &plan, &near)?, &record)?;
    let data = calm_market(VERY_LONG)?;
    Ok(Box::new(move |_| {
        let tally = tally(&spec, &plan, &data);
        tally.map_or(0, |tally| {
            std::hint::black_box(metrics::tallied(&tally));
            tally.trades.count as usize
        })
    }))
}

fn tally(spec: &RunSpec, plan: &Plan, data: &Dataset) -> Result<domain::Tally, String> {
    let swept = Sweep::new(spec, data).and_then(|mut sweep| sweep.tally(plan));
    swept
        .map(|swept| swept.tally)
        .map_err(|error| error.to_string())
}
