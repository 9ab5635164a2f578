//! Corrections for many tests at once: the more one tries, the smaller a p-value must be to mean anything.

/// Why p-values were refused.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum PValueError {
    /// There are none.
    #[error("p-values: there are none")]
    Empty,
    /// One is no probability.
    #[error("p-values: value {index} is {got}, it must be between 0 and 1")]
    Outside {
        /// Which one, counted from 0.
        index: usize,
        /// The value found.
        got: f64,
    },
}

/// A way to correct p-values for their number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Correction {
    /// p·m. Keeps the chance of any false discovery, whatever the tests have to do with each other.
    Bonferroni,
    /// 1 − (1 − p)^m. The same chance, exact for independent tests (Z. Šidák 1967).
    Sidak,
    /// Running maximum of p₍ᵢ₎·(m − i + 1), smallest first. As safe as Bonferroni and never weaker (S. Holm 1979).
    Holm,
    /// Running minimum from the largest of p₍ᵢ₎·m ÷ i. Keeps the share of false discoveries
    /// (Y. Benjamini & Y. Hochberg 1995).
    BenjaminiHochberg,
    /// The same × Σ 1/i, for tests that depend on each other in any way (Y. Benjamini & D. Yekutieli 2001).
    BenjaminiYekutieli,
}

impl Correction {
    /// All of them.
    pub const ALL: [Correction; 5] = [
        Correction::Bonferroni,
        Correction::Sidak,
        Correction::Holm,
        Correction::BenjaminiHochberg,
        Correction::BenjaminiYekutieli,
    ];

    /// Name in reports and commands.
    pub const fn id(self) -> &'static str {
        match self {
            Correction::Bonferroni => "bonferroni",
            Correction::Sidak => "sidak",
            Correction::Holm => "holm",
            Correction::BenjaminiHochberg => "benjamini_hochberg",
            Correction::BenjaminiYekutieli => "benjamini_yekutieli",
        }
    }

    /// The corrected p-values in the order given: a test is significant when its corrected value is at most the
    /// level, and no value exceeds 1.
    pub fn adjust(self, p_values: &[f64]) -> Result<Vec<f64>, PValueError> {
        if p_values.is_empty() {
            return Err(PValueError::Empty);
        }
        if let Some(index) = p_values.iter().position(|p| !(0.0..=1.0).contains(p)) {
            let got = p_values[index];
            return Err(PValueError::Outside { index, got });
        }
        let m = p_values.len() as f64;
        Ok(match self {
            Correction::Bonferroni => p_values.iter().map(|p| (p * m).min(1.0)).collect(),
            // 1 − (1 − p)^m by its logarithm: exact for the smallest p.
            Correction::Sidak => p_values
                .iter()
                .map(|p| -libm::expm1(m * libm::log1p(-p)) + 0.0)
                .collect(),
            Correction::Holm => step_down(p_values),
            Correction::BenjaminiHochberg => step_up(p_values, m),
            Correction::BenjaminiYekutieli => {
                let harmonic: f64 = (1..=p_values.len()).map(|i| 1.0 / i as f64).sum();
                step_up(p_values, m * harmonic)
            }
        })
    }
}

/// Which of the corrected p-values are significant at this level.
pub fn significant(adjusted: &[f64], level: f64) -> Vec<bool> {
    adjusted.iter().map(|p| *p <= level).collect()
}

/// Positions from the smallest p-value to the largest; equal ones keep their order.
fn ascending(p_values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|&a, &b| p_values[a].total_cmp(&p_values[b]));
    order
}

fn step_down(p_values: &[f64]) -> Vec<f64> {
    let mut adjusted = vec![0.0; p_values.len()];
    let mut highest = 0.0_f64;
    for (place, index) in ascending(p_values).into_iter().enumerate() {
        let left = (p_values.len() - place) as f64;
        highest = highest.max(p_values[index] * left).min(1.0);
        adjusted[index] = highest;
    }
    adjusted
}

fn step_up(p_values: &[f64], factor: f64) -> Vec<f64> {
    let mut adjusted = vec![0.0; p_values.len()];
    let mut lowest = 1.0_f64;
    for (place, index) in ascending(p_values).into_iter().enumerate().rev() {
        lowest = lowest.min(p_values[index] * factor / (place + 1) as f64);
        adjusted[index] = lowest;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn benjamini_and_hochberg_find_the_four_of_their_paper() {
        // Benjamini & Hochberg 1995, section 4: 15 p-values; at 0.05 Bonferroni rejects 3, their way 4.
        let published = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
            0.5719, 0.6528, 0.7590, 1.0,
        ];
        let count = |correction: Correction| {
            let adjusted = correction.adjust(&published).unwrap();
            significant(&adjusted, 0.05)
                .iter()
                .filter(|yes| **yes)
                .count()
        };
        assert_eq!(count(Correction::Bonferroni), 3);
        assert_eq!(count(Correction::BenjaminiHochberg), 4);
    }

    #[test]
    fn three_p_values_by_hand() {
        let p = [0.01, 0.04, 0.03];
        let close = |correction: Correction, expected: [f64; 3]| {
            for (got, expected) in correction.adjust(&p).unwrap().iter().zip(expected) {
                assert!(
                    (got - expected).abs() < 1e-15,
                    "{correction:?}: {got} {expected}"
                );
            }
        };
        close(Correction::Bonferroni, [0.03, 0.12, 0.09]);
        close(Correction::Sidak, [0.029_701, 0.115_264, 0.087_327]);
        close(Correction::Holm, [0.03, 0.06, 0.06]);
        close(Correction::BenjaminiHochberg, [0.03, 0.04, 0.04]);
        close(
            Correction::BenjaminiYekutieli,
            [0.055, 0.22 / 3.0, 0.22 / 3.0],
        );
    }

    #[test]
    fn what_is_no_probability_is_refused() {
        assert_eq!(Correction::Holm.adjust(&[]), Err(PValueError::Empty));
        let error = Correction::Holm.adjust(&[0.1, f64::NAN]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "p-values: value 1 is NaN, it must be between 0 and 1"
        );
        assert!(Correction::Sidak.adjust(&[1.1]).is_err());
        assert_eq!(Correction::Sidak.adjust(&[0.0, 1.0]), Ok(vec![0.0, 1.0]));
        let tiny = Correction::Sidak.adjust(&[1e-300, 0.5]).unwrap()[0];
        assert!((tiny / 2e-300 - 1.0).abs() < 1e-12, "{tiny}");
    }

    proptest! {
        #[test]
        fn no_correction_helps_and_order_is_kept(p in prop::collection::vec(0.0..=1.0_f64, 1..40)) {
            for correction in Correction::ALL {
                let adjusted = correction.adjust(&p).unwrap();
                for i in 0..p.len() {
                    prop_assert!(adjusted[i] >= p[i] - 1e-12 && adjusted[i] <= 1.0);
                    for j in 0..p.len() {
                        prop_assert!(p[i] > p[j] || adjusted[i] <= adjusted[j] + 1e-12);
                    }
                }
            }
        }

        #[test]
        fn holm_is_never_weaker_than_bonferroni(p in prop::collection::vec(0.0..=1.0_f64, 1..40)) {
            let holm = Correction::Holm.adjust(&p).unwrap();
            let bonferroni = Correction::Bonferroni.adjust(&p).unwrap();
            prop_assert!(holm.iter().zip(&bonferroni).all(|(h, b)| h <= b));
        }
    }
}
