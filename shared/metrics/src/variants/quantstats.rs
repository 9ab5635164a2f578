//! quantstats' (and numpy's and pandas') conventions: another ulcer index, plain sums, dates under water, zeros for no data.

use super::LibraryValue;
use crate::Facts;
use crate::periods::Periods;
use crate::series::wealth;
use crate::tables::{DrawdownRow, calendar, drawdowns, worst};
use domain::Undefined;
use domain::time::DAY_MS;

/// `ulcer_index`: √(Σ dd² ÷ (n − 1)).
pub fn ulcer_index(facts: &Facts) -> Result<f64, Undefined> {
    let series = facts.series()?;
    if series.bars < 2.0 {
        return Err(Undefined::TooFewBars);
    }
    Ok((series.drawdown.squares / (series.bars - 1.0)).sqrt())
}

/// `ulcer_performance_index`: total return ÷ ulcer index, not a year's.
pub fn ulcer_performance_index(facts: &Facts) -> Result<f64, Undefined> {
    let ulcer = ulcer_index(facts)?;
    if ulcer == 0.0 {
        return Err(Undefined::NoDrawdown);
    }
    Ok((facts.series()?.growth - 1.0) / ulcer)
}

/// `recovery_factor`: |Σr| ÷ |max drawdown|, a plain sum.
pub fn recovery_factor(facts: &Facts) -> Result<f64, Undefined> {
    let series = facts.series()?;
    Ok((series.moments.mean * series.bars).abs() / facts.depth()?)
}

/// `win_rate`: bars above 0 ÷ bars that are not 0; 0 when all are.
pub fn win_rate(facts: &Facts) -> Result<f64, Undefined> {
    let sides = &facts.series()?.sides;
    Ok(sides.ups / (sides.ups + sides.downs).max(1.0))
}

/// The expected return of a bar as win rate × average win + (1 − win rate) × average loss: bars at 0 are left out.
pub fn expectancy(facts: &Facts) -> Result<f64, Undefined> {
    let sides = &facts.series()?.sides;
    Ok((sides.up_sum - sides.down_sum) / (sides.ups + sides.downs).max(1.0))
}

/// Days without a look at the calendar: every return is taken for one, also where bars are shorter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Days {
    /// `best`.
    pub best: f64,
    /// `worst`.
    pub worst: f64,
    /// Share of the returns above 0.
    pub winning: f64,
}

/// `best`, `worst` and the winning share by returns.
pub fn days(facts: &Facts) -> Result<Days, Undefined> {
    let series = facts.series()?;
    Ok(Days {
        best: series.sides.best,
        worst: series.sides.worst,
        winning: series.sides.ups / series.bars,
    })
}

/// `profit_factor`: Σ(r ≥ 0) ÷ |Σ(r < 0)|, infinite without a loss, 0 without anything.
pub fn profit_factor(facts: &Facts) -> LibraryValue {
    let Ok(series) = facts.series() else {
        return LibraryValue::Nothing;
    };
    let sides = &series.sides;
    if sides.down_sum > 0.0 {
        LibraryValue::Number(sides.up_sum / sides.down_sum)
    } else if sides.up_sum > 0.0 {
        LibraryValue::Infinite
    } else {
        LibraryValue::Number(0.0)
    }
}

/// pandas' `skew`: 0 for a constant series.
pub fn skew(facts: &Facts) -> Result<f64, Undefined> {
    flat_as_zero(facts, 3.0, facts.series()?.moments.skew_sample())
}

/// pandas' `kurtosis`: 0 for a constant series.
pub fn kurtosis(facts: &Facts) -> Result<f64, Undefined> {
    flat_as_zero(facts, 4.0, facts.series()?.moments.kurtosis_sample())
}

fn flat_as_zero(
    facts: &Facts,
    least: f64,
    value: Result<f64, Undefined>,
) -> Result<f64, Undefined> {
    match value {
        Err(Undefined::NoVariation) if facts.series()?.bars >= least => Ok(0.0),
        value => value,
    }
}

/// numpy's `std`: ÷ n, not ÷ (n − 1).
pub fn population_deviation(facts: &Facts) -> Result<f64, Undefined> {
    let moments = &facts.series()?.moments;
    Ok((moments.second / moments.count).sqrt())
}

/// A row of `drawdown_details`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DrawdownDetail {
    /// First moment under water.
    pub start: i64,
    /// Moment of the lowest value.
    pub valley: i64,
    /// Last moment under water, before the recovery.
    pub end: i64,
    /// Whole days from start to end, both counted.
    pub days: i64,
    /// Depth in percent.
    pub percent: f64,
}

/// The deepest rows of `drawdown_details`; nothing when times and returns do not match.
pub fn drawdown_details(returns: &[f64], times: &[i64], count: usize) -> Vec<DrawdownDetail> {
    if returns.len() != times.len() {
        return Vec::new();
    }
    let detail = |row: DrawdownRow| DrawdownDetail {
        start: times[row.start],
        valley: times[row.valley],
        end: times[row.last],
        days: (times[row.last] - times[row.start]).div_euclid(DAY_MS) + 1,
        percent: row.depth * 100.0,
    };
    worst(drawdowns(1.0, &wealth(returns)), count)
        .into_iter()
        .map(detail)
        .collect()
}

/// `monthly_returns`: each year with its twelve months, 0 without data, and the whole year as the thirteenth.
pub fn monthly_returns(periods: &Periods) -> Vec<(i64, [f64; 13])> {
    let row = |row: crate::tables::CalendarRow| {
        let mut cells = [0.0; 13];
        for (cell, month) in cells.iter_mut().zip(row.months) {
            *cell = month.unwrap_or(0.0);
        }
        cells[12] = row.total;
        (row.year, cells)
    };
    calendar(periods).into_iter().map(row).collect()
}
