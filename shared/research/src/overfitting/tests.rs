//! Tests of the probability of backtest overfitting against a plain computation, known limits and laws.

use super::*;
use crate::matrix::Matrix;
use crate::sample;
use domain::random::Random;
use proptest::prelude::*;

fn noise(rows: usize, width: usize, task: u64) -> Matrix {
    let mut random = Random::named(3, "noise", task);
    let rows: Vec<Vec<f64>> = (0..rows)
        .map(|_| (0..width).map(|_| 0.01 * random.normal()).collect())
        .collect();
    Matrix::from_rows(&rows).unwrap()
}

/// Word for word from the paper: join the blocks, take the ratio, count the ranks.
fn plainly(returns: &Matrix, blocks: usize) -> Vec<Split> {
    let block_rows = returns.rows() / blocks;
    let head = returns.rows() - block_rows * blocks;
    let ratios = |chosen: u32| -> Vec<f64> {
        returns
            .columns()
            .map(|column| {
                let joined: Vec<f64> = (0..blocks)
                    .filter(|block| chosen & (1 << block) != 0)
                    .flat_map(|block| &column[head + block * block_rows..][..block_rows])
                    .copied()
                    .collect();
                let (mean, deviation) = sample::mean_and_deviation(&joined).unwrap();
                if deviation > 0.0 {
                    mean / deviation
                } else {
                    0.0
                }
            })
            .collect()
    };
    let mut halves: Vec<u32> = (0..1_u32 << blocks)
        .filter(|chosen| chosen.count_ones() as usize == blocks / 2)
        .collect();
    // Lexicographic by block numbers: the lowest block counts most.
    halves.sort_by_key(|chosen| std::cmp::Reverse(chosen.reverse_bits()));
    let all = (1_u32 << blocks) - 1;
    halves
        .into_iter()
        .map(|chosen| {
            let (inside, outside) = (ratios(chosen), ratios(all & !chosen));
            let best = inside.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let selected = inside.iter().position(|ratio| *ratio == best).unwrap();
            let own = outside[selected];
            let below = outside.iter().filter(|ratio| **ratio < own).count() as f64;
            let equal = outside.iter().filter(|ratio| **ratio == own).count() as f64;
            Split {
                selected: selected as u32,
                inside: best,
                outside: own,
                rank: below + (equal + 1.0) / 2.0,
                average_outside: outside.iter().sum::<f64>() / outside.len() as f64,
            }
        })
        .collect()
}

#[test]
fn a_configuration_that_is_always_best_is_no_overfitting() {
    let rows: Vec<[f64; 3]> = (0..40)
        .map(|t| {
            let swing = if t % 2 == 0 { 0.01 } else { -0.01 };
            [0.02 + swing, swing, -0.02 + swing]
        })
        .collect();
    let cscv = Cscv::new(&Matrix::from_rows(&rows).unwrap(), 8).unwrap();
    let found = Overfitting::of(&cscv).unwrap();
    assert_eq!((found.probability, found.loss_probability), (0.0, 0.0));
    assert_eq!(found.splits.len(), 70);
    assert!(found.dominance.first_order && found.dominance.second_order);
    // Rank 3 of 3: ω = 3/4, logit ln 3.
    assert!(
        found
            .logits
            .iter()
            .all(|logit| (logit - libm::log(3.0)).abs() < 1e-15)
    );
}

#[test]
fn equal_configurations_share_the_middle_rank() {
    let column: Vec<f64> = (0..16).map(|t| f64::from(t % 5) * 0.01 - 0.02).collect();
    let matrix = Matrix::from_columns(&[column.clone(), column.clone(), column]).unwrap();
    let found = Overfitting::of(&Cscv::new(&matrix, 4).unwrap()).unwrap();
    assert!(
        found
            .splits
            .iter()
            .all(|split| split.selected == 0 && split.rank == 2.0)
    );
    // ω = 2/4: logit 0, which counts as overfit.
    assert_eq!(found.probability, 1.0);
    assert!(found.logits.iter().all(|logit| *logit == 0.0));
}

#[test]
fn configurations_that_never_trade_have_ratio_zero() {
    let idle = vec![0.0; 24];
    let late: Vec<f64> = (0..24)
        .map(|t| if t < 12 { 0.0 } else { 0.01 * f64::from(t % 3) })
        .collect();
    let steady = vec![0.1; 24];
    let matrix = Matrix::from_columns(&[idle, late, steady]).unwrap();
    let cscv = Cscv::new(&matrix, 4).unwrap();
    let pairs = cscv.evaluate(0..cscv.pairs());
    // First pair: blocks 0 and 1, where nobody moves; its mirror holds all trades of the second.
    let [first, mirror] = pairs[0];
    assert_eq!((first.selected, first.inside), (0, 0.0));
    assert_eq!((mirror.selected, mirror.outside), (1, 0.0));
    let all_idle = Matrix::from_columns(&[[0.0; 8], [0.0; 8]]).unwrap();
    let found = Overfitting::of(&Cscv::new(&all_idle, 4).unwrap()).unwrap();
    assert_eq!((found.probability, found.degradation), (1.0, None));
}

#[test]
fn the_scale_of_returns_does_not_matter() {
    let matrix = noise(60, 6, 1);
    let tiny: Vec<Vec<f64>> = matrix
        .columns()
        .map(|column| column.iter().map(|r| r * 1e-290).collect())
        .collect();
    let of = |matrix: &Matrix| Overfitting::of(&Cscv::new(matrix, 6).unwrap()).unwrap();
    let (one, other) = (of(&matrix), of(&Matrix::from_columns(&tiny).unwrap()));
    assert_eq!(one.logits, other.logits);
}

#[test]
fn useless_input_is_refused_by_name() {
    let refuse = |rows, width, blocks| Cscv::new(&noise(rows, width, 0), blocks).unwrap_err();
    assert_eq!(refuse(40, 3, 7), OverfittingError::Blocks { got: 7 });
    assert_eq!(refuse(40, 3, 22), OverfittingError::Blocks { got: 22 });
    assert_eq!(refuse(40, 3, 0), OverfittingError::Blocks { got: 0 });
    assert!(matches!(
        refuse(7, 3, 8),
        OverfittingError::TooFewRows { need: 8, .. }
    ));
    assert!(matches!(
        refuse(40, 1, 8),
        OverfittingError::TooFewConfigurations { got: 1 }
    ));
    let cscv = Cscv::new(&noise(40, 3, 0), 4).unwrap();
    let part = cscv.evaluate(0..2);
    assert!(Overfitting::from_pairs(&cscv, &part).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_fast_way_is_the_plain_way(
        rows in 12..70_usize, width in 2..9_usize, half in 1..5_usize, task in 0..1000_u64,
    ) {
        let matrix = noise(rows, width, task);
        let found = Overfitting::of(&Cscv::new(&matrix, 2 * half).unwrap()).unwrap();
        let plain = plainly(&matrix, 2 * half);
        prop_assert_eq!(found.splits.len(), plain.len());
        for (fast, slow) in found.splits.iter().zip(&plain) {
            prop_assert_eq!((fast.selected, fast.rank), (slow.selected, slow.rank));
            prop_assert!((fast.inside - slow.inside).abs() < 1e-11 * (1.0 + slow.inside.abs()));
            prop_assert!((fast.outside - slow.outside).abs() < 1e-11 * (1.0 + slow.outside.abs()));
            prop_assert!((fast.average_outside - slow.average_outside).abs() < 1e-9);
        }
    }

    #[test]
    fn any_cut_into_ranges_gives_the_same_bits(cuts in prop::collection::vec(0..126_usize, 0..6), task in 0..99_u64) {
        let cscv = Cscv::new(&noise(50, 5, task), 10).unwrap();
        let mut cuts = cuts;
        cuts.extend([0, cscv.pairs()]);
        cuts.sort_unstable();
        let parts: Vec<Pair> = cuts.windows(2).flat_map(|cut| cscv.evaluate(cut[0]..cut[1])).collect();
        prop_assert_eq!(parts, cscv.evaluate(0..cscv.pairs()));
    }
}
