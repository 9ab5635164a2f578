//! How long the blocks of a bootstrap must be, from how strongly the series remembers.

use crate::sample::{self, SampleError};

/// Mean block lengths that make a bootstrap of the mean most accurate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BlockLength {
    /// For the stationary bootstrap.
    pub stationary: f64,
    /// For the circular block bootstrap.
    pub circular: f64,
}

/// Fewest values the rule can work on.
pub const FEWEST: usize = 12;

/// The rule of D. Politis & H. White, "Automatic Block-Length Selection for the Dependent Bootstrap", Econometric
/// Reviews 23 (2004), with the correction by A. Patton, D. Politis & H. White (2009).
///
/// - c = 2·√(log₁₀n ÷ n), k = max(5, ⌊log₁₀n⌋), longest lag ⌈√n⌉ + k
/// - m̂ = first lag from which k autocorrelations in a row stay below c; M = 2·max(m̂, 1), at most the longest lag
/// - λ(x) = 1 up to ½, then 2(1 − x); G = Σ_{|j|≤M} λ(j/M)·|j|·γ_j; V = Σ_{|j|≤M} λ(j/M)·γ_j
/// - b = (2G² ÷ D)^⅓ · n^⅓ with D = 2V² (stationary) or 4/3·V² (circular), at most ⌈min(3√n, n/3)⌉
///
/// Autocorrelations are divided by the lengths of the two overlapping pieces, as in the authors' own program. The
/// answer may lie below 1, which says that single values will do.
pub fn optimal(values: &[f64]) -> Result<BlockLength, SampleError> {
    const WHAT: &str = "series";
    sample::check(WHAT, values, FEWEST)?;
    let no_spread = SampleError::NoSpread { what: WHAT };
    let (mean, deviation) = sample::mean_and_deviation(values).ok_or(no_spread)?;
    if deviation == 0.0 {
        return Err(no_spread);
    }
    // The answer doesn't depend on the scale, and in deviations nothing under- or overflows.
    let e: Vec<f64> = values.iter().map(|x| (x - mean) / deviation).collect();
    let length = e.len();
    let n = length as f64;
    let run = 5.max(libm::log10(n) as usize);
    let longest = n.sqrt().ceil() as usize + run;
    let band = 2.0 * (libm::log10(n) / n).sqrt();

    let squares = |part: &[f64]| part.iter().map(|x| x * x).sum::<f64>();
    let products: Vec<f64> = (0..=longest)
        .map(|lag| {
            e.iter()
                .zip(&e[lag..])
                .map(|(now, later)| now * later)
                .sum()
        })
        .collect();
    let small: Vec<bool> = products
        .iter()
        .enumerate()
        .map(|(lag, product)| {
            let norm = (squares(&e[lag + 1..]) * squares(&e[..length - lag - 1])).sqrt();
            product.abs() < band * norm
        })
        .collect();
    // The run must lie before the longest lag.
    let quiet = (0..=longest - run).find(|&lag| small[lag..lag + run].iter().all(|yes| *yes));
    let reach = quiet.map_or(longest, |lag| (2 * lag.max(1)).min(longest));

    let mut slope = 0.0;
    let mut variance = products[0] / n;
    for (lag, product) in products.iter().enumerate().take(reach + 1).skip(1) {
        let share = lag as f64 / reach as f64;
        let weight = if share <= 0.5 {
            1.0
        } else {
            2.0 * (1.0 - share)
        };
        slope += 2.0 * weight * lag as f64 * product / n;
        variance += 2.0 * weight * product / n;
    }
    let cap = (3.0 * n.sqrt()).min(n / 3.0).ceil();
    // No variance left means that the memory never ends within the sample: the cap.
    let block = |factor: f64| {
        let cube = 2.0 * slope * slope / (factor * variance * variance) * n;
        if cube.is_finite() {
            libm::cbrt(cube).min(cap)
        } else {
            cap
        }
    };
    Ok(BlockLength {
        stationary: block(2.0),
        circular: block(4.0 / 3.0),
    })
}

/// The block length to use on returns: the larger of the rules for r and for r², and never below 1.
///
/// Volatility remembers longer than returns do, and a bootstrap of a drawdown or a Sharpe ratio depends on it;
/// taking the larger of both is this project's choice.
pub fn for_returns(returns: &[f64]) -> Result<BlockLength, SampleError> {
    let plain = optimal(returns)?;
    let largest = returns.iter().fold(0.0_f64, |most, r| most.max(r.abs()));
    let squared: Vec<f64> = returns
        .iter()
        .map(|r| (r / largest) * (r / largest))
        .collect();
    let of_squares = match optimal(&squared) {
        Ok(length) => length,
        // Returns of one size have no volatility to remember.
        Err(SampleError::NoSpread { .. }) => plain,
        Err(other) => return Err(other),
    };
    Ok(BlockLength {
        stationary: plain.stationary.max(of_squares.stationary).max(1.0),
        circular: plain.circular.max(of_squares.circular).max(1.0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::random::Random;

    fn autoregressive(memory: f64, n: usize) -> Vec<f64> {
        let mut random = Random::named(11, "block length", 0);
        let mut last = 0.0;
        (0..n)
            .map(|_| {
                last = memory * last + random.normal();
                last
            })
            .collect()
    }

    #[test]
    fn a_long_memory_asks_for_long_blocks() {
        // Politis & White 2004: for an AR(1) with ρ the optimum is (G² ÷ V²·n)^⅓ with G ÷ V = 2ρ ÷ (1 − ρ²).
        let n = 20_000_u16;
        for memory in [0.3, 0.7] {
            let pull: f64 = 2.0 * memory / (1.0 - memory * memory);
            let ideal = libm::cbrt(pull * pull * f64::from(n));
            let got = optimal(&autoregressive(memory, usize::from(n)))
                .unwrap()
                .stationary;
            assert!((got / ideal - 1.0).abs() < 0.35, "{memory}: {got} {ideal}");
        }
    }

    #[test]
    fn both_lengths_keep_their_fixed_relation() {
        let length = optimal(&autoregressive(0.5, 500)).unwrap();
        assert!((length.circular / length.stationary - libm::cbrt(1.5)).abs() < 1e-12);
    }

    #[test]
    fn scale_and_level_do_not_matter() {
        let values = autoregressive(0.5, 300);
        let moved: Vec<f64> = values.iter().map(|x| 1e-150 * x).collect();
        let (one, other) = (optimal(&values).unwrap(), optimal(&moved).unwrap());
        assert!((one.stationary - other.stationary).abs() < 1e-9);
    }

    #[test]
    fn useless_series_are_refused() {
        assert!(optimal(&[]).is_err());
        assert!(optimal(&[0.1; 50]).is_err());
        assert!(optimal(&[f64::NAN; 50]).is_err());
        assert!(optimal(&autoregressive(0.1, FEWEST - 1)).is_err());
        assert!(optimal(&autoregressive(0.1, FEWEST)).is_ok());
    }

    #[test]
    fn returns_get_blocks_of_one_bar_or_more() {
        let signs: Vec<f64> = autoregressive(0.0, 200)
            .iter()
            .map(|x| x.signum())
            .collect();
        let length = for_returns(&signs).unwrap();
        assert!(length.stationary >= 1.0 && length.circular >= 1.0);
    }
}
