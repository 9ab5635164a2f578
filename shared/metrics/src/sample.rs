//! A series measured on its own: returns, and whatever else is known about them.

use domain::{Annualisation, Trade};

/// A series measured on its own, as from a file.
#[derive(Clone, Copy, Debug)]
pub struct Sample<'a> {
    /// Simple returns of the bars.
    pub returns: &'a [f64],
    /// The moment each return is labelled with, ascending.
    pub times: Option<&'a [i64]>,
    /// Returns of a benchmark over the same bars; [`crate::pair::join`] aligns two series.
    pub benchmark: Option<&'a [f64]>,
    /// The yearly factor.
    pub annualisation: Annualisation,
    /// Years = bars ÷ bars a year, whatever the times say; so do empyrical and a chosen factor.
    pub years_by_count: bool,
    /// Risk-free return a year: 0.03 is 3 %.
    pub risk_free: f64,
    /// Trades, if they are known.
    pub trades: &'a [Trade],
}

impl<'a> Sample<'a> {
    /// Returns without times, at so many bars a year.
    pub fn new(returns: &'a [f64], bars_per_year: f64) -> Sample<'a> {
        Sample {
            returns,
            times: None,
            benchmark: None,
            annualisation: Annualisation::chosen(bars_per_year),
            years_by_count: true,
            risk_free: 0.0,
            trades: &[],
        }
    }
}
