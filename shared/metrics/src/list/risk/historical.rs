//! Value at risk and its average loss as they happened: returns of a bar, negative for a loss.

use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "var_95",
        category: Risk,
        name: Text::new("Historical VaR 95 %", "역사적 VaR 95 %"),
        unit: Percent,
        formula: Text::new(
            "5 % quantile of r, interpolated linearly",
            "r의 5 % 분위수, 선형 보간",
        ),
        undefined: Text::new("no value without a bar", "봉이 없으면 값 없음"),
        better: Higher,
        annualised: false,
        of: |facts| Ok(facts.series()?.quantiles?.five.quantile),
    },
    Metric {
        id: "var_99",
        category: Risk,
        name: Text::new("Historical VaR 99 %", "역사적 VaR 99 %"),
        unit: Percent,
        formula: Text::new(
            "1 % quantile of r, interpolated linearly",
            "r의 1 % 분위수, 선형 보간",
        ),
        undefined: Text::new("no value without a bar", "봉이 없으면 값 없음"),
        better: Higher,
        annualised: false,
        of: |facts| Ok(facts.series()?.quantiles?.one.quantile),
    },
    Metric {
        id: "cvar_95",
        category: Risk,
        name: Text::new("Historical CVaR 95 %", "역사적 CVaR 95 %"),
        unit: Percent,
        formula: Text::new(
            "mean of the returns up to the historical VaR",
            "역사적 VaR 이하 수익률의 평균",
        ),
        undefined: Text::new("no value without a bar", "봉이 없으면 값 없음"),
        better: Higher,
        annualised: false,
        of: |facts| Ok(facts.series()?.quantiles?.five.mean),
    },
    Metric {
        id: "cvar_99",
        category: Risk,
        name: Text::new("Historical CVaR 99 %", "역사적 CVaR 99 %"),
        unit: Percent,
        formula: Text::new(
            "mean of the returns up to the historical VaR",
            "역사적 VaR 이하 수익률의 평균",
        ),
        undefined: Text::new("no value without a bar", "봉이 없으면 값 없음"),
        better: Higher,
        annualised: false,
        of: |facts| Ok(facts.series()?.quantiles?.one.mean),
    },
];
