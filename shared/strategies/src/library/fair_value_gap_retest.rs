//! Fair value gap retest: waits with a limit order where a fast move left prices untraded, in the direction of the trend.

use crate::params::{SHORTS, bars, take_profit, target, times};
use crate::{
    Cond, Distance, EntryOrder, Exit, Needs, Node, Param, ParamError, Plan, Strategy, params,
};
use domain::plan::{Direction, close, indicator};
use domain::{FillPolicy, Params, Text};

/// A gap is known when its third candle has closed; the order waits from then on at the edge the price would meet first, or at its middle,
/// in the nearest gap not reached yet, as long as a gap of that direction was made in the last bars and the trend still holds. The stop
/// lies beyond the far edge by a share of the average true range. Gaps are those of the library smartmoneyconcepts.
pub static STRATEGY: Strategy = Strategy {
    id: "fair_value_gap_retest",
    name: Text::new("Fair value gap retest", "공정가치갭 되돌림 (FVG)"),
    about: Text::new(
        "In a rising market, a limit order waits at the top or the middle of the last bullish fair value gap, with a stop under the gap and a target in multiples of it.",
        "상승 추세에서 최근 상승 FVG의 상단이나 중간에 지정가 매수를 걸고, 갭 아래에 손절을, 손절 폭의 몇 배에 목표를 둡니다.",
    ),
    params: &[
        Param::choice(
            "level",
            Text::new("Order at", "주문 위치"),
            Text::new(
                "Where in the gap the order waits.",
                "갭의 어느 가격에 주문을 둘지 정합니다.",
            ),
            &[
                ("edge", Text::new("nearer edge", "가까운 쪽 끝")),
                ("middle", Text::new("middle", "중간")),
            ],
        ),
        times(
            "size",
            Text::new("Smallest gap (ATR)", "최소 갭 크기 (ATR)"),
            Text::new(
                "Smaller gaps are left out, in average true ranges.",
                "이보다 작은 갭은 무시합니다(ATR 배수).",
            ),
            [0.0, 5.0, 0.5, 0.05],
        ),
        bars(
            "age",
            Text::new("Lives for", "유효 기간"),
            Text::new(
                "For how many bars the order waits after a gap.",
                "갭이 생긴 뒤 몇 봉 동안 기다리는지입니다.",
            ),
            [1, 500, 20],
        ),
        bars(
            "trend",
            Text::new("Trend period", "추세 기간"),
            Text::new(
                "The close must be above its exponential average of so many bars, for shorts below.",
                "종가가 이 기간의 지수이동평균 위에 있어야 합니다. 공매도는 아래입니다.",
            ),
            [2, 500, 50],
        ),
        params::RANGE_PERIOD,
        params::stop_beyond(
            Text::new(
                "How many true ranges the stop lies beyond the far edge.",
                "갭의 먼 쪽 끝에서 ATR의 몇 배 더 떨어진 곳에 손절을 두는지입니다.",
            ),
            1.0,
        ),
        target(2.0),
        SHORTS,
        params::STOP_LOSS,
    ],
    fill: FillPolicy::Touch,
    needs: Needs::NOTHING,
    plan,
};

fn plan(params: &Params) -> Result<Plan, ParamError> {
    const EDGE: usize = 0;
    // A gap is over once the order's price was traded.
    const HALF: f64 = 1.0;
    const TOUCHED: f64 = 2.0;
    let at_edge = params.whole("level") == EDGE;
    let period = params.number("period");
    let gap = indicator("fair_value_gap")
        .with("min_size", params.number("size"))
        .with("mitigation", if at_edge { TOUCHED } else { HALF })
        .with("atr", period);
    let of = |output: &str| gap.clone().output(output);
    let order = |near: &str, far: &str| {
        let middle = (of(near) + of(far)) * 0.5;
        EntryOrder::Limit(if at_edge { of(near) } else { middle })
    };
    let recent = |new: Cond| new.within(params.whole("age"));
    let trend = close().ema(params.whole("trend"));
    let room = indicator("atr").with("period", period) * params.number("buffer");
    let stop = |level: Node| Box::new(Exit::Stop(Distance::Price(level)));
    let rising = recent(of("new").above(0.5)).and(close().above(trend.clone()));
    let mut plan = Plan::long(rising, order("bull_top", "bull_bottom"))
        .exit(Exit::Long(stop(of("bull_bottom") - room.clone())));
    if params.is_on("shorts") {
        let falling = recent(of("new").below(-0.5)).and(close().below(trend));
        plan = plan
            .enter(Direction::Short, falling, order("bear_bottom", "bear_top"))
            .exit(Exit::Short(stop(of("bear_top") + room)));
    }
    Ok(take_profit(plan, params).stop_loss(params.number("stop")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::by_hand::{Wanted, plan, wishes};

    /// Rows 1 to 3 leave the prices from 101 to 104 untraded; row 4 stays above, row 5 reaches to 103, row 6 to 102.
    const RISE: [[f64; 5]; 7] = [
        [100.0, 101.0, 99.0, 100.0, 1.0],
        [100.0, 101.0, 99.0, 100.0, 1.0],
        [100.0, 106.0, 100.0, 106.0, 1.0],
        [106.0, 108.0, 104.0, 107.0, 1.0],
        [107.0, 108.0, 105.0, 107.0, 1.0],
        [107.0, 107.5, 103.0, 107.0, 1.0],
        [107.0, 107.5, 102.0, 106.0, 1.0],
    ];
    const SET: [(&str, f64); 6] = [
        ("size", 0.0),
        ("trend", 2.0),
        ("period", 2.0),
        ("age", 3.0),
        ("buffer", 0.5),
        ("shorts", 1.0),
    ];

    /// The same upside down around 200.
    fn fall() -> Vec<[f64; 5]> {
        let mirrored = |[open, high, low, close, volume]: [f64; 5]| {
            [
                200.0 - open,
                200.0 - low,
                200.0 - high,
                200.0 - close,
                volume,
            ]
        };
        RISE.map(mirrored).to_vec()
    }

    #[test]
    fn waits_at_the_edge_until_it_is_touched() {
        let got = wishes(&STRATEGY, &SET, &RISE);
        let limit = |level| Some(Wanted::Limit(level));
        let buys: Vec<_> = got.iter().map(|wish| wish.buy).collect();
        // The average with a weight of ⅔: 106, 106.67 and 106.89 at rows 3 to 5, below the closes of 107. Row 5 touches the gap.
        assert_eq!(buys[..3], [None; 3]);
        assert_eq!(buys[3..], [limit(104.0), limit(104.0), None, None]);
        // True ranges from row 1 on: 2, 6 and 4. Their average is (2 + 6) ÷ 2 = 4, then (4 + 4) ÷ 2 = 4: 101 − 0.5 · 4.
        assert_eq!(got[3].long_stop, Some(99.0));
        let falling = wishes(&STRATEGY, &SET, &fall());
        assert_eq!(
            (falling[3].short, falling[3].short_stop),
            (limit(96.0), Some(101.0))
        );
        let long_only = wishes(&STRATEGY, &SET[..5], &fall());
        assert!(long_only.iter().all(|wish| wish.short.is_none()));
    }

    #[test]
    fn the_middle_waits_longer_and_the_order_does_not_live_for_ever() {
        let mut set = SET.to_vec();
        set.extend([("level", 1.0)]);
        set[1].1 = 5.0;
        // The middle of 101 and 104 is not reached by 103, which fills a third, but by 102.
        let limit = Some(Wanted::Limit(102.5));
        let buys = |set: &[(&str, f64)]| -> Vec<_> {
            let got = wishes(&STRATEGY, set, &RISE);
            got.iter().map(|wish| wish.buy).collect()
        };
        // An average over five bars is known from row 4 on: 104, 105 and 105.33 are all below the closes.
        assert_eq!(buys(&set)[3..], [None, limit, limit, None]);
        set[3].1 = 2.0;
        assert_eq!(buys(&set)[3..], [None, limit, None, None]);
    }

    #[test]
    fn the_target_is_twice_the_risk() {
        let exits = plan(&STRATEGY, &[]).exits;
        assert!(exits.contains(&Exit::target(Distance::R(2.0))));
    }
}
