//! Plain tests of one or two samples, and a regression.

use super::param::{number, whole};
use super::{Answer, Run, Statistic, StatisticError, Value, refused};
use crate::normality::jarque_bera;
use crate::ols::{Coefficient, Intercept, fit};
use crate::plain_tests::{
    Correlation, TestError, TestResult, kendall, kolmogorov_smirnov, mann_whitney, pearson,
    spearman, t_test, welch_test, wilcoxon,
};
use domain::{Params, Text};

fn test(name: &'static str, found: Result<TestResult, TestError>) -> (&'static str, Value) {
    let value = match found {
        Ok(found) => Value::Group(vec![
            ("statistic", found.statistic.into()),
            ("p_value", found.p_value.into()),
        ]),
        Err(why) => Value::Undefined(why.to_string()),
    };
    (name, value)
}

/// Jarque-Bera test.
pub static JARQUE_BERA: Statistic = Statistic {
    id: "jarque_bera",
    name: Text::new("Jarque-Bera test", "자크-베라 정규성 검정"),
    about: Text::new(
        "Of returns: a low p-value says that they are not normal.",
        "수익률에 쓰며, p값이 작으면 정규분포가 아니라는 뜻입니다.",
    ),
    source: "Jarque & Bera (1980)",
    params: &[],
    run: Run::Series(|values, _| {
        let found = jarque_bera(values).map_err(refused)?;
        Ok(vec![
            ("statistic", found.statistic.into()),
            ("p_value", found.p_value.into()),
            ("skew", found.skew.into()),
            ("kurtosis", found.kurtosis.into()),
        ])
    }),
};

/// Student's t test of one sample.
pub static T_TEST: Statistic = Statistic {
    id: "t_test",
    name: Text::new("t test of the mean", "평균의 t 검정"),
    about: Text::new(
        "Of returns: a low p-value says that their mean is not the one expected.",
        "수익률에 쓰며, p값이 작으면 평균이 기대값과 다르다는 뜻입니다.",
    ),
    source: "Student (1908)",
    params: &[number(
        "expected",
        Text::new("Expected mean", "기대 평균"),
        Text::new("What the mean is compared with.", "평균과 비교할 값입니다."),
        [-1e9, 1e9, 0.0],
    )],
    run: Run::Series(|values, params| {
        let found = t_test(values, params.number("expected")).map_err(refused)?;
        Ok(vec![
            ("statistic", found.statistic.into()),
            ("p_value", found.p_value.into()),
            ("degrees", found.degrees.into()),
        ])
    }),
};

/// Wilcoxon's signed ranks.
pub static WILCOXON: Statistic = Statistic {
    id: "wilcoxon",
    name: Text::new("Wilcoxon signed-rank test", "윌콕슨 부호순위 검정"),
    about: Text::new(
        "Of returns: a low p-value says that gains and losses are not evenly sized and frequent.",
        "수익률에 쓰며, p값이 작으면 이익과 손실이 균형을 이루지 않는다는 뜻입니다.",
    ),
    source: "Wilcoxon (1945)",
    params: &[],
    run: Run::Series(|values, _| {
        let found = wilcoxon(values).map_err(refused)?;
        Ok(vec![
            ("statistic", found.statistic.into()),
            ("p_value", found.p_value.into()),
        ])
    }),
};

/// Tests that two samples are alike.
pub static TWO_SAMPLES: Statistic = Statistic {
    id: "two_samples",
    name: Text::new("Comparison of two samples", "두 표본 비교"),
    about: Text::new(
        "Low p-values say that two samples differ: in their means, in their ranks, in their distributions.",
        "p값이 작으면 두 표본의 평균, 순위, 분포가 서로 다르다는 뜻입니다.",
    ),
    source: "Welch (1947); Mann & Whitney (1947); Kolmogorov & Smirnov (1939)",
    params: &[],
    run: Run::TwoSeries(|first, second, _| {
        Ok(vec![
            test("welch", welch_test(first, second)),
            test("mann_whitney", mann_whitney(first, second)),
            test("kolmogorov_smirnov", kolmogorov_smirnov(first, second)),
        ])
    }),
};

/// Correlations.
pub static CORRELATION: Statistic = Statistic {
    id: "correlation",
    name: Text::new("Correlation", "상관계수"),
    about: Text::new(
        "How closely two series go together: on a line, by rank, by pairs.",
        "두 시계열이 얼마나 함께 움직이는지 직선, 순위, 쌍의 세 가지로 구합니다.",
    ),
    source: "Pearson (1895); Spearman (1904); Kendall (1938)",
    params: &[],
    run: Run::TwoSeries(|first, second, _| {
        let part = |found: Result<Correlation, TestError>| match found {
            Ok(found) => Value::Group(vec![
                ("value", found.value.into()),
                ("p_value", found.p_value.into()),
            ]),
            Err(why) => Value::Undefined(why.to_string()),
        };
        Ok(vec![
            ("pearson", part(pearson(first, second))),
            ("spearman", part(spearman(first, second))),
            ("kendall", part(kendall(first, second))),
        ])
    }),
};

/// Least squares of one series on another.
pub static OLS: Statistic = Statistic {
    id: "ols",
    name: Text::new("Least squares", "최소제곱 회귀"),
    about: Text::new(
        "The first series explained by the second: intercept, slope and how sure they are.",
        "첫째 시계열을 둘째 시계열로 설명하는 절편과 기울기, 그 확실성을 구합니다.",
    ),
    source: "Greene, Econometric Analysis; Newey & West (1987)",
    params: &[whole(
        "newey_west_lags",
        Text::new("Newey-West lags", "뉴이-웨스트 시차"),
        Text::new(
            "Errors that allow for memory over so many bars; 0 for changing size only.",
            "이만큼의 봉에 걸친 자기상관까지 고려한 오차를 구합니다. 0이면 이분산만 고려합니다.",
        ),
        [0, 1000, 5],
    )],
    run: Run::TwoSeries(least_squares),
};

fn least_squares(explained: &[f64], by: &[f64], params: &Params) -> Answer {
    if explained.len() != by.len() {
        let words = "series: the first and the second must have the same length";
        return Err(StatisticError::Refused(words.into()));
    }
    let found = fit(explained, &[by], Intercept::Estimated).map_err(refused)?;
    let robust = found.newey_west(params.whole("newey_west_lags"));
    let line = |all: &[Coefficient]| {
        let named = ["intercept", "slope"].into_iter().zip(all);
        Value::Group(named.map(|(name, one)| (name, coefficient(one))).collect())
    };
    Ok(vec![
        ("coefficients", line(&found.coefficients)),
        (
            "newey_west",
            robust.map_or_else(|why| Value::Undefined(why.to_string()), |all| line(&all)),
        ),
        ("r_squared", found.r_squared.into()),
        ("adjusted_r_squared", found.adjusted_r_squared.into()),
        ("f", found.f.into()),
        ("f_p_value", found.f_p_value.into()),
        ("aic", found.aic().into()),
        ("bic", found.bic().into()),
    ])
}

fn coefficient(one: &Coefficient) -> Value {
    Value::Group(vec![
        ("value", one.value.into()),
        ("standard_error", one.standard_error.into()),
        ("t", one.t.into()),
        ("p_value", one.p_value.into()),
    ])
}
