//! Rank momentum: holds the symbols that rose most, as long as they stay among the best.

use crate::params::{bars, switch};
use crate::{Cond, EntryOrder, Needs, Node, Param, ParamError, Plan, Strategy, params};
use domain::plan::{Best, Hold, close};
use domain::{FillPolicy, Params, Sizing, Text};

/// Cross-sectional momentum with the absolute momentum of the same length: in by rank and gain, out by rank or loss. A run of one symbol
/// is plain time-series momentum. With rebalancing the shares are set right at each close where one is off by more than 5 % of the
/// account. Sources: Jegadeesh and Titman, 1993; Antonacci, "Dual Momentum Investing", 2014.
pub static STRATEGY: Strategy = Strategy {
    id: "rank_momentum",
    name: Text::new("Rank momentum", "순위 모멘텀"),
    about: Text::new(
        "Holds those symbols of the run with the highest return over the last bars that also rose; buys and sells at the next open when the ranking changes. Made for several symbols.",
        "최근 수익률 순위가 높고 실제로 오른 종목만 보유하며, 순위가 바뀌면 다음 시가에 사고팝니다. 여러 종목을 함께 돌릴 때 쓰는 전략입니다.",
    ),
    params: &[
        bars(
            "lookback",
            Text::new("Lookback", "비교 기간"),
            Text::new(
                "Over how many bars the return is measured.",
                "몇 봉 동안의 수익률로 순위를 매기는지입니다.",
            ),
            [1, 1000, 28],
        ),
        Param::whole(
            "top",
            Text::new("Hold the best", "보유 종목 수"),
            Text::new(
                "How many symbols are held at once; each gets an equal share of the account.",
                "동시에 보유할 종목 수입니다. 계좌를 같은 비율로 나눕니다.",
            ),
            [1, 50, 1],
        ),
        switch(
            "rebalance",
            Text::new("Rebalance", "리밸런싱"),
            Text::new(
                "Set the shares right again when they drift; the stop-loss isn't used then.",
                "비중이 어긋나면 다시 맞춥니다. 이때 손절은 쓰지 않습니다.",
            ),
            false,
        ),
        params::STOP_LOSS,
    ],
    fill: FillPolicy::NextOpen,
    needs: Needs::NOTHING,
    plan,
};

fn plan(params: &Params) -> Result<Plan, ParamError> {
    const TOLERANCE: f64 = 0.05;
    let gain = close() / close().lag(params.whole("lookback")) - 1.0;
    let top = params.number("top");
    let place = gain.clone().rank(Best::Highest);
    let best = place.clone().at_most(top).and(gain.clone().above(0.0));
    if params.is_on("rebalance") {
        let hold = Hold {
            when: place.above(0.0),
            share: Node::Number(1.0 / top).when(best, 0.0),
            tolerance: TOLERANCE,
        };
        return Ok(Plan {
            hold: Some(hold),
            ..Plan::default()
        });
    }
    let over = Cond::Any(vec![place.above(top), gain.at_most(0.0)]);
    let plan = Plan::long(best, EntryOrder::Market)
        .exit_when(over)
        .stop_loss(params.number("stop"));
    Ok(Plan {
        sizing: Some(Sizing::Equity {
            fraction: params::share(100.0 / top),
        }),
        ..plan
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::by_hand::{flat, plan, play, rows};
    use domain::{Timeframe, Ts};

    /// Returns over one bar, in percent: A 0, 10, −50, 20; B 5, 5, −10, 10; C 0, −10, −20, 30.
    fn wishes(set: &[(&str, f64)]) -> Vec<Vec<crate::by_hand::Wish>> {
        let a = flat(&[100.0, 100.0, 110.0, 55.0, 66.0]);
        let b = flat(&[100.0, 105.0, 110.25, 99.225, 109.1475]);
        let c = flat(&[100.0, 100.0, 90.0, 72.0, 93.6]);
        play(&plan(&STRATEGY, set), (Timeframe::Hour1, Ts(0)), &[a, b, c])
    }

    #[test]
    fn holds_the_best_that_rose() {
        let wishes = wishes(&[("lookback", 1.0)]);
        assert_eq!(rows(&wishes[0]), (vec![2], vec![1, 3, 4]));
        assert_eq!(rows(&wishes[1]), (vec![1], vec![2, 3, 4]));
        assert_eq!(rows(&wishes[2]), (vec![4], vec![1, 2, 3]));
    }

    #[test]
    fn two_share_the_account() {
        let set = [("lookback", 1.0), ("top", 2.0)];
        let wishes = wishes(&set);
        assert_eq!(rows(&wishes[0]), (vec![2, 4], vec![1, 3]));
        assert_eq!(rows(&wishes[1]), (vec![1, 2], vec![3, 4]));
        assert_eq!(rows(&wishes[2]), (vec![4], vec![1, 2, 3]));
        let Some(Sizing::Equity { fraction }) = plan(&STRATEGY, &set).sizing else {
            panic!("sized by equity");
        };
        assert_eq!(fraction.get(), 0.5);
    }

    #[test]
    fn rebalancing_holds_the_same_symbols_as_shares() {
        let wishes = wishes(&[("lookback", 1.0), ("top", 2.0), ("rebalance", 1.0)]);
        let shares =
            |symbol: usize| -> Vec<_> { wishes[symbol].iter().map(|wish| wish.share).collect() };
        let held = |share: f64| Some(share);
        assert_eq!(
            shares(0),
            [None, held(0.0), held(0.5), held(0.0), held(0.5)]
        );
        assert_eq!(
            shares(1),
            [None, held(0.5), held(0.5), held(0.0), held(0.0)]
        );
        assert_eq!(
            shares(2),
            [None, held(0.0), held(0.0), held(0.0), held(0.5)]
        );
    }
}
