//! Liquidity sweeps: raids beyond equal highs, equal lows or the ends of days, weeks and sessions that were thrown back.

use crate::structure::{Candle, PoolSettings, SweepSettings, Sweeps, SwingKind, moment};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the liquidity sweeps.
pub static INDICATOR: Indicator = Indicator {
    id: "liquidity_sweep",
    name: Text::new("Liquidity sweeps", "유동성 스윕"),
    category: Category::Structure,
    about: Text::new(
        "1 when lows full of stops were swept and the bar closed back above, −1 for highs, with a score from 0 to 1 by depth, wick and volume; above and below are the next pools.",
        "손절이 몰린 저점을 훑고 종가가 다시 위에서 끝나면 1, 고점이면 −1입니다. 깊이·꼬리·거래량으로 0~1의 점수를 매기고, above와 below는 위·아래 가장 가까운 유동성 가격입니다.",
    ),
    inputs: &[
        Input::Open,
        Input::High,
        Input::Low,
        Input::Close,
        Input::Volume,
        Input::Time,
    ],
    outputs: &["side", "score", "depth", "wick", "volume", "above", "below"],
    params: &[
        params::STRENGTH,
        params::number(
            "tolerance",
            Text::new("Tolerance", "허용 오차"),
            Text::new(
                "How far apart equal highs or lows may lie, in average true ranges.",
                "같은 고점·저점으로 볼 수 있는 가격 차이입니다(ATR 배수).",
            ),
            [0.0, 5.0, 0.1, 0.05],
        ),
        params::bars(
            "touches",
            Text::new("Touches", "접점 수"),
            Text::new(
                "How many swings at one price make a pool.",
                "같은 가격의 스윙이 몇 개 모이면 유동성 가격으로 보는지입니다.",
            ),
            1,
            2,
        ),
        params::bars(
            "within",
            Text::new("Back within", "복귀 기한"),
            Text::new(
                "In how many bars the price must close back inside.",
                "몇 개의 봉 안에 종가가 되돌아와야 하는지입니다.",
            ),
            1,
            1,
        ),
        params::TRUE_RANGE,
        params::bars(
            "volume",
            Text::new("Volume period", "거래량 기간"),
            Text::new(
                "Bars of the mean volume it is compared with.",
                "거래량을 비교할 평균의 기간입니다.",
            ),
            1,
            20,
        ),
    ],
    warm_up: |params| Sweeps::warm_up(settings(params)),
    memory: |_| Memory::Whole,
    sparse: true,
    kernel: |params| boxed(LiquiditySweep::new(settings(params))),
};

fn settings(params: &[f64]) -> SweepSettings {
    SweepSettings {
        pools: PoolSettings {
            strength: params[0] as usize,
            tolerance: params[1],
            touches: params[2] as usize,
            within: params[3] as usize,
        },
        true_range: params[4] as usize,
        volume: params[5] as usize,
    }
}

/// [`Sweeps`] as columns; of several pools swept by one bar the sweep with the best score, all zero without one.
#[derive(Clone, Debug)]
pub struct LiquiditySweep {
    sweeps: Sweeps,
    warm_up: usize,
    row: usize,
}

impl LiquiditySweep {
    /// Sweeps by these settings.
    pub fn new(settings: SweepSettings) -> LiquiditySweep {
        LiquiditySweep {
            sweeps: Sweeps::new(settings),
            warm_up: Sweeps::warm_up(settings),
            row: 0,
        }
    }
}

impl Kernel<6, 7> for LiquiditySweep {
    fn next(&mut self, [open, high, low, close, volume, time]: [f64; 6]) -> [f64; 7] {
        let (Some(candle), false) = (Candle::of([open, high, low, close]), volume.is_nan()) else {
            return [f64::NAN; 7];
        };
        let Some(time) = moment(time) else {
            return [f64::NAN; 7];
        };
        let row = self.row;
        self.row += 1;
        let best = self
            .sweeps
            .next(&candle, volume, Some(time))
            .iter()
            .max_by(|a, b| a.quality.score.total_cmp(&b.quality.score));
        let [side, score, depth, wick, volume] = best.map_or([0.0; 5], |sweep| {
            let quality = sweep.quality;
            let side = sweep.direction.sign();
            [
                side,
                quality.score,
                quality.depth,
                quality.wick,
                quality.volume,
            ]
        });
        if row < self.warm_up {
            return [f64::NAN; 7];
        }
        let (mut above, mut below) = (f64::NAN, f64::NAN);
        for pool in self.sweeps.pools().active() {
            // `min` and `max` take the other value when one is NaN: no pool so far.
            match pool.side {
                SwingKind::High if pool.level > close => above = pool.level.min(above),
                SwingKind::Low if pool.level < close => below = pool.level.max(below),
                _ => {}
            }
        }
        [side, score, depth, wick, volume, above, below]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sweep_shows_with_its_parts_and_the_pool_is_gone() {
        // Worked out at `Sweeps`: lows at 96 twice, swept at bar 5 by 2 of a true range of 4.1875.
        let bars = [
            [100.0, 101.0, 98.0, 99.0, 10.0],
            [99.0, 100.0, 96.0, 98.0, 20.0],
            [98.0, 100.0, 97.0, 99.0, 10.0],
            [99.0, 100.0, 96.0, 98.0, 20.0],
            [98.0, 100.0, 97.0, 98.0, 30.0],
            [97.0, 99.0, 94.0, 98.0, 60.0],
        ];
        let mut sweep = LiquiditySweep::new(SweepSettings {
            pools: PoolSettings {
                strength: 1,
                tolerance: 0.1,
                touches: 2,
                within: 1,
            },
            true_range: 2,
            volume: 4,
        });
        let mut got = Vec::new();
        // Minutes of one afternoon outside every change of session.
        let start = 1_704_895_200_000.0;
        for (row, [open, high, low, close, volume]) in bars.into_iter().enumerate() {
            let time = start + 60_000.0 * row as f64;
            got.push(sweep.next([open, high, low, close, volume, time]));
        }
        assert!(got[3].iter().all(|value| value.is_nan()));
        assert_eq!((got[4][0], got[4][1], got[4][6]), (0.0, 0.0, 96.0));
        let depth = 2.0 / 4.1875;
        assert_eq!(got[5][0], 1.0);
        assert_eq!(got[5][2..5], [depth, 0.6, 3.0]);
        assert_eq!(got[5][1], 0.40 * depth + 0.35 * 0.6 + 0.25);
        assert!(got[5][6].is_nan());
    }
}
