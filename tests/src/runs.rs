//! The golden runs: questions whose whole reports are kept as hashes, for natively, in wasm and in the page.

use crate::numeric;
use domain::{Digest, RunSpec};
use serde::{Deserialize, Serialize};

/// Where they are kept, below the folder of the tests.
pub const FILE: &str = "golden_runs.json";

/// All of them as text; wasm has no files.
const TEXT: &str = include_str!("../golden_runs.json");

/// One kept run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldenRun {
    /// What it is there for.
    pub name: String,
    /// The query of the page that asks the same; `None` where the page has no field for it.
    pub link: Option<String>,
    /// The answer.
    pub answer: Answer,
    /// The question.
    pub spec: RunSpec,
}

/// What is kept of an answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// Hash of the whole report: question, data, trades, account and metrics.
    pub report: Digest,
    /// Trades, those still open too; for people who read a changed file.
    pub trades: usize,
    /// Equity at the last close.
    pub equity: f64,
}

impl Answer {
    /// What a trader sees of it.
    pub fn seen(&self) -> (usize, f64) {
        (self.trades, self.equity)
    }
}

/// The kept runs, or which line of the file is wrong.
pub fn kept() -> Result<Vec<GoldenRun>, String> {
    read(TEXT)
}

/// Runs from the text of the file.
pub fn read(text: &str) -> Result<Vec<GoldenRun>, String> {
    serde_json::from_str(text).map_err(|error| format!("tests/{FILE}: {error}"))
}

/// Runs a question.
pub fn answer(spec: &RunSpec) -> Result<Answer, String> {
    let report = numeric::report_of(spec)?;
    Ok(Answer {
        report: report.hash(),
        trades: report.record.trades.len(),
        equity: report.record.curve.equity.last().copied().unwrap_or(0.0),
    })
}

/// Runs as the text of the file, each of its four parts on a line of its own, so that a change is easy to read.
pub fn spelled(runs: &[GoldenRun]) -> Result<String, String> {
    let said = |error: serde_json::Error| error.to_string();
    let mut rows = Vec::new();
    for run in runs {
        let name = serde_json::to_string(&run.name).map_err(said)?;
        let link = serde_json::to_string(&run.link).map_err(said)?;
        let answer = serde_json::to_string(&run.answer).map_err(said)?;
        let spec = serde_json::to_string(&run.spec).map_err(said)?;
        let parts = [
            format!("\"name\": {name}"),
            format!("\"link\": {link}"),
            format!("\"answer\": {answer}"),
            format!("\"spec\": {spec}"),
        ];
        rows.push(format!("  {{\n    {}\n  }}", parts.join(",\n    ")));
    }
    Ok(format!("[\n{}\n]\n", rows.join(",\n")))
}
