//! Sessions: which of the three centres is open, and the range of one of them.

use crate::structure::{ASIA, Extremes, LONDON, NEW_YORK, Watch, moment};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::hours::Hours;
use domain::zones::Zone;
use domain::{Param, Text};

const HOURS: Text = Text::new(
    "In hours by the clock of the place, daylight-saving time included; a bar belongs where it opens.",
    "현지 시각 기준이며 서머타임을 반영합니다. 봉은 시작 시각이 속한 세션에 들어갑니다.",
);

/// Definition of the sessions.
pub static INDICATOR: Indicator = Indicator {
    id: "sessions",
    name: Text::new("Sessions", "거래 세션"),
    category: Category::Regime,
    about: Text::new(
        "Whether Asia, London and New York are open, and for the chosen one the minutes since it opened last and its high and low so far, kept until it opens again.",
        "아시아·런던·뉴욕 세션이 열려 있는지와, 고른 세션이 열린 뒤 지난 분, 지금까지의 고가와 저가입니다. 고가와 저가는 다음에 열릴 때까지 유지됩니다.",
    ),
    inputs: &[Input::Time, Input::High, Input::Low],
    outputs: &["asia", "london", "new_york", "minutes", "high", "low"],
    params: &[
        Param::choice(
            "range",
            Text::new("Range of", "고가·저가 기준"),
            Text::new(
                "The session whose minutes, high and low are shown.",
                "경과 시간과 고가·저가를 보여 줄 세션입니다.",
            ),
            &[
                ("asia", Text::new("Asia", "아시아")),
                ("london", Text::new("London", "런던")),
                ("new_york", Text::new("New York", "뉴욕")),
            ],
        ),
        edge(
            "asia_open",
            Text::new("Asia opens (Tokyo)", "아시아 시작(도쿄)"),
            ASIA.opens,
        ),
        edge(
            "asia_close",
            Text::new("Asia closes (Tokyo)", "아시아 종료(도쿄)"),
            ASIA.closes,
        ),
        edge(
            "london_open",
            Text::new("London opens", "런던 시작"),
            LONDON.opens,
        ),
        edge(
            "london_close",
            Text::new("London closes", "런던 종료"),
            LONDON.closes,
        ),
        edge(
            "new_york_open",
            Text::new("New York opens", "뉴욕 시작"),
            NEW_YORK.opens,
        ),
        edge(
            "new_york_close",
            Text::new("New York closes", "뉴욕 종료"),
            NEW_YORK.closes,
        ),
    ],
    warm_up: |_| 0,
    memory: |_| Memory::Whole,
    sparse: true,
    kernel: |params| {
        let hours = |zone, opens: f64, closes: f64| Hours {
            zone,
            opens: minute(opens),
            closes: minute(closes),
        };
        let sessions = [
            hours(Zone::Tokyo, params[1], params[2]),
            hours(Zone::London, params[3], params[4]),
            hours(Zone::NewYork, params[5], params[6]),
        ];
        boxed(Sessions::new(sessions, params[0] as usize))
    },
};

const fn edge(id: &'static str, label: Text, minute: u32) -> Param {
    params::hour(id, label, HOURS, minute as f64 / 60.0)
}

/// The minute of the day of a time in hours.
pub(super) fn minute(hours: f64) -> u32 {
    (hours * 60.0 + 0.5) as u32
}

/// Sessions by the clocks of their places. Usual hours of business; the bar's opening time decides.
#[derive(Clone, Debug)]
pub struct Sessions {
    watches: [Watch; 3],
    chosen: usize,
    opened: i64,
    range: Option<Extremes>,
}

impl Sessions {
    /// These three, and the range of the one at this place.
    pub fn new(sessions: [Hours; 3], chosen: usize) -> Sessions {
        Sessions {
            watches: sessions.map(Watch::new),
            chosen: chosen.min(2),
            opened: i64::MIN,
            range: None,
        }
    }
}

impl Kernel<3, 6> for Sessions {
    fn next(&mut self, [time, high, low]: [f64; 3]) -> [f64; 6] {
        let (Some(time), false) = (moment(time), high.is_nan() || low.is_nan()) else {
            return [f64::NAN; 6];
        };
        let spans = [0, 1, 2].map(|place: usize| self.watches[place].latest(time));
        let open = spans.map(|span| if span.contains(time) { 1.0 } else { 0.0 });
        let span = spans[self.chosen];
        if span.contains(time) {
            match &mut self.range {
                Some(range) if self.opened == span.start.0 => range.include(0, high, low),
                _ => self.range = Some(Extremes::of(0, high, low)),
            }
            self.opened = span.start.0;
        }
        let (high, low) = match &self.range {
            Some(range) => (range.high, range.low),
            None => (f64::NAN, f64::NAN),
        };
        let minutes = (time.0 - span.start.0) as f64 / 60_000.0;
        [open[0], open[1], open[2], minutes, high, low]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Ts;

    const HOUR: i64 = 3_600_000;

    fn at(month: u32, day: u32, hour: i64) -> f64 {
        (Ts::from_date(2026, month, day).0 + hour * HOUR) as f64
    }

    fn flags(time: f64) -> [f64; 3] {
        let mut sessions = Sessions::new([ASIA, LONDON, NEW_YORK], 0);
        let [asia, london, new_york, ..] = sessions.next([time, 1.0, 1.0]);
        [asia, london, new_york]
    }

    #[test]
    fn london_and_new_york_move_on_their_own_days() {
        // Winter: London 08:00 to 17:00 UTC, New York 13:00 to 22:00.
        assert_eq!(flags(at(3, 6, 8)), [1.0, 1.0, 0.0]);
        assert_eq!(flags(at(3, 6, 12)), [0.0, 1.0, 0.0]);
        assert_eq!(flags(at(3, 6, 13)), [0.0, 1.0, 1.0]);
        // New York has changed on 8 March 2026, London not before the 29th.
        assert_eq!(flags(at(3, 9, 12)), [0.0, 1.0, 1.0]);
        assert_eq!(flags(at(3, 9, 7)), [1.0, 0.0, 0.0]);
        assert_eq!(flags(at(3, 30, 7)), [1.0, 1.0, 0.0]);
        assert_eq!(flags(at(3, 30, 16)), [0.0, 0.0, 1.0]);
        // In autumn London is back on 25 October, New York on 1 November.
        assert_eq!(flags(at(10, 26, 7)), [1.0, 0.0, 0.0]);
        assert_eq!(flags(at(10, 26, 12)), [0.0, 1.0, 1.0]);
        assert_eq!(flags(at(11, 2, 12)), [0.0, 1.0, 0.0]);
        // Asia is 00:00 to 09:00 UTC all year.
        assert_eq!((flags(at(7, 1, 0))[0], flags(at(7, 1, 9))[0]), (1.0, 0.0));
    }

    #[test]
    fn the_range_of_the_night_stays_until_the_next_one() {
        let mut sessions = Sessions::new([ASIA, LONDON, NEW_YORK], 0);
        let bars = [
            (at(1, 5, 20), 99.0, 1.0),
            (at(1, 6, 0), 12.0, 10.0),
            (at(1, 6, 1), 13.0, 11.0),
            (at(1, 6, 9), 20.0, 5.0),
            (at(1, 7, 0), 11.0, 10.0),
        ];
        let got = bars.map(|(time, high, low)| sessions.next([time, high, low]));
        assert!(got[0][4].is_nan());
        assert_eq!(got[1][3..], [0.0, 12.0, 10.0]);
        assert_eq!(got[2][3..], [60.0, 13.0, 10.0]);
        assert_eq!(got[3][3..], [540.0, 13.0, 10.0]);
        assert_eq!(got[4][3..], [0.0, 11.0, 10.0]);
    }
}
