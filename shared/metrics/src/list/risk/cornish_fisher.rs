//! Value at risk and its average loss for returns that are skewed and fat-tailed. Source: Favre and Galeano, 2002.

use crate::Facts;
use crate::list::prelude::*;
use domain::normal::density;
use domain::normal::quantile;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "cornish_fisher_var_95",
        category: Risk,
        name: Text::new("Cornish-Fisher VaR 95 %", "코니시-피셔 VaR 95 %"),
        unit: Percent,
        formula: Text::new(
            "mean(r) + sd(r)·(z + (z² − 1)S/6 + (z³ − 3z)K/24 − (2z³ − 5z)S²/36), z the 5 % normal quantile, S and K population skew and excess kurtosis",
            "mean(r) + sd(r)·(z + (z² − 1)S/6 + (z³ − 3z)K/24 − (2z³ − 5z)S²/36), z는 정규 5 % 분위수, S와 K는 모집단 왜도와 초과 첨도",
        ),
        undefined: Text::new(
            "no value when returns do not vary",
            "수익률이 변하지 않으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| {
            let z = quantile(0.05);
            of(facts, z, z * z, z * z * z)
        },
    },
    Metric {
        id: "cornish_fisher_var_99",
        category: Risk,
        name: Text::new("Cornish-Fisher VaR 99 %", "코니시-피셔 VaR 99 %"),
        unit: Percent,
        formula: Text::new(
            "mean(r) + sd(r)·(z + (z² − 1)S/6 + (z³ − 3z)K/24 − (2z³ − 5z)S²/36), z the 1 % normal quantile, S and K population skew and excess kurtosis",
            "mean(r) + sd(r)·(z + (z² − 1)S/6 + (z³ − 3z)K/24 − (2z³ − 5z)S²/36), z는 정규 1 % 분위수, S와 K는 모집단 왜도와 초과 첨도",
        ),
        undefined: Text::new(
            "no value when returns do not vary",
            "수익률이 변하지 않으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| {
            let z = quantile(0.01);
            of(facts, z, z * z, z * z * z)
        },
    },
    Metric {
        id: "cornish_fisher_cvar_95",
        category: Risk,
        name: Text::new("Cornish-Fisher CVaR 95 %", "코니시-피셔 CVaR 95 %"),
        unit: Percent,
        formula: Text::new(
            "mean of the Cornish-Fisher quantiles of the worst 5 %",
            "가장 나쁜 5 % 코니시-피셔 분위수의 평균",
        ),
        undefined: Text::new(
            "no value when returns do not vary",
            "수익률이 변하지 않으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| {
            let z = quantile(0.05);
            let d = density(z) / 0.05;
            of(facts, -d, 1.0 - z * d, -(z * z + 2.0) * d)
        },
    },
    Metric {
        id: "cornish_fisher_cvar_99",
        category: Risk,
        name: Text::new("Cornish-Fisher CVaR 99 %", "코니시-피셔 CVaR 99 %"),
        unit: Percent,
        formula: Text::new(
            "mean of the Cornish-Fisher quantiles of the worst 1 %",
            "가장 나쁜 1 % 코니시-피셔 분위수의 평균",
        ),
        undefined: Text::new(
            "no value when returns do not vary",
            "수익률이 변하지 않으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| {
            let z = quantile(0.01);
            let d = density(z) / 0.01;
            of(facts, -d, 1.0 - z * d, -(z * z + 2.0) * d)
        },
    },
];

/// The expansion is a polynomial in z: with z, z² and z³ it is the quantile, with their means over a tail the tail's mean.
fn of(facts: &Facts, one: f64, two: f64, three: f64) -> Result<f64, Undefined> {
    let m = &facts.series()?.moments;
    let (skew, kurtosis) = (m.skew()?, m.kurtosis()?);
    let z = one + (two - 1.0) * skew / 6.0 + (three - 3.0 * one) * kurtosis / 24.0
        - (2.0 * three - 5.0 * one) * skew * skew / 36.0;
    Ok(m.mean + m.deviation()? * z)
}
