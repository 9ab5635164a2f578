//! Ordinary least squares: what a line through the data says, and how sure it is.

mod error;
mod newey_west;
pub(crate) mod qr;

pub use error::OlsError;

use crate::distributions::{FisherF, StudentT};
use crate::sample;
use crate::scale::is_constant;
use qr::Factored;

/// Whether the line must go through the origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intercept {
    /// A constant is estimated and comes first among the coefficients.
    Estimated,
    /// The columns are all there is.
    None,
}

/// One estimated number and how sure it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coefficient {
    /// The estimate.
    pub value: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// The estimate in standard errors; `None` when nothing is left unexplained.
    pub t: Option<f64>,
    /// The two-sided probability of so large a t when the true number is 0.
    pub p_value: Option<f64>,
}

/// A fitted regression.
#[derive(Clone, Debug, PartialEq)]
pub struct Regression {
    /// The intercept, if any, then one for each column.
    pub coefficients: Vec<Coefficient>,
    /// What is left of each value.
    pub residuals: Vec<f64>,
    /// The sum of the squared residuals.
    pub residual_squares: f64,
    /// Rows − coefficients.
    pub degrees: usize,
    /// The explained share of the variance (of the squares, without an intercept); `None` when there is none.
    pub r_squared: Option<f64>,
    /// The same with a charge for every coefficient.
    pub adjusted_r_squared: Option<f64>,
    /// F of "all slopes are 0"; `None` without slopes, without variance or with nothing left unexplained.
    pub f: Option<f64>,
    /// Its p-value.
    pub f_p_value: Option<f64>,
    /// Log-likelihood for normal errors; `None` when nothing is left unexplained.
    pub log_likelihood: Option<f64>,
    design: Vec<Vec<f64>>,
    inverse: Vec<Vec<f64>>,
}

impl Regression {
    /// Akaike's criterion, −2·ln L + 2k.
    pub fn aic(&self) -> Option<f64> {
        let count = self.coefficients.len() as f64;
        Some(2.0 * count - 2.0 * self.log_likelihood?)
    }

    /// Schwarz's criterion, −2·ln L + k·ln n.
    pub fn bic(&self) -> Option<f64> {
        let count = self.coefficients.len() as f64;
        let rows = self.residuals.len() as f64;
        Some(count * libm::log(rows) - 2.0 * self.log_likelihood?)
    }

    /// The same coefficients with errors that hold for residuals of changing size that are correlated over `lags`.
    pub fn newey_west(&self, lags: usize) -> Result<Vec<Coefficient>, OlsError> {
        newey_west::coefficients(self, lags)
    }
}

/// Least squares of `explained` on the columns, by Householder's reflections
/// (G. Golub and C. Van Loan, Matrix Computations, 5.3); errors, t and F as in W. Greene, Econometric Analysis, 4–5.
pub fn fit(
    explained: &[f64],
    columns: &[&[f64]],
    intercept: Intercept,
) -> Result<Regression, OlsError> {
    let rows = explained.len();
    let count = columns.len() + usize::from(intercept == Intercept::Estimated);
    sample::check("explained values", explained, count + 1)?;
    let mut design = Vec::with_capacity(count);
    if intercept == Intercept::Estimated {
        design.push(vec![1.0; rows]);
    }
    for (column, values) in columns.iter().enumerate() {
        if values.len() != rows {
            return Err(OlsError::Ragged {
                column,
                got: values.len(),
                expected: rows,
            });
        }
        sample::check("explaining values", values, count + 1)?;
        design.push(values.to_vec());
    }
    let factored = Factored::new(&design, explained)?;
    let values = factored.coefficients();
    let inverse = factored.inverse_of_squares();
    let residuals: Vec<f64> = (0..rows)
        .map(|row| {
            let told: f64 = design.iter().zip(&values).map(|(x, b)| x[row] * b).sum();
            explained[row] - told
        })
        .collect();
    let degrees = rows - count;
    let squares = factored.residual_squares(count);
    let exact = factored.is_exact(count);
    let deviation = if exact {
        0.0
    } else {
        (squares / degrees as f64).sqrt()
    };
    let student = StudentT::new(degrees as f64)?;
    let mut coefficients = Vec::with_capacity(count);
    for (value, reach) in values.iter().zip(factored.reaches()) {
        let value = sample::finite("coefficient", *value)?;
        let standard_error = sample::finite("standard error", deviation * reach)?;
        let t = if standard_error > 0.0 {
            Some(value / standard_error)
        } else {
            None
        };
        coefficients.push(Coefficient {
            value,
            standard_error,
            t,
            p_value: t.map(|t| student.outside(t)),
        });
    }
    let total = factored.total_squares(explained, intercept);
    let slopes = columns.len() as f64;
    let varies = total > 0.0 && !(intercept == Intercept::Estimated && is_constant(explained));
    let unexplained = if exact { 0.0 } else { squares };
    let r_squared = varies.then(|| (1.0 - unexplained / total).max(0.0));
    let counted = (rows - usize::from(intercept == Intercept::Estimated)) as f64;
    let adjusted_r_squared = varies.then(|| 1.0 - counted / degrees as f64 * (unexplained / total));
    let f = (varies && !exact && slopes > 0.0)
        .then(|| ((total - squares).max(0.0) / slopes) / (squares / degrees as f64));
    let f_p_value = match f {
        Some(f) => Some(FisherF::new(slopes, degrees as f64)?.above(f)),
        None => None,
    };
    let n = rows as f64;
    let log_likelihood = (!exact).then(|| {
        let ln_variance = libm::log(squares / n) + 2.0 * libm::log(factored.explained_size());
        -0.5 * n * (libm::log(2.0 * std::f64::consts::PI) + ln_variance + 1.0)
    });
    let size = factored.explained_size();
    Ok(Regression {
        coefficients,
        residuals,
        residual_squares: sample::finite("squared residuals", unexplained * size * size)?,
        degrees,
        r_squared,
        adjusted_r_squared,
        f,
        f_p_value,
        log_likelihood,
        design,
        inverse,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn near(got: f64, expected: f64) -> bool {
        (got - expected).abs() <= 1e-12 * (1.0 + expected.abs())
    }

    #[test]
    fn a_line_through_four_points_is_the_one_worked_by_hand() {
        // x = 1..4, y = 2, 3, 5, 6: mean 2.5 and 4, Sxy = 7, Sxx = 5, Syy = 10; slope 1.4, intercept 0.5.
        let line = fit(
            &[2.0, 3.0, 5.0, 6.0],
            &[&[1.0, 2.0, 3.0, 4.0]],
            Intercept::Estimated,
        );
        let line = line.unwrap();
        let [intercept, slope] = line.coefficients[..] else {
            panic!("two coefficients")
        };
        assert!(near(intercept.value, 0.5) && near(slope.value, 1.4));
        // Left over: 10 − 7²/5 = 0.2, variance 0.1, error of the slope √(0.1/5).
        assert!(near(line.residual_squares, 0.2));
        assert!(near(slope.standard_error, 0.02_f64.sqrt()));
        assert!(near(
            intercept.standard_error,
            (0.1 * (0.25 + 6.25 / 5.0_f64)).sqrt()
        ));
        assert!(near(line.r_squared.unwrap(), 0.98));
        assert!(near(line.adjusted_r_squared.unwrap(), 0.97));
        assert!(near(line.f.unwrap(), 98.0));
        // With two degrees of freedom P(|t| > x) = 1 − x/√(2 + x²), and F = t².
        let p = 1.0 - (98.0_f64 / 100.0).sqrt();
        assert!(near(slope.p_value.unwrap(), p) && near(line.f_p_value.unwrap(), p));
        let ln_likelihood = -2.0 * (libm::log(2.0 * std::f64::consts::PI * 0.05) + 1.0);
        assert!(near(line.log_likelihood.unwrap(), ln_likelihood));
        assert!(near(line.aic().unwrap(), 4.0 - 2.0 * ln_likelihood));
        assert!(near(
            line.bic().unwrap(),
            2.0 * libm::log(4.0) - 2.0 * ln_likelihood
        ));
    }

    #[test]
    fn an_exact_line_has_no_error_and_no_t() {
        let x = [1.0, 2.0, 4.0, 8.0, 16.0];
        let y = x.map(|x| 3.0 - 0.1 * x);
        let line = fit(&y, &[&x], Intercept::Estimated).unwrap();
        assert!(near(line.coefficients[1].value, -0.1));
        assert_eq!(line.coefficients[1].standard_error, 0.0);
        assert_eq!(
            (line.coefficients[1].t, line.f, line.aic()),
            (None, None, None)
        );
        assert_eq!(line.r_squared, Some(1.0));
    }

    #[test]
    fn a_constant_has_no_variance_to_explain() {
        let line = fit(
            &[0.1; 5],
            &[&[1.0, 2.0, 3.0, 5.0, 4.0]],
            Intercept::Estimated,
        )
        .unwrap();
        assert!(near(line.coefficients[0].value, 0.1));
        assert_eq!((line.r_squared, line.f), (None, None));
        let nothing = fit(&[0.0; 3], &[&[1.0, 2.0, 3.0]], Intercept::None).unwrap();
        assert_eq!(nothing.coefficients[0].value, 0.0);
    }

    #[test]
    fn what_cannot_be_fitted_is_named() {
        let said = |y: &[f64], columns: &[&[f64]]| {
            fit(y, columns, Intercept::Estimated)
                .unwrap_err()
                .to_string()
        };
        let y = [1.0, 2.0, 4.0];
        assert!(said(&y, &[&[1.0, 2.0]]).contains("column 0 has 2 values"));
        assert!(said(&y, &[&[3.0, 3.0, 3.0]]).contains("column 1 follows"));
        assert!(said(&y[..2], &[&[1.0, 2.0]]).contains("too few"));
        assert!(said(&[1.0, f64::NAN, 2.0], &[&y]).contains("NaN"));
        assert!(said(&y, &[&[1.0, f64::INFINITY, 2.0]]).contains("explaining"));
    }

    proptest! {
        #[test]
        fn residuals_are_square_to_every_column(
            rows in prop::collection::vec((-1.0_f64..1.0, -1.0_f64..1.0, -1.0_f64..1.0), 8..40),
        ) {
            let y: Vec<f64> = rows.iter().map(|row| row.0).collect();
            let x: Vec<f64> = rows.iter().map(|row| row.1).collect();
            let z: Vec<f64> = rows.iter().map(|row| row.2).collect();
            let line = fit(&y, &[&x, &z], Intercept::Estimated).unwrap();
            for column in [&vec![1.0; y.len()], &x, &z] {
                let sum: f64 = line.residuals.iter().zip(column).map(|(e, x)| e * x).sum();
                prop_assert!(sum.abs() < 1e-12);
            }
        }

        #[test]
        fn units_change_the_numbers_and_not_the_verdict(
            rows in prop::collection::vec((-1.0_f64..1.0, -1.0_f64..1.0), 8..40),
            size in prop::sample::select(vec![1e-300, 1e-150, 1e-3, 1e6, 1e140]),
        ) {
            let y: Vec<f64> = rows.iter().map(|row| row.0).collect();
            let x: Vec<f64> = rows.iter().map(|row| row.1).collect();
            let plain = fit(&y, &[&x], Intercept::Estimated).unwrap();
            let tiny: Vec<f64> = y.iter().map(|y| y * size).collect();
            let small = fit(&tiny, &[&x], Intercept::Estimated).unwrap();
            let (a, b) = (plain.coefficients[1], small.coefficients[1]);
            prop_assert!((b.value / size / a.value - 1.0).abs() < 1e-6);
            prop_assert!(near(a.t.unwrap(), b.t.unwrap()));
            prop_assert!(near(plain.r_squared.unwrap(), small.r_squared.unwrap()));
        }
    }
}
