//! EMA cross: long while the fast average of closes leads the slow one.

use crate::{EntryOrder, Exit, Needs, Param, ParamError, ParamKind, Plan, Strategy, Unit, params};
use domain::plan::close;
use domain::{FillPolicy, Params, Text};

/// Buys at the open after the fast average rose through the slow one, sells at the open after it fell back.
pub static STRATEGY: Strategy = Strategy {
    id: "ema_cross",
    name: Text::new("EMA cross", "EMA 교차"),
    about: Text::new(
        "Buys at the next open after the fast exponential average rises through the slow one, and sells at the next open after it falls back through.",
        "빠른 지수 이동평균이 느린 것을 위로 지나면 다음 시가에 사고, 다시 아래로 지나면 다음 시가에 팝니다.",
    ),
    params: &[
        Param {
            id: "fast",
            label: Text::new("Fast period", "빠른 기간"),
            help: Text::new(
                "Bars of the fast average; must be below the slow one.",
                "빠른 평균의 봉 수입니다. 느린 기간보다 짧아야 합니다.",
            ),
            unit: Unit::Bars,
            kind: ParamKind::Int {
                min: 2,
                max: 100,
                default: 12,
            },
        },
        Param {
            id: "slow",
            label: Text::new("Slow period", "느린 기간"),
            help: Text::new("Bars of the slow average.", "느린 평균의 봉 수입니다."),
            unit: Unit::Bars,
            kind: ParamKind::Int {
                min: 3,
                max: 300,
                default: 26,
            },
        },
        params::STOP_LOSS,
    ],
    fill: FillPolicy::NextOpen,
    needs: Needs::NOTHING,
    plan,
};

fn plan(params: &Params) -> Result<Plan, ParamError> {
    let (fast, slow) = params::fast_below_slow(params)?;
    let (fast, slow) = (close().ema(fast), close().ema(slow));
    Ok(
        Plan::long(fast.clone().crosses_above(slow.clone()), EntryOrder::Market)
            .exit(Exit::Signal(fast.crosses_below(slow)))
            .stop_loss(params.number("stop")),
    )
}
