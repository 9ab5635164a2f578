//! Market structure: the trend by breaks of swings, and whether a break follows or turns it.

use crate::structure::{BreakKind, Breaks, Candle, Swings};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the market structure.
pub static INDICATOR: Indicator = Indicator {
    id: "market_structure",
    name: Text::new("Market structure (BOS, CHoCH)", "시장 구조 (BOS·CHoCH)"),
    category: Category::Structure,
    about: Text::new(
        "A close beyond the last swing with the trend is a break of structure (bos), against it a change of character (choch); each is 1 upwards and −1 downwards.",
        "종가가 마지막 스윙을 추세 방향으로 넘으면 구조 돌파(bos), 반대로 넘으면 추세 전환(choch)입니다. 위쪽은 1, 아래쪽은 −1입니다.",
    ),
    inputs: &[Input::High, Input::Low, Input::Close],
    outputs: &["trend", "bos", "choch"],
    params: &[params::STRENGTH],
    warm_up: |params| Swings::warm_up(params[0] as usize),
    memory: |_| Memory::Whole,
    sparse: false,
    kernel: |params| boxed(MarketStructure::new(params[0] as usize)),
};

/// [`Breaks`] as columns; the trend is 0 before the first break.
#[derive(Clone, Debug)]
pub struct MarketStructure {
    breaks: Breaks,
    warm_up: usize,
    row: usize,
}

impl MarketStructure {
    /// Breaks of swings among `strength` bars on each side.
    pub fn new(strength: usize) -> MarketStructure {
        MarketStructure {
            breaks: Breaks::new(strength),
            warm_up: Swings::warm_up(strength),
            row: 0,
        }
    }
}

impl Kernel<3, 3> for MarketStructure {
    fn next(&mut self, [high, low, close]: [f64; 3]) -> [f64; 3] {
        let Some(candle) = Candle::of([close, high, low, close]) else {
            return [f64::NAN; 3];
        };
        let row = self.row;
        self.row += 1;
        let broken = self.breaks.next(&candle);
        if row < self.warm_up {
            return [f64::NAN; 3];
        }
        let of = |kind| {
            broken
                .filter(|broken| broken.kind == kind)
                .map_or(0.0, |broken| broken.direction.sign())
        };
        [
            self.breaks.trend().map_or(0.0, |trend| trend.sign()),
            of(BreakKind::BreakOfStructure),
            of(BreakKind::ChangeOfCharacter),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_stand_on_the_bar_of_the_close_and_the_trend_stays() {
        // Worked out at `Breaks`: upwards at 4 (the first) and 7, downwards at 9.
        let mut structure = MarketStructure::new(1);
        let closes = [10.0, 12.0, 11.0, 10.5, 13.0, 14.0, 13.0, 15.0, 13.5, 12.0];
        let got = closes.map(|close| structure.next([close + 0.5, close - 0.5, close]));
        assert!(got[..2].iter().flatten().all(|value| value.is_nan()));
        assert_eq!(
            got[2..],
            [
                [0.0, 0.0, 0.0],
                [0.0, 0.0, 0.0],
                [1.0, 0.0, 1.0],
                [1.0, 0.0, 0.0],
                [1.0, 0.0, 0.0],
                [1.0, 1.0, 0.0],
                [1.0, 0.0, 0.0],
                [-1.0, 0.0, -1.0],
            ]
        );
    }
}
