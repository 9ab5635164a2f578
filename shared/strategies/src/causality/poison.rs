//! Futures that did not happen: bars cut off, scaled, mirrored, shuffled, made of noise, and columns of wild numbers.

use domain::random::Random;
use domain::{Bar, Bars, Text, Ts};

/// The bars that are touched: those behind `last`, up to `end`; what lies behind `end` is left out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Future {
    pub(super) last: Ts,
    pub(super) end: Option<Ts>,
}

impl Future {
    fn touches(self, at: Ts) -> bool {
        at > self.last
    }

    fn leaves_out(self, at: Ts) -> bool {
        self.end.is_some_and(|end| at > end)
    }
}

/// What is done to the bars behind a cut; all of them are sound bars still.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Poison {
    /// There are none.
    CutOff,
    /// Prices and volumes a thousand times as high.
    Larger,
    /// Prices and volumes a thousand times as low.
    Smaller,
    /// The last one comes first.
    Reversed,
    /// What rose falls, and highs and lows have changed places.
    Mirrored,
    /// A random walk.
    Noise,
    /// Every second one is missing.
    Holes,
    /// The next open is as it was, the rest of that bar is wild, and then comes a random walk.
    WildInside,
}

/// What is done to plain columns behind a cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RawPoison {
    /// Not a number.
    Nan,
    /// Beyond all numbers.
    Infinite,
    /// Below all numbers.
    MinusInfinite,
    /// Numbers whose sums overflow.
    Huge,
}

const FACTOR: f64 = 1e3;
const SEED: u64 = 20_260_101;

impl Poison {
    /// Every one.
    pub(super) const ALL: [Poison; 8] = [
        Poison::CutOff,
        Poison::Larger,
        Poison::Smaller,
        Poison::Reversed,
        Poison::Mirrored,
        Poison::Noise,
        Poison::Holes,
        Poison::WildInside,
    ];

    /// What was done, in words.
    pub(super) const fn text(self) -> Text {
        match self {
            Poison::CutOff => Text::new("cut off", "잘라냄"),
            Poison::Larger => Text::new("1000 times as high", "1000배로 키움"),
            Poison::Smaller => Text::new("1000 times as low", "1000분의 1로 줄임"),
            Poison::Reversed => Text::new("in reverse order", "순서를 뒤집음"),
            Poison::Mirrored => Text::new("upside down", "위아래를 뒤집음"),
            Poison::Noise => Text::new("replaced by noise", "잡음으로 바꿈"),
            Poison::Holes => Text::new("every second bar missing", "봉을 하나 걸러 뺌"),
            Poison::WildInside => {
                Text::new("all but the next open replaced", "다음 시가만 남기고 바꿈")
            }
        }
    }

    /// Is the open of the next bar the real one?
    pub(super) const fn keeps_next_open(self) -> bool {
        matches!(self, Poison::WildInside)
    }

    /// The series with another future.
    pub(super) fn apply(self, bars: &Bars, future: Future) -> Bars {
        let all = (0..bars.len()).filter_map(|row| bars.get(row));
        let (past, real): (Vec<Bar>, Vec<Bar>) = all
            .filter(|bar| !future.leaves_out(bar.open_time))
            .partition(|bar| !future.touches(bar.open_time));
        let level = past.last().or(real.first()).map_or(1.0, |bar| bar.close);
        let other = self.other(&real, level);
        let mut changed = Bars::new(bars.timeframe());
        for bar in past.into_iter().chain(other) {
            // A factor could leave the range of numbers; a bar that is none is a hole.
            let _ = changed.push(bar);
        }
        changed
    }

    fn other(self, real: &[Bar], level: f64) -> Vec<Bar> {
        let each = |change: &dyn Fn(&Bar) -> Bar| real.iter().map(change).collect();
        match self {
            Poison::CutOff => Vec::new(),
            Poison::Larger => each(&|bar| scaled(bar, FACTOR)),
            Poison::Smaller => each(&|bar| scaled(bar, 1.0 / FACTOR)),
            Poison::Reversed => {
                let turned = real.iter().zip(real.iter().rev());
                let at = |(place, bar): (&Bar, &Bar)| Bar {
                    open_time: place.open_time,
                    ..*bar
                };
                turned.map(at).collect()
            }
            Poison::Mirrored => each(&|bar| mirrored(bar, level)),
            Poison::Noise => noise(real, level),
            Poison::Holes => real.iter().skip(1).step_by(2).copied().collect(),
            Poison::WildInside => {
                let mut bars = noise(real, level);
                if let (Some(first), Some(real)) = (bars.first_mut(), real.first()) {
                    *first = Bar {
                        high: real.high * FACTOR,
                        low: real.low / FACTOR,
                        close: real.high * FACTOR,
                        volume: real.volume * FACTOR + 1.0,
                        made_up: !real.made_up,
                        ..*real
                    };
                }
                bars
            }
        }
    }
}

fn scaled(bar: &Bar, factor: f64) -> Bar {
    Bar {
        open: bar.open * factor,
        high: bar.high * factor,
        low: bar.low * factor,
        close: bar.close * factor,
        volume: bar.volume * factor,
        ..*bar
    }
}

fn mirrored(bar: &Bar, level: f64) -> Bar {
    let turn = |price: f64| level * (level / price);
    Bar {
        open: turn(bar.open),
        high: turn(bar.low),
        low: turn(bar.high),
        close: turn(bar.close),
        volume: 1.0 / (1.0 + bar.volume),
        ..*bar
    }
}

fn noise(real: &[Bar], level: f64) -> Vec<Bar> {
    let mut random = Random::new(SEED, real.len() as u64);
    let mut price = level;
    let mut next = |bar: &Bar| {
        let mut step = || {
            price *= libm::exp(0.05 * random.normal());
            price
        };
        let (open, other, close) = (step(), step(), step());
        Bar {
            open,
            high: open.max(other).max(close),
            low: open.min(other).min(close),
            close,
            volume: 100.0 * random.uniform(),
            made_up: random.chance(0.1),
            ..*bar
        }
    };
    real.iter().map(&mut next).collect()
}

/// One series as plain numbers that nobody checked.
#[derive(Clone, Debug, PartialEq)]
pub struct RawColumns {
    /// Opening times.
    pub open_time: Vec<Ts>,
    /// First prices.
    pub open: Vec<f64>,
    /// Highest prices.
    pub high: Vec<f64>,
    /// Lowest prices.
    pub low: Vec<f64>,
    /// Last prices.
    pub close: Vec<f64>,
    /// Traded units.
    pub volume: Vec<f64>,
}

impl RawColumns {
    /// The numbers of sound bars.
    pub fn of(bars: &Bars) -> RawColumns {
        let all: Vec<Bar> = (0..bars.len()).filter_map(|row| bars.get(row)).collect();
        let column = |of: fn(&Bar) -> f64| all.iter().map(of).collect();
        RawColumns {
            open_time: all.iter().map(|bar| bar.open_time).collect(),
            open: column(|bar| bar.open),
            high: column(|bar| bar.high),
            low: column(|bar| bar.low),
            close: column(|bar| bar.close),
            volume: column(|bar| bar.volume),
        }
    }
}

impl RawPoison {
    /// Every one.
    pub(super) const ALL: [RawPoison; 4] = [
        RawPoison::Nan,
        RawPoison::Infinite,
        RawPoison::MinusInfinite,
        RawPoison::Huge,
    ];

    /// What was done, in words.
    pub(super) const fn text(self) -> Text {
        match self {
            RawPoison::Nan => Text::new("replaced by NaN", "NaN으로 바꿈"),
            RawPoison::Infinite => Text::new("replaced by ∞", "∞로 바꿈"),
            RawPoison::MinusInfinite => Text::new("replaced by −∞", "−∞로 바꿈"),
            RawPoison::Huge => Text::new("replaced by 1e308", "1e308로 바꿈"),
        }
    }

    const fn value(self) -> f64 {
        match self {
            RawPoison::Nan => f64::NAN,
            RawPoison::Infinite => f64::INFINITY,
            RawPoison::MinusInfinite => f64::NEG_INFINITY,
            RawPoison::Huge => 1e308,
        }
    }
}

/// The columns with another future; the times stay.
pub(super) fn raw(columns: &RawColumns, future: Future, poison: RawPoison) -> RawColumns {
    let kept = |at: &&Ts| !future.leaves_out(**at);
    let open_time: Vec<Ts> = columns.open_time.iter().filter(kept).copied().collect();
    let column = |values: &[f64]| {
        let rows = open_time.iter().zip(values);
        let other = |(at, value): (&Ts, &f64)| {
            if future.touches(*at) {
                poison.value()
            } else {
                *value
            }
        };
        rows.map(other).collect()
    };
    RawColumns {
        open: column(&columns.open),
        high: column(&columns.high),
        low: column(&columns.low),
        close: column(&columns.close),
        volume: column(&columns.volume),
        open_time,
    }
}
