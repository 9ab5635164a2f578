//! Every flag of `backcast run` that makes the question: it arrives in the spec, or it is refused in words that help.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::{Csv, backcast, json, refused, rows, text};
use domain::{Symbol, Timeframe, sample};
use serde_json::{Value, json as value};

/// The spec these flags make.
fn spec(flags: &[&str]) -> Value {
    let printed = text(&[&["run"], flags, &["--print-spec"]].concat());
    serde_json::from_str(&printed).unwrap()
}

/// Sample bars as a file.
fn bars(name: &str, code: &str, timeframe: Timeframe) -> Csv {
    let bars = sample::bars(&Symbol::parse(code).unwrap(), timeframe);
    let mut text = "time,open,high,low,close,volume\n".to_owned();
    for bar in bars.unwrap().unwrap().iter() {
        let [time, open, high, low, close, volume] = [
            bar.open_time.0.to_string(),
            bar.open.to_string(),
            bar.high.to_string(),
            bar.low.to_string(),
            bar.close.to_string(),
            bar.volume.to_string(),
        ];
        text.push_str(&format!("{time},{open},{high},{low},{close},{volume}\n"));
    }
    Csv::new(name, &text)
}

/// Buys a break of the high of a bar that rose, sells a break of the low of one that fell short, both with a stop.
const PLAN: &str = r#"{
    "entries": [
        {
            "side": "long",
            "when": { "above": { "left": { "price": "close" }, "right": { "price": "open" } } },
            "order": { "stop": { "price": "high" } }
        },
        {
            "side": "short",
            "when": { "above": { "left": { "price": "open" }, "right": { "price": "close" } } },
            "order": { "stop": { "price": "low" } }
        }
    ],
    "exits": [{ "after_bars": 2 }, { "stop": { "percent": 3.0 } }]
}"#;

#[test]
fn every_flag_arrives_in_the_spec() {
    let got = spec(&["--fee", "4bps", "--slippage", "atr:0.1/14"]);
    assert_eq!(got["costs"]["fee"], 4.0);
    assert_eq!(got["costs"]["maker_fee"], 4.0);
    assert_eq!(
        got["costs"]["slippage"],
        value!({"atr": {"share": 0.1, "period": 14}})
    );
    let costs = ["--maker-fee", "2", "--funding", "-1bps", "--borrow", "300"];
    let got = spec(&costs);
    assert_eq!(got["costs"]["fee"], 5.0);
    assert_eq!(got["costs"]["maker_fee"], 2.0);
    assert_eq!(got["costs"]["funding"], -0.0001);
    assert_eq!(got["costs"]["borrow"], 300.0);
    let account = [
        "--leverage",
        "3",
        "--maintenance",
        "0.01",
        "--max-positions",
        "2",
        "--hedge",
        "--risk",
        "careful",
        "--size",
        "kelly:0.5/0.25/50",
        "--cash",
        "5000",
    ];
    let got = spec(&account);
    let wanted = value!({"leverage": 3.0, "maintenance": 0.01, "most_positions": 2, "hedge": true});
    assert_eq!(got["account"], wanted);
    assert_eq!(got["risk"]["portfolio"], 0.8);
    assert_eq!(got["risk"]["stop_required"], true);
    let kelly = value!({"kelly": {"part": 0.5, "cap": 0.25, "trades": 50}});
    assert_eq!(got["sizing"], kelly);
    assert_eq!(got["cash"], 5000.0);
    let inside = [
        "--fill",
        "intrabar",
        "--inside",
        "1h",
        "--path",
        "optimistic",
    ];
    let got = spec(&[&inside[..], &["--watch", "SAMPLE-BAS"]].concat());
    assert_eq!(got["fill"], "intrabar");
    assert_eq!(got["path"], "optimistic");
    assert_eq!(got["market"]["inside"], "1h");
    assert_eq!(got["market"]["watched"], value!(["SAMPLE-BAS"]));
}

#[test]
fn a_spec_about_files_runs_on_those_files_and_on_no_others() {
    let (file, other) = (
        bars("given", "SAMPLE-AUR", Timeframe::Day1),
        bars("other", "SAMPLE-BAS", Timeframe::Day1),
    );
    let named = format!("KRW-AUR={}", file.path());
    let flags = ["--data", &named, "--venue", "upbit"];
    let printed = spec(&flags);
    assert_eq!(printed["market"]["source"], value!({"given": "upbit"}));
    assert_eq!(printed["market"]["data"].as_str().unwrap().len(), 64);
    let saved = Csv::new("given-spec", &printed.to_string());
    let run = ["run", "--spec", saved.path()];
    let again = json(&[&run[..], &["--data", &named]].concat());
    let first = json(&[&["run"], &flags[..]].concat());
    assert_eq!(again["report_hash"], first["report_hash"]);
    refused(
        &run,
        "--data: the question is about KRW-AUR, hand its bars over as KRW-AUR=FILE",
    );
    let wrong = format!("KRW-AUR={}", other.path());
    refused(
        &[&run[..], &["--data", &wrong]].concat(),
        "market.data: the question belongs to data",
    );
    let more = format!("KRW-BAS={}", other.path());
    refused(
        &[&run[..], &["--data", &named, "--data", &more]].concat(),
        "must be a symbol of the question, named once",
    );
    let sample = Csv::new("sample-spec", &spec(&[]).to_string());
    refused(
        &["run", "--spec", sample.path(), "--data", &named],
        "must be left out, for the spec asks for the sample market",
    );
}

#[test]
fn bars_inside_of_bars_and_watched_symbols_come_from_files_too() {
    let (days, hours, leader) = (
        bars("days", "SAMPLE-AUR", Timeframe::Day1),
        bars("hours", "SAMPLE-AUR", Timeframe::Hour1),
        bars("leader", "SAMPLE-BAS", Timeframe::Day1),
    );
    let own = |file: &Csv| format!("SAMPLE-AUR={}", file.path());
    let (data, inside) = (own(&days), own(&hours));
    let watch = format!("SAMPLE-BAS={}", leader.path());
    // The files hold the bars of the sample, so the run must be that of the sample under the rules of no venue.
    let flags = ["--data", &data, "--inside-data", &inside, "--watch", &watch];
    let got = json(&[&["run", "--fill", "intrabar"], &flags[..]].concat());
    assert_eq!(got["spec"]["market"]["inside"], "1h");
    assert_eq!(got["spec"]["market"]["watched"], value!(["SAMPLE-BAS"]));
    let touch = json(&["run", "--data", &data, "--fill", "touch"]);
    assert_ne!(
        got["report"]["record"]["trades"],
        touch["report"]["record"]["trades"]
    );
    let page = text(&[&["run", "--fill", "intrabar"], &flags[..]].concat());
    assert!(page.contains("inside      1h bars"), "{page}");
    assert!(page.contains("watched     SAMPLE-BAS"), "{page}");

    refused(
        &["run", "--data", &inside, "--inside-data", &data],
        "must be bars shorter than the 1h of --data, got 1d",
    );
    refused(
        &["run", "--data", &data, "--inside-data", &inside],
        "--inside-data 1h: must be left out, or beside --fill intrabar",
    );
    refused(
        &[
            "run",
            "--data",
            &data,
            "--inside-data",
            &watch.replace("leader", "hours"),
        ],
        "--inside-data SAMPLE-BAS=",
    );
    refused(
        &["run", "--data", &data, "--watch", "SAMPLE-BAS"],
        "--watch SAMPLE-BAS: must be SYMBOL=FILE",
    );
}

#[test]
fn a_plan_of_ones_own_goes_long_and_short() {
    let plan = Csv::new("plan", PLAN);
    let trades = Csv::new("plan-trades", "");
    let run = ["run", "--plan", plan.path()];
    let got = json(&[&run[..], &["--trades", trades.path()]].concat());
    assert_eq!(got["spec"]["fill"], "touch", "its entries wait at levels");
    let sides: Vec<String> = rows(&trades)
        .iter()
        .map(|row| row["side"].clone())
        .collect();
    assert!(sides.iter().any(|side| side == "buy"));
    assert!(sides.iter().any(|side| side == "sell"));
    // What a borrowed share costs is paid by shorts alone, also when they leave in the bar they came in.
    let costs = [&run[..], &["--borrow", "1000", "--trades", trades.path()]].concat();
    let page = text(&costs);
    assert!(page.contains("a plan of one's own on SAMPLE-AUR"), "{page}");
    assert!(page.contains("funding and borrowing paid:"), "{page}");
    for row in rows(&trades) {
        let paid: f64 = row["funding"].parse().unwrap();
        assert_eq!(paid > 0.0, row["side"] == "sell", "{row:?}");
    }
    let misspelt = Csv::new("bad-plan", &PLAN.replace("\"percent\"", "\"percents\""));
    refused(&["run", "--plan", misspelt.path()], "exits[1]");
    let unsound = Csv::new("worse-plan", &PLAN.replace("3.0", "-3.0"));
    refused(&["run", "--plan", unsound.path()], "exits[1].stop");
    refused(
        &[&run[..], &["--set", "k=1"]].concat(),
        "cannot be used with",
    );
}

#[test]
fn both_engines_give_one_report_and_say_how() {
    let of = |engine| json(&["run", "--strategy", "ema_cross", "--engine", engine]);
    let (event, vector) = (of("event"), of("vector"));
    assert_eq!(event["report_hash"], vector["report_hash"]);
    assert_eq!(event["computed"], "bar by bar");
    assert_ne!(vector["computed"], "bar by bar");
    refused(&["run", "--engine", "magic"], "invalid value 'magic'");
}

#[test]
fn the_page_flags_what_is_too_good_and_counts_what_was_refused() {
    let calm = text(&["run"]);
    assert!(!calm.contains("OPTIMISTIC"), "{calm}");
    let flags = [
        "--fill",
        "same_close",
        "--path",
        "optimistic",
        "--strategy",
        "rsi_2",
    ];
    let page = text(&[&["run", "--risk", "careful"], &flags[..]].concat());
    assert_eq!(page.matches("OPTIMISTIC").count(), 2, "{page}");
    assert!(page.contains("× risk: entry without a stop"), "{page}");
    let stop = ["--set", "stop=5"];
    let page = text(&[&["run", "--risk", "careful"], &flags[4..], &stop].concat());
    assert!(page.contains("made less"), "{page}");
    assert!(page.contains("× risk: position limit"), "{page}");
    for line in page.lines() {
        assert!(line.chars().count() <= 100, "{line}");
    }
}

#[test]
fn a_wrong_flag_is_named_with_what_would_be_right() {
    for (flags, words) in [
        (
            &["--fill", "best"][..],
            "--fill best: must be next_open or touch or worst_of_bar or same_close or intrabar",
        ),
        (&["--fill", "intrabar"], "say --inside 1h"),
        (
            &["--path", "best"],
            "--path best: must be pessimistic or optimistic or nearest_to_open",
        ),
        (
            &["--fill", "intrabar", "--inside", "5m"],
            "--inside 5m: must be 1d or 1h",
        ),
        (
            &["--fill", "intrabar", "--inside", "1d"],
            "--inside 1d: must be shorter than the 1d",
        ),
        (
            &["--inside", "1h"],
            "must be left out, or beside --fill intrabar",
        ),
        (
            &["--slippage", "5%"],
            "--slippage 5%: must be basis points like 5",
        ),
        (
            &["--slippage", "atr:0.1/0"],
            "--slippage atr:0.1/0: must be atr:SHARE/BARS with BARS 1 to 5000",
        ),
        (
            &["--slippage", "atr:1.5/14"],
            "--slippage atr:1.5/14: must be atr:SHARE/BARS with SHARE 0 to 1",
        ),
        (
            &["--to", "2001-01-01"],
            "--to 2019-01-01T00:00:00Z to 2001-01-01T00:00:00Z: must be a start before its end; the bars go from 2019-01-01T00:00:00Z to 2025",
        ),
        (
            &["--strategy", "ema_cros"],
            "--strategy ema_cros: must be ema_cross, or another of `backcast list strategies`",
        ),
        (
            &["--set", "k=1", "--set", "k=0.5"],
            "--set k: must be given once",
        ),
        (&["--size", "all"], "--size all: must be equal_slots:1"),
        (&["--leverage", "0"], "--leverage 0: must be 1 to 125"),
        (
            &["--leverage", "2", "--maintenance", "0.5"],
            "--maintenance 0.5: must be 0 or more and below 1 / leverage",
        ),
        (
            &["--max-positions", "0"],
            "--max-positions 0: must be a whole number, 1 or more",
        ),
        (
            &["--funding", "900"],
            "--funding 900: must be between -500 and 500 basis points for 8 hours",
        ),
        (&["--risk", "some"], "--risk some: must be off or careful"),
        (
            &["--watch", "KRW-BTC"],
            "--watch KRW-BTC: must be SAMPLE-AUR",
        ),
        (
            &["--symbol", "SAMPLE-AUR", "--watch", "SAMPLE-AUR"],
            "--symbol SAMPLE-AUR: must be named once",
        ),
        (
            &["--strategy", "ema_cross", "--set", "fast=90"],
            "--set fast: 90 is not allowed, it must be below slow",
        ),
        (&["--plan", "/nowhere.json"], "--plan /nowhere.json: "),
        (
            &["--spec", "x.json", "--leverage", "2"],
            "cannot be used with",
        ),
    ] {
        refused(&[&["run"], flags].concat(), words);
    }
    let help = String::from_utf8(backcast(&["run", "--help"]).stdout).unwrap();
    assert!(help.contains("--inside-data") && help.contains("inverse_vol:SHARE/BARS"));
}
