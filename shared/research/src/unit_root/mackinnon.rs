//! MacKinnon's response surfaces: the distribution of Dickey-Fuller and Engle-Granger statistics.

use super::{Level, Trend};
use domain::normal;

/// Values below which a statistic must lie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CriticalValues {
    /// To be sure at 1 %.
    pub one_percent: f64,
    /// To be sure at 5 %.
    pub five_percent: f64,
    /// To be sure at 10 %.
    pub ten_percent: f64,
}

/// What the statistic speaks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hypothesis {
    /// One series has a unit root.
    UnitRoot(Trend),
    /// Two series are strangers; the regression of one on the other has this level.
    Strangers(Level),
}

/// The probability of a statistic as low as this when nothing returns to a level.
///
/// J. MacKinnon, "Approximate asymptotic distribution functions for unit-root and cointegration tests", J. Business &
/// Economic Statistics 12 (1994), tables 3 and 4: Φ of a polynomial in the statistic, one for the left tail, one for
/// the rest. Below and above the range of the tables it is 0 and 1.
pub fn p_value(statistic: f64, hypothesis: Hypothesis) -> f64 {
    let surface = surface(hypothesis);
    if statistic > surface.most {
        return 1.0;
    }
    if statistic < surface.least {
        return 0.0;
    }
    let value = if statistic <= surface.border {
        let [a, b, c] = surface.left;
        a + statistic * (b + statistic * c * 1e-2)
    } else {
        let [a, b, c, d] = surface.right;
        a + statistic * (b * 1e-1 + statistic * (c * 1e-1 + statistic * d * 1e-2))
    };
    normal::below(value)
}

/// Critical values for a regression of so many rows: β∞ + β₁/n + β₂/n² + β₃/n³.
///
/// J. MacKinnon, "Critical values for cointegration tests", Queen's University working paper 1227 (2010), table 2;
/// the row without a constant is from the paper of 1996, for it was not renewed.
pub fn critical_values(hypothesis: Hypothesis, rows: usize) -> CriticalValues {
    let inverse = 1.0 / rows.max(1) as f64;
    let at = |[a, b, c, d]: [f64; 4]| a + inverse * (b + inverse * (c + inverse * d));
    let [one, five, ten] = match hypothesis {
        Hypothesis::UnitRoot(Trend::None) => [
            [-2.56574, -2.2358, -3.627, 0.0],
            [-1.94100, -0.2686, -3.365, 31.223],
            [-1.61682, 0.2656, -2.714, 25.364],
        ],
        Hypothesis::UnitRoot(Trend::Constant) => [
            [-3.43035, -6.5393, -16.786, -79.433],
            [-2.86154, -2.8903, -4.234, -40.040],
            [-2.56677, -1.5384, -2.809, 0.0],
        ],
        Hypothesis::Strangers(Level::Constant) => [
            [-3.89644, -10.9519, -33.527, 0.0],
            [-3.33613, -6.1101, -6.823, 0.0],
            [-3.04445, -4.2412, -2.720, 0.0],
        ],
        Hypothesis::UnitRoot(Trend::Linear) => [
            [-3.95877, -9.0531, -28.428, -134.155],
            [-3.41049, -4.3904, -9.036, -45.374],
            [-3.12705, -2.5856, -3.925, -22.380],
        ],
        Hypothesis::Strangers(Level::Linear) => [
            [-4.32762, -15.4387, -35.679, 0.0],
            [-3.78057, -9.5106, -12.074, 0.0],
            [-3.49631, -7.0815, -7.538, 21.892],
        ],
    };
    CriticalValues {
        one_percent: at(one),
        five_percent: at(five),
        ten_percent: at(ten),
    }
}

/// One row of the tables of 1994.
struct Surface {
    least: f64,
    border: f64,
    most: f64,
    /// Coefficients of 1, τ and τ²/100.
    left: [f64; 3],
    /// Coefficients of 1, τ/10, τ²/10 and τ³/100.
    right: [f64; 4],
}

fn surface(hypothesis: Hypothesis) -> Surface {
    match hypothesis {
        Hypothesis::UnitRoot(Trend::None) => Surface {
            least: -19.04,
            border: -1.04,
            most: f64::INFINITY,
            left: [0.6344, 1.2378, 3.2496],
            right: [0.4797, 9.3557, -0.6999, 3.3066],
        },
        Hypothesis::UnitRoot(Trend::Constant) => Surface {
            least: -18.83,
            border: -1.61,
            most: 2.74,
            left: [2.1659, 1.4412, 3.8269],
            right: [1.7339, 9.3202, -1.2745, -1.0368],
        },
        Hypothesis::Strangers(Level::Constant) => Surface {
            least: -18.86,
            border: -2.62,
            most: 0.92,
            left: [2.92, 1.5012, 3.9796],
            right: [2.1945, 6.4695, -2.9198, -4.2377],
        },
        Hypothesis::UnitRoot(Trend::Linear) => Surface {
            least: -16.18,
            border: -2.89,
            most: 0.7,
            left: [3.2512, 1.6047, 4.9588],
            right: [2.5261, 6.1654, -3.7956, -6.0285],
        },
        Hypothesis::Strangers(Level::Linear) => Surface {
            least: -21.15,
            border: -3.19,
            most: 0.63,
            left: [3.6646, 1.5419, 3.6448],
            right: [2.85, 5.272, -3.6622, -5.1695],
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Hypothesis; 5] = [
        Hypothesis::UnitRoot(Trend::None),
        Hypothesis::UnitRoot(Trend::Constant),
        Hypothesis::UnitRoot(Trend::Linear),
        Hypothesis::Strangers(Level::Constant),
        Hypothesis::Strangers(Level::Linear),
    ];

    #[test]
    fn at_a_critical_value_the_p_value_is_its_level() {
        for hypothesis in ALL {
            let critical = critical_values(hypothesis, usize::MAX);
            for (value, level) in [
                (critical.one_percent, 0.01),
                (critical.five_percent, 0.05),
                (critical.ten_percent, 0.10),
            ] {
                let p = p_value(value, hypothesis);
                assert!(
                    (p / level - 1.0).abs() < 0.04,
                    "{hypothesis:?} {level}: {p}"
                );
            }
        }
    }

    #[test]
    fn the_p_value_rises_with_the_statistic() {
        for hypothesis in ALL {
            let steps = (-300..40).map(|step| p_value(f64::from(step) * 0.1, hypothesis));
            let values: Vec<f64> = steps.collect();
            // At the border of the two polynomials the published surfaces differ by up to a few 1e-4.
            assert!(values.windows(2).all(|pair| pair[0] <= pair[1] + 1e-3));
            assert_eq!(values.first(), Some(&0.0));
            assert!(values.last().is_some_and(|p| *p > 0.99));
        }
    }
}
