//! Short ways to write down a parameter, and those that many statistics share.

use domain::{Param, Text, Unit};

/// The seed of every statistic that draws.
pub const SEED: Param = whole(
    "seed",
    Text::new("Seed", "시드"),
    Text::new(
        "The same seed gives the same draws.",
        "같은 시드를 쓰면 항상 같은 결과가 나옵니다.",
    ),
    [0, 4_294_967_295, 1],
);

/// How sure an interval or a verdict must be.
pub const CONFIDENCE: Param = percent(
    "confidence",
    Text::new("Confidence", "신뢰수준"),
    Text::new(
        "How sure the answer must be.",
        "얼마나 확실해야 하는지 정합니다.",
    ),
    [50.1, 99.99, 95.0],
);

/// How many resamples.
pub const REPLICATES: Param = whole(
    "replicates",
    Text::new("Resamples", "재표본 횟수"),
    Text::new(
        "More resamples blur the answer less.",
        "많을수록 결과가 안정됩니다.",
    ),
    [100, 100_000, 2000],
);

/// A whole number from `min` to `max` that starts at the third.
pub const fn whole(id: &'static str, label: Text, help: Text, range: [i64; 3]) -> Param {
    Param::whole(id, label, help, range)
}

/// A number of bars.
pub const fn bars(id: &'static str, label: Text, help: Text, range: [i64; 3]) -> Param {
    Param::whole(id, label, help, range).counted_in(Unit::Bars)
}

/// A number from `min` to `max` that starts at the third.
pub const fn number(
    id: &'static str,
    label: Text,
    help: Text,
    [min, max, default]: [f64; 3],
) -> Param {
    Param::number(id, label, help, [min, max, default, 0.01])
}

/// A percentage.
pub const fn percent(id: &'static str, label: Text, help: Text, range: [f64; 3]) -> Param {
    number(id, label, help, range).counted_in(Unit::Percent)
}
