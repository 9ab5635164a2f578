//! Tests of the Sharpe statistics against published numbers, closed forms and laws.

use super::*;
use crate::matrix::Matrix;
use proptest::prelude::*;

fn close(got: f64, expected: f64, tolerance: f64) {
    assert!(
        (got - expected).abs() <= tolerance,
        "{got} is not {expected}"
    );
}

fn ratio(ratio: f64, observations: f64, skew: f64, kurtosis: f64) -> SharpeRatio {
    SharpeRatio {
        observations,
        ratio,
        skew,
        kurtosis,
    }
}

#[test]
fn moments_follow_their_definitions() {
    // 1, 1, 1, 5: mean 2, deviations −1 −1 −1 3, m₂ = 3, m₃ = 6, m₄ = 21.
    let sharpe = SharpeRatio::of(&[1.0, 1.0, 1.0, 5.0]).unwrap();
    close(sharpe.ratio, 1.0, 1e-15);
    close(sharpe.skew, 6.0 / 27.0_f64.sqrt(), 1e-14);
    close(sharpe.kurtosis, 21.0 / 9.0, 1e-14);
    // G₁ = γ₃·√12 ÷ 2, G₂ = 3 ÷ 2 · (5·(−2/3) + 6): pandas gives skew 2 and kurtosis 4 for these four numbers.
    let corrected = sharpe.bias_corrected().unwrap();
    close(corrected.skew, 2.0, 1e-14);
    close(corrected.kurtosis - 3.0, 4.0, 1e-13);
}

#[test]
fn a_hedge_fund_index_has_the_published_probability() {
    // The Sharpe Ratio Efficient Frontier: yearly 1.585, two years of months; 0.913 printed.
    let monthly = 1.585 / 12.0_f64.sqrt();
    let psr = ratio(monthly, 24.0, -2.448, 10.164).probabilistic(0.0);
    close(psr.unwrap(), 0.913, 5e-4);
}

#[test]
fn deflation_has_the_published_numbers() {
    // The Deflated Sharpe Ratio: yearly 2.5 over 1250 days, variance ½ a year, 100 trials; 0.1132 and 0.9004 printed.
    let daily = 2.5 / 250.0_f64.sqrt();
    close(luckiest_ratio(100.0, 0.5 / 250.0).unwrap(), 0.1132, 5e-5);
    let deflated = ratio(daily, 1250.0, -3.0, 10.0).deflated(100.0, 0.5 / 250.0);
    close(deflated.unwrap(), 0.9004, 5e-5);
    close(expected_maximum(100.0).unwrap(), 2.53, 5e-3);
    assert_eq!(expected_maximum(1.0), Ok(0.0));
    assert!(expected_maximum(0.5).is_err() && expected_maximum(f64::NAN).is_err());
}

#[test]
fn forty_five_trials_take_five_years() {
    // Pseudo-Mathematics and Financial Charlatanism: "about 5 years".
    close(minimum_backtest_years(45.0, 1.0).unwrap(), 5.0, 0.01);
    assert!(minimum_backtest_years(45.0, 0.0).is_err());
}

#[test]
fn a_ratio_at_or_below_its_benchmark_never_proves_itself() {
    let error = ratio(0.1, 100.0, 0.0, 3.0).minimum_track_record(0.1, 0.95);
    assert!(matches!(error, Err(SharpeError::Never { .. })));
    assert!(error.unwrap_err().to_string().contains("never"));
    assert!(
        ratio(0.1, 100.0, 0.0, 3.0)
            .minimum_track_record(0.0, 1.0)
            .is_err()
    );
}

#[test]
fn strange_returns_are_refused_by_name() {
    assert!(matches!(
        SharpeRatio::of(&[0.1; 9]),
        Err(SharpeError::Sample(SampleError::NoSpread { .. }))
    ));
    assert!(SharpeRatio::of(&[]).is_err());
    assert!(SharpeRatio::of(&[0.1, 0.2]).is_err());
    assert!(SharpeRatio::of(&[0.1, f64::NAN, 0.2]).is_err());
    // A positive skew this strong leaves no variance: 1 − 4·1 + (1 − 1)/4 < 0.
    assert!(ratio(1.0, 10.0, 4.0, 1.0).probabilistic(0.0).is_err());
    let tiny = SharpeRatio::of(&[1e-300, 2e-300, 4e-300]);
    assert!(tiny.is_err() || tiny.is_ok_and(|sharpe| sharpe.skew.is_finite()));
}

#[test]
fn lo_factors_have_the_closed_form_of_a_first_order_memory() {
    // Lo 2002, eq. 21: η(q) = √q ÷ √(1 + 2ρ/(1−ρ) · (1 − (1−ρ^q)/(q(1−ρ)))).
    for rho in [0.9, 0.5, 0.0, -0.2, -0.5] {
        let memory: Vec<f64> = (1..12).map(|k| libm::pow(rho, f64::from(k))).collect();
        let tail = (1.0 - libm::pow(rho, 12.0)) / (12.0 * (1.0 - rho));
        let closed = (12.0 / (1.0 + 2.0 * rho / (1.0 - rho) * (1.0 - tail))).sqrt();
        close(yearly_factor(12, &memory).unwrap(), closed, 1e-12);
    }
    close(yearly_factor(252, &[]).unwrap(), 252.0_f64.sqrt(), 1e-12);
    assert!(yearly_factor(12, &[-1.0; 11]).is_err());
}

#[test]
fn equal_trials_are_one_and_unrelated_trials_are_all() {
    let column = [0.1, -0.2, 0.3, 0.05];
    let same = Matrix::from_columns(&[column, column, column]).unwrap();
    close(mean_correlation(&same).unwrap(), 1.0, 1e-12);
    close(independent_trials_of(&same).unwrap(), 1.0, 1e-12);
    let apart =
        Matrix::from_columns(&[[1.0, 1.0, -1.0, -1.0], [1.0, -1.0, 1.0, -1.0], [0.0; 4]]).unwrap();
    close(mean_correlation(&apart).unwrap(), 0.0, 1e-12);
    close(independent_trials_of(&apart).unwrap(), 2.0, 1e-12);
    close(
        independent_trials(10.0, 0.3).unwrap(),
        0.3 + 0.7 * 10.0,
        1e-12,
    );
}

#[test]
fn a_haircut_of_one_test_takes_nothing() {
    // p = 0.05 is t = 1.959964: over 400 bars a ratio of 0.0979982.
    close(
        haircut(400.0, 0.05).unwrap(),
        1.959_963_984_540_054 / 20.0,
        1e-12,
    );
    let p = p_value(0.12, 300.0).unwrap();
    close(haircut(300.0, p).unwrap(), 0.12, 1e-12);
    assert_eq!(haircut(300.0, 1.0), Ok(0.0));
}

proptest! {
    #[test]
    fn the_minimum_record_gives_just_the_confidence(
        sr in 0.01..0.5_f64, lead in 0.005..0.5_f64, skew in -2.0..0.5_f64, kurtosis in 3.0..15.0_f64,
        confidence in 0.55..0.999_f64,
    ) {
        let benchmark = sr - lead;
        let length = ratio(sr, 100.0, skew, kurtosis).minimum_track_record(benchmark, confidence).unwrap();
        let psr = ratio(sr, length, skew, kurtosis).probabilistic(benchmark).unwrap();
        prop_assert!((psr - confidence).abs() < 1e-9, "{psr} {confidence}");
    }

    #[test]
    fn more_trials_deflate_more(
        sr in 0.0..0.4_f64, trials in 1.0..1e6_f64, more in 1.0..10.0_f64, variance in 1e-6..0.05_f64,
    ) {
        let sharpe = ratio(sr, 500.0, -0.5, 5.0);
        let few = sharpe.deflated(trials, variance).unwrap();
        let many = sharpe.deflated(trials * more, variance).unwrap();
        prop_assert!(many <= few && few <= sharpe.probabilistic(0.0).unwrap());
    }
}
