//! Liquidity raid: trades against a raid on stops that was thrown back, once structure breaks the other way.

use crate::params::{bars, switch, take_profit, target, times};
use crate::{
    Cond, Distance, EntryOrder, Exit, Needs, Node, Param, ParamError, Plan, Strategy, params,
};
use domain::plan::{Direction, close, high, indicator, low};
use domain::{FillPolicy, Params, Text, Timeframe};

/// After the framework of seed 003, whose rule is described but not published; the parts and their weights are its own:
/// 0.40 depth of the sweep in average true ranges (1 at most), 0.25 structure bias (the confirming break goes on with the trend,
/// instead of turning it), 0.20 agreement of the higher timeframe (EMA 50 against EMA 200), 0.15 structure confidence (the share of
/// the last 100 bars on which structure pointed this way). The score must reach a minimum and scales the position.
///
/// Signals are muted while moves answer each other (the gamma proxy) and, when chosen, outside the kill zones. The stop lies beyond the
/// extreme since the raid.
pub static STRATEGY: Strategy = Strategy {
    id: "liquidity_raid",
    name: Text::new("Liquidity raid", "유동성 레이드"),
    about: Text::new(
        "After a raid below lows full of stops that closed back above, buys at the next open once structure breaks upwards, with a stop under the raid and a target in multiples of it; shorts are the mirror image.",
        "손절이 몰린 저점을 훑고 되돌아온 뒤 구조가 위로 돌파되면 다음 시가에 사고, 레이드 저점 아래에 손절을, 손절 폭의 몇 배에 목표를 둡니다. 공매도는 반대입니다.",
    ),
    params: &[
        bars(
            "confirm",
            Text::new("Confirmed within", "확인 기한"),
            Text::new(
                "Within how many bars of the raid structure must break.",
                "레이드 뒤 몇 봉 안에 구조가 돌파되어야 하는지입니다.",
            ),
            [1, 200, 12],
        ),
        bars(
            "strength",
            Text::new("Swing strength", "스윙 강도"),
            Text::new(
                "Bars on each side a swing must stand out among.",
                "고점·저점이 양옆 몇 개의 봉보다 두드러져야 하는지입니다.",
            ),
            [1, 50, 3],
        ),
        times(
            "min_confidence",
            Text::new("Lowest score", "최소 점수"),
            Text::new(
                "The score of depth, structure and trend, 0 to 1, must reach this.",
                "깊이·구조·추세로 매긴 0~1 점수가 이 값 이상이어야 합니다.",
            ),
            [0.0, 1.0, 0.4, 0.05],
        ),
        Param::choice(
            "higher",
            Text::new("Higher timeframe", "상위 시간봉"),
            Text::new(
                "Where EMA 50 is compared with EMA 200; must be longer than the run's bars. Four of its own bars are approximated by averages four times as long.",
                "EMA 50과 EMA 200을 비교하는 시간봉입니다. 실행하는 봉보다 길어야 합니다. 네 배 봉은 기간을 네 배로 늘려 근사합니다.",
            ),
            &[
                ("four", Text::new("four times its own", "현재 봉의 네 배")),
                ("4h", Text::new("4 hours", "4시간봉")),
                ("1d", Text::new("1 day", "일봉")),
                ("1w", Text::new("1 week", "주봉")),
            ],
        ),
        switch(
            "agree",
            Text::new("Trend must agree", "추세 일치 필수"),
            Text::new(
                "Trade only with the higher timeframe, instead of scoring it.",
                "상위 시간봉 추세와 같은 방향으로만 거래합니다. 끄면 점수에만 반영합니다.",
            ),
            false,
        ),
        switch(
            "gamma",
            Text::new("Gamma gate", "감마 국면 필터"),
            Text::new(
                "Don't trade while moves answer each other, as if dealers were long gamma.",
                "움직임이 되돌려지는 국면(딜러 롱 감마 추정)에서는 거래하지 않습니다.",
            ),
            true,
        ),
        Param::choice(
            "hours",
            Text::new("Hours", "거래 시간"),
            Text::new(
                "When the confirming bar must begin, by New York's clock. Needs bars of an hour or less.",
                "확인 봉이 시작해야 하는 시간대입니다(뉴욕 시각). 1시간 이하의 봉이 필요합니다.",
            ),
            &[
                ("any", Text::new("any", "제한 없음")),
                (
                    "kill_zones",
                    Text::new("Asia, London, New York", "아시아·런던·뉴욕 킬존"),
                ),
                (
                    "opens",
                    Text::new("London open, New York morning", "런던 개장·뉴욕 오전"),
                ),
            ],
        ),
        params::RANGE_PERIOD,
        params::stop_beyond(
            Text::new(
                "How many true ranges the stop lies beyond the raid's extreme.",
                "레이드의 극점에서 ATR의 몇 배 더 떨어진 곳에 손절을 두는지입니다.",
            ),
            0.25,
        ),
        target(2.0),
        switch(
            "shorts",
            Text::new("Shorts too", "공매도 포함"),
            Text::new(
                "Trade raids on highs as well, by selling short.",
                "고점을 훑은 레이드도 공매도로 거래합니다.",
            ),
            true,
        ),
        params::STOP_LOSS,
    ],
    fill: FillPolicy::NextOpen,
    needs: Needs::NOTHING,
    plan,
};

fn plan(params: &Params) -> Result<Plan, ParamError> {
    let range = || indicator("atr").with("period", params.number("period"));
    let confirm = params.whole("confirm");
    let extreme = |of: Node, output: &str| {
        indicator("minmax")
            .of(of)
            .with("period", confirm as f64)
            .output(output)
    };
    let room = range() * params.number("buffer");
    let stop = |level: Node| Box::new(Exit::Stop(Distance::Price(level)));
    let (long, short) = (Side::new(1.0, params), Side::new(-1.0, params));
    let weight = long
        .score
        .clone()
        .when(long.breaks.clone(), short.score.clone());
    let mut plan = Plan::long(long.when, EntryOrder::Market)
        .exit(Exit::Long(stop(extreme(low(), "min") - room.clone())));
    if params.is_on("shorts") {
        plan = plan
            .enter(Direction::Short, short.when, EntryOrder::Market)
            .exit(Exit::Short(stop(extreme(high(), "max") + room)));
    }
    Ok(Plan {
        weight: Some(weight),
        ..take_profit(plan, params).stop_loss(params.number("stop"))
    })
}

/// What is asked of one direction; the sign is +1 upwards and −1 downwards.
struct Side {
    /// Structure broke this way at this close.
    breaks: Cond,
    /// 0 to 1.
    score: Node,
    /// All that an entry needs.
    when: Cond,
}

impl Side {
    fn new(sign: f64, params: &Params) -> Side {
        const CONFIDENCE_BARS: usize = 100;
        let confirm = params.whole("confirm");
        let structure = indicator("market_structure").with("strength", params.number("strength"));
        let toward = |output: &str| structure.clone().output(output) * sign;
        let breaks = (toward("bos") + toward("choch")).above(0.5);

        let sweep = indicator("liquidity_sweep")
            .with("strength", params.number("strength"))
            .with("atr", params.number("period"));
        let swept = (sweep.clone().output("side") * sign).above(0.5);
        let depth = sweep.output("depth").min(1.0).when(swept.clone(), 0.0);
        let deepest = indicator("minmax").of(depth).with("period", confirm as f64);

        let agrees = (higher(params) * sign).above(0.0);
        let one = |when: Cond| Node::Number(1.0).when(when, 0.0);
        let pointed = one(toward("trend").above(0.5)).sma(CONFIDENCE_BARS);
        let score = deepest * 0.40
            + one(toward("bos").above(0.5)) * 0.25
            + one(agrees.clone()) * 0.20
            + pointed * 0.15;
        let when = breaks
            .clone()
            .and(swept.within(confirm))
            .and(score.clone().at_least(params.number("min_confidence")))
            .and_if(params.is_on("agree"), || agrees)
            .and_if(params.is_on("gamma"), || {
                indicator("gamma_regime").below(0.5)
            })
            .and(hours(params));
        Side {
            breaks,
            score,
            when,
        }
    }
}

/// EMA 50 less EMA 200 on longer bars.
fn higher(params: &Params) -> Node {
    let spread = |times: usize| close().ema(50 * times) - close().ema(200 * times);
    match params.whole("higher") {
        0 => spread(4),
        1 => spread(1).on(Timeframe::Hour4),
        2 => spread(1).on(Timeframe::Day1),
        _ => spread(1).on(Timeframe::Week1),
    }
}

/// The kill zones are counted: 1 Asia, 2 London open, 3 New York morning, 4 London close.
fn hours(params: &Params) -> Cond {
    let zone = || indicator("kill_zones");
    match params.whole("hours") {
        0 => Cond::Always,
        1 => zone().above(0.5).and(zone().below(4.5)),
        _ => zone().above(1.5).and(zone().below(3.5)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::by_hand::{Wanted, Wish, plan, play};
    use domain::Ts;

    /// The hour of the raid, ten in the morning of a later day.
    const RAID: usize = 850;
    const SET: [(&str, f64); 5] = [
        ("strength", 1.0),
        ("confirm", 6.0),
        ("buffer", 0.0),
        ("gamma", 0.0),
        ("min_confidence", 0.6),
    ];

    /// A slow rise in which no bar stands out. The hour before the raid makes a top 2 above its close, the raid goes 5 below all
    /// lows of the day and comes back, the hour after closes above the top. Then a second top and a close above that.
    fn rise() -> Vec<[f64; 5]> {
        let mut bars = Vec::new();
        for hour in 0..RAID + 8 {
            let base = 100.0 + 0.01 * hour as f64;
            let (up, down, end) = match hour as i64 - RAID as i64 {
                -1 => (2.0, 0.5, 0.0),
                0 => (0.5, 5.0, 0.0),
                1 => (3.5, 0.5, 3.0),
                2 => (5.0, -2.5, 3.0),
                3 => (3.5, -2.5, 3.0),
                4 => (6.5, -2.5, 6.0),
                5.. => (6.5, -5.5, 6.0),
                _ => (0.5, 0.5, 0.0),
            };
            bars.push([base, base + up, base - down, base + end, 1.0]);
        }
        bars
    }

    /// The same upside down.
    fn fall() -> Vec<[f64; 5]> {
        let mirrored = |[open, high, low, close, volume]: [f64; 5]| {
            [
                300.0 - open,
                300.0 - low,
                300.0 - high,
                300.0 - close,
                volume,
            ]
        };
        rise().into_iter().map(mirrored).collect()
    }

    fn hourly(set: &[(&str, f64)], bars: Vec<[f64; 5]>) -> Vec<Wish> {
        let hours = (Timeframe::Hour1, Ts::from_date(2024, 1, 1));
        play(&plan(&STRATEGY, set), hours, &[bars]).remove(0)
    }

    fn rows(wishes: &[Wish], of: fn(&Wish) -> Option<Wanted>) -> Vec<usize> {
        let wanted = wishes
            .iter()
            .enumerate()
            .filter(|(_, wish)| of(wish).is_some());
        wanted.map(|(row, _)| row).collect()
    }

    const NONE: [usize; 0] = [];

    fn with(name: &str, value: f64) -> Vec<(&str, f64)> {
        let mut set = SET.to_vec();
        set.retain(|(known, _)| *known != name);
        set.push((name, value));
        set
    }

    #[test]
    fn buys_once_structure_breaks_after_the_raid() {
        let got = hourly(&SET, rise());
        assert_eq!(rows(&got, |wish| wish.buy), [RAID + 1, RAID + 4]);
        assert_eq!(rows(&got, |wish| wish.short), NONE);
        // The first break turns the trend: 0.40 + 0.20, and one of 100 bars has pointed upwards. The second goes on with it:
        // 0.25 more, and four of 100 bars.
        let score = |row: usize| got[row].weight.unwrap();
        assert!((score(RAID + 1) - (0.60 + 0.15 * 0.01)).abs() < 1e-9);
        assert!((score(RAID + 4) - (0.85 + 0.15 * 0.04)).abs() < 1e-9);
        // The lowest low of six bars is that of the raid.
        let lowest = 100.0 + 0.01 * RAID as f64 - 5.0;
        assert!((got[RAID + 4].long_stop.unwrap() - lowest).abs() < 1e-9);
    }

    #[test]
    fn shorts_the_mirror_image() {
        let got = hourly(&SET, fall());
        assert_eq!(rows(&got, |wish| wish.short), [RAID + 1, RAID + 4]);
        assert_eq!(rows(&got, |wish| wish.buy), NONE);
        let highest = 200.0 - 0.01 * RAID as f64 + 5.0;
        assert!((got[RAID + 1].short_stop.unwrap() - highest).abs() < 1e-9);
        assert!((got[RAID + 1].weight.unwrap() - 0.6015).abs() < 1e-9);
        let long_only = hourly(&with("shorts", 0.0), fall());
        assert_eq!(rows(&long_only, |wish| wish.short), NONE);
    }

    #[test]
    fn the_score_and_the_time_since_the_raid_decide() {
        let buys = |name, value| rows(&hourly(&with(name, value), rise()), |wish| wish.buy);
        assert_eq!(buys("min_confidence", 0.61), [RAID + 4]);
        assert_eq!(buys("min_confidence", 0.9), NONE);
        // Four bars from the second break on do not reach back to the raid, five do.
        assert_eq!(buys("confirm", 4.0), [RAID + 1]);
        assert_eq!(buys("confirm", 5.0), [RAID + 1, RAID + 4]);
        // Without the raid's depth the second break still scores 0.456: what it lacks is the raid itself.
        let mut set = with("confirm", 4.0);
        set.retain(|(name, _)| *name != "min_confidence");
        set.push(("min_confidence", 0.4));
        let late = hourly(&set, rise());
        assert_eq!(rows(&late, |wish| wish.buy), [RAID + 1]);
        // 2024-02-05 is the day of the raid: 11:00 and 14:00 UTC are 06:00 and 09:00 in New York.
        assert_eq!(buys("hours", 1.0), [RAID + 4]);
        assert_eq!(buys("hours", 2.0), [RAID + 4]);
    }

    #[test]
    fn the_higher_timeframe_counts_and_may_be_required() {
        // Falls until a few days before the raid, so that the faster average is still below the slower one.
        let tilt = |[open, high, low, close, volume]: [f64; 5], hour: usize| {
            let down = 0.03 * hour.min(700) as f64;
            [open - down, high - down, low - down, close - down, volume]
        };
        let falling: Vec<[f64; 5]> = (0..)
            .zip(rise())
            .map(|(hour, bar)| tilt(bar, hour))
            .collect();
        let got = hourly(&with("min_confidence", 0.4), falling.clone());
        assert_eq!(rows(&got, |wish| wish.buy), [RAID + 1, RAID + 4]);
        assert!((got[RAID + 4].weight.unwrap() - 0.656).abs() < 1e-9);
        let mut set = with("min_confidence", 0.4);
        set.push(("agree", 1.0));
        assert_eq!(rows(&hourly(&set, falling), |wish| wish.buy), NONE);
        assert_eq!(
            rows(&hourly(&set, rise()), |wish| wish.buy),
            [RAID + 1, RAID + 4]
        );
    }

    #[test]
    fn the_gamma_gate_is_one_of_the_conditions() {
        let gate = indicator("gamma_regime").below(0.5);
        let gated = |set: &[(&str, f64)]| {
            let entries = plan(&STRATEGY, set).entries;
            entries.iter().all(|entry| match &entry.when {
                Cond::All(conds) => conds.contains(&gate),
                _ => false,
            })
        };
        assert!(gated(&[]) && !gated(&SET));
    }

    #[test]
    fn each_higher_timeframe_is_that_of_its_name() {
        let spread = || close().ema(50) - close().ema(200);
        let chosen = |place| {
            let given = [("higher".to_owned(), place)].into();
            higher(&Params::check(STRATEGY.params, &given).unwrap())
        };
        assert_eq!(chosen(0.0), close().ema(200) - close().ema(800));
        assert_eq!(chosen(1.0), spread().on(Timeframe::Hour4));
        assert_eq!(chosen(2.0), spread().on(Timeframe::Day1));
        assert_eq!(chosen(3.0), spread().on(Timeframe::Week1));
    }
}
