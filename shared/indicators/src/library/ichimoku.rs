//! Ichimoku cloud: mid-ranges of three lengths, two of them drawn ahead as a cloud.

use crate::blocks::{Highest, Lowest, Window};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the Ichimoku cloud.
pub static INDICATOR: Indicator = Indicator {
    id: "ichimoku",
    name: Text::new("Ichimoku cloud", "일목균형표"),
    category: Category::Trend,
    about: Text::new(
        "Mid-ranges of three lengths: the price above the cloud between senkou_a and senkou_b is in an uptrend; the raw spans are those of this bar, which a chart draws ahead.",
        "세 기간의 중간값입니다. 가격이 senkou_a와 senkou_b 사이 구름대 위에 있으면 상승 추세입니다. raw는 이 봉에서 계산되어 앞쪽에 그려질 선행스팬입니다.",
    ),
    inputs: &[Input::High, Input::Low],
    outputs: &[
        "tenkan",
        "kijun",
        "senkou_a",
        "senkou_b",
        "senkou_a_raw",
        "senkou_b_raw",
    ],
    params: &[
        params::bars(
            "tenkan",
            Text::new("Conversion period", "전환선 기간"),
            Text::new(
                "Length of the fast line (tenkan-sen).",
                "전환선의 기간입니다.",
            ),
            1,
            9,
        ),
        params::bars(
            "kijun",
            Text::new("Base period", "기준선 기간"),
            Text::new(
                "Length of the base line (kijun-sen), and how many bars the cloud is drawn ahead.",
                "기준선의 기간이자 구름대를 앞으로 옮기는 봉 수입니다.",
            ),
            1,
            26,
        ),
        params::bars(
            "senkou_b",
            Text::new("Leading span B period", "선행스팬2 기간"),
            Text::new(
                "Length of the slow edge of the cloud (senkou span B).",
                "선행스팬2의 기간입니다.",
            ),
            1,
            52,
        ),
    ],
    warm_up: |params| longest(params) - 1 + params[1] as usize,
    memory: |params| Memory::Bars(longest(params) - 1 + params[1] as usize),
    sparse: false,
    kernel: |params| {
        boxed(Ichimoku::new(
            params[0] as usize,
            params[1] as usize,
            params[2] as usize,
        ))
    },
};

fn longest(params: &[f64]) -> usize {
    params[0].max(params[1]).max(params[2]) as usize
}

/// (highest high + lowest low) ÷ 2 over the length of each line; span A is the mean of tenkan and kijun.
///
/// senkou_a and senkou_b at a bar are the spans computed kijun bars earlier (26, not 25), as pandas-ta draws them: what the
/// cloud above or below this bar is, known long before. The lagging span looks ahead and is no output; see [`chikou`].
/// Source: Hosoda, "Ichimoku Kinko Hyo", 1969.
#[derive(Clone, Debug)]
pub struct Ichimoku {
    tenkan: MidRange,
    kijun: MidRange,
    senkou_b: MidRange,
    ahead_a: Window,
    ahead_b: Window,
}

impl Ichimoku {
    /// Lines of these lengths; 0 counts as 1.
    pub fn new(tenkan: usize, kijun: usize, senkou_b: usize) -> Ichimoku {
        Ichimoku {
            tenkan: MidRange::new(tenkan),
            kijun: MidRange::new(kijun),
            senkou_b: MidRange::new(senkou_b),
            ahead_a: Window::new(kijun),
            ahead_b: Window::new(kijun),
        }
    }
}

impl Kernel<2, 6> for Ichimoku {
    #[inline]
    fn next(&mut self, [high, low]: [f64; 2]) -> [f64; 6] {
        if high.is_nan() || low.is_nan() {
            return [f64::NAN; 6];
        }
        let tenkan = self.tenkan.push(high, low);
        let kijun = self.kijun.push(high, low);
        let raw_a = 0.5 * (tenkan + kijun);
        let raw_b = self.senkou_b.push(high, low);
        let senkou_a = self.ahead_a.push(raw_a).unwrap_or(f64::NAN);
        let senkou_b = self.ahead_b.push(raw_b).unwrap_or(f64::NAN);
        [tenkan, kijun, senkou_a, senkou_b, raw_a, raw_b]
    }
}

/// The lagging span: at each bar the close `bars` later, NaN at the end.
///
/// It looks ahead: for drawing only, never in a plan. The causal question it answers, whether the close is above the one
/// `bars` ago, is the momentum of that length.
pub fn chikou(close: &[f64], bars: usize) -> Vec<f64> {
    let later = close.iter().skip(bars).copied();
    later
        .chain(std::iter::repeat(f64::NAN))
        .take(close.len())
        .collect()
}

/// (highest high + lowest low) ÷ 2 of the last n bars.
#[derive(Clone, Debug)]
struct MidRange {
    highest: Highest,
    lowest: Lowest,
}

impl MidRange {
    fn new(period: usize) -> MidRange {
        MidRange {
            highest: Highest::new(period),
            lowest: Lowest::new(period),
        }
    }

    #[inline]
    fn push(&mut self, high: f64, low: f64) -> f64 {
        0.5 * (self.highest.push(high) + self.lowest.push(low))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cloud_of_a_bar_was_known_a_base_period_before() {
        let mut ichimoku = Ichimoku::new(1, 2, 3);
        let bars = [[4.0, 2.0], [8.0, 6.0], [10.0, 8.0], [6.0, 4.0], [2.0, 0.0]];
        let got = bars.map(|bar| ichimoku.next(bar));
        assert!(got[3].iter().any(|value| value.is_nan()));
        // Bar 2: tenkan 9, kijun (10 + 6) ÷ 2 = 8, A 8.5, B (10 + 2) ÷ 2 = 6: the cloud of bar 4.
        assert_eq!(got[2][4..], [8.5, 6.0]);
        // Bar 4: tenkan 1, kijun 3, A 2, B 5.
        assert_eq!(got[4], [1.0, 3.0, 8.5, 6.0, 2.0, 5.0]);
    }

    #[test]
    fn the_lagging_span_is_a_later_close() {
        let got = chikou(&[1.0, 2.0, 3.0], 2);
        assert!(got[0] == 3.0 && got[1].is_nan() && got[2].is_nan() && got.len() == 3);
        assert!(chikou(&[1.0], 5)[0].is_nan());
    }
}
