//! Tests of the simulated paths against hand-worked cases, closed forms and laws.

use super::*;
use crate::sample;
use proptest::prelude::*;

fn trades() -> Vec<f64> {
    (0..40)
        .map(|t| if t % 5 < 3 { 0.02 } else { -0.022 })
        .collect()
}

fn outlook(trades: &[f64], draw: Draw, paths: usize) -> (Paths, Outlook) {
    let simulation = Simulation::new(trades, draw, 1.0, 1).unwrap();
    let paths = simulation.run(0..paths);
    let outlook = Outlook::of(&simulation, &paths).unwrap();
    (paths, outlook)
}

#[test]
fn a_reshuffle_keeps_the_end_and_moves_the_drawdown() {
    let (paths, outlook) = outlook(&trades(), Draw::Reshuffle, 500);
    let end: f64 = trades().iter().map(|r| 1.0 + r).product();
    assert!(paths.end.iter().all(|got| (got - end).abs() < 1e-12));
    assert!(outlook.depth[0] < outlook.depth[4]);
    // All losers in a row are the deepest a path can fall.
    let deepest = 1.0 - libm::pow(1.0 - 0.022, 16.0);
    assert!(paths.depth.iter().all(|depth| *depth <= deepest + 1e-12));
}

#[test]
fn two_trades_have_two_orders() {
    // +100 % and −50 %: 2 → 1 falls by half, ½ → 1 falls by half from the start.
    let (paths, outlook) = outlook(&[1.0, -0.5], Draw::Reshuffle, 400);
    assert_eq!(outlook.end, [1.0; 5]);
    assert_eq!(outlook.depth, [0.5; 5]);
    assert_eq!(outlook.fan.steps, [1, 2]);
    assert_eq!(
        (outlook.fan.equity[0][0], outlook.fan.equity[0][4]),
        (0.5, 2.0)
    );
    // Half of the orders lose first: 200 ± 4·10.
    let lost_first = paths.ruined_at(0.5);
    assert!((lost_first - 0.5).abs() < 0.1, "{lost_first}");
    // Losing first: down at one trade, back at the next. Winning first: down at the end.
    assert!((outlook.still_under_water + lost_first - 1.0).abs() < 1e-12);
    assert_eq!(outlook.recovery, [1.0; 5]);
}

#[test]
fn resampled_means_are_those_of_the_trades() {
    let (_, outlook) = outlook(&trades(), Draw::Resample, 20_000);
    // Independent draws: the mean end is the mean factor to the power of the steps.
    let mean = sample::mean(&trades()).unwrap();
    let expected = libm::pow(1.0 + mean, 40.0);
    // One path deviates by about 0.02·√40 ≈ 0.13: 4 standard errors are 0.0037.
    assert!(
        (outlook.mean_end - expected).abs() < 0.004,
        "{} {expected}",
        outlook.mean_end
    );
}

#[test]
fn every_trade_is_drawn_alike() {
    // 32 trades, each a different power of two apart in the sum of ends after one step would be hidden by compounding:
    // so each trade alone is the only winner, and its share of first steps is counted.
    for winner in [0, 13, 31] {
        let mut trades = vec![0.0; 32];
        trades[winner] = 1.0;
        for draw in [Draw::Reshuffle, Draw::Resample, Draw::Blocks { length: 5 }] {
            let simulation = Simulation::new(&trades, draw, 1.0, 5).unwrap();
            let paths = simulation.run(0..16_000);
            let first = paths.fan[0].iter().filter(|equity| **equity > 1.5).count();
            // 16,000 ÷ 32 = 500, standard deviation 22.
            assert!(first.abs_diff(500) < 100, "{draw:?} {winner}: {first}");
        }
    }
}

#[test]
fn blocks_keep_runs_together() {
    // Wins and losses alternate: in blocks of all trades no path ever has two losses in a row but at the seam.
    let alternating: Vec<f64> = (0..30)
        .map(|t| if t % 2 == 0 { 0.5 } else { -0.3 })
        .collect();
    let (paths, _) = outlook(&alternating, Draw::Blocks { length: 30 }, 200);
    assert!(paths.depth.iter().all(|depth| (depth - 0.3).abs() < 1e-12));
}

#[test]
fn a_bankrupt_path_stays_at_nothing() {
    let (paths, outlook) = outlook(&[-1.5, 0.5, 0.2], Draw::Reshuffle, 50);
    assert!(paths.end.iter().all(|end| *end == 0.0));
    assert_eq!((outlook.depth, paths.ruined_at(0.0)), ([1.0; 5], 1.0));
}

#[test]
fn useless_trades_are_refused() {
    let refuse = |trades: &[f64]| Simulation::new(trades, Draw::Resample, 1.0, 0).is_err();
    assert!(refuse(&[]) && refuse(&[0.1]) && refuse(&[0.1, f64::NAN]));
    assert!(Simulation::new(&trades(), Draw::Blocks { length: 0 }, 1.0, 0).is_err());
    assert!(Simulation::new(&trades(), Draw::Resample, 0.0, 0).is_err());
    let huge = Simulation::new(&[1e200, 1e200, -0.5], Draw::Reshuffle, 1.0, 0).unwrap();
    assert!(Outlook::of(&huge, &huge.run(0..3)).is_err());
    assert!(matches!(
        Outlook::of(&huge, &huge.run(0..0)),
        Err(MonteCarloError::NoPaths)
    ));
    let (paths, still) = outlook(&[0.0; 9], Draw::Resample, 9);
    assert_eq!(
        (still.depth, still.recovery, paths.ended_below(1.0)),
        ([0.0; 5], [0.0; 5], 0.0)
    );
}

#[test]
fn ruin_formulas_by_hand() {
    // e = 0.2: (0.8/1.2)^10.
    let expected = libm::pow(0.8 / 1.2, 10.0);
    assert!((even_money_ruin(0.6, 10.0).unwrap() - expected).abs() < 1e-15);
    assert_eq!(even_money_ruin(0.5, 10.0), Ok(1.0));
    // w = 0.5: (0.5/1.5)^3 = 1/27.
    assert!((win_rate_ruin(0.5, 3).unwrap() - 1.0 / 27.0).abs() < 1e-16);
    // μ = σ² makes the exponent 1: the risk of losing 30 % is 70 %.
    assert!((diffusion_ruin(0.01, 0.1, 0.3).unwrap() - 0.7).abs() < 1e-12);
    assert_eq!(diffusion_ruin(-0.01, 0.1, 0.3), Ok(1.0));
    assert!(diffusion_ruin(0.01, 0.0, 0.3).is_err() && even_money_ruin(f64::NAN, 1.0).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_cut_into_ranges_gives_the_same_paths(
        cuts in prop::collection::vec(0..60_usize, 0..5),
        trades in prop::collection::vec(-0.3..0.4_f64, 2..70),
        kind in 0..3_u8,
    ) {
        let draw = match kind {
            0 => Draw::Reshuffle,
            1 => Draw::Resample,
            _ => Draw::Blocks { length: 4 },
        };
        let simulation = Simulation::new(&trades, draw, 0.7, 9).unwrap();
        let mut cuts = cuts;
        cuts.extend([0, 60]);
        cuts.sort_unstable();
        let mut joined = Paths::default();
        for cut in cuts.windows(2) {
            joined.extend(simulation.run(cut[0]..cut[1]));
        }
        prop_assert_eq!(joined, simulation.run(0..60));
    }

    #[test]
    fn quantiles_by_selection_are_those_of_the_sorted_values(
        trades in prop::collection::vec(-0.3..0.4_f64, 2..30), paths in 1..80_usize,
    ) {
        let (paths, outlook) = outlook(&trades, Draw::Resample, paths);
        let sorted = sample::sorted(&paths.end);
        for (got, share) in outlook.end.iter().zip(QUANTILES) {
            let expected = sample::quantile(&sorted, share).unwrap();
            prop_assert!((got - expected).abs() <= 1e-12 * expected.abs());
        }
    }
}
