//! Tables without a fault, and what becomes of them.
#![allow(clippy::panic, reason = "a test fails by panicking")]

use domain::{Ts, time::DAY_MS};
use intake::{DefectKind, Draft, Findings, Import, Options, Repair, Unfit, bars, inspect};

/// A moment after every table here.
pub const NOW: Ts = Ts(1_900_000_000_000);

/// The header of most tables here.
pub const HEADER: &str = "time,open,high,low,close,volume";

/// The first hour of the tables: 2024-01-01.
pub const START: i64 = 1_704_067_200_000;

pub const HOUR: i64 = 3_600_000;

/// A row of hourly bars that nothing is wrong with: prices move a little and always end where the next one begins.
pub fn row(index: usize) -> Vec<String> {
    row_at(index, START + index as i64 * HOUR)
}

/// The same for a day.
pub fn day(index: usize) -> Vec<String> {
    row_at(index, START + index as i64 * DAY_MS)
}

fn row_at(index: usize, time: i64) -> Vec<String> {
    let price = |index: usize| 1_000.0 + ((index * 7) % 13) as f64 + 0.5;
    let (open, close) = (price(index), price(index + 1));
    vec![
        Ts(time).to_string(),
        open.to_string(),
        (open.max(close) + 2.0).to_string(),
        (open.min(close) - 2.0).to_string(),
        close.to_string(),
        (10.0 + (index % 5) as f64 * 0.25).to_string(),
    ]
}

/// Rows as CSV under a header.
pub fn csv(header: &str, rows: &[Vec<String>]) -> String {
    let lines = rows.iter().map(|row| row.join(","));
    let all: Vec<String> = std::iter::once(header.to_owned())
        .filter(|header| !header.is_empty())
        .chain(lines)
        .collect();
    all.join("\n") + "\n"
}

pub fn hours(count: usize) -> Vec<Vec<String>> {
    (0..count).map(row).collect()
}

pub fn read(text: impl Into<Vec<u8>>, options: &Options) -> Draft {
    Draft::read("bars.csv", text.into(), options).unwrap()
}

pub fn findings(text: impl Into<Vec<u8>>, options: &Options) -> Findings {
    inspect(&read(text, options), options, NOW)
}

/// The bars, or what stops them as the panic's words.
pub fn fit(text: impl Into<Vec<u8>>, options: &Options, repairs: &[Repair]) -> Import {
    import(text, options, repairs).unwrap_or_else(|unfit| panic!("{unfit}"))
}

pub fn import(
    text: impl Into<Vec<u8>>,
    options: &Options,
    repairs: &[Repair],
) -> Result<Import, Unfit> {
    bars(&read(text, options), options, repairs, NOW)
}

/// The kinds found, with how often.
pub fn kinds(findings: &Findings) -> Vec<(DefectKind, u32)> {
    findings
        .kinds
        .iter()
        .map(|found| (found.kind, found.count))
        .collect()
}
