//! What metrics are made of, computed once for a run or for a bare series of returns.

use crate::growth::{
    a_bar, beyond_rounding, growth_a_year, intrabar, positive, three_years, years_between,
};
use crate::pair::Pair;
use crate::periods::Periods;
use crate::sample::Sample;
use crate::series::{SeriesFacts, all_finite, returns, wealth};
use crate::trades::TradeFacts;
use domain::time::DAY_MS;
use domain::{Annualisation, RunRecord, Undefined};

/// What only a run knows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RunFacts {
    /// Cash at the start.
    pub start: f64,
    /// Mean of the account over all bars.
    pub average: f64,
    /// Bars with a position.
    pub bars_in_market: f64,
    /// What slippage cost.
    pub slippage: f64,
}

/// Facts of one run or series.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The yearly factor.
    pub annualisation: Annualisation,
    /// Risk-free return a year.
    pub risk_free_year: f64,
    /// Risk-free return a bar.
    pub risk_free: f64,
    /// Years from the start to the end.
    pub years: Result<f64, Undefined>,
    /// CAGR and deepest fall of the last 36 months.
    pub three_years: Result<(f64, f64), Undefined>,
    /// Deepest fall of the account at the worst moment of each bar.
    pub intrabar: Result<f64, Undefined>,
    series: Result<SeriesFacts, Undefined>,
    periods: Result<Periods, Undefined>,
    pair: Result<Pair, Undefined>,
    trades: TradeFacts,
    run: Result<RunFacts, Undefined>,
}

impl Facts {
    /// Looks at a run; nothing is free of risk there, so the risk-free return is 0.
    pub fn of(record: &RunRecord) -> Facts {
        Facts::of_run(record, 0.0)
    }

    /// Looks at a run with a risk-free return a year.
    pub fn of_run(record: &RunRecord, risk_free_year: f64) -> Facts {
        let (curve, start) = (&record.curve, record.start.get());
        let bars = returns(&curve.equity);
        let values = curve.equity.get(1..).unwrap_or_default();
        let times = curve.time.get(1..).unwrap_or_default();
        let begin = curve.time.first().copied().unwrap_or(0);
        let known = times.len() == bars.len();
        let risk_free = a_bar(risk_free_year, record.annualisation);
        let time = |index: usize| times.get(index).copied().unwrap_or(begin);
        let benchmark = match curve.benchmark.len() == curve.equity.len() {
            true => returns(&curve.benchmark),
            false => Vec::new(),
        };
        let series = SeriesFacts::of(&bars, start, values, begin, time, risk_free);
        let years = match times.last() {
            Some(last) if known && *last > begin => Ok(years_between(begin, *last)),
            _ => Err(Undefined::TooFewBars),
        };
        let periods = match known {
            true => Periods::of(&bars, times, 1),
            false => Err(Undefined::NoTimes),
        };
        let average = crate::moments::sum(&curve.equity) / curve.equity.len().max(1) as f64;
        Facts {
            annualisation: record.annualisation,
            risk_free_year,
            risk_free,
            years,
            three_years: three_years(start, values, times, begin),
            intrabar: intrabar(&curve.equity, &curve.worst),
            pair: pair(&series, &bars, Some(&benchmark)),
            periods: guarded(&series, periods),
            series,
            trades: TradeFacts::of(&record.trades, start),
            run: Ok(RunFacts {
                start,
                average,
                bars_in_market: f64::from(record.bars_in_market),
                slippage: record.slippage_paid.get(),
            }),
        }
    }

    /// Looks at a bare series.
    pub fn of_sample(sample: &Sample) -> Facts {
        let levels = wealth(sample.returns);
        let risk_free = a_bar(sample.risk_free, sample.annualisation);
        let times = sample
            .times
            .filter(|times| times.len() == sample.returns.len());
        let bar_ms = 365.0 * DAY_MS as f64 / sample.annualisation.bars_per_year;
        let begin = times.and_then(<[i64]>::first).copied().unwrap_or(0);
        let begin = begin.saturating_sub(bar_ms as i64);
        // Without times, bars of one length stand in for them.
        let time = |index: usize| match times {
            Some(times) => times[index],
            None => begin.saturating_add((bar_ms * (index + 1) as f64) as i64),
        };
        let series = SeriesFacts::of(sample.returns, 1.0, &levels, begin, time, risk_free);
        let by_count = sample.returns.len() as f64 / sample.annualisation.bars_per_year;
        let years = match (times, sample.returns.len()) {
            (_, 0) => Err(Undefined::TooFewBars),
            (Some(times), n @ 2..) if !sample.years_by_count => {
                let span = years_between(times[0], times[n - 1]);
                // The first return began one bar before its label.
                Ok(span * n as f64 / (n - 1) as f64)
            }
            _ => Ok(by_count),
        };
        let periods = times.map_or(Err(Undefined::NoTimes), |times| {
            Periods::of(sample.returns, times, 0)
        });
        let three_years = times.map_or(Err(Undefined::NoTimes), |times| {
            three_years(1.0, &levels, times, begin)
        });
        Facts {
            annualisation: sample.annualisation,
            risk_free_year: sample.risk_free,
            risk_free,
            years: years.and_then(|years| match years.is_finite() {
                true => positive(years, Undefined::TooFewBars),
                false => Err(Undefined::TooFewBars),
            }),
            three_years,
            intrabar: Err(Undefined::NoIntrabar),
            pair: pair(&series, sample.returns, sample.benchmark),
            periods: guarded(&series, periods),
            series,
            trades: TradeFacts::of(sample.trades, 0.0),
            run: Err(Undefined::NotARun),
        }
    }

    /// Facts whose sums were gathered while bars went by.
    pub(crate) fn of_sums(
        annualisation: Annualisation,
        series: Result<SeriesFacts, Undefined>,
        years: Result<f64, Undefined>,
        trades: TradeFacts,
        run: RunFacts,
    ) -> Facts {
        Facts {
            annualisation,
            risk_free_year: 0.0,
            risk_free: 0.0,
            years,
            three_years: Err(Undefined::TooFewBars),
            intrabar: Err(Undefined::NoIntrabar),
            series,
            periods: Err(Undefined::NoTimes),
            pair: Err(Undefined::NoBenchmark),
            trades,
            run: Ok(run),
        }
    }

    /// The series, if it has bars and every one is a number.
    pub fn series(&self) -> Result<&SeriesFacts, Undefined> {
        self.series.as_ref().map_err(|reason| *reason)
    }

    /// Calendar periods.
    pub fn periods(&self) -> Result<&Periods, Undefined> {
        self.periods.as_ref().map_err(|reason| *reason)
    }

    /// The benchmark beside the series.
    pub fn pair(&self) -> Result<&Pair, Undefined> {
        self.pair.as_ref().map_err(|reason| *reason)
    }

    /// What only a run knows.
    pub fn run(&self) -> Result<&RunFacts, Undefined> {
        self.run.as_ref().map_err(|reason| *reason)
    }

    /// All trades, open ones too.
    pub fn trades(&self) -> &TradeFacts {
        &self.trades
    }

    /// The trades, if one was closed.
    pub fn closed(&self) -> Result<&TradeFacts, Undefined> {
        self.trades.all.some()?;
        Ok(&self.trades)
    }

    /// Bars a year.
    pub fn yearly(&self) -> f64 {
        self.annualisation.bars_per_year
    }

    /// (end ÷ start)^(1 ÷ years) − 1.
    pub fn cagr(&self) -> Result<f64, Undefined> {
        growth_a_year(self.series()?.growth, self.years?)
    }

    /// Mean return above the risk-free one ÷ deviation × √(bars a year).
    pub fn sharpe(&self) -> Result<f64, Undefined> {
        let moments = &self.series()?.moments;
        Ok((moments.mean - self.risk_free) / moments.spread()? * self.yearly().sqrt())
    }

    /// √(mean of min(r − risk-free, 0)²) over all bars.
    pub fn downside(&self) -> Result<f64, Undefined> {
        let series = self.series()?;
        Ok((series.sides.lost_squares / series.bars).sqrt())
    }

    /// Mean return above the risk-free one ÷ downside × √(bars a year).
    pub fn sortino(&self) -> Result<f64, Undefined> {
        let downside = self.downside()?;
        let excess = self.series()?.moments.mean - self.risk_free;
        Ok(excess / beyond_rounding(downside, Undefined::NoDownBars)? * self.yearly().sqrt())
    }

    /// |deepest fall|, if there was one.
    pub fn depth(&self) -> Result<f64, Undefined> {
        positive(-self.series()?.drawdown.deepest(), Undefined::NoDrawdown)
    }
}

/// Periods of a series that is sound.
fn guarded(
    series: &Result<SeriesFacts, Undefined>,
    periods: Result<Periods, Undefined>,
) -> Result<Periods, Undefined> {
    series.as_ref().map_err(|reason| *reason)?;
    periods
}

fn pair(
    series: &Result<SeriesFacts, Undefined>,
    returns: &[f64],
    benchmark: Option<&[f64]>,
) -> Result<Pair, Undefined> {
    let series = series.as_ref().map_err(|reason| *reason)?;
    let benchmark = benchmark.ok_or(Undefined::NoBenchmark)?;
    if !all_finite(benchmark) {
        return Err(Undefined::NotFinite);
    }
    Pair::of(returns, &series.moments, benchmark)
}
