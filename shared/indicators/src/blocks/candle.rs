//! The parts of a candlestick.

/// A bar as a candle: body and shadows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candle {
    /// Opening price.
    pub open: f64,
    /// Highest price.
    pub high: f64,
    /// Lowest price.
    pub low: f64,
    /// Closing price.
    pub close: f64,
}

impl Candle {
    /// A candle of four prices; `None` if one is missing.
    pub fn of([open, high, low, close]: [f64; 4]) -> Option<Candle> {
        let missing = open.is_nan() || high.is_nan() || low.is_nan() || close.is_nan();
        (!missing).then_some(Candle {
            open,
            high,
            low,
            close,
        })
    }

    /// Size of the body, |close − open|.
    pub fn body(&self) -> f64 {
        (self.close - self.open).abs()
    }

    /// high − low.
    pub fn range(&self) -> f64 {
        self.high - self.low
    }

    /// Shadow above the body.
    pub fn upper_shadow(&self) -> f64 {
        self.high - self.open.max(self.close)
    }

    /// Shadow below the body.
    pub fn lower_shadow(&self) -> f64 {
        self.open.min(self.close) - self.low
    }

    /// Did it close above its open?
    pub fn is_up(&self) -> bool {
        self.close > self.open
    }

    /// Did it close below its open?
    pub fn is_down(&self) -> bool {
        self.close < self.open
    }

    /// Where it went from open to close; `None` when it ended where it began.
    pub fn direction(&self) -> Option<Direction> {
        if self.is_up() {
            Some(Direction::Up)
        } else {
            self.is_down().then_some(Direction::Down)
        }
    }

    /// Is the body at least this share of a range that is there?
    pub fn has_body(&self, share: f64) -> bool {
        self.range() > 0.0 && self.body() >= share * self.range()
    }

    /// Upside down, so that a falling pattern is its rising twin in a mirror.
    pub fn mirrored(&self) -> Candle {
        Candle {
            open: -self.open,
            high: -self.low,
            low: -self.high,
            close: -self.close,
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

/// The last three candles, the newest last.
#[derive(Clone, Copy, Debug, Default)]
pub struct Three {
    before: [Option<Candle>; 2],
}

impl Three {
    /// Takes a candle in; gives the last three once there are as many.
    pub fn push(&mut self, candle: Candle) -> Option<[Candle; 3]> {
        let [first, second] = self.before;
        self.before = [second, Some(candle)];
        Some([first?, second?, candle])
    }
}

/// 1 for yes, 0 for no.
pub fn flag(yes: bool) -> f64 {
    f64::from(u8::from(yes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_candle_has_a_body_and_two_shadows() {
        let candle = Candle::of([4.0, 10.0, 1.0, 7.0]).unwrap();
        let parts = [
            candle.body(),
            candle.range(),
            candle.upper_shadow(),
            candle.lower_shadow(),
        ];
        assert_eq!(parts, [3.0, 9.0, 3.0, 3.0]);
        assert!(candle.is_up() && candle.mirrored().is_down());
        assert_eq!(candle.mirrored().upper_shadow(), candle.lower_shadow());
        assert!(Candle::of([1.0, 2.0, f64::NAN, 1.0]).is_none());
        assert!(!Candle::of([1.0; 4]).unwrap().has_body(0.0));
    }

    #[test]
    fn a_candle_points_from_open_to_close() {
        let direction = |open, close| Candle::of([open, 3.0, 1.0, close])?.direction();
        assert_eq!(direction(1.5, 2.0), Some(Direction::Up));
        assert_eq!(direction(2.0, 1.5), Some(Direction::Down));
        assert_eq!(direction(2.0, 2.0), None);
        assert_eq!(Direction::Up.sign() + Direction::Down.sign(), 0.0);
    }

    #[test]
    fn three_are_there_from_the_third_on() {
        let mut three = Three::default();
        let candle = |price| Candle::of([price; 4]).unwrap();
        assert!(three.push(candle(1.0)).is_none() && three.push(candle(2.0)).is_none());
        assert_eq!(three.push(candle(3.0)), Some([1.0, 2.0, 3.0].map(candle)));
        assert_eq!(three.push(candle(4.0)), Some([2.0, 3.0, 4.0].map(candle)));
    }
}
