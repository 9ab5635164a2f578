//! Numbers about an account: one list, each metric with its names, unit, formula and undefined cases.
//!
//! [`Facts`] looks at a run or a series once; a metric is a line of arithmetic over them. [`Summary`] computes the
//! numbers a sweep ranks by while bars go by, and [`tables`] the rows and columns a report shows.

pub mod drawdown;
pub mod facts;
mod growth;
mod list;
mod metric;
pub mod moments;
pub mod pair;
pub mod periods;
pub mod quantiles;
mod ratios;
mod sample;
pub mod series;
pub mod sides;
pub mod summary;
pub mod tables;
pub mod trades;
pub mod trend;
pub mod variants;

pub use facts::Facts;
pub use list::METRICS;
pub use metric::{Better, Category, Metric, MetricUnit};
pub use sample::Sample;
pub use summary::{Summary, SummaryNumbers};

use domain::{MetricValue, RunRecord, RunReport};

/// The metric with this id.
pub fn find(id: &str) -> Option<&'static Metric> {
    METRICS.iter().copied().find(|metric| metric.id == id)
}

/// Every metric of these facts, in the order of the list.
pub fn values(facts: &Facts) -> Vec<MetricValue> {
    METRICS
        .iter()
        .map(|metric| MetricValue {
            id: metric.id.to_owned(),
            value: metric.value(facts),
        })
        .collect()
}

/// The facts of a run with all numbers about them.
pub fn report(record: RunRecord) -> RunReport {
    let metrics = values(&Facts::of(&record));
    RunReport { record, metrics }
}
