//! Kaufman's adaptive moving average: fast in a trend, slow in noise.

use crate::blocks::{Sum, Window};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of Kaufman's adaptive moving average.
pub static INDICATOR: Indicator = Indicator {
    id: "kama",
    name: Text::new(
        "Kaufman adaptive moving average",
        "카우프만 적응형 이동평균 (KAMA)",
    ),
    category: Category::Average,
    about: Text::new(
        "An average that follows fast when the price runs straight and hardly moves in noise.",
        "가격이 한 방향으로 움직일 때는 빠르게, 횡보할 때는 거의 움직이지 않는 평균입니다.",
    ),
    inputs: &[Input::Value],
    outputs: &["kama"],
    params: &[params::period(10), params::fast(2), params::slow(30)],
    warm_up: |params| params[0] as usize,
    memory: |params| {
        // In the worst noise each bar keeps 1 − w² of the start, w being the smaller weight: 18 ÷ w² bars leave 1e-8 of it.
        let widest = params[1].max(params[2]) + 1.0;
        Memory::Bars(params[0] as usize + (4.5 * widest * widest) as usize + 1)
    },
    sparse: false,
    kernel: |params| {
        boxed(Kama::new(
            params[0] as usize,
            params[1] as usize,
            params[2] as usize,
        ))
    },
};

/// k ← k + s²·(x − k), s = ER·(f − w) + w, with f = 2 ÷ (fast + 1), w = 2 ÷ (slow + 1) and the efficiency ratio
/// ER = |x − x of n bars ago| ÷ Σ|changes|, 1 when nothing moved.
///
/// Begins with the n-th value, first output a bar later, as TA-Lib. Source: Kaufman, "Smarter Trading", 1995.
#[derive(Clone, Debug)]
pub struct Kama {
    window: Window,
    path: Sum,
    before: f64,
    still: usize,
    fast: f64,
    slow: f64,
    value: f64,
}

impl Kama {
    /// Measures efficiency over `period` changes; the lengths are those of the fastest and the slowest average.
    pub fn new(period: usize, fast: usize, slow: usize) -> Kama {
        Kama {
            window: Window::new(period),
            path: Sum::new(period),
            before: f64::NAN,
            still: 0,
            fast: 2.0 / (fast.max(1) as f64 + 1.0),
            slow: 2.0 / (slow.max(1) as f64 + 1.0),
            value: f64::NAN,
        }
    }

    #[inline]
    fn efficiency(&self, moved: f64, path: f64) -> f64 {
        // A path of zeros may leave a remainder of rounding in its sum.
        if self.still >= self.path.period() || moved >= path {
            1.0
        } else {
            moved / path
        }
    }
}

impl Kernel<1, 1> for Kama {
    #[inline]
    fn next(&mut self, [value]: [f64; 1]) -> [f64; 1] {
        if value.is_nan() {
            return [f64::NAN];
        }
        let before = std::mem::replace(&mut self.before, value);
        let begin = self.window.push(value);
        let path = if before.is_nan() {
            None
        } else {
            let step = (value - before).abs();
            self.still = if step == 0.0 { self.still + 1 } else { 0 };
            self.path.push(step)
        };
        let Some((begin, path)) = begin.zip(path) else {
            self.value = value;
            return [f64::NAN];
        };
        let efficiency = self.efficiency((value - begin).abs(), path);
        let speed = efficiency * (self.fast - self.slow) + self.slow;
        self.value += speed * speed * (value - self.value);
        [self.value]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::column;

    #[test]
    fn moves_with_the_square_of_its_speed() {
        // Fast 1 (weight 1), slow 3 (weight ½), period 2. Begins with 4. Straight to 6 and 8: speed 1, so it is there.
        let got = column(Kama::new(2, 1, 3), &[2.0, 4.0, 6.0, 8.0, 6.0]);
        assert!(got[0].is_nan() && got[1].is_nan());
        // Then there and back: efficiency 0, speed ½, a quarter of the way from 8 to 6.
        assert_eq!(got[2..], [6.0, 8.0, 7.5]);
    }

    #[test]
    fn goes_all_the_way_where_nothing_moved() {
        let got = column(Kama::new(2, 1, 3), &[2.0, 4.0, 2.0, 9.3, 9.3, 9.3]);
        assert_eq!(got[5], 9.3);
    }
}
