//! Chande momentum oscillator: rises minus falls as a share of all movement.

use super::rsi::wilder_settled;
use crate::blocks::{Averages, Moves, SimpleMoves, WilderMoves};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the Chande momentum oscillator.
pub static INDICATOR: Indicator = Indicator {
    id: "cmo",
    name: Text::new("Chande momentum oscillator", "찬데 모멘텀 오실레이터 (CMO)"),
    category: Category::Momentum,
    about: Text::new(
        "Rises minus falls as a share of all movement, from −100 to 100.",
        "상승폭에서 하락폭을 뺀 값이 전체 변동에서 차지하는 비율입니다(−100~100).",
    ),
    inputs: &[Input::Value],
    outputs: &["cmo"],
    params: &[params::period(14), params::SMOOTHING],
    warm_up: |params| params[0] as usize,
    memory: |params| match params[1] {
        0.0 => Memory::Bars(wilder_settled(params[0] as usize) + 1),
        _ => Memory::Bars(params[0] as usize),
    },
    sparse: false,
    kernel: |params| match params[1] {
        0.0 => boxed(Cmo::of(WilderMoves::new(params[0] as usize))),
        _ => boxed(Cmo::of(SimpleMoves::new(params[0] as usize))),
    },
};

/// 100·(G − L) ÷ (G + L), G and L being averages of rises and falls; 0 when nothing moved. With Wilder's averages, as
/// TA-Lib, it is 2·RSI − 100. Source: Chande and Kroll, "The New Technical Trader", 1994, with simple averages.
#[derive(Clone, Debug)]
pub struct Cmo<A> {
    moves: Moves<A>,
}

impl<A: Averages> Cmo<A> {
    /// With these averages.
    pub fn of(averages: A) -> Cmo<A> {
        Cmo {
            moves: Moves::new(averages),
        }
    }
}

impl<A: Averages> Kernel<1, 1> for Cmo<A> {
    #[inline]
    fn next(&mut self, [value]: [f64; 1]) -> [f64; 1] {
        if value.is_nan() {
            return [f64::NAN];
        }
        let (net, moved) = self.moves.push(value);
        [if moved == 0.0 {
            0.0
        } else {
            100.0 * (net / moved)
        }]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::column;

    #[test]
    fn is_the_balance_of_rises_and_falls() {
        // Changes +1, +1, −2, +2 with period 2: G = 1, L = 0; then G = ½, L = 1; then G = 1.25, L = ½.
        let values = [1.0, 2.0, 3.0, 1.0, 3.0];
        let got = column(Cmo::of(WilderMoves::new(2)), &values);
        assert!(got[0].is_nan() && got[1].is_nan());
        assert_eq!(
            got[2..],
            [100.0, 100.0 * (-0.5 / 1.5), 100.0 * (0.75 / 1.75)]
        );
        let got = column(Cmo::of(SimpleMoves::new(2)), &values);
        assert_eq!(got[2..], [100.0, 100.0 * (-1.0 / 3.0), 0.0]);
    }

    #[test]
    fn is_0_when_nothing_moved() {
        assert_eq!(
            column(Cmo::of(WilderMoves::new(2)), &[5.0; 4])[2..],
            [0.0; 2]
        );
        assert_eq!(
            column(Cmo::of(SimpleMoves::new(2)), &[5.0; 4])[2..],
            [0.0; 2]
        );
    }
}
