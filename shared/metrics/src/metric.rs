//! What a metric is: a name, a unit, a formula, a direction, a rule for having no value, and a function.

use crate::Facts;
use domain::{Text, Undefined};

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

/// What a metric is about: its folder in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Category {
    /// What was made.
    Returns,
    /// What could be lost.
    Risk,
    /// What was made for the risk.
    Adjusted,
    /// How the trades went.
    Trades,
    /// What the returns look like.
    Distribution,
    /// What was made beyond a benchmark.
    Benchmark,
}

impl Category {
    /// Every category, in the order tables show them.
    pub const ALL: [Category; 6] = [
        Category::Returns,
        Category::Risk,
        Category::Adjusted,
        Category::Trades,
        Category::Distribution,
        Category::Benchmark,
    ];

    /// Name for people.
    pub const fn name(self) -> Text {
        match self {
            Category::Returns => Text::new("Returns", "수익률"),
            Category::Risk => Text::new("Risk", "위험"),
            Category::Adjusted => Text::new("Risk-adjusted", "위험 대비 수익"),
            Category::Trades => Text::new("Trades", "거래"),
            Category::Distribution => Text::new("Distribution", "수익률 분포"),
            Category::Benchmark => Text::new("Against the benchmark", "벤치마크 대비"),
        }
    }
}

/// One metric: what a table, a form and a document need to know, and the function itself.
pub struct Metric {
    /// Name in reports and commands.
    pub id: &'static str,
    /// What it is about.
    pub category: Category,
    /// Name for people.
    pub name: Text,
    /// What it counts.
    pub unit: MetricUnit,
    /// The formula as it is computed.
    pub formula: Text,
    /// When it has no value.
    pub undefined: Text,
    /// Which way is good.
    pub better: Better,
    /// Is it a per-bar figure scaled to a year? Then the factor is shown beside it.
    pub annualised: bool,
    /// The value, or why there is none.
    pub of: fn(&Facts) -> Result<f64, Undefined>,
}

impl Metric {
    /// The value for a reader: whatever a formula does with strange input, no NaN, infinity or −0 gets out.
    pub fn value(&self, facts: &Facts) -> Result<f64, Undefined> {
        let value = (self.of)(facts)?;
        if value.is_finite() {
            Ok(value + 0.0)
        } else {
            Err(Undefined::Overflow)
        }
    }
}
