//! Supertrend: long while the price keeps above its trailing band.

use crate::{EntryOrder, Exit, Needs, Param, ParamError, Plan, Strategy, params};
use domain::plan::indicator;
use domain::{FillPolicy, Params, Text};

/// Source: Seban; the bands are those of the indicator of the same name.
pub static STRATEGY: Strategy = Strategy {
    id: "supertrend",
    name: Text::new("Supertrend", "슈퍼트렌드"),
    about: Text::new(
        "Buys at the next open after the supertrend turns up, and sells at the next open after it turns down.",
        "슈퍼트렌드가 상승으로 바뀌면 다음 시가에 사고, 하락으로 바뀌면 다음 시가에 팝니다.",
    ),
    params: &[
        params::bars(
            "period",
            Text::new("Period", "기간"),
            Text::new(
                "Bars of the true range the band is made of.",
                "밴드를 만드는 ATR의 기간입니다.",
            ),
            [2, 200, 10],
        ),
        Param::number(
            "width",
            Text::new("Width", "폭"),
            Text::new(
                "How many true ranges the band lies away.",
                "밴드가 ATR의 몇 배 떨어져 있는지입니다.",
            ),
            [0.5, 10.0, 3.0, 0.1],
        ),
        params::STOP_LOSS,
    ],
    fill: FillPolicy::NextOpen,
    needs: Needs::NOTHING,
    plan,
};

fn plan(params: &Params) -> Result<Plan, ParamError> {
    // The direction is 1 or −1, so the line between is 0.
    let direction = indicator("supertrend")
        .with("period", params.number("period"))
        .with("width", params.number("width"))
        .output("direction");
    Ok(
        Plan::long(direction.clone().crosses_above(0.0), EntryOrder::Market)
            .exit(Exit::Signal(direction.below(0.0)))
            .stop_loss(params.number("stop")),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::by_hand::{rows, wishes};

    #[test]
    fn turns_with_the_band() {
        // A calm rise, a crash far through the lower band, then a jump far through the upper one.
        let bar = |close: f64| [close, close + 1.0, close - 1.0, close, 1.0];
        let closes = [20.0, 21.0, 22.0, 23.0, 10.0, 10.0, 40.0, 41.0];
        let bars = closes.map(bar);
        let (buys, sells) = rows(&wishes(
            &STRATEGY,
            &[("period", 2.0), ("width", 1.0)],
            &bars,
        ));
        assert_eq!(buys, [6]);
        assert_eq!(sells, [4, 5]);
    }
}
