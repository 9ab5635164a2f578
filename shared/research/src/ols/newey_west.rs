//! Standard errors that hold when the residuals change in size and remember each other.

use super::{Coefficient, OlsError, Regression};
use crate::sample;
use domain::normal;

/// W. Newey and K. West, "A simple, positive semi-definite, heteroskedasticity and autocorrelation consistent
/// covariance matrix", Econometrica 55 (1987): (XᵀX)⁻¹·S·(XᵀX)⁻¹ with S = Σ_{|l| ≤ L} (1 − |l| ÷ (L + 1))·Γ_l and
/// Γ_l = Σ_t e_t·e_{t−l}·x_t·x_{t−l}ᵀ; no small-sample correction, normal p-values.
pub(super) fn coefficients(
    regression: &Regression,
    lags: usize,
) -> Result<Vec<Coefficient>, OlsError> {
    let rows = regression.residuals.len();
    if lags >= rows {
        return Err(OlsError::Lags { lags, rows });
    }
    // Moved in front of the sum: (XᵀX)⁻¹·x_t·e_t, the push of each row on each coefficient. It stays in range
    // where the squares of x would not.
    let pushes: Vec<Vec<f64>> = regression
        .inverse
        .iter()
        .map(|inverse| {
            (0..rows)
                .map(|row| {
                    let weight: f64 = inverse
                        .iter()
                        .zip(&regression.design)
                        .map(|(a, column)| a * column[row])
                        .sum();
                    weight * regression.residuals[row]
                })
                .collect()
        })
        .collect();
    let exact = regression.log_likelihood.is_none();
    let mut coefficients = Vec::with_capacity(pushes.len());
    for (push, plain) in pushes.iter().zip(&regression.coefficients) {
        let size = crate::scale::size_of(push);
        let push = crate::scale::scaled(push);
        let variance: f64 = (0..=lags)
            .map(|lag| {
                let weight = 1.0 - lag as f64 / (lags as f64 + 1.0);
                let both_ways = if lag == 0 { 1.0 } else { 2.0 };
                let product: f64 = push[lag..].iter().zip(&push).map(|(a, b)| a * b).sum();
                both_ways * weight * product
            })
            .sum();
        let error = if exact {
            0.0
        } else {
            variance.max(0.0).sqrt() * size
        };
        let standard_error = sample::finite("standard error", error)?;
        let t = if standard_error > 0.0 {
            Some(plain.value / standard_error)
        } else {
            None
        };
        coefficients.push(Coefficient {
            value: plain.value,
            standard_error,
            t,
            p_value: t.map(|t| 2.0 * normal::above(t.abs())),
        });
    }
    Ok(coefficients)
}

#[cfg(test)]
mod tests {
    use super::super::{Intercept, OlsError, fit};

    #[test]
    fn a_mean_without_lags_has_the_plain_error_of_large_samples() {
        // On a constant alone with no lags the variance is Σe²/n².
        let y = [1.0, 2.0, 4.0, 9.0];
        let mean = fit(&y, &[], Intercept::Estimated).unwrap();
        let robust = mean.newey_west(0).unwrap()[0];
        assert!((robust.value - 4.0).abs() < 1e-14);
        assert!((robust.standard_error - (38.0_f64 / 16.0).sqrt()).abs() < 1e-14);
        // One lag adds 2 · 1/2 · Σ e_t·e_{t−1} = (−3·−2) + (−2·0) + (0·5) = 6.
        let robust = mean.newey_west(1).unwrap()[0];
        assert!((robust.standard_error - (44.0_f64 / 16.0).sqrt()).abs() < 1e-14);
        assert_eq!(mean.newey_west(4), Err(OlsError::Lags { lags: 4, rows: 4 }));
    }

    #[test]
    fn an_exact_line_has_no_error() {
        let x = [1.0, 2.0, 3.0, 4.0];
        let line = fit(&[0.1, 0.2, 0.3, 0.4], &[&x], Intercept::Estimated).unwrap();
        let robust = line.newey_west(1).unwrap();
        assert_eq!((robust[1].standard_error, robust[1].t), (0.0, None));
    }
}
