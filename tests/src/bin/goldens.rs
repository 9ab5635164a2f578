//! Runs a folder of golden cases and says which differ: `goldens DIR [--data DIR]`.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "printing is this program's job"
)]

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tests::goldens::compare::Mismatch;
use tests::goldens::folder::Home;
use tests::goldens::{Verdict, judge};

const USAGE: &str =
    "usage: goldens DIR [--data DIR]  (the data lies in `data` beside DIR unless it is named)";

fn main() -> ExitCode {
    match home().and_then(|home| run(&home)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::from(2)
        }
    }
}

fn run(home: &Home) -> Result<bool, String> {
    let (mut passed, mut failed, mut unsupported) = (0_u32, 0_u32, 0_u32);
    for file in home.files()? {
        let case = match home.read(&file) {
            Ok(case) => case,
            Err(why) => {
                failed += 1;
                println!("failed  {}: {why}", file.display());
                continue;
            }
        };
        match judge(&case) {
            Verdict::Passed => passed += 1,
            Verdict::Failed(found) => {
                failed += 1;
                println!("failed  {}  {}", case.id, said(&found));
            }
            Verdict::Unsupported => {
                unsupported += 1;
                println!("unsupported  {}  {}", case.id, case.function);
            }
        }
    }
    println!("{passed} passed, {failed} failed, {unsupported} unsupported");
    Ok(failed + unsupported == 0)
}

fn home() -> Result<Home, String> {
    let (mut cases, mut data) = (None, None);
    let mut arguments = std::env::args_os().skip(1);
    while let Some(argument) = arguments.next() {
        let text = argument.to_string_lossy();
        if text == "--data" && data.is_none() {
            let folder = arguments.next().ok_or("--data needs a folder")?;
            data = Some(PathBuf::from(folder));
        } else if text.starts_with('-') || cases.is_some() {
            return Err(format!("`{text}` is one argument too many\n{USAGE}"));
        } else {
            cases = Some(PathBuf::from(argument));
        }
    }
    let cases = cases.ok_or(USAGE)?;
    let data = data.unwrap_or_else(|| beside(&cases));
    Ok(Home { cases, data })
}

/// The data folder beside the cases, or one up where the cases are those of one topic.
fn beside(cases: &Path) -> PathBuf {
    let near = cases.join("../data");
    let far = cases.join("../../data");
    if !near.is_dir() && far.is_dir() {
        far
    } else {
        near
    }
}

/// The first difference in full, then the names of the other keys that differ.
fn said(found: &[Mismatch]) -> String {
    let Some((first, others)) = found.split_first() else {
        return String::new();
    };
    if first.key.is_empty() {
        return first.why.clone();
    }
    let index = first.index.map_or_else(String::new, |at| format!("[{at}]"));
    let (key, got, expected) = (&first.key, short(&first.got), short(&first.expected));
    let mut line = format!(
        "{key}{index}: got {got}, expected {expected} ({})",
        first.why
    );
    if !others.is_empty() {
        let keys: Vec<&str> = others.iter().map(|other| other.key.as_str()).collect();
        line.push_str(&format!("; also {}", keys.join(", ")));
    }
    line
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    let mut start: String = text.chars().take(120).collect();
    if start.len() < text.len() {
        start.push('…');
    }
    start
}
