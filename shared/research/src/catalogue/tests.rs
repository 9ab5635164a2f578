//! Tests of the list: every statistic answers on sane data, refuses strange data with words, and lets no NaN out.

use super::*;
use domain::random::Random;

fn series(task: u64, n: usize) -> Vec<f64> {
    let mut random = Random::named(2, "series", task);
    (0..n).map(|_| 0.001 + 0.01 * random.normal()).collect()
}

/// Input of the right kind from these series; p-values are made of their sizes.
fn with<Answer>(run: Run, all: &[Vec<f64>], then: impl Fn(Input) -> Answer) -> Option<Answer> {
    let first = all.first().map_or(&[][..], |one| one);
    let second = all.get(1).map_or(&[][..], |one| one);
    let p_values: Vec<f64> = first.iter().map(|x| x.abs().min(1.0)).collect();
    Some(match run {
        Run::Nothing(_) => then(Input::Nothing),
        Run::Series(_) => then(Input::Series(first)),
        Run::TwoSeries(_) => then(Input::TwoSeries(first, second)),
        Run::Matrix(_) => then(Input::Matrix(&Matrix::from_columns(all).ok()?)),
        Run::PValues(_) => then(Input::PValues(&p_values)),
        Run::Trades(_) => then(Input::Trades(first)),
    })
}

fn quick(statistic: &Statistic) -> BTreeMap<String, f64> {
    let few = [
        ("replicates", 100.0),
        ("paths", 100.0),
        ("permutations", 99.0),
    ];
    few.into_iter()
        .filter(|(id, _)| statistic.params.iter().any(|param| param.id == *id))
        .map(|(id, value)| (id.to_owned(), value))
        .collect()
}

fn is_finite(value: &Value) -> bool {
    match value {
        Value::Number(x) => x.is_finite(),
        Value::Numbers(all) => all.iter().all(|x| x.is_finite()),
        Value::Group(parts) => parts.iter().all(|(_, part)| is_finite(part)),
        Value::Count(_) | Value::Flag(_) => true,
        Value::Undefined(why) => !why.is_empty(),
    }
}

fn is_defined(value: &Value) -> bool {
    match value {
        Value::Undefined(_) => false,
        Value::Group(parts) => parts.iter().all(|(_, part)| is_defined(part)),
        _ => is_finite(value),
    }
}

#[test]
fn every_statistic_answers_on_two_hundred_returns() {
    let all: Vec<Vec<f64>> = (0..4).map(|task| series(task, 200)).collect();
    for statistic in STATISTICS {
        let answer = with(statistic.run, &all, |input| {
            statistic.compute(input, &quick(statistic))
        });
        let answer = answer
            .unwrap()
            .unwrap_or_else(|why| panic!("{}: {why}", statistic.id));
        assert!(!answer.is_empty(), "{}", statistic.id);
        for (name, value) in &answer {
            assert!(is_defined(value), "{}: {name} is {value:?}", statistic.id);
        }
    }
}

#[test]
fn strange_data_give_words_or_finite_numbers() {
    let strange: [Vec<f64>; 9] = [
        vec![],
        vec![0.01],
        vec![0.0; 100],
        vec![0.01; 100],
        vec![f64::NAN; 100],
        vec![f64::INFINITY; 100],
        series(1, 100).iter().map(|x| x * 1e-300).collect(),
        series(1, 100).iter().map(|x| x * 1e306).collect(),
        (0..100).map(f64::from).collect(),
    ];
    for statistic in STATISTICS {
        for one in &strange {
            let all = [one.clone(), one.clone(), series(3, one.len())];
            let run = |input: Input| statistic.compute(input, &quick(statistic));
            match with(statistic.run, &all, run) {
                None => {}
                Some(Err(why)) => assert!(!why.to_string().is_empty()),
                Some(Ok(parts)) => {
                    for (name, value) in parts {
                        assert!(is_finite(&value), "{}: {name} {value:?}", statistic.id);
                    }
                }
            }
        }
    }
}

#[test]
fn the_list_is_in_order() {
    for (index, statistic) in STATISTICS.iter().enumerate() {
        let texts = [statistic.name, statistic.about];
        let params = statistic
            .params
            .iter()
            .flat_map(|param| [param.label, param.help]);
        for text in texts.into_iter().chain(params) {
            assert!(
                !text.en.is_empty() && !text.ko.is_empty(),
                "{}",
                statistic.id
            );
        }
        assert!(!statistic.source.is_empty());
        assert!(
            statistic
                .params
                .iter()
                .all(|param| param.check(param.default()).is_ok())
        );
        let same = STATISTICS.iter().position(|other| other.id == statistic.id);
        assert_eq!(same, Some(index), "{} is there twice", statistic.id);
        assert!(find(statistic.id).is_some());
    }
    assert!(find("nothing").is_none());
}

#[test]
fn the_wrong_input_and_unknown_parameters_are_refused() {
    let sharpe = find("sharpe").unwrap();
    let wrong = sharpe
        .compute(Input::Nothing, &BTreeMap::new())
        .unwrap_err();
    assert_eq!(wrong.to_string(), "sharpe: it takes one series");
    let unknown = BTreeMap::from([("speed".to_owned(), 1.0)]);
    assert!(matches!(
        sharpe.compute(Input::Series(&[0.1, 0.2, 0.4]), &unknown),
        Err(StatisticError::Param(ParamError::Unknown { .. }))
    ));
}
