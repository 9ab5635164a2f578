//! SMA cross: long while the fast average of closes is above the slow one.

use crate::{EntryOrder, Exit, Needs, ParamError, Plan, Strategy, params};
use domain::plan::close;
use domain::{FillPolicy, Params, Text};

/// The oldest trend rule there is; simple averages, both windows forgotten at their end. Source: Appel and others; studied by Brock,
/// Lakonishok and LeBaron, "Simple Technical Trading Rules", 1992.
pub static STRATEGY: Strategy = Strategy {
    id: "sma_cross",
    name: Text::new("SMA cross", "SMA 교차"),
    about: Text::new(
        "Buys at the next open after the fast simple average rises through the slow one, and sells at the next open after it falls back through.",
        "단기 단순 이동평균이 장기 평균을 위로 지나면 다음 시가에 사고, 다시 아래로 지나면 다음 시가에 팝니다.",
    ),
    params: &[
        params::bars(
            "fast",
            Text::new("Fast period", "단기 기간"),
            Text::new(
                "Bars of the fast average; must be below the slow one.",
                "단기 평균의 봉 수입니다. 장기 기간보다 짧아야 합니다.",
            ),
            [1, 200, 20],
        ),
        params::bars(
            "slow",
            Text::new("Slow period", "장기 기간"),
            Text::new("Bars of the slow average.", "장기 평균의 봉 수입니다."),
            [2, 500, 60],
        ),
        params::STOP_LOSS,
    ],
    fill: FillPolicy::NextOpen,
    needs: Needs::NOTHING,
    plan,
};

fn plan(params: &Params) -> Result<Plan, ParamError> {
    let (fast, slow) = params::fast_below_slow(params)?;
    let (fast, slow) = (close().sma(fast), close().sma(slow));
    Ok(
        Plan::long(fast.clone().crosses_above(slow.clone()), EntryOrder::Market)
            .exit(Exit::Signal(fast.crosses_below(slow)))
            .stop_loss(params.number("stop")),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::by_hand::{rows, wishes_of_closes};

    #[test]
    fn trades_the_cross_and_not_the_state() {
        // Fast 1 is the close itself, slow 2 the mean of two: below after row 1, above at rows 2 and 3, below at 4.
        let closes = [10.0, 9.0, 11.0, 12.0, 8.0];
        let wishes = wishes_of_closes(&STRATEGY, &[("fast", 1.0), ("slow", 2.0)], &closes);
        assert_eq!(rows(&wishes), (vec![2], vec![4]));
    }
}
