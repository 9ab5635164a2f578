//! Kill zones: the hours of New York's day in which moves are said to begin and end.

use super::sessions::minute;
use crate::structure::{Watch, moment};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::hours::Hours;
use domain::zones::Zone;
use domain::{Param, Text};

const CLOCK: Text = Text::new(
    "In hours by New York's clock, daylight-saving time included.",
    "뉴욕 시각 기준이며 서머타임을 반영합니다.",
);

/// Definition of the kill zones.
pub static INDICATOR: Indicator = Indicator {
    id: "kill_zones",
    name: Text::new("Kill zones", "킬존"),
    category: Category::Regime,
    about: Text::new(
        "The kill zone a bar opens in: 1 Asia, 2 London open, 3 New York morning, 4 London close, 5 New York lunch, 6 New York afternoon, 0 none; and which of the three silver-bullet hours.",
        "봉이 시작된 킬존입니다. 1 아시아, 2 런던 개장, 3 뉴욕 오전, 4 런던 마감, 5 뉴욕 점심, 6 뉴욕 오후, 0은 해당 없음입니다. 실버 불릿 시간대도 함께 알려 줍니다.",
    ),
    inputs: &[Input::Time],
    outputs: &["zone", "silver_bullet"],
    params: &[
        edge("asia_start", Text::new("Asia from", "아시아 시작"), 20.0),
        edge("asia_end", Text::new("Asia to", "아시아 끝"), 0.0),
        edge(
            "london_open_start",
            Text::new("London open from", "런던 개장 시작"),
            2.0,
        ),
        edge(
            "london_open_end",
            Text::new("London open to", "런던 개장 끝"),
            5.0,
        ),
        edge(
            "morning_start",
            Text::new("New York morning from", "뉴욕 오전 시작"),
            7.0,
        ),
        edge(
            "morning_end",
            Text::new("New York morning to", "뉴욕 오전 끝"),
            10.0,
        ),
        edge(
            "london_close_start",
            Text::new("London close from", "런던 마감 시작"),
            10.0,
        ),
        edge(
            "london_close_end",
            Text::new("London close to", "런던 마감 끝"),
            12.0,
        ),
        edge("lunch_start", Text::new("Lunch from", "점심 시작"), 12.0),
        edge("lunch_end", Text::new("Lunch to", "점심 끝"), 13.0),
        edge(
            "afternoon_start",
            Text::new("New York afternoon from", "뉴욕 오후 시작"),
            13.5,
        ),
        edge(
            "afternoon_end",
            Text::new("New York afternoon to", "뉴욕 오후 끝"),
            16.0,
        ),
    ],
    warm_up: |_| 0,
    memory: |_| Memory::Bars(0),
    sparse: false,
    kernel: |params| {
        let zone =
            |place: usize| new_york(minute(params[2 * place]), minute(params[2 * place + 1]));
        boxed(KillZones::new([0, 1, 2, 3, 4, 5].map(zone)))
    },
};

const fn edge(id: &'static str, label: Text, default: f64) -> Param {
    params::hour(id, label, CLOCK, default)
}

const fn new_york(opens: u32, closes: u32) -> Hours {
    Hours {
        zone: Zone::NewYork,
        opens,
        closes,
    }
}

/// Where a bar's opening time lies; of zones that overlap the first of the list. The hours are those most often taught;
/// nobody has the authority to fix them, so they are parameters. The silver bullets, an hour each from 03:00, 10:00 and
/// 14:00, are 1, 2 and 3.
#[derive(Clone, Debug)]
pub struct KillZones {
    zones: [Watch; 6],
    bullets: [Watch; 3],
}

impl KillZones {
    /// These six zones, in the order they are counted.
    pub fn new(zones: [Hours; 6]) -> KillZones {
        KillZones {
            zones: zones.map(Watch::new),
            bullets: [180, 600, 840].map(|opens| Watch::new(new_york(opens, opens + 60))),
        }
    }
}

impl Kernel<1, 2> for KillZones {
    fn next(&mut self, [time]: [f64; 1]) -> [f64; 2] {
        let Some(time) = moment(time) else {
            return [f64::NAN; 2];
        };
        let count = |watches: &mut [Watch]| {
            watches
                .iter_mut()
                .position(|watch| watch.inside(time).is_some())
                .map_or(0.0, |place| (place + 1) as f64)
        };
        [count(&mut self.zones), count(&mut self.bullets)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Ts;

    fn at(month: u32, day: u32, minutes: i64) -> [f64; 2] {
        let time = Ts::from_date(2026, month, day).0 + minutes * 60_000;
        let mut outputs = [f64::NAN; 2];
        (INDICATOR.kernel)(&INDICATOR.defaults()).step(&[time as f64], &mut outputs);
        outputs
    }

    #[test]
    fn a_winter_day_by_the_clock_of_new_york() {
        // New York is five hours behind: 07:00 UTC is 02:00.
        for (utc, expected) in [
            (0, [0.0, 0.0]),
            (60, [1.0, 0.0]),
            (299, [1.0, 0.0]),
            (300, [0.0, 0.0]),
            (420, [2.0, 0.0]),
            (480, [2.0, 1.0]),
            (600, [0.0, 0.0]),
            (720, [3.0, 0.0]),
            (900, [4.0, 2.0]),
            (1020, [5.0, 0.0]),
            (1080, [0.0, 0.0]),
            (1110, [6.0, 0.0]),
            (1140, [6.0, 3.0]),
            (1260, [0.0, 0.0]),
        ] {
            assert_eq!(at(1, 14, utc), expected, "minute {utc}");
        }
    }

    #[test]
    fn the_hour_left_out_in_spring_shortens_the_london_open_and_summer_moves_it() {
        // 8 March 2026: 02:00 does not exist, the zone opens at 03:00 by the clock, 07:00 UTC, and closes at 05:00, 09:00 UTC.
        assert_eq!(at(3, 8, 419)[0], 0.0);
        assert_eq!(at(3, 8, 420)[0], 2.0);
        assert_eq!((at(3, 8, 539)[0], at(3, 8, 540)[0]), (2.0, 0.0));
        assert_eq!((at(3, 9, 359)[0], at(3, 9, 360)[0]), (0.0, 2.0));
        // 1 November: back to 07:00 UTC on the day itself, for the change comes before two by the new clock.
        assert_eq!((at(11, 1, 419)[0], at(11, 1, 420)[0]), (0.0, 2.0));
    }
}
