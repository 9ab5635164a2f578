//! Risk of ruin by formula: quick, and only as good as its assumptions. Paths say more.

use super::MonteCarloError;

/// Risk of losing everything when every trade wins or loses one unit, ((1 − e) ÷ (1 + e))^units with the edge
/// e = 2p − 1; without an edge it is certain.
///
/// The gambler's ruin against an endless bank; W. Feller, "An Introduction to Probability Theory and Its
/// Applications" (1950), chapter XIV.
pub fn even_money_ruin(win_rate: f64, units: f64) -> Result<f64, MonteCarloError> {
    let win_rate = probability(win_rate)?;
    if !(units.is_finite() && units > 0.0) {
        return Err(MonteCarloError::Outside {
            name: "units",
            got: units,
            allowed: "a finite number above 0",
        });
    }
    if win_rate <= 0.5 {
        return Ok(1.0);
    }
    // (1 − e) ÷ (1 + e) = (1 − p) ÷ p
    Ok(libm::pow((1.0 - win_rate) / win_rate, units))
}

/// The "risk of ruin" of quantstats, ((1 − w) ÷ (1 + w))^n with the win rate w and n trades: it falls with more
/// trades and knows no sizes, so it is given for comparison only.
pub fn win_rate_ruin(win_rate: f64, trades: usize) -> Result<f64, MonteCarloError> {
    let win_rate = probability(win_rate)?;
    Ok(libm::pow(
        (1.0 - win_rate) / (1.0 + win_rate),
        trades as f64,
    ))
}

/// Risk of ever losing this share of the start when equity drifts and swings evenly, (1 − d)^(2μ/σ² − 1); certain
/// when that exponent is not above 0.
///
/// The chance of a Brownian motion with drift μ − σ²/2 ever to reach ln(1 − d), exp(2(μ − σ²/2)·ln(1 − d) ÷ σ²).
/// `mean` and `deviation` are those of the returns over any one period.
pub fn diffusion_ruin(mean: f64, deviation: f64, loss: f64) -> Result<f64, MonteCarloError> {
    let outside = |name, got, allowed| Err(MonteCarloError::Outside { name, got, allowed });
    if !(loss > 0.0 && loss < 1.0) {
        return outside("loss", loss, "above 0 and below 1");
    }
    if !(deviation.is_finite() && deviation > 0.0) {
        return outside("deviation", deviation, "a finite number above 0");
    }
    if !mean.is_finite() {
        return outside("mean", mean, "a finite number");
    }
    let exponent = 2.0 * (mean / deviation) / deviation - 1.0;
    if exponent <= 0.0 {
        return Ok(1.0);
    }
    Ok(libm::pow(1.0 - loss, exponent))
}

fn probability(win_rate: f64) -> Result<f64, MonteCarloError> {
    if (0.0..=1.0).contains(&win_rate) {
        return Ok(win_rate);
    }
    Err(MonteCarloError::Outside {
        name: "win rate",
        got: win_rate,
        allowed: "between 0 and 1",
    })
}
