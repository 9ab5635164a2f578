//! Grid: buys more at each step down and sells all of it a little above the average price.

use crate::params::{percent, times};
use crate::{Cond, Distance, EntryOrder, Exit, Needs, Param, ParamError, Plan, Strategy, params};
use domain::plan::{AddSize, AddWhen, Adds};
use domain::{FillPolicy, Params, Sizing, Text};

/// A ladder of limit orders below the last purchase. The first purchase is sized so that the whole ladder fits into the symbol's slot:
/// 1 ÷ (1 + s + s² + … ) of it, s being the size of each step by the one before. It has no stop unless one is set, so a long fall is
/// held to its end; that is the rule's nature.
pub static STRATEGY: Strategy = Strategy {
    id: "grid",
    name: Text::new("Grid", "그리드 (물타기)"),
    about: Text::new(
        "Buys at the market, buys again each time the price falls by a step, and sells everything at a target above the average price.",
        "시장가로 산 뒤 가격이 일정 비율 내릴 때마다 더 사고, 평균 단가보다 목표만큼 오르면 전부 팝니다.",
    ),
    params: &[
        percent(
            "step",
            Text::new("Step down", "추가 매수 간격"),
            Text::new(
                "Buy again this far below the last purchase.",
                "마지막 매수가보다 이만큼 내리면 더 삽니다.",
            ),
            [0.1, 50.0, 3.0, 0.1],
        ),
        Param::whole(
            "adds",
            Text::new("Most adds", "최대 추가 횟수"),
            Text::new(
                "How often it buys again at most.",
                "최대 몇 번까지 더 사는지입니다.",
            ),
            [1, 50, 5],
        ),
        times(
            "scale",
            Text::new("Size of a step", "수량 배율"),
            Text::new(
                "Each purchase buys so many times the units of the one before.",
                "매번 직전 매수 수량의 몇 배를 사는지입니다.",
            ),
            [0.5, 3.0, 1.0, 0.1],
        ),
        percent(
            "target",
            Text::new("Target", "목표 수익"),
            Text::new(
                "Sell everything this far above the average price.",
                "평균 단가보다 이만큼 오르면 전부 팝니다.",
            ),
            [0.1, 100.0, 3.0, 0.1],
        ),
        params::STOP_LOSS,
    ],
    fill: FillPolicy::Touch,
    needs: Needs::NOTHING,
    plan,
};

fn plan(params: &Params) -> Result<Plan, ParamError> {
    let (most, scale) = (params.whole("adds"), params.number("scale"));
    let ladder = std::iter::successors(Some(1.0), |size| Some(size * scale));
    let whole: f64 = ladder.take(most + 1).sum();
    let plan = Plan::long(Cond::Always, EntryOrder::Market)
        .exit(Exit::target(Distance::Percent(params.number("target"))))
        .stop_loss(params.number("stop"));
    Ok(Plan {
        adds: Some(Adds {
            most: most as u32,
            when: AddWhen::Loss(Distance::Percent(params.number("step"))),
            scale,
            size: AddSize::Units,
            from_last: false,
        }),
        sizing: Some(Sizing::EqualSlots {
            fraction: params::share(100.0 / whole),
        }),
        ..plan
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::by_hand::plan;

    fn first_share(set: &[(&str, f64)]) -> f64 {
        match plan(&STRATEGY, set).sizing {
            Some(Sizing::EqualSlots { fraction }) => fraction.get(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_whole_ladder_fits_into_the_slot() {
        // Three purchases of one size, then of sizes 1, 2 and 4.
        assert!((first_share(&[("adds", 2.0)]) - 1.0 / 3.0).abs() < 1e-12);
        let doubled = first_share(&[("adds", 2.0), ("scale", 2.0)]);
        assert!((doubled - 1.0 / 7.0).abs() < 1e-12);
    }

    #[test]
    fn steps_count_from_the_last_purchase_and_the_target_from_the_average() {
        let plan = plan(&STRATEGY, &[("step", 4.0), ("target", 2.5)]);
        let adds = plan.adds.unwrap();
        assert_eq!(adds.when, AddWhen::Loss(Distance::Percent(4.0)));
        assert_eq!((adds.most, adds.from_last), (5, false));
        assert_eq!(plan.exits, [Exit::target(Distance::Percent(2.5))]);
    }
}
