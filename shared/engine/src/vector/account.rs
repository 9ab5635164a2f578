//! What an account goes through that holds one thing unchanged: sums of its returns, its peak, its deepest fall, bar by bar.

pub use crate::ledger::Account;

use crate::span::span;
use indicators::lanes::Pair;
use std::ops::{AddAssign, Range};

impl Account {
    /// Lowest and highest worth between two prices; rounding keeps order, so these are worths of bars to the last bit.
    #[inline]
    pub(super) fn span(&self, (low, high): (f64, f64)) -> (f64, f64) {
        match self.units >= 0.0 {
            true => (self.worth(low), self.worth(high)),
            false => (self.worth(high), self.worth(low)),
        }
    }
}

/// Sums over bars of the account's return r = equity ÷ equity a bar ago − 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sums {
    /// Σ r.
    pub returns: f64,
    /// Σ r².
    pub squares: f64,
    /// Σ min(r, 0)².
    pub lost_squares: f64,
}

impl Sums {
    /// One bar more.
    #[inline]
    pub fn push(&mut self, one: f64) {
        let lost = if one < 0.0 { one } else { 0.0 };
        self.returns += one;
        self.squares += one * one;
        self.lost_squares += lost * lost;
    }
}

impl AddAssign for Sums {
    #[inline]
    fn add_assign(&mut self, more: Sums) {
        self.returns += more.returns;
        self.squares += more.squares;
        self.lost_squares += more.lost_squares;
    }
}

/// The highest equity so far, and the smallest part of such a peak that was left later.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HighWater {
    peak: f64,
    left: f64,
}

impl HighWater {
    /// An account before its first bar; the start must be above 0.
    pub fn new(start: f64) -> HighWater {
        HighWater {
            peak: start,
            left: 1.0,
        }
    }

    /// Highest equity so far.
    pub fn peak(&self) -> f64 {
        self.peak
    }

    /// Lowest of equity ÷ highest so far − 1, so 0 or below; bit for bit what a walk over all bars finds.
    pub fn drawdown(&self) -> f64 {
        self.left - 1.0
    }

    /// The equity of one more bar.
    #[inline]
    pub fn see(&mut self, equity: f64) {
        if equity > self.peak {
            self.peak = equity;
        } else {
            self.fall_to(equity);
        }
    }

    #[inline]
    fn fall_to(&mut self, equity: f64) {
        let left = equity / self.peak;
        if left < self.left {
            self.left = left;
        }
    }

    /// Sees bars of which only lowest and highest equity are known. False, and nothing seen, if their order matters.
    ///
    /// It doesn't without a new peak, because then lowest ÷ peak is the deepest fall; nor when even a fall from the
    /// highest to the lowest would be no record. Division keeps order when it rounds, so both are exact.
    #[inline]
    pub(super) fn settle(&mut self, (low, high): (f64, f64)) -> bool {
        if high <= self.peak {
            self.fall_to(low);
            return true;
        }
        let no_record = low >= 0.0 && low / high >= self.left;
        if no_record {
            self.peak = high;
        }
        no_record
    }
}

/// What an account has gone through so far, marked at every close.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Course {
    /// Equity at the last close.
    pub last: f64,
    /// Sums of its returns.
    pub sums: Sums,
    /// Its peak and its deepest fall.
    pub water: HighWater,
}

impl Course {
    /// An account before its first bar.
    pub fn new(start: f64) -> Course {
        Course {
            last: start,
            sums: Sums::default(),
            water: HighWater::new(start),
        }
    }

    /// One bar ended with this equity. As everywhere, an account that was worth nothing has no returns.
    #[inline]
    pub fn push(&mut self, equity: f64) {
        if equity != self.last {
            self.sums.push(match self.last > 0.0 {
                true => (equity - self.last) / self.last,
                false => 0.0,
            });
            self.water.see(equity);
        }
        self.last = equity;
    }
}

/// Bars that are walked before peak and fall are looked at.
const STRIDE: usize = 32;

/// Walks bars one by one, for any account: adds their returns and sees their equity.
///
/// The first bar of all has no return. Returns are taken from the change in price, which is exact where equity ÷
/// equity a bar ago − 1 would lose its last digits.
pub fn walk(
    close: &[f64],
    range: Range<usize>,
    account: Account,
    sums: &mut Sums,
    water: &mut HighWater,
) {
    *sums += walk_sums(close, range.clone(), account);
    for bars in close.get(range).unwrap_or_default().chunks(STRIDE) {
        if !water.settle(account.span(span(bars))) {
            see_each(bars, account, water);
        }
    }
}

#[inline]
pub(super) fn see_each(bars: &[f64], account: Account, water: &mut HighWater) {
    for price in bars {
        water.see(account.worth(*price));
    }
}

/// Sums of returns alone; four bars side by side, in an order that is the same on every machine.
pub fn walk_sums(close: &[f64], range: Range<usize>, account: Account) -> Sums {
    const LANES: usize = 4;
    let first = range.start.max(1);
    let now = close.get(first..range.end).unwrap_or_default();
    let before = close.get(first - 1..).unwrap_or_default();
    let (nows, now_rest) = now.as_chunks::<LANES>();
    let (befores, before_rest) = before.get(..now.len()).unwrap_or_default().as_chunks();
    let (units, cash) = (Pair::both(account.units), Pair::both(account.cash));
    let none = Pair::both(0.0);
    let mut lanes = [[none; 3]; LANES / 2];
    for (now, before) in nows.iter().zip(befores) {
        let before: &[f64; LANES] = before;
        let pairs = now.as_chunks().0.iter().zip(before.as_chunks().0);
        for ([sum, squares, lost_squares], (now, before)) in lanes.iter_mut().zip(pairs) {
            let (now, before) = (Pair::load(now), Pair::load(before));
            let r = units * (now - before) / (cash + units * before);
            let lost = none.lower(r);
            *sum = *sum + r;
            *squares = *squares + r * r;
            *lost_squares = *lost_squares + lost * lost;
        }
    }
    let [front, back] = lanes;
    let total = |term: usize| {
        let ([first, second], [third, fourth]) = (front[term].parts(), back[term].parts());
        first + second + (third + fourth)
    };
    let mut sums = Sums {
        returns: total(0),
        squares: total(1),
        lost_squares: total(2),
    };
    for (now, before) in now_rest.iter().zip(before_rest) {
        sums.push(account.units * (now - before) / account.worth(*before));
    }
    sums
}
