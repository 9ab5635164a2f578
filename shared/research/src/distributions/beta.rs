//! The beta distribution and the regularised incomplete beta function below it.

use super::incomplete_gamma::{away_from_zero, deviance, stirling_error};
use super::solve::{Tail, place_of};
use super::{DistributionError, positive};
use std::f64::consts::PI;

const MAX_TERMS: usize = 100_000;

/// The beta distribution on [0, 1].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beta {
    a: f64,
    b: f64,
}

impl Beta {
    /// Both shapes must be positive.
    pub fn new(a: f64, b: f64) -> Result<Self, DistributionError> {
        Ok(Self {
            a: positive("beta distribution", "the first shape", a)?,
            b: positive("beta distribution", "the second shape", b)?,
        })
    }

    /// x^(a−1)·(1−x)^(b−1) ÷ B(a, b).
    pub fn density(&self, x: f64) -> f64 {
        if x.is_nan() {
            return f64::NAN;
        }
        if !(0.0..=1.0).contains(&x) {
            return 0.0;
        }
        if x == 0.0 || x == 1.0 {
            let (here, other) = if x == 0.0 {
                (self.a, self.b)
            } else {
                (self.b, self.a)
            };
            return match here {
                shape if shape < 1.0 => f64::INFINITY,
                shape if shape > 1.0 => 0.0,
                // x^0·(1 − x)^(b−1) ÷ B(1, b) at 0 is b.
                _ => other,
            };
        }
        power_term(self.a, self.b, x, 1.0 - x) / (x * (1.0 - x))
    }

    /// The probability of a value below x.
    pub fn below(&self, x: f64) -> f64 {
        incomplete_beta(self.a, self.b, x, 1.0 - x).0
    }

    /// The probability of a value above x.
    pub fn above(&self, x: f64) -> f64 {
        incomplete_beta(self.a, self.b, x, 1.0 - x).1
    }

    /// The value with probability p below it.
    pub fn quantile(&self, p: f64) -> f64 {
        if p.is_nan() || !(0.0..=1.0).contains(&p) {
            return f64::NAN;
        }
        if p == 0.0 || p == 1.0 {
            return p;
        }
        let lower = p <= 0.5;
        let wanted = libm::log(if lower { p } else { 1.0 - p });
        let start = libm::log(self.a / self.b);
        let odds = place_of(wanted, start, (-745.0, 745.0), |ln_odds| {
            let (x, y) = from_ln_odds(ln_odds);
            let (below, above) = incomplete_beta(self.a, self.b, x, y);
            let tail = if lower { below } else { above };
            let flow = power_term(self.a, self.b, x, y);
            Tail {
                ln_probability: libm::log(tail),
                slope: if lower { flow / tail } else { -flow / tail },
            }
        });
        from_ln_odds(odds).0
    }
}

/// I_x(a, b) and I_y(b, a) = 1 − I_x(a, b), the regularised incomplete beta function for a, b > 0.
///
/// `y` must be 1 − x; it is asked for because a caller often knows it with more digits than 1 − x keeps.
/// Continued fraction by Lentz's method as in Press et al., Numerical Recipes, 6.4, with the factor
/// x^a·y^b ÷ B(a, b) by Loader's method.
pub fn incomplete_beta(a: f64, b: f64, x: f64, y: f64) -> (f64, f64) {
    if !(a.is_finite() && a > 0.0 && b.is_finite() && b > 0.0) || x.is_nan() || y.is_nan() {
        return (f64::NAN, f64::NAN);
    }
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    if y <= 0.0 {
        return (1.0, 0.0);
    }
    let front = power_term(a, b, x, y);
    if x * (a + b + 2.0) < a + 1.0 {
        let below = (front * fraction(a, b, x) / a).min(1.0);
        (below, 1.0 - below)
    } else {
        let above = (front * fraction(b, a, y) / b).min(1.0);
        (1.0 - above, above)
    }
}

/// x^a·y^b ÷ B(a, b), without the cancellation of its logarithms (C. Loader 2000, as for the gamma distribution).
pub(super) fn power_term(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let n = a + b;
    let exponent = stirling_error(n)
        - stirling_error(a)
        - stirling_error(b)
        - deviance(a, n * x)
        - deviance(b, n * y);
    libm::exp(exponent) * (a * b / (2.0 * PI * n)).sqrt()
}

fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    for m in 1..MAX_TERMS {
        let m = m as f64;
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away_from_zero(1.0 + even * d);
        c = away_from_zero(1.0 + even / c);
        value *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away_from_zero(1.0 + odd * d);
        c = away_from_zero(1.0 + odd / c);
        let step = d * c;
        value *= step;
        if (step - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    value
}

/// x and 1 − x from ln(x ÷ (1 − x)).
fn from_ln_odds(ln_odds: f64) -> (f64, f64) {
    let odds = libm::exp(-ln_odds.abs());
    let small = odds / (1.0 + odds);
    if ln_odds < 0.0 {
        (small, 1.0 - small)
    } else {
        (1.0 - small, small)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn near(got: f64, expected: f64, relative: f64) -> bool {
        (got - expected).abs() <= relative * expected.abs()
    }

    #[test]
    fn whole_shapes_are_binomial_sums() {
        // I_x(2, 3) = Σ_{k=2..4} C(4, k)·x^k·(1−x)^(4−k) = 6x²y² + 4x³y + x⁴.
        for x in [1e-9, 0.1, 0.35, 0.6, 0.97] {
            let y = 1.0 - x;
            let expected = 6.0 * x * x * y * y + 4.0 * x * x * x * y + x * x * x * x;
            assert!(
                near(incomplete_beta(2.0, 3.0, x, y).0, expected, 1e-14),
                "{x}"
            );
        }
    }

    #[test]
    fn one_shape_of_one_is_a_power() {
        for x in [1e-250, 1e-5, 0.2, 0.9] {
            let got = incomplete_beta(0.7, 1.0, x, 1.0 - x).0;
            assert!(near(got, libm::pow(x, 0.7), 1e-13), "{x}");
        }
        let density = Beta::new(1.0, 4.0).unwrap();
        assert!(near(density.density(0.25), 4.0 * 0.75 * 0.75 * 0.75, 1e-14));
        assert_eq!(density.density(0.0), 4.0);
        assert_eq!(density.density(1.0), 0.0);
    }

    #[test]
    fn the_arcsine_law_has_a_closed_quantile() {
        let arcsine = Beta::new(0.5, 0.5).unwrap();
        for p in [1e-100, 1e-6, 0.1, 0.5, 0.9, 1.0 - 1e-9] {
            let sine = libm::sin(0.5 * PI * p);
            assert!(near(arcsine.quantile(p), sine * sine, 1e-12), "{p}");
        }
        assert_eq!((arcsine.quantile(0.0), arcsine.quantile(1.0)), (0.0, 1.0));
        assert!(arcsine.quantile(-0.1).is_nan());
    }

    #[test]
    fn a_shape_that_is_not_positive_is_refused() {
        assert!(Beta::new(0.0, 1.0).is_err());
        assert!(Beta::new(1.0, f64::NAN).is_err());
        assert!(incomplete_beta(-1.0, 1.0, 0.5, 0.5).0.is_nan());
    }

    proptest! {
        #[test]
        fn the_probability_below_a_quantile_is_the_one_asked(
            a in 0.1_f64..200.0, b in 0.1_f64..200.0, ln_p in -60.0_f64..-0.7,
        ) {
            let beta = Beta::new(a, b).unwrap();
            let p = libm::exp(ln_p);
            let x = beta.quantile(p);
            prop_assume!(x > 1e-290 && x < 0.999);
            prop_assert!(near(beta.below(x), p, 1e-10), "{} {}", beta.below(x), p);
        }

        #[test]
        fn swapping_the_shapes_mirrors_the_function(
            a in 0.1_f64..200.0, b in 0.1_f64..200.0, x in 0.0_f64..1.0,
        ) {
            let (below, above) = incomplete_beta(a, b, x, 1.0 - x);
            let (mirrored_below, mirrored_above) = incomplete_beta(b, a, 1.0 - x, x);
            prop_assert!((below - mirrored_above).abs() < 1e-12);
            prop_assert!((above - mirrored_below).abs() < 1e-12);
        }
    }
}
