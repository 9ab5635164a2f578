//! Order blocks: the last candle against a move that broke structure, as a zone to come back to.

use crate::structure::{Blocks, Candle, Direction, PriceZones, Swings, WATCHED_ZONES};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the order blocks.
pub static INDICATOR: Indicator = Indicator {
    id: "order_block",
    name: Text::new("Order blocks", "오더블록"),
    category: Category::Structure,
    about: Text::new(
        "The nearest zones below and above where a move that broke structure began; mitigated is 1 once the price came back to the zone.",
        "구조를 돌파한 움직임이 시작된 자리 가운데 가장 가까운 위·아래 구간입니다. 가격이 되돌아와 닿은 뒤에는 mitigated가 1이 됩니다.",
    ),
    inputs: &[Input::Open, Input::High, Input::Low, Input::Close],
    outputs: &[
        "new",
        "bull_top",
        "bull_bottom",
        "bull_mitigated",
        "bear_top",
        "bear_bottom",
        "bear_mitigated",
    ],
    params: &[params::STRENGTH],
    warm_up: |params| Swings::warm_up(params[0] as usize),
    memory: |_| Memory::Whole,
    sparse: true,
    kernel: |params| boxed(OrderBlock::new(params[0] as usize)),
};

/// [`Blocks`] as columns; of several blocks on a side the one the price would meet first. A block shows from the bar of
/// the break to the bar before the one that closes through it.
#[derive(Clone, Debug)]
pub struct OrderBlock {
    blocks: Blocks,
    warm_up: usize,
    row: usize,
}

impl OrderBlock {
    /// Blocks behind breaks of swings among `strength` bars on each side.
    pub fn new(strength: usize) -> OrderBlock {
        OrderBlock {
            blocks: Blocks::new(strength, WATCHED_ZONES),
            warm_up: Swings::warm_up(strength),
            row: 0,
        }
    }
}

impl Kernel<4, 7> for OrderBlock {
    fn next(&mut self, prices: [f64; 4]) -> [f64; 7] {
        let Some(candle) = Candle::of(prices) else {
            return [f64::NAN; 7];
        };
        let row = self.row;
        self.row += 1;
        let (_, new) = self.blocks.next(candle);
        if row < self.warm_up {
            return [f64::NAN; 7];
        }
        let zones = self.blocks.zones();
        let [bull_top, bull_bottom, bull_mitigated] = side(zones, Direction::Up);
        let [bear_top, bear_bottom, bear_mitigated] = side(zones, Direction::Down);
        [
            new.map_or(0.0, |block| block.direction.sign()),
            bull_top,
            bull_bottom,
            bull_mitigated,
            bear_top,
            bear_bottom,
            bear_mitigated,
        ]
    }
}

fn side(zones: &PriceZones, direction: Direction) -> [f64; 3] {
    zones.nearest(direction).map_or([f64::NAN; 3], |active| {
        let touched = if active.touched_at.is_some() {
            1.0
        } else {
            0.0
        };
        [active.zone.top, active.zone.bottom, touched]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_shows_from_the_break_and_is_mitigated_by_a_return() {
        // Worked out at `Blocks`: the candle at 3, from 9.0 to 10.4, known at 6, touched at 7, closed through at 8.
        let bars = [
            [10.0, 11.0, 9.5, 10.8],
            [10.8, 12.0, 10.5, 11.5],
            [11.5, 11.6, 10.0, 10.2],
            [10.2, 10.4, 9.0, 9.2],
            [9.2, 10.6, 8.9, 10.5],
            [10.5, 10.7, 10.2, 10.3],
            [10.3, 12.8, 10.3, 12.5],
            [12.5, 12.6, 10.3, 11.0],
            [11.0, 11.1, 8.5, 8.8],
        ];
        let mut block = OrderBlock::new(1);
        let got = bars.map(|bar| block.next(bar));
        assert!(got[5][1].is_nan());
        assert_eq!(got[6][..4], [1.0, 10.4, 9.0, 0.0]);
        assert_eq!(got[7][..4], [0.0, 10.4, 9.0, 1.0]);
        assert!(got[8][1].is_nan());
    }
}
