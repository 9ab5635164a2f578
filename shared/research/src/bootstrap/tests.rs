//! Tests of the bootstrap against closed forms and laws.

use super::*;
use proptest::prelude::*;

fn returns(n: usize) -> Vec<f64> {
    let mut random = Random::named(4, "returns", 0);
    (0..n).map(|_| 0.001 + 0.01 * random.normal()).collect()
}

#[test]
fn the_error_of_a_mean_is_the_deviation_over_the_root() {
    let returns = returns(400);
    let bootstrap = Bootstrap::new(&returns, Resampling::Independent, Quantity::Mean, 1).unwrap();
    let found = bootstrap.estimate(4000, 0.95).unwrap();
    // Plug-in: √(m₂ ÷ n); 4,000 replicates know it to about 1.1 %.
    let (_, deviation) = sample::mean_and_deviation(&returns).unwrap();
    let expected = deviation * (399.0_f64 / 400.0).sqrt() / 20.0;
    assert!((found.standard_error / expected - 1.0).abs() < 0.05);
    assert!(found.bias.abs() < 0.1 * found.standard_error);
    for interval in [found.percentile, found.basic, found.bca.unwrap()] {
        let low = (interval.low - found.value) / found.standard_error;
        let high = (interval.high - found.value) / found.standard_error;
        assert!(
            (low + 1.96).abs() < 0.15 && (high - 1.96).abs() < 0.15,
            "{low} {high}"
        );
    }
}

#[test]
fn memory_widens_the_interval_of_blocks_only() {
    let mut random = Random::named(8, "returns", 0);
    let mut last = 0.0;
    let remembering: Vec<f64> = (0..1000)
        .map(|_| {
            last = 0.6 * last + random.normal();
            last
        })
        .collect();
    let error = |resampling| {
        let bootstrap = Bootstrap::new(&remembering, resampling, Quantity::Mean, 2).unwrap();
        bootstrap.estimate(1500, 0.95).unwrap().standard_error
    };
    let single = error(Resampling::Independent);
    // AR(1): the variance of the mean is (1 + ρ) ÷ (1 − ρ) = 4 times that of independent values.
    for blocks in [
        Resampling::Circular { block: 25 },
        Resampling::Stationary { mean_block: 25.0 },
    ] {
        let ratio = error(blocks) / single;
        assert!((1.5..2.4).contains(&ratio), "{blocks:?}: {ratio}");
    }
}

#[test]
fn stationary_blocks_have_their_mean_length() {
    let places: Vec<usize> = (0..1000).collect();
    let mut drawn = vec![0; 50_000];
    let mut random = Random::named(1, "blocks", 0);
    Resampling::Stationary { mean_block: 8.0 }.draw(&mut random, &places, &mut drawn);
    let jumps = drawn
        .windows(2)
        .filter(|two| two[1] != (two[0] + 1) % 1000)
        .count();
    // 6,250 jumps, standard deviation 74.
    assert!(jumps.abs_diff(6250) < 300, "{jumps}");
}

#[test]
fn figures_by_hand() {
    let returns = [0.5, -0.5, 0.2];
    let close = |quantity: Quantity, expected: f64| {
        let got = quantity.of(&returns).unwrap();
        assert!(
            (got - expected).abs() < 1e-15,
            "{quantity:?}: {got} {expected}"
        );
    };
    close(Quantity::TotalReturn, 1.5 * 0.5 * 1.2 - 1.0);
    close(Quantity::MaxDrawdown, 0.5);
    close(Quantity::Growth, libm::cbrt(0.9) - 1.0);
    close(Quantity::Mean, 0.2 / 3.0);
    // A loss in the first bar is a drawdown from the start.
    assert_eq!(Quantity::MaxDrawdown.of(&[-0.25, 0.1]), Some(0.25));
    assert_eq!(Quantity::Sharpe.of(&[0.1; 5]), None);
    assert_eq!(Quantity::Growth.of(&[-3.0, 0.1]), None);
    assert!(
        Quantity::ALL
            .iter()
            .all(|quantity| quantity.of(&[]).is_none())
    );
}

#[test]
fn useless_questions_are_refused() {
    let make = |returns: &[f64], resampling| {
        Bootstrap::new(returns, resampling, Quantity::Sharpe, 0)
            .map(|_| ())
            .unwrap_err()
    };
    let good = [0.1, 0.2, 0.4];
    assert!(matches!(
        make(&[0.1; 9], Resampling::Independent),
        BootstrapError::Undefined { .. }
    ));
    assert!(matches!(
        make(&[], Resampling::Independent),
        BootstrapError::Sample(_)
    ));
    make(&good, Resampling::Circular { block: 0 });
    make(
        &good,
        Resampling::Stationary {
            mean_block: f64::NAN,
        },
    );
    let bootstrap = Bootstrap::new(&good, Resampling::Independent, Quantity::Sharpe, 0).unwrap();
    assert!(bootstrap.estimate(5, 0.95).is_err());
    assert!(bootstrap.estimate(100, 1.0).is_err());
    // Three values are often drawn all alike: 1 of 9 resamples has no Sharpe ratio.
    let found = bootstrap.estimate(900, 0.9).unwrap();
    assert_eq!(found.replicates + found.undefined, 900);
    assert!(found.undefined.abs_diff(100) < 50, "{}", found.undefined);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_cut_into_ranges_gives_the_same_replicates(
        cuts in prop::collection::vec(0..50_usize, 0..5), block in 1..9_usize, kind in 0..3_u8,
    ) {
        let returns = returns(41);
        let resampling = match kind {
            0 => Resampling::Independent,
            1 => Resampling::Circular { block },
            _ => Resampling::Stationary { mean_block: block as f64 },
        };
        let bootstrap = Bootstrap::new(&returns, resampling, Quantity::Sharpe, 3).unwrap();
        let mut cuts = cuts;
        cuts.extend([0, 50]);
        cuts.sort_unstable();
        let joined: Vec<_> = cuts.windows(2).flat_map(|cut| bootstrap.replicates(cut[0]..cut[1])).collect();
        prop_assert_eq!(joined, bootstrap.replicates(0..50));
    }
}
