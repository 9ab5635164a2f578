//! Volatility breakout: buy when the price leaves the open by a share of the previous bar's range, sell at the next open.

use crate::params::{bars, switch, times};
use crate::{Cond, EntryOrder, Exit, Needs, Node, Param, ParamError, Plan, Strategy, params};
use domain::plan::{close, high, indicator, low, next_open};
use domain::{FillPolicy, Params, Text};

/// target = open + k × (previous high − previous low), after Larry Williams (1999). The open is today's, range,
/// trend and noise are of closed bars, so every number is known when the order is placed.
///
/// k is a number, or the mean noise ratio of the last closed bars as Korean traders have it, or the mean of its complement,
/// the efficiency, which some code calls noise; the filter of calming noise compares the same measure over two lengths.
pub static STRATEGY: Strategy = Strategy {
    id: "volatility_breakout",
    name: Text::new("Volatility breakout", "변동성 돌파"),
    about: Text::new(
        "Each bar, a buy stop waits at open + k × the previous bar's range; what it bought is sold at the next open, or once a close falls below its average.",
        "매 봉마다 시가 + k × 직전 봉의 변동폭에 매수 스탑을 두고, 체결되면 다음 봉 시가에 팔거나 종가가 이동평균 아래로 내려간 뒤에 팝니다.",
    ),
    params: &[
        params::BREAKOUT_SHARE,
        params::TREND_FILTER,
        params::TREND_PERIOD,
        switch(
            "noise",
            Text::new("Noise filter", "노이즈 필터"),
            Text::new(
                "Trade only when recent bars ran straight enough.",
                "최근 봉들이 충분히 곧게 움직였을 때만 거래합니다.",
            ),
            false,
        ),
        bars(
            "noise_period",
            Text::new("Noise period", "노이즈 기간"),
            Text::new(
                "Bars over which the noise ratio is averaged.",
                "노이즈 비율을 평균 내는 봉 수입니다.",
            ),
            [1, 100, 20],
        ),
        times(
            "max_noise",
            Text::new("Highest noise", "최대 노이즈"),
            Text::new(
                "0 is a straight move, 1 a bar that ended where it began.",
                "0은 한 방향 움직임, 1은 제자리로 돌아온 봉입니다.",
            ),
            [0.1, 1.0, 0.6, 0.05],
        ),
        Param::choice(
            "k_from",
            Text::new("k from", "k 결정 방식"),
            Text::new(
                "Take k as it is, or the mean noise or efficiency of the last closed bars instead of it.",
                "k를 그대로 쓰거나, 대신 최근 마감 봉들의 평균 노이즈 또는 평균 효율을 k로 씁니다.",
            ),
            &[
                ("fixed", Text::new("the number above", "고정값")),
                ("noise", Text::new("mean noise", "평균 노이즈")),
                ("efficiency", Text::new("mean efficiency", "평균 효율")),
            ],
        ),
        bars(
            "short_noise",
            Text::new("Short noise length", "단기 노이즈 기간"),
            Text::new(
                "Closed bars of the mean that may stand for k.",
                "k로 쓸 수 있는 평균의 마감 봉 수입니다.",
            ),
            [1, 100, 4],
        ),
        switch(
            "calming",
            Text::new("Calming filter", "노이즈 감소 필터"),
            Text::new(
                "Trade only when the mean noise of the short length is below that of the long one; with the efficiency as k, that is compared.",
                "단기 평균 노이즈가 장기보다 낮을 때만 거래합니다. k가 평균 효율이면 효율끼리 비교합니다.",
            ),
            false,
        ),
        bars(
            "long_noise",
            Text::new("Long noise length", "장기 노이즈 기간"),
            Text::new(
                "Bars of the long mean; must be above the short length while the calming filter is on.",
                "장기 평균의 봉 수입니다. 노이즈 감소 필터를 켜면 단기 기간보다 길어야 합니다.",
            ),
            [2, 200, 8],
        ),
        switch(
            "short_trend",
            Text::new("Short trend filter", "단기 추세 필터"),
            Text::new(
                "Trade only when the last close is above its short average.",
                "직전 종가가 단기 이동평균 위에 있을 때만 거래합니다.",
            ),
            false,
        ),
        bars(
            "short_period",
            Text::new("Short trend period", "단기 추세 기간"),
            Text::new(
                "Bars of the short average; the exit below the average uses it too.",
                "단기 이동평균의 봉 수입니다. 이동평균 이탈 청산에도 씁니다.",
            ),
            [2, 100, 5],
        ),
        Param::choice(
            "exit",
            Text::new("Exit", "청산"),
            Text::new(
                "Sell at the next open, or stay until a close falls below the short average.",
                "다음 봉 시가에 팔거나, 종가가 단기 이동평균 아래로 내려갈 때까지 보유합니다.",
            ),
            &[
                ("next_open", Text::new("next open", "다음 시가")),
                (
                    "average",
                    Text::new("close below the short average", "단기 이동평균 이탈"),
                ),
            ],
        ),
        params::STOP_LOSS,
    ],
    fill: FillPolicy::Touch,
    needs: Needs::NOTHING,
    plan,
};

fn plan(params: &Params) -> Result<Plan, ParamError> {
    const EFFICIENCY: usize = 2;
    let noise = indicator("noise");
    let measure = match params.whole("k_from") {
        EFFICIENCY => Node::Number(1.0) - noise.clone(),
        _ => noise.clone(),
    };
    let short_noise = measure.clone().sma(params.whole("short_noise"));
    let short_average = close().sma(params.whole("short_period"));
    let mut when = Cond::Always;
    if params.is_on("trend") {
        when = when.and(close().above(close().sma(params.whole("trend_period"))));
    }
    if params.is_on("noise") {
        let mean = noise.sma(params.whole("noise_period"));
        when = when.and(mean.below(params.number("max_noise")));
    }
    if params.is_on("short_trend") {
        when = when.and(close().above(short_average.clone()));
    }
    if params.is_on("calming") {
        let long = params.whole("long_noise");
        if params.whole("short_noise") >= long {
            return Err(ParamError::Relation {
                name: "short_noise",
                got: params.number("short_noise"),
                must: Text::new("below long_noise", "장기 노이즈 기간보다 짧은 값"),
            });
        }
        when = when.and(short_noise.clone().below(measure.sma(long)));
    }
    let k = match params.whole("k_from") {
        0 => Node::Number(params.number("k")),
        _ => short_noise,
    };
    let target = next_open() + (high() - low()) * k;
    let exit = match params.whole("exit") {
        0 => Exit::AfterBars(1),
        _ => Exit::Signal(close().below(short_average)),
    };
    Ok(Plan::long(when, EntryOrder::Stop(target))
        .exit(exit)
        .stop_loss(params.number("stop")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::by_hand::{Wanted, plan, rows, wishes};

    /// Noise: 1 − 4/10 = 0.6, 1 − 8/10 = 0.2, 1 − 2/10 = 0.8, each with a range of 10.
    const BARS: [[f64; 5]; 3] = [
        [100.0, 106.0, 96.0, 104.0, 1.0],
        [104.0, 113.0, 103.0, 112.0, 1.0],
        [112.0, 116.0, 106.0, 110.0, 1.0],
    ];

    fn buys(set: &[(&str, f64)]) -> Vec<Option<f64>> {
        let mut set = set.to_vec();
        set.push(("trend", 0.0));
        let level = |wanted| match wanted {
            Some(Wanted::Stop(level)) => Some(level),
            _ => None,
        };
        let wishes = wishes(&STRATEGY, &set, &BARS);
        wishes.iter().map(|wish| level(wish.buy)).collect()
    }

    fn near(got: &[Option<f64>], want: &[Option<f64>]) {
        let pairs = got.iter().zip(want);
        let same = |(got, want): (&Option<f64>, &Option<f64>)| match (got, want) {
            (Some(got), Some(want)) => (got - want).abs() < 1e-9,
            (got, want) => got == want,
        };
        assert!(
            got.len() == want.len() && pairs.into_iter().all(same),
            "{got:?}"
        );
    }

    #[test]
    fn the_target_is_the_open_and_a_share_of_the_range() {
        near(&buys(&[]), &[Some(109.0), Some(117.0), Some(115.0)]);
        near(
            &buys(&[("k", 1.0)]),
            &[Some(114.0), Some(122.0), Some(120.0)],
        );
    }

    #[test]
    fn k_may_be_the_mean_noise_or_the_mean_efficiency() {
        // Mean noise of two bars: 0.4, then 0.5. Mean efficiency: 0.6, then 0.5.
        let set = |from| [("k_from", from), ("short_noise", 2.0)];
        near(&buys(&set(1.0)), &[None, Some(116.0), Some(115.0)]);
        near(&buys(&set(2.0)), &[None, Some(118.0), Some(115.0)]);
    }

    #[test]
    fn the_filters_hold_back() {
        // Mean noise of two bars 0.4 and 0.5, of three 0.5333; of one bar 0.8 in the last row.
        let calming = |short| {
            [
                ("calming", 1.0),
                ("short_noise", short),
                ("long_noise", 3.0),
            ]
        };
        near(&buys(&calming(2.0)), &[None, None, Some(115.0)]);
        near(&buys(&calming(1.0)), &[None, None, None]);
        let noise = [("noise", 1.0), ("noise_period", 2.0), ("max_noise", 0.45)];
        near(&buys(&noise), &[None, Some(117.0), None]);
        // Means of two closes: 108, 111.
        let short = [("short_trend", 1.0), ("short_period", 2.0)];
        near(&buys(&short), &[None, Some(117.0), None]);
    }

    #[test]
    fn leaves_at_the_next_open_or_below_the_short_average() {
        assert_eq!(plan(&STRATEGY, &[]).exits, [Exit::AfterBars(1)]);
        let set = [("exit", 1.0), ("short_period", 2.0), ("stop", 3.0)];
        assert_eq!(rows(&wishes(&STRATEGY, &set, &BARS)).1, [2]);
        assert_eq!(plan(&STRATEGY, &set).exits.len(), 2);
    }
}
