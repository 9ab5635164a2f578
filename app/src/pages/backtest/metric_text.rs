//! How the value of a metric is written: with its unit, with a sign where the sign says something, or with the reason
//! why there is none.

use crate::components::grid::tone;
use crate::format;
use crate::i18n::{Words, use_words};
use crate::state::Answer;
use domain::{Lang, Undefined};
use metrics::{Metric, MetricUnit};

/// Metrics that say what was won or lost. Only there do a plus and a colour tell the reader something: a drawdown is
/// never above 0, and a share of winners never below.
const SIGNED: [&str; 27] = [
    "total_return",
    "net_profit",
    "cagr",
    "best_day",
    "worst_day",
    "best_bar",
    "worst_bar",
    "best_week",
    "worst_week",
    "best_month",
    "worst_month",
    "best_year",
    "worst_year",
    "mean_return",
    "geometric_mean",
    "average_trade",
    "median_trade",
    "best_trade",
    "worst_trade",
    "expectancy",
    "open_profit",
    "long_profit",
    "short_profit",
    "excess_return",
    "alpha",
    "alpha_linear",
    "m_squared",
];

/// A value as a table shows it.
#[derive(Clone, PartialEq)]
pub(super) struct Shown {
    /// The number with its unit, or a dash.
    pub text: String,
    /// `gain`, `loss` or nothing.
    pub tone: &'static str,
    /// Why there is no number.
    pub why: Option<&'static str>,
}

/// The value of a metric in an answer.
pub(super) fn value_of(answer: &Answer, metric: &Metric) -> Option<Result<f64, Undefined>> {
    answer.report.metric(metric.id)
}

/// A value for a table: amounts in full, and as many decimals as a small number needs.
pub(super) fn shown(metric: &Metric, value: Option<Result<f64, Undefined>>, lang: Lang) -> Shown {
    let (text, why) = match value {
        Some(Ok(value)) => (exact(metric, value), None),
        Some(Err(why)) => (format::NONE.to_owned(), Some(why.text().get(lang))),
        None => (format::NONE.to_owned(), None),
    };
    let tone = match signed(metric) {
        true => tone(&text),
        false => "",
    };
    Shown { text, tone, why }
}

/// A value for a tile: short, at a fixed number of decimals.
pub(super) fn short(metric: &Metric, value: Result<f64, Undefined>, lang: Lang) -> String {
    let Ok(value) = value else {
        return format::NONE.to_owned();
    };
    let w = use_words();
    match metric.unit {
        MetricUnit::Percent if signed(metric) => format::signed_percent(value, 2),
        MetricUnit::Percent => format::percent(value, 2),
        MetricUnit::Number => format::number(value, 2),
        MetricUnit::Count => format::number(value, 0),
        MetricUnit::Money => (w.money)(&format::compact(value, lang)),
        MetricUnit::Days => (w.days)(&format::number(value, 0)),
        MetricUnit::Bars => (w.bars)(&format::number(value, 1)),
    }
}

/// The root that made a ratio per bar yearly, always printed beside it.
pub(super) fn factor(answer: &Answer, w: &Words) -> String {
    (w.factor)(&bars_a_year(answer))
}

/// The bars a year that a yearly figure was scaled with; its formula says how.
pub(super) fn scale(answer: &Answer, w: &Words) -> String {
    (w.bars_a_year)(&bars_a_year(answer))
}

/// Does the sign of this metric mean a gain or a loss?
pub(super) fn signed(metric: &Metric) -> bool {
    SIGNED.contains(&metric.id)
}

fn exact(metric: &Metric, value: f64) -> String {
    let w = use_words();
    let percent = value * 100.0;
    match metric.unit {
        MetricUnit::Percent if signed(metric) => format::signed_percent(value, decimals(percent)),
        MetricUnit::Percent => format::percent(value, decimals(percent)),
        MetricUnit::Number => format::number(value, decimals(value)),
        MetricUnit::Count => format::number(value, 0),
        MetricUnit::Money if signed(metric) => (w.money)(&format::signed(value, 0)),
        MetricUnit::Money => (w.money)(&format::number(value, 0)),
        MetricUnit::Days => (w.days)(&format::tenths(value)),
        MetricUnit::Bars => (w.bars)(&format::tenths(value)),
    }
}

/// Two, and more for a number that two would turn into nothing.
fn decimals(value: f64) -> usize {
    match value.abs() {
        size if size >= 0.1 || size == 0.0 => 2,
        _ => 4,
    }
}

fn bars_a_year(answer: &Answer) -> String {
    format::number(answer.report.record.annualisation.bars_per_year, 0)
}
