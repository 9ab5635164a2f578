//! Z-score reversion: buys a close far below its average on high volume, with a stop, a target and a size by conviction.

use crate::params::{SHORTS, bars, percent, stop, take_profit, target, times};
use crate::{Cond, EntryOrder, Exit, Needs, Node, Param, ParamError, Plan, Strategy, params};
use domain::plan::{Change, Direction, close, indicator, volume};
use domain::{FillPolicy, Params, Sizing, Text};

/// Below the lower band, far from the mean by z-score, oversold and on high volume, all at one close; out at the middle band, a stop and
/// a target at 1.5 times its distance. Each trade risks a share of the account scaled by conviction: |z| ÷ (1.5 × the z that is needed),
/// 1 at most. The rule is that of the system QuantSage; how it reckons its confidence isn't published, so this one is ours. The mean
/// volume contains the bar itself.
pub static STRATEGY: Strategy = Strategy {
    id: "zscore_reversion",
    name: Text::new("Z-score reversion", "Z-점수 평균회귀"),
    about: Text::new(
        "Buys at the next open after a close below the lower band with a low z-score, a low RSI and high volume; sells at the stop, at the target, or when the close is back at the middle band.",
        "종가가 볼린저 하단 아래이고 Z-점수와 RSI가 낮으며 거래량이 많으면 다음 시가에 사고, 손절가·목표가에 닿거나 종가가 중심선으로 돌아오면 팝니다.",
    ),
    params: &[
        bars(
            "period",
            Text::new("Period", "기간"),
            Text::new(
                "Bars of the band, the z-score and the mean volume.",
                "밴드, Z-점수, 평균 거래량의 기간입니다.",
            ),
            [2, 200, 20],
        ),
        params::BAND_WIDTH,
        times(
            "z",
            Text::new("Z-score", "Z-점수"),
            Text::new(
                "How many deviations the close must lie from its mean.",
                "종가가 평균에서 표준편차의 몇 배 넘게 떨어져야 하는지입니다.",
            ),
            [0.5, 5.0, 2.0, 0.1],
        ),
        bars(
            "rsi",
            Text::new("RSI period", "RSI 기간"),
            Text::new("Bars of the RSI.", "RSI의 기간입니다."),
            [2, 100, 14],
        ),
        Param::number(
            "oversold",
            Text::new("Buy below", "과매도 기준"),
            Text::new(
                "The RSI must be below this; shorts need it above 100 minus this.",
                "RSI가 이 값보다 낮아야 합니다. 공매도는 100에서 뺀 값보다 높아야 합니다.",
            ),
            [1.0, 50.0, 40.0, 1.0],
        ),
        times(
            "volume",
            Text::new("Volume", "거래량"),
            Text::new(
                "The volume must be above so many times its mean; 0 asks for none.",
                "거래량이 평균의 이 배수를 넘어야 합니다. 0이면 보지 않습니다.",
            ),
            [0.0, 10.0, 1.2, 0.1],
        ),
        stop(2.0),
        target(1.5),
        percent(
            "risk",
            Text::new("Risk a trade", "거래당 위험"),
            Text::new(
                "Share of the account a trade of full conviction loses at its stop.",
                "확신도가 최대일 때 손절하면 잃는 계좌 비율입니다.",
            ),
            [0.1, 10.0, 1.0, 0.1],
        ),
        SHORTS,
    ],
    fill: FillPolicy::NextOpen,
    needs: Needs::NOTHING,
    plan,
};

fn plan(params: &Params) -> Result<Plan, ParamError> {
    let (period, width) = (params.number("period"), params.number("width"));
    let bands = indicator("bbands")
        .with("period", period)
        .with("up", width)
        .with("down", width);
    let [upper, middle, lower] =
        ["upper", "middle", "lower"].map(|band| bands.clone().output(band));
    let far = params.number("z");
    let z = indicator("zscore").of(close()).with("period", period);
    let rsi = close().rsi(params.whole("rsi"));
    let oversold = params.number("oversold");
    let usual = volume().sma(params.whole("period")) * params.number("volume");
    let busy = || volume().above(usual.clone());
    let cheap = close()
        .below(lower)
        .and(z.clone().below(-far))
        .and(rsi.clone().below(oversold))
        .and(busy());
    let back = |held: fn(Box<Exit>) -> Exit, back: Cond| held(Box::new(Exit::Signal(back)));
    let mut plan = Plan::long(cheap, EntryOrder::Market)
        .exit(back(Exit::Long, close().at_least(middle.clone())));
    if params.is_on("shorts") {
        let dear = close()
            .above(upper)
            .and(z.clone().above(far))
            .and(rsi.above(100.0 - oversold))
            .and(busy());
        plan = plan
            .enter(Direction::Short, dear, EntryOrder::Market)
            .exit(back(Exit::Short, close().at_most(middle)));
    }
    let plan = take_profit(plan.stop_loss(params.number("stop")), params);
    let conviction = z.changed(Change::Absolute) / (1.5 * far);
    Ok(Plan {
        weight: Some(conviction.min(Node::Number(1.0))),
        sizing: Some(Sizing::Risk {
            fraction: params::share(params.number("risk")),
        }),
        ..plan
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Distance;
    use crate::by_hand::{Wanted, plan, wishes};

    /// Four bars: after three equal closes a move to the fourth has a z-score of √3 whatever its size.
    fn bars(last: f64, volume: f64) -> Vec<[f64; 5]> {
        let calm = [100.0, 100.0, 100.0, 100.0, 1.0];
        let moved = [last, last, last, last, volume];
        vec![calm, calm, calm, calm, moved, calm]
    }

    const SET: [(&str, f64); 6] = [
        ("period", 4.0),
        ("width", 1.5),
        ("z", 1.7),
        ("rsi", 2.0),
        ("oversold", 40.0),
        ("shorts", 1.0),
    ];

    #[test]
    fn buys_the_fall_on_volume_and_leaves_at_the_middle() {
        // Volume 2 against a mean of 5 ÷ 4 = 1.25, times 1.2 = 1.5. Mean close after the fall 97.5, then 97.5 again.
        let fall = wishes(&STRATEGY, &SET, &bars(90.0, 2.0));
        let buys: Vec<_> = fall.iter().map(|wish| wish.buy).collect();
        let market = Some(Wanted::Market);
        assert_eq!(buys, [None, None, None, None, market, None]);
        assert!(!fall[4].sell && fall[5].sell && fall[4].short.is_none());
        // √3 ÷ (1.5 · 1.7) = 0.6792.
        assert!((fall[4].weight.unwrap() - 0.6792).abs() < 1e-4);
        // Volume 1.4 against 1.2 · 1.1 = 1.32 is enough, 1.2 against 1.2 · 1.05 = 1.26 isn't.
        assert_eq!(
            wishes(&STRATEGY, &SET, &bars(90.0, 1.4))[4].buy,
            Some(Wanted::Market)
        );
        assert_eq!(wishes(&STRATEGY, &SET, &bars(90.0, 1.2))[4].buy, None);
        // A z-score of 1.74 can't be had from four bars.
        let mut far = SET;
        far[2].1 = 1.74;
        assert_eq!(wishes(&STRATEGY, &far, &bars(90.0, 2.0))[4].buy, None);
    }

    #[test]
    fn shorts_the_mirror_image() {
        let rise = wishes(&STRATEGY, &SET, &bars(110.0, 2.0));
        assert_eq!(rise[4].short, Some(Wanted::Market));
        assert!(rise[4].buy.is_none() && !rise[4].cover && rise[5].cover);
        let long_only = wishes(&STRATEGY, &SET[..5], &bars(110.0, 2.0));
        assert_eq!(long_only[4].short, None);
    }

    #[test]
    fn the_rsi_must_be_low_enough_and_for_shorts_high_enough() {
        // Wilder's averages over two changes: 10 lost and none won after −20 and 0, then 5 and none after 0, then 2.5 and 5
        // after a rise of 10, an RSI of 66.7. The mirror image has 33.3.
        let last = |first: f64, last: f64, oversold: f64| {
            let mut bars = bars(last, 2.0);
            bars[0] = [first, first, first, first, 1.0];
            let mut set = SET;
            set[4].1 = oversold;
            wishes(&STRATEGY, &set, &bars)[4]
        };
        assert!(last(120.0, 110.0, 34.0).short.is_some());
        assert!(last(120.0, 110.0, 33.0).short.is_none());
        assert!(last(80.0, 90.0, 34.0).buy.is_some());
        assert!(last(80.0, 90.0, 33.0).buy.is_none());
    }

    #[test]
    fn the_target_is_one_and_a_half_times_the_stop() {
        let exits = plan(&STRATEGY, &[]).exits;
        assert!(exits.contains(&Exit::Stop(Distance::Percent(2.0))));
        assert!(exits.contains(&Exit::target(Distance::R(1.5))));
        let none = plan(&STRATEGY, &[("target", 0.0)]).exits;
        assert_eq!(none.len(), 2);
    }
}
