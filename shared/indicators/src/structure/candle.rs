//! The prices of a bar and the way a thing points.

/// Open, high, low and close of a bar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candle {
    /// First price.
    pub open: f64,
    /// Highest price.
    pub high: f64,
    /// Lowest price.
    pub low: f64,
    /// Last price.
    pub close: f64,
}

impl Candle {
    /// A candle from open, high, low and close; `None` if one of them is missing.
    pub fn new([open, high, low, close]: [f64; 4]) -> Option<Candle> {
        let complete = ![open, high, low, close].iter().any(|price| price.is_nan());
        complete.then_some(Candle {
            open,
            high,
            low,
            close,
        })
    }

    /// Where it went from open to close; `None` when it ended where it began.
    pub fn direction(&self) -> Option<Direction> {
        if self.close > self.open {
            Some(Direction::Up)
        } else if self.close < self.open {
            Some(Direction::Down)
        } else {
            None
        }
    }
}

/// Which way something points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Bullish.
    Up,
    /// Bearish.
    Down,
}

impl Direction {
    /// +1 for up, −1 for down.
    pub const fn sign(self) -> f64 {
        match self {
            Direction::Up => 1.0,
            Direction::Down => -1.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_candle_needs_all_prices_and_points_from_open_to_close() {
        assert_eq!(Candle::new([1.0, 2.0, f64::NAN, 1.5]), None);
        let direction = |open, close| Candle::new([open, 3.0, 1.0, close])?.direction();
        assert_eq!(direction(1.5, 2.0), Some(Direction::Up));
        assert_eq!(direction(2.0, 1.5), Some(Direction::Down));
        assert_eq!(direction(2.0, 2.0), None);
        assert_eq!(Direction::Up.sign() + Direction::Down.sign(), 0.0);
    }
}
