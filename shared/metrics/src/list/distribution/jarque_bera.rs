//! Whether returns could be normal. Source: Jarque and Bera, 1980.

use crate::Facts;
use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "jarque_bera",
        category: Distribution,
        name: Text::new("Jarque-Bera", "자크-베라 통계량"),
        unit: Number,
        formula: Text::new(
            "n ÷ 6 × (skewness² + excess kurtosis² ÷ 4)",
            "n ÷ 6 × (왜도² + 초과 첨도² ÷ 4)",
        ),
        undefined: Text::new(
            "no value when returns do not vary",
            "수익률이 변하지 않으면 값 없음",
        ),
        better: Lower,
        annualised: false,
        of,
    },
    Metric {
        id: "jarque_bera_p",
        category: Distribution,
        name: Text::new("Jarque-Bera p-value", "자크-베라 p값"),
        unit: Number,
        formula: Text::new(
            "exp(−statistic ÷ 2), the χ² tail with 2 degrees of freedom",
            "exp(−통계량 ÷ 2), 자유도 2인 χ²의 꼬리",
        ),
        undefined: Text::new(
            "no value when returns do not vary",
            "수익률이 변하지 않으면 값 없음",
        ),
        better: Neutral,
        annualised: false,
        of: |facts| Ok(libm::exp(-0.5 * of(facts)?)),
    },
];

fn of(facts: &Facts) -> Result<f64, Undefined> {
    let m = &facts.series()?.moments;
    let (skew, kurtosis) = (m.skew()?, m.kurtosis()?);
    Ok(m.count / 6.0 * (skew * skew + kurtosis * kurtosis / 4.0))
}
