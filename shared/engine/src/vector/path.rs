//! What a stretch of bars does to an account that holds through it, from structures built once for a series.

use crate::span::{higher, lower};
use crate::vector::account::{Account, HighWater, Sums, see_each, walk_sums};
use crate::vector::bits::Bits;
use crate::vector::compare;
use crate::vector::extremes::{BLOCK, Extremes};
use crate::vector::prefix::Prefix;
use domain::Bars;
use indicators::lanes::Pair;
use std::ops::Range;
use thiserror::Error;

/// Why closes can't be a path.
#[derive(Clone, Copy, Debug, Error, PartialEq)]
pub enum PathError {
    /// Returns need prices.
    #[error("close {close} in row {row} is no price: it must be above 0 and finite")]
    NotAPrice {
        /// The row.
        row: usize,
        /// What stands there.
        close: f64,
    },
}

/// Half the spread of cash ÷ equity over a stretch up to which sums come from prefixes: see `PricePath::sums`.
const SPREAD: f64 = 5e-7;

/// Part of the holding's worth that cash may be for that.
const SMALL: f64 = 0.01;

/// Closes of one series, with everything that answers for a stretch of them: about 72 bytes a bar.
#[derive(Clone, Debug, Default)]
pub struct PricePath {
    close: Vec<f64>,
    extremes: Extremes,
    /// Of r, r² and min(r, 0)², then of the same, each divided by the close it is a return on.
    returns: Prefix,
}

impl PricePath {
    /// Builds it. Row t stands for the return from close t − 1 to close t, and the first row for none.
    pub fn new(close: &[f64]) -> Result<PricePath, PathError> {
        let bad = |close: &f64| !(*close > 0.0 && close.is_finite());
        if let Some(row) = close.iter().position(bad) {
            let close = close.get(row).copied().unwrap_or(f64::NAN);
            return Err(PathError::NotAPrice { row, close });
        }
        let mut path = PricePath::default();
        path.build(close);
        Ok(path)
    }

    /// Begins anew with some rows of bars, which hold nothing but prices; what room there is serves again.
    pub fn refill(&mut self, bars: &Bars, rows: Range<usize>) {
        self.build(bars.close().get(rows).unwrap_or_default());
    }

    fn build(&mut self, close: &[f64]) {
        self.close.clear();
        self.close.extend_from_slice(close);
        self.extremes.refill(close);
        let (none, one) = (Pair::both(0.0), Pair::both(1.0));
        self.returns.refill(close, |before, now| {
            let per_price = one / before;
            let r = (now - before) * per_price;
            let lost = none.lower(r);
            let (square, lost) = (r * r, lost * lost);
            let [each, each_square, each_lost] = [r, square, lost].map(|term| term * per_price);
            [r, square, lost, each, each_square, each_lost]
        });
    }

    /// The closes.
    pub fn close(&self) -> &[f64] {
        &self.close
    }

    /// Lowest and highest close of these bars; (∞, −∞) of none.
    #[inline]
    pub fn span(&self, range: Range<usize>) -> (f64, f64) {
        self.extremes.span(&self.close, range)
    }

    /// An account that holds through all of these bars, marked at each close: adds their returns and sees their equity.
    #[inline]
    pub fn hold(
        &self,
        range: Range<usize>,
        account: Account,
        sums: &mut Sums,
        water: &mut HighWater,
    ) {
        let span = self.span(range.clone());
        *sums += self.sums_with(range.clone(), account, span);
        self.fall_with(range, account, span, water);
    }

    /// Sums of the account's returns over these bars.
    ///
    /// Without cash a return is the price's own. With a little cash, a = cash ÷ units, it is r ÷ (1 + a ÷ c), taken as a
    /// straight line in a ÷ c around the middle of the stretch. With h = |a| × (1 ÷ lowest − 1 ÷ highest close) ÷ 2 the line is
    /// off by h² × Σ|r| at most, and the sums of squares by 3 h² of themselves, give or take 5 % of that. It serves up to
    /// h = 5e-7, so wherever |a| is below a millionth of the lowest close: errors of 2.6e-13 and 7.9e-13. Beyond, bars are
    /// walked. The lowest and highest count the close before the stretch. An account worth nothing has no returns to ask for.
    #[inline]
    pub fn sums(&self, range: Range<usize>, account: Account) -> Sums {
        let span = match account.cash == 0.0 {
            true => (0.0, 0.0),
            false => self.span(range.clone()),
        };
        self.sums_with(range, account, span)
    }

    #[inline]
    fn sums_with(&self, range: Range<usize>, account: Account, (low, high): (f64, f64)) -> Sums {
        if account.cash == 0.0 {
            let [returns, squares, lost_squares] = self.returns.sums(range);
            return Sums {
                returns,
                squares,
                lost_squares,
            };
        }
        // The return of the first bar is on the close before the stretch.
        let before = range
            .start
            .checked_sub(1)
            .and_then(|row| self.close.get(row));
        let before = before.copied().unwrap_or(low);
        let (low, high) = (lower(low, before), higher(high, before));
        let half = 0.5 * (account.cash / account.units) / (low * high);
        let (middle, spread) = (half * (low + high), half.abs() * (high - low));
        // Written so that NaN walks.
        if !(spread <= SPREAD && middle.abs() <= SMALL) {
            return walk_sums(&self.close, range, account);
        }
        let [
            returns,
            squares,
            lost,
            returns_each,
            squares_each,
            lost_each,
        ] = self.returns.sums(range);
        let residual = account.cash / account.units;
        let part = 1.0 / (1.0 + middle);
        let line = |sum: f64, slope: f64| (1.0 + 2.0 * middle) * sum - residual * slope;
        let square = |sum: f64, slope: f64| (1.0 + 3.0 * middle) * sum - 2.0 * residual * slope;
        Sums {
            returns: part * part * line(returns, returns_each),
            squares: part * part * part * square(squares, squares_each),
            lost_squares: part * part * part * square(lost, lost_each),
        }
    }

    /// Sees the account's equity at each of these closes.
    #[inline]
    pub fn fall(&self, range: Range<usize>, account: Account, water: &mut HighWater) {
        self.fall_with(range.clone(), account, self.span(range), water);
    }

    /// Most stretches make no new peak or no new record, and are settled by their lowest and highest close alone.
    #[inline]
    fn fall_with(
        &self,
        range: Range<usize>,
        account: Account,
        span: (f64, f64),
        water: &mut HighWater,
    ) {
        if !water.settle(account.span(span)) {
            self.look_closer(range, account, water);
        }
    }

    /// Halves the stretch until each part is settled, or is so short that its bars are walked.
    fn look_closer(&self, range: Range<usize>, account: Account, water: &mut HighWater) {
        if range.len() <= BLOCK {
            let bars = self.close.get(range).unwrap_or_default();
            return see_each(bars, account, water);
        }
        let middle = range.start + range.len() / 2;
        for half in [range.start..middle, middle..range.end] {
            self.fall(half, account, water);
        }
    }

    /// Rows that closed above the one before.
    pub fn up_bars(&self) -> Bits {
        self.moved(compare::above)
    }

    /// Rows that closed below the one before.
    pub fn down_bars(&self) -> Bits {
        self.moved(|now, before| compare::above(before, now))
    }

    fn moved(&self, rule: impl Fn(&[f64], &[f64]) -> Bits) -> Bits {
        let now = self.close.get(1..).unwrap_or_default();
        let moved = rule(now, &self.close);
        Bits::of_words(moved.words().to_vec(), self.close.len()).later(1)
    }
}
