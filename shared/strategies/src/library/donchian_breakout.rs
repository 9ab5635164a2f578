//! Donchian breakout: buys a new high of the last bars, sells a close below the recent lows.

use crate::{Cond, EntryOrder, Exit, Needs, ParamError, Plan, Strategy, params};
use domain::plan::{Node, close, indicator};
use domain::{FillPolicy, Params, Text};

/// The entry of the turtles without their pyramid: a buy stop at the highest high of n closed bars, out after a close below the lowest
/// low of the m bars before. Source: Donchian, 1960s; Faith, "Way of the Turtle", 2007.
pub static STRATEGY: Strategy = Strategy {
    id: "donchian_breakout",
    name: Text::new("Donchian breakout", "돈치안 돌파"),
    about: Text::new(
        "Waits with a buy stop at the highest high of the last bars, and sells at the next open after a close below the lowest low of the exit channel.",
        "최근 봉들의 최고가에 매수 스탑을 걸어 두고, 종가가 청산 채널의 최저가 아래로 내려가면 다음 시가에 팝니다.",
    ),
    params: &[
        params::bars(
            "entry",
            Text::new("Entry channel", "진입 채널"),
            Text::new(
                "Bars whose highest high is the level.",
                "이 봉들의 최고가가 진입 가격입니다.",
            ),
            [2, 300, 20],
        ),
        params::bars(
            "exit",
            Text::new("Exit channel", "청산 채널"),
            Text::new(
                "Bars before the close whose lowest low it must keep.",
                "종가가 직전 이 봉들의 최저가를 지켜야 합니다.",
            ),
            [2, 300, 10],
        ),
        params::STOP_LOSS,
    ],
    fill: FillPolicy::Touch,
    needs: Needs::NOTHING,
    plan,
};

fn plan(params: &Params) -> Result<Plan, ParamError> {
    let highest = channel(params.whole("entry"));
    let lowest_before = channel(params.whole("exit")).output("lower_prior");
    Ok(Plan::long(Cond::Always, EntryOrder::Stop(highest))
        .exit(Exit::Signal(close().below(lowest_before)))
        .stop_loss(params.number("stop")))
}

fn channel(period: usize) -> Node {
    indicator("donchian").with("period", period as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::by_hand::Wanted;
    use crate::by_hand::{rows, wishes};

    #[test]
    fn the_stop_lies_at_the_highest_high_and_a_close_below_the_lows_ends_it() {
        let bars = [
            [10.0, 12.0, 9.0, 11.0, 1.0],
            [11.0, 13.0, 10.0, 12.0, 1.0],
            [12.0, 12.5, 11.0, 11.5, 1.0],
            [11.0, 11.0, 9.0, 9.5, 1.0],
        ];
        let wishes = wishes(&STRATEGY, &[("entry", 2.0), ("exit", 2.0)], &bars);
        assert_eq!(wishes[0].buy, None);
        assert_eq!(wishes[1].buy, Some(Wanted::Stop(13.0)));
        assert_eq!(wishes[3].buy, Some(Wanted::Stop(12.5)));
        // 9.5 is below 10, the lowest low of rows 1 and 2.
        assert_eq!(rows(&wishes).1, [3]);
    }
}
