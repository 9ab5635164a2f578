//! Opening range breakout: waits at the ends of the first minutes of a session and leaves when it closes.

use crate::params::{SHORTS, take_profit, target};
use crate::{
    Cond, Distance, EntryOrder, Exit, Needs, Node, Param, ParamError, Plan, Strategy, params,
};
use domain::plan::{Again, Direction, indicator};
use domain::zones::Zone;
use domain::{FillPolicy, Params, Text, Timeframe};

/// A session's clock, its first minute and its last. Seoul opens at midnight UTC too, but closes in the afternoon.
struct Session {
    zone: Zone,
    opens: u32,
    closes: u32,
    /// Whose range the sessions indicator shows, and how it calls the hours.
    range: f64,
    edges: [&'static str; 2],
}

const DAY: u32 = 24 * 60;

/// In the order of the choice. Tokyo's clock is Seoul's, and its nine o'clock is midnight UTC.
const SESSIONS: [Session; 4] = [
    Session {
        zone: Zone::Utc,
        opens: 0,
        closes: DAY,
        range: 0.0,
        edges: ["asia_open", "asia_close"],
    },
    Session {
        zone: Zone::Seoul,
        opens: 9 * 60,
        closes: 15 * 60 + 30,
        range: 0.0,
        edges: ["asia_open", "asia_close"],
    },
    Session {
        zone: Zone::London,
        opens: 8 * 60,
        closes: 16 * 60 + 30,
        range: 1.0,
        edges: ["london_open", "london_close"],
    },
    Session {
        zone: Zone::NewYork,
        opens: 9 * 60 + 30,
        closes: 16 * 60,
        range: 2.0,
        edges: ["new_york_open", "new_york_close"],
    },
];

/// The range is that of all bars that begin in the first minutes, so it needs bars of an hour or less: a daily bar never trades.
/// Orders wait from the end of those minutes to the end of the session. When the first minutes have no bar at all, the range of
/// the session before stands. Source: Crabel, "Day Trading with Short Term Price Patterns and Opening Range Breakout", 1990.
pub static STRATEGY: Strategy = Strategy {
    id: "opening_range_breakout",
    name: Text::new("Opening range breakout", "시가 범위 돌파 (ORB)"),
    about: Text::new(
        "After the first minutes of a session, a buy stop waits at their high (and a short at their low), once a day; the stop lies at the other side or the middle, and the position ends with the session.",
        "세션 초반 범위의 고가(공매도는 저가)를 돌파하면 하루 한 번 진입하고, 반대쪽이나 중간에 손절을 두며 세션이 끝나면 청산합니다.",
    ),
    params: &[
        Param::choice(
            "session",
            Text::new("Session", "세션"),
            Text::new(
                "Whose day: 00:00–24:00 UTC, Seoul 09:00–15:30, London 08:00–16:30 or New York 09:30–16:00, by the clock of the place.",
                "기준 세션입니다. UTC 00:00~24:00, 서울 09:00~15:30, 런던 08:00~16:30, 뉴욕 09:30~16:00이며 현지 시각 기준입니다.",
            ),
            &[
                ("utc", Text::new("UTC day", "UTC 하루")),
                ("seoul", Text::new("Seoul", "서울")),
                ("london", Text::new("London", "런던")),
                ("new_york", Text::new("New York", "뉴욕")),
            ],
        ),
        Param::whole(
            "minutes",
            Text::new("Opening minutes", "초반 시간(분)"),
            Text::new(
                "How many minutes the opening range takes; bars that begin in them count whole.",
                "시가 범위를 재는 시간(분)입니다. 이 안에 시작한 봉은 전체를 셉니다.",
            ),
            [5, 240, 60],
        ),
        Param::choice(
            "stop_at",
            Text::new("Stop at", "손절 위치"),
            Text::new(
                "Where the protective stop lies.",
                "손절 가격을 어디에 둘지 정합니다.",
            ),
            &[
                (
                    "other_side",
                    Text::new("other side of the range", "범위 반대쪽"),
                ),
                ("middle", Text::new("middle of the range", "범위 중간")),
            ],
        ),
        target(0.0),
        SHORTS,
        params::STOP_LOSS,
    ],
    fill: FillPolicy::Touch,
    needs: Needs {
        longest_bars: Some(Timeframe::Hour1),
        ..Needs::NOTHING
    },
    plan,
};

fn plan(params: &Params) -> Result<Plan, ParamError> {
    let Some(session) = SESSIONS.get(params.whole("session")) else {
        return Ok(Plan::default());
    };
    let minutes = params.whole("minutes") as u32;
    let [opens, closes] = session.edges;
    // The sessions indicator calls Asia's hours by Tokyo's clock.
    let first = match session.zone {
        Zone::Utc => 9 * 60,
        _ => session.opens,
    };
    let range = indicator("sessions")
        .with("range", session.range)
        .with(opens, f64::from(first) / 60.0)
        .with(closes, f64::from(first + minutes) / 60.0);
    let (high, low) = (range.clone().output("high"), range.output("low"));
    // A close is the open of the next bar: the order waits in bars that begin after the range and before the end.
    let waits = Cond::Hours {
        zone: session.zone,
        opens: session.opens + minutes,
        closes: session.closes,
    };
    let stop = |other: &Node| match params.whole("stop_at") {
        0 => Exit::Stop(Distance::Price(other.clone())),
        _ => Exit::Stop(Distance::Price(
            (high.clone() + low.clone()) * Node::Number(0.5),
        )),
    };
    let mut plan = Plan::long(waits.clone(), EntryOrder::Stop(high.clone()))
        .exit(Exit::Long(Box::new(stop(&low))));
    if params.is_on("shorts") {
        plan = plan
            .enter(Direction::Short, waits, EntryOrder::Stop(low.clone()))
            .exit(Exit::Short(Box::new(stop(&high))));
    }
    let plan = take_profit(plan, params)
        .exit(Exit::SessionEnd {
            zone: session.zone,
            minute: session.closes % DAY,
        })
        .stop_loss(params.number("stop"));
    Ok(Plan {
        again: Again {
            most_a_day: Some(1),
            ..Again::default()
        },
        ..plan
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::by_hand::{Wanted, plan, play};
    use domain::{Timeframe, Ts};

    #[test]
    fn orders_wait_at_the_ends_of_the_first_hour_until_the_session_ends() {
        // Half-hour bars from 07:00 UTC on a winter day; London opens at 08:00: rows 2 and 3 are its first hour.
        let start = Ts(Ts::from_date(2024, 1, 10).0 + 7 * 3_600_000);
        let mut bars = vec![[100.0, 120.0, 80.0, 100.0, 1.0]; 2];
        bars.push([100.0, 104.0, 99.0, 103.0, 1.0]);
        bars.push([103.0, 105.0, 98.0, 100.0, 1.0]);
        bars.extend(vec![[100.0, 110.0, 90.0, 100.0, 1.0]; 18]);
        let set = [("session", 2.0), ("shorts", 1.0)];
        let play = |set: &[(&str, f64)]| {
            let half_hours = (Timeframe::Minute30, start);
            play(&plan(&STRATEGY, set), half_hours, &[bars.clone()]).remove(0)
        };
        let wishes = play(&set);
        for (row, wish) in wishes.iter().enumerate() {
            // Row 3 closes at 09:00, row 17 at 16:00, row 18 at the end.
            let waits = (3..18).contains(&row);
            let at = |level| waits.then_some(Wanted::Stop(level));
            assert_eq!((wish.buy, wish.short), (at(105.0), at(98.0)), "row {row}");
        }
        assert_eq!(
            (wishes[5].long_stop, wishes[5].short_stop),
            (Some(98.0), Some(105.0))
        );
        let middle = play(&[("session", 2.0), ("shorts", 1.0), ("stop_at", 1.0)]);
        assert_eq!(
            (middle[5].long_stop, middle[5].short_stop),
            (Some(101.5), Some(101.5))
        );
        assert!(play(&[("session", 2.0)])[5].short.is_none());
    }

    #[test]
    fn every_session_ends_by_its_own_clock_and_trades_once_a_day() {
        let ends = |session: f64| {
            let plan = plan(&STRATEGY, &[("session", session)]);
            assert_eq!(plan.again.most_a_day, Some(1));
            plan.exits.last().cloned()
        };
        let end = |zone, minute| Some(Exit::SessionEnd { zone, minute });
        assert_eq!(ends(0.0), end(Zone::Utc, 0));
        assert_eq!(ends(1.0), end(Zone::Seoul, 930));
        assert_eq!(ends(2.0), end(Zone::London, 990));
        assert_eq!(ends(3.0), end(Zone::NewYork, 960));
    }

    #[test]
    fn the_utc_day_begins_at_midnight_and_new_york_in_summer_at_half_past_one() {
        // Hourly bars of 10 July 2024; the range of bar n is n.
        let start = Ts::from_date(2024, 7, 10);
        let bars: Vec<[f64; 5]> = (0..24)
            .map(|hour| [100.0, 100.0 + f64::from(hour), 99.0, 100.0, 1.0])
            .collect();
        let high = |session: f64, minutes: f64, row: usize| {
            let plan = plan(&STRATEGY, &[("session", session), ("minutes", minutes)]);
            play(
                &plan,
                (Timeframe::Hour1, start),
                std::slice::from_ref(&bars),
            )[0][row]
                .buy
        };
        assert_eq!(high(0.0, 60.0, 0), Some(Wanted::Stop(100.0)));
        assert_eq!(high(0.0, 120.0, 0), None);
        assert_eq!(high(0.0, 120.0, 22), Some(Wanted::Stop(101.0)));
        // 24:00 is the end.
        assert_eq!(high(0.0, 60.0, 23), None);
        // New York opens at 13:30 UTC, so the bar of 14:00 is the first to begin in its first hour, and it closes at 15:00.
        assert_eq!(high(3.0, 60.0, 13), None);
        assert_eq!(high(3.0, 60.0, 14), Some(Wanted::Stop(114.0)));
    }
}
