//! RSI-2: buys a short, sharp dip inside a long rise.

use crate::{EntryOrder, Exit, Needs, Param, ParamError, Plan, Strategy, params};
use domain::plan::close;
use domain::{FillPolicy, Params, Text};

/// Source: Connors and Alvarez, "Short Term Trading Strategies That Work", 2008: close above its 200-day average, RSI(2) below 10, out
/// above the 5-day average. Their rule trades at the close; here it is the next open.
pub static STRATEGY: Strategy = Strategy {
    id: "rsi_2",
    name: Text::new("RSI-2 pullback", "RSI-2 눌림목"),
    about: Text::new(
        "In a rising market, buys at the next open after a very low two-bar RSI, and sells at the next open after a close above the short average.",
        "상승 추세에서 RSI(2)가 아주 낮아지면 다음 시가에 사고, 종가가 단기 평균을 넘으면 다음 시가에 팝니다.",
    ),
    params: &[
        params::bars(
            "period",
            Text::new("RSI period", "RSI 기간"),
            Text::new("Bars of the RSI.", "RSI의 기간입니다."),
            [2, 30, 2],
        ),
        Param::number(
            "level",
            Text::new("Buy below", "매수 기준"),
            Text::new(
                "RSI below which a dip is bought.",
                "RSI가 이 값보다 낮으면 삽니다.",
            ),
            [1.0, 50.0, 10.0, 1.0],
        ),
        params::bars(
            "trend",
            Text::new("Trend period", "추세 기간"),
            Text::new(
                "The close must be above the average of so many bars.",
                "종가가 이 기간의 평균보다 위에 있어야 합니다.",
            ),
            [2, 500, 200],
        ),
        params::bars(
            "exit",
            Text::new("Exit period", "청산 기간"),
            Text::new(
                "Out when the close is above the average of so many bars.",
                "종가가 이 기간의 평균을 넘으면 청산합니다.",
            ),
            [2, 100, 5],
        ),
        params::STOP_LOSS,
    ],
    fill: FillPolicy::NextOpen,
    needs: Needs::NOTHING,
    plan,
};

fn plan(params: &Params) -> Result<Plan, ParamError> {
    let dip = close()
        .rsi(params.whole("period"))
        .below(params.number("level"));
    let rising = close().above(close().sma(params.whole("trend")));
    Ok(Plan::long(dip.and(rising), EntryOrder::Market)
        .exit(Exit::Signal(
            close().above(close().sma(params.whole("exit"))),
        ))
        .stop_loss(params.number("stop")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::by_hand::{rows, wishes_of_closes};

    #[test]
    fn buys_the_dip_above_the_long_average_only() {
        // Row 5: rises 1, 2, 3, then two falls of 1: G = 0.5625, L = 0.75, so the RSI is 42.9; the close 14 is above the
        // mean of 11, 13, 16, 15, 14, 13.8. Row 6 is a dip too, but far below the average. Row 7 closes above the mean
        // of 5 and 15.
        let closes = [10.0, 11.0, 13.0, 16.0, 15.0, 14.0, 5.0, 15.0];
        let set = [("level", 45.0), ("trend", 5.0), ("exit", 2.0)];
        let (buys, sells) = rows(&wishes_of_closes(&STRATEGY, &set, &closes));
        assert_eq!(buys, [5]);
        assert_eq!(sells, [1, 2, 3, 7]);
    }
}
