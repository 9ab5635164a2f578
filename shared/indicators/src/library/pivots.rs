//! Pivot points: levels of support and resistance from the day before.

use crate::blocks::Calendar;
use crate::{Category, Indicator, Input, Kernel, Memory, boxed};
use domain::{Param, Text};

/// Definition of the pivot points.
pub static INDICATOR: Indicator = Indicator {
    id: "pivots",
    name: Text::new("Pivot points", "피벗 포인트"),
    category: Category::Structure,
    about: Text::new(
        "A middle, four resistances and four supports, made of the previous day's high, low and close once that day is over.",
        "전일 고가·저가·종가로 만든 기준선 하나와 저항선·지지선 각 네 개입니다. 전일이 끝난 뒤부터 나옵니다.",
    ),
    inputs: &[Input::High, Input::Low, Input::Close, Input::Time],
    outputs: &["pivot", "r1", "r2", "r3", "r4", "s1", "s2", "s3", "s4"],
    params: &[FORMULA, DAY],
    warm_up: |_| 0,
    memory: |_| Memory::Whole,
    sparse: true,
    kernel: |params| boxed(Pivots::new(Formula::of(params[0]), day_of(params[1]))),
};

const FORMULA: Param = Param::choice(
    "formula",
    Text::new("Formula", "계산식"),
    Text::new(
        "Which of the usual formulas makes the levels.",
        "어떤 계산식으로 기준선을 만들지 정합니다.",
    ),
    &[
        ("classic", Text::new("classic (floor traders)", "클래식")),
        ("fibonacci", Text::new("Fibonacci", "피보나치")),
        ("camarilla", Text::new("Camarilla", "카마릴라")),
        ("woodie", Text::new("Woodie", "우디")),
    ],
);

const DAY: Param = Param::choice(
    "day",
    Text::new("Day", "하루의 시작"),
    Text::new(
        "When a day begins: at 00:00 UTC, which is 09:00 in Korea, or at midnight in Korea.",
        "하루가 언제 시작하는지입니다. 한국 시간 09:00(00:00 UTC) 또는 한국 시간 자정입니다.",
    ),
    &[
        (
            "utc_day",
            Text::new("00:00 UTC (09:00 KST)", "한국 시간 09:00"),
        ),
        ("kst_midnight", Text::new("00:00 KST", "한국 시간 00:00")),
    ],
);

fn day_of(param: f64) -> Calendar {
    if param == 0.0 {
        Calendar::UtcDay
    } else {
        Calendar::KstMidnight
    }
}

/// How levels are made of a high h, a low l, a close c, the range r = h − l and the pivot p.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formula {
    /// p = (h + l + c) ÷ 3; 2p − l, p + r, h + 2·(p − l), h + 3·(p − l), and mirrored below.
    Classic,
    /// p = (h + l + c) ÷ 3; p ± 0.382·r, 0.618·r, r, 1.618·r.
    Fibonacci,
    /// p = (h + l + c) ÷ 3; c ± 1.1·r ÷ 12, ÷ 6, ÷ 4, ÷ 2 (Stott 1989).
    Camarilla,
    /// p = (h + l + 2c) ÷ 4; 2p − l, p + r, h + 2·(p − l), the last + r, and mirrored below.
    Woodie,
}

impl Formula {
    fn of(param: f64) -> Formula {
        match param {
            0.0 => Formula::Classic,
            1.0 => Formula::Fibonacci,
            2.0 => Formula::Camarilla,
            _ => Formula::Woodie,
        }
    }

    /// The pivot, four resistances and four supports after a day.
    pub fn levels(self, high: f64, low: f64, close: f64) -> [f64; 9] {
        let range = high - low;
        let mut pivot = (high + low + close) / 3.0;
        let around = |middle: f64, steps: [f64; 4]| {
            let [a, b, c, d] = steps.map(|step| step * range);
            [
                [middle + a, middle + b, middle + c, middle + d],
                [middle - a, middle - b, middle - c, middle - d],
            ]
        };
        let floor = |p: f64| {
            let (up, down) = (p - low, high - p);
            [
                [p + up, p + range, high + 2.0 * up, high + 3.0 * up],
                [p - down, p - range, low - 2.0 * down, low - 3.0 * down],
            ]
        };
        let [above, below] = match self {
            Formula::Classic => floor(pivot),
            Formula::Fibonacci => around(pivot, [0.382, 0.618, 1.0, 1.618]),
            Formula::Camarilla => around(close, [1.1 / 12.0, 1.1 / 6.0, 1.1 / 4.0, 1.1 / 2.0]),
            Formula::Woodie => {
                pivot = (high + low + 2.0 * close) / 4.0;
                let [mut above, mut below] = floor(pivot);
                above[3] = above[2] + range;
                below[3] = below[2] - range;
                [above, below]
            }
        };
        let ([r1, r2, r3, r4], [s1, s2, s3, s4]) = (above, below);
        [pivot, r1, r2, r3, r4, s1, s2, s3, s4]
    }
}

/// Levels of the last day that is over. A day that the data begins in the middle of gives none: its high and low are not
/// known.
#[derive(Clone, Debug)]
pub struct Pivots {
    formula: Formula,
    calendar: Calendar,
    day: Option<Day>,
    levels: [f64; 9],
}

/// A day under way.
#[derive(Clone, Copy, Debug)]
struct Day {
    number: i64,
    whole: bool,
    high: f64,
    low: f64,
    close: f64,
}

impl Pivots {
    /// Levels from the days of a calendar.
    pub fn new(formula: Formula, calendar: Calendar) -> Pivots {
        Pivots {
            formula,
            calendar,
            day: None,
            levels: [f64::NAN; 9],
        }
    }
}

impl Kernel<4, 9> for Pivots {
    fn next(&mut self, [high, low, close, time]: [f64; 4]) -> [f64; 9] {
        if high.is_nan() || low.is_nan() || close.is_nan() || time.is_nan() {
            return [f64::NAN; 9];
        }
        let number = self.calendar.period(time);
        match &mut self.day {
            Some(day) if day.number == number => {
                day.high = day.high.max(high);
                day.low = day.low.min(low);
                day.close = close;
            }
            before => {
                if let Some(day) = before
                    && day.whole
                {
                    self.levels = self.formula.levels(day.high, day.low, day.close);
                }
                let whole = before.is_some() || self.calendar.begins(time);
                *before = Some(Day {
                    number,
                    whole,
                    high,
                    low,
                    close,
                });
            }
        }
        self.levels
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: f64 = 3_600_000.0;

    fn near(got: [f64; 9], expected: [f64; 9]) {
        for (got, expected) in got.iter().zip(expected) {
            assert!((got - expected).abs() < 1e-12, "{got} {expected}");
        }
    }

    #[test]
    fn each_formula_follows_its_definition() {
        // High 120, low 100, close 116, range 20: p = 112, of Woodie 113.
        let levels = |formula: Formula| formula.levels(120.0, 100.0, 116.0);
        let classic = [112.0, 124.0, 132.0, 144.0, 156.0, 104.0, 92.0, 84.0, 76.0];
        near(levels(Formula::Classic), classic);
        let fibonacci = [
            112.0, 119.64, 124.36, 132.0, 144.36, 104.36, 99.64, 92.0, 79.64,
        ];
        near(levels(Formula::Fibonacci), fibonacci);
        let (a, b) = (22.0 / 12.0, 22.0 / 6.0);
        let camarilla = [
            112.0,
            116.0 + a,
            116.0 + b,
            121.5,
            127.0,
            116.0 - a,
            116.0 - b,
            110.5,
            105.0,
        ];
        near(levels(Formula::Camarilla), camarilla);
        let woodie = [113.0, 126.0, 133.0, 146.0, 166.0, 106.0, 93.0, 86.0, 66.0];
        near(levels(Formula::Woodie), woodie);
    }

    #[test]
    fn a_day_speaks_once_it_is_over() {
        let mut kernel = Pivots::new(Formula::Classic, Calendar::UtcDay);
        let mut at = |hour: f64, [high, low, close]: [f64; 3]| {
            kernel.next([high, low, close, hour * HOUR])[0]
        };
        assert!(at(0.0, [110.0, 100.0, 105.0]).is_nan());
        assert!(at(23.0, [120.0, 109.0, 116.0]).is_nan());
        assert_eq!(at(24.0, [999.0, 1.0, 5.0]), 112.0);
        assert_eq!(at(47.0, [7.0, 6.0, 6.5]), 112.0);
        // (999 + 1 + 6.5) ÷ 3
        assert_eq!(at(48.0, [7.0, 6.0, 6.5]), 1006.5 / 3.0);
    }

    #[test]
    fn a_day_that_is_not_whole_says_nothing() {
        let mut kernel = Pivots::new(Formula::Classic, Calendar::KstMidnight);
        let mut at = |hour: f64, price: f64| kernel.next([price, price, price, hour * HOUR])[0];
        // 00:00 UTC is in the middle of a day that began in Korea at 15:00 UTC.
        assert!(at(0.0, 1.0).is_nan());
        assert!(at(15.0, 2.0).is_nan());
        assert!(at(38.0, 2.0).is_nan());
        assert_eq!(at(39.0, 3.0), 2.0);
    }
}
