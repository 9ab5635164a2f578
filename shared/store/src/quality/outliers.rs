//! Bars that are worth a look because they reach far from the close before.

use domain::Bars;

/// How many times farther than usual.
const TIMES_MEDIAN: f64 = 20.0;
/// And at least so far: a quiet market has a tiny median.
const LEAST: f64 = 0.05;

/// Rows whose high or low is farther from the close before than 20 × the median of all rows and than 5 %.
///
/// reach = max(|ln(high ÷ close before)|, |ln(low ÷ close before)|). A flash crash is one and may be true: nothing is removed.
pub fn outliers(bars: &Bars) -> Vec<usize> {
    let before = bars.close().iter();
    let now = bars.high().iter().zip(bars.low()).skip(1);
    let reach = |(before, (high, low)): (&f64, (&f64, &f64))| {
        // Ratios are ordered as their logarithms are, so one logarithm will do.
        let (up, down) = (high / before, before / low);
        up.max(1.0 / up).max(down).max(1.0 / down)
    };
    let reaches: Vec<f64> = before.zip(now).map(reach).collect();
    if reaches.is_empty() {
        return Vec::new();
    }
    let mut sorted = reaches.clone();
    let middle = sorted.len() / 2;
    let (_, median, _) = sorted.select_nth_unstable_by(middle, f64::total_cmp);
    let bound = libm::exp((TIMES_MEDIAN * libm::log(*median)).max(LEAST));
    let far = |(row, reach): (usize, &f64)| (*reach > bound).then_some(row + 1);
    reaches.iter().enumerate().filter_map(far).collect()
}
