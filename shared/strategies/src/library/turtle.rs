//! Turtle: breaks of the 20-bar channel, grown every half true range and left at the 10-bar channel.

use crate::params::{SHORTS, bars, percent, times};
use crate::{
    Cond, Distance, EntryOrder, Exit, Needs, Node, Param, ParamError, Plan, Strategy, params,
};
use domain::plan::{AddSize, AddWhen, Adds, Direction, TrailBy, indicator};
use domain::{FillPolicy, Params, Sizing, Text};

/// System 1 without its rule of skipping a break after a winner. N is the average true range; the stop of the whole position lies 2 N from
/// the last price it was grown at, the channel of the exit is a stop of its own. Here each unit loses the chosen share of the account at
/// its stop, where the Turtles let one N be 1 % and so the stop 2 %. With shorts a break against the position turns it, should
/// that come before the exit channel. Source: Faith, "Way of the Turtle", 2007.
pub static STRATEGY: Strategy = Strategy {
    id: "turtle",
    name: Text::new("Turtle", "터틀"),
    about: Text::new(
        "Waits with a stop order at the end of the channel, adds a unit every half true range in its favour, and leaves at a stop of two true ranges or at the shorter channel.",
        "채널 돌파에 스탑 주문을 걸고, ATR의 절반만큼 유리하게 갈 때마다 한 단위씩 늘리며, ATR 2배 손절이나 짧은 채널 이탈에서 청산합니다.",
    ),
    params: &[
        bars(
            "entry",
            Text::new("Entry channel", "진입 채널"),
            Text::new(
                "Bars whose highest high is the level, for shorts their lowest low.",
                "이 봉들의 최고가가 진입 가격입니다. 공매도는 최저가입니다.",
            ),
            [2, 300, 20],
        ),
        bars(
            "exit",
            Text::new("Exit channel", "청산 채널"),
            Text::new(
                "Bars whose lowest low the position leaves at, for shorts their highest high.",
                "이 봉들의 최저가에서 청산합니다. 공매도는 최고가입니다.",
            ),
            [2, 300, 10],
        ),
        bars(
            "period",
            Text::new("ATR period", "ATR 기간"),
            Text::new(
                "Bars of the average true range N.",
                "변동성 단위 N이 되는 ATR의 기간입니다.",
            ),
            [2, 200, 20],
        ),
        times(
            "stop_atr",
            Text::new("Stop (ATR)", "손절 (ATR)"),
            Text::new(
                "How many true ranges the stop lies from the last entry.",
                "마지막 진입가에서 ATR의 몇 배 떨어진 곳에 손절을 두는지입니다.",
            ),
            [0.25, 10.0, 2.0, 0.25],
        ),
        times(
            "step",
            Text::new("Add every (ATR)", "추가 간격 (ATR)"),
            Text::new(
                "A unit is added after each gain of so many true ranges.",
                "ATR의 이 배수만큼 유리하게 갈 때마다 한 단위를 더합니다.",
            ),
            [0.1, 5.0, 0.5, 0.1],
        ),
        Param::whole(
            "adds",
            Text::new("Most adds", "최대 추가 횟수"),
            Text::new(
                "How many units are added at most; 0 is none.",
                "최대 몇 단위까지 더하는지입니다. 0이면 더하지 않습니다.",
            ),
            [0, 20, 3],
        ),
        percent(
            "risk",
            Text::new("Risk a unit", "단위당 위험"),
            Text::new(
                "Share of the account a unit loses at its stop.",
                "한 단위가 손절될 때 잃는 계좌 비율입니다.",
            ),
            [0.1, 10.0, 1.0, 0.1],
        ),
        SHORTS,
        params::STOP_LOSS,
    ],
    fill: FillPolicy::Touch,
    needs: Needs::NOTHING,
    plan,
};

fn plan(params: &Params) -> Result<Plan, ParamError> {
    let end = |bars: &str, output: &str| -> Node {
        indicator("donchian")
            .with("period", params.number(bars))
            .output(output)
    };
    let ranges = |times: &str| Distance::Atr {
        period: params.whole("period") as u32,
        times: params.number(times),
    };
    let follow = |level| Box::new(Exit::trail(TrailBy::Price(level)));
    let mut plan = Plan::long(Cond::Always, EntryOrder::Stop(end("entry", "upper")))
        .exit(Exit::Long(follow(end("exit", "lower"))));
    if params.is_on("shorts") {
        let level = EntryOrder::Stop(end("entry", "lower"));
        plan = plan
            .enter(Direction::Short, Cond::Always, level)
            .exit(Exit::Short(follow(end("exit", "upper"))));
    }
    let most = params.whole("adds") as u32;
    let adds = Adds {
        most,
        when: AddWhen::Gain(ranges("step")),
        scale: 1.0,
        size: AddSize::Units,
        from_last: true,
    };
    let plan = plan
        .exit(Exit::Stop(ranges("stop_atr")))
        .stop_loss(params.number("stop"));
    Ok(Plan {
        reverse: params.is_on("shorts"),
        adds: Some(adds).filter(|_| most > 0),
        sizing: Some(Sizing::Risk {
            fraction: params::share(params.number("risk")),
        }),
        ..plan
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::by_hand::{Wanted, plan, wishes};

    const BARS: [[f64; 5]; 4] = [
        [10.0, 12.0, 9.0, 11.0, 1.0],
        [11.0, 13.0, 10.0, 12.0, 1.0],
        [12.0, 12.5, 11.0, 11.5, 1.0],
        [11.0, 11.0, 9.5, 9.5, 1.0],
    ];

    #[test]
    fn orders_wait_at_the_ends_of_the_channel() {
        let set = [("entry", 2.0), ("shorts", 1.0)];
        let wishes = wishes(&STRATEGY, &set, &BARS);
        let orders: Vec<_> = wishes.iter().map(|wish| (wish.buy, wish.short)).collect();
        let at = |high, low| (Some(Wanted::Stop(high)), Some(Wanted::Stop(low)));
        assert_eq!(
            orders,
            [(None, None), at(13.0, 9.0), at(13.0, 10.0), at(12.5, 9.5)]
        );
        let long_only = crate::by_hand::wishes(&STRATEGY, &set[..1], &BARS);
        assert!(long_only.iter().all(|wish| wish.short.is_none()));
    }

    #[test]
    fn a_position_grows_by_half_a_range_and_stands_two_ranges_from_its_last_price() {
        let long = plan(&STRATEGY, &[]);
        let ranges = |times| Distance::Atr { period: 20, times };
        let exit = indicator("donchian").with("period", 10.0).output("lower");
        assert_eq!(
            long.exits,
            [
                Exit::Long(Box::new(Exit::trail(TrailBy::Price(exit)))),
                Exit::Stop(ranges(2.0)),
            ]
        );
        let adds = long.adds.unwrap();
        assert_eq!(
            (adds.most, adds.when, adds.scale, adds.from_last),
            (3, AddWhen::Gain(ranges(0.5)), 1.0, true)
        );
        let Some(Sizing::Risk { fraction }) = long.sizing else {
            panic!("sized by risk");
        };
        assert_eq!((fraction.get(), long.reverse), (0.01, false));
        let both = plan(&STRATEGY, &[("shorts", 1.0), ("adds", 0.0)]);
        assert!(both.reverse && both.adds.is_none() && both.entries.len() == 2);
    }
}
