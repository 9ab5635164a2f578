//! `backcast run` mends nothing, and says what is worth knowing about a file before its numbers are believed.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::days::{HEADER, beside, iso, pair, plain, run};
use common::{Csv, backcast, refused, text};

#[test]
fn nothing_is_mended_and_what_is_worth_knowing_is_said() {
    let table = plain(iso, ",");
    let lines: Vec<&str> = table.lines().collect();
    let rows = |rows: &[&str]| format!("{HEADER}\n{}\n", rows.join("\n"));
    // Row 50 of the file is gone: one day between 2024-02-17 and 2024-02-19 is missing.
    let mut hole = lines.clone();
    hole.remove(48);
    let hole = Csv::new("hole", &rows(&hole));
    let said = beside(&hole, &[]);
    let place = format!("backcast: {}: Gap in row 50, time", hole.path());
    assert!(said.contains(&place), "{said}");
    assert!(said.contains("1 bar from 2024-02-18"), "{said}");
    let got = run(&hole, &[]);
    assert_eq!(got["files"][0]["findings"]["kinds"][0]["kind"], "gap");
    assert_eq!(got["files"][0]["findings"]["kinds"][0]["count"], 1);
    let unnamed = Csv::new("unnamed", &table);
    let said = beside(&unnamed, &[]);
    assert!(
        said.contains("no header: columns read as time, open, high, low, close, volume"),
        "{said}"
    );
    let clean = Csv::new("clean", &rows(&lines));
    assert_eq!(beside(&clean, &[]), "");

    let mut turned = lines.clone();
    turned.swap(10, 11);
    let turned = Csv::new("turned", &rows(&turned));
    let mend = format!(
        "`backcast data convert {} --repair sort --out FILE` would mend it",
        turned.path()
    );
    refused(&["run", "--data", &pair(&turned)], &mend);
    // What it proposes works, and gives the run of the rows in their order.
    let out = Csv::new("mended", "");
    let convert = ["data", "convert", turned.path(), "--repair", "sort"];
    text(&[&convert[..], &["--out", out.path()]].concat());
    assert_eq!(
        run(&out, &[])["report_hash"],
        run(&clean, &[])["report_hash"]
    );
    // A shell would take the name for several words, so the command has it between quotes, and a shell runs it.
    let spaced = Csv::of_bytes(
        "it's (turned) 1.csv",
        &std::fs::read(turned.path()).unwrap(),
    );
    let said = backcast(&["run", "--data", &pair(&spaced)]).stderr;
    let said = String::from_utf8(said).unwrap();
    let name = spaced.path().replace('\'', r"'\''");
    let command = format!("data convert '{name}' --repair sort --out FILE");
    assert!(
        said.contains(&format!("`backcast {command}` would mend it")),
        "{said}"
    );
    if cfg!(unix) {
        let command = command.replace("FILE", &format!("'{}'", out.path()));
        let shell = std::process::Command::new("sh")
            .args([
                "-c",
                &format!("\"$0\" {command}"),
                env!("CARGO_BIN_EXE_backcast"),
            ])
            .status();
        assert!(shell.unwrap().success(), "{command}");
    }
    // A day that is not over would change under the run.
    let tomorrow = "2090-01-01T00:00:00Z,1,1,1,1,1";
    let future = Csv::new("future", &rows(&[&lines[..], &[tomorrow]].concat()));
    refused(
        &["run", "--data", &pair(&future)],
        "In the future in row 122, time \"2090-01-01T00:00:00Z\": expected a time before",
    );
}

#[test]
fn a_file_that_names_another_market_runs_and_is_named_with_both() {
    let rows: String = plain(iso, ",")
        .lines()
        .map(|line| format!("{line},KRW-ETH\n"))
        .collect();
    let other = Csv::new("other-market", &format!("{HEADER},symbol\n{rows}"));
    let said = beside(&other, &[]);
    let note = format!(
        "backcast: {}: Named as another market in row 2, symbol \"KRW-ETH\": expected KRW-BTC",
        other.path()
    );
    assert!(said.contains(&note), "{said}");
    let got = run(&other, &[]);
    let kind = &got["files"][0]["findings"]["kinds"][0];
    assert_eq!(kind["kind"], "market_named_otherwise");
    assert_eq!(kind["first"][0]["value"], "KRW-ETH");
    assert_eq!(kind["first"][0]["right"]["en"], "KRW-BTC");
    let same = rows.replace("KRW-ETH", "UPBIT:BTCKRW");
    let same = Csv::new("same-market", &format!("{HEADER},symbol\n{same}"));
    assert_eq!(beside(&same, &[]), "");
    // Binance says the market in the name of a file only.
    let named = Csv::of_bytes(
        "(ETHUSDT-1d-2024-01).csv",
        format!("{HEADER}\n{}", plain(iso, ",")).as_bytes(),
    );
    let out = backcast(&["run", "--data", &format!("BTCUSDT={}", named.path())]);
    let said = String::from_utf8(out.stderr).unwrap();
    assert!(
        said.contains("Named as another market \"ETHUSDT\": expected BTCUSDT"),
        "{said}"
    );
}
