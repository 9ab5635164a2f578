//! Squeeze breakout: buys when the Bollinger bands leave the Keltner channel upwards.

use crate::{EntryOrder, Exit, Needs, ParamError, Plan, Strategy, params};
use domain::plan::indicator;
use domain::{FillPolicy, Params, Text};

/// Quiet first, then a move: the bands lie inside the channel, leave it, and momentum says which way. Source: Carter, "Mastering the
/// Trade", 2005.
pub static STRATEGY: Strategy = Strategy {
    id: "squeeze_breakout",
    name: Text::new("Bollinger squeeze", "볼린저 스퀴즈"),
    about: Text::new(
        "Buys at the next open after a squeeze ends with rising momentum, and sells at the next open when momentum falls below zero.",
        "스퀴즈가 끝나면서 모멘텀이 위를 향하면 다음 시가에 사고, 모멘텀이 0 아래로 내려가면 다음 시가에 팝니다.",
    ),
    params: &[
        params::bars(
            "period",
            Text::new("Period", "기간"),
            Text::new(
                "Bars of bands, channel and momentum.",
                "밴드, 채널, 모멘텀의 기간입니다.",
            ),
            [3, 200, 20],
        ),
        params::STOP_LOSS,
    ],
    fill: FillPolicy::NextOpen,
    needs: Needs::NOTHING,
    plan,
};

fn plan(params: &Params) -> Result<Plan, ParamError> {
    let squeeze = indicator("squeeze").with("period", params.number("period"));
    let (on, momentum) = (squeeze.clone().output("on"), squeeze.output("momentum"));
    let released = on.clone().lag(1).above(0.5).and(on.below(0.5));
    let rising = momentum
        .clone()
        .above(0.0)
        .and(momentum.clone().above(momentum.clone().lag(1)));
    Ok(Plan::long(released.and(rising), EntryOrder::Market)
        .exit(Exit::Signal(momentum.below(0.0)))
        .stop_loss(params.number("stop")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::by_hand::{rows, wishes};

    #[test]
    fn waits_for_the_end_of_the_squeeze() {
        // Closes that hardly move inside wide bars squeeze the bands; the jump at row 8 frees them, the crash ends it.
        let calm = |row: usize| [100.0, 102.0, 98.0, 100.0 + 0.1 * (row % 2) as f64, 1.0];
        let mut bars: Vec<[f64; 5]> = (0..8).map(calm).collect();
        bars.push([100.0, 121.0, 100.0, 120.0, 1.0]);
        bars.push([120.0, 120.0, 60.0, 60.0, 1.0]);
        let (buys, sells) = rows(&wishes(&STRATEGY, &[("period", 4.0)], &bars));
        assert_eq!(buys, [8]);
        assert!(sells.contains(&9) && !sells.contains(&8));
    }
}
