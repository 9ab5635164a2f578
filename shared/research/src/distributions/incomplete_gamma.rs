//! The regularised incomplete gamma functions, and the pieces of Stirling's formula that keep their digits.

use std::f64::consts::PI;

const MAX_TERMS: usize = 100_000;
const TINY: f64 = 1e-300;

/// ln Γ(x) for x > 0.
pub fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// P(a, x) and Q(a, x), the regularised incomplete gamma functions for a > 0; NaN for any other a.
///
/// Series below a + 1 and Legendre's continued fraction above, as in Press et al., Numerical Recipes, 6.2, with the
/// factor x^a·e^(−x) ÷ Γ(a + 1) by Loader's method; for a small a and x the upper tail has its own series.
pub fn incomplete_gamma(a: f64, x: f64) -> (f64, f64) {
    if !(a.is_finite() && a > 0.0) || x.is_nan() {
        return (f64::NAN, f64::NAN);
    }
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    if x.is_infinite() {
        return (1.0, 0.0);
    }
    if a < 1.0 && x < 1.5 {
        return small(a, x);
    }
    if x < a + 1.0 {
        let (mut term, mut sum) = (1.0, 1.0);
        for k in 1..MAX_TERMS {
            term *= x / (a + k as f64);
            sum += term;
            if term <= sum * 0.1 * f64::EPSILON {
                break;
            }
        }
        let below = (power_term(a, x) * sum).min(1.0);
        return (below, 1.0 - below);
    }
    let above = (a * power_term(a, x) * upper_fraction(a, x)).min(1.0);
    (1.0 - above, above)
}

/// P = x^a ÷ Γ(a + 1) · (1 + S), Q = −(x^a ÷ Γ(a + 1) − 1) − x^a ÷ Γ(a + 1) · S with S = a·Σ (−x)^k ÷ (k!·(a + k)):
/// W. Gautschi, "A computational procedure for incomplete gamma functions", ACM TOMS 5 (1979).
fn small(a: f64, x: f64) -> (f64, f64) {
    let (mut power, mut sum) = (1.0, 0.0);
    for k in 1..60 {
        let k = f64::from(k);
        power *= -x / k;
        let term = a * power / (a + k);
        sum += term;
        if term.abs() <= 0.1 * f64::EPSILON * sum.abs() {
            break;
        }
    }
    let ln_front = a * libm::log(x) - libm::lgamma(a + 1.0);
    let front = libm::exp(ln_front);
    let above = -libm::expm1(ln_front) - front * sum;
    (front * (1.0 + sum), above.max(0.0))
}

/// 1/(x+1−a − 1·(1−a)/(x+3−a − 2·(2−a)/(x+5−a − …))) by Lentz's method.
fn upper_fraction(a: f64, x: f64) -> f64 {
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut fraction = d;
    for k in 1..MAX_TERMS {
        let k = k as f64;
        let numerator = -k * (k - a);
        b += 2.0;
        d = 1.0 / away_from_zero(numerator * d + b);
        c = away_from_zero(b + numerator / c);
        let step = d * c;
        fraction *= step;
        if (step - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    fraction
}

pub(super) fn away_from_zero(x: f64) -> f64 {
    if x.abs() < TINY { TINY } else { x }
}

/// x^a·e^(−x) ÷ Γ(a + 1), without the cancellation of its logarithms:
/// C. Loader, "Fast and accurate computation of binomial probabilities" (2000).
pub(super) fn power_term(a: f64, x: f64) -> f64 {
    libm::exp(-stirling_error(a) - deviance(a, x)) / (2.0 * PI * a).sqrt()
}

/// ln Γ(a + 1) − ln(√(2πa)·(a/e)^a), what Stirling's formula leaves out (Abramowitz & Stegun 6.1.41).
pub(super) fn stirling_error(a: f64) -> f64 {
    if a < 15.0 {
        return libm::lgamma(a + 1.0) - (a + 0.5) * libm::log(a) + a - 0.5 * libm::log(2.0 * PI);
    }
    let square = a * a;
    (1.0 / 12.0
        - (1.0 / 360.0
            - (1.0 / 1260.0
                - (1.0 / 1680.0 - (1.0 / 1188.0 - 691.0 / 360_360.0 / square) / square) / square)
                / square)
            / square)
        / a
}

/// a·ln(a/x) + x − a, exact also where x is near a.
pub(super) fn deviance(a: f64, x: f64) -> f64 {
    let away = (x - a) / a;
    if away.is_infinite() {
        return f64::INFINITY;
    }
    if away.abs() > 0.1 {
        return a * (away - libm::log(x / a));
    }
    // away − ln(1 + away) = away²/2 − away³/3 + away⁴/4 − …
    let (mut power, mut sum) = (away, 0.0);
    for k in 2..40 {
        power *= -away;
        let term = -power / f64::from(k);
        sum += term;
        if term.abs() <= 0.1 * f64::EPSILON * sum.abs() {
            break;
        }
    }
    a * sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn near(got: f64, expected: f64, relative: f64) -> bool {
        (got - expected).abs() <= relative * expected.abs()
    }

    #[test]
    fn shape_one_is_the_exponential_distribution() {
        for x in [1e-300, 1e-9, 0.3, 1.0, 2.0, 40.0, 700.0] {
            let (below, above) = incomplete_gamma(1.0, x);
            assert!(near(below, -libm::expm1(-x), 1e-12), "{x}: {below}");
            assert!(near(above, libm::exp(-x), 1e-12), "{x}: {above}");
        }
    }

    #[test]
    fn shape_one_half_is_the_error_function() {
        for x in [1e-12, 0.1, 1.0, 1.49, 1.51, 3.0, 100.0, 600.0] {
            let (below, above) = incomplete_gamma(0.5, x);
            assert!(near(below, libm::erf(x.sqrt()), 1e-14), "{x}: {below}");
            assert!(near(above, libm::erfc(x.sqrt()), 1e-13), "{x}: {above}");
        }
    }

    #[test]
    fn a_large_shape_keeps_its_digits() {
        // Whole a: Q(a, x) = Σ_{k<a} x^k·e^(−x) ÷ k!, summed here term by term.
        for (a, x) in [(200_u32, 260.0), (1000, 900.0), (1000, 1100.0)] {
            let mut ln_term = -x;
            let mut sum = 0.0;
            for k in 0..a {
                sum += libm::exp(ln_term);
                ln_term += libm::log(x / f64::from(k + 1));
            }
            let (_, above) = incomplete_gamma(f64::from(a), x);
            assert!(near(above, sum, 1e-11), "{a} {x}: {above}, not {sum}");
        }
    }

    #[test]
    fn the_largest_argument_leaves_no_upper_tail() {
        assert_eq!(incomplete_gamma(0.5, f64::MAX), (1.0, 0.0));
        assert_eq!(incomplete_gamma(1e-3, 1e308), (1.0, 0.0));
    }

    #[test]
    fn outside_its_range_there_is_no_value() {
        assert!(incomplete_gamma(0.0, 1.0).0.is_nan());
        assert!(incomplete_gamma(1.0, f64::NAN).1.is_nan());
        assert_eq!(incomplete_gamma(2.0, -1.0), (0.0, 1.0));
        assert_eq!(incomplete_gamma(2.0, f64::INFINITY), (1.0, 0.0));
    }

    proptest! {
        #[test]
        fn the_tails_add_up_to_one(shape in 0.01_f64..500.0, x in 0.0_f64..600.0) {
            let (below, above) = incomplete_gamma(shape, x);
            prop_assert!((below + above - 1.0).abs() < 1e-13);
        }
    }
}
