//! Time-series momentum: long while the price is higher than some bars ago.

use crate::{EntryOrder, Exit, Needs, Param, ParamError, Plan, Strategy, params};
use domain::plan::close;
use domain::{FillPolicy, Params, Text};

/// Source: Moskowitz, Ooi and Pedersen, "Time Series Momentum", 2012, long side only and without their volatility scaling, which
/// belongs to sizing.
pub static STRATEGY: Strategy = Strategy {
    id: "time_series_momentum",
    name: Text::new("Time-series momentum", "시계열 모멘텀"),
    about: Text::new(
        "Buys at the next open when the close is above the one so many bars ago, and sells at the next open when it is below.",
        "종가가 일정 기간 전 종가보다 높으면 다음 시가에 사고, 낮으면 다음 시가에 팝니다.",
    ),
    params: &[
        params::bars(
            "lookback",
            Text::new("Lookback", "비교 기간"),
            Text::new(
                "How many bars back the price is compared with.",
                "몇 봉 전 가격과 비교하는지입니다.",
            ),
            [1, 1000, 28],
        ),
        Param::number(
            "margin",
            Text::new("Margin", "여유"),
            Text::new(
                "Percent by which it must be higher.",
                "이 비율(%)보다 더 높아야 합니다.",
            ),
            [0.0, 50.0, 0.0, 0.5],
        ),
        params::STOP_LOSS,
    ],
    fill: FillPolicy::NextOpen,
    needs: Needs::NOTHING,
    plan,
};

fn plan(params: &Params) -> Result<Plan, ParamError> {
    let before = || close().lag(params.whole("lookback"));
    let margin = 1.0 + params.number("margin") / 100.0;
    Ok(
        Plan::long(close().above(before() * margin), EntryOrder::Market)
            .exit(Exit::Signal(close().below(before())))
            .stop_loss(params.number("stop")),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::by_hand::{rows, wishes_of_closes};

    #[test]
    fn compares_with_the_bar_that_long_ago() {
        // Two bars back: rows 2 and 3 are higher by 30 % and 10 %, row 4 is lower.
        let closes = [10.0, 10.0, 13.0, 11.0, 12.0];
        let wishes =
            |margin| wishes_of_closes(&STRATEGY, &[("lookback", 2.0), ("margin", margin)], &closes);
        assert_eq!(rows(&wishes(0.0)), (vec![2, 3], vec![4]));
        assert_eq!(rows(&wishes(20.0)), (vec![2], vec![4]));
    }
}
