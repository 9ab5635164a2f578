//! The figures that can be resampled.

use crate::sample;
use domain::Text;

/// A figure of a series of returns per bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Mean return.
    Mean,
    /// Sample standard deviation (÷ (n − 1)).
    Deviation,
    /// mean ÷ standard deviation, per bar.
    Sharpe,
    /// Π(1 + r) − 1.
    TotalReturn,
    /// Compound growth per bar, (Π(1 + r))^(1/n) − 1.
    Growth,
    /// Deepest fall of Π(1 + r) from its peak, the start included, as a share of the peak.
    MaxDrawdown,
}

impl Quantity {
    /// All of them.
    pub const ALL: [Quantity; 6] = [
        Quantity::Mean,
        Quantity::Deviation,
        Quantity::Sharpe,
        Quantity::TotalReturn,
        Quantity::Growth,
        Quantity::MaxDrawdown,
    ];

    /// Name in reports and commands.
    pub const fn id(self) -> &'static str {
        match self {
            Quantity::Mean => "mean",
            Quantity::Deviation => "deviation",
            Quantity::Sharpe => "sharpe",
            Quantity::TotalReturn => "total_return",
            Quantity::Growth => "growth",
            Quantity::MaxDrawdown => "max_drawdown",
        }
    }

    /// Name for people.
    pub const fn name(self) -> Text {
        match self {
            Quantity::Mean => Text::new("mean return per bar", "봉당 평균 수익률"),
            Quantity::Deviation => Text::new("standard deviation per bar", "봉당 표준편차"),
            Quantity::Sharpe => Text::new("Sharpe ratio per bar", "봉 단위 샤프 지수"),
            Quantity::TotalReturn => Text::new("total return", "총수익률"),
            Quantity::Growth => Text::new("compound growth per bar", "봉당 복리 수익률"),
            Quantity::MaxDrawdown => Text::new("maximum drawdown", "최대 낙폭"),
        }
    }

    /// Its value on these returns, when there is one.
    pub fn of(self, returns: &[f64]) -> Option<f64> {
        if returns.is_empty() {
            return None;
        }
        let product = || returns.iter().map(|r| 1.0 + r).product::<f64>();
        let value = match self {
            Quantity::Mean => sample::mean(returns)?,
            Quantity::Deviation => sample::mean_and_deviation(returns)?.1,
            Quantity::Sharpe => {
                let (mean, deviation) = sample::mean_and_deviation(returns)?;
                mean / deviation
            }
            Quantity::TotalReturn => product() - 1.0,
            Quantity::Growth => libm::pow(product(), 1.0 / returns.len() as f64) - 1.0,
            Quantity::MaxDrawdown => deepest_fall(returns),
        };
        value.is_finite().then_some(value + 0.0)
    }
}

fn deepest_fall(returns: &[f64]) -> f64 {
    let (mut equity, mut peak, mut share) = (1.0_f64, 1.0_f64, 1.0_f64);
    for r in returns {
        equity *= 1.0 + r;
        peak = peak.max(equity);
        share = share.min(equity / peak);
    }
    1.0 - share
}
