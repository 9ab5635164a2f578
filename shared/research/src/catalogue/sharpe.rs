//! Statistics of a Sharpe ratio: how sure it is, and what is left of it after many trials.

use super::param::{CONFIDENCE, bars, number, whole};
use super::{Answer, Run, Statistic, refused};
use crate::matrix::Matrix;
use crate::sharpe::{self, SharpeRatio};
use domain::{Param, Params, Text};

const BARS_PER_YEAR: Param = bars(
    "bars_per_year",
    Text::new("Bars a year", "연간 봉 수"),
    Text::new(
        "365 for daily bars of a market that never closes, 252 for stocks.",
        "쉬지 않는 시장의 일봉은 365, 주식 일봉은 252입니다.",
    ),
    [1, 600_000, 365],
);
const BENCHMARK: Param = number(
    "benchmark",
    Text::new("Benchmark", "기준값"),
    Text::new(
        "Sharpe ratio per bar to be beaten.",
        "넘어야 할 봉 단위 샤프 지수입니다.",
    ),
    [-10.0, 10.0, 0.0],
);

/// Sharpe ratio and its certainty.
pub static SHARPE: Statistic = Statistic {
    id: "sharpe",
    name: Text::new("Sharpe ratio and its certainty", "샤프 지수와 그 확실성"),
    about: Text::new(
        "From returns per bar: the probability that the true ratio beats a benchmark, and how long a record must be to show it.",
        "봉별 수익률로 실제 샤프 지수가 기준값을 넘을 확률과, 그것을 보이는 데 필요한 기록의 길이를 구합니다.",
    ),
    source: "Bailey & López de Prado, The Sharpe Ratio Efficient Frontier (2012); Lo, The Statistics of Sharpe Ratios (2002)",
    params: &[
        BENCHMARK,
        CONFIDENCE,
        BARS_PER_YEAR,
        whole(
            "lags",
            Text::new("Lags", "시차"),
            Text::new(
                "Autocorrelations in the yearly figure.",
                "연율화에 반영할 자기상관의 개수입니다.",
            ),
            [0, 100, 5],
        ),
    ],
    run: Run::Series(sharpe_ratio),
};

fn sharpe_ratio(returns: &[f64], params: &Params) -> Answer {
    let sharpe = SharpeRatio::of(returns).map_err(refused)?;
    let benchmark = params.number("benchmark");
    let year = params.whole("bars_per_year");
    let length = sharpe.minimum_track_record(benchmark, params.number("confidence") / 100.0);
    let yearly = |lags| sharpe::yearly(returns, year, lags);
    Ok(vec![
        ("observations", returns.len().into()),
        ("ratio_per_bar", sharpe.ratio.into()),
        ("skew", sharpe.skew.into()),
        ("kurtosis", sharpe.kurtosis.into()),
        ("standard_error", sharpe.standard_error().into()),
        ("probabilistic", sharpe.probabilistic(benchmark).into()),
        ("minimum_track_record_bars", length.into()),
        ("ratio_per_year", yearly(0).into()),
        (
            "ratio_per_year_with_memory",
            yearly(params.whole("lags")).into(),
        ),
    ])
}

/// Deflated Sharpe ratio of the best of many trials.
pub static DEFLATED_SHARPE: Statistic = Statistic {
    id: "deflated_sharpe",
    name: Text::new("Deflated Sharpe ratio", "디플레이티드 샤프 지수"),
    about: Text::new(
        "From the returns of all configurations tried: how sure the best one is when luck among so many is taken off.",
        "시도한 모든 설정의 수익률로, 많이 시도해서 생긴 운을 뺀 뒤에도 최고 설정을 얼마나 믿을 수 있는지 구합니다.",
    ),
    source: "Bailey & López de Prado, The Deflated Sharpe Ratio (2014)",
    params: &[BARS_PER_YEAR],
    run: Run::Matrix(deflated),
};

fn deflated(returns: &Matrix, params: &Params) -> Answer {
    let mut best: Option<(usize, SharpeRatio)> = None;
    for (index, column) in returns.columns().enumerate() {
        if let Ok(sharpe) = SharpeRatio::of(column)
            && best.is_none_or(|(_, so_far)| sharpe.ratio > so_far.ratio)
        {
            best = Some((index, sharpe));
        }
    }
    let (index, sharpe) = best.ok_or_else(|| refused("returns: no configuration moves"))?;
    let trials = sharpe::independent_trials_of(returns).map_err(refused)?;
    let variance = sharpe::variance_of_ratios(returns).unwrap_or(0.0);
    let year = params.number("bars_per_year");
    let years = sharpe::minimum_backtest_years(trials, sharpe.ratio * year.sqrt());
    Ok(vec![
        ("configurations", returns.width().into()),
        ("mean_correlation", sharpe::mean_correlation(returns).into()),
        ("independent_trials", trials.into()),
        ("best", index.into()),
        ("ratio_per_bar", sharpe.ratio.into()),
        (
            "luckiest_ratio_per_bar",
            sharpe::luckiest_ratio(trials, variance).into(),
        ),
        ("probabilistic", sharpe.probabilistic(0.0).into()),
        ("deflated", sharpe.deflated(trials, variance).into()),
        ("minimum_backtest_years", years.into()),
    ])
}

/// What luck alone shows after so many trials.
pub static LUCKIEST_TRIAL: Statistic = Statistic {
    id: "luckiest_trial",
    name: Text::new("Luck of many trials", "여러 번 시도했을 때의 운"),
    about: Text::new(
        "How high the best of so many worthless trials comes out, and how many years of data keep that in check.",
        "쓸모없는 시도를 여러 번 했을 때 최고 성적이 우연만으로 얼마나 높아지는지, 그것을 막으려면 몇 년 치 데이터가 필요한지 구합니다.",
    ),
    source: "Bailey, Borwein, López de Prado & Zhu, Pseudo-Mathematics and Financial Charlatanism (2014)",
    params: &[
        number(
            "trials",
            Text::new("Trials", "시도 횟수"),
            Text::new("Independent trials made.", "서로 독립인 시도의 횟수입니다."),
            [1.0, 1e9, 100.0],
        ),
        number(
            "yearly_ratio",
            Text::new("Yearly Sharpe ratio", "연 샤프 지수"),
            Text::new("The ratio that was found.", "찾아낸 샤프 지수입니다."),
            [0.01, 100.0, 1.0],
        ),
    ],
    run: Run::Nothing(|params| {
        let trials = params.number("trials");
        let years = sharpe::minimum_backtest_years(trials, params.number("yearly_ratio"));
        Ok(vec![
            ("expected_maximum", sharpe::expected_maximum(trials).into()),
            ("minimum_backtest_years", years.into()),
        ])
    }),
};
