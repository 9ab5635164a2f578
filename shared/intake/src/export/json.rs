//! Bars as JSON: one object with the series' names and a list of rows.

use domain::{Bars, Symbol, Venue};

/// The whole file: `{"venue","symbol","timeframe","columns":[…],"bars":[[time, open, high, low, close, volume], …]}`.
pub fn json(venue: Venue, symbol: Option<Symbol>, bars: &Bars) -> Vec<u8> {
    let _ = (venue, symbol, bars);
    Vec::new()
}
