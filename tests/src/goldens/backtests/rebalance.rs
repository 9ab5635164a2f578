//! Shares of the account over several assets, set right on given bars: the shares ride in the volume.

use super::super::{Case, num};
use super::{Engine, equity, instrument, rule, said, series_of, spec_of, timeframe_of};
use crate::goldens::table::Table;
use domain::instrument::Lot;
use domain::plan::{Hold, volume};
use domain::{Dataset, Side, Symbol};
use engine::Event;
use serde_json::{Value, json};
use strategies::Plan;

pub(super) fn answer(engine: Engine, case: &Case) -> Result<Value, String> {
    let rules = &case.call["rules"];
    let input = case.input();
    let assets = case.several();
    let times = joined(assets, &input["rows_of_join"])?;
    let due: Vec<usize> = serde_json::from_value(input["rebalance_bars"].clone()).map_err(said)?;
    let mut symbols = Vec::new();
    let mut series = Vec::new();
    for (file, table) in assets {
        let name = file.trim_end_matches(".csv");
        let symbol = Symbol::parse(&name.to_ascii_uppercase()).map_err(said)?;
        let share = rule(&rules["weights"], name)?;
        let mut codes = vec![0.0; times.len()];
        for bar in &due {
            // Ordered at the close before.
            let before = bar.checked_sub(1).and_then(|before| codes.get_mut(before));
            *before.ok_or("a rebalance before the first close")? = share;
        }
        let open = rows(table, "open", &times)?;
        let close = rows(table, "close", &times)?;
        let of_both = |pick: fn(f64, f64) -> f64| -> Vec<f64> {
            open.iter().zip(&close).map(|(a, b)| pick(*a, *b)).collect()
        };
        let (high, low) = (of_both(f64::max), of_both(f64::min));
        let columns = [&open[..], &high, &low, &close];
        let instrument = instrument(symbol, Lot::Any);
        series.push(series_of(instrument, &times, columns, &codes)?);
        symbols.push(symbol);
    }
    let spec = spec_of(rules, symbols, timeframe_of(&times)?)?;
    let data = Dataset::new(series);
    let plan = Plan {
        hold: Some(Hold {
            when: volume().above(0.0),
            share: volume(),
            tolerance: 0.0,
        }),
        ..Plan::default()
    };
    let record = engine(&spec, &plan, &data).map_err(said)?;
    let (_, events) = engine::run_plan(&spec, &plan, &data, Vec::new()).map_err(said)?;
    let orders = events.iter().filter_map(|event| match event {
        Event::Filled(fill) => {
            let asset = assets.get(fill.symbol)?.0.trim_end_matches(".csv");
            let sign = match fill.side() {
                Side::Buy => 1.0,
                Side::Sell => -1.0,
            };
            let bar = times.binary_search(&fill.time.0).ok()?;
            let units = sign * fill.qty.get();
            Some(json!([
                bar,
                asset,
                num(units),
                num(fill.price.get()),
                num(fill.fee.get())
            ]))
        }
        _ => None,
    });
    Ok(json!({
        "orders": orders.collect::<Vec<_>>(),
        "order_columns": ["bar", "asset", "units", "fill", "fee"],
        "equity": equity(&record),
        "final_equity": record.curve.equity.last(),
    }))
}

/// The times that all files have, and of those the rows the case names.
fn joined(assets: &[(String, Table)], rows: &Value) -> Result<Vec<i64>, String> {
    let (_, first) = assets.first().ok_or("the input names no files")?;
    let mut times = first.times()?.to_vec();
    for (_, other) in assets {
        let other = other.times()?;
        times.retain(|time| other.binary_search(time).is_ok());
    }
    let bound = |place: usize| rows[place].as_u64().map(|bound| bound as usize);
    let chosen = match (bound(0), bound(1)) {
        (Some(from), Some(to)) => times.get(from..to),
        _ => None,
    };
    let chosen = chosen.ok_or_else(|| format!("the join has no rows {rows}"))?;
    Ok(chosen.to_vec())
}

fn rows(table: &Table, name: &str, times: &[i64]) -> Result<Vec<f64>, String> {
    let (all, column) = (table.times()?, table.column(name)?);
    let row = |time: &i64| all.binary_search(time).ok().and_then(|row| column.get(row));
    let cells = times.iter().map(|time| row(time).copied());
    let cells: Option<Vec<f64>> = cells.collect();
    cells.ok_or_else(|| format!("{name}: a row is missing"))
}
