//! An account beside a benchmark, bar by bar.

use crate::moments::Moments;
use domain::Undefined;

/// What two series of returns have to do with each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// The benchmark's own moments.
    pub moments: Moments,
    /// Moments of return − benchmark return.
    pub active: Moments,
    /// Σ(r − mean)(b − mean).
    pub cross: f64,
    /// Σ(r − mean)², of the account.
    pub own: f64,
    /// Benchmark's end ÷ start.
    pub growth: f64,
    /// Benchmark's deepest fall.
    pub deepest: f64,
    /// Bars in which the account did better.
    pub better: f64,
    /// Bars in which the benchmark rose.
    pub up: Capture,
    /// Bars in which the benchmark fell.
    pub down: Capture,
}

/// Growth over a choice of bars.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Capture {
    /// How many.
    pub bars: f64,
    /// Account's end ÷ start over them.
    pub account: f64,
    /// Benchmark's end ÷ start over them.
    pub benchmark: f64,
}

impl Capture {
    const NONE: Capture = Capture {
        bars: 0.0,
        account: 1.0,
        benchmark: 1.0,
    };

    /// `chosen` is 1 or 0: bars not chosen grow by nothing, so that nothing has to branch on a direction.
    fn push(&mut self, chosen: f64, account: f64, benchmark: f64) {
        self.bars += chosen;
        self.account *= 1.0 + chosen * account;
        self.benchmark *= 1.0 + chosen * benchmark;
    }

    /// Yearly return of the account ÷ that of the benchmark, over these bars alone.
    pub fn ratio(&self, bars_per_year: f64) -> Result<f64, Undefined> {
        if self.bars == 0.0 {
            return Err(Undefined::NoVariation);
        }
        if self.account < 0.0 || self.benchmark < 0.0 {
            return Err(Undefined::TotalLoss);
        }
        let yearly = |growth: f64| libm::pow(growth, bars_per_year / self.bars) - 1.0;
        let below = yearly(self.benchmark);
        if below == 0.0 {
            return Err(Undefined::NoVariation);
        }
        Ok(yearly(self.account) / below)
    }
}

impl Pair {
    /// Two series of one length. Values must be finite.
    pub fn of(returns: &[f64], own: &Moments, benchmark: &[f64]) -> Result<Pair, Undefined> {
        if returns.len() != benchmark.len() {
            return Err(Undefined::NoBenchmark);
        }
        let moments = Moments::of(benchmark);
        let (mut cross, mut apart, mut better) = (0.0, 0.0, 0.0);
        let (mut level, mut peak, mut share) = (1.0_f64, 1.0_f64, 1.0_f64);
        let (mut up, mut down) = (Capture::NONE, Capture::NONE);
        let one = |yes: bool| if yes { 1.0 } else { 0.0 };
        for (growth, other) in returns.iter().zip(benchmark) {
            let (gap, other_gap) = (growth - own.mean, other - moments.mean);
            cross += gap * other_gap;
            apart += (gap - other_gap) * (gap - other_gap);
            better += one(growth > other);
            level *= 1.0 + other;
            peak = peak.max(level);
            if level < peak * share {
                share = level / peak;
            }
            up.push(one(*other > 0.0), *growth, *other);
            down.push(one(*other < 0.0), *growth, *other);
        }
        Ok(Pair {
            moments,
            active: Moments {
                count: own.count,
                mean: own.mean - moments.mean,
                second: apart,
                ..Moments::default()
            },
            cross,
            own: own.second,
            growth: level,
            deepest: share - 1.0,
            better,
            up,
            down,
        })
    }

    /// cov(r, b) ÷ var(b).
    pub fn beta(&self) -> Result<f64, Undefined> {
        self.moments.spread()?;
        Ok(self.cross / self.moments.second)
    }

    /// Pearson's correlation.
    pub fn correlation(&self, own: &Moments) -> Result<f64, Undefined> {
        own.spread()?;
        self.moments.spread()?;
        let both = self.own.sqrt() * self.moments.second.sqrt();
        Ok((self.cross / both).clamp(-1.0, 1.0))
    }
}

/// Two series brought together where both have a value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Joined {
    /// Moments both have.
    pub times: Vec<i64>,
    /// Values of the first.
    pub account: Vec<f64>,
    /// Values of the second.
    pub benchmark: Vec<f64>,
}

/// Joins two series by time, each in ascending order.
pub fn join(times: &[i64], values: &[f64], other_times: &[i64], other: &[f64]) -> Joined {
    let mut joined = Joined::default();
    let mut rest = other_times.iter().zip(other).peekable();
    for (time, value) in times.iter().zip(values) {
        while rest.next_if(|(earlier, _)| *earlier < time).is_some() {}
        if let Some((_, other)) = rest.next_if(|(same, _)| *same == time) {
            joined.times.push(*time);
            joined.account.push(*value);
            joined.benchmark.push(*other);
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twice_the_benchmark_has_a_beta_of_two() {
        let benchmark = [0.01, -0.02, 0.03, 0.0];
        let returns = benchmark.map(|b| 2.0 * b);
        let own = Moments::of(&returns);
        let pair = Pair::of(&returns, &own, &benchmark).unwrap();
        assert!((pair.beta().unwrap() - 2.0).abs() < 1e-12);
        assert!((pair.correlation(&own).unwrap() - 1.0).abs() < 1e-12);
        assert_eq!((pair.better, pair.up.bars, pair.down.bars), (2.0, 2.0, 1.0));
        assert!((pair.up.account - 1.02 * 1.06).abs() < 1e-15);
    }

    #[test]
    fn only_moments_both_have_are_kept() {
        let got = join(
            &[1, 2, 4, 5],
            &[1.0, 2.0, 4.0, 5.0],
            &[2, 3, 5],
            &[20.0, 30.0, 50.0],
        );
        assert_eq!(got.times, [2, 5]);
        assert_eq!(
            (got.account, got.benchmark),
            (vec![2.0, 5.0], vec![20.0, 50.0])
        );
    }
}
