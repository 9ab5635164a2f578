//! Numbers about a run: one list, each metric with its names, unit, formula and undefined cases in one file.

pub mod facts;
mod list;

pub use facts::Facts;
pub use list::METRICS;

use domain::{MetricValue, RunRecord, RunReport, Text, Undefined};

/// What a value counts, for display.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetricUnit {
    /// A ratio shown in percent: 0.05 is 5 %.
    Percent,
    /// A plain number.
    Number,
    /// A count.
    Count,
    /// Money in the quote currency.
    Money,
    /// Days.
    Days,
    /// Bars.
    Bars,
}

/// Which way is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// Neither.
    Neutral,
}

/// One metric: what a table, a form and a document need to know, and the function itself.
pub struct Metric {
    /// Name in reports and commands; equal to the file's name.
    pub id: &'static str,
    /// Name for people.
    pub name: Text,
    /// What it counts.
    pub unit: MetricUnit,
    /// The formula as it is computed.
    pub formula: Text,
    /// Which way is good.
    pub better: Better,
    /// Is it a per-bar figure scaled to a year? Then the factor is shown beside it.
    pub annualised: bool,
    /// The value, or why there is none.
    pub of: fn(&Facts) -> Result<f64, Undefined>,
}

/// The metric with this id.
pub fn find(id: &str) -> Option<&'static Metric> {
    METRICS.iter().copied().find(|metric| metric.id == id)
}

/// The facts of a run with all numbers about them.
pub fn report(record: RunRecord) -> RunReport {
    let facts = Facts::of(&record);
    let metrics = METRICS
        .iter()
        .map(|metric| MetricValue {
            id: metric.id.to_owned(),
            // Whatever a formula does with strange input, no NaN, infinity or −0 gets out.
            value: (metric.of)(&facts).and_then(|value| {
                if value.is_finite() {
                    Ok(value + 0.0)
                } else {
                    Err(Undefined::Overflow)
                }
            }),
        })
        .collect();
    RunReport { record, metrics }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_every_metric_says_its_formula() {
        for (index, metric) in METRICS.iter().enumerate() {
            assert!(
                METRICS[..index].iter().all(|other| other.id != metric.id),
                "{}",
                metric.id
            );
            assert!(!metric.formula.en.is_empty() && !metric.formula.ko.is_empty());
        }
    }
}
