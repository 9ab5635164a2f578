//! Fisher's F distribution.

use super::beta::{incomplete_beta, power_term};
use super::gamma::LN_RANGE;
use super::solve::{Tail, place_of};
use super::{DistributionError, positive};

/// The ratio of two mean squares with their degrees of freedom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FisherF {
    above: f64,
    below: f64,
}

impl FisherF {
    /// Degrees of freedom of the numerator and of the denominator.
    pub fn new(numerator: f64, denominator: f64) -> Result<Self, DistributionError> {
        let name = "F distribution";
        Ok(Self {
            above: positive(name, "the numerator's degrees of freedom", numerator)?,
            below: positive(name, "the denominator's degrees of freedom", denominator)?,
        })
    }

    /// The density at f; 0 below zero.
    pub fn density(&self, f: f64) -> f64 {
        if f < 0.0 {
            return 0.0;
        }
        if f == 0.0 {
            return match self.above {
                degrees if degrees < 2.0 => f64::INFINITY,
                degrees if degrees > 2.0 => 0.0,
                _ => 1.0,
            };
        }
        let (x, y) = self.shares(f);
        power_term(0.5 * self.above, 0.5 * self.below, x, y) / f
    }

    /// The probability of a value below f.
    pub fn below(&self, f: f64) -> f64 {
        self.both(f).0
    }

    /// The probability of a value above f: the p-value of an F test.
    pub fn above(&self, f: f64) -> f64 {
        self.both(f).1
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
        let ln_f = place_of(wanted, 0.0, LN_RANGE, |ln_f| {
            let (x, y) = self.shares(libm::exp(ln_f));
            let (a, b) = (0.5 * self.above, 0.5 * self.below);
            let (below, above) = incomplete_beta(a, b, x, y);
            let tail = if lower { below } else { above };
            let flow = power_term(a, b, x, y);
            Tail {
                ln_probability: libm::log(tail),
                slope: if lower { flow / tail } else { -flow / tail },
            }
        });
        libm::exp(ln_f)
    }

    /// I_x(d1/2, d2/2) with x = d1·f ÷ (d1·f + d2), and its complement (Abramowitz & Stegun 26.6.2).
    fn both(&self, f: f64) -> (f64, f64) {
        if f <= 0.0 {
            return (0.0, 1.0);
        }
        let (x, y) = self.shares(f);
        incomplete_beta(0.5 * self.above, 0.5 * self.below, x, y)
    }

    fn shares(&self, f: f64) -> (f64, f64) {
        let ratio = f * (self.above / self.below);
        if ratio > 1.0 {
            let inverse = 1.0 / ratio;
            (1.0 / (1.0 + inverse), inverse / (1.0 + inverse))
        } else {
            (ratio / (1.0 + ratio), 1.0 / (1.0 + ratio))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::StudentT;
    use super::*;
    use proptest::prelude::*;

    fn near(got: f64, expected: f64, relative: f64) -> bool {
        (got - expected).abs() <= relative * expected.abs()
    }

    #[test]
    fn two_and_two_degrees_have_closed_forms() {
        let f = FisherF::new(2.0, 2.0).unwrap();
        for x in [1e-9_f64, 0.2, 1.0, 7.0, 1e9] {
            assert!(near(f.above(x), 1.0 / (1.0 + x), 1e-13), "{x}");
            assert!(
                near(f.density(x), 1.0 / ((1.0 + x) * (1.0 + x)), 1e-13),
                "{x}"
            );
        }
        assert!(near(f.quantile(0.9), 9.0, 1e-13));
        assert_eq!((f.below(-1.0), f.density(0.0)), (0.0, 1.0));
    }

    #[test]
    fn the_edges_and_outside() {
        let f = FisherF::new(3.0, 8.0).unwrap();
        assert_eq!((f.quantile(0.0), f.quantile(1.0)), (0.0, f64::INFINITY));
        assert!(f.quantile(f64::NAN).is_nan() && f.above(f64::NAN).is_nan());
        assert_eq!(f.above(f64::INFINITY), 0.0);
        assert!(FisherF::new(1.0, f64::INFINITY).is_err());
    }

    proptest! {
        #[test]
        fn one_numerator_degree_is_the_square_of_t(degrees in 1.0_f64..500.0, t in 0.01_f64..30.0) {
            let f = FisherF::new(1.0, degrees).unwrap();
            let two_sided = StudentT::new(degrees).unwrap().outside(t);
            prop_assert!(near(f.above(t * t), two_sided, 1e-11));
        }

        #[test]
        fn the_probability_below_a_quantile_is_the_one_asked(
            above in 0.5_f64..300.0, below in 0.5_f64..300.0, p in 1e-9_f64..0.999_999,
        ) {
            let f = FisherF::new(above, below).unwrap();
            prop_assert!(near(f.below(f.quantile(p)), p, 1e-10));
        }
    }
}
