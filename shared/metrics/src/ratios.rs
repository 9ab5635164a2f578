//! Ratios that more than one metric is made of.

use crate::Facts;
use crate::growth::{beyond_rounding, positive};
use crate::moments::Moments;
use crate::trades::Group;
use domain::Undefined;

/// |95 % quantile| ÷ |5 % quantile|.
pub(crate) fn tail_ratio(facts: &Facts) -> Result<f64, Undefined> {
    let quantiles = facts.series()?.quantiles?;
    let low = beyond_rounding(quantiles.five.quantile.abs(), Undefined::NoVariation)?;
    Ok(quantiles.ninety_five.abs() / low)
}

/// Σ of the returns above 0 ÷ |Σ of those below 0|.
pub(crate) fn bar_profit_factor(facts: &Facts) -> Result<f64, Undefined> {
    let sides = &facts.series()?.sides;
    Ok(sides.up_sum / positive(sides.down_sum, Undefined::NoDownBars)?)
}

/// Average gaining bar ÷ |average losing bar|.
pub(crate) fn bar_payoff(facts: &Facts) -> Result<f64, Undefined> {
    let sides = &facts.series()?.sides;
    let gain = sides.up_sum / positive(sides.ups, Undefined::NoUpBars)?;
    let loss = sides.down_sum / positive(sides.downs, Undefined::NoDownBars)?;
    Ok(gain / loss)
}

/// √(1 + 2·Σ((n − k) ÷ n)·|ρ|^k), k from 1 to n − 1: what correlated returns add to a deviation.
pub(crate) fn penalty(facts: &Facts) -> Result<f64, Undefined> {
    let series = facts.series()?;
    let (n, rho) = (series.bars, series.autocorrelation?.abs());
    let (mut total, mut power, mut lag) = (0.0, rho, 1.0);
    while lag < n && power > 1e-18 {
        total += (n - lag) / n * power;
        power *= rho;
        lag += 1.0;
    }
    Ok((1.0 + 2.0 * total).sqrt())
}

/// Trades of both kinds.
pub(crate) fn both(all: &Group) -> Result<&Group, Undefined> {
    positive(all.winners, Undefined::NoWinners)?;
    positive(all.lost, Undefined::NoLosers)?;
    Ok(all)
}

/// Gains in units of the money at risk.
pub(crate) fn multiples(facts: &Facts) -> Result<&Moments, Undefined> {
    let multiples = &facts.closed()?.multiples;
    positive(multiples.count, Undefined::NoStops)?;
    Ok(multiples)
}

/// √n × mean ÷ deviation, n counted up to a limit.
pub(crate) fn quality(moments: &Moments, limit: f64) -> Result<f64, Undefined> {
    if moments.count < 2.0 {
        return Err(Undefined::NoTrades);
    }
    Ok(moments.count.min(limit).sqrt() * moments.mean / moments.spread()?)
}

/// p − (1 − p) ÷ b from counts and sums of wins and losses.
pub(crate) fn kelly(wins: f64, losses: f64, won: f64, lost: f64) -> Result<f64, Undefined> {
    let share = wins / (wins + losses);
    let odds = won / wins / (positive(lost, Undefined::NoLosers)? / losses);
    Ok(share - (1.0 - share) / positive(odds, Undefined::NoWinners)?)
}
