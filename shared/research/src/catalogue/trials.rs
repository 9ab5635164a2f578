//! Statistics of many tries: whether the best of them is better, or only the luckiest.

use super::param::{REPLICATES, SEED, number, percent, whole};
use super::{Answer, Run, Statistic, Value, refused};
use crate::matrix::Matrix;
use crate::multiple_testing::{Correction, significant};
use crate::overfitting::{self, Cscv};
use crate::snooping::{Scale, SnoopingTest};
use domain::{Param, Params, Text};

const BLOCKS: Param = whole(
    "blocks",
    Text::new("Blocks", "블록 수"),
    Text::new(
        "An even number; 16 gives 12,870 splits.",
        "짝수여야 하며, 16이면 12,870가지로 나눕니다.",
    ),
    [2, overfitting::MOST_BLOCKS as i64, 16],
);
/// Probability of backtest overfitting.
pub static OVERFITTING: Statistic = Statistic {
    id: "overfitting",
    name: Text::new(
        "Probability of backtest overfitting",
        "백테스트 과최적화 확률",
    ),
    about: Text::new(
        "From the returns of all configurations: how often the best on one half of the bars is below the middle on the other.",
        "모든 설정의 수익률로, 절반의 봉에서 최고였던 설정이 나머지 절반에서 중간 아래로 떨어지는 비율을 구합니다.",
    ),
    source: "Bailey, Borwein, López de Prado & Zhu, The Probability of Backtest Overfitting (2015)",
    params: &[BLOCKS],
    run: Run::Matrix(overfit),
};

fn overfit(returns: &Matrix, params: &Params) -> Answer {
    let cscv = Cscv::new(returns, params.whole("blocks")).map_err(refused)?;
    let found = overfitting::Overfitting::of(&cscv).map_err(refused)?;
    let deciles: Vec<f64> = (1..10).map(|i| f64::from(i) / 10.0).collect();
    let line = found.degradation;
    Ok(vec![
        ("configurations", returns.width().into()),
        ("splits", found.splits.len().into()),
        ("probability", found.probability.into()),
        ("loss_probability", found.loss_probability.into()),
        ("mean_logit", found.mean_logit().into()),
        (
            "logit_deciles",
            found.logit_quantiles(&deciles).unwrap_or_default().into(),
        ),
        (
            "degradation",
            Value::Group(vec![
                ("slope", line.map(|line| line.slope).into()),
                ("intercept", line.map(|line| line.intercept).into()),
                ("r_squared", line.and_then(|line| line.r_squared).into()),
            ]),
        ),
        ("first_order_dominance", found.dominance.first_order.into()),
        (
            "second_order_dominance",
            found.dominance.second_order.into(),
        ),
    ])
}

/// White's reality check and Hansen's test.
pub static SNOOPING: Statistic = Statistic {
    id: "snooping",
    name: Text::new(
        "Reality check and superior predictive ability",
        "리얼리티 체크와 SPA 검정",
    ),
    about: Text::new(
        "From the returns of many models above the benchmark's: is the best one better, or only the luckiest?",
        "벤치마크를 뺀 여러 모형의 수익률로, 최고 모형이 정말 나은지 단지 운이 좋았는지 검정합니다.",
    ),
    source: "White, A Reality Check for Data Snooping (2000); Hansen, A Test for Superior Predictive Ability (2005)",
    params: &[
        Param::choice(
            "scale",
            Text::new("Scale", "척도"),
            Text::new(
                "How a model's lead is measured.",
                "모형의 우위를 재는 방법입니다.",
            ),
            &[
                (
                    "studentised",
                    Text::new("in standard errors (Hansen)", "표준오차 단위 (Hansen)"),
                ),
                ("plain", Text::new("plain (White)", "그대로 (White)")),
            ],
        ),
        number(
            "block",
            Text::new("Mean block", "평균 블록 길이"),
            Text::new(
                "Bars; 0 takes the square root of their number.",
                "봉 수이며, 0이면 전체 봉 수의 제곱근을 씁니다.",
            ),
            [0.0, 10_000.0, 0.0],
        ),
        REPLICATES,
        SEED,
    ],
    run: Run::Matrix(snooping),
};

fn snooping(differences: &Matrix, params: &Params) -> Answer {
    let block = match params.number("block") {
        0.0 => (differences.rows() as f64).sqrt().floor(),
        block => block,
    };
    let scale = if params.whole("scale") == 0 {
        Scale::Studentised
    } else {
        Scale::Plain
    };
    let seed = params.number("seed") as u64;
    let test = SnoopingTest::new(differences, block, scale, seed).map_err(refused)?;
    let replicates = test.replicates(0..params.whole("replicates"));
    let found = test.judge(&replicates).map_err(refused)?;
    Ok(vec![
        ("models", differences.width().into()),
        ("best", found.best.into()),
        ("statistic", found.statistic.into()),
        ("p_lower", found.lower.into()),
        ("p_consistent", found.consistent.into()),
        ("p_upper", found.upper.into()),
    ])
}

/// Corrections for many tests.
pub static MULTIPLE_TESTING: Statistic = Statistic {
    id: "multiple_testing",
    name: Text::new("Correction for many tests", "다중 검정 보정"),
    about: Text::new(
        "P-values corrected for their number, in five ways.",
        "p값을 검정 횟수에 맞게 다섯 가지 방법으로 보정합니다.",
    ),
    source: "Holm (1979); Benjamini & Hochberg (1995); Benjamini & Yekutieli (2001)",
    params: &[percent(
        "level",
        Text::new("Level", "유의수준"),
        Text::new(
            "Largest corrected p-value that counts.",
            "유의하다고 볼 보정 p값의 상한입니다.",
        ),
        [0.01, 50.0, 5.0],
    )],
    run: Run::PValues(|p_values, params| {
        let level = params.number("level") / 100.0;
        let part = |correction: Correction| {
            let adjusted = correction.adjust(p_values).map_err(refused)?;
            let count = significant(&adjusted, level)
                .iter()
                .filter(|yes| **yes)
                .count();
            let parts = vec![("adjusted", adjusted.into()), ("significant", count.into())];
            Ok((correction.id(), Value::Group(parts)))
        };
        Correction::ALL.into_iter().map(part).collect()
    }),
};
