//! What the four prices and the volume of a bar must be to one another.

use std::ops::RangeInclusive;

/// Prices that some market has had: from a coin in BTC to a coin in a money of many zeros, with room on both sides.
pub const SIZES: RangeInclusive<f64> = 1e-15..=1e15;

/// Is anything wrong with a bar?
#[inline]
pub fn is_wrong(prices: [f64; 4], volume: f64) -> bool {
    let [open, high, low, close] = prices;
    let (top, bottom) = (open.max(close), open.min(close));
    // Written so that NaN is wrong.
    let right = *SIZES.start() <= low && low <= bottom && top <= high && high <= *SIZES.end();
    !(right && volume >= 0.0 && volume.is_finite() && !open.is_nan() && !close.is_nan())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_encloses_its_open_and_close() {
        assert!(!is_wrong([10.0, 11.0, 9.0, 10.5], 0.0));
        for (prices, volume) in [
            ([10.0, 9.5, 9.0, 10.5], 1.0),
            ([10.0, 11.0, 10.2, 10.5], 1.0),
            ([10.0, 9.0, 11.0, 10.5], 1.0),
            ([10.0, 11.0, 0.0, 10.5], 1.0),
            ([10.0, 1e308, 9.0, 10.5], 1.0),
            ([f64::NAN, 11.0, 9.0, 10.5], 1.0),
            ([10.0, 11.0, 9.0, 10.5], -1.0),
            ([10.0, 11.0, 9.0, 10.5], f64::INFINITY),
        ] {
            assert!(is_wrong(prices, volume), "{prices:?} {volume}");
        }
    }
}
