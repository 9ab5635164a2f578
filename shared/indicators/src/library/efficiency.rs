//! Efficiency ratio: how straight the price went.

use crate::blocks::{Quotient, Window};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the efficiency ratio.
pub static INDICATOR: Indicator = Indicator {
    id: "efficiency",
    name: Text::new("Efficiency ratio (Kaufman)", "효율성 비율 (카우프만)"),
    category: Category::Trend,
    about: Text::new(
        "The distance made good, divided by the way travelled: 1 for a straight line, 0 for a return to the start; signed is negative on the way down.",
        "실제 나아간 거리를 지나온 길이로 나눈 값입니다. 직선이면 1, 제자리면 0이고 signed는 하락일 때 음수입니다.",
    ),
    inputs: &[Input::Value],
    outputs: &["efficiency", "signed"],
    params: &[params::period(10)],
    warm_up: |params| params[0] as usize,
    memory: |params| Memory::Bars(params[0] as usize),
    sparse: false,
    kernel: |params| boxed(Efficiency::new(params[0] as usize)),
};

/// (x − x₋ₙ) ÷ Σ|x − x₋₁| over n changes, without and with its sign; 0 when nothing moved.
/// Source: Kaufman, "Smarter Trading", 1995.
#[derive(Clone, Debug)]
pub struct Efficiency {
    values: Window,
    path: Quotient,
}

impl Efficiency {
    /// Looks at `period` changes; 0 counts as 1.
    pub fn new(period: usize) -> Efficiency {
        let period = period.max(1);
        Efficiency {
            values: Window::new(period + 1),
            path: Quotient::new(period),
        }
    }
}

impl Kernel<1, 2> for Efficiency {
    #[inline]
    fn next(&mut self, [value]: [f64; 1]) -> [f64; 2] {
        if value.is_nan() {
            return [f64::NAN; 2];
        }
        let before = self.values.back(0);
        self.values.push(value);
        let Some(before) = before else {
            return [f64::NAN; 2];
        };
        let path = self.path.push(0.0, (value - before).abs());
        match path.zip(self.values.oldest()) {
            Some(((_, path), start)) if path > 0.0 => {
                // Rounding of the path must not make a line straighter than straight.
                let signed = ((value - start) / path).clamp(-1.0, 1.0);
                [signed.abs(), signed]
            }
            Some(_) => [0.0; 2],
            None => [f64::NAN; 2],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_the_distance_with_the_way() {
        let mut efficiency = Efficiency::new(3);
        let got: Vec<[f64; 2]> = [1.0, 2.0, 3.0, 4.0, 0.0, 4.0, 4.0, 4.0, 4.0]
            .map(|value| efficiency.next([value]))
            .to_vec();
        assert!(got[..3].iter().flatten().all(|value| value.is_nan()));
        // Up 3 of 3; then 2 to 0 after 1 + 1 + 4; then 3 to 4 after 1 + 4 + 4; nothing moved at the end.
        assert_eq!(got[3], [1.0, 1.0]);
        assert_eq!(got[4], [2.0 / 6.0, -2.0 / 6.0]);
        assert_eq!(got[5], [1.0 / 9.0, 1.0 / 9.0]);
        assert_eq!(got[8], [0.0, 0.0]);
    }
}
