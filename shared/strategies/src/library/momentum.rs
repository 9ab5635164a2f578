//! Momentum: long while the price is above its average and the MACD above its signal line.

use crate::{Cond, EntryOrder, Exit, Needs, Param, ParamError, Plan, Strategy, params};
use domain::plan::{close, indicator};
use domain::{FillPolicy, Params, Text};

/// In with trend and speed together, out when one of them is gone or the rise is overheated. Entry needs the RSI below the exit level as
/// well, so that a position is not sold for what was known when it was bought.
pub static STRATEGY: Strategy = Strategy {
    id: "momentum",
    name: Text::new("Trend momentum", "추세 모멘텀"),
    about: Text::new(
        "Buys at the next open after a close above its average with the MACD above its signal line, and sells at the next open when one of the two fails or the RSI is overheated.",
        "종가가 평균 위에 있고 MACD가 시그널선 위에 있으면 다음 시가에 사고, 둘 중 하나가 깨지거나 RSI가 과열되면 다음 시가에 팝니다.",
    ),
    params: &[
        params::bars(
            "trend",
            Text::new("Trend period", "추세 기간"),
            Text::new("Bars of the average.", "이동평균의 기간입니다."),
            [2, 300, 20],
        ),
        params::bars(
            "fast",
            Text::new("MACD fast", "MACD 단기"),
            Text::new(
                "Bars of the fast average of the MACD; must be below the slow one.",
                "MACD 단기 평균의 기간입니다. 장기보다 짧아야 합니다.",
            ),
            [1, 100, 12],
        ),
        params::bars(
            "slow",
            Text::new("MACD slow", "MACD 장기"),
            Text::new(
                "Bars of the slow average of the MACD.",
                "MACD 장기 평균의 기간입니다.",
            ),
            [2, 200, 26],
        ),
        params::bars(
            "signal",
            Text::new("MACD signal", "MACD 시그널"),
            Text::new("Bars of the signal line.", "시그널선의 기간입니다."),
            [1, 100, 9],
        ),
        Param::number(
            "overheated",
            Text::new("Sell above", "과열 기준"),
            Text::new(
                "14-bar RSI above which the position is sold; 100 is never.",
                "RSI(14)가 이 값을 넘으면 팝니다. 100이면 쓰지 않습니다.",
            ),
            [50.0, 100.0, 70.0, 1.0],
        ),
        params::STOP_LOSS,
    ],
    fill: FillPolicy::NextOpen,
    needs: Needs::NOTHING,
    plan,
};

fn plan(params: &Params) -> Result<Plan, ParamError> {
    let (fast, slow) = params::fast_below_slow(params)?;
    let average = close().sma(params.whole("trend"));
    let macd = indicator("macd")
        .with("fast", fast as f64)
        .with("slow", slow as f64)
        .with("signal", params.number("signal"));
    let signal = macd.clone().output("signal");
    let (rsi, hot) = (close().rsi(14), params.number("overheated"));
    let strong = close()
        .above(average.clone())
        .and(macd.clone().above(signal.clone()))
        .and(Cond::Not(Box::new(rsi.clone().above(hot))));
    let over = Cond::Any(vec![
        close().below(average),
        macd.below(signal),
        rsi.above(hot),
    ]);
    Ok(Plan::long(strong, EntryOrder::Market)
        .exit(Exit::Signal(over))
        .stop_loss(params.number("stop")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::by_hand::{rows, wishes_of_closes};

    #[test]
    fn is_in_with_trend_and_speed_and_out_without_one_of_them() {
        // Fast 1, slow 2, signal 1: the MACD never differs from its signal line, so nothing is ever strong.
        let mut closes: Vec<f64> = (0..20).map(|bar| 100.0 + f64::from(bar % 2)).collect();
        closes.extend([103.0, 106.0, 110.0, 90.0]);
        let set = |signal| {
            [
                ("trend", 3.0),
                ("fast", 1.0),
                ("slow", 2.0),
                ("signal", signal),
                ("overheated", 100.0),
            ]
        };
        assert!(
            rows(&wishes_of_closes(&STRATEGY, &set(1.0), &closes))
                .0
                .is_empty()
        );
        // With a slower signal line the rise of rows 20 to 22 is strong and the fall of row 23 is not.
        let (buys, sells) = rows(&wishes_of_closes(&STRATEGY, &set(5.0), &closes));
        assert!([20, 21, 22].iter().all(|row| buys.contains(row)));
        assert!(sells.contains(&23) && !buys.contains(&23));
        assert!(buys.iter().all(|row| !sells.contains(row)));
    }
}
