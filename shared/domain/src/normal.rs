//! The normal distribution: density, both tails and quantile, exact far out in the tails.

use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// φ(z) = exp(−z²/2) ÷ √(2π).
pub fn density(z: f64) -> f64 {
    libm::exp(-0.5 * z * z) / (2.0 * PI).sqrt()
}

/// Φ(z), the probability of a value below z; exact in the lower tail, where 1 − Φ would lose its digits.
pub fn below(z: f64) -> f64 {
    0.5 * libm::erfc(-z * FRAC_1_SQRT_2)
}

/// 1 − Φ(z), exact in the upper tail.
pub fn above(z: f64) -> f64 {
    0.5 * libm::erfc(z * FRAC_1_SQRT_2)
}

/// ln Φ(z), finite where Φ(z) itself is too small for a double.
///
/// Far below zero Φ(−x) = φ(x) ÷ (x + 1/(x + 2/(x + 3/(x + …)))), Laplace's continued fraction
/// (Abramowitz & Stegun 26.2.14).
pub fn ln_below(z: f64) -> f64 {
    if z > 0.0 {
        return libm::log1p(-above(z));
    }
    if z > -10.0 {
        return libm::log(below(z));
    }
    let fraction = (1..=60).rev().fold(-z, |inner, k| f64::from(k) / inner - z);
    -0.5 * z * z - 0.5 * libm::log(2.0 * PI) - libm::log(fraction)
}

/// Φ⁻¹(p), the value with probability p below it: −∞ at 0, +∞ at 1, NaN outside [0, 1].
///
/// For a small probability above, use `-quantile(q)`: 1 − q has already lost the digits.
/// Formula: M. J. Wichura, "The percentage points of the normal distribution", Applied Statistics 37 (1988),
/// algorithm AS 241, PPND16: relative accuracy about 1e-16 for every p that a double can hold.
pub fn quantile(p: f64) -> f64 {
    if p.is_nan() || !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    if p == 0.0 {
        return f64::NEG_INFINITY;
    }
    if p == 1.0 {
        return f64::INFINITY;
    }
    let from_middle = p - 0.5;
    if from_middle.abs() <= 0.425 {
        let r = 0.180625 - from_middle * from_middle;
        return from_middle * polynomial(&MIDDLE_TOP, r) / polynomial(&MIDDLE_BOTTOM, r);
    }
    let tail = if from_middle < 0.0 { p } else { 1.0 - p };
    let r = (-libm::log(tail)).sqrt();
    let size = if r <= 5.0 {
        polynomial(&NEAR_TOP, r - 1.6) / polynomial(&NEAR_BOTTOM, r - 1.6)
    } else {
        polynomial(&FAR_TOP, r - 5.0) / polynomial(&FAR_BOTTOM, r - 5.0)
    };
    if from_middle < 0.0 { -size } else { size }
}

/// c₀ + c₁x + c₂x² + …, by Horner's rule.
fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, c| sum * x + c)
}

const MIDDLE_TOP: [f64; 8] = [
    3.387_132_872_796_366_5,
    1.331_416_678_917_843_8e2,
    1.971_590_950_306_551_3e3,
    1.373_169_376_550_946e4,
    4.592_195_393_154_987e4,
    6.726_577_092_700_87e4,
    3.343_057_558_358_813e4,
    2.509_080_928_730_122_7e3,
];
const MIDDLE_BOTTOM: [f64; 8] = [
    1.0,
    4.231_333_070_160_091e1,
    6.871_870_074_920_579e2,
    5.394_196_021_424_751e3,
    2.121_379_430_158_659_7e4,
    3.930_789_580_009_271e4,
    2.872_908_573_572_194_3e4,
    5.226_495_278_852_545e3,
];
const NEAR_TOP: [f64; 8] = [
    1.423_437_110_749_683_5,
    4.630_337_846_156_546,
    5.769_497_221_460_691,
    3.647_848_324_763_204_5,
    1.270_458_252_452_368_4,
    2.417_807_251_774_506e-1,
    2.272_384_498_926_918_4e-2,
    7.745_450_142_783_414e-4,
];
const NEAR_BOTTOM: [f64; 8] = [
    1.0,
    2.053_191_626_637_759,
    1.676_384_830_183_803_8,
    6.897_673_349_851e-1,
    1.481_039_764_274_800_8e-1,
    1.519_866_656_361_645_7e-2,
    5.475_938_084_995_345e-4,
    1.050_750_071_644_416_9e-9,
];
const FAR_TOP: [f64; 8] = [
    6.657_904_643_501_103,
    5.463_784_911_164_114,
    1.784_826_539_917_291_3,
    2.965_605_718_285_048_7e-1,
    2.653_218_952_657_612_4e-2,
    1.242_660_947_388_078_4e-3,
    2.711_555_568_743_487_6e-5,
    2.010_334_399_292_288_1e-7,
];
const FAR_BOTTOM: [f64; 8] = [
    1.0,
    5.998_322_065_558_88e-1,
    1.369_298_809_227_358e-1,
    1.487_536_129_085_061_5e-2,
    7.868_691_311_456_133e-4,
    1.846_318_317_510_054_7e-5,
    1.421_511_758_316_446e-7,
    2.044_263_103_389_939_8e-15,
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Values of scipy 1.17.1 `norm.ppf`, checked against the tables of the paper.
    const KNOWN: [(f64, f64); 17] = [
        (1e-300, -37.0470962993612),
        (1e-100, -21.273453560965322),
        (1e-20, -9.262340089798409),
        (1e-10, -6.361340902404056),
        (1e-6, -4.753424308822899),
        (0.001, -3.090232306167813),
        (0.01, -2.3263478740408408),
        (0.025, -1.9599639845400545),
        (0.05, -1.6448536269514729),
        (0.2, -0.8416212335729142),
        (0.5, 0.0),
        (0.75, 0.6744897501960817),
        (0.95, 1.6448536269514722),
        (0.975, 1.959963984540054),
        (0.99, 2.3263478740408408),
        (0.999999, 4.753424308817087),
        (0.999999999999, 7.0344869100478356),
    ];

    #[test]
    fn known_quantiles_come_out_to_the_last_digits() {
        for (p, z) in KNOWN {
            let got = quantile(p);
            assert!(
                (got - z).abs() <= 2e-15 * z.abs(),
                "quantile({p}) = {got}, not {z}"
            );
        }
    }

    #[test]
    fn the_edges_are_infinite_and_outside_there_is_no_answer() {
        assert_eq!(quantile(0.0), f64::NEG_INFINITY);
        assert_eq!(quantile(1.0), f64::INFINITY);
        for p in [-1e-300, 1.0 + 1e-15, f64::NAN, f64::INFINITY] {
            assert!(quantile(p).is_nan());
        }
    }

    #[test]
    fn the_smallest_probability_has_a_finite_quantile() {
        let z = quantile(f64::from_bits(1));
        assert!((z + 38.467_405_617_144_34).abs() < 1e-9, "{z}");
    }

    #[test]
    fn the_logarithm_of_a_tail_goes_on_where_the_tail_is_zero() {
        // scipy 1.17.1 `norm.logcdf`.
        for (z, expected) in [
            (-37.0, -689.0305855768908),
            (-20.0, -203.9171553710973),
            (-8.0, -35.01343715991456),
            (-0.3, -0.9621028181688505),
            (3.0, -0.0013508099647481925),
            (8.2, -1.2019351542735735e-16),
        ] {
            let got = ln_below(z);
            assert!(
                (got - expected).abs() <= 1e-14 * expected.abs(),
                "{z}: {got}"
            );
        }
        // −z²/2 − ln(z√2π) for so large a z.
        assert!((ln_below(-1e8) / -5e15 - 1.0).abs() < 1e-14);
    }

    proptest! {
        #[test]
        fn the_probability_below_a_quantile_is_the_probability_asked(power in 0.31_f64..300.0) {
            let p = libm::exp10(-power);
            let z = quantile(p);
            // An error of e in z moves the probability by about z²·e, so the tails are judged by that.
            prop_assert!((below(z) / p - 1.0).abs() < 1e-15 * (8.0 + z * z));
            prop_assert!((above(-z) / p - 1.0).abs() < 1e-15 * (8.0 + z * z));
        }

        #[test]
        fn quantiles_mirror_each_other(p in 0.075_f64..0.5) {
            prop_assert!((quantile(p) + quantile(1.0 - p)).abs() < 1e-14);
        }

        #[test]
        fn quantiles_rise(p in 1e-12_f64..0.5, step in 0.001_f64..0.49) {
            prop_assert!(quantile(p) < quantile(p + step));
        }
    }
}
