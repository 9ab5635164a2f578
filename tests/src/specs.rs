//! Random specs of every strategy for the suites.

use domain::random::Random;
use domain::{Bps, Cash, Costs, FillPolicy, Ratio, RunSpec, Sizing, Symbol, Timeframe};
use std::collections::BTreeMap;
use strategies::{ParamKind, Strategy};

/// A run of any strategy with random values, all of them allowed; the seed decides everything.
pub fn random_spec(seed: u64, symbols: usize) -> RunSpec {
    let mut random = Random::new(seed, 1_000);
    let strategy = strategies::ALL[random.below(strategies::ALL.len())];
    let symbols: Vec<Symbol> = (0..symbols).map(crate::market::symbol).collect();
    let mut spec = strategies::defaults::spec(strategy, symbols, Timeframe::Day1);
    loop {
        spec.strategy.params = random_params(strategy, &mut random);
        // Some pairs of values exclude each other; draw again.
        if strategies::plan_of(&spec.strategy).is_ok() {
            break;
        }
    }
    spec.fill = FillPolicy::ALL[random.below(FillPolicy::ALL.len())];
    spec.costs = Costs {
        fee: bps(random.uniform() * 60.0),
        slippage: bps(random.uniform() * 60.0),
    };
    spec.sizing = Sizing::EqualSlots {
        fraction: ratio(0.05 + 0.95 * random.uniform()),
    };
    spec.cash = cash(libm::exp(9.0 + 9.0 * random.uniform()));
    spec
}

fn random_params(strategy: &Strategy, random: &mut Random) -> BTreeMap<String, f64> {
    let draw = |param: &strategies::Param| {
        let (min, max) = param.range();
        let value = min + random.uniform() * (max - min);
        // Short periods meet more crosses in short markets.
        let value = if random.chance(0.5) {
            value.min(min + 8.0)
        } else {
            value
        };
        let whole = !matches!(param.kind, ParamKind::Float { .. });
        (
            param.id.to_owned(),
            if whole { value.round() } else { value },
        )
    };
    strategy.params.iter().map(draw).collect()
}

fn bps(value: f64) -> Bps {
    Bps::new(value).unwrap_or(Bps::ZERO)
}

fn cash(value: f64) -> Cash {
    Cash::new(value).unwrap_or(Cash::ZERO)
}

fn ratio(value: f64) -> Ratio {
    Ratio::new(value).unwrap_or_default()
}
