//! Golden adapters of statistics: what is luck, and what a series is like.

mod luck;
mod series;

use super::Case;
use serde_json::Value;

/// Computes a case of `stats.*`; `None` when the function is not known here.
pub fn answer(case: &Case) -> Option<Result<Value, String>> {
    luck::answer(case).or_else(|| series::answer(case))
}

/// Simple returns; the first row has none and is dropped.
fn returns(prices: &[f64]) -> Vec<f64> {
    prices
        .windows(2)
        .map(|pair| pair[1] / pair[0] - 1.0)
        .collect()
}

/// Natural logarithms.
fn logs(prices: &[f64]) -> Vec<f64> {
    prices.iter().map(|price| libm::log(*price)).collect()
}

/// The inline column `x`, or the closes after the transformation the input names.
fn transformed(case: &Case) -> Result<Vec<f64>, String> {
    match case.input()["transform"].as_str() {
        None => case.column("x").map(<[f64]>::to_vec),
        Some("natural log of close") => Ok(logs(case.column("close")?)),
        Some("simple returns, first row dropped") => Ok(returns(case.column("close")?)),
        Some("log returns, first row dropped") => {
            let logs = logs(case.column("close")?);
            Ok(logs.windows(2).map(|pair| pair[1] - pair[0]).collect())
        }
        Some(other) => Err(format!("no transformation is called `{other}`")),
    }
}
