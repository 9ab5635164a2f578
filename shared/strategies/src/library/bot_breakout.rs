//! Bot breakout: the daily breakout bots trade on Upbit, in step with the first symbol.

use crate::params::{bars, percent};
use crate::{EntryOrder, Needs, ParamError, Plan, Strategy, params};
use domain::plan::{SymbolRef, close, high, indicator, low, next_open};
use domain::{FillPolicy, Params, Sizing, Text};

/// Source: the open-source bot `crypto-bot`. Its day begins at 09:00 in Korea, which is 00:00 UTC, the day of daily bars here.
/// The exit looks at the close before that hour against an average that begins with its first value, and there is no stop.
///
/// The bot also refuses a price that is already too far beyond the target: it asks once a second and may have slept. On bars the
/// target counts from the bar's own open, so an open is never beyond it and the limit can't bind; it stands here to keep the
/// rule whole.
pub static STRATEGY: Strategy = Strategy {
    id: "bot_breakout",
    name: Text::new("Bot breakout", "봇 변동성 돌파"),
    about: Text::new(
        "While the first symbol of the run (meant to be Bitcoin) is above its average, a buy stop waits at open + k × the previous range; sells at the next open after a close not above the short average.",
        "첫 번째 종목(비트코인 권장)이 이동평균 위에 있는 동안 시가 + k × 직전 변동폭에서 사고, 종가가 단기 지수이동평균 이하이면 다음 시가에 팝니다.",
    ),
    params: &[
        params::BREAKOUT_SHARE,
        bars(
            "leader",
            Text::new("Leader's average", "선도 종목 이평 기간"),
            Text::new(
                "The first symbol must close above its simple average of so many bars.",
                "첫 번째 종목의 종가가 이 기간의 단순 이동평균 위에 있어야 합니다.",
            ),
            [2, 300, 20],
        ),
        bars(
            "exit",
            Text::new("Exit average", "청산 이평 기간"),
            Text::new(
                "Sell when the close is not above its exponential average of so many bars.",
                "종가가 이 기간의 지수이동평균 이하이면 팝니다.",
            ),
            [2, 100, 5],
        ),
        percent(
            "late",
            Text::new("Late entry", "늦은 진입 한도"),
            Text::new(
                "Don't buy when the open is this far beyond the target; the target counts from the same open, so on bars this never binds.",
                "시가가 목표가를 이만큼 넘어섰으면 사지 않습니다. 목표가가 같은 시가에서 나오므로 봉 단위에서는 걸리지 않습니다.",
            ),
            [0.1, 20.0, 1.0, 0.1],
        ),
        params::STOP_LOSS,
    ],
    fill: FillPolicy::Touch,
    needs: Needs::NOTHING,
    plan,
};

fn plan(params: &Params) -> Result<Plan, ParamError> {
    const FIRST_VALUE: f64 = 1.0;
    let average = close().sma(params.whole("leader"));
    let leads = close()
        .of_symbol(SymbolRef::First)
        .above(average.of_symbol(SymbolRef::First));
    let target = next_open() + (high() - low()) * params.number("k");
    let in_time = next_open().at_most(target.clone() * (1.0 + params.number("late") / 100.0));
    let average = indicator("ema")
        .of(close())
        .with("period", params.number("exit"))
        .with("seed", FIRST_VALUE);
    let plan = Plan::long(leads.and(in_time), EntryOrder::Stop(target))
        .exit_when(close().at_most(average))
        .stop_loss(params.number("stop"));
    Ok(Plan {
        sizing: Some(Sizing::whole_slot()),
        ..plan
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::by_hand::{Wanted, flat, plan, play};
    use domain::{Timeframe, Ts};

    #[test]
    fn follows_the_leader_and_leaves_at_the_average() {
        let set = [("leader", 2.0), ("exit", 3.0)];
        // The leader is above its mean of two at rows 1 and 3. The other rises, then falls.
        let leader = flat(&[10.0, 11.0, 9.0, 12.0]);
        let other = vec![
            [20.0, 22.0, 18.0, 21.0, 1.0],
            [21.0, 24.0, 20.0, 24.0, 1.0],
            [24.0, 26.0, 24.0, 25.0, 1.0],
            [25.0, 25.0, 21.0, 21.0, 1.0],
        ];
        let days = (Timeframe::Day1, Ts(0));
        let wishes = play(&plan(&STRATEGY, &set), days, &[leader, other]);
        let buys: Vec<_> = wishes[1].iter().map(|wish| wish.buy).collect();
        // 24 + 0.5 · 4 and 21 + 0.5 · 4.
        let stop = |level| Some(Wanted::Stop(level));
        assert_eq!(buys, [None, stop(26.0), None, stop(23.0)]);
        // The average with a weight of ½ begins at 21, which the close must be above: 22.5, 23.75, 22.375.
        let sells: Vec<_> = wishes[1].iter().map(|wish| wish.sell).collect();
        assert_eq!(sells, [true, false, false, true]);
    }
}
