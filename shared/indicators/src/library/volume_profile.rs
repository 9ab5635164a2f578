//! Volume profile: at which prices the volume of the last bars changed hands.

use crate::blocks::{Highest, Lowest, Window};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::{Param, ParamKind, Text, Unit};

/// Definition of the volume profile.
pub static INDICATOR: Indicator = Indicator {
    id: "volume_profile",
    name: Text::new("Volume profile", "거래량 프로파일 (매물대)"),
    category: Category::Volume,
    about: Text::new(
        "The price at which most was traded in the last bars, and the area around it that holds most of the volume.",
        "최근 구간에서 거래가 가장 많았던 가격(POC)과 그 주변에서 거래 대부분이 이뤄진 가격대입니다.",
    ),
    inputs: &[Input::High, Input::Low, Input::Volume],
    outputs: &["poc", "value_high", "value_low"],
    params: &[
        params::period(100),
        BINS,
        Param {
            id: "share",
            label: Text::new("Value area", "밸류 에어리어"),
            help: Text::new(
                "How much of the volume lies in the value area.",
                "밸류 에어리어에 담을 거래량의 비율입니다.",
            ),
            unit: Unit::Percent,
            kind: ParamKind::Float {
                min: 1.0,
                max: 100.0,
                default: 70.0,
                step: 1.0,
            },
        },
    ],
    warm_up: |params| params[0] as usize - 1,
    memory: |params| Memory::Bars(params[0] as usize - 1),
    sparse: false,
    kernel: |params| {
        boxed(VolumeProfile::new(
            params[0] as usize,
            params[1] as usize,
            params[2] / 100.0,
        ))
    },
};

const BINS: Param = Param {
    id: "bins",
    label: Text::new("Price steps", "가격 구간 수"),
    help: Text::new(
        "Into how many steps the range of the window is cut.",
        "구간의 고가와 저가 사이를 몇 칸으로 나누는지입니다.",
    ),
    unit: Unit::None,
    kind: ParamKind::Int {
        min: 1,
        max: 500,
        default: 24,
    },
};

/// Each bar's volume is spread evenly from its low to its high over equal price steps of the window's range. The point of
/// control is the middle of the fullest step (of equal ones the lowest); the value area grows from it by the fuller
/// neighbour (of equal ones the upper) until it holds the share asked for. Without any volume every bar counts the same.
///
/// O(n + steps) a bar, because the steps move with the range. Source: Steidlmayer and Hawkins, "Steidlmayer on Markets", 2003.
#[derive(Clone, Debug)]
pub struct VolumeProfile {
    highs: Window,
    lows: Window,
    volumes: Window,
    highest: Highest,
    lowest: Lowest,
    share: f64,
    /// Volume of each step; while it is filled, only what steps get beyond their neighbour's flow.
    steps: Vec<f64>,
    /// Where a flow of volume per step begins and ends.
    flows: Vec<f64>,
}

impl VolumeProfile {
    /// Looks at `period` bars in `bins` steps; the value area holds `share` of the volume, 1 being all.
    pub fn new(period: usize, bins: usize, share: f64) -> VolumeProfile {
        VolumeProfile {
            highs: Window::new(period),
            lows: Window::new(period),
            volumes: Window::new(period),
            highest: Highest::new(period),
            lowest: Lowest::new(period),
            share,
            steps: vec![0.0; bins.max(1)],
            flows: vec![0.0; bins.max(1) + 1],
        }
    }

    /// Fills the steps from the bars of the window, the lowest price being `bottom`; gives the volume of all.
    fn fill(&mut self, bottom: f64, step: f64) -> f64 {
        self.steps.fill(0.0);
        self.flows.fill(0.0);
        let last = self.steps.len() - 1;
        let traded = self.volumes.as_slice().iter().any(|volume| *volume > 0.0);
        let mut total = 0.0;
        let bars = self
            .highs
            .iter()
            .zip(self.lows.iter())
            .zip(self.volumes.iter());
        for ((high, low), volume) in bars {
            let volume = if traded { volume.max(0.0) } else { 1.0 };
            total += volume;
            let (from, to) = ((low - bottom) / step, (high - bottom) / step);
            let (first, end) = ((from as usize).min(last), (to as usize).min(last));
            if first >= end {
                self.steps[first] += volume;
                continue;
            }
            // A full step gets the flow; the first and the last one only for the part that is touched.
            let flow = volume / (to - from);
            self.flows[first] += flow;
            self.flows[end + 1] -= flow;
            self.steps[first] -= flow * (from - first as f64);
            self.steps[end] -= flow * (end as f64 + 1.0 - to);
        }
        let mut flow = 0.0;
        for (volume, change) in self.steps.iter_mut().zip(&self.flows) {
            flow += change;
            *volume = (*volume + flow).max(0.0);
        }
        total
    }

    /// The fullest step, and the steps from and to which the value area reaches.
    fn area(&self, total: f64) -> (usize, usize, usize) {
        let mut poc = 0;
        for (place, volume) in self.steps.iter().enumerate() {
            if *volume > self.steps[poc] {
                poc = place;
            }
        }
        let (mut from, mut to) = (poc, poc);
        let mut held = self.steps[poc];
        // What rounding left in a step beyond must not widen an area that holds everything.
        let wanted = total * self.share * (1.0 - 1e-12);
        while held < wanted {
            let above = self.steps.get(to + 1).copied();
            let below = from.checked_sub(1).map(|place| self.steps[place]);
            match (above, below) {
                (Some(above), below) if below.is_none_or(|below| above >= below) => {
                    to += 1;
                    held += above;
                }
                (_, Some(below)) => {
                    from -= 1;
                    held += below;
                }
                _ => break,
            }
        }
        (poc, from, to)
    }
}

impl Kernel<3, 3> for VolumeProfile {
    fn next(&mut self, [high, low, volume]: [f64; 3]) -> [f64; 3] {
        if high.is_nan() || low.is_nan() || volume.is_nan() {
            return [f64::NAN; 3];
        }
        self.highs.push(high);
        self.lows.push(low);
        self.volumes.push(volume);
        let (top, bottom) = (self.highest.push(high), self.lowest.push(low));
        if !self.highs.is_full() {
            return [f64::NAN; 3];
        }
        let step = (top - bottom) / self.steps.len() as f64;
        // A range of nothing, or too small to be cut.
        if step <= 0.0 || bottom + step == bottom {
            let price = 0.5 * (top + bottom);
            return [price; 3];
        }
        let total = self.fill(bottom, step);
        let (poc, from, to) = self.area(total);
        let edge = |place: usize| bottom + step * place as f64;
        [bottom + step * (poc as f64 + 0.5), edge(to + 1), edge(from)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn last(bars: &[[f64; 3]], bins: usize, share: f64) -> [f64; 3] {
        let mut kernel = VolumeProfile::new(bars.len(), bins, share);
        bars.iter().fold([f64::NAN; 3], |_, bar| kernel.next(*bar))
    }

    #[test]
    fn finds_where_most_was_traded() {
        // Steps of 1 from 10 to 14. 4 units over all four steps: 1 each; 6 over 11 to 13: 3 each; 2 more in 12 to 13.
        // Profile 1, 4, 6, 1 of 12.
        let bars = [[14.0, 10.0, 4.0], [13.0, 11.0, 6.0], [13.0, 12.0, 2.0]];
        assert_eq!(last(&bars, 4, 0.7)[..], [12.5, 13.0, 11.0]);
        assert_eq!(last(&bars, 4, 0.5)[..], [12.5, 13.0, 12.0]);
        assert_eq!(last(&bars, 4, 1.0)[..], [12.5, 14.0, 10.0]);
    }

    #[test]
    fn a_bar_fills_only_the_part_of_a_step_it_touches() {
        // Two steps of 2 from 10 to 14: 2 units from 11.5 to 13.5 leave ½ below 12 and 1½ above; two idle bars set the range.
        let bars = [[10.0, 10.0, 0.0], [14.0, 14.0, 0.0], [13.5, 11.5, 2.0]];
        let mut kernel = VolumeProfile::new(3, 2, 0.7);
        for bar in bars {
            kernel.next(bar);
        }
        assert_eq!(kernel.steps, [0.5, 1.5]);
    }

    #[test]
    fn without_volume_bars_count_and_without_range_there_is_one_price() {
        let idle = [[11.0, 10.0, 0.0], [12.0, 11.0, 0.0], [12.0, 11.0, 0.0]];
        assert_eq!(last(&idle, 2, 0.6)[..], [11.5, 12.0, 11.0]);
        assert_eq!(last(&[[5.0, 5.0, 1.0]; 3], 24, 0.7), [5.0; 3]);
    }
}
