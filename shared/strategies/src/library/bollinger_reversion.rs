//! Bollinger reversion: buys a low below the band with an oversold RSI, sells back at the average.

use crate::{Cond, EntryOrder, Exit, Needs, Param, ParamError, Plan, Strategy, params};
use domain::plan::{close, high, indicator, low};
use domain::{FillPolicy, Params, Text};

/// Below the average, through the lower band and oversold, all at one close; out at the average, the upper band or an overbought RSI.
/// The bands use the sample deviation. Source: Bollinger, "Bollinger on Bollinger Bands", 2001, in the form traded on daily coins.
pub static STRATEGY: Strategy = Strategy {
    id: "bollinger_reversion",
    name: Text::new("Bollinger reversion", "볼린저 평균회귀"),
    about: Text::new(
        "Buys at the next open after a bar that fell through the lower band with a low RSI, and sells at the next open after the price is back at its average.",
        "저가가 볼린저 하단을 뚫고 RSI가 낮으면 다음 시가에 사고, 가격이 평균으로 돌아오면 다음 시가에 팝니다.",
    ),
    params: &[
        params::bars(
            "period",
            Text::new("Band period", "밴드 기간"),
            Text::new(
                "Bars of the average and the band.",
                "평균과 밴드의 기간입니다.",
            ),
            [2, 200, 20],
        ),
        params::BAND_WIDTH,
        params::bars(
            "rsi",
            Text::new("RSI period", "RSI 기간"),
            Text::new("Bars of the RSI.", "RSI의 기간입니다."),
            [2, 100, 14],
        ),
        Param::number(
            "oversold",
            Text::new("Buy below", "과매도 기준"),
            Text::new(
                "RSI below which a bar counts as oversold.",
                "RSI가 이 값보다 낮으면 과매도로 봅니다.",
            ),
            [1.0, 50.0, 30.0, 1.0],
        ),
        Param::number(
            "overbought",
            Text::new("Sell above", "과매수 기준"),
            Text::new(
                "RSI above which the position is sold.",
                "RSI가 이 값보다 높으면 팝니다.",
            ),
            [50.0, 99.0, 70.0, 1.0],
        ),
        params::STOP_LOSS,
    ],
    fill: FillPolicy::NextOpen,
    needs: Needs::NOTHING,
    plan,
};

fn plan(params: &Params) -> Result<Plan, ParamError> {
    const SAMPLE: f64 = 1.0;
    let (period, width) = (params.whole("period") as f64, params.number("width"));
    let bands = indicator("bbands")
        .with("period", period)
        .with("up", width)
        .with("down", width)
        .with("deviation", SAMPLE);
    let [upper, middle, lower] =
        ["upper", "middle", "lower"].map(|band| bands.clone().output(band));
    let rsi = close().rsi(params.whole("rsi"));
    let cheap = close()
        .below(middle.clone())
        .and(Cond::Not(Box::new(low().above(lower))))
        .and(rsi.clone().below(params.number("oversold")));
    let back = Cond::Any(vec![
        close().above(middle),
        Cond::Not(Box::new(high().below(upper))),
        rsi.above(params.number("overbought")),
    ]);
    Ok(Plan::long(cheap, EntryOrder::Market)
        .exit(Exit::Signal(back))
        .stop_loss(params.number("stop")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::by_hand::{rows, wishes};

    #[test]
    fn buys_through_the_lower_band_and_sells_above_the_average() {
        // Period 3. Row 3: closes 10, 10, 7: mean 9, deviation √3, lower band at one deviation 7.27, low 6; RSI(2) is 0.
        // Row 4: closes 10, 7, 9: mean 8.67, the close is above it.
        let bar = |close: f64| [close, close + 0.1, close - 1.0, close, 1.0];
        let bars = [10.0, 10.0, 10.0, 7.0, 9.0].map(bar);
        let set = [("period", 3.0), ("width", 1.0), ("rsi", 2.0)];
        let (buys, sells) = rows(&wishes(&STRATEGY, &set, &bars));
        assert_eq!(buys, [3]);
        assert!(sells.contains(&4) && !sells.contains(&3));
    }
}
