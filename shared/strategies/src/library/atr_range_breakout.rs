//! ATR breakout: buys when the price leaves the open by a share of the average true range, and lets the gain run behind a stop.

use crate::params::{bars, times};
use crate::{EntryOrder, Exit, Needs, ParamError, Plan, Strategy, params};
use domain::plan::{TrailBy, close, indicator, next_open};
use domain::{FillPolicy, Params, Text};

/// target = open + k × the average true range (simple mean) of the closed bars, while their mean noise is low and the close is above its
/// average. The rule this comes from ("ORB" of `crypto-quant-system`) names a trailing stop of two true ranges but never uses it, so its
/// positions ended with the data; here it follows the highest high, and there is a time exit.
pub static STRATEGY: Strategy = Strategy {
    id: "atr_range_breakout",
    name: Text::new("ATR range breakout", "ATR 범위 돌파"),
    about: Text::new(
        "In a calm rise, a buy stop waits at open + k × the average true range; sells at a stop that follows the highest price, or after some bars.",
        "노이즈가 낮은 상승장에서 시가 + k × ATR에 매수 스탑을 두고, 최고가를 따라 오르는 스탑이나 보유 기한에 팝니다.",
    ),
    params: &[
        times(
            "k",
            Text::new("Breakout share k", "돌파 계수 k"),
            Text::new(
                "Share of the average true range that the price must travel from the open.",
                "시가에서 ATR의 몇 배를 올라야 돌파로 볼지 정합니다.",
            ),
            [0.1, 5.0, 0.5, 0.05],
        ),
        params::RANGE_PERIOD,
        bars(
            "noise_period",
            Text::new("Noise period", "노이즈 기간"),
            Text::new(
                "Bars over which the noise ratio is averaged.",
                "노이즈 비율을 평균 내는 봉 수입니다.",
            ),
            [1, 100, 5],
        ),
        times(
            "max_noise",
            Text::new("Highest noise", "최대 노이즈"),
            Text::new(
                "Trade only below this mean noise; 0 is a straight move, 1 a bar that ended where it began.",
                "평균 노이즈가 이보다 낮을 때만 거래합니다. 0은 한 방향 움직임, 1은 제자리로 돌아온 봉입니다.",
            ),
            [0.1, 1.0, 0.5, 0.05],
        ),
        bars(
            "trend",
            Text::new("Trend period", "추세 기간"),
            Text::new(
                "The close must be above the average of so many bars.",
                "종가가 이 기간의 평균보다 위에 있어야 합니다.",
            ),
            [2, 300, 20],
        ),
        times(
            "trail",
            Text::new("Trailing stop (ATR)", "추적 손절 (ATR)"),
            Text::new(
                "How many true ranges the stop follows below the highest price.",
                "최고가에서 ATR의 몇 배 아래에 스탑을 둘지 정합니다.",
            ),
            [0.25, 10.0, 2.0, 0.25],
        ),
        bars(
            "hold",
            Text::new("Longest stay", "최대 보유"),
            Text::new(
                "Sell at the open after so many bars.",
                "이만큼의 봉이 지나면 시가에 팝니다.",
            ),
            [1, 500, 20],
        ),
        params::STOP_LOSS,
    ],
    fill: FillPolicy::Touch,
    needs: Needs::NOTHING,
    plan,
};

fn plan(params: &Params) -> Result<Plan, ParamError> {
    const SIMPLE: f64 = 1.0;
    let period = params.whole("period");
    let range = indicator("atr")
        .with("period", period as f64)
        .with("smoothing", SIMPLE);
    let calm = indicator("noise")
        .sma(params.whole("noise_period"))
        .below(params.number("max_noise"));
    let rising = close().above(close().sma(params.whole("trend")));
    let target = next_open() + range * params.number("k");
    Ok(Plan::long(calm.and(rising), EntryOrder::Stop(target))
        .exit(Exit::trail(TrailBy::Atr {
            period: period as u32,
            times: params.number("trail"),
        }))
        .exit(Exit::AfterBars(params.whole("hold") as u32))
        .stop_loss(params.number("stop")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::by_hand::{Wanted, plan, wishes};

    #[test]
    fn the_target_is_half_a_true_range_above_the_open_of_a_calm_rise() {
        // True ranges from row 1 on: 11 (110 − 99), 12. Noise: 1, 1 − 10/11, 1 − 10/11, 1 − 1/11, 0.
        let bars = [
            [100.0, 105.0, 95.0, 100.0, 1.0],
            [100.0, 110.0, 99.0, 110.0, 1.0],
            [111.0, 122.0, 111.0, 121.0, 1.0],
            [121.0, 127.0, 116.0, 122.0, 1.0],
            [122.0, 122.0, 112.0, 112.0, 1.0],
        ];
        let set = [
            ("period", 2.0),
            ("noise_period", 1.0),
            ("trend", 2.0),
            ("hold", 7.0),
        ];
        let wishes = wishes(&STRATEGY, &set, &bars);
        let buys: Vec<_> = wishes.iter().map(|wish| wish.buy).collect();
        // Row 2: (11 + 12) ÷ 2 = 11.5, half of it above 121. Row 3 rises in noise, row 4 is a calm fall.
        assert_eq!(buys, [None, None, Some(Wanted::Stop(126.75)), None, None]);
        let trail = Exit::trail(TrailBy::Atr {
            period: 2,
            times: 2.0,
        });
        assert_eq!(plan(&STRATEGY, &set).exits, [trail, Exit::AfterBars(7)]);
    }
}
