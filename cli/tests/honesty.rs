//! What `backcast check` and `backcast explain` say, and what they refuse.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test starts the program and stops at the first surprise"
)]

use std::process::Command;

fn backcast(arguments: &[&str]) -> (i32, String, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_backcast"))
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (
        done.status.code().unwrap(),
        text(done.stdout),
        text(done.stderr),
    )
}

#[test]
fn a_check_says_what_it_looked_at_and_what_other_assumptions_give() {
    let question = ["--strategy", "ema_cross", "--timeframe", "1d"];
    let (code, text, error) = backcast(&[&["check"], &question[..]].concat());
    assert_eq!((code, error.as_str()), (0, ""));
    assert!(
        text.contains("looking ahead   Nothing looks ahead:"),
        "{text}"
    );
    assert!(text.contains("Both engines agree to the bit on "), "{text}");
    // The slow average of 26 closes is known from the 26th on, and a cross needs one bar more.
    assert!(
        text.lines()
            .any(|line| line.starts_with("26") && line.ends_with("entries[0].when")),
        "{text}"
    );
    let (_, report, _) = backcast(&[&["run", "--json"], &question[..]].concat());
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    let equity = report["report"]["record"]["curve"]["equity"]
        .as_array()
        .unwrap();
    let gained = equity.last().unwrap().as_f64().unwrap() / equity[0].as_f64().unwrap() - 1.0;
    let own = text
        .lines()
        .find(|line| line.ends_with("this run"))
        .unwrap();
    assert!(own.contains(&format!("{:.2} %", gained * 100.0)), "{own}");
    assert!(
        text.lines().all(|line| line.chars().count() <= 100),
        "{text}"
    );
}

#[test]
fn a_check_of_a_wrong_question_is_refused_like_a_run_of_it() {
    let (code, text, error) = backcast(&["check", "--strategy", "ema_cross", "--set", "fast=90"]);
    assert_eq!((code, text.as_str()), (2, ""));
    assert!(
        error.contains("fast: 90 is not allowed, it must be below slow"),
        "{error}"
    );
}

#[test]
fn a_strategy_is_explained_in_both_languages() {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for strategy in ["turtle", "pairs_spread", "grid"] {
        let choice = strategies::find(strategy).unwrap();
        let given = choice.params.iter();
        let given = given.map(|param| (param.id.to_owned(), param.default()));
        let choice = domain::StrategyChoice::library(strategy, given.collect());
        let sentences = strategies::words::explain(&strategies::plan_of(&choice).unwrap());
        for lang in ["en", "ko"] {
            let (code, text, _) = backcast(&["explain", strategy, "--lang", lang]);
            assert_eq!(code, 0);
            // The plan stands between what is said of the strategy and the bars it needs, under headings without an indent.
            let known = ["Known from bar", "번째 봉부터"];
            let (_, plan) = text.rsplit_once("\n\n").unwrap();
            let plan = plan
                .lines()
                .take_while(|line| !known.iter().any(|end| line.contains(end)));
            let told: Vec<&str> = plan.filter(|line| line.starts_with(' ')).collect();
            let wanted: Vec<&str> = sentences
                .iter()
                .map(|one| {
                    if lang == "en" {
                        &one.words.en
                    } else {
                        &one.words.ko
                    }
                })
                .map(String::as_str)
                .collect();
            assert_eq!(words(&told.join(" ")), words(&wanted.join(" ")), "{text}");
        }
    }
    let (code, json, _) = backcast(&["explain", "turtle", "--json"]);
    assert_eq!(code, 0);
    assert!(strategies::parse(json.as_bytes()).is_ok());
    let (_, schema, _) = backcast(&["explain", "--schema"]);
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    assert_eq!(schema["title"], "Plan");
}

#[test]
fn what_a_strategy_needs_is_listed_and_explained() {
    let (_, text, _) = backcast(&["explain", "pairs_spread"]);
    assert!(text.contains("Needs exactly 2 symbols."), "{text}");
    let (_, text, _) = backcast(&["explain", "opening_range_breakout", "--lang", "ko"]);
    assert!(
        text.contains("1시간봉이나 더 짧은 봉이 필요합니다."),
        "{text}"
    );
    let (_, text, _) = backcast(&["list", "strategies"]);
    assert_eq!(text.matches("Needs exactly 2 symbols.").count(), 1);
    let (_, json, _) = backcast(&["list", "strategies", "--json"]);
    let all: serde_json::Value = serde_json::from_str(&json).unwrap();
    let of = |id: &str| {
        let mut all = all.as_array().unwrap().iter();
        all.find(|one| one["id"] == id).unwrap()["needs"].clone()
    };
    assert_eq!(of("pairs_spread")["symbols"], 2);
    assert_eq!(of("opening_range_breakout")["longest_bars"], "1h");
    assert!(of("ema_cross")["symbols"].is_null());
}

#[test]
fn a_wrong_plan_is_refused_with_its_path() {
    let file = std::env::temp_dir().join(format!("backcast-plan-{}.json", std::process::id()));
    let plan = r#"{"entries":[{"side":"long","when":"always","order":"market"}],"exits":[{"after_bars":3},{"stop":{"atr":{"period":0,"times":2}}}]}"#;
    std::fs::write(&file, plan).unwrap();
    let name = file.to_str().unwrap();
    for verb in ["explain", "run", "check"] {
        let (code, _, error) = backcast(&[verb, "--plan", name]);
        assert_eq!(code, 2, "{verb}");
        assert!(
            error.contains("exits[1].stop.atr.period: 0 is below 1"),
            "{verb}: {error}"
        );
    }
    std::fs::remove_file(&file).unwrap();
}

#[test]
fn every_explanation_and_check_fits_a_hundred_columns() {
    // Letters of Korean take two columns of a terminal.
    let columns = |line: &str| -> usize {
        line.chars()
            .map(|letter| 1 + usize::from(('가'..='힣').contains(&letter)))
            .sum()
    };
    let fits = |arguments: &[&str]| {
        let (code, text, _) = backcast(arguments);
        assert_eq!(code, 0, "{arguments:?}");
        for line in text.lines() {
            assert!(columns(line) <= 100, "{arguments:?}: {line}");
        }
    };
    for strategy in strategies::ALL {
        for lang in ["en", "ko"] {
            fits(&["explain", strategy.id, "--lang", lang]);
        }
    }
}

#[test]
fn no_expression_comes_twice_and_what_is_left_out_is_counted() {
    let (_, text, _) = backcast(&[
        "check",
        "--strategy",
        "turtle",
        "--set",
        "shorts=1",
        "--from",
        "2024-01-01",
    ]);
    let path = "exits[0].trail.by.price.indicator";
    assert_eq!(text.matches(path).count(), 1, "{text}");
    let (_, text, _) = backcast(&[
        "check",
        "--strategy",
        "liquidity_raid",
        "--from",
        "2024-01-01",
    ]);
    let (_, table) = text.split_once("until a value is known\n").unwrap();
    let (table, others) = table.split_once("\n\n").unwrap();
    assert!(
        table.ends_with(" more, which `backcast explain` lists"),
        "{table}"
    );
    // The sentence about the table speaks of what stands below.
    let first = others.lines().nth(1).unwrap();
    assert!(!first.starts_with("fills  "), "{others}");
    for line in text.lines() {
        assert!(line.chars().count() <= 100, "{line}");
    }
}

#[test]
fn an_explanation_names_choices_as_they_are_set() {
    let (_, text, _) = backcast(&[
        "explain",
        "opening_range_breakout",
        "--set",
        "session=seoul",
    ]);
    let row = |name: &str| {
        text.lines()
            .find(|line| line.trim_start().starts_with(name))
    };
    assert!(row("session").unwrap().contains("seoul"), "{text}");
    assert!(row("stop_at").unwrap().contains("other_side"), "{text}");
}

#[test]
fn a_name_that_is_nearly_right_is_answered_with_the_right_one() {
    let (code, _, error) = backcast(&["explain", "ema_cros"]);
    assert_eq!(code, 2);
    assert_eq!(
        error,
        "backcast: ema_cros: must be ema_cross, or another of `backcast list strategies`\n"
    );
    let (_, spec, _) = backcast(&["run", "--strategy", "ema_cross", "--print-spec"]);
    let file = std::env::temp_dir().join(format!("backcast-slip-{}.json", std::process::id()));
    let name = file.to_str().unwrap();
    for (from, to, words) in [
        (
            "\"fee\": 5",
            "\"fee\": -1",
            "run spec: costs.fee: Bps: -1 is not allowed",
        ),
        (
            "\"ema_cross\"",
            "\"ema_cros\"",
            "strategy.library.id: there is no \"ema_cros\", did you mean ema_cross?",
        ),
        (
            "\"next_open\"",
            "\"nextopen\"",
            "run spec: fill: unknown variant `nextopen`",
        ),
    ] {
        assert!(spec.contains(from), "{spec}");
        std::fs::write(&file, spec.replacen(from, to, 1)).unwrap();
        let (code, _, error) = backcast(&["run", "--spec", name]);
        assert_eq!(code, 2);
        assert!(error.contains(words), "{error}");
    }
    std::fs::remove_file(&file).unwrap();
}

#[test]
fn what_a_strategy_lacks_is_said_beside_a_run_that_hardly_trades() {
    let said = |arguments: &[&str]| {
        let (code, _, error) = backcast(arguments);
        assert_eq!(code, 0, "{error}");
        error
    };
    assert_eq!(
        said(&["run", "--strategy", "pairs_spread"]),
        "backcast: pairs_spread: Needs exactly 2 symbols, this run has 1\n"
    );
    assert_eq!(
        said(&[
            "run",
            "--strategy",
            "opening_range_breakout",
            "--timeframe",
            "1d"
        ]),
        "backcast: opening_range_breakout: Needs 1h bars or shorter ones, these are 1d bars\n"
    );
    let two = ["--symbol", "SAMPLE-AUR", "--symbol", "SAMPLE-BAS"];
    assert_eq!(
        said(&[&["run", "--strategy", "pairs_spread"][..], &two].concat()),
        ""
    );
}

#[test]
fn a_check_refuses_what_only_a_run_prints_or_writes() {
    let file = std::env::temp_dir().join(format!("backcast-none-{}.csv", std::process::id()));
    let name = file.to_str().unwrap();
    for flags in [
        &["--json"][..],
        &["--all-metrics"],
        &["--print-spec"],
        &["--trades", name],
        &["--equity", name],
    ] {
        let (code, text, error) = backcast(&[&["check"], flags].concat());
        assert_eq!((code, text.as_str()), (2, ""), "{flags:?}");
        let words = format!(
            "{}: must be left out, a check prints what it finds",
            flags[0]
        );
        assert!(error.contains(&words), "{error}");
    }
    assert!(!file.exists());
}
