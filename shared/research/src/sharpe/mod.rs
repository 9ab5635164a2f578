//! How sure one may be of a Sharpe ratio: its standard error, its chance to be real and the record it needs.

mod annual;
mod trials;

pub use annual::{autocorrelation, yearly, yearly_factor};
pub use trials::{
    expected_maximum, independent_trials, independent_trials_of, mean_correlation,
    minimum_backtest_years, variance_of_ratios,
};

use crate::sample::{self, SampleError};
use domain::normal;

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum SharpeError {
    /// The returns can't be used.
    #[error(transparent)]
    Sample(#[from] SampleError),
    /// Skew and kurtosis that no distribution has, or a ratio too far out for the formula.
    #[error("Sharpe ratio: its variance comes out as {got}, it must be above 0")]
    NoVariance {
        /// The variance × (n − 1).
        got: f64,
    },
    /// However long the record, this ratio never shows to be above the benchmark.
    #[error(
        "track record: never, since the Sharpe ratio {ratio} is not above the benchmark {benchmark}"
    )]
    Never {
        /// The ratio.
        ratio: f64,
        /// What it was compared with.
        benchmark: f64,
    },
    /// A number outside its range.
    #[error("{name}: {got} is not allowed, it must be {allowed}")]
    Outside {
        /// The number.
        name: &'static str,
        /// What was given.
        got: f64,
        /// What would be right.
        allowed: &'static str,
    },
}

/// A Sharpe ratio per bar (not annualised) with what its error depends on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SharpeRatio {
    /// Number of returns.
    pub observations: f64,
    /// mean ÷ standard deviation (÷ (n − 1)) of the returns.
    pub ratio: f64,
    /// Skew of the returns, m₃ ÷ m₂^1.5 with population moments.
    pub skew: f64,
    /// Kurtosis of the returns, m₄ ÷ m₂² with population moments: 3 for a normal, not the excess.
    pub kurtosis: f64,
}

impl SharpeRatio {
    /// The ratio of a series of returns above the risk-free rate.
    pub fn of(returns: &[f64]) -> Result<SharpeRatio, SharpeError> {
        const WHAT: &str = "returns";
        sample::check(WHAT, returns, 3)?;
        let no_spread = SampleError::NoSpread { what: WHAT };
        let (mean, deviation) = sample::mean_and_deviation(returns).ok_or(no_spread)?;
        if deviation == 0.0 {
            return Err(no_spread.into());
        }
        let n = returns.len() as f64;
        // Powers of the distance in deviations: small returns must not underflow.
        let [mut second, mut third, mut fourth] = [0.0; 3];
        for x in returns {
            let z = (x - mean) / deviation;
            second += z * z;
            third += z * z * z;
            fourth += z * z * z * z;
        }
        let m2 = second / n;
        Ok(SharpeRatio {
            observations: n,
            ratio: sample::finite(WHAT, mean / deviation)?,
            skew: sample::finite(WHAT, third / n / (m2 * m2.sqrt()))?,
            kurtosis: sample::finite(WHAT, fourth / n / (m2 * m2))?,
        })
    }

    /// The same with skew and kurtosis corrected for the bias of a small sample, as quantstats and pandas do:
    /// G₁ = γ₃·√(n(n−1)) ÷ (n−2), G₂ = (n−1) ÷ ((n−2)(n−3)) · ((n+1)(γ₄−3) + 6).
    pub fn bias_corrected(self) -> Result<SharpeRatio, SharpeError> {
        let n = self.observations;
        if n < 4.0 {
            return Err(SharpeError::Sample(SampleError::TooFew {
                what: "returns",
                got: n as usize,
                need: 4,
            }));
        }
        let excess = self.kurtosis - 3.0;
        Ok(SharpeRatio {
            skew: self.skew * (n * (n - 1.0)).sqrt() / (n - 2.0),
            kurtosis: 3.0 + (n - 1.0) / ((n - 2.0) * (n - 3.0)) * ((n + 1.0) * excess + 6.0),
            ..self
        })
    }

    /// Standard error, √((1 − γ₃·SR + (γ₄ − 1)/4 · SR²) ÷ (n − 1)).
    ///
    /// D. Bailey & M. López de Prado, "The Sharpe Ratio Efficient Frontier", Journal of Risk 15 (2012).
    pub fn standard_error(&self) -> Result<f64, SharpeError> {
        if self.observations <= 1.0 {
            return Err(SharpeError::Outside {
                name: "observations",
                got: self.observations,
                allowed: "above 1",
            });
        }
        Ok((self.unit_variance()? / (self.observations - 1.0)).sqrt())
    }

    /// Probabilistic Sharpe ratio, Φ((SR − SR*) ÷ standard error): the probability that the true ratio is above
    /// the benchmark (both per bar). Bailey & López de Prado 2012.
    pub fn probabilistic(&self, benchmark: f64) -> Result<f64, SharpeError> {
        Ok(normal::below(
            (self.ratio - benchmark) / self.standard_error()?,
        ))
    }

    /// Deflated Sharpe ratio: the probabilistic one against the best ratio that so many worthless trials would
    /// have shown by luck, SR₀ = √variance · E\[max\] (see [`expected_maximum`]).
    ///
    /// `variance` is that of the trials' ratios per bar. D. Bailey & M. López de Prado, "The Deflated Sharpe
    /// Ratio", Journal of Portfolio Management 40 (2014).
    pub fn deflated(&self, trials: f64, variance: f64) -> Result<f64, SharpeError> {
        self.probabilistic(luckiest_ratio(trials, variance)?)
    }

    /// Minimum track record length in bars: 1 + (1 − γ₃·SR + (γ₄ − 1)/4 · SR²) · (z ÷ (SR − SR*))², the length at
    /// which the probabilistic ratio reaches the confidence. Bailey & López de Prado 2012.
    pub fn minimum_track_record(
        &self,
        benchmark: f64,
        confidence: f64,
    ) -> Result<f64, SharpeError> {
        if !(confidence > 0.5 && confidence < 1.0) {
            return Err(SharpeError::Outside {
                name: "confidence",
                got: confidence,
                allowed: "above 0.5 and below 1",
            });
        }
        let lead = self.ratio - benchmark;
        if lead.is_nan() || lead <= 0.0 {
            let ratio = self.ratio;
            return Err(SharpeError::Never { ratio, benchmark });
        }
        let distance = normal::quantile(confidence) / lead;
        let length = 1.0 + self.unit_variance()? * distance * distance;
        Ok(sample::finite("track record", length)?)
    }

    /// Standard error² × (n − 1).
    fn unit_variance(&self) -> Result<f64, SharpeError> {
        let ratio = self.ratio;
        let got = 1.0 - self.skew * ratio + (self.kurtosis - 1.0) / 4.0 * ratio * ratio;
        if got.is_finite() && got > 0.0 {
            Ok(got)
        } else {
            Err(SharpeError::NoVariance { got })
        }
    }
}

/// SR₀ = √variance · E\[max of the trials\]: the ratio per bar that the luckiest of so many worthless trials shows.
/// Bailey & López de Prado 2014.
pub fn luckiest_ratio(trials: f64, variance: f64) -> Result<f64, SharpeError> {
    if !(variance.is_finite() && variance >= 0.0) {
        return Err(SharpeError::Outside {
            name: "variance of the trials",
            got: variance,
            allowed: "a finite number of 0 or more",
        });
    }
    Ok(variance.sqrt() * expected_maximum(trials)?)
}

/// A Sharpe ratio after a correction for many tests: the one-bar ratio whose two-sided p-value is the corrected
/// p-value of this one, and 0 when nothing is left.
///
/// t = SR·√n, p = 2(1 − Φ(|t|)), back by SR = Φ⁻¹(1 − p′/2) ÷ √n. C. Harvey & Y. Liu, "Backtesting", Journal of
/// Portfolio Management 42 (2015). `corrected` is what [`crate::multiple_testing`] makes of [`p_value`].
pub fn haircut(observations: f64, corrected: f64) -> Result<f64, SharpeError> {
    if !(corrected > 0.0 && corrected <= 1.0) {
        return Err(SharpeError::Outside {
            name: "p-value",
            got: corrected,
            allowed: "above 0, at most 1",
        });
    }
    if !(observations.is_finite() && observations >= 1.0) {
        return Err(SharpeError::Outside {
            name: "observations",
            got: observations,
            allowed: "1 or more",
        });
    }
    Ok((-normal::quantile(0.5 * corrected)).max(0.0) / observations.sqrt())
}

/// Two-sided p-value of a Sharpe ratio per bar under "the true ratio is 0", 2(1 − Φ(|SR|·√n)). Harvey & Liu 2015.
pub fn p_value(ratio: f64, observations: f64) -> Result<f64, SharpeError> {
    let t = ratio.abs() * observations.sqrt();
    if t.is_nan() {
        return Err(SharpeError::Outside {
            name: "observations",
            got: observations,
            allowed: "1 or more",
        });
    }
    Ok((2.0 * normal::above(t)).min(1.0))
}

#[cfg(test)]
mod tests;
