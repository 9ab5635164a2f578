//! Statistics of a series over bars: whether it returns, remembers, or moves with another.

use super::param::whole;
use super::{Answer, Run, Statistic, Value, refused};
use crate::cointegration::engle_granger;
use crate::hurst::{
    detrended_fluctuation, lagged_spread, rescaled_range, usual_windows, variance_ratio,
};
use crate::ljung_box::{
    arch_test, autocorrelations, durbin_watson, ljung_box, partial_autocorrelations,
};
use crate::unit_root::mackinnon::CriticalValues;
use crate::unit_root::{Bandwidth, Criterion, Lags, Level, Trend, augmented_dickey_fuller, kpss};
use domain::{Param, Params, Text};

const LAGS: Param = whole(
    "lags",
    Text::new("Lags", "시차"),
    Text::new("-1 lets the data decide.", "-1이면 데이터에 맞춰 정합니다."),
    [-1, 1000, -1],
);
const MEMORY_LAGS: Param = whole(
    "lags",
    Text::new("Lags", "시차"),
    Text::new("How many bars back to look.", "몇 봉 전까지 볼지 정합니다."),
    [1, 1000, 10],
);
const LEVEL: Param = Param::choice(
    "level",
    Text::new("Level", "기준 수준"),
    Text::new(
        "Around what the series stays.",
        "시계열이 머무는 중심입니다.",
    ),
    &[
        ("constant", Text::new("a mean", "일정한 평균")),
        ("linear", Text::new("a straight line", "직선 추세")),
    ],
);

fn level(params: &Params) -> Level {
    if params.whole("level") == 0 {
        Level::Constant
    } else {
        Level::Linear
    }
}

fn lags(params: &Params) -> Lags {
    match params.number("lags") {
        lags if lags < 0.0 => Lags::Best(Criterion::Akaike, None),
        lags => Lags::Fixed(lags as usize),
    }
}

fn critical(values: CriticalValues) -> Value {
    Value::Group(vec![
        ("one_percent", values.one_percent.into()),
        ("five_percent", values.five_percent.into()),
        ("ten_percent", values.ten_percent.into()),
    ])
}

fn sizes(all: &[usize]) -> Value {
    all.iter()
        .map(|size| *size as f64)
        .collect::<Vec<_>>()
        .into()
}

/// Augmented Dickey-Fuller test.
pub static ADF: Statistic = Statistic {
    id: "adf",
    name: Text::new("Augmented Dickey-Fuller test", "ADF 단위근 검정"),
    about: Text::new(
        "Of prices or a spread: a low p-value says that the series returns to its level.",
        "가격이나 스프레드에 쓰며, p값이 작으면 시계열이 제자리로 돌아온다는 뜻입니다.",
    ),
    source: "Dickey & Fuller (1979); Said & Dickey (1984); MacKinnon (1994, 2010)",
    params: &[
        Param::choice(
            "trend",
            Text::new("Trend", "추세"),
            Text::new(
                "What is allowed for besides the unit root.",
                "단위근 외에 허용할 항입니다.",
            ),
            &[
                ("constant", Text::new("a mean", "일정한 평균")),
                ("linear", Text::new("a straight line", "직선 추세")),
                ("none", Text::new("nothing", "없음")),
            ],
        ),
        LAGS,
    ],
    run: Run::Series(|series, params| {
        let trend = match params.whole("trend") {
            0 => Trend::Constant,
            1 => Trend::Linear,
            _ => Trend::None,
        };
        let found = augmented_dickey_fuller(series, trend, lags(params)).map_err(refused)?;
        Ok(vec![
            ("statistic", found.statistic.into()),
            ("p_value", found.p_value.into()),
            ("lags", found.lags.into()),
            ("rows", found.rows.into()),
            ("critical", critical(found.critical)),
        ])
    }),
};

/// KPSS test.
pub static KPSS: Statistic = Statistic {
    id: "kpss",
    name: Text::new("KPSS test", "KPSS 정상성 검정"),
    about: Text::new(
        "Of prices or a spread: a low p-value says that the series does not keep its level.",
        "가격이나 스프레드에 쓰며, p값이 작으면 시계열이 제자리를 지키지 못한다는 뜻입니다.",
    ),
    source: "Kwiatkowski, Phillips, Schmidt & Shin (1992)",
    params: &[LEVEL, LAGS],
    run: Run::Series(|series, params| {
        let bandwidth = match params.number("lags") {
            lags if lags < 0.0 => Bandwidth::Automatic,
            lags => Bandwidth::Fixed(lags as usize),
        };
        let found = kpss(series, level(params), bandwidth).map_err(refused)?;
        Ok(vec![
            ("statistic", found.statistic.into()),
            ("p_value", found.p_value.into()),
            ("lags", found.lags.into()),
        ])
    }),
};

/// Ljung-Box test.
pub static LJUNG_BOX: Statistic = Statistic {
    id: "ljung_box",
    name: Text::new("Ljung-Box test", "융-박스 자기상관 검정"),
    about: Text::new(
        "Of returns: a low p-value says that they are correlated with their own past.",
        "수익률에 쓰며, p값이 작으면 과거 수익률과 상관이 있다는 뜻입니다.",
    ),
    source: "Ljung & Box (1978); Box & Pierce (1970)",
    params: &[MEMORY_LAGS],
    run: Run::Series(memory),
};

fn memory(series: &[f64], params: &Params) -> Answer {
    let lags = params.whole("lags");
    let found = ljung_box(series, lags).map_err(refused)?;
    let partial = partial_autocorrelations(series, lags).map_err(refused)?;
    Ok(vec![
        ("lags", found.lags.into()),
        ("ljung_box", found.ljung_box.into()),
        ("ljung_box_p_value", found.ljung_box_p_value.into()),
        ("box_pierce", found.box_pierce.into()),
        ("box_pierce_p_value", found.box_pierce_p_value.into()),
        (
            "autocorrelations",
            autocorrelations(series, lags).map_err(refused)?.into(),
        ),
        ("partial_autocorrelations", partial.into()),
    ])
}

/// Durbin-Watson and Engle's ARCH test.
pub static RESIDUALS: Statistic = Statistic {
    id: "residuals",
    name: Text::new("Durbin-Watson and ARCH", "더빈-왓슨과 ARCH 검정"),
    about: Text::new(
        "Of returns or residuals: do they follow the one before, and does their volatility cluster?",
        "수익률이나 잔차가 바로 앞 값을 따라가는지, 변동성이 뭉쳐 나타나는지 봅니다.",
    ),
    source: "Durbin & Watson (1950); Engle (1982)",
    params: &[MEMORY_LAGS],
    run: Run::Series(|series, params| {
        let arch = arch_test(series, params.whole("lags")).map_err(refused)?;
        Ok(vec![
            (
                "durbin_watson",
                durbin_watson(series).map_err(refused)?.into(),
            ),
            ("arch", arch.statistic.into()),
            ("arch_p_value", arch.p_value.into()),
        ])
    }),
};

/// Hurst exponents.
pub static HURST: Statistic = Statistic {
    id: "hurst",
    name: Text::new("Hurst exponent", "허스트 지수"),
    about: Text::new(
        "Of returns, three ways: above 0.5 moves go on, below 0.5 they turn back.",
        "수익률로 세 가지 방법으로 구합니다. 0.5보다 크면 움직임이 이어지고, 작으면 되돌아옵니다.",
    ),
    source: "Hurst (1951); Peng et al. (1994); Chan, Algorithmic Trading (2013)",
    params: &[],
    run: Run::Series(hurst),
};

fn hurst(series: &[f64], _: &Params) -> Answer {
    let windows = usual_windows(series.len());
    let range = rescaled_range(series, &windows).map_err(refused)?;
    let fluctuation = detrended_fluctuation(series, &windows).map(|found| found.exponent);
    let lags: Vec<usize> = (2..20).collect();
    let spread = lagged_spread(series, &lags).map(|found| found.exponent);
    Ok(vec![
        ("rescaled_range", range.exponent.into()),
        ("rescaled_range_corrected", range.corrected_exponent.into()),
        ("detrended_fluctuation", fluctuation.into()),
        ("lagged_spread", spread.into()),
        ("windows", sizes(&range.windows)),
        ("rescaled_ranges", range.values.into()),
    ])
}

/// Variance ratio test.
pub static VARIANCE_RATIO: Statistic = Statistic {
    id: "variance_ratio",
    name: Text::new("Variance ratio test", "분산비 검정"),
    about: Text::new(
        "Of prices, better their logarithms: above 1 moves go on, below 1 they turn back.",
        "가격, 되도록 로그 가격에 씁니다. 1보다 크면 움직임이 이어지고, 작으면 되돌아옵니다.",
    ),
    source: "Lo & MacKinlay (1988)",
    params: &[whole(
        "lag",
        Text::new("Lag", "시차"),
        Text::new("Bars of the long move.", "긴 움직임의 봉 수입니다."),
        [2, 1000, 5],
    )],
    run: Run::Series(|prices, params| {
        let found = variance_ratio(prices, params.whole("lag")).map_err(refused)?;
        Ok(vec![
            ("ratio", found.ratio.into()),
            ("statistic", found.statistic.into()),
            ("p_value", found.p_value.into()),
        ])
    }),
};

/// Engle-Granger test.
pub static ENGLE_GRANGER: Statistic = Statistic {
    id: "engle_granger",
    name: Text::new("Engle-Granger cointegration", "엥글-그레인저 공적분 검정"),
    about: Text::new(
        "Of two price series: a low p-value says that they wander together; with hedge ratio and half-life of the spread.",
        "두 가격에 쓰며, p값이 작으면 둘이 함께 움직인다는 뜻입니다. 헤지 비율과 스프레드의 반감기도 구합니다.",
    ),
    source: "Engle & Granger (1987); MacKinnon (2010)",
    params: &[LEVEL, LAGS],
    run: Run::TwoSeries(|first, second, params| {
        let found = engle_granger(first, second, level(params), lags(params)).map_err(refused)?;
        Ok(vec![
            ("statistic", found.statistic.into()),
            ("p_value", found.p_value.into()),
            ("critical", critical(found.critical)),
            ("lags", found.lags.into()),
            ("hedge_ratio", found.hedge_ratio.into()),
            ("intercept", found.intercept.into()),
            ("half_life_bars", found.half_life.into()),
        ])
    }),
};
