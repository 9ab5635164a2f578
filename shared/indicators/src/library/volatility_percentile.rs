//! Volatility percentile: how wild the market is, compared with its own past.

use super::rank::{Rank, Ties};
use super::realised_volatility::RealisedVolatility;
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the volatility percentile.
pub static INDICATOR: Indicator = Indicator {
    id: "volatility_percentile",
    name: Text::new("Volatility percentile", "변동성 백분위"),
    category: Category::Volatility,
    about: Text::new(
        "On what share of the earlier bars volatility was lower than now; above 80 is a wild market, below 20 a calm one.",
        "과거에 변동성이 지금보다 낮았던 봉의 비율입니다. 80 위는 변동성이 큰 장, 20 아래는 잠잠한 장으로 봅니다.",
    ),
    inputs: &[Input::Value],
    outputs: &["percentile"],
    params: &[
        params::bars(
            "period",
            Text::new("Period", "기간"),
            Text::new(
                "How many returns a volatility is made of.",
                "변동성 하나를 몇 개의 수익률로 재는지입니다.",
            ),
            2,
            20,
        ),
        params::bars(
            "lookback",
            Text::new("Lookback", "비교 구간"),
            Text::new(
                "With how many earlier volatilities it is compared.",
                "이전 변동성 몇 개와 비교하는지입니다.",
            ),
            1,
            252,
        ),
    ],
    warm_up: |params| params[0] as usize + params[1] as usize,
    memory: |params| Memory::Bars(params[0] as usize + params[1] as usize),
    sparse: false,
    kernel: |params| {
        boxed(VolatilityPercentile::new(
            params[0] as usize,
            params[1] as usize,
        ))
    },
};

/// 100·(earlier realised volatilities below this one) ÷ lookback. O(lookback) a bar, as [`Rank`].
#[derive(Clone, Debug)]
pub struct VolatilityPercentile {
    volatility: RealisedVolatility,
    rank: Rank,
}

impl VolatilityPercentile {
    /// Volatility over `period` returns, compared with `lookback` earlier ones.
    pub fn new(period: usize, lookback: usize) -> VolatilityPercentile {
        VolatilityPercentile {
            volatility: RealisedVolatility::new(period, 0.0, false),
            // Windows with the same returns in another order differ by rounding only.
            rank: Rank::new(lookback, Ties::Skip).with_tolerance(1e-9),
        }
    }
}

impl Kernel<1, 1> for VolatilityPercentile {
    #[inline]
    fn next(&mut self, value: [f64; 1]) -> [f64; 1] {
        self.rank.next(self.volatility.next(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::column;

    #[test]
    fn tells_a_storm_from_a_calm() {
        // Swings of ×2, then of ×4, then none.
        let values = [1.0, 2.0, 1.0, 2.0, 1.0, 4.0, 4.0, 4.0];
        let got = column(VolatilityPercentile::new(2, 2), &values);
        assert!(got[..4].iter().all(|value| value.is_nan()));
        // Volatility is that of the returns (−u, u), (u, −u) and so on: equal at bars 2, 3 and 4, then rises, falls, is 0.
        assert_eq!(got[4..], [0.0, 100.0, 0.0, 0.0]);
    }
}
