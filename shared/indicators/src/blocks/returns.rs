//! Logarithms of price ratios that are numbers for every price.

/// ln(a ÷ b); 0 when one of them is not above 0, because a price that is not positive has no ratio.
pub fn log_ratio(a: f64, b: f64) -> f64 {
    if !(a > 0.0 && b > 0.0) {
        return 0.0;
    }
    let ratio = a / b;
    if ratio > 0.0 && ratio.is_finite() {
        libm::log(ratio)
    } else {
        // The quotient of a huge and a tiny price leaves the range of numbers, the difference of their logarithms does not.
        libm::log(a) - libm::log(b)
    }
}

/// What a deviation of one bar is multiplied with to become that of a year: √bars, and 1 for 0 bars.
pub fn annual_factor(bars_per_year: f64) -> f64 {
    if bars_per_year > 0.0 {
        bars_per_year.sqrt()
    } else {
        1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_a_number_for_every_price() {
        assert_eq!(log_ratio(5.0, 5.0), 0.0);
        assert!((log_ratio(2.0, 1.0) - std::f64::consts::LN_2).abs() < 1e-16);
        assert_eq!((log_ratio(0.0, 1.0), log_ratio(1.0, -1.0)), (0.0, 0.0));
        let far = log_ratio(1e300, 1e-300);
        assert!((far - 600.0 * std::f64::consts::LN_10).abs() < 1e-9);
    }

    #[test]
    fn a_year_of_no_bars_is_not_annualised() {
        assert_eq!(
            [0.0, 1.0, 365.0].map(annual_factor),
            [1.0, 1.0, 365.0_f64.sqrt()]
        );
    }
}
