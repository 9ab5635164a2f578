//! Statistics of closed trades: what else could have happened with them.

use super::param::{SEED, percent, whole};
use super::{Answer, Run, Statistic, Value, refused};
use crate::monte_carlo::{
    Draw, Outlook, QUANTILES, Simulation, diffusion_ruin, even_money_ruin, win_rate_ruin,
};
use crate::permutation;
use crate::sample;
use domain::{Param, Params, Text};

const PATHS: Param = whole(
    "paths",
    Text::new("Paths", "경로 수"),
    Text::new(
        "More paths blur the answer less.",
        "많을수록 결과가 안정됩니다.",
    ),
    [100, 1_000_000, 10_000],
);
const LOSS: Param = percent(
    "loss",
    Text::new("Ruin", "파산 기준"),
    Text::new(
        "Loss of the start that counts as ruin.",
        "시작 자금에서 이만큼 잃으면 파산으로 봅니다.",
    ),
    [1.0, 99.9, 50.0],
);

/// Monte Carlo over trades.
pub static MONTE_CARLO: Statistic = Statistic {
    id: "monte_carlo",
    name: Text::new("Monte Carlo of trades", "거래 몬테카를로"),
    about: Text::new(
        "From trade returns: equity and drawdown over many other orders or draws of the same trades.",
        "거래별 수익률의 순서를 바꾸거나 다시 뽑아, 자산과 낙폭이 어떻게 달라질 수 있었는지 보여 줍니다.",
    ),
    source: "Efron (1979) for the draws; Vince, Portfolio Management Formulas (1990) for fixed fractions",
    params: &[
        Param::choice(
            "draw",
            Text::new("Draw", "뽑는 방법"),
            Text::new(
                "How a path gets its trades.",
                "경로마다 거래를 뽑는 방법입니다.",
            ),
            &[
                (
                    "resample",
                    Text::new("any trade each time", "매번 아무 거래나"),
                ),
                (
                    "reshuffle",
                    Text::new("every trade once", "모든 거래를 한 번씩"),
                ),
                ("blocks", Text::new("runs of trades", "이어진 거래 묶음")),
            ],
        ),
        whole(
            "block",
            Text::new("Run", "묶음 길이"),
            Text::new("Trades in a run.", "한 묶음에 든 거래 수입니다."),
            [1, 1000, 5],
        ),
        percent(
            "fraction",
            Text::new("Fraction", "투입 비율"),
            Text::new(
                "Share of the equity in each trade.",
                "거래마다 넣는 자산의 비율입니다.",
            ),
            [0.1, 1000.0, 100.0],
        ),
        percent(
            "depth",
            Text::new("Drawdown", "낙폭"),
            Text::new(
                "Depth whose probability is wanted.",
                "확률을 알고 싶은 낙폭입니다.",
            ),
            [0.1, 99.9, 30.0],
        ),
        LOSS,
        PATHS,
        SEED,
    ],
    run: Run::Trades(monte_carlo),
};

fn monte_carlo(trades: &[f64], params: &Params) -> Answer {
    let draw = match params.whole("draw") {
        0 => Draw::Resample,
        1 => Draw::Reshuffle,
        _ => Draw::Blocks {
            length: params.whole("block"),
        },
    };
    let (fraction, seed) = (
        params.number("fraction") / 100.0,
        params.number("seed") as u64,
    );
    let simulation = Simulation::new(trades, draw, fraction, seed).map_err(refused)?;
    let paths = simulation.run(0..params.whole("paths"));
    let found = Outlook::of(&simulation, &paths).map_err(refused)?;
    let ruin = paths.ruined_at(1.0 - params.number("loss") / 100.0);
    let steps = found
        .fan
        .steps
        .iter()
        .map(|step| *step as f64)
        .collect::<Vec<_>>();
    let band = |quantile: usize| -> Value {
        let line: Vec<f64> = found.fan.equity.iter().map(|at| at[quantile]).collect();
        line.into()
    };
    let fan = vec![
        ("trades", steps.into()),
        ("p5", band(0)),
        ("p25", band(1)),
        ("p50", band(2)),
        ("p75", band(3)),
        ("p95", band(4)),
    ];
    Ok(vec![
        ("paths", found.paths.into()),
        ("quantiles", QUANTILES.to_vec().into()),
        ("end", found.end.to_vec().into()),
        ("mean_end", found.mean_end.into()),
        ("loss_probability", found.loss_probability.into()),
        ("drawdown", found.depth.to_vec().into()),
        ("expected_drawdown", found.expected_depth.into()),
        (
            "deeper_drawdown_probability",
            paths.deeper_than(params.number("depth") / 100.0).into(),
        ),
        ("ruin_probability", ruin.into()),
        ("trades_under_water", found.recovery.to_vec().into()),
        ("still_under_water", found.still_under_water.into()),
        ("fan", Value::Group(fan)),
    ])
}

/// Risk of ruin by formula.
pub static RISK_OF_RUIN: Statistic = Statistic {
    id: "risk_of_ruin",
    name: Text::new("Risk of ruin by formula", "공식으로 구한 파산 위험"),
    about: Text::new(
        "From trade returns: three formulas with strong assumptions; Monte Carlo says more.",
        "거래별 수익률에 가정이 강한 세 가지 공식을 적용합니다. 몬테카를로가 더 믿을 만합니다.",
    ),
    source: "Feller, An Introduction to Probability Theory and Its Applications (1950)",
    params: &[
        LOSS,
        whole(
            "units",
            Text::new("Units", "단위 수"),
            Text::new(
                "Units the start is divided into.",
                "시작 자금을 나눈 단위의 수입니다.",
            ),
            [1, 10_000, 20],
        ),
    ],
    run: Run::Trades(|trades, params| {
        sample::check("trade returns", trades, 2).map_err(refused)?;
        let wins = trades.iter().filter(|trade| **trade > 0.0).count();
        let rate = wins as f64 / trades.len() as f64;
        let (mean, deviation) = sample::mean_and_deviation(trades).unwrap_or((0.0, 0.0));
        let loss = params.number("loss") / 100.0;
        Ok(vec![
            ("win_rate", rate.into()),
            (
                "even_money",
                even_money_ruin(rate, params.number("units")).into(),
            ),
            ("win_rate_formula", win_rate_ruin(rate, trades.len()).into()),
            ("diffusion", diffusion_ruin(mean, deviation, loss).into()),
        ])
    }),
};

/// Sign test of trades.
pub static SIGN_TEST: Statistic = Statistic {
    id: "sign_test",
    name: Text::new("Random signs", "무작위 부호 검정"),
    about: Text::new(
        "From trade returns: would trades of the same sizes with random signs have done as well?",
        "거래별 수익률의 크기는 그대로 두고 부호만 무작위로 바꿔도 성적이 이만큼 나올지 검정합니다.",
    ),
    source: "Fisher, The Design of Experiments (1935)",
    params: &[
        whole(
            "permutations",
            Text::new("Permutations", "순열 횟수"),
            Text::new("Sets of random signs.", "무작위 부호를 뽑는 횟수입니다."),
            [99, 1_000_000, 9999],
        ),
        SEED,
    ],
    run: Run::Trades(|trades, params| {
        let (permutations, seed) = (params.number("permutations"), params.number("seed"));
        let p = permutation::sign_test(trades, permutations as u64, seed as u64);
        Ok(vec![
            ("trades", trades.len().into()),
            ("mean", sample::mean(trades).into()),
            ("p_value", p.map_err(refused)?.into()),
        ])
    }),
};
