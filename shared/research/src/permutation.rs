//! Tests by shuffling: whether the same bars in another order, or trades with other signs, would have done as well.
//!
//! Data in, data out: the caller runs the whole search anew on every permuted series, since a search that is run
//! once and only judged on shuffled bars was not tested. D. Aronson, "Evidence-Based Technical Analysis" (2006);
//! T. Masters, "Permutation and Randomization Tests for Trading System Development" (2020).

use crate::sample::{self, SampleError};
use domain::random::{Random, scaled};
use domain::{Bar, Bars, BarsError};

/// Why a p-value was refused.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum PermutationError {
    /// The result to be judged has no value.
    #[error("result: it is {got}, it must be a finite number")]
    Result {
        /// The value found.
        got: f64,
    },
    /// Nothing to compare with.
    #[error("permutations: there are none")]
    None,
    /// The returns can't be used.
    #[error(transparent)]
    Sample(#[from] SampleError),
}

/// p = (1 + #{permuted ≥ real}) ÷ (1 + B): the real series counts as one of the permutations, so p is never 0.
///
/// A permutation without a result (`None`) counts against the real one.
pub fn p_value(real: f64, permuted: &[Option<f64>]) -> Result<f64, PermutationError> {
    if !real.is_finite() {
        return Err(PermutationError::Result { got: real });
    }
    if permuted.is_empty() {
        return Err(PermutationError::None);
    }
    let as_good = permuted
        .iter()
        .filter(|result| result.is_none_or(|value| value.is_nan() || value >= real))
        .count();
    Ok((1 + as_good) as f64 / (1 + permuted.len()) as f64)
}

/// The returns of permutation `index` in another order: the same trades, another way. Sums and means stay, so this
/// tests what depends on the order, such as drawdowns.
pub fn shuffled(returns: &[f64], seed: u64, index: u64) -> Vec<f64> {
    let mut shuffled = returns.to_vec();
    shuffle(&mut shuffled, &mut Random::named(seed, "shuffle", index));
    shuffled
}

/// The returns of permutation `index` with random signs: what they would be if a trade were as likely to win as to
/// lose the same amount. R. Fisher's randomisation test, "The Design of Experiments" (1935).
pub fn signs_flipped(returns: &[f64], seed: u64, index: u64) -> Vec<f64> {
    let mut random = Random::named(seed, "signs", index);
    returns
        .iter()
        .map(|r| if random.chance(0.5) { -r } else { *r })
        .collect()
}

/// p-value of "the mean is above 0 by luck", by so many random sets of signs.
pub fn sign_test(returns: &[f64], permutations: u64, seed: u64) -> Result<f64, PermutationError> {
    sample::check("trade returns", returns, 2)?;
    let real = sample::mean(returns).unwrap_or(f64::NAN);
    let permuted: Vec<Option<f64>> = (0..permutations)
        .map(|index| sample::mean(&signs_flipped(returns, seed, index)))
        .collect();
    p_value(real, &permuted)
}

/// Bars whose moves come in another order.
///
/// Each bar but the first is taken as its close ÷ the close before, with its own shape: open, high and low ÷ close,
/// volume, and whether it was made up. These move together, in blocks of the length asked for, and prices are
/// rebuilt from the first bar on: trend, volatility and shapes of the whole stay to the last close, and only their
/// order, which a strategy lives from, is gone. Times stay. Longer blocks keep volatility clustered.
#[derive(Clone, Debug)]
pub struct BarPermutation<'bars> {
    bars: &'bars Bars,
    growth: Vec<f64>,
    block: usize,
    seed: u64,
}

impl<'bars> BarPermutation<'bars> {
    /// Permutations of these bars; a block of 0 counts as 1.
    pub fn new(bars: &'bars Bars, block: usize, seed: u64) -> BarPermutation<'bars> {
        BarPermutation {
            bars,
            growth: bars.close().windows(2).map(|two| two[1] / two[0]).collect(),
            block: block.max(1),
            seed,
        }
    }

    /// The bars of permutation `index`.
    pub fn bars(&self, index: u64) -> Result<Bars, BarsError> {
        let mut permuted = Bars::new(self.bars.timeframe());
        let Some(first) = self.bars.get(0) else {
            return Ok(permuted);
        };
        permuted.push(first)?;
        let mut close = first.close;
        let times = self.bars.open_time().iter().skip(1);
        for (source, time) in self.order(index).into_iter().zip(times) {
            let Some(bar) = self.bars.get(source + 1) else {
                continue;
            };
            close *= self.growth[source];
            // Ratios to the close keep the order of the prices, so the shape stays valid to the last bit.
            let scaled = |price: f64| close * (price / bar.close);
            permuted.push(Bar {
                open_time: domain::Ts(*time),
                open: scaled(bar.open),
                high: scaled(bar.high),
                low: scaled(bar.low),
                close,
                ..bar
            })?;
        }
        Ok(permuted)
    }

    /// Which move comes when. The blocks start at a random place and wrap, so that no seam is always there.
    fn order(&self, index: u64) -> Vec<usize> {
        let moves = self.growth.len();
        let mut random = Random::named(self.seed, "permutation", index);
        let turn = if self.block > 1 {
            random.below(moves)
        } else {
            0
        };
        let turned: Vec<usize> = (0..moves).map(|i| (i + turn) % moves).collect();
        let mut blocks: Vec<&[usize]> = turned.chunks(self.block).collect();
        shuffle(&mut blocks, &mut random);
        blocks.concat()
    }
}

/// Fisher and Yates.
fn shuffle<T>(values: &mut [T], random: &mut Random) {
    for last in (1..values.len()).rev() {
        values.swap(last, scaled(random.halves()[0], last as u32 + 1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Timeframe, Ts};
    use proptest::prelude::*;

    fn bars(closes: &[f64]) -> Bars {
        let mut before = 100.0;
        let rows = closes.iter().enumerate().map(|(day, close)| {
            let open = before * 1.001;
            before = *close;
            Bar {
                open_time: Ts(day as i64 * 86_400_000),
                open,
                high: open.max(*close) * 1.01,
                low: open.min(*close) * 0.98,
                close: *close,
                volume: day as f64,
                made_up: day % 3 == 0,
            }
        });
        Bars::from_bars(Timeframe::Day1, rows).unwrap()
    }

    #[test]
    fn the_p_value_counts_the_real_series_too() {
        let permuted = [Some(1.0), Some(2.0), Some(3.0), None];
        // 2 and 3 are as good as 2, and the missing one counts against it: (1 + 3) ÷ (1 + 4).
        assert_eq!(p_value(2.0, &permuted), Ok(0.8));
        assert_eq!(p_value(9.0, &[Some(1.0); 999]), Ok(0.001));
        assert!(p_value(f64::NAN, &permuted).is_err());
        assert_eq!(p_value(1.0, &[]), Err(PermutationError::None));
    }

    #[test]
    fn winners_only_are_no_luck_and_even_trades_are() {
        // All signs must stay: chance 2⁻²⁰.
        assert!(sign_test(&[0.01; 20], 999, 1).unwrap() < 0.005);
        let even: Vec<f64> = (0..40)
            .map(|t| if t % 2 == 0 { 0.01 } else { -0.01 })
            .collect();
        assert!(sign_test(&even, 999, 1).unwrap() > 0.4);
        assert!(sign_test(&[], 999, 1).is_err());
    }

    #[test]
    fn short_series_stay_as_they_are() {
        for closes in [&[][..], &[100.0], &[100.0, 101.0]] {
            let real = bars(closes);
            let permuted = BarPermutation::new(&real, 3, 1).bars(0).unwrap();
            assert_eq!(
                (permuted.len(), permuted.open_time()),
                (real.len(), real.open_time())
            );
        }
    }

    #[test]
    fn long_blocks_keep_neighbours() {
        let closes: Vec<f64> = (0..200).map(|day| 100.0 + f64::from(day)).collect();
        let real = bars(&closes);
        let neighbours = |block| {
            let permuted = BarPermutation::new(&real, block, 1).bars(3).unwrap();
            // The volume is the number of the day.
            let volume = permuted.volume();
            volume
                .windows(2)
                .filter(|two| two[1] == two[0] + 1.0)
                .count()
        };
        assert!(neighbours(20) >= 198 - 12, "{}", neighbours(20));
        assert!(neighbours(1) < 20, "{}", neighbours(1));
    }

    proptest! {
        #[test]
        fn permuted_bars_are_valid_and_end_where_the_real_ones_do(
            moves in prop::collection::vec(0.8..1.25_f64, 1..80), block in 1..9_usize, index in 0..50_u64,
        ) {
            let mut price = 100.0;
            let closes: Vec<f64> = moves.iter().map(|growth| { price *= growth; price }).collect();
            let real = bars(&closes);
            let permutation = BarPermutation::new(&real, block, 7);
            let permuted = permutation.bars(index).unwrap();
            prop_assert_eq!(permuted.open_time(), real.open_time());
            let (end, real_end) = (permuted.close()[closes.len() - 1], price);
            prop_assert!((end / real_end - 1.0).abs() < 1e-12);
            let mut volumes = permuted.volume().to_vec();
            volumes.sort_by(f64::total_cmp);
            prop_assert_eq!(&volumes[..], real.volume());
            // Each index stands alone: asked for again, it gives the same bars.
            prop_assert_eq!(permuted, permutation.bars(index).unwrap());
        }

        #[test]
        fn shuffling_and_flipping_keep_the_sizes(returns in prop::collection::vec(-0.5..0.5_f64, 0..40), index in 0..9_u64) {
            let mut shuffled = shuffled(&returns, 1, index);
            let mut sorted = returns.clone();
            shuffled.sort_by(f64::total_cmp);
            sorted.sort_by(f64::total_cmp);
            prop_assert_eq!(shuffled, sorted);
            let flipped = signs_flipped(&returns, 1, index);
            prop_assert!(flipped.iter().zip(&returns).all(|(new, old)| new.abs() == old.abs()));
        }
    }
}
