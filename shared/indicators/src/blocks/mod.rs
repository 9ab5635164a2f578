//! The parts kernels are made of: windows, running sums, extremes and averages, each O(1) a bar and free of allocation.

mod calendar;
mod candle;
mod deviation;
mod exponential;
mod extreme;
mod joint;
mod line;
mod moves;
mod quotient;
mod returns;
mod smooth;
mod sum;
mod window;

pub use calendar::Calendar;
pub use candle::{Candle, Direction, Three, flag};
pub use deviation::{Deviation, Spread};
pub use exponential::{Exponential, Filled, side_by_side};
pub use extreme::{Highest, Lowest};
pub use joint::{Joint, JointSpread};
pub use line::{Line, LineFit};
pub use moves::{Averages, Moves, SimpleMoves, WilderMoves};
pub use quotient::Quotient;
pub use returns::{annual_factor, log_ratio};
pub use smooth::{Average, Mean, Smooth};
pub use sum::Sum;
pub use window::Window;

/// The largest of the bar's range and its gaps from the previous close (Wilder 1978).
#[inline]
pub fn true_range(high: f64, low: f64, close_before: f64) -> f64 {
    let (up, down) = ((high - close_before).abs(), (low - close_before).abs());
    larger(high - low, larger(up, down))
}

/// The larger of two numbers of which one at least is not negative.
///
/// Compared as integers, which order such floats alike: a comparison of floats becomes a branch in wasm, and on prices
/// nobody can predict which way it goes.
#[inline]
fn larger(a: f64, b: f64) -> f64 {
    let (a, b) = (a.to_bits().cast_signed(), b.to_bits().cast_signed());
    f64::from_bits(a.max(b).cast_unsigned())
}

/// How far a change goes up and how far down, one of them 0. Without a branch, and exact: a sum of equals loses nothing.
#[inline]
pub fn rise_and_fall(change: f64) -> (f64, f64) {
    let size = change.abs();
    (0.5 * (size + change), 0.5 * (size - change))
}

/// (high + low + close) ÷ 3.
pub fn typical(high: f64, low: f64, close: f64) -> f64 {
    (high + low + close) / 3.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_true_range_is_the_largest_of_three(high in -9.0_f64..9.0, low in -9.0_f64..9.0, before in -9.0_f64..9.0) {
            let plain = (high - low).max((high - before).abs()).max((low - before).abs());
            prop_assert_eq!(true_range(high, low, before), plain);
        }

        #[test]
        fn a_change_is_its_rise_less_its_fall(change in -1e300_f64..1e300) {
            let (rise, fall) = rise_and_fall(change);
            prop_assert_eq!((rise, fall), (change.max(0.0), (-change).max(0.0)));
        }
    }
}
