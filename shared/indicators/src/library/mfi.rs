//! Money flow index: the share of turnover that came with rising prices.

use crate::blocks::{Quotient, typical};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the money flow index.
pub static INDICATOR: Indicator = Indicator {
    id: "mfi",
    name: Text::new("Money flow index", "자금흐름지수 (MFI)"),
    category: Category::Volume,
    about: Text::new(
        "The share of turnover that came with rising prices, from 0 to 100; an RSI weighted with volume.",
        "상승한 봉의 거래대금이 차지하는 비율입니다(0~100). 거래량을 반영한 RSI라고 할 수 있습니다.",
    ),
    inputs: &[Input::High, Input::Low, Input::Close, Input::Volume],
    outputs: &["mfi"],
    params: &[
        params::period(14),
        params::number(
            "least_flow",
            Text::new("Least turnover", "최소 거래대금"),
            Text::new(
                "Below this turnover in the window the index is 0. TA-Lib uses 1; take 0 for prices in bitcoin.",
                "기간 거래대금이 이보다 작으면 0으로 둡니다. TA-Lib은 1이며, 비트코인 마켓 가격에는 0을 쓰세요.",
            ),
            [0.0, 1e6, 1.0, 1.0],
        ),
    ],
    warm_up: |params| params[0] as usize,
    memory: |params| Memory::Bars(params[0] as usize),
    sparse: false,
    kernel: |params| boxed(Mfi::new(params[0] as usize, params[1])),
};

/// 100·P ÷ (P + N): turnover tp·volume of the last n bars whose tp = (high + low + close) ÷ 3 rose, as a share of those
/// where it rose or fell; 0 when P + N is 0 or below `least_flow`.
/// Source: Quong and Soudack 1989; the threshold as TA-Lib.
#[derive(Clone, Debug)]
pub struct Mfi {
    before: f64,
    flow: Quotient,
    least_flow: f64,
}

impl Mfi {
    /// Looks at `period` changes; 0 counts as 1.
    pub fn new(period: usize, least_flow: f64) -> Mfi {
        Mfi {
            before: f64::NAN,
            flow: Quotient::new(period),
            least_flow,
        }
    }
}

impl Kernel<4, 1> for Mfi {
    #[inline]
    fn next(&mut self, [high, low, close, volume]: [f64; 4]) -> [f64; 1] {
        let price = typical(high, low, close);
        if price.is_nan() || volume.is_nan() {
            return [f64::NAN];
        }
        let before = std::mem::replace(&mut self.before, price);
        if before.is_nan() {
            return [f64::NAN];
        }
        let flow = price * volume;
        let (rising, either) = if price > before {
            (flow, flow)
        } else if price < before {
            (0.0, flow)
        } else {
            (0.0, 0.0)
        };
        match self.flow.push(rising, either) {
            None => [f64::NAN],
            Some((rising, either)) if either > 0.0 && either >= self.least_flow => {
                [100.0 * (rising / either).clamp(0.0, 1.0)]
            }
            Some(_) => [0.0],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn last(least_flow: f64, bars: &[(f64, f64)]) -> f64 {
        let mut mfi = Mfi::new(2, least_flow);
        let mut last = f64::NAN;
        for &(price, volume) in bars {
            last = mfi.next([price, price, price, volume])[0];
        }
        last
    }

    #[test]
    fn is_the_share_of_turnover_on_rises() {
        assert!(last(1.0, &[(2.0, 9.0), (4.0, 3.0)]).is_nan());
        // 4·3 rising, 3·2 falling: 12 of 18.
        let bars = [(2.0, 9.0), (4.0, 3.0), (3.0, 2.0)];
        assert_eq!(last(1.0, &bars), 100.0 * (12.0 / 18.0));
        assert_eq!(last(18.5, &bars), 0.0);
    }

    #[test]
    fn equal_prices_count_for_neither() {
        let bars = [(2.0, 9.0), (4.0, 3.0), (4.0, 7.0), (3.0, 5.0), (3.0, 5.0)];
        assert_eq!(last(0.0, &bars[..3]), 100.0);
        assert_eq!(last(0.0, &bars), 0.0);
        assert_eq!(last(0.0, &[(2.0, 9.0); 5]), 0.0);
    }
}
