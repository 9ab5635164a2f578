//! Statistics by resampling bars.

use super::param::{CONFIDENCE, REPLICATES, SEED, number};
use super::{Answer, Run, Statistic, Value, refused};
use crate::block_length;
use crate::bootstrap::{Bootstrap, Interval, Quantity, Resampling};
use domain::{Param, Params, Text};

/// Confidence intervals by resampling.
pub static BOOTSTRAP: Statistic = Statistic {
    id: "bootstrap",
    name: Text::new("Bootstrap interval", "부트스트랩 신뢰구간"),
    about: Text::new(
        "From returns per bar: how far a figure would move if history had drawn other bars of the same kind.",
        "봉별 수익률을 다시 뽑아, 같은 성격의 다른 역사였다면 수치가 얼마나 달라졌을지 구합니다.",
    ),
    source: "Efron & Tibshirani, An Introduction to the Bootstrap (1993); Politis & Romano, The Stationary Bootstrap (1994)",
    params: &[
        Param::choice(
            "quantity",
            Text::new("Figure", "수치"),
            Text::new(
                "What is computed on each resample.",
                "재표본마다 계산할 값입니다.",
            ),
            &[
                ("mean", Quantity::Mean.name()),
                ("deviation", Quantity::Deviation.name()),
                ("sharpe", Quantity::Sharpe.name()),
                ("total_return", Quantity::TotalReturn.name()),
                ("growth", Quantity::Growth.name()),
                ("max_drawdown", Quantity::MaxDrawdown.name()),
            ],
        ),
        Param::choice(
            "resampling",
            Text::new("Resampling", "재표본 방식"),
            Text::new("How bars are drawn.", "봉을 뽑는 방법입니다."),
            &[
                (
                    "stationary",
                    Text::new("blocks of random length", "길이가 무작위인 블록"),
                ),
                (
                    "circular",
                    Text::new("blocks of one length", "길이가 일정한 블록"),
                ),
                ("independent", Text::new("single bars", "봉 하나씩")),
            ],
        ),
        number(
            "block",
            Text::new("Block", "블록 길이"),
            Text::new(
                "Bars in a block; 0 lets the data decide.",
                "블록 하나의 봉 수이며, 0이면 데이터에 맞춰 정합니다.",
            ),
            [0.0, 10_000.0, 0.0],
        ),
        REPLICATES,
        CONFIDENCE,
        SEED,
    ],
    run: Run::Series(bootstrap),
};

fn bootstrap(returns: &[f64], params: &Params) -> Answer {
    let quantity = Quantity::ALL[params.whole("quantity").min(Quantity::ALL.len() - 1)];
    let kind = params.whole("resampling");
    let block = match params.number("block") {
        0.0 if kind < 2 => {
            let best = block_length::for_returns(returns).map_err(refused)?;
            if kind == 0 {
                best.stationary
            } else {
                best.circular
            }
        }
        given => given,
    };
    let resampling = match kind {
        0 => Resampling::Stationary { mean_block: block },
        1 => Resampling::Circular {
            block: libm::round(block) as usize,
        },
        _ => Resampling::Independent,
    };
    let seed = params.number("seed") as u64;
    let confidence = params.number("confidence") / 100.0;
    let found = Bootstrap::new(returns, resampling, quantity, seed)
        .and_then(|bootstrap| bootstrap.estimate(params.whole("replicates"), confidence))
        .map_err(refused)?;
    let ends = |interval: Interval| Value::from(vec![interval.low, interval.high]);
    let bca = found.bca.map_or_else(|| Value::from(None), ends);
    Ok(vec![
        ("value", found.value.into()),
        (
            "block",
            if kind < 2 {
                block.into()
            } else {
                Value::Count(1)
            },
        ),
        ("standard_error", found.standard_error.into()),
        ("bias", found.bias.into()),
        ("percentile", ends(found.percentile)),
        ("basic", ends(found.basic)),
        ("bca", bca),
        ("replicates", found.replicates.into()),
        ("undefined_replicates", found.undefined.into()),
    ])
}

/// Block lengths for a bootstrap.
pub static BLOCK_LENGTH: Statistic = Statistic {
    id: "block_length",
    name: Text::new("Block length for a bootstrap", "부트스트랩 블록 길이"),
    about: Text::new(
        "How long blocks must be so that resampling keeps the memory of a series.",
        "재표본을 뽑을 때 시계열의 기억이 유지되려면 블록이 얼마나 길어야 하는지 구합니다.",
    ),
    source: "Politis & White (2004), corrected by Patton, Politis & White (2009)",
    params: &[],
    run: Run::Series(|returns, _| {
        let plain = block_length::optimal(returns).map_err(refused)?;
        let advised = block_length::for_returns(returns).map_err(refused)?;
        Ok(vec![
            ("stationary", plain.stationary.into()),
            ("circular", plain.circular.into()),
            ("advised_stationary", advised.stationary.into()),
            ("advised_circular", advised.circular.into()),
        ])
    }),
};
