//! Golden cases: answers of established libraries, and whether the product crates give the same numbers.

pub mod backtests;
mod case;
pub mod compare;
mod corrections;
#[cfg(not(target_arch = "wasm32"))]
pub mod folder;
mod indicators;
mod metrics;
mod ranges;
mod stats;
pub mod table;

pub use case::Case;

use compare::Mismatch;
use domain::Digest;
use serde_json::Value;

/// What became of a case.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// Every expected key has its value.
    Passed,
    /// The first difference of each expected key that differs; never empty.
    Failed(Vec<Mismatch>),
    /// No adapter knows the function.
    Unsupported,
}

/// Computes a case with the product crates; `None` when no adapter knows its function.
pub fn answer(case: &Case) -> Option<Result<Value, String>> {
    let adapters = [
        indicators::answer,
        metrics::answer,
        stats::answer,
        backtests::answer,
    ];
    adapters.into_iter().find_map(|adapter| adapter(case))
}

/// Computes a case and compares it with what is expected.
pub fn judge(case: &Case) -> Verdict {
    verdict(case, answer(case))
}

/// Compares an answer with what is expected.
pub fn verdict(case: &Case, answer: Option<Result<Value, String>>) -> Verdict {
    let differences = match answer {
        None => return Verdict::Unsupported,
        Some(Ok(got)) => {
            let expected = corrections::corrected(&case.id, &case.expected);
            compare::compare(&got, &expected, &case.tolerance)
        }
        Some(Err(why)) => vec![Mismatch::whole(why)],
    };
    if differences.is_empty() {
        Verdict::Passed
    } else {
        Verdict::Failed(differences)
    }
}

/// Names an answer: the shortest text of a number reads back as the same bits, so equal digests are equal bits.
pub fn digest(case: &Case) -> Result<Digest, String> {
    let answer = answer(case)
        .ok_or_else(|| format!("no adapter knows the function {}", case.function))??;
    Ok(Digest::of(answer.to_string().as_bytes()))
}

/// A number as JSON: NaN becomes null, the infinities `"inf"` and `"-inf"`.
pub fn num(x: f64) -> Value {
    if x.is_nan() {
        Value::Null
    } else if x.is_infinite() {
        Value::from(if x > 0.0 { "inf" } else { "-inf" })
    } else {
        Value::from(x)
    }
}

/// A column as JSON.
pub fn nums(column: &[f64]) -> Value {
    column.iter().copied().map(num).collect()
}

/// A number that may be undefined.
pub fn opt(x: Option<f64>) -> Value {
    x.map_or(Value::Null, num)
}
