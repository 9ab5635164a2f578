//! Mean and central moments of a series, in two passes over a slice or one value at a time, with equal results.

use domain::Undefined;

/// Below this share of the scale, a spread is rounding and not risk.
pub(crate) const ROUNDING: f64 = 1e-15;

/// Count, mean and sums of central powers.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moments {
    /// How many values.
    pub count: f64,
    /// Their mean.
    pub mean: f64,
    /// Σ(x − mean)².
    pub second: f64,
    /// Σ(x − mean)³.
    pub third: f64,
    /// Σ(x − mean)⁴.
    pub fourth: f64,
}

impl Moments {
    /// Two passes: the mean first, then the powers around it, which loses no digits to a large mean.
    pub fn of(values: &[f64]) -> Moments {
        let count = values.len() as f64;
        if values.is_empty() {
            return Moments::default();
        }
        let mean = sum(values) / count;
        let mut moments = Moments {
            count,
            mean,
            ..Moments::default()
        };
        for value in values {
            let gap = value - mean;
            let square = gap * gap;
            moments.second += square;
            moments.third += square * gap;
            moments.fourth += square * square;
        }
        moments
    }

    /// One value more. Source: Pébay, "Formulas for robust, one-pass parallel computation of covariances and
    /// arbitrary-order statistical moments", Sandia report SAND2008-6212, 2008.
    pub fn push(&mut self, value: f64) {
        let before = self.count;
        self.count += 1.0;
        let gap = value - self.mean;
        // The inverse does not wait for the mean of the value before.
        let step = gap * (1.0 / self.count);
        let square = step * step;
        let term = gap * step * before;
        let n = self.count;
        self.mean += step;
        self.fourth += term * square * (n * n - 3.0 * n + 3.0) + 6.0 * square * self.second
            - 4.0 * step * self.third;
        self.third += term * step * (n - 2.0) - 3.0 * step * self.second;
        self.second += term;
    }

    /// Sample variance, ÷ (n − 1).
    pub fn variance(&self) -> Result<f64, Undefined> {
        if self.count < 2.0 {
            return Err(Undefined::TooFewBars);
        }
        Ok(self.second / (self.count - 1.0))
    }

    /// Sample standard deviation, ÷ (n − 1).
    pub fn deviation(&self) -> Result<f64, Undefined> {
        Ok(self.variance()?.sqrt())
    }

    /// The deviation, if it is more than rounding.
    pub fn spread(&self) -> Result<f64, Undefined> {
        let spread = self.deviation()?;
        if spread > ROUNDING * self.mean.abs().max(1.0) {
            Ok(spread)
        } else {
            Err(Undefined::NoVariation)
        }
    }

    /// Population skewness m₃ ÷ m₂^1.5.
    pub fn skew(&self) -> Result<f64, Undefined> {
        self.spread()?;
        let variance = self.second / self.count;
        Ok(self.third / self.count / (variance * variance.sqrt()))
    }

    /// Skewness without bias: √(n(n − 1)) ÷ (n − 2) × population skewness. Source: Joanes and Gill, 1998, G₁.
    pub fn skew_sample(&self) -> Result<f64, Undefined> {
        if self.count < 3.0 {
            return Err(Undefined::TooFewBars);
        }
        let n = self.count;
        Ok(self.skew()? * (n * (n - 1.0)).sqrt() / (n - 2.0))
    }

    /// Population excess kurtosis m₄ ÷ m₂² − 3.
    pub fn kurtosis(&self) -> Result<f64, Undefined> {
        self.spread()?;
        Ok(self.fourth * self.count / (self.second * self.second) - 3.0)
    }

    /// Excess kurtosis without bias. Source: Joanes and Gill, 1998, G₂.
    pub fn kurtosis_sample(&self) -> Result<f64, Undefined> {
        if self.count < 4.0 {
            return Err(Undefined::TooFewBars);
        }
        let n = self.count;
        let excess = self.kurtosis()?;
        Ok((n - 1.0) / ((n - 2.0) * (n - 3.0)) * ((n + 1.0) * excess + 6.0))
    }
}

/// The sum in four interleaved parts: faster than one chain, and closer to the truth.
pub(crate) fn sum(values: &[f64]) -> f64 {
    let (chunks, rest) = values.as_chunks::<4>();
    let mut parts = [0.0; 4];
    for chunk in chunks {
        for (part, value) in parts.iter_mut().zip(chunk) {
            *part += value;
        }
    }
    parts[0] + parts[1] + (parts[2] + parts[3]) + rest.iter().sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_moments_of_1_2_4_9_by_hand() {
        // Mean 4; gaps −3, −2, 0, 5: squares 38, cubes 90, fourth powers 722.
        let m = Moments::of(&[1.0, 2.0, 4.0, 9.0]);
        assert_eq!(
            (m.mean, m.second, m.third, m.fourth),
            (4.0, 38.0, 90.0, 722.0)
        );
        assert!((m.kurtosis().unwrap() - (722.0 * 4.0 / 1444.0 - 3.0)).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn one_pass_equals_two(values in prop::collection::vec(-1.0_f64..1.0, 1..200)) {
            let whole = Moments::of(&values);
            let mut step = Moments::default();
            values.iter().for_each(|value| step.push(*value));
            for (a, b) in [(whole.mean, step.mean), (whole.second, step.second), (whole.third, step.third), (whole.fourth, step.fourth)] {
                prop_assert!((a - b).abs() <= 1e-12 * (1.0 + a.abs()), "{a} {b}");
            }
        }
    }
}
