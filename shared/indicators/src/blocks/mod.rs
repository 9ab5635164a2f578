//! The parts kernels are made of: windows, running sums, extremes and averages, each O(1) a bar and free of allocation.

mod calendar;
mod candle;
mod deviation;
mod extreme;
mod joint;
mod line;
mod quotient;
mod returns;
mod smooth;
mod sum;
mod wilder;
mod window;

pub use calendar::Calendar;
pub use candle::{Candle, Three, flag};
pub use deviation::{Deviation, Spread};
pub use extreme::{Highest, Lowest};
pub use joint::{Joint, JointSpread};
pub use line::{Line, LineFit};
pub use quotient::Quotient;
pub use returns::{annual_factor, log_ratio};
pub use smooth::Smooth;
pub use sum::Sum;
pub use wilder::Wilder;
pub use window::Window;

/// The largest of the bar's range and its gaps from the previous close (Wilder 1978).
pub fn true_range(high: f64, low: f64, close_before: f64) -> f64 {
    let (up, down) = ((high - close_before).abs(), (low - close_before).abs());
    let range = high - low;
    let gap = if up > down { up } else { down };
    if gap > range { gap } else { range }
}

/// (high + low + close) ÷ 3.
pub fn typical(high: f64, low: f64, close: f64) -> f64 {
    (high + low + close) / 3.0
}
