//! Signals from indicators: the strategies the cases name, as plans of our own words, and sweeps over them.

use super::super::Case;
use super::signals::Signals;
use super::{Engine, instrument, rule, said, series_of, spec_of, timeframe_of};
use domain::instrument::Lot;
use domain::plan::{close, indicator};
use domain::{Annualisation, Dataset, Symbol};
use metrics::Facts;
use serde_json::{Value, json};
use strategies::{Cond, EntryOrder, Plan};

/// The signals of a strategy; `None` for one that is only a list.
pub(super) fn signals(strategy: &Value, rules: &Value) -> Result<Option<Signals>, String> {
    let params = &strategy["params"];
    let count = |name: &str| rule(params, name).map(|value| value as usize);
    let number = |name: &str| rule(params, name);
    let long_short = rules["allow_short"] == true;
    let turning = |up: Cond, down: Cond| Signals {
        long_entry: up,
        long_exit: (!long_short).then(|| down.clone()),
        short_entry: down,
        short_exit: None,
    };
    Ok(match strategy["kind"].as_str() {
        Some("sma_cross") => {
            let (up, down) = cross(count("fast")?, count("slow")?);
            Some(turning(up, down))
        }
        Some("donchian") => {
            let channel = |period: usize, output: &str| {
                let channel = indicator("donchian").with("period", period as f64);
                channel.output(output).lag(1)
            };
            let up = close().above(channel(count("n")?, "upper"));
            let down = close().below(channel(count("m")?, "lower"));
            Some(turning(up, down))
        }
        Some("rsi") => {
            let rsi = || Ok::<_, String>(close().rsi(count("n")?));
            let (low, middle, high) = (number("lo")?, number("mid")?, number("hi")?);
            Some(Signals {
                long_entry: rsi()?.below(low),
                long_exit: Some(rsi()?.above(if long_short { middle } else { high })),
                short_entry: rsi()?.above(high),
                short_exit: Some(rsi()?.below(middle)),
            })
        }
        _ => None,
    })
}

fn cross(fast: usize, slow: usize) -> (Cond, Cond) {
    let averages = || (close().sma(fast), close().sma(slow));
    let (fast, slow) = averages();
    let up = fast.crosses_above(slow);
    let (fast, slow) = averages();
    (up, fast.crosses_below(slow))
}

/// Every pair of averages of a grid.
pub(super) fn sweep(engine: Engine, case: &Case) -> Result<Value, String> {
    let (rules, grid) = (&case.call["rules"], &case.call["strategy"]["grid"]);
    let times = case.times()?;
    let symbol = Symbol::parse("GOLDEN").map_err(said)?;
    let spec = spec_of(rules, vec![symbol], timeframe_of(times)?)?;
    let columns = ["open", "high", "low", "close"].map(|name| case.column(name));
    let [open, high, low, last] = columns;
    let columns = [open?, high?, low?, last?];
    let codes = vec![0.0; times.len()];
    let series = series_of(instrument(symbol, Lot::Any), times, columns, &codes)?;
    let data = Dataset::new(vec![series]);
    let list = |name: &str| {
        let list = grid[name].as_array().into_iter().flatten();
        list.filter_map(Value::as_u64).map(|value| value as usize)
    };
    let mut results = Vec::new();
    for fast in list("fast") {
        for slow in list("slow").filter(|slow| fast < *slow) {
            let (up, down) = cross(fast, slow);
            let plan = Plan::long(up, EntryOrder::Market).exit_when(down);
            let mut record = engine(&spec, &plan, &data).map_err(said)?;
            record.annualisation = Annualisation::chosen(365.0);
            let facts = Facts::of(&record);
            let metric = |id: &str| metrics::find(id).and_then(|known| known.value(&facts).ok());
            let open = record.trades.iter().filter(|trade| trade.open).count();
            results.push(json!({
                "fast": fast,
                "slow": slow,
                "total_return": metric("total_return"),
                "max_drawdown": metric("max_drawdown"),
                "sharpe_365": metric("sharpe"),
                "trades_closed": record.trades.len() - open,
                "trades_open": open,
            }));
        }
    }
    let gain = |result: &Value| result["total_return"].as_f64().unwrap_or(f64::MIN);
    let best = results.iter().max_by(|a, b| gain(a).total_cmp(&gain(b)));
    Ok(json!({
        "best_by_total_return": best,
        "combinations": results.len(),
        "results": results,
    }))
}
