//! Prints the rolling columns of `backcast metrics --rolling`.

use super::Error;
use super::input::Series;
use domain::Ts;
use metrics::tables::{rolling, rolling_beta};
use serde_json::{Map, Value, json};

/// A row for each return: CSV, or columns as JSON; empty or null until the window is full.
pub fn print(
    series: &Series,
    window: usize,
    bars_per_year: f64,
    as_json: bool,
) -> Result<String, Error> {
    let all = rolling(&series.returns, window, bars_per_year);
    let mut columns = vec![
        ("sharpe", all.sharpe),
        ("volatility", all.volatility),
        ("sortino", all.sortino),
        ("growth", all.growth),
        ("drawdown", all.drawdown),
    ];
    if let Some(benchmark) = &series.benchmark {
        columns.push(("beta", rolling_beta(&series.returns, benchmark, window)));
    }
    if as_json {
        let columns: Map<String, Value> = columns
            .into_iter()
            .map(|(name, column)| (name.to_owned(), column.into()))
            .collect();
        let answer = json!({
            "window": window,
            "bars_per_year": bars_per_year,
            "time": series.times,
            "columns": columns,
        });
        return Ok(serde_json::to_string_pretty(&answer)? + "\n");
    }
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let first = if series.times.is_some() {
        "time"
    } else {
        "row"
    };
    let mut text = format!("{first},{}\n", names.join(","));
    for row in 0..series.returns.len() {
        match series.times.as_ref().and_then(|times| times.get(row)) {
            Some(time) => text.push_str(&Ts(*time).to_string()),
            None => text.push_str(&row.to_string()),
        }
        for (_, column) in &columns {
            text.push(',');
            if let Some(Some(value)) = column.get(row) {
                text.push_str(&value.to_string());
            }
        }
        text.push('\n');
    }
    Ok(text)
}
