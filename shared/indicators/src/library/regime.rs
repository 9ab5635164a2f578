//! Market regime: trending, ranging or volatile, without flicker.

use super::adx::Adx;
use super::choppiness::Choppiness;
use super::volatility_percentile::VolatilityPercentile;
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::{Param, Text};

/// Definition of the market regime.
pub static INDICATOR: Indicator = Indicator {
    id: "regime",
    name: Text::new("Market regime", "시장 국면"),
    category: Category::Regime,
    about: Text::new(
        "1 trending, 2 ranging, 3 volatile, 0 not known yet, and for how many bars; between the limits of entering and leaving nothing changes.",
        "1 추세, 2 횡보, 3 고변동성, 0 아직 모름과 그 국면이 이어진 봉 수입니다. 진입 기준과 이탈 기준 사이에서는 바뀌지 않습니다.",
    ),
    inputs: &[Input::High, Input::Low, Input::Close],
    outputs: &["regime", "bars"],
    params: &[
        params::bars(
            "period",
            Text::new("Period", "기간"),
            Text::new(
                "Bars of ADX and choppiness.",
                "ADX와 횡보 지수의 기간입니다.",
            ),
            2,
            14,
        ),
        limit(
            "trend_enter",
            Text::new("Trend above", "추세 진입 ADX"),
            25.0,
        ),
        limit(
            "trend_leave",
            Text::new("No trend below", "추세 이탈 ADX"),
            20.0,
        ),
        limit("choppy", Text::new("Choppy above", "횡보 기준"), 61.8),
        limit(
            "smooth",
            Text::new("Smooth below", "추세 기준(횡보 지수)"),
            38.2,
        ),
        limit(
            "wild_enter",
            Text::new("Volatile above", "고변동성 진입"),
            80.0,
        ),
        limit(
            "wild_leave",
            Text::new("Not volatile below", "고변동성 이탈"),
            70.0,
        ),
        params::bars(
            "volatility",
            Text::new("Volatility period", "변동성 기간"),
            Text::new(
                "How many returns a volatility is made of.",
                "변동성 하나를 몇 개의 수익률로 재는지입니다.",
            ),
            2,
            20,
        ),
        params::bars(
            "lookback",
            Text::new("Lookback", "비교 구간"),
            Text::new(
                "With how many earlier volatilities it is compared.",
                "이전 변동성 몇 개와 비교하는지입니다.",
            ),
            1,
            252,
        ),
        params::bars(
            "min_bars",
            Text::new("Shortest regime", "최소 유지 봉 수"),
            Text::new(
                "For how many bars a regime holds at least.",
                "한 국면이 최소한 유지되는 봉 수입니다.",
            ),
            1,
            5,
        ),
    ],
    warm_up: |params| {
        let strength = 2 * params[0] as usize - 1;
        strength.max(params[7] as usize + params[8] as usize)
    },
    memory: |_| Memory::Whole,
    sparse: false,
    kernel: |params| {
        boxed(Regime::new(
            params[0] as usize,
            params[7] as usize,
            params[8] as usize,
            Limits {
                trend_enter: params[1],
                trend_leave: params[2],
                choppy: params[3],
                smooth: params[4],
                wild_enter: params[5],
                wild_leave: params[6],
                min_bars: params[9] as usize,
            },
        ))
    },
};

const fn limit(id: &'static str, label: Text, default: f64) -> Param {
    params::number(
        id,
        label,
        Text::new("A limit from 0 to 100.", "0~100 사이의 기준값입니다."),
        [0.0, 100.0, default, 0.1],
    )
}

/// Where regimes begin and end.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// ADX above this tells a trend.
    pub trend_enter: f64,
    /// ADX below this tells a range.
    pub trend_leave: f64,
    /// Choppiness above this tells a range.
    pub choppy: f64,
    /// Choppiness below this tells a trend.
    pub smooth: f64,
    /// A volatility percentile above this is volatile.
    pub wild_enter: f64,
    /// Below this it is no longer.
    pub wild_leave: f64,
    /// For how many bars a regime holds at least.
    pub min_bars: usize,
}

/// ADX above 25 or choppiness below 38.2 tells a trend; ADX below 20 or choppiness above 61.8 a range; if both are told,
/// or neither, it stays what it was. A volatility percentile above 80 hides both until it falls below 70. The limits
/// are those in common use; a regime changes only after it has held `min_bars`.
#[derive(Clone, Debug)]
pub struct Regime {
    adx: Adx,
    choppiness: Choppiness,
    volatility: VolatilityPercentile,
    state: State,
}

impl Regime {
    /// ADX and choppiness over `period` bars, volatility over `volatility` returns against `lookback` earlier ones.
    pub fn new(period: usize, volatility: usize, lookback: usize, limits: Limits) -> Regime {
        Regime {
            adx: Adx::new(period),
            choppiness: Choppiness::new(period),
            volatility: VolatilityPercentile::new(volatility, lookback),
            state: State::new(limits),
        }
    }
}

impl Kernel<3, 2> for Regime {
    fn next(&mut self, bar: [f64; 3]) -> [f64; 2] {
        if bar.iter().any(|price| price.is_nan()) {
            return [f64::NAN; 2];
        }
        let [adx, ..] = self.adx.next(bar);
        let [choppiness] = self.choppiness.next(bar);
        let [percentile] = self.volatility.next([bar[2]]);
        if adx.is_nan() || choppiness.is_nan() || percentile.is_nan() {
            return [f64::NAN; 2];
        }
        let (kind, bars) = self.state.next(adx, choppiness, percentile);
        [kind as u8 as f64, bars as f64]
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Unknown = 0,
    Trending = 1,
    Ranging = 2,
    Volatile = 3,
}

#[derive(Clone, Debug)]
struct State {
    limits: Limits,
    course: Kind,
    wild: bool,
    shown: Kind,
    bars: usize,
}

impl State {
    fn new(limits: Limits) -> State {
        State {
            limits,
            course: Kind::Unknown,
            wild: false,
            shown: Kind::Unknown,
            bars: 0,
        }
    }

    fn next(&mut self, adx: f64, choppiness: f64, percentile: f64) -> (Kind, usize) {
        let limits = &self.limits;
        let trending = adx > limits.trend_enter || choppiness < limits.smooth;
        let ranging = adx < limits.trend_leave || choppiness > limits.choppy;
        self.course = match (trending, ranging) {
            (true, false) => Kind::Trending,
            (false, true) => Kind::Ranging,
            _ => self.course,
        };
        self.wild =
            percentile > limits.wild_enter || (self.wild && percentile >= limits.wild_leave);
        let told = if self.wild {
            Kind::Volatile
        } else {
            self.course
        };
        let held = self.shown == Kind::Unknown || self.bars >= limits.min_bars;
        if told != self.shown && held {
            self.shown = told;
            self.bars = 0;
        }
        self.bars += 1;
        (self.shown, self.bars)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(min_bars: usize) -> Limits {
        Limits {
            trend_enter: 25.0,
            trend_leave: 20.0,
            choppy: 61.8,
            smooth: 38.2,
            wild_enter: 80.0,
            wild_leave: 70.0,
            min_bars,
        }
    }

    fn run(min_bars: usize, rows: &[[f64; 3]]) -> Vec<(u8, usize)> {
        let mut state = State::new(limits(min_bars));
        let next = |row: &[f64; 3]| {
            let (kind, bars) = state.next(row[0], row[1], row[2]);
            (kind as u8, bars)
        };
        rows.iter().map(next).collect()
    }

    #[test]
    fn between_the_limits_nothing_changes() {
        let rows = [
            [22.0, 50.0, 50.0],
            [26.0, 50.0, 50.0],
            [21.0, 50.0, 50.0],
            [19.0, 50.0, 50.0],
            [24.0, 50.0, 50.0],
            [24.0, 38.0, 50.0],
            [19.0, 38.0, 50.0],
            [24.0, 62.0, 50.0],
        ];
        let expected = [
            (0, 1),
            (1, 1),
            (1, 2),
            (2, 1),
            (2, 2),
            (1, 1),
            (1, 2),
            (2, 1),
        ];
        assert_eq!(run(1, &rows), expected);
    }

    #[test]
    fn volatility_covers_the_course_and_gives_way_below_its_own_limit() {
        let rows = [
            [30.0, 50.0, 50.0],
            [30.0, 50.0, 81.0],
            [15.0, 50.0, 75.0],
            [22.0, 50.0, 69.0],
        ];
        assert_eq!(run(1, &rows), [(1, 1), (3, 1), (3, 2), (2, 1)]);
    }

    #[test]
    fn a_regime_holds_its_shortest_length() {
        let rows = [
            [30.0, 50.0, 50.0],
            [15.0, 50.0, 50.0],
            [30.0, 50.0, 50.0],
            [15.0, 50.0, 50.0],
            [15.0, 50.0, 50.0],
        ];
        assert_eq!(run(3, &rows), [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2)]);
    }

    #[test]
    fn a_steady_rise_is_a_trend() {
        let mut regime = Regime::new(5, 5, 10, limits(1));
        let last = (0..60)
            .map(|bar| {
                let base = 100.0 + f64::from(bar);
                regime.next([base + 1.0, base, base + 1.0])
            })
            .last();
        assert_eq!(last.map(|[kind, _]| kind), Some(1.0));
    }
}
