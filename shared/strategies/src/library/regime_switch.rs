//! Regime switch: follows the trend while the market trends and buys its dips while it ranges.

use crate::params::{bars, switch};
use crate::{Cond, EntryOrder, Needs, ParamError, Plan, Strategy, params};
use domain::plan::{Direction, close, indicator};
use domain::{FillPolicy, Params, Text};

/// The regime is told by ADX, choppiness and the percentile of volatility, with hysteresis (the indicator `regime`). Trending: in while the
/// fast average leads. Ranging: in below the lower band, out at the average. A position follows the rule of the regime that rules now,
/// not of the one it was bought in. A volatile regime buys nothing and, unless told otherwise, keeps the trend's exit.
pub static STRATEGY: Strategy = Strategy {
    id: "regime_switch",
    name: Text::new("Regime switch", "국면 전환"),
    about: Text::new(
        "In a trending market it is long while the fast average leads the slow one, in a ranging market it buys below the lower band and sells at the average, in a volatile one it buys nothing.",
        "추세장에서는 단기 평균이 장기 평균 위에 있는 동안 보유하고, 횡보장에서는 볼린저 하단 아래에서 사서 평균에서 팔며, 고변동성 장에서는 사지 않습니다.",
    ),
    params: &[
        bars(
            "fast",
            Text::new("Fast period", "단기 기간"),
            Text::new(
                "Bars of the fast average; must be below the slow one.",
                "단기 지수이동평균의 봉 수입니다. 장기 기간보다 짧아야 합니다.",
            ),
            [2, 100, 12],
        ),
        bars(
            "slow",
            Text::new("Slow period", "장기 기간"),
            Text::new(
                "Bars of the slow average.",
                "장기 지수이동평균의 봉 수입니다.",
            ),
            [3, 300, 48],
        ),
        bars(
            "band",
            Text::new("Band period", "밴드 기간"),
            Text::new(
                "Bars of the band and its average.",
                "밴드와 중심선의 기간입니다.",
            ),
            [2, 200, 20],
        ),
        params::BAND_WIDTH,
        bars(
            "regime",
            Text::new("Regime period", "국면 기간"),
            Text::new(
                "Bars of ADX and choppiness.",
                "ADX와 횡보 지수의 기간입니다.",
            ),
            [2, 200, 14],
        ),
        bars(
            "lookback",
            Text::new("Volatility lookback", "변동성 비교 구간"),
            Text::new(
                "With how many earlier volatilities the last one is compared.",
                "이전 변동성 몇 개와 비교하는지입니다.",
            ),
            [2, 2000, 252],
        ),
        switch(
            "flee",
            Text::new("Leave when volatile", "고변동성 시 청산"),
            Text::new(
                "Sell when the market turns volatile.",
                "고변동성 국면이 되면 팝니다.",
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
    let (fast, slow) = params::fast_below_slow(params)?;
    let regime = indicator("regime")
        .with("period", params.number("regime"))
        .with("lookback", params.number("lookback"));
    let ranging = || regime.clone().above(1.5).and(regime.clone().below(2.5));
    let trending = || regime.clone().above(0.5).and(regime.clone().below(1.5));
    let volatile = || regime.clone().above(2.5);
    let (fast, slow) = (close().ema(fast), close().ema(slow));
    let width = params.number("width");
    let bands = indicator("bbands")
        .with("period", params.number("band"))
        .with("up", width)
        .with("down", width);
    let leads = trending().and(fast.clone().above(slow.clone()));
    let dip = ranging().and(close().below(bands.clone().output("lower")));
    let back = ranging().and(close().at_least(bands.output("middle")));
    let turned = ranging().negated().and(fast.below(slow));
    let mut over = vec![back, turned];
    if params.is_on("flee") {
        over.push(volatile());
    }
    Ok(Plan::long(leads, EntryOrder::Market)
        .enter(Direction::Long, dip, EntryOrder::Market)
        .exit_when(Cond::Any(over))
        .stop_loss(params.number("stop")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::by_hand::{rows, wishes_of_closes};

    const SET: [(&str, f64); 6] = [
        ("fast", 2.0),
        ("slow", 3.0),
        ("band", 3.0),
        ("width", 1.0),
        ("regime", 3.0),
        ("lookback", 10.0),
    ];

    #[test]
    fn follows_a_straight_rise_until_it_turns() {
        // A straight rise of equal steps: all of the movement is upwards, so ADX is 100; returns shrink, so volatility is
        // never above its past. Warm after 20 returns and 10 volatilities: row 30. The crash turns volatility up.
        let mut closes: Vec<f64> = (0..40).map(|bar| 100.0 + f64::from(bar)).collect();
        closes.extend([60.0, 55.0]);
        let (buys, sells) = rows(&wishes_of_closes(&STRATEGY, &SET, &closes));
        let rise: Vec<usize> = (30..40).collect();
        assert_eq!((buys, sells), (rise, vec![40, 41]));
    }

    #[test]
    fn buys_the_dip_of_a_range_and_sells_at_the_average() {
        // Up and down by 1 around 100: the movements up and down cancel, so ADX is low. Each low lies 1.33 below
        // the mean of its three closes (99, 101, 99: 99.67) by 0.67, less than a deviation (0.94): no dip. A wave of three
        // closes, 101, 100, 99, has the mean 100 and the deviation 0.82, so 99 lies below the band and 101 above the mean.
        let wave = [101.0, 100.0, 99.0];
        let closes: Vec<f64> = (0..60).map(|bar| wave[bar % 3]).collect();
        let (buys, sells) = rows(&wishes_of_closes(&STRATEGY, &SET, &closes));
        assert!(
            buys.len() > 5 && buys.iter().all(|row| row % 3 == 2),
            "{buys:?}"
        );
        assert!(sells.iter().all(|row| row % 3 != 2), "{sells:?}");
        assert!(sells.len() > 10);
    }
}
