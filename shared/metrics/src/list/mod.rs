//! The one list of metrics; a new one is a file here and a name below.

use crate::Metric;

macro_rules! metrics {
    ($($name:ident),* $(,)?) => {
        $(mod $name;)*

        /// Every metric, in the order tables show them.
        pub static METRICS: &[&Metric] = &[$(&$name::METRIC),*];
    };
}

metrics![
    total_return,
    cagr,
    max_drawdown,
    sharpe,
    sortino,
    calmar,
    volatility,
    longest_drawdown,
    trades,
    win_rate,
    profit_factor,
    expectancy,
    average_trade,
    best_trade,
    worst_trade,
    bars_held,
    exposure,
    fees,
    slippage,
];
