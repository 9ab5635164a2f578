//! Every field that is wrong is named, and every default is right.

use super::*;

fn problems(changes: &[(Field, &str)]) -> Vec<Problem> {
    let mut draft = Draft::default();
    for (field, text) in changes {
        draft.set(field.clone(), *text);
    }
    check(&draft).err().unwrap_or_default()
}

#[test]
fn the_defaults_of_every_strategy_are_a_good_question() {
    for strategy in strategies::ALL {
        assert_eq!(problems(&[(Field::Strategy, strategy.id)]), []);
    }
}

#[test]
fn every_bad_field_is_named_at_once() {
    let found = problems(&[
        (Field::Fee, "lots"),
        (Field::Cash, "1"),
        (Field::Timeframe, "2h"),
        (Field::Symbols, "KRW-BTC"),
        (Field::Param("nothing".into()), "1"),
    ]);
    let fields: Vec<Field> = found.into_iter().map(|problem| problem.field).collect();
    assert_eq!(
        fields,
        [
            Field::Param("nothing".into()),
            Field::Symbols,
            Field::Timeframe,
            Field::Fee,
            Field::Cash
        ]
    );
}

#[test]
fn only_daily_bars_have_bars_inside_to_replay() {
    let fill = (Field::Fill, FillPolicy::Intrabar.id());
    let mut draft = Draft::default();
    draft.set(fill.0.clone(), fill.1);
    assert_eq!(check(&draft).unwrap().market.inside, Some(Timeframe::Hour1));
    let found = problems(&[fill, (Field::Timeframe, "1h")]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].wrong, Wrong::NothingInside);
    for policy in FillPolicy::ALL {
        assert_eq!(problems(&[(Field::Fill, policy.id())]), []);
    }
}

#[test]
fn a_range_is_part_of_the_complaint() {
    let found = problems(&[(Field::Fee, "101")]);
    assert_eq!(found[0].wrong, Wrong::Outside(Range::FEE));
    assert_eq!(found[0].got, "101");
}

#[test]
fn the_link_of_every_golden_run_asks_its_question() {
    let runs = include_str!("../../../../tests/golden_runs.json");
    let runs: Vec<serde_json::Value> = serde_json::from_str(runs).unwrap();
    for run in runs {
        let Some(link) = run["link"].as_str() else {
            continue;
        };
        let pairs = link.split('&').filter_map(|pair| pair.split_once('='));
        let asked = check(&Draft::from_pairs(pairs)).map_err(|wrong| format!("{link}: {wrong:?}"));
        let wanted = RunSpec::parse(run["spec"].to_string().as_bytes()).unwrap();
        assert_eq!(asked, Ok(wanted), "{}", run["name"]);
    }
}
