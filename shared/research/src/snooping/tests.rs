//! Tests of the data-snooping tests: known directions, size under the null, and laws.

use super::*;
use proptest::prelude::*;

fn models(rows: usize, width: usize, task: u64, leads: &[f64]) -> Matrix {
    let mut random = Random::named(21, "models", task);
    let columns: Vec<Vec<f64>> = (0..width)
        .map(|k| {
            let lead = leads.get(k).copied().unwrap_or(0.0);
            (0..rows).map(|_| lead + 0.01 * random.normal()).collect()
        })
        .collect();
    Matrix::from_columns(&columns).unwrap()
}

fn judge(differences: &Matrix, scale: Scale, replicates: usize) -> Snooping {
    let test = SnoopingTest::new(differences, 5.0, scale, 1).unwrap();
    test.judge(&test.replicates(0..replicates)).unwrap()
}

#[test]
fn a_model_that_truly_leads_is_found() {
    // A lead of 0.3 deviations over 400 bars is 6 standard errors.
    let differences = models(400, 20, 1, &[0.0, 0.0, 0.0, 0.003]);
    for scale in [Scale::Plain, Scale::Studentised] {
        let found = judge(&differences, scale, 400);
        assert_eq!(found.best, 3);
        assert!(found.upper < 0.01, "{found:?}");
    }
}

#[test]
fn luck_alone_is_rarely_called_skill() {
    // 40 worlds without skill: 5 % of them is 2, and 8 would be 4 standard deviations more.
    for scale in [Scale::Plain, Scale::Studentised] {
        let fooled = (0..40)
            .filter(|task| judge(&models(150, 10, *task, &[]), scale, 200).consistent < 0.05)
            .count();
        assert!(fooled < 8, "{scale:?}: {fooled}");
    }
}

#[test]
fn hopeless_models_do_not_hide_a_good_one() {
    // Hansen's point: terrible models raise White's p-value, and leave the consistent one where it was.
    let mut leads = vec![-0.05; 30];
    leads[0] = 0.0;
    let alone = judge(&models(400, 1, 3, &leads), Scale::Studentised, 1000);
    let among = judge(&models(400, 30, 3, &leads), Scale::Studentised, 1000);
    assert!(
        (among.consistent - alone.consistent).abs() < 0.03,
        "{alone:?} {among:?}"
    );
    assert!(among.upper > alone.upper + 0.1, "{alone:?} {among:?}");
}

#[test]
fn useless_differences_are_refused() {
    let flat = Matrix::from_columns(&[[0.0; 20], [0.001; 20]]).unwrap();
    assert!(matches!(
        SnoopingTest::new(&flat, 5.0, Scale::Plain, 0),
        Err(SnoopingError::NoSpread)
    ));
    let short = models(9, 2, 0, &[]);
    assert!(SnoopingTest::new(&short, 5.0, Scale::Plain, 0).is_err());
    let fine = models(20, 2, 0, &[]);
    assert!(SnoopingTest::new(&fine, 0.5, Scale::Plain, 0).is_err());
    let test = SnoopingTest::new(&fine, 5.0, Scale::Plain, 0).unwrap();
    assert_eq!(test.judge(&[]), Err(SnoopingError::NoReplicates));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_three_p_values_are_ordered(task in 0..500_u64, lead in -0.01..0.003_f64, width in 1..8_usize) {
        for scale in [Scale::Plain, Scale::Studentised] {
            let found = judge(&models(60, width, task, &[lead, -lead]), scale, 60);
            prop_assert!(found.lower <= found.consistent && found.consistent <= found.upper);
        }
    }

    #[test]
    fn any_cut_into_ranges_gives_the_same_replicates(cut in 0..40_usize, task in 0..50_u64) {
        let differences = models(30, 3, task, &[]);
        let test = SnoopingTest::new(&differences, 4.0, Scale::Studentised, task).unwrap();
        let joined = [test.replicates(0..cut), test.replicates(cut..40)].concat();
        prop_assert_eq!(joined, test.replicates(0..40));
    }
}
