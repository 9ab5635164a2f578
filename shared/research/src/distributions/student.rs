//! Student's t distribution.

use super::beta::{incomplete_beta, power_term};
use super::gamma::LN_RANGE;
use super::solve::{Tail, place_of};
use super::{DistributionError, positive};
use domain::normal;
use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// From so many degrees of freedom on, t is turned into a normal value: the continued fraction would need √ν terms.
const NEARLY_NORMAL: f64 = 1e6;

/// Student's t with degrees of freedom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StudentT {
    degrees: f64,
}

impl StudentT {
    /// Degrees of freedom, whole or not.
    pub fn new(degrees: f64) -> Result<Self, DistributionError> {
        let degrees = positive("Student t distribution", "the degrees of freedom", degrees)?;
        Ok(Self { degrees })
    }

    /// (1 + t²/ν)^(−(ν+1)/2) ÷ (√ν·B(ν/2, 1/2)).
    pub fn density(&self, t: f64) -> f64 {
        if t == 0.0 {
            let ln_beta = libm::lgamma(0.5 * self.degrees) + 0.5 * libm::log(PI)
                - libm::lgamma(0.5 * self.degrees + 0.5);
            return libm::exp(-ln_beta) / self.degrees.sqrt();
        }
        self.flow(t.abs()) / t.abs()
    }

    /// The probability of a value below t.
    pub fn below(&self, t: f64) -> f64 {
        self.above(-t)
    }

    /// The probability of a value above t.
    pub fn above(&self, t: f64) -> f64 {
        if t < 0.0 {
            0.5 + 0.5 * self.between(-t)
        } else {
            0.5 * self.outside(t)
        }
    }

    /// The probability of a value further from zero than t, on either side: a two-sided p-value.
    pub fn outside(&self, t: f64) -> f64 {
        self.both(t.abs()).0
    }

    /// The probability of a value nearer to zero than t.
    pub fn between(&self, t: f64) -> f64 {
        self.both(t.abs()).1
    }

    /// The value with probability p below it.
    pub fn quantile(&self, p: f64) -> f64 {
        if p.is_nan() || !(0.0..=1.0).contains(&p) {
            return f64::NAN;
        }
        if p == 0.5 {
            return 0.0;
        }
        if p == 0.0 || p == 1.0 {
            return if p == 0.0 {
                f64::NEG_INFINITY
            } else {
                f64::INFINITY
            };
        }
        let tail = p.min(1.0 - p);
        // Near the middle what lies between ±t is the small number that keeps its digits.
        let central = tail > 0.25;
        let wanted = libm::log(if central {
            1.0 - 2.0 * tail
        } else {
            2.0 * tail
        });
        let start = libm::log(normal::quantile(tail).abs());
        let ln_t = place_of(wanted, start, LN_RANGE, |ln_t| {
            let t = libm::exp(ln_t);
            let (outside, between) = self.both(t);
            let flow = 2.0 * self.flow(t);
            let (probability, slope) = if central {
                (between, flow / between)
            } else {
                (outside, -flow / outside)
            };
            Tail {
                ln_probability: libm::log(probability),
                slope,
            }
        });
        let size = libm::exp(ln_t);
        if p < 0.5 { -size } else { size }
    }

    /// The probabilities of lying outside and between ±t for t ≥ 0:
    /// I_x(ν/2, 1/2) with x = ν ÷ (ν + t²), and its complement (Abramowitz & Stegun 26.7.1).
    fn both(&self, t: f64) -> (f64, f64) {
        if t.is_nan() {
            return (f64::NAN, f64::NAN);
        }
        if self.degrees >= NEARLY_NORMAL {
            let z = self.normal_value(t);
            return (2.0 * normal::above(z), libm::erf(z * FRAC_1_SQRT_2));
        }
        let half = 0.5 * self.degrees;
        if self.is_far(t) {
            let outside = 2.0 * self.flow(t) / self.degrees;
            return (outside, 1.0 - outside);
        }
        let squared = t * t;
        let (x, y) = if squared > self.degrees {
            let ratio = self.degrees / squared;
            (ratio / (1.0 + ratio), 1.0 / (1.0 + ratio))
        } else {
            let ratio = squared / self.degrees;
            (1.0 / (1.0 + ratio), ratio / (1.0 + ratio))
        };
        incomplete_beta(half, 0.5, x, y)
    }

    /// The normal value with the same tails: G. W. Hill, "Student's t-distribution", Algorithm 395, CACM 13 (1970).
    fn normal_value(&self, t: f64) -> f64 {
        let a = self.degrees - 0.5;
        let b = 48.0 * a * a;
        let y = a * libm::log1p(t * t / self.degrees);
        let third = ((-0.4 * y - 3.3) * y - 24.0) * y - 85.5;
        ((third / (0.8 * y * y + 100.0 + b) + y + 3.0) / b + 1.0) * y.sqrt()
    }

    /// Where 1 + ν/t² is 1 in a double: the tail is then a pure power of t.
    fn is_far(&self, t: f64) -> bool {
        t > 1e9 * self.degrees.max(1.0).sqrt()
    }

    /// Density × t for t > 0: how fast the tail falls per relative step of t.
    fn flow(&self, t: f64) -> f64 {
        let half = 0.5 * self.degrees;
        if self.is_far(t) {
            let ln_beta = libm::lgamma(half) + 0.5 * libm::log(PI) - libm::lgamma(half + 0.5);
            let ln_ratio = 0.5 * libm::log(self.degrees) - libm::log(t);
            return libm::exp(self.degrees * ln_ratio - ln_beta);
        }
        let ratio = t / self.degrees.sqrt();
        let squared = ratio * ratio;
        let x = 1.0 / (1.0 + squared);
        let y = squared * x;
        if y == 0.0 {
            return 0.0;
        }
        power_term(half, 0.5, x, y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn near(got: f64, expected: f64, relative: f64) -> bool {
        (got - expected).abs() <= relative * expected.abs()
    }

    fn t(degrees: f64) -> StudentT {
        StudentT::new(degrees).unwrap()
    }

    #[test]
    fn one_degree_is_the_cauchy_distribution() {
        for x in [1e-9, 0.3, 1.0, 37.0, 1e6, 1e12, 1e200] {
            assert!(
                near(t(1.0).above(x), libm::atan(1.0 / x) / PI, 1e-13),
                "{x}"
            );
            let density = 1.0 / (PI * (1.0 + x * x));
            assert!(
                density == 0.0 || near(t(1.0).density(x), density, 1e-13),
                "{x}"
            );
        }
        assert!(near(t(1.0).quantile(1e-300), -1e300 / PI, 1e-12));
        assert!(near(t(1.0).density(0.0), 1.0 / PI, 1e-14));
    }

    #[test]
    fn two_degrees_have_closed_forms() {
        for x in [-50.0, -1.0, 0.0, 1e-8, 0.5, 3.0] {
            let root = (2.0_f64 + x * x).sqrt();
            // 1/2 + t ÷ (2√(2 + t²)), written so that the lower tail keeps its digits.
            let below = if x < 0.0 {
                1.0 / (root * (root - x))
            } else {
                0.5 + 0.5 * x / root
            };
            assert!(near(t(2.0).below(x), below, 1e-14), "{x}");
        }
        for p in [1e-12_f64, 0.01, 0.2, 0.45, 0.4999999, 0.8] {
            let expected = (2.0 * p - 1.0) / (2.0 * p * (1.0 - p)).sqrt();
            assert!(near(t(2.0).quantile(p), expected, 1e-13), "{p}");
        }
    }

    #[test]
    fn many_degrees_are_the_normal_distribution() {
        assert!(near(t(1e12).above(2.0), normal::above(2.0), 1e-10));
        assert!(near(t(1e20).above(2.0), normal::above(2.0), 1e-14));
        assert!(near(t(1e20).quantile(0.01), normal::quantile(0.01), 1e-14));
        assert!(near(t(1e20).density(1.5), normal::density(1.5), 1e-14));
    }

    #[test]
    fn both_methods_agree_where_they_meet() {
        for x in [1e-6, 0.5, 2.0, 9.0, 30.0] {
            let (fraction, turned) = (t(NEARLY_NORMAL * 0.999_999), t(NEARLY_NORMAL * 1.000_001));
            assert!(near(fraction.above(x), turned.above(x), 1e-6), "{x}");
            let half = t(0.5 * NEARLY_NORMAL);
            let z = half.normal_value(x);
            assert!(near(half.outside(x), 2.0 * normal::above(z), 2e-11), "{x}");
            assert!(
                near(half.between(x), libm::erf(z * FRAC_1_SQRT_2), 2e-11),
                "{x}"
            );
        }
    }

    #[test]
    fn the_edges_are_infinite_and_outside_there_is_no_answer() {
        assert_eq!(t(3.0).quantile(0.0), f64::NEG_INFINITY);
        assert_eq!(t(3.0).quantile(1.0), f64::INFINITY);
        assert_eq!(t(3.0).quantile(0.5), 0.0);
        assert!(t(3.0).quantile(2.0).is_nan());
        assert!(t(3.0).below(f64::NAN).is_nan());
        assert_eq!(t(3.0).above(f64::INFINITY), 0.0);
        assert!(StudentT::new(0.0).is_err());
    }

    proptest! {
        #[test]
        fn the_probability_below_a_quantile_is_the_one_asked(
            degrees in 0.5_f64..1e5, ln_p in -100.0_f64..-0.694,
        ) {
            let p = libm::exp(ln_p);
            let got = t(degrees).below(t(degrees).quantile(p));
            prop_assert!(near(got, p, 1e-11), "{got} {p}");
        }
    }
}
