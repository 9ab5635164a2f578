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
mod tallied;
pub mod trades;
pub mod trend;
pub mod variants;

pub use facts::Facts;
pub use list::METRICS;
pub use metric::{Better, Category, Metric, MetricUnit};
pub use sample::Sample;
pub use summary::{Summary, SummaryNumbers};
pub use tallied::{TALLIED, tallied, tallied_one};

use domain::{MetricValue, RunRecord, RunReport};

/// The metric with this id.
pub fn find(id: &str) -> Option<&'static Metric> {
    METRICS.iter().copied().find(|metric| metric.id == id)
}

/// What a trader looks for first; the others of a category follow in the order of the list.
const FIRST: [&str; 21] = [
    "total_return",
    "net_profit",
    "cagr",
    "max_drawdown",
    "max_drawdown_intrabar",
    "max_drawdown_closed",
    "longest_drawdown",
    "volatility",
    "sharpe",
    "sortino",
    "calmar",
    "trades",
    "win_rate",
    "profit_factor",
    "expectancy",
    "average_trade",
    "skew",
    "kurtosis",
    "excess_return",
    "alpha",
    "beta",
];

/// The metrics of a category, best known first.
pub fn in_category(category: Category) -> impl Iterator<Item = &'static Metric> {
    let all = || METRICS.iter().copied();
    let first = FIRST.into_iter().filter_map(find);
    let others = all().filter(|metric| !FIRST.contains(&metric.id));
    first
        .chain(others)
        .filter(move |metric| metric.category == category)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_category_shows_each_of_its_metrics_once_and_the_best_known_first() {
        assert!(FIRST.iter().all(|id| find(id).is_some()));
        let mut shown: Vec<&str> = Category::ALL
            .into_iter()
            .flat_map(in_category)
            .map(|metric| metric.id)
            .collect();
        let mut ids: Vec<&str> = METRICS.iter().map(|metric| metric.id).collect();
        assert_eq!(shown[0], "total_return");
        shown.sort_unstable();
        ids.sort_unstable();
        assert_eq!(shown, ids);
    }
}
