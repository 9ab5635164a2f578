//! The golden cases of this repository pass, and so do those on data of others where they lie beside the checkout.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops at the first surprise and says what it left out"
)]

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tests::goldens::backtests::{ENGINES, answer_by};
use tests::goldens::compare::compare;
use tests::goldens::folder::{Home, TOPICS};
use tests::goldens::{Verdict, judge, verdict};

#[test]
fn indicators_give_the_golden_values() {
    topic_passes("indicators");
}

#[test]
fn runs_give_the_golden_trades_by_every_engine() {
    topic_passes("backtests");
    let homes = [Some(Home::own()), Home::beside()];
    for home in homes.into_iter().flatten() {
        let home = home.topic("backtests");
        for file in home.files().unwrap() {
            let case = home.read(&file).unwrap();
            for (name, engine) in &ENGINES[1..] {
                let verdict = verdict(&case, answer_by(*engine, &case));
                assert_eq!(verdict, Verdict::Passed, "{} by {name}", case.id);
            }
        }
    }
}

#[test]
fn metrics_give_the_golden_values() {
    topic_passes("metrics");
}

#[test]
fn statistics_give_the_golden_values() {
    topic_passes("stats");
}

#[test]
fn values_on_market_data_of_others_agree_where_they_are_at_hand() {
    let Some(home) = Home::beside() else {
        println!("left out: there is no ../shared/goldens beside this checkout");
        return;
    };
    let wrong: Vec<String> = TOPICS.map(|topic| wrong(&home.topic(topic))).concat();
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn cases_kept_here_are_on_synthetic_inputs() {
    for file in Home::own().files().unwrap() {
        let text = std::fs::read_to_string(&file).unwrap();
        let case: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(case["data_origin"], "synthetic", "{}", file.display());
    }
}

#[test]
fn a_change_in_any_key_of_any_case_kept_here_is_caught() {
    for file in Home::own().files().unwrap() {
        let case = Home::own().read(&file).unwrap();
        if case.tolerance["interval"] == true {
            continue;
        }
        let differences = |got: &Value| compare(got, &case.expected, &case.tolerance);
        assert_eq!(differences(&case.expected), [], "{}", case.id);
        for key in case.expected.as_object().unwrap().keys() {
            let mut got = case.expected.clone();
            change_first(&mut got[key]);
            let found = differences(&got);
            assert_eq!(found.len(), 1, "{} {key}", case.id);
            assert!(
                found[0].key.starts_with(key.as_str()),
                "{}: {found:?}",
                case.id
            );
        }
    }
}

/// Changes the first single value by a little, or the whole where there is none.
fn change_first(value: &mut Value) {
    match value {
        Value::Array(list) if !list.is_empty() => change_first(&mut list[0]),
        Value::Object(table) if !table.is_empty() => {
            change_first(table.values_mut().next().unwrap());
        }
        Value::Number(number) if number.is_f64() => {
            let number = number.as_f64().unwrap();
            *value = (number + 0.001 * (number.abs() + 1.0)).into();
        }
        Value::Number(number) => *value = (number.as_i64().unwrap() + 1).into(),
        _ => *value = "something else".into(),
    }
}

#[test]
fn the_program_counts_and_tells_a_failure_from_a_bad_folder() {
    let folder = scratch("counts");
    let case = |id: &str, function: &str| {
        format!(
            r#"{{"id": "{id}", "call": {{"function": "{function}"}}, "input": {{}}, "expected": {{"y": 1}}, "tolerance": {{}}}}"#
        )
    };
    std::fs::write(folder.join("a.json"), "{\"id\": ").unwrap();
    std::fs::write(folder.join("b.json"), case("x/b", "no.such_function")).unwrap();
    std::fs::write(folder.join("INDEX.tsv"), "id\tfunction\n").unwrap();
    let output = program(&[&folder]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("a.json: not a JSON case"), "{said}");
    assert!(
        said.contains("unsupported  x/b  no.such_function"),
        "{said}"
    );
    assert!(
        said.ends_with("0 passed, 1 failed, 1 unsupported\n"),
        "{said}"
    );
    assert_eq!(output.status.code(), Some(1));

    let empty = scratch("empty");
    for bad in [&empty, &empty.join("nowhere")] {
        let output = program(&[bad]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(bad.to_str().unwrap()), "{said}");
        assert_eq!(output.status.code(), Some(2));
    }
    assert_eq!(program(&[]).status.code(), Some(2));
    assert_eq!(program(&[&empty, &empty]).status.code(), Some(2));
}

fn topic_passes(topic: &str) {
    let wrong = wrong(&Home::own().topic(topic));
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

/// One line for each case that does not pass.
fn wrong(home: &Home) -> Vec<String> {
    let files = home.files().unwrap();
    files
        .iter()
        .filter_map(|file| {
            let case = match home.read(file) {
                Ok(case) => case,
                Err(why) => return Some(format!("{}: {why}", file.display())),
            };
            match judge(&case) {
                Verdict::Passed => None,
                Verdict::Failed(found) => Some(format!("{}: {:?}", case.id, found.first())),
                Verdict::Unsupported => {
                    Some(format!("{}: nobody knows {}", case.id, case.function))
                }
            }
        })
        .collect()
}

fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("goldens")
        .join(name);
    drop(std::fs::remove_dir_all(&folder));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn program(arguments: &[&Path]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_goldens"));
    command.args(arguments).output().unwrap()
}
