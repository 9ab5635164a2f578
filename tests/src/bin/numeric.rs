//! Prints the digest of every numeric and golden case as JSON, natively; the wasm run and the page are compared with it.
#![allow(clippy::print_stdout, reason = "printing is this program's job")]

use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use tests::goldens::folder::{Home, TOPICS};
use tests::{goldens, numeric};

fn main() -> Result<(), String> {
    let mut cases = Map::new();
    for case in numeric::cases() {
        let digest = (case.run)().map_err(|error| format!("{}: {error}", case.name))?;
        cases.insert(case.name, digest.to_string().into());
    }
    let opening = numeric::opening_spec().ok_or("the library has lost its opening strategy")?;
    let report = numeric::report_of(&opening)?;
    let all = json!({
        "opening_report": report.hash().to_string(),
        "cases": cases,
        "goldens": golden_digests()?,
    });
    println!("{all:#}");
    Ok(())
}

/// The digest of each golden case by its file, and the data files that the cases name.
fn golden_digests() -> Result<Value, String> {
    let (mut cases, mut data) = (Map::new(), Map::new());
    let mut seen = BTreeSet::new();
    for home in [Some(Home::own()), Home::beside()].into_iter().flatten() {
        for topic in TOPICS.map(|topic| home.topic(topic)) {
            for file in topic.files()? {
                let path = file.to_string_lossy().into_owned();
                let name = |error| format!("{path}: {error}");
                let case = topic.read(&file).map_err(name)?;
                // The folder beside the checkout also holds the cases that were copied into it.
                if !seen.insert(case.id.clone()) {
                    continue;
                }
                for name in case.files() {
                    let path = topic.data.join(name);
                    data.insert(name.to_owned(), path.to_string_lossy().into());
                }
                let digest = goldens::digest(&case).map_err(name)?;
                cases.insert(path, digest.to_string().into());
            }
        }
    }
    Ok(json!({"cases": cases, "data": data}))
}
