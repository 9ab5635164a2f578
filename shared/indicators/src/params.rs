//! Parameters that many indicators share, defined once.

use domain::{Param, ParamKind, Text, Unit};

/// How many bars are looked at, from 1.
pub const fn period(default: i64) -> Param {
    bars(
        "period",
        Text::new("Period", "기간"),
        Text::new("How many bars are looked at.", "몇 개의 봉을 보는지입니다."),
        1,
        default,
    )
}

/// A length in bars with a name of its own.
pub const fn bars(id: &'static str, label: Text, help: Text, min: i64, default: i64) -> Param {
    Param::whole(id, label, help, [min, 5000, default]).counted_in(Unit::Bars)
}

/// The faster of two lengths.
pub const fn fast(default: i64) -> Param {
    bars(
        "fast",
        Text::new("Fast period", "단기 기간"),
        Text::new("Length of the faster line.", "빠른 선의 기간입니다."),
        1,
        default,
    )
}

/// The slower of two lengths.
pub const fn slow(default: i64) -> Param {
    bars(
        "slow",
        Text::new("Slow period", "장기 기간"),
        Text::new("Length of the slower line.", "느린 선의 기간입니다."),
        1,
        default,
    )
}

/// A plain number with a range: least, most, default and a slider's step.
pub const fn number(id: &'static str, label: Text, help: Text, range: [f64; 4]) -> Param {
    Param::number(id, label, help, range).counted_in(Unit::Times)
}

/// How many deviations or true ranges a band is away from its middle.
pub const fn width(id: &'static str, label: Text, default: f64) -> Param {
    number(
        id,
        label,
        Text::new(
            "How many times the spread the band lies from its middle.",
            "밴드가 중심에서 변동폭의 몇 배 떨어져 있는지입니다.",
        ),
        [0.0, 20.0, default, 0.1],
    )
}

/// Where an exponential average begins: traders differ, and the first hundred bars show it.
pub const EMA_SEED: Param = Param::choice(
    "seed",
    Text::new("Seed", "시작값"),
    Text::new(
        "Begin with the mean of the first bars (TA-Lib, TradingView) or with the first value (pandas).",
        "첫 구간의 평균으로 시작하거나(TA-Lib, TradingView) 첫 값으로 시작합니다(pandas).",
    ),
    &[
        ("mean", Text::new("mean of the first bars", "첫 구간 평균")),
        ("first", Text::new("first value", "첫 값")),
    ],
);

/// How true ranges or price changes are averaged.
pub const SMOOTHING: Param = Param::choice(
    "smoothing",
    Text::new("Smoothing", "평균 방식"),
    Text::new(
        "Wilder's running average or a simple average of the window.",
        "와일더 이동평균 또는 단순 이동평균입니다.",
    ),
    &[
        ("wilder", Text::new("Wilder", "와일더")),
        ("simple", Text::new("simple", "단순")),
    ],
);

/// By what a sum of squares is divided.
pub const DEVIATION: Param = Param::choice(
    "deviation",
    Text::new("Deviation", "표준편차"),
    Text::new(
        "Divide by n (population: TA-Lib, TradingView) or by n − 1 (sample: pandas).",
        "n으로 나누거나(모집단: TA-Lib, TradingView) n − 1로 나눕니다(표본: pandas).",
    ),
    &[
        ("population", Text::new("population, ÷ n", "모집단, ÷ n")),
        ("sample", Text::new("sample, ÷ (n − 1)", "표본, ÷ (n − 1)")),
    ],
);

/// How many bars make a year, for volatilities of a year.
pub const BARS_PER_YEAR: Param = Param {
    id: "bars_per_year",
    label: Text::new("Bars per year", "연간 봉 수"),
    help: Text::new(
        "Makes the value that of a year: 365 for daily bars of coins, 8760 for hourly ones, 252 for daily bars of stocks. 0 leaves it per bar.",
        "값을 연율로 바꿉니다. 코인 일봉은 365, 코인 1시간봉은 8760, 주식 일봉은 252입니다. 0이면 봉 하나 기준 그대로 둡니다.",
    ),
    unit: Unit::Bars,
    kind: ParamKind::Float {
        min: 0.0,
        max: 40_000_000.0,
        default: 0.0,
        step: 1.0,
    },
};

/// A time of day on a clock of the place, in hours: 9.5 is half past nine.
pub const fn hour(id: &'static str, label: Text, help: Text, default: f64) -> Param {
    Param {
        id,
        label,
        help,
        unit: Unit::None,
        kind: ParamKind::Float {
            min: 0.0,
            max: 24.0,
            default,
            step: 0.25,
        },
    }
}

/// How many bars on each side a swing must stand out among.
pub const STRENGTH: Param = bars(
    "strength",
    Text::new("Swing strength", "스윙 강도"),
    Text::new(
        "How many bars on each side a top or bottom must stand out among; it is known that many bars later.",
        "고점·저점이 양옆 몇 개의 봉보다 두드러져야 하는지입니다. 그만큼의 봉이 지난 뒤에 확정됩니다.",
    ),
    1,
    5,
);

/// Bars of the average true range that distances are measured in.
pub const TRUE_RANGE: Param = bars(
    "atr",
    Text::new("ATR period", "ATR 기간"),
    Text::new(
        "Bars of the average true range that distances are measured in.",
        "거리를 재는 단위인 ATR의 기간입니다.",
    ),
    1,
    14,
);
