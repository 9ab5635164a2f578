//! Value at risk and its average loss if returns were normal. Source: Jorion, "Value at Risk", 2006.

use crate::list::prelude::*;
use domain::normal::density;
use domain::normal::quantile;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "gaussian_var_95",
        category: Risk,
        name: Text::new("Gaussian VaR 95 %", "정규분포 VaR 95 %"),
        unit: Percent,
        formula: Text::new(
            "mean(r) + z·sd(r), z the 5 % quantile of the normal distribution",
            "mean(r) + z·sd(r), z는 정규분포의 5 % 분위수",
        ),
        undefined: Text::new(
            "no value with fewer than two bars",
            "봉이 둘보다 적으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| {
            let m = &facts.series()?.moments;
            Ok(m.mean + m.deviation()? * quantile(0.05))
        },
    },
    Metric {
        id: "gaussian_var_99",
        category: Risk,
        name: Text::new("Gaussian VaR 99 %", "정규분포 VaR 99 %"),
        unit: Percent,
        formula: Text::new(
            "mean(r) + z·sd(r), z the 1 % quantile of the normal distribution",
            "mean(r) + z·sd(r), z는 정규분포의 1 % 분위수",
        ),
        undefined: Text::new(
            "no value with fewer than two bars",
            "봉이 둘보다 적으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| {
            let m = &facts.series()?.moments;
            Ok(m.mean + m.deviation()? * quantile(0.01))
        },
    },
    Metric {
        id: "gaussian_cvar_95",
        category: Risk,
        name: Text::new("Gaussian CVaR 95 %", "정규분포 CVaR 95 %"),
        unit: Percent,
        formula: Text::new("mean(r) − sd(r)·φ(z) ÷ 5 %", "mean(r) − sd(r)·φ(z) ÷ 5 %"),
        undefined: Text::new(
            "no value with fewer than two bars",
            "봉이 둘보다 적으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| {
            let m = &facts.series()?.moments;
            Ok(m.mean - m.deviation()? * density(quantile(0.05)) / 0.05)
        },
    },
    Metric {
        id: "gaussian_cvar_99",
        category: Risk,
        name: Text::new("Gaussian CVaR 99 %", "정규분포 CVaR 99 %"),
        unit: Percent,
        formula: Text::new("mean(r) − sd(r)·φ(z) ÷ 1 %", "mean(r) − sd(r)·φ(z) ÷ 1 %"),
        undefined: Text::new(
            "no value with fewer than two bars",
            "봉이 둘보다 적으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| {
            let m = &facts.series()?.moments;
            Ok(m.mean - m.deviation()? * density(quantile(0.01)) / 0.01)
        },
    },
];
