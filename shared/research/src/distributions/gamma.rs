//! The gamma and chi-squared distributions.

use super::incomplete_gamma::{incomplete_gamma, power_term};
use super::solve::{Tail, place_of};
use super::{DistributionError, positive};

/// Logarithms of the smallest and largest doubles: the bracket of a quantile on (0, ∞).
pub(super) const LN_RANGE: (f64, f64) = (-745.0, 709.7);

/// The gamma distribution with a shape and a scale: mean = shape × scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gamma {
    shape: f64,
    scale: f64,
}

impl Gamma {
    /// Both must be positive.
    pub fn new(shape: f64, scale: f64) -> Result<Self, DistributionError> {
        Ok(Self {
            shape: positive("gamma distribution", "the shape", shape)?,
            scale: positive("gamma distribution", "the scale", scale)?,
        })
    }

    /// x^(a−1)·e^(−x/θ) ÷ (Γ(a)·θ^a).
    pub fn density(&self, x: f64) -> f64 {
        let x = x / self.scale;
        if x < 0.0 {
            0.0
        } else if x == 0.0 {
            match self.shape {
                a if a < 1.0 => f64::INFINITY,
                a if a > 1.0 => 0.0,
                _ => 1.0 / self.scale,
            }
        } else {
            self.shape * power_term(self.shape, x) / x / self.scale
        }
    }

    /// The probability of a value below x.
    pub fn below(&self, x: f64) -> f64 {
        incomplete_gamma(self.shape, x / self.scale).0
    }

    /// The probability of a value above x.
    pub fn above(&self, x: f64) -> f64 {
        incomplete_gamma(self.shape, x / self.scale).1
    }

    /// The value with probability p below it.
    pub fn quantile(&self, p: f64) -> f64 {
        if p.is_nan() || !(0.0..=1.0).contains(&p) {
            return f64::NAN;
        }
        if p == 0.0 {
            return 0.0;
        }
        if p == 1.0 {
            return f64::INFINITY;
        }
        let lower = p <= 0.5;
        let wanted = libm::log(if lower { p } else { 1.0 - p });
        let start = if lower {
            // Near zero P(a, x) ≈ x^a ÷ Γ(a + 1).
            ((wanted + libm::lgamma(self.shape + 1.0)) / self.shape).min(libm::log(self.shape))
        } else {
            libm::log(self.shape)
        };
        let ln_x = place_of(wanted, start, LN_RANGE, |ln_x| {
            let x = libm::exp(ln_x);
            let (below, above) = incomplete_gamma(self.shape, x);
            let tail = if lower { below } else { above };
            let flow = self.shape * power_term(self.shape, x);
            Tail {
                ln_probability: libm::log(tail),
                slope: if lower { flow / tail } else { -flow / tail },
            }
        });
        libm::exp(ln_x) * self.scale
    }
}

/// The chi-squared distribution: the sum of so many squared standard normal values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChiSquared(Gamma);

impl ChiSquared {
    /// Degrees of freedom, whole or not.
    pub fn new(degrees: f64) -> Result<Self, DistributionError> {
        let degrees = positive(
            "chi-squared distribution",
            "the degrees of freedom",
            degrees,
        )?;
        Ok(Self(Gamma {
            shape: 0.5 * degrees,
            scale: 2.0,
        }))
    }

    /// The density at x.
    pub fn density(&self, x: f64) -> f64 {
        self.0.density(x)
    }

    /// The probability of a value below x.
    pub fn below(&self, x: f64) -> f64 {
        self.0.below(x)
    }

    /// The probability of a value above x: the p-value of a chi-squared test.
    pub fn above(&self, x: f64) -> f64 {
        self.0.above(x)
    }

    /// The value with probability p below it.
    pub fn quantile(&self, p: f64) -> f64 {
        self.0.quantile(p)
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
    fn outside_its_range_there_is_no_value() {
        let gamma = Gamma::new(2.0, 3.0).unwrap();
        assert!(gamma.quantile(1.5).is_nan());
        assert_eq!(
            (gamma.quantile(0.0), gamma.quantile(1.0)),
            (0.0, f64::INFINITY)
        );
        let error = ChiSquared::new(-1.0).unwrap_err().to_string();
        assert!(
            error.contains("degrees of freedom") && error.contains("-1"),
            "{error}"
        );
    }

    #[test]
    fn two_degrees_of_freedom_have_closed_forms() {
        let two = ChiSquared::new(2.0).unwrap();
        for p in [1e-300, 1e-10, 0.3, 0.5, 0.7, 0.999] {
            assert!(near(two.quantile(p), -2.0 * libm::log1p(-p), 1e-12), "{p}");
        }
        assert!(near(two.density(3.0), 0.5 * libm::exp(-1.5), 1e-14));
        assert_eq!(two.density(0.0), 0.5);
    }

    proptest! {
        #[test]
        fn the_probability_below_a_quantile_is_the_one_asked(
            shape in 0.05_f64..300.0, scale in 0.01_f64..100.0, ln_p in -200.0_f64..-0.7,
        ) {
            let gamma = Gamma::new(shape, scale).unwrap();
            let p = libm::exp(ln_p);
            let x = gamma.quantile(p);
            prop_assume!(x > 1e-290);
            prop_assert!(near(gamma.below(x), p, 1e-11), "{} {}", gamma.below(x), p);
        }
    }
}
