//! Arnaud Legoux moving average: a window weighted with a bell curve near its end.

use crate::blocks::Window;
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the Arnaud Legoux moving average.
pub static INDICATOR: Indicator = Indicator {
    id: "alma",
    name: Text::new(
        "Arnaud Legoux moving average",
        "아르노 르구 이동평균 (ALMA)",
    ),
    category: Category::Average,
    about: Text::new(
        "An average whose weights form a bell near the newest bars: smooth, with little lag.",
        "최근 봉 쪽에 종 모양으로 무게를 둔 평균입니다. 부드러우면서 지연이 적습니다.",
    ),
    inputs: &[Input::Value],
    outputs: &["alma"],
    params: &[
        params::period(9),
        params::number(
            "offset",
            Text::new("Offset", "중심 위치"),
            Text::new(
                "Where the bell stands in the window: 0 at the oldest bar, 1 at the newest.",
                "종의 중심이 구간의 어디에 있는지입니다. 0은 가장 오래된 봉, 1은 가장 최근 봉입니다.",
            ),
            [0.0, 1.0, 0.85, 0.05],
        ),
        params::number(
            "sigma",
            Text::new("Sigma", "시그마"),
            Text::new(
                "How narrow the bell is: its width is the period divided by this.",
                "종이 얼마나 좁은지입니다. 기간을 이 값으로 나눈 만큼이 폭입니다.",
            ),
            [0.5, 50.0, 6.0, 0.5],
        ),
    ],
    warm_up: |params| params[0] as usize - 1,
    memory: |params| Memory::Bars(params[0] as usize - 1),
    sparse: false,
    kernel: |params| boxed(Alma::new(params[0] as usize, params[1], params[2])),
};

/// Σwᵢ·xᵢ ÷ Σwᵢ with wᵢ = exp(−(i − m)² ÷ 2s²), m = offset·(n − 1), s = n ÷ sigma, i = 0 for the oldest value.
///
/// O(n) a bar: a bell has no recursive form. Source: Legoux and Kouzis-Loukas, "ALMA: Arnaud Legoux moving average", 2009.
#[derive(Clone, Debug)]
pub struct Alma {
    window: Window,
    weights: Vec<f64>,
}

impl Alma {
    /// Looks at `period` values; 0 counts as 1.
    pub fn new(period: usize, offset: f64, sigma: f64) -> Alma {
        let window = Window::new(period);
        let n = window.period() as f64;
        let (middle, width) = (offset * (n - 1.0), n / sigma);
        let mut weights: Vec<f64> = (0..window.period())
            .map(|place| {
                let distance = (place as f64 - middle) / width;
                libm::exp(-0.5 * distance * distance)
            })
            .collect();
        let total: f64 = weights.iter().sum();
        for weight in &mut weights {
            *weight /= total;
        }
        Alma { window, weights }
    }
}

impl Kernel<1, 1> for Alma {
    #[inline]
    fn next(&mut self, [value]: [f64; 1]) -> [f64; 1] {
        if value.is_nan() {
            return [f64::NAN];
        }
        self.window.push(value);
        if !self.window.is_full() {
            return [f64::NAN];
        }
        // From the newest value, so that a flat price comes out as itself.
        let mut sum = 0.0;
        for (old, weight) in self.window.iter().zip(&self.weights) {
            sum += weight * (old - value);
        }
        [value + sum]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::column;

    #[test]
    fn a_bell_in_the_middle_weighs_both_sides_equally() {
        // Period 3, offset ½, sigma 3: m = 1, s = 1, weights e^−½, 1, e^−½.
        let side = libm::exp(-0.5);
        let got = column(Alma::new(3, 0.5, 3.0), &[1.0, 5.0, 3.0]);
        assert!(got[1].is_nan());
        assert!((got[2] - (4.0 * side + 5.0) / (2.0 * side + 1.0)).abs() < 1e-14);
    }

    #[test]
    fn a_flat_price_is_itself() {
        let got = column(Alma::new(9, 0.85, 6.0), &[0.1; 12]);
        assert!(got[8..].iter().all(|value| *value == 0.1));
    }
}
