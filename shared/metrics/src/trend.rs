//! How straight the account grew: a line through the logarithm of its value.

use crate::moments::ROUNDING;
use domain::Undefined;

/// Least squares of the cumulated logarithmic return on 0 … n − 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trend {
    /// Growth of the logarithm a bar.
    pub slope: f64,
    /// Standard error of the slope.
    pub slope_error: f64,
    /// Share of the variance the line explains.
    pub r_squared: f64,
}

impl Trend {
    /// The line through simple returns.
    pub fn of(returns: &[f64]) -> Result<Trend, Undefined> {
        if returns.len() < 3 {
            return Err(Undefined::TooFewBars);
        }
        if returns.iter().any(|growth| *growth <= -1.0) {
            return Err(Undefined::TotalLoss);
        }
        let n = returns.len() as f64;
        let mut line = Line {
            level: 0.0,
            position: (1.0 - n) / 2.0,
            sum: 0.0,
            squares: 0.0,
            cross: 0.0,
        };
        let mut logs = [0.0; BLOCK];
        for block in returns.chunks(BLOCK) {
            let small = block
                .iter()
                .fold(true, |small, growth| small & (growth.abs() <= SMALL));
            // Filled before it is used, so that a processor can take several logarithms at a time.
            if small {
                fill(&mut logs, block, log1p_small);
            } else {
                fill(&mut logs, block, log1p);
            }
            logs.iter().zip(block).for_each(|(log, _)| line.push(*log));
        }
        let Line {
            sum,
            squares,
            cross,
            ..
        } = line;
        let along = n * (n * n - 1.0) / 12.0;
        let across = squares - sum * sum / n;
        if across <= ROUNDING * n {
            return Err(Undefined::NoVariation);
        }
        let r_squared = (cross * cross / (along * across)).min(1.0);
        let slope = cross / along;
        let left = across * (1.0 - r_squared);
        Ok(Trend {
            slope,
            slope_error: (left / (n - 2.0) / along).sqrt(),
            r_squared,
        })
    }
}

/// Sums for the line, with the level and the position reached.
struct Line {
    level: f64,
    position: f64,
    sum: f64,
    squares: f64,
    cross: f64,
}

impl Line {
    fn push(&mut self, growth: f64) {
        self.level += growth;
        self.sum += self.level;
        self.squares += self.level * self.level;
        self.cross += self.position * self.level;
        self.position += 1.0;
    }
}

/// Returns whose logarithms are taken together.
const BLOCK: usize = 256;

fn fill(logs: &mut [f64; BLOCK], block: &[f64], log: impl Fn(f64) -> f64) {
    for (slot, growth) in logs.iter_mut().zip(block) {
        *slot = log(*growth);
    }
}

/// Up to here the short series is exact.
const SMALL: f64 = 0.06;

fn log1p(r: f64) -> f64 {
    if r.abs() <= SMALL {
        log1p_small(r)
    } else {
        libm::log1p(r)
    }
}

/// ln(1 + r). Bar returns are small, where the series 2·artanh(r ÷ (2 + r)) needs few terms and no table.
fn log1p_small(r: f64) -> f64 {
    let s = r / (2.0 + r);
    let q = s * s;
    let tail = 1.0 / 9.0 + q * (1.0 / 11.0 + q * (1.0 / 13.0));
    2.0 * s * (1.0 + q * (1.0 / 3.0 + q * (0.2 + q * (1.0 / 7.0 + q * tail))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_logarithm_is_the_logarithm() {
        for step in -600..=600 {
            let r = f64::from(step) * 1e-4;
            assert!((log1p(r) - libm::log1p(r)).abs() <= 4e-16 * r.abs(), "{r}");
        }
    }

    #[test]
    fn steady_growth_is_a_straight_line() {
        let trend = Trend::of(&[0.01; 50]).unwrap();
        assert!((trend.r_squared - 1.0).abs() < 1e-12);
        assert!((trend.slope - libm::log1p(0.01)).abs() < 1e-12);
        assert_eq!(Trend::of(&[0.0; 50]), Err(Undefined::NoVariation));
        assert_eq!(Trend::of(&[0.1, -1.0, 0.1]), Err(Undefined::TotalLoss));
    }
}
