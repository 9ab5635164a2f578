//! Scaled breakout: a volatility breakout that asks for more in a wild market and buys less of it.

use crate::params::{bars, percent, times};
use crate::{Cond, EntryOrder, Exit, Needs, Node, ParamError, Plan, Strategy, params};
use domain::plan::{close, high, indicator, low, next_open};
use domain::{FillPolicy, Params, Text};

/// k is scaled by where the average true range in percent of the price stands among its last values: the lowest third 0.8 × k, the
/// middle k, the highest third 1.3 × k. An entry is weighted by min(1, target volatility ÷ previous range in percent of the close), as
/// in the Korean breakout portfolios.
pub static STRATEGY: Strategy = Strategy {
    id: "scaled_breakout",
    name: Text::new("Volatility-scaled breakout", "변동성 조절 돌파"),
    about: Text::new(
        "A buy stop waits at open + k × the previous range, with a smaller k in calm and a larger k in wild markets and a smaller position after wide bars; sells at the next open.",
        "시가 + k × 직전 변동폭에서 사되, 잠잠한 장에서는 k를 줄이고 거친 장에서는 늘리며, 변동폭이 큰 봉 뒤에는 적게 삽니다. 다음 시가에 팝니다.",
    ),
    params: &[
        params::BREAKOUT_SHARE,
        bars(
            "period",
            Text::new("ATR period", "ATR 기간"),
            Text::new(
                "Bars of the average true range.",
                "변동성을 재는 ATR의 기간입니다.",
            ),
            [2, 100, 14],
        ),
        bars(
            "lookback",
            Text::new("Lookback", "비교 구간"),
            Text::new(
                "With how many earlier values it is compared.",
                "이전 변동성 몇 개와 비교하는지입니다.",
            ),
            [2, 500, 100],
        ),
        percent(
            "calm_below",
            Text::new("Calm up to", "저변동 기준"),
            Text::new(
                "A percentile up to this is a calm market.",
                "백분위가 이 값 이하이면 잠잠한 장으로 봅니다.",
            ),
            [0.0, 50.0, 33.0, 1.0],
        ),
        percent(
            "wild_above",
            Text::new("Wild above", "고변동 기준"),
            Text::new(
                "A percentile above this is a wild market.",
                "백분위가 이 값을 넘으면 거친 장으로 봅니다.",
            ),
            [50.0, 100.0, 67.0, 1.0],
        ),
        times(
            "calm",
            Text::new("Calm factor", "저변동 배율"),
            Text::new(
                "k is multiplied by this in a calm market.",
                "잠잠한 장에서 k에 곱하는 값입니다.",
            ),
            [0.1, 3.0, 0.8, 0.05],
        ),
        times(
            "wild",
            Text::new("Wild factor", "고변동 배율"),
            Text::new(
                "k is multiplied by this in a wild market.",
                "거친 장에서 k에 곱하는 값입니다.",
            ),
            [0.1, 3.0, 1.3, 0.05],
        ),
        percent(
            "volatility",
            Text::new("Target volatility", "목표 변동성"),
            Text::new(
                "A bar whose range is wider than this share of its close makes the next position smaller.",
                "직전 봉의 변동폭이 종가의 이 비율보다 크면 그만큼 적게 삽니다.",
            ),
            [0.1, 50.0, 2.0, 0.1],
        ),
        params::TREND_FILTER,
        params::TREND_PERIOD,
        params::STOP_LOSS,
    ],
    fill: FillPolicy::Touch,
    needs: Needs::NOTHING,
    plan,
};

fn plan(params: &Params) -> Result<Plan, ParamError> {
    let (k, volatility) = (params.number("k"), params.number("volatility"));
    let percentile = indicator("rank")
        .of(indicator("natr").with("period", params.number("period")))
        .with("period", params.number("lookback"));
    let k = Node::Number(k * params.number("calm")).when(
        percentile.clone().at_most(params.number("calm_below")),
        Node::Number(k * params.number("wild")).when(
            percentile.above(params.number("wild_above")),
            Node::Number(k),
        ),
    );
    let range = high() - low();
    let when = Cond::Always.and_if(params.is_on("trend"), || {
        close().above(close().sma(params.whole("trend_period")))
    });
    let plan = Plan::long(when, EntryOrder::Stop(next_open() + range.clone() * k))
        .exit(Exit::AfterBars(1))
        .stop_loss(params.number("stop"));
    let weight = Node::Number(volatility) / (range / close() * 100.0);
    Ok(Plan {
        weight: Some(weight.min(1.0)),
        ..plan
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::by_hand::{Wanted, wishes};

    #[test]
    fn k_grows_and_the_position_shrinks_with_the_range() {
        // All closes are 100, so an average true range over two bars is the mean of the last two ranges, once two are there.
        let bar = |range: f64| [100.0, 100.0 + range / 2.0, 100.0 - range / 2.0, 100.0, 1.0];
        let ranges = [2.0, 2.0, 4.0, 8.0, 2.0, 4.0];
        let set = [
            ("period", 2.0),
            ("lookback", 2.0),
            ("calm_below", 40.0),
            ("wild_above", 60.0),
            ("volatility", 4.0),
            ("trend", 0.0),
        ];
        let wishes = wishes(&STRATEGY, &set, &ranges.map(bar));
        // Wilder's averages: 3 at row 2, 5.5, 3.75, 3.875. Ranks among the two before: row 4 one of two is below (50),
        // row 5 one of two (50): the middle.
        let levels: Vec<_> = wishes.iter().map(|wish| wish.buy).collect();
        assert_eq!(levels[..4], [None; 4]);
        assert_eq!(levels[4], Some(Wanted::Stop(101.0)));
        assert_eq!(levels[5], Some(Wanted::Stop(102.0)));
        let weights: Vec<_> = wishes.iter().map(|wish| wish.weight.unwrap()).collect();
        assert_eq!(weights, [1.0, 1.0, 1.0, 0.5, 1.0, 1.0]);
    }

    #[test]
    fn a_market_wilder_than_before_asks_for_more() {
        let bar = |range: f64| [100.0, 100.0 + range / 2.0, 100.0 - range / 2.0, 100.0, 1.0];
        let set = [("period", 2.0), ("lookback", 2.0), ("trend", 0.0)];
        // Averages 2, 2, 3, 5.5: above both before, 1.3 · 0.5 · 8 = 5.2 over the open.
        let rising = wishes(&STRATEGY, &set, &[2.0, 2.0, 2.0, 4.0, 8.0].map(bar));
        let Some(Wanted::Stop(level)) = rising[4].buy else {
            panic!("{:?}", rising[4]);
        };
        assert!((level - 105.2).abs() < 1e-9);
        // Averages 8, 8, 5, 3.5: below both before, 0.8 · 0.5 · 2 = 0.8 over the open.
        let falling = wishes(&STRATEGY, &set, &[8.0, 8.0, 8.0, 2.0, 2.0].map(bar));
        let Some(Wanted::Stop(level)) = falling[4].buy else {
            panic!("{:?}", falling[4]);
        };
        assert!((level - 100.8).abs() < 1e-9);
    }
}
